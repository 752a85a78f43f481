"""Bases are put out, answered, and settled by the enterprise's own documents before a year is first allocated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR, BOTH, HandClock
from small_book import SmallBook, build_small_book
from zhibiao.allocation.decision.reconciliation import Act, Stand
from zhibiao.errors import ActRefused, InputRefused, NotFound, NotYours
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.review import review
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.issue import Issued, issue
from zhibiao.procedures.ports import Person, Role
from zhibiao.procedures.reconcile_base import Reconciliation, answer_base, base_standing, state_bases
from zhibiao.store.book_store import BookStore
from zhibiao.terms.kept import StoredFile

OFFICER = Person(id="he", name="何报送", roles=(Role.OFFICER,), enterprise="TB-1")
LETTER = ("letter.pdf", b"the stamped letter of TB-1")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SmallBook]:
    """The returns of 2023 and 2024 in a book in which 2025 is not allocated yet, under a rulebook with a window."""
    whole = build_small_book(tmp_path / "whole.sqlite")
    clock = HandClock(dt.datetime(2025, 1, 10, 2, 0, tzinfo=dt.UTC))
    store = BookStore.create(tmp_path / "new.sqlite", at=clock.now())
    for item in whole.store.returns():
        if item.period.last.year < 2025:
            content = whole.store.file_content(item.file_sha256)
            name = StoredFile(sha256=item.file_sha256, name="x", received_at="", uploader="wang", outcome="ACCEPT")
            store.add_file(name, content)
            store.add_return(item)
    whole.store.close()
    window = Parameter(
        code="base_window_days", unit="day", clause="4", values=((whole.rulebook.effective, Decimal(10)),)
    )
    rulebook = replace(whole.rulebook, parameters={**whole.rulebook.parameters, "base_window_days": window})
    assert () == review(rulebook)
    yield replace(whole, store=store, clock=clock, rulebook=rulebook)
    store.close()


def state(book: SmallBook, person: Person = ANALYST) -> Reconciliation:
    return state_bases(book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary, person=person)


def answer(
    book: SmallBook, act: Act, *, enterprise: str = "TB-1", person: Person | None = None, **more: object
) -> Stand:
    person = person or replace(OFFICER, enterprise=enterprise)
    found = answer_base(book.store, book.clock, book.rulebook, enterprise, act, person=person, **more)  # type: ignore[arg-type]
    return found.stands[enterprise]


def draft(book: SmallBook) -> str:
    return draft_allocation(
        book.store,
        book.clock,
        book.city,
        book.sector,
        book.rulebook,
        book.dictionary,
        person=ANALYST,
        code_version="test",
    ).id


def refused(book: SmallBook) -> list[tuple[str, object]]:
    with pytest.raises(InputRefused, match=r"base\.unreconciled") as caught:
        draft(book)
    return [(finding.code, finding.facts["enterprise"]) for finding in caught.value.findings]


def file_again(book: SmallBook, enterprise: str) -> None:
    """December 2024 restated by a new version of the enterprise's own return, a thousand tonnes higher."""
    last = [one for one in book.store.returns() if one.enterprise == enterprise][-1]
    facts = tuple(
        replace(fact, value=fact.value + 1000) if fact.field == "crude_steel_t" else fact for fact in last.facts
    )
    book.store.add_return(replace(last, version=last.version + 1, received_at=book.clock.now(), facts=facts))


def test_nothing_is_allocated_before_bases_were_put_out(book: SmallBook) -> None:
    assert {"base.not_stated"} == {code for code, _ in refused(book)}


def test_silence_until_the_window_ends_is_consent(book: SmallBook) -> None:
    stated = state(book)
    assert {Stand.OPEN} == set(stated.stands.values())
    assert dt.date(2025, 1, 20) == stated.statement.closes
    book.clock.tick(days=10)
    assert {"base.window_open"} == {code for code, _ in refused(book)}
    book.clock.tick()
    assert {Stand.SILENT} == set(base_standing(book.store, book.clock, book.rulebook).stands.values())
    assert draft(book).startswith("steel-2025-")


def test_all_confirmed_is_enough_at_once(book: SmallBook) -> None:
    stated = state(book)
    for enterprise in stated.stands:
        assert Stand.CONFIRMED is answer(book, Act.CONFIRM, enterprise=enterprise)
    assert base_standing(book.store, book.clock, book.rulebook).is_settled
    assert draft(book)


def test_a_base_is_the_one_the_decision_uses(book: SmallBook) -> None:
    rows = {row.enterprise: row for row in state(book).statement.rows}
    book.clock.tick(days=11)
    name = draft(book)
    drafted = next(one for one in book.store.decisions() if one.id == name)
    assert {firm: row.base_t for firm, row in rows.items()} == {
        share["enterprise"]: share["base_t"] for share in drafted.body["shares"]
    }
    assert {firm: row.score for firm, row in rows.items()} == {
        share["enterprise"]: share["score"] for share in drafted.body["shares"]
    }


