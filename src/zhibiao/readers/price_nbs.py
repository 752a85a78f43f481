"""The bureau of statistics' prices of means of production, every ten days: its own table, and lists of many."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from zhibiao.market.price import PricePoint, PriceSeries, Rhythm
from zhibiao.readers.grids.grid import Value
from zhibiao.readers.price_cells import Line, Sheet
from zhibiao.readers.price_gather import Gathered, start_of
from zhibiao.readers.price_goods import folded_name
from zhibiao.readers.wording import fold
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity
from zhibiao.terms.text import Text

SOURCE = "国家统计局 National Bureau of Statistics of China"
DELAY_DAYS = 4
"""The bureau publishes on the 4th, 14th and 24th what was found up to four days before."""

LIST_COLUMNS = ("period_start", "product_spec", "unit", "price_yuan", "change_yuan", "change_pct")
_TITLE = re.compile(r"(\d{4})年(\d{1,2})月(?:份)?(上|中|下)旬")
_DAYS = {"上": 1, "中": 11, "下": 21}
_PRICE, _CHANGE, _PERCENT = Text("价格", "price"), Text("涨跌", "change"), Text("涨跌幅", "change in per cent")
_SECTION = re.compile(r"[一二三四五六七八九十]+、")


def is_list(header: Sequence[str]) -> bool:
    """Whether a first row is that of the list."""
    return set(LIST_COLUMNS) <= set(header)


def header_of(sheet: Sheet) -> int | None:
    """Which line of a sheet is the header of the bureau's own table; None where none is."""
    for at, line in enumerate(sheet.lines):
        cells = [fold(line.text(column)) for column in range(len(line.cells))]
        if any(cell.startswith("产品名称") for cell in cells) and any("本期价格" in cell for cell in cells):
            return at
    return None


def read_list(sheet: Sheet, gathered: Gathered) -> tuple[PriceSeries, ...]:
    """Read the list: one row for each product and period, the first day of the ten in `period_start`."""
    at = {sheet.lines[0].text(column): column for column in range(len(sheet.lines[0].cells))}
    for line in sheet.lines[1:]:
        started = start_of(line.cells[at["period_start"]] if at["period_start"] < len(line.cells) else None)
        if started is None or started[1] or started[0].day not in _DAYS.values():
            place = sheet.place(gathered.remarks.file, line, at["period_start"], "period_start")
            text = line.text(at["period_start"]) or "—"
            gathered.remarks.add("price.ten_days_unreadable", Severity.QUARANTINE, place, text=text)
            continue
        _take(sheet, line, gathered, started[0], [at[name] for name in LIST_COLUMNS[1:]])
    return gathered.series(rhythm=Rhythm.TEN_DAYS, delay_days=DELAY_DAYS, unread=Severity.QUERY)


def read_published(sheets: Sequence[tuple[Sheet, int]], gathered: Gathered) -> tuple[PriceSeries, ...]:
    """Read the bureau's own tables, each with its period in the title above it, the sheet's name, or the file's."""
    for sheet, header in sheets:
        start = _period(sheet, header, gathered.remarks.file)
        if start is None:
            place = Place(file=gathered.remarks.file, sheet=sheet.name)
            gathered.remarks.add("price.ten_days_missing", Severity.REJECT, place)
            continue
        columns = _columns(sheet.lines[header])
        if columns is None:
            place = sheet.place(gathered.remarks.file, sheet.lines[header], 0)
            gathered.remarks.add("price.columns_missing", Severity.REJECT, place)
            continue
        for line in sheet.lines[header + 1 :]:
            if _is_product(line, columns):
                _take(sheet, line, gathered, start, columns)
    return gathered.series(rhythm=Rhythm.TEN_DAYS, delay_days=DELAY_DAYS, unread=Severity.QUERY)


def _period(sheet: Sheet, header: int, file: str) -> dt.date | None:
    """The first period that is named above the table, else by the sheet or the file."""
    above = [line.text(column) for line in sheet.lines[:header] for column in range(len(line.cells))]
    for text in (*above, sheet.name, file):
        if match := _TITLE.search(fold(text)):
            try:
                return dt.date(int(match[1]), int(match[2]), _DAYS[match[3]])
            except ValueError:
                continue
    return None


def _columns(header: Line) -> list[int] | None:
    """Name, unit, price, change and per cent; a change that is not there is -1."""
    cells = [fold(header.text(column)) for column in range(len(header.cells))]

    def find(*words: str) -> int:
        return next((at for at, cell in enumerate(cells) if any(cell.startswith(word) for word in words)), -1)

    found = [find("产品名称"), find("单位"), find("本期价格"), find("比上期价格涨跌", "价格涨跌"), find("涨跌幅")]
    return None if -1 in found[:3] else found


def _is_product(line: Line, columns: Sequence[int]) -> bool:
    """Rows that open a section or stand below the table as notes have a name and nothing else."""
    name, unit, price = (line.text(column) for column in columns[:3])
    return bool(name) and not _SECTION.match(fold(name)) and bool(unit or price) and (unit, price) != (name, name)


def _take(sheet: Sheet, line: Line, gathered: Gathered, start: dt.date, columns: Sequence[int]) -> None:
    file = gathered.remarks.file
    spec = folded_name(line.text(columns[0]))
    code = gathered.goods.in_ten_day_table(spec)
    if not code:
        gathered.unknown[line.text(columns[0]) or "—"] += 1
        return
    unit = gathered.unit(line.text(columns[1]), code, sheet.place(file, line, columns[1], "unit"))
    place = sheet.place(file, line, columns[2], "price")
    price = gathered.number(_cell(line, columns[2]), place, code, of=_PRICE)
    change = gathered.number(_cell(line, columns[3]), sheet.place(file, line, columns[3], "change"), code, of=_CHANGE)
    percent = gathered.number(_cell(line, columns[4]), sheet.place(file, line, columns[4], "pct"), code, of=_PERCENT)
    if unit is None or price is None:
        return
    point = PricePoint(start=start, price=price, spec=spec, change=change, change_pct=percent, place=place)
    gathered.take(code, point, unit=unit, source=SOURCE, has_vat=True)


def _cell(line: Line, column: int) -> Value:
    return line.cells[column] if 0 <= column < len(line.cells) else None
