"""Where a replayed year's sum was expected to end, month by month and way by way, and how far off that was."""

from __future__ import annotations

from typing import Any

from zhibiao.forecast.members import NAIVE
from zhibiao.procedures.replay_provinces import Replay, ReplayMonth

FREE, WITH_CAPS, WITH_CAPS_PUBLISHED = "ensemble", "with_caps", "with_caps_published"
PROJECTIONS = (FREE, WITH_CAPS, WITH_CAPS_PUBLISHED, *NAIVE)
"""The ensemble as if nobody acts on a cap; with caps known by the end of the month; with those known when its figures
came out; and each naive member, all as sums over names."""


def projected_t(month: ReplayMonth) -> dict[str, float]:
    """The year's sum in tonnes as each of `PROJECTIONS` expects it; a way without its inputs is left out."""
    free = month.total.outlook
    ours = {
        FREE: free.combined,
        WITH_CAPS: month.with_caps.combined,
        WITH_CAPS_PUBLISHED: month.with_caps_published.combined,
    }
    return ours | {way: free.members[way] for way in NAIVE if way in free.members}


def projected_plain(replay: Replay) -> dict[str, Any]:
    """The projections for JSON, in 万吨, and their distance from the sum that came, in %."""
    came_t = replay.total_t(replay.year)
    published_t = replay.nation.total_t(replay.year) if replay.nation else None
    return {
        "ways": list(PROJECTIONS),
        "came_10kt": came_t / 10_000,
        "national_published_10kt": None if published_t is None else published_t / 10_000,
        "months": [
            {
                "month": str(month.month),
                "total_10kt": {way: round(value / 10_000, 2) for way, value in projected_t(month).items()},
                "off_pct": {way: round((value / came_t - 1) * 100, 2) for way, value in projected_t(month).items()},
            }
            for month in replay.months
            if month.month.month < 12
        ],
    }
