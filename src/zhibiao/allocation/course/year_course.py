"""Who comes or goes in the course of a year: an entrant's base, and what an enterprise that stops keeps and frees.

A cap that is set late or changed needs nothing of its own: `bounds_of` raises every floor to what was made so far, and
`decide` with `as_of` splits the cap as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from zhibiao.errors import UsageError
from zhibiao.terms.period import Month

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A quota at the end of production: `kept_t + freed_t` is the quota; `overrun_t` was made beyond it."""

    kept_t: int
    freed_t: int
    overrun_t: int


def entrant_base_t(annual_t: int, *, starts: dt.date, rule: str) -> int:
    """The base of an enterprise that begins in the year: a full year's tonnes pro rata, half to even.

    Args:
        annual_t: what the rulebook gives a full year, whole tonnes >= 0: compliant capacity, or a share of it.
        starts: first day of production.
        rule: `months_begun` counts the month it begins in, `full_months` only months after it unless it begins on the
            first, `days` counts days.

    Raises:
        UsageError: `entrant.negative`, `entrant.rule_unknown`.

    >>> [entrant_base_t(120_000, starts=dt.date(2025, 9, 16), rule=rule) for rule in ENTRANT_RULES]
    [40000, 30000, 35178]
    """
    if annual_t < 0:
        raise UsageError("entrant.negative", found=annual_t)
    if rule not in ENTRANT_RULES:
        raise UsageError("entrant.rule_unknown", found=rule, known="、".join(ENTRANT_RULES))
    return round(annual_t * ENTRANT_RULES[rule](starts))


def leaving(quota_t: int, *, made_t: int) -> Leaving:
    """What an enterprise that stops for good keeps of its quota: what it made. The rest is free for the pool.

    To share it again, split with the others' quotas as floors; what was made beyond the quota is settled as an
    overrun.

    Raises:
        UsageError: `leaving.negative`.

    >>> leaving(1000, made_t=400)
    Leaving(kept_t=400, freed_t=600, overrun_t=0)
    """
    if quota_t < 0 or made_t < 0:
        raise UsageError("leaving.negative", quota_t=quota_t, made_t=made_t)
    kept_t = min(quota_t, made_t)
    return Leaving(kept_t=kept_t, freed_t=quota_t - kept_t, overrun_t=made_t - kept_t)


def _months_begun(starts: dt.date) -> Fraction:
    return Fraction(MONTHS + 1 - starts.month, MONTHS)


def _full_months(starts: dt.date) -> Fraction:
    return Fraction(MONTHS + (starts.day == 1) - starts.month, MONTHS)


def _days(starts: dt.date) -> Fraction:
    """The day it starts counts; 365 or 366 in the year."""
    last = Month(starts.year, MONTHS).last_day
    return Fraction((last - starts).days + 1, last.timetuple().tm_yday)


ENTRANT_RULES: Mapping[str, Callable[[dt.date], Fraction]] = MappingProxyType(
    {"months_begun": _months_begun, "full_months": _full_months, "days": _days}
)
