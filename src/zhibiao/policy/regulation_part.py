"""A rulebook's part `regulation` (月度调节): by which rule a month may move quota, and how far at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from zhibiao.policy.plain import REGULATION
from zhibiao.policy.rulebook import Rulebook

PLAN_NEAR_ENTITLEMENT, PLAN_BY_VALUE = "plan_near_entitlement", "plan_by_value"
REGULATION_RULES = (PLAN_NEAR_ENTITLEMENT, PLAN_BY_VALUE)

MONTH_SHARE, YEAR_SHARE = "regulate_month_share", "regulate_year_share"
GROUP_SHARE, DISTRICT_SHARE = "regulate_group_share", "regulate_district_share"
NEARNESS, PACE = "regulate_nearness_yuan_per_t", "regulate_pace_yuan_per_t"
TECHNICAL_MINIMUM, RAMP = "technical_minimum_share", "ramp_share"
ORDER_ROOM, RATE_ROOM = "order_room_share", "rate_room_share"
# Unit, least and greatest value, as the review of rulebooks asks for them.
REGULATION_PARAMETERS: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        MONTH_SHARE: ("1", "0", "0.2"),
        YEAR_SHARE: ("1", "0", "0.5"),
        GROUP_SHARE: ("1", "0", "0.5"),
        DISTRICT_SHARE: ("1", "0", "0.5"),
        NEARNESS: ("yuan/t", "1", "1e6"),
        PACE: ("yuan/t", "0", "1e6"),
        TECHNICAL_MINIMUM: ("1", "0", "0.9"),
        ORDER_ROOM: ("1", "0", "5"),
        RATE_ROOM: ("1", "0", "1"),
        RAMP: ("1", "0.01", "5"),
    }
)
_ALWAYS = (MONTH_SHARE, YEAR_SHARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationTerms:
    """What a rulebook says of a month's regulation, on one day. A limit that it does not set is None.

    Args:
        rule: `plan_near_entitlement`, or `plan_by_value`, which is held near nothing.
        clause: of the part.
        month_share: most by which one month moves an enterprise's holding, as a share of it.
        year_share: most by which all months of a year together move it, as a share of its allocated quota.
        group_share, district_share: most by which the year moves a group's or district's total, as a share of what
            was allocated to it.
        nearness_yuan_per_t: what one more tonne costs a whole entitlement away from it; None by value.
        pace_yuan_per_t: what one more tonne costs in a month that lies a whole month's pace away from an even one.
        technical_minimum_share: least output of a day, as a share of the enterprise's typical one.
        order_room_share: how far a product family may go beyond its best day.
        rate_room_share: how far an enterprise may go beyond its best day.
        ramp_share: most change from one month to the next, as a share of a typical month.
    """

    rule: str
    clause: str
    month_share: Decimal
    year_share: Decimal
    group_share: Decimal | None = None
    district_share: Decimal | None = None
    nearness_yuan_per_t: Decimal | None = None
    pace_yuan_per_t: Decimal | None = None
    technical_minimum_share: Decimal | None = None
    order_room_share: Decimal | None = None
    rate_room_share: Decimal | None = None
    ramp_share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationProblem:
    """What is wrong with the part: code of the finding, key path, clause, facts of its text."""

    code: str
    key: str
    clause: str
    facts: Mapping[str, object] = field(default_factory=dict)


def regulation_terms(rulebook: Rulebook, day: dt.date) -> RegulationTerms | None:
    """The terms in force on a day; None where the rulebook knows no regulation."""
    if not rulebook.regulation_rule:
        return None

    def number(code: str) -> Decimal | None:
        return rulebook.parameters[code].at(day) if code in rulebook.parameters else None

    return RegulationTerms(
        rule=rulebook.regulation_rule,
        clause=rulebook.clause_of[REGULATION],
        month_share=rulebook.number(MONTH_SHARE, day),
        year_share=rulebook.number(YEAR_SHARE, day),
        group_share=number(GROUP_SHARE),
        district_share=number(DISTRICT_SHARE),
        nearness_yuan_per_t=number(NEARNESS),
        pace_yuan_per_t=number(PACE),
        technical_minimum_share=number(TECHNICAL_MINIMUM),
        order_room_share=number(ORDER_ROOM),
        rate_room_share=number(RATE_ROOM),
        ramp_share=number(RAMP),
    )


def lacking(rulebook: Rulebook) -> tuple[str, ...]:
    """What a rulebook would have to be given before a month can be regulated by it: the part, and its numbers."""
    needed = (*_ALWAYS, *((NEARNESS,) if rulebook.regulation_rule != PLAN_BY_VALUE else ()))
    part = () if rulebook.regulation_rule else (REGULATION,)
    return (*part, *(code for code in needed if code not in rulebook.parameters))


def regulation_problems(rulebook: Rulebook) -> Iterator[RegulationProblem]:
    """A known rule with all it needs, no number that nothing reads, and a month that takes no more than the year."""
    rule = rulebook.regulation_rule
    if not rule:
        yield from _unread(rulebook, REGULATION_PARAMETERS, "—")
        return
    clause = rulebook.clause_of.get(REGULATION, "")
    if rule not in REGULATION_RULES:
        facts = {"found": rule, "known": "、".join(REGULATION_RULES)}
        yield RegulationProblem(code="rulebook.rule_unknown", key=f"{REGULATION}.rule", clause=clause, facts=facts)
        return
    for code in lacking(rulebook):
        facts = {"name": code}
        yield RegulationProblem(code="rulebook.parameter_missing", key="parameters", clause=clause, facts=facts)
    if rule == PLAN_BY_VALUE:
        yield from _unread(rulebook, (NEARNESS,), rule)
    yield from _month_above_year(rulebook)


def _unread(
    rulebook: Rulebook, codes: Mapping[str, object] | tuple[str, ...], rule: str
) -> Iterator[RegulationProblem]:
    for code in codes:
        if code in rulebook.parameters:
            clause = rulebook.parameters[code].clause
            facts = {"name": code, "rule": rule}
            said = "rulebook.parameter_unread" if rule in REGULATION_RULES else "rulebook.regulation_missing"
            yield RegulationProblem(code=said, key=f"parameters.{code}", clause=clause, facts=facts)


def _month_above_year(rulebook: Rulebook) -> Iterator[RegulationProblem]:
    month, year = (rulebook.parameters.get(code) for code in _ALWAYS)
    if month is None or year is None:
        return
    for day in sorted({rulebook.effective, *(since for one in (month, year) for since, _ in one.values)}):
        try:
            of_month, of_year = month.at(day), year.at(day)
        except LookupError:
            continue
        if of_month > of_year:
            key = f"parameters.{MONTH_SHARE}"
            facts = {"day": day.isoformat(), "month": format(of_month, "f"), "year": format(of_year, "f")}
            yield RegulationProblem(
                code="rulebook.regulation_month_above_year", key=key, clause=month.clause, facts=facts
            )
            return
