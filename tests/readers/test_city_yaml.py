"""The list of enterprises: what is read, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.city_yaml import read_city
from zhibiao.terms.credit_code import check_character
from zhibiao.terms.period import Month


def _code(number: int) -> str:
    first = f"912101{number:02d}MA0LIAH00"
    first = first.replace("I", "1")[:17]
    return first + check_character(first)


GOOD = f"""\
city: liaohe
name: {{zh: 辽河市, en: Liaohe}}
authority: {{zh: 辽河市工信局(虚构), en: Liaohe bureau (fictional)}}
note: {{zh: 虚构, en: fictional}}
enterprises:
  - id: LH-S01
    credit_code: {_code(1)}
    name: {{zh: 辽河钢铁一厂, en: Liaohe Works 1}}
    sector: steel
    group: liaohe
    zone: 河东
    route: bf_bof
    tier: leading
    grade: A
    veto_years: [2022]
    facilities:
    - {{id: LH-S01-C1, kind: converter, counts_for: crude_steel_t, capacity_t: 3000000, since: 2010-05}}
    - {{id: LH-S01-C2, kind: converter, counts_for: crude_steel_t, capacity_t: 1000000, since: 2010-05, until: 2024-01}}
"""


def _read(tmp_path: Path, text: str) -> list[tuple[str, int, str]]:
    path = tmp_path / "city.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_city(path)
    return [(finding.code, finding.place.line, finding.place.field) for finding in caught.value.findings]


def test_a_good_list(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(GOOD, encoding="utf-8")
    city = read_city(path)
    works = city["LH-S01"]
    assert city.name.en == "Liaohe"
    assert works.veto_years == (2022,)
    assert works.capacity_t("crude_steel_t", Month(2023, 12)) == 4_000_000
    assert works.capacity_t("crude_steel_t", Month(2024, 1)) == 3_000_000


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    text = (
        GOOD.replace("tier: leading", "tier: best")
        .replace("grade: A\n", "grades: A\n")
        .replace("capacity_t: 3000000", "capacity_t: 3.0e6")
        .replace("until: 2024-01", "until: 2009-01")
        .replace("LH-S01-C2", "LH-S01-C1")
        .replace(_code(1), _code(1)[:-1] + ("0" if _code(1)[-1] != "0" else "1"))
    )
    assert {
        ("city.credit_code_invalid", 7, "enterprises[0].credit_code"),
        ("yaml.not_one_of", 13, "enterprises[0].tier"),
        ("yaml.key_unknown", 14, "enterprises[0].grades"),
        ("yaml.key_missing", 6, "enterprises[0].grade"),
        ("yaml.wrong_type", 17, "enterprises[0].facilities[0].capacity_t"),
        ("city.facility_ends_before_start", 18, "enterprises[0].facilities[1].until"),
        ("city.doubled", 18, "enterprises[0].facilities[1].id"),
    } == set(_read(tmp_path, text)) - {("yaml.not_one_of", 6, "enterprises[0].grade")}


def test_a_doubled_credit_code_is_refused(tmp_path: Path) -> None:
    second = GOOD[GOOD.index("  - id") :].replace("LH-S01", "LH-S02")
    assert [("city.doubled", 20, "enterprises[1].credit_code")] == _read(tmp_path, GOOD + second)


AREA = """\
  - {id: CN-HE, kind: statistical_area, credit_code: "", name: {zh: 北河, en: Beihe}, sector: steel}
"""


def test_a_statistical_area_has_no_credit_code_tier_or_grade(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(GOOD + AREA, encoding="utf-8")
    city = read_city(path)
    assert ["enterprise", "statistical_area"] == [one.kind for one in city]
    assert ("", "", "") == (city["CN-HE"].credit_code, city["CN-HE"].tier, city["CN-HE"].grade)


def test_an_enterprise_may_leave_out_none_of_them(tmp_path: Path) -> None:
    text = GOOD + AREA.replace("kind: statistical_area, ", "")
    assert {"enterprises[1].credit_code", "enterprises[1].tier", "enterprises[1].grade"} == {
        field for _, _, field in _read(tmp_path, text)
    }


def test_there_are_two_kinds(tmp_path: Path) -> None:
    text = GOOD + AREA.replace("statistical_area", "province")
    assert ("yaml.not_one_of", 19, "enterprises[1].kind") in _read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1", "yaml.syntax"),
        ("a: 1\na: 2\n", "yaml.syntax"),
        ("- 1\n", "yaml.not_a_mapping"),
        ("", "yaml.not_a_mapping"),
    ],
)
def test_what_is_no_list_at_all(tmp_path: Path, text: str, code: str) -> None:
    assert [code] == [found for found, _, _ in _read(tmp_path, text)]


def test_an_absent_or_undecodable_file(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        read_city(tmp_path / "none.yaml")
    assert ["yaml.file_missing"] == [finding.code for finding in caught.value.findings]
    (tmp_path / "city.yaml").write_bytes("name: 辽河".encode("gb18030"))
    with pytest.raises(InputRefused) as caught:
        read_city(tmp_path / "city.yaml")
    assert ["yaml.not_utf8"] == [finding.code for finding in caught.value.findings]


CLOSED = f"""\
  - id: LH-S02
    credit_code: {_code(2)}
    name: {{zh: 辽河钢铁二厂}}
    sector: steel
    group: liaohe
    zone: 河东
    route: eaf
    tier: normative
    grade: B
    until: 2024-07
    successor: LH-S01
"""


def test_an_enterprise_may_end_and_have_a_successor(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(GOOD + CLOSED, encoding="utf-8")
    city = read_city(path)
    assert (Month(2024, 7), "LH-S01") == (city["LH-S02"].until, city["LH-S02"].successor)
    assert (None, "") == (city["LH-S01"].until, city["LH-S01"].successor)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("successor: LH-S01", "successor: LH-S09", "city.successor_unknown"),
        ("successor: LH-S01", "successor: LH-S02", "city.successor_unknown"),
        ("    until: 2024-07\n", "", "city.successor_without_until"),
        ("until: 2024-07", "until: 2024-13", "yaml.wrong_type"),
    ],
)
def test_a_successor_is_another_firm_and_takes_over_from_a_month(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in [found for found, _, _ in _read(tmp_path, GOOD + CLOSED.replace(old, new))]
