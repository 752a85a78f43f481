"""The nested split on arrays: the same tonnes, bounds and scales as in whole numbers, ties included."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from effort import examples
from split_problems import bounds_of_a_kind, cap_of_a_kind, weights_of_a_kind
from zhibiao.allocation.nested.nested_by_weight import (
    NestedArraySplit,
    nested_arrays,
    nested_whole,
    split_nested_by_weight,
)
from zhibiao.allocation.split.array_passes import ArrayView, FloatArray, IntArray, NumpyPasses, Passes, Seen
from zhibiao.allocation.split.bounded import split_by_weight
from zhibiao.allocation.split.given import array_columns
from zhibiao.errors import BoundsInConflict, UsageError


@pytest.fixture(params=["numpy", "numba"])
def passes(request: pytest.FixtureRequest) -> Passes:
    if request.param == "numpy":
        return NumpyPasses()
    if importlib.util.find_spec("numba") is None:
        pytest.skip("numba is not installed: compiled passes are not compared")
    from zhibiao.allocation.split.compiled import CompiledPasses

    return CompiledPasses()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    weights: np.ndarray
    floors: np.ndarray
    ceilings: np.ndarray
    cap: int
    group: np.ndarray
    group_floors: list[int]
    group_ceilings: list[int | None]
    parent: np.ndarray


def problem(chance: np.random.Generator, longest: int) -> Problem:
    """Up to six groups in random order of depth; each bound loose, tight, pegged or at what is inside."""
    weights = weights_of_a_kind(chance, int(chance.integers(1, longest)))
    low, high = bounds_of_a_kind(chance, weights)
    count = int(chance.integers(0, 7))
    name = chance.permutation(count)
    parent = np.full(count, -1)
    for place in range(1, count):
        if chance.random() < 0.7:
            parent[name[place]] = name[chance.integers(place)]
    group = chance.integers(-1, count, weights.size)
    if chance.random() < 0.4:
        group = np.sort(group)
    least, most = [0] * count, [0] * count
    for i in range(weights.size):
        around = group[i]
        while around >= 0:
            least[around] += int(low[i])
            most[around] += int(high[i] if weights[i] else low[i])
            around = parent[around]
    floors, ceilings = [], list[int | None]()
    for inner, outer in zip(least, most, strict=True):
        first, last = sorted(inner + int((outer - inner) * chance.random()) for _ in range(2))
        bounds = ((0, None), (first, last), (inner, outer), (first, first), (0, last), (last, None))
        floor, ceiling = bounds[chance.integers(len(bounds))]
        floors.append(floor)
        ceilings.append(ceiling)
    return Problem(
        weights=weights,
        floors=low,
        ceilings=high,
        cap=cap_of_a_kind(chance, weights, low, high),
        group=group,
        group_floors=floors,
        group_ceilings=ceilings,
        parent=parent,
    )


def problems(seed: int, number: int, longest: int = 30) -> Iterator[Problem]:
    chance = np.random.default_rng(seed)
    for _ in range(number):
        yield problem(chance, longest)


def in_whole_numbers(asked: Problem) -> NestedArraySplit | None:
    try:
        return nested_whole(
            asked.weights,
            asked.cap,
            asked.floors,
            asked.ceilings,
            asked.group,
            asked.group_floors,
            asked.group_ceilings,
            asked.parent,
        )
    except BoundsInConflict:
        return None


def on_arrays(asked: Problem, passes: Passes) -> NestedArraySplit | None:
    given = array_columns(asked.weights, floors=asked.floors, ceilings=asked.ceilings, cap=asked.cap)
    assert given is not None
    return nested_arrays(given, asked.group, asked.parent, asked.group_floors, asked.group_ceilings, passes)


def fits(asked: Problem) -> bool:
    return array_columns(asked.weights, floors=asked.floors, ceilings=asked.ceilings, cap=asked.cap) is not None


def same(one: NestedArraySplit | None, other: NestedArraySplit | None) -> bool:
    if one is None or other is None:
        return one is other
    columns = ("tonnes", "at_bound", "group_tonnes", "group_at_bound")
    equal = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns)
    return equal and one.scale == other.scale and dict(one.group_scales) == dict(other.group_scales)


def test_awkward_problems_have_the_same_answer_or_none(passes: Passes) -> None:
    answered = held = 0
    for asked in problems(7, examples(700)):
        if fits(asked):
            expected = in_whole_numbers(asked)
            assert same(expected, on_arrays(asked, passes)), asked
            answered += expected is not None
            held += expected is not None and bool(expected.group_at_bound.any())
    assert answered > examples(150)
    assert held > examples(100)


def test_many_claimants_have_the_same_answer(passes: Passes) -> None:
    """More than one piece of the arrays, claimants of a group together or apart, groups that fill more than a piece."""
    chance = np.random.default_rng(3)
    n, count = 20_000, 40
    base = np.rint(chance.lognormal(9, 1, n))
    weights, low, high = base * chance.uniform(0.8, 1.2, n), np.floor(base * 0.7), np.ceil(base * 1.3)
    cap = int(base.sum())
    parent = np.concatenate([count + chance.integers(0, 3, count), [-1, -1, count]])
    free = split_by_weight(weights, floors=low, ceilings=high, cap=cap).tonnes
    apart = np.where(chance.random(n) < 0.05, -1, chance.integers(0, count + 3, n))
    for group in (apart, np.sort(apart), np.minimum(apart, 0)):
        inside = np.bincount(group[group >= 0], free[group >= 0], count + 3)
        floors = (inside * chance.uniform(0.8, 1.01, inside.size)).astype(int).tolist()
        ceilings = [floor + int(more) for floor, more in zip(floors, inside * 0.15, strict=True)]
        ceilings[count:], floors[count:] = [None] * 3, [0] * 3
        asked = Problem(
            weights=weights,
            floors=low,
            ceilings=high,
            cap=cap,
            group=group,
            group_floors=floors,
            group_ceilings=ceilings,
            parent=parent,
        )
        expected = in_whole_numbers(asked)
        assert expected is not None
        assert expected.group_at_bound.any()
        assert same(expected, on_arrays(asked, passes))


class WithoutRepair(NumpyPasses):
    """The engine with a bug: it believes its floats."""

    def look_by_node(self, view: ArrayView, homes: IntArray, scales: FloatArray) -> Seen:
        return replace(super().look_by_node(view, homes, scales), doubtful=np.empty(0, dtype=np.int64))


def test_an_engine_that_believes_its_floats_is_found_out() -> None:
    some = [asked for asked in problems(8, 200) if fits(asked)]
    assert not all(same(in_whole_numbers(asked), on_arrays(asked, WithoutRepair())) for asked in some)


def test_without_groups_it_is_the_split() -> None:
    expected = split_by_weight([3, 1, 2], ceilings=[20, 90, 90], cap=100)
    found = split_nested_by_weight(
        [3, 1, 2], ceilings=[20, 90, 90], cap=100, group=[-1] * 3, group_floors=[], group_ceilings=[]
    )
    assert expected.tonnes.tolist() == found.tonnes.tolist()
    assert expected.scale == found.scale


def test_a_group_gets_its_whole_tonnes_and_so_do_those_inside() -> None:
    found = split_nested_by_weight(
        [1.0, 1.0, 1.0, 1.0],
        cap=100,
        group=[0, 0, 1, -1],
        group_floors=[0, 0, 0],
        group_ceilings=[40, np.inf, 41],
        parent=[2, 2, -1],
    )
    # Group 2 stays at 41; inside it 13 2/3 each, groups 27 1/3 and 13 2/3, so the odd tonne is group 1's.
    assert [14, 13, 14, 59] == found.tonnes.tolist()
    assert [27, 14, 41] == found.group_tonnes.tolist()
    assert [0, 0, 1] == found.group_at_bound.tolist()


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("split.shape", {"group": [0, 0]}),
        ("split.shape", {"parent": [-1]}),
        ("split.shape", {"group_ceilings": [9]}),
        ("split.not_whole", {"group": [0, 0.5, 1]}),
        ("split.negative", {"group_floors": [-1, 0]}),
        ("split.negative", {"weights": [1.0, -1.0, 1.0]}),
        ("nested.group_unknown", {"group": [0, 7, 1]}),
        ("nested.group_bounds", {"group_floors": [99, 0]}),
        ("nested.circle", {"parent": [1, 0]}),
    ],
)
def test_what_makes_no_sense_is_refused(code: str, wrong: dict) -> None:
    question = {
        "weights": [1.0, 2.0, 3.0],
        "cap": 10,
        "group": [0, 0, 1],
        "group_floors": [0, 0],
        "group_ceilings": [9, None],
        "parent": [-1, 0],
    } | wrong
    with pytest.raises(UsageError) as refused:
        split_nested_by_weight(question.pop("weights"), **question)
    assert code == refused.value.code


def test_bounds_that_exclude_each_other_are_named() -> None:
    with pytest.raises(BoundsInConflict):
        split_nested_by_weight([1.0, 1.0], cap=10, group=[0, 0], group_floors=[0], group_ceilings=[9])
