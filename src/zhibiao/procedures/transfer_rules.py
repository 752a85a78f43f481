"""What may pass from one enterprise to another: to whom, up to how much, and by which clause between groups."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from zhibiao.allocation.decision.decide import day_of
from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.book import Book
from zhibiao.policy.asked import BASE_ONLY
from zhibiao.policy.plain import TRANSFERS, rulebook_of
from zhibiao.procedures.ports import StoredDecision
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def check_transfer(
    book: Book,
    giver: Enterprise,
    taker: Enterprise,
    tonnes: int,
    *,
    most_t: int | None,
    clause: str = "",
    pledged_t: int = 0,
) -> None:
    """Refuse what may not pass: to another sector, or group unless a clause lets it, too much, or in a closed year.

    Args:
        book: of the sector and plan year.
        giver: who gives.
        taker: who gets.
        tonnes: how many.
        most_t: what the taker may hold by its compliant capacity; None where the rulebook sets no such bound.
        clause: the clause that lets quota pass between groups; empty where none does.
        pledged_t: tonnes of the giver that are pledged to this very transfer.

    Raises:
        UsageError: `transfer.same_enterprise`.
        ActRefused: `transfer.other_sector`, `transfer.other_group`, `transfer.year_closed`,
            `ledger.insufficient`, `transfer.above_capacity`, in this order.
    """
    if giver.id == taker.id:
        raise UsageError("transfer.same_enterprise", enterprise=giver.id)
    facts: dict[str, Any] = {"giver": giver.id, "taker": taker.id}
    if giver.sector != taker.sector:
        raise ActRefused("transfer.other_sector", sectors=f"{giver.sector}、{taker.sector}", **facts)
    if not (clause or is_within_group(giver, taker)):
        raise ActRefused("transfer.other_group", groups=f"{giver.group or '—'}、{taker.group or '—'}", **facts)
    if book.is_closed:
        raise ActRefused("transfer.year_closed", sector=book.sector, plan_year=book.plan_year)
    available_t = book.free(giver.id) + pledged_t
    if tonnes > available_t:
        act, short_t = Text("调出指标", "the transfer"), tonnes - available_t
        about = {"account": giver.id, "available_t": available_t, "tonnes": tonnes, "short_t": short_t}
        raise ActRefused("ledger.insufficient", place=None, act=act, **about)
    after_t = book.holding(taker.id) + tonnes
    if most_t is not None and after_t > most_t:
        raise ActRefused("transfer.above_capacity", taker=taker.id, after_t=after_t, most_t=most_t)


def capacity_ceiling(decision: StoredDecision | None, enterprise: str) -> int | None:
    """What an enterprise may hold by the capacity and the factor that the decision in force rests on.

    Who takes no part in it has no capacity there; without a decision, or a bound by capacity in its rulebook, None.
    """
    if decision is None or decision.body["rulebook"]["bounds"]["rule"] == BASE_ONLY:
        return None
    rulebook = rulebook_of(decision.body["rulebook"])
    factor = rulebook.number("capacity_factor", day_of(rulebook, _as_of(decision)))
    capacity_t: int = sum(one["capacity_t"] for one in decision.body["claimants"] if one["enterprise"] == enterprise)
    return floor(Fraction(factor) * capacity_t)


def clause_between_groups(decision: StoredDecision | None) -> str:
    """The clause by which the rulebook of the decision in force lets quota pass between groups; empty without one."""
    if decision is None:
        return ""
    transfers: Mapping[str, Any] = decision.body["rulebook"].get(TRANSFERS, {})
    return str(transfers["clause"]) if transfers.get("between_groups") else ""


def is_within_group(giver: Enterprise, taker: Enterprise) -> bool:
    """Whether both belong to one group by the register."""
    return bool(giver.group) and giver.group == taker.group


def _as_of(decision: StoredDecision) -> Month | None:
    return Month.parse(decision.body["as_of"]) if decision.body["as_of"] else None
