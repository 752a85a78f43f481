"""Plain tables of prices, one a row: good, period, price, unit, and perhaps specification, change, source and tax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from zhibiao.market.price import PricePoint, PriceSeries, Rhythm
from zhibiao.readers.price_cells import Line, Sheet
from zhibiao.readers.price_gather import Gathered, start_of
from zhibiao.readers.price_goods import folded_name
from zhibiao.readers.wording import fold
from zhibiao.terms.cell_text import from_cell_text
from zhibiao.terms.finding import Severity
from zhibiao.terms.text import Text

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "good": ("good", "商品", "品种", "产品", "产品名称"),
        "period": ("period", "month", "date", "时间", "日期", "月份", "期别"),
        "price": ("price", "价格", "单价", "均价"),
        "unit": ("unit", "单位", "计价单位"),
        "spec": ("spec", "规格", "规格型号"),
        "change": ("change", "涨跌", "涨跌额"),
        "change_pct": ("change_pct", "涨跌幅", "涨跌幅(%)"),
        "source": ("source", "来源", "数据来源"),
        "vat": ("vat", "含税", "是否含税"),
    }
)
"""What each column may be called."""

NEEDED = ("good", "period", "price", "unit")
_WITH = frozenset({"with", "yes", "incl", "是", "含", "含税"})
_WITHOUT = frozenset({"without", "no", "excl", "否", "不含", "不含税"})
_WHAT = MappingProxyType(
    {
        "price": Text("价格", "price"),
        "change": Text("涨跌", "change"),
        "change_pct": Text("涨跌幅", "change in per cent"),
    }
)


def columns_of(line: Line) -> dict[str, int]:
    """Which column stands where in a first row; a heading counts only if it matches exactly."""
    headings = [fold(line.text(column)).casefold() for column in range(len(line.cells))]
    found = {}
    for column, names in HEADINGS.items():
        places = [at for at, heading in enumerate(headings) if heading in names]
        if len(places) == 1:
            found[column] = places[0]
    return found


def read_plain(sheet: Sheet, gathered: Gathered, columns: Mapping[str, int]) -> tuple[PriceSeries, ...]:
    """Read the table; whether tax is in a price is taken from its column, and asked about where there is none."""
    months, days = Gathered(gathered.goods, gathered.remarks), gathered
    if "vat" not in columns:
        place = sheet.place(gathered.remarks.file, sheet.lines[0], 0)
        gathered.remarks.add("price.tax_unstated", Severity.QUERY, place)
    for line in sheet.lines[1:]:
        _take(sheet, line, columns, months=months, days=days)
    by_month = months.series(rhythm=Rhythm.MONTH, delay_days=0)
    return (*by_month, *days.series(rhythm=None, delay_days=0))


def _take(sheet: Sheet, line: Line, columns: Mapping[str, int], *, months: Gathered, days: Gathered) -> None:
    file = days.remarks.file
    word = from_cell_text(line.text(columns["good"]))
    code = days.goods.words.get(folded_name(word), "") or days.goods.in_ten_day_table(folded_name(word))
    if not code:
        place = sheet.place(file, line, columns["good"], "good")
        near = days.close_to(folded_name(word))
        days.remarks.add("price.good_unknown", Severity.QUARANTINE, place, text=word or "—", nearest=near)
        return
    started = start_of(line.cells[columns["period"]] if columns["period"] < len(line.cells) else None)
    if started is None:
        place = sheet.place(file, line, columns["period"], "period")
        text = line.text(columns["period"]) or "—"
        days.remarks.add("price.period_unreadable", Severity.QUARANTINE, place, text=text)
        return
    unit = days.unit(line.text(columns["unit"]), code, sheet.place(file, line, columns["unit"], "unit"))
    figures = {}
    for name, what in _WHAT.items():
        at = columns.get(name, -1)
        cell = line.cells[at] if 0 <= at < len(line.cells) else None
        figures[name] = days.number(cell, sheet.place(file, line, max(at, 0), name), code, of=what)
    has_vat = _has_vat(sheet, line, columns, days)
    if unit is None or figures["price"] is None or has_vat is None:
        return
    point = PricePoint(
        start=started[0],
        price=figures["price"],
        spec=folded_name(line.text(columns["spec"])) if "spec" in columns else "",
        change=figures["change"],
        change_pct=figures["change_pct"],
        place=sheet.place(file, line, columns["price"], "price"),
    )
    source = from_cell_text(line.text(columns["source"])) if "source" in columns else ""
    (months if started[1] else days).take(code, point, unit=unit, source=source or file, has_vat=has_vat)


def _has_vat(sheet: Sheet, line: Line, columns: Mapping[str, int], gathered: Gathered) -> bool | None:
    """Whether tax is in the price; without a column it is not; None, and found, for a word that says neither."""
    if "vat" not in columns:
        return False
    word = fold(line.text(columns["vat"])).casefold()
    if word in _WITH or word in _WITHOUT:
        return word in _WITH
    place = sheet.place(gathered.remarks.file, line, columns["vat"], "vat")
    gathered.remarks.add("price.tax_unreadable", Severity.QUARANTINE, place, text=word or "—")
    return None


def missing(columns: Mapping[str, int]) -> Sequence[str]:
    """Needed columns that are not there."""
    return [name for name in NEEDED if name not in columns]
