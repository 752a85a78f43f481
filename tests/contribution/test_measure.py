"""Figures of a year: flows summed, stocks at the end, levels averaged, and None where a month is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from allocation_sample import make_rule
from zhibiao.contribution.measure import YearFigures
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period, months_of

DATA = Path(str(files("zhibiao"))) / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
MAGNESIA = read_sector(DATA / "sectors" / "magnesia.yaml")
MONTHS = [Period.of(month) for month in months_of(2024)]


def figures_of(rows: Sequence[tuple[Period, Mapping[str, object]]]) -> YearFigures:
    returns = [
        Return(
            enterprise="M",
            period=period,
            version=1,
            received_at=dt.datetime(2025, 1, 9, tzinfo=dt.UTC),
            provenance="test",
            file_sha256="",
            facts=tuple(
                Fact(field=field, scope=Scope.PERIOD, value=Decimal(str(value)), place=Place())
                for field, value in filed.items()
            ),
        )
        for period, filed in rows
    ]
    return YearFigures(record=Record.of(returns), dictionary=DICTIONARY, sector=MAGNESIA, year=2024)


def test_a_flow_is_summed_a_stock_taken_at_the_end_and_a_level_averaged() -> None:
    """Workforce 100 in January and February filed as one period, 106 in the other ten months: (2*100 + 10*106)/12."""
    rows = [
        (Period(Month(2024, 1), Month(2024, 3)), {"taxes_yuan": 20, "stock_t": 5, "workforce_persons": 100}),
        *((period, {"taxes_yuan": "10.50", "stock_t": 7, "workforce_persons": 106}) for period in MONTHS[2:]),
    ]
    found = figures_of(rows)
    assert Decimal(125) == found.figure("M", "taxes_yuan")
    assert "125" == str(found.figure("M", "taxes_yuan"))
    assert Decimal(7) == found.figure("M", "stock_t")
    assert Decimal(105) == found.figure("M", "workforce_persons")


@pytest.mark.parametrize("field", ["taxes_yuan", "workforce_persons"])
def test_a_missing_month_leaves_the_year_without_a_figure(field: str) -> None:
    assert figures_of([(period, {field: 1}) for period in MONTHS[:-1]]).figure("M", field) is None


def test_a_stock_of_november_is_not_the_year_s_end() -> None:
    assert figures_of([(period, {"stock_t": 1}) for period in MONTHS[:-1]]).figure("M", "stock_t") is None


def test_other_years_do_not_count() -> None:
    later = (Period.of(Month(2025, 1)), {"taxes_yuan": 1000, "magnesia_products_t": 9, "fused_t": 9})
    rows = [*((period, {"taxes_yuan": 1, "magnesia_products_t": 2, "high_purity_t": 2}) for period in MONTHS), later]
    found = figures_of(rows)
    assert Decimal(12) == found.figure("M", "taxes_yuan")
    assert Decimal(24) == found.high_end_t("M")


def test_reference_prices_take_a_boom_out() -> None:
    """24 t of high-purity magnesia at the sector's 5 600 yuan per tonne, valued by the firm at twice that."""
    filed = {"magnesia_products_t": 2, "high_purity_t": 2, "gross_output_yuan": 22_400, "value_added_yuan": 9_000}
    found = figures_of([(period, filed) for period in MONTHS])
    assert Fraction(1, 2) == found.price_factor("M")
    rule = make_rule(price_normalised=True, denominator="magnesia_products_t")
    assert (Decimal(54_000), Decimal(24)) == (
        found.ratio(rule, "M", capacity_t=0).numerator,
        found.ratio(rule, "M", capacity_t=0).denominator,
    )


def test_without_gross_output_nothing_can_be_normalised() -> None:
    filed = {"magnesia_products_t": 2, "high_purity_t": 2, "gross_output_yuan": 0, "value_added_yuan": 9_000}
    found = figures_of([(period, filed) for period in MONTHS])
    rule = make_rule(price_normalised=True, denominator="magnesia_products_t")
    assert found.ratio(rule, "M", capacity_t=0).numerator is None
    assert ["gross_output_yuan", "magnesia_products_t"] == list(found.gaps(rule, "M"))


def test_several_numerators_are_added_and_one_missing_is_missing() -> None:
    rule = make_rule(numerator=("taxes_yuan", "profit_yuan"), denominator="capacity")
    whole = figures_of([(period, {"taxes_yuan": 3, "profit_yuan": -1}) for period in MONTHS])
    assert Decimal(24) == whole.ratio(rule, "M", capacity_t=100).numerator
    part = figures_of([(period, {"taxes_yuan": 3}) for period in MONTHS])
    assert part.ratio(rule, "M", capacity_t=100).numerator is None
    assert ["profit_yuan"] == list(part.gaps(rule, "M"))
