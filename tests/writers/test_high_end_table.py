"""Tables by grade and use sum as printed; the annex holds axes and best quotas; words are right in both tongues."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from docx import Document

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.high_end.account import Basis, CatalogueUse
from zhibiao.assessment.high_end.axes import AxisShare
from zhibiao.assessment.high_end.outlook import HighEndOutlook, Untold
from zhibiao.assessment.high_end.path import HighEndPath, ShareTarget
from zhibiao.assessment.high_end.reallocation import Holder, Reach, best_reallocation
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.sectors.axes import Axis
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language, Text
from zhibiao.writers.annex import write_annex
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.high_end_words import catalogue_sentences, path_sentences, reallocation_sentences
from zhibiao.writers.wording import Words


def _axis(axis: Axis, code: str, before: Fraction, now: Fraction, high: Fraction) -> AxisShare:
    return AxisShare(
        axis=axis,
        code=code,
        name=Text(f"{code}级", code),
        classes=(),
        before=before,
        now=now,
        high_end_before=Fraction(0),
        high_end=high,
    )


def _outlook() -> HighEndOutlook:
    """Twelve months at 16.30 %, 20 % wanted at the end of 2026; two enterprises between which 20,000 t can move."""
    holders = [
        Holder(
            enterprise=name,
            name=Text(f"{name}钢铁", f"{name} Steel"),
            group="",
            made_t=500_000,
            quota_t=500_000,
            floor_t=480_000,
            ceiling_t=520_000,
            products=Fraction(1),
            high_end=share,
        )
        for name, share in (("A", Fraction("0.026")), ("B", Fraction("0.3")))
    ]
    found = [best_reallocation(holders, basis=basis, reach=reach) for basis in Basis for reach in Reach]
    path = HighEndPath(
        until=Month(2025, 3),
        catalogue=CatalogueUse(version="2024", name=Text("目录", "catalogue"), products=()),
        share=Fraction("0.163"),
        products_t=Decimal(1_000_000),
        high_end_t=Decimal(163_000),
        gain=Fraction("0.01"),
        years=(),
        target=ShareTarget(share=Fraction("0.2"), year=2026, clause="12", text=Text("目标"), rulebook="r"),
        left_out=(),
    )
    reallocations = tuple(item for item in found if item is not None)
    return HighEndOutlook(path=path, reallocations=reallocations, untold=Untold.NONE, decision="steel-1")


@pytest.fixture
def shown(dossier: Dossier) -> Dossier:
    """The dossier with axes in thirds and an outlook."""
    thirds = [
        _axis(axis, code, Fraction(1, 3), part, Fraction(0))
        for axis in (Axis.GRADE, Axis.USE)
        for code, part in (("a", Fraction(1, 7)), ("b", Fraction(2, 7)), ("c", Fraction(4, 7)))
    ]
    account = replace(dossier.assessment.high_end[0], axes=tuple(thirds))
    accounts = (account, *dossier.assessment.high_end[1:])
    return replace(dossier, assessment=replace(dossier.assessment, high_end=accounts, high_end_outlook=_outlook()))


def test_the_sentences_by_hand(catalogue: Catalogue) -> None:
    # B +20,000 t: (480,000 * 0.026 + 520,000 * 0.3) / 1,000,000 = 16.848 %; 3.70 points are wanted in 21 months.
    said = "".join(path_sentences(_outlook(), Words(catalogue, "zh"), month=Month(2025, 3)))
    for expected in (
        "16.30%",
        "2026年达到20.00%",
        "还差3.70个百分点",
        "每年需提高2.11个百分点",
        "3.70万吨",
        "2.11万吨",
        "约为18.1%",
        "达不到目标",
    ):
        assert expected in said
    moved = "".join(reallocation_sentences(_outlook(), Words(catalogue, "zh")))
    for expected in (
        "最高16.85%，较近12个月+0.55个百分点",
        "现行指标带来0.00个百分点，再调配最多+0.55个百分点（需在企业间调整2.00万吨）",
        "只在集团内部调整最多0.00个百分点",
        "所差的3.70个百分点中，调配最多能给0.55个百分点，其余3.15个百分点只能靠企业自身升级",
        "每放宽1万吨，全市占比约增加0.274个百分点",
    ):
        assert expected in moved


@pytest.mark.parametrize("untold", [item for item in Untold if item])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_told_says_why(untold: Untold, lang: Language, catalogue: Catalogue) -> None:
    outlook = replace(_outlook(), reallocations=(), untold=untold)
    (said,) = reallocation_sentences(outlook, Words(catalogue, lang))
    assert ("不能判断" if lang == "zh" else "cannot be told") in said


def test_a_catalogue_says_where_and_why(catalogue: Catalogue) -> None:
    use = CatalogueUse(version="1", name=Text("目录"), products=())
    assert [] == catalogue_sentences(use, Words(catalogue, "en"))
    told = replace(
        use, published=dt.date(2023, 12, 15), source=Text("局", "the bureau"), reason=Text("故。", "Because.")
    )
    assert ["Ground of the catalogue: the bureau, published 15 December 2023. Because."] == catalogue_sentences(
        told, Words(catalogue, "en")
    )


def test_the_bulletin_shows_path_and_reallocation(shown: Dossier, catalogue: Catalogue) -> None:
    document = Document(io.BytesIO(write_bulletin(shown, Words(catalogue, "zh"))))
    text = "\n".join(line.text for line in document.paragraphs)
    assert "仅靠调配指标" not in text  # which quotas that takes stands in the annex
    titles = [line.text for line in document.paragraphs if line.style.name == "Table Title" and line.text[0] == "表"]
    assert [f"表{number}" for number in range(1, len(titles) + 1)] == [title[:2] for title in titles]


def test_the_annex_holds_axes_and_the_best_quotas(shown: Dossier, catalogue: Catalogue) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_annex(shown, Words(catalogue, "zh"))), data_only=True)
    assert {"品种等级用途", "仅靠调配"} <= set(book.sheetnames)
    rows = [row for row in book["仅靠调配"].iter_rows(values_only=True) if row[2] in ("A", "B")]
    assert 8 == len(rows)  # two enterprises by two bases and two reaches
    assert [480_000, 520_000] == [row[8] for row in rows[:2]]
    assert [-20_000, 20_000] == [row[9] for row in rows[:2]]
