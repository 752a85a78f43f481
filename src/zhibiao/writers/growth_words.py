"""Sentences on growth: on which scope it is, who pulled and who held back, and last year's figure where it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zhibiao.assessment.growth.contributions import Contribution, held_back, pulled
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount
from zhibiao.assessment.growth.same_scope import Presence, SameScope
from zhibiao.assessment.growth.vintages import MonthFromTotals
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words, figure

_NAMED = 3


def growth_sentences(assessment: MonthAssessment, words: Words, *, most: int = _NAMED) -> list[str]:
    """What the year so far grew by and through whom, `most` each way; then figures that depend on the vintage.

    Empty where no year before is on record.
    """
    account = main_account(assessment)
    if account is None or account.scope.same.before is None:
        return []
    names = {item.enterprise: item.name for item in assessment.enterprises}
    sentences = [_scope(assessment, account, words), *_terms(account.firms, names, words, most=most)]
    sentences += _beside(account.scope, words)
    if account.scope.left_out:
        sentences.append(_left_out(account.scope, names, words))
    sentences += [text for item in assessment.growth for text in _bases(item, names, words)]
    sentences += [text for item in assessment.months_by_vintage for text in _by_vintage(item, names, words)]
    return sentences


def main_account(assessment: MonthAssessment) -> GrowthAccount | None:
    """January to the month: of the quota's quantity, of output value in a sector without one."""
    own = [item for item in assessment.growth if item.sector == assessment.sector and item.is_to_date]
    return next((item for item in own if item.field == assessment.quantity), own[0] if own else None)


def city_growth(assessment: MonthAssessment, words: Words) -> str:
    """How the sector's quantity grew since January; on the same scope alone where the total carries an estimate."""
    standing = assessment.total
    account = main_account(assessment)
    if standing is None or account is None or not standing.estimated_t or account.field != assessment.quantity:
        return (
            words.growth(None, None)
            if standing is None
            else words.growth(standing.to_date.now, standing.to_date.before)
        )
    same = account.scope.same
    growth = words.growth(same.now, same.before)
    return (
        growth if same.before is None else words("growth_scope.rate", count=len(account.scope.counted), growth=growth)
    )


def _scope(assessment: MonthAssessment, account: GrowthAccount, words: Words) -> str:
    same = account.scope.same
    return words(
        "growth_scope.same",
        since=words.since_january(assessment.month),
        name=words.name(account.name),
        count=len(account.scope.counted),
        growth=words.growth(same.now, same.before),
    )


def _terms(terms: Sequence[Contribution], names: Mapping[str, Text], words: Words, *, most: int) -> Iterator[str]:
    """Who pulled and who held back the total with entries and exits."""
    for key, found in (
        ("growth_scope.pulled", pulled(terms, most=most)),
        ("growth_scope.held_back", held_back(terms, most=most)),
    ):
        shown = [_term(item, names.get(item.name, Text(item.name)), words) for item in found]
        if shown:
            yield words(key, names=words.joined(shown))


def _term(item: Contribution, name: Text, words: Words) -> str:
    key = "growth_scope.term" if item.presence is Presence.BOTH else f"growth_scope.term_{item.presence.value}"
    return words(key, name=words.name(name), points=words.signed_points(item.points))


def _beside(scope: SameScope, words: Words) -> Iterator[str]:
    """The growth with entries and exits, and the raw one, where they are not the same figure."""
    if scope.whole != scope.same:
        yield words("growth_scope.whole", growth=_growth(scope.whole, words))
    if scope.raw != scope.whole:
        yield words("growth_scope.raw", growth=_growth(scope.raw, words))


def _left_out(scope: SameScope, names: Mapping[str, Text], words: Words) -> str:
    shown = [
        words(
            "growth_scope.why",
            name=words.name(names.get(item.enterprise, Text(item.enterprise))),
            why=words(f"growth_scope.{item.presence.value}"),
        )
        for item in scope.left_out
    ]
    return words("growth_scope.left_out", names=words.joined(shown))


def _bases(account: GrowthAccount, names: Mapping[str, Text], words: Words) -> Iterator[str]:
    """Last year's figure where first filing, record and this year's returns do not agree, and the growth by each."""
    for item in account.revised:
        yield words(
            "growth_scope.base",
            name=words.name(names.get(item.enterprise, Text(item.enterprise))),
            field=words.name(account.name),
            span=words("growth_scope.to_date" if account.is_to_date else "growth_scope.month"),
            first=_amount(item.first, account.unit, words),
            on_record=_amount(item.on_record, account.unit, words),
            stated=_amount(item.stated, account.unit, words),
        )
    if account.revised:
        yield words(
            "growth_scope.by_base",
            growth=_growth(account.scope.same, words),
            by_first=_growth(account.by_first, words),
            by_stated=_growth(account.by_stated, words),
        )


def _by_vintage(item: MonthFromTotals, names: Mapping[str, Text], words: Words) -> Iterator[str]:
    """Months filed again since, and months that a total moves without."""
    unit = "yuan" if item.field.endswith("_yuan") else "t"
    figures = {"filed": item.filed, "by_now": item.by_now, "mixed": item.mixed}
    facts = {
        key: words("mark.missing") if one is None else _amount(int(one), unit, words) for key, one in figures.items()
    }
    facts["name"] = words.name(names.get(item.enterprise, Text(item.enterprise)))
    if item.refiled:
        yield words("growth_scope.refiled", **facts)
    if item.implied_revision:
        yield words("growth_scope.implied", **facts)


def _amount(value: int, unit: str, words: Words) -> str:
    """As precise as the form: two firms' figures may differ by less than papers print of a city."""
    if unit == "t":
        return words.mass(value)
    divisor, decimals = (10_000, 2) if words.lang == "zh" else (1_000, 0)
    return words("growth_scope.purse", figure=figure(Fraction(value, divisor), decimals))


def _growth(comparison: Comparison, words: Words) -> str:
    return words.growth(comparison.now, comparison.before)
