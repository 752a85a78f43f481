"""A decision read back from plain values is the same decision."""

import json
from decimal import Decimal

import pytest

from zhibiao.allocation.decision.decision import Claimant, Decision, IndicatorResult, Measure, Part, Share
from zhibiao.allocation.decision.reading import decision_of_plain


@pytest.fixture
def decision() -> Decision:
    """One enterprise, one indicator without a figure."""
    return Decision(
        sector="steel",
        plan_year=2025,
        as_of="",
        quantity="crude_steel_t",
        cap_t=100,
        reserve_t=0,
        rulebook={"id": "r", "weights": ["0.5"]},
        rulebook_sha256="ab",
        sector_data={"id": "steel"},
        ledger_head="",
        code_version="0",
        drafted_by="a",
        claimants=(
            Claimant(
                enterprise="A",
                history_t={2023: 90, 2024: 110},
                capacity_t=200,
                made_t=0,
                tier="normative",
                grade="B",
                is_vetoed=False,
                measures=(Measure(indicator="x", numerator=None, denominator=Decimal("3.50")),),
                sources=(("A/2024-12/v1", "cd"),),
            ),
        ),
        mean_score=Decimal("1.000000"),
        scale="1/1",
        shares=(
            Share(
                enterprise="A",
                base_t=100,
                indicators=(
                    IndicatorResult(
                        indicator="x",
                        value=None,
                        reference=Decimal("1.20"),
                        score=Decimal(0),
                        weight=Decimal(1),
                        treatment="zero",
                    ),
                ),
                multiplier=Decimal(1),
                score=Decimal("0.000000"),
                tilt=Decimal("0.000000000"),
                floor_t=90,
                floor_reason="floor.base",
                ceiling_t=110,
                ceiling_reason="ceiling.base",
                quota_t=100,
                binding="",
                parts=(Part(code="base", tonnes=100),),
            ),
        ),
    )


def test_reading_back_what_was_stored_gives_the_same_decision_and_hash(decision: Decision) -> None:
    stored = json.loads(json.dumps(decision.plain()))
    assert decision == decision_of_plain(stored)
    assert decision.sha256 == decision_of_plain(stored).sha256


def test_a_lost_field_is_an_error(decision: Decision) -> None:
    stored = decision.plain()
    del stored["shares"][0]["tilt"]
    with pytest.raises(KeyError, match="tilt"):
        decision_of_plain(stored)
