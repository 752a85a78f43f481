"""Rulebooks as files: the bundled one, its plain content, and every mistake with file, line and clause."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from zhibiao.errors import RulebookRefused
from zhibiao.policy.plain import rulebook_of, rulebook_plain
from zhibiao.policy.review import names_of
from zhibiao.policy.rulebook import Direction, Missing, Rulebook
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.canonical import content_hash

DATA = Path(str(files("zhibiao"))) / "data"
BUNDLED = Path(__file__).parents[1] / "policy" / "rulebook.yaml"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")


def read(tmp_path: Path, *changes: tuple[str, str]) -> Rulebook:
    """The bundled rulebook with some of its text replaced."""
    text = BUNDLED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return read_rulebook(path, dictionary=DICTIONARY, names=("辽河角宿钢铁", "Jiaoxiu Steel"))


def test_the_bundled_rulebook_is_fit_for_use() -> None:
    rulebook = read_rulebook(BUNDLED, dictionary=DICTIONARY)
    assert ("liaohe-steel-2025", "steel", 2025) == (rulebook.id, rulebook.sector, rulebook.plan_year)
    assert dt.date(2025, 12, 31) == rulebook.expires
    assert Decimal("0.02") == rulebook.number("reserve_share", dt.date(2025, 6, 30))
    assert ("mean_within_capacity", "contribution_tilt") == (rulebook.base_rule, rulebook.method)
    energy = rulebook.indicators[3]
    assert (Direction.COST, Missing.REFUSE, None) == (energy.direction, energy.missing, energy.reference)
    assert Decimal("1.05") == rulebook.multiplier("tier", "leading").factor  # type: ignore[union-attr]


@pytest.mark.parametrize("path", sorted(DATA.glob("**/rulebooks/*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_rulebook_is_fit_for_use_in_the_bundled_city(path: Path) -> None:
    names = names_of(read_city(DATA / "city" / "city.yaml"))
    assert path.stem == read_rulebook(path, dictionary=DICTIONARY, names=names).id


def test_the_hash_is_of_the_content_not_of_the_layout(tmp_path: Path) -> None:
    bundled = read_rulebook(BUNDLED)
    assert content_hash(rulebook_plain(bundled)) == bundled.source_sha256
    relaid = read(tmp_path, ('{unit: "1", clause: "3"', '{clause: 3, unit: "1"'), ('"0.02"', '"0.0200"'))
    assert bundled.source_sha256 == relaid.source_sha256
    assert bundled.source_sha256 != read(tmp_path, ('"0.02"', '"0.03"')).source_sha256


def test_plain_content_has_decimals_as_text_and_dates_as_iso() -> None:
    plain = rulebook_plain(read_rulebook(BUNDLED))
    assert {"unit": "1", "clause": "7", "values": {"2025-01-01": "0.1"}} == plain["parameters"]["floor_delta"]
    assert {"2025-01-01": "27050000"} == plain["parameters"]["cap_t"]["values"]
    assert {"rule": "base_and_capacity", "clause": "7"} == plain["bounds"]
    assert ("2025-12-31", "group_mean", "0.25") == (
        plain["expires"],
        plain["indicators"][0]["reference"],
        plain["indicators"][0]["weight"],
    )


def line_of(needle: str) -> int:
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if needle in line)


# What is replaced, by what, the code that answers, the text whose line is named, and the clause.
MISTAKES = [
    ("expires: 2025-12-31\n", "", "rulebook.end_missing", None, ""),
    ("expires: 2025-12-31", "expires: 2024-12-31", "rulebook.ends_before_start", "expires:", "1"),
    ("expires: 2025-12-31", "expires: soon", "yaml.wrong_type", "expires:", ""),
    ("plan_year: 2025", "plan_year: 2027", "rulebook.year_outside", "plan_year:", "1"),
    ('clause: "3"', 'clause: "33"', "rulebook.clause_unknown", "reserve_share:", "33"),
    ('weight: "0.25"', 'weight: "0.26"', "rulebook.weights_sum", "indicators:", "5"),
    ('weight: "0.25"', "weight: 0.25", "yaml.wrong_type", 'weight: "0.25"', "5"),
    ("direction: cost", "direction: down", "yaml.not_one_of", "direction: cost", "5"),
    ("missing: zero", "missing: ignore", "yaml.not_one_of", "missing: zero", "5"),
    ("rule: mean_within_capacity", "rule: average", "rulebook.rule_unknown", "base: {", "4"),
    ("rule: largest_remainder", "rule: truncate", "rulebook.rule_unknown", "rounding: {", "8"),
    ("  score_cap:", "  score_kap:", "rulebook.parameter_unknown", "score_cap:", "5"),
    ("  score_cap:", "  score_kap:", "rulebook.parameter_missing", "parameters:", ""),
    ("cap_t: {unit: t", "cap_t: {unit: 10kt", "rulebook.unit_wrong", "cap_t:", "2"),
    ("2025-01-01: 27050000", "2025-07-01: 1, 2025-01-01: 2", "rulebook.values_unordered", "cap_t:", "2"),
    ("2025-01-01: 27050000", "2025-02-01: 27050000", "rulebook.values_start_late", "cap_t:", "2"),
    ('{2025-01-01: "0.02"}', '{2025-01-01: "2"}', "rulebook.value_out_of_range", "reserve_share:", "3"),
    ("{2025-01-01: 2}", '{2025-01-01: "2.5"}', "rulebook.value_out_of_range", "base_years:", "4"),
    ("code: taxes_per_t", "code: value_added_per_t", "rulebook.code_twice", "code: taxes_per_t", ""),
    ("numerator: [taxes_yuan]", "numerator: [tax_yuan]", "rulebook.field_unknown", "[taxes_yuan]", "5"),
    ("numerator: [taxes_yuan]", "numerator: [magnesia_sand_t]", "rulebook.field_unknown", "[taxes_yuan]", "5"),
    ("numerator: [value_added_yuan]", "numerator: []", "rulebook.numerator_empty", "[value_added_yuan]", "5"),
    (
        "numerator: [value_added_yuan]",
        "numerator: [sales_t]",
        "rulebook.price_needs_money",
        "price_normalised: true",
        "5",
    ),
    ("reference: group_mean", 'reference: "0"', "rulebook.reference_not_positive", "reference: group_mean", "5"),
    ("attribute: tier", "attribute: ownership", "rulebook.multiplier_unknown", "value: leading", "9"),
    (
        'value: leading, factor: "1.05"',
        'value: leading, factor: "-1"',
        "rulebook.factor_negative",
        "value: leading",
        "9",
    ),
    ("引领型规范企业", "辽河角宿钢铁", "rulebook.names_enterprise", '"9": {zh', "9"),
    ("leading enterprise is", "JIAOXIU STEEL is", "rulebook.names_enterprise", '"9": {zh', "9"),
    ("引领型规范企业", "国有企业", "rulebook.names_ownership", '"9": {zh', "9"),
    (
        "en: value added per tonne}",
        "en: value added of state-owned firms}",
        "rulebook.names_ownership",
        "code: value_added_per_t",
        "5",
    ),
    ("method: {rule:", "methods: {rule:", "yaml.key_unknown", "method: {", ""),
    ("method: {rule:", "methods: {rule:", "yaml.key_missing", None, ""),
    ("price_normalised: true", "price_normalised: perhaps", "yaml.wrong_type", "price_normalised: true", "5"),
    ("plan_year: 2025", "plan_year: 2025\nplan_year: 2026", "yaml.syntax", None, ""),
    ("clauses:", "clauses: [", "yaml.syntax", None, ""),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "needle", "clause"), MISTAKES, ids=[f"{m[2]}:{m[1][:24]}" for m in MISTAKES]
)
def test_a_mistake_names_line_and_clause(
    tmp_path: Path, old: str, new: str, code: str, needle: str | None, clause: str
) -> None:
    with pytest.raises(RulebookRefused) as refused:
        read(tmp_path, (old, new))
    found = [finding for finding in refused.value.findings if finding.code == code]
    assert found, [finding.code for finding in refused.value.findings]
    assert "rules.yaml" == found[0].place.file
    if needle is not None:
        assert (line_of(needle), clause) == (found[0].place.line, found[0].place.clause)


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(RulebookRefused) as refused:
        read(
            tmp_path,
            ("rule: largest_remainder", "rule: truncate"),
            ("引领型规范企业", "民营企业"),
            ('weight: "0.10"', 'weight: "0.20"'),
            ("direction: cost", "direction: down"),
        )
    codes = [finding.code for finding in refused.value.findings]
    assert ["rulebook.names_ownership", "rulebook.rule_unknown", "rulebook.weights_sum", "yaml.not_one_of"] == codes
    assert 4 == refused.value.facts["count"]


def test_what_follows_from_a_misread_key_is_not_said_again(tmp_path: Path) -> None:
    """A weight that cannot be read stands as zero: neither its sign nor the sum of weights is complained about."""
    with pytest.raises(RulebookRefused) as refused:
        read(tmp_path, ('weight: "0.25"', "weight: a quarter"))
    assert ["yaml.wrong_type"] == [finding.code for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "yaml.not_a_mapping"), (b"- a\n", "yaml.not_a_mapping"), (b"a: \xff", "yaml.not_utf8")]
)
def test_a_file_that_is_no_rulebook(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(content)
    with pytest.raises(RulebookRefused) as refused:
        read_rulebook(path)
    assert code in [finding.code for finding in refused.value.findings]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulebookRefused) as refused:
        read_rulebook(tmp_path / "none.yaml")
    assert ["yaml.file_missing"] == [finding.code for finding in refused.value.findings]


@pytest.mark.parametrize("path", sorted(DATA.glob("**/rulebooks/*.yaml")), ids=lambda path: path.stem)
def test_plain_content_leads_back_to_the_rulebook(path: Path) -> None:
    rulebook = read_rulebook(path)
    again = rulebook_of(rulebook_plain(rulebook))
    assert rulebook_plain(rulebook) == rulebook_plain(again)
    assert rulebook.source_sha256 == again.source_sha256
    assert (rulebook.indicators, rulebook.multipliers, rulebook.clauses) == (
        *(again.indicators, again.multipliers),
        again.clauses,
    )


def test_tolerances_of_checks_are_read_with_their_clauses_and_mistakes_named(tmp_path: Path) -> None:
    part = 'checks:\n  parts_share: {value: "0.004", clause: "3"}\n  history_months: {value: 36, clause: "3"}\n'
    rulebook = read(tmp_path, ("indicators:", f"{part}indicators:"))
    assert (Decimal("0.004"), "3") == (rulebook.checks["parts_share"].value, rulebook.checks["parts_share"].clause)
    assert rulebook.source_sha256 != read_rulebook(BUNDLED).source_sha256
    with pytest.raises(RulebookRefused) as refused:
        read(tmp_path, ("indicators:", f"{part.replace('0.004', '4')}indicators:"))
    (finding,) = refused.value.findings
    assert ("rulebook.value_out_of_range", "checks.parts_share.value") == (finding.code, finding.place.field)
    assert finding.place.line > 0
