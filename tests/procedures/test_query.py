"""Held returns and answers: nothing is used before the firm's word, and then exactly what it filed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import returns_sample as sample
from filing_sample import ANALYST, AUDITOR, MARCH, OFFICER, OTHER, Asking, FilingDesk, collected
from zhibiao.errors import ActRefused, Conflict, NotAllowed, NotFound, NotYours, UsageError, ZhibiaoError
from zhibiao.procedures.intake import Fate
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.finding import Outcome, Severity

LETTER = ("letter.pdf", b"%PDF-1.4 letter")
CHANGED = {"workforce_persons": (8_050, None, 8_000, None)}


@pytest.fixture
def desk() -> FilingDesk:
    return FilingDesk(read=Asking())


def _half_soft(content: bytes, **given: Any) -> Any:
    """Two questions, of which the first alone holds the return."""
    read = Asking(codes=("unit.factor_1e4_suspected", "dup.same_values"))(content, **given)
    (one,) = read.returns
    findings = tuple(
        replace(finding, holds=finding.holds and finding.code != "dup.same_values") for finding in one.findings
    )
    return replace(read, returns=(replace(one, findings=findings),))


def test_a_return_that_a_finding_holds_is_kept_and_not_used(desk: FilingDesk) -> None:
    result = desk.take(collected())
    assert Outcome.QUERY is result.outcome
    assert [Fate.HELD, Fate.TAKEN, Fate.TAKEN] == [receipt.fate for receipt in result.receipts]
    assert ["TT-2/2025-03/v1", "TT-3/2025-03/v1"] == desk.references
    (question,) = desk.open()
    assert (1, "TT-1", "2025-03", True, True) == (
        question.submission,
        question.kept.enterprise,
        question.kept.period,
        question.is_held,
        question.can_be_confirmed,
    )
    assert [(1, "unit.factor_1e4_suspected", "confirm")] == [
        (plain["submission"], plain["finding"]["code"], plain["asks"]) for plain in [question.plain()]
    ]


def test_the_answer_takes_the_return_in_to_the_last_digit(desk: FilingDesk) -> None:
    content = collected()
    desk.take(content)
    plainly = FilingDesk()
    plainly.take(content)
    answered = desk.answer(1, 1, ground="02")
    assert answered.receipt is not None
    assert (Fate.TAKEN, 1, ()) == (answered.receipt.fate, answered.receipt.version, answered.open)
    (own,) = (item for item in desk.store.returns() if item.enterprise == "TT-1")
    (due,) = (item for item in plainly.store.returns() if item.enterprise == "TT-1")
    assert (due.facts, due.file_sha256, due.provenance) == (own.facts, own.file_sha256, own.provenance)
    # Nobody could have used it before.
    assert answered.answers[0].at == own.received_at.isoformat().replace("+00:00", "Z")
    assert () == desk.open()
    assert [("confirm", "新炉投产", "02", "zhou", "")] == [
        (one.act, one.reason, one.ground, one.person, one.document_sha256) for one in desk.store.submissions.answers(1)
    ]
    desk.store.check()


def test_it_waits_until_everything_that_holds_it_is_answered() -> None:
    desk = FilingDesk(read=Asking(codes=("unit.factor_1e4_suspected", "dup.same_values")))
    desk.take(sample.good())
    first = desk.answer(1, 1)
    assert (None, (2,)) == (first.receipt, first.open)
    assert [] == desk.references
    assert [2] == [question.kept.position for question in desk.open()]
    assert desk.answer(1, 2).receipt is not None
    assert ["TT-1/2025-03/v1"] == desk.references


def test_both_at_once(desk: FilingDesk) -> None:
    desk.read = Asking(codes=("unit.factor_1e4_suspected", "dup.same_values"))
    desk.take(sample.good())
    assert desk.answer(1, 2, 1).receipt is not None


def test_a_soft_question_is_answered_and_nothing_else_happens(desk: FilingDesk) -> None:
    def soft(content: bytes, **given: Any) -> Any:
        read = Asking()(content, **given)
        (one,) = read.returns
        findings = tuple(replace(finding, holds=False) for finding in one.findings)
        return replace(read, returns=(replace(one, findings=findings),))

    desk.take(sample.good(), read=soft)
    assert ["TT-1/2025-03/v1"] == desk.references
    (question,) = desk.open()
    assert not question.is_held
    assert desk.answer(1, 1, read=soft).receipt is None
    assert (["TT-1/2025-03/v1"], ()) == (desk.references, desk.open())


def test_the_same_answer_again_is_the_first_one(desk: FilingDesk) -> None:
    desk.take(sample.good())
    first = desk.answer(1, 1)
    assert first.answers == desk.answer(1, 1).answers
    assert 1 == len(desk.store.submissions.answers(1))
    assert ["TT-1/2025-03/v1"] == desk.references


def test_the_file_sent_again_after_the_answer_is_the_version_it_became(desk: FilingDesk) -> None:
    desk.take(sample.good())
    desk.answer(1, 1)
    again = desk.take(sample.good())
    assert ([Fate.UNCHANGED], 1) == ([receipt.fate for receipt in again.receipts], again.submission)
    assert (Outcome.ACCEPT, ()) == (again.outcome, desk.open())


def test_a_later_filing_overtakes_what_is_left_of_a_file_answered_in_part() -> None:
    desk = FilingDesk(read=Asking(codes=("unit.factor_1e4_suspected", "dup.same_values")))
    desk.take(sample.good())
    assert all(question.is_held for question in desk.open())
    first = desk.answer(1, 1)
    desk.take(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]))
    assert first.answers == desk.answer(1, 1).answers
    with pytest.raises(Conflict, match=r"query\.overtaken"):
        desk.answer(1, 2)
    assert [] == desk.references


def test_a_soft_question_of_a_return_that_waits_is_not_said_to_be_in_use(desk: FilingDesk) -> None:
    desk.take(sample.good(), read=_half_soft)
    assert [True, True] == [question.is_held for question in desk.open()]


def test_once_in_use_a_return_is_not_read_again_for_what_is_left_to_answer() -> None:
    desk = FilingDesk(read=_half_soft)
    desk.take(sample.good())
    held = next(one.kept.position for one in desk.open() if one.kept.finding.holds)
    assert desk.answer(1, held).receipt is not None
    (soft,) = desk.open()
    assert not soft.is_held

    def not_read(content: bytes, **given: Any) -> Any:
        raise AssertionError("read again")

    left = desk.answer(1, soft.kept.position, read=not_read)
    assert (None, (), ()) == (left.receipt, left.open, left.findings)
    assert ["TT-1/2025-03/v1"] == desk.references


def test_of_one_period_only_the_last_filing_is_asked_about(desk: FilingDesk) -> None:
    desk.take(sample.good())
    desk.take(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]))
    assert [2] == [question.submission for question in desk.open()]
    with pytest.raises(Conflict, match=r"query\.overtaken") as refused:
        desk.answer(1, 1)
    assert 2 == refused.value.facts["later"]
    assert [] == desk.references
    desk.answer(2, 1)
    assert ["TT-1/2025-03/v1"] == desk.references


def test_what_is_quarantined_is_listed_and_only_filed_again() -> None:
    desk = FilingDesk(read=Asking(severity=Severity.QUARANTINE))
    desk.take(sample.good())
    (question,) = desk.open()
    assert (False, "file_again") == (question.can_be_confirmed, question.plain()["asks"])
    with pytest.raises(ActRefused, match=r"query\.only_filed_again"):
        desk.answer(1, 1)
    desk.take(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]), read=Asking(held=frozenset()))
    assert () == desk.open()


def test_officers_see_and_answer_for_their_own_enterprise(desk: FilingDesk) -> None:
    desk.take(sample.good())
    assert (1, 0) == (len(desk.open(OFFICER)), len(desk.open(OTHER)))
    with pytest.raises(NotAllowed, match=r"auth\.forbidden"):
        desk.open(OTHER, enterprise="TT-1")
    told = []
    for submission in (1, 77):
        with pytest.raises(NotYours, match=r"auth\.not_found") as denied:
            desk.answer(submission, 1, person=OTHER)
        told.append((denied.value.facts, denied.value.http_status, denied.value.outcome))
    # Whether it is there at all is not told either.
    assert [({}, 404, "DENY")] * 2 == told
    assert (1, 0) == (len(desk.open(enterprise="TT-1")), len(desk.open(enterprise="TT-2")))


def test_an_analyst_answers_on_the_enterprises_letter(desk: FilingDesk) -> None:
    desk.take(sample.good())
    with pytest.raises(ActRefused, match=r"query\.letter_missing"):
        desk.answer(1, 1, person=ANALYST)
    desk.answer(1, 1, person=ANALYST, document=LETTER)
    assert [sha256_hex(LETTER[1])] == [one.document_sha256 for one in desk.store.submissions.answers(1)]
    assert LETTER[1] == desk.store.file_content(sha256_hex(LETTER[1]))


@pytest.mark.parametrize(
    ("given", "error", "code"),
    [
        ({"reason": "  "}, ActRefused, "query.no_reason"),
        ({"ground": "77"}, UsageError, "query.ground_unknown"),
        ({"person": AUDITOR, "document": LETTER}, NotAllowed, "auth.forbidden"),
        ({"person": Person(id="x", name="x", roles=(Role.OFFICER,))}, NotAllowed, "auth.forbidden"),
        ({"findings": ()}, UsageError, "query.nothing_named"),
        ({"findings": (9,), "person": ANALYST, "document": LETTER}, NotFound, "query.not_found"),
        ({"submission": 9, "person": ANALYST, "document": LETTER}, NotFound, "query.not_found"),
    ],
)
def test_what_is_refused(desk: FilingDesk, given: dict[str, Any], error: type[ZhibiaoError], code: str) -> None:
    desk.take(sample.good())
    submission, findings = given.pop("submission", 1), given.pop("findings", (1,))
    with pytest.raises(error) as refused:
        desk.answer(submission, *findings, **given)
    assert code == refused.value.code
    assert ([], 1) == (desk.references, len(desk.open()))


def test_another_answer_to_what_was_answered_is_a_conflict(desk: FilingDesk) -> None:
    desk.take(sample.good())
    desk.answer(1, 1)
    with pytest.raises(Conflict, match=r"query\.answered"):
        desk.answer(1, 1, reason="别的理由")


def test_returns_of_two_firms_are_answered_apart() -> None:
    desk = FilingDesk(read=Asking(held=frozenset({"TT-1", "TT-2"})))
    desk.take(collected())
    with pytest.raises(ActRefused, match=r"query\.two_returns"):
        desk.answer(1, 1, 2, person=ANALYST, document=LETTER)
    desk.answer(1, 1, person=ANALYST, document=LETTER)
    desk.answer(1, 2, person=ANALYST, document=LETTER)
    assert {"TT-1/2025-03/v1", "TT-2/2025-03/v1", "TT-3/2025-03/v1"} == set(desk.references)


def test_figures_read_otherwise_now_are_not_taken_for_those_confirmed(desk: FilingDesk) -> None:
    """A later program that reads another digit out of the same bytes must not put it into the firm's mouth."""
    desk.take(sample.good())

    def another(content: bytes, **given: Any) -> Any:
        return Asking()(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]), **given)

    with pytest.raises(ActRefused, match=r"query\.reads_otherwise"):
        desk.answer(1, 1, read=another)
    assert ([], 1, ()) == (desk.references, len(desk.open()), desk.store.submissions.answers(1))


def test_a_later_version_waits_while_the_one_before_stands(desk: FilingDesk) -> None:
    desk.take(sample.good(), read=Asking(held=frozenset()))
    desk.take(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]))
    assert ["TT-1/2025-03/v1"] == desk.references
    answered = desk.answer(2, 1)
    assert answered.receipt is not None
    assert (Fate.SUPERSEDES, 2) == (answered.receipt.fate, answered.receipt.version)
    assert ["rev.superseded"] == [finding.code for finding in answered.findings]


def test_a_return_without_a_period_is_asked_about_until_the_firm_files_again(desk: FilingDesk) -> None:
    def undated(book: Any) -> None:
        for row in book.worksheets[0].iter_rows(max_row=12):
            for one in row:
                if isinstance(one.value, str) and "2025" in one.value:
                    one.value = one.value.replace("2025", "某")

    desk.read = Asking(held=frozenset())
    desk.take(sample.edited(sample.good(), undated))
    assert {("TT-1", "", False)} == {
        (one.kept.enterprise, one.kept.period, one.can_be_confirmed) for one in desk.open(OFFICER)
    }
    desk.take(sample.good())
    assert () == desk.open()
