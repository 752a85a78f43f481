"""Independent estimates of what a firm made (产量旁证), each with its deviation, combined, and their conflict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from zhibiao.monthly.chance import chi_square_tail
from zhibiao.monthly.returns import Record
from zhibiao.sectors.norm import Norms, norm_of
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

STEEL, SAND = "crude_steel_t", "magnesia_sand_t"
LEAST_DEVIATION = 0.005
"""Relative; no scale or meter of a works is better: weighbridges of class III err by up to 0.5 % on part loads."""
FIXED_SHARE = 0.15
"""Share of usual electricity and energy that a plant takes without output; an assumption, see docs/cross_check.md."""
MAD_TO_DEVIATION = 1.4826
"""What a median absolute deviation is multiplied by to give the standard deviation of a normal variable."""


class Basis(StrEnum):
    """Where the rate of an estimate comes from: the firm's own months, or the norm of its route."""

    OWN = "own"
    NORM = "norm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One way to tell output from something else that was filed.

    Args:
        code: `metal`, `electricity`, `energy`, `ore`, `coke`, `oxygen`, `products`, `magnesite`.
        name: its words.
        over: fields whose sum bears witness, in their inner units.
        norms: codes of norms whose product is its rate per tonne made; empty where none is known.
        is_fixed_in_part: whether some of it is used without any output.
        from_stock: whether sales and the change of finished stock stand in for `over`.
        bought: field of tonnes that were bought instead of made, "" for none.
    """

    code: str
    name: Text
    over: tuple[str, ...]
    norms: tuple[str, ...] = ()
    is_fixed_in_part: bool = False
    from_stock: bool = False
    bought: str = ""


WITNESSES: Mapping[str, tuple[Witness, ...]] = {
    STEEL: (
        Witness(
            code="metal",
            name=Text("铁和废钢", "iron and scrap"),
            over=("pig_iron_t", "scrap_used_t"),
            norms=("charge_per_steel",),
        ),
        Witness(
            code="electricity",
            name=Text("用电量", "electricity"),
            over=("electricity_kwh",),
            norms=("kwh_per_steel",),
            is_fixed_in_part=True,
        ),
        Witness(
            code="energy",
            name=Text("综合能耗", "energy"),
            over=("energy_tce",),
            norms=("tce_per_steel",),
            is_fixed_in_part=True,
        ),
        Witness(
            code="ore",
            name=Text("铁矿石", "iron ore"),
            over=("iron_ore_used_t",),
            norms=("ore_per_iron", "iron_per_steel"),
        ),
        Witness(
            code="coke", name=Text("焦炭", "coke"), over=("coke_used_t",), norms=("coke_per_iron", "iron_per_steel")
        ),
        Witness(code="oxygen", name=Text("氧气", "oxygen"), over=("oxygen_m3",), norms=("oxygen_per_steel",)),
        Witness(
            code="products",
            name=Text("产品销售与库存", "products sold and stocked"),
            over=("steel_products_t",),
            norms=("products_per_steel",),
            from_stock=True,
            bought="billets_bought_t",
        ),
    ),
    SAND: (
        Witness(
            code="magnesite",
            name=Text("菱镁矿石", "magnesite"),
            over=("magnesite_used_t",),
            norms=("magnesite_per_sand",),
        ),
        Witness(
            code="electricity", name=Text("用电量", "electricity"), over=("electricity_kwh",), is_fixed_in_part=True
        ),
        Witness(code="energy", name=Text("综合能耗", "energy"), over=("energy_tce",), is_fixed_in_part=True),
        Witness(
            code="products",
            name=Text("产品销售与库存", "products sold and stocked"),
            over=("magnesia_products_t",),
            from_stock=True,
        ),
    ),
}
"""The witnesses of each quantity that a quota counts."""


def names_of_witnesses() -> Mapping[str, Text]:
    """Their words by code."""
    return {witness.code: witness.name for of_quantity in WITNESSES.values() for witness in of_quantity}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one witness says of a period's output.

    Args:
        witness: its code.
        tonnes: estimated output of the period, t.
        deviation_t: standard deviation of the estimate, t, > 0.
        basis: where the rate comes from.
        rate: what bears witness per tonne made, in its inner unit per tonne.
        periods: how many of the firm's own periods the rate rests on; 0 for a norm.
    """

    witness: str
    tonnes: float
    deviation_t: float
    basis: Basis
    rate: float
    periods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """Several estimates as one, weighted by inverse variance.

    Args:
        tonnes: the weighted mean, t.
        deviation_t: its standard deviation, t; widened by the square root of chi-square per degree where the
            estimates disagree more than their own deviations allow (Birge's ratio).
        chi_square: sum of squared distances of the estimates from the mean, each over its own deviation.
        freedom: degrees of freedom: estimates less one; 0 with a single one.
        conflict: probability that estimates which all tell the truth lie so far apart; 1 with a single one.
        estimates: what was combined, in the order of the witnesses.
    """

    tonnes: float
    deviation_t: float
    chi_square: float
    freedom: int
    conflict: float
    estimates: tuple[Estimate, ...]

    def gap(self, reported_t: Decimal) -> float:
        """Combined less reported, in standard deviations: positive where more seems to have been made."""
        return (self.tonnes - float(reported_t)) / self.deviation_t

    def interval(self, deviations: float = 2.0) -> tuple[float, float]:
        """The mean less and plus so many standard deviations, t; never below zero."""
        margin = deviations * self.deviation_t
        return max(0.0, self.tonnes - margin), self.tonnes + margin


