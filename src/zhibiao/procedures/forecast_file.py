"""Forecast (年末预测): any table of totals since January, each series judged first, then where each and all end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import InputRefused
from zhibiao.forecast.outlook import Outlook, outlooks, total_outlook
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.forecast.soundness import Reported, Sound, sound
from zhibiao.policy.cap_rule import EACH, CapRule
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month

TOTAL = "total"
_SAME_SUM = 0.015  # national and provincial totals of one product differ by up to 1.0 %
_SUM_YEARS = 2
_LEAST_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The year-end of one series, or of a total.

    Args:
        outlook: the forecast.
        known_to: the last month with a figure that was used; None where only earlier years speak.
        last_year: the total of the year before, None where it is not known.
        doubt: by how much the interval was widened for what was found in the figures, >= 1; that of a total
            follows from its parts.
        parts: how many series are added up; 0 for a series.
    """

    outlook: Outlook
    known_to: Month | None
    last_year: float | None
    doubt: float = 1.0
    parts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForecast:
    """What a table of series says about the end of the year.

    Args:
        as_of: the last month that was read.
        rows: one per series that can be forecast, in the order of the file, then one per total.
        refused: names of series about which nothing can be said; `findings` say why.
        findings: hardest first.
        rules: the caps that were used.
    """

    as_of: Month
    rows: tuple[Row, ...]
    refused: tuple[str, ...]
    findings: tuple[Finding, ...]
    rules: tuple[CapRule, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was kept out for what is wrong with it; a series that has ended is no mistake."""
        return all(finding.severity < Severity.QUARANTINE for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """The published shape, without the findings: DESIGN §8."""
        return {
            "as_of": str(self.as_of),
            "year": self.as_of.year,
            "rows": [_row_plain(row) for row in self.rows],
            "refused": list(self.refused),
        }


def forecast_file(
    series: Mapping[str, Sequence[Reported]],
    *,
    as_of: Month,
    rules: Sequence[CapRule] = (),
    elsewhere: frozenset[str] = frozenset(),
    noticed: Sequence[Finding] = (),
) -> FileForecast:
    """Forecast the December total of the as-of year for every series and for their total, from what was known then.

    Args:
        series: figures as filed, by name.
        as_of: the last month that may be read.
        rules: caps, floors and levels; absolute ones in the unit of the series.
        elsewhere: names that are known to be series of other tables, so that a rule for one of them is no rule for
            the total of this one.
        noticed: what was noticed when the table was read.

    Raises:
        InputRefused: `forecast.refused`, no series can be forecast.

    Source: docs/forecast.md.
    """
    judged = [sound(reported, series=name, as_of=as_of) for name, reported in series.items()]
    findings = [*noticed, *(finding for one in judged for finding in one.findings)]
    usable = [one for one in judged if not one.is_refused]
    if not usable:
        raise InputRefused("forecast.refused", ranked(findings), as_of=str(as_of), count=len(judged))
    used, about_rules = _usable_rules(
        rules, names=set(series), kept={one.series for one in usable}, elsewhere=elsewhere
    )
    grid = grid_of({one.series: one.made for one in usable}, as_of=as_of)
    found = outlooks(grid)
    names = total_names(used, series=set(series), year=as_of.year)
    sums = _sums_of_others(grid)
    rows = _rows(found, usable, as_of=as_of)
    rows += _totals([row for row in rows if row.outlook.series not in sums], names=names)
    answered = {row.outlook.series for row in rows}
    return FileForecast(
        as_of=as_of,
        rows=tuple(rows),
        refused=tuple(name for name in series if name not in answered),
        findings=ranked([*findings, *about_rules, *_sum_notes(sums, names), *_two_totals(names, as_of.year)]),
        rules=used,
    )


def total_names(rules: Sequence[CapRule], *, series: set[str], year: int) -> tuple[str, ...]:
    """What the total of all is called: as the rules of the year call it, else those of any year, else `total`.

    A single series without a declared total has none: it would be the same row again.
    """
    declared = [rule for rule in rules if rule.scope != EACH and rule.scope not in series]
    of_year = dict.fromkeys(rule.scope for rule in declared if rule.year == year)
    if of_year:
        return tuple(of_year)
    if declared:
        return (declared[-1].scope,)
    return (TOTAL,) if len(series) > 1 and TOTAL not in series else ()


def _usable_rules(
    rules: Sequence[CapRule], *, names: set[str], kept: set[str], elsewhere: frozenset[str]
) -> tuple[tuple[CapRule, ...], list[Finding]]:
    """Rules of series that are there, of each, and of the total; a rule of a series that is not there is told."""
    apart = {rule.scope for rule in rules if rule.scope in elsewhere - names}
    used = tuple(rule for rule in rules if rule.scope in kept or rule.scope not in names | apart)
    return used, [
        Finding(
            code="forecast.cap_of_another", severity=Severity.NOTE, place=Place(field=scope), facts={"scope": scope}
        )
        for scope in sorted(apart)
    ]


def _rows(found: Sequence[Outlook], usable: Sequence[Sound], *, as_of: Month) -> list[Row]:
    by_name = {one.series: one for one in usable}
    rows = []
    for outlook in found:
        one = by_name[outlook.series]
        known = [month for month in one.made if month.year == as_of.year]
        last_year = one.made.get(Month(as_of.year - 1, 12))
        rows.append(Row(outlook=outlook, known_to=max(known, default=None), doubt=one.doubt, last_year=last_year))
    return rows


def _totals(parts: Sequence[Row], *, names: Sequence[str]) -> list[Row]:
    """One row per name of the total; sample paths are added, never bounds."""
    if not parts or not names:
        return []
    last_year = [row.last_year for row in parts]
    known = [row.known_to for row in parts]
    return [
        Row(
            outlook=total_outlook([row.outlook for row in parts], name=name),
            known_to=None if None in known else min(month for month in known if month),
            last_year=None if None in last_year else sum(value for value in last_year if value is not None),
            parts=len(parts),
        )
        for name in names
    ]


def _sums_of_others(grid: YearGrid) -> list[str]:
    """Series that are the sum of all the others in the last years; they would count everything twice."""
    whole = grid.made[:, :-1, 12]
    years = [year for year in range(whole.shape[1]) if not _has_nan(whole[:, year])][-3:]
    if len(years) < _SUM_YEARS or len(grid.names) <= _LEAST_PARTS:
        return []
    ends = whole[:, years]
    others = ends.sum(axis=0) - ends
    is_sum = (abs(ends - others) <= _SAME_SUM * ends).all(axis=1) & (ends > 0).all(axis=1)
    return [name for name, found in zip(grid.names, is_sum.tolist(), strict=True) if found]


def _has_nan(values: Any) -> bool:
    return bool((values != values).any())


def _sum_notes(sums: Sequence[str], names: Sequence[str]) -> list[Finding]:
    return [
        Finding(
            code="forecast.sum_among_series", severity=Severity.NOTE, place=Place(field=name), facts={"series": name}
        )
        for name in sums
        if names
    ]


def _two_totals(names: Sequence[str], year: int) -> list[Finding]:
    if len(names) < 2:
        return []
    facts = {"scopes": "、".join(names), "year": year}
    return [Finding(code="forecast.two_totals", severity=Severity.QUERY, place=Place(), facts=facts)]


def _row_plain(row: Row) -> dict[str, Any]:
    beside: dict[str, Any] = {
        "made": row.outlook.made,
        "known_to": str(row.known_to) if row.known_to else None,
        "last_year": row.last_year,
        "is_total": bool(row.parts),
    }
    return row.outlook.row() | beside | ({"parts": row.parts} if row.parts else {"doubt": row.doubt})
