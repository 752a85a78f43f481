"""The data dictionary: the bundled one reads whole, a broken one names every row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.terms.dictionary import Kind

BUNDLED = Path("src/zhibiao/data/dictionary/return.csv")
HEADER = BUNDLED.read_text("utf-8-sig").splitlines()[0]


def _codes(path: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(InputRefused) as caught:
        read_dictionary(path)
    return [(finding.code, finding.place.row, finding.place.field) for finding in caught.value.findings]


def test_the_bundled_dictionary_reads_whole() -> None:
    dictionary = read_dictionary(BUNDLED)
    crude = dictionary["crude_steel_t"]
    assert (crude.row_code, crude.name.zh, crude.unit.symbol, crude.form_unit.symbol) == ("25", "粗钢产量", "t", "10kt")
    assert crude.kind is Kind.FLOW
    assert not crude.required
    assert "钢产量" in crude.synonyms
    assert {field.code for field in dictionary.parts_of("steel_products_t")} >= {"rebar_t", "special_alloy_t"}


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    rows = [
        "a_t,01,甲,A,t,万吨,flow,steel,yes,,,,,main",
        "a_t,01,乙,B,t,万元,flow,steel,maybe,甲,,,,extra",
        "c_t,03,丙,C,斤,万吨,often,steel,no,,d_t,,,supplement",
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    assert {
        ("dictionary.units_differ", 3, "form_unit"),
        ("dictionary.required_unclear", 3, "required"),
        ("dictionary.block_unknown", 3, "block"),
        ("dictionary.doubled", 3, "code"),
        ("dictionary.doubled", 3, "row_code"),
        ("dictionary.doubled", 3, "name"),
        ("dictionary.unit_unknown", 4, "unit"),
        ("dictionary.kind_unknown", 4, "kind"),
        ("dictionary.total_unknown", 4, "part_of"),
    } == set(_codes(path))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_text(HEADER.replace(",kind", "") + "\n", encoding="utf-8")
    assert ("table.column_missing", 1, "kind") in _codes(path)
