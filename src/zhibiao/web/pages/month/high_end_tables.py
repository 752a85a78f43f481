"""The tables of *High end*: each enterprise's part, products by grade and use, re-allocation, growth, the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount
from zhibiao.assessment.high_end.account import FirmShift, HighEndAccount
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.assessment.monthly import ChainLine, Measure, MonthAssessment
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.doors.caller import Caller
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Kind, Row, Rows, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.summary import window_name

Filters = Mapping[str, str]
_MEASURE_KINDS: dict[str, Kind] = {"t": "mass", "yuan": "money"}


def firms_table(account: HighEndAccount, caller: Caller, words: DeskWords, filters: Filters) -> Table:
    """What each enterprise adds to the change, the most first; its own line alone to whoever does not see all."""
    shown = [one for one in account.firms if caller.viewer.sees(one.enterprise)]
    sums: list[Row] = []
    is_whole = caller.viewer.sees_all and bool(shown)
    if is_whole:
        whole = (account.upgrading, account.reallocation, account.catalogue, account.change)
        ends: tuple[Value, ...] = (1, 1, account.before_new, account.after)
        sums.append((words("high_end.sum"), *ends, *(term * 100 for term in whole)))
    return Table(
        name="firms",
        title=words("high_end.firms" if is_whole else "high_end.own"),
        columns=(
            Column(head=words("this_month.enterprise")),
            *(Column(head=words(f"high_end.firm.{key}"), kind="percent") for key in _FIRM_SHARES),
            *(
                Column(head=words(f"high_end.bar.{key}"), kind="decimal", unit=words("high_end.point"))
                for key in _TERMS
            ),
        ),
        rows=Rows(_most_first(shown), lambda one: _firm(one, caller), sums=sums),
        note=words("high_end.firms_note"),
        source=words("high_end.source"),
        as_of=window_name(account, words.figures),
        filters=filters,
        total=is_whole,
    )


_FIRM_SHARES = ("share_before", "share", "high_end_before", "high_end")
_TERMS = ("upgrading", "reallocation", "catalogue", "total")


def _most_first(firms: Iterable[FirmShift]) -> list[FirmShift]:
    """The largest total first; sums of shares of two thousand firms have too many digits to be compared as they are."""
    return sorted(firms, key=lambda one: (-float(one.total), one.enterprise))


def _firm(one: FirmShift, caller: Caller) -> Row:
    href = way_to(caller, "/enterprises/{enterprise}", named=one.enterprise)
    shares = (getattr(one, key) for key in _FIRM_SHARES)
    return (Cell(value=one.name, href=href), *shares, *(getattr(one, key) * 100 for key in _TERMS))


def axes_table(account: HighEndAccount, words: DeskWords, filters: Filters) -> Table:
    """All products by grade, by use and by class: each value's share in both years, and what of it is high-end."""
    return Table(
        name="products",
        title=words("high_end.products"),
        columns=(
            Column(head=words("high_end.axis")),
            Column(head=words("high_end.value")),
            Column(head=words("high_end.classes")),
            Column(head=words("high_end.axis_before"), kind="percent"),
            Column(head=words("high_end.axis_now"), kind="percent"),
            Column(head=words("high_end.axis_change"), kind="decimal", unit=words("high_end.point")),
            Column(head=words("high_end.axis_high_before"), kind="percent"),
            Column(head=words("high_end.axis_high"), kind="percent"),
        ),
        rows=tuple(
            (
                words(f"high_end.axis.{row.axis.value}"),
                row.name,
                words.figures.joined([words.name(name) for name in row.classes]),
                row.before,
                row.now,
                row.change * 100,
                row.high_end_before,
                row.high_end,
            )
            for row in account.axes
        ),
        note=words("high_end.products_note"),
        source=words("high_end.source"),
        as_of=window_name(account, words.figures),
        filters=filters,
    )


