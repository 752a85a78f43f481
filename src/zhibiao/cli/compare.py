"""What a comparison of rules says on a terminal: quotas, fairness, effects, parameters, and what could not be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue
from zhibiao.cli.answer import show_findings
from zhibiao.cli.show import line, percent, table, ten_kt, unit_of_mass
from zhibiao.terms.exact import printed
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Language
from zhibiao.writers.comparison_words import group_name, rule_name
from zhibiao.writers.wording import Words

if TYPE_CHECKING:
    from zhibiao.allocation.comparison.compared import Compared
    from zhibiao.allocation.comparison.comparison import RuleOutcome

_RULES_ABREAST = 4


def compared_plain(found: Compared, files: Sequence[Path], notes: Sequence[Finding]) -> dict[str, Any]:
    """The answer of `allocate --compare`: `Compared.plain` with the findings, and the files and their notes."""
    return found.plain() | {
        "findings": [finding_plain(one) for one in found.comparison.findings],
        "files": [str(path) for path in files],
        "notes": [finding_plain(note) for note in notes],
    }


def compared(found: Compared, files: Sequence[Path], notes: Sequence[Finding], lang: Language) -> None:
    """Rules were compared."""
    _title(found, lang)
    outcomes = found.comparison.outcomes
    for first in range(0, len(outcomes), _RULES_ABREAST):
        _quotas(found, outcomes[first : first + _RULES_ABREAST], lang)
    _figures(_words("fairness", lang), outcomes, _fairness_columns(lang), lang)
    _figures(_words("effects", lang), outcomes, _effect_columns(found, lang), lang)
    _figures(_words("shares", lang), outcomes, _share_columns(found, lang), lang)
    line(_words("parameters", lang))
    for text in _parameters(outcomes, lang):
        line("  " + text)
    _findings(found, lang)
    if files:
        line(_words("written", lang, folder=files[0].parent, files="、".join(path.name for path in files)))
    show_findings(notes, lang)
    line(_words("see", lang))


def _title(found: Compared, lang: Language) -> None:
    city, quantity = found.city.name.in_(lang), found.sector.quantity_name.in_(lang)
    line(_words("title", lang, city=city, year=found.rulebook.plan_year, quantity=quantity))
    facts = {
        "count": sum(one.name != "in_force" for one in found.comparison.outcomes),
        "cap": ten_kt(found.comparison.cap, lang),
        "bases": ten_kt(sum(found.comparison.bases), lang),
        "unit": unit_of_mass(lang),
    }
    line(_words("told", lang, **facts))
    if found.city.note.zh:
        line(found.city.note.in_(lang))


def _quotas(found: Compared, outcomes: Sequence[RuleOutcome], lang: Language) -> None:
    comparison = found.comparison
    rows = []
    for place, name in enumerate(comparison.ids):
        cells = (
            f"{ten_kt(one.quotas[place], lang)} {percent(one.changes[place])} "
            f"{_words(f'mark.{one.binding[place]}', lang)}"
            for one in outcomes
        )
        rows.append((f"{name} {found.city[name].name.in_(lang)}", ten_kt(comparison.bases[place], lang), *cells))
    heads = [
        _words("head.enterprise", lang),
        _words("head.base", lang),
        *(rule_name(one, Words(catalogue(), lang)) for one in outcomes),
    ]
    table(_words("quotas", lang, unit=unit_of_mass(lang)), heads, rows, words=1)


_Column = tuple[str, Callable[["RuleOutcome"], str]]


def _figures(title: str, outcomes: Sequence[RuleOutcome], columns: Sequence[_Column], lang: Language) -> None:
    if columns:
        rows = [(rule_name(one, Words(catalogue(), lang)), *(cell(one) for _, cell in columns)) for one in outcomes]
        table(title, [_words("head.rule", lang), *(head for head, _ in columns)], rows, words=1)


def _fairness_columns(lang: Language) -> list[_Column]:
    unit = unit_of_mass(lang)

    def moved(one: RuleOutcome) -> str:
        against = one.fairness.against_in_force
        return "—" if against is None else f"{len(against.winners)} / {len(against.losers)}"

    def tonnes(one: RuleOutcome) -> str:
        against = one.fairness.against_in_force
        return "—" if against is None else ten_kt(against.gained, lang)

    def reach(one: RuleOutcome) -> str:
        known = [change for change in one.changes if change is not None]
        return f"{printed(min(known) * 100, 1):+} … {printed(max(known) * 100, 1):+}" if known else "—"

    def spread(one: RuleOutcome) -> str:
        use = one.fairness.use
        return "—" if use is None else _figure(use.spread, 2)

    def pair(one: RuleOutcome) -> str:
        filing = one.fairness.filing
        return "—" if filing is None or filing.pair_gain is None else ten_kt(filing.pair_gain, lang)

    def halves(one: RuleOutcome) -> str:
        most = one.fairness.filing.most_by_halves if one.fairness.filing else None
        return "—" if most is None else ten_kt(most[1], lang)

    return [
        (_words("short.moved", lang), moved),
        (_words("short.tonnes", lang, unit=unit), tonnes),
        (_words("short.range", lang), reach),
        (_words("short.gini_quota", lang), lambda one: _figure(one.fairness.gini_quota, 3)),
        (_words("short.gini_use", lang), lambda one: _figure(one.fairness.gini_use, 3)),
        (_words("short.spread", lang), spread),
        (_words("short.envy", lang), lambda one: str(sum(one.fairness.envies))),
        (_words("short.pair", lang, unit=unit), pair),
        (_words("short.halves", lang, unit=unit), halves),
    ]


def _effect_columns(found: Compared, lang: Language) -> list[_Column]:
    money = 10**8 if lang == "zh" else 10**6
    mass = 10_000 if lang == "zh" else 1_000
    shapes: Mapping[str, tuple[int, int, str]] = {
        "yuan": (money, 2 if lang == "zh" else 0, "亿元" if lang == "zh" else "million yuan"),
        "tce": (mass, 2 if lang == "zh" else 1, ""),
        "t": (mass, 2 if lang == "zh" else 1, unit_of_mass(lang)),
    }

    def column(code: str, unit: str) -> _Column:
        if unit == "1":
            return _words(f"short.{code}", lang), lambda one: _share(_amount(one, code))
        scale, places, name = shapes[unit]

        def cell(one: RuleOutcome) -> str:
            value, change = _amount(one, code), _change(one, code)
            shown = _figure(None if value is None else value / scale, places)
            return shown if not change else f"{shown} ({printed(change / scale, places):+,})"

        return _words(f"short.{code}", lang, unit=name), cell

    columns = [column(each.code, each.unit) for each in found.comparison.per_tonne]
    if any(one.cost for one in found.comparison.outcomes):
        columns.append((_words("short.price", lang), lambda one: _share(one.cost.price if one.cost else None)))
    return columns


def _share_columns(found: Compared, lang: Language) -> list[_Column]:
    """Each group's share of all quotas less its share of the bases, in points; nameless groups are left out."""
    words = Words(catalogue(), lang)

    def column(by: str, group: str) -> _Column:
        return group_name(by, group, words), lambda one: f"{printed(one.fairness.shifts[by][group].shift * 100, 2):+}"

    outcomes = found.comparison.outcomes
    shifts = outcomes[0].fairness.shifts if outcomes else {}
    return [
        column(by, group)
        for by, groups in shifts.items()
        if len(groups) > 1
        for group in groups
        if group or by == "group"
    ]


