"""What a method asks of a rulebook beyond each number's own range: order among numbers, a base, an indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from zhibiao.policy.methods import BENCHMARK_ACTIVITY, GRADES, METHODS, TIERS, TWO_POOLS, defaults_of
from zhibiao.policy.plain import plain_decimal
from zhibiao.policy.rulebook import Direction, Missing, Rulebook

LEAST_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodProblem:
    """Why a method cannot be used as it stands: code, the clause and key it shows at, and the facts of the message."""

    code: str
    clause: str
    field: str
    facts: Mapping[str, str]


def method_problems(rulebook: Rulebook) -> Iterator[MethodProblem]:
    """Everything of that kind, for each day on which a number of the method changes."""
    if rulebook.method not in METHODS:
        return
    if rulebook.method == BENCHMARK_ACTIVITY:
        yield from _longer_history(rulebook)
    if rulebook.method == TWO_POOLS:
        yield from _one_pool(rulebook)
    seen = set()
    for day in _days(rulebook):
        for problem in _numbers(rulebook, day):
            if (key := (problem.code, problem.field, *problem.facts.values())) not in seen:
                seen.add(key)
                yield problem


def _days(rulebook: Rulebook) -> list[dt.date]:
    own = [one for code, one in rulebook.parameters.items() if code in METHODS[rulebook.method].numbers]
    changes = {since for one in own for since, _ in one.values if since > rulebook.effective}
    return [rulebook.effective, *sorted(changes)]


def _on(rulebook: Rulebook, day: dt.date) -> dict[str, Decimal]:
    """The method's numbers in force on a day; what has no value yet is left to the review of parameters."""
    own = METHODS[rulebook.method].numbers
    written = {code: one.values for code, one in rulebook.parameters.items() if code in own}
    known = {code: [value for since, value in values if since <= day] for code, values in written.items()}
    return defaults_of(rulebook.method) | {code: values[-1] for code, values in known.items() if values}


def _numbers(rulebook: Rulebook, day: dt.date) -> Iterator[MethodProblem]:
    numbers = _on(rulebook, day)

    def problem(code: str, number: str, **facts: str) -> MethodProblem:
        written = rulebook.parameters.get(number)
        clause = written.clause if written else rulebook.clause_of.get("method", "")
        return MethodProblem(code=code, clause=clause, field=f"parameters.{number}", facts=facts)

    if "cut" in numbers and numbers["cut"] + numbers["surcharge"] >= 1:
        cut, surcharge = plain_decimal(numbers["cut"]), plain_decimal(numbers["surcharge"])
        yield problem("rulebook.cut_whole", "cut", cut=cut, surcharge=surcharge)
    for better, worse in (*pairwise(TIERS), *pairwise(GRADES)):
        more, less = numbers.get(f"factor.{worse}"), numbers.get(f"factor.{better}")
        if more is not None and less is not None and less < more:
            shown = {"less": plain_decimal(less), "more": plain_decimal(more)}
            yield problem("rulebook.factors_reversed", f"factor.{worse}", better=better, worse=worse, **shown)
    for tier in TIERS:
        least, most = numbers.get(f"cut_least.{tier}"), numbers.get(f"cut_most.{tier}")
        if least is not None and most is not None and least > most:
            shown = {"least": plain_decimal(least), "most": plain_decimal(most)}
            yield problem("rulebook.cut_range", f"cut_least.{tier}", tier=tier, **shown)
    ends = [numbers[f"up_to.{name}"] for name in GRADES if f"up_to.{name}" in numbers]
    if ends != sorted(ends):
        yield problem("rulebook.classes_unordered", "up_to.B", found="、".join(plain_decimal(end) for end in ends))


def _longer_history(rulebook: Rulebook) -> Iterator[MethodProblem]:
    """The mean of the two latest years is held against the base, which has to rest on more than these two."""
    years = rulebook.parameters.get("base_years")
    fewest = min((value for _, value in years.values), default=Decimal(0)) if years else Decimal(0)
    if rulebook.base_rule.startswith("last_year") or fewest < LEAST_YEARS:
        facts = {"rule": rulebook.method, "base": rulebook.base_rule, "years": plain_decimal(fewest)}
        clause = rulebook.clause_of.get("base", "")
        yield MethodProblem(code="rulebook.history_too_short", clause=clause, field="base.rule", facts=facts)


def _one_pool(rulebook: Rulebook) -> Iterator[MethodProblem]:
    """Tonnes are shared by the numerator of the one indicator, so that it has to be there and more has to be better."""
    rules = rulebook.indicators
    fits = [rule for rule in rules if rule.direction is Direction.BENEFIT and rule.missing is Missing.REFUSE]
    if len(rules) != 1 or len(fits) != 1:
        clause = rules[0].clause if rules else rulebook.clause_of.get("method", "")
        facts = {"rule": rulebook.method, "count": str(len(rules))}
        yield MethodProblem(code="rulebook.pool_indicator", clause=clause, field="indicators", facts=facts)
