"""Entries that settle a year: deducted, charged meanwhile, moved into the next year or not used there in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zhibiao.errors import BookBroken
from zhibiao.ledger.accounts import FLOWS, OF_CITY, account, enterprise_of
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting

# How the reason of an entry begins that a month's regulation moves quota by.
REGULATED = "regulation."

# Each kind that takes something out of a year, and the one that brings it into the next.
CROSSINGS = ((EntryKind.DEBT_OUT, EntryKind.DEBT_IN), (EntryKind.OWED_OUT, EntryKind.OWED_IN))


def standing_t(book: Book, kind: EntryKind) -> dict[str, int]:
    """Tonnes that entries of a kind moved, by enterprise, those turned back left out."""
    moved: dict[str, int] = {}
    for entry in book.entries:
        if entry.draft.kind is kind and book.journal.corrected_by(entry.draft.id) is None:
            owner = next(owner for one in entry.draft.postings if (owner := enterprise_of(one.account)))
            moved[owner] = moved.get(owner, 0) + abs(entry.draft.postings[0].tonnes)
    return moved


def still_carried_t(book: Book) -> dict[str, int]:
    """What was carried into the year less what expired of it since, by enterprise that anything was carried for."""
    expired = standing_t(book, EntryKind.EXPIRE)
    return {name: tonnes - expired.get(name, 0) for name, tonnes in standing_t(book, EntryKind.CARRY).items()}


def year_end_holdings(book: Book) -> dict[str, int]:
    """What each enterprise held when the year ended, before unused tonnes were recalled or deducted."""
    gone = [standing_t(book, kind) for kind in (EntryKind.RECALL, EntryKind.DEDUCT)]
    return {name: book.holding(name) + sum(moved.get(name, 0) for moved in gone) for name in book.enterprises}


def move(
    book: Book, kind: EntryKind, enterprise: str, tonnes: int, *, id_: str, reason: str, basis: str, actor: str
) -> Draft:
    """An entry that moves tonnes the way of its kind, for one enterprise."""
    flow = FLOWS[kind]
    source, target = (account(role, "" if role in OF_CITY else enterprise) for role in (flow.source, flow.target))
    return Draft(
        id=id_,
        kind=kind,
        sector=book.sector,
        plan_year=book.plan_year,
        postings=(Posting(account=source, tonnes=-tonnes), Posting(account=target, tonnes=tonnes)),
        reason=reason,
        basis=basis,
        actor=actor,
    )


def ends_a_year(draft: Draft) -> bool:
    """Whether an entry belongs to a year's end: what its close takes out of holdings, and what is rolled over after it.

    Of paybacks those of unused quota do, of credits those of the year; both kinds have others that belong elsewhere.
    """
    if draft.kind is EntryKind.PAYBACK:
        owner = enterprise_of(draft.postings[0].account)
        return draft.id == once_id(draft.sector, draft.plan_year, EntryKind.PAYBACK, owner)
    if draft.kind in (EntryKind.CREDIT, EntryKind.CLOSE):
        return not draft.month
    return draft.kind in (EntryKind.RECALL, EntryKind.DEDUCT, EntryKind.DEBT_OUT, EntryKind.OWED_OUT)


def once_id(sector: str, plan_year: int, kind: EntryKind, enterprise: str) -> str:
    """The id of what happens once a year to an enterprise.

    >>> once_id("steel", 2024, EntryKind.RECALL, "LH-S03")
    'recall:steel:2024:LH-S03'
    """
    return f"{kind.value}:{sector}:{plan_year}:{enterprise}"


def unused_drafts(book: Book, *, clause: str, basis: str, reason: str, pays_debts: bool, actor: str) -> Iterator[Draft]:
    """Unused quota leaves the holdings: what its holder owes is deducted first, the rest recalled.

    Making less than one's quota is paying back; a debtor's unused tonnes are neither carried nor given away before.

    Args:
        book: the year's book, all months closed.
        clause: of the settlement rule.
        basis: hash of the rulebook.
        reason: the recall's reason code.
        pays_debts: whether the rule deducts what is owed.
        actor: who closes.
    """
    for enterprise in book.enterprises:
        unused_t = book.available(enterprise)
        paid_t = min(unused_t, book.owed(enterprise)) if pays_debts else 0
        if paid_t:
            yield from deduct_drafts(book, enterprise, paid_t, clause=clause, basis=basis, actor=actor)
        if unused_t > paid_t:
            yield move(
                book,
                EntryKind.RECALL,
                enterprise,
                unused_t - paid_t,
                id_=once_id(book.sector, book.plan_year, EntryKind.RECALL, enterprise),
                reason=f"{reason} §{clause}",
                basis=basis,
                actor=actor,
            )


def deduct_drafts(
    book: Book, enterprise: str, tonnes: int, *, clause: str, basis: str, actor: str
) -> tuple[Draft, Draft]:
    """Unused tonnes of a debtor go to the pool, and as much of what it owes is paid back."""
    deducted = once_id(book.sector, book.plan_year, EntryKind.DEDUCT, enterprise)
    paid_back = once_id(book.sector, book.plan_year, EntryKind.PAYBACK, enterprise)
    reason = f"deduct.unused §{clause}"
    return (
        move(book, EntryKind.DEDUCT, enterprise, tonnes, id_=deducted, reason=reason, basis=basis, actor=actor),
        move(
            book,
            EntryKind.PAYBACK,
            enterprise,
            tonnes,
            id_=paid_back,
            reason=f"payback.unused §{clause}",
            basis=deducted,
            actor=actor,
        ),
    )


def charge_drafts(
    book: Book, targets_t: Mapping[str, int], *, month: str, clause: str, basis: str, actor: str
) -> Iterator[Draft]:
    """Bring what stands charged to its targets: charged where it is short, credited where it is too much.

    Args:
        book: after the month's production was booked.
        targets_t: what is to stand charged by enterprise; one that is not named is to have nothing charged.
        month: the month being closed; empty when the year is, and every charge is credited against its settlement.
        clause: of the settlement rule.
        basis: hash of the rulebook.
        actor: who closes.
    """
    period = month or str(book.plan_year)
    for enterprise in sorted({*book.enterprises, *targets_t}):
        more_t = targets_t.get(enterprise, 0) - book.charged(enterprise)
        if not more_t:
            continue
        kind = EntryKind.CHARGE if more_t > 0 else EntryKind.CREDIT
        why = "charge.interim" if more_t > 0 else "credit.covered" if month else "credit.settled"
        draft = move(
            book,
            kind,
            enterprise,
            abs(more_t),
            id_=f"{kind.value}:{book.sector}:{period}:{enterprise}",
            reason=f"{why} §{clause}",
            basis=basis,
            actor=actor,
        )
        yield replace(draft, month=month)


def roll_over_drafts(
    last: Book, this: Book, *, surcharges_t: Mapping[str, int], clause: str, basis: str, actor: str
) -> Iterator[Draft]:
    """Debts of a closed year become what is owed in the next one, with what the slices add; on both sides.

    What was still owed from years before goes along as it is: it has had its surcharge.

    Args:
        last: the closed book.
        this: the book of the year after.
        surcharges_t: what the deduction of each debtor is above its overrun.
        clause: of the settlement rule.
        basis: hash of the rulebook whose rule this is.
        actor: who moves them.
    """
    for enterprise in sorted({*last.enterprises, *last.debtors}):
        standing = {EntryKind.DEBT_OUT: last.debt(enterprise), EntryKind.OWED_OUT: last.owed(enterprise)}
        for leaves, enters in CROSSINGS:
            if tonnes := standing[leaves]:
                out = once_id(last.sector, last.plan_year, leaves, enterprise)
                for book, kind, id_, cited in (
                    (last, leaves, out, basis),
                    (this, enters, once_id(this.sector, this.plan_year, enters, enterprise), out),
                ):
                    reason = f"{kind.value.replace('_', '.')} §{clause}"
                    yield move(book, kind, enterprise, tonnes, id_=id_, reason=reason, basis=cited, actor=actor)
        if surcharge_t := surcharges_t.get(enterprise, 0):
            yield move(
                this,
                EntryKind.SURCHARGE,
                enterprise,
                surcharge_t,
                id_=once_id(this.sector, this.plan_year, EntryKind.SURCHARGE, enterprise),
                reason=f"surcharge.slices §{clause}",
                basis=basis,
                actor=actor,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCarries:
    """Entries that carried quota into the year and now meet their deadline, and the clause that sets it."""

    entries: tuple[Entry, ...]
    clause: str


def due_carries(book: Book, month: str, *, carry_until: int, clause: str) -> DueCarries | None:
    """What was carried and meets, in the close of `month`, the first one at or after its deadline; None for nothing.

    Args:
        book: as it stands before the close.
        month: to be closed, `YYYY-MM`.
        carry_until: number of the month by whose close carried tonnes have to be used; 0 where none is set.
        clause: that sets it.
    """
    deadline = month_text(book, carry_until)
    if not carry_until or month < deadline:
        return None
    closes = (entry for entry in book.entries if entry.draft.kind is EntryKind.CLOSE)
    met = max((entry.seq for entry in closes if entry.draft.month >= deadline), default=0)
    due = (entry for entry in book.entries if entry.draft.kind is EntryKind.CARRY and entry.seq > met)
    entries = tuple(entry for entry in due if book.journal.corrected_by(entry.draft.id) is None)
    return DueCarries(entries=entries, clause=clause) if entries else None


def month_text(book: Book, number: int) -> str:
    """A month of the plan year as entries name it."""
    return f"{book.plan_year:04d}-{number:02d}"


def expire_drafts(book: Book, due: DueCarries, *, month: str, actor: str) -> Iterator[Draft]:
    """Carried tonnes that production has not used go back to the pool; what is carried counts as used first.

    Tonnes pledged to a transfer stay.

    Args:
        book: after the month's production was booked.
        due: what meets its deadline, as it was before.
        month: being closed.
        actor: who closes.
    """
    for carry in due.entries:
        moved = carry.draft.postings[1]
        enterprise = enterprise_of(moved.account)
        unused_t = min(book.free(enterprise), moved.tonnes - book.used(enterprise))
        if unused_t > 0:
            draft = move(
                book,
                EntryKind.EXPIRE,
                enterprise,
                unused_t,
                id_=once_id(book.sector, book.plan_year, EntryKind.EXPIRE, enterprise),
                reason=f"expire.carried §{due.clause}",
                basis=carry.draft.id,
                actor=actor,
            )
            yield replace(draft, month=month)


def transferred_t(book: Book) -> dict[str, int]:
    """What transfers added to each enterprise's holding, or took from it; the sum is nothing."""
    moved: dict[str, int] = {}
    for entry in book.entries:
        if entry.draft.kind is EntryKind.TRANSFER and book.journal.corrected_by(entry.draft.id) is None:
            for one in entry.draft.postings[:2]:
                moved[enterprise_of(one.account)] = moved.get(enterprise_of(one.account), 0) + one.tonnes
    return moved


