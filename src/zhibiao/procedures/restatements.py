"""List restatements with what rests on the returns they follow (订正影响清单); reads the book and changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhibiao.allocation.decision.reconciliation import BaseRow, BaseStatement
from zhibiao.errors import NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.state import BOOKS_PRODUCTION
from zhibiao.monthly.restatement import Restatement, overlap, restatement, restatements_among, takes_place_of
from zhibiao.monthly.returns import Record, Return
from zhibiao.procedures.ports import Store, StoredDecision
from zhibiao.procedures.standing_returns import filed_by
from zhibiao.procedures.touched import Booked, Booking, TouchedBase, Touches, touched_decision
from zhibiao.sectors.sector import Sector
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, Period


def list_restatements(
    store: Store,
    city: City,
    sectors: Mapping[str, Sector],
    *,
    enterprise: str = "",
    period: Period | None = None,
    since: dt.datetime | None = None,
) -> tuple[Touches, ...]:
    """Every restatement kept, by the instant it was received, with what rests on the returns it follows.

    Args:
        store: the book's memory.
        city: the register; says which sector an enterprise is of.
        sectors: by id.
        enterprise: only of that one.
        period: only those that share a month with it.
        since: only those received at that instant or later.

    Raises:
        NotFound: `restatement.enterprise_unknown`.
    """
    desk = _Desk(store, city, sectors, {item.reference: item for item in store.returns()})
    own = desk.known.values() if not enterprise else known_of(desk.known.values(), city, enterprise)
    return tuple(
        desk.touches(found)
        for found in restatements_among(tuple(own))
        if (period is None or overlap(found.after.period, period))
        and (since is None or found.after.received_at >= since)
    )


def touched_by(
    store: Store,
    city: City,
    sectors: Mapping[str, Sector],
    taken: Collection[Return],
    *,
    filed: Iterable[Return] | None = None,
) -> tuple[Touches, ...]:
    """What returns just taken in, kept already or not, restate and what rests on that; a first return is left out.

    `filed` is what these enterprises filed before, where the caller has it at hand.
    """
    known = {item.reference: item for item in (*(store.returns() if filed is None else filed), *taken)}
    desk = _Desk(store, city, sectors, known)
    found = (restatement(item, desk.by_enterprise[item.enterprise]) for item in taken)
    return tuple(desk.touches(one) for one in found if one is not None)


def known_of(known: Iterable[Return], city: City, enterprise: str) -> tuple[Return, ...]:
    """The returns of one enterprise; NotFound `restatement.enterprise_unknown` when it is not on the register and has
    filed nothing."""
    own = tuple(item for item in known if item.enterprise == enterprise)
    if not own and enterprise not in city.enterprises:
        raise NotFound("restatement.enterprise_unknown", enterprise=enterprise, known="、".join(city.enterprises))
    return own


@dataclass(frozen=True)
class _Desk:
    """One look at a book, each part of it read once; forgotten afterwards."""

    store: Store
    city: City
    sectors: Mapping[str, Sector]
    known: Mapping[str, Return]

    @cached_property
    def claims(self) -> Mapping[str, Sequence[tuple[StoredDecision, Mapping[str, Any]]]]:
        """By enterprise: the decisions it takes part in, in order of drafting, with its own part of their bodies."""
        found: dict[str, list[tuple[StoredDecision, Mapping[str, Any]]]] = {}
        for decision in self.store.decisions():
            for claimant in decision.body["claimants"]:
                found.setdefault(claimant["enterprise"], []).append((decision, claimant))
        return found

    @cached_property
    def by_enterprise(self) -> Mapping[str, Sequence[Return]]:
        found: dict[str, list[Return]] = {}
        for item in self.known.values():
            found.setdefault(item.enterprise, []).append(item)
        return found

    @cached_property
    def statements(self) -> dict[tuple[str, int], Sequence[BaseStatement]]:
        """Filled as years are asked for."""
        return {}

    def touches(self, found: Restatement) -> Touches:
        after = found.after
        own = self.by_enterprise[after.enterprise]
        decided = (touched_decision(*claim, after, self.known) for claim in self.claims.get(after.enterprise, ()))
        return Touches(
            restatement=found,
            stands=not any(takes_place_of(item, after) for item in own),
            decisions=tuple(one for one in decided if one is not None),
            booked=self.booked(after, own),
            bases=tuple(self.bases(after, own)),
        )

    def booked(self, after: Return, own: Collection[Return]) -> Booked | None:
        """Production booked from what is replaced; None when none was."""
        book = self._book_of(after)
        if book is None:
            return None
        entries = tuple(self._bookings(book, after))
        if not entries:
            return None
        stands_t = sum(one.tonnes for one in entries if not one.turned_back_by)
        next_close = "" if book.is_closed else book.open_month or str(book.plan_year)
        return Booked(
            sector=book.sector,
            plan_year=book.plan_year,
            entries=entries,
            next_close=next_close,
            stands_t=stands_t,
            difference_t=self._difference_t(book, entries, after, own) if stands_t else None,
        )

    def bases(self, after: Return, own: Collection[Return]) -> Iterator[TouchedBase]:
        """Statements put out before the restatement came that have the enterprise's year.

        A statement bears a day and no instant: one of the very day is listed when its tonnes are not those that the
        restatement gives.
        """
        received, year = after.received_at.date(), after.period.start.year
        then = [item for item in own if item.period.start.year == year and item.received_at <= after.received_at]
        for statement in self._statements(after, plan_years=range(year + 1, received.year + 2)):
            row = statement.row(after.enterprise)
            if row is None or statement.opens > received or not (uses := _base_uses(statement, row, year)):
                continue
            after_t = self._made_t(after, then)
            if statement.opens == received and row.history_t.get(year, after_t) == after_t:
                continue
            yield TouchedBase(
                statement=statement.id,
                sector=statement.sector,
                plan_year=statement.plan_year,
                opens=statement.opens.isoformat(),
                year=year,
                before_t=row.history_t.get(year),
                after_t=after_t,
                is_scored="score" in uses,
            )

    def _bookings(self, book: Book, after: Return) -> Iterator[Booking]:
        turned_back = {entry.draft.corrects: entry.draft.id for entry in book.entries if entry.draft.corrects}
        for entry in book.entries:
            basis = self.known.get(entry.draft.basis) if entry.draft.kind in BOOKS_PRODUCTION else None
            if basis is not None and takes_place_of(after, basis):
                yield Booking(
                    entry=entry.draft.id,
                    seq=entry.seq,
                    month=entry.draft.month,
                    tonnes=entry.draft.postings[1].tonnes,
                    reference=basis.reference,
                    turned_back_by=turned_back.get(entry.draft.id, ""),
                )

    def _difference_t(
        self, book: Book, entries: Iterable[Booking], after: Return, own: Collection[Return]
    ) -> int | None:
        """What the record says of the months concerned beyond what stands booked, rounded as a close rounds it."""
        standing = [one for one in entries if not one.turned_back_by]
        months = {month for one in standing for month in self.known[one.reference].period} | set(after.period)
        quantity = self.sectors[book.sector].quantity
        filed = filed_by(own, after.enterprise, quantity, book.plan_year)
        counted = {one.period: one.tonnes for one in filed.productions(until=Month(book.plan_year, 12))}
        concerned = [item.period for item in filed.returns if months & set(item.period)]
        if not months <= {month for period in concerned for month in period}:
            return None
        if any(str(period) not in counted for period in concerned):
            return None
        return sum(counted[str(period)] for period in concerned) - sum(one.tonnes for one in standing)

    def _made_t(self, after: Return, then: Iterable[Return]) -> int | None:
        """The year's output by the record of those returns, in whole tonnes; None where it does not cover the year."""
        quantity = self.sectors[self.city[after.enterprise].sector].quantity
        made = Record.of(then).year_to_date(after.enterprise, quantity, Month(after.period.start.year, 12))
        return None if made is None else round(made)

    def _book_of(self, after: Return) -> Book | None:
        """The book that a return's production is booked in; None for an enterprise of no sector with quotas."""
        sector = self._sector_of(after)
        return self.store.book(sector=sector, plan_year=after.period.start.year) if sector else None

    def _statements(self, after: Return, *, plan_years: Iterable[int]) -> Iterator[BaseStatement]:
        sector = self._sector_of(after)
        for year in plan_years if sector else ():
            if (sector, year) not in self.statements:
                self.statements[sector, year] = self.store.base_statements(sector=sector, plan_year=year)
            yield from self.statements[sector, year]

    def _sector_of(self, after: Return) -> str:
        name = after.enterprise
        sector = self.city[name].sector if name in self.city.enterprises else ""
        return sector if sector in self.sectors else ""


def _base_uses(statement: BaseStatement, row: BaseRow, year: int) -> frozenset[str]:
    """What of a row rests on a year: its base, its score."""
    uses = {"base"} if year in row.history_t else set()
    return frozenset(uses | ({"score"} if row.score and year == statement.plan_year - 1 else set()))
