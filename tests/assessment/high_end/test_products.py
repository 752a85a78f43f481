"""Products over a span: a blank row means none made only where the filled rows add up."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.high_end.account import Products
from zhibiao.assessment.high_end.products import firm_products, products_over
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(zhibiao.__file__).parent / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
STEEL = read_sector(DATA / "sectors" / "steel.yaml", DICTIONARY)


def _figures(**periods: dict[str, int]) -> Figures:
    returns = [
        Return(
            enterprise="A",
            period=Period.parse(name.replace("m", "20").replace("_", "-")),
            version=1,
            received_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
            provenance="test",
            file_sha256="",
            facts=tuple(
                Fact(field=field, scope=Scope.PERIOD, value=Decimal(value), place=Place())
                for field, value in values.items()
            ),
        )
        for name, values in periods.items()
    ]
    return Figures.of(Record.of(returns))


def _over(figures: Figures, first: str, last: str) -> Products | None:
    return products_over(
        figures, "A", sector=STEEL, dictionary=DICTIONARY, first=Month.parse(first), last=Month.parse(last)
    )


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (
            [{"steel_products_t": 1000, "rebar_t": 900, "auto_sheet_t": 100}] * 2,
            {"rebar_t": 1800, "auto_sheet_t": 200},
        ),
        # automotive sheet is blank in the second month; the filled row adds up, so none was made
        (
            [
                {"steel_products_t": 1000, "rebar_t": 900, "auto_sheet_t": 100},
                {"steel_products_t": 800, "rebar_t": 800},
            ],
            {"rebar_t": 1700, "auto_sheet_t": 100},
        ),
        # rounding of two decimals in 万吨: two rows and a total over two months, up to 300 t
        ([{"steel_products_t": 1150, "rebar_t": 900, "auto_sheet_t": 100}] * 2, {"rebar_t": 1800, "auto_sheet_t": 200}),
        ([{"steel_products_t": 1151, "rebar_t": 900, "auto_sheet_t": 100}] * 2, None),
        ([{"steel_products_t": 1000}] * 2, None),  # no rows at all
        ([{"steel_products_t": 1000, "rebar_t": 1000}, {"rebar_t": 1000}], None),  # a total missing
        ([{"steel_products_t": 0, "rebar_t": 0}] * 2, {}),
    ],
)
def test_products_or_why_not(months: list[dict[str, int]], expected: dict[str, int] | None) -> None:
    figures = _figures(m24_12={"steel_products_t": 1, "rebar_t": 1}, m25_01=months[0], m25_02=months[1])
    assert expected == _over(figures, "2025-01", "2025-02")


def test_before_its_first_return_nothing_was_made() -> None:
    figures = _figures(m25_01={"steel_products_t": 1000, "rebar_t": 1000})
    assert {} == _over(figures, "2024-01", "2024-12")
    assert _over(figures, "2025-01", "2025-02") is None


def test_firms_that_never_made_a_product_are_not_listed() -> None:
    figures = _figures(m25_01={"steel_products_t": 1000, "rebar_t": 1000})
    names = {"A": Text("甲"), "B": Text("乙")}
    (firm,) = firm_products(figures, names, sector=STEEL, dictionary=DICTIONARY, year=2025, months=1)
    assert ("A", {"rebar_t": 1000}, {}) == (firm.enterprise, firm.now, firm.before)
