"""The course of a firm's output: what each month should have been by its own past, and where its level changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.season import Season, season_of
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.terms.period import Month, Period

_TO_DEVIATION = 1.4826  # of a normal distribution: standard deviation over median deviation
_YEAR = 12
_SPREAD_MONTHS = 36
_LEAST_LEVEL = 2  # months that a level needs
_LEAST_WORKING_SHARE = 0.25  # of less than a quarter of a month the daily rate says nothing
_LOWEST = math.log(0.05)  # a month of nothing has no logarithm: it counts as a twentieth
_LONGEST_ODD = 6  # after so many odd months in a row the level is taken anew, whatever they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A lasting change of level.

    Args:
        since: first month at the new level.
        months: months seen at it when it was found.
        change: relative change of daily output, -0.2 for a fall by a fifth.
        times: the change in terms of the uncertainty of a mean of so many months.
        before_t_per_day, after_t_per_day: both levels at the season of the months seen.
    """

    since: Month
    months: int
    change: float
    times: float
    before_t_per_day: float
    after_t_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One period against what was expected of it beforehand.

    Args:
        period: the months covered.
        expected_t: expected at the level and season known before it, less the days of outage stated.
        made_t: what was made.
        deviation: logarithm of made over expected; a month of nothing counts as a twentieth.
        spread: usual deviation of a month, a standard deviation in logarithms.
        is_low: whether it fell beyond the tolerance although no stop explains it.
        turn: the change of level found with this period.
    """

    period: Period
    expected_t: float
    made_t: float
    deviation: float
    spread: float
    is_low: bool
    turn: Turn | None = None


@dataclass(slots=True)
class _Seen:
    """A period that could be judged, or that only fills its place."""

    reported: Reported
    last: int
    months: tuple[tuple[int, int], ...]
    log: float | None
    is_ordinary: bool = True


@dataclass(slots=True)
class _Path:
    """What is known while the months go by; private to `course_of`."""

    tolerances: WarningTolerances
    first: Month
    seen: list[_Seen] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    season: Season = field(default_factory=Season)
    residuals: list[float] = field(default_factory=list)


def course_of(reported: Sequence[Reported], tolerances: WarningTolerances) -> tuple[Step, ...]:
    """Every period from the first that can be judged, each against what was known before it.

    A period is judged with the level and season of the periods before it alone: more months later change no step
    before them. Nothing is said before `least_months` of history. Periods without a figure, of negative output
    (revisions) or of an outage that leaves too few days are passed over.

    Source: docs/maths/warnings.md.
    """
    if not reported:
        return ()
    path = _Path(tolerances=tolerances, first=reported[0].period.start)
    return tuple(_steps(reported, path))


def _steps(reported: Sequence[Reported], path: _Path) -> Iterator[Step]:
    for one in reported:
        seen = _seen(one, path.first)
        if not _is_ready(path):
            path.seen.append(seen)
            if _is_ready(path):
                _start(path)
            continue
        _learn(path)
        step = _judged(path, seen)
        path.seen.append(seen)
        if step is not None:
            yield step


def _seen(one: Reported, first: Month) -> _Seen:
    months = tuple((month.month - 1, month.days) for month in one.period)
    last = (one.period.last.year - first.year) * 12 + one.period.last.month - first.month
    days, made = one.working_days, one.made_t
    is_usable = made is not None and made >= 0 and days >= _LEAST_WORKING_SHARE * one.period.days
    log = None
    if is_usable and made is not None:
        log = math.log(made / days) if made > 0 else -math.inf
    return _Seen(reported=one, last=last, months=months, log=log)


def _has_log(seen: _Seen) -> bool:
    return seen.log is not None and seen.log > -math.inf


def _is_ready(path: _Path) -> bool:
    if not path.seen:
        return False
    known = sum(len(one.months) for one in path.seen if _has_log(one))
    return path.seen[-1].last + 1 >= path.tolerances.least_months and known >= 0.75 * path.tolerances.least_months


def _start(path: _Path) -> None:
    """First level, season and spread from the first months together; months that stand out are then left out."""
    for one in path.seen:
        one.is_ordinary = _has_log(one) and not one.reported.states_a_stop
    for _ in range(3):
        _learn(path)
        residuals = [(one, _own_residual(path, place)) for place, one in enumerate(path.seen)]
        known = [abs(value) for _, value in residuals if value is not None]
        spread = max(path.tolerances.least_spread, _TO_DEVIATION * median(known))
        limit = max(-math.log1p(-path.tolerances.stop_share), path.tolerances.stop_times * spread)
        for one, value in residuals:
            if value is not None and abs(value) > limit:
                one.is_ordinary = False
    path.residuals = [value for _, value in residuals if value is not None and abs(value) <= limit]


def _own_residual(path: _Path, place: int) -> float | None:
    """How far a month of the start lies from the median of those around it, season taken out."""
    one = path.seen[place]
    if one.log is None or not _has_log(one):
        return None
    near = [
        other.log - path.season.of(other.months)
        for other in path.seen[max(0, place - 4) : place + 5]
        if other is not one and other.is_ordinary and other.log is not None
    ]
    return one.log - path.season.of(one.months) - median(near) if near else None


def _learn(path: _Path) -> None:
    """Season from the whole past, its breaks of level taken out and its gaps filled with what was expected."""
    jumps = _jumps(path)
    count = path.seen[-1].last + 1
    values: list[float] = [math.nan] * count
    is_seen = [False] * count
    for one in path.seen:
        usual = path.season.of(one.months)
        log = one.log if one.is_ordinary and one.log is not None else None
        base = None if log is None else log - usual + _jump_after(jumps, one.last)
        for back, (place, _) in enumerate(reversed(one.months)):
            if base is not None:
                values[one.last - back] = base + path.season.by_month[place]
                is_seen[one.last - back] = True
    _fill(values, path)
    path.season = season_of(values, is_seen, first=path.first.month - 1)


def _fill(values: list[float], path: _Path) -> None:
    """Close gaps with the level of the nearest month before (or after), at the gap's own season."""
    by_month, first = path.season.by_month, path.first.month - 1
    level = next((v - by_month[(first + n) % 12] for n, v in enumerate(values) if not math.isnan(v)), 0.0)
    for place, value in enumerate(values):
        usual = by_month[(first + place) % 12]
        if math.isnan(value):
            values[place] = level + usual
        else:
            level += 0.3 * (value - usual - level)


