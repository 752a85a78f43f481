"""One simulated city as it is, with quotas drawn: what warnings about margin and quota said, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.warned_city import Tally, city_of, history_in, watched_months
from zhibiao.assessment.pace.year_end import year_ends
from zhibiao.assessment.warnings import margin, quota_use
from zhibiao.assessment.warnings.history import FirmHistory, YearOutlook
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.assessment.warnings.watched import Watched
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.simulation.specification import Specification
from zhibiao.terms.period import Month, months_of

YEARS = (2023, 2024)
FIRST_MONTH, LAST_MONTH = 3, 11
QUOTA_SPREAD = 0.05
"""Quotas are drawn evenly within this share of last year's level: in the city none has to bind."""
MONTHS_AHEAD = 3
"""A margin warning is right when these months together end with a loss."""


def watch_years(seed: int, *, tolerances: WarningTolerances, specified: Specification) -> Tally:
    """Watch one city without events: margins month by month, quotas from March to November."""
    city = city_of(seed, specified)
    histories = {firm.id: history_in(city, firm, specified) for firm in specified.firms}
    tally = Tally()
    for history in histories.values():
        _count_margins(tally, history, tolerances)
    makers = {
        firm.id: histories[firm.id]
        for firm in specified.firms
        if firm.sector == "magnesia" or (firm.sector == "steel" and firm.route != "rerolling")
    }
    _count_quotas(tally, makers, np.random.default_rng([seed, 2]), tolerances)
    return tally


def _count_margins(tally: Tally, history: FirmHistory, tolerances: WarningTolerances) -> None:
    for firm in watched_months(history, tolerances):
        ahead = [one for one in history.reported if one.period.start > firm.now.period.last][:MONTHS_AHEAD]
        if len(ahead) == MONTHS_AHEAD:
            for finding in margin.margin_under_water(firm):
                tally.cases[finding.code] += 1
                tally.right[finding.code] += sum(one.profit_yuan or 0.0 for one in ahead) < 0


def _count_quotas(
    tally: Tally, histories: Mapping[str, FirmHistory], generator: np.random.Generator, tolerances: WarningTolerances
) -> None:
    for year in YEARS:
        whole = {name: _total(history, year) for name, history in histories.items()}
        quotas = {
            name: round(_total(history, year - 1) * generator.uniform(1 - QUOTA_SPREAD, 1 + QUOTA_SPREAD))
            for name, history in histories.items()
        }
        for month in months_of(year)[FIRST_MONTH - 1 : LAST_MONTH]:
            for name, firm in _outlooks(histories, quotas, month, tolerances):
                for warning in quota_use.WARNINGS:
                    for finding in warning.run(firm):
                        tally.cases[finding.code] += 1
                        tally.right[finding.code] += _came_true(finding.code, whole[name], quotas[name], tolerances)


def _came_true(code: str, total_t: int, quota_t: int, tolerances: WarningTolerances) -> bool:
    """Overrun: the year ended above the quota. Unused: it ended as far below as the warning names for its least."""
    if code == quota_use.OVERRUN:
        return total_t > quota_t
    return total_t <= quota_t * (1 - tolerances.unused_share)


def _outlooks(
    histories: Mapping[str, FirmHistory], quotas: Mapping[str, int], month: Month, tolerances: WarningTolerances
) -> Iterator[tuple[str, Watched]]:
    profiles = {name: _profiles(history.until(month), month) for name, history in histories.items()}
    ends = year_ends(profiles, month=month)
    for name, history in histories.items():
        if name in ends:
            made = profiles[name][-1].at(month.month) or 0
            outlook = YearOutlook(
                quota_t=quotas[name],
                made_t=made,
                quantiles_t=ends[name].quantiles_t,
                central_t=ends[name].central_t,
            )
            known = replace(history.until(month), outlook=outlook)
            yield name, Watched(history=known, course=(), tolerances=tolerances)


def _profiles(history: FirmHistory, month: Month) -> Sequence[YearProfile]:
    first = history.reported[0].period.start.year
    found = []
    for year in range(first, month.year + 1):
        ends = {
            one.period.last.month: round(one.made_t or 0.0) for one in history.reported if one.period.start.year == year
        }
        made: list[int | None] = []
        so_far = 0
        for number in range(1, 13):
            so_far += ends.get(number, 0)
            made.append(so_far if number in ends else None)
        found.append(YearProfile(year=year, made_t=tuple(made)))
    return found


def _total(history: FirmHistory, year: int) -> int:
    return round(sum(one.made_t or 0.0 for one in history.reported if one.period.start.year == year))
