"""The review of a rulebook's part `pacing:`: twelve positive numbers, a sum near one, bounds that rise, known acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from zhibiao.policy.pacing_part import (
    ACTS,
    ASKING_COLOURS,
    WITH_TERM,
    AskRule,
    ColourBounds,
    PacingPart,
    SeasonRule,
    SeasonUnit,
)
from zhibiao.terms.exact import plain_decimal, rounded
from zhibiao.terms.period import months_of

# How far a set season's sum may lie from one; what is nearer comes from rounding, is divided out, and is said.
SUM_TOLERANCE = Decimal("0.01")
MOST_MARGIN, MOST_MONTHS, MOST_WORKING_DAYS = Decimal("0.05"), 6, 250
_MOST_BOUND = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingProblem:
    """What is wrong: code of the finding, key path, clause, facts of its text."""

    code: str
    key: str
    clause: str
    facts: Mapping[str, object] = field(default_factory=dict)


def pacing_problems(part: PacingPart, *, year: int) -> Iterator[PacingProblem]:
    """Everything that keeps the part from use; `year` is the rulebook's plan year, whose days weigh daily indices."""
    seen: set[tuple[str, object]] = set()
    for place, rule in enumerate(part.seasons):
        key = f"pacing.seasons[{place}]"
        if (rule.scope, rule.since) in seen:
            facts: dict[str, object] = {"scope": rule.scope, "since": rule.since.isoformat()}
            yield PacingProblem(code="pacing.season_twice", key=key, clause=rule.clause, facts=facts)
        seen.add((rule.scope, rule.since))
        yield from _season(rule, key=key, year=year)
    if part.left_out:
        yield from _left_out(part, year=year)
    for name, bounds in (("overrun", part.overrun), ("shortfall", part.shortfall)):
        if bounds:
            yield from _bounds(bounds, key=f"pacing.{name}")
    if part.release:
        yield from _release(part)
    for place, ask in enumerate(part.asks):
        yield from _ask(ask, key=f"pacing.asks[{place}]")


def cited_by_pacing(part: PacingPart) -> Iterator[tuple[str, str]]:
    """Every clause the part cites, with the key path of the citation."""
    yield from ((f"pacing.seasons[{place}].clause", rule.clause) for place, rule in enumerate(part.seasons))
    named = (
        ("leave_out_years", part.left_out),
        ("overrun", part.overrun),
        ("shortfall", part.shortfall),
        ("release", part.release),
    )
    yield from ((f"pacing.{name}.clause", item.clause) for name, item in named if item)
    yield from ((f"pacing.asks[{place}].clause", rule.clause) for place, rule in enumerate(part.asks))


def season_sum(rule: SeasonRule, *, year: int) -> Fraction:
    """The sum of monthly shares, or the day-weighted mean of daily indices; 1 but for rounding.

    Source: docs/maths/pacing.md.
    """
    if rule.unit is SeasonUnit.MONTHLY_SHARES:
        return sum(map(Fraction, rule.values), Fraction(0))
    days = [month.days for month in months_of(year)]
    weighed = sum((Fraction(value) * count for value, count in zip(rule.values, days, strict=True)), Fraction(0))
    return weighed / sum(days)


def _season(rule: SeasonRule, *, key: str, year: int) -> Iterator[PacingProblem]:
    if len(rule.values) != len(months_of(year)):
        facts: dict[str, object] = {"count": len(rule.values)}
        yield PacingProblem(code="pacing.season_not_twelve", key=f"{key}.values", clause=rule.clause, facts=facts)
        return
    low = [place for place, value in enumerate(rule.values) if value <= 0]
    if low:
        facts = {"month": low[0] + 1, "found": plain_decimal(rule.values[low[0]])}
        yield PacingProblem(code="pacing.season_not_positive", key=f"{key}.values", clause=rule.clause, facts=facts)
        return
    total = season_sum(rule, year=year)
    if abs(total - 1) > SUM_TOLERANCE:
        facts = {"total": plain_decimal(rounded(total, 4)), "tolerance": plain_decimal(SUM_TOLERANCE)}
        code = "pacing.shares_sum" if rule.unit is SeasonUnit.MONTHLY_SHARES else "pacing.indices_mean"
        yield PacingProblem(code=code, key=f"{key}.values", clause=rule.clause, facts=facts)


def _left_out(part: PacingPart, *, year: int) -> Iterator[PacingProblem]:
    assert part.left_out is not None
    late = [one for one in part.left_out.years if one >= year]
    if late or not part.left_out.years:
        facts: dict[str, object] = {"found": late[0] if late else "—", "plan_year": year}
        key = "pacing.leave_out_years.years"
        yield PacingProblem(code="pacing.left_out_not_earlier", key=key, clause=part.left_out.clause, facts=facts)


def _bounds(bounds: ColourBounds, *, key: str) -> Iterator[PacingProblem]:
    steps = (bounds.green, bounds.blue, bounds.orange)
    if not 0 <= steps[0] <= steps[1] <= steps[2] <= _MOST_BOUND:
        facts: dict[str, object] = {"found": "、".join(map(plain_decimal, steps)), "most": plain_decimal(_MOST_BOUND)}
        yield PacingProblem(code="pacing.bounds_unordered", key=key, clause=bounds.clause, facts=facts)


def _release(part: PacingPart) -> Iterator[PacingProblem]:
    assert part.release is not None
    margin, months, clause = part.release.margin, part.release.months, part.release.clause
    for name, value, least, most in (
        ("margin", margin, Decimal(0), MOST_MARGIN),
        ("months", Decimal(months), Decimal(1), Decimal(MOST_MONTHS)),
    ):
        if not least <= value <= most:
            facts = {"found": plain_decimal(value), "least": plain_decimal(least), "most": plain_decimal(most)}
            key = f"pacing.release.{name}"
            yield PacingProblem(code="rulebook.value_out_of_range", key=key, clause=clause, facts=facts)


def _ask(rule: AskRule, *, key: str) -> Iterator[PacingProblem]:
    if rule.act not in ACTS or rule.party not in ACTS[rule.act]:
        known = "、".join(act for act, parties in ACTS.items() if rule.party in parties)
        facts: dict[str, object] = {"act": rule.act, "party": rule.party.value, "known": known}
        yield PacingProblem(code="pacing.act_unknown", key=f"{key}.act", clause=rule.clause, facts=facts)
        return
    if rule.colour not in ASKING_COLOURS:
        facts = {"found": rule.colour, "known": "、".join(ASKING_COLOURS)}
        yield PacingProblem(code="pacing.colour_unknown", key=f"{key}.colour", clause=rule.clause, facts=facts)
    if (rule.act in WITH_TERM) != bool(rule.working_days) or rule.working_days > MOST_WORKING_DAYS:
        code = "pacing.term_missing" if rule.act in WITH_TERM else "pacing.term_unread"
        facts = {"act": rule.act, "most": MOST_WORKING_DAYS}
        yield PacingProblem(code=code, key=f"{key}.working_days", clause=rule.clause, facts=facts)
