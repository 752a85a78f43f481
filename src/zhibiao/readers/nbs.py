"""Monthly output as the National Bureau of Statistics publishes it: provinces and the nation, totals since January."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.readers.table import Row, TableReader, exact_units
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

PROVINCES_FILE = "province_output_monthly.csv"
NATION_FILE = "national_output_monthly.csv"
NATION = "China"

_PROVINCE_COLUMNS = ("month", "province", "province_zh", "product", "ytd_10kt")
_NATION_COLUMNS = ("month", "series", "unit", "ytd")
_UNITS: Mapping[str, Decimal] = MappingProxyType(
    {"10000 tons": Decimal(10_000), "tons": Decimal(1), "1000 tons": Decimal(1000)}
)
_TEN_KILOTONNES = Decimal(10_000)


def read_provinces(source: Path, *, product: str = "crude_steel") -> OutputTable:
    """Read the provinces' totals since January of one product, in tonnes.

    Args:
        source: the folder that holds `province_output_monthly.csv`, or such a file.
        product: code in the column `product`.

    Raises:
        InputRefused: every wrong column, month, number and doubled row, at once.
    """
    table = TableReader(_file(source, PROVINCES_FILE))
    made: dict[str, dict[Month, int]] = {}
    labels: dict[str, Text] = {}
    products: set[str] = set()
    for row in table.rows(_PROVINCE_COLUMNS):
        products.add(row["product"])
        if row["product"] == product:
            labels.setdefault(row["province"], Text(row["province_zh"], row["province"]))
            _take(table, row, made.setdefault(row["province"], {}), column="ytd_10kt", size=_TEN_KILOTONNES)
    if product not in products:
        table.note("nbs.product_missing", column="product", product=product, found=", ".join(sorted(products)))
    return OutputTable(
        product=product,
        series=tuple(YearToDate(name=name, made_t=made[name]) for name in sorted(made)),
        labels=MappingProxyType(labels),
        findings=table.close(),
    )


def read_nation(source: Path, *, product: str = "crude_steel") -> YearToDate:
    """Read the nation's published totals since January of one product, in tonnes; raises InputRefused as above."""
    table = TableReader(_file(source, NATION_FILE))
    made: dict[Month, int] = {}
    products: set[str] = set()
    for row in table.rows(_NATION_COLUMNS):
        products.add(row["series"])
        if row["series"] != product:
            continue
        size = _UNITS.get(row["unit"])
        if size is None:
            table.note("nbs.unit_unknown", row=row.number, column="unit", text=row["unit"], known=", ".join(_UNITS))
        else:
            _take(table, row, made, column="ytd", size=size)
    if product not in products:
        table.note("nbs.product_missing", column="series", product=product, found=", ".join(sorted(products)))
    table.close()
    return YearToDate(name=NATION, made_t=made)


def find_nation(provinces: Path) -> Path | None:
    """The nation's file in the same folder as the provinces or in the folder beside it; None where there is none."""
    folder = provinces if provinces.is_dir() else provinces.parent
    beside = (folder, folder.parent / "nbs_national_output_monthly")
    return next((place / NATION_FILE for place in beside if (place / NATION_FILE).is_file()), None)


def _take(table: TableReader, row: Row, made: dict[Month, int], *, column: str, size: Decimal) -> None:
    """Put one published total under its month; an empty cell is not published, and not zero."""
    month, value = table.month(row, "month"), table.number(row, column)
    if month is None or value is None:
        return
    tonnes = exact_units(value, size=size)
    if tonnes is None:
        table.note("nbs.finer_than_tonnes", row=row.number, column=column, text=row[column])
    elif tonnes < 0:
        table.note("nbs.total_negative", row=row.number, column=column, text=row[column])
    elif month in made:
        table.note("nbs.month_doubled", row=row.number, column="month", text=str(month))
    else:
        made[month] = tonnes


def _file(source: Path, name: str) -> Path:
    return source / name if source.is_dir() or not source.suffix else source
