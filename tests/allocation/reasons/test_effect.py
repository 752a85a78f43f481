"""One per cent on an indicator: worked by hand, with the bound that holds it."""

from decimal import Decimal

import pytest

from allocation_sample import decided, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.reasons.effect import Effect
from zhibiao.allocation.reasons.recourse import recourse
from zhibiao.policy.rulebook import Direction, Missing


def effects(decision: Decision, enterprise: str) -> tuple[Effect | None, ...]:
    return tuple(one.one_per_cent for one in recourse(decision, enterprise))


WIDE = {"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"}


def test_a_benefit_one_per_cent_higher() -> None:
    """Two equal firms with a fixed reference: 2000 · 1.01 / 2.01 = 1004.98 tonnes."""
    rulebook = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    expected = Effect(before=Decimal(1), after=Decimal("1.01"), change_t=5, bound="")
    assert (expected,) == effects(decided(claimants, rulebook), "B")


def test_a_cost_one_per_cent_lower() -> None:
    """A score of 1/0.99 = 1.010101: 2000 · 1.010101 / 2.010101 = 1005.03 tonnes."""
    rule = make_rule(reference=Decimal(1), direction=Direction.COST)
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    (found,) = effects(decided(claimants, make_rulebook(WIDE, indicators=(rule,))), "A")
    assert found
    assert (Decimal("0.99"), 5, "") == (found.after, found.change_t, found.bound)


def test_a_bound_that_holds_is_named() -> None:
    """Bounds of no width: nothing moves."""
    rulebook = make_rulebook(
        {"cap_t": "2000", "floor_delta": "0", "ceiling_delta": "0"}, indicators=(make_rule(reference=Decimal(1)),)
    )
    claimants = [make_claimant(name, 1000, {"value": (1000, 1000)}) for name in ("A", "B")]
    (found,) = effects(decided(claimants, rulebook), "A")
    assert found
    assert 0 == found.change_t
    assert found.bound in ("floor.base", "ceiling.base")


def test_what_was_not_reported_or_is_zero_has_no_per_cent() -> None:
    rules = (
        make_rule("value", "0.5", reference=Decimal(1), missing=Missing.ZERO),
        make_rule("rd", "0.5", reference=Decimal(1), missing=Missing.ZERO),
    )
    claimants = [make_claimant(name, 1000, {"value": (None, 1000), "rd": (0, 1000)}) for name in ("A", "B")]
    assert (None, None) == effects(decided([*claimants, _sound("C")], make_rulebook(WIDE, indicators=rules)), "A")


def _sound(name: str) -> Claimant:
    return make_claimant(name, 1000, {"value": (500, 1000), "rd": (500, 1000)})


def test_a_share_of_output_ends_at_all_output() -> None:
    """Two firms of 1000 t, high-end 998 and 500 of 1000 t: one per cent more would be 1007.98 of 1000, so it is 1000.

    2000 * 1.0 / (1.0 + 0.5) = 1333.33 against 2000 * 0.998 / 1.498 = 1332.44: one tonne.
    """
    rule = make_rule("high_end", reference=Decimal(1), numerator=("high_end",))
    claimants = [make_claimant(name, 1000, {"high_end": (made, 1000)}) for name, made in (("A", 998), ("B", 500))]
    (found,) = effects(decided(claimants, make_rulebook(WIDE, indicators=(rule,))), "A")
    assert Effect(before=Decimal("0.998"), after=Decimal(1), change_t=1, bound="") == found


def test_the_decision_covers_the_enterprise() -> None:
    rulebook = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
    decision = decided([make_claimant("A", 2000, {"value": (1, 1)})], rulebook)
    with pytest.raises(KeyError, match="Z"):
        effects(decision, "Z")
