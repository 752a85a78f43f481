"""Moves that a plan proposes: quota recalled, granted, passed inside a group, months moved, commodities noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.regulation.city.prices import OwnPrices, Prices
from zhibiao.regulation.city.reasons import Reason
from zhibiao.regulation.city.solved import Solved
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month

RECALL, GRANT, TRANSFER, REPHASE, NOTE = "recall", "grant", "transfer", "rephase", "note"
REPHASE_SHARE = Fraction(2, 100)
"""Share of a month by which it has to move before anybody is told: the program's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One proposal.

    Args:
        kind: `recall`, `grant`, `transfer`, `rephase` or `note`.
        enterprise: whose; of a transfer the giver; empty in a note.
        taker: of a transfer, otherwise empty.
        tonnes: of quota, > 0; 0 in what moves none.
        months: of a re-phasing, tonnes more or less in each month that moves.
        commodity: of a note.
        reasons: why; of a transfer the giver's first.
    """

    kind: str
    enterprise: str = ""
    taker: str = ""
    tonnes: int = 0
    months: tuple[tuple[Month, int], ...] = ()
    commodity: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def by_enterprise(self) -> dict[str, int]:
        """Tonnes of quota by enterprise, above zero for what it gets; they sum to zero over all moves of a plan."""
        if self.kind == TRANSFER:
            return {self.enterprise: -self.tonnes, self.taker: self.tonnes}
        return {self.enterprise: self.tonnes * {RECALL: -1, GRANT: 1}.get(self.kind, 0)} if self.enterprise else {}


def quota_moves(
    changes: Mapping[str, int], groups: Mapping[str, str], reasons: Mapping[str, tuple[Reason, ...]]
) -> tuple[Move, ...]:
    """Changes of holdings, which sum to zero, as transfers inside groups first, then recalls and grants.

    Args:
        changes: tonnes by enterprise.
        groups: group of each, empty for none.
        reasons: why each changes.
    """
    left = dict(changes)
    moves: list[Move] = []
    for group in dict.fromkeys(name for name in groups.values() if name):
        members = [name for name in left if groups[name] == group]
        for giver in members:
            for taker in members:
                tonnes = min(-left[giver], left[taker])
                if tonnes > 0:
                    left[giver] += tonnes
                    left[taker] -= tonnes
                    why = (*reasons[giver][:1], *reasons[taker][:1])
                    moves.append(Move(kind=TRANSFER, enterprise=giver, taker=taker, tonnes=tonnes, reasons=why))
    for kind, sign in ((RECALL, -1), (GRANT, 1)):
        moves += [
            Move(kind=kind, enterprise=name, tonnes=tonnes * sign, reasons=reasons[name])
            for name, tonnes in left.items()
            if tonnes * sign > 0
        ]
    return tuple(moves)


def why_moved(
    change: int, own: OwnPrices, *, more: Sequence[Reason], less: Sequence[Reason], prices: Prices
) -> tuple[Reason, ...]:
    """Why a holding changes: what its next tonne is worth beside the cap's, or the bound that leaves no choice."""
    facts = {"worth": own.worth, "cap": prices.cap, "pull": own.pull}
    if change > 0:
        if own.bound < 0 and less:
            return (less[0],)
        returns = own.worth <= prices.cap and own.pull < 0
        return (Reason(code="city_plan.move.back_up" if returns else "city_plan.move.gains", facts=facts), *more[:1])
    if own.bound > 0 and more:
        return (more[0],)
    returns = own.worth >= prices.cap and own.pull > 0
    return (Reason(code="city_plan.move.back_down" if returns else "city_plan.move.gives", facts=facts), *less[:1])


def rephasings(
    months: Sequence[Month],
    planned_t: Mapping[str, Sequence[int]],
    base_t: Mapping[str, Mapping[Month, int]],
    *,
    by: str,
) -> Iterator[Move]:
    """Months that move by more than 2 % against what was planned before, or against an even pace.

    Args:
        months: of the plan.
        planned_t: by enterprise and month.
        base_t: what is compared with, by enterprise; months that are not there are not compared.
        by: code of what is compared with.
    """
    for name, tonnes in planned_t.items():
        base = base_t.get(name, {})
        moved = tuple(
            (month, now - base[month])
            for month, now in zip(months, tonnes, strict=True)
            if month in base and abs(now - base[month]) > REPHASE_SHARE * base[month]
        )
        if moved:
            facts = {"count": len(moved), "most": max(abs(each) for _, each in moved), "share": "2"}
            yield Move(kind=REPHASE, enterprise=name, months=moved, reasons=(Reason(code=by, facts=facts),))


def commodity_notes(solved: Solved, prices: Prices) -> Iterator[Move]:
    """For each commodity with a limit: who needs how much, what there is, and what one more unit would be worth.

    Of the first month in which it is short; of the plan's first where it is enough.
    """
    city = solved.city
    inputs, problem = city.inputs, city.problem
    for kind, code in enumerate(inputs.commodities):
        supply = inputs.supplies.get(code)
        if supply is None:
            continue
        price = prices.commodities.get(code, ())
        short = [place for place, each in enumerate(price) if each]
        at = short[0] if short else 0
        needs: dict[str, Fraction] = {}
        used, every = Fraction(0), Fraction(0)
        for pair, (name, _) in enumerate(city.pairs):
            use = Fraction(repr(float(problem.a[kind, pair])))
            needs[name] = needs.get(name, Fraction(0)) + use * int(solved.y[pair, at])
            used += use * int(solved.y[pair, :at].sum())
            every += use * int(solved.y[pair].sum())
        first = sum(needs.values(), Fraction(0))
        if not first:
            continue
        months = [str(inputs.months[place]) for place in short]
        largest = sorted(needs, key=lambda name: (-needs[name], name))[:3]
        new = supply.monthly[at]
        stock = Fraction(supply.opening) + sum(Fraction(each or 0) for each in supply.monthly[:at]) - used
        facts = {
            "commodity": code,
            "month": str(inputs.months[at]),
            "need": round(first),
            "rest_need": round(every),
            "supply": "—" if new is None else round(new),
            "stock": round(stock) if supply.opening else "—",
            "cover_days": rounded(stock / first * inputs.months[at].days, 1) if supply.opening else "—",
            "largest": "、".join(largest),
            "largest_need": "、".join(f"{round(needs[name])}" for name in largest),
            "price": max(price, default=Decimal(0)),
            "months": "、".join(months) or "—",
        }
        if months:
            facts["lowest"] = round(supply.lowest[at]) if supply.lowest else 0
        said = "city_plan.note.short" if months else "city_plan.note.enough"
        yield Move(kind=NOTE, commodity=code, reasons=(Reason(code=said, facts=facts),))
