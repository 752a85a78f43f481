"""Grounds: an unknown code is asked about, a known one explains, and tonnes still come from somewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from checked_returns import MONTH, TOTAL, asked, filed, severities, standing
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.filed import Filed
from zhibiao.terms.finding import Severity
from zhibiao.terms.grounds import NO_GROUNDS


def made(code: str, share: str, ground: str = "", beside: str = "") -> Filed:
    """A month with that share of a field's usual figure, carried into the year to date, with a ground stated."""
    month, total = filed().value(code), filed().value(code, TOTAL)
    assert month is not None
    assert total is not None
    value = round(month * Decimal(share))
    figures = {(code, MONTH): Decimal(value), (code, TOTAL): total - month + value}
    return filed(figures=figures, stated={beside or code: (ground,)} if ground else None)


@pytest.mark.parametrize(("beside", "cell"), [("crude_steel_t", "D21"), ("", "TT-1")])
def test_a_code_that_is_not_on_the_list_is_asked_about(beside: str, cell: str) -> None:
    (found,) = asked(filed(stated={beside: ("77",)}))
    assert ("edit.ground_unknown", Severity.QUERY) == (found.code, found.severity)
    assert ("77", cell) == (found.facts["ground"], found.facts["cell"])
    assert "02" in str(found.facts["known"])


def test_without_a_list_no_code_is_unknown_and_none_excuses() -> None:
    bare = replace(standing(), grounds=NO_GROUNDS)
    assert [] == asked(filed(stated={"crude_steel_t": ("77",)}), bare)
    assert severities(asked(made("crude_steel_t", "0.7"), bare)) == severities(
        asked(made("crude_steel_t", "0.7", "02"), bare)
    )


@pytest.mark.parametrize("ground", ["01", "02"])
def test_a_mill_rolls_what_it_kept_while_steelmaking_stops(ground: str) -> None:
    assert "edit.products_exceed_steel" in severities(asked(made("crude_steel_t", "0.5")))
    stopped = made("crude_steel_t", "0.5", ground)
    assert [] == asked(stopped)
    told = {finding.code for finding in check_return(stopped, standing())}
    assert {"edit.explained"} == told


def test_a_stop_brings_no_steel_that_was_never_made() -> None:
    """Two months' worth of products cannot come from what a year left unrolled."""
    assert {"edit.products_exceed_steel": "QUERY"} == severities(asked(made("crude_steel_t", "0.001", "02")))


def test_a_stop_beside_another_figure_says_nothing_about_steel() -> None:
    assert "edit.products_exceed_steel" in severities(asked(made("crude_steel_t", "0.5", "02", "coke_used_t")))


def test_a_stop_does_not_carry_a_stock() -> None:
    stopped = made("steel_products_t", "0.5", "02")
    assert "edit.stock_balance" in severities(asked(stopped))


def test_what_two_grounds_explain_is_told_apart() -> None:
    stated = {"crude_steel_t": ("02",), "stock_t": ("07",)}
    month = made("crude_steel_t", "0.5")
    stock = filed().value("stock_t")
    assert stock is not None
    facts = tuple(replace(one, value=stock * 2) if one.field == "stock_t" else one for one in month.facts)
    told = check_return(replace(month, facts=facts, grounds=stated), standing())
    assert {"02", "07"} == {finding.facts["ground"] for finding in told if finding.code == "edit.explained"}
