"""Tables of words that an analyst adds: taken where a rule can use them, refused with their place where none can."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.lexicon_csv import read_lexicon


def _added(folder: Path, table: str, rows: str) -> Path:
    (folder / table).write_text(f"word,sense,value\n{rows}", "utf-8")
    return folder


def test_rows_are_added_behind_the_bundled_ones(tmp_path: Path) -> None:
    lexicon = read_lexicon([_added(tmp_path, "places.csv", "青鸾渡,county,青鸾渡区\n")])
    assert "青鸾渡" == lexicon.terms("places")[-1].word
    assert len(lexicon.terms("places")) == len(read_lexicon().terms("places")) + 1


@pytest.mark.parametrize(
    ("table", "row", "code", "known"),
    [
        ("places.csv", ",county,x", "lexicon.word_empty", ""),
        ("places.csv", " ,county,x", "lexicon.word_empty", ""),
        ("places.csv", "甲,town,甲镇", "lexicon.sense_unknown", "province, city, county"),
        ("places.csv", "甲,county,", "lexicon.value_missing", ""),
        ("comparators.csv", "逾越,before,>", "lexicon.value_unknown", ">=, <=, approx"),
        ("months_en.csv", "Sept,month,ninth", "lexicon.value_unknown", "9"),
        ("numerals_en.csv", "gross,number,twelve", "lexicon.value_no_number", ""),
        ("units.csv", "吨,weight,", "lexicon.sense_unknown", "mass"),
    ],
)
def test_a_row_that_no_rule_could_use_is_refused_with_its_place(
    tmp_path: Path, table: str, row: str, code: str, known: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        read_lexicon([_added(tmp_path, table, row + "\n")])
    (finding,) = refused.value.findings
    assert (code, table, 2) == (finding.code, finding.place.file, finding.place.row)
    assert known in str(finding.facts["known"])


def test_every_bundled_table_could_be_added(tmp_path: Path) -> None:
    from importlib.resources import files

    for table in files("zhibiao").joinpath("data", "lexicon").iterdir():
        (tmp_path / table.name).write_bytes(table.read_bytes())
    bundled = read_lexicon()
    assert {name: 2 * len(rows) for name, rows in bundled.tables.items()} == {
        name: len(rows) for name, rows in read_lexicon([tmp_path]).tables.items()
    }


def test_a_table_of_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_lexicon([_added(tmp_path, "plaaces.csv", "甲,county,甲县\n")])
    assert ("lexicon.table_unknown", True) == (refused.value.code, "places" in refused.value.facts["known"])  # type: ignore[operator]


def test_a_folder_without_tables_and_a_table_that_is_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"lexicon\.no_tables"):
        read_lexicon([tmp_path])
    (tmp_path / "places.csv").mkdir()
    with pytest.raises(InputRefused, match=r"lexicon\.no_file"):
        read_lexicon([tmp_path])
