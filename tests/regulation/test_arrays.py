"""Bare arrays for HiGHS: what may not be handed over, what is left out, and what is said of an early end."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from zhibiao.errors import NoSolution
from zhibiao.regulation.solver.arrays import Arrays, solve_arrays


def knapsack(**changed: Any) -> Arrays:
    """max 5a + 4b, 2a + 3b <= 6, a + b <= 2.5, and a row that limits nothing."""
    given: dict[str, Any] = {
        "c": np.array([5.0, 4.0]),
        "lo": np.zeros(2),
        "hi": np.full(2, 2.0),
        "rlo": np.array([-np.inf, -np.inf, -np.inf]),
        "rhi": np.array([np.inf, 6.0, 2.5]),
        "row": np.array([0, 1, 1, 1, 2, 2]),
        "column": np.array([0, 0, 1, 1, 0, 1]),
        "entry": np.array([9.0, 2.0, 1.0, 2.0, 1.0, 1.0]),
    }
    return Arrays(**given | changed)


def test_entries_of_one_place_add_up_and_free_rows_bear_no_price() -> None:
    found = solve_arrays(knapsack())
    assert [2.0, 0.5] == pytest.approx(found.values.tolist())
    assert [0.0, 0.0, 4.0] == pytest.approx(found.duals.tolist())


def test_whole_columns_are_whole() -> None:
    found = solve_arrays(knapsack(whole=np.array([0, 1])))
    assert [2.0, 0.0] == pytest.approx(found.values.tolist())
    assert 10.0 == pytest.approx(found.bound)
    assert not found.duals.any()


@pytest.mark.parametrize("name", ["c", "lo", "hi", "rlo", "rhi", "entry"])
def test_what_is_no_number_never_reaches_the_solver(name: str) -> None:
    arrays = knapsack()
    wrong = getattr(arrays, name).copy()
    wrong[-1] = np.nan
    with pytest.raises(NoSolution, match=r"plan\.solver_refused"):
        solve_arrays(replace(arrays, **{name: wrong}))


def test_bounds_that_cross_are_infeasible_and_not_refused() -> None:
    assert solve_arrays(knapsack(lo=np.array([3.0, 0.0]))).is_infeasible
    assert solve_arrays(knapsack(rlo=np.array([-np.inf, 7.0, 3.0]))).is_infeasible


def test_a_choice_that_was_never_found_is_no_choice() -> None:
    chance = np.random.default_rng(1)
    many, rows = 60, 30
    hard = Arrays(
        c=chance.uniform(1, 2, many),
        lo=np.zeros(many),
        hi=np.ones(many),
        rlo=np.full(rows, 500.3),
        rhi=np.full(rows, 500.4),
        row=np.repeat(np.arange(rows), many),
        column=np.tile(np.arange(many), rows),
        entry=chance.uniform(1, 40, many * rows),
        whole=np.arange(many),
    )
    found = solve_arrays(hard, seconds=0.0)
    assert np.isnan(found.values).all()
    assert not found.is_infeasible


def test_another_user_of_highs_in_the_process_does_no_harm() -> None:
    import highspy

    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    other.addVar(0.0, 1.0)
    other.run()
    assert [2.0, 0.5] == pytest.approx(solve_arrays(knapsack()).values.tolist())
