"""The decision of a month's regulation (月度调节方案): an allocation that stands, and what moves between holdings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhibiao.allocation.decision.decide import day_of, parts_beside
from zhibiao.allocation.decision.decision import REGULATION, Claimant, Decision, Share
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import ActRefused
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.settlement import regulated_t, standing_t, still_carried_t, transferred_t
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import OUTPUT_LAST_YEAR
from zhibiao.policy.regulation_part import lacking
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.last_decision import allocation_behind
from zhibiao.procedures.ports import DecisionState, Store, StoredDecision
from zhibiao.procedures.settling import decision_in_force
from zhibiao.terms.canonical import Plain
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, months_of

RECALL, GRANT, TRANSFER, REPHASE, NOTE = "recall", "grant", "transfer", "rephase", "note"
"""Kinds of moves; the last two move no quota."""
_BESIDE = frozenset({"carry", "debt", "transfer", "regulation"})
_OWED = (EntryKind.DEBT_IN, EntryKind.OWED_IN, EntryKind.SURCHARGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a regulation starts from.

    Args:
        allocation: the allocation whose quota is moved.
        last: the decision in force: the allocation itself, or the last regulation of it.
        book: the year's book.
        as_of: the month before the one regulated, closed.
        claimants: the allocation's, with what was made since, capacity and what stands beside the split as they are
            now.
    """

    allocation: StoredDecision
    last: StoredDecision
    book: Book
    as_of: Month
    claimants: tuple[Claimant, ...]

    @property
    def entitled(self) -> dict[str, Any]:
        """The allocation's body with transfers and expiry since, and without any regulation: what plans start from."""
        decision = decision_of_plain(self.allocation.body)
        free = tuple(replace(one, regulated_t=0) for one in self.claimants)
        return replace(decision, claimants=free, shares=_shares(decision, free)).plain()


def standing_of(
    store: Store, city: City, rulebook: Rulebook, record: Record, *, sector: str, quantity: str, month: Month
) -> Standing:
    """Find what a month's regulation starts from, or say why there can be none.

    Raises:
        ActRefused: `regulate.rulebook_silent`, `regulate.no_allocation`, `regulate.year_closed`,
            `regulate.other_rulebook`, `regulate.month_not_next`, `regulate.first_month`, `regulate.month_done`,
            `regulate.cap_changed`, `regulate.reserve_due`, `regulate.enterprise_gone`, `regulate.entrants`,
            `regulate.holdings_differ`, in this order; and `allocate.rulebook_not_in_force`.
    """
    year = month.year
    if missing := lacking(rulebook):
        raise ActRefused("regulate.rulebook_silent", rulebook=rulebook.id, missing="、".join(missing))
    book, last = store.book(sector=sector, plan_year=year), decision_in_force(store, sector, year)
    if last is None:
        raise ActRefused("regulate.no_allocation", sector=sector, year=year)
    if book.is_closed:
        raise ActRefused("regulate.year_closed", sector=sector, year=year)
    if last.body["rulebook_sha256"] != rulebook.source_sha256:
        raise ActRefused("regulate.other_rulebook", decision=last.id, rulebook=rulebook.id)
    _check_month(book, month)
    _check_once(store, sector, month)
    allocation = allocation_behind(store, last)
    _check_dated(allocation.body, rulebook, month)
    as_of = month.shift(-1)
    decision = decision_of_plain(allocation.body)
    _check_registered(city, decision, sector=sector)
    if rulebook.scope_rule != OUTPUT_LAST_YEAR:
        _check_entrants(city, decision, sector=sector, quantity=quantity, as_of=as_of)
    claimants = tuple(_now(one, city, book, record, quantity, as_of) for one in decision.claimants)
    _check_holdings(book, _shares(decision, claimants))
    return Standing(allocation=allocation, last=last, book=book, as_of=as_of, claimants=claimants)


def regulation_decision(
    standing: Standing,
    *,
    month: Month,
    moves: Sequence[Mapping[str, Any]],
    plan: Plain,
    ledger_head: str,
    code_version: str,
    drafted_by: str,
) -> Decision:
    """The decision that moves quota between holdings; a function of its arguments.

    Args:
        standing: what it starts from.
        month: the month it is for.
        moves: plain, as docs/regulate.md has them; what they take they give.
        plan: plain values that the moves follow from, without floats.

    Raises:
        ActRefused: `regulate.moves_differ`, the moves do not sum to zero; `regulate.pledged`, a move would take tonnes
            that are pledged to a transfer or below what was used.
    """
    decision, net = decision_of_plain(standing.allocation.body), net_moves(moves)
    if sum(net.values()):
        raise ActRefused("regulate.moves_differ", tonnes=sum(net.values()))
    for name, tonnes in net.items():
        if -tonnes > standing.book.free(name):
            free_t = standing.book.free(name)
            raise ActRefused("regulate.pledged", enterprise=name, tonnes=-tonnes, free_t=free_t)
    claimants = tuple(
        replace(one, regulated_t=one.regulated_t + net.get(one.enterprise, 0)) for one in standing.claimants
    )
    return replace(
        decision,
        as_of=str(standing.as_of),
        ledger_head=ledger_head,
        code_version=code_version,
        drafted_by=drafted_by,
        claimants=claimants,
        shares=_shares(decision, claimants),
        kind=REGULATION,
        month=str(month),
        allocation=_named(standing.allocation),
        last=_named(standing.last),
        moves=[dict(one) for one in moves],
        plan=plan,
    )


