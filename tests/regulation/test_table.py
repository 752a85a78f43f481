"""The table of variables and rows: one code each, and what it says is what the rows are."""

from dataclasses import fields, replace

import numpy as np
import pytest

from plan_problems import by_hand
from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem, Stocks
from zhibiao.regulation.table import ROWS, VARIABLES

FULL = by_hand(
    before=np.array([18.0, np.nan]),
    stocks=Stocks(opening=np.array([2.0]), lowest=np.zeros((1, 3)), highest=np.full((1, 3), 9.0)),
)
MADE = {  # any tonnes, kept or not: rows are sums of them
    "y": np.arange(1.0, 13.0).reshape(4, 3),
    "x": np.array([[20.0, 21.0, 22.0], [23.0, 24.5, 25.0]]),
    "q": np.array([61.0, 43.0]),
    "s": np.array([[1.0, 2.0, 4.0]]),
}
EXPECTED = {  # lower limit, activity at MADE, upper limit of every row, worked out from the formulas
    "link": ([0] * 6, [5 - 20, 7 - 21, 9 - 22, 17 - 23, 19 - 24.5, 21 - 25], [0] * 6),
    "year": ([0, 0], [63 - 61, 72.5 - 43], [0, 0]),
    "cap": ([100], [104], [100]),
    "group": ([30, 10], [61, 43], [90, 70]),
    "prov": ([50], [104], [150]),
    "heat": ([-np.inf], [43], [40]),
    "commodity": (
        [-np.inf] * 3,
        [20 * 1.5 + 23 * 1.6 + 1, 21 * 1.5 + 24.5 * 1.6 + 2 - 1, 22 * 1.5 + 25 * 1.6 + 4 - 2],
        [62, 60, 44.5],
    ),
    "ramp": ([-25] * 4, [1, 1, 1.5, 0.5], [25] * 4),
    "start": ([-7], [20], [43]),
}


def _activity(block: Block, problem: Problem) -> np.ndarray:
    columns = Columns.of(problem)
    made = np.concatenate([MADE[one.code].ravel() for one in VARIABLES])
    total = np.zeros(block.lower.size)
    for row, column, value in block.parts:
        row, column, value = np.broadcast_arrays(row, column, value)
        np.add.at(total, row.ravel(), (value * made[column]).ravel())
    assert made.size == columns.count
    return total


@pytest.mark.parametrize("family", ROWS, ids=lambda family: family.code)
def test_rows_are_what_their_formula_says(family) -> None:  # type: ignore[no-untyped-def]
    lower, activity, upper = EXPECTED[family.code]
    block = family.build(FULL, Columns.of(FULL))

    assert lower == block.lower.tolist()
    assert activity == pytest.approx(_activity(block, FULL).tolist())
    assert upper == block.upper.tolist()


def test_use_by_product_is_taken_from_the_products() -> None:
    problem = by_hand(a=np.array([[1.5, 1.4, 1.6, 1.6]]), stocks=FULL.stocks)
    family = next(one for one in ROWS if one.code == "commodity")

    activity = _activity(family.build(problem, Columns.of(problem)), problem)

    assert [
        1.5 * 1 + 1.4 * 4 + 1.6 * (7 + 10) + 1,
        1.5 * 2 + 1.4 * 5 + 1.6 * 19 + 1,
        1.5 * 3 + 1.4 * 6 + 1.6 * 21 + 2,
    ] == (pytest.approx(activity.tolist()))


def test_bounds_of_columns_are_those_of_the_table() -> None:
    columns = Columns.of(FULL)
    lo, hi = columns.bounds(FULL)

    assert not lo[columns.y].any()
    assert FULL.d.tolist() == hi[columns.y].tolist()
    assert (FULL.m.tolist(), FULL.u.tolist()) == (lo[columns.x].tolist(), hi[columns.x].tolist())
    assert (FULL.qlo.tolist(), FULL.qhi.tolist()) == (lo[columns.q].tolist(), hi[columns.q].tolist())
    assert ([[0.0] * 3], [[9.0] * 3]) == (lo[columns.s].tolist(), hi[columns.s].tolist())


def test_a_code_is_used_once() -> None:
    codes = [one.code for one in (*VARIABLES, *ROWS)]

    assert len(set(codes)) == len(codes)


def test_without_stocks_there_are_no_columns_for_them() -> None:
    assert (0, 3) == Columns.of(by_hand()).s.shape
    assert 12 + 6 + 2 == Columns.of(by_hand()).count


def test_stocks_are_in_the_unit_of_their_commodity() -> None:
    unit = {one.code: one.unit for one in (*VARIABLES, *ROWS)}

    assert unit["commodity"] == unit["s"] != unit["x"]


def test_limits_are_read_from_the_fields_that_the_table_names() -> None:
    known = [field for field in fields(Problem) if isinstance(getattr(FULL, field.name), np.ndarray | float | Stocks)]
    for field in known:
        given = getattr(FULL, field.name)
        if isinstance(given, Stocks):
            changed = replace(FULL, stocks=replace(given, opening=given.opening + 1))
        elif isinstance(given, float) or given.dtype == float:
            changed = replace(FULL, **{field.name: given + 1.0})
        else:
            continue
        columns = Columns.of(FULL)
        moved = set()
        for family in ROWS:
            before, after = family.build(FULL, columns), family.build(changed, columns)
            if before.lower.tolist() != after.lower.tolist() or before.upper.tolist() != after.upper.tolist():
                moved.add(family.code)
        assert {family.code for family in ROWS if field.name in family.limits} == moved
