"""RV: files that come again, with the same figures or others, early, late or under a key that was used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import desk
import drafts as d
import firms
import returns_sample as sample
from act import Act, Done
from case import Case, cell, due
from ledger_sample import draft, memory_store, steps_of
from shapes import form
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.intake import IntakeResult
from zhibiao.store.book_store import BookStore
from zhibiao.terms.period import Period

_NOON = dt.datetime(2025, 4, 7, 4, tzinfo=dt.UTC)


def good_file() -> bytes:
    return desk.saved(form(d.good())[0])


def other_file() -> bytes:
    """The same return with one digit changed."""
    draft_ = d.good()
    d.files(orders_t="20.1")(draft_)
    return desk.saved(form(draft_)[0])


def _done(result: IntakeResult, code: str, *faults: str | bool) -> Done:
    found = next((one for one in result.findings if one.code == code), None)
    facts: dict[str, object] = {**found.facts, "place": str(found.place)} if found else {}
    told = tuple(one for one in faults if isinstance(one, str) and one)
    return Done(outcome=result.outcome.value, code=code if found else "", facts=facts, faults=told)


def _book() -> BookStore:
    return desk.kept("2025-01..02", store=desk.year_book())


def same_twice(folder: Path) -> Done:
    """The same bytes twice: one version, and the first answer again."""
    store = _book()
    content = good_file()  # saved once: a workbook holds the second in which it was saved
    first = desk.intake(store, content, key="k-1")
    kept = len(store.returns())
    again = desk.intake(store, content, key="k-1")
    return _done(
        again,
        "dup.idempotent",
        "" if len(store.returns()) == kept else "a second version",
        "" if first.submission == again.submission and first.returns == again.returns else "another answer",
    )


def other_under_the_key(folder: Path) -> Done:
    store = _book()
    desk.intake(store, good_file(), key="k-1")
    before = [one.reference for one in store.returns()]
    result = desk.intake(store, other_file(), key="k-1")
    after = [one.reference for one in store.returns()]
    return _done(result, "dup.key_reused", "" if before == after else "the kept return was changed")


def answer_lost(folder: Path) -> Done:
    """The server ends after the commit and before the answer; the client sends the file again."""
    path = folder / "book.sqlite"
    store = BookStore.create(path, at=desk.Clock().now())
    content = good_file()
    first = desk.intake(store, content, key="k-1")
    store.close()
    store = BookStore.open(path, at=desk.Clock().now())
    again = desk.intake(store, content, key="k-1", at=_NOON)
    kept = [one for one in store.returns() if one.enterprise == sample.STEEL.id]
    store.close()
    return _done(
        again,
        "dup.idempotent",
        "" if len(kept) == 1 else f"{len(kept)} versions",
        "" if first.submission == again.submission else "another number",
    )


def filed_again(folder: Path) -> Done:
    """Other figures before the deadline: a new version, the old one readable, and what changed."""
    store = _book()
    desk.intake(store, good_file())
    result = desk.intake(store, other_file(), at=_NOON)
    versions = [one.version for one in store.returns() if one.period == Period.parse("2025-03")]
    return _done(result, "rev.superseded", "" if versions == [1, 2] else f"versions {versions}")


def closed_book() -> BookStore:
    """March was filed, and a decision and the month's close rest on it."""
    store = _book()
    desk.intake(store, good_file())
    closes = [
        draft(f"close:{month}", EntryKind.CLOSE, month=month, plan_year=2025, basis="filed")
        for month in ("2025-01", "2025-02", "2025-03")
    ]
    store.append([*steps_of(plan_year=2025), *closes], at=desk.Clock().now())
    assert ("2025-01", "2025-02", "2025-03") == tuple(store.closed_months(sector="steel"))
    return store


