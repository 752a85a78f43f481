"""The decision (方案): base, score, claim, bounds, split, whole tonnes, and the reason for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from zhibiao.allocation.decision.base import base_t, base_years
from zhibiao.allocation.decision.bounds import CEILING_CLAIM, BoundRule, Bounds, bounds_of
from zhibiao.allocation.decision.decision import Claimant, Decision, IndicatorResult, Part, Share
from zhibiao.allocation.decision.explain import Frame, Outcome, parts_of, parts_of_award
from zhibiao.allocation.decision.method_claims import CLAIM_PLACES, Award, award_claims, claims_by_rule
from zhibiao.allocation.decision.method_columns import columns_of
from zhibiao.allocation.decision.method_moves import moves_by_method
from zhibiao.allocation.division.divide import CLAIM
from zhibiao.allocation.division.rule import AwardRule, Firms, Numbers, Rule, WeightRule
from zhibiao.allocation.division.rules import rule_of
from zhibiao.allocation.split.bounded import CEILING, FLOOR, ExactSplit, split_exact
from zhibiao.contribution.indicator import Ratio
from zhibiao.contribution.method import METHODS as BY_TILT
from zhibiao.contribution.method import Claims, tilt_bases
from zhibiao.contribution.scoring import Candidate, Score, score_all, score_equally
from zhibiao.errors import ActRefused, InputRefused, NoSolution, UsageError
from zhibiao.policy.asked import BASE_ONLY, scores_contribution
from zhibiao.policy.plain import rulebook_hash, rulebook_plain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.canonical import Plain
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """The figures on the way to a decision, by enterprise in order of id; what tests and `recourse` look into.

    `numbers` are the parameters of the method; `beta` is the strength of its tilt, 0 where it has none. `beside_t` is
    what earlier years, transfers and regulations add to a quota or take from it, outside the split.
    """

    bases_t: Mapping[str, int]
    scores: Mapping[str, Score]
    claims: Claims
    bounds: Mapping[str, Bounds]
    split: ExactSplit | Award
    beside_t: Mapping[str, int]
    cap_t: int
    reserve_t: int
    beta: Decimal
    numbers: Numbers

    @property
    def split_t(self) -> int:
        """What the split gives out: the cap less the reserve, less what stands beside the split."""
        return self.cap_t - self.reserve_t - sum(self.beside_t.values())

    @property
    def quotas_t(self) -> tuple[int, ...]:
        """Quotas in the order of the enterprises: their part of the split, and what stands beside it."""
        return tuple(map(int.__add__, self.split.tonnes, self.beside_t.values()))


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
        CapOutOfReach: the cap less the reserve lies outside the sum of the bounds, or under a claims rule exceeds what
            is claimed.
        NoSolution: nobody claims, nobody has a base, nobody scores, or nobody has any of what the method goes by.
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
        scale=_scale(found.split),
        shares=tuple(_shares(ordered, rulebook, found)),
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
    bases, scores = bases_of(claimants, rulebook, day=day), scores_of(claimants, rulebook, day=day)
    return work_on(claimants, rulebook, day=day, bases=bases, scores=scores)


def work_on(
    claimants: Sequence[Claimant],
    rulebook: Rulebook,
    *,
    day: dt.date,
    bases: Mapping[str, int],
    scores: Mapping[str, Score],
) -> Workings:
    """The same from bases and scores that are known already: the claims, the bounds and the split."""
    number = {code: parameter.at(day) for code, parameter in rulebook.parameters.items()}
    rule = rule_of(rulebook.method)
    numbers = rule.numbers({one.code: number[one.code] for one in rule.parameters if one.code in number})
    firms = columns_of(claimants, rulebook, rule=rule, numbers=numbers, bases_t=bases, scores=scores)
    beta = number["tilt_beta"] if "tilt_beta" in numbers else Decimal(0)
    published = {name: score.score for name, score in scores.items()}
    if rulebook.method in BY_TILT:
        claims = tilt_bases(bases, published, beta=beta)
    else:
        claims = claims_by_rule(rule, firms, numbers, bases_t=bases, scores=published)
    bounds = _bounds(claimants, rulebook, number, bases, _ranges(rule, firms, numbers))
    beside_t = {one.enterprise: one.beside_t for one in claimants}
    cap_t = int(number["cap_t"])
    reserve_t = round(Fraction(number["reserve_share"]) * cap_t)
    return Workings(
        bases_t=bases,
        scores=scores,
        claims=claims,
        bounds=bounds,
        split=_split(rule, claims, bounds, cap_t - reserve_t - sum(beside_t.values())),
        beside_t=beside_t,
        cap_t=cap_t,
        reserve_t=reserve_t,
        beta=beta,
        numbers=numbers,
    )


def scores_of(claimants: Sequence[Claimant], rulebook: Rulebook, *, day: dt.date) -> dict[str, Score]:
    """Contribution scores by enterprise; one for everybody where the rulebook scores nobody."""
    if not scores_contribution(rulebook):
        return score_equally(one.enterprise for one in claimants)
    score_cap = rulebook.number("score_cap", day)
    return score_all([_candidate(one) for one in claimants], rulebook, score_cap=score_cap)


def _ranges(rule: Rule, firms: Firms, numbers: Numbers) -> list[tuple[int, int | None] | None]:
    """Floor and ceiling that the rule itself sets for each enterprise; None where it sets none."""
    if not isinstance(rule, WeightRule) or rule.limit is None:
        return [None] * len(firms.ids)
    return list(zip(*rule.limit(firms, numbers), strict=True))


def _bounds(
    claimants: Sequence[Claimant],
    rulebook: Rulebook,
    number: Mapping[str, Decimal],
    bases: Mapping[str, int],
    ranges: Sequence[tuple[int, int | None] | None],
) -> dict[str, Bounds]:
    rule = BoundRule(
        floor_delta=number["floor_delta"],
        ceiling_delta=number["ceiling_delta"],
        capacity_factor=None if rulebook.bounds_rule == BASE_ONLY else number["capacity_factor"],
    )
    return {
        one.enterprise: bounds_of(
            rule,
            base_t=bases[one.enterprise],
            capacity_t=one.capacity_t,
            made_t=one.made_t,
            tier_t=tier_t,
            beside_t=one.beside_t,
        )
        for one, tier_t in zip(claimants, ranges, strict=True)
    }


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


def _split(rule: Rule, claims: Claims, bounds: Mapping[str, Bounds], split_t: int) -> ExactSplit | Award:
    names, amounts = list(claims.claims), list(claims.claims.values())
    if isinstance(rule, AwardRule):
        return award_claims(rule, names, amounts, [bounds[name] for name in names], split_t=split_t)
    return split_exact(
        amounts,
        floors=[bounds[name].floor_t for name in names],
        ceilings=[bounds[name].ceiling_t for name in names],
        cap=split_t,
        names=names,
    )


def _scale(split: ExactSplit | Award) -> str:
    """The scale as it is published; a claims rule has none."""
    return f"{split.scale.numerator}/{split.scale.denominator}" if isinstance(split, ExactSplit) else ""


def _shares(claimants: Sequence[Claimant], rulebook: Rulebook, found: Workings) -> Iterator[Share]:
    parts = _parts(rulebook, found)
    is_claimed = rulebook.method not in BY_TILT
    for place, (name, base) in enumerate(found.bases_t.items()):
        score, bounds = found.scores[name], found.bounds[name]
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
            quota_t=found.quotas_t[place],
            binding=_binding(found, place, bounds),
            parts=(*parts[place], *parts_beside(claimants[place])),
            claim=rounded(found.claims.claims[name], CLAIM_PLACES) if is_claimed else None,
        )


def parts_beside(one: Claimant) -> Iterator[Part]:
    """What stands beside the split, as parts of the quota."""
    beside = (
        ("carry", one.carried_t),
        ("debt", -one.deducted_t),
        ("transfer", one.transferred_t),
        ("regulation", one.regulated_t),
    )
    for code, tonnes in beside:
        if tonnes:
            yield Part(code=code, tonnes=tonnes)


def _binding(found: Workings, place: int, bounds: Bounds) -> str:
    """The code of the bound that a share meets, empty where it meets none."""
    reasons = {FLOOR: bounds.floor_reason, CEILING: bounds.ceiling_reason, CLAIM: CEILING_CLAIM}
    return reasons.get(found.split.binding[place], "")


def _parts(rulebook: Rulebook, found: Workings) -> list[tuple[Part, ...]]:
    """The parts of what the split gives everyone, in the order of the enterprises."""
    split, split_t, bases_t = found.split, found.split_t, sum(found.bases_t.values())
    rows = list(zip(found.bases_t.items(), found.bounds.values(), split.shares, split.tonnes, strict=True))
    if isinstance(split, Award):
        floors_t = sum(bounds.floor_t for bounds in found.bounds.values())
        sums = {"split_t": split_t, "bases_t": bases_t, "floors_t": floors_t}
        return [
            parts_of_award(**sums, base_t=base, floor_t=bounds.floor_t, share=share, quota_t=quota_t)
            for (_, base), bounds, share, quota_t in rows
        ]
    moves = moves_by_method(
        rulebook, found.numbers, bases_t=found.bases_t, scores=found.scores, claims=found.claims, beta=found.beta
    )
    frame = Frame(split_t=split_t, bases_t=bases_t, scale=split.scale)

    def outcome(place: int, name: str, base: int, bounds: Bounds, share: Fraction, quota_t: int) -> Outcome:
        binding = _binding(found, place, bounds)
        return Outcome(base_t=base, claim=found.claims.claims[name], share=share, binding=binding, quota_t=quota_t)

    return [
        parts_of(frame, outcome(place, name, base, bounds, share, quota_t), moves[name])
        for place, ((name, base), bounds, share, quota_t) in enumerate(rows)
    ]


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
