"""What a plan's moves bring (调节收益): its tonnes against the best ones with every holding as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zhibiao.errors import NoSolution
from zhibiao.regulation.city.plan import CityPlan
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import solved
from zhibiao.terms.exact import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What the tonnes of two plans bring over the same months, at the same worth per tonne; yuan, two digits.

    Args:
        plan_yuan: of the plan.
        unmoved_yuan: of the best plan in which every enterprise keeps what it holds.
        plan_nearness_yuan, unmoved_nearness_yuan: what lying off the entitlements costs in the two objectives.
    """

    plan_yuan: Decimal
    unmoved_yuan: Decimal
    plan_nearness_yuan: Decimal
    unmoved_nearness_yuan: Decimal

    @property
    def yuan(self) -> Decimal:
        """What the moves bring; below zero where value is given up to come nearer to the entitlements."""
        return self.plan_yuan - self.unmoved_yuan

    @property
    def share(self) -> Fraction | None:
        """The same over what the unmoved holdings bring; None where that is not above zero."""
        return Fraction(self.yuan) / Fraction(self.unmoved_yuan) if self.unmoved_yuan > 0 else None

    @property
    def nearness_yuan(self) -> Decimal:
        """What the moves add to the cost of lying off the entitlements; below zero where they come nearer."""
        return self.plan_nearness_yuan - self.unmoved_nearness_yuan


def gain_of(plan: CityPlan) -> Gain | None:
    """What the moves of a plan bring, by the same problem solved once more with a month's limit of zero.

    A holding that its floor, its ceiling, the year's limit or used quota does not leave alone goes to that bound there
    too. Months and products are planned anew; only what is held stays.

    Returns:
        None where no plan ends on the cap with these holdings, as after an overrun that nobody makes up for.
    """
    still = replace(plan.inputs, limits=replace(plan.inputs.limits, month_share=Decimal(0)))
    try:
        unmoved = solved(city_problem(still))
    except NoSolution:
        return None
    if unmoved.certificate.broken:
        return None
    return Gain(
        plan_yuan=plan.value_yuan,
        unmoved_yuan=rounded(unmoved.value_yuan, 2),
        plan_nearness_yuan=plan.nearness_yuan,
        unmoved_nearness_yuan=rounded(unmoved.nearness_yuan, 2),
    )
