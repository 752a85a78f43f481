"""One simulated city with planted events, its firms watched month by month: what was found, when, and what was idle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.reliability.simulated_months import specification
from zhibiao.assemble.resources import sectors
from zhibiao.assemble.simulated import SECTORS
from zhibiao.assessment.warnings import hidden_stop, inputs, stock_build_up, turning_point
from zhibiao.assessment.warnings.course import course_of
from zhibiao.assessment.warnings.every import asked
from zhibiao.assessment.warnings.history import FirmHistory, Reported
from zhibiao.assessment.warnings.inputs import WITNESSES
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.assessment.warnings.watched import Watched
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.filings import periods_of
from zhibiao.simulation.materials import TOTAL_FIELD
from zhibiao.simulation.planted_events import MONTHS_BEFORE, EventKind, PlantedEvent, plant
from zhibiao.simulation.specification import Firm, Specification
from zhibiao.terms.period import Month, Period

FINDS: Mapping[EventKind, str] = {
    EventKind.TURN_UP: turning_point.UP,
    EventKind.TURN_DOWN: turning_point.DOWN,
    EventKind.STOP: hidden_stop.CODE,
    EventKind.COVERED_STOP: inputs.CODE,
    EventKind.UNSOLD: stock_build_up.CODE,
}
"""Which finding is the answer to which event."""

AFTERMATH = 3
"""Months after an event in which a finding still speaks of it; a level is looked for within four months."""
SIZES = 0.1
TURNS = frozenset({turning_point.UP, turning_point.DOWN})
LASTING_MONTHS, LEAST_MONTHS = 6, 3


@dataclass(kw_only=True)
class Tally:
    """What watching cities gave; tallies add up.

    Args:
        planted: events by kind and size, the size rounded down to tenths.
        found_in: of those, found in the first, second, … month, by kind, size and month.
        firm_months: months watched outside events, of firms with an event elsewhere and of clean ones alike.
        idle: findings among them, by code.
        lasting: idle findings of a new level that did last: the city's own yearly plans move, some by a half.
        right, cases: findings of a code that came true, and all that could be told: a new level that lasted, the event
            that was planted.
    """

    planted: Counter[tuple[EventKind, int]] = field(default_factory=Counter)
    found_in: Counter[tuple[EventKind, int, int]] = field(default_factory=Counter)
    firm_months: int = 0
    idle_months: int = 0
    idle: Counter[str] = field(default_factory=Counter)
    lasting: int = 0
    right: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take in another tally."""
        self.planted += other.planted
        self.found_in += other.found_in
        self.firm_months += other.firm_months
        self.idle_months += other.idle_months
        self.idle += other.idle
        self.lasting += other.lasting
        self.right += other.right
        self.cases += other.cases

    def found_by(self, kind: EventKind, month: int, *, size: int | None = None) -> float:
        """Share of the planted events of a kind (and size) that were found by that month, 1 for the event's first."""
        found = sum(
            count
            for (one, tenth, late), count in self.found_in.items()
            if one is kind and late < month and size in (None, tenth)
        )
        planted = sum(count for (one, tenth), count in self.planted.items() if one is kind and size in (None, tenth))
        return found / planted if planted else 1.0

    @property
    def idle_share(self) -> float:
        """Share of firm-months outside events in which something was asked about output, inputs or stock."""
        return self.idle_months / self.firm_months if self.firm_months else 0.0


def noisier(times: float) -> Specification:
    """The bundled city's specification with the swing of every firm's months multiplied."""
    known = specification()
    return replace(known, firms=tuple(replace(firm, noise=firm.noise * times) for firm in known.firms))


def city_of(seed: int, specified: Specification) -> SimulatedCity:
    """The simulated city of one seed."""
    chosen = [sectors()[name] for name in SECTORS]
    return simulate(specified, sectors=chosen, generator=np.random.default_rng(seed))


def watch_city(seed: int, *, tolerances: WarningTolerances, specified: Specification) -> Tally:
    """Simulate, plant and watch one city, month by month as each was known."""
    city = city_of(seed, specified)
    truth = plant(city, generator=np.random.default_rng([seed, 1]))
    tally = Tally()
    for firm in specified.firms:
        history = history_in(truth.city, firm, specified)
        _count(tally, truth.events.get(firm.id), history, watched_months(history, tolerances))
    return tally


