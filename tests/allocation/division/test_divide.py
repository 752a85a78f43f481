"""One rule on one group: bounds, claims, rounding and ties, by hand and against laws."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.division import divide as module
from zhibiao.allocation.division.divide import Division, divide
from zhibiao.allocation.division.divide_groups import divide_in_groups
from zhibiao.allocation.division.rule import AwardRule, Firms, Numbers, Rule, WeightRule
from zhibiao.allocation.division.rules import RULES
from zhibiao.allocation.nested.nested import Group
from zhibiao.errors import CapOutOfReach, NoSolution, UsageError
from zhibiao.terms.apportion import METHODS

CLAIMS = [rule for rule in RULES.values() if rule.reads == ("claim",)]
AWARDS = [rule for rule in CLAIMS if isinstance(rule, AwardRule)]
FEW = settings(max_examples=examples(60))


def _divide(
    rule: Rule,
    claims: Sequence[int | Fraction],
    cap: int,
    *,
    floors: Sequence[int] = (),
    ceilings: Sequence[int | None] = (),
    rounding: str = METHODS[0],
) -> Division:
    ids = tuple(f"{n:03d}" for n in range(len(claims)))
    return divide(
        rule,
        Firms(ids=ids, numbers={"claim": tuple(Fraction(claim) for claim in claims)}),
        cap=cap,
        numbers={},
        floors=floors or [0] * len(claims),
        ceilings=ceilings or [None] * len(claims),
        rounding=rounding,
    )


def test_floors_are_given_first_and_ceilings_cut_claims() -> None:
    # Floors 50, 0, 0 leave 150. What is claimed beyond them: 50, 200 and, cut at 120, 120; half of that is 185.
    # Equal awards up to half a claim: 25 and 60 are full, so that 65 are left for the second.
    found = _divide(RULES["talmud"], [100, 200, 300], 200, floors=[50, 0, 0], ceilings=[None, None, 120])
    assert ((75, 65, 60), ("", "", "")) == (found.shares, found.binding)


def test_what_binds_is_named() -> None:
    cea = RULES["cea"]
    found = _divide(cea, [100, 200, 300], 400, ceilings=[None, 120, None])
    assert ((100, 120, 180), ("claim", "ceiling", "")) == (found.shares, found.binding)
    found = _divide(RULES["cel"], [10, 200, 300], 260, floors=[10, 0, 0])
    assert ((10, 75, 175), ("floor", "", "")) == (found.shares, found.binding)


def test_a_floor_above_the_claim_is_given_all_the_same() -> None:
    found = _divide(RULES["cea"], [10, 200], 60, floors=[30, 0])
    assert ((30, 30), ("floor", "")) == (found.units, found.binding)


def test_a_claim_beyond_the_cap_counts_in_full_where_there_is_no_ceiling() -> None:
    assert (10, 0) == _divide(RULES["cel"], [60, 20], 10).units
    assert (5, 5) == _divide(RULES["cel"], [60, 20], 10, ceilings=[20, None]).units


def test_the_sums_of_a_cap_out_of_reach() -> None:
    with pytest.raises(CapOutOfReach) as caught:
        _divide(RULES["cea"], [10, 20], 31)
    assert (31, 0, 30) == tuple(caught.value.facts[name] for name in ("cap_t", "floors_t", "ceilings_t"))
    with pytest.raises(CapOutOfReach) as caught:
        _divide(RULES["cea"], [10, 20], 5, floors=[3, 3])
    assert "000、001" == caught.value.facts["binding"]


def test_an_unknown_rounding_and_too_many_claimants_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        _divide(RULES["cea"], [1, 2], 1, rounding="hare")
    assert "split.rounding_unknown" == caught.value.code
    arrival = RULES["random_arrival"]
    assert isinstance(arrival, AwardRule)
    assert arrival.most_claimants is not None
    with pytest.raises(UsageError) as caught:
        _divide(arrival, [1] * (arrival.most_claimants + 1), 3)
    assert "rule.too_many_claimants" == caught.value.code


def _halves(firms: Firms, numbers: Numbers) -> tuple[list[int], list[int]]:
    return [int(claim // 2) for claim in firms.numbers["claim"]], [int(claim) for claim in firms.numbers["claim"]]


LIMITED = WeightRule(
    code="limited", reads=("claim",), source="this test", weigh=lambda firms, _: firms.numbers["claim"], limit=_halves
)


def test_bounds_of_the_rule_narrow_those_given() -> None:
    # 50 to 100 and 130 to 140: in proportion 63.3 and 126.7, the second is lifted to its floor.
    found = _divide(LIMITED, [100, 200], 190, floors=[0, 130], ceilings=[None, 140])
    assert ((60, 130), ("", "floor")) == (found.units, found.binding)
    with pytest.raises(NoSolution) as caught:
        _divide(LIMITED, [100, 200], 190, ceilings=[40, None])
    assert ("rule.bounds_conflict", "000", 50, 40) == (
        caught.value.code,
        *(caught.value.facts[name] for name in ("id", "floor", "ceiling")),
    )


def test_groups_without_bounds_change_nothing() -> None:
    firms = Firms(ids=("a", "b", "c"), numbers={"claim": tuple(map(Fraction, (3, 5, 9)))})
    options = {"cap": 100, "numbers": {}, "floors": [0, 40, 0], "ceilings": [None, None, 45]}
    flat = divide(RULES["proportional"], firms, **options)  # type: ignore[arg-type]
    group = Group(code="west")
    nested = divide_in_groups(
        RULES["proportional"],
        firms,
        belongs_to=["west", "", "west"],
        groups=[group],
        **options,  # type: ignore[arg-type]
    )
    assert (flat.shares, flat.scale) == (nested.shares, nested.scale)
    assert 100 == sum(nested.units)
    assert [sum(nested.units) - nested.units[1]] == [one.tonnes for one in nested.groups]


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> tuple[list[Fraction], list[int], list[int | None], int]:
    """Claims with floors and ceilings, and a cap that every rule can meet."""
    count = draw(st.integers(1, most))
    parts = draw(st.sampled_from([1, 1, 2, 3]))
    claims = [Fraction(draw(st.integers(1, 60)), parts) for _ in range(count)]
    floors = [draw(st.integers(0, 20)) for _ in claims]
    ceilings = [draw(st.one_of(st.none(), st.integers(floor, 70))) for floor in floors]
    counted = [
        claim if high is None else min(claim, Fraction(high)) for claim, high in zip(claims, ceilings, strict=True)
    ]
    most_units = int(sum(max(claim, Fraction(low)) for claim, low in zip(counted, floors, strict=True)))
    return claims, floors, ceilings, draw(st.integers(sum(floors), max(sum(floors), most_units)))


@pytest.mark.parametrize("rule", CLAIMS, ids=lambda rule: rule.code)
@given(problem=problems(), rounding=st.sampled_from(METHODS))
@FEW
def test_quotas_sum_to_the_cap_within_bounds(
    rule: Rule, rounding: str, problem: tuple[list[Fraction], list[int], list[int | None], int]
) -> None:
    claims, floors, ceilings, cap = problem
    found = _divide(rule, claims, cap, floors=floors, ceilings=ceilings, rounding=rounding)
    assert (cap, cap) == (sum(found.units), sum(found.shares))
    for share, unit, low, high in zip(found.shares, found.units, floors, ceilings, strict=True):
        assert low <= share
        assert low <= unit
        assert high is None or (share <= high and unit <= high)
        assert rounding != METHODS[0] or abs(share - unit) < 1
    if isinstance(rule, AwardRule):
        for claim, low, share, unit in zip(claims, floors, found.shares, found.units, strict=True):
            assert share <= max(claim, low)
            assert unit < max(claim, low) + 1


@pytest.mark.parametrize("rounding", METHODS)
@given(problem=problems())
@FEW
def test_only_who_is_tied_gets_another_quota_when_the_order_is_turned_round(
    rounding: str, problem: tuple[list[Fraction], list[int], list[int | None], int]
) -> None:
    claims, floors, ceilings, cap = problem
    found = _divide(RULES["proportional"], claims, cap, floors=floors, ceilings=ceilings, rounding=rounding)
    turned = _divide(
        RULES["proportional"], claims[::-1], cap, floors=floors[::-1], ceilings=ceilings[::-1], rounding=rounding
    )
    given_to, passed = found.tied
    moved = {place for place, unit in enumerate(found.units) if unit != turned.units[::-1][place]}
    assert moved <= {*given_to, *passed}
    assert bool(moved) == bool(given_to and _is_turned(given_to, passed))
    for place in moved:
        assert (1 if place in given_to else -1) == found.units[place] - turned.units[::-1][place]


def _is_turned(given_to: Sequence[int], passed: Sequence[int]) -> bool:
    """Whether the last of those level would be others than the first: always, unless nobody went without."""
    return sorted((*given_to, *passed))[-len(given_to) :] != list(given_to)


@pytest.mark.parametrize("code", ["cea", "cel"])
@given(problem=problems())
@FEW
def test_a_second_route_finds_the_same_shares(
    code: str, problem: tuple[list[Fraction], list[int], list[int | None], int]
) -> None:
    claims, floors, ceilings, cap = problem
    found = _divide(RULES[code], claims, cap, floors=floors, ceilings=ceilings)
    assert _by_halving(code, claims, floors, ceilings, cap) == pytest.approx([float(one) for one in found.shares])


def _by_halving(
    code: str, claims: Sequence[Fraction], floors: Sequence[int], ceilings: Sequence[int | None], cap: int
) -> list[float]:
    """Everyone's share as a function of one level, and the level by halving an interval."""

    def shares(level: float) -> list[float]:
        found = []
        for claim, low, high in zip(claims, floors, ceilings, strict=True):
            most = max(low, float(claim) if high is None else min(float(claim), high))
            award = min(level, most - low) if code == "cea" else max(most - low - level, 0)
            found.append(low + award)
        return found

    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        is_below = sum(shares(middle)) < cap
        low, high = (middle, high) if is_below == (code == "cea") else (low, middle)
    return shares(high if code == "cea" else low)


def test_the_law_of_ties_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ties that are not stated are noticed."""
    monkeypatch.setattr(module, "tied_by_remainder", lambda *_: ((), ()))
    law = test_only_who_is_tied_gets_another_quota_when_the_order_is_turned_round.hypothesis.inner_test  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        law(METHODS[0], ([Fraction(1), Fraction(1)], [0, 0], [None, None], 1))


def test_many_whole_weights_go_another_way_to_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [(n * 7919) % 1000 + 1 for n in range(300)]
    floors = [n % 5 * 30 for n in range(300)]
    ceilings = [None if n % 3 else 600 for n in range(300)]
    slow = _divide(RULES["proportional"], claims, 110_000, floors=floors, ceilings=ceilings)
    monkeypatch.setattr(module, "ARRAYS_FROM", 100)
    monkeypatch.setattr(module, "split_exact", None)
    fast = _divide(RULES["proportional"], claims, 110_000, floors=floors, ceilings=ceilings)
    assert slow == fast
    assert {"floor", "ceiling", ""} == set(fast.binding)
