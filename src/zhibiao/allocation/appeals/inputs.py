"""An enterprise's own figures in a decision, each by field and period, and claimed ones put in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from zhibiao.allocation.appeals.deeds import Claim
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.errors import ActRefused, NotFound
from zhibiao.policy.methods import GRADES, TIERS
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.review import CAPACITY, HIGH_END
from zhibiao.policy.rulebook import IndicatorRule, Rulebook
from zhibiao.terms.dictionary import Dictionary

TIER, GRADE, VETO = "tier", "grade", "veto"
WORDS = {TIER: TIERS, GRADE: GRADES, VETO: ("yes", "no")}
"""Inputs that are words, with those that may be claimed."""

_MOST = Decimal("1e15")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnInput:
    """One own figure that a quota depends on.

    Args:
        field: of the dictionary, or several joined by "+" where an indicator sums them; `capacity`, `high_end`,
            `tier`, `grade`, `veto` beside these. At reference prices it ends in "@reference".
        period: a year, a month, or months `2025-01..2025-03`.
        unit: used inside; "" for words.
        value: as decided; None where the enterprise reported nothing.
        indicators: the codes that it enters.
    """

    field: str
    period: str
    unit: str
    value: Decimal | str | None
    indicators: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Field and period."""
        return f"{self.field}/{self.period}"

    @property
    def is_word(self) -> bool:
        """Whether it is a word and no number."""
        return self.field in WORDS


def own_inputs(decision: Decision, enterprise: str, dictionary: Dictionary) -> tuple[OwnInput, ...]:
    """Every figure of one enterprise that its quota depends on, a figure that stands in several places once.

    What earlier years and transfers leave is of the ledger and not among them. KeyError when the decision does not
    cover the enterprise.
    """
    claimant = {one.enterprise: one for one in decision.claimants}[enterprise]
    rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
    found: dict[str, OwnInput] = {}
    for one in _all(claimant, rulebook, decision.as_of, dictionary):
        known = found.get(one.name)
        if known is None:
            found[one.name] = one
            continue
        indicators = tuple(dict.fromkeys((*known.indicators, *one.indicators)))
        found[one.name] = replace(known, value=known.value if one.value is None else one.value, indicators=indicators)
    return tuple(found.values())


def put_in(claimant: Claimant, decision: Decision, claims: Iterable[Claim]) -> Claimant:
    """The enterprise's inputs with the claimed figures wherever the decision used them; rules change nothing here.

    Raises:
        NotFound: `appeal.no_such_figure`, the decision used none of that field and period of the enterprise.
        ActRefused: `appeal.claim_unreadable`.
    """
    rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
    for claim in claims:
        if claim.name:
            claimant = _with(claimant, rulebook, decision.as_of, claim)
    return claimant


def check_claim(claim: Claim, known: Iterable[OwnInput]) -> None:
    """Refuse a claim on a figure that is not there, that cannot be read, or that says what was decided.

    Raises:
        NotFound: `appeal.no_such_figure`.
        ActRefused: `appeal.claim_unreadable`, `appeal.claim_same`.
    """
    found = next((one for one in known if one.name == claim.name), None)
    if found is None:
        raise NotFound("appeal.no_such_figure", field=claim.field, period=claim.period)
    value = _word(claim) if found.is_word else _number(claim)
    if value == found.value:
        raise ActRefused("appeal.claim_same", field=claim.field, period=claim.period)


