"""What enterprises state of the next month as a ground of a verdict, where it moves the year's end."""

from __future__ import annotations

from fractions import Fraction

from zhibiao.assessment.pace.standing import YearEnd
from zhibiao.assessment.told import Told, days_text
from zhibiao.assessment.verdict.reasons import Reason, mass
from zhibiao.forecast.known import KnownKind
from zhibiao.terms.text import Text


def told_reasons(year_end: YearEnd | None, *, of_city: bool, least: Fraction) -> tuple[Reason, ...]:
    """One line on what was stated of the next month, where that moved the expected year end by `least` of it.

    Args:
        of_city: whether the year end is that of all enterprises together.
    """
    if year_end is None or not year_end.told or not year_end.told_shift_t:
        return ()
    without, moved = year_end.central_t - year_end.told_shift_t, year_end.told_shift_t
    if abs(moved) < least * without:
        return ()
    way = "more" if moved > 0 else "less"
    month = year_end.told[0].month
    facts: dict[str, object] = {"month": Text(f"{month.year}年{month.month}月", str(month)), "moved": mass(abs(moved))}
    if of_city:
        facts["count"] = len({one.enterprise for one in year_end.told})
        return (Reason(code=f"reason.told_city_{way}", facts=facts),)
    return (Reason(code=f"reason.told_{way}", facts={**facts, "told": _said(year_end.told)}),)


def _said(told: tuple[Told, ...]) -> Text:
    parts = [_phrase(one) for one in told]
    return Text("、".join(part.zh for part in parts), " and ".join(part.en for part in parts))


def _phrase(one: Told) -> Text:
    if one.kind is KnownKind.OUTAGE_DAYS:
        days = days_text(one.value)
        return Text(f"停产{days.zh}", f"{days.en} without output")
    planned = mass(round(one.value))
    return Text(f"计划产量{planned.zh}", f"a planned output of {planned.en}")
