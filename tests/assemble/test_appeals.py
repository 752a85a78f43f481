"""Appeals of the demo's book: the paper of an outcome, its words and figures, and what a bulletin may count."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from main_job import copy_of
from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Follows, Ground, Outcome
from zhibiao.assemble import appeals
from zhibiao.assemble.appeals import AppealsOf, appeals_counted
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import ActRefused
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.ports import DecisionState
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.text import Language
from zhibiao.writers.wording import figure

pytestmark = pytest.mark.xdist_group("main_job")

OFFICER = Person(id="officer-s04", name="江报", roles=(Role.OFFICER,), enterprise="LH-S04")
ANALYST = Person(id="lin", name="林岚", roles=(Role.ANALYST,))
THIRD = Person(id="sun", name="孙复", roles=(Role.APPROVER,))
STATEMENT = "研发费用漏报一个月\u202e，审计已更正"


@pytest.fixture(scope="module")
def opened(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    clock = SetClock(dt.datetime(2025, 2, 5, 2, tzinfo=dt.UTC))
    book = open_book(copy_of(demo_book, tmp_path_factory.mktemp("appeals")), clock=clock)
    yield book
    book.store.close()


@pytest.fixture(scope="module")
def filed(opened: OpenBook) -> Appeal:
    decisions = opened.store.decisions(sector="steel", plan_year=2025)
    first = next(one for one in decisions if one.state is DecisionState.ISSUED)
    return AppealsOf(opened, OFFICER).file(
        decision_id=first.id,
        enterprise="LH-S04",
        grounds=[Ground.FIGURE, Ground.RULE],
        statement=STATEMENT,
        said=[Said(figure="rd_expense_yuan/2024", text="9.5", unit="亿元"), Said(clause="7", note="下限有误")],
        evidence=[("审计报告.pdf", b"%PDF-1.4")],
    )


@pytest.fixture(scope="module")
def decided(opened: OpenBook, filed: Appeal) -> Appeal:
    AppealsOf(opened, ANALYST).accept(filed.id)
    with pytest.raises(ActRefused, match=r"appeal\.undecided"):
        AppealsOf(opened, THIRD).paper(filed, "zh")
    given = {"reasons": "审计报告证实漏报，下限计算无误", "follows": [Follows.FILE_AGAIN, Follows.DECIDE_AGAIN]}
    return AppealsOf(opened, THIRD).decide(filed.id, outcome=Outcome.PARTLY, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("申诉处理决定书", "部分支持", "2025年4月6日", "2025年8月5日", "第二十条", "研发费用 2024 年", "孙复")),
        (
            "en",
            ("Outcome of the appeal", "partly upheld", "6 April 2025", "5 August 2025", "article 20", "R&D expense"),
        ),
    ],
)
def test_the_paper_says_everything(opened: OpenBook, decided: Appeal, lang: Language, words: tuple[str, ...]) -> None:
    people = (*opened.folder.settings.people, THIRD)
    book = replace(opened, folder=replace(opened.folder, settings=replace(opened.folder.settings, people=people)))
    of = AppealsOf(book, THIRD)
    paper, rerun = of.paper(decided, lang), of.rerun(decided)
    assert paper == of.paper(decided, lang)
    document = Document(io.BytesIO(paper))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert rerun is not None
    assert rerun.claimed is not None
    figures = (figure(rerun.issued.quota_t, 0), figure(rerun.claimed.quota_t, 0), "950,000,000", "152,139,400")
    marks = (decided.filed.decision, decided.filed.decision_sha256, decided.rerun)
    for wanted in (*words, *figures, *marks, "审计报告证实漏报"):
        assert wanted in text, wanted
    assert "\u202e" not in text
    for share in opened.decision(decided.filed.decision).body["shares"]:
        if share["enterprise"] != "LH-S04":
            assert figure(share["quota_t"], 0) not in text


def test_the_paper_outlives_what_comes_after(opened: OpenBook, decided: Appeal) -> None:
    of = AppealsOf(opened, THIRD)
    before = of.paper(decided, "zh")
    opened.clock.instant += dt.timedelta(days=400)  # type: ignore[attr-defined]
    assert before == of.paper(of.one(decided.id), "zh")


@pytest.mark.parametrize(("notice", "said"), [("LH-S04.docx", "2025年2月11日"), ("LH-S04.en.docx", "11 February 2025")])
def test_the_window_is_the_one_that_the_notice_states(demo_book: Path, filed: Appeal, notice: str, said: str) -> None:
    assert dt.date(2025, 2, 11) == filed.filed.last_day
    (path, *_) = sorted((demo_book / "out").glob(f"steel-2025-*/notices/{notice}"))
    text = "".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert filed.filed.decision in text
    assert said in text


def test_where_few_others_can_move_the_bureau_alone_sees_it(
    opened: OpenBook, decided: Appeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AppealsOf(opened, OFFICER).rerun(decided) == AppealsOf(opened, ANALYST).rerun(decided) is not None
    monkeypatch.setattr(appeals, "free_others", lambda _decision, _enterprise: 2)
    assert AppealsOf(opened, OFFICER).rerun(decided) is None
    assert AppealsOf(opened, ANALYST).rerun(decided) is not None
    assert AppealsOf(opened, ANALYST).outcome_facts(decided).rerun is None


def test_a_bulletin_may_count_them(opened: OpenBook, decided: Appeal) -> None:
    assert decided.outcome is not None
    assert (1, 1, 0) == tuple(appeals_counted(opened)[key] for key in ("filed", "partly", "open"))
    assert 1 == appeals_counted(opened, sector="steel", plan_year=2025)["filed"]
    assert 0 == appeals_counted(opened, sector="magnesia", plan_year=2025)["filed"]
