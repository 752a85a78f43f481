"""The decision: the worked example through the whole chain, mid-year, the reserve, and every refusal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from allocation_sample import FIXED, decided, four, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.errors import ActRefused, CapOutOfReach, InputRefused, NoSolution, UsageError
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_hash
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.period import Month


def test_the_worked_example_through_the_whole_chain() -> None:
    decision = decided(four())
    assert {"A": 1540, "B": 450, "C": 330, "D": 180} == {share.enterprise: share.quota_t for share in decision.shares}
    assert ["", "floor.base", "ceiling.base", "floor.base"] == [share.binding for share in decision.shares]
    assert Decimal("1.032") == decision.mean_score
    claim = 1500 * Fraction("1.065891473")
    assert Fraction(1540) / claim == Fraction(decision.scale)


def test_every_step_is_in_the_decision() -> None:
    share = decided(four()).shares[0]
    assert (1500, Decimal("1.1"), Decimal("1.065891473")) == (share.base_t, share.score, share.tilt)
    assert (1350, "floor.base", 1650, "ceiling.base") == (
        *(share.floor_t, share.floor_reason),
        *(share.ceiling_t, share.ceiling_reason),
    )
    item = share.indicators[0]
    assert ("value", Decimal("1.1"), Decimal(1), Decimal("1.1"), Decimal(1), "") == (
        *(item.indicator, item.value, item.reference, item.score),
        *(item.weight, item.treatment),
    )


def test_the_reserve_is_kept_back_and_rounded_half_to_even() -> None:
    """2 % of 2525 is 50.5, to even 50; 2475 are split."""
    decision = decided(four(), make_rulebook({"cap_t": "2525", "reserve_share": "0.02"}))
    assert (2525, 50) == (decision.cap_t, decision.reserve_t)
    assert 2475 == sum(share.quota_t for share in decision.shares)


def test_mid_year_what_was_made_is_the_least() -> None:
    """D has already poured 215 t: floor 215 instead of 180, and A pays for it: 2500 - 450 - 330 - 215."""
    claimants = [*four()[:3], make_claimant("D", 200, {"value": "0.7"}, made_t=215)]
    decision = decided(claimants, as_of=Month(2025, 9))
    assert [1505, 450, 330, 215] == [share.quota_t for share in decision.shares]
    assert "floor.made" == decision.shares[3].binding
    assert ("2025-09", "steel-2025-09-") == (decision.as_of, decision.id[:14])


def test_mid_year_a_firm_beyond_its_ceiling_keeps_what_it_made() -> None:
    """D may hold 220 t at most and has poured 260 t: both bounds are 260, and its claim presses on the lower one."""
    claimants = [*four()[:3], make_claimant("D", 200, {"value": "0.7"}, made_t=260)]
    decision = decided(claimants, as_of=Month(2025, 9))
    share = decision.shares[3]
    assert (260, "ceiling.made", "floor.made") == (share.quota_t, share.ceiling_reason, share.binding)


def test_parameters_hold_by_date() -> None:
    start = dt.date(2025, 1, 1)
    cut = Parameter(
        code="cap_t", unit="t", clause="1", values=((start, Decimal(2500)), (dt.date(2025, 7, 1), Decimal(2450)))
    )
    rulebook = make_rulebook(parameters={**FIXED.parameters, "cap_t": cut})
    asked = ((None, 2500), (Month(2025, 6), 2500), (Month(2025, 7), 2450))
    for as_of, cap in asked:
        assert cap == decided(four(), rulebook, as_of=as_of).cap_t


def test_a_vetoed_firm_keeps_its_floor() -> None:
    rulebook = make_rulebook(
        indicators=(make_rule(reference=Decimal(1)),), multipliers=(make_multiplier("veto", "yes", "0"),)
    )
    claimants = [*four()[:3], make_claimant("D", 200, {"value": "1.4"}, is_vetoed=True)]
    share = decided(claimants, rulebook).shares[3]
    assert (180, "floor.base", Decimal(0)) == (share.quota_t, share.binding, share.score)


def test_the_decision_carries_its_rulebook_and_its_hash() -> None:
    decision = decided(four())
    assert content_hash(decision.rulebook) == decision.rulebook_sha256 == rulebook_hash(FIXED)


def test_the_order_of_claimants_does_not_matter() -> None:
    assert decided(four()).sha256 == decided(four()[::-1]).sha256


def test_ties_go_to_the_smaller_id() -> None:
    claimants = [make_claimant(name, 100, {"value": 1}) for name in ("LH-S02", "LH-S10", "LH-S01")]
    decision = decided(claimants, make_rulebook({"cap_t": "302"}))
    assert {"LH-S01": 101, "LH-S02": 101, "LH-S10": 100} == {one.enterprise: one.quota_t for one in decision.shares}


@pytest.mark.parametrize("cap", [2249, 2751])
def test_a_cap_out_of_reach_names_both_sums_and_the_bounds(cap: int) -> None:
    with pytest.raises(CapOutOfReach) as refused:
        decided(four(), make_rulebook({"cap_t": str(cap)}))
    assert {"cap_t": cap, "floors_t": 2250, "ceilings_t": 2750, "binding": "A、B、C、D"} == dict(refused.value.facts)


def test_a_missing_base_year_names_the_firm_the_field_and_the_year() -> None:
    claimants = [make_claimant("A", 0, history_t={2024: 100}), make_claimant("B", 0, history_t={2023: 100})]
    with pytest.raises(InputRefused) as refused:
        decided(claimants, make_rulebook({"base_years": "2"}, base_rule="mean"))
    assert "allocate.record_incomplete" == refused.value.code
    assert [("A", "crude_steel_t", 2023), ("B", "crude_steel_t", 2024)] == [
        (finding.facts["enterprise"], finding.facts["field"], finding.facts["year"])
        for finding in refused.value.findings
    ]


@pytest.mark.parametrize(
    ("error", "code", "changes"),
    [
        (UsageError, "allocate.month_outside_year", {"as_of": Month(2024, 12)}),
        (UsageError, "allocate.claimant_twice", {"claimants": [*four(), *four()[:1]]}),
        (NoSolution, "allocate.no_claimants", {"claimants": []}),
        (ActRefused, "allocate.rulebook_not_in_force", {"until": dt.date(2025, 6, 29), "as_of": Month(2025, 6)}),
    ],
)
def test_what_is_refused(error: type[Exception], code: str, changes: dict[str, Any]) -> None:
    rulebook = make_rulebook(expires=changes.pop("until", dt.date(2025, 12, 31)))
    claimants = changes.pop("claimants", four())
    with pytest.raises(error) as refused:
        decided(claimants, rulebook, **changes)
    assert code == refused.value.code  # type: ignore[attr-defined]
