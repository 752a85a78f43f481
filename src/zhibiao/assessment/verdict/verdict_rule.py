"""From when on a figure weighs in a verdict: the program's own defaults, and what a rulebook sets instead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from zhibiao.assessment.pace.pacing import OVERRUN, SHORTFALL, Colour, Thresholds
from zhibiao.assessment.pace.release import Release
from zhibiao.policy.pacing_part import ColourBounds, PacingPart


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRule:
    """From when on a figure weighs; the defaults are this program's own, docs/maths/verdict.md.

    Args:
        overrun, shortfall: colours of the expected year end's relative deviation from the goal.
        orange_quantile, red_quantile: an expected overrun is orange only while this lower quantile of the year end
            also lies above the goal, and red only while that one does (for a shortfall the mirrored upper ones).
            With a wide interval the warning stays blue, without any at most orange: a forecast that cannot tell does
            not shout.
        unused_from: share of a quota expected to stay unused from which this is said, in blue.
        loss_orange: loss relative to output value from which a loss is orange; a smaller one is blue.
        fall_blue, fall_orange: fall of output value, for enterprises without quota.
        cut_from: by how much a quota must lie below last year's level to count as a decision to make less; a smaller
            difference is a revision or a rounding.
        late: colour of a missing return.
        release: when a colour of the pace falls.
        pull_from: which share of the expected year end the pull of a quota must take away to be worth a line.
        told_from: which share of it what returns state of the next month must move to be worth a line.
        pacing: what the rulebook says of pace; what each colour asks for is read from it.
    """

    overrun: Thresholds = OVERRUN
    shortfall: Thresholds = SHORTFALL
    orange_quantile: str = "p25"
    red_quantile: str = "p10"
    unused_from: Fraction = Fraction(5, 100)
    loss_orange: Fraction = Fraction(3, 100)
    fall_blue: Fraction = Fraction(5, 100)
    fall_orange: Fraction = Fraction(15, 100)
    cut_from: Fraction = Fraction(1, 100)
    late: Colour = Colour.ORANGE
    release: Release = field(default_factory=Release)
    pull_from: Fraction = Fraction(5, 1000)
    told_from: Fraction = Fraction(5, 1000)
    pacing: PacingPart = field(default_factory=PacingPart)


RULE = VerdictRule()


def verdict_rule(part: PacingPart | None) -> VerdictRule:
    """The rule with what a rulebook sets; the defaults for the rest, and without a rulebook for all."""
    if part is None:
        return RULE
    rule = replace(RULE, pacing=part)
    if part.overrun:
        rule = replace(rule, overrun=_thresholds(part.overrun))
    if part.shortfall:
        rule = replace(rule, shortfall=_thresholds(part.shortfall))
    if part.release:
        rule = replace(rule, release=Release(margin=Fraction(part.release.margin), months=part.release.months))
    return rule


def _thresholds(bounds: ColourBounds) -> Thresholds:
    return Thresholds(green=Fraction(bounds.green), blue=Fraction(bounds.blue), orange=Fraction(bounds.orange))
