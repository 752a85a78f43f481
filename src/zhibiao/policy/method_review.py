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
Numbers = Mapping[str, Decimal]
Found = tuple[str, tuple[str, ...], Mapping[str, str]]  # code, the numbers that do not go together, facts


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
    """Each problem at the first of its numbers that the rulebook sets itself."""
    numbers = _on(rulebook, day)
    found = (*_cuts(numbers), *_factors(numbers), *_ranges(numbers), *_classes(numbers))
    for code, codes, facts in found:
        number = next((one for one in codes if one in rulebook.parameters), codes[0])
        written = rulebook.parameters.get(number)
        clause = written.clause if written else rulebook.clause_of.get("method", "")
        yield MethodProblem(code=code, clause=clause, field=f"parameters.{number}", facts=facts)


def _cuts(numbers: Numbers) -> Iterator[Found]:
    if "cut" in numbers and numbers["cut"] + numbers["surcharge"] >= 1:
        yield "rulebook.cut_whole", ("cut",), _shown(cut=numbers["cut"], surcharge=numbers["surcharge"])


def _factors(numbers: Numbers) -> Iterator[Found]:
    for better, worse in (*pairwise(TIERS), *pairwise(GRADES)):
        codes = f"factor.{worse}", f"factor.{better}"
        if numbers.keys() >= set(codes) and numbers[codes[1]] < numbers[codes[0]]:
            shown = _shown(less=numbers[codes[1]], more=numbers[codes[0]])
            yield "rulebook.factors_reversed", codes, {"better": better, "worse": worse, **shown}


def _ranges(numbers: Numbers) -> Iterator[Found]:
    for tier in TIERS:
        codes = f"cut_least.{tier}", f"cut_most.{tier}"
        if numbers.keys() >= set(codes) and numbers[codes[0]] > numbers[codes[1]]:
            shown = _shown(least=numbers[codes[0]], most=numbers[codes[1]])
            yield "rulebook.cut_range", codes, {"tier": tier, **shown}


def _classes(numbers: Numbers) -> Iterator[Found]:
    codes = tuple(code for code in numbers if code.startswith("up_to."))
    ends = [numbers[code] for code in sorted(codes)]
    if ends != sorted(ends):
        yield "rulebook.classes_unordered", codes, {"found": "、".join(plain_decimal(end) for end in ends)}


def _shown(**numbers: Decimal) -> dict[str, str]:
    return {name: plain_decimal(value) for name, value in numbers.items()}


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
