"""Planted events: where they are, what they move, and that nothing else moves."""

from dataclasses import replace

import numpy as np
import pytest

from city_sample import city
from zhibiao.simulation.planted_events import MONTHS_BEFORE, EventKind, PlantedEvent, plant, with_event
from zhibiao.terms.period import Month

FIRST, LAST = Month(2023, 5), Month(2023, 6)


def _event(kind: EventKind, factor: float, last: Month = LAST) -> PlantedEvent:
    return PlantedEvent(enterprise="LH-S01", kind=kind, first=FIRST, last=last, factor=factor)


def test_the_same_generator_gives_the_same_events_and_clean_firms_stay_as_they_were() -> None:
    one, other = (plant(city(), generator=np.random.default_rng(7)) for _ in range(2))
    assert one.events == other.events
    assert 0 < len(one.events) < len(city().figures)
    for name, figures in one.city.figures.items():
        assert (name in one.events) == (figures != city().figures[name])


def test_events_have_the_sizes_and_months_that_are_promised() -> None:
    months = city().months
    events = [event for seed in range(12) for event in _planted(seed)]
    assert set(EventKind) == {event.kind for event in events}
    for event in events:
        assert months[MONTHS_BEFORE] <= event.first <= months[-3]
        span = (event.last.year - event.first.year) * 12 + event.last.month - event.first.month + 1
        if event.kind in (EventKind.TURN_UP, EventKind.TURN_DOWN):
            assert 0.15 <= abs(1 - event.factor) <= 0.40
            assert months[-1] == event.last
        elif event.kind is EventKind.UNSOLD:
            assert 0.70 <= event.factor <= 0.90
        else:
            assert 0.0 <= event.factor <= 0.6
            assert span <= 3


def _planted(seed: int) -> list[PlantedEvent]:
    return list(plant(city(), generator=np.random.default_rng(seed)).events.values())


def test_no_event_is_planted_where_none_is_wanted() -> None:
    assert {} == plant(city(), generator=np.random.default_rng(1), share=0.0).events


@pytest.mark.parametrize("kind", [EventKind.STOP, EventKind.TURN_DOWN])
def test_output_and_what_goes_with_it_fall_in_the_events_months_alone(kind: EventKind) -> None:
    figures = city().figures["LH-S01"]
    changed = with_event(figures, _event(kind, 0.5))
    for field in ("crude_steel_t", "electricity_kwh", "sales_revenue_yuan"):
        for month in city().months:
            expected = round(figures[field][month] * 0.5) if FIRST <= month <= LAST else figures[field][month]
            assert expected == changed[field][month]
    assert figures["workforce_persons"] == changed["workforce_persons"]


def test_a_covered_stop_moves_inputs_alone() -> None:
    figures = city().figures["LH-S01"]
    changed = with_event(figures, _event(EventKind.COVERED_STOP, 0.4))
    assert figures["crude_steel_t"] == changed["crude_steel_t"]
    assert round(figures["electricity_kwh"][FIRST] * 0.4) == changed["electricity_kwh"][FIRST]


def test_stocks_roll_forward_through_what_is_not_sold() -> None:
    figures = city().figures["LH-S01"]
    changed = with_event(figures, _event(EventKind.UNSOLD, 0.8))
    unsold = sum(figures["sales_t"][month] - changed["sales_t"][month] for month in (FIRST, LAST))
    assert unsold > 0
    assert unsold == changed["stock_t"][city().months[-1]] - figures["stock_t"][city().months[-1]]


def test_a_city_of_few_months_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        plant(replace(city(), months=city().months[:20]), generator=np.random.default_rng(1))
