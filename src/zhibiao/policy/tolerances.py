"""The optional part `checks:` of a rulebook: tolerances of the checks of returns that the authority sets by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from zhibiao.policy.plain import CHECKS
from zhibiao.policy.rulebook import Rulebook

_SHARE = ("0", "0.5")
_DECADES = ("0.01", "0.45")
_COUNT = ("3", "60")
# Every tolerance with its least and its greatest value; what lies beyond would switch a check off or ask everybody.
KNOWN_TOLERANCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rounding_form_units": ("0", "1"),
        "identity_share": _SHARE,
        "last_year_share": _SHARE,
        "parts_share": _SHARE,
        "capacity_factor": ("1", "3"),
        "impossible_factor": ("2", "1000"),
        "charge_low": ("0.8", "1.2"),
        "charge_high": ("1", "2"),
        "rolling_high": ("1", "1.5"),
        "stock_share": _SHARE,
        "slip_window": _DECADES,
        "witness_window": _DECADES,
        "steady_spread": _DECADES,
        "history_months": ("6", "60"),
        "jump_share": ("0.05", "5"),
        "jump_times": ("2", "100"),
        "jump_hold_times": ("10", "100000"),
        "own_least": _COUNT,
        "metal_own_share": _SHARE,
        "energy_own_share": ("0", "1"),
        "yield_own_share": _SHARE,
        "part_load": ("0", "1"),
        "material_share": _SHARE,
        "home_scrap_share": _SHARE,
        "high_end_points": ("0", "1"),
        "high_end_times": ("1", "100"),
        "high_end_least": _SHARE,
        "unit_value_low": ("0.01", "1"),
        "unit_value_high": ("1", "100"),
        "unit_value_own_share": ("0", "1"),
        "value_own_points": ("0", "1"),
        "tax_share_high": ("0", "1"),
        "vat_share": _SHARE,
        "other_income_share": ("0", "1"),
        "utilisation_points": ("0", "1"),
    }
)
# The same for the early warnings of the assessment; in a rulebook each bears `warn_` before its name.
WARNING_PREFIX = "warn_"
WARNING_TOLERANCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "least_months": ("18", "60"),
        "level_months": ("3", "12"),
        "least_spread": ("0.001", "0.1"),
        "most_spread": ("0.05", "1"),
        "turn_share": ("0.02", "0.5"),
        "turn_times": ("1", "20"),
        "turn_months": ("2", "6"),
        "memory": ("1", "4"),
        "deep_share": ("0.2", "0.95"),
        "stop_share": ("0.05", "0.9"),
        "stop_times": ("1", "20"),
        "inputs_share": ("0.02", "0.9"),
        "inputs_times": ("1", "50"),
        "stock_times": ("1", "20"),
        "stock_share": ("0.05", "5"),
        "stock_months": ("1", "6"),
        "loss_months": ("2", "12"),
        "loss_times": ("0", "10"),
        "unused_share": ("0.001", "0.5"),
        "overrun_share": ("0", "0.5"),
    }
)
WHOLE_TOLERANCES = frozenset({"history_months", "own_least"}) | {
    f"{WARNING_PREFIX}{name}" for name in ("least_months", "level_months", "turn_months", "stock_months", "loss_months")
}
_ALL = {**KNOWN_TOLERANCES, **{f"{WARNING_PREFIX}{name}": ends for name, ends in WARNING_TOLERANCES.items()}}
_PAIRS = (("charge_low", "charge_high"), ("unit_value_low", "unit_value_high"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceProblem:
    """What is wrong with one tolerance: code of the finding, key path, clause, facts of its text."""

    code: str
    key: str
    clause: str
    facts: Mapping[str, object] = field(default_factory=dict)


def tolerance_problems(rulebook: Rulebook) -> Iterator[ToleranceProblem]:
    """Names that no check reads, values out of range, and lower ends above upper ones."""
    for name, one in rulebook.checks.items():
        path = f"{CHECKS}.{name}"
        if name not in _ALL:
            facts: dict[str, object] = {"name": name, "known": "、".join(_ALL)}
            yield ToleranceProblem(code="rulebook.tolerance_unknown", key=path, clause=one.clause, facts=facts)
            continue
        least, most = _ALL[name]
        is_whole = name not in WHOLE_TOLERANCES or one.value == one.value.to_integral_value()
        if not is_whole or not Decimal(least) <= one.value <= Decimal(most):
            facts = {"found": format(one.value, "f"), "least": least, "most": most}
            code = "rulebook.value_out_of_range"
            yield ToleranceProblem(code=code, key=f"{path}.value", clause=one.clause, facts=facts)
    for low, high in _PAIRS:
        if low in rulebook.checks and high in rulebook.checks:
            first, last = rulebook.checks[low], rulebook.checks[high]
            if first.value >= last.value:
                facts = {"low": low, "high": high}
                code = "rulebook.tolerances_crossed"
                yield ToleranceProblem(code=code, key=f"{CHECKS}.{low}", clause=first.clause, facts=facts)
