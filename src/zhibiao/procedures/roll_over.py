"""Roll a closed year over (结转): its debts become what is owed in the next one, with what the slices add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.allocation.course.settled import Settled
from zhibiao.allocation.course.settlement import SlicePart, deduction_t, final_charge_t, payback_findings, slice_parts
from zhibiao.errors import ActRefused
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.settlement import CROSSINGS, roll_over_drafts, standing_t, year_end_holdings
from zhibiao.policy.settlement import SettlementTerms
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.procedures.settling import deducting_rule, settled_for
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

_KINDS = frozenset({kind for pair in CROSSINGS for kind in pair} | {EntryKind.SURCHARGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What one enterprise's overrun costs it: slice by slice, as charged in the year, and what the year's end adds.

    Args:
        enterprise: who overran.
        holding_t: what it held when the year ended.
        overrun_t: what it made beyond that.
        deducted_t: what it owes for it; the overrun and the surcharge.
        interim_t: what stood charged when the year was closed.
        final_t: what the year's end added to that.
        slices: the overrun cut at the slices' ends.
    """

    enterprise: str
    holding_t: int
    overrun_t: int
    deducted_t: int
    interim_t: int
    final_t: int
    slices: tuple[SlicePart, ...]

    def plain(self) -> dict[str, Any]:
        """The value as plain values; what is no whole tonne as an exact fraction."""
        slices = [
            {
                "up_to": None if one.up_to is None else str(one.up_to),
                "factor": str(one.factor),
                "overrun_t": str(one.overrun_t),
                "deducted_t": str(one.deducted_t),
            }
            for one in self.slices
        ]
        return {name: getattr(self, name) for name in self.__slots__ if name != "slices"} | {"slices": slices}


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOver:
    """A year that was rolled over: its entries in both books, and what is owed in the new one.

    `findings` say whose payback in the old year was behind its plan, or had none. The same roll-over again gives the
    same value.
    """

    sector: str
    from_year: int
    to_year: int
    entries: tuple[Entry, ...]
    deductions: tuple[Deduction, ...]
    owed_t: dict[str, int]
    findings: tuple[Finding, ...]

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "sector": self.sector,
            "from_year": self.from_year,
            "to_year": self.to_year,
            "entries": [{**entry.plain(), "hash": entry.hash} for entry in self.entries],
            "deductions": [one.plain() for one in self.deductions],
            "owed_t": self.owed_t,
            "findings": [{"code": one.code, **one.facts} for one in self.findings],
        }


def roll_over(store: Store, clock: Clock, sector: str, year: int, person: Person) -> RolledOver:
    """Move what a closed year leaves owing into the book of the year after, on both sides.

    The rule is that of the closed year's own decision in force; where it leaves deductions to the measures of a later
    year, that of the next year's. It needs no cap, so it may come before or after the new year's first decision; what
    is carried is booked by the decision, since it comes out of the new cap.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `roll_over.year_open`, `roll_over.no_rule`; then what the books refuse.
    """
    with store.transaction():
        check_right(person, KEEPS_BOOKS, Text("结转年度", "roll a year over"))
        last = store.book(sector=sector, plan_year=year)
        if not last.is_closed:
            raise ActRefused("roll_over.year_open", sector=sector, year=year)
        rule = deducting_rule(store, sector, year)
        if rule is None:
            raise ActRefused("roll_over.no_rule", sector=sector, year=year, next_year=year + 1)
        drafts = roll_over_drafts(
            last,
            store.book(sector=sector, plan_year=year + 1),
            surcharges_t=_surcharges(last, rule.terms),
            clause=rule.terms.clause,
            basis=rule.rulebook_sha256,
            actor=person.id,
        )
        store.append(tuple(drafts), at=clock.now())
        last, this = (store.book(sector=sector, plan_year=of) for of in (year, year + 1))
        findings = tuple(_behind(last, settled_for(store, sector, year)))
    return _receipt(last, this, rule.terms, findings)


def _surcharges(last: Book, terms: SettlementTerms) -> dict[str, int]:
    holdings = year_end_holdings(last)
    debts = {name: debt_t for name in last.enterprises if (debt_t := last.debt(name))}
    return {name: deduction_t(holdings[name], debt_t, terms.slices) - debt_t for name, debt_t in debts.items()}


def _behind(last: Book, settled: Mapping[str, Settled]) -> Iterator[Finding]:
    """What the old year's debtors paid against what was due from them."""
    paid, left = (standing_t(last, kind) for kind in (EntryKind.PAYBACK, EntryKind.OWED_OUT))
    for name, one in settled.items():
        repaid_t = {last.plan_year: paid.get(name, 0)}
        yield from payback_findings(name, one.plan, owed_t=left.get(name, 0), repaid_t=repaid_t, year=last.plan_year)


def _receipt(last: Book, this: Book, terms: SettlementTerms, findings: tuple[Finding, ...]) -> RolledOver:
    """Read back from the books, so that the same act again says the same."""
    entries = sorted((*_written(last, last=True), *_written(this, last=False)), key=lambda entry: entry.seq)
    surcharges = standing_t(this, EntryKind.SURCHARGE)
    holdings, interim = year_end_holdings(last), _credited_at_the_end(last)
    deductions = [
        Deduction(
            enterprise=name,
            holding_t=holdings[name],
            overrun_t=overrun_t,
            deducted_t=(deducted_t := overrun_t + surcharges.get(name, 0)),
            interim_t=interim.get(name, 0),
            final_t=final_charge_t(deducted_t, interim.get(name, 0)),
            slices=slice_parts(holdings[name], overrun_t, terms.slices),
        )
        for name, overrun_t in sorted(standing_t(last, EntryKind.DEBT_OUT).items())
    ]
    return RolledOver(
        sector=last.sector,
        from_year=last.plan_year,
        to_year=this.plan_year,
        entries=tuple(entries),
        deductions=tuple(deductions),
        owed_t={name: owed_t for name in this.debtors if (owed_t := this.owed(name))},
        findings=findings,
    )


def _written(book: Book, *, last: bool) -> Sequence[Entry]:
    """What a roll-over wrote into the one book or the other; each year is rolled over into, and later out of."""
    leaving = {leaves for leaves, _ in CROSSINGS}
    return [entry for entry in book.entries if entry.draft.kind in _KINDS and (entry.draft.kind in leaving) == last]


def _credited_at_the_end(last: Book) -> dict[str, int]:
    return {
        entry.draft.postings[0].account.partition(":")[2]: entry.draft.postings[1].tonnes
        for entry in last.entries
        if entry.draft.kind is EntryKind.CREDIT and not entry.draft.month
    }
