"""What rules by tier, grade or class have in common: one factor per standing, and none below a worse standing's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from zhibiao.allocation.methods.columns import Exact, Number, exact_column, shown
from zhibiao.errors import UsageError

TIERS = ("leading", "normative", "nonconforming")
GRADES = ("A", "B", "C", "D")
VETO = "veto"


def known_words(name: str, words: Sequence[str], known: Sequence[str], *, length: int) -> tuple[str, ...]:
    """A column of standings, complete: whoever has none yet is for the authority to place, not for a rule.

    Raises:
        UsageError: `split.shape`, `rule.word_unknown` with the first position (from 0) and word that is not known.
    """
    if len(words) != length:
        raise UsageError("split.shape", name=name, found=f"({len(words)},)", wanted=f"({length},)")
    for position, word in enumerate(words):
        if word not in known:
            found = word or "—"
            raise UsageError("rule.word_unknown", name=name, position=position, found=found, known="、".join(known))
    return tuple(words)


def flags(name: str, values: Sequence[Number], *, length: int) -> tuple[bool, ...]:
    """A column of 1 and 0 as truth values; UsageError `rule.flag_wrong` for anything else."""
    column = exact_column(name, [int(one) if isinstance(one, bool) else one for one in values], length=length)
    for one in column:
        if one not in (0, 1):
            raise UsageError("rule.flag_wrong", name=name, found=shown(one))
    return tuple(bool(one) for one in column)


def refuse_reversed(rule: str, factors: Mapping[str, Fraction], order: Sequence[str]) -> None:
    """UsageError `rule.factors_reversed` where a worse standing would count for more than a better one."""
    for better, worse in pairwise(order):
        if factors[better] < factors[worse]:
            raise UsageError(
                "rule.factors_reversed",
                rule=rule,
                better=better,
                worse=worse,
                less=shown(factors[better]),
                more=shown(factors[worse]),
            )


def with_prefix(numbers: Mapping[str, Fraction], prefix: str) -> dict[str, Fraction]:
    """The parameters `prefix.<standing>` by standing.

    >>> with_prefix({"factor.A": Fraction(1), "cut_least.A": Fraction(0)}, "factor")
    {'A': Fraction(1, 1)}
    """
    return {code.partition(".")[2]: value for code, value in numbers.items() if code.partition(".")[0] == prefix}


def nobody(length: int) -> Exact:
    """A column of zeros: a condition that touches nobody."""
    return (Fraction(0),) * length
