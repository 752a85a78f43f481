"""Entries of the ledger: found by filters in the address, a page at a time, and each one with all it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.ledger import Basis, BasisKind, basis_of
from zhibiao.assemble.resources import catalogue, dictionary, sectors
from zhibiao.assessment.case import sector_name
from zhibiao.errors import NotFound, UsageError
from zhibiao.ledger.accounts import enterprise_of, role_of
from zhibiao.ledger.capacity.accounts import account_of
from zhibiao.ledger.capacity.book import YEAR as OF_CAPACITY
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.search import EntryFilter, EntryPage
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.terms.visible import visible
from zhibiao.web.doors.caller import Caller, book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.decisions import person_name
from zhibiao.web.pages.ledger.book import entries_path, ways
from zhibiao.writers.wording import signed

router = page.router()
MOST = 50
_MOST_TAKEN = 10_000
_SHORT = 12
_LONGEST = 100
_EVERY = ""


@router.get("/book/entries")
def entries(
    request: Request,
    sector: str = "",
    year: str = "",
    kind: str = "",
    month: str = "",
    enterprise: str = "",
    text: str = "",
    before: str = "",
) -> Response:
    """One page of the entries that fit, the last first; a file of them holds more."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        wanted = _wanted(sector=sector, year=year, kind=kind, month=month, enterprise=enterprise, text=text)
        most = _MOST_TAKEN if request.query_params.get("as") else MOST
        found = opened.store.find_entries(wanted, before=_number(before), most=most)
        choices = _choices(opened, wanted, words)
        said = {one.label: dict(one.options).get(one.chosen, one.chosen) for one in choices if one.chosen}
        typed = {"month": month, "text": text.strip()}
        said |= {words(f"book.filter.{name}"): value for name, value in typed.items() if value}
        asked = {name: value for name, value in request.query_params.items() if name in _ASKED and value}
        return page.show(
            request,
            "book_entries.html",
            opened,
            title=words("book.entries_title"),
            tables=[_table(opened, found, wanted, caller, words, said)],
            ways=ways(words),
            way="/book/entries",
            choices=choices,
            typed=typed,
            length=opened.store.length(),
            found=found,
            shown=len(found.entries),
            older=entries_path(**asked, before=found.before) if found.before else "",
            newest=entries_path(**asked) if before else "",
        )