def after_the_decision(folder: Path) -> Done:
    """Other figures of a closed month: kept as a version of their own; the decision stands."""
    store = closed_book()
    entries = store.entries()
    result = desk.intake(store, other_file(), at=_NOON)
    versions = [one.version for one in store.returns() if one.period == Period.parse("2025-03")]
    return _done(
        result,
        "rev.after_decision",
        "" if entries == store.entries() else "the ledger was changed",
        "" if versions == [1, 2] else f"versions {versions}",
    )


def correction(amount: str) -> d.Change:
    """A month that is nothing but a correction of earlier ones, said so by its ground."""
    return d.both(d.files(orders_t="20"), d.files(energy_tce=amount), d.stating("04"))


def five_firms(folder: Path) -> Done:
    """Five firms' files from one address: taken, and worth a look."""
    store = memory_store()
    for firm in firms.CROWD[:4]:
        result = desk.intake(store, desk.saved(form(d.good(firm))[0]), origin="203.0.113.7")
        assert result.is_ok, result.findings
    result = desk.intake(store, desk.saved(form(d.good(firms.CROWD[4]))[0]), origin="203.0.113.7")
    return _done(result, "qual.one_address_many_firms", "" if len(store.returns()) == 5 else "not all were kept")


def another_firm(content: Callable[[], bytes]) -> Callable[[Path], Done]:
    """An officer of one firm hands in another's file, on the list or not."""

    def run(folder: Path) -> Done:
        store = _book()
        before = len(store.returns())
        result = desk.intake(store, content(), own=sample.ARC.id)
        told = "".join(str(one.facts) for one in result.findings)
        return _done(
            result,
            "auth.not_own_firm",
            "" if len(store.returns()) == before else "a return was kept",
            "" if sample.STEEL.id not in told and sample.STEEL.name.zh not in told else "tells whose it is",
            "" if len(result.findings) == 1 else f"tells more: {[one.code for one in result.findings]}",
        )

    return run


def unknown_file() -> bytes:
    draft_ = d.good()
    d.coded(sample.stranger())(draft_)
    return desk.saved(form(draft_)[0])


def same_answer_to_both(folder: Path) -> Done:
    """Nobody learns from the answer whether the other firm is on the list."""
    one, other = (desk.intake(_book(), content, own=sample.ARC.id) for content in (good_file(), unknown_file()))
    told = [[(f.code, dict(f.facts), f.place) for f in result.findings] for result in (one, other)]
    return _done(other, "auth.not_own_firm", "" if told[0] == told[1] else f"{told}")


FILES = (
    Case(
        id="RV-009",
        shapes=("form", "list", "csv"),
        given=correction("-500000"),
        where=cell("energy_tce"),
        facts=("available",),
    ),
    Case(
        id="RV-011",
        shapes=("form", "list"),
        history="others filed",
        received=dt.datetime(2025, 4, 29, 2, tzinfo=dt.UTC),
    ),
)
FILE_TWINS = (
    Case(
        id="RV-010 a correction within the year",
        shapes=("form", "list"),
        given=correction("-50000"),
        along=("edit.energy_by_route", "edit.jump"),
        due=due("ACCEPT"),
    ),
)
CASES = (
    Act(id="RV-001", way="file", run=same_twice),
    Act(id="RV-002", way="key", run=other_under_the_key, facts=("key",)),
    Act(id="RV-004", way="key", run=answer_lost),
    Act(id="RV-005", way="file", run=filed_again, facts=("what", "version")),
    Act(id="RV-006", way="file", run=after_the_decision, facts=("place",)),
    Act(id="RV-017", way="files", run=five_firms, facts=("origin", "count")),
    Act(id="ID-006", way="file", run=another_firm(good_file), facts=("place",)),
    Act(id="ID-006", way="same answer", run=same_answer_to_both),
)
TWINS = (
    Act(
        id="ID-006 firm of no list",
        way="file",
        run=another_firm(unknown_file),
        due=due("DENY", "auth.not_own_firm"),
    ),
)
