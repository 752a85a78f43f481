"""The acts upon appeals in a real book: who may, until when, and that nothing is edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR, database_of
from small_book import SmallBook, build_small_book
from zhibiao.allocation.appeals.appeal import Appeal, Stage
from zhibiao.allocation.appeals.deeds import Follows, Ground, Outcome
from zhibiao.allocation.appeals.rerun import rerun
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import ActRefused, BookBroken, NotAllowed, NotFound, NotYours, ZhibiaoError
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.appeals.accept import accept_appeal
from zhibiao.procedures.appeals.acting import MOST_BYTES, MOST_RERUNS, kept_rerun, read_appeals
from zhibiao.procedures.appeals.add import add_to_appeal
from zhibiao.procedures.appeals.ask import ask_for_more
from zhibiao.procedures.appeals.carry_out import carry_out
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.appeals.decide import decide_appeal
from zhibiao.procedures.appeals.file import appealable, file_appeal
from zhibiao.procedures.appeals.hear import hear_appeal
from zhibiao.procedures.appeals.view import appeal_seen, appeals_seen, effect_on_all, evidence_content
from zhibiao.procedures.appeals.withdraw import withdraw_appeal
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.issue import issue
from zhibiao.procedures.verify import verify_book
from zhibiao.procedures.viewing import viewer_of
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.kept import DecisionState
from zhibiao.terms.period import Month, Period
from zhibiao.verification import verify

OFFICER = Person(id="he", name="何报", roles=(Role.OFFICER,), enterprise="TB-2")
RIVAL = Person(id="jiang", name="江报", roles=(Role.OFFICER,), enterprise="TB-1")
THIRD = Person(id="sun", name="孙复", roles=(Role.APPROVER,))
WORDS = "二零二四年增加值少报"
GRADE = (Said(figure="grade/2025", text="A"),)
TAXES = (Said(figure="taxes_yuan/2024", text="2.5", unit="亿元"),)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallBook, Path]]:
    path = tmp_path_factory.mktemp("appeals") / "book.sqlite"
    book = build_small_book(path)
    with closing(book.store):
        yield book, path


@pytest.fixture
def book(made: tuple[SmallBook, Path], tmp_path: Path) -> Iterator[SmallBook]:
    """A copy of the small city's book on the day on which its decision of March was issued."""
    source, _ = made
    path = tmp_path / "book.sqlite"
    database_of(source.store).connection.execute(f"VACUUM INTO '{path}'")
    clock = type(source.clock)(source.clock.instant - dt.timedelta(days=1))
    with closing(BookStore.open(path, at=clock.now())) as store:
        copied: dict[str, Any] = {name: getattr(source, name) for name in ("city", "sector", "dictionary", "rulebook")}
        yield SmallBook(store=store, clock=clock, **copied)


def last_issued(book: SmallBook) -> str:
    return [one for one in book.store.decisions() if one.state is DecisionState.ISSUED][-1].id


def file(book: SmallBook, **changes: Any) -> Appeal:
    given: dict[str, Any] = {
        "person": OFFICER,
        "decision_id": last_issued(book),
        "enterprise": "TB-2",
        "grounds": (Ground.FIGURE,),
        "statement": WORDS,
    } | changes
    person = given.pop("person")
    return file_appeal(book.store, book.clock, book.dictionary, person, **given)


def decide(book: SmallBook, name: str, person: Person = THIRD, **changes: Any) -> Appeal:
    given: dict[str, Any] = {
        "outcome": Outcome.UPHELD,
        "reasons": "审计报告证实增加值少报",
        "follows": (Follows.DECIDE_AGAIN,),
    } | changes
    return decide_appeal(book.store, book.clock, person, name, **given)


def accepted(book: SmallBook, **changes: Any) -> Appeal:
    return accept_appeal(book.store, book.clock, ANALYST, file(book, **changes).id)


def test_filing_runs_the_decision_again_and_keeps_it(book: SmallBook) -> None:
    appeal = file(book, said=TAXES, evidence=[("完税证明.pdf", b"%PDF-1.4")])
    decision = decision_of_plain(book.store.decision(last_issued(book)).body)  # type: ignore[union-attr]
    expected = rerun(decision, "TB-2", appeal.claims)
    assert expected == kept_rerun(book.store, appeal)
    assert appeal.rerun == sha256_hex(canonical_bytes(expected.plain())) == expected.sha256
    assert ("250000000", "yuan") == (appeal.claims[0].value, appeal.claims[0].unit)
    assert ("完税证明.pdf", b"%PDF-1.4") == evidence_content(book.store, appeal, appeal.evidence[0].sha256)
    with pytest.raises(NotFound, match=r"appeal\.no_such_document"):
        evidence_content(book.store, appeal, appeal.rerun)


