"""A figure beyond any sense waits for the firm's word; what a stop leaves and a restart brings does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

import returns_sample as sample
from checked_returns import filed, record, standing
from zhibiao.monthly.checks.jump import COMPANIONS, jumps, months_of
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, Tolerances
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.finding import Severity

STOCK = "stock_t"


def _held(one: Filed, against: Standing | None = None) -> dict[str, bool]:
    found = list(jumps(one, against or standing()))
    assert {Severity.QUERY} >= {finding.severity for finding in found}
    return {finding.place.field: finding.holds for finding in found}


def _times(code: str, factor: str) -> Filed:
    value = filed().value(code)
    assert value is not None
    return filed(**{code: round(value * Decimal(factor))})


@pytest.mark.parametrize(
    ("factor", "holds"), [("46039", True), ("150", True), ("40", False), ("2", False), ("0.002", True), ("0.05", False)]
)
def test_only_what_is_a_hundred_times_off_holds(factor: str, holds: bool) -> None:
    assert {STOCK: holds} == _held(_times(STOCK, factor))


def test_how_far_is_the_authoritys_to_set() -> None:
    one = _times(STOCK, "40")
    assert {STOCK: True} == _held(one, standing(tolerances=Tolerances(jump_hold_times=20.0)))


def test_a_good_return_is_not_asked() -> None:
    for firm in (sample.STEEL, sample.ARC, sample.SCRAP):
        assert {} == _held(filed(firm), standing(firm))


def _scaled(factor: str) -> Filed:
    good = filed()
    return filed(**{code: round(value * Decimal(factor)) for code in COMPANIONS if (value := good.value(code))})


def test_a_true_stop_may_be_asked_about_and_does_not_hold() -> None:
    one = _scaled("0.002")
    months = months_of(one, standing())
    assert months is not None
    assert months.move < -2
    assert True not in _held(one).values()


def _is_level(code: str) -> bool:
    """Whether it is an average, as people are, whom a stop does not send away."""
    return sample.DICTIONARY[code].kind is Kind.LEVEL


def test_a_restart_after_a_year_of_next_to_nothing_does_not_hold() -> None:
    """Every figure a thousand times its past, and every one of them true: production explains them."""
    one, past = filed(), record()
    low = {
        (firm, code): {period: value / (1 if _is_level(code) else 1000) for period, value in by.items()}
        for (firm, code), by in past.figures.items()
    }
    months = months_of(one, standing(known=replace(past, figures=low)))
    assert months is not None
    assert months.move > 2
    held = _held(one, standing(known=replace(past, figures=low)))
    assert True not in held.values(), held
