"""A waterfall's bars hang where the last one ended."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from zhibiao.web.charts.bars import Step, waterfall


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=8), st.integers(0, 1000))
def test_steps_lead_from_level_to_level(moves: list[int], start: int) -> None:
    steps = [Step(name="from", value=start, label="", is_level=True)]
    steps += [Step(name=str(place), value=move, label="") for place, move in enumerate(moves)]
    end = start + sum(moves)
    option = waterfall([*steps, Step(name="to", value=end, label="", is_level=True)])
    lows, bars = option["series"]
    level = start
    for move, low, bar in zip(moves, lows["data"][1:-1], bars["data"][1:-1], strict=True):
        assert (min(level, level + move), abs(move)) == (low, bar["value"])
        level += move
    assert end == level == lows["data"][-1] + (bars["data"][-1]["value"] if end >= 0 else 0)


def test_a_fall_is_told_by_more_than_its_colour() -> None:
    fall, rise = waterfall([Step(name="a", value=-1, label="−1"), Step(name="b", value=2, label="+2")])["series"][1][
        "data"
    ]
    assert "decal" in fall["itemStyle"]
    assert "decal" not in rise["itemStyle"]
    assert ["−1", "+2"] == [bar["label"]["formatter"] for bar in (fall, rise)]


def test_small_steps_beside_large_levels_may_be_looked_at_closely() -> None:
    steps = [Step(name="a", value=1000, label="", is_level=True), Step(name="b", value=Fraction(5), label="")]
    assert 997.0 == waterfall(steps, from_zero=False)["yAxis"]["min"]
    assert "min" not in waterfall(steps)["yAxis"]


def test_long_names_lie_down() -> None:
    option = waterfall([Step(name="a", value=1, label="")], upright=False)
    assert ("category", "value", True) == (option["yAxis"]["type"], option["xAxis"]["type"], option["yAxis"]["inverse"])
