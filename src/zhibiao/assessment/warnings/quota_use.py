"""Quota likely unused or overrun (指标可能用不完或超用): where the year is expected to end beside the quota held."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhibiao.assessment.verdict.reasons import in_pct, mass
from zhibiao.assessment.warnings.history import YearOutlook
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding

UNUSED, OVERRUN = "warn.quota_unused", "warn.quota_overrun"
_DECEMBER = 12


def quota_unused(firm: Watched) -> Iterator[Finding]:
    """Will part of the quota stay unused, even at the faster end of what is likely?"""
    outlook = _open(firm)
    if outlook is None or outlook.quota_t is None:
        return
    end = outlook.quantiles_t[firm.tolerances.unused_quantile]
    left = outlook.quota_t - end
    if Fraction(left, outlook.quota_t) >= Fraction(firm.tolerances.unused_share):
        yield _finding(firm, UNUSED, outlook, gap_t=outlook.quota_t - outlook.central_t)


def quota_overrun(firm: Watched) -> Iterator[Finding]:
    """Will the quota be overrun, even at the slower end of what is likely?"""
    outlook = _open(firm)
    if outlook is None or outlook.quota_t is None:
        return
    end = outlook.quantiles_t[firm.tolerances.overrun_quantile]
    if Fraction(end - outlook.quota_t, outlook.quota_t) >= Fraction(firm.tolerances.overrun_share):
        yield _finding(firm, OVERRUN, outlook, gap_t=outlook.central_t - outlook.quota_t)


def _open(firm: Watched) -> YearOutlook | None:
    """The outlook of a year that still runs, with quota and interval; None where there is nothing to warn of."""
    outlook = firm.history.outlook
    is_over = firm.now.period.last.month == _DECEMBER
    return None if outlook is None or is_over or not outlook.quota_t or not outlook.quantiles_t else outlook


def _finding(firm: Watched, code: str, outlook: YearOutlook, *, gap_t: int) -> Finding:
    assert outlook.quota_t is not None
    return firm.finding(
        code,
        quota=mass(outlook.quota_t),
        made=mass(outlook.made_t),
        low=mass(outlook.quantiles_t["p25"]),
        high=mass(outlook.quantiles_t["p75"]),
        gap=mass(gap_t),
        gap_pct=in_pct(Fraction(gap_t, outlook.quota_t)),
    )


WARNINGS = (
    EarlyWarning(
        run=quota_unused,
        codes=(UNUSED,),
        needs=("outlook",),
        tolerances=("unused_share", "unused_quantile"),
        source="docs/maths/warnings.md: an upper quantile of the year's end below the quota",
    ),
    EarlyWarning(
        run=quota_overrun,
        codes=(OVERRUN,),
        needs=("outlook",),
        tolerances=("overrun_share", "overrun_quantile"),
        source="docs/maths/warnings.md: a lower quantile of the year's end above the quota",
    ),
)
