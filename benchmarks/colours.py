"""How often colours change in real years, with and without release: all provinces, each month as it could be seen.

`python -m benchmarks.colours [FOLDER OF nbs_province_steel_monthly]`; last year's total is the cap of each province
and its floor. The forecast is whatever `forecast.outlook.outlooks` gives.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.release import COLOURS, Excess, Release, colour_alone, held_colour
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.pace.year_end import year_end_of
from zhibiao.assessment.verdict.verdict_rule import RULE
from zhibiao.assessment.verdict.warned import overrun_of, shortfall_of
from zhibiao.procedures.replay_provinces import ReplayMonth, Standpoint, assess_month, split_off
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.period import Period, months_of

FIRST, LAST = 2012, 2022
DATA = Path(os.environ.get("ZHIBIAO_SHARED", Path(__file__).parents[2] / "shared" / "data"))
SETTINGS = (
    Release(margin=Fraction(0), months=1),
    Release(margin=Fraction(1, 400), months=2),
    Release(margin=Fraction(1, 200), months=2),
    Release(margin=Fraction(1, 100), months=2),
    Release(margin=Fraction(1, 200), months=3),
    Release(margin=Fraction(1, 100), months=3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One province's year in one direction: its months before December, and how it ended.

    Args:
        months: how far each month lay beyond the bounds of blue, orange and red, oldest first.
        ended: the colour of the year's outcome.
    """

    name: str
    year: int
    months: tuple[Excess, ...]
    ended: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one setting does over all courses.

    Args:
        changes: changes of colour from one month to the next.
        back_again: rises of a colour that had fallen before in the same year; each is a flicker.
        cleared: courses with a last all-clear (green until November after a warning) by the month alone.
        delay_months: months by which those come later, together.
        delayed: how many of them come later.
        not_cleared: how many of them do not come before December.
        kept: months that show a harder colour than the month alone.
        kept_wrongly: of those, months of years that ended green.
        later: warnings of years that truly ended beyond a bound, first shown later than by the month alone.
    """

    courses: int
    changes: int
    back_again: int
    cleared: int
    delayed: int
    delay_months: int
    not_cleared: int
    kept: int
    kept_wrongly: int
    later: int


def courses(folder: Path, *, years: Iterable[int] = range(FIRST, LAST + 1)) -> Iterator[Course]:
    """Both directions of every province and year."""
    table = read_provinces(folder)
    for year in years:
        kept, _ = split_off(table, year=year)
        seen = [
            assess_month(tuple(series.until(month) for series in kept), rules=(), month=month)
            for month in months_of(year)
            if all(month in series.made_t for series in kept)
        ]
        for place, series in enumerate(kept):
            standings = [_standing(month, month.provinces[place]) for month in seen]
            for measure in (overrun_of, shortfall_of):
                found = [excess for one in standings if (excess := measure(one, RULE)) is not None]
                yield Course(name=series.name, year=year, months=tuple(found[:-1]), ended=colour_alone(found[-1]))


def tally(all_courses: Sequence[Course], release: Release) -> Tally:
    """Count what a setting changes."""
    pairs = [(one, [colour_alone(month) for month in one.months], _shown(one, release)) for one in all_courses]
    delays = [(clear, _all_clear(shown)) for _, alone, shown in pairs if (clear := _all_clear(alone)) is not None]
    told = [late - clear for clear, late in delays if late is not None]
    kept = [one for one, alone, shown in pairs for a, b in zip(alone, shown, strict=True) if a is not b]
    return Tally(
        courses=len(pairs),
        changes=sum(a is not b for _, _, shown in pairs for a, b in pairwise(shown)),
        back_again=sum(_back_again(shown) for _, _, shown in pairs),
        cleared=len(delays),
        delayed=sum(months > 0 for months in told),
        delay_months=sum(told),
        not_cleared=len(delays) - len(told),
        kept=len(kept),
        kept_wrongly=sum(one.ended is Colour.GREEN for one in kept),
        later=sum(is_later(one, alone, shown) for one, alone, shown in pairs),
    )


def _standing(month: ReplayMonth, one: Standpoint) -> Standing:
    nothing = Comparison(now=None, before=None)
    return Standing(
        span=Period.of(month.month),
        month=nothing,
        to_date=nothing,
        quota_t=one.pace.cap_t,
        level_t=one.pace.level_t,
        pace=one.pace,
        year_end=year_end_of(one.outlook, has_quota=False) if one.pace.days_left else None,
    )


def _shown(course: Course, release: Release) -> list[Colour]:
    return [held_colour(course.months[: count + 1], release) for count in range(len(course.months))]


def _back_again(shown: Sequence[Colour]) -> int:
    """Rises to a colour that the year had shown and left."""
    levels = [COLOURS.index(colour) for colour in shown]
    return sum(
        later > earlier and max(levels[: place + 1]) >= later for place, (earlier, later) in enumerate(pairwise(levels))
    )


def _all_clear(shown: Sequence[Colour]) -> int | None:
    """The month from which it is green for the rest, after a warning; None where there is none."""
    warned = [place for place, colour in enumerate(shown) if colour is not Colour.GREEN]
    return warned[-1] + 1 if warned and warned[-1] + 1 < len(shown) else None


def is_later(course: Course, alone: Sequence[Colour], shown: Sequence[Colour]) -> bool:
    """Whether a colour that the year's end deserved was first shown later than by the month alone."""
    return any(_first(shown, level) > _first(alone, level) for level in range(1, COLOURS.index(course.ended) + 1))


def _first(shown: Sequence[Colour], level: int) -> int:
    return next((place for place, colour in enumerate(shown) if COLOURS.index(colour) >= level), len(shown))


def table_of(tallies: Mapping[Release, Tally]) -> str:
    """One line per setting."""
    heads = (
        "margin, months",
        "changes per series-year",
        "there and back",
        "last all-clears later, by months",
        "not before December",
        "months kept (in years that ended green)",
        "true warnings later",
    )
    lines = [" | ".join(("", *heads, "")).strip(), "|---" * len(heads) + "|"]
    for release, found in tallies.items():
        cells = (
            "none" if release.months == 1 else f"{float(release.margin):.2%}, {release.months}",
            f"{found.changes / found.courses:.2f}",
            str(found.back_again),
            f"{found.delayed} of {found.cleared}, {found.delay_months}",
            str(found.not_cleared),
            f"{found.kept} ({found.kept_wrongly})",
            str(found.later),
        )
        lines.append(" | ".join(("", *cells, "")).strip())
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    warnings.simplefilter("error")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "nbs_province_steel_monthly"
    if not folder.exists():
        print(f"skipped: {folder} is not here")
        return
    found = tuple(courses(folder))
    print(f"{len(found)} series-years (province, year, direction), {FIRST}–{LAST}, February to November")
    print(table_of({release: tally(found, release) for release in SETTINGS}))


if __name__ == "__main__":
    main()
