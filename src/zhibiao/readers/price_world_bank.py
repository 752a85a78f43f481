"""The World Bank's monthly commodity prices: the workbook as published, and a list of its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.market.price import PricePoint, PriceSeries, Rhythm
from zhibiao.readers.price_cells import Sheet
from zhibiao.readers.price_gather import Gathered, start_of
from zhibiao.readers.price_goods import folded_name
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity
from zhibiao.terms.text import Text

SOURCE = "World Bank, Commodity Price Data (The Pink Sheet)"
DELAY_DAYS = 5
"""The table comes out in the first days of the month after."""

LIST_COLUMNS = ("month", "commodity", "unit", "price")
_MONTH = re.compile(r"\d{4}M\d{2}")
_MARKS = re.compile(r"[*\s]+$")
_PRICE = Text("价格", "price")


def is_list(header: Sequence[str]) -> bool:
    """Whether a first row is that of the list."""
    return set(LIST_COLUMNS) <= set(header)


def first_month(sheet: Sheet) -> int | None:
    """Which line of a sheet is the first with a month such as 1960M01, two lines of heads above it; None for none."""
    at = next((at for at, line in enumerate(sheet.lines) if _MONTH.fullmatch(line.text(0))), None)
    return at if at is not None and at >= 2 else None


def read_list(sheet: Sheet, gathered: Gathered) -> tuple[PriceSeries, ...]:
    """Read the list: one row for each commodity and month."""
    file = gathered.remarks.file
    at = {sheet.lines[0].text(column): column for column in range(len(sheet.lines[0].cells))}
    for line in sheet.lines[1:]:
        code = gathered.goods.world_bank.get(folded_name(line.text(at["commodity"])), "")
        if not code:
            gathered.unknown[line.text(at["commodity"]) or "—"] += 1
            continue
        started = start_of(line.cells[at["month"]] if at["month"] < len(line.cells) else None)
        if started is None:
            place = sheet.place(file, line, at["month"], "month")
            text = line.text(at["month"]) or "—"
            gathered.remarks.add("price.month_unreadable", Severity.QUARANTINE, place, text=text)
            continue
        unit = gathered.unit(line.text(at["unit"]), code, sheet.place(file, line, at["unit"], "unit"))
        place = sheet.place(file, line, at["price"], "price")
        cell = line.cells[at["price"]] if at["price"] < len(line.cells) else None
        price = gathered.number(cell, place, code, of=_PRICE)
        if unit is not None and price is not None:
            point = PricePoint(start=started[0].replace(day=1), price=price, place=place)
            gathered.take(code, point, unit=unit, source=SOURCE, has_vat=False)
    return gathered.series(rhythm=Rhythm.MONTH, delay_days=DELAY_DAYS)


def read_workbook(sheet: Sheet, first: int, gathered: Gathered) -> tuple[PriceSeries, ...]:
    """Read the sheet of monthly prices: names above units above months, one column for each commodity."""
    file = gathered.remarks.file
    names, units = sheet.lines[first - 2], sheet.lines[first - 1]
    columns = {}
    for column in range(1, len(names.cells)):
        word = _MARKS.sub("", names.text(column))
        if not word:
            continue
        code = gathered.goods.world_bank.get(folded_name(word), "")
        if not code:
            gathered.unknown[word] += 1
            continue
        unit = gathered.unit(units.text(column), code, sheet.place(file, units, column, "unit"))
        if unit is not None:
            columns[column] = code, unit
    for line in sheet.lines[first:]:
        started = start_of(line.text(0)) if _MONTH.fullmatch(line.text(0)) else None
        if started is None:
            if any(line.text(column) for column in columns):
                place: Place = sheet.place(file, line, 0, "month")
                gathered.remarks.add("price.month_unreadable", Severity.QUARANTINE, place, text=line.text(0) or "—")
            continue
        for column, (code, unit) in columns.items():
            place = sheet.place(file, line, column, "price")
            price = gathered.number(line.cells[column] if column < len(line.cells) else None, place, code, of=_PRICE)
            if price is not None:
                point = PricePoint(start=started[0], price=price, place=place)
                gathered.take(code, point, unit=unit, source=SOURCE, has_vat=False)
    return gathered.series(rhythm=Rhythm.MONTH, delay_days=DELAY_DAYS)
