"""One's own figures tried: decided again in full for the bureau, in coarse steps and whole per cents for others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from allocation_sample import decided, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.own_trial import MOST_PER_CENT, free_others, own_trial
from zhibiao.allocation.reasons.recourse import recourse
from zhibiao.errors import ActRefused, NotFound, UsageError

OWN, RIVAL, OTHER = "A", "B", "C"


def _decision(rival: int, other: int, *, firms: str = "ABCDE", delta: str = "0.12") -> Decision:
    """Five enterprises of a million tonnes; what one rival adds in value, another one lacks."""
    values = {OWN: 1_000_000, RIVAL: rival, OTHER: other, "D": 1_020_000, "E": 980_000}
    claimants = [make_claimant(name, 1_000_000, {"value": (values[name], 1_000_000)}) for name in firms]
    numbers = {"cap_t": str(1_000_000 * len(firms)), "floor_delta": delta, "ceiling_delta": "0.5"}
    return decided(claimants, make_rulebook(numbers, indicators=(make_rule(),)))


def _grid(decision: Decision) -> list[int | None]:
    """Everything that an enterprise can ever be told of a decision with one indicator."""
    steps = range(-MOST_PER_CENT, MOST_PER_CENT + 1)
    return [own_trial(decision, OWN, {"value": Decimal(by)}).change_t for by in steps]


def test_the_bureau_hears_what_one_per_cent_does_to_the_tonne() -> None:
    decision = _decision(1_010_000, 990_000)
    effect = recourse(decision, OWN)[0].one_per_cent
    assert effect is not None
    found = own_trial(decision, OWN, {"value": Decimal(1)}, is_exact=True)
    assert (effect.change_t, effect.after, 1) == (found.change_t, found.figures[0].after, found.step_t)
    assert effect.change_t not in (0, None)


def test_an_enterprise_hears_it_in_steps() -> None:
    decision = _decision(1_010_000, 990_000)
    exact = own_trial(decision, OWN, {"value": Decimal(7)}, is_exact=True)
    told = own_trial(decision, OWN, {"value": Decimal(7)})
    assert told.step_t == 1000
    assert exact.change_t is not None
    assert told.change_t is not None
    assert abs(told.change_t - exact.change_t) <= 500
    assert 0 == told.change_t % 1000


def test_all_trials_together_do_not_tell_two_rivals_apart() -> None:
    """Two books in which a rival's figure differs by a tenth, and all that is published is the same: no list of
    trials, and so no difference of two of them, says which of the two it is."""
    one, two = _decision(1_050_000, 950_000), _decision(950_000, 1_050_000)
    assert _grid(one) == _grid(two)


@pytest.mark.parametrize(("is_exact", "off"), [(True, Decimal("0.01")), (False, Decimal("0.1"))])
def test_differences_of_trials_give_no_rival_away(is_exact: bool, off: Decimal) -> None:
    """The attack itself: own improvement pushes a rival onto its floor, and what all claim together before and after
    differs by that rival's claim. Exact answers give it away within one per cent, which is why nobody but the bureau
    gets them; what an enterprise is told leaves it more than a tenth off, even to somebody who knows where to look."""
    decision = _decision(1_000_000, 900_000)
    found = _claimed_by_others(decision, -15, 20, is_exact) - _claimed_by_others(decision, 22, 30, is_exact)
    error = abs(Decimal(found) / 900_000 - 1)
    assert (error < off) is is_exact


def _claimed_by_others(decision: Decision, low: int, high: int, is_exact: bool) -> float:
    """What those at no bound claim together, by two trials: with own claim a, 1/quota is 1/R + (A/R)/a."""
    own = [1_000_000 * (1 + by / 100) for by in (low, high)]
    told = [own_trial(decision, OWN, {"value": Decimal(by)}, is_exact=is_exact) for by in (low, high)]
    ones = [1 / (one.quota_t + (one.change_t or 0)) for one in told]
    slope = (ones[0] - ones[1]) / (1 / own[0] - 1 / own[1])
    return slope / (ones[0] - slope / own[0])


def test_nothing_is_told_where_too_few_others_share_the_rest() -> None:
    few = _decision(1_010_000, 990_000, firms="ABC")
    assert 2 == free_others(few, OWN)
    with pytest.raises(ActRefused) as refused:
        own_trial(few, OWN, {"value": Decimal(1)})
    assert "trial.too_few" == refused.value.code
    assert own_trial(few, OWN, {"value": Decimal(1)}, is_exact=True).change_t is not None


@pytest.mark.parametrize("by", ["0.5", "31", "-31", "NaN"])
def test_an_enterprise_tries_whole_per_cents_within_reach(by: str) -> None:
    with pytest.raises(UsageError) as refused:
        own_trial(_decision(1_010_000, 990_000), OWN, {"value": Decimal(by)})
    assert "trial.per_cent" == refused.value.code


def test_an_unknown_indicator_is_named() -> None:
    with pytest.raises(NotFound) as refused:
        own_trial(_decision(1_010_000, 990_000), OWN, {"nothing": Decimal(1)})
    assert "trial.indicator_unknown" == refused.value.code


def test_a_regulation_keeps_what_it_moved() -> None:
    decision = _decision(1_010_000, 990_000)
    found = own_trial(decision, OWN, {}, quota_t=1_234_000)
    assert (1_234_000, 0) == (found.quota_t, found.change_t)
