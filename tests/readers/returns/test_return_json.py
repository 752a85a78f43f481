"""Returns as JSON: strict about form, exact about figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layout_papers as papers
import returns_sample as sample
from zhibiao import readers
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.returns.return_json import MOST_DEPTH, read_json

RETURN = b'{"enterprise": "TT-1", "period": "2025-03", "figures": []'


def plain() -> dict[str, Any]:
    return {
        "enterprise": "TT-1",
        "period": "2025-03",
        "figures": [
            {"field": "crude_steel_t", "unit": "万吨", "value": 26.06, "year_to_date": 80.32, "last_year": 27},
            {"field": "profit_yuan", "unit": "万元", "value": -350.2, "year_to_date": "1,000", "grounds": ["09"]},
        ],
        "grounds": "01、04",
    }


def read(content: object) -> FileRead:
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return read_json(body, name="a.json", dictionary=sample.DICTIONARY, city=sample.CITY)


def told(content: object) -> list[tuple[str, str, str]]:
    return papers.told(read(content))


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"returns": [one]}])
def test_one_a_list_or_returns(wrap: Callable[[Any], Any]) -> None:
    (one,) = read(wrap(plain())).returns
    assert one.filed is not None
    figures = papers.figures_of(one)
    assert ("260600", "-3502000") == (str(figures["crude_steel_t", "period"]), str(figures["profit_yuan", "period"]))
    assert {"": ("01", "04"), "profit_yuan": ("09",)} == dict(one.filed.grounds)
    assert ["270000"] == [str(fact.value) for fact in one.filed.last_year]


def test_malformed_names_byte_and_line() -> None:
    body = '{"enterprise": "钢",\n "period": "2025-03",}'.encode()
    (finding,) = read(body).findings
    assert ("api.bad_json", 2, body.rindex(b"}")) == (finding.code, finding.facts["line"], finding.facts["offset"])


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        (RETURN + b', "figures": []}', "api.duplicate_key", "$.figures"),
        (b'{"amount": NaN}', "num.not_finite", "$.amount"),
        (RETURN + b', "role": "approver"}', "api.unknown_field", "$.role"),
        (b'{"enterprise": 1, "period": "2025-03", "figures": []}', "api.schema", "$.enterprise"),
        (b'{"enterprise": "TT-1", "figures": []}', "api.schema", "$.period"),
        (b'{"returns": {}}', "api.schema", "$.returns"),
        (b'"TT-1"', "api.schema", "$"),
        (b"[" * 100_000, "api.schema", ""),
        (b'{"a":' * 100_000, "api.schema", ""),
    ],
)
def test_faults_of_form_refuse_the_document(body: bytes, code: str, place: str) -> None:
    assert (code, "REJECT", place) in told(body)


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        (b"{}", "$.enterprise 应为 string，而文件中是：缺少这一项。", "found: no such key."),
        (b'{"enterprise": null, "period": "2025-03", "figures": []}', "而文件中是：null。", "found: null."),
        (b"[" * 100_000, "$ 应为 不超过 32 层括号，而文件中是：更深的嵌套。", "no more than 32 brackets deep;"),
    ],
)
def test_a_missing_key_is_told_from_null_and_depth_in_words(body: bytes, zh: str, en: str) -> None:
    result = read_json(body, name="a.json", dictionary=sample.DICTIONARY, city=sample.CITY)
    catalogue = read_catalogue(Path(readers.__file__).parents[1] / "data")
    found = next(one for one in result.findings if one.code == "api.schema")
    assert catalogue.what(found.code, "zh", found.facts).endswith(zh)
    assert en in catalogue.what(found.code, "en", found.facts)


def test_nan_is_refused_wherever_it_stands() -> None:
    body = json.dumps({**plain(), "figures": [{"field": "profit_yuan", "unit": "元", "value": float("inf")}]}).encode()
    assert [("num.not_finite", "REJECT", "$.figures[0].value")] == told(body)


@pytest.mark.parametrize("number", ["1" + "0" * 30, "1e400", "1e999999999999", "9" * 5000])
def test_nu_027_impossible_numbers_end_in_a_finding(number: str) -> None:
    body = json.dumps(plain()).replace("26.06", number).encode()
    assert ("num.out_of_range", "QUARANTINE", "$.figures[0].value") in told(body)


@pytest.mark.parametrize(
    ("value", "code"), [("1_000", "num.bad_grammar"), (True, "num.bad_type"), ("12吨", "num.unit_in_cell")]
)
def test_texts_go_through_the_grammar(value: object, code: str) -> None:
    one = plain()
    one["figures"][0]["value"] = value
    assert (code, "QUARANTINE", "$.figures[0].value") in told(one)


def test_a_field_twice_names_both() -> None:
    one = plain()
    one["figures"].append({**one["figures"][0], "value": 1})
    (finding,) = [found for found in read(one).returns[0].findings if found.severity.name == "QUARANTINE"]
    assert ("dup.row", "$.figures[2].field", 1) == (finding.code, finding.place.clause, finding.facts["first"])


def test_an_unknown_firm_and_a_missing_unit_keep_the_return_out_of_use() -> None:
    assert ("id.unknown", "QUARANTINE", "$") in told({**plain(), "enterprise": "TT-9"})
    one = plain()
    del one["figures"][0]["unit"]
    assert ("unit.missing", "QUARANTINE", "$.figures[0].unit") in told(one)


def test_depth_is_counted_outside_of_words() -> None:
    one = plain()
    one["figures"][0]["field"] = "[{" * MOST_DEPTH + '"'
    assert ["sheet.field_unknown"] == [code for code, severity, _ in told(one) if severity == "QUERY"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["enterprise", "period", "figures", "field", "value", "unit", "x"]), inner)
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_document_has_an_answer(document: Any) -> None:
    result = read(json.dumps(document).encode())
    assert result.findings or result.returns


@given(st.binary(max_size=60))
def test_any_bytes_have_an_answer(body: bytes) -> None:
    result = read(body)
    assert result.findings or result.returns