def estimates_of(
    record: Record,
    enterprise: Enterprise,
    quantity: str,
    period: Period,
    *,
    history_months: int = 24,
    least: int = 6,
) -> tuple[Estimate, ...]:
    """Estimate a period's output from everything else that was filed for it, by the firm's own rates before it.

    The rate of a witness is the median of the firm's last `history_months` before the period (at least `least`
    periods), its deviation the median absolute one, so that a few wrong months move neither. What was reported for
    the period itself is not used. A witness whose figures are missing says nothing; missing is not zero.

    Args:
        record: figures that stand.
        enterprise: whose output is estimated.
        quantity: `crude_steel_t` or `magnesia_sand_t`; for any other there are no witnesses.
        period: of one return.
        history_months: how far back its own history is read.
        least: fewest periods that may give a rate.

    Returns:
        One estimate per witness that has both figures and history, in the order of `WITNESSES`.
    """
    found = []
    for witness in WITNESSES.get(quantity, ()):
        figure = _figure(record, enterprise.id, witness, period)
        history = _history(record, enterprise.id, witness, quantity, period, history_months=history_months)
        if figure is None or figure <= 0 or len(history) < least:
            continue
        bought = _bought(record, enterprise.id, witness, period)
        found.append(_by_history(witness, figure, history, bought, days=period.days))
    return tuple(one for one in found if one.tonnes > 0)


def estimates_by_norm(
    record: Record, enterprise: Enterprise, quantity: str, period: Period, norms: Norms
) -> tuple[Estimate, ...]:
    """The same by the norms of the route: wide, but blind to what the firm itself filed for years before.

    Of a product of norms the relative deviations add in squares.
    """
    found = []
    for witness in WITNESSES.get(quantity, ()):
        known = [norm_of(norms, code, enterprise.route) for code in witness.norms]
        factors = [norm for norm in known if norm is not None]
        figure = _figure(record, enterprise.id, witness, period)
        if not known or len(factors) < len(known) or figure is None or figure <= 0:
            continue
        rate = math.prod(float(norm.usual) for norm in factors)
        relative = math.hypot(*(float(norm.deviation / norm.usual) for norm in factors))
        whole = figure / rate
        found.append(
            Estimate(
                witness=witness.code,
                tonnes=whole - _bought(record, enterprise.id, witness, period),
                deviation_t=whole * relative,
                basis=Basis.NORM,
                rate=rate,
                periods=0,
            )
        )
    return tuple(one for one in found if one.tonnes > 0)


