"""Three made-up firms and their returns: good ones to read, and a hand to break them with."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from zhibiao.monthly.form import Filing, form_sheet
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.credit_code import check_character
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text
from zhibiao.writers.return_form import return_workbook

DATA = Path(__file__).parents[1] / "src" / "zhibiao" / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
SECTORS = {path.stem: read_sector(path, DICTIONARY) for path in sorted((DATA / "sectors").glob("*.yaml"))}


def _code(number: int) -> str:
    first = f"9121000{number}MA0TEST00"
    first = first.replace("S", "5")
    return first + check_character(first)


def stranger() -> str:
    """A well-formed credit code that is on no list."""
    return _code(9)


def _firm(number: int, name: str, sector: str, route: str, facilities: tuple[Facility, ...]) -> Enterprise:
    return Enterprise(
        id=f"TT-{number}",
        credit_code=_code(number),
        name=Text(name),
        sector=sector,
        group="",
        zone="河东",
        route=route,
        tier="normative",
        grade="B",
        facilities=facilities,
    )


def _melts(firm: int, capacity_t: int) -> tuple[Facility, ...]:
    return (
        Facility(
            id=f"TT-{firm}-F1", kind="furnace", counts_for="crude_steel_t", capacity_t=capacity_t, since=Month(2015, 1)
        ),
    )


STEEL = _firm(1, "试验长流程钢铁有限公司", "steel", "bf_bof", _melts(1, 3_600_000))
ARC = _firm(2, "试验电炉特钢有限公司", "steel", "eaf", _melts(2, 600_000))
SCRAP = _firm(3, "试验废钢加工有限公司", "scrap", "", ())
CITY = City(
    id="test",
    name=Text("试验市", "Testville"),
    authority=Text("试验市工信局"),
    note=Text("虚构", "made up"),
    enterprises={firm.id: firm for firm in (STEEL, ARC, SCRAP)},
)

_STEEL_MONTH: Mapping[str, int] = {
    "gross_output_yuan": 1_000_000_000,
    "sales_revenue_yuan": 980_000_000,
    "value_added_yuan": 200_000_000,
    "taxes_yuan": 40_000_000,
    "profit_yuan": 30_000_000,
    "rd_expense_yuan": 20_000_000,
    "energy_tce": 150_000,
    "electricity_kwh": 120_000_000,
    "sales_t": 250_000,
    "iron_ore_used_t": 400_000,
    "coke_used_t": 112_500,
    "scrap_used_t": 35_000,
    "pig_iron_t": 250_000,
    "crude_steel_t": 266_000,
    "steel_products_t": 250_000,
    "rebar_t": 100_000,
    "hot_coil_t": 150_000,
}
_SCRAP_MONTH: Mapping[str, int] = {
    "gross_output_yuan": 60_000_000,
    "sales_revenue_yuan": 60_000_000,
    "value_added_yuan": 3_000_000,
    "taxes_yuan": 800_000,
    "profit_yuan": 900_000,
    "electricity_kwh": 400_000,
    "sales_t": 20_000,
    "scrap_bought_t": 20_500,
    "scrap_processed_t": 20_000,
}
_STANDING: Mapping[str, Mapping[str, int]] = {
    "steel": {"workforce_persons": 8_000, "stock_t": 90_000, "orders_t": 200_000},
    "scrap": {"workforce_persons": 120, "stock_t": 3_000},
}


def made_in(firm: Enterprise, period: Period) -> dict[str, int]:
    """What the firm made in a period: flows that swing a little from month to month, in whole inner units."""
    base = _SCRAP_MONTH if firm.sector == "scrap" else _STEEL_MONTH
    part = Decimal("0.15") if firm is ARC else Decimal(1)
    made = dict.fromkeys(base, 0)
    for month in period:
        swing = 1 + Decimal((month.month * 7 + month.year * 3) % 5 - 2) / 50
        for code, amount in base.items():
            made[code] += int(amount * part * swing) // 100 * 100
    if firm.sector == "steel":
        made["rebar_t"] = made["steel_products_t"] - made["hot_coil_t"]
        made["sales_t"] = made["steel_products_t"]
    if firm is ARC:
        made.update(pig_iron_t=0, iron_ore_used_t=0, coke_used_t=0, scrap_used_t=made["crude_steel_t"] * 108 // 100)
    return made


def figures(firm: Enterprise, period: Period) -> dict[str, tuple[int | None, int | None, int | None, int | None]]:
    """The four columns of each field, all adding up."""
    year = Period(Month(period.start.year, 1), period.end)
    spans = [period, year, _year_before(period), _year_before(year)]
    columns = [made_in(firm, span) for span in spans]
    rows: dict[str, tuple[int | None, int | None, int | None, int | None]] = {
        code: (columns[0][code], columns[1][code], columns[2][code], columns[3][code]) for code in columns[0]
    }
    for code, amount in _STANDING[firm.sector].items():
        rows[code] = (amount, None, amount, None)
    assert all(DICTIONARY[code].kind is not Kind.FLOW for code in _STANDING[firm.sector])
    return rows


def _year_before(period: Period) -> Period:
    return Period(period.start.year_before(), period.end.year_before())


def filing(
    firm: Enterprise, period: Period, **changed: tuple[int | None, int | None, int | None, int | None]
) -> Filing:
    """A good return, with the fields named changed."""
    return Filing(
        enterprise=firm.id,
        name=firm.name,
        credit_code=firm.credit_code,
        sector=firm.sector,
        authority=CITY.authority,
        period=period,
        signed_on=period.last.next().last_day,
        figures={**figures(firm, period), **changed},
    )


def workbook(filings: Sequence[Filing]) -> bytes:
    """The returns as one workbook in the form."""
    return return_workbook([form_sheet(one, DICTIONARY) for one in filings], dictionary=DICTIONARY, title="月报")


def good(firm: Enterprise = STEEL, period: str = "2025-03") -> bytes:
    """One firm's own good workbook."""
    return workbook([filing(firm, Period.parse(period))])


def edited(content: bytes, change: Callable[..., object]) -> bytes:
    """The workbook after a hand has worked on it."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_table(firm: Enterprise, period: str, *, delimiter: str = ",") -> str:
    """A good return as a text table."""
    lines = [delimiter.join(("enterprise", "period", "field", "unit", "value", "year_to_date"))]
    for code, (month, to_date, _, _) in figures(firm, Period.parse(period)).items():
        symbol = DICTIONARY[code].unit.symbol
        cells = (firm.id, period, code, symbol, str(month), "" if to_date is None else str(to_date))
        lines.append(delimiter.join(cells))
    return "\n".join(lines) + "\n"
