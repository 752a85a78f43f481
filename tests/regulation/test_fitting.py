"""Arrays that do not fit together: named with the field and both shapes, never an error of numpy."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from plan_problems import by_hand
from zhibiao.errors import InputRefused, UsageError, ZhibiaoError
from zhibiao.regulation import solve, sweep, whatif
from zhibiao.regulation.problem import Problem

FIELDS = ("value", "d", "m", "u", "r", "qlo", "qhi", "e", "group", "prov", "zone", "ghi", "phi", "hcap", "a", "S")

# Two arrays alone say how many there are; either may be the wrong one.
_PARTNERS = {"ghi": ("glo",), "phi": ("plo",), "a": ("S",), "S": ("a",)}


@pytest.fixture(scope="module")
def problem() -> Problem:
    return by_hand()


def _with(problem: Problem, field: str, array: Any) -> Problem:
    changed: Any = {field: array}
    return replace(problem, **changed)


def _refused(call: Any) -> ZhibiaoError:
    with pytest.raises((UsageError, InputRefused)) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("field", FIELDS)
def test_a_wrong_shape_is_named_with_both_shapes(problem: Problem, field: str) -> None:
    array = getattr(problem, field)
    longer = np.concatenate([array, array[:1]])
    solution = solve(problem)
    error = _refused(lambda: whatif(solution, **{field: longer}))
    assert (field, *(f"({', '.join(map(str, one.shape))})" for one in (longer, array))) == tuple(
        error.facts[name] for name in ("field", "found", "wanted")
    )


@pytest.mark.parametrize("field", [one for one in FIELDS if one != "hcap"])
def test_a_problem_of_a_wrong_shape_blames_the_array_that_alone_differs(problem: Problem, field: str) -> None:
    array = getattr(problem, field)
    error = _refused(lambda: solve(_with(problem, field, np.concatenate([array, array[:1]]))))
    assert "plan.field_shape" == error.code
    assert error.facts["field"] in {field, *_PARTNERS.get(field, ())}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"value": "x"}, "plan.field_kind"),
        ({"value": [[1.0]]}, "plan.field_kind"),
        ({"colour": np.zeros(2)}, "plan.field_unknown"),
        ({"cap": "much"}, "plan.field_kind"),
    ],
)
def test_a_change_that_makes_no_sense(problem: Problem, changed: dict[str, Any], code: str) -> None:
    solution = solve(problem)
    assert code == _refused(lambda: whatif(solution, **changed)).code


def test_values_of_a_sweep_are_held_against_the_problem(problem: Problem) -> None:
    values = [problem.value, problem.value[:, :1]]
    assert "plan.field_shape" == _refused(lambda: list(sweep(problem, values))).code


@pytest.mark.parametrize("given", ["x", None, 3, {"value": 1}])
def test_what_is_no_problem(given: Any) -> None:
    assert "plan.fields_missing" == _refused(lambda: solve(given)).code


@pytest.mark.parametrize("field", ["plant", "group", "prov", "zone", "season", "family"])
def test_numbers_of_classes_that_are_not_there(problem: Problem, field: str) -> None:
    solution = solve(problem)
    for number in (99, -1):
        wrong = getattr(problem, field).copy()
        wrong[-1] = number
        if field == "family" and number == 99:
            continue
        error = _refused(lambda wrong=wrong: solve(_with(problem, field, wrong)))
        assert ("plan.classes_wrong", True) == (error.code, field in str(error.facts["fields"]))
        assert "plan.classes_wrong" == _refused(lambda wrong=wrong: whatif(solution, **{field: wrong})).code