def _all(claimant: Claimant, rulebook: Rulebook, as_of: str, dictionary: Dictionary) -> Iterable[OwnInput]:
    before, quantity = str(rulebook.plan_year - 1), rulebook.quantity
    for year, tonnes in sorted(claimant.history_t.items()):
        yield OwnInput(field=quantity, period=str(year), unit="t", value=Decimal(tonnes))
    rules = {rule.code: rule for rule in rulebook.indicators}
    for measure in claimant.measures:
        rule = rules[measure.indicator]
        above, below = _fields(rule)
        unit = _unit(rule.numerator[0], dictionary)
        of = {"period": before, "indicators": (rule.code,)}
        yield OwnInput(field=above, unit=unit, value=measure.numerator, **of)  # type: ignore[arg-type]
        yield OwnInput(
            field=below,
            unit=_unit(rule.denominator, dictionary),
            value=measure.denominator,
            **of,  # type: ignore[arg-type]
        )
    month = as_of or f"{rulebook.plan_year}-01"
    yield OwnInput(field=CAPACITY, period=month, unit="t", value=Decimal(claimant.capacity_t))
    if as_of:
        yield OwnInput(field=quantity, period=_so_far(rulebook, as_of), unit="t", value=Decimal(claimant.made_t))
    for field, value in ((TIER, claimant.tier), (GRADE, claimant.grade)):
        if value:
            yield OwnInput(field=field, period=str(rulebook.plan_year), unit="", value=value)
    yield OwnInput(field=VETO, period=before, unit="", value="yes" if claimant.is_vetoed else "no")


def _with(claimant: Claimant, rulebook: Rulebook, as_of: str, claim: Claim) -> Claimant:
    """One claim put in, everywhere the figure stands."""
    before, field, period = str(rulebook.plan_year - 1), claim.field, claim.period
    if field in WORDS:
        return _with_word(claimant, rulebook, claim)
    value, is_used = _number(claim), False
    if field == CAPACITY and period == (as_of or f"{rulebook.plan_year}-01"):
        claimant, is_used = replace(claimant, capacity_t=_tonnes(claim)), True
    if field == rulebook.quantity and as_of and period == _so_far(rulebook, as_of):
        claimant, is_used = replace(claimant, made_t=_tonnes(claim)), True
    if field == rulebook.quantity and period in {str(year) for year in claimant.history_t}:
        history = {**claimant.history_t, int(period): _tonnes(claim)}
        claimant, is_used = replace(claimant, history_t=history), True
    if period == before:
        rules = {rule.code: rule for rule in rulebook.indicators}
        moved = tuple(_moved(one, rules[one.indicator], field, value) for one in claimant.measures)
        is_used = is_used or any(field in _fields(rules[one.indicator]) for one in claimant.measures)
        claimant = replace(claimant, measures=moved)
    if not is_used:
        raise NotFound("appeal.no_such_figure", field=field, period=period)
    return claimant


def _with_word(claimant: Claimant, rulebook: Rulebook, claim: Claim) -> Claimant:
    year = rulebook.plan_year - (claim.field == VETO)
    if claim.period != str(year):
        raise NotFound("appeal.no_such_figure", field=claim.field, period=claim.period)
    word = _word(claim)
    if claim.field == VETO:
        return replace(claimant, is_vetoed=word == "yes")
    return replace(claimant, tier=word) if claim.field == TIER else replace(claimant, grade=word)


def _moved(measure: Measure, rule: IndicatorRule, field: str, value: Decimal) -> Measure:
    above, below = _fields(rule)
    if field == above:
        measure = replace(measure, numerator=value)
    return replace(measure, denominator=value) if field == below else measure


def _fields(rule: IndicatorRule) -> tuple[str, str]:
    above = "+".join(rule.numerator) + ("@reference" if rule.price_normalised else "")
    return above, rule.denominator


def _unit(field: str, dictionary: Dictionary) -> str:
    return "t" if field in (HIGH_END, CAPACITY) else dictionary[field].unit.symbol


def _so_far(rulebook: Rulebook, as_of: str) -> str:
    return f"{rulebook.plan_year}-01..{as_of}"


def _word(claim: Claim) -> str:
    if claim.value not in WORDS[claim.field]:
        raise ActRefused("appeal.claim_unreadable", field=claim.field, period=claim.period, text=claim.value)
    return claim.value


def _number(claim: Claim) -> Decimal:
    try:
        value = Decimal(claim.value)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > _MOST or (claim.unit != "yuan" and value < 0):
        raise ActRefused("appeal.claim_unreadable", field=claim.field, period=claim.period, text=claim.value)
    return value


def _tonnes(claim: Claim) -> int:
    """Whole tonnes, as the decision counts what was made; half to even, as from the record."""
    return round(_number(claim))
