"""What a cross-check gives (核对排序): each enterprise with its estimates, its reasons and its place in the ranking."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.monthly.estimates import Combined
from zhibiao.monthly.near_quota import Bunching
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an enterprise stands where it stands.

    Args:
        code: its texts say what was seen, which innocent causes there are, and what document settles it.
        facts: figures for its text.
        points: decimal places of improbability that it adds to the ranking, capped; docs/cross_check.md has the table.
        base_rate: share of honest firms and months that show as much; None where chance was worked out for this one.
    """

    code: str
    facts: Mapping[str, object]
    points: float
    base_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One enterprise of the ranking.

    Args:
        enterprise: its id.
        rank: 1 for where to look first; equal points in order of id.
        period: what its return covers; None where it filed none for the month.
        reported_t: output as reported, t; None where none was.
        combined: from the firm's own rates; None where nothing can be estimated.
        by_norm: from the norms of its route; None likewise.
        findings: what stands open of the month's return; where the book did not keep it, what the balances ask.
        reasons: by points, then code.
    """

    enterprise: str
    rank: int
    period: Period | None
    reported_t: Decimal | None
    combined: Combined | None
    by_norm: Combined | None
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> float:
        """What the ranking goes by: the sum over the reasons, rounded to two decimals."""
        return round(math.fsum(reason.points for reason in self.reasons), 2)

    def plain(self) -> dict[str, Any]:
        """The row without texts, which a face adds by code; tonnes whole, shares and points rounded."""
        return {
            "rank": self.rank,
            "enterprise": self.enterprise,
            "period": str(self.period) if self.period else None,
            "points": self.points,
            "reported_t": None if self.reported_t is None else round(self.reported_t),
            "combined": _combined_plain(self.combined, self.reported_t),
            "by_norm": _combined_plain(self.by_norm, self.reported_t),
            "findings": sorted({finding.code for finding in self.findings}),
            "reasons": [
                {"code": one.code, "points": round(one.points, 2), "base_rate": one.base_rate} for one in self.reasons
            ],
        }


def _combined_plain(combined: Combined | None, reported_t: Decimal | None) -> dict[str, Any] | None:
    if combined is None:
        return None
    low, high = combined.interval()
    return {
        "tonnes": round(combined.tonnes),
        "low_t": round(low),
        "high_t": round(high),
        "gap_t": None if reported_t is None else round(combined.tonnes - float(reported_t)),
        "gap_deviations": None if reported_t is None else round(combined.gap(reported_t), 2),
        "chi_square": round(combined.chi_square, 2),
        "freedom": combined.freedom,
        "conflict": float(f"{combined.conflict:.2g}"),
        "estimates": [
            {
                "witness": one.witness,
                "tonnes": round(one.tonnes),
                "deviation_t": round(one.deviation_t),
                "basis": one.basis.value,
                "rate": float(f"{one.rate:.4g}"),
                "periods": one.periods,
            }
            for one in combined.estimates
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """The ranking of one sector for one month, and whether yearly totals crowd below what was held."""

    month: Month
    sector: str
    rows: tuple[Row, ...]
    bunching: Bunching

    def plain(self) -> dict[str, Any]:
        """The result as plain values; rows in order of rank."""
        return {
            "month": str(self.month),
            "sector": self.sector,
            "rows": [row.plain() for row in self.rows],
            "bunching": {
                "below": self.bunching.below,
                "above": self.bunching.above,
                "count": self.bunching.count,
                "chance": round(self.bunching.chance, 4),
            },
        }
