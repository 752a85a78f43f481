"""What findings say: no blank is left half filled, and a place in a text table is told in words."""

from __future__ import annotations

import pytest

from zhibiao.assemble.resources import catalogue


@pytest.mark.parametrize("code", ["unit.unknown", "sheet.field_unknown", "api.unknown_field"])
def test_where_nothing_known_is_near_nothing_is_named(code: str) -> None:
    facts = {"cell": "D5", "name": "甲", "unit": "乙", "path": "$", "key": "role", "form_unit": "万吨"}
    for lang in ("zh", "en"):
        said = catalogue().what(code, lang, {**facts, "nearest": "—"})
        assert "—" not in said
        assert "万元" in catalogue().what(code, lang, {**facts, "nearest": "万元"})


@pytest.mark.parametrize(("lang", "said"), [("zh", "第 3 行："), ("en", "row 3: ")])
def test_a_row_of_a_text_table_is_no_bare_number(lang: str, said: str) -> None:
    facts = {"cell": "3、3(2)", "name": "甲"}
    assert catalogue().what("edit.required_missing", lang, facts).startswith(said)  # type: ignore[arg-type]
