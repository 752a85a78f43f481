"""The annex workbook: numbers as numbers, sums that hold as formulas and as cached values, words that stay words."""

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.ledger.entry import Entry
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.annex import write_annex
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Column, Formula, Sheet, letter_of, write_workbook

HEAD = 3


@pytest.fixture
def content(dossier: Dossier, catalogue: Catalogue) -> bytes:
    """The Chinese annex."""
    return write_annex(dossier, Words(catalogue, "zh"))


def _book(content: bytes, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def _rows(book: Workbook, sheet: str) -> list[Mapping[str, object]]:
    rows = list(book[sheet].iter_rows(min_row=HEAD, values_only=True))
    heads = [str(head).replace("\n", "") for head in rows[0] if head is not None]
    return [dict(zip(heads, row, strict=False)) for row in rows[1:]]


def test_sheets_come_in_order(content: bytes) -> None:
    expected = ["说明", "指标分配", "构成", "指标得分", "台账", "月度运行", "高端化", "数据来源"]
    assert expected == _book(content).sheetnames


def test_without_a_decision_there_are_no_sheets_of_it(dossier: Dossier, catalogue: Catalogue) -> None:
    book = _book(write_annex(replace(dossier, decision=None, is_issued=False), Words(catalogue, "zh")))
    assert ["说明", "台账", "月度运行", "高端化", "数据来源"] == book.sheetnames
    assert "征求意见稿" in [row[1].value for row in book["说明"].iter_rows()]


def test_parts_sum_to_each_quota_and_the_check_is_a_formula_with_its_value(content: bytes) -> None:
    values, formulas = _rows(_book(content), "构成"), _rows(_book(content, values=False), "构成")
    firms = [row for row in values if str(row["编码"]).startswith("LH-")]
    assert [2_200_000, 880_000, 520_003, 399_997] == [row["指标（吨）"] for row in firms]
    assert [0, 0, 0, 0] == [row["差额（吨）"] for row in firms]
    for row in firms:
        parts = [
            value
            for head, value in row.items()
            if head.endswith("（吨）") and not head.startswith(("各项", "指标", "差额"))
        ]
        assert row["指标（吨）"] == row["各项合计（吨）"] == sum(int(str(value)) for value in parts)
    assert str(formulas[0]["各项合计（吨）"]).startswith("=SUM(")
    assert 4_000_000 == values[len(firms)]["指标（吨）"]


def test_cap_less_reserve_less_quotas_is_nothing(content: bytes) -> None:
    rows = [[cell.value for cell in row] for row in _book(content)["指标分配"].iter_rows()]
    checks = {
        row[1]: row[2] for row in rows if isinstance(row[1], str) and row[1].endswith("（吨）") and row[0] is None
    }
    expected = {
        "指标合计（吨）": 4_000_000,
        "预留（吨）": 20_000,
        "总量控制数（吨）": 4_020_000,
        "总量－预留－指标合计（吨）": 0,
    }
    assert expected == checks


def test_numbers_are_numbers_and_dates_are_dates(content: bytes) -> None:
    book = _book(content)
    quota = _rows(book, "指标分配")[1]
    assert (880_000, 1.1, "基数上限") == (quota["指标（吨）"], quota["指标/基数（%）"], quota["触限"])
    assert "2025-04-06 00:00:00" == str(_rows(book, "数据来源")[0]["收到日期"])


def test_a_missing_figure_is_an_empty_cell_not_a_zero(content: bytes) -> None:
    rows = [row for row in _rows(_book(content), "指标得分") if row["编码"] == "LH-S04"]
    assert [812.4567, None] == [row["本单位"] for row in rows]
    assert "按零分计" == rows[1]["缺数处理"]


def test_ledger_rows_carry_hashes_and_sum_to_zero(content: bytes, entries: tuple[Entry, ...]) -> None:
    rows = _rows(_book(content), "台账")
    assert 0 == sum(int(str(row["吨"])) for row in rows if row["本条校验值"])
    assert entries[-1].hash == rows[-2]["本条校验值"]
    assert ("=typed by hand", "首次分配") == (rows[0]["事由"], rows[-2]["事由"])


def test_rises_of_the_high_end_share_add_up(content: bytes) -> None:
    rows = [row for row in _rows(_book(content), "高端化") if row["比较期"] == "2024年全年"]
    whole = sum(float(str(row["合计（百分点）"])) for row in rows)
    assert pytest.approx(6.7) == whole
    assert pytest.approx(4.0) == sum(float(str(row["升级（百分点）"])) for row in rows)


def test_panes_are_frozen_and_pages_are_set(content: bytes) -> None:
    for sheet in _book(content).worksheets:
        assert sheet.freeze_panes
        assert "landscape" == sheet.page_setup.orientation
        assert "9" == str(sheet.page_setup.paperSize)
        assert sheet.page_setup.fitToHeight == 0


def test_words_that_look_like_formulas_stay_words() -> None:
    nasty = ("=1+1", "+SUM(A1)", "-2", "@cmd", "\tx", "http://example.org")
    sheet = Sheet(name="表", title="=题", columns=(Column(head="项"),), rows=tuple((text,) for text in nasty))
    content = write_workbook([sheet], title="t", author="a", at=dt.datetime(2025, 4, 11, tzinfo=dt.UTC), foot="A&B")
    cells = [row[0] for row in _book(content, values=False)["表"].iter_rows(min_row=HEAD + 1)]
    assert list(nasty) == [cell.value for cell in cells]
    assert {"s"} == {cell.data_type for cell in cells}
    assert [True] * 5 + [False] == [bool(cell.quotePrefix) for cell in cells]
    assert [None] * 6 == [cell.hyperlink for cell in cells]


def test_sums_have_values_for_readers_that_do_not_calculate() -> None:
    sheet = Sheet(
        name="表",
        title="题",
        columns=(Column(head="项"), Column(head="吨", kind="whole", total=True)),
        rows=(("甲", 3), ("乙", None), ("丙", Formula(text="B4*2", value=6))),
        total="合计",
    )
    content = write_workbook([sheet], title="t", author="a", at=dt.datetime(2025, 4, 11, tzinfo=dt.UTC), foot="")
    assert ("合计", 9) == tuple(cell.value for cell in _book(content)["表"][7])
    assert "=SUM(B4:B6)" == _book(content, values=False)["表"]["B7"].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier, catalogue: Catalogue, lang: Language) -> None:
    first = write_annex(dossier, Words(catalogue, lang))
    assert first == write_annex(dossier, Words(catalogue, lang))
    assert "2025-04-11 00:00:00" == str(_book(first).properties.created)