def _amount(outcome: RuleOutcome, code: str) -> Fraction | None:
    return next((each.value for each in outcome.amounts if each.code == code), None)


def _change(outcome: RuleOutcome, code: str) -> Fraction | None:
    return next((each.change for each in outcome.amounts if each.code == code), None)


def _parameters(outcomes: Sequence[RuleOutcome], lang: Language) -> Iterator[str]:
    for one in outcomes:
        settings = [
            _words(
                "setting", lang, code=each.code, value=_number(each.value), origin=_words(f"origin.{each.origin}", lang)
            )
            for each in one.settings
        ]
        if settings:
            yield _words("parameter", lang, rule=rule_name(one, Words(catalogue(), lang)), settings=", ".join(settings))


def _number(value: Fraction) -> str:
    text = format(printed(value, 6), "f")
    return text.rstrip("0").rstrip(".")


def _findings(found: Compared, lang: Language) -> None:
    not_run = [one for one in found.comparison.findings if "asked" in one.facts]
    if not_run:
        line(_words("not_run", lang))
    show_findings([*not_run, *(one for one in found.comparison.findings if one not in not_run)], lang)


def _figure(value: Fraction | None, places: int) -> str:
    return "—" if value is None else f"{printed(value, places):,}"


def _share(value: Fraction | None) -> str:
    return "—" if value is None else f"{printed(value * 100, 2)} %"


def _words(key: str, lang: Language, **facts: object) -> str:
    return catalogue().text(f"compare.{key}", lang, **facts)
