"""What is unusual and right passes without a word of doubt: without these controls, refusing everything would win."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import returns_sample as sample
from breaking import MARCH, csv, hand, put, replaced, swap_columns, three_rows_above
from desk import Clock, intake
from zhibiao.readers.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.finding import Outcome, Severity
from zhibiao.terms.period import Period


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> BookStore:
    """A year of good returns of one firm; January and February 2025 came as one."""
    store = BookStore.create(tmp_path_factory.mktemp("book") / "book.sqlite", at=Clock().now())
    for period in ("2024-01..02", *(f"2024-{month:02d}" for month in range(3, 13)), "2025-01..02"):
        intake(store, sample.workbook([sample.filing(sample.STEEL, Period.parse(period))]))
    assert 12 == len(store.returns())
    return store


def without_meta(book: Any) -> None:
    del book["_meta"]


def notes_below(sheet: Any) -> None:
    sheet["A48"] = "注：本月2号高炉检修8天，产量25万吨为预计。"
    sheet["D48"] = 25


def two_level_header(sheet: Any) -> None:
    """本年 and 上年同期 each over two columns, instead of one row of long headings."""
    for cell, text in {"D6": "本年", "E6": None, "F6": "上年同期", "G6": None}.items():
        sheet[cell] = text
    sheet.merge_cells("D6:E6")
    sheet.merge_cells("F6:G6")
    for column, text in zip("DEFG", ("本月", "1—本月累计", "本月", "1—本月累计"), strict=True):
        sheet[f"{column}7"] = text
    for column in "ABC":
        sheet[f"{column}7"] = None
        sheet.merge_cells(f"{column}6:{column}7")


def scaled(factor: float) -> Callable[[], bytes]:
    """Everything the firm makes, uses and earns moved by one factor, as by a new furnace or a stop."""

    def build() -> bytes:
        rows = sample.figures(sample.STEEL, MARCH)
        before = sample.made_in(sample.STEEL, Period.parse("2025-01..02"))
        new = {
            code: (month := int((values[0] or 0) * factor), before[code] + month, *values[2:])
            for code, values in rows.items()
            if code in before
        }
        return sample.workbook([sample.filing(sample.STEEL, MARCH, **new)])  # type: ignore[arg-type]

    return build


ACCEPTED: dict[str, tuple[Callable[[], bytes], str]] = {
    "as handed out": (sample.good, "return.xlsx"),
    "SH-001 lying dimension": (
        lambda: replaced("xl/worksheets/sheet1.xml", b'<dimension ref="A1:G46"/>', b'<dimension ref="A1:C9"/>'),
        "return.xlsx",
    ),
    "SH-004 rows above the header": (hand(three_rows_above), "return.xlsx"),
    "SH-021 notes below the table": (hand(notes_below), "return.xlsx"),
    "TX-005 UTF-8 with its mark": (csv(encoding="utf-8-sig"), "return.csv"),
    "columns in another order": (hand(swap_columns), "return.xlsx"),
    "two-level header": (hand(two_level_header), "return.xlsx"),
    "sheet renamed": (hand(lambda sheet: setattr(sheet, "title", "3月报表")), "return.xlsx"),
    "no machine sheet": (lambda: sample.edited(sample.good(), without_meta), "return.xlsx"),
    "name with blanks": (put(A4="填报单位(盖章)： 试验长流程 钢铁有限公司"), "return.xlsx"),
    "full-width brackets and colon": (put(A4="填报单位（盖章）：试验长流程钢铁有限公司"), "return.xlsx"),
    "period with blanks": (put(A5="２０２５ 年 3 月"), "return.xlsx"),
    "serial of another thing below": (put(H20=45717), "return.xlsx"),
    "UN-012 everything nearly stopped": (scaled(0.001), "return.xlsx"),
    "other suffix than content": (csv(), "return.txt"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_is_accepted_without_a_finding(name: str, book: BookStore) -> None:
    build, file = ACCEPTED[name]
    result = intake(book, build(), name=file, dry_run=True)
    assert [] == [(finding.code, str(finding.place), dict(finding.facts)) for finding in result.findings]
    assert Outcome.ACCEPT is result.outcome


def test_un_011_true_growth_is_no_unit_slip(book: BookStore) -> None:
    codes = {finding.code for finding in intake(book, scaled(10)(), dry_run=True).findings}
    assert {"edit.above_capacity"} == codes - {"edit.stock_balance"}


def test_pe_005_a_restated_month_is_what_the_identity_is_held_against(tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "book.sqlite", at=Clock().now())
    more = 5_000
    first = Period.parse("2025-01..02")
    rows = sample.figures(sample.STEEL, first)["energy_tce"]
    intake(store, sample.workbook([sample.filing(sample.STEEL, first)]))
    restated = tuple(value + more for value in rows[:2] if value is not None) + rows[2:]
    again = sample.workbook([sample.filing(sample.STEEL, first, energy_tce=restated)])  # type: ignore[arg-type]
    assert "ACCEPT" == intake(store, again).outcome
    march = sample.figures(sample.STEEL, MARCH)["energy_tce"]
    carried = (march[0], (march[1] or 0) + more, *march[2:])
    content = sample.workbook([sample.filing(sample.STEEL, MARCH, energy_tce=carried)])  # type: ignore[arg-type]
    result = intake(store, content, dry_run=True)
    assert Outcome.ACCEPT is result.outcome


def test_both_readers_give_the_same_figures() -> None:
    from_sheet = read_returns(sample.good(), name="a.xlsx", dictionary=sample.DICTIONARY, city=sample.CITY)
    from_table = read_returns(csv()(), name="a.csv", dictionary=sample.DICTIONARY, city=sample.CITY)
    figures = [
        {(fact.field, fact.scope): fact.value for fact in one.returns[0].filed.facts}  # type: ignore[union-attr]
        for one in (from_sheet, from_table)
    ]
    assert 30 < len(figures[0])
    assert figures[0] == figures[1]


def test_a_second_library_reads_the_same_numbers() -> None:
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(sample.good()), data_only=True).worksheets[0]
    filed = read_returns(sample.good(), name="a.xlsx", dictionary=sample.DICTIONARY, city=sample.CITY).returns[0].filed
    assert filed is not None
    for fact in filed.facts:
        field = sample.DICTIONARY[fact.field]
        shown = sheet[fact.place.cell].value
        assert abs(float(fact.value * field.unit.size / field.form_unit.size) - shown) < 1e-9 * max(1, abs(shown))


def test_nothing_sound_is_queried(book: BookStore) -> None:
    """The controls are not vacuous: the same book does query a file that is not sound."""
    bad = intake(book, put(E24=50)(), dry_run=True)
    assert Severity.QUERY == max(finding.severity for finding in bad.findings)
