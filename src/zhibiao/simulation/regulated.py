"""The fictional city under regulation: what goes astray in a month, and what firms make of what was decided.

The one place that says how a firm behaves. It sets out to make what was decided, product by product. Its month strays
by the same noise that the generator drew for it, and a stop of the specification takes its share of the days away:
one that was announced is in the plan already, one that was hidden is not. It makes no more than its furnaces on file
allow, and stops where its holding ends: it knows what it holds. Of a product it sells at most a tenth more than in the
same month of the generator's own year: a plan makes no customers. What is beyond goes into the firm's plain product.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from zhibiao.monthly.returns import Record, Return
from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.rhythm import spread, wobble
from zhibiao.simulation.specification import FIRST_YEAR, Specification
from zhibiao.terms.period import Month, Period, months_of

MORE_TAKEN = Fraction(1, 10)
"""How much more of a product is taken than in the same month of the generator's own year."""
Pair = tuple[str, str]
"""Enterprise id and product field."""
_LEVELS = frozenset({"workforce_persons", "orders_t"})  # neither rises nor falls with what a month is told to make


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What goes astray, by firm and month.

    Args:
        factor: what a month's output is multiplied by, around 1, with memory.
        stop: the share of its usual days that a stop leaves; absent where nothing stops.
    """

    factor: Mapping[str, Mapping[Month, float]]
    stop: Mapping[str, Mapping[Month, float]]

    def stopped_days(self, enterprise: str, month: Month) -> float:
        """Days of the month that a stop takes."""
        return month.days * (1.0 - self.stop[enterprise].get(month, 1.0))


def chance_of(specification: Specification, *, seed: int) -> Chance:
    """The draws that the generator makes for a seed: the bundled city's own for its seed, another year's for another.

    Stops are the specification's and the same for every seed.
    """
    children = np.random.default_rng(seed).spawn(len(specification.firms))
    factor: dict[str, dict[Month, float]] = {}
    for firm, child in zip(specification.firms, children, strict=True):
        child.random(len(firm.output_t))  # the years' totals come first, as in `output.plan_of`
        months = [month for year in range(FIRST_YEAR, FIRST_YEAR + len(firm.output_t)) for month in months_of(year)]
        factor[firm.id] = dict(zip(months, wobble(child, len(months), amplitude=firm.noise), strict=True))
    return Chance(
        factor=factor,
        stop={firm.id: {one.month: one.factor for one in firm.outages} for firm in specification.firms},
    )


def carried_out(
    decided_t: Mapping[str, int],
    *,
    factor: float,
    stop: float,
    is_told: bool,
    able_t: int,
    left_t: int,
    taken_t: Mapping[str, int],
    plain: str,
) -> dict[str, int]:
    """What one firm makes in a month, by product, whole tonnes of the quota's quantity.

    Args:
        decided_t: what was decided, by product.
        factor: the month's noise.
        stop: the share of its usual days that a stop leaves.
        is_told: whether the stop was announced, so that what was decided has it in already.
        able_t: most that its furnaces allow in the month, the stop taken off.
        left_t: what is left of its holding.
        taken_t: most of each product that is taken; none of one that is not there.
        plain: the product that takes the rest.
    """
    wanted = sum(decided_t.values()) * factor * (1.0 if is_told else stop)
    made = max(0, min(round(wanted), able_t, left_t))
    parts = dict(zip(decided_t, spread(made, list(decided_t.values())), strict=True))
    sold = {
        family: tonnes if family == plain else min(tonnes, taken_t.get(family, 0)) for family, tonnes in parts.items()
    }
    rest = made - sum(sold.values())
    return sold | {plain: sold.get(plain, 0) + rest} if rest else sold


def regulated_city(city: SimulatedCity, made_t: Mapping[Month, Mapping[Pair, int]], *, sector: Sector) -> SimulatedCity:
    """The city with these months as they came of what was decided; every other month and firm as it was.

    A product's tonnes are its steel at the yield of the month; inputs and money rise and fall with output. Orders
    stay as they were: customers do not know of the plan.

    Args:
        city: the truth.
        made_t: by month and pair, tonnes of the sector's quantity.
        sector: whose firms they are.
    """
    changed: dict[str, dict[str, Mapping[Month, int]]] = {}
    for month, made in made_t.items():
        of_firm: dict[str, dict[str, int]] = {}
        for (name, family), tonnes in made.items():
            of_firm.setdefault(name, {})[family] = tonnes
        for name, families in of_firm.items():
            was = city.figures[name]
            now = changed.setdefault(name, dict(was))
            now |= {code: {**now[code], month: t} for code, t in _month_of(was, month, families, sector).items()}
    return replace(city, figures=MappingProxyType({**city.figures, **changed}))


def _month_of(
    was: Mapping[str, Mapping[Month, int]], month: Month, families: Mapping[str, int], sector: Sector
) -> dict[str, int]:
    made, before = sum(families.values()), was[sector.quantity][month]
    share = Fraction(made, before) if before else Fraction(0)
    rate = Fraction(was[sector.output][month], before) if before else Fraction(0)
    products = {one.field: round(families.get(one.field, 0) * rate) for one in sector.products}
    found = {code: round(series[month] * share) for code, series in was.items() if code not in _LEVELS}
    return found | products | {sector.output: sum(products.values()), sector.quantity: made}


def record_of(
    city: SimulatedCity,
    *,
    until: Month,
    joint_years: Collection[int],
    quantity: str,
    outage_days: Mapping[str, Mapping[Month, Decimal]] = MappingProxyType({}),
    since: Month | None = None,
    codes: Collection[str] = (),
) -> Record:
    """What careful returns up to and including `until` say: nothing of a later month but announced stops.

    Args:
        city: the truth that is filed.
        until: the last month filed.
        joint_years: years in which January and February come as one return, so that January alone is not known.
        quantity: the quota's quantity.
        outage_days: announced days without output, by firm and month they fall in; filed in the return before.
        since: the first month filed; the city's first where none is named.
        codes: fields; all of them where none is named.
    """
    figures: dict[tuple[str, str], dict[Period, Decimal]] = {}
    returns: dict[tuple[str, Period], Return] = {}
    for period in _periods(
        [one for one in city.months if since is None or one >= since], until=until, joint_years=joint_years
    ):
        for name, own in city.figures.items():
            returns[name, period] = _filed(name, period)
            for code, series in own.items():
                if codes and code not in codes:
                    continue
                is_level = code in _LEVELS or code == "stock_t"
                months: Sequence[Month] = (period.last,) if is_level else tuple(period)
                figures.setdefault((name, code), {})[period] = Decimal(sum(series[month] for month in months))
            days = outage_days.get(name, {}).get(period.end, Decimal(0))
            if quantity in own:
                figures.setdefault((name, "planned_outage_days"), {})[period] = days
    return Record(returns, figures, {}, {})


def _filed(name: str, period: Period) -> Return:
    received = dt.datetime.combine(period.last.last_day + dt.timedelta(days=8), dt.time(), dt.UTC)
    return Return(
        enterprise=name, period=period, version=1, received_at=received, provenance="", file_sha256="", facts=()
    )


def _periods(months: Sequence[Month], *, until: Month, joint_years: Collection[int]) -> list[Period]:
    found = []
    for month in months:
        if month > until or (month.year in joint_years and month.month == 1):
            continue
        start = Month(month.year, 1) if month.year in joint_years and month.month == 2 else month
        found.append(Period(start, month.next()))
    return found
