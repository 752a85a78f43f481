"""Tables of claimants: exact numbers in units, blanks that stay blanks, every mistake with its row and column."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from containers import empty_compound, empty_open_document, with_parts
from zhibiao.allocation.division.rule import NUMBER_COLUMNS, WORD_COLUMNS
from zhibiao.allocation.methods.standing import GRADES, TIERS
from zhibiao.assemble.calculator import column_kinds
from zhibiao.errors import InputRefused
from zhibiao.readers.claims_table import Asked, ClaimsTable, read_claims

SOUND = "id,claim,floor,ceiling,region\nA,100,,,north\nB,250.5,10,300,south\n"


def _read(content: str | bytes, *, name: str = "claims.csv", **asked: object) -> ClaimsTable:
    data = content.encode() if isinstance(content, str) else content
    return read_claims(data, name=name, kinds=column_kinds(), asked=Asked(**{"needed": ("claim",), **asked}))  # type: ignore[arg-type]


def _mistakes(content: str | bytes, **asked: object) -> list[tuple[str, int, str]]:
    with pytest.raises(InputRefused) as caught:
        _read(content, **asked)
    assert "claimants.refused" == caught.value.code
    return [(finding.code, finding.place.row, finding.place.field) for finding in caught.value.findings]


def test_every_column_of_the_rules_is_known_with_its_unit() -> None:
    kinds = column_kinds()
    assert dict(NUMBER_COLUMNS) == {code: kinds[code].unit for code in NUMBER_COLUMNS}
    assert [""] * len(WORD_COLUMNS) == [kinds[code].unit for code in WORD_COLUMNS]
    headings = [heading for kind in kinds.values() for heading in kind.headings]
    assert len(headings) == len(set(headings))


def test_numbers_are_exact_and_a_blank_is_none() -> None:
    table = _read(SOUND)
    assert ("A", "B") == table.ids
    assert {"claim": (100, Fraction(501, 2)), "floor": (None, 10), "ceiling": (None, 300)} == table.numbers
    assert ("region",) == table.unread
    assert () == table.notes


def test_amounts_come_in_units_and_ratios_as_they_are() -> None:
    table = _read("id,claim,score\nA,1234.56,0.5\n", needed=("claim", "score"), unit=Fraction(1, 100))
    assert {"claim": (123456,), "score": (Fraction(1, 2),)} == table.numbers
    table = _read("id,claim,floor\nA,1500,2000\n", unit=Fraction(1000))
    assert {"claim": (Fraction(3, 2),), "floor": (2,)} == table.numbers


def test_chinese_headings_mean_the_same() -> None:
    table = _read('企业,诉求,上限\n甲,１２０,300\n乙,"1,200",2000\n')
    assert {"claim": (120, 1200), "ceiling": (300, 2000)} == table.numbers
    assert ["num.fullwidth", "num.thousands"] == [note.code for note in table.notes]


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("utf-8", None), ("utf-8-sig", None), ("gb18030", "text.decoded_gb18030"), ("utf-16", "text.decoded_utf16")],
)
def test_encodings_are_told_apart(encoding: str, code: str | None) -> None:
    table = _read("编号,申请\n鞍一,7\n".encode(encoding))
    assert (("鞍一",), {"claim": (7,)}) == (table.ids, table.numbers)
    assert ([code] if code else []) == [note.code for note in table.notes]


def test_what_may_be_negative_is_read_and_what_may_be_left_out_has_no_gaps() -> None:
    assert {"value": (-5, 3)} == _read("id,value\nA,-5\nB,3\n", needed=("value",)).numbers
    assert {"claim": (1,)} == _read("id,claim\nA,1\n", filled=("vetoed",)).numbers
    assert [("claimants.value_missing", 3, "vetoed")] == _mistakes("id,claim,vetoed\nA,1,0\nB,1,\n", filled=("vetoed",))


def test_a_workbook_is_read_from_its_first_sheet() -> None:
    table = _read(_workbook([["id", "claim", "ceiling"], [7, 100.5, None], ["B", 20, 30]]), name="claims.xlsx")
    assert (("7", "B"), {"claim": (Fraction(201, 2), 20), "ceiling": (None, 30)}) == (table.ids, table.numbers)


def test_a_mistake_in_a_workbook_has_its_sheet_and_cell() -> None:
    with pytest.raises(InputRefused) as caught:
        _read(_workbook([["id", "claim"], ["A", -1], ["B", "x"]]), name="claims.xlsx")
    assert [("claimants.negative", "Sheet", "B2"), ("claimants.not_a_number", "Sheet", "B3")] == sorted(
        (finding.code, finding.place.sheet, finding.place.cell) for finding in caught.value.findings
    )


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", [("file.empty", 0, "")]),
        ("\n\n", [("file.empty", 0, "")]),
        (",,\n", [("claimants.empty", 0, "")]),
        ("id,claim\n", [("claimants.no_rows", 0, "")]),
        ("A,100\nB,200\n", [("claimants.column_missing", 1, "claim"), ("claimants.column_missing", 1, "id")]),
        ("id,Claim\nA,1\n", [("claimants.column_missing", 1, "claim")]),
        ("id,claim,申请\nA,1,1\n", [("claimants.column_doubled", 1, "claim")]),
        ('id,claim\nA,"1\n', [("claimants.broken_line", 2, "")]),
        ("id,claim\nA,1,200\nB,1\n", [("claimants.cells_do_not_fit", 2, "")]),
        ("id,claim\nA\nB,1\n", [("claimants.cells_do_not_fit", 2, "")]),
        ("id,claim\n ,1\n", [("claimants.id_missing", 2, "id")]),
        ("id,claim\nA,1\nB,2\nA ,3\n", [("claimants.id_doubled", 4, "id")]),
        ("id,claim\nA,\n", [("claimants.value_missing", 2, "claim")]),
        ("id,claim\nA,—\n", [("claimants.value_missing", 2, "claim")]),
        ("id,claim\nA,abc\n", [("claimants.not_a_number", 2, "claim")]),
        ("id,claim\nA,1e3\n", [("claimants.not_a_number", 2, "claim")]),
        ("id,claim\nA,1_000\n", [("claimants.not_a_number", 2, "claim")]),
        ("id,claim\nA,NaN\n", [("claimants.not_finite", 2, "claim")]),
        ("id,claim\nA,-inf\n", [("claimants.not_finite", 2, "claim")]),
        ("id,claim\nA,1" + "0" * 30 + "\n", [("claimants.out_of_range", 2, "claim")]),
        ("id,claim\nA,-1\n", [("claimants.negative", 2, "claim")]),
        ("id,claim,floor\nA,1,0.5\n", [("claimants.bound_not_whole", 2, "floor")]),
        ("id,claim,ceiling\nA,1,inf\n", [("claimants.not_finite", 2, "ceiling")]),
        ("id,claim,floor,ceiling\nA,1,5,4\n", [("claimants.floor_above_ceiling", 2, "ceiling")]),
        ("id,claim\nA,1\n合 计,1\n", [("claimants.total_row", 3, "id")]),
        ("id,claim\nA,1\nTOTAL,1\n", [("claimants.total_row", 3, "id")]),
    ],
)
def test_each_mistake_has_its_code_row_and_column(text: str, mistakes: list[tuple[str, int, str]]) -> None:
    assert mistakes == _mistakes(text)


def test_rows_of_nothing_but_blanks_are_no_claimants() -> None:
    table = _read("id,claim\n \nA,1\n\u3000, \nB,2\n \n")
    assert (("A", "B"), [3, 5]) == (table.ids, table.rows)


@pytest.mark.parametrize(("header", "near"), [("id,CLAIM", "CLAIM"), ("id,申请数", "申请数"), ("id,x", "—")])
def test_a_missing_column_is_said_with_what_it_may_be_called_and_what_comes_near(header: str, near: str) -> None:
    with pytest.raises(InputRefused) as caught:
        _read(f"{header}\nA,1\n")
    (finding,) = caught.value.findings
    assert near == finding.facts["nearest"]
    assert "申请量" in str(finding.facts["headings"])


def test_a_mistake_is_said_with_the_heading_of_the_file_and_placed_by_the_code() -> None:
    with pytest.raises(InputRefused) as caught:
        _read("编号,申请量,上限\n甲,x,3.5\n")
    assert {("申请量", "claim"), ("上限", "ceiling")} == {
        (finding.facts["column"], finding.place.field) for finding in caught.value.findings
    }


@pytest.mark.parametrize("twin", ["鞍一\u200b", "\ufeff鞍一", "鞍\u00ad一"])
def test_ids_that_look_the_same_are_one_claimant_twice(twin: str) -> None:
    assert [("claimants.id_doubled", 3, "id")] == _mistakes(f"id,claim\n鞍一,1\n{twin},2\n")
    assert [("claimants.id_doubled", 3, "id")] == _mistakes("id,claim\nA1,1\nＡ１,2\n")
    assert ("鞍一", "鞍1") == _read("id,claim\n鞍一,1\n鞍1,2\n").ids


def test_two_encodings_in_one_file_are_not_guessed() -> None:
    mixed = "id,claim\n鞍一,1\n".encode() + "本二,2\n".encode("gb18030")
    assert [("text.encoding_mixed", 3, "")] == _mistakes(mixed)


def _hide_a_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def test_cells_of_a_workbook_that_only_look_blank_are_not_taken_for_blank() -> None:
    def change(sheet: Any) -> None:
        sheet["C2"] = "=1/0"
        sheet.merge_cells("C3:C4")
        sheet.row_dimensions[4].hidden = True
        sheet.parent.create_sheet("Notes")

    rows: list[list[object]] = [["id", "claim", "ceiling"], ["A", 1, None], ["B", 2, 9], ["C", 3, None]]
    with pytest.raises(InputRefused) as caught:
        _read(_workbook(rows, change), name="claims.xlsx")
    assert [("claimants.formula_without_result", "C2"), ("claimants.merged", "C4")] == [
        (finding.code, finding.place.cell) for finding in caught.value.findings
    ]
    sheets = _read(_workbook(rows, lambda sheet: sheet.parent.create_sheet("Notes")), name="claims.xlsx")
    assert ["claimants.sheets_unread"] == [note.code for note in sheets.notes]
    hidden = _read(_workbook(rows, _hide_a_row), name="claims.xlsx")
    assert (3, ["claimants.rows_hidden"]) == (len(hidden.ids), [note.code for note in hidden.notes])


def test_the_first_sheet_that_holds_anything_is_read_and_cells_of_blanks_are_blank() -> None:
    rows: list[list[object]] = [["id", "claim"], ["A", 1], [" ", "\u3000"], ["B", 2]]
    table = _read(_workbook(rows, lambda sheet: sheet.parent.create_chartsheet("图", 0)), name="claims.xlsx")
    assert (("A", "B"), [2, 4]) == (table.ids, table.rows)
    table = _read(_workbook(rows, lambda sheet: sheet.parent.create_sheet("空", 0)), name="claims.xlsx")
    assert [("claimants.sheets_unread", "空")] == [(note.code, note.facts["others"]) for note in table.notes]


def test_flags_parts_and_standings_are_what_rules_know() -> None:
    columns = ("vetoed", "exposure", "tier", "grade")
    text = "id,vetoed,exposure,tier,grade\nA,1,0.5,leading,A\nB,2,1.01,foo,E\nC,0,1,normative,\n"
    assert [
        ("claimants.not_allowed", 3, "exposure"),
        ("claimants.not_allowed", 3, "grade"),
        ("claimants.not_allowed", 3, "tier"),
        ("claimants.not_allowed", 3, "vetoed"),
        ("claimants.value_missing", 4, "grade"),
    ] == sorted(_mistakes(text, needed=columns), key=lambda found: found[1:])
    kinds = column_kinds()
    assert (TIERS, GRADES) == (kinds["tier"].values, kinds["grade"].values)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (lambda: empty_compound("Workbook"), "claims.xls", "file.damaged"),
        (lambda: empty_compound("EncryptedPackage"), "claims.xlsx", "file.encrypted"),
        (empty_open_document, "claims.ods", "file.damaged"),
        (lambda: with_parts(("xl/vbaProject.bin", b"x")), "claims.xlsm", "file.macros"),
        (lambda: with_parts(("../../x", b"x")), "claims.xlsx", "file.bad_part_name"),
        (lambda: _workbook([["id", "claim"], ["A", 1]])[:-300], "claims.xlsx", "file.damaged"),
        (lambda: b"id,claim\nA,1\n", "claims.xlsx", "file.type_mismatch"),
        (lambda: b"id,claim\n\x00\x00", "claims.csv", "file.type_unsupported"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_bytes(content: Callable[[], bytes], name: str, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        _read(content(), name=name)
    assert [code] == [finding.code for finding in caught.value.findings]


def test_all_mistakes_are_gathered() -> None:
    text = "id,claim,floor,ceiling\nA,x,1,\nA,1,-1,nan\n,2,9,3\n"
    assert {
        ("claimants.not_a_number", 2, "claim"),
        ("claimants.id_doubled", 3, "id"),
        ("claimants.negative", 3, "floor"),
        ("claimants.not_finite", 3, "ceiling"),
        ("claimants.id_missing", 4, "id"),
        ("claimants.floor_above_ceiling", 4, "ceiling"),
    } == set(_mistakes(text))


def test_the_least_for_everyone_counts_as_a_floor() -> None:
    assert [("claimants.floor_above_ceiling", 2, "ceiling")] == _mistakes("id,claim,ceiling\nA,1,0\n", least=1)


def test_a_long_list_of_mistakes_is_cut_but_counted() -> None:
    with pytest.raises(InputRefused) as caught:
        _read("id,claim\n" + "".join(f"{n},x\n" for n in range(500)))
    assert (200, 500) == (len(caught.value.findings), caught.value.facts["count"])


@given(cut=st.integers(0, 60), insert=st.binary(max_size=6), at=st.integers(0, 60))
def test_damaged_bytes_never_escape(cut: int, insert: bytes, at: int) -> None:
    content = SOUND.encode()
    with contextlib.suppress(InputRefused):
        _read(content[:at] + insert + content[at : len(content) - cut])


@given(st.lists(st.decimals(0, 10**9, places=3), min_size=1, max_size=8), st.sampled_from([1, 10, 1000]))
def test_what_was_written_is_what_is_read(claims: list[object], size: int) -> None:
    text = "id,claim\n" + "".join(f"{n},{claim}\n" for n, claim in enumerate(claims))
    read = _read(text, unit=Fraction(1, size)).numbers["claim"]
    assert [Fraction(str(claim)) * size for claim in claims] == list(read)


def _workbook(rows: list[list[object]], change: Callable[[Any], object] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
