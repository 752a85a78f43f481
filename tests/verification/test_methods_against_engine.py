"""Every method twice: whatever the engine decides by it, the verifier derives to the same digit and tonne."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation_sample import decided
from effort import examples
from method_sample import (
    FIRMS,
    NEW,
    PARTED,
    decided_within,
    drawn,
    firm,
    fitted,
    rulebook_of_method,
    with_number,
    without,
)
from verified_methods import WIDE, differences, six
from zhibiao.allocation.division.rule import AwardRule
from zhibiao.allocation.division.rules import RULES
from zhibiao.errors import InputRefused, NoSolution
from zhibiao.policy.methods import METHODS
from zhibiao.policy.review import review
from zhibiao.terms.period import Month
from zhibiao.verification.verify import (
    AWARDING,
    HEIGHTS,
    KNOWN_RULES,
    SCORING,
    SILENT,
    UNFACTORED,
    least_overlap,
    rising,
    undisputed_first,
)

FEW = settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("method", NEW)
def test_each_method_on_one_group(method: str) -> None:
    """At least one decision of each method is verified, with firms that meet a bound and firms that do not."""
    rulebook = rulebook_of_method(method, WIDE)
    assert () == review(rulebook)
    decision = decided(fitted(six(), rulebook), rulebook, as_of=Month(2025, 3))
    found, compared = differences(decision)
    assert [] == found
    assert compared > 100
    bindings = [share.binding for share in decision.shares]
    assert any(bindings)
    assert not all(bindings)
    assert ("" == decision.scale) == (method in PARTED)


@pytest.mark.parametrize(
    "method", [method for method in NEW if any(one.default for one in METHODS[method].numbers.values())]
)
def test_a_number_that_is_not_set_has_its_default(method: str) -> None:
    full = rulebook_of_method(method, WIDE)
    silent = [code for code, one in METHODS[method].numbers.items() if one.default is not None]
    rulebook = without(full, *silent)
    assert () == review(rulebook)
    decision = decided(fitted(six(), rulebook), rulebook)
    assert [] == differences(decision)[0]
    written = rulebook
    for code in silent:
        default = METHODS[method].numbers[code].default
        assert default is not None
        parameter = replace(full.parameters["cap_t"], code=code, unit="1")
        written = replace(written, parameters={**written.parameters, code: parameter})
        written = with_number(written, code, default)
    same = decided(fitted(six(), written), written)
    assert [share.quota_t for share in same.shares] == [share.quota_t for share in decision.shares]
    assert [share.claim for share in same.shares] == [share.claim for share in decision.shares]


@pytest.mark.parametrize("method", NEW)
@FEW
@given(
    firms=st.lists(FIRMS, min_size=1, max_size=6),
    along=st.integers(0, 1000),
    reserve=st.sampled_from(["0", "0.02"]),
    is_mid_year=st.booleans(),
    deltas=st.sampled_from([("0.6", "0.6"), ("0.1", "0.1"), ("1", "2"), ("0", "0.3"), ("0.3", "0")]),
    by_base=st.booleans(),
)
def test_every_figure_of_any_decision_is_derived_alike(
    method: str,
    firms: list[dict[str, Any]],
    along: int,
    reserve: str,
    is_mid_year: bool,
    deltas: tuple[str, str],
    by_base: bool,
) -> None:
    claimants = drawn(firms, is_mid_year=is_mid_year)
    most = sum((one["last"] + one["before"] + one["older"]) // 3 for one in firms)
    numbers = {"cap_t": str(1 + most * along // 800), "reserve_share": reserve}
    numbers |= {"floor_delta": deltas[0], "ceiling_delta": deltas[1]}
    rulebook = rulebook_of_method(method, numbers, **({"bounds_rule": "base_only"} if by_base else {}))
    rulebook = without(rulebook, "capacity_factor") if by_base else rulebook
    assert () == review(rulebook)
    try:
        month = Month(2025, 6) if is_mid_year else None
        decision = decided_within(fitted(claimants, rulebook), rulebook, along=along, as_of=month)
    except (NoSolution, InputRefused):
        return  # the engine says no: nothing to verify
    found, compared = differences(decision)
    assert [] == found
    assert compared > 15 * len(firms)


def test_a_firm_that_stopped_has_no_activity_however_wide_the_band() -> None:
    """Band 1: 0 t lately lie on its edge around a base of 300 t, and still count as zero."""
    rulebook = rulebook_of_method("benchmark_activity", {**WIDE, "cap_t": "900", "band": "1", "floor_delta": "1"})
    decision = decided(fitted([firm("A", 900, 900, 900), firm("B", 0, 0, 900)], rulebook), rulebook)
    assert [Decimal(1200), Decimal(0)] == [share.claim for share in decision.shares]
    assert [] == differences(decision)[0]


def test_a_range_without_width_is_met_by_rounding_down() -> None:
    """A cut of exactly a tenth: 904.5 t of 1005 t, so that the floor of the range comes down to its ceiling, 904 t."""
    cuts = {"cut_least.leading": "0.1", "cut_most.leading": "0.1", "floor_delta": "1", "reserve_share": "0"}
    rulebook = rulebook_of_method("tiers", {"cap_t": "1900", **cuts})
    claimants = [firm("A", 1005, 1005, 1005, tier="leading"), firm("B", 1000, 1000, 1000)]
    decision = decided(fitted(claimants, rulebook), rulebook)
    share = decision.shares[0]
    assert (904, "floor.tier", 904, "ceiling.tier") == (
        *(share.floor_t, share.floor_reason),
        *(share.ceiling_t, share.ceiling_reason),
    )
    assert [904, 996] == [share.quota_t for share in decision.shares]
    assert [] == differences(decision)[0]


def test_where_claim_and_ceiling_are_one_the_ceiling_is_named() -> None:
    """Nothing above the base: what stops A is both, and the rulebook's own bound goes first."""
    bounds = {"floor_delta": "1", "ceiling_delta": "0"}
    rulebook = rulebook_of_method("cea", {"cap_t": "500", "reserve_share": "0", **bounds})
    decision = decided(fitted([firm("A", 200, 200, 200), firm("B", 400, 400, 400)], rulebook), rulebook)
    assert [(200, "ceiling.base"), (300, "")] == [(share.quota_t, share.binding) for share in decision.shares]
    assert [] == differences(decision)[0]


