"""Rules side by side (办法比选): what each gives the same enterprises, how fair it is, and what moving tonnes does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.allocation.comparison.asked_rules import Setting
from zhibiao.allocation.comparison.fairness import GroupShift, Moves, Points, Span
from zhibiao.terms.finding import Finding

IN_FORCE = "in_force"
VALUE_ADDED, TAXES, ENERGY, CO2, HIGH_END = "value_added", "taxes", "energy", "co2", "high_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerTonne:
    """What one tonne of each enterprise stood for last year: yuan, tce or tonnes of CO2 per tonne, or a share 0 to 1.

    Args:
        code: value_added, taxes, energy, co2, high_end.
        unit: of the sum over tonnes (yuan, tce, t); `1` for a share, whose mean over tonnes is taken.
        values: shape (n,); None where the enterprise has no figure on file.
        source: fields and coefficients it comes from.
    """

    code: str
    unit: str
    values: tuple[Fraction | None, ...]
    source: str

    @property
    def is_share(self) -> bool:
        """Whether the mean over tonnes is meant, not the sum."""
        return self.unit == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Σ quota × last year's figure per tonne; None where an enterprise with a quota has no figure.

    `change` is against the rulebook in force. Last year's intensities, not a forecast: a mill that gets more may well
    earn less on the next tonne.
    """

    code: str
    unit: str
    value: Fraction | None
    change: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Exact tonnes gained by filing otherwise than the register has it, everyone else unmoved.

    Args:
        groups: by registered group, what its members would gain by filing as one; None where that has no answer.
        pair, pair_gain: the two that would gain most by filing as one; empty where pairs were not tried.
        halves: by enterprise, what it would gain by filing as two equal halves; None where the rule cannot be run on
            one more. Empty where there are too many to try.
    """

    groups: Mapping[str, Fraction | None]
    pair: tuple[str, ...]
    pair_gain: Fraction | None
    halves: Mapping[str, Fraction | None]

    @property
    def most_by_halves(self) -> tuple[str, Fraction] | None:
        """Who would gain most as two, and how much; the earlier where two tie."""
        known = [(name, gain) for name, gain in self.halves.items() if gain is not None]
        return max(known, key=lambda item: item[1]) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The fairness figures of one allocation; definitions in docs/maths/fairness.md.

    `shifts` are share shifts by grouping (size, route, group, tier) and group.
    """

    gini_quota: Fraction
    lorenz_quota: Points
    gini_use: Fraction | None
    lorenz_use: Points
    use: Span | None
    envies: tuple[int, ...]
    shifts: Mapping[str, Mapping[str, GroupShift]]
    against_base: Moves
    against_in_force: Moves | None
    filing: Filing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Value added of an allocation against the most that its own bounds allow; both at last year's value per tonne.

    `price` is (best − found) / best, None where the best is not positive.
    """

    found: Fraction
    best: Fraction
    price: Fraction | None

    @property
    def lost(self) -> Fraction:
        """best − found, in yuan, >= 0."""
        return self.best - self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """What one rule gives, in the order of the enterprises.

    Args:
        name: the rule as asked for, `in_force` for the rulebook's own allocation.
        code: of the rule; the method of the rulebook where it is in force.
        settings: its parameters as used.
        quotas: whole tonnes, summing to the cap.
        binding: the bound met: `floor`, `ceiling` or empty.
        changes: against base; None without a base.
    """

    name: str
    code: str
    settings: tuple[Setting, ...]
    quotas: tuple[int, ...]
    binding: tuple[str, ...]
    changes: tuple[Fraction | None, ...]
    fairness: Fairness
    amounts: tuple[Amount, ...]
    cost: Cost | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Rules on the same enterprises, cap and bounds; a rule that could not be run is a finding and has no outcome."""

    ids: tuple[str, ...]
    bases: tuple[Fraction, ...]
    capacities: tuple[Fraction, ...]
    floors: tuple[int, ...]
    ceilings: tuple[int, ...]
    cap: int
    groupings: Mapping[str, tuple[str, ...]]
    per_tonne: tuple[PerTonne, ...]
    outcomes: tuple[RuleOutcome, ...]
    findings: tuple[Finding, ...]

    @property
    def in_force(self) -> RuleOutcome | None:
        """The allocation by the rulebook in force."""
        return next((one for one in self.outcomes if one.name == IN_FORCE), None)
