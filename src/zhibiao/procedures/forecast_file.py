"""Forecast (年末预测): any table of totals since January, each series judged first, then where each and all end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import InputRefused
from zhibiao.forecast.known import KnownFact
from zhibiao.forecast.outlook import Outlook, outlooks, total_outlook
from zhibiao.forecast.series import grid_of
from zhibiao.forecast.soundness import Reported, Sound, sound
from zhibiao.forecast.standstill import CLOSED_DAYS
from zhibiao.policy.cap_rule import EACH, CapKind, CapRule
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month

TOTAL = "total"
_SAME_SUM = 0.015  # national and provincial totals of one product differ by up to 1.0 %
_SUM_YEARS, _SUM_SPAN = 2, 3
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
    known: Sequence[KnownFact] = (),
    elsewhere: frozenset[str] = frozenset(),
    noticed: Sequence[Finding] = (),
) -> FileForecast:
    """Forecast the December total of the as-of year for every series and for their total, from what was known then.

    Args:
        series: figures as filed, by name.
        as_of: the last month that may be read.
        rules: caps, floors and levels; absolute ones in the unit of the series.
        known: outages, plans and orders of coming months, in days or the unit of the series.
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
    kept = {one.series for one in usable}
    told, about_rules = usable_rules(rules, names=set(series), kept=kept, elsewhere=elsewhere)
    names = total_names(told, series=set(series), year=as_of.year)  # a name is no figure: also of rules not yet known
    used = tuple(rule for rule in told if rule.known_from <= as_of)
    sums = _sums_of_others(usable, as_of=as_of)
    lost = [one.series for one in judged if _is_refused_for_mistakes(one)]
    if lost:  # what is left of all cannot be held against a figure for all
        used = tuple(rule for rule in used if rule.kind is not CapKind.ABSOLUTE or rule.scope not in names)
    rows = _rows(usable, sums, as_of=as_of, rules=used, known=known)
    rows += _totals([row for row in rows if row.outlook.series not in sums], names=names)
    answered = {row.outlook.series for row in rows}
    findings += [_unanswered(one.series, as_of=as_of) for one in usable if one.series not in answered]
    findings += [_stands_still(row) for row in rows if row.outlook.stood_days]
    return FileForecast(
        as_of=as_of,
        rows=tuple(rows),
        refused=tuple(name for name in series if name not in answered),
        findings=ranked([*findings, *about_rules, *_about_total(names, sums=sums, lost=lost, year=as_of.year)]),
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


def usable_rules(
    rules: Sequence[CapRule], *, names: set[str], kept: set[str], elsewhere: frozenset[str]
) -> tuple[tuple[CapRule, ...], list[Finding]]:
    """Rules of series that are there, of each, and of the total; a rule of a series that is elsewhere is told.

    Args:
        names: all series of the table.
        kept: those that can be forecast; a rule of another one must not pass for a rule of the total.
        elsewhere: names that are known to be series of other tables.
    """
    apart = {rule.scope for rule in rules if rule.scope in elsewhere - names}
    used = tuple(rule for rule in rules if rule.scope in kept or rule.scope not in names | apart)
    return used, [
        Finding(
            code="forecast.cap_of_another", severity=Severity.NOTE, place=Place(field=scope), facts={"scope": scope}
        )
        for scope in sorted(apart)
    ]


def _rows(
    usable: Sequence[Sound],
    sums: Sequence[str],
    *,
    as_of: Month,
    rules: Sequence[CapRule],
    known: Sequence[KnownFact],
) -> list[Row]:
    """One row per series in the order of the file; sums are forecast apart, so that no bound of all counts twice."""
    found: dict[str, Outlook] = {}
    for names in ([one.series for one in usable if one.series not in sums], *([name] for name in sums)):
        told = [rule for rule in rules if names[0] not in sums or rule.scope in {EACH, names[0]}]
        parts = {one.series: one for one in usable if one.series in names}
        grid = grid_of({name: parts[name].made for name in names}, as_of=as_of)
        doubt = {name: part.doubt for name, part in parts.items() if part.doubt > 1}
        found |= {one.series: one for one in outlooks(grid, caps=told, known=known, doubt=doubt)}
    return [_row(found[one.series], one, as_of=as_of) for one in usable if one.series in found]


def _row(outlook: Outlook, one: Sound, *, as_of: Month) -> Row:
    months = [month for month in one.made if month.year == as_of.year]
    last_year = one.made.get(Month(as_of.year - 1, 12))
    return Row(outlook=outlook, known_to=max(months, default=None), last_year=last_year, doubt=one.doubt)


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


def _sums_of_others(usable: Sequence[Sound], *, as_of: Month) -> tuple[str, ...]:
    """Series that are the sum of all the others in the last years; they would count everything twice."""
    years = [
        [one.made[end] for one in usable]
        for year in range(as_of.year - _SUM_SPAN, as_of.year)
        if all((end := Month(year, 12)) in one.made for one in usable)
    ]
    if len(years) < _SUM_YEARS or len(usable) <= _LEAST_PARTS:
        return ()
    return tuple(
        one.series
        for place, one in enumerate(usable)
        if all(ends[place] > 0 and abs(2 * ends[place] - sum(ends)) <= _SAME_SUM * ends[place] for ends in years)
    )


def _unanswered(name: str, *, as_of: Month) -> Finding:
    """A sound series that no member of the ensemble can say anything about."""
    facts = {"series": name, "year": as_of.year - 1}
    return Finding(code="forecast.no_base", severity=Severity.QUARANTINE, place=Place(field=name), facts=facts)


def _stands_still(row: Row) -> Finding:
    """A series that made nothing lately: its interval holds both that it goes on standing and that it starts again."""
    name, days = row.outlook.series, row.outlook.stood_days
    code = "forecast.closed" if days > CLOSED_DAYS else "forecast.stands_still"
    return Finding(
        code=code,
        severity=Severity.NOTE,
        place=Place(field=name),
        facts={"series": name, "days": days, "last": str(row.known_to or "—")},
    )


def _is_refused_for_mistakes(one: Sound) -> bool:
    return one.is_refused and any(finding.severity >= Severity.QUARANTINE for finding in one.findings)


def _about_total(names: Sequence[str], *, sums: Sequence[str], lost: Sequence[str], year: int) -> Iterator[Finding]:
    """What a reader of the total has to know: what it leaves out, and whether its name is in doubt."""
    if not names:
        return
    for name in sums:
        yield _of_total("forecast.sum_among_series", Severity.NOTE, name, series=name)
    if lost:
        yield _of_total("forecast.total_incomplete", Severity.QUERY, names[0], total=names[0], lost="、".join(lost))
    if len(names) > 1:
        yield _of_total("forecast.two_totals", Severity.QUERY, names[0], scopes="、".join(names), year=year)


def _of_total(code: str, severity: Severity, name: str, **facts: object) -> Finding:
    return Finding(code=code, severity=severity, place=Place(field=name), facts=facts)


def _row_plain(row: Row) -> dict[str, Any]:
    beside: dict[str, Any] = {
        "made": row.outlook.made,
        "known_to": str(row.known_to) if row.known_to else None,
        "last_year": row.last_year,
        "weights": dict(row.outlook.weights),
        "cap_shift": row.outlook.cap_shift,
        "is_total": bool(row.parts),
    }
    return row.outlook.row() | beside | ({"parts": row.parts} if row.parts else {"doubt": row.doubt})