def test_the_total_stays_and_only_the_bureau_sees_the_others(book: SmallBook) -> None:
    appeal = file(book, said=TAXES)
    moved = effect_on_all(book.store, viewer_of(AUDITOR, book.city), appeal)
    assert (6, 0) == (len(moved), sum(one.change_t for one in moved))
    own = next(one for one in moved if one.enterprise == "TB-2")
    assert own.change_t == kept_rerun(book.store, appeal).change_t  # type: ignore[union-attr]
    for person in (OFFICER, RIVAL, None):
        with pytest.raises(NotYours):
            effect_on_all(book.store, viewer_of(person, book.city), appeal)


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"person": RIVAL}, NotYours, "auth.not_found"),
        ({"person": RIVAL, "enterprise": "TB-9"}, NotYours, "auth.not_found"),
        ({"person": ANALYST}, NotAllowed, "auth.forbidden"),
        ({"person": AUDITOR}, NotAllowed, "auth.forbidden"),
        ({"decision_id": "steel-2025-00000000"}, NotFound, "decision.not_found"),
        ({"grounds": ()}, ActRefused, "appeal.no_ground"),
        ({"statement": "不服"}, ActRefused, "appeal.no_words"),
        ({"said": (Said(figure="taxes_yuan/2024", text="很多"),)}, ActRefused, "appeal.claim_unreadable"),
        ({"said": (Said(figure="taxes_yuan/2024", text="1", unit="吨"),)}, ActRefused, "appeal.claim_unreadable"),
        ({"said": (Said(figure="taxes_yuan/2024", text="1", unit="石"),)}, ActRefused, "appeal.claim_unreadable"),
        ({"said": (Said(figure="taxes_yuan/2023", text="1"),)}, NotFound, "appeal.no_such_figure"),
        ({"said": (Said(figure="grade/2025", text="B"),)}, ActRefused, "appeal.claim_same"),
        ({"said": (Said(clause="99"),)}, NotFound, "appeal.no_such_clause"),
        ({"evidence": [("空.pdf", b"")]}, ActRefused, "appeal.empty_file"),
        ({"evidence": [("大.pdf", bytes(MOST_BYTES + 1))]}, ActRefused, "appeal.file_too_large"),
        ({"evidence": [("一.pdf", b"x")] * 21}, ActRefused, "appeal.too_many_files"),
    ],
)
def test_what_cannot_be_filed_leaves_nothing(
    book: SmallBook, changes: dict[str, Any], kind: type[ZhibiaoError], code: str
) -> None:
    before = book.store.extent()
    with pytest.raises(kind, match=code):
        file(book, **changes)
    assert before == book.store.extent()


def test_a_draft_is_as_if_it_were_not_there(book: SmallBook) -> None:
    draft = next(one.id for one in book.store.decisions() if one.state is DecisionState.DRAFT)
    with pytest.raises(NotFound, match=r"decision\.not_found"):
        file(book, decision_id=draft)


def test_the_window_ends_with_the_last_day_in_china(book: SmallBook) -> None:
    found = appealable(book.store, book.dictionary, last_issued(book), "TB-2")
    assert dt.timedelta(days=10) == found.last_day - found.issued_on
    midnight = dt.datetime.combine(found.last_day, dt.time(16), dt.UTC)
    book.clock.instant = midnight
    with pytest.raises(ActRefused, match=r"appeal\.late") as late:
        file(book)
    assert found.last_day == late.value.facts["last"]
    book.clock.instant = midnight - dt.timedelta(microseconds=1)
    assert Stage.FILED is file(book).stage


