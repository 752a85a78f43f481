"""The figures of the month for the register: each indicator from the returns and accounts known at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from zhibiao.ledger.capacity.views import balances_at, class_standings
from zhibiao.procedures.capacity.plan import CapacityStore
from zhibiao.procedures.register.figure_months import OnRecord, high_end_months, months_of
from zhibiao.procedures.register.figure_years import years_ahead
from zhibiao.register.figures import IndicatorFigures, PeriodFigure
from zhibiao.register.indicators import How, Indicator
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, Period


def figures_of(
    store: CapacityStore,
    city: City,
    dictionary: Dictionary,
    sectors: Mapping[str, Sector],
    indicators: Iterable[Indicator],
    *,
    known_by: dt.datetime | None,
    on: dt.date,
) -> dict[str, IndicatorFigures]:
    """Every indicator month by month up to a day, with draws of the year's end; those without any figure are left out.

    Args:
        store: the book.
        city: its enterprises.
        dictionary: the fields of returns.
        sectors: the industries with their catalogues.
        indicators: those asked for; each costs time of its own.
        known_by: read only returns received by then; None for all there are.
        on: months that are not over by then are not read.
    """
    wanted = tuple(indicators)
    if not wanted:
        return {}
    on_record = OnRecord.of(store.returns(known_by=known_by), city, dictionary, sectors, on=on)
    found = (_figures(one, store, on_record, on=on) for one in wanted)
    return {one.code: one for one in found if one.months}


def _figures(indicator: Indicator, store: CapacityStore, on_record: OnRecord, *, on: dt.date) -> IndicatorFigures:
    if indicator.how is How.CAPACITY:
        months = tuple(_capacity(indicator, store, on_record))
        of_forecast = months
    elif indicator.how is How.HIGH_END:
        months, of_forecast = high_end_months(indicator, on_record, by=(None, on.year))
    else:
        months = of_forecast = months_of(indicator, on_record)
    return IndicatorFigures(
        code=indicator.code,
        unit=indicator.unit,
        adds=indicator.adds,
        months=months,
        ahead=years_ahead(indicator, of_forecast, on=on),
    )


def _capacity(indicator: Indicator, store: CapacityStore, on_record: OnRecord) -> Iterator[PeriodFigure]:
    """What ran at the end of each month of the returns: by the capacity accounts once opened, else by the list."""
    entries = store.capacity(sector=indicator.sector).entries
    opened = min((entry.draft.month for entry in entries), default="")
    for period in on_record.periods(indicator.sector):
        for month in period:
            if opened and str(month) >= opened:
                running = {one.quantity: one.running_t for one in class_standings(balances_at(entries, str(month)))}
                tonnes = running.get(indicator.above, 0)
            else:
                tonnes = _on_list(indicator, on_record.city, month)
            yield PeriodFigure(period=Period.of(month), value=Fraction(tonnes))


def _on_list(indicator: Indicator, city: City, month: Month) -> int:
    return sum(item.capacity_t(indicator.above, month) for item in city.of_sector(indicator.sector))
