"""Permanent shares: entitlements, and who holds more than the limit."""

from decimal import Decimal

import pytest

from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.columns import exact_column
from zhibiao.allocation.methods.shares import ISSUED, PERMANENT_SHARES, above_holding_limit, entitlement
from zhibiao.errors import UsageError


def test_new_zealand() -> None:
    """A total of 4,500 t on 100,000,000 shares: 0.045 kg each, 450 kg for 10,000."""
    assert [Decimal("0.045"), 450] == [entitlement(4_500_000, held) for held in (1, 10_000)]


def test_set_asides_come_before() -> None:
    """Of 5,000 t, 500 t are set aside: the same entitlement as of 4,500 t."""
    assert entitlement(4_500_000, 1) == entitlement(5_000_000 - 500_000, 1)


def test_the_rule_and_the_entitlements_agree() -> None:
    held = (ISSUED // 2, ISSUED // 4, ISSUED // 4)
    firms = Firms(ids=("A", "B", "C"), numbers={"shares": exact_column("shares", held)})
    found = divide(PERMANENT_SHARES, firms, cap=4500, numbers={}, floors=[0] * 3, ceilings=[4500] * 3)
    assert tuple(entitlement(4500, one) for one in held) == found.shares


def test_more_than_all_is_refused() -> None:
    assert 1 == entitlement(1, ISSUED)
    with pytest.raises(UsageError) as caught:
        entitlement(1, ISSUED + 1)
    assert "shares.more_than_issued" == caught.value.code


def test_holdings_add_up_by_group() -> None:
    """Limit 35 %: G holds 20 + 16 = 36 %, B alone 30 %, C exactly 35 %."""
    held = {"A1": 20_000_000, "A2": 16_000_000, "B": 30_000_000, "C": 35_000_000}
    found = above_holding_limit(held, {"A1": "G", "A2": "G"}, limit=Decimal("0.35"))
    assert [
        ("shares.above_holding_limit", {"holder": "G", "held": "36000000", "limit": "35000000", "over": "1000000"})
    ] == [(one.code, one.facts) for one in found]
