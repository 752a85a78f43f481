"""From gaps, conflicts, flags and findings to reasons to look: points are decimal places of improbability, capped."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhibiao.monthly.chance import normal_tail
from zhibiao.monthly.cross_checked import Reason
from zhibiao.monthly.estimates import Combined, names_of_witnesses
from zhibiao.monthly.flags import Flag
from zhibiao.terms.finding import Finding

GAP_DEVIATIONS, GAP_SHARE = 2.0, 0.01
"""A gap is told from two standard deviations and one per cent of the combined estimate on."""
CONFLICT_CHANCE = 1e-4
_MOST_FOR_GAP, _MOST_FOR_NORM, _MOST_FOR_CONFLICT = 6.0, 4.0, 3.0
_PER_FINDING, _MOST_FOR_FINDINGS = 0.5, 2.0


def reasons_of(
    reported: Decimal | None, combined: Combined | None, by_norm: Combined | None, findings: Sequence[Finding]
) -> Iterator[Reason]:
    """The reasons that one month gives: gaps by own rates and by norms, witnesses that disagree, open findings.

    Args:
        reported: output as reported, t; None where none was.
        combined, by_norm: estimates by the firm's own rates, and by norms; None where there are none.
        findings: of the balances on the month's return.
    """
    if combined is not None and reported is not None:
        yield from _gap(combined, reported, above="cross.gap_above", below="cross.gap_below", most=_MOST_FOR_GAP)
    if by_norm is not None and reported is not None:
        yield from _gap(by_norm, reported, above="cross.above_norm", below="cross.below_norm", most=_MOST_FOR_NORM)
    if combined is not None and combined.conflict < CONFLICT_CHANCE:
        yield _conflict(combined)
    if findings:
        codes = sorted({finding.code for finding in findings})
        facts = {"count": len(findings), "codes": "、".join(codes)}
        points = min(_MOST_FOR_FINDINGS, _PER_FINDING * len(findings))
        yield Reason(code="cross.open_findings", facts=facts, points=points)


def _gap(combined: Combined, reported: Decimal, *, above: str, below: str, most: float) -> Iterator[Reason]:
    deviations, gap_t = combined.gap(reported), combined.tonnes - float(reported)
    if abs(deviations) < GAP_DEVIATIONS or abs(gap_t) < GAP_SHARE * combined.tonnes:
        return
    chance = normal_tail(abs(deviations))
    points = min(most, -math.log10(chance)) if chance > 0 else most
    facts = {
        "reported": f"{reported:,.0f}",
        "estimate": f"{combined.tonnes:,.0f}",
        "gap": f"{abs(gap_t):,.0f}",
        "share": f"{abs(gap_t) / combined.tonnes:.1%}",
        "deviations": f"{abs(deviations):.1f}",
        "count": len(combined.estimates),
    }
    yield Reason(code=above if gap_t > 0 else below, facts=facts, points=points)


def _conflict(combined: Combined) -> Reason:
    """Names the two witnesses that lie furthest apart, in their own deviations from the mean."""
    ordered = sorted(combined.estimates, key=lambda one: (one.tonnes - combined.tonnes) / one.deviation_t)
    low, high, names = ordered[0], ordered[-1], names_of_witnesses()
    points = _MOST_FOR_CONFLICT
    if combined.conflict > 0:
        points = min(points, -math.log10(combined.conflict) / 2)
    facts = {
        "low": names[low.witness],
        "low_t": f"{low.tonnes:,.0f}",
        "high": names[high.witness],
        "high_t": f"{high.tonnes:,.0f}",
        "chi_square": f"{combined.chi_square:.1f}",
        "freedom": combined.freedom,
    }
    return Reason(code="cross.conflict", facts=facts, points=points)


def reason_of_flag(flag: Flag) -> Reason:
    """A flag as a reason: the rarer among honest firms, the more points."""
    return Reason(code=flag.code, facts=flag.facts, points=-math.log10(flag.base_rate), base_rate=flag.base_rate)
