"""Signs: wrong ones, lawful ones, and corrections larger than what there is to correct."""

from __future__ import annotations

import pytest

import returns_sample as sample
from checked_returns import EMPTY, MONTH, TOTAL, asked, filed, record, severities, standing
from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Period


@pytest.mark.parametrize("code", ["crude_steel_t", "energy_tce", "electricity_kwh", "stock_t", "sales_revenue_yuan"])
def test_a_quantity_below_zero_is_named_first_wherever_it_stands(code: str) -> None:
    good = filed()
    for scope in (MONTH, TOTAL):
        value = good.value(code, scope)
        if value is not None:
            first = asked(filed(figures={(code, scope): -value}))[0]
            assert ("edit.negative", code) == (first.code, first.place.field)
    (last,) = [fact for fact in good.last_year if fact.field == code and fact.scope is MONTH]
    assert "edit.negative" == asked(filed(last_year={(code, MONTH): -int(last.value)}))[0].code


def test_a_loss_is_lawful_and_a_turned_sign_is_asked() -> None:
    good = filed()
    profit, total = good.value("profit_yuan"), good.value("profit_yuan", TOTAL)
    assert profit is not None
    assert total is not None
    loss = {("profit_yuan", MONTH): -profit, ("profit_yuan", TOTAL): total - 2 * profit}
    assert "edit.negative" not in severities(asked(filed(figures=loss)))
    assert "edit.sign_suspected" not in severities(asked(filed(figures=loss)))
    turned = asked(filed(profit_yuan=-profit))
    assert ("edit.sign_suspected", "QUERY") == (turned[0].code, turned[0].severity.name)
    assert "edit.sign_suspected" == asked(filed(figures={("profit_yuan", TOTAL): -total}))[0].code


def _bought(tonnes: int) -> Record:
    """The record with billets bought in January and February."""
    from checked_returns import _kept

    last = filed(
        sample.STEEL,
        Period.parse("2025-01..02"),
        figures={("billets_bought_t", MONTH): tonnes, ("billets_bought_t", TOTAL): tonnes},
    )
    return Record.of([*record(sample.STEEL).returns.values(), _kept(last)])


@pytest.mark.parametrize(("taken_back", "code"), [(4_000, None), (5_000, None), (6_000, "rev.below_zero")])
def test_a_stated_correction_is_lawful_up_to_what_the_year_holds(taken_back: int, code: str | None) -> None:
    against = standing(known=_bought(5_000))
    figures = {("billets_bought_t", MONTH): -taken_back, ("billets_bought_t", TOTAL): 5_000 - taken_back}
    plain = severities(asked(filed(figures=figures), against))
    assert "QUARANTINE" == plain["edit.negative"]
    stated = asked(filed(figures=figures, stated={"billets_bought_t": ("04",)}), against)
    if code is None:
        assert [] == stated
    else:
        first = stated[0]
        assert (code, "QUARANTINE") == (first.code, first.severity.name)
        assert "5,000 t" == first.facts["available"].en  # type: ignore[attr-defined]


def test_in_january_there_is_nothing_to_take_back() -> None:
    january = Period.parse("2025-01")
    figures = {("billets_bought_t", MONTH): -1, ("billets_bought_t", TOTAL): -1}
    found = asked(filed(sample.STEEL, january, figures=figures, stated={"": ("04",)}), standing(known=EMPTY))
    assert "QUARANTINE" == severities(found)["rev.below_zero"]


def test_profit_against_revenue_less_cost() -> None:
    good = filed()
    revenue, profit = good.value("sales_revenue_yuan"), good.value("profit_yuan")
    assert revenue is not None
    assert profit is not None
    cost = {("oper_cost_yuan", MONTH): int(revenue) - 3 * int(profit)}
    assert "edit.profit_sign" not in severities(asked(filed(figures=cost)))
    below = {("oper_cost_yuan", MONTH): int(revenue) + 3 * int(profit)}
    assert "QUERY" == severities(asked(filed(figures=below)))["edit.profit_sign"]
    assert "edit.profit_sign" not in severities(asked(filed(figures=below, stated={"profit_yuan": ("09",)})))
