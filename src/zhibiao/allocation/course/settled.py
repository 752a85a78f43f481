"""What counts in a decision beside the split: carried tonnes, this year's deduction, what was passed on or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from zhibiao.allocation.course.settlement import Instalment, carried_t, due_t, joint_plan, payback_plan
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.settlement import month_text, regulated_t, standing_t, transferred_t, year_end_holdings
from zhibiao.policy.settlement import SettlementTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What one enterprise's quota of a year has to count besides its part of the split, in tonnes.

    A quota is its part of the split + `carried_t` − `deducted_t` + `transferred_t` + `regulated_t`. The split
    gives out the cap less the reserve, less all that is carried, plus all that is deducted, so that the year stays
    within its cap.

    Args:
        enterprise: whose quota.
        carried_t: unused quota of the year before that has not expired.
        owed_t: what is owed for earlier years, as the year began.
        deducted_t: what this year pays back of it, in all of the year's decisions together.
        transferred_t: what transfers of this year added, or with a minus took.
        regulated_t: the same of this year's regulations.
        plan: this year's deduction and the later ones; sums to `owed_t`. Empty when nothing can be taken.
    """

    enterprise: str
    carried_t: int
    owed_t: int
    deducted_t: int
    transferred_t: int
    regulated_t: int
    plan: tuple[Instalment, ...]


def settled_of(
    this: Book, earlier: Sequence[Book], *, carrying: SettlementTerms | None, deducting: SettlementTerms | None
) -> dict[str, Settled]:
    """What counts besides the split, by enterprise that has any of it, in order of id; a function of the books.

    Drafted again in the same year it is the same: what was carried or paid back in the year counts as part of it.

    Args:
        this: the book of the year to be decided, empty before its first entry.
        earlier: books of earlier years of the sector; those that owe may go back as many years as paying back takes.
        carrying: terms of the year before; None where they carry nothing.
        deducting: terms by which debts are paid back; None where no rule deducts yet.
    """
    last = next((book for book in earlier if book.plan_year == this.plan_year - 1 and book.is_closed), None)
    holdings = year_end_holdings(last) if last else {}
    carried = _in_time(this, _carried(last, holdings, carrying), carrying) if last and carrying else {}
    passed, moved = transferred_t(this), regulated_t(this)
    plans = _vintages([*earlier, this], deducting) if deducting else {}
    paid, gone = (standing_t(this, kind) for kind in (EntryKind.PAYBACK, EntryKind.OWED_OUT))
    owed = {name: this.owed(name) + paid.get(name, 0) + gone.get(name, 0) for name in this.debtors}
    found = {}
    for name in sorted({*carried, *passed, *moved, *(name for name, owed_t in owed.items() if owed_t)}):
        plan: tuple[Instalment, ...] = ()
        if deducting and owed.get(name):
            most_t = floor(Fraction(deducting.payback_most_share) * holdings.get(name, 0))
            plan = _plan(plans.get(name, ()), owed[name], year=this.plan_year, most_t=most_t, paid_t=paid.get(name, 0))
        found[name] = Settled(
            enterprise=name,
            carried_t=carried.get(name, 0),
            owed_t=owed.get(name, 0),
            deducted_t=sum(one.tonnes for one in plan if one.year == this.plan_year),
            transferred_t=passed.get(name, 0),
            regulated_t=moved.get(name, 0),
            plan=plan,
        )
    return found


def _carried(last: Book, holdings: Mapping[str, int], terms: SettlementTerms) -> dict[str, int]:
    unused = standing_t(last, EntryKind.RECALL)
    shares = {name: carried_t(unused_t, holdings[name], terms.carry_share) for name, unused_t in unused.items()}
    return {name: tonnes for name, tonnes in shares.items() if tonnes}


def _in_time(this: Book, carried: Mapping[str, int], terms: SettlementTerms) -> dict[str, int]:
    """What of it still counts: not what has expired, and nothing that was never booked before its month was closed."""
    booked, expired = (standing_t(this, kind) for kind in (EntryKind.CARRY, EntryKind.EXPIRE))
    is_over = bool(terms.carry_until) and month_text(this, terms.carry_until) in this.closed_months
    left = {name: tonnes - expired.get(name, 0) for name, tonnes in carried.items() if name in booked or not is_over}
    return {name: tonnes for name, tonnes in left.items() if tonnes}


def _vintages(books: Sequence[Book], terms: SettlementTerms) -> dict[str, tuple[Instalment, ...]]:
    """Each year's new debts with their surcharge are a plan of their own; together they are the enterprise's plan."""
    plans: dict[str, list[tuple[Instalment, ...]]] = {}
    for book in books:
        debts, added = (standing_t(book, kind) for kind in (EntryKind.DEBT_IN, EntryKind.SURCHARGE))
        for name in {*debts, *added}:
            owed_t = debts.get(name, 0) + added.get(name, 0)
            plan = payback_plan(owed_t, first_year=book.plan_year, years=terms.payback_years)
            plans.setdefault(name, []).append(plan)
    return {name: joint_plan(some) for name, some in plans.items()}


def _plan(
    scheduled: Sequence[Instalment], owed_t: int, *, year: int, most_t: int, paid_t: int
) -> tuple[Instalment, ...]:
    """What is due this year within the most that may be taken, and the rest until the last scheduled year or longer."""
    if most_t < 1:
        return (Instalment(year=year, tonnes=paid_t),) if paid_t == owed_t else ()
    now_t = max(min(due_t(owed_t, scheduled, year), most_t), paid_t)
    last = max((one.year for one in scheduled), default=year)
    rest = payback_plan(owed_t - now_t, first_year=year + 1, years=max(1, last - year), most_per_year_t=most_t)
    return (Instalment(year=year, tonnes=now_t), *rest) if now_t else rest
