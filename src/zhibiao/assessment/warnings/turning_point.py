"""Turning point (拐点): daily output has moved to another level, day and season taken out."""

from __future__ import annotations

from collections.abc import Iterator

from zhibiao.assessment.warnings.figures import percent
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding

DOWN, UP = "warn.turn_down", "warn.turn_up"


def turning_point(firm: Watched) -> Iterator[Finding]:
    """Has daily output moved to another level, found with this month?"""
    if firm.step is None or firm.step.turn is None:
        return
    turn = firm.step.turn
    yield firm.finding(
        UP if turn.change > 0 else DOWN,
        since=str(turn.since),
        months=turn.months,
        change_pct=percent(abs(turn.change)),
        before_t_per_day=round(turn.before_t_per_day),
        after_t_per_day=round(turn.after_t_per_day),
        times=f"{turn.times:.1f}",
    )


WARNING = EarlyWarning(
    run=turning_point,
    codes=(DOWN, UP),
    needs=("made_t",),
    tolerances=(
        "least_months",
        "level_months",
        "least_spread",
        "most_spread",
        "turn_share",
        "turn_times",
        "turn_months",
        "memory",
        "deep_share",
    ),
    source="docs/maths/warnings.md: level and season from the firm's own past, scan of the last months",
)
