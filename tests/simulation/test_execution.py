"""Errors of execution: a name's own past, all names of one month together, from a seed."""

import numpy as np
import pytest

from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.simulation.execution import carried_out, past_errors
from zhibiao.terms.period import Month, months_of


def _series(name: str, *, swing: float) -> YearToDate:
    """Ten thousand tonnes a day, every second month more by `swing` in odd years and less in even ones."""
    made: dict[Month, int] = {}
    for year in range(2015, 2021):
        total = 0
        for month in months_of(year):
            share = swing * (1 if year % 2 else -1) * (1 if month.month % 2 else -1)
            total += round(10_000 * month.days * (1.0 + share))
            made[month] = total
    return YearToDate(name=name, made_t=made)


ERRORS = past_errors([_series("still", swing=0.0), _series("lively", swing=0.05)], year=2021)


def test_a_name_strays_as_it_did() -> None:
    still, lively = ERRORS.errors.T
    assert np.zeros(len(still)) == pytest.approx(still, abs=1e-9)
    assert 0.05 < np.abs(lively).max() < 0.25


def test_the_past_has_no_direction() -> None:
    assert [0.0, 0.0] == pytest.approx(ERRORS.errors.mean(axis=0).tolist(), abs=1e-12)


def test_later_years_are_not_read() -> None:
    early = past_errors([_series("lively", swing=0.05)], year=2019)
    cut = past_errors([_series("lively", swing=0.05).until(Month(2018, 12))], year=2019)
    assert early.errors.tolist() == cut.errors.tolist()


def test_one_seed_one_draw() -> None:
    first, again, other = (ERRORS.draw(np.random.default_rng(seed), months=12) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    rows = {tuple(row) for row in ERRORS.errors.tolist()}
    assert {True} == {(one["still"], one["lively"]) in rows for one in first}  # names of one past month stay together


def test_what_is_made_of_a_plan() -> None:
    assert {"A": 110, "B": 0} == carried_out({"A": 100, "B": 7}, {"A": 0.1, "B": -1.5})


def test_no_year_no_errors() -> None:
    with pytest.raises(ValueError, match="season"):
        past_errors([_series("still", swing=0.0).until(Month(2015, 12))], year=2016)
