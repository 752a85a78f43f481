"""The split on arrays: the same tonnes, bounds and scale as whole-number arithmetic, on every engine, ties included."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from effort import examples
from split_problems import Problem, problems
from zhibiao.allocation import split_by_weight
from zhibiao.allocation.split.array_exact import exact_shares
from zhibiao.allocation.split.array_passes import ArrayView, NumpyPasses, Passes, Seen, whole_sum
from zhibiao.allocation.split.bounded import COMPILED_FROM, Split, by_arrays, by_breakpoints, passes_for
from zhibiao.allocation.split.given import array_input, checked_input
from zhibiao.errors import CapOutOfReach, UsageError


@pytest.fixture(params=["numpy", "numba"])
def passes(request: pytest.FixtureRequest) -> Passes:
    if request.param == "numpy":
        return NumpyPasses()
    if importlib.util.find_spec("numba") is None:
        pytest.skip("numba is not installed: compiled passes are not compared")
    from zhibiao.allocation.split.compiled import CompiledPasses

    return CompiledPasses()


def both(problem: Problem, passes: Passes) -> tuple[Split, Split] | None:
    """Whole numbers and arrays on one problem; None where its numbers do not fit floats."""
    weights, low, high, cap = problem
    asked = array_input(weights, floors=low, ceilings=high, cap=cap)
    if asked is None:
        return None
    found = by_arrays(asked, passes)
    assert found is not None, problem
    return by_breakpoints(checked_input(weights, floors=low, ceilings=high, cap=cap)), found


def same(one: Split, other: Split) -> bool:
    equal = one.scale == other.scale and one.binding == other.binding
    return equal and one.tonnes.tolist() == other.tonnes.tolist() and one.tonnes.dtype == other.tonnes.dtype == np.int64


def test_thousands_of_awkward_problems_have_the_same_answer(passes: Passes) -> None:
    compared = 0
    for problem in problems(20250321, examples(2000)):
        pair = both(problem, passes)
        if pair is not None:
            assert same(*pair), problem
            compared += 1
    assert compared > 0.85 * examples(2000)  # the rest has weights too far apart for floats


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """Few values, so that ties and breakpoints are hit all the time; hypothesis shrinks what fails."""
    n = draw(st.integers(1, 8))
    weight = st.sampled_from([0.0, 0.1, 0.2, 0.1 + 0.2, 0.3, 1.0, 1 / 3, 2.0, 3.0, 1e6]) | st.floats(0, 1e9, width=32)
    weights = np.array(draw(st.lists(weight, min_size=n, max_size=n)))
    low = np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)))
    high = low + np.array(draw(st.lists(st.integers(0, 5) | st.just(10**6), min_size=n, max_size=n)))
    most = int(np.where(weights > 0, high, low).sum())
    return weights, low, high, draw(st.integers(int(low.sum()), most))


@effort(max_examples=examples(200))
@given(small_problems())
def test_small_problems_have_the_same_answer(problem: Problem) -> None:
    pair = both(problem, NumpyPasses())
    assert pair is None or same(*pair)


def test_many_claimants_have_the_same_answer(passes: Passes) -> None:
    """Enough of them that the sample and more than one piece of the arrays take part."""
    for problem in problems(5, 3, longest=2):
        weights, low, high, cap = problem
        many = 20_011
        longer = (np.resize(weights, many), np.resize(low, many), np.resize(high, many))
        cap = min(cap * many, sum(np.where(longer[0] > 0, longer[2], longer[1]).tolist()))
        pair = both((*longer, cap), passes)
        assert pair is None or same(*pair)
    chance = np.random.default_rng(6)
    base = np.rint(chance.lognormal(12, 1, 20_000))
    weights, low = base * chance.uniform(0.75, 1.25, base.size), np.floor(base * 0.7)
    high = np.where(chance.random(base.size) < 0.05, low, np.ceil(base * 1.3))
    for share in (1e-9, 0.31, 1.0):
        cap = int(low.sum()) + round(share * int((high - low).sum()))
        pair = both((weights, low, high, cap), passes)
        assert pair is not None
        assert same(*pair)


def test_a_uniform_cut_ties_everywhere(passes: Passes) -> None:
    """Nine tenths of every base: a tenth of the shares are whole, and the cut runs through thousands of equals."""
    base = np.random.default_rng(1).integers(1, 10**6, 30_000)
    base[0] += -base.sum() % 10
    pair = both((base.astype(float), np.zeros_like(base), base, int(base.sum()) * 9 // 10), passes)
    assert pair is not None
    assert same(*pair)
    assert Fraction(9, 10) == pair[1].scale
    assert ((base * 9 + 9) // 10 >= pair[1].tonnes).all()


class WithoutRepair(NumpyPasses):
    """The engine with a bug: it believes its floats."""

    def look(self, view: ArrayView, scale: float) -> Seen:
        return replace(super().look(view, scale), doubtful=np.empty(0, dtype=np.int64))


class RoundedSums(NumpyPasses):
    """The engine with a bug: weights are summed with rounding."""

    def exact_sums(self, view: ArrayView, codes: np.ndarray) -> tuple[int, Fraction]:
        bounds, _ = super().exact_sums(view, codes)
        return bounds, Fraction(float(view.weights[codes == 0].sum()))


@pytest.mark.parametrize("bug", [WithoutRepair, RoundedSums])
def test_an_engine_that_believes_its_floats_is_found_out(bug: type[NumpyPasses]) -> None:
    wrong = 0
    for problem in problems(3, 200):
        try:
            pair = both(problem, bug())
            wrong += pair is not None and not same(*pair)
        except AssertionError:
            wrong += 1
    assert wrong > 0


def test_remainders_that_differ_by_less_than_floats_see_are_told_apart(passes: Passes) -> None:
    """Two weights one bit apart: both remainders read 0.5, and only the larger one may take the tonne."""
    weights = np.array([0.3, 0.1 + 0.2, 1.0])
    pair = both((weights, np.zeros(3), np.full(3, 10.0), 3), passes)
    assert pair is not None
    assert same(*pair)


def test_a_remainder_next_to_one_is_still_below_one() -> None:
    """As a float it would round to one, beyond the last class of remainders that compiled passes count in."""
    found = exact_shares(Fraction(2**60 - 1, 2**60), np.array([1.0, 2.0**53, 3.0]))
    assert [0, 2**53 - 1, 2] == found.whole.tolist()
    assert ((found.near > 0) & (found.near < 1)).all()
    assert found.order[0] > found.order[2] > found.order[1]


def test_sums_beyond_the_floats_are_exact() -> None:
    values = np.full(70_000, 2.0**53 - 1)
    assert 70_000 * (2**53 - 1) == whole_sum(values)
    view = ArrayView(weights=np.array([2.0**300, 1.0, 2.0**-300]), floors=np.zeros(3), ceilings=np.ones(3))
    expected = Fraction(2**300 + 1) + Fraction(1, 2**300)
    assert (0, expected) == NumpyPasses().exact_sums(view, np.zeros(3, dtype=np.int8))


@pytest.mark.parametrize(
    "asked",
    [
        {"weights": [2**62, 2**62 - 1, 3], "ceilings": [2**61, 50, 50]},
        {"weights": np.array([2**63, 2**63 + 1], dtype=np.uint64), "cap": 3},
        {"weights": [1e-300, 1e300, 1.0], "floors": [1, 0, 0], "ceilings": [5, 90, 90]},
        {"weights": [Fraction(1, 3), 1, 2]},
        {"weights": [1, 2, 3], "cap": 2**60},
        {"weights": [1, 2, 3], "ceilings": [2**60, 2**61, 5], "cap": 2**61},
    ],
)
def test_what_does_not_fit_floats_is_split_in_whole_numbers(asked: dict) -> None:
    question = {"floors": None, "ceilings": None, "cap": 100} | asked
    weights = question.pop("weights")
    assert array_input(weights, **question) is None
    assert same(by_breakpoints(checked_input(weights, **question)), split_by_weight(weights, **question))


@pytest.mark.parametrize("cap", [149, 321])
def test_a_cap_out_of_reach_says_the_same_from_arrays(cap: int) -> None:
    asked = {"floors": [50, 50, 50, 0], "ceilings": [60, 60, 200, 7], "cap": cap}
    with pytest.raises(CapOutOfReach) as from_arrays:
        array_input([1.0, 2.0, 3.0, 0.0], **asked)
    with pytest.raises(CapOutOfReach) as in_whole_numbers:
        by_breakpoints(checked_input([1.0, 2.0, 3.0, 0.0], **asked))
    assert dict(in_whole_numbers.value.facts) == dict(from_arrays.value.facts)


@pytest.mark.parametrize(
    ("weights", "bounds"),
    [
        ([1.0, np.nan, -1.0], {}),
        ([1.0, -1.0, np.nan], {}),
        ([1, -1, 2], {}),
        ([1.0, 2.0, 3.0], {"floors": [0.0, -1.0, 0.5]}),
        ([1.0, 2.0, 3.0], {"floors": [0, 1, np.nan], "ceilings": [-1, 0, 0]}),
        ([1.0, 2.0, 3.0], {"floors": [0, 9, 9], "ceilings": [9.0, 8.0, 7.0]}),
        ([1.0, 2.0, 3.0], {"ceilings": [9.0, np.inf]}),
    ],
)
def test_arrays_name_the_same_first_mistake(weights: list[float], bounds: dict) -> None:
    question = {"floors": None, "ceilings": None, "cap": 3} | bounds
    with pytest.raises(UsageError) as expected:
        checked_input(weights, **question)
    with pytest.raises(UsageError) as found:
        split_by_weight(np.array(weights), **question)
    assert (expected.value.code, dict(expected.value.facts)) == (found.value.code, dict(found.value.facts))


def test_what_is_given_is_not_changed() -> None:
    given_arrays = [np.array([3.0, 1.0, 2.0]), np.array([0.0, 5.0, 0.0]), np.array([np.inf, 9.0, 20.0])]
    kept = [array.copy() for array in given_arrays]
    split_by_weight(given_arrays[0], floors=given_arrays[1], ceilings=given_arrays[2], cap=60)
    assert all(np.array_equal(a, b) for a, b in zip(given_arrays, kept, strict=True))


def test_without_numba_large_splits_take_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("numba") is not None:
        assert type(passes_for(COMPILED_FROM)).__name__ == "CompiledPasses"
    assert isinstance(passes_for(COMPILED_FROM - 1), NumpyPasses)
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "zhibiao.allocation.split.compiled", raising=False)
    assert isinstance(passes_for(COMPILED_FROM), NumpyPasses)


def test_bounds_met_are_kept_as_numbers_and_told_as_words() -> None:
    split = split_by_weight([1, 1, 1], floors=[50, 0, 0], ceilings=[60, 10, 60], cap=80)
    assert [-1, 1, 0] == split.at_bound.tolist()
    assert ("floor", "ceiling", "") == split.binding
