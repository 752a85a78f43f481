"""Batches (批次): quotas given out in instalments, and the reserve settled by how the earlier ones were used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from zhibiao.allocation.split.bounded import split_exact
from zhibiao.errors import NoSolution, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One instalment: the day it is issued and which share of the year's quotas it brings, above 0."""

    day: dt.date
    share: Fraction


def check_schedule(schedule: Sequence[Batch]) -> None:
    """Pass batches in order of their days whose shares sum to one.

    Raises:
        UsageError: `batches.empty`, `batches.share_not_positive`, `batches.days_not_rising`, `batches.sum`.
    """
    if not schedule:
        raise UsageError("batches.empty")
    for batch in schedule:
        if batch.share <= 0:
            raise UsageError("batches.share_not_positive", day=batch.day.isoformat(), found=str(batch.share))
    for before, after in pairwise(schedule):
        if after.day <= before.day:
            raise UsageError("batches.days_not_rising", day=after.day.isoformat(), before=before.day.isoformat())
    total = sum(batch.share for batch in schedule)
    if total != 1:
        raise UsageError("batches.sum", found=str(total))


def next_batch(
    quotas_t: Sequence[int], *, given_t: Sequence[int], made_t: Sequence[int], until: Fraction
) -> tuple[int, ...]:
    """Tonnes of the next batch, so that everybody then has the same share of the year's quota, to the whole tonne.

    What was given is never taken back, and nobody is given less in all than was already made, up to the year's quota;
    what exceeds that is an overrun, which no batch covers. Both come out of the same batch: the others wait. All tonnes
    given so far are rounded together (largest remainder, ties by position), never batch by batch, so that with `until`
    one everybody has exactly the year's quota.

    Args:
        quotas_t: the year's quotas, shape (n,), whole tonnes >= 0.
        given_t: in earlier batches, shape (n,), at most the quota.
        made_t: in the year so far, shape (n,).
        until: the share of the year given out with this batch, above 0, at most 1.

    Returns:
        Tonnes >= 0, shape (n,). They sum to `until` of all quotas, half to even, less what was given; to more only
        where what was made asks for it.

    Raises:
        UsageError: `batches.shape`, `batches.negative`, `batches.given_above_quota`, `batches.until`.

    Source: the batches of the rare-earth quotas, notes on the domain, 1.9; docs/maths/nested.md, "Batches".

    >>> next_batch([100, 50], given_t=[0, 0], made_t=[70, 0], until=Fraction(1, 2))
    (70, 5)
    """
    _check(quotas_t, given_t, made_t, until)
    rows = zip(quotas_t, given_t, made_t, strict=True)
    floors = [max(given, min(made, quota)) for quota, given, made in rows]
    due_t = max(sum(floors), round(until * sum(quotas_t)))
    found = split_exact(quotas_t, floors=floors, ceilings=quotas_t, cap=due_t)
    return tuple(total - given for total, given in zip(found.tonnes, given_t, strict=True))


def batches(
    quotas_t: Sequence[int], schedule: Sequence[Batch], *, made_t: Sequence[Sequence[int]] = ()
) -> tuple[tuple[int, ...], ...]:
    """All batches of a year by a schedule, shape (k, n); each enterprise's sum to its quota exactly.

    Args:
        made_t: by batch what each had made in the year when it was issued, shape (k, n); nothing when absent.

    Raises:
        UsageError: `batches.*`.

    >>> halves = [Batch(day=dt.date(2025, month, 1), share=Fraction(1, 2)) for month in (3, 8)]
    >>> batches([101, 50], halves)
    ((51, 25), (50, 25))
    """
    check_schedule(schedule)
    made = made_t or [[0] * len(quotas_t)] * len(schedule)
    if len(made) != len(schedule):
        raise UsageError("batches.shape", found=len(made), wanted=len(schedule))
    given_t = [0] * len(quotas_t)
    found = []
    for until, so_far in zip(accumulate(batch.share for batch in schedule), made, strict=True):
        found.append(next_batch(quotas_t, given_t=given_t, made_t=so_far, until=until))
        given_t = [given + more for given, more in zip(given_t, found[-1], strict=True)]
    return tuple(found)


def reserve_by_execution(
    reserve_t: int, *, given_t: Sequence[int], made_t: Sequence[int], most_t: Sequence[int]
) -> tuple[int, ...]:
    """The reserve shared by execution of the earlier batches: in proportion to what was made within what was given.

    What was made beyond it earns nothing, so that an overrun is no way to the reserve.

    Args:
        reserve_t: whole tonnes to be given out.
        given_t: in earlier batches, shape (n,).
        made_t: in the year so far, shape (n,).
        most_t: tonnes each may be given of the reserve, shape (n,).

    Returns:
        Whole tonnes, shape (n,); all of the reserve, unless what they may be given is less.

    Raises:
        UsageError: `batches.shape`, `batches.negative`.
        NoSolution: `batches.nothing_executed`.

    >>> reserve_by_execution(30, given_t=[100, 100], made_t=[100, 50], most_t=[30, 30])
    (20, 10)
    """
    for column in (given_t, made_t, most_t):
        _check_column(column, len(given_t))
    executed = [min(given, made) for given, made in zip(given_t, made_t, strict=True)]
    if reserve_t and not any(executed):
        raise NoSolution("batches.nothing_executed", reserve_t=reserve_t)
    room = sum(most for most, weight in zip(most_t, executed, strict=True) if weight)
    floors = [0] * len(executed)
    return split_exact(executed, floors=floors, ceilings=most_t, cap=min(reserve_t, room)).tonnes


def _check(quotas_t: Sequence[int], given_t: Sequence[int], made_t: Sequence[int], until: Fraction) -> None:
    for column in (quotas_t, given_t, made_t):
        _check_column(column, len(quotas_t))
    for place, (quota, given) in enumerate(zip(quotas_t, given_t, strict=True)):
        if given > quota:
            raise UsageError("batches.given_above_quota", position=place, given_t=given, quota_t=quota)
    if not 0 < until <= 1:
        raise UsageError("batches.until", found=str(until))


def _check_column(column: Sequence[int], length: int) -> None:
    if len(column) != length:
        raise UsageError("batches.shape", found=len(column), wanted=length)
    for place, tonnes in enumerate(column):
        if tonnes < 0:
            raise UsageError("batches.negative", position=place, found=tonnes)
