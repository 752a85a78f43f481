"""Tables of public data: whatever bytes come, the answer is rows or findings, never a traceback."""

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhibiao.errors import InputRefused
from zhibiao.readers.table import TableReader, exact_units

SOUND = "month,name,value\n2021-02,a,1.5\n2021-03,b,\n"


def _read(path: Path) -> list[tuple[int, str, Decimal | None]]:
    table = TableReader(path)
    found = []
    for row in table.rows(("month", "name", "value")):
        table.month(row, "month")
        found.append((row.number, row["name"], table.number(row, "value")))
    table.close()
    return found


def _codes(path: Path) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        _read(path)
    return [finding.code for finding in caught.value.findings]


def test_rows_have_their_number_and_missing_is_not_zero(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(SOUND, "utf-8-sig")
    assert [(2, "a", Decimal("1.5")), (3, "b", None)] == _read(tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["table.column_missing"] * 3),
        ("month,name\n", ["table.column_missing"]),
        ("month,name,value,value\n", ["table.column_doubled"]),
        ('month,"name,value\n', ["table.broken_line"] + ["table.column_missing"] * 3),
        ("month,name,value\n2021-02,a,1,2\n", ["table.cells_do_not_fit"]),
        ("month,name,value\n2021-02,a\n", ["table.cells_do_not_fit"]),
        ("month,name,value\n2021-2,a,1\n", ["table.month_broken"]),
        ("month,name,value\n2021-02,a,1e999999\n", ["table.number_broken"]),
        ("month,name,value\n2021-02,a,1e-999999\n", ["table.number_broken"]),
        ("month,name,value\n2021-02,a,999999999999999\n", []),
        ("month,name,value\n2021-02,a,Infinity\n", ["table.number_broken"]),
    ],
)
def test_each_mistake_has_its_code(tmp_path: Path, text: str, codes: list[str]) -> None:
    (tmp_path / "x.csv").write_text(text, "utf-8")
    if codes:
        assert codes == _codes(tmp_path / "x.csv")
    else:
        assert 1 == len(_read(tmp_path / "x.csv"))


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert ["table.file_missing"] == _codes(tmp_path)


def test_a_long_list_of_mistakes_is_cut_but_counted(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("month,name,value\n" + "x,a,1\n" * 500, "utf-8")
    with pytest.raises(InputRefused) as caught:
        _read(tmp_path / "x.csv")
    assert (200, 500) == (len(caught.value.findings), caught.value.facts["count"])


@given(cut=st.integers(0, 60), insert=st.binary(max_size=6), at=st.integers(0, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_bytes_never_escape(tmp_path: Path, cut: int, insert: bytes, at: int) -> None:
    content = SOUND.encode()
    (tmp_path / "x.csv").write_bytes(content[:at] + insert + content[at : len(content) - cut])
    with contextlib.suppress(InputRefused):
        _read(tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("value", "size", "expected"), [("1.23", "10000", 12_300), ("0.00001", "10000", None), ("7", "1", 7)]
)
def test_whole_units_or_none(value: str, size: str, expected: int | None) -> None:
    assert expected == exact_units(Decimal(value), size=Decimal(size))
