"""Set-asides first, then fixed shares of what is left."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from allocation_sample import decided, four, make_rulebook
from zhibiao.allocation import split_exact
from zhibiao.allocation.course.set_asides import CapParts, after_set_asides
from zhibiao.errors import NoSolution, UsageError, ZhibiaoError


def test_fixed_shares_of_what_is_left() -> None:
    """New Zealand: 100,000,000 shares in all. Of 4,500 t each is worth 0.045 kg, and 10,000 shares 450 kg."""
    parts = after_set_asides(5_000_000, {"customary": 300_000, "recreation": 150_000, "other": 50_000}, 0)
    assert 4_500_000 == parts.split_t
    shares = [10_000, 40_000_000, 59_990_000]
    found = split_exact(shares, floors=[0, 0, 0], ceilings=[parts.split_t] * 3, cap=parts.split_t)
    assert Fraction(45, 1000) == found.scale
    assert (450, 1_800_000, 2_699_550) == found.tonnes


def test_the_reserve_is_a_share_of_the_whole_cap() -> None:
    """Five per cent of 1,010 are 50.5: half to even gives 50."""
    assert CapParts(set_aside_t=10, reserve_t=50, split_t=950) == after_set_asides(
        1010, {"trials": 10}, Decimal("0.05")
    )


def test_without_set_asides_it_is_the_reserve_of_a_decision() -> None:
    rulebook = make_rulebook({"cap_t": "2500", "reserve_share": "0.0333"})
    decision = decided(four(), rulebook)
    parts = after_set_asides(2500, {}, Decimal("0.0333"))
    assert (decision.reserve_t, decision.cap_t - decision.reserve_t) == (parts.reserve_t, parts.split_t)


def test_all_of_the_cap_may_be_set_aside() -> None:
    assert 0 == after_set_asides(100, {"a": 60, "b": 40}, 0).split_t


@pytest.mark.parametrize(
    ("asked", "kind", "code", "facts"),
    [
        ((100, {"a": 90}, Decimal("0.2")), NoSolution, "set_asides.exceed_cap", {"over_t": 10, "names": "a 90"}),
        ((100, {"a": -1}, 0), UsageError, "set_asides.negative", {"name": "a", "found": -1}),
        ((-100, {}, 0), UsageError, "set_asides.negative", {"name": "cap_t", "found": -100}),
        ((100, {}, Decimal("1.1")), UsageError, "set_asides.share_out_of_range", {"found": "1.1"}),
    ],
)
def test_refusals(asked: tuple[Any, ...], kind: type[ZhibiaoError], code: str, facts: dict[str, Any]) -> None:
    with pytest.raises(kind) as refused:
        after_set_asides(*asked)
    assert code == refused.value.code
    assert facts == {name: refused.value.facts[name] for name in facts}
