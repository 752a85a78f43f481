"""Classes A to D by rank of the score (亩均论英雄), and a factor on the base for each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

from zhibiao.allocation.division.rule import Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, exact_number, shown
from zhibiao.allocation.methods.laws import laws
from zhibiao.allocation.methods.standing import GRADES, flags, known_words, nobody, refuse_reversed, with_prefix
from zhibiao.errors import UsageError

CODE = "classes"
UNRATED, WORST = "B", "D"
UP_TO = (Fraction(25, 100), Fraction(70, 100), Fraction(95, 100))


def classes_of(
    scores: Sequence[Number | None],
    vetoed: Sequence[Number],
    *,
    up_to: Sequence[Number] = UP_TO,
) -> tuple[str, ...]:
    """The class of each enterprise by the rank of its score.

    Ranked are those with a score and without a veto. An enterprise is in the first class whose part of the ranked it
    is not yet beyond: with `r` better ones among `n`, in A where `r < 25 % of n`. Equal scores have the same rank, so
    they get the better class together; so does the enterprise on which a line falls. Without a score: B. Vetoed: D.

    Args:
        scores: contribution scores, >= 0, or None for enterprises that are not rated, shape (n,).
        vetoed: 1 after a grave accident, else 0, shape (n,).
        up_to: the parts of the ranked, best first, at which A, B and C end, rising, at most 1.

    Raises:
        UsageError: `rule.flag_wrong`, `rule.classes_unordered`, and the errors of a column.

    Source: docs/maths/methods.md, "Classes"; a prefecture's rating: A 25 %, B to 70 %, C to 95 %, the rest D.

    >>> classes_of([9, 8, 8, 5, None, 7], [0, 0, 0, 0, 0, 1])
    ('A', 'B', 'B', 'C', 'B', 'D')
    """
    is_vetoed = flags("vetoed", vetoed, length=len(scores))
    rated = [place for place, one in enumerate(scores) if one is not None and not is_vetoed[place]]
    values = exact_column("score", [one for one in scores if one is not None])
    by_place = dict(zip([place for place, one in enumerate(scores) if one is not None], values, strict=True))
    first_places = _first_places([by_place[place] for place in rated])
    ends = _ends(up_to, len(rated))
    return tuple(
        WORST if is_vetoed[place] else UNRATED if scores[place] is None else _class(first_places[by_place[place]], ends)
        for place in range(len(scores))
    )


def by_class(bases: Column, classes: Sequence[str], *, factors: Mapping[str, Fraction]) -> Exact:
    """Bases times the factor of the class.

    Args:
        bases: tonnes, shape (n,), >= 0.
        classes: of A, B, C and D, shape (n,).
        factors: by class, >= 0, a better class never less than a worse one.

    Raises:
        UsageError: `rule.word_unknown`, `rule.factors_reversed`.
    """
    base = exact_column("base", bases)
    known_words("class", classes, GRADES, length=len(base))
    refuse_reversed(CODE, factors, GRADES)
    return tuple(amount * factors[one] for amount, one in zip(base, classes, strict=True))


def _first_places(scores: Sequence[Fraction]) -> dict[Fraction, int]:
    """How many are better, by score."""
    ordered = sorted(scores, reverse=True)
    return {score: place for place, score in reversed(list(enumerate(ordered)))}


def _ends(up_to: Sequence[Number], count: int) -> tuple[int, ...]:
    parts = [exact_number("up_to", one) for one in up_to]
    if parts != sorted(parts) or parts[-1] > 1:
        raise UsageError("rule.classes_unordered", found="、".join(shown(one) for one in up_to))
    return tuple(ceil(part * count) for part in parts)


def _class(better: int, ends: Sequence[int]) -> str:
    return next((name for name, end in zip(GRADES, ends, strict=False) if better < end), WORST)


def _weigh(firms: Firms, numbers: Numbers) -> Exact:
    count = len(firms.ids)
    unrated = flags("unrated", firms.numbers.get("unrated", nobody(count)), length=count)
    scores = [None if skip else score for score, skip in zip(firms.numbers["score"], unrated, strict=True)]
    vetoed = firms.numbers.get("vetoed", nobody(count))
    up_to = [numbers[f"up_to.{name}"] for name in GRADES[:3]]
    factors = with_prefix(numbers, "factor")
    return by_class(firms.numbers["base"], classes_of(scores, vetoed, up_to=up_to), factors=factors)


def _part(name: str, default: str) -> RuleParameter:
    return RuleParameter(code=f"up_to.{name}", unit="1", least=Decimal(0), most=Decimal(1), default=Decimal(default))


def _factor(name: str) -> RuleParameter:
    return RuleParameter(code=f"factor.{name}", unit="1", least=Decimal(0), most=Decimal(10), default=Decimal(1))


CLASSES = WeightRule(
    code=CODE,
    reads=("base", "score"),
    may_read=("vetoed", "unrated"),
    parameters=(
        *(_part(name, default) for name, default in zip(GRADES, ("0.25", "0.70", "0.95"), strict=False)),
        *(_factor(name) for name in GRADES),
    ),
    source="Per-mu rating of Chinese districts (notes A12); docs/maths/methods.md",
    laws=laws(base_monotone=True, contribution_monotone=True, merge_alike=False, merge_any=False),
    weigh=_weigh,
)