ROUTES: Mapping[str, Callable[[Sequence[Fraction], Fraction], list[Fraction]]] = {
    **{name: lambda claims, estate, name=name: rising(HEIGHTS[name], claims, estate) for name in HEIGHTS},
    "adjusted_proportional": undisputed_first,
    "minimal_overlap": least_overlap,
}
CLAIMS = st.lists(st.fractions(0, 60, max_denominator=8), min_size=1, max_size=6)


@pytest.mark.parametrize("name", ROUTES)
@FEW
@given(claims=CLAIMS, part=st.fractions(0, 1, max_denominator=40))
def test_both_routes_to_an_award_agree(name: str, claims: list[Fraction], part: Fraction) -> None:
    estate, rule = part * sum(claims), RULES[name]
    assert isinstance(rule, AwardRule)
    assert list(rule.award(claims, estate)) == ROUTES[name](claims, estate)


def test_the_verifier_knows_the_methods_and_their_silent_numbers() -> None:
    assert set(METHODS) == set(KNOWN_RULES["method"])
    assert set(PARTED) == set(AWARDING) == set(ROUTES)
    assert {name for name, one in METHODS.items() if one.has_indicators} == set(SCORING)
    assert {name for name, one in METHODS.items() if one.has_indicators and not one.has_multipliers} == set(UNFACTORED)
    for name, method in METHODS.items():
        silent = {code: Decimal(one.default) for code, one in method.numbers.items() if one.default is not None}
        assert silent == {code: Decimal(value) for code, value in SILENT.get(name, {}).items()}
