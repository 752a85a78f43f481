"""Scores: the published district vector, references, missing and negative figures, factors, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from allocation_sample import make_multiplier, make_rule, make_rulebook
from zhibiao.contribution.indicator import Ratio, reference_of
from zhibiao.contribution.scoring import Candidate, Score, score_all
from zhibiao.errors import InputRefused
from zhibiao.policy.rulebook import Direction, Missing, Rulebook


def one(name: str, **figures: tuple[object, object]) -> Candidate:
    ratios = {code: Ratio(*(None if x is None else Decimal(str(x)) for x in pair)) for code, pair in figures.items()}
    return Candidate(enterprise=name, ratios=ratios, tier="normative", grade="B")


def scored(rulebook: Rulebook, *candidates: Candidate, score_cap: str = "1.5") -> dict[str, Score]:
    return score_all(candidates, rulebook, score_cap=Decimal(score_cap))


def test_the_reference_is_the_mean_weighted_by_the_denominator() -> None:
    """(300 + 100) yuan over (100 + 100) t is 2 yuan/t: scores 3/2 and 1/2."""
    scores = scored(make_rulebook(), one("a", value=(300, 100)), one("b", value=(100, 100)))
    assert Decimal("2.000000000") == scores["a"].items["value"].reference
    assert [Decimal("1.500000"), Decimal("0.500000")] == [scores[name].score for name in "ab"]


def test_published_value_and_reference_are_the_ones_used() -> None:
    """1/3 is published as 0.333333333; against 0.3 that is 1.11111111, published as 1.111111."""
    rulebook = make_rulebook(indicators=(make_rule(reference=Decimal("0.3")),))
    item = scored(rulebook, one("a", value=(1, 3)))["a"].items["value"]
    assert (Decimal("0.333333333"), Decimal("0.3"), Decimal("1.111111")) == (item.value, item.reference, item.score)


def test_a_score_is_rounded_half_to_even() -> None:
    rulebook = make_rulebook(indicators=(make_rule(reference=Decimal(1)),))
    for figure, expected in (("0.0000005", "0.000000"), ("0.0000015", "0.000002"), ("0.0000025", "0.000002")):
        assert Decimal(expected) == scored(rulebook, one("a", value=(figure, 1)))["a"].score


def test_a_loss_scores_zero_and_does_not_lower_the_mean() -> None:
    """The mean takes the loss as zero: 300 yuan over 200 t is 1.5, and the other firm scores 3/1.5, capped."""
    scores = scored(make_rulebook(), one("a", value=(300, 100)), one("b", value=(-500, 100)), score_cap="3")
    assert Decimal("1.5") == scores["a"].items["value"].reference
    assert Decimal(-5) == scores["b"].items["value"].value
    assert [Decimal(2), Decimal(0)] == [scores[name].score for name in "ab"]


def test_an_indicator_to_which_nobody_contributes_scores_zero_for_all() -> None:
    scores = scored(make_rulebook(), one("a", value=(0, 100)), one("b", value=(-5, 100)))
    assert [Decimal(0), Decimal(0)] == [scores[name].score for name in "ab"]


def test_less_of_a_cost_earns_more() -> None:
    """Mean (50 + 70) / 200 = 0.6: 0.6/0.5 = 1.2 and 0.6/0.7 = 0.857143."""
    rulebook = make_rulebook(indicators=(make_rule(direction=Direction.COST),))
    scores = scored(rulebook, one("a", value=(50, 100)), one("b", value=(70, 100)))
    assert [Decimal("1.200000"), Decimal("0.857143")] == [scores[name].score for name in "ab"]


@pytest.mark.parametrize(
    ("missing", "score", "treatment"), [(Missing.GROUP_MEAN, "1", "group_mean"), (Missing.ZERO, "0", "zero")]
)
@pytest.mark.parametrize("figure", [(None, 100), (100, None), (0, 0)])
def test_a_missing_figure_is_replaced_by_rule_and_says_so(
    missing: Missing, score: str, treatment: str, figure: tuple[object, object]
) -> None:
    rulebook = make_rulebook(indicators=(make_rule(missing=missing),))
    item = scored(rulebook, one("a", value=(300, 100)), one("b", value=figure))["b"].items["value"]
    assert (None, Decimal(score), treatment) == (item.value, item.score, item.treatment)
    assert Decimal(3) == item.reference


def test_missing_is_not_zero() -> None:
    """A reported zero is a figure: no treatment is noted."""
    rulebook = make_rulebook(indicators=(make_rule(missing=Missing.ZERO),))
    item = scored(rulebook, one("a", value=(300, 100)), one("b", value=(0, 100)))["b"].items["value"]
    assert ("", Decimal(0), Decimal("1.5")) == (item.treatment, item.value, item.reference)


def test_everything_that_cannot_be_scored_is_said_at_once() -> None:
    rulebook = make_rulebook(
        indicators=(make_rule("value", "0.5"), make_rule("energy", "0.5", direction=Direction.COST, clause="5"))
    )
    with pytest.raises(InputRefused) as refused:
        scored(
            rulebook,
            one("a", value=(None, 100), energy=(0, 100)),
            one("b", value=(1, -100), energy=(-3, 100)),
            one("c", value=(1, 100), energy=(60, 100)),
            one("d", value=(1, 100)),
        )
    found = [(finding.code, finding.facts["enterprise"], finding.place.clause) for finding in refused.value.findings]
    assert [
        ("score.missing", "a", "1"),
        ("score.denominator_negative", "b", "1"),
        ("score.cost_not_positive", "a", "5"),
        ("score.cost_not_positive", "b", "5"),
        ("score.missing", "d", "5"),
    ] == found


def test_factors_of_tier_and_grade_multiply_and_a_veto_ends_it() -> None:
    rulebook = make_rulebook(
        indicators=(make_rule(reference=Decimal(1)),),
        multipliers=(
            make_multiplier("tier", "leading", "1.05"),
            make_multiplier("grade", "A", "1.02"),
            make_multiplier("veto", "yes", "0"),
        ),
    )
    ratios = {"value": Ratio(Decimal(1), Decimal(1))}
    scores = scored(
        rulebook,
        Candidate(enterprise="a", ratios=ratios, tier="leading", grade="A"),
        Candidate(enterprise="b", ratios=ratios, tier="normative", grade="D"),
        Candidate(enterprise="c", ratios=ratios, tier="leading", grade="A", is_vetoed=True),
    )
    assert [Decimal("1.071000"), Decimal("1.000000"), Decimal(0)] == [scores[name].score for name in "abc"]
    assert [Decimal("1.0710"), Decimal(1), Decimal(0)] == [scores[name].multiplier for name in "abc"]


def test_the_order_of_candidates_does_not_matter() -> None:
    candidates = [one("a", value=(300, 100)), one("b", value=(100, 70)), one("c", value=(7, 9))]
    forward, back = scored(make_rulebook(), *candidates), scored(make_rulebook(), *reversed(candidates))
    assert forward == {name: back[name] for name in forward}


def test_nobody_reporting_leaves_no_reference() -> None:
    assert Decimal(0) == reference_of(make_rule(), {"a": Ratio(None, None)})