@router.get("/book/entries/{seq}")
def entry(request: Request, seq: Annotated[int, Path(ge=0, le=10**12)]) -> Response:
    """One entry: its postings, what it rests on, who and when, its place in the chain, and its very bytes."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        found = opened.store.entry(seq)
        if found is None:
            raise NotFound("auth.not_found")
        return page.show(
            request,
            "book_entry.html",
            opened,
            title=words("book.entry_title", seq=found.seq, kind=words.label(f"ledger.kind.{found.draft.kind.value}")),
            tables=[_postings(opened, found, caller, words)],
            ways=ways(words),
            way="",
            entry=found,
            facts=_facts(opened, found, caller, words),
            body=visible(found.body.decode()),
            previous=found.seq - 1,
            following=found.seq + 1 if found.seq < opened.store.length() else 0,
        )


_ASKED = frozenset({"sector", "year", "kind", "month", "enterprise", "text"})


def _wanted(*, sector: str, year: str, kind: str, month: str, enterprise: str, text: str) -> EntryFilter:
    """The filter asked for.

    Raises:
        UsageError: `book.filter_unreadable`, `desk.month_unreadable`.
    """
    if kind and kind not in set(EntryKind):
        raise UsageError("book.filter_unreadable", name="kind", text=kind)
    if month:
        try:
            Month.parse(month)
        except ValueError:
            raise UsageError("desk.month_unreadable", text=month) from None
    for name, value in (("sector", sector), ("enterprise", enterprise), ("text", text)):
        if len(value) > _LONGEST or "\x00" in value:
            raise UsageError("book.filter_unreadable", name=name, text=value[:_LONGEST])
    return EntryFilter(
        sector=sector,
        plan_year=_year(year),
        kind=EntryKind(kind) if kind else None,
        month=month,
        enterprise=enterprise.strip(),
        text=text.strip(),
    )


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise UsageError("book.filter_unreadable", name="year", text=text)
    return int(text)


def _number(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise UsageError("book.filter_unreadable", name="before", text=text)
    return int(text)


def _choices(opened: OpenBook, wanted: EntryFilter, words: DeskWords) -> list[Choice]:
    every = (_EVERY, words("book.every"))
    known = [(one, words.name(sector_name(sectors(), one))) for one in sorted({firm.sector for firm in opened.city})]
    years = [(str(one), words("book.year_name", year=one)) for one in sorted({y for _, y in opened.rulebooks})]
    firms = [(one.id, f"{one.id} {words.name(one.name)}") for one in opened.city]
    if wanted.enterprise and wanted.enterprise not in dict(firms):
        firms.append((wanted.enterprise, wanted.enterprise))
    options = {
        "sector": (known, wanted.sector),
        "year": (
            [*reversed(years), (str(OF_CAPACITY), words("book.of_capacity"))],
            "" if wanted.plan_year is None else str(wanted.plan_year),
        ),
        "kind": (
            [(one.value, words.label(f"ledger.kind.{one.value}")) for one in EntryKind],
            wanted.kind.value if wanted.kind else "",
        ),
        "enterprise": (firms, wanted.enterprise),
    }
    return [
        Choice(name=name, label=words(f"book.filter.{name}"), options=(every, *rows), chosen=chosen)
        for name, (rows, chosen) in options.items()
    ]


def _table(
    opened: OpenBook,
    found: EntryPage,
    wanted: EntryFilter,
    caller: Caller,
    words: DeskWords,
    filters: Mapping[str, str],
) -> Table:
    is_one_book = wanted.sector and wanted.plan_year is not None
    columns = (
        Column(head=words("book.entry"), kind="code"),
        Column(head=words("book.recorded"), kind="instant"),
        *(() if is_one_book else (Column(head=words("book.of")),)),
        Column(head=words("book.kind")),
        Column(head=words("book.month"), kind="code"),
        Column(head=words("book.postings")),
        Column(head=words("book.basis")),
        Column(head=words("book.actor")),
    )
    bases: dict[str, Basis] = {}
    rows = tuple(_row(opened, one, bases, caller, words, is_one_book=bool(is_one_book)) for one in found.entries)
    return Table(
        name="entries",
        title=words("book.entries_title"),
        columns=columns,
        rows=rows,
        source=words("book.source"),
        filters=filters,
    )


def _row(
    opened: OpenBook, one: Entry, bases: dict[str, Basis], caller: Caller, words: DeskWords, *, is_one_book: bool
) -> tuple[Value | Cell, ...]:
    draft = one.draft
    if draft.basis not in bases:
        bases[draft.basis] = basis_of(opened, draft.basis)
    of = () if is_one_book else (book_name(draft.sector, draft.plan_year, words),)
    return (
        Cell(value=str(one.seq), href=f"/book/entries/{one.seq}"),
        instant_of(one.recorded_at),
        *of,
        words.label(f"ledger.kind.{draft.kind.value}"),
        draft.month or None,
        postings_said(one, words) or None,
        basis_cell(bases[draft.basis], caller, words),
        person_name(opened, draft.actor),
    )


def postings_said(one: Entry, words: DeskWords) -> str:
    """What was moved, in one line."""
    unit = words("book.t_per_year" if one.draft.plan_year == OF_CAPACITY else "unit.t")
    parts = [f"{account_name(of.account, words)} {signed(of.tonnes)}" for of in one.draft.postings]
    return words.figures.joined(parts) + (f" {unit}" if parts else "")


def account_name(name: str, words: DeskWords) -> str:
    """An account by its role and whose it is; of capacity also its class or furnace."""
    capacity = account_of(name) if "/" in name else None
    owner = enterprise_of(name)
    if capacity is None:
        return " ".join(part for part in (role_name(role_of(name), words), owner) if part)
    thing = capacity.furnace.facility if capacity.furnace else class_name(capacity.quantity, words)
    if capacity.project and not capacity.furnace:
        thing = capacity.project.project
    return f"{role_name(capacity.role, words)} {thing}"


def role_name(role: str, words: DeskWords) -> str:
    """The name of a kind of account."""
    key = f"ledger.account.{role}"
    return words.label(key) if key in catalogue().labels else role


def class_name(quantity: str, words: DeskWords) -> str:
    """A class of capacity as people call it."""
    key = f"capacity.class.{quantity}"
    if key in catalogue().labels:
        return words.label(key)
    return words.name(dictionary()[quantity].name) if quantity in dictionary() else quantity


def book_name(sector: str, year: int, words: DeskWords) -> str:
    """Which book an entry belongs to."""
    name = words.name(sector_name(sectors(), sector))
    return words("book.capacity_of" if year == OF_CAPACITY else "book.name", sector=name, year=year)


def basis_cell(basis: Basis, caller: Caller, words: DeskWords) -> Cell:
    """What an entry rests on, leading there where there is a page of it."""
    name = basis.name
    if basis.kind is BasisKind.DECISION:
        return Cell(value=name, href=way_to(caller, "/decisions/{decision}", named=name))
    if basis.kind is BasisKind.RETURN:
        return Cell(value=name, href=way_to(caller, "/returns/{reference}", named=name, enterprise=name.split("/")[0]))
    if basis.kind is BasisKind.ENTRY:
        return Cell(value=words("book.entry_no", seq=name), href=f"/book/entries/{name}", note=basis.cited)
    if basis.kind is BasisKind.SEAL:
        return Cell(value=words("book.seal_no", hash=name[:_SHORT]), note=name)
    if basis.kind is BasisKind.CLAUSE:
        return Cell(value=words("book.clause", clause=name), note=basis.cited)
    if basis.kind is BasisKind.FILE:
        return Cell(value=name, note=basis.cited)
    return Cell(value=visible(basis.cited[:_SHORT]) or None, note=visible(basis.cited))


def _postings(opened: OpenBook, found: Entry, caller: Caller, words: DeskWords) -> Table:
    unit = words("book.t_per_year") if found.draft.plan_year == OF_CAPACITY else ""
    rows: list[tuple[Value | Cell, ...]] = []
    for one in found.draft.postings:
        owner = enterprise_of(one.account)
        name = words.name(opened.city.name_of(owner)) if owner else words("book.of_city")
        href = way_to(caller, "/enterprises/{enterprise}", named=owner) if owner in opened.city.enterprises else ""
        rows.append((account_name(one.account, words), Cell(value=name, href=href), one.account, one.tonnes))
    if rows:
        rows.append((words("book.total"), None, None, sum(one.tonnes for one in found.draft.postings)))
    return Table(
        name="postings",
        title=words("book.postings"),
        columns=(
            Column(head=words("book.account")),
            Column(head=words("book.whose")),
            Column(head=words("book.account_code"), kind="code"),
            Column(head=words("book.moved"), kind="tonnes", unit=unit),
        ),
        rows=tuple(rows),
        total=bool(rows),
    )


def _facts(opened: OpenBook, found: Entry, caller: Caller, words: DeskWords) -> list[tuple[str, Cell]]:
    """What an entry says beside its postings, in the order in which it is read."""
    draft, store = found.draft, opened.store
    reason = f"ledger.reason.{draft.reason}"
    said = words.label(reason) if reason in catalogue().labels else draft.reason
    later, cited = store.correction_of(found), store.entry_named(draft.corrects) if draft.corrects else None
    proposal = store.entry_named(draft.proposal) if draft.proposal else None
    facts = {
        "id": Cell(value=draft.id),
        "of": Cell(value=book_name(draft.sector, draft.plan_year, words)),
        "month": Cell(value=draft.month or None),
        "reason": Cell(value=said),
        "basis": basis_cell(basis_of(opened, draft.basis), caller, words),
        "actor": Cell(value=person_name(opened, draft.actor), note=draft.actor),
        "recorded": Cell(value=instant_of(found.recorded_at)),
        "not_before": Cell(value=instant_of(draft.not_before) if draft.not_before else None),
        "proposal": _entry_cell(proposal, draft.proposal, words),
        "corrects": _entry_cell(cited, draft.corrects, words),
        "corrected_by": _entry_cell(later, "", words),
    }
    return [(words(f"book.fact.{name}"), cell) for name, cell in facts.items() if cell.value]


def _entry_cell(found: Entry | None, named: str, words: DeskWords) -> Cell:
    if found is None:
        return Cell(value=named or None)
    kind = words.label(f"ledger.kind.{found.draft.kind.value}")
    return Cell(value=words("book.entry_of", seq=found.seq, kind=kind), href=f"/book/entries/{found.seq}")