def reallocation_table(outlook: HighEndOutlook, words: DeskWords, filters: Filters) -> Table:
    """The quotas at which the share would be highest, by weight, all enterprises together."""
    best = outlook.reallocations[0]
    kinds: dict[str, Kind] = {"quota": "mass", "floor": "mass", "ceiling": "mass", "best": "mass", "moved": "mass"}
    return Table(
        name="reallocation",
        title=words("high_end.reallocation"),
        columns=(
            Column(head=words("this_month.enterprise")),
            Column(head=words("high_end.own_share"), kind="percent"),
            *(Column(head=words(f"high_end.reallocated.{key}"), kind=kind) for key, kind in kinds.items()),
            Column(head=words("high_end.price"), kind="score", unit=words("high_end.point")),
        ),
        rows=tuple(
            (
                item.name,
                item.share,
                item.quota_t,
                item.floor_t,
                item.ceiling_t,
                item.best_t,
                item.moved_t,
                item.points_per_10kt if item.binding else None,
            )
            for item in best.quotas
        ),
        note=words("high_end.reallocation_note", decision=outlook.decision),
        source=words("high_end.source"),
        as_of=words.figures.month(outlook.path.until),
        filters=filters,
    )


def growth_table(assessed: MonthAssessment, account: GrowthAccount, words: DeskWords, filters: Filters) -> Table:
    """Growth on the same scope by enterprise, in points that sum to the total's growth."""
    names = {item.enterprise: item.name for item in assessed.enterprises}
    kind = _MEASURE_KINDS.get(account.unit, "count")
    return Table(
        name="growth",
        title=words("high_end.growth", name=words.name(account.name)),
        columns=(
            Column(head=words("this_month.enterprise")),
            Column(head=words("high_end.this_year"), kind=kind),
            Column(head=words("high_end.year_before"), kind=kind),
            Column(head=words("high_end.pulled"), kind="decimal", unit=words("high_end.point")),
        ),
        rows=(
            *(
                (names.get(one.name, Text(one.name)), one.figures.now, one.figures.before, one.points)
                for one in account.firms
            ),
            (words("high_end.sum"), account.scope.whole.now, account.scope.whole.before, account.points),
        ),
        source=words("high_end.source"),
        as_of=words.figures.month(assessed.month),
        filters=filters,
        total=True,
    )


def chain_table(chain: Sequence[ChainLine], month: Month, words: DeskWords, filters: Filters) -> Table:
    """Money of every link of the chain, January to the month on the same scope."""
    columns = [Column(head=words("high_end.link"))]
    for key in _MONEY:
        columns.append(Column(head=words(f"high_end.money.{key}"), kind="money"))
        columns.append(Column(head=words("this_month.growth"), kind="percent"))
    columns.append(Column(head=words("high_end.power_growth"), kind="percent"))
    return Table(
        name="chain",
        title=words("high_end.chain"),
        columns=tuple(columns),
        rows=tuple((line.name, *_money(line)) for line in chain),
        note=words("high_end.chain_note"),
        source=words("high_end.source"),
        as_of=words.figures.month(month),
        filters=filters,
    )


_MONEY = ("gross_output_yuan", "sales_revenue_yuan", "profit_yuan", "taxes_yuan")
_POWER = "electricity_kwh"


def _money(line: ChainLine) -> Iterator[Value]:
    for key in _MONEY:
        told = _told(line.measure(key))
        yield from (None, None) if told is None else (told.now, told.rate)
    power = _told(line.measure(_POWER))
    yield None if power is None else power.rate


def _told(measure: Measure | None) -> Comparison | None:
    return None if measure is None else measure.to_date


def goods_table(chain: Sequence[ChainLine], month: Month, words: DeskWords, filters: Filters) -> Table:
    """The goods of every link, January to the month on the same scope."""
    return Table(
        name="goods",
        title=words("high_end.goods"),
        columns=(
            Column(head=words("high_end.link")),
            Column(head=words("high_end.good")),
            Column(head=words("high_end.this_year"), kind="mass"),
            Column(head=words("high_end.year_before"), kind="mass"),
            Column(head=words("this_month.growth"), kind="percent"),
            Column(head=words("high_end.firms_counted"), kind="count"),
        ),
        rows=tuple(
            (line.name, one.name, one.to_date.now, one.to_date.before, one.to_date.rate, one.firms)
            for line in chain
            for one in line.measures
            if one.unit == "t"
        ),
        note=words("high_end.chain_note"),
        source=words("high_end.source"),
        as_of=words.figures.month(month),
        filters=filters,
    )
