"""Two programs, one definition: whatever the engine decides, the verifier derives to the same digit and tonne."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_sample import SECTOR_DATA, make_claimant, make_multiplier, make_rule, make_rulebook
from effort import examples
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.errors import InputRefused, NoSolution
from zhibiao.policy.rulebook import Direction, Missing, Rulebook
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month
from zhibiao.verification.verify import (
    DECISION,
    SHAPES,
    Audit,
    Difference,
    check_bounds,
    check_names,
    check_parts,
    check_quotas,
    check_rules,
    check_scores,
    check_shape,
)

BETAS = ("0", "0.25", "0.5", "1", "1.5", "2", "3", "0.7")
BASES = ("last_year", "last_year_within_capacity", "mean", "mean_within_capacity", "max")


def _differences(decision: Decision) -> tuple[list[Difference], int]:
    """The verifier's answer to everything that follows from the claimants."""
    body = json.loads(canonical_bytes(decision.plain()))
    check_shape(DECISION, body, SHAPES[DECISION])
    sector = {"id": body["sector"], "quantity": body["quantity"]}
    book: dict[str, Any] = {DECISION: body, "rulebook.json": body["rulebook"], "sector.json": sector}
    audit = Audit()
    for chapter in (check_rules, check_names, check_bounds, check_scores, check_quotas, check_parts):
        audit.attempt(chapter, book)
    return audit.differences, sum(audit.counts.values())


def _figure(lowest: int = -20) -> st.SearchStrategy[Decimal]:
    return st.decimals(lowest, 400, places=2)


RATIO = st.tuples(_figure(), st.decimals("0.01", 90, places=2))
COST = st.tuples(_figure(1), st.decimals("0.01", 90, places=2))
OFTEN_MISSING = st.one_of(st.just((None, None)), st.just((None, 5)), RATIO)
FIRM = st.fixed_dictionaries(
    {
        "last": st.integers(0, 5000),
        "before": st.integers(0, 5000),
        "capacity_t": st.integers(0, 6000),
        "made": st.integers(0, 1500),
        "tier": st.sampled_from(["leading", "normative", "nonconforming"]),
        "grade": st.sampled_from(["A", "B", "C", "D"]),
        "is_vetoed": st.booleans(),
        "figures": st.fixed_dictionaries(
            {"value": RATIO, "energy": COST, "mean": OFTEN_MISSING, "zero": OFTEN_MISSING}
        ),
    }
)


def _rulebook(**numbers: str) -> Rulebook:
    base_rule = numbers.pop("base_rule")
    return make_rulebook(
        numbers,
        base_rule=base_rule,
        indicators=(
            make_rule("value", "0.4"),
            make_rule("energy", "0.3", direction=Direction.COST),
            make_rule("mean", "0.2", missing=Missing.GROUP_MEAN),
            make_rule("zero", "0.1", missing=Missing.ZERO, reference=Decimal("2.5")),
        ),
        multipliers=(
            make_multiplier("tier", "leading", "1.05"),
            make_multiplier("tier", "nonconforming", "0.9"),
            make_multiplier("grade", "D", "0.85"),
            make_multiplier("veto", "yes", "0"),
        ),
    )


def _claimants(firms: list[dict[str, Any]], *, is_mid_year: bool) -> list[Claimant]:
    return [
        make_claimant(
            f"F-{place:02d}",
            firm["last"],
            {code: firm["figures"][code] for code in ("value", "energy", "mean", "zero")},
            history_t={2024: firm["last"], 2023: firm["before"]},
            made_t=firm["made"] if is_mid_year else 0,
            **{name: firm[name] for name in ("capacity_t", "tier", "grade", "is_vetoed")},
        )
        for place, firm in enumerate(firms)
    ]


