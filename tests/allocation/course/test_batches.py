"""Batches: every enterprise's sum to its year's quota, nothing is taken back, and what was made comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation import split_exact
from zhibiao.allocation.course.batches import Batch, batches, check_schedule, next_batch, reserve_by_execution
from zhibiao.errors import NoSolution, UsageError, ZhibiaoError

Found = tuple[tuple[int, ...], ...]


def schedule_of(*shares: Fraction) -> list[Batch]:
    return [Batch(day=dt.date(2023, 1 + 2 * place, 1), share=share) for place, share in enumerate(shares)]


def test_three_batches_of_the_year() -> None:
    """The rare-earth year 2023 in its published proportions (120 : 120 : 15 of 255), for quotas of 100, 70 and 1."""
    schedule = schedule_of(Fraction(120, 255), Fraction(120, 255), Fraction(15, 255))
    # 8/17 of 171 is 80.47: 80, as 47.06, 32.94 and 0.47. 16/17: 160.94: 161, as 94.12, 65.88 and 0.94.
    assert ((47, 33, 0), (47, 33, 1), (6, 4, 0)) == batches([100, 70, 1], schedule)


def test_what_was_made_comes_first_and_the_others_wait() -> None:
    """Half of 300 is 150. The first had made 90 of its 100: it is covered, and the other two share 60 in proportion."""
    assert (90, 30, 30) == next_batch([100, 100, 100], given_t=[0, 0, 0], made_t=[90, 0, 0], until=Fraction(1, 2))


def test_an_overrun_is_covered_up_to_the_quota_only() -> None:
    assert (100, 50) == next_batch([100, 200], given_t=[0, 0], made_t=[180, 0], until=Fraction(1, 2))


def test_more_than_the_schedule_is_given_only_to_cover_what_was_made() -> None:
    assert (80, 70) == next_batch([100, 100], given_t=[0, 0], made_t=[80, 70], until=Fraction(1, 4))


def test_the_reserve_goes_by_what_was_executed() -> None:
    """Of 100 each the first made all, the second 50, the third nothing, the fourth 300: counted are 100:50:0:100.

    Where the first may be given 15, the other 35 go to the second and fourth as 1:2: 11.67 and 23.33.
    """
    given_t, made_t = [100, 100, 100, 100], [100, 50, 0, 300]
    assert (20, 10, 0, 20) == reserve_by_execution(50, given_t=given_t, made_t=made_t, most_t=[99] * 4)
    assert (15, 12, 0, 23) == reserve_by_execution(50, given_t=given_t, made_t=made_t, most_t=[15, 99, 99, 99])
    assert (5, 5, 0, 5) == reserve_by_execution(50, given_t=given_t, made_t=made_t, most_t=[5] * 4)


def law_sums(quotas: Sequence[int], found: Found) -> None:
    assert list(quotas) == [sum(column) for column in zip(*found, strict=True)]


def law_nothing_is_taken_back(found: Found) -> None:
    assert all(tonnes >= 0 for batch in found for tonnes in batch)


def law_made_is_covered(quotas: Sequence[int], made: Sequence[Sequence[int]], found: Found) -> None:
    for k, so_far in enumerate(made):
        for i, quota in enumerate(quotas):
            assert min(so_far[i], quota) <= sum(batch[i] for batch in found[: k + 1])


def law_totals_keep_to_the_schedule(
    quotas: Sequence[int], schedule: Sequence[Batch], made: Sequence[Sequence[int]], found: Found
) -> None:
    until, given_t, lasting = Fraction(0), 0, [0] * len(quotas)
    for batch, so_far, tonnes in zip(schedule, made, found, strict=True):
        until += batch.share
        least = [max(old, min(done, quota)) for old, done, quota in zip(lasting, so_far, quotas, strict=True)]
        given_t += sum(tonnes)
        assert given_t == max(round(until * sum(quotas)), sum(least))
        lasting = [old + more for old, more in zip(lasting, tonnes, strict=True)]


@st.composite
def years(draw: st.DrawFn) -> tuple[list[int], list[Batch], list[list[int]]]:
    quotas = draw(st.lists(st.integers(0, 300), min_size=1, max_size=6))
    parts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    steps = [draw(st.lists(st.integers(0, 200), min_size=len(quotas), max_size=len(quotas))) for _ in parts]
    made = [[sum(step[i] for step in steps[: k + 1]) for i in range(len(quotas))] for k in range(len(parts))]
    return quotas, schedule_of(*(Fraction(part, sum(parts)) for part in parts)), made


@given(years())
@settings(max_examples=examples(150))
def test_laws(year: tuple[list[int], list[Batch], list[list[int]]]) -> None:
    quotas, schedule, made = year
    found = batches(quotas, schedule, made_t=made)
    law_sums(quotas, found)
    law_nothing_is_taken_back(found)
    law_made_is_covered(quotas, made, found)
    law_totals_keep_to_the_schedule(quotas, schedule, made, found)


def one_by_one(quotas: Sequence[int], schedule: Sequence[Batch]) -> Found:
    """Rounds every batch by itself."""
    return tuple(tuple(round(quota * batch.share) for quota in quotas) for batch in schedule)


def afresh(quotas: Sequence[int], schedule: Sequence[Batch]) -> Found:
    """Rounds all that is given so far together, but minds neither what was given before nor what was made."""
    totals = [(0,) * len(quotas)]
    for until in accumulate(batch.share for batch in schedule):
        given_t = round(until * sum(quotas))
        totals.append(split_exact(quotas, floors=totals[0], ceilings=quotas, cap=given_t).tonnes)
    return tuple(tuple(new - old for old, new in zip(*pair, strict=True)) for pair in pairwise(totals))


@pytest.mark.parametrize(
    "broken",
    [
        lambda fifths: law_sums([7, 7], one_by_one([7, 7], fifths)),
        # After three fifths of 1, 3 and 3 each has one tonne; after four the first would have none.
        lambda fifths: law_nothing_is_taken_back(afresh([1, 3, 3], fifths)),
        lambda fifths: law_made_is_covered([100, 100], [[90, 0]] * 5, afresh([100, 100], fifths)),
        lambda fifths: law_totals_keep_to_the_schedule(
            [2, 2, 2], fifths, [[0, 0, 0]] * 5, one_by_one([2, 2, 2], fifths)
        ),
    ],
    ids=["sums", "back", "made", "schedule"],
)
def test_each_law_catches_a_wrong_variant(broken: Callable[[list[Batch]], None]) -> None:
    with pytest.raises(AssertionError):
        broken(schedule_of(*[Fraction(1, 5)] * 5))


def test_tonnes_that_a_fresh_rounding_would_take_back_stay() -> None:
    found = batches([1, 3, 3], schedule_of(*[Fraction(1, 5)] * 5))
    law_nothing_is_taken_back(found)
    law_sums([1, 3, 3], found)


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("call", "kind", "code", "facts"),
    [
        (lambda: check_schedule([]), UsageError, "batches.empty", {}),
        (lambda: check_schedule(schedule_of(HALF, Fraction(0))), UsageError, "batches.share_not_positive", {}),
        (lambda: check_schedule(schedule_of(HALF)), UsageError, "batches.sum", {"found": "1/2"}),
        (
            lambda: check_schedule([Batch(day=dt.date(2025, 5, 1), share=HALF)] * 2),
            UsageError,
            "batches.days_not_rising",
            {"day": "2025-05-01"},
        ),
        (lambda: batches([1], schedule_of(Fraction(1)), made_t=[[0], [0]]), UsageError, "batches.shape", {"found": 2}),
        (lambda: next_batch([1], given_t=[0, 0], made_t=[0], until=HALF), UsageError, "batches.shape", {"found": 2}),
        (lambda: next_batch([1], given_t=[0], made_t=[-1], until=HALF), UsageError, "batches.negative", {"found": -1}),
        (
            lambda: next_batch([1], given_t=[2], made_t=[0], until=HALF),
            UsageError,
            "batches.given_above_quota",
            {"position": 0, "given_t": 2},
        ),
        (lambda: next_batch([1], given_t=[0], made_t=[0], until=Fraction(0)), UsageError, "batches.until", {}),
        (
            lambda: reserve_by_execution(5, given_t=[1], made_t=[0], most_t=[9]),
            NoSolution,
            "batches.nothing_executed",
            {"reserve_t": 5},
        ),
    ],
)
def test_refusals(call: Callable[[], object], kind: type[ZhibiaoError], code: str, facts: dict[str, Any]) -> None:
    with pytest.raises(kind) as refused:
        call()
    assert code == refused.value.code
    assert facts == {name: refused.value.facts[name] for name in facts}
