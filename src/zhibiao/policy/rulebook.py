"""A rulebook (办法): everything an allocation of one sector and plan year is decided by; frozen and hashed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from zhibiao.policy.pacing_part import PacingPart
from zhibiao.policy.parameter import Parameter
from zhibiao.terms.text import Text


class Direction(StrEnum):
    """Whether more of an indicator earns more (benefit) or less (cost)."""

    BENEFIT = "benefit"
    COST = "cost"


class Missing(StrEnum):
    """What a missing indicator means; always written into the explanation."""

    REFUSE = "refuse"
    GROUP_MEAN = "group_mean"
    ZERO = "zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule:
    """One indicator: numerator over denominator (fields of the dictionary), its weight and its reference.

    `numerator` may name several fields, which are summed. `reference` None means the mean of the group weighted
    by the denominator; a number is a fixed reference. `price_normalised` values the numerator's output at
    reference prices, so that a price boom does not look like contribution.
    """

    code: str
    name: Text
    numerator: tuple[str, ...]
    denominator: str
    direction: Direction
    weight: Decimal
    reference: Decimal | None
    missing: Missing
    price_normalised: bool
    is_actionable: bool
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """A factor on the score by tier or environmental grade; zero is a veto."""

    attribute: str
    value: str
    factor: Decimal
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionSlice:
    """What one slice of an overrun costs: `factor` tonnes of later quota for each tonne in it.

    The slice ends at `up_to`, a share of the holding; None for the last one, which has no end.
    """

    up_to: Decimal | None
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTolerance:
    """How far figures of returns may lie apart in one check, and the clause that says so."""

    value: Decimal
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One year's rules for one sector; `source_sha256` is the hash of the canonical content.

    `parameters` are read by code: `cap_t`, `reserve_share`, `base_years`, `score_cap`, `tilt_beta`, `floor_delta`,
    `ceiling_delta`, `capacity_factor`, `appeal_days`; an unknown code is a KeyError.
    `clauses` maps clause numbers to their texts; `clause_of` tells which clause sets a named part (scope, base, method,
    bounds, rounding, settlement, deduction where there are slices, transfers and regulation where it speaks of them),
    and `policy.plain.rulebook_rules` the rule each of the first six names. A rulebook that says nothing of
    transfers has no clause for them, and lets nothing pass between groups. `checks` holds the tolerances of the
    checks of returns that it sets, by name; the others keep their defaults. So does what `pacing` leaves unsaid;
    no quota depends on that part. Without a `regulation_rule` no month moves quota.
    """

    id: str
    title: Text
    authority: Text
    sector: str
    plan_year: int
    quantity: str
    issued: dt.date
    effective: dt.date
    expires: dt.date
    clauses: Mapping[str, Text]
    parameters: Mapping[str, Parameter]
    base_rule: str
    method: str
    indicators: tuple[IndicatorRule, ...]
    multipliers: tuple[Multiplier, ...]
    rounding: str
    clause_of: Mapping[str, str]
    source_sha256: str
    scope_rule: str = "compliant_capacity"
    bounds_rule: str = "base_and_capacity"
    settlement_rule: str = "recall_unused_and_debt"
    deduction: tuple[DeductionSlice, ...] = ()
    lets_pass_between_groups: bool = False
    checks: Mapping[str, CheckTolerance] = field(default_factory=dict)
    pacing: PacingPart = field(default_factory=PacingPart)
    regulation_rule: str = ""

    def number(self, code: str, day: dt.date) -> Decimal:
        """The value of a parameter in force on that day."""
        return self.parameters[code].at(day)

    def multiplier(self, attribute: str, value: str) -> Multiplier | None:
        """The factor for an enterprise's tier or grade, or None when the rulebook sets none."""
        for item in self.multipliers:
            if item.attribute == attribute and item.value == value:
                return item
        return None
