"""Pieces of sheets around a finding: the marked cell, its neighbours, its heading."""

from zhibiao.assemble.desk.intake.intake_cells import picture_of
from zhibiao.writers.answered import CopiedSheet, Value

FORM: tuple[tuple[Value, ...], ...] = (
    ("月报表", None, None),
    ("指标名称", "计量单位", "本月"),
    ("甲", "乙", "1"),
    ("粗钢产量", "万吨", 20.5),
    ("生铁产量", "万吨", 18.25),
    ("钢材产量", "万吨", 190_000),
    ("其中", "万吨", 3),
    ("附注", None, None),
)


def test_the_cell_its_rows_and_the_heading_above() -> None:
    picture = picture_of(CopiedSheet(name="表", rows=FORM), [(5, 2)])
    assert picture
    assert (("A", "B", "C"), "C6") == (picture.letters, picture.first)
    assert [2, 4, 5, 6, 7, 8] == [number for number, _ in picture.rows]
    marked = [(number, cell.text) for number, cells in picture.rows for cell in cells if cell.is_marked]
    assert [(6, "190000")] == marked


def test_of_a_wide_sheet_the_labels_and_the_neighbours() -> None:
    rows = tuple(tuple(f"h{column}" if row == 0 else row * 100 + column for column in range(40)) for row in range(9))
    picture = picture_of(CopiedSheet(name="", rows=rows), [(8, 30)])
    assert picture
    assert ("A", "B", "AC", "AD", "AE", "AF", "AG") == picture.letters
    assert (1, "h30") == (picture.rows[0][0], picture.rows[0][1][4].text)


def test_no_picture_of_a_cell_far_away_or_of_none() -> None:
    sheet = CopiedSheet(name="", rows=FORM)
    assert picture_of(sheet, []) is None
    assert picture_of(sheet, [(1_048_575, 16_383)]) is None


def test_long_words_are_cut_and_errors_shown() -> None:
    sheet = CopiedSheet(name="", rows=(("x" * 500, None),), errors={(0, 1): "#REF!"})
    picture = picture_of(sheet, [(0, 1)])
    assert picture
    assert ["x" * 27 + "…", "#REF!"] == [cell.text for cell in picture.rows[0][1]]
