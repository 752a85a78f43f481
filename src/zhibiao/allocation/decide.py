"""The decision (方案): base, score, claim, bounds, split, whole tonnes, and the reason for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from zhibiao.allocation.base import base_t, base_years
from zhibiao.allocation.bounds import BoundRule, Bounds, bounds_of
from zhibiao.allocation.decision import Claimant, Decision, IndicatorResult, Share
from zhibiao.allocation.explain import Frame, Outcome, parts_of
from zhibiao.allocation.split import CEILING, FLOOR, ExactSplit, split_exact
from zhibiao.allocation.tilt_moves import tilt_moves
from zhibiao.contribution.indicator import Ratio
from zhibiao.contribution.method import Claims, tilt_bases
from zhibiao.contribution.scoring import Candidate, Score, score_all, score_equally
from zhibiao.errors import ActRefused, InputRefused, NoSolution, UsageError
from zhibiao.policy.asked import BASE_ONLY, scores_contribution
from zhibiao.policy.plain import rulebook_hash, rulebook_plain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.canonical import Plain
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """The figures on the way to a decision, by enterprise in order of id; what tests and `recourse` look into."""

    bases_t: Mapping[str, int]
    scores: Mapping[str, Score]
    claims: Claims
    bounds: Mapping[str, Bounds]
    split: ExactSplit
    cap_t: int
    reserve_t: int
    beta: Decimal


def decide(
    claimants: Sequence[Claimant],
    rulebook: Rulebook,
    *,
    as_of: Month | None,
    sector_data: Plain,
    ledger_head: str,
    code_version: str,
    drafted_by: str,
) -> Decision:
    """Allocate the year's cap less the reserve; a function of its arguments, whatever their order.

    Args:
        claimants: all enterprises that take part; `made_t` is what each made until the end of `as_of`.
        rulebook: the rules, in force at the date.
        as_of: the last month counted as made; None for the year's first allocation.
        sector_data: what the measures of the claimants used of the sector's data, from `sector_used`.

    Raises:
        UsageError: `allocate.claimant_twice`, `allocate.month_outside_year`.
        ActRefused: `allocate.rulebook_not_in_force`.
        InputRefused: `allocate.record_incomplete` or `score.refused`, with a finding per missing figure.
        CapOutOfReach: the cap less the reserve lies outside the sum of the bounds.
        NoSolution: nobody claims, nobody has a base, or nobody scores.
    """
    ordered = _in_order(claimants)
    found = work_out(ordered, rulebook, day=day_of(rulebook, as_of))
    return Decision(
        sector=rulebook.sector,
        plan_year=rulebook.plan_year,
        as_of=str(as_of) if as_of else "",
        quantity=rulebook.quantity,
        cap_t=found.cap_t,
        reserve_t=found.reserve_t,
        rulebook=rulebook_plain(rulebook),
        rulebook_sha256=rulebook_hash(rulebook),
        sector_data=sector_data,
        ledger_head=ledger_head,
        code_version=code_version,
        drafted_by=drafted_by,
        claimants=ordered,
        mean_score=found.claims.mean_score,
        scale=f"{found.split.scale.numerator}/{found.split.scale.denominator}",
        shares=tuple(_shares(rulebook, found)),
    )


def day_of(rulebook: Rulebook, as_of: Month | None) -> dt.date:
    """The day whose parameters hold: the last day of `as_of`, or the day the rulebook takes effect.

    Raises:
        UsageError: `allocate.month_outside_year`, the month is not one of the plan year.
        ActRefused: `allocate.rulebook_not_in_force` on that day.
    """
    if as_of and as_of.year != rulebook.plan_year:
        raise UsageError("allocate.month_outside_year", month=str(as_of), plan_year=rulebook.plan_year)
    day = as_of.last_day if as_of else rulebook.effective
    if not rulebook.effective <= day <= rulebook.expires:
        raise ActRefused(
            "allocate.rulebook_not_in_force",
            rulebook=rulebook.id,
            day=day.isoformat(),
            effective=rulebook.effective.isoformat(),
            expires=rulebook.expires.isoformat(),
        )
    return day


def work_out(claimants: Sequence[Claimant], rulebook: Rulebook, *, day: dt.date) -> Workings:
    """Everything between inputs and outcome, step by step; claimants in order of id, which breaks ties."""
    number = {code: parameter.at(day) for code, parameter in rulebook.parameters.items()}
    bases, scores = bases_of(claimants, rulebook, day=day), scores_of(claimants, rulebook, day=day)
    beta = _strength(rulebook, number)
    claims = tilt_bases(bases, {name: score.score for name, score in scores.items()}, beta=beta)
    bound_rule = BoundRule(
        floor_delta=number["floor_delta"],
        ceiling_delta=number["ceiling_delta"],
        capacity_factor=None if rulebook.bounds_rule == BASE_ONLY else number["capacity_factor"],
    )
    bounds = {
        one.enterprise: bounds_of(
            bound_rule, base_t=bases[one.enterprise], capacity_t=one.capacity_t, made_t=one.made_t
        )
        for one in claimants
    }
    cap_t = int(number["cap_t"])
    reserve_t = round(Fraction(number["reserve_share"]) * cap_t)
    return Workings(
        bases_t=bases,
        scores=scores,
        claims=claims,
        bounds=bounds,
        split=_split(claims, bounds, cap_t - reserve_t),
        cap_t=cap_t,
        reserve_t=reserve_t,
        beta=beta,
    )


def scores_of(claimants: Sequence[Claimant], rulebook: Rulebook, *, day: dt.date) -> dict[str, Score]:
    """Contribution scores by enterprise; one for everybody where the rulebook scores nobody."""
    if not scores_contribution(rulebook):
        return score_equally(one.enterprise for one in claimants)
    score_cap = rulebook.number("score_cap", day)
    return score_all([_candidate(one) for one in claimants], rulebook, score_cap=score_cap)


def _strength(rulebook: Rulebook, number: Mapping[str, Decimal]) -> Decimal:
    """The exponent of the tilt; where nothing is scored the base alone is claimed."""
    return number["tilt_beta"] if scores_contribution(rulebook) else Decimal(0)


def _in_order(claimants: Sequence[Claimant]) -> tuple[Claimant, ...]:
    ordered = tuple(sorted(claimants, key=lambda one: one.enterprise))
    if not ordered:
        raise NoSolution("allocate.no_claimants")
    for before, after in pairwise(ordered):
        if before.enterprise == after.enterprise:
            raise UsageError("allocate.claimant_twice", enterprise=after.enterprise)
    return ordered


def bases_of(claimants: Sequence[Claimant], rulebook: Rulebook, *, day: dt.date) -> dict[str, int]:
    """Bases by enterprise; InputRefused `allocate.record_incomplete` where a base year is missing."""
    years = int(rulebook.number("base_years", day))
    wanted = base_years(rulebook.base_rule, rulebook.plan_year, years)
    findings = [
        Finding(
            code="allocate.base_year_missing",
            severity=Severity.REJECT,
            place=Place(clause=rulebook.clause_of["base"], field=rulebook.quantity),
            facts={"enterprise": one.enterprise, "field": rulebook.quantity, "year": year},
        )
        for one in claimants
        for year in wanted
        if year not in one.history_t
    ]
    if findings:
        raise InputRefused("allocate.record_incomplete", findings, count=len(findings))
    return {
        one.enterprise: base_t(rulebook.base_rule, one.history_t, wanted, capacity_t=one.capacity_t)
        for one in claimants
    }


def _candidate(one: Claimant) -> Candidate:
    return Candidate(
        enterprise=one.enterprise,
        ratios={item.indicator: Ratio(item.numerator, item.denominator) for item in one.measures},
        tier=one.tier,
        grade=one.grade,
        is_vetoed=one.is_vetoed,
    )


def _split(claims: Claims, bounds: Mapping[str, Bounds], split_t: int) -> ExactSplit:
    return split_exact(
        list(claims.claims.values()),
        floors=[bounds[name].floor_t for name in claims.claims],
        ceilings=[bounds[name].ceiling_t for name in claims.claims],
        cap=split_t,
        names=list(claims.claims),
    )


def _shares(rulebook: Rulebook, found: Workings) -> Iterator[Share]:
    moves = tilt_moves(
        found.bases_t, found.scores, rulebook.indicators, beta=found.beta, mean_score=found.claims.mean_score
    )
    frame = Frame(split_t=found.cap_t - found.reserve_t, bases_t=sum(found.bases_t.values()), scale=found.split.scale)
    for place, (name, base) in enumerate(found.bases_t.items()):
        score, bounds = found.scores[name], found.bounds[name]
        reasons = {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason}
        outcome = Outcome(
            base_t=base,
            claim=found.claims.claims[name],
            share=found.split.shares[place],
            binding=reasons.get(found.split.binding[place], ""),
            quota_t=found.split.tonnes[place],
        )
        yield Share(
            enterprise=name,
            base_t=base,
            indicators=tuple(_result(rulebook, score)),
            multiplier=score.multiplier,
            score=score.score,
            tilt=found.claims.tilts[name],
            floor_t=bounds.floor_t,
            floor_reason=bounds.floor_reason,
            ceiling_t=bounds.ceiling_t,
            ceiling_reason=bounds.ceiling_reason,
            quota_t=outcome.quota_t,
            binding=outcome.binding,
            parts=parts_of(frame, outcome, moves[name]),
        )


def _result(rulebook: Rulebook, score: Score) -> Iterator[IndicatorResult]:
    for rule in rulebook.indicators:
        item = score.items[rule.code]
        yield IndicatorResult(
            indicator=rule.code,
            value=item.value,
            reference=item.reference,
            score=item.score,
            weight=rule.weight,
            treatment=item.treatment,
        )
