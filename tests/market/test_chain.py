"""Chains: specifications are joined by the published change, never by levels, and what is not published stays out."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from price_sample import point, series_of
from zhibiao.market.chain import chained
from zhibiao.market.price import Rhythm


def _codes(series: object) -> list[str]:
    return [finding.code for finding in chained(series).findings]  # type: ignore[arg-type]


def test_a_break_is_joined_by_the_change_in_yuan() -> None:
    # New goods cost 2 200 after a rise of 100 on the same goods: the old level 2 000 counts as 2 100.
    series = series_of(
        [
            point("2024-01-01", "1900", spec="a"),
            point("2024-01-11", "2000", spec="a", change=100, change_pct="5.3"),
            point("2024-01-21", "2200", spec="b", change=100, change_pct="4.8"),
        ]
    )
    chain = chained(series)
    assert [Decimal(1995), Decimal(2100), Decimal(2200)] == [one.price for one in chain.series.points]
    assert [Decimal(1900), Decimal(2000), None] == [one.as_published for one in chain.series.points]
    (link,) = chain.links
    assert ("a", "b", Fraction(21, 20), "change") == (link.before, link.after, link.factor, link.by)
    assert ["price.linked_by_change"] == [finding.code for finding in chain.findings]


def test_without_the_change_in_yuan_the_percentage_joins() -> None:
    series = series_of([point("2024-01-01", "2000", spec="a"), point("2024-01-11", "2100", spec="b", change_pct="5.0")])
    chain = chained(series)
    assert ("change_pct", 1) == (chain.links[0].by, chain.links[0].factor)


def test_a_change_in_yuan_that_its_percentage_denies_does_not_join() -> None:
    series = series_of(
        [point("2024-01-01", "2000", spec="a"), point("2024-01-11", "2100", spec="b", change="500", change_pct="5.0")]
    )
    assert "change_pct" == chained(series).links[0].by


def test_a_break_without_a_published_change_keeps_two_and_says_so() -> None:
    series = series_of(
        [
            point("2024-01-01", "1900", spec="a"),
            point("2024-01-11", "2000", spec="a", change=100),
            point("2024-01-21", "2200", spec="b"),
        ]
    )
    chain = chained(series)
    assert [Decimal(2200)] == [one.price for one in chain.series.points]
    assert [[Decimal(1900), Decimal(2000)]] == [[one.price for one in part.points] for part in chain.earlier]
    assert ["price.break_unlinked"] == [finding.code for finding in chain.findings]


def test_a_break_at_a_gap_is_not_joined_over_it() -> None:
    series = series_of(
        [point("2024-01-01", "2000", spec="a"), point("2024-01-21", "2200", spec="b", change=100, change_pct="4.8")]
    )
    chain = chained(series)
    assert ((), 1) == (chain.links, len(chain.earlier))
    assert {"price.period_implied", "price.break_unlinked"} == {finding.code for finding in chain.findings}


def test_two_breaks_multiply() -> None:
    series = series_of(
        [
            point("2024-01-01", "1000", spec="a"),
            point("2024-01-11", "1100", spec="b", change=0),
            point("2024-01-21", "1210", spec="c", change=0),
        ]
    )
    assert [Decimal(1210)] * 3 == [one.price for one in chained(series).series.points]


def test_an_unpublished_period_follows_from_the_change_after_it() -> None:
    series = series_of([point("2024-02-01", "100"), point("2024-02-21", "110", change=4, change_pct="3.8")])
    chain = chained(series)
    assert [("100", False), ("106.0000", True), ("110", False)] == [
        (str(one.price), one.is_implied) for one in chain.series.points
    ]
    assert ["price.period_implied"] == [finding.code for finding in chain.findings]


def test_an_unpublished_period_without_that_change_stays_missing() -> None:
    series = series_of([point("2024-02-01", "100"), point("2024-02-21", "110")])
    assert (2, ["price.period_missing"]) == (len(chained(series).series.points), _codes(series))


def test_a_change_that_the_levels_do_not_show_is_a_question() -> None:
    told = series_of([point("2024-01-01", "100"), point("2024-01-11", "110", change=4, change_pct="3.8")])
    assert ["price.change_disagrees"] == _codes(told)
    told = series_of([point("2024-01-01", "100"), point("2024-01-11", "110", change=10, change_pct="3.8")])
    assert ["price.percent_disagrees"] == _codes(told)
    told = series_of([point("2024-01-01", "100"), point("2024-01-11", "110", change="10.1", change_pct="10.1")])
    assert [] == _codes(told)


def test_quotations_of_days_have_no_gaps() -> None:
    series = series_of([point("2024-01-02", "100"), point("2024-01-20", "110", change=1)], rhythm=Rhythm.DAY)
    assert (2, []) == (len(chained(series).series.points), _codes(series))


@settings(max_examples=examples(60))
@given(
    steps=st.lists(st.integers(-300, 300), min_size=2, max_size=20),
    qualities=st.lists(st.integers(50, 200), min_size=2, max_size=20),
)
def test_a_joint_changes_no_relative_change(steps: list[int], qualities: list[int]) -> None:
    """Whatever the qualities are worth, the chained series moves as the published changes do."""
    level, points, start = Decimal(5000), [], "2020-01-01"
    moves = []
    for at, step in enumerate(steps):
        quality = Decimal(qualities[min(at, len(qualities) - 1)]) / 100
        change = Decimal(step)
        before, level = level, level + change
        moves.append(level / before)
        points.append(point(start, str(level * quality), spec=str(quality), change=change * quality))
        start = Rhythm.TEN_DAYS.start_after(points[-1].start).isoformat()
    chain = chained(series_of(points))
    levels = [one.price for one in chain.series.points]
    assert not chain.earlier
    for move, (before, after) in zip(moves[1:], pairwise(levels), strict=True):
        assert abs(after / before - move) < Decimal("1e-6")