def test_the_english_annex_has_english_words(dossier: Dossier, catalogue: Catalogue) -> None:
    book = _book(write_annex(dossier, Words(catalogue, "en")))
    names = {"李文", "王敏", "赵强"}
    words = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    for name in names:
        words = [word.replace(name, "") for word in words]
    assert [] == [word for word in words if re.search(r"[\u4e00-\u9fff]", word)]


def test_letters_of_columns() -> None:
    assert ["A", "Z", "AA", "AZ", "BA"] == [letter_of(column) for column in (0, 25, 26, 51, 52)]


def test_claims_stand_beside_the_tilt_where_the_method_publishes_them(dossier: Dossier, catalogue: Catalogue) -> None:
    assert dossier.decision is not None
    claims = [Decimal(f"{share.base_t}.250000") for share in dossier.decision.shares]
    shares = tuple(replace(share, claim=claim) for share, claim in zip(dossier.decision.shares, claims, strict=True))
    content = write_annex(replace(dossier, decision=replace(dossier.decision, shares=shares)), Words(catalogue, "zh"))
    rows = [row for row in _rows(_book(content), "指标分配") if str(row["编码"]).startswith("LH-")]
    assert [float(claim) for claim in claims] == [row["分配权数（吨）"] for row in rows]
    assert "分配权数（吨）" not in _rows(_book(write_annex(dossier, Words(catalogue, "zh"))), "指标分配")[0]