def regulated_t(book: Book) -> dict[str, int]:
    """What regulations added to each enterprise's holding, or took from it; the sum is nothing."""
    moved: dict[str, int] = {}
    for entry in book.entries:
        draft = entry.draft
        is_of = draft.kind is EntryKind.ADJUST and draft.reason.startswith(REGULATED)
        if is_of and book.journal.corrected_by(draft.id) is None:
            one = next(one for one in draft.postings if enterprise_of(one.account))
            moved[enterprise_of(one.account)] = moved.get(enterprise_of(one.account), 0) + one.tonnes
    return moved


def check_years(last: Book, this: Book) -> None:
    """What left the one year entered the next, what was carried had been recalled, and what expired been carried.

    Raises:
        BookBroken: `book.years_differ` with the enterprise, the kind, and both figures.
    """
    for leaves, enters in CROSSINGS:
        gone_t, come_t = standing_t(last, leaves), standing_t(this, enters)
        for enterprise in sorted({*gone_t, *come_t}):
            _check_same(this, enters, enterprise, gone_t.get(enterprise, 0), come_t.get(enterprise, 0))
    recalled_t = standing_t(last, EntryKind.RECALL)
    for enterprise, carried_t in standing_t(this, EntryKind.CARRY).items():
        if carried_t > recalled_t.get(enterprise, 0):
            _check_same(this, EntryKind.CARRY, enterprise, recalled_t.get(enterprise, 0), carried_t)
    carries = standing_t(this, EntryKind.CARRY)
    for enterprise, expired_t in standing_t(this, EntryKind.EXPIRE).items():
        if expired_t > carries.get(enterprise, 0):
            _check_same(this, EntryKind.EXPIRE, enterprise, carries.get(enterprise, 0), expired_t)


def _check_same(this: Book, kind: EntryKind, enterprise: str, left_t: int, entered_t: int) -> None:
    if left_t != entered_t:
        raise BookBroken(
            "book.years_differ",
            sector=this.sector,
            plan_year=this.plan_year,
            kind=kind,
            enterprise=enterprise,
            left_t=left_t,
            entered_t=entered_t,
        )