def _jumps(path: _Path) -> list[tuple[int, float]]:
    """Each break with the change of level there, measured with what is known now."""
    found = []
    bounds = [0, *path.breaks, path.seen[-1].last + 1]
    for before, at, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
        old = _flat(path, max(before, at - _YEAR), at)
        new = _flat(path, at, min(after, at + _YEAR))
        found.append((at, median(new) - median(old) if old and new else 0.0))
    return found


def _flat(path: _Path, start: int, end: int) -> list[float]:
    return [
        one.log - path.season.of(one.months)
        for one in path.seen
        if start <= one.last < end and one.is_ordinary and one.log is not None
    ]


def _jump_after(jumps: Sequence[tuple[int, float]], place: int) -> float:
    return sum(change for at, change in jumps if at > place)


def _level(path: _Path, *, before: int) -> float | None:
    """Median of the last ordinary months of the year before a place, season and breaks of level taken out.

    None with too few of them, or none since the last break.
    """
    jumps = [(at, change) for at, change in _jumps(path) if at < before]
    if jumps and not _flat(path, jumps[-1][0], before):
        return None
    near: list[float] = []
    months = 0
    for one in reversed(path.seen):
        if before - _YEAR <= one.last < before and one.is_ordinary and one.log is not None:
            value = one.log - path.season.of(one.months) + _jump_after(jumps, one.last)
            near += [value] * len(one.months)
            months += len(one.months)
            if months >= path.tolerances.level_months:
                break
    return median(near) if len(near) >= _LEAST_LEVEL else None