def test_one_open_appeal_and_further_grounds_are_added(book: SmallBook) -> None:
    appeal = file(book, said=GRADE)
    with pytest.raises(ActRefused, match=r"appeal\.open_already"):
        file(book)
    act = book.store, book.clock, book.dictionary
    added = add_to_appeal(*act, OFFICER, appeal.id, statement="另附完税证明一份", said=TAXES, evidence=[("b", b"b")])
    assert ["grade", "taxes_yuan"] == [one.field for one in added.claims]
    assert added.rerun != appeal.rerun
    assert ("grade", "taxes_yuan") == tuple(one.field for one in kept_rerun(book.store, added).claims)  # type: ignore[union-attr]
    with pytest.raises(NotYours):
        add_to_appeal(*act, RIVAL, appeal.id, statement=WORDS)
    book.clock.tick(days=20)
    with pytest.raises(ActRefused, match=r"appeal\.claims_late"):
        add_to_appeal(*act, OFFICER, appeal.id, statement=WORDS, said=TAXES)
    late = add_to_appeal(*act, OFFICER, appeal.id, statement="期限以后补充的说明")
    assert added.rerun == late.rerun


def test_a_decision_is_run_again_so_often_and_no_more(book: SmallBook) -> None:
    """Withdrawing and filing anew does not begin the count again."""
    for number in range(MOST_RERUNS):
        appeal = file(book, said=(Said(figure="taxes_yuan/2024", text=str(200_000_000 + number)),))
        if number < MOST_RERUNS - 1:
            withdraw_appeal(book.store, book.clock, OFFICER, appeal.id, reason=WORDS)
    act = book.store, book.clock, book.dictionary, OFFICER, appeal.id
    with pytest.raises(ActRefused, match=r"appeal\.too_many_reruns"):
        add_to_appeal(*act, statement=WORDS, said=GRADE)
    assert appeal.rerun == add_to_appeal(*act, statement=WORDS, said=(Said(clause="1"),)).rerun


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (ANALYST, "auth.forbidden"),
        (AUDITOR, "auth.forbidden"),
        (OFFICER, "auth.forbidden"),
        (APPROVER, "flow.same_person"),
        (Person(id="wang", name="王", roles=(Role.APPROVER,)), "flow.same_person"),
        (Person(id="he", name="何", roles=(Role.APPROVER,)), "flow.same_person"),
    ],
)
def test_whoever_had_a_hand_in_it_does_not_decide(book: SmallBook, person: Person, code: str) -> None:
    """LW-020: drafter, approver and issuer, and whoever filed the appeal; persons count, not roles."""
    appeal = accepted(book)
    with pytest.raises(ActRefused, match=code):
        decide(book, appeal.id, person)
    assert appeal == read_appeals(book.store).appeal(appeal.id)


def test_deciding_edits_nothing(book: SmallBook) -> None:
    appeal = accepted(book, said=TAXES)
    before = [(one.id, one.sha256, one.state) for one in book.store.decisions()]
    head, returns = book.store.head(), len(book.store.returns())
    done = decide(book, appeal.id)
    assert (Stage.DECIDED, "sun") == (done.stage, done.acts[-1].person)
    assert before == [(one.id, one.sha256, one.state) for one in book.store.decisions()]
    assert (head, returns) == (book.store.head(), len(book.store.returns()))


def test_hearing_and_asking(book: SmallBook) -> None:
    appeal = accepted(book)
    today = dt.date(2025, 4, 1)
    for act, code in (
        (lambda: ask_for_more(book.store, book.clock, ANALYST, appeal.id, question=WORDS, by=today), "day_gone"),
        (lambda: hear_appeal(book.store, book.clock, ANALYST, appeal.id, on=dt.date(2030, 1, 1), record=WORDS), "come"),
        (lambda: accept_appeal(book.store, book.clock, OFFICER, appeal.id), "auth.forbidden"),
        (lambda: accept_appeal(book.store, book.clock, ANALYST, "x"), "appeal.not_found"),
    ):
        with pytest.raises(ZhibiaoError, match=code):
            act()
    by = book.clock.now().date() + dt.timedelta(days=7)
    assert Stage.ASKED is ask_for_more(book.store, book.clock, ANALYST, appeal.id, question=WORDS, by=by).stage
    heard = hear_appeal(book.store, book.clock, ANALYST, appeal.id, on=today, record=WORDS, evidence=[("记录", b"m")])
    assert ["记录"] == [one.name for one in heard.evidence]


