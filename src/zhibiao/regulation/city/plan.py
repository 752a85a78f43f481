"""The city's plan: whole tonnes by month and product, holdings aimed at, prices, reasons, changes and moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.errors import NoSolution
from zhibiao.regulation.city.changes import Change, changes_since
from zhibiao.regulation.city.exact import ExactCertificate
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.regulation.city.moves import Move, commodity_notes, quota_moves, rephasings, why_moved
from zhibiao.regulation.city.prices import OwnPrices, Prices, own_prices, prices_of
from zhibiao.regulation.city.problem import CityProblem, city_problem
from zhibiao.regulation.city.reasons import Reason, reasons_of
from zhibiao.regulation.city.solved import Solved, solved
from zhibiao.regulation.city.targets import target_holdings
from zhibiao.regulation.plan import Solution
from zhibiao.regulation.problem import IntArray
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month

GAP = Fraction(1, 10**4)
"""A solver's plan is within 1e-6 of the best; whole tonnes of a very small city lie further off, never so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """What is kept of a plan so that the next one can say what changed.

    Args:
        inputs: of the plan.
        year_t: made and planned of each enterprise.
        month_t: planned by enterprise, in the months of the inputs.
    """

    inputs: CityInputs
    year_t: Mapping[str, int]
    month_t: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterprisePlan:
    """One enterprise's part of the plan, in whole tonnes of the quota's quantity.

    Args:
        enterprise: whose.
        made_t: made in the year by the end of the month before.
        month_t: planned in each month.
        family_t: the same by product family; families sum to months.
        holding_t, target_t: what it holds and what it should hold.
        entitled_t: its part of the cap by the allocation in force.
        prices: of its own limits; None where it makes nothing.
        more, less: why it makes no more and no less.
        change: since the plan before; None without one.
    """

    enterprise: str
    made_t: int
    month_t: tuple[int, ...]
    family_t: Mapping[str, tuple[int, ...]]
    holding_t: int
    target_t: int
    entitled_t: int
    prices: OwnPrices | None
    more: tuple[Reason, ...]
    less: tuple[Reason, ...]
    change: Change | None

    @property
    def year_t(self) -> int:
        """Made and planned."""
        return self.made_t + sum(self.month_t)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPlan:
    """A city's plan from a month to December.

    Args:
        city: the problem it answers, with its inputs.
        enterprises: every enterprise of the inputs, in their order.
        prices: of the limits that enterprises share.
        certificate: exact.
        value_yuan: what the planned tonnes bring.
        nearness_yuan, pacing_yuan: what their distance from the entitlements and from an even pace costs in the
            objective.
        rounding_yuan: objective given up for whole tonnes.
        moves: what is proposed; moves of quota sum to zero.
        findings: what is contradictory in the inputs, and bounds that gave way.
        solver: whose answer it rests on; the certificate does not.
        y: tonnes of each pair and month, (P, T).
        solution: to solve a changed problem from; not part of the plan.
    """

    city: CityProblem
    enterprises: tuple[EnterprisePlan, ...]
    prices: Prices
    certificate: ExactCertificate
    value_yuan: Decimal
    nearness_yuan: Decimal
    pacing_yuan: Decimal
    rounding_yuan: Decimal
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...]
    solver: str
    y: IntArray
    solution: Solution

    @property
    def inputs(self) -> CityInputs:
        """What it was made from."""
        return self.city.inputs

    @property
    def months(self) -> tuple[Month, ...]:
        """Of the plan."""
        return self.city.inputs.months

    @property
    def changes_t(self) -> dict[str, int]:
        """By how much each holding should change; they sum to zero."""
        return {one.enterprise: one.target_t - one.holding_t for one in self.enterprises}

    @property
    def as_previous(self) -> Previous:
        """What the next plan needs of this one."""
        return Previous(
            inputs=self.inputs,
            year_t={one.enterprise: one.year_t for one in self.enterprises},
            month_t={one.enterprise: one.month_t for one in self.enterprises},
        )

    def __getitem__(self, enterprise: str) -> EnterprisePlan:
        return next(one for one in self.enterprises if one.enterprise == enterprise)


def city_plan(inputs: CityInputs, *, previous: Previous | None = None, warm: Solution | None = None) -> CityPlan:
    """Plan the rest of a city's year.

    Args:
        inputs: what is known.
        previous: the plan before, to say what changed; one that does not run over the same months is left aside.
        warm: a solution to start from.

    Raises:
        UsageError: `city_plan.nothing_to_plan`.
        NoSolution: `city_plan.cap_out_of_reach`, `plan.infeasible`, `plan.uncertified`; `city_plan.not_whole`, a bound
            that whole tonnes cannot keep; `city_plan.gap`, more could be gained than the certificate may leave open.
    """
    if previous is not None and not _runs_over(previous.inputs.months, inputs.months):
        previous = None
    city = city_problem(inputs)
    found = solved(city, warm=warm)
    _check(found)
    prices, own = prices_of(found), own_prices(found)
    reasons = {one.enterprise: reasons_of(found, prices, own, one.enterprise) for one in city.planned}
    target = target_holdings(city, found.year_t)
    changes = _changes(found, previous)
    rows = tuple(
        EnterprisePlan(
            enterprise=one.enterprise,
            made_t=one.made_t,
            month_t=_by_month(found, one.enterprise),
            family_t={
                family: tuple(found.y[pair].tolist())
                for pair, (name, family) in enumerate(city.pairs)
                if name == one.enterprise
            },
            holding_t=one.holding_t,
            target_t=target[one.enterprise],
            entitled_t=city.entitled_t[one.enterprise],
            prices=own.get(one.enterprise),
            more=reasons.get(one.enterprise, ((), ()))[0],
            less=reasons.get(one.enterprise, ((), ()))[1],
            change=changes.get(one.enterprise),
        )
        for one in inputs.enterprises
    )
    return CityPlan(
        city=found.city,
        enterprises=rows,
        prices=prices,
        certificate=found.certificate,
        value_yuan=_cents(found.value_yuan),
        nearness_yuan=_cents(found.nearness_yuan),
        pacing_yuan=_cents(found.pacing_yuan),
        rounding_yuan=_cents(found.rounding_yuan),
        moves=_moves(found, rows, prices, previous),
        findings=(*inputs.findings, *city.findings),
        solver=found.best.solver,
        y=found.y,
        solution=found.best,
    )


def _runs_over(before: tuple[Month, ...], now: tuple[Month, ...]) -> bool:
    return len(before) >= len(now) and before[-len(now) :] == now


def _check(found: Solved) -> None:
    broken = found.certificate.broken
    if broken:
        worst = max(broken, key=lambda one: one.excess)
        raise NoSolution("city_plan.not_whole", bound=worst.code, row=worst.row, excess=float(worst.excess))
    if found.certificate.gap > GAP:
        raise NoSolution("city_plan.gap", gap=f"{float(found.certificate.gap):.1e}", most="1e-4")


def _by_month(found: Solved, enterprise: str) -> tuple[int, ...]:
    own = [pair for pair, (name, _) in enumerate(found.city.pairs) if name == enterprise]
    return tuple(found.y[own].sum(axis=0).tolist()) if own else (0,) * len(found.city.inputs.months)


def _changes(found: Solved, previous: Previous | None) -> dict[str, Change]:
    if previous is None:
        return {}
    changes = changes_since(previous.inputs, previous.year_t, found.city.inputs, found.year_t)
    return {one.enterprise: one for one in changes}


def _moves(
    found: Solved, rows: tuple[EnterprisePlan, ...], prices: Prices, previous: Previous | None
) -> tuple[Move, ...]:
    inputs = found.city.inputs
    changes = {one.enterprise: one.target_t - one.holding_t for one in rows}
    why = {
        one.enterprise: why_moved(changes[one.enterprise], one.prices, more=one.more, less=one.less, prices=prices)
        if one.prices
        else (Reason(code="city_plan.move.nothing_made", facts={}),)
        for one in rows
    }
    groups = {one.enterprise: one.group for one in inputs.enterprises}
    planned = {one.enterprise: one.month_t for one in rows if one.prices}
    if previous is None:
        base, by = _pace(found), "city_plan.move.off_pace"
    else:
        base = {
            name: dict(zip(previous.inputs.months, tonnes, strict=True)) for name, tonnes in previous.month_t.items()
        }
        by = "city_plan.move.off_plan"
    return (
        *quota_moves(changes, groups, why),
        *rephasings(inputs.months, planned, base, by=by),
        *commodity_notes(found, prices),
    )


def _pace(found: Solved) -> dict[str, dict[Month, int]]:
    pace = found.city.problem.pace
    if pace is None:
        return {}
    return {
        one.enterprise: {month: round(tonnes) for month, tonnes in zip(found.city.inputs.months, row, strict=True)}
        for one, row in zip(found.city.planned, pace.aim.tolist(), strict=True)
    }


def _cents(yuan: Fraction) -> Decimal:
    return Decimal(round(yuan * 100)).scaleb(-2)
