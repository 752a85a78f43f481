"""Events planted into a simulated city, so that what finds them can be measured: the truth is known here alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from zhibiao.simulation.city import SimulatedCity
from zhibiao.terms.period import Month

Series = Mapping[Month, int]

MONTHS_BEFORE = 24
"""Months of history before the first event: a firm that is new has no level to leave."""
MONTHS_AFTER = 2
"""Months after an event's first, so that finding it within two months can be seen."""
_STEP = (0.15, 0.40)
_LEFT = (0.0, 0.60)
_UNSOLD = (0.10, 0.30)
_STOP_MONTHS, _UNSOLD_MONTHS = (1, 3), (4, 6)
_STANDING = frozenset({"stock_t", "orders_t", "workforce_persons"})  # not flows that rise and fall with output
_INPUTS = frozenset(
    {
        "electricity_kwh",
        "energy_tce",
        "iron_ore_used_t",
        "coke_used_t",
        "pig_iron_t",
        "scrap_used_t",
        "billets_bought_t",
        "magnesite_used_t",
        "ore_mined_t",
        "scrap_bought_t",
    }
)


class EventKind(StrEnum):
    """What may be planted into a firm's months."""

    TURN_UP = "turn_up"
    TURN_DOWN = "turn_down"
    STOP = "stop"
    COVERED_STOP = "covered_stop"
    UNSOLD = "unsold"


_TURNS = frozenset({EventKind.TURN_UP, EventKind.TURN_DOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedEvent:
    """One event and its size.

    Args:
        first, last: its months, both included; a turn lasts to the end.
        factor: what output is multiplied by; in a covered stop what goes into it, unsold what is sold.
    """

    enterprise: str
    kind: EventKind
    first: Month
    last: Month
    factor: float

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedCity:
    """The city with its events in place, and the truth about them; firms without an event are clean."""

    city: SimulatedCity
    events: Mapping[str, PlantedEvent]


def plant(
    city: SimulatedCity,
    *,
    generator: np.random.Generator,
    kinds: Sequence[EventKind] = tuple(EventKind),
    share: float = 0.5,
) -> PlantedCity:
    """Plant at most one event into each firm.

    A turn moves a firm's output by 15 to 40 % for good. A stop leaves 0 to 60 % of it for one to three months, and no
    outage is stated. A covered stop leaves output as it is and as much of what goes into it: power, fuel, ore. Unsold
    goods are 10 to 30 % of four to six months' sales that go into stock. Everything that moves with output moves with
    it, and stocks roll forward.

    Args:
        generator: the only source of chance.
        kinds: what is planted, each as often.
        share: how many firms get one, 0 to 1; the others are clean.

    Raises:
        ValueError: the city has too few months for an event and what must lie around it.
    """
    if len(city.months) <= MONTHS_BEFORE + MONTHS_AFTER:
        raise ValueError(f"a city of {len(city.months)} months has no room for events")
    figures = dict(city.figures)
    events = {}
    for enterprise in sorted(city.figures):
        drawn = generator.random()
        event = _drawn(enterprise, kinds, city.months, generator)
        if drawn < share:
            figures[enterprise] = with_event(figures[enterprise], event)
            events[enterprise] = event
    return PlantedCity(city=replace(city, figures=MappingProxyType(figures)), events=MappingProxyType(events))


def _drawn(
    enterprise: str, kinds: Sequence[EventKind], months: Sequence[Month], generator: np.random.Generator
) -> PlantedEvent:
    kind = kinds[int(generator.integers(len(kinds)))]
    place = int(generator.integers(MONTHS_BEFORE, len(months) - MONTHS_AFTER))
    last = len(months) - 1
    if kind is EventKind.TURN_UP:
        factor = 1 + float(generator.uniform(*_STEP))
    elif kind is EventKind.TURN_DOWN:
        factor = 1 - float(generator.uniform(*_STEP))
    elif kind is EventKind.UNSOLD:
        factor = 1 - float(generator.uniform(*_UNSOLD))
        last = place + int(generator.integers(_UNSOLD_MONTHS[0], _UNSOLD_MONTHS[1] + 1)) - 1
    else:
        factor = float(generator.uniform(*_LEFT))
        last = place + int(generator.integers(_STOP_MONTHS[0], _STOP_MONTHS[1] + 1)) - 1
    return PlantedEvent(
        enterprise=enterprise,
        kind=kind,
        first=months[place],
        last=months[min(last, len(months) - 1)],
        factor=factor,
    )


def with_event(figures: Mapping[str, Series], event: PlantedEvent) -> dict[str, dict[Month, int]]:
    """One firm's figures with the event in them, by field and month, whole amounts.

    Rows are rounded one by one: products may miss their total by a tonne each.
    """
    moved = _moved(event.kind) or figures.keys() - _STANDING
    changed = {
        name: {
            month: round(amount * event.factor) if name in moved and month in event else amount
            for month, amount in series.items()
        }
        for name, series in figures.items()
    }
    if event.kind in _TURNS:
        changed |= _at_new_level(figures, event)
    else:
        changed["stock_t"] = _rolled_forward(figures, changed, event)
    return changed


def _at_new_level(figures: Mapping[str, Series], event: PlantedEvent) -> dict[str, dict[Month, int]]:
    """Stock and sales of a firm that stays at another level: it keeps its usual days of stock."""
    old = figures["stock_t"]
    stock = {month: round(amount * event.factor) if month in event else amount for month, amount in old.items()}
    sold = dict(figures["sales_t"])
    for before, month in pairwise(sorted(old)):
        if month in event:
            made = round((old[month] - old[before] + figures["sales_t"][month]) * event.factor)
            sold[month] = max(0, stock[before] + made - stock[month])
    return {"stock_t": stock, "sales_t": sold}


def _moved(kind: EventKind) -> frozenset[str]:
    """The fields that an event moves; empty where everything but what stands moves with output."""
    return {EventKind.COVERED_STOP: _INPUTS, EventKind.UNSOLD: frozenset({"sales_t"})}.get(kind, frozenset())


def _rolled_forward(
    figures: Mapping[str, Series], changed: Mapping[str, Series], event: PlantedEvent
) -> dict[Month, int]:
    """The stock month by month: what was made comes to it and what was sold leaves it, as both are now."""
    stock, sold = figures["stock_t"], figures["sales_t"]
    months = sorted(stock)
    rolled = {months[0]: stock[months[0]]}
    for before, month in pairwise(months):
        made = stock[month] - stock[before] + sold[month]
        now = round(made * event.factor) if month in event and not _moved(event.kind) else made
        rolled[month] = max(0, rolled[before] + now - changed["sales_t"][month])
    return rolled
