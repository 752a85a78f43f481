"""A statement proposes terms, and never more than the text says."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from zhibiao.register.candidate import candidate_of, last_day, terms_of
from zhibiao.register.commitment import CommitmentKind
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.statement import Change, Comparator, Figure, Statement, StatementKind

_TEXT = "培育智能工厂110个以上"
_PAGE = Cleaned(raw=_TEXT, text=_TEXT, origin=range(len(_TEXT)))
_GOAL = Statement(
    kind=StatementKind.TARGET,
    subject="培育智能工厂",
    figure=Figure(value=Decimal(110), unit="个", change=Change.LEVEL, comparator=Comparator.AT_LEAST),
    period="2025",
    actors=("市工信局", "市科技局"),
    start=0,
    end=len(_TEXT),
)


def test_so_many_of_something_is_a_counted_goal() -> None:
    terms = terms_of(_GOAL)
    assert (CommitmentKind.COUNTED, 110) == (terms.kind, terms.items)
    assert ("市工信局", ("市科技局",)) == (terms.lead, terms.others)
    assert dt.date(2025, 12, 31) == terms.due


@pytest.mark.parametrize(("unit", "change"), [("亿元", Change.LEVEL), ("%", Change.YOY), (None, Change.LEVEL)])
def test_an_amount_is_not_counted_one_by_one(unit: str | None, change: Change) -> None:
    assert _GOAL.figure is not None
    amount = replace(_GOAL, figure=replace(_GOAL.figure, unit=unit, change=change))
    assert (CommitmentKind.TARGET, None) == (terms_of(amount).kind, terms_of(amount).items)


def test_a_result_has_no_due_date_and_an_agreement_has_parties() -> None:
    assert terms_of(replace(_GOAL, kind=StatementKind.RESULT)).due is None
    signed = terms_of(replace(_GOAL, kind=StatementKind.AGREEMENT, figure=None))
    assert (("市工信局", "市科技局"), "", None) == (signed.parties, signed.lead, signed.due)


def test_the_same_reading_of_the_same_text_is_the_same_candidate() -> None:
    one, again, elsewhere = (
        candidate_of(_GOAL, _PAGE, document=document, name="plan.txt") for document in ("d", "d", "e")
    )
    assert one.id == again.id != elsewhere.id
    assert _TEXT == one.source.quote


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2024-02", dt.date(2024, 2, 29)),
        ("2024-06-20", dt.date(2024, 6, 20)),
        ("2021..2025", dt.date(2025, 12, 31)),
        ("..2027", dt.date(2027, 12, 31)),
        ("2024-01..", None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_last_day_is_what_the_period_says(period: str, last: dt.date | None) -> None:
    assert last == last_day(period)
