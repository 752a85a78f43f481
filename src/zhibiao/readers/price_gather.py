"""Prices gathered while a file is read: every figure judged where it stands, and series made of those that hold."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from types import MappingProxyType

from zhibiao.market.goods import Goods
from zhibiao.market.price import PricePoint, PriceSeries, Rhythm
from zhibiao.readers.grids.grid import Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.numbers import read_number
from zhibiao.readers.wording import fold, nearest
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import plain_decimal
from zhibiao.terms.finding import Severity
from zhibiao.terms.text import Text

_AS_THEY_ARE = frozenset({"num.text", "num.thousands", "num.fullwidth", "num.float_tail", "text.trimmed"})
_NEIGHBOURS = 3
_FEWEST_NEIGHBOURS = 3
_FAR = 8  # no published price of these tables is eight times the middle of those around it
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a price is in: its currency, what it is per, and how many of that its own unit holds."""

    currency: str
    per: str
    size: Decimal = Decimal(1)


def _units() -> Mapping[str, Unit]:
    """The ways in which units are written, folded; a unit with another size is brought to the unit of its good."""
    yuan = {
        "t": ("元/吨", "yuan/t", "cny/t", "rmb/t", "吨", "t"),
        "kg": ("元/千克", "元/公斤", "yuan/kg", "千克", "公斤", "kg"),
        "kWh": ("元/千瓦时", "元/度", "yuan/kwh", "千瓦时", "kwh"),
        "USD": ("元/美元", "yuan/usd", "cny/usd", "人民币元/美元"),
    }
    dollars = {
        "t": (
            "usd/t",
            "usd/mt",
            "$/t",
            "$/mt",
            "美元/吨",
            "usd/dmt",
            "$/dmt",
            "usd/dmtu",
            "$/dmtu",
        ),
        "bbl": ("usd/bbl", "$/bbl", "美元/桶"),
        "mmbtu": (
            "usd/mmbtu",
            "$/mmbtu",
        ),
        "kg": (
            "usd/kg",
            "$/kg",
        ),
    }
    known = {word: Unit(currency="CNY", per=per) for per, words in yuan.items() for word in words}
    known |= {word: Unit(currency="USD", per=per) for per, words in dollars.items() for word in words}
    known |= {
        "万元/吨": Unit(currency="CNY", per="t", size=Decimal(10_000)),
        "元/兆瓦时": Unit(currency="CNY", per="kWh", size=Decimal("0.001")),
        "分/千瓦时": Unit(currency="CNY", per="kWh", size=Decimal("0.01")),
        "分/度": Unit(currency="CNY", per="kWh", size=Decimal("0.01")),
    }
    return MappingProxyType({fold(word).casefold(): unit for word, unit in known.items()})


UNITS = _units()


