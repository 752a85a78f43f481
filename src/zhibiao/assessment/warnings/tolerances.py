"""From when on a month is worth a word: the tolerances of the early warnings, and the mark of a set of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningTolerances:
    """How far figures may stray before somebody is asked; docs/maths/warnings.md says why each is what it is.

    Args:
        least_months: months of history below which nothing is said about output.
        level_months: months before that tell a firm's level; their median counts.
        least_spread: least standard deviation of a month around its expectation, so that a very even firm is not
            asked about trifles.
        most_spread: usual deviation of a month beyond which output has no level to leave, and nothing is said of it.
        turn_share: least lasting change of daily output, up or down, as a share.
        turn_times: how many times its usual uncertainty such a change must be.
        turn_months: within how many months a change of level is looked for, two at least.
        memory: by how much months that remember the one before widen the uncertainty of their mean.
        deep_share: fall from which a change is taken for a stop, until it has lasted `turn_months`.
        stop_share: least fall of one month's output below expectation.
        stop_times: how many usual deviations of a month such a fall must be.
        inputs_share: least gap between output and what its power, ore or energy tells.
        inputs_times: how many usual deviations of a firm's own consumption per tonne such a gap must be.
        stock_times: how many usual deviations a stock, in days of sales, must lie above its own past.
        stock_share: by how much it must lie above its own median.
        stock_months: over how many months it must have risen or stayed there.
        loss_months: months whose mean margin is looked at.
        loss_times: by how many deviations of that mean it must lie below zero.
        unused_share: least share of a quota that stays unused.
        unused_quantile: quantile of the year's end that must lie below the quota by that share.
        overrun_share: least share by which the year's end lies above a quota.
        overrun_quantile: quantile of the year's end that must lie above it by that share.
    """

    least_months: int = 24
    level_months: int = 6
    least_spread: float = 0.015
    most_spread: float = 0.25
    turn_share: float = 0.10
    turn_times: float = 3.5
    turn_months: int = 4
    memory: float = 1.5
    deep_share: float = 0.45
    stop_share: float = 0.15
    stop_times: float = 4.0
    inputs_share: float = 0.12
    inputs_times: float = 5.0
    stock_times: float = 3.0
    stock_share: float = 0.30
    stock_months: int = 2
    loss_months: int = 3
    loss_times: float = 2.0
    unused_share: float = 0.03
    unused_quantile: str = "p75"
    overrun_share: float = 0.005
    overrun_quantile: str = "p25"

    @property
    def mark(self) -> str:
        """Twelve hexadecimal digits that change with any tolerance: base rates are those of one set."""
        text = ";".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
        return hashlib.sha256(text.encode()).hexdigest()[:12]