def history_in(city: SimulatedCity, firm: Firm, specified: Specification) -> FirmHistory:
    """A firm's periods as it would file them, its planned outages stated in days."""
    figures = city.figures[firm.id]
    is_steelmaker = firm.sector == "steel" and firm.route != "rerolling"
    made = figures["crude_steel_t" if is_steelmaker else TOTAL_FIELD.get(firm.sector, firm.rest)]
    outages = {outage.month: outage.month.days * (1 - outage.factor) for outage in firm.outages}

    def whole(series: Mapping[Month, int], period: Period) -> float:
        return float(sum(series[month] for month in period))

    return FirmHistory(
        enterprise=firm.id,
        name=firm.name,
        reported=tuple(
            Reported(
                period=period,
                made_t=whole(made, period),
                sold_t=whole(figures["sales_t"], period),
                stock_t=float(figures["stock_t"][period.last]),
                orders_t=float(figures["orders_t"][period.last]),
                inputs={name: whole(figures[name], period) for name in WITNESSES if name in figures},
                profit_yuan=whole(figures["profit_yuan"], period),
                revenue_yuan=whole(figures["sales_revenue_yuan"], period),
                outage_days=round(sum(outages.get(month, 0.0) for month in period), 1) or None,
            )
            for period in periods_of(city, joint_years=specified.joint_years)
        ),
    )


def watched_months(history: FirmHistory, tolerances: WarningTolerances) -> Iterator[Watched]:
    """The firm at the end of each period from the third year on.

    The course of a firm up to a month is the beginning of its whole course (a test holds it to that), so that it is
    worked out once.
    """
    course = course_of(history.reported, tolerances)
    start = history.reported[0].period.start.shift(MONTHS_BEFORE)
    for count, one in enumerate(history.reported, start=1):
        if one.period.start >= start:
            known = tuple(step for step in course if step.period <= one.period)
            past = replace(history, reported=history.reported[:count])
            yield Watched(history=past, course=known, tolerances=tolerances)


def _count(tally: Tally, event: PlantedEvent | None, whole: FirmHistory, months: Iterator[Watched]) -> None:
    place = None if event is None else (event.kind, int(abs(1 - event.factor) / SIZES + 1e-9))
    if place is not None:
        tally.planted[place] += 1
    is_found = False
    for firm in months:
        period = firm.now.period
        codes = [finding.code for finding in asked(firm) if finding.code in FINDS.values()]
        truth = {code: _came_true(code, event, firm, whole) for code in codes}
        tally.cases.update(code for code, came_true in truth.items() if came_true is not None)
        tally.right.update(code for code, came_true in truth.items() if came_true)
        if event is None or place is None or not _speaks_of(event, period):
            tally.firm_months += 1
            tally.idle_months += bool(codes)
            tally.idle.update(codes)
            tally.lasting += any(truth[code] for code in TURNS & truth.keys())
        elif not is_found and FINDS[event.kind] in codes:
            is_found = True
            late = (period.last.year - event.first.year) * 12 + period.last.month - event.first.month
            tally.found_in[*place, late] += 1


def _speaks_of(event: PlantedEvent, period: Period) -> bool:
    """Whether a period lies in an event or its aftermath; a lasting turn is news only when it is new."""
    is_turn = event.kind in (EventKind.TURN_UP, EventKind.TURN_DOWN)
    end = (event.first if is_turn else event.last).shift(AFTERMATH)
    return event.first <= period.last and period.start <= end


def _came_true(code: str, event: PlantedEvent | None, firm: Watched, whole: FirmHistory) -> bool | None:
    """Whether a finding came true; None for a new level that too few months follow.

    A fall without outage is right in a stop and as a lower level begins.
    """
    if code in TURNS:
        step = firm.step
        assert step is not None
        assert step.turn is not None
        return lasts(whole.reported, since=step.turn.since, change=step.turn.change)
    if event is None or not _speaks_of(event, firm.now.period):
        return False
    return code == FINDS[event.kind] or (code == hidden_stop.CODE and event.kind is EventKind.TURN_DOWN)


def lasts(reported: Sequence[Reported], *, since: Month, change: float) -> bool | None:
    """Whether half a year from `since` lay off the same months a year before by half the change at least; None early.

    Told from what was made alone, so that it can be asked of real figures too.
    """
    daily = {month: one.made_t / one.period.days for one in reported if one.made_t is not None for month in one.period}
    months = [month for month in (since.shift(count) for count in range(LASTING_MONTHS)) if month in daily]
    known = [(daily[month], daily[month.year_before()]) for month in months if month.year_before() in daily]
    before = sum(last for _, last in known)
    if len(known) < LEAST_MONTHS or not before:
        return None
    return (sum(now for now, _ in known) / before - 1) / change >= 0.5