@dataclass(slots=True)
class Gathered:
    """Prices of one file, good by good; it lives for one reading only."""

    goods: Goods
    remarks: Remarks
    points: dict[tuple[str, Unit, str, bool], list[PricePoint]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    def unit(self, text: str, code: str, place: Place) -> Unit | None:
        """What a unit says of this good; None, and found, where it is unknown or of another kind of good."""
        unit = UNITS.get(fold(text).casefold().removeprefix("(").removesuffix(")"))
        if unit is None:
            self._find("price.unit_unknown", place, good=self.name(code), text=text or "—")
            return None
        if unit.per != self.goods[code].per:
            self._find("price.unit_of_another", place, good=self.name(code), text=text, per=self.goods[code].per)
            return None
        return unit

    def number(self, cell: Value, place: Place, code: str, *, of: Text) -> Decimal | None:
        """The number of a cell; None where it is blank, or holds no plain number, which is found."""
        reading = read_number(cell.strip().removesuffix("%") if isinstance(cell, str) else cell)
        if reading.value is not None and all(told in _AS_THEY_ARE for told, _ in reading.remarks):
            return reading.value
        if reading.value is not None or any(severity > Severity.NOTE for _, severity in reading.remarks):
            self._find("price.not_a_number", place, good=self.name(code), what=of, text=str(cell))
        return None

    def take(self, code: str, point: PricePoint, *, unit: Unit, source: str, has_vat: bool) -> None:
        """Put a price under its good, in the unit of the good; one that cannot be a price is found and left out."""
        good = self.goods[code]
        price = point.price * unit.size
        facts = {"good": self.name(code), "price": plain_decimal(point.price), "start": point.start.isoformat()}
        if price <= 0:
            self._find("price.not_positive", point.place, **facts)
            return
        if unit.currency == "CNY" and not good.least <= price <= good.most:
            bounds = {"least": plain_decimal(good.least), "most": plain_decimal(good.most), "per": good.per}
            self._find("price.factor_suspected", point.place, **facts, **bounds)
            return
        change = None if point.change is None else point.change * unit.size
        plain = Unit(currency=unit.currency, per=unit.per)
        self.points.setdefault((code, plain, source, has_vat), []).append(
            PricePoint(
                start=point.start,
                price=price,
                spec=point.spec,
                change=change,
                change_pct=point.change_pct,
                place=point.place,
            )
        )

    def series(
        self, *, rhythm: Rhythm | None, delay_days: int, unread: Severity = Severity.NOTE
    ) -> tuple[PriceSeries, ...]:
        """The series of all goods in the order of the file.

        Args:
            rhythm: of all of them; without one each tells its own by its days.
            delay_days: from the end of a period to its publication.
            unread: how hard a good outside the list weighs: in a table that the list covers it may be a new name.
        """
        if self.unknown:
            named = "、".join(list(self.unknown)[:_MOST_NAMED]) + ("…" if len(self.unknown) > _MOST_NAMED else "")
            place = Place(file=self.remarks.file, sheet=self.remarks.sheet)
            self.remarks.add("price.goods_unread", unread, place, names=named, count=len(self.unknown))
        found = []
        doubled = self._of_several_sources()
        for (code, unit, source, has_vat), points in self.points.items():
            own = rhythm or _rhythm_of(points)
            if rhythm is None and own is Rhythm.MONTH:
                self.remarks.add("price.first_days_are_months", Severity.NOTE, points[0].place, good=self.name(code))
            certain = [point for point in points if (code, unit, has_vat, point.start) not in doubled]
            kept = self._not_far(code, self._once(code, certain))
            found.append(
                PriceSeries(
                    good=code,
                    per=unit.per,
                    currency=unit.currency,
                    rhythm=own,
                    has_vat=has_vat,
                    source=source,
                    delay_days=delay_days,
                    points=kept,
                )
            )
        return tuple(one for one in found if one.points)

    def name(self, code: str) -> Text:
        """What people call a good."""
        return self.goods[code].name

    def close_to(self, word: str) -> str:
        """The name of a good most like a word, "—" where none is near."""
        return nearest(word, self.goods.words) or "—"

    def _of_several_sources(self) -> set[tuple[str, Unit, bool, dt.date]]:
        """Periods for which sources of one file say different prices: found, and none of them counts."""
        said: dict[tuple[str, Unit, bool, dt.date], list[tuple[str, PricePoint]]] = {}
        for (code, unit, source, has_vat), points in self.points.items():
            for point in points:
                said.setdefault((code, unit, has_vat, point.start), []).append((source, point))
        doubled = set()
        for key, told in said.items():
            if len({source for source, _ in told}) > 1 and len({point.price for _, point in told}) > 1:
                doubled.add(key)
                each = [(_spot(one.place), f"{plain_decimal(one.price)} ({source})") for source, one in told]
                named = Text(
                    "、".join(f"{spot.zh} {price}" for spot, price in each),
                    ", ".join(f"{spot.en} {price}" for spot, price in each),
                )
                last = told[-1][1]
                start = last.start.isoformat()
                self._find("price.sources_disagree", last.place, good=self.name(key[0]), start=start, prices=named)
        return doubled

    def _once(self, code: str, points: Sequence[PricePoint]) -> list[PricePoint]:
        """Each period once: said twice alike it counts once, said in two ways it counts not at all."""
        by_start: dict[dt.date, list[PricePoint]] = {}
        for point in points:
            by_start.setdefault(point.start, []).append(point)
        kept = []
        for start, alike in sorted(by_start.items()):
            if len(alike) > 1:
                is_same = len({point.price for point in alike}) == 1
                prices = "、".join(dict.fromkeys(plain_decimal(point.price) for point in alike))
                told = {"good": self.name(code), "start": start.isoformat(), "prices": prices}
                if is_same:
                    self.remarks.add("price.period_repeated", Severity.NOTE, alike[1].place, **told)
                else:
                    self._find("price.period_doubled", alike[1].place, **told)
                    continue
            kept.append(alike[0])
        return kept

    def _not_far(self, code: str, points: Sequence[PricePoint]) -> tuple[PricePoint, ...]:
        """Points without those that lie far from all around them, as a slip of unit or comma does."""
        kept = []
        for at, point in enumerate(points):
            around = [*points[max(0, at - _NEIGHBOURS) : at], *points[at + 1 : at + 1 + _NEIGHBOURS]]
            middle = median(one.price for one in around) if len(around) >= _FEWEST_NEIGHBOURS else point.price
            if middle / _FAR <= point.price <= middle * _FAR:
                kept.append(point)
            else:
                told = {"price": plain_decimal(point.price), "around": plain_decimal(middle)}
                self._find("price.far_from_neighbours", point.place, good=self.name(code), **told)
        return tuple(kept)

    def _find(self, code: str, place: Place, **facts: object) -> None:
        self.remarks.add(code, Severity.QUARANTINE, place, **facts)


_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


def start_of(cell: Value) -> tuple[dt.date, bool] | None:
    """The day or month of a cell and whether it is a month; None for anything else.

    >>> start_of("2025-03"), start_of("2025/3/11"), start_of("2025M03")
    ((datetime.date(2025, 3, 1), True), (datetime.date(2025, 3, 11), False), (datetime.date(2025, 3, 1), True))
    """
    if isinstance(cell, dt.date):
        return dt.date(cell.year, cell.month, cell.day), False
    text = (
        fold(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell or ""))
        .replace("/", "-")
        .replace(".", "-")
        .replace("年", "-")
        .replace("月", "-")
    )
    text = re.sub(r"^(\d{4})(?:[mM](\d{1,2})|(\d{2}))$", r"\1-\2\3", text).removesuffix("日").strip("-")
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
    return (day, match[3] is None) if 1900 <= day.year <= 2200 else None


def _spot(place: Place) -> Text:
    """A cell, or a row of a text table."""
    return Text(place.cell, place.cell) if place.cell else Text(f"第 {place.row} 行", f"row {place.row}")


def _rhythm_of(points: Sequence[PricePoint]) -> Rhythm:
    """How often prices with a day are published; months, too, where a spreadsheet keeps them as their first days."""
    if len({point.start for point in points}) > 1 and all(point.start.day == 1 for point in points):
        return Rhythm.MONTH
    return Rhythm.TEN_DAYS if all(point.start.day in (1, 11, 21) for point in points) else Rhythm.DAY
