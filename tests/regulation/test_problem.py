"""Problems as arrays: their sizes, sums by plant, and what they are taken from."""

from types import SimpleNamespace

import numpy as np
import pytest

from plan_problems import by_hand, drawn
from zhibiao.errors import UsageError
from zhibiao.regulation.problem import HEATING, Problem, problem_of


def test_sizes() -> None:
    problem = by_hand()

    assert (2, 4, 3) == (problem.n, problem.P, problem.T)
    assert [0, 2] == problem.first.tolist()


def test_a_plant_makes_what_its_pairs_make() -> None:
    y = np.arange(12.0).reshape(4, 3)

    assert [[3.0, 5.0, 7.0], [15.0, 17.0, 19.0]] == by_hand().by_plant(y).tolist()


def test_pairs_may_stand_in_any_order_and_a_plant_may_have_none() -> None:
    problem = by_hand(plant=np.array([2, 0, 2, 0]), b=np.ones(3))

    assert [[2.0, 2.0], [0.0, 0.0], [2.0, 2.0]] == problem.by_plant(np.ones((4, 2))).tolist()


def test_use_is_by_plant_where_it_does_not_depend_on_the_product() -> None:
    use = by_hand().use_by_plant

    assert use is not None
    assert [[1.5, 1.6]] == use.tolist()
    assert by_hand(a=np.array([[1.5, 1.5, 1.6, 1.7]])).use_by_plant is None


def test_distances_are_measured_by_the_entitlement_unless_told_otherwise() -> None:
    assert [60.0, 40.0] == by_hand().pull.tolist()
    assert [1.0, 2.0] == by_hand(e_scale=np.array([1.0, 2.0])).pull.tolist()


def test_a_problem_is_taken_as_it_is() -> None:
    problem = drawn(1)

    assert problem is problem_of(problem)


def test_a_problem_is_taken_from_any_object_with_its_arrays() -> None:
    given = by_hand()
    names = [name for name in Problem.__dataclass_fields__ if name not in {"season", "labels"}]
    taken = problem_of(SimpleNamespace(**{name: getattr(given, name) for name in names}))

    assert given.value is taken.value
    assert HEATING.tolist() == taken.season.tolist()


def test_an_array_that_is_missing_is_not_made_up() -> None:
    with pytest.raises(UsageError, match="value"):
        problem_of(SimpleNamespace(plant=np.array([0])))
