"""The list of bases put out for answers: base and score of everybody, and nothing else of anybody."""

import datetime as dt
import io

from docx import Document

from allocation_sample import make_rulebook
from zhibiao.allocation.decision.reconciliation import BaseRow, BaseStatement
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.base_list import write_base_list
from zhibiao.writers.wording import Words


def _text(dossier: Dossier, catalogue: Catalogue, *, score: str = "1.100000", lang: Language = "zh") -> str:
    rows = tuple(
        BaseRow(
            enterprise=name, history_t={2023: 111_111, 2024: 222_223}, capacity_t=333_333, base_t=base_t, score=score
        )
        for name, base_t in (("LH-S01", 1_500_000), ("LH-S02", 800_000))
    )
    statement = BaseStatement(
        sector="steel",
        plan_year=2025,
        rule="mean",
        rulebook_sha256="a" * 64,
        opens=dt.date(2025, 1, 20),
        closes=dt.date(2025, 1, 30),
        stated_by="lin",
        rows=rows,
    )
    words = Words(catalogue, lang)
    content = write_base_list(statement, make_rulebook(), dossier.city, words, quantity="粗钢产量", code_version="1")
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells, statement.sha256])


def test_bases_scores_their_sum_and_the_last_day(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(dossier, catalogue)
    for shown in ("1,500,000", "800,000", "2,300,000", "1.100000", "2025年1月30日", "视为同意"):
        assert shown in text
    assert "by 30 January 2025" in _text(dossier, catalogue, lang="en")


def test_what_a_base_comes_from_is_not_shown(dossier: Dossier, catalogue: Catalogue) -> None:
    text = _text(dossier, catalogue)
    for kept in ("111,111", "222,223", "333,333"):
        assert kept not in text


def test_without_scores_there_is_no_column_for_them(dossier: Dossier, catalogue: Catalogue) -> None:
    assert "贡献分\n" not in _text(dossier, catalogue, score="").replace("基数和贡献分", "")
