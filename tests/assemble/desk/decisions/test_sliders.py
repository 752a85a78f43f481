"""Sliders: the same split as a draft and as a comparison, always the whole cap, and what a rulebook would say."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk.decisions.sliders import (
    Ground,
    Trial,
    dropped,
    ground_from,
    ground_of,
    positions_of,
    rulebook_lines,
    trial_plain,
    try_positions,
)
from zhibiao.errors import CapOutOfReach, InputRefused
from zhibiao.policy.plain import rulebook_plain
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.period import Month

MARCH = Month(2025, 3)


@pytest.fixture(scope="module")
def opened(demo_book: Path) -> Iterator[OpenBook]:
    """The demo's book, only read."""
    found = open_book(demo_book)
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def ground(opened: OpenBook) -> Ground:
    """Steel of the demo, with March counted as made."""
    return ground_of(opened, "steel", 2025, MARCH)


def tried(ground: Ground, **asked: str) -> Trial:
    """What these numbers give."""
    return try_positions(ground, positions_of(ground, asked))


def test_sliders_left_alone_are_the_rulebook_in_force(ground: Ground) -> None:
    found = tried(ground)
    assert [row.now_t for row in found.rows] == [row.tried_t for row in found.rows]
    assert "" == rulebook_lines(ground, found.positions)
    assert ((), ()) == (found.against_now.winners, found.against_now.losers)


@settings(max_examples=25, deadline=None)
@given(
    beta=st.decimals(0, 3, places=2),
    theta=st.decimals(0, 1, places=2),
    floor=st.decimals("0.03", "0.3", places=3),
    ceiling=st.decimals("0.03", "0.3", places=3),
    reserve=st.decimals("0", "0.04", places=3),
    method=st.sampled_from(("contribution_tilt", "two_pools")),
)
def test_the_sum_is_always_the_cap(
    ground: Ground, beta: Decimal, theta: Decimal, floor: Decimal, ceiling: Decimal, reserve: Decimal, method: str
) -> None:
    numbers = {"tilt_beta": beta, "theta": theta, "floor_delta": floor, "ceiling_delta": ceiling}
    asked = {code: str(number) for code, number in (numbers | {"reserve_share": reserve}).items()}
    try:
        found = tried(ground, method=method, **asked)
    except CapOutOfReach:
        return
    assert found.cap_t == sum(row.tried_t for row in found.rows) + found.reserve_t
    assert all(row.floor_t <= row.tried_t <= row.ceiling_t for row in found.rows)


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"tilt_beta": "0.5"}, "contribution_tilt:tilt_beta=0.5"),
        ({"tilt_beta": "1.25", "floor_delta": "0.12"}, "contribution_tilt:tilt_beta=1.25:floor_delta=0.12"),
        ({"method": "two_pools", "theta": "0.2"}, "two_pools:theta=0.2"),
    ],
)
def test_it_is_what_a_comparison_of_rules_gives(
    opened: OpenBook, ground: Ground, asked: dict[str, str], rule: str
) -> None:
    compared = opened.compare(2025, "steel", rules=rule, as_of=MARCH).comparison
    outcome = compared.outcomes[1]
    found = tried(ground, **asked)
    beside = [one.beside_t for one in ground.claimants]
    assert list(outcome.quotas) == [row.tried_t - beyond for row, beyond in zip(found.rows, beside, strict=True)]
    fair = outcome.fairness
    assert (fair.gini_quota, fair.gini_use, fair.use) == (
        found.figures.gini_quota,
        found.figures.gini_use,
        found.figures.use,
    )
    assert (min(c for c in outcome.changes if c is not None), sum(fair.envies)) == (
        found.figures.least_change,
        found.figures.envies,
    )


def test_a_harder_reserve_leaves_less_to_give(ground: Ground) -> None:
    found = tried(ground, reserve_share="0.03")
    assert round(Decimal("0.03") * found.cap_t) == found.reserve_t
    assert found.cap_t - found.reserve_t == found.given_t


@pytest.mark.parametrize("text", ["x", "NaN", "-0.1", "1e99", "0.1234567890123", "３2"])
def test_what_is_no_number_of_a_rulebook_is_refused_with_its_place(ground: Ground, text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        positions_of(ground, {"floor_delta": text})
    assert ["floor_delta"] == [one.place.field for one in refused.value.findings]


def test_all_places_are_named_at_once(ground: Ground) -> None:
    with pytest.raises(InputRefused) as refused:
        positions_of(ground, {"method": "by_lot", "floor_delta": "2", "reserve_share": "0.9"})
    assert ["method", "floor_delta", "reserve_share"] == [one.place.field for one in refused.value.findings]


def test_bounds_that_cannot_hold_the_cap_say_so(ground: Ground) -> None:
    with pytest.raises(CapOutOfReach):
        tried(ground, floor_delta="0", ceiling_delta="0")


def test_the_lines_make_the_rulebook_that_was_tried(opened: OpenBook, ground: Ground, tmp_path: Path) -> None:
    positions = positions_of(ground, {"tilt_beta": "0.45"})
    line = next(one for one in rulebook_lines(ground, positions).splitlines() if "tilt_beta" in one)
    source = opened.rulebooks["steel", 2025].read_text(encoding="utf-8").splitlines()
    changed = [line if one.startswith("  tilt_beta:") else one for one in source]
    assert source != changed
    path = tmp_path / "steel.yaml"
    path.write_text("\n".join(changed), encoding="utf-8")
    wanted = rulebook_plain(read_rulebook(path))
    assert "0.45" == wanted["parameters"]["tilt_beta"]["values"]["2025-01-01"]
    again = ground_from(ground.claimants, read_rulebook(path), as_of=MARCH, names={})
    assert [row.tried_t for row in tried(ground, tilt_beta="0.45").rows] == list(again.now.quotas_t)


def test_another_method_says_what_goes(ground: Ground) -> None:
    positions = positions_of(ground, {"method": "two_pools", "theta": "0.3"})
    assert 'method: {rule: two_pools, clause: "6"}' in rulebook_lines(ground, positions)
    assert ("tilt_beta",) == dropped(ground, positions)


def test_a_later_value_of_a_number_stays(ground: Ground) -> None:
    """The reserve of the demo falls to nought in September; trying March changes the value of March alone."""
    positions = positions_of(ground, {"reserve_share": "0.03"})
    assert '{2025-01-01: "0.03", 2025-09-30: "0"}' in rulebook_lines(ground, positions)


def test_programs_get_whole_tonnes_and_that_nothing_is_kept(ground: Ground) -> None:
    plain = trial_plain(tried(ground, tilt_beta="0.5"))
    assert plain["cap_t"] == plain["given_t"] + plain["reserve_t"]
    assert (False, "0.5") == (plain["is_kept"], plain["parameters"]["tilt_beta"])


def test_the_check_of_the_sum_can_fail(ground: Ground) -> None:
    """A row lost on the way would be seen by what the other tests assert."""
    found = tried(ground)
    short = replace(found, rows=found.rows[1:])
    assert short.cap_t != short.given_t + short.reserve_t
