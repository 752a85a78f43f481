"""The course of a year: entrants, leavers, and a cap that is set late or changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from allocation_sample import decided, four, make_rulebook
from zhibiao.allocation import split_exact
from zhibiao.allocation.course.year_course import ENTRANT_RULES, Leaving, entrant_base_t, leaving
from zhibiao.errors import CapOutOfReach, UsageError
from zhibiao.terms.period import Month


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (dt.date(2025, 1, 1), {"months_begun": 36500, "full_months": 36500, "days": 36500}),
        # July to December: six twelfths; 184 of 365 days.
        (dt.date(2025, 7, 1), {"months_begun": 18250, "full_months": 18250, "days": 18400}),
        # The second of July: July has begun and is not full; 183 days.
        (dt.date(2025, 7, 2), {"months_begun": 18250, "full_months": 15208, "days": 18300}),
        (dt.date(2025, 12, 31), {"months_begun": 3042, "full_months": 0, "days": 100}),
        # 2024 has 366 days: 36500 * 184 / 366 = 18349.7.
        (dt.date(2024, 7, 1), {"months_begun": 18250, "full_months": 18250, "days": 18350}),
    ],
    ids=str,
)
def test_an_entrants_base_is_pro_rata_by_the_rule_named(starts: dt.date, expected: dict[str, int]) -> None:
    assert expected == {rule: entrant_base_t(36500, starts=starts, rule=rule) for rule in ENTRANT_RULES}


def test_later_never_means_more_base() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=k) for k in range(366)]
    for rule in ENTRANT_RULES:
        bases = [entrant_base_t(1_000_003, starts=day, rule=rule) for day in days]
        assert bases == sorted(bases, reverse=True)
        assert 1_000_003 == bases[0]


@pytest.mark.parametrize(
    ("made_t", "expected"),
    [(0, (0, 1000, 0)), (400, (400, 600, 0)), (1000, (1000, 0, 0)), (1300, (1000, 0, 300))],
)
def test_who_leaves_keeps_what_it_made_and_frees_the_rest(made_t: int, expected: tuple[int, int, int]) -> None:
    kept_t, freed_t, overrun_t = expected
    assert Leaving(kept_t=kept_t, freed_t=freed_t, overrun_t=overrun_t) == leaving(1000, made_t=made_t)


def test_freed_tonnes_shared_again_take_from_nobody() -> None:
    """Quotas of 300 and 200 beside a leaver's 500, of which 400 are free: shared 3 to 2 on top of the others' own."""
    freed_t = leaving(500, made_t=100).freed_t
    quotas = [300, 200]
    found = split_exact(quotas, floors=quotas, ceilings=[900, 900], cap=500 + freed_t)
    assert (540, 360) == found.tonnes


def test_a_cap_lowered_in_the_year_leaves_everybody_what_was_made() -> None:
    """The bounds of a decision hold a late or changed cap by themselves; nothing beside them is needed."""
    made = {"A": 900, "B": 480, "C": 100, "D": 50}
    claimants = [replace(one, made_t=made[one.enterprise]) for one in four()]
    lowered = make_rulebook({"cap_t": "2000", "floor_delta": "0.9", "ceiling_delta": "0.9"})
    shares = {one.enterprise: one for one in decided(claimants, lowered, as_of=Month(2025, 7)).shares}
    assert 2000 == sum(one.quota_t for one in shares.values())
    assert all(made[name] <= one.quota_t for name, one in shares.items())
    assert (480, "floor.made") == (shares["B"].quota_t, shares["B"].binding)


def test_a_cap_below_what_was_made_says_so() -> None:
    claimants = [replace(one, made_t=1000) for one in four()]
    with pytest.raises(CapOutOfReach) as refused:
        decided(claimants, make_rulebook({"cap_t": "2000", "floor_delta": "0.9"}), as_of=Month(2025, 7))
    assert (2000, 4000) == (refused.value.facts["cap_t"], refused.value.facts["floors_t"])


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: entrant_base_t(-1, starts=dt.date(2025, 1, 1), rule="days"), "entrant.negative"),
        (lambda: entrant_base_t(1, starts=dt.date(2025, 1, 1), rule="weeks"), "entrant.rule_unknown"),
        (lambda: leaving(-1, made_t=0), "leaving.negative"),
        (lambda: leaving(0, made_t=-1), "leaving.negative"),
    ],
)
def test_refusals(call: Any, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        call()
    assert code == refused.value.code