def test_a_dispute_holds_the_allocation_beyond_the_window(book: SmallBook) -> None:
    state(book)
    assert Stand.DISPUTED is answer(book, Act.DISPUTE, reason="十二月漏报", document=LETTER)
    book.clock.tick(days=30)
    assert [("base.disputed", "TB-1")] == refused(book)
    kept = base_standing(book.store, book.clock, book.rulebook).answers[-1]
    assert LETTER[1] == book.store.file_content(kept.document_sha256)


def test_the_enterprises_own_return_settles_it_and_nobody_else_answers_again(book: SmallBook) -> None:
    before = {row.enterprise: row for row in state(book).statement.rows}
    answer(book, Act.DISPUTE, reason="十二月漏报", document=LETTER)
    book.clock.tick(days=11)
    file_again(book, "TB-1")
    assert [("base.changed_since", "TB-1")] == refused(book)
    again = state(book)
    row = again.statement.row("TB-1")
    assert row is not None
    assert before["TB-1"].base_t < row.base_t
    assert {"TB-1": Stand.OPEN} == {name: stand for name, stand in again.stands.items() if stand is not Stand.SILENT}
    assert [("base.window_open", "TB-1")] == refused(book)
    answer(book, Act.CONFIRM)
    assert draft(book)


def test_an_approver_upholds_with_a_reason(book: SmallBook) -> None:
    state(book)
    answer(book, Act.DISPUTE, reason="检修不应计入", document=LETTER)
    assert Stand.UPHELD is answer(book, Act.UPHOLD, person=APPROVER, reason="办法第四条未作此规定")
    book.clock.tick(days=11)
    assert draft(book)


def test_a_withdrawn_dispute_is_a_confirmation(book: SmallBook) -> None:
    state(book)
    answer(book, Act.DISPUTE, reason="?", document=LETTER)
    assert Stand.CONFIRMED is answer(book, Act.CONFIRM)


def test_put_out_twice_on_one_day_is_once(book: SmallBook) -> None:
    assert state(book).statement.id == state(book).statement.id
    assert 1 == len(book.store.base_statements(sector="steel", plan_year=2025))


def test_restating_late_does_not_set_the_clock_back(book: SmallBook) -> None:
    state(book)
    book.clock.tick(days=5)
    assert {dt.date(2025, 1, 20)} == set(state(book).closes.values())


@pytest.mark.parametrize(
    ("code", "act", "changes"),
    [
        ("auth.forbidden", Act.CONFIRM, {"person": AUDITOR}),
        ("auth.forbidden", Act.DISPUTE, {"person": APPROVER, "reason": "x", "document": LETTER}),
        ("base.reason_missing", Act.DISPUTE, {"reason": "  ", "document": LETTER}),
        ("base.document_missing", Act.DISPUTE, {"reason": "x"}),
        ("auth.forbidden", Act.UPHOLD, {"person": ANALYST, "reason": "x"}),
        ("base.not_disputed", Act.UPHOLD, {"person": APPROVER, "reason": "x"}),
    ],
)
def test_answers_refused(book: SmallBook, code: str, act: Act, changes: dict[str, object]) -> None:
    state(book)
    with pytest.raises(ActRefused, match=code.replace(".", r"\.")):
        answer(book, act, **changes)  # type: ignore[arg-type]
    assert () == base_standing(book.store, book.clock, book.rulebook).answers


def test_an_officer_answers_for_no_other_enterprise(book: SmallBook) -> None:
    state(book)
    for act in (Act.CONFIRM, Act.DISPUTE):
        with pytest.raises(NotYours, match=r"auth\.not_found"):
            answer(book, act, enterprise="TB-2", person=OFFICER, reason="x", document=LETTER)
    assert () == base_standing(book.store, book.clock, book.rulebook).answers


def test_the_last_day_ends_in_china(book: SmallBook) -> None:
    assert dt.date(2025, 1, 20) == state(book).closes["TB-1"]
    book.clock.instant = dt.datetime(2025, 1, 20, 15, 59, tzinfo=dt.UTC)
    assert Stand.OPEN is base_standing(book.store, book.clock, book.rulebook).stands["TB-1"]
    book.clock.instant = dt.datetime(2025, 1, 20, 16, tzinfo=dt.UTC)
    assert Stand.SILENT is base_standing(book.store, book.clock, book.rulebook).stands["TB-1"]


def test_whoever_put_out_or_disputed_does_not_uphold(book: SmallBook) -> None:
    state(book, BOTH)
    answer(book, Act.DISPUTE, reason="x", document=LETTER)
    with pytest.raises(ActRefused, match=r"flow\.same_person"):
        answer(book, Act.UPHOLD, person=BOTH, reason="x")


def test_a_late_dispute_is_refused(book: SmallBook) -> None:
    state(book)
    book.clock.tick(days=11)
    with pytest.raises(ActRefused, match=r"base\.window_closed"):
        answer(book, Act.DISPUTE, reason="x", document=LETTER)


