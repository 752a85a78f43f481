"""The methods of allocation a rulebook may name: the numbers each reads, and whether it scores anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

GRANDFATHERING, CONTRIBUTION_TILT = "grandfathering", "contribution_tilt"
TWO_POOLS, BENCHMARK_ACTIVITY = "two_pools", "benchmark_activity"
TIERS, GRADES = ("leading", "normative", "nonconforming"), ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodNumber:
    """A parameter of a method; without a default the rulebook has to set it. Numbers are decimals as text."""

    unit: str
    least: str
    most: str | None
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What a method reads of a rulebook.

    Args:
        numbers: its parameters by code.
        has_indicators: whether anything is scored; without it the rulebook lists no indicators and sets no cap on
            their scores.
        has_multipliers: whether factors of tier, grade and veto act on the score.
    """

    numbers: Mapping[str, MethodNumber] = field(default_factory=lambda: MappingProxyType({}))
    has_indicators: bool = False
    has_multipliers: bool = False


def _share(default: str | None = None, *, most: str = "1") -> MethodNumber:
    return MethodNumber(unit="1", least="0", most=most, default=default)


def _cut(default: str) -> MethodNumber:
    return MethodNumber(unit="1", least="-10", most="1", default=default)


_TIER_NUMBERS: Mapping[str, MethodNumber] = {
    **{f"factor.{standing}": _share("1", most="10") for standing in (*TIERS, *GRADES)},
    "factor.veto": _share("0"),
    **{f"cut_least.{tier}": _cut("-10") for tier in TIERS},
    **{f"cut_most.{tier}": _cut("1") for tier in TIERS},
}
_CLASS_NUMBERS: Mapping[str, MethodNumber] = {
    **{f"up_to.{name}": _share(part) for name, part in zip(GRADES, ("0.25", "0.70", "0.95"), strict=False)},
    **{f"factor.{name}": _share("1", most="10") for name in GRADES},
}
_TILT_NUMBERS = {"tilt_beta": MethodNumber(unit="1", least="0", most="10")}

# `allocation` computes them, and a test holds names, units, ranges and defaults against its rules.
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        CONTRIBUTION_TILT: Method(numbers=_TILT_NUMBERS, has_indicators=True, has_multipliers=True),
        GRANDFATHERING: Method(),
        "capacity": Method(),
        "uniform_cut": Method(numbers={"cut": _share(), "surcharge": _share("0.05")}),
        BENCHMARK_ACTIVITY: Method(numbers={"band": _share("0.15")}),
        TWO_POOLS: Method(numbers={"theta": _share("0.1")}, has_indicators=True),
        "bounded_tilt": Method(
            numbers={"k": _share("0.15", most="10"), "tau": _share("0.03")}, has_indicators=True, has_multipliers=True
        ),
        "tiers": Method(numbers=_TIER_NUMBERS),
        "classes": Method(numbers=_CLASS_NUMBERS, has_indicators=True, has_multipliers=True),
        "cea": Method(),
        "cel": Method(),
        "talmud": Method(),
        "piniles": Method(),
        "adjusted_proportional": Method(),
        "minimal_overlap": Method(),
        "constrained_egalitarian": Method(),
    }
)
METHOD_NUMBERS: Mapping[str, MethodNumber] = MappingProxyType(
    {code: number for method in METHODS.values() for code, number in method.numbers.items()}
)
# Rules of the catalogue that no rulebook may name, with the code of the reason; docs/decisions/ says more.
NOT_A_METHOD: Mapping[str, str] = MappingProxyType(
    {
        "permanent_shares": "rulebook.method_without_shares",
        "random_arrival": "rulebook.method_not_by_hand",
        "average_of_awards": "rulebook.method_not_by_hand",
        "proportional": "rulebook.method_is_grandfathering",
    }
)


def defaults_of(method: str) -> dict[str, Decimal]:
    """The numbers that act under a method where a rulebook does not set them.

    >>> defaults_of("bounded_tilt")
    {'k': Decimal('0.15'), 'tau': Decimal('0.03')}
    """
    numbers = METHODS[method].numbers if method in METHODS else {}
    return {code: Decimal(number.default) for code, number in numbers.items() if number.default is not None}