@settings(max_examples=examples(200), deadline=None)
@given(
    firms=st.lists(FIRM, min_size=1, max_size=7),
    beta=st.sampled_from(BETAS),
    base_rule=st.sampled_from(BASES),
    along=st.integers(0, 1000),
    reserve=st.sampled_from(["0", "0.02", "0.1"]),
    is_mid_year=st.booleans(),
)
def test_every_figure_of_any_decision_is_derived_alike(
    firms: list[dict[str, Any]], beta: str, base_rule: str, along: int, reserve: str, is_mid_year: bool
) -> None:
    claimants = _claimants(firms, is_mid_year=is_mid_year)
    most = sum(max(firm["last"], firm["before"], firm["made"]) for firm in firms)
    numbers = {"base_years": "2", "tilt_beta": beta, "reserve_share": reserve, "cap_t": str(1 + most * along // 800)}
    wide = {"floor_delta": "0.6", "ceiling_delta": "0.6"}
    rulebook = _rulebook(base_rule=base_rule, **numbers, **wide)
    try:
        month = Month(2025, 6) if is_mid_year else None
        decision = decide(
            claimants,
            rulebook,
            as_of=month,
            sector_data=SECTOR_DATA,
            ledger_head="0" * 64,
            code_version="t",
            drafted_by="li",
        )
    except (NoSolution, InputRefused):
        return  # the engine says no: nothing to verify
    differences, compared = _differences(decision)
    assert [] == differences
    assert compared > 20 * len(firms)


@pytest.mark.parametrize("beta", BETAS)
def test_each_strength_of_tilt_on_one_group(beta: str) -> None:
    """At least one decision is verified for each strength, whatever the generator above draws."""
    firms = [
        {"value": (110, 1), "energy": (5, 10), "mean": (3, 7), "zero": (None, None)},
        {"value": (80, 1), "energy": (7, 10), "mean": (None, None), "zero": (2, 1)},
        {"value": (130, 1), "energy": (3, 10), "mean": (5, 7), "zero": (3, 1)},
    ]
    tiers = ("leading", "nonconforming", "normative")
    claimants = [
        make_claimant(
            f"F-{place}", 1000 * (place + 1), figures, tier=tiers[place], history_t={2024: 1000 * (place + 1)}
        )
        for place, figures in enumerate(firms)
    ]
    rulebook = _rulebook(base_rule="last_year", tilt_beta=beta, cap_t="6017", floor_delta="0.5", ceiling_delta="0.5")
    decision = decide(
        claimants,
        rulebook,
        as_of=None,
        sector_data=SECTOR_DATA,
        ledger_head="0" * 64,
        code_version="t",
        drafted_by="li",
    )
    assert ([], True) == (_differences(decision)[0], any(not share.binding for share in decision.shares))


def test_a_base_held_down_by_capacity_is_derived_and_a_wrong_one_found() -> None:
    """Last year 1,200 t on a capacity of 1,000 t: the base is 1,000 t, and with the capacity forgotten 1,200 t."""
    claimants = [
        make_claimant(
            "F-0", 1200, {"value": (1, 1), "energy": (1, 1), "mean": (1, 1), "zero": (1, 1)}, capacity_t=1000
        ),
        make_claimant("F-1", 500, {"value": (1, 1), "energy": (1, 1), "mean": (1, 1), "zero": (1, 1)}, capacity_t=1000),
    ]
    rulebook = _rulebook(
        base_rule="last_year_within_capacity", cap_t="1500", base_years="3", floor_delta="0.5", ceiling_delta="0.5"
    )
    decision = decide(
        claimants,
        rulebook,
        as_of=None,
        sector_data=SECTOR_DATA,
        ledger_head="0" * 64,
        code_version="t",
        drafted_by="li",
    )
    assert ([1000, 500], []) == ([share.base_t for share in decision.shares], _differences(decision)[0])
    forged = replace(decision, shares=(replace(decision.shares[0], base_t=1200), *decision.shares[1:]))
    assert "shares[F-0].base_t" in {difference.where for difference in _differences(forged)[0]}
