"""Which rules a comparison is asked for, and where each of their numbers comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import MappingProxyType

from zhibiao.allocation.division.rule import Firms, Rule
from zhibiao.allocation.division.rules import RULES, rule_of
from zhibiao.errors import UsageError

EVERY = "all"
GIVEN, RULEBOOK, DEFAULT, ASSUMED = "given", "rulebook", "default", "assumed"
# Numbers of the bounds that may be given with any rule, and the most each can be.
BOUND_NUMBERS: Mapping[str, Decimal | None] = MappingProxyType({"floor_delta": Decimal(1), "ceiling_delta": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A parameter of a rule as it was used; `origin` is given, rulebook, default or assumed."""

    code: str
    unit: str
    value: Fraction
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRule:
    """A rule to be run.

    Args:
        name: as asked for; tells it from the same rule with other numbers.
        given: numbers of the rule.
        bounds: numbers of the bounds that it is to be run in instead of the rulebook's, from `BOUND_NUMBERS`.
    """

    name: str
    rule: Rule
    given: Mapping[str, Fraction]
    bounds: Mapping[str, Decimal] = field(default_factory=dict)


def asked_rules(text: str) -> tuple[AskedRule, ...]:
    """Read `RULE,RULE:name=value:name=value`, or `all` for every rule of the catalogue; twice the same counts once.

    A name is a parameter of the rule, or `floor_delta` or `ceiling_delta` for bounds other than the rulebook's.

    Raises:
        UsageError: `rule.unknown`, `rule.parameter_unknown`, `rule.parameter_out_of_range` for bounds,
            `comparison.not_a_number`, `comparison.no_rule`.
    """
    found: dict[str, AskedRule] = {}
    for word in (part.strip() for part in text.split(",")):
        for name in RULES if word == EVERY else [word] if word else []:
            found.setdefault(name, _asked(name))
    if not found:
        raise UsageError("comparison.no_rule", known="、".join(RULES))
    return tuple(found.values())


def _asked(word: str) -> AskedRule:
    code, *parts = word.split(":")
    rule = rule_of(code)
    numbers = dict(_number(word, part) for part in parts)
    known = [parameter.code for parameter in rule.parameters]
    bounds = {name: number for name, number in numbers.items() if name in BOUND_NUMBERS and name not in known}
    for name in numbers:
        if name not in known and name not in bounds:
            known_names = "、".join([*known, *BOUND_NUMBERS])
            raise UsageError("rule.parameter_unknown", rule=code, name=name, known=known_names)
    _refuse_beyond(code, bounds)
    given = {name: Fraction(number) for name, number in numbers.items() if name in known}
    return AskedRule(name=word, rule=rule, given=given, bounds=bounds)


def _refuse_beyond(code: str, bounds: Mapping[str, Decimal]) -> None:
    for name, number in bounds.items():
        most = BOUND_NUMBERS[name]
        if number < 0 or (most is not None and number > most):
            shown = "—" if most is None else most
            raise UsageError("rule.parameter_out_of_range", rule=code, name=name, found=number, least=0, most=shown)


def _number(word: str, part: str) -> tuple[str, Decimal]:
    name, _, value = part.partition("=")
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise UsageError("comparison.not_a_number", rule=word, name=name, found=value or "—")
    return name, number


def settings_of(asked: AskedRule, *, rulebook: Mapping[str, Decimal], firms: Firms, cap: int) -> tuple[Setting, ...]:
    """Each parameter of the rule, from the first of: what was asked for, the rulebook, what is assumed, its default.

    Numbers of bounds that were given with the rule come after its own.

    Args:
        rulebook: numbers of the rulebook in force under the rule's names: `parameter`, or `rule.parameter` for those
            that another rule has as well.
        firms, cap: what an assumed number is worked out from.

    Raises:
        UsageError: `rule.parameter_missing`, `rule.parameter_out_of_range`.
    """
    origins: dict[str, str] = {}
    numbers: dict[str, Fraction | Decimal | int] = {}
    for parameter in asked.rule.parameters:
        code = parameter.code
        written = rulebook.get(f"{asked.rule.code}.{code}", rulebook.get(code))
        assumed = ASSUMED_NUMBERS.get((asked.rule.code, code))
        if code in asked.given:
            origins[code], numbers[code] = GIVEN, asked.given[code]
        elif written is not None:
            origins[code], numbers[code] = RULEBOOK, written
        elif assumed is not None:
            origins[code], numbers[code] = ASSUMED, assumed(firms, cap)
        else:
            origins[code] = DEFAULT
    units = {parameter.code: parameter.unit for parameter in asked.rule.parameters}
    own = asked.rule.numbers(numbers).items()
    return (
        *(Setting(code=code, unit=units[code], value=value, origin=origins[code]) for code, value in own),
        *(Setting(code=code, unit="1", value=Fraction(value), origin=GIVEN) for code, value in asked.bounds.items()),
    )


def _cut_to_cap(firms: Firms, cap: int) -> Fraction:
    """The cut that brings the bases down to the cap; none where they lie below it."""
    bases = sum(firms.numbers["base"], Fraction(0))
    return max(1 - Fraction(cap) / bases, Fraction(0)) if bases else Fraction(0)


def _fixed(value: str) -> Callable[[Firms, int], Fraction]:
    return lambda firms, cap: Fraction(value)  # noqa: ARG005 - one shape for every number


# The one place where a comparison takes a number that neither a person nor a rulebook gave: a rule without its number
# cannot be run, and classes whose factors are all one are no rule. Each is printed with the result as assumed.
ASSUMED_NUMBERS: Mapping[tuple[str, str], Callable[[Firms, int], Fraction]] = MappingProxyType(
    {
        ("uniform_cut", "cut"): _cut_to_cap,
        ("classes", "factor.A"): _fixed("1.05"),
        ("classes", "factor.B"): _fixed("1"),
        ("classes", "factor.C"): _fixed("0.95"),
        ("classes", "factor.D"): _fixed("0.9"),
    }
)
