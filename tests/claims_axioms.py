"""The laws of claims rules as checks: a rule, a claims problem and one thing that changes, in exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

Rule = Callable[[Sequence[Fraction], Fraction], tuple[Fraction, ...]]
# A problem and a twist of it: claims, estate, a smaller estate, a place, and an amount >= 0 a claim is raised by.
Problem = tuple[list[Fraction], Fraction, Fraction, int, Fraction]
Check = Callable[[Rule, Problem], bool]


def equal_treatment(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    by_claim: dict[Fraction, set[Fraction]] = {}
    for claim, award in zip(claims, rule(claims, estate), strict=True):
        by_claim.setdefault(claim, set()).add(award)
    return all(len(awards) == 1 for awards in by_claim.values())


def order_of_awards(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    rows = sorted(zip(claims, rule(claims, estate), strict=True))
    return all(a <= b for (_, a), (_, b) in pairwise(rows))


def order_of_losses(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    rows = sorted((claim, claim - award) for claim, award in zip(claims, rule(claims, estate), strict=True))
    return all(a <= b for (_, a), (_, b) in pairwise(rows))


def estate_monotone(rule: Rule, problem: Problem) -> bool:
    claims, estate, less, *_ = problem
    return all(a <= b for a, b in zip(rule(claims, less), rule(claims, estate), strict=True))


def claim_monotone(rule: Rule, problem: Problem) -> bool:
    claims, estate, _, place, more = problem
    raised = [claim + (more if at == place else 0) for at, claim in enumerate(claims)]
    return rule(claims, estate)[place] <= rule(raised, estate)[place]


def truncation_invariant(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    return rule(claims, estate) == rule([min(claim, estate) for claim in claims], estate)


def minimal_rights_first(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    rights = [max(Fraction(0), estate - (sum(claims) - claim)) for claim in claims]
    left = [claim - right for claim, right in zip(claims, rights, strict=True)]
    rest = rule(left, estate - sum(rights))
    return rule(claims, estate) == tuple(right + more for right, more in zip(rights, rest, strict=True))


def composition_down(rule: Rule, problem: Problem) -> bool:
    claims, estate, less, *_ = problem
    return rule(claims, less) == rule(rule(claims, estate), less)


def composition_up(rule: Rule, problem: Problem) -> bool:
    claims, estate, less, *_ = problem
    first = rule(claims, less)
    left = [claim - award for claim, award in zip(claims, first, strict=True)]
    second = rule(left, estate - less)
    return rule(claims, estate) == tuple(a + b for a, b in zip(first, second, strict=True))


def consistent(rule: Rule, problem: Problem) -> bool:
    claims, estate, _, place, _ = problem
    awards = rule(claims, estate)
    stay = [at for at in range(len(claims)) if at != place]
    again = rule([claims[at] for at in stay], sum((awards[at] for at in stay), Fraction(0)))
    return again == tuple(awards[at] for at in stay)


def self_dual(rule: Rule, problem: Problem) -> bool:
    claims, estate, *_ = problem
    losses = rule(claims, sum(claims) - estate)
    return rule(claims, estate) == tuple(claim - loss for claim, loss in zip(claims, losses, strict=True))


def gain_by_merging(rule: Rule, problem: Problem) -> Fraction:
    """What the claimant at the place and the next one gain together by claiming as one."""
    claims, estate, _, place, _ = problem
    other = (place + 1) % len(claims)
    if other == place:
        return Fraction(0)
    apart = rule(claims, estate)
    merged = [claims[place] + claims[other]]
    merged += [claim for at, claim in enumerate(claims) if at not in (place, other)]
    return rule(merged, estate)[0] - apart[place] - apart[other]


CHECKS: Mapping[str, Check] = {
    "equal_treatment": equal_treatment,
    "order_of_awards": order_of_awards,
    "order_of_losses": order_of_losses,
    "estate_monotone": estate_monotone,
    "claim_monotone": claim_monotone,
    "truncation_invariant": truncation_invariant,
    "minimal_rights_first": minimal_rights_first,
    "composition_down": composition_down,
    "composition_up": composition_up,
    "consistent": consistent,
    "self_dual": self_dual,
    "no_gain_by_merging": lambda rule, problem: gain_by_merging(rule, problem) <= 0,
    "no_gain_by_splitting": lambda rule, problem: gain_by_merging(rule, problem) >= 0,
}
