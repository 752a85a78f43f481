"""Small rulebooks of any method, and claimants with all that any method reads, drawn or fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from allocation_sample import decided, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.errors import CapOutOfReach
from zhibiao.policy.methods import METHODS
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_hash
from zhibiao.policy.rulebook import Direction, Missing, Rulebook

PARTED = ("cea", "cel", "talmud", "piniles", "adjusted_proportional", "minimal_overlap", "constrained_egalitarian")
WEIGHED = ("capacity", "uniform_cut", "benchmark_activity", "two_pools", "bounded_tilt", "tiers", "classes")
NEW = (*WEIGHED, *PARTED)

# Numbers with which a method does something: factors that differ, ranges that bind.
TELLING: Mapping[str, Mapping[str, str]] = {
    "uniform_cut": {"cut": "0.3", "surcharge": "0.1"},
    "benchmark_activity": {"band": "0.1"},
    "two_pools": {"theta": "0.25"},
    "bounded_tilt": {"k": "0.5", "tau": "0.08"},
    "tiers": {
        **{"factor.leading": "1.1", "factor.nonconforming": "0.8", "factor.C": "0.95", "factor.D": "0.9"},
        **{"factor.veto": "0.25", "cut_least.leading": "-0.05", "cut_most.leading": "0.1"},
        **{"cut_least.nonconforming": "0.1", "cut_most.nonconforming": "0.4"},
    },
    "classes": {"up_to.A": "0.3", "up_to.C": "0.9", "factor.A": "1.1", "factor.C": "0.9", "factor.D": "0.7"},
    "contribution_tilt": {"tilt_beta": "1"},
}


def rulebook_of_method(method: str, numbers: Mapping[str, str] | None = None, **changes: Any) -> Rulebook:
    """A rulebook that the review lets pass: what the method does not read is not in it.

    Args:
        numbers: beside those of `TELLING`.
    """
    of_method = METHODS[method]
    indicators = (
        make_rule("value", "0.6"),
        make_rule("energy", "0.4", direction=Direction.COST, missing=Missing.REFUSE),
    )
    if method == "two_pools":
        indicators = (make_rule("value", "1"),)
    factors = (make_multiplier("tier", "leading", "1.05"), make_multiplier("grade", "D", "0.8"))
    plain: dict[str, Any] = {
        "method": method,
        "base_rule": "mean",
        "bounds_rule": "base_and_capacity",
        "indicators": indicators if of_method.has_indicators else (),
        "multipliers": factors if of_method.has_multipliers else (),
    }
    given = {"base_years": "3", **TELLING.get(method, {}), **dict(numbers or {})}
    full = make_rulebook(given, **(plain | changes))
    unread = (
        {"tilt_beta", "score_cap"} - set(of_method.numbers) - ({"score_cap"} if of_method.has_indicators else set())
    )
    return replace(full, parameters={code: one for code, one in full.parameters.items() if code not in unread})


def without(rulebook: Rulebook, *codes: str) -> Rulebook:
    """The rulebook without these parameters."""
    return replace(rulebook, parameters={code: one for code, one in rulebook.parameters.items() if code not in codes})


def with_number(rulebook: Rulebook, code: str, value: str) -> Rulebook:
    """The rulebook with one parameter set to another value."""
    one: Parameter = rulebook.parameters[code]
    changed = replace(one, values=tuple((since, Decimal(value)) for since, _ in one.values))
    return replace(rulebook, parameters={**rulebook.parameters, code: changed})


def with_method(rulebook: Rulebook, method: str) -> Rulebook:
    """A rulebook with another method, its first clause for the numbers of `TELLING`, and only what the method reads.

    More is kept in reserve, since no claims rule gives more than is claimed.
    """
    read = METHODS[method]
    sample = rulebook_of_method(method).parameters
    kept = {code: one for code, one in rulebook.parameters.items() if code != "tilt_beta"}
    if not read.has_indicators:
        del kept["score_cap"]
    first = replace(rulebook.indicators[0], weight=sum(one.weight for one in rulebook.indicators))
    changed = replace(
        rulebook,
        method=method,
        parameters=kept | {code: replace(sample[code], clause="1") for code in TELLING.get(method, {})},
        indicators=(first,) if method == "two_pools" else rulebook.indicators if read.has_indicators else (),
        multipliers=rulebook.multipliers if read.has_multipliers else (),
    )
    changed = with_number(changed, "reserve_share", "0.06")
    return replace(changed, source_sha256=rulebook_hash(changed))


def firm(name: str, last: int, before: int, older: int, **changes: Any) -> Claimant:
    """An enterprise with three years of history and the figures `value` and `energy`."""
    figures = {"value": changes.pop("value", (last + 1, 10)), "energy": changes.pop("energy", (3, 4))}
    return make_claimant(name, last, figures, history_t={2022: older, 2023: before, 2024: last}, **changes)


def fitted(claimants: Sequence[Claimant], rulebook: Rulebook) -> list[Claimant]:
    """The claimants with the measures of the rulebook's indicators only, in their order."""
    codes = [rule.code for rule in rulebook.indicators]
    return [
        replace(one, measures=tuple(item for code in codes for item in one.measures if item.indicator == code))
        for one in claimants
    ]


FIRMS = st.fixed_dictionaries(
    {
        "last": st.integers(0, 5000),
        "before": st.integers(0, 5000),
        "older": st.integers(0, 5000),
        "capacity_t": st.integers(0, 6000),
        "made_t": st.integers(0, 1500),
        "tier": st.sampled_from(["leading", "normative", "nonconforming"]),
        "grade": st.sampled_from(["A", "B", "C", "D"]),
        "is_vetoed": st.booleans(),
        "value": st.tuples(st.decimals(-20, 400, places=2), st.decimals("0.01", 90, places=2)),
        "energy": st.tuples(st.decimals(1, 400, places=2), st.decimals("0.01", 90, places=2)),
    }
)


def drawn(firms: Sequence[Mapping[str, Any]], *, is_mid_year: bool) -> list[Claimant]:
    """Claimants from what `FIRMS` drew."""
    return [
        firm(f"F-{place:02d}", **{**one, "made_t": one["made_t"] if is_mid_year else 0})
        for place, one in enumerate(firms)
    ]


def decided_within(claimants: Sequence[Claimant], rulebook: Rulebook, *, along: int, **changes: Any) -> Decision:
    """The decision; with a cap out of reach, the one with a cap that lies `along` thousandths between both sums."""
    try:
        return decided(list(claimants), rulebook, **changes)
    except CapOutOfReach as refused:
        least, most = int(refused.facts["floors_t"]), int(refused.facts["ceilings_t"])
        nearer = with_number(rulebook, "cap_t", str(max(least + (most - least) * along // 1000, 1)))
        return decided(list(claimants), with_number(nearer, "reserve_share", "0"), **changes)