def test_who_may_put_out_and_when(book: SmallBook) -> None:
    with pytest.raises(NotFound, match=r"base\.nothing_stated"):
        answer(book, Act.CONFIRM)
    with pytest.raises(ActRefused, match=r"base\.not_analyst"):
        state(book, OFFICER)
    state(book)
    with pytest.raises(NotFound, match=r"base\.enterprise_unknown"):
        answer(book, Act.CONFIRM, enterprise="TB-9")
    without = {code: one for code, one in book.rulebook.parameters.items() if code != "base_window_days"}
    with pytest.raises(ActRefused, match=r"base\.not_asked"):
        state(replace(book, rulebook=replace(book.rulebook, parameters=without)))


def test_a_later_allocation_of_the_year_asks_nothing(tmp_path: Path) -> None:
    """The small book has issued its first decision; the window counts only before that."""
    whole = build_small_book(tmp_path / "b.sqlite")
    values = ((whole.rulebook.effective, Decimal(10)),)
    window = Parameter(code="base_window_days", unit="day", clause="4", values=values)
    rulebook = replace(whole.rulebook, parameters={**whole.rulebook.parameters, "base_window_days": window})
    assert draft(replace(whole, rulebook=rulebook))
    whole.store.close()


@pytest.mark.parametrize("table", ["base_statements", "base_answers"])
def test_what_was_stated_and_answered_stays(book: SmallBook, tmp_path: Path, table: str) -> None:
    import apsw

    state(book)
    answer(book, Act.CONFIRM)
    raw = apsw.Connection(str(tmp_path / "new.sqlite"))
    column = "body" if table == "base_statements" else "reason"
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(apsw.ConstraintError, match=r"ledger\.append_only"):
            raw.execute(statement)
    raw.close()


def test_a_dispute_after_the_draft_stops_the_issue(book: SmallBook) -> None:
    for enterprise in state(book).stands:
        answer(book, Act.CONFIRM, enterprise=enterprise)
    name = draft(book)
    approve(book.store, book.clock, name, APPROVER)
    answer(book, Act.DISPUTE, reason="十二月漏报", document=LETTER)
    head = book.store.head()
    with pytest.raises(InputRefused, match=r"base\.unreconciled") as caught:
        issue_it(book, name)
    assert [("base.disputed", "TB-1")] == [(one.code, one.facts["enterprise"]) for one in caught.value.findings]
    assert head == book.store.head()
    answer(book, Act.CONFIRM)
    assert issue_it(book, name)


def test_bases_put_out_anew_after_the_draft_make_it_stale(book: SmallBook) -> None:
    for enterprise in state(book).stands:
        answer(book, Act.CONFIRM, enterprise=enterprise)
    name = draft(book)
    approve(book.store, book.clock, name, APPROVER)
    file_again(book, "TB-1")
    state(book)
    answer(book, Act.CONFIRM)
    with pytest.raises(ActRefused, match=r"flow\.stale") as caught:
        issue_it(book, name)
    assert "公布的基数" == caught.value.facts["changed"].zh  # type: ignore[attr-defined]


def test_after_the_first_allocation_no_base_is_put_out_or_answered(book: SmallBook) -> None:
    for enterprise in state(book).stands:
        answer(book, Act.CONFIRM, enterprise=enterprise)
    name = draft(book)
    approve(book.store, book.clock, name, APPROVER)
    issue_it(book, name)
    with pytest.raises(ActRefused, match=r"base\.already_allocated"):
        state(book)
    with pytest.raises(ActRefused, match=r"base\.already_allocated"):
        answer(book, Act.DISPUTE, reason="十二月漏报", document=LETTER)


def test_the_same_answer_again_is_one(book: SmallBook) -> None:
    state(book)
    for act, more in (
        (Act.CONFIRM, {}),
        (Act.DISPUTE, {"reason": "十二月漏报", "document": LETTER}),
        (Act.UPHOLD, {"reason": "与台账一致", "person": APPROVER}),
    ):
        first = answer(book, act, **more)  # type: ignore[arg-type]
        kept = base_standing(book.store, book.clock, book.rulebook).answers, list(book.store.files())
        book.clock.tick()
        assert first is answer(book, act, **more)  # type: ignore[arg-type]
        assert kept == (base_standing(book.store, book.clock, book.rulebook).answers, list(book.store.files()))
    assert 3 == len(kept[0])


def test_an_empty_letter_is_none(book: SmallBook) -> None:
    state(book)
    with pytest.raises(InputRefused, match=r"base\.document_empty"):
        answer(book, Act.DISPUTE, reason="十二月漏报", document=("empty.pdf", b""))
    assert () == base_standing(book.store, book.clock, book.rulebook).answers


def issue_it(book: SmallBook, name: str) -> Issued:
    drafted = next(one for one in book.store.decisions() if one.id == name)
    return issue(book.store, book.clock, name, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])
