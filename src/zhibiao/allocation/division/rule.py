"""What a rule of allocation is: a code, what it reads, its parameters, its source, and the bare function behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from zhibiao.errors import NoSolution, UsageError

Numbers = Mapping[str, Fraction]
Bounds = tuple[Sequence[int], Sequence[int | None]]  # a ceiling of None is none

# Columns that rules read, with their units; the calculator takes them from a file, a decision from its claimants.
NUMBER_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "claim": "t",  # asked for, or entitled to
        "base": "t",
        "score": "1",  # contribution score
        "capacity": "t",  # compliant capacity, per year
        "value": "1",  # what a tilt pool is shared by: value added, taxes, any amount of one unit
        "recent": "t",  # mean output of the two latest years, for the adjustment band
        "adjusted": "t",  # activity level that the last adjustment set; the base where there was none
        "benchmark": "t/t",
        "exposure": "1",  # how far an enterprise is exempt from paying, 0 to 1
        "shares": "1",  # permanent shares
        "surcharged": "1",  # 1 where a condition of the rule adds to the cut, else 0
        "unrated": "1",  # 1 where an enterprise has no score by the rule (start-ups, public utilities), else 0
        "vetoed": "1",  # 1 after a grave accident, else 0
    }
)
WORD_COLUMNS = ("tier", "grade")


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """Enterprises as columns of equal length, in order of id: what rules read."""

    ids: tuple[str, ...]
    numbers: Mapping[str, tuple[Fraction, ...]]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleParameter:
    """A number that a rule asks for; without a default it has to be given."""

    code: str
    unit: str
    least: Decimal
    most: Decimal | None = None
    default: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What every rule carries; name, formula and a model clause are in `data/labels/` by its code.

    `reads` are columns it cannot do without, `may_read` those that act where they are given: a condition nobody lists
    touches nobody. `laws` says of laws and axioms by code whether they hold of the rule; the tests hold it to both
    answers.
    """

    code: str
    reads: tuple[str, ...]
    may_read: tuple[str, ...] = ()
    parameters: tuple[RuleParameter, ...] = ()
    source: str
    laws: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))

    def numbers(self, given: Mapping[str, Fraction | Decimal | int]) -> dict[str, Fraction]:
        """The parameters as exact numbers, defaults filled in.

        Raises:
            UsageError: `rule.parameter_unknown`, `rule.parameter_missing`, `rule.parameter_out_of_range`.
        """
        known = {parameter.code: parameter for parameter in self.parameters}
        for code in given:
            if code not in known:
                raise UsageError("rule.parameter_unknown", rule=self.code, name=code, known="、".join(known) or "—")
        return {code: self._number(parameter, given.get(code)) for code, parameter in known.items()}

    def _number(self, parameter: RuleParameter, given: Fraction | Decimal | int | None) -> Fraction:
        value = parameter.default if given is None else given
        if value is None:
            raise UsageError("rule.parameter_missing", rule=self.code, name=parameter.code)
        if value < parameter.least or (parameter.most is not None and value > parameter.most):
            most = "—" if parameter.most is None else parameter.most
            raise UsageError(
                "rule.parameter_out_of_range",
                rule=self.code,
                name=parameter.code,
                found=value,
                least=parameter.least,
                most=most,
            )
        return Fraction(value)

    def check_columns(self, firms: Firms) -> None:
        """UsageError `rule.column_missing` where a column that the rule reads is not there."""
        for column in self.reads:
            if column not in firms.numbers and column not in firms.words:
                raise UsageError("rule.column_missing", rule=self.code, column=column)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRule(_Rule):
    """A rule that gives every enterprise a weight; the split scales the weights to the cap, within bounds.

    Args:
        weigh: bare function from columns and parameters to one exact weight >= 0 each; only proportions count.
        limit: for rules that also set bounds of their own (cut ranges by tier): floors and ceilings in whole tonnes.
    """

    weigh: Callable[[Firms, Numbers], tuple[Fraction, ...]]
    limit: Callable[[Firms, Numbers], Bounds] | None = None

    def weights(self, firms: Firms, numbers: Numbers) -> tuple[Fraction, ...]:
        """Exact weights, shape (n,), all >= 0.

        Raises:
            UsageError: `rule.column_missing`.
            NoSolution: `rule.weights_zero`, nobody has a weight.
        """
        self.check_columns(firms)
        weights = self.weigh(firms, numbers)
        if not any(weights):
            raise NoSolution("rule.weights_zero", rule=self.code)
        return weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Awards that stand in for exact ones where those are out of reach; they sum to the estate exactly.

    Args:
        awards: shape (n,), each between 0 and the claim.
        errors: how far each may be off, shape (n,), in the unit of the claims.
        kind: `standard_error` of a sample, or `bound` that no error exceeds.
        orders: how many orders of arrival were drawn; 0 where nothing was drawn.
    """

    awards: tuple[Fraction, ...]
    errors: tuple[float, ...]
    kind: str
    orders: int = 0


STANDARD_ERROR, ERROR_BOUND = "standard_error", "bound"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRule(_Rule):
    """A claims rule: it divides an estate among claims itself, and nobody gets more than was claimed.

    Args:
        award: bare function from claims (each >= 0) and estate (0 <= estate <= sum) to exact awards.
        most_claimants: up to how many claimants it is exact in reasonable time; None where there is no limit.
        estimate: what answers above `most_claimants`, with its error; the generator serves rules that draw a sample.
    """

    award: Callable[[Sequence[Fraction], Fraction], tuple[Fraction, ...]]
    most_claimants: int | None = None
    estimate: Callable[[Sequence[Fraction], Fraction, np.random.Generator], Estimate] | None = None


Rule = WeightRule | AwardRule
