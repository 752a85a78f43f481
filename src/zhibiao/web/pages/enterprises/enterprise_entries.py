"""One enterprise's account on its page: the entries of the year that touch it, and what it holds after each."""

from __future__ import annotations

from zhibiao.assemble.desk.firms.firm import FirmView
from zhibiao.assemble.desk.firms.own_entries import OwnEntry
from zhibiao.ledger.accounts import role_of
from zhibiao.terms.instant import instant_of
from zhibiao.web.doors.caller import Caller
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import signed

_SHORT = 12


def entries_table(view: FirmView, caller: Caller, words: DeskWords) -> Table:
    """One row an entry, its own postings alone; what it rests on leads to the return or decision."""
    columns = (
        Column(head=words("firm.entry"), kind="code"),
        Column(head=words("firm.recorded"), kind="instant"),
        Column(head=words("firm.kind")),
        Column(head=words("firm.booked")),
        Column(head=words("firm.posted")),
        Column(head=words("firm.available"), kind="tonnes"),
        Column(head=words("firm.used"), kind="tonnes"),
        Column(head=words("firm.holding"), kind="tonnes"),
        Column(head=words("firm.debt"), kind="tonnes"),
        Column(head=words("firm.basis"), kind="code"),
    )
    rows = tuple(_entry(one, view, caller, words) for one in view.entries)
    last = view.entries[-1]
    title = words("firm.entries_table", count=len(rows), holding=words.figures.mass(last.holding_t))
    return Table(name="entries", title=title, columns=columns, rows=rows, note=words("firm.entries_note"))


def _entry(one: OwnEntry, view: FirmView, caller: Caller, words: DeskWords) -> tuple[Value | Cell, ...]:
    posted = [f"{words.label(f'ledger.account.{role_of(of.account)}')} {signed(of.tonnes)}" for of in one.postings]
    return (
        Cell(value=str(one.seq), href=way_to(caller, "/book/entries/{seq}", named=str(one.seq))),
        instant_of(one.recorded_at),
        words.label(f"ledger.kind.{one.kind}"),
        one.month or None,
        words.figures.joined(posted),
        one.available_t,
        one.used_t,
        one.holding_t,
        one.debt_t,
        _basis(one, view, caller),
    )


def _basis(one: OwnEntry, view: FirmView, caller: Caller) -> Value | Cell:
    if one.basis.startswith(f"{view.firm.id}/"):
        href = way_to(caller, "/returns/{reference}", named=one.basis, enterprise=view.firm.id)
        return Cell(value=one.basis.partition("/")[2], href=href)
    return one.basis[:_SHORT]
