"""The calculator on small tables: units, order, ties, notes, groups and what cannot be met."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.division.rules import RULES
from zhibiao.assemble.calculated import calculation_plain
from zhibiao.assemble.calculator import Question, calculate
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import InputRefused, NoSolution, UsageError, ZhibiaoError
from zhibiao.terms.apportion import METHODS

THREE = "id,claim\nA,100\nB,200\nC,300\n"


def _answer(text: str, cap: str, rule: str = "proportional", **options: Any) -> dict[str, Any]:
    return calculation_plain(calculate(_question(text, cap, rule, **options)))


def _question(text: str, cap: str, rule: str = "proportional", **options: Any) -> Question:
    return Question(content=text.encode(), name="claims.csv", cap=cap, rule=rule, **options)


def _quotas(text: str, cap: str, rule: str = "proportional", **options: Any) -> list[float]:
    return [row["quota"] for row in _answer(text, cap, rule, **options)["rows"]]


def test_the_row_has_what_the_contract_names() -> None:
    result = _answer(THREE, "200")
    assert {
        "id": "A",
        "share": pytest.approx(33.3333333),
        "share_exact": "100/3",
        "quota": 33,
        "binding": "",
    } == result["rows"][0]
    assert [33, 67, 100] == [row["quota"] for row in result["rows"]]
    assert (200, 200, 1) == (result["cap"], result["sum"], result["unit"])
    assert (Fraction(1, 3), None) == (Fraction(result["scale"]).limit_denominator(9), result["ties"])


@pytest.mark.parametrize(
    ("cap", "unit", "quotas"),
    [
        ("100", None, [17, 33, 50]),
        ("100.0", None, [17, 33, 50]),  # how programs print a hundred
        ("100.00", None, [16.67, 33.33, 50]),
        ("100.5", None, [16.8, 33.5, 50.2]),  # level for the last tenth, B and C at 33.5 and 50.25 are not
        ("100", "0.1", [16.7, 33.3, 50]),
        ("100", "20", [20, 40, 40]),
        ("１００", "1", [17, 33, 50]),
        ("1,200", "100", [200, 400, 600]),
    ],
)
def test_the_unit_is_the_last_decimal_of_the_cap_or_the_one_named(
    cap: str, unit: str | None, quotas: list[float]
) -> None:
    assert quotas == _quotas(THREE, cap, unit=unit)


def test_ties_go_by_id_and_rows_stay_in_the_order_of_the_file() -> None:
    result = _answer("id,claim\nC,1\nA,1\nB,1\n", "4")
    assert [("C", 1), ("A", 2), ("B", 1)] == [(row["id"], row["quota"]) for row in result["rows"]]
    assert {"order": "id", "got_the_unit": ["A"], "without_it": ["B", "C"]} == result["ties"]


@pytest.mark.parametrize("rounding", METHODS)
def test_every_method_states_its_ties(rounding: str) -> None:
    text = "id,claim\nb,5\na,5\n"
    assert [1, 2] == _quotas(text, "3", rounding=rounding)
    tied = {"order": "id", "got_the_unit": ["a"], "without_it": ["b"]}
    assert [tied, None] == [_answer(text, cap, rounding=rounding)["ties"] for cap in ("3", "4")]


def test_floors_ceilings_and_the_least_for_everyone() -> None:
    text = "id,claim,floor,ceiling\nA,1,,\nB,100,,60\nC,100,50,\n"
    result = _answer(text, "120", unit_floor=5)
    assert [(5, "floor"), (58, ""), (57, "")] == [(row["quota"], row["binding"]) for row in result["rows"]]
    assert [(5, "floor"), (60, "ceiling"), (65, "")] == [
        (row["quota"], row["binding"]) for row in _answer(text, "130", unit_floor=5)["rows"]
    ]


def test_more_than_was_claimed_is_said() -> None:
    assert [] == _answer(THREE, "600")["notes"]
    (note,) = _answer(THREE, "601")["notes"]
    assert "calculator.above_claims" == note["code"]
    assert "601" in note["message"]["en"]
    assert "600" in note["message"]["zh"]


def test_columns_that_nothing_reads_are_named() -> None:
    assert ["score", "region"] == _answer("id,score,claim,region\nA,x,5,N\n", "5")["columns_not_read"]


def test_parameters_are_set_by_name_and_shown() -> None:
    text = "id,base,score\nA,100,1\nB,100,3\n"
    assert [50, 50] == _quotas(text, "100", "contribution_tilt", settings=("tilt_beta=0",))
    assert [25, 75] == _quotas(text, "100", "contribution_tilt")
    assert {"tilt_beta": 1} == _answer(text, "100", "contribution_tilt")["parameters"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"rule": "proportionl"}, "rule.unknown"),
        ({"rounding": "hamilton"}, "split.rounding_unknown"),
        ({"cap": "many"}, "calculator.not_a_number"),
        ({"cap": "nan"}, "calculator.not_a_number"),
        ({"cap": ""}, "calculator.not_a_number"),
        ({"cap": "-1"}, "calculator.negative"),
        ({"cap": "1234567890.1234567"}, "calculator.too_many_digits"),
        ({"unit": "0"}, "calculator.unit_zero"),
        ({"unit": "x"}, "calculator.not_a_number"),
        ({"unit": "30"}, "calculator.cap_not_whole"),
        ({"settings": ("beta",)}, "calculator.setting_unreadable"),
        ({"settings": ("beta=x",)}, "calculator.setting_unreadable"),
        ({"settings": ("beta=1", "beta=2")}, "calculator.setting_twice"),
        ({"settings": ("beta=1",)}, "rule.parameter_unknown"),
    ],
)
def test_options_that_make_no_sense_are_named(options: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        calculate(_question(THREE, **{"cap": "100", **options}))
    assert code == caught.value.code


def test_a_misspelt_rule_has_the_nearest_beside_it() -> None:
    with pytest.raises(UsageError) as caught:
        calculate(_question(THREE, "1", "proportionl"))
    assert "proportional" == caught.value.facts["nearest"]
    with pytest.raises(UsageError) as caught:
        calculate(_question(THREE, "1", "CEA"))
    assert "cea" == caught.value.facts["nearest"]


@pytest.mark.parametrize(
    ("text", "cap", "code", "sums"),
    [
        ("id,claim,floor\nA,1,30\nB,1,30\n", "50", "calculator.cap_below_floors", ("60", "—")),
        ("id,claim,floor,ceiling\nA,1,30,40\nB,1,30,40\n", "50", "calculator.cap_below_floors", ("60", "80")),
        ("id,claim,ceiling\nA,1,3\nB,1,1000\n", "2000", "calculator.cap_above_ceilings", ("0", "1,003")),
        ("id,claim,ceiling\nA,1,3.5\nB,0,9\n", "5.5", "calculator.cap_above_ceilings", ("0", "3.5")),
    ],
)
def test_a_cap_out_of_reach_has_both_sums(text: str, cap: str, code: str, sums: tuple[str, str]) -> None:
    with pytest.raises(NoSolution) as caught:
        calculate(_question(text, cap))
    assert (code, *sums) == (caught.value.code, caught.value.facts["floors"], caught.value.facts["ceilings"])


def test_nobody_with_a_weight_is_no_solution() -> None:
    with pytest.raises(NoSolution):
        calculate(_question("id,claim\nA,0\nB,0\n", "5"))


GROUPED = "id,claim,group\nA,1,west\nB,1,west\nC,2,\n"


def test_groups_have_bounds_of_their_own() -> None:
    result = _answer(GROUPED, "120", groups=(b"group,ceiling\nwest,50\n", "groups.csv"))
    assert [25, 25, 70] == [row["quota"] for row in result["rows"]]
    assert "group.west.ceiling" == result["rows"][0]["binding"]
    assert [{"group": "west", "share": 50, "quota": 50, "binding": "ceiling"}] == result["groups"]


@pytest.mark.parametrize(
    ("groups", "file", "row"),
    [("group,ceiling\nwst,50\n", "claims.csv", 2), ("group,within\nwest,all\n", "groups.csv", 2)],
)
def test_a_group_that_is_not_there_is_named(groups: str, file: str, row: int) -> None:
    with pytest.raises(InputRefused) as caught:
        _answer(GROUPED, "120", groups=(groups.encode(), "groups.csv"))
    finding = caught.value.findings[0]
    assert ("claimants.group_unknown", file, row) == (finding.code, finding.place.file, finding.place.row)


def test_bounds_of_groups_that_exclude_each_other_are_said_in_what_the_table_counts_in() -> None:
    text = "id,claim,group,ceiling\nA,1,west,20\nB,1,west,20.5\nC,2,,\n"
    with pytest.raises(NoSolution) as caught:
        _answer(text, "100.0", unit="0.5", groups=(b"group,floor\nwest,50\n", "groups.csv"))
    facts = caught.value.facts
    assert ("calculator.groups_in_conflict", "50", "—") == (caught.value.code, facts["floors"], facts["ceilings"])
    assert ("—", "9.5 (group.west 50→40.5)") == (facts["cap"], facts["groups"])
    assert "the floor of the group west, 50, above its ceilings, 40.5" in catalogue().what(
        caught.value.code, "en", facts
    )


def test_every_conflict_of_bounds_is_named_with_both_sums() -> None:
    groups = b"group,floor,ceiling\nwest,70,\neast,60,\nnorth,10,\nsouth,,0\n"
    text = "id,claim,group,floor\nA,1,west,\nB,1,east,\nC,1,south,3\n"
    with pytest.raises(NoSolution) as caught:
        _answer(text, "100", groups=(groups, "groups.csv"))
    told = {lang: catalogue().what(caught.value.code, lang, caught.value.facts) for lang in ("zh", "en")}
    for lang, parts in {
        "zh": ("下限合计 143", "组 north 的下限 10 高于组内上限之和 0", "组 south 的上限 0 低于组内下限之和 3 (C 3)"),
        "en": ("the floors ask for 143", "of the group north, 10, above its ceilings, 0", "the cap, 100, below"),
    }.items():
        assert [] == [part for part in parts if part not in told[lang]], told[lang]


def test_groups_without_a_column_that_says_who_is_in_them_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        _answer(THREE, "120", groups=(b"group,ceiling\nwest,50\n", "groups.csv"))
    assert ["claimants.column_missing"] == [finding.code for finding in caught.value.findings]
    assert "group" == caught.value.findings[0].place.field


def test_a_bound_against_the_rules_own_is_said_in_what_the_table_counts_in() -> None:
    text = "id,base,tier,floor\nA,100,leading,99.5\nB,100,normative,\n"
    with pytest.raises(NoSolution) as caught:
        _answer(text, "190.0", "tiers", unit="0.5", settings=("cut_least.leading=0.1",))
    facts = caught.value.facts
    assert ("rule.bounds_conflict", "A") == (caught.value.code, facts["id"])
    assert "floor of 99.5 above a ceiling of 90" in catalogue().what(caught.value.code, "en", facts)


def test_groups_take_rules_of_weights_and_remainders_only() -> None:
    groups = (b"group\nwest\n", "groups.csv")
    with pytest.raises(UsageError) as caught:
        _answer(GROUPED, "3", groups=groups, rounding="webster")
    assert "rule.groups_need_remainders" == caught.value.code
    with pytest.raises(UsageError) as caught:
        _answer(GROUPED, "3", "talmud", groups=groups)
    assert "rule.groups_need_weights" == caught.value.code


def test_many_claimants_are_estimated_with_error_and_seed() -> None:
    text = "id,claim\n" + "".join(f"{n:03d},{n * n}\n" for n in range(1, 60))
    first, again = (_answer(text, "20000", "random_arrival", seed=7) for _ in range(2))
    assert first == again
    assert 20_000 == first["sum"] == sum(row["quota"] for row in first["rows"])
    assert {"kind": "standard_error", "seed": 7} == {key: first["estimate"][key] for key in ("kind", "seed")}
    assert all(0 < row["share_error"] < 20 for row in first["rows"][10:])
    assert ["calculator.sampled"] == [note["code"] for note in first["notes"]]
    assert first["rows"] != _answer(text, "20000", "random_arrival", seed=8)["rows"]


def test_a_floor_above_the_claim_is_said() -> None:
    result = _answer("id,claim,floor\nA,10,30\nB,90,\n", "60", "cea")
    assert [30, 30] == [row["quota"] for row in result["rows"]]
    assert ["calculator.floors_above_claims"] == [note["code"] for note in result["notes"]]


def test_a_cap_above_the_claims_is_no_solution_under_a_claims_rule() -> None:
    with pytest.raises(NoSolution) as caught:
        calculate(_question("id,claim,floor\nA,10.5,2\nB,20,\n", "31", "talmud"))
    facts = caught.value.facts
    assert ("calculator.cap_above_claims", "31", "30.5", "2") == (
        caught.value.code,
        *(facts[name] for name in ("cap", "ceilings", "floors")),
    )


ODD = st.sampled_from(["", "0", "1", "7", "2.5", "1000000", "nan", "-3", "x", "1,5", "１０", "5%", "∞", "A", '"'])


def _mostly(sound: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.integers(0, 29).flatmap(lambda die: sound if die else ODD)


FIGURE, FLOOR, CEILING = (
    _mostly(strategy)
    for strategy in (st.integers(0, 300).map(str), st.sampled_from(["", "", "9"]), st.sampled_from(["", "", "400"]))
)
ROW = st.tuples(st.sampled_from("abcde"), FLOOR, CEILING, FIGURE, FIGURE, FIGURE)


@given(
    rows=st.lists(ROW, min_size=1, max_size=5, unique_by=lambda row: row[0]),
    cap=FIGURE,
    rule=st.sampled_from(sorted(set(RULES) - {"uniform_cut", "tiers", "benchmark_activity"})),
    rounding=st.sampled_from(METHODS),
    unit=st.sampled_from([None, None, None, "0.5", "3"]),
)
@settings(max_examples=examples(300))
def test_whatever_is_asked_gets_shares_that_sum_or_an_error_with_words(
    rows: list[tuple[str, ...]], cap: str, rule: str, rounding: str, unit: str | None
) -> None:
    columns = ("floor", "ceiling", *RULES[rule].reads)
    text = "\n".join(",".join(row[: len(columns) + 1]) for row in [("id", *columns), *rows])
    try:
        result = _answer(text, cap, rule, rounding=rounding, unit=unit)
    except ZhibiaoError as error:
        for code, facts in [(error.code, error.facts), *((f.code, f.facts) for f in getattr(error, "findings", ()))]:
            for lang in ("zh", "en"):
                assert "{" not in catalogue().what(code, lang, facts) + catalogue().hint(code, lang, facts)  # type: ignore[arg-type]
        return
    assert result["cap"] == result["sum"] == pytest.approx(sum(row["quota"] for row in result["rows"]))