def combine(estimates: Sequence[Estimate]) -> Combined | None:
    """The mean by inverse variance, with its conflict; None of no estimates.

    >>> of = lambda tonnes, deviation: Estimate(witness="", tonnes=tonnes, deviation_t=deviation, basis=Basis.OWN,
    ...                                         rate=1.0, periods=24)
    >>> found = combine([of(100.0, 1.0), of(106.0, 2.0)])
    >>> round(found.tonnes, 2), round(found.chi_square, 2), found.freedom
    (101.2, 7.2, 1)
    """
    if not estimates:
        return None
    weights = [1 / one.deviation_t**2 for one in estimates]
    mean = math.fsum(weight * one.tonnes for weight, one in zip(weights, estimates, strict=True)) / math.fsum(weights)
    spread = math.fsum(weight * (one.tonnes - mean) ** 2 for weight, one in zip(weights, estimates, strict=True))
    freedom = len(estimates) - 1
    birge = math.sqrt(max(1.0, spread / freedom)) if freedom else 1.0
    return Combined(
        tonnes=mean,
        deviation_t=birge / math.sqrt(math.fsum(weights)),
        chi_square=spread,
        freedom=freedom,
        conflict=chi_square_tail(spread, freedom) if freedom else 1.0,
        estimates=tuple(estimates),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """One of the firm's own periods: what bears witness per tonne, and by the day."""

    rate: float
    by_day: float


def _by_history(witness: Witness, figure: float, history: Sequence[_Month], bought: float, *, days: int) -> Estimate:
    rates = [one.rate for one in history]
    rate = median(rates)
    scatter = MAD_TO_DEVIATION * median(abs(one - rate) for one in rates) / rate
    # A rate that wanders with the mix of products is no witness to a per cent: the way of the last year counts in.
    drift = abs(median(rates[-12:]) - rate) / rate
    relative = math.hypot(max(LEAST_DEVIATION, scatter) * math.sqrt(1 + 1 / len(rates)), drift)
    whole = figure / rate
    # The load is judged by the meter itself: judged by output, whoever leaves steel out would widen the doubt.
    load = figure / days / median(one.by_day for one in history)
    off_load = FIXED_SHARE / (1 - FIXED_SHARE) * abs(1 / load - 1) if witness.is_fixed_in_part else 0.0
    return Estimate(
        witness=witness.code,
        tonnes=whole - bought,
        deviation_t=whole * math.hypot(relative, off_load),
        basis=Basis.OWN,
        rate=rate,
        periods=len(rates),
    )


def _history(
    record: Record, enterprise: str, witness: Witness, quantity: str, period: Period, *, history_months: int
) -> list[_Month]:
    """What bears witness per tonne made (and bought), by period before this one."""
    first: Month = period.start.shift(-history_months)
    found = []
    for past, made in sorted(record.figures.get((enterprise, quantity), {}).items()):
        if not (first <= past.start and past.end <= period.start) or made <= 0:
            continue
        figure = _figure(record, enterprise, witness, past)
        if figure is not None and figure > 0:
            tonnes = float(made) + _bought(record, enterprise, witness, past)
            found.append(_Month(rate=figure / tonnes, by_day=figure / past.days))
    return found


def _figure(record: Record, enterprise: str, witness: Witness, period: Period) -> float | None:
    if witness.from_stock:
        from_stock = _sold_and_stocked(record, enterprise, period)
        if from_stock is not None:
            return from_stock
    values = [record.figure(enterprise, code, period) for code in witness.over]
    known = [float(value) for value in values if value is not None]
    return math.fsum(known) if len(known) == len(values) else None


def _sold_and_stocked(record: Record, enterprise: str, period: Period) -> float | None:
    sold, closing = (record.figure(enterprise, code, period) for code in ("sales_t", "stock_t"))
    opening = record.at(enterprise, "stock_t", period.start.shift(-1))
    return None if sold is None or closing is None or opening is None else float(sold + closing - opening)


def _bought(record: Record, enterprise: str, witness: Witness, period: Period) -> float:
    value = record.figure(enterprise, witness.bought, period) if witness.bought else None
    return float(value or 0)
