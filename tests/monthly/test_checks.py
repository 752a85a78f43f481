"""Checks one by one on figures made for them: what is said, where, and what is let pass."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import returns_sample as sample
from zhibiao.monthly.checks.every import CHECKS, check_return
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.standing import Standing, amount
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period

MARCH = Period.parse("2025-03")
START = dt.datetime(2025, 4, 7, tzinfo=dt.UTC)
HISTORY = ("2024-01..02", *(f"2024-{month:02d}" for month in range(3, 13)), "2025-01..02")


def facts(firm: Enterprise, period: Period, **changed: int | None) -> tuple[Fact, ...]:
    """The firm's figures of a period, some month's figures changed; None leaves the figure out."""
    found = []
    for code, (month, to_date, _, _) in sample.figures(firm, period).items():
        for scope, value in ((Scope.PERIOD, changed.get(code, month)), (Scope.YEAR_TO_DATE, to_date)):
            if value is not None:
                place = Place(file="f", sheet="s", cell=f"{scope.name}!{code}")
                found.append(Fact(field=code, scope=scope, value=Decimal(value), place=place))
    return tuple(found)


def record() -> Record:
    """A year of the steel firm's good returns."""
    return Record.of(
        Return(
            enterprise=sample.STEEL.id,
            period=Period.parse(period),
            version=1,
            received_at=START,
            provenance="test",
            file_sha256="",
            facts=facts(sample.STEEL, Period.parse(period)),
        )
        for period in HISTORY
    )


RECORD = record()


def codes(
    *,
    known: Record = RECORD,
    period: Period = MARCH,
    today: dt.date = dt.date(2025, 4, 7),
    none: frozenset[str] = frozenset(),
    **changed: int | None,
) -> dict[str, str]:
    """The findings on a return of the steel firm: severity by code."""
    filed = Filed(
        enterprise=sample.STEEL.id,
        period=period,
        place=Place(file="f", sheet="s"),
        facts=facts(sample.STEEL, period, **changed),
        declared_none=none,
    )
    standing = Standing(enterprise=sample.STEEL, dictionary=sample.DICTIONARY, record=known, today=today)
    return {finding.code: finding.severity.name for finding in check_return(filed, standing)}


def test_a_good_return_gets_no_finding() -> None:
    assert {} == codes()
    assert {} == codes(known=Record.of(()))


def test_every_check_is_on_the_list_once() -> None:
    assert len(CHECKS) == len({check.name for check in CHECKS})


def test_missing_is_not_zero_and_none_is_neither() -> None:
    assert "QUARANTINE" == codes(rd_expense_yuan=None)["edit.required_missing"]
    assert {} == codes(rd_expense_yuan=None, none=frozenset({"rd_expense_yuan"}))
    assert "edit.required_missing" not in codes(coke_used_t=None)


def test_a_loss_is_legal_and_negative_tonnes_are_not() -> None:
    assert "edit.negative" not in codes(profit_yuan=-1_000_000)
    assert "QUARANTINE" == codes(scrap_used_t=-1)["edit.negative"]


def test_without_a_record_equal_columns_in_many_fields_are_told() -> None:
    total = sample.made_in(sample.STEEL, Period.parse("2025-01..02"))
    march = sample.made_in(sample.STEEL, MARCH)
    whole = {code: total[code] + march[code] for code in march}
    assert "QUARANTINE" == codes(known=Record.of(()), **whole)["edit.month_equals_cumulative"]
    assert {"edit.month_equals_cumulative": "QUARANTINE"} == codes(known=Record.of(()), energy_tce=whole["energy_tce"])


@pytest.mark.parametrize("off", [149, -149])
def test_what_rounding_leaves_is_let_pass(off: int) -> None:
    good = sample.made_in(sample.STEEL, MARCH)["coke_used_t"]
    assert {} == codes(coke_used_t=good + off)


