"""What a regulated year could have been beside the one that came: total, falls, the autumn cliff, and from when on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import numpy as np

from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.cap_rule import CapRule
from zhibiao.procedures.replay_provinces import split_off
from zhibiao.procedures.rolling.replay_provinces_regulated import T_PER_10KT, RegulatedYear, regulate_provinces
from zhibiao.terms.period import Month

PER_CAP = 1000
"""A year ends on its cap when it is off by no more than a thousandth of it."""
_FIRST_START, _LAST_START = 4, 11
_HALF = 6
_CLIFFS_PCT = (10, 15, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Daily output of all names together, month by month; January and February may be one.

    Args:
        months: the last month of each stretch, in order.
        t_per_day: tonnes a day.
        days: days of each stretch.
    """

    months: tuple[Month, ...]
    t_per_day: tuple[float, ...]
    days: tuple[int, ...]

    @property
    def largest_fall(self) -> tuple[float, Month]:
        """The largest fall from one month to the next as a share, and the month that fell."""
        falls = [1.0 - later / before for before, later in zip(self.t_per_day, self.t_per_day[1:], strict=False)]
        place = int(np.argmax(falls))
        return falls[place], self.months[place + 1]

    @property
    def cliff(self) -> tuple[float, Month]:
        """How far the lowest month from July on lies below the mean of the first half, as a share, and which it is."""
        first = [place for place, month in enumerate(self.months) if month.month <= _HALF]
        later = [place for place, month in enumerate(self.months) if month.month > _HALF]
        made = sum(self.t_per_day[place] * self.days[place] for place in first)
        lowest = min(later, key=lambda place: self.t_per_day[place])
        mean = made / sum(self.days[place] for place in first)
        return 1.0 - self.t_per_day[lowest] / mean, self.months[lowest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The plan begun in one month, with the caps known from January and nothing going astray.

    Args:
        month: the first that is planned.
        cut: how far the rest of the year lies below the course it was on, as a share; below zero: above it.
        cliff, largest_fall: as of `Daily`.
    """

    month: Month
    cut: float
    cliff: float
    largest_fall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldHaveBeen:
    """A year as it came, as planned with nothing going astray, and as it may have come of plans.

    Args:
        year: the year.
        real: daily output as published.
        real_total_t: what it added up to.
        planned: one run without errors.
        runs: runs with errors drawn, one per seed.
        starts: by first month of the plan.
    """

    year: int
    real: Daily
    real_total_t: int
    planned: RegulatedYear
    runs: tuple[RegulatedYear, ...]
    starts: tuple[Start, ...]


def could_have_been(
    table: OutputTable, *, year: int, rules: Sequence[CapRule], lag: int, seeds: Sequence[int]
) -> CouldHaveBeen:
    """Roll a year once without errors, once for each seed, and once for each month it might have begun in.

    Raises:
        NotFound: no name has the year and the one before whole.
        NoSolution: as `regulation.solve`.
    """
    planned = regulate_provinces(table, year=year, rules=rules, lag=lag)
    runs = tuple(
        regulate_provinces(table, year=year, rules=rules, lag=lag, generator=np.random.default_rng(seed))
        for seed in seeds
    )
    kept, _ = split_off(table, year=year)
    return CouldHaveBeen(
        year=year,
        real=daily(kept, year=year),
        real_total_t=sum(series.total_t(year) or 0 for series in kept),
        planned=planned,
        runs=runs,
        starts=_starts(table, year=year, rules=rules, lag=lag),
    )


def daily(series: Sequence[YearToDate], *, year: int) -> Daily:
    """Daily output of the sum, between months in which every name has a total."""
    common = sorted(set.intersection(*({m for m in one.made_t if m.year == year} for one in series)))
    made = [sum(one.made_t[month] for one in series) for month in common]
    ends = [sum(Month(year, number).days for number in range(1, month.month + 1)) for month in common]
    days = np.diff([0, *ends])
    return Daily(
        months=tuple(common),
        t_per_day=tuple((np.diff([0, *made]) / days).tolist()),
        days=tuple(days.tolist()),
    )


def latest_start(starts: Sequence[Start], *, most: float) -> Month | None:
    """The last month before which any start keeps the cliff within `most`, a share; None where the first is too late.

    A later start that keeps it as well, because the year fell by itself, does not count.
    """
    kept = list(takewhile(lambda one: one.cliff <= most, starts))
    return kept[-1].month if kept else None


def could_have_been_plain(found: CouldHaveBeen) -> dict[str, Any]:
    """The answer for JSON: output in 万吨, shares in %."""
    target = found.planned.target
    ends = [run.against_cap for run in found.runs]
    return {
        "year": found.year,
        "what_could_have_been": True,
        "lag_months": found.planned.lag,
        "cap_10kt": target.total_t / T_PER_10KT,
        "real": _daily_plain(found.real) | _end_plain(found.real_total_t, target.total_t),
        "planned": _run_plain(found.planned),
        "runs": [_run_plain(run) for run in found.runs],
        "spread": {
            "runs": len(ends),
            "within_0_1_pct": sum(abs(run.total_t - target.total_t) * PER_CAP <= target.total_t for run in found.runs),
            "against_cap_pct": _quantiles([end * 100 for end in ends]),
            "cliff_pct": _quantiles([_of(run).cliff[0] * 100 for run in found.runs]),
            "largest_fall_pct": _quantiles([_of(run).largest_fall[0] * 100 for run in found.runs]),
        },
        "starts": [
            {
                "month": str(one.month),
                "cut_pct": round(one.cut * 100, 2),
                "cliff_pct": round(one.cliff * 100, 2),
                "largest_fall_pct": round(one.largest_fall * 100, 2),
            }
            for one in found.starts
        ],
        "latest_start": {
            str(limit): str(month) if (month := latest_start(found.starts, most=limit / 100)) else None
            for limit in _CLIFFS_PCT
        },
    }


def _starts(table: OutputTable, *, year: int, rules: Sequence[CapRule], lag: int) -> tuple[Start, ...]:
    early = [replace(rule, known_from=min(rule.known_from, Month(year - 1, 12))) for rule in rules if rule.year == year]
    found = []
    for number in range(_FIRST_START, _LAST_START + 1):
        run = regulate_provinces(table, year=year, rules=early, lag=lag, start=Month(year, number))
        if run.started == Month(year, number):
            path = _of(run)
            step = run.steps[0]
            found.append(
                Start(
                    month=Month(year, number),
                    cut=1.0 - step.planned_t / step.course_t,
                    cliff=path.cliff[0],
                    largest_fall=path.largest_fall[0],
                )
            )
    return tuple(found)


def _of(run: RegulatedYear) -> Daily:
    return daily(run.series, year=run.year)


def _run_plain(run: RegulatedYear) -> dict[str, Any]:
    gaps = [step.certificate.gap for step in run.steps]
    return {
        **_daily_plain(_of(run)),
        **_end_plain(run.total_t, run.target.total_t),
        "started": str(run.started) if run.started else None,
        "over_own_cap": list(run.over_own_cap),
        "plans": len(run.steps),
        "worst_gap": max(gaps, default=None),
        "worst_violation": max((step.certificate.primal_violation for step in run.steps), default=None),
        "figures_not_yet_known": len(run.peeks),
    }


def _daily_plain(path: Daily) -> dict[str, Any]:
    (fall, fell), (cliff, lowest) = path.largest_fall, path.cliff
    return {
        "daily_10kt": {
            str(month): round(rate / T_PER_10KT, 3) for month, rate in zip(path.months, path.t_per_day, strict=True)
        },
        "largest_fall_pct": round(fall * 100, 2),
        "largest_fall_month": str(fell),
        "cliff_pct": round(cliff * 100, 2),
        "cliff_month": str(lowest),
    }


def _end_plain(total_t: int, cap_t: int) -> dict[str, Any]:
    return {"total_10kt": total_t / T_PER_10KT, "against_cap_pct": round((total_t / cap_t - 1.0) * 100, 3)}


def _quantiles(values: Sequence[float]) -> dict[str, float] | None:
    if not values:
        return None
    names = ("least", "median", "most")
    return dict(zip(names, np.round([min(values), np.median(values), max(values)], 3).tolist(), strict=True))
