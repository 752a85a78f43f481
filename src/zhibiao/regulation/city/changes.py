"""What changed since the plan before and why: one part of the inputs after the other is brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from zhibiao.errors import NoSolution, UsageError
from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs, FamilyInputs, Supply
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import solved

MADE, OUTAGE, ORDERS, PRICE, SUPPLY, CAP, RULE = "made", "outage", "orders", "price", "supply", "cap", "rule"
ORDER = (MADE, OUTAGE, ORDERS, PRICE, SUPPLY, CAP, RULE)
"""What is brought up to date, in this order; a part's share of a change depends on it where parts work together."""

_OF_ENTERPRISE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        OUTAGE: ("outage_days", "planned_t", "capacity_t"),
        ORDERS: ("orders_t", "usual_orders_t"),
        RULE: ("holding_t", "pledged_t", "entitlement_t", "floor_t", "ceiling_t", "floor_reason", "ceiling_reason"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one enterprise's year moved since the plan before, in whole tonnes.

    Args:
        enterprise: whose.
        before_t, now_t: tonnes of the year, made and planned.
        parts: tonnes by what brought them, `made`, `outage`, `orders`, `price`, `supply`, `cap`, `rule`; they sum to
            the change exactly. Parts that no plan separates stand under the last of them, as `price+supply`.
    """

    enterprise: str
    before_t: int
    now_t: int
    parts: Mapping[str, int]


def changes_since(
    before: CityInputs, year_before_t: Mapping[str, int], now: CityInputs, year_now_t: Mapping[str, int]
) -> tuple[Change, ...]:
    """Walk from the inputs of the plan before to those of now, one part at a time, and see what each moves.

    Args:
        before: inputs of the plan before, of the same year.
        year_before_t, year_now_t: what both plans let each enterprise make in the year.
        now: inputs of the plan that is compared.
    """
    names = [one.enterprise for one in now.enterprises]
    at = {name: year_before_t.get(name, 0) for name in names}
    parts: dict[str, dict[str, int]] = {name: {} for name in names}
    waiting: list[str] = []
    for position, code in enumerate(ORDER):
        mixed = mixture(before, now, ORDER[: position + 1])
        is_last = position == len(ORDER) - 1
        if not is_last and mixed == mixture(before, now, ORDER[:position]) and code != MADE:
            continue
        year = dict(year_now_t) if is_last else _year(mixed)
        waiting.append(code)
        if year is None:
            continue
        label = "+".join(waiting)
        for name in names:
            moved = year.get(name, 0) - at[name]
            if moved:
                parts[name][label] = moved
            at[name] = year.get(name, 0)
        waiting = []
    return tuple(
        Change(
            enterprise=name,
            before_t=year_before_t.get(name, 0),
            now_t=year_now_t[name],
            parts=parts[name],
        )
        for name in names
    )


def _year(inputs: CityInputs) -> dict[str, int] | None:
    try:
        return solved(city_problem(inputs)).year_t
    except (NoSolution, UsageError):
        return None


def mixture(before: CityInputs, now: CityInputs, parts: tuple[str, ...]) -> CityInputs:
    """The inputs of now, with every part that is not named as it was before.

    What was made, and with it the months that are left and the rates seen, is always as it is now once it is named;
    months of the plan before that have passed are left out.
    """
    if MADE not in parts:
        return before
    dropped = len(before.months) - len(now.months)
    known = {one.enterprise: one for one in before.enterprises}
    return replace(
        now,
        cap_t=now.cap_t if CAP in parts else before.cap_t,
        limits=now.limits if RULE in parts else before.limits,
        supplies=now.supplies if SUPPLY in parts else _later(before, dropped),
        enterprises=tuple(_mixed(one, known.get(one.enterprise), parts, dropped) for one in now.enterprises),
        findings=(),
    )


def _mixed(
    now: EnterpriseInputs, before: EnterpriseInputs | None, parts: tuple[str, ...], dropped: int
) -> EnterpriseInputs:
    if before is None:
        return now
    changed: dict[str, object] = {}
    for part, names in _OF_ENTERPRISE.items():
        if part not in parts:
            for name in names:
                value = getattr(before, name)
                changed[name] = value[dropped:] if isinstance(value, tuple) else value
    changed["families"] = tuple(
        _family(one, next((each for each in before.families if each.family == one.family), None), parts, dropped)
        for one in now.families
    )
    return replace(now, **changed)  # type: ignore[arg-type]


def _family(now: FamilyInputs, before: FamilyInputs | None, parts: tuple[str, ...], dropped: int) -> FamilyInputs:
    if before is None:
        return now
    value = now.value_yuan_per_t if PRICE in parts else before.value_yuan_per_t[dropped:]
    use = now.use if SUPPLY in parts else before.use
    return replace(now, value_yuan_per_t=value, use=use)


def _later(before: CityInputs, dropped: int) -> Mapping[str, Supply]:
    """Supplies of the plan before for the months that are left; the stock was that of its own start."""
    return {
        code: replace(one, monthly=one.monthly[dropped:], lowest=one.lowest[dropped:])
        for code, one in before.supplies.items()
    }
