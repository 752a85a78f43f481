"""One per cent on an indicator: worked by hand, with the bound that holds it."""

from decimal import Decimal

import pytest

from allocation_sample import decided, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.effect import Effect, effects_of_one_per_cent
from zhibiao.policy.rulebook import Direction, Missing

WIDE = {"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"}


def test_a_benefit_one_per_cent_higher() -> None:
    """Two equal firms with a fixed reference: 2000 · 1.01 / 2.01 = 1004.98 tonnes."""
    rulebook = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    expected = Effect(indicator="value", before=Decimal(1), after=Decimal("1.01"), change_t=5, bound="")
    assert (expected,) == effects_of_one_per_cent(decided(claimants, rulebook), "B")


def test_a_cost_one_per_cent_lower() -> None:
    """A score of 1/0.99 = 1.010101: 2000 · 1.010101 / 2.010101 = 1005.03 tonnes."""
    rule = make_rule(reference=Decimal(1), direction=Direction.COST)
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    (found,) = effects_of_one_per_cent(decided(claimants, make_rulebook(WIDE, indicators=(rule,))), "A")
    assert (Decimal("0.99"), 5, "") == (found.after, found.change_t, found.bound)


def test_a_bound_that_holds_is_named() -> None:
    """Bounds of no width: nothing moves."""
    rulebook = make_rulebook(
        {"cap_t": "2000", "floor_delta": "0", "ceiling_delta": "0"}, indicators=(make_rule(reference=Decimal(1)),)
    )
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    (found,) = effects_of_one_per_cent(decided(claimants, rulebook), "A")
    assert 0 == found.change_t
    assert found.bound in ("floor.base", "ceiling.base")


def test_what_cannot_be_acted_on_or_was_not_reported_is_left_out() -> None:
    rules = (
        make_rule("value", "0.5", reference=Decimal(1), missing=Missing.ZERO),
        make_rule("capability", "0.3", reference=Decimal(1), is_actionable=False),
        make_rule("rd", "0.2", reference=Decimal(1), missing=Missing.ZERO),
    )
    figures = {"value": (None, 1000), "capability": (1, 1), "rd": (0, 1000)}
    claimants = [make_claimant(name, 1000, figures) for name in ("A", "B")]
    assert () == effects_of_one_per_cent(decided(claimants, make_rulebook(WIDE, indicators=rules)), "A")


def test_the_decision_covers_the_enterprise() -> None:
    rulebook = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
    decision = decided([make_claimant("A", 2000, {"value": (1, 1)})], rulebook)
    with pytest.raises(KeyError, match="Z"):
        effects_of_one_per_cent(decision, "Z")