def test_a_month_that_does_not_add_up_is_asked_about() -> None:
    good = sample.made_in(sample.STEEL, MARCH)["coke_used_t"]
    assert {"edit.cumulative_identity": "QUERY"} == codes(coke_used_t=good + 5_000)


def test_of_january_the_year_to_date_is_the_month() -> None:
    january = Period.parse("2024-01")
    assert "QUERY" == codes(known=Record.of(()), period=january, energy_tce=1)["edit.cumulative_identity"]
    assert {} == codes(known=Record.of(()), period=january)


@given(st.sampled_from([3, 4]), st.sampled_from([1, -1]), st.sampled_from(["crude_steel_t", "energy_tce", "sales_t"]))
def test_a_slip_of_units_is_named_with_its_power(power: int, sign: int, field: str) -> None:
    good = sample.made_in(sample.STEEL, MARCH)[field]
    slipped = good * 10**power if sign > 0 else max(1, good // 10**power)
    assert "QUERY" == codes(**{field: slipped})[f"unit.factor_1e{power}_suspected"]


@given(st.decimals("0.3", "3", places=2))
def test_a_month_within_three_times_of_the_usual_is_no_slip(factor: Decimal) -> None:
    good = sample.made_in(sample.STEEL, MARCH)["crude_steel_t"]
    assert not any(code.startswith("unit.") for code in codes(crude_steel_t=int(good * factor)))


def test_an_erratic_history_bears_no_certainty() -> None:
    periods = [Period.parse(period) for period in HISTORY]
    wild = Record.of(
        Return(
            enterprise=sample.STEEL.id,
            period=period,
            version=1,
            received_at=START,
            provenance="test",
            file_sha256="",
            facts=facts(sample.STEEL, period, coke_used_t=(10, 1_000, 100_000)[place % 3] * period.days),
        )
        for place, period in enumerate(periods)
    )
    assert "QUERY" == codes(known=wild, coke_used_t=1_000_000 * MARCH.days)["unit.low_confidence"]


def test_a_firm_without_power_or_money_on_record_is_not_judged_on_units() -> None:
    found = codes(known=Record.of(()), crude_steel_t=2_606_000_000)
    assert not any(code.startswith("unit.") for code in found)
    assert "QUERY" == found["edit.above_capacity"]


def test_the_capacity_that_counts_is_the_month_s() -> None:
    most = int(3_600_000 * 31 / 365 * 1.2)
    assert "edit.above_capacity" not in codes(crude_steel_t=most)
    assert "QUERY" == codes(crude_steel_t=most + 1)["edit.above_capacity"]
    assert "QUERY" == codes(crude_steel_t=most * 10)["edit.above_capacity"]


def test_a_period_must_be_over() -> None:
    assert {"period.future": "QUARANTINE"} == codes(today=dt.date(2025, 2, 28))
    assert {"period.not_over": "QUERY"} == codes(today=dt.date(2025, 3, 30))
    assert {} == codes(today=dt.date(2025, 3, 31))


def test_a_month_filed_apart_and_together_overlaps() -> None:
    assert "QUERY" == codes(period=Period.parse("2025-02"))["period.overlap"]
    assert "QUERY" == codes(period=Period.parse("2025-01"))["period.overlap"]
    assert "period.overlap" not in codes()


def test_revenue_needs_output_or_sales() -> None:
    found = codes(
        steel_products_t=0, rebar_t=0, hot_coil_t=0, crude_steel_t=0, sales_t=0, pig_iron_t=0, known=Record.of(())
    )
    assert "QUERY" == found["edit.revenue_without_output"]


def test_an_amount_is_told_in_the_form_s_unit_and_in_ours() -> None:
    told = amount(Decimal(1_234_567), sample.DICTIONARY["crude_steel_t"])
    assert ("123.4567万吨", "1,234,567 t") == (told.zh, told.en)


def test_the_record_knows_no_month_before_it_began() -> None:
    assert RECORD.figure(sample.STEEL.id, "crude_steel_t", Period.of(Month(2023, 12))) is None