def test_only_a_decision_issued_since_carries_it_out(book: SmallBook) -> None:
    appeal = accepted(book, said=TAXES)
    before = last_issued(book)
    act: Callable[..., Appeal] = lambda name: carry_out(  # noqa: E731 - one act, tried three times
        book.store, book.clock, ANALYST, appeal.id, decision_id=name
    )
    with pytest.raises(ActRefused, match=r"appeal\.nothing_to_carry_out"):
        act(before)
    decide(book, appeal.id)
    with pytest.raises(ActRefused, match=r"appeal\.not_carried_out_by"):
        act(before)
    draft = next(one for one in book.store.decisions() if one.state is DecisionState.DRAFT)
    with pytest.raises(ActRefused, match=r"appeal\.not_carried_out_by"):
        act(draft.id)
    book.clock.tick()
    approve(book.store, book.clock, draft.id, APPROVER)
    issue(book.store, book.clock, draft.id, APPROVER, rulebook_sha256=draft.body["rulebook_sha256"])
    done = act(draft.id)
    assert (Stage.CARRIED_OUT, draft.sha256) == (done.stage, done.acts[-1].deed.decision_sha256)  # type: ignore[union-attr]
    with pytest.raises(ActRefused, match=r"appeal\.nothing_to_carry_out"):
        act(draft.id)


def test_an_enterprise_reads_its_own_alone(book: SmallBook) -> None:
    own, rivals = file(book), file(book, person=RIVAL, enterprise="TB-1")
    for person, seen in ((OFFICER, [own]), (RIVAL, [rivals]), (AUDITOR, [rivals, own]), (None, [])):
        viewer = viewer_of(person, book.city)
        assert seen == list(appeals_seen(book.store, viewer))
        for one in (own, rivals):
            if one in seen:
                assert one == appeal_seen(book.store, viewer, one.id)
                continue
            with pytest.raises(NotYours, match=r"auth\.not_found"):
                appeal_seen(book.store, viewer, one.id)


def test_withdrawn_it_may_be_filed_anew(book: SmallBook) -> None:
    appeal = file(book)
    with pytest.raises(NotYours):
        withdraw_appeal(book.store, book.clock, RIVAL, appeal.id, reason=WORDS)
    assert Stage.WITHDRAWN is withdraw_appeal(book.store, book.clock, OFFICER, appeal.id, reason=WORDS).stage
    assert f"{appeal.id}-2" == file(book).id


def test_a_close_seals_it_and_verify_finds_a_change_and_a_loss(book: SmallBook) -> None:
    appeal = file(book, said=TAXES)
    accept_appeal(book.store, book.clock, ANALYST, appeal.id)
    before = book.store.extent()
    decide(book, appeal.id)
    assert before != book.store.extent()
    for item in [one for one in book.store.returns() if str(one.period) == "2024-04"]:
        later = replace(item, period=Period.parse("2025-04"), received_at=book.clock.now(), file_sha256="")
        book.store.add_return(later)
    close_month(book.store, book.clock, "steel", "crude_steel_t", Month(2025, 4), ANALYST)
    assert "appeal_acts" not in verify_book(book.store, city=book.city, verifier=verify).since_seal.rows
    book.store.check()
    connection = database_of(book.store).connection
    for guard in ("update", "delete"):
        connection.execute(f"DROP TRIGGER appeal_acts_no_{guard}")
    for tamper in (
        "UPDATE appeal_acts SET person = 'zhang' WHERE number = 2",
        "DELETE FROM appeal_acts WHERE number = 3",
        "UPDATE appeal_acts SET body = replace(body, 'upheld', 'partly') WHERE number = 3",
    ):
        connection.execute("SAVEPOINT tamper")
        connection.execute(tamper)
        with pytest.raises(BookBroken, match=r"verify\.seal"):
            verify_book(book.store, city=book.city, verifier=verify)
        with pytest.raises(BookBroken, match=r"seal\.rows_differ"):
            book.store.check()
        connection.execute("ROLLBACK TO tamper")
        connection.execute("RELEASE tamper")
    with pytest.raises(BookBroken, match=r"store\.guards_differ"):
        book.store.check_guards()


def test_the_new_draft_is_another_one(book: SmallBook) -> None:
    """What follows is an act of its own: the same draft as without the appeal, for a person to decide."""
    appeal = accepted(book, said=TAXES)
    desk = book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary
    before = draft_allocation(*desk, person=ANALYST, month=Month(2025, 3), code_version="later")
    decide(book, appeal.id)
    assert before.sha256 == draft_allocation(*desk, person=ANALYST, month=Month(2025, 3), code_version="later").sha256
