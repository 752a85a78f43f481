"""The machine sheet of a template tells whose it is; nothing else is taken for one."""

from __future__ import annotations

from typing import Any

from returns_sample import STEEL, csv_table, edited, good
from writers.test_template_workbook import filled
from zhibiao.readers.returns.template_meta import enterprise_of
from zhibiao.terms.period import Month


def test_a_template_tells_its_firm() -> None:
    found = enterprise_of(filled(), name="a.xlsx")
    assert found is not None
    assert (STEEL.id, STEEL.credit_code, STEEL.name.zh) == (found.id, found.credit_code, found.name.zh)
    assert (STEEL.sector, STEEL.route) == (found.sector, found.route)
    month = Month(2025, 3)
    assert STEEL.capacity_t("crude_steel_t", month) == found.capacity_t("crude_steel_t", month)


def test_other_files_tell_nothing() -> None:
    def change(book: Any) -> None:
        book["_meta"]["B1"] = "other-form"

    for content in (good(), edited(filled(), change), csv_table(STEEL, "2025-03").encode(), b"", filled()[:3000]):
        assert enterprise_of(content, name="a.xlsx") is None