def net_moves(moves: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """By enterprise: tonnes that its holding gains, or with a minus loses; those whose holding stays are left out.

    >>> net_moves([{"kind": "transfer", "giver": "A", "taker": "B", "tonnes": 3},
    ...            {"kind": "recall", "enterprise": "B", "tonnes": 1}])
    {'A': -3, 'B': 2}
    """
    net: dict[str, int] = {}
    for one in moves:
        for name, tonnes in _ends(one):
            net[name] = net.get(name, 0) + tonnes
    return {name: tonnes for name, tonnes in net.items() if tonnes}


def _ends(move: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    tonnes = move["tonnes"]
    if move["kind"] == TRANSFER:
        yield from ((move["giver"], -tonnes), (move["taker"], tonnes))
    elif move["kind"] in (RECALL, GRANT):
        yield move["enterprise"], tonnes if move["kind"] == GRANT else -tonnes


def _named(stored: StoredDecision) -> Plain:
    return {"decision": stored.id, "sha256": stored.sha256}


def _check_month(book: Book, month: Month) -> None:
    if str(month) != book.open_month:
        closed = book.closed_months[-1] if book.closed_months else "—"
        raise ActRefused(
            "regulate.month_not_next", month=str(month), open_month=book.open_month or "—", closed_month=closed
        )
    if month.month == 1:
        raise ActRefused("regulate.first_month", month=str(month))


def _check_once(store: Store, sector: str, month: Month) -> None:
    """A month's limits are for the month: what was issued for it is not followed by more of it."""
    for one in store.decisions(sector=sector, plan_year=month.year):
        is_of = one.body.get("kind") == REGULATION and one.body["month"] == str(month)
        if is_of and one.state is DecisionState.ISSUED:
            raise ActRefused("regulate.month_done", month=str(month), decision=one.id)


def _check_dated(body: Mapping[str, Any], rulebook: Rulebook, month: Month) -> None:
    """The cap and the reserve of the day are those that were allocated; a change of either is an allocation's."""
    day = day_of(rulebook, month.shift(-1))
    cap_t = int(rulebook.number("cap_t", day))
    reserve_t = round(rulebook.number("reserve_share", day) * cap_t)
    facts: dict[str, Any] = {"day": day.isoformat(), "month": str(month.shift(-1)), "sector": rulebook.sector}
    if cap_t != body["cap_t"]:
        raise ActRefused("regulate.cap_changed", cap_t=cap_t, allocated_t=body["cap_t"], **facts)
    if reserve_t != body["reserve_t"]:
        raise ActRefused("regulate.reserve_due", reserve_t=body["reserve_t"], due_t=reserve_t, **facts)


def _check_registered(city: City, decision: Decision, *, sector: str) -> None:
    registered = {one.id for one in city.of_sector(sector)}
    gone = [one.enterprise for one in decision.claimants if one.enterprise not in registered]
    if gone:
        raise ActRefused("regulate.enterprise_gone", enterprises="、".join(gone), decision=decision.id)


def _check_entrants(city: City, decision: Decision, *, sector: str, quantity: str, as_of: Month) -> None:
    """Who has had capacity in any month so far takes part, as in an allocation."""
    known, months = (
        {one.enterprise for one in decision.claimants},
        [one for one in months_of(as_of.year) if one <= as_of],
    )
    firms = [one for one in city.of_sector(sector) if one.id not in known]
    new = [one.id for one in firms if any(one.capacity_t(quantity, month) > 0 for month in months)]
    if new:
        raise ActRefused("regulate.entrants", enterprises="、".join(new), decision=decision.id)


def _check_holdings(book: Book, shares: Sequence[Share]) -> None:
    wanted = {share.enterprise: share.quota_t for share in shares}
    for name in sorted({*wanted, *book.enterprises}):
        if book.holding(name) != wanted.get(name, 0):
            held_t, quota_t = book.holding(name), wanted.get(name, 0)
            raise ActRefused("regulate.holdings_differ", enterprise=name, holding_t=held_t, quota_t=quota_t)


def _now(one: Claimant, city: City, book: Book, record: Record, quantity: str, as_of: Month) -> Claimant:
    """A claimant of the allocation as things stand: what the split rested on stays as it was."""
    name, january = one.enterprise, Month(as_of.year, 1)
    before = tuple(pair for pair in one.sources if _year_of(pair[0]) < as_of.year)
    since = ((item.reference, item.file_sha256) for item in record.sources(name, first=january, last=as_of))
    made = record.year_to_date(name, quantity, as_of)
    return replace(
        one,
        capacity_t=city[name].capacity_t(quantity, as_of),
        made_t=0 if made is None else round(made),
        sources=(*before, *since),
        carried_t=still_carried_t(book).get(name, 0),
        owed_t=sum(standing_t(book, kind).get(name, 0) for kind in _OWED),
        transferred_t=transferred_t(book).get(name, 0),
        regulated_t=regulated_t(book).get(name, 0),
    )


def _year_of(reference: str) -> int:
    """The year of a return by its reference, such as `LH-S01/2025-01..02/v1`."""
    return int(reference.split("/")[1][:4])


def _shares(decision: Decision, claimants: Sequence[Claimant]) -> tuple[Share, ...]:
    """The allocation's shares with what stands beside the split as the claimants have it now."""
    before = {one.enterprise: one.beside_t for one in decision.claimants}
    return tuple(
        replace(
            share,
            quota_t=share.quota_t - before[share.enterprise] + one.beside_t,
            parts=(*(part for part in share.parts if part.code not in _BESIDE), *parts_beside(one)),
        )
        for share, one in zip(decision.shares, claimants, strict=True)
    )
