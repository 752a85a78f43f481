"""The tilt as a decision publishes it, and the tilt in a straight line with a limit."""

from decimal import Decimal
from fractions import Fraction

import pytest

from allocation_sample import SECTOR_DATA, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.tilt import CONTRIBUTION_TILT, bounded_tilt, contribution_tilt
from zhibiao.errors import NoSolution, UsageError


@pytest.mark.parametrize("beta", ["0", "0.5", "1", "1.3"])
def test_weights_and_tonnes_are_those_of_a_decision(beta: str) -> None:
    """The rule, given the published scores and the decision's bounds, gives the decision's claims and quotas."""
    figures = {"F-0": ("110", 1500), "F-1": ("80", 500), "F-2": ("130", 300), "F-3": ("70", 201)}
    claimants = [make_claimant(name, base, {"value": (Decimal(x), 1)}) for name, (x, base) in figures.items()]
    rulebook = make_rulebook(
        {"cap_t": "2477", "tilt_beta": beta, "floor_delta": "0.1", "ceiling_delta": "0.1"},
        indicators=(make_rule("value", "1"),),
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
    held = decision.shares
    firms = Firms(
        ids=tuple(figures),
        numbers={
            "base": tuple(Fraction(one.base_t) for one in held),
            "score": tuple(Fraction(one.score) for one in held),
        },
    )
    numbers = CONTRIBUTION_TILT.numbers({"tilt_beta": Decimal(beta)})
    assert tuple(one.base_t * Fraction(one.tilt) for one in held) == CONTRIBUTION_TILT.weights(firms, numbers)
    floors, ceilings = [one.floor_t for one in held], [one.ceiling_t for one in held]
    found = divide(CONTRIBUTION_TILT, firms, cap=2477, numbers=numbers, floors=floors, ceilings=ceilings)
    assert tuple(one.quota_t for one in held) == found.units


def test_the_bounded_tilt_by_hand() -> None:
    """Bases 100 and 300, scores 1.2 and 0.8: the mean is 0.9; k = 0.5 gives +1/6 and -1/18; at most 10 %.

    100 * 1.1 = 110;  300 * (1 - 1/18) = 850/3.
    """
    scores = [Decimal("1.2"), Decimal("0.8")]
    assert (110, Fraction(850, 3)) == bounded_tilt([100, 300], scores, k=Decimal("0.5"), tau=Decimal("0.1"))


def test_the_limit_holds_on_both_sides() -> None:
    """Scores 3 and 1 on equal bases: 50 % above and below the mean of 2, cut to 10 %."""
    assert (110, 90) == bounded_tilt([100, 100], [3, 1], k=1, tau=Decimal("0.1"))


@pytest.mark.parametrize(("k", "tau"), [(0, 1), (1, 0)])
def test_without_slope_or_width_the_base_stays(k: int, tau: int) -> None:
    assert (100, 300) == bounded_tilt([100, 300], [0, 0], k=k, tau=tau)


@pytest.mark.parametrize(
    ("bases", "scores", "code"), [([0, 0], [1, 1], "score.no_base"), ([1, 1], [0, 0], "score.all_zero")]
)
def test_nothing_to_tilt_or_to_tilt_by(bases: list[int], scores: list[int], code: str) -> None:
    for tilted in (
        lambda: contribution_tilt(bases, scores, beta=Decimal(1)),
        lambda: bounded_tilt(bases, scores, k=1, tau=1),
    ):
        with pytest.raises(NoSolution) as caught:
            tilted()
        assert code == caught.value.code


def test_a_tilt_beyond_the_whole_base_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        bounded_tilt([1], [1], k=1, tau=2)
    assert "rule.parameter_out_of_range" == caught.value.code
