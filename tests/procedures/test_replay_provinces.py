"""The replay: a year seen month by month, the real figures of 2021 and 2022, and what is left out with its reason."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.errors import InputRefused, NotFound, UsageError
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.cap_rule import CapKind, CapRule
from zhibiao.procedures.replay_outcome import glide_path_of, overview, replay_plain, summary
from zhibiao.procedures.replay_provinces import ALL, Replay, assess_month, cap_rules, replay_provinces
from zhibiao.readers.caps import read_caps
from zhibiao.readers.nbs import find_nation, read_nation, read_provinces
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def _rules(text: str = "last-year", *, year: int = 2021) -> tuple[CapRule, ...]:
    rules = cap_rules(text, year=year)
    assert rules is not None
    return rules


def _made(per_month: int, *, years: range = range(2015, 2022)) -> dict[Month, int]:
    return {Month(year, m): per_month * m + 10 * (year - 2015) * m for year in years for m in range(2, 13)}


def _table(**series: dict[Month, int]) -> OutputTable:
    return OutputTable(
        product="crude_steel",
        series=tuple(YearToDate(name=name, made_t=made) for name, made in sorted(series.items())),
        labels={name: Text(name.upper(), name) for name in series},
    )


def _plain(replay: Replay) -> str:
    return json.dumps(replay_plain(replay)["months"], sort_keys=True)


@pytest.fixture(scope="module")
def published(shared_data: Path) -> tuple[OutputTable, YearToDate]:
    folder = shared_data / "nbs_province_steel_monthly"
    nation = find_nation(folder)
    assert nation is not None
    return read_provinces(folder), read_nation(nation)


@pytest.fixture(scope="module")
def of_2021(published: tuple[OutputTable, YearToDate]) -> Replay:
    table, nation = published
    return replay_provinces(table, year=2021, rules=_rules(), nation=nation)


def test_2021_as_it_was(of_2021: Replay) -> None:
    found = summary(of_2021)
    expected = {
        "provinces": 28,
        "national_total_10kt": 103278.75,
        "last_year_total_10kt": 105748.68,
        "national_published_10kt": 103278.8,
        "cap_10kt": 105748.68,
        "over_at_june": 26,
        "not_over_at_june": ["Hebei", "Tianjin"],
        "to_lose_10kt": 6082.91,
        "down": 19,
        "up": 9,
    }
    assert expected == {name: found[name] for name in expected}
    assert (-2480.5, -9.93) == (found["change_10kt"]["Hebei"], found["change_pct"]["Hebei"])
    assert -15.96 == found["change_pct"]["Tianjin"]


def test_2021_says_final_vintages_and_who_is_left_out(of_2021: Replay) -> None:
    codes = [finding.code for finding in of_2021.findings]
    assert 1 == codes.count("replay.final_vintages")
    assert ["Beijing", "Hainan"] == [one["province"] for one in summary(of_2021)["left_out"]]
    assert "replay.sum_is_not_nation" in codes


def test_2021_by_hand_in_june(of_2021: Replay) -> None:
    # 105 748.68 - 56 409.28 = 49 339.40 left for 184 days: 268.149 a day, against 322.0 in April to June
    june = of_2021.at(6).total.pace
    assert (493_394_000, 184) == (june.left_t, june.days_left)
    assert june.required_t_per_day is not None
    assert 2_681_489 == round(june.required_t_per_day)
    assert 60_829_100 == june.above_last_year_t == june.still_to_cut_t


def test_2022_jiangsu_still_to_cut(published: tuple[OutputTable, YearToDate], shared_data: Path) -> None:
    # May to December 2021: 11 924.95 - 4 319.84 = 7 605.11; left of 95 %: 11 328.7025 - 4 057.54 = 7 271.1625
    rules = read_caps(shared_data / "caps.csv", unit_t=Decimal(10_000))
    found = summary(replay_provinces(published[0], year=2022, rules=rules))["still_to_cut_10kt"]["Jiangsu"]
    assert 333.9 == round(found["2022-04"], 1)
    same = summary(replay_provinces(published[0], year=2022, rules=_rules("-5%", year=2022)))["still_to_cut_10kt"]
    assert found["2022-04"] == same["Jiangsu"]["2022-04"]


@pytest.mark.parametrize("year", range(2012, 2023))
def test_every_year_can_be_replayed(published: tuple[OutputTable, YearToDate], year: int) -> None:
    replay = replay_provinces(published[0], year=year, rules=_rules(year=year), nation=published[1])
    found = summary(replay)
    taken = len(published[0].series) - len(found["left_out"])
    assert (taken, 11) == (found["provinces"], len(replay.months))
    assert pytest.approx(sum(found["change_10kt"].values())) == found["over_cap_10kt"]


def test_stopped_in_the_year(published: tuple[OutputTable, YearToDate]) -> None:
    left_out = summary(replay_provinces(published[0], year=2016, rules=_rules(year=2016)))["left_out"]
    assert [("Beijing", "replay.left_out_stopped", "2016-05")] == [
        (one["province"], one["reason"], one["missing"]) for one in left_out
    ]


def test_no_later_month_is_read() -> None:
    made = _made(100)
    spoiled = {month: tonnes + (0 if month <= Month(2021, 6) else 12_345) for month, tonnes in made.items()}
    one, other = (replay_provinces(_table(a=each, b=_made(50)), year=2021, rules=_rules()) for each in (made, spoiled))
    assert one.months[:5] == other.months[:5]
    assert one.months[5:] != other.months[5:]


def test_a_series_that_reaches_further_is_refused() -> None:
    series = YearToDate(name="a", made_t=_made(100))
    with pytest.raises(ValueError, match="2021-06"):
        assess_month([series], rules=_rules(), month=Month(2021, 6))


def test_the_same_inputs_give_the_same_answer() -> None:
    table = _table(a=_made(100), b=_made(50))
    assert _plain(replay_provinces(table, year=2021, rules=_rules())) == _plain(
        replay_provinces(table, year=2021, rules=_rules())
    )


def test_parts_add_up_to_the_total_in_every_month() -> None:
    for month in replay_provinces(_table(a=_made(100), b=_made(50)), year=2021, rules=_rules()).months:
        for field in ("made_t", "cap_t", "left_t", "still_to_cut_t", "above_last_year_t"):
            assert sum(getattr(one.pace, field) for one in month.provinces) == getattr(month.total.pace, field)


def test_a_rule_counts_from_the_month_after_which_its_figures_appear() -> None:
    rule = CapRule(
        scope="a", year=2021, kind=CapKind.ABSOLUTE, value=Decimal(900), known_from=Month(2021, 7), source=""
    )
    replay = replay_provinces(_table(a=_made(100)), year=2021, rules=[rule])
    known = {month.month.month: month.provinces[0].cap.is_known for month in replay.months}
    assert {2: False, 3: False, 4: False, 5: False} | dict.fromkeys(range(6, 13), True) == known
    assert ["replay.cap_known_from"] == [f.code for f in replay.findings if f.code.startswith("replay.cap")]


def test_two_names_for_the_total_are_refused() -> None:
    rules = [CapRule(scope=name, year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 1)) for name in ("X", "Y")]
    with pytest.raises(InputRefused) as caught:
        replay_provinces(_table(a=_made(100)), year=2021, rules=rules)
    assert ["caps.two_totals"] == [finding.code for finding in caught.value.findings]


def test_a_rule_for_one_left_out_is_not_the_total() -> None:
    rule = CapRule(scope="b", year=2021, kind=CapKind.ABSOLUTE, value=Decimal(1), known_from=Month(2021, 1))
    table = _table(a=_made(100), b=_made(50, years=range(2015, 2018)))
    replay = replay_provinces(table, year=2021, rules=[rule])
    assert replay.at(12).total.pace.level_t == replay.at(12).total.pace.cap_t


def test_a_year_without_figures() -> None:
    with pytest.raises(NotFound) as caught:
        replay_provinces(_table(a=_made(100)), year=2030, rules=_rules(year=2030))
    assert {"year": 2030, "first": 2016, "last": 2021} == dict(caught.value.facts)


@pytest.mark.parametrize(
    ("text", "expected"), [("last-year", Decimal(1)), ("0.95", Decimal("0.95")), ("-5%", Decimal("0.95"))]
)
def test_caps_in_a_word(text: str, expected: Decimal) -> None:
    assert [expected] == [rule.value for rule in _rules(text)]


def test_anything_else_names_a_file() -> None:
    assert cap_rules("caps.csv", year=2021) is None


@pytest.mark.parametrize("text", ["0", "-1", "-100%", "nan", "inf", "1e999999", "101", "nan%"])
def test_a_cap_must_be_a_sensible_factor(text: str) -> None:
    with pytest.raises(UsageError):
        cap_rules(text, year=2021)


def test_a_glide_path_holds_only_what_was_known() -> None:
    replay = replay_provinces(_table(a=_made(100), b=_made(50)), year=2021, rules=_rules())
    path = glide_path_of(replay, "a", product=Text("粗钢", "Crude steel"), month=6)
    assert [None] * 6 == list(path.made_t[6:])
    assert path.pace.cap_t == path.target_t[-1]
    assert path.fan is not None
    assert [float(path.pace.made_t)] * 7 == [band[0] for band in path.fan.bands.values()]
    total = glide_path_of(replay, ALL, product=Text("粗钢", "Crude steel"), month=12, hindsight=False)
    assert (None, None) == (total.fan, total.happened_t)


def test_the_overview_counts(of_2021: Replay) -> None:
    seen = overview(of_2021)
    assert (26, 19, 28) == (seen.above_in_the_middle, seen.below_at_the_end, len(seen.names))


@pytest.mark.parametrize("year", [0, 99999, -5])
def test_a_year_that_is_none(year: int) -> None:
    with pytest.raises(UsageError):
        cap_rules("last-year", year=year)
    with pytest.raises(UsageError):
        replay_provinces(_table(a=_made(100)), year=year, rules=())
