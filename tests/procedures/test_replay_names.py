"""Names and expected totals of a replayed year: by hand on a small table, and the real figures of 2021 and 2022."""

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.cap_rule import CapKind, CapRule
from zhibiao.procedures.replay_names import (
    LIKELY,
    WARNED,
    WAYS,
    Counted,
    Held,
    NamedMonth,
    counted,
    held_names,
    named_months,
    named_since,
    names_plain,
    overrun_names,
)
from zhibiao.procedures.replay_projected import FREE, WITH_CAPS, WITH_CAPS_PUBLISHED, projected_plain, projected_t
from zhibiao.procedures.replay_provinces import Replay, cap_rules, replay_provinces
from zhibiao.readers.caps import read_caps
from zhibiao.readers.nbs import find_nation, read_nation, read_provinces
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

# Three years of 10,000 t a month; then June and December of 2021 in tonnes.
PLANS = {
    "near": (55_000, 120_300),
    "edge": (55_000, 120_360),
    "over": (55_000, 120_361),
    "turns": (80_000, 114_000),
    "overruns": (80_000, 132_000),
    "calm": (50_000, 110_000),
}


def _made(june: int, december: int) -> dict[Month, int]:
    made = {Month(year, month): 10_000 * month for year in range(2018, 2021) for month in range(2, 13)}
    made |= {Month(2021, month): june * month // 6 for month in range(2, 7)}
    return made | {Month(2021, 6 + month): june + (december - june) * month // 6 for month in range(1, 7)}


def _replay(plans: dict[str, tuple[int, int]], *rules: CapRule) -> Replay:
    series = tuple(YearToDate(name=name, made_t=_made(*plan)) for name, plan in sorted(plans.items()))
    table = OutputTable(
        product="crude_steel", series=series, labels={one.name: Text(one.name, one.name) for one in series}
    )
    return replay_provinces(table, year=2021, rules=rules or cap_rules("last-year", year=2021) or ())


@pytest.fixture(scope="module")
def replay() -> Replay:
    return _replay(PLANS)


def _at(replay: Replay, month: int) -> NamedMonth:
    return next(one for one in named_months(replay) if one.month.month == month)


def test_who_was_held_by_hand(replay: Replay) -> None:
    # 120,000 t last year, 60,000 t after June: 80,000 + 60,000 passes the cap and 114,000 is below it.
    # 0.3 % of 120,000 is 360; 55,000 + 60,000 would not have passed it.
    expected = [("edge", True, False), ("near", True, False), ("turns", False, True)]
    assert expected == [(one.name, one.ended_near, one.had_to_turn) for one in held_names(replay)]
    assert frozenset({"over", "overruns"}) == overrun_names(replay)


def test_a_tighter_cap_is_what_has_to_be_kept() -> None:
    # A cap of 110,000 t: 50,000 + 60,000 does not pass it, 55,000 + 60,000 does; "near" ended far above it.
    rule = CapRule(scope="*", year=2021, kind=CapKind.ABSOLUTE, value=Decimal(110_000), known_from=Month(2021, 1))
    replay = _replay(PLANS | {"obeys": (55_000, 110_330)}, rule)
    turned = {one.name: one.had_to_turn for one in held_names(replay)}
    assert {"edge": False, "near": False, "obeys": True} == turned
    assert frozenset({"near", "edge", "over", "overruns", "turns"}) == overrun_names(replay)


def test_naive_rows_name_what_they_work_out_to(replay: Replay) -> None:
    june = _at(replay, 6).by
    for way in ("rest_of_last_year", "growth_so_far", "daily_rate", "usual_share"):
        assert ("overruns", "turns") == june[way]
    assert () == june["last_year"]


def test_the_forecast_names_who_is_far_above_and_not_who_is_below(replay: Replay) -> None:
    june = _at(replay, 6).by
    for way in (LIKELY, WARNED):
        assert ("overruns", "turns") == june[way]
    assert "turns" not in _at(replay, 11).by[LIKELY]


def test_a_name_needs_no_more_than_even_odds() -> None:
    # Half of the paths of a flat series lie on either side of what it heads for; the colour asks for more.
    just = _replay({"just": (60_600, 121_200), "calm": (50_000, 110_000)})
    june = _at(just, 6).by
    assert (("just",), ()) == (june[LIKELY], june[WARNED])


def test_no_later_month_is_read() -> None:
    one, other = (named_months(_replay(PLANS | {"turns": (80_000, end)})) for end in (114_000, 170_000))
    assert one[:5] == other[:5]
    assert one[8:] != other[8:]


def _months(*marks: str) -> list[NamedMonth]:
    """One month per mark from February, naming the letters of the mark."""
    return [
        NamedMonth(month=Month(2021, number), by=dict.fromkeys(WAYS, tuple(mark)))
        for number, mark in enumerate(marks, 2)
    ]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("a", "a", "a"), 2),
        (("", "a", "a"), 3),
        (("a", "", "a"), 4),
        (("", "a", ""), 3),
        (("a", "", "b"), 2),
        (("", "", ""), None),
    ],
)
def test_since_when_without_a_break(marks: tuple[str, ...], expected: int | None) -> None:
    since = named_since(_months(*marks), "a", way=LIKELY)
    assert expected == (since.month if since else None)


