"""Close a month or a year (关账): production is booked against the holdings, then nothing more is booked there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from zhibiao.allocation.course.settlement import interim_charge_t
from zhibiao.errors import ActRefused, InputRefused
from zhibiao.ledger.accounts import enterprise_of
from zhibiao.ledger.book import Book
from zhibiao.ledger.close import close_draft
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.ledger.production import booked_production, production_drafts
from zhibiao.ledger.settlement import (
    DueCarries,
    charge_drafts,
    due_carries,
    expire_drafts,
    still_carried_t,
    unused_drafts,
)
from zhibiao.ledger.steps import withdraw_draft
from zhibiao.monthly.returns import Return, Scope
from zhibiao.procedures.closed import NEEDED, YEAR_CLOSED, Closed, receipt
from zhibiao.procedures.ports import Clock, Person, Store, StoredDecision
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.procedures.settling import SettlingRule, decision_in_force, rule_of, rule_of_year
from zhibiao.procedures.standing_returns import Filed, filed_by
from zhibiao.procedures.withdraw import mark_withdrawn
from zhibiao.terms.finding import Finding, ranked
from zhibiao.terms.period import Month, Period, months_of
from zhibiao.terms.text import Text


def close_month(store: Store, clock: Clock, sector: str, quantity_field: str, month: Month, person: Person) -> Closed:
    """Book the month's production from the returns that stand, and close the month.

    A return revised since its month was closed is booked here: the old entry is turned back, the new one follows.
    A month that every claimant covers by one return together with `month` (January, as a rule) is closed with it.
    Carried quota not used by the month that its rule names goes back to the pool. Where the rule deducts overruns, what
    stands charged for them meanwhile follows the production.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `close.no_decision`, `close.out_of_order`.
        InputRefused: `close.blocked` with findings `close.return_missing`, `close.figure_missing`,
            `close.figure_negative`.
    """
    with store.transaction():
        _check_person(person)
        decision = _decision_in_force(store, sector, month.year)
        book = store.book(sector=sector, plan_year=month.year)
        if str(month) not in book.closed_months:
            now = clock.now()
            filed = _filed(store, book, decision, quantity_field, now)
            due = _due(store, book, month)
            _check_covered(book, filed, month)
            _close_with(store, book, filed, month, person, now)
            book = store.book(sector=sector, plan_year=month.year)
            _book_productions(store, book, filed, str(month), person, now, until=month)
            book = store.book(sector=sector, plan_year=month.year)
            if due is not None:
                store.append([*expire_drafts(book, due, month=str(month), actor=person.id)], at=now)
                book = store.book(sector=sector, plan_year=month.year)
            store.append([*_charges(book, rule_of(decision, month.last_day), month, person)], at=now)
            store.append([_closing(store, sector, month.year, str(month), filed, person)], at=now)
        return receipt(store, sector, month.year, str(month))


def close_year(store: Store, clock: Clock, sector: str, quantity_field: str, year: int, person: Person) -> Closed:
    """Book what was revised since, settle unused quota by the settlement clause, and close the year.

    Unused quota goes back to the pool; under a rule that deducts, it first pays what its holder owes for earlier years.
    What may be carried of it is booked out of the next year's cap. Debt stays on its account and in the result until
    the year is rolled over; what stood charged for it is credited, since the settlement takes its place.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: `close.no_decision`, `close.months_open`.
        InputRefused: `close.blocked`, as for a month.
    """
    with store.transaction():
        _check_person(person)
        decision = _decision_in_force(store, sector, year)
        book = store.book(sector=sector, plan_year=year)
        if book.open_month:
            raise ActRefused("close.months_open", sector=sector, year=year, open_month=book.open_month)
        if not book.is_closed:
            now = clock.now()
            filed = _filed(store, book, decision, quantity_field, now)
            _check_covered(book, filed, Month(year, 12))
            _withdraw_standing(store, book, person, now)
            book = store.book(sector=sector, plan_year=year)
            _book_productions(store, book, filed, "", person, now, until=Month(year, 12))
            book = store.book(sector=sector, plan_year=year)
            store.append([*_unused(book, decision, person)], at=now)
            store.append([_closing(store, sector, year, "", filed, person)], at=now)
        return receipt(store, sector, year, "")


def what_blocks(store: Store, clock: Clock, sector: str, quantity_field: str, month: Month) -> tuple[Finding, ...]:
    """What would refuse the close of a month now, without closing it; ActRefused `close.no_decision`."""
    decision = _decision_in_force(store, sector, month.year)
    book = store.book(sector=sector, plan_year=month.year)
    return tuple(ranked(_uncovered(book, _filed(store, book, decision, quantity_field, clock.now()), month)))


def _check_person(person: Person) -> None:
    check_right(person, KEEPS_BOOKS, Text("关账", "close a period"))


def _decision_in_force(store: Store, sector: str, year: int) -> StoredDecision:
    decision = decision_in_force(store, sector, year)
    if decision is None:
        raise ActRefused("close.no_decision", sector=sector, year=year)
    return decision


def _filed(
    store: Store, book: Book, decision: StoredDecision, quantity_field: str, now: dt.datetime
) -> tuple[Filed, ...]:
    """What each claimant has filed for the year, as known now, and whoever reports output without a quota."""
    named = [share["enterprise"] for share in decision.body["shares"]]
    own: dict[str, list[Return]] = {}
    for item in store.returns(known_by=now):
        if item.period.start.year == book.plan_year:
            own.setdefault(item.enterprise, []).append(item)
    reporting = (maker for maker, items in own.items() if any(_reports(item, quantity_field) for item in items))
    makers = sorted({*named, *book.enterprises, *reporting})
    return tuple(filed_by(own.get(maker, ()), maker, quantity_field, book.plan_year) for maker in makers)


def _reports(item: Return, quantity_field: str) -> bool:
    """Whether a return reports some of the quantity."""
    return any(fact.field == quantity_field and fact.scope is Scope.PERIOD and fact.value > 0 for fact in item.facts)


def _check_covered(book: Book, filed: Sequence[Filed], until: Month) -> None:
    findings = _uncovered(book, filed, until)
    if findings:
        raise InputRefused("close.blocked", ranked(findings), month=str(until), count=len(findings))


def _uncovered(book: Book, filed: Sequence[Filed], until: Month) -> list[Finding]:
    known = frozenset(book.enterprises)
    return [finding for one in filed for finding in one.findings(needed=_needed(book, known, one, until), until=until)]


def _needed(book: Book, known: frozenset[str], one: Filed, until: Month) -> set[Month]:
    """Open months until then, and closed ones in which something was booked: a newcomer files from when it came.

    Whoever reports output without ever having held quota is asked for nothing before its first return; `known` are
    those who held some.
    """
    closed = {Month.parse(month) for month in book.closed_months}
    if one.enterprise not in known:
        first = min((item.period.start for item in one.returns), default=until.next())
        closed |= {month for month in months_of(until.year) if month < first}
    booked = {month for period in booked_production(book, one.enterprise) for month in Period.parse(period)}
    return {month for month in months_of(until.year) if month <= until and (month not in closed or month in booked)}


def _close_with(
    store: Store, book: Book, filed: Sequence[Filed], month: Month, person: Person, now: dt.datetime
) -> None:
    """Close the months before `month` that are still open, where every claimant filed them together with it."""
    earlier = [one for one in months_of(month.year) if one < month and str(one) not in book.closed_months]
    known = frozenset(book.enterprises)
    asked = [one for one in filed if earlier and earlier[0] in _needed(book, known, one, month)]
    if earlier and not all(one.covers_together(earlier[0], month) for one in asked):
        raise ActRefused("close.out_of_order", month=str(month), open_month=book.open_month)
    for one in earlier:
        store.append([_closing(store, book.sector, month.year, str(one), filed, person)], at=now)


def _book_productions(
    store: Store, book: Book, filed: Sequence[Filed], month: str, person: Person, now: dt.datetime, *, until: Month
) -> None:
    """Book what was made; tonnes pledged to a transfer are free again where production needs them."""
    over = {
        enterprise_of(draft.postings[1].account)
        for draft in _productions(book, filed, month, person, until=until)
        if draft.kind is EntryKind.OVERRUN
    }
    needed = [one for one in book.standing if one.is_of_transfer and over & set(map(enterprise_of, one.pledged_t))]
    if needed:
        freed = [withdraw_draft(book, one, reason=NEEDED, actor=person.id, month=month) for one in needed]
        store.append(freed, at=now)
        book = store.book(sector=book.sector, plan_year=book.plan_year)
    store.append(_productions(book, filed, month, person, until=until), at=now)


def _due(store: Store, book: Book, month: Month) -> DueCarries | None:
    """What was carried by the rule of the year before and meets its deadline in this close; None when nothing does."""
    rule = rule_of_year(store, book.sector, book.plan_year - 1) if still_carried_t(book) else None
    if rule is None:
        return None
    return due_carries(book, str(month), carry_until=rule.terms.carry_until, clause=rule.terms.clause)


def _withdraw_standing(store: Store, book: Book, person: Person, now: dt.datetime) -> None:
    """End what still stands; nothing that was put forward outlives its year."""
    for proposal in book.standing:
        (entry,) = store.append([withdraw_draft(book, proposal, reason=YEAR_CLOSED, actor=person.id)], at=now)
        mark_withdrawn(store, proposal, entry)


def _productions(book: Book, filed: Sequence[Filed], month: str, person: Person, *, until: Month) -> list[Draft]:
    return [
        draft
        for one in filed
        for draft in production_drafts(book, one.enterprise, one.productions(until=until), month=month, actor=person.id)
    ]


def _closing(store: Store, sector: str, year: int, month: str, filed: Sequence[Filed], person: Person) -> Draft:
    """The closing entry; its basis is the seal of the returns that stood and of every other table as it stands."""
    last = Month.parse(month) if month else Month(year, 12)
    stood = [item.reference for one in filed for item in one.returns if item.period.last <= last]
    seal = store.proofs.seal(sector=sector, plan_year=year, month=month, returns=stood)
    return close_draft(sector, year, month=month, basis=seal.basis, actor=person.id)


def _charges(book: Book, rule: SettlingRule | None, month: Month, person: Person) -> Iterator[Draft]:
    """What stands charged for overruns, brought to what the rule says of them now."""
    if rule is None:
        return
    targets_t = {
        name: interim_charge_t(book.holding(name), debt_t, rule.terms.slices, rule.terms.interim_share)
        for name in book.enterprises
        if (debt_t := book.debt(name))
    }
    yield from charge_drafts(
        book,
        targets_t,
        month=str(month),
        clause=rule.terms.clause,
        basis=rule.rulebook_sha256,
        actor=person.id,
    )


def _unused(book: Book, decision: StoredDecision, person: Person) -> Iterator[Draft]:
    """Unused quota recalled or set against what is owed, and charges credited, as the decision's rulebook says."""
    rule = rule_of(decision, Month(book.plan_year, 12).last_day)
    clause, basis = decision.body["rulebook"]["settlement"]["clause"], decision.body["rulebook_sha256"]
    yield from unused_drafts(
        book,
        clause=clause,
        basis=basis,
        reason="recall.carry" if rule and rule.terms.carry_share else "recall.unused",
        pays_debts=rule is not None,
        actor=person.id,
    )
    yield from charge_drafts(book, {}, month="", clause=clause, basis=basis, actor=person.id)
