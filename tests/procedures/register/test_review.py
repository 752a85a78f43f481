"""Candidates become commitments by a person; what is told of them stands, evidenced or claimed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger_sample import ANALYST, HandClock
from zhibiao.errors import ActRefused, Conflict, NotAllowed, UsageError, ZhibiaoError
from zhibiao.procedures.ports import Person, Role
from zhibiao.procedures.register.acting import EVIDENCE, TEXT, read_register
from zhibiao.procedures.register.review import accept, correct, enter, merge, reject
from zhibiao.procedures.register.take_texts import ReadText, take_texts
from zhibiao.procedures.register.tell import Desk
from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.deeds import BlockCause, Claim
from zhibiao.register.progress.progress import progress_of
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex

_PAGE = "年内建成废钢基地2个。年内建成废钢基地两个。".encode()
_DUE = dt.date(2025, 12, 31)


def _candidate(name: str, start: int) -> Candidate:
    terms = Terms(kind=CommitmentKind.COUNTED, title="建成废钢基地", items=2, period="2025", due=_DUE)
    place = {"start": start, "end": start + 10, "raw_start": start, "raw_end": start + 10}
    source = Source(document=sha256_hex(_PAGE), name="plan.txt", quote="年内建成废钢基地2个", **place)
    return Candidate(id=name, terms=terms, source=source)


_TEXT = ReadText(name="plan.txt", content=_PAGE, candidates=(_candidate("a", 0), _candidate("b", 11)))


@pytest.fixture
def clock() -> HandClock:
    return HandClock(dt.datetime(2025, 3, 10, 8, tzinfo=dt.UTC))


@pytest.fixture
def store(where: Path | str, clock: HandClock) -> Iterator[BookStore]:
    with closing(BookStore.create(where, at=clock.now())) as made:
        take_texts(made, clock, ANALYST, [_TEXT])
        yield made


def test_a_text_is_kept_and_taken_once(store: BookStore, clock: HandClock) -> None:
    again = take_texts(store, clock, ANALYST, [_TEXT])
    assert [(2, ())] == [(one.read, one.new) for one in again]
    assert [TEXT] == [file.outcome for file in store.files()]
    assert 1 == len(store.register_acts.all())


def test_headline_and_body_become_one(store: BookStore, clock: HandClock) -> None:
    (one,) = accept(store, clock, ANALYST, ["a", "b"], as_one=True, settings={"lead": "市工信局"})
    assert ("C0001", "市工信局", 2) == (one.id, one.terms.lead, len(one.sources))
    with pytest.raises(Conflict, match=r"register\.decided"):
        merge(store, clock, ANALYST, ["b"], into="C0001")


def test_of_several_nothing_is_half_done(store: BookStore, clock: HandClock) -> None:
    with pytest.raises(UsageError, match=r"register\.settings_for_one"):
        accept(store, clock, ANALYST, ["a", "b"], settings={"lead": "x"})
    with pytest.raises(Conflict):
        accept(store, clock, ANALYST, ["a", "a"])
    assert {} == read_register(store).commitments
    made = accept(store, clock, ANALYST, ["a", "b"])
    assert ["C0001", "C0002"] == [one.id for one in made]


def test_an_officer_does_not_review(store: BookStore, clock: HandClock) -> None:
    officer = Person(id="zhou", name="周", roles=(Role.OFFICER,), enterprise="TB-1")
    with pytest.raises(NotAllowed):
        reject(store, clock, officer, ["a"], reason="口号")
    with pytest.raises(NotAllowed):
        take_texts(store, clock, officer, [_TEXT])


def test_what_is_rejected_says_why(store: BookStore, clock: HandClock) -> None:
    assert 1 == reject(store, clock, ANALYST, ["b"], reason="与正文重复")
    assert "与正文重复" == read_register(store).candidate("b").rejected


def test_a_correction_keeps_the_due_date(store: BookStore, clock: HandClock) -> None:
    accept(store, clock, ANALYST, ["a"])
    one = correct(store, clock, ANALYST, "C0001", settings={"items": "3"}, reason="正文为三个")
    assert (3, _DUE) == (one.terms.items, one.terms.due)
    with pytest.raises(ActRefused, match=r"register\.due_by_move"):
        correct(store, clock, ANALYST, "C0001", settings={"due": "2026-01-01"}, reason="晚一点")
    for field, text in (("items", "0"), ("value", "nan"), ("kind", ""), ("coverage", "day:x:1")):
        with pytest.raises(ActRefused, match=r"register\.bad_value"):
            correct(store, clock, ANALYST, "C0001", settings={field: text}, reason="r")


def test_an_item_by_hand_keeps_its_document(store: BookStore, clock: HandClock) -> None:
    settings = {"kind": "obligation", "title": "办理用地手续", "due": "2025-06-30", "lead": "市自然资源局"}
    one = enter(store, clock, ANALYST, settings, document=("agreement.pdf", b"%PDF"), quote="乙方办理用地手续")
    assert (sha256_hex(b"%PDF"), "乙方办理用地手续") == (one.sources[0].document, one.sources[0].quote)
    assert b"%PDF" == store.file_content(one.sources[0].document)


def test_evidence_is_kept_with_what_it_shows(store: BookStore, clock: HandClock) -> None:
    accept(store, clock, ANALYST, ["a"])
    desk = Desk(store, clock, ANALYST)
    desk.item("C0001", "河东废钢基地", evidence=[("photo.jpg", b"jpg")])
    told = desk.report("C0001", claim=Claim.UNDER_WAY, as_of=dt.date(2025, 3, 31), figure="1")
    assert 3 == len(told.acts)
    assert EVIDENCE == store.files()[-1].outcome
    with pytest.raises(ActRefused, match=r"register\.bad_value"):
        desk.report("C0001", claim=Claim.DONE, as_of=_DUE, figure="many", evidence=[("lost.jpg", b"lost")])
    assert not store.keeps(sha256_hex(b"lost"))


def test_blocks_moves_and_notes_stand_on_the_item(store: BookStore, clock: HandClock) -> None:
    accept(store, clock, ANALYST, ["a"])
    desk, day = Desk(store, clock, ANALYST), dt.date(2025, 4, 1)
    blocked = desk.block("C0001", cause=BlockCause.LAND, mover="市自然资源局", since=day)
    (act, deed) = blocked.blocks[0]
    assert "市自然资源局" == deed.mover
    desk.note("C0001", on=day, meeting="会商会议", conclusion="本月批复用地", mover="市自然资源局")
    moved = desk.move("C0001", due=dt.date(2026, 3, 31), reason="用地未批", document=("letter.pdf", b"letter"))
    assert (_DUE, dt.date(2026, 3, 31)) == (moved.first_due, moved.terms.due)
    assert () == desk.release("C0001", block=act.number, on=day).blocks


def test_an_empty_file_shows_nothing(store: BookStore, clock: HandClock) -> None:
    accept(store, clock, ANALYST, ["a"])
    desk, empty = Desk(store, clock, ANALYST), ("empty.pdf", b"")
    acts = (
        lambda: desk.item("C0001", "河东废钢基地", evidence=[empty]),
        lambda: desk.report("C0001", claim=Claim.DONE, as_of=_DUE, evidence=[empty]),
        lambda: desk.move("C0001", due=_DUE, reason="用地未批", document=empty),
        lambda: enter(store, clock, ANALYST, {"title": "建园区"}, document=empty),
    )
    for act in acts:
        with pytest.raises(ActRefused, match=r"register\.empty_file"):
            act()
    assert 2 == len(store.register_acts.all())


def test_what_is_put_on_record_is_clean(store: BookStore, clock: HandClock) -> None:
    with pytest.raises(ActRefused, match=r"register\.control_character"):
        enter(store, clock, ANALYST, {"title": "建\x1b[2J园区"})
    with pytest.raises(ActRefused, match=r"register\.bad_value"):
        accept(store, clock, ANALYST, ["a"], settings={"period": "2025-13"})
    assert "建园区" == enter(store, clock, ANALYST, {"title": "\ufeff建园区\u200b"}).terms.title
    desk, day = Desk(store, clock, ANALYST), dt.date(2025, 4, 1)
    for code, mover in (("no_mover", "\u200b"), ("", "市自然资源局"), ("block_stands", "市自然資源局 ")):
        if not code:
            desk.block("C0001", cause=BlockCause.LAND, mover=mover, since=day)
            continue
        with pytest.raises(ZhibiaoError, match=rf"register\.{code}"):
            desk.block("C0001", cause=BlockCause.LAND, mover=mover, since=day)


def test_names_of_one_item_count_once(store: BookStore, clock: HandClock) -> None:
    accept(store, clock, ANALYST, ["a"])
    desk = Desk(store, clock, ANALYST)
    for name in ("河东废钢基地", "河東廢鋼基地", "河东\u200b废钢 基地"):
        told = desk.item("C0001", name, evidence=[("photo.jpg", name.encode())])
    items = progress_of(told, on=_DUE, figures={}).items
    assert items
    assert (1, 1) == (items.named, items.evidenced)