def test_counts_by_hand() -> None:
    held = [Held(name=name, ended_near=True, had_to_turn=False) for name in "abc"]
    expected = Counted(right=("a",), missed=("b", "c"), let_go=("b",), wrong=("x", "y"), overran=("y",))
    months = _months("b", "axy", "c")
    assert expected == counted(months, 1, way=LIKELY, held=held, overran=frozenset("yz"))


def test_caps_count_when_known_and_when_the_figures_come_out() -> None:
    rule = CapRule(scope="*", year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 7))
    replay = _replay(PLANS, rule)
    may, june, july = (projected_t(replay.at(month)) for month in (5, 6, 7))
    assert may[FREE] == may[WITH_CAPS] == may[WITH_CAPS_PUBLISHED]
    assert june[FREE] == june[WITH_CAPS] > june[WITH_CAPS_PUBLISHED]
    assert july[FREE] > july[WITH_CAPS] == july[WITH_CAPS_PUBLISHED]


def test_projections_are_sums_and_held_against_what_came(replay: Replay) -> None:
    found = projected_plain(replay)
    june = next(one for one in found["months"] if one["month"] == "2021-06")
    # Six times 120,000 t; 375,000 t made by June and six times 60,000 t to come; 717,021 t came.
    assert (72.0, 73.5, 71.7021) == (
        june["total_10kt"]["last_year"],
        june["total_10kt"]["rest_of_last_year"],
        found["came_10kt"],
    )
    assert round((735_000 / 717_021 - 1) * 100, 2) == june["off_pct"]["rest_of_last_year"]
    assert None is found["national_published_10kt"]


@pytest.fixture(scope="module")
def real(shared_data: Path) -> dict[int, Replay]:
    folder = shared_data / "nbs_province_steel_monthly"
    nation, table = find_nation(folder), read_provinces(folder)
    rules = read_caps(shared_data / "caps.csv", unit_t=Decimal(10_000))
    assert nation is not None
    return {year: replay_provinces(table, year=year, rules=rules, nation=read_nation(nation)) for year in (2021, 2022)}


def test_2021_as_it_was(real: dict[int, Replay]) -> None:
    names = names_plain(real[2021])
    near = [one["name"] for one in names["held"] if one["ended_near"]]
    assert 18 == len(names["held"])
    assert [
        "Chongqing",
        "Gansu",
        "Guizhou",
        "Hunan",
        "Inner Mongolia",
        "Shaanxi",
        "Shanghai",
        "Sichuan",
        "Zhejiang",
    ] == near
    assert 8 == len(names["overran"])
    june = next(one["by"] for one in names["months"] if one["month"] == "2021-06")
    assert (18, 0, 8) == tuple(len(june["rest_of_last_year"][each]) for each in ("right", "missed", "wrong"))
    liaoning = next(one for one in names["held"] if one["name"] == "Liaoning")
    assert {"likely": "2021-02", "rest_of_last_year": "2021-02", "last_year": None}.items() <= liaoning[
        "named_since"
    ].items()


def test_2021_is_named_by_may_and_whoever_else_is_named_did_overrun(real: dict[int, Replay]) -> None:
    for month in names_plain(real[2021])["months"]:
        found = month["by"][LIKELY]
        if month["month"] <= "2021-05":
            assert [] == found["missed"]
        if month["month"] >= "2021-05":
            assert found["wrong"] == found["overran"]
            assert found["missed"] == found["let_go"]


def test_2021_the_caps_bring_the_total_nearer(real: dict[int, Replay]) -> None:
    found = projected_plain(real[2021])
    assert (103278.75, 103278.8) == (found["came_10kt"], found["national_published_10kt"])
    off = {one["month"]: one["off_pct"] for one in found["months"]}
    assert (2.39, 8.28, 14.96) == tuple(
        off["2021-06"][way] for way in ("last_year", "rest_of_last_year", "growth_so_far")
    )
    for month in ("2021-04", "2021-05", "2021-06", "2021-07", "2021-08", "2021-09"):
        assert abs(off[month][WITH_CAPS]) < abs(off[month][FREE]) < abs(off[month]["growth_so_far"])
    assert abs(off["2021-09"][WITH_CAPS]) < 1.5


def test_2022_few_had_to_turn(real: dict[int, Replay]) -> None:
    held = {one.name: one.had_to_turn for one in held_names(real[2022])}
    assert {
        "Guizhou": False,
        "Heilongjiang": True,
        "Hubei": False,
        "Hunan": False,
        "Jiangxi": True,
        "Ningxia": True,
        "Sichuan": False,
    } == held
