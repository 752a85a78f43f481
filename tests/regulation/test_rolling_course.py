"""A plan without money: its course, its steps, and what bounds it."""

import numpy as np
import pytest

from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.regulation import solve
from zhibiao.regulation.rolling_course import LEAST, MOST, RAMP, Course, course_of, course_problem
from zhibiao.terms.period import Month, months_of

RATES = {"A": 1_000, "B": 3_000}  # tonnes a day, every day


def _flat(name: str, rate: int, *, until: Month, by: float = 1.0) -> YearToDate:
    """Four years of the same day's output; the last year at `by` times it."""
    made: dict[Month, int] = {}
    for year in range(until.year - 3, until.year + 1):
        total = 0
        for month in months_of(year):
            total += round(rate * month.days * (by if year == until.year else 1.0))
            if month <= until:
                made[month] = total
    return YearToDate(name=name, made_t=made)


KNOWN = [_flat(name, rate, until=Month(2021, 4), by=1.2) for name, rate in RATES.items()]
COURSE = course_of(KNOWN, month=Month(2021, 5))


def _solved(course: Course = COURSE, **changed: object) -> np.ndarray:
    whole = dict(zip(course.names, course.tonnes.sum(axis=1).tolist(), strict=True))
    asked: dict[str, object] = {
        "target_t": course.tonnes.sum(),
        "share_t": whole,
        "most_t": {},
        "before_t": dict(zip(course.names, course.tonnes[:, 0].tolist(), strict=True)),
        **changed,
    }
    problem = course_problem(course, **asked)  # type: ignore[arg-type]
    solution = solve(problem, qp=True)
    assert solution.certificate.holds
    return problem.by_plant(solution.y)


def test_the_course_goes_on_at_the_level_since_january() -> None:
    days = [month.days for month in COURSE.months]
    assert [1_200.0] * 8 == pytest.approx((COURSE.tonnes[0] / days).tolist(), rel=1e-5)
    assert [3_600.0] * 8 == pytest.approx((COURSE.tonnes[1] / days).tolist(), rel=1e-5)


def test_no_course_of_what_lies_ahead() -> None:
    with pytest.raises(ValueError, match="reaches into"):
        course_of(KNOWN, month=Month(2021, 4))


def test_no_course_before_the_year_has_a_figure() -> None:
    with pytest.raises(ValueError, match="nothing of 2021"):
        course_of([one.until(Month(2020, 12)) for one in KNOWN], month=Month(2021, 1))


def test_what_is_not_asked_for_less_goes_on() -> None:
    assert COURSE.tonnes == pytest.approx(_solved(), rel=1e-6)


def test_a_cut_lies_evenly_on_the_months() -> None:
    cut = {name: 0.9 * tonnes for name, tonnes in zip(COURSE.names, COURSE.tonnes.sum(axis=1).tolist(), strict=True)}
    made = _solved(target_t=0.9 * COURSE.tonnes.sum(), share_t=cut)
    assert np.full_like(made, 0.9) == pytest.approx(made / COURSE.tonnes, abs=1e-4)


def test_the_first_month_is_reached_by_steps() -> None:
    half = {name: 0.5 * tonnes for name, tonnes in zip(COURSE.names, COURSE.tonnes.sum(axis=1).tolist(), strict=True)}
    made = _solved(target_t=0.6 * COURSE.tonnes.sum(), share_t=half)
    least = 1.0 - RAMP - np.abs(np.diff(COURSE.tonnes[0])).max() / COURSE.tonnes[0, 0]
    assert (made[:, 0] / COURSE.tonnes[:, 0] >= least - 1e-2).all()
    assert made[0, -1] < made[0, 0]


def test_an_own_cap_holds_and_the_other_makes_up() -> None:
    own = 0.8 * COURSE.tonnes[0].sum()
    made = _solved(target_t=0.95 * COURSE.tonnes.sum(), most_t={"A": own})
    assert own + 1e-3 >= made[0].sum()
    assert 0.95 * COURSE.tonnes.sum() == pytest.approx(made.sum())


@pytest.mark.parametrize(("asked", "share"), [(0.0, LEAST), (10.0, MOST)])
def test_what_cannot_be_reached_is_approached(asked: float, share: float) -> None:
    problem = course_problem(
        COURSE, target_t=asked * COURSE.tonnes.sum(), share_t={"A": 1.0, "B": 1.0}, most_t={}, before_t=RATES
    )
    assert share * COURSE.tonnes.sum() == pytest.approx(problem.C)
