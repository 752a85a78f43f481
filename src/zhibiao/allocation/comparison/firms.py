"""The claimants of a decision as the columns that rules read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhibiao.allocation.decision.decide import Workings
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.division.rule import Firms
from zhibiao.policy.rulebook import IndicatorRule

VALUE_ADDED = "value_added_yuan"


def firms_of(claimants: Sequence[Claimant], workings: Workings, *, indicators: Sequence[IndicatorRule] = ()) -> Firms:
    """The claimants in order of id, as columns.

    | column | is |
    |---|---|
    | claim, base, adjusted | the base of the decision: what an enterprise may point to before any rule speaks |
    | score, capacity, tier, grade, vetoed | as in the decision |
    | surcharged, benchmark | as in a decision by these rules: who is vetoed; 1 for all |
    | value | numerator of the first indicator made of value added; a loss counts as zero, it draws from no pool |
    | recent | mean of the two latest years of the history |

    A column that not every claimant has a figure for is left out, so that a rule that reads it is refused and nothing
    is filled in.

    Args:
        claimants: in any order.
        workings: of the same claimants, from `work_out`.
        indicators: of the rulebook; without them there is no column `value`.
    """
    ordered = sorted(claimants, key=lambda one: one.enterprise)
    ids = tuple(one.enterprise for one in ordered)
    bases = tuple(Fraction(workings.bases_t[name]) for name in ids)
    vetoed = tuple(Fraction(one.is_vetoed) for one in ordered)
    numbers: dict[str, tuple[Fraction, ...] | None] = {
        "claim": bases,
        "base": bases,
        "adjusted": bases,
        "score": tuple(Fraction(workings.scores[name].score) for name in ids),
        "capacity": tuple(Fraction(one.capacity_t) for one in ordered),
        "vetoed": vetoed,
        "surcharged": vetoed,
        "benchmark": (Fraction(1),) * len(ids),
        "value": _whole([_value_added(one, indicators) for one in ordered]),
        "recent": _whole([_recent(one) for one in ordered]),
    }
    return Firms(
        ids=ids,
        numbers={name: column for name, column in numbers.items() if column is not None},
        words={"tier": tuple(one.tier for one in ordered), "grade": tuple(one.grade for one in ordered)},
    )


def _whole(column: Sequence[Fraction | None]) -> tuple[Fraction, ...] | None:
    known = tuple(figure for figure in column if figure is not None)
    return known if len(known) == len(column) else None


def _value_added(one: Claimant, indicators: Sequence[IndicatorRule]) -> Fraction | None:
    asked = next((rule.code for rule in indicators if rule.numerator == (VALUE_ADDED,)), None)
    measure = next((item for item in one.measures if item.indicator == asked), None)
    if measure is None or measure.numerator is None:
        return None
    return max(Fraction(measure.numerator), Fraction(0))


def _recent(one: Claimant) -> Fraction | None:
    latest = sorted(one.history_t)[-2:]
    return Fraction(sum(one.history_t[year] for year in latest), 2) if len(latest) == 2 else None
