"""Tuning to published figures, openly: factors on high-end shares and on volumes that make a total come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from zhibiao.errors import NoSolution
from zhibiao.simulation.output import Plan
from zhibiao.terms.period import Month, months_of

MOST_HIGH_END = 0.97
_STEPS = 60

Value = Callable[[str, str, Month], float]
"""Firm, product field and month to yuan per tonne."""


def scale_output(plan: Plan, months: Sequence[Month], factor: float) -> Plan:
    """The same plan with the output of these months multiplied and rounded to whole tonnes."""
    scaled = {month: round(plan.output_t[month] * factor) for month in months}
    return replace(plan, output_t={**plan.output_t, **scaled})


def scale_high_end(shares: Mapping[str, float], *, fields: frozenset[str], factor: float) -> dict[str, float]:
    """One month's mix with its high-end part multiplied and the ordinary part taking the rest."""
    high = sum(share for field, share in shares.items() if field in fields)
    if high <= 0.0 or high >= 1.0:
        return dict(shares)
    wanted = min(high * factor, max(MOST_HIGH_END, high))
    return {
        field: share * (wanted / high if field in fields else (1 - wanted) / (1 - high))
        for field, share in shares.items()
    }


def high_end_factor(
    plans: Sequence[Plan], *, year: int, tuned: frozenset[str], counted: frozenset[str], share: float
) -> float:
    """The factor on the `tuned` products that brings the `counted` ones to this share of the year's products.

    Raises:
        NoSolution: `simulate.share_out_of_reach`, no factor between a fifth and five does.
    """

    def reached(factor: float) -> float:
        high = made = 0.0
        for plan in plans:
            for month in months_of(year):
                products = plan.products_t(month)
                mix = scale_high_end(plan.shares[month], fields=tuned, factor=factor)
                high += products * sum(part for field, part in mix.items() if field in counted)
                made += products
        return high / made

    low, high = 0.2, 5.0
    if not reached(low) < share < reached(high):
        raise NoSolution(
            "simulate.share_out_of_reach",
            year=year,
            wanted=f"{share:.2%}",
            least=f"{reached(low):.2%}",
            most=f"{reached(high):.2%}",
        )
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if reached(middle) < share else (low, middle)
    return (low + high) / 2


def tune_high_end(plan: Plan, *, factors: Mapping[int, float], fields: frozenset[str]) -> Plan:
    """A plan whose mixes carry each year's factor; a year without one takes the nearest year's."""
    nearest = {
        year: factors[min(factors, key=lambda known: (abs(known - year), known))]
        for year in {month.year for month in plan.shares}
    }
    tuned = {
        month: scale_high_end(shares, fields=fields, factor=nearest[month.year])
        for month, shares in plan.shares.items()
    }
    return replace(plan, shares=tuned)


def value_of(plans: Mapping[str, Plan], months: Sequence[Month], price: Value) -> float:
    """Output value of these firms over these months at their own prices, yuan."""
    return sum(
        plan.products_t(month) * share * price(firm, field, month)
        for firm, plan in plans.items()
        for month in months
        for field, share in plan.shares[month].items()
    )