def _judged(path: _Path, seen: _Seen) -> Step | None:
    """The step of a period, with what it teaches written into the path."""
    start = seen.last - len(seen.months) + 1
    level = _level(path, before=start)
    states = seen.reported.states_a_stop
    if seen.log is None or level is None:
        # After a year without a figure, or a stop that became the level, months only tell where it stands now.
        seen.is_ordinary = _has_log(seen) and not states
        return None
    usual = path.season.of(seen.months)
    spread = _spread(path)
    deviation = max(_LOWEST, seen.log - usual - level)
    limit = max(-math.log1p(-path.tolerances.stop_share), path.tolerances.stop_times * spread)
    is_low = deviation < -limit and not seen.reported.is_stop_stated and spread <= path.tolerances.most_spread
    seen.is_ordinary = _has_log(seen) and abs(deviation) <= limit and not states
    if seen.is_ordinary:
        path.residuals.append(deviation)
    path.seen.append(seen)
    turn = None if spread > path.tolerances.most_spread else _turn(path, spread)
    if turn is None:
        _take_anew(path)
    path.seen.pop()
    return Step(
        period=seen.reported.period,
        expected_t=math.exp(level + usual) * seen.reported.working_days,
        made_t=seen.reported.made_t or 0.0,
        deviation=deviation,
        spread=spread,
        is_low=is_low,
        turn=turn,
    )


def _spread(path: _Path) -> float:
    known = [abs(value) for value in path.residuals[-_SPREAD_MONTHS:]]
    return max(path.tolerances.least_spread, _TO_DEVIATION * median(known)) if known else math.inf


def _turn(path: _Path, spread: float) -> Turn | None:
    """A change of level that the last two, three or four months agree on: the likeliest place of a break, scanned."""
    group: list[_Seen] = []
    for one in reversed(path.seen):
        start = one.last - len(one.months) + 1
        if one.log is None or one.reported.states_a_stop or (path.breaks and start <= path.breaks[-1]):
            return None
        group.insert(0, one)
        months = sum(len(item.months) for item in group)
        if months > path.tolerances.turn_months:
            return None
        found = _change(path, group, spread, months) if months > 1 else None
        if found is not None:
            path.breaks.append(start)
            for item in group:
                item.is_ordinary = _has_log(item)
            return found
    return None


def _take_anew(path: _Path) -> None:
    """After half a year of nothing but odd months the old level binds nobody: they become the level, without a word."""
    recent = path.seen[-_LONGEST_ODD:]
    start = recent[0].last - len(recent[0].months) + 1
    is_odd = all(_has_log(one) and not one.is_ordinary and not one.reported.states_a_stop for one in recent)
    if is_odd and not (path.breaks and start <= path.breaks[-1]):
        path.breaks.append(start)
        for one in recent:
            one.is_ordinary = True


def _change(path: _Path, group: Sequence[_Seen], spread: float, months: int) -> Turn | None:
    start = group[0].last - len(group[0].months) + 1
    level = _level(path, before=start)
    if level is None or any(one.log is None for one in group):
        return None
    tolerances = path.tolerances
    off = [max(_LOWEST, (one.log or 0.0) - path.season.of(one.months) - level) for one in group]
    shift = sum(value * len(one.months) for value, one in zip(off, group, strict=True)) / months
    least, most = min(abs(value) for value in off), max(abs(value) for value in off)
    if any(value * shift <= 0 for value in off) or least < most / 2:
        return None
    change = math.expm1(shift)
    if abs(change) < tolerances.turn_share or (-change >= tolerances.deep_share and months < tolerances.turn_months):
        return None
    times = abs(shift) * math.sqrt(months) / (spread * tolerances.memory)
    if times < tolerances.turn_times:
        return None
    days = sum(one.reported.period.days for one in group)
    usual = sum(one.reported.period.days * math.exp(level + path.season.of(one.months)) for one in group) / days
    return Turn(
        since=group[0].reported.period.start,
        months=months,
        change=change,
        times=times,
        before_t_per_day=usual,
        after_t_per_day=usual * math.exp(shift),
    )
