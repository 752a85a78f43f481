"""Slips of the unit: told with factor, both readings, months and witness; true growth and true stops are left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

import returns_sample as sample
from checked_returns import EMPTY, MARCH, MONTH, TOTAL, Figure, asked, filed, record, severities, standing
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.returns import Scope
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

_NAMES = {1: "unit.factor_10_suspected", 3: "unit.factor_1e3_suspected", 4: "unit.factor_1e4_suspected"}


@pytest.mark.parametrize("power", [1, 3, 4, -1, -3, -4])
@pytest.mark.parametrize("code", ["crude_steel_t", "sales_revenue_yuan", "energy_tce", "rebar_t"])
def test_a_slip_in_one_cell_holds_and_comes_first(code: str, power: int) -> None:
    value = filed().value(code)
    assert value is not None
    found = asked(filed(figures={(code, MONTH): value.scaleb(power)}))
    first = found[0]
    assert (_NAMES[abs(power)], Severity.QUERY, True) == (first.code, first.severity, first.holds)
    assert (code, f"10^{power}") == (first.place.field, first.facts["factor"])
    assert all(finding.severity <= Severity.QUERY for finding in found)


def test_a_slip_names_both_readings_months_and_witness() -> None:
    value = filed().value("crude_steel_t")
    assert value is not None
    first = asked(filed(crude_steel_t=value / 10_000))[0]
    assert {"value", "read_as", "reference", "months", "count", "witness", "factor"} <= set(first.facts)
    read_as = first.facts["read_as"]
    assert isinstance(read_as, Text)
    assert f"{value:,} t" == read_as.en


@pytest.mark.parametrize("scope", [MONTH, TOTAL])
def test_a_digit_too_many_is_no_slip_of_ten(scope: Scope) -> None:
    """245 000 with its 4 doubled is nearly ten times as much; the year to date knows the difference."""
    value = filed().value("steel_products_t", scope)
    assert value is not None
    typed = Decimal(str(value)[:2] + str(value)[1:])
    found = severities(asked(filed(figures={("steel_products_t", scope): typed})))
    assert found
    assert not any(code.startswith("unit.") for code in found)
    exact = severities(asked(filed(figures={("steel_products_t", scope): value * 10})))
    assert "unit.factor_10_suspected" in exact


def test_ten_to_the_two_is_no_unit() -> None:
    value = filed().value("crude_steel_t")
    assert value is not None
    assert not any(code.startswith("unit.") for code in severities(asked(filed(crude_steel_t=value * 100))))


@pytest.mark.parametrize(("power", "code"), [(6, "unit.factor_1e6_suspected"), (8, "unit.factor_1e8_suspected")])
def test_money_may_slip_by_more(power: int, code: str) -> None:
    value = filed().value("taxes_yuan")
    assert value is not None
    assert code == asked(filed(taxes_yuan=value.scaleb(power)))[0].code


def test_a_row_in_another_unit_is_one_finding_with_both_cells() -> None:
    good = filed()
    row = {("coke_used_t", scope): (good.value("coke_used_t", scope) or 0) * 10_000 for scope in (MONTH, TOTAL)}
    first = asked(filed(figures=row))[0]
    assert ("unit.factor_1e4_suspected", "D18,E18") == (first.code, first.place.cell)


def test_a_year_to_date_alone_is_told_by_the_month() -> None:
    total = filed().value("coke_used_t", TOTAL)
    assert total is not None
    first = asked(filed(figures={("coke_used_t", TOTAL): total / 1_000}))[0]
    assert ("unit.factor_1e3_suspected", "E18") == (first.code, first.place.cell)


def test_in_january_the_past_tells_which_of_two_cells_slipped() -> None:
    january, known = Period.parse("2025-01"), record(sample.STEEL, tuple(sorted(_year_2024())))
    good = filed(sample.STEEL, january).value("coke_used_t")
    assert good is not None
    for scope, cell in ((MONTH, "D18"), (TOTAL, "E18")):
        wrong = filed(sample.STEEL, january, figures={("coke_used_t", scope): good * 10})
        first = asked(wrong, standing(known=known))[0]
        assert ("unit.factor_10_suspected", cell, "10^1") == (first.code, first.place.cell, first.facts["factor"])


def _year_2024() -> set[str]:
    return {"2024-01..02", *(f"2024-{month:02d}" for month in range(3, 13))}


def test_last_year_s_columns_are_held_against_the_record() -> None:
    (past,) = [fact for fact in filed().last_year if (fact.field, fact.scope) == ("coke_used_t", MONTH)]
    found = asked(filed(last_year={("coke_used_t", MONTH): int(past.value) * 10_000}))
    assert ("unit.factor_1e4_suspected", "F18") == (found[0].code, found[0].place.cell)


def test_supplementary_figures_are_held_against_last_year_s_month() -> None:
    wrong = filed(figures={("oxygen_m3", MONTH): 16_000_000_000}, last_year={("oxygen_m3", MONTH): 16_000_000})
    assert "unit.factor_1e3_suspected" in severities(asked(wrong))


def _all_flows(factor: Decimal) -> dict[Figure, Decimal]:
    good, changed = filed(), {}
    for fact in good.facts:
        if fact.scope is MONTH and sample.DICTIONARY[fact.field].kind is Kind.FLOW:
            now = (fact.value * factor).quantize(Decimal(1))
            total = good.value(fact.field, TOTAL)
            assert total is not None
            changed[fact.field, MONTH], changed[fact.field, TOTAL] = now, total - fact.value + now
    return changed


def test_true_growth_with_capacity_on_record_is_not_asked() -> None:
    (own,) = sample.STEEL.facilities
    more = replace(own, id="TT-1-F2", capacity_t=own.capacity_t * 9, since=Month(2025, 3))
    grown = replace(sample.STEEL, facilities=(own, more))
    good = filed(grown, MARCH, figures=_all_flows(Decimal(10)))
    assert [] == asked(good, standing(grown, known=record()))


def test_output_that_grew_with_capacity_alone_is_no_slip() -> None:
    (own,) = sample.STEEL.facilities
    more = replace(own, id="TT-1-F2", capacity_t=own.capacity_t * 9, since=Month(2025, 3))
    grown = replace(sample.STEEL, facilities=(own, more))
    changed = {key: value for key, value in _all_flows(Decimal(10)).items() if key[0] == "crude_steel_t"}
    codes = severities(asked(filed(grown, MARCH, figures=changed), standing(grown, known=record())))
    assert not any(code.startswith("unit.") for code in codes)


def test_a_true_stop_takes_its_witnesses_along() -> None:
    stopped = _all_flows(Decimal("0.0001"))
    assert not any(code.startswith("unit.") for code in severities(asked(filed(figures=stopped))))


def test_a_stated_stop_explains_a_fall_of_ten_thousand() -> None:
    value = filed().value("crude_steel_t")
    assert value is not None
    told = check_return(filed(crude_steel_t=value / 10_000, stated={"": ("02",)}), standing())
    assert not any(finding.code.startswith("unit.") for finding in told)
    assert "edit.explained" in {finding.code for finding in told}


def test_a_profit_near_zero_that_the_year_to_date_carries_is_true() -> None:
    value, total = filed().value("profit_yuan"), filed().value("profit_yuan", TOTAL)
    assert value is not None
    assert total is not None
    small = value / 1_000
    carried = filed(figures={("profit_yuan", MONTH): small, ("profit_yuan", TOTAL): total - value + small})
    assert not any(code.startswith("unit.") for code in severities(asked(carried)))
    alone = asked(filed(figures={("profit_yuan", MONTH): small}))
    assert ("unit.factor_1e3_suspected", True) == (alone[0].code, alone[0].holds)


def test_a_profit_near_zero_without_an_exact_witness_is_asked_softly() -> None:
    january, known = Period.parse("2025-01"), record(sample.STEEL, tuple(sorted(_year_2024())))
    value = filed(sample.STEEL, january).value("profit_yuan")
    assert value is not None
    small = {("profit_yuan", scope): value / 10_000 for scope in (MONTH, TOTAL)}
    found = asked(filed(sample.STEEL, january, figures=small), standing(known=known))
    assert [("unit.low_confidence", False)] == [
        (one.code, one.holds) for one in found if one.place.field == "profit_yuan" and one.code.startswith("unit.")
    ]


def test_an_erratic_small_firm_is_asked_softly() -> None:
    """History 11, 9 and 120 000 tonnes of coke: a figure where it has been before is no sure slip."""
    from checked_returns import _kept
    from zhibiao.monthly.returns import Record

    past = [
        _kept(filed(sample.STEEL, Period.parse(f"2024-{month}"), figures={("coke_used_t", MONTH): value}))
        for month, value in (("10", 11), ("11", 9), ("12", 120_000))
    ]
    found = asked(filed(coke_used_t=112_500), standing(known=Record.of(past)))
    (soft,) = [finding for finding in found if finding.code.startswith("unit.")]
    assert ("unit.low_confidence", Severity.QUERY, False) == (soft.code, soft.severity, soft.holds)


def test_without_record_and_witness_nothing_is_said_of_units() -> None:
    bare = filed(crude_steel_t=2_606_000_000, last_year=dict.fromkeys(_past_figures()))  # type: ignore[arg-type]
    assert not any(code.startswith("unit.") for code in severities(asked(bare, standing(known=EMPTY))))


def _past_figures() -> list[Figure]:
    return [(fact.field, fact.scope) for fact in filed().last_year]
