"""Replay (历史回放): take a past year month by month as if it were now, then hold it against what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from zhibiao.assessment.pace.pacing import Pace, pace
from zhibiao.errors import InputRefused, NotFound, UsageError
from zhibiao.forecast.outlook import Outlook, Seen, outlooks_at, total_outlook
from zhibiao.forecast.series import closed_gaps, grid_of
from zhibiao.forecast.weights import History
from zhibiao.monthly.year_to_date import OutputTable, YearProfile, YearToDate
from zhibiao.policy.cap_rule import EACH, Cap, CapKind, CapRule, Caps, caps_known
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

SEASON_YEARS = 5
MIDDLE = 6
ALL = "all"

_FIRST_YEAR, _LAST_YEAR = 1950, 2199
_MOST_FACTOR = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """One name at the end of one month, with nothing later in it.

    Args:
        name: series name, `all` for the sum.
        cap: the cap as known when the month's figures came out.
        pace: exact pace against it.
        outlook: where the year ends if nobody acts on the cap, in tonnes.
    """

    name: str
    cap: Cap
    pace: Pace
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayMonth:
    """All names at the end of one month, and their sum.

    Args:
        month: the month.
        provinces: each name.
        total: their sum.
        with_caps: where the sum ends as far as caps are obeyed that were known by the end of the month.
        with_caps_published: the same with those known when the month's figures came out, one month later.
    """

    month: Month
    provinces: tuple[Standpoint, ...]
    total: Standpoint
    with_caps: Outlook
    with_caps_published: Outlook

    @property
    def ahead(self) -> tuple[str, ...]:
        """Names ahead of their seasonal target, furthest first."""
        ahead = [one for one in self.provinces if one.pace.ahead_t > 0]
        return tuple(one.name for one in sorted(ahead, key=lambda one: (-one.pace.ahead_t, one.name)))

    @property
    def above_last_year(self) -> tuple[str, ...]:
        """Names above the same months of last year, in order of name."""
        return tuple(one.name for one in self.provinces if (one.pace.above_last_year_t or 0) > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A replayed year: each month as it could have been seen, and the figures that came.

    Args:
        year: the plan year.
        product: code of the product.
        rules: the caps that were laid down.
        months: one per published month, in order.
        series: the names that were replayed, whole, in order of name.
        labels: names to show.
        nation: the published figure of the nation, None where it is not at hand.
        findings: what was left out or noticed.
    """

    year: int
    product: str
    rules: tuple[CapRule, ...]
    months: tuple[ReplayMonth, ...]
    series: tuple[YearToDate, ...]
    labels: Mapping[str, Text]
    nation: YearToDate | None
    findings: tuple[Finding, ...]

    def at(self, month: int) -> ReplayMonth:
        """The replayed month of that number; NotFound where nothing was published for it."""
        for one in self.months:
            if one.month.month == month:
                return one
        raise NotFound("replay.month_not_published", month=str(Month(self.year, month)))

    def total_t(self, year: int) -> int:
        """The sum of the replayed names for this year or the one before."""
        return sum(series.total_t(year) or 0 for series in self.series)


def replay_provinces(
    table: OutputTable, *, year: int, rules: Sequence[CapRule], nation: YearToDate | None = None
) -> Replay:
    """Go through a year month by month, each time with series cut at that month, then keep what came.

    The figures are final vintages: later revisions are already in them, and which names have a whole year is
    known only in hindsight. Both are said as findings.

    Args:
        table: published totals since January, by name.
        year: the year to be replayed; it and the year before must be whole for a name to take part.
        rules: the caps, see `cap_rules`; a rule counts from the month in which it was known.
        nation: the published national series, shown beside the sum.

    Raises:
        NotFound: no name has both years.
        InputRefused: two rules for the total of all.
        UsageError: no such year.
    """
    _check_year(year)
    kept, left_out = split_off(table, year=year)
    if not kept:
        first, last = span(table)
        raise NotFound("replay.year_not_whole", year=year, first=first, last=last)
    names = {series.name for series in table.series}
    usable = tuple(rule for rule in rules if rule.scope in {s.name for s in kept} or rule.scope not in names)
    _refuse_two_totals(usable, names=names, year=year)
    months = tuple(
        assess_month(tuple(series.until(month) for series in kept), rules=usable, month=month)
        for month in months_of(year)
        if all(month in series.made_t for series in kept)
    )
    findings = (
        Finding(code="replay.final_vintages", severity=Severity.NOTE, place=Place(), facts={"year": year}),
        *table.findings,
        *left_out,
        *_revisions(kept, year=year),
        *_cap_notes(usable, names=names, year=year),
        *_published_beside(kept, nation=nation, year=year),
    )
    return Replay(
        year=year,
        product=table.product,
        rules=tuple(rule for rule in usable if rule.year == year),
        months=months,
        series=kept,
        labels=table.labels,
        nation=nation,
        findings=ranked(findings),
    )


def assess_month(known: Sequence[YearToDate], *, rules: Sequence[CapRule], month: Month) -> ReplayMonth:
    """Assess every name, and their sum, at the end of one month.

    Args:
        known: the series, already cut: nothing after `month` is in them.
        rules: caps; one counts if it was known in the month after, when the figures of `month` are published.
        month: the month assessed.

    Raises:
        ValueError: a series reaches beyond `month`.
    """
    if any(max(series.made_t) > month for series in known):
        raise ValueError(f"a series reaches beyond {month}")
    base = {series.name: series.total_t(month.year - 1) or 0 for series in known}
    caps = caps_known(rules, last_year_t=base, year=month.year, at=month.next())
    seen = _seen(known, month=month)
    free = {one.series: one for one in outlooks_at(seen)}
    provinces = tuple(
        Standpoint(
            name=series.name,
            cap=caps.of[series.name],
            pace=_pace(_years(series, month.year), month=month, cap_t=caps.of[series.name].tonnes),
            outlook=free[series.name],
        )
        for series in known
    )
    return ReplayMonth(
        month=month,
        provinces=provinces,
        total=_total(known, provinces, caps=caps, month=month),
        with_caps=total_outlook(outlooks_at(seen, caps=rules), name=ALL),
        with_caps_published=total_outlook(outlooks_at(seen, caps=_one_month_earlier(rules)), name=ALL),
    )


def _seen(known: Sequence[YearToDate], *, month: Month) -> Seen:
    """The standpoint of a month, so that its forecasts are worked out once for all sets of caps."""
    grid = grid_of({series.name: series.made_t for series in known}, as_of=month)
    days = grid.days()
    history = History(closed_gaps(grid.made, days), days)
    return Seen(names=grid.names, years=grid.years, history=history, as_of=month, months=grid.last_known())


def _one_month_earlier(rules: Sequence[CapRule]) -> tuple[CapRule, ...]:
    """The rules as if each had been known a month earlier: by the time the figures of that month are out, it is."""
    return tuple(replace(rule, known_from=rule.known_from.shift(-1)) for rule in rules)


def cap_rules(text: str, *, year: int) -> tuple[CapRule, ...] | None:
    """Caps for each name from a word: `last-year`, a factor such as `0.95`, or a change such as `-5%`.

    Returns:
        One rule for each name, known all year; None where the text is none of these and so names a file.

    Raises:
        UsageError: a factor that is not above zero or makes no sense, or no such year.

    >>> cap_rules("-5%", year=2022)[0].value
    Decimal('0.95')
    """
    _check_year(year)
    if text == "last-year":
        return (_for_each(CapKind.LAST_YEAR, Decimal(1), year=year, source="last-year"),)
    factor = _factor(text)
    if factor is None:
        return None
    if not factor.is_finite() or not 0 < factor <= _MOST_FACTOR:
        raise UsageError("replay.cap_factor", text=text, most=_MOST_FACTOR)
    return (_for_each(CapKind.FACTOR_OF_LAST_YEAR, factor, year=year, source=text),)


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UsageError("replay.no_such_year", year=year, first=_FIRST_YEAR, last=_LAST_YEAR)


def _factor(text: str) -> Decimal | None:
    try:
        return 1 + Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    except InvalidOperation:
        return None


def _for_each(kind: CapKind, value: Decimal, *, year: int, source: str) -> CapRule:
    return CapRule(scope=EACH, year=year, kind=kind, value=value, known_from=Month(year, 1), source=source)


def season_years(series: YearToDate, year: int) -> tuple[YearProfile, ...]:
    """The five years before, of the same series: they set its season."""
    return tuple(series.profile(past) for past in range(year - SEASON_YEARS, year))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Years:
    """A name's year, the one before, and the years of its season."""

    this: YearProfile
    last: YearProfile
    season: tuple[YearProfile, ...]


def _years(series: YearToDate, year: int) -> _Years:
    return _Years(this=series.profile(year), last=series.profile(year - 1), season=season_years(series, year))


def _pace(years: _Years, *, month: Month, cap_t: int) -> Pace:
    return pace(years.this, month=month.month, cap_t=cap_t, last_year=years.last, earlier=years.season)


def sum_of(series: Sequence[YearToDate]) -> YearToDate:
    """The sum of several series, at the months in which all are known."""
    common = set.intersection(*(set(one.made_t) for one in series))
    return YearToDate(name=ALL, made_t={month: sum(one.made_t[month] for one in series) for month in common})


def _total(known: Sequence[YearToDate], provinces: Sequence[Standpoint], *, caps: Caps, month: Month) -> Standpoint:
    return Standpoint(
        name=ALL,
        cap=caps.total,
        pace=_pace(_years(sum_of(known), month.year), month=month, cap_t=caps.total.tonnes),
        outlook=total_outlook([one.outlook for one in provinces], name=ALL),
    )


def split_off(table: OutputTable, *, year: int) -> tuple[tuple[YearToDate, ...], tuple[Finding, ...]]:
    """Names with both years whole, and a finding with the reason for each of the others."""
    months = {month for series in table.series for month in series.made_t if month.year == year}
    kept, left_out = [], []
    for series in table.series:
        reason = _reason_to_leave_out(series, months=months, year=year)
        if reason is None:
            kept.append(series)
        else:
            code, facts = reason
            names = {"province": series.name, "province_zh": table.labels[series.name].zh, "year": year}
            left_out.append(Finding(code=code, severity=Severity.NOTE, place=Place(), facts=names | facts))
    return tuple(kept), tuple(left_out)


def _reason_to_leave_out(series: YearToDate, *, months: set[Month], year: int) -> tuple[str, dict[str, object]] | None:
    last = max(series.made_t, default=None)
    if not series.total_t(year - 1):
        return "replay.left_out_without_base", {"base_year": year - 1, "last": str(last or "")}
    missing = sorted(month for month in months if month not in series.made_t)
    if missing:
        return "replay.left_out_stopped", {"missing": str(missing[0]), "last": str(last or "")}
    return ("replay.left_out_unfinished", {"last": str(last)}) if series.total_t(year) is None else None


def span(table: OutputTable) -> tuple[int, int]:
    """The first and the last year that can be replayed; zeros where there is none."""
    whole = [year for series in table.series for year in series.years if series.total_t(year)]
    return (min(whole) + 1, max(whole)) if whole else (0, 0)


def _refuse_two_totals(rules: Sequence[CapRule], *, names: set[str], year: int) -> None:
    scopes = sorted({rule.scope for rule in rules if rule.year == year and rule.scope not in names | {EACH}})
    if len(scopes) > 1:
        finding = Finding(
            code="caps.two_totals", severity=Severity.REJECT, place=Place(), facts={"scopes": ", ".join(scopes)}
        )
        raise InputRefused("caps.refused", [finding], year=year)


def _revisions(kept: Sequence[YearToDate], *, year: int) -> list[Finding]:
    """Totals since January that fall, this year or last: the month's own output cannot be taken from them."""
    return [
        Finding(
            code="nbs.total_falls",
            severity=Severity.NOTE,
            place=Place(field=f"{series.name} {month}"),
            facts={"province": series.name, "month": str(month)},
        )
        for series in kept
        for each in (year - 1, year)
        for month in series.falls(each)
    ]


def _cap_notes(rules: Sequence[CapRule], *, names: set[str], year: int) -> list[Finding]:
    """From when each cap was known, and which one was read as the cap of all together."""
    notes = []
    for rule in rules:
        if rule.year == year and (rule.known_from > Month(year, 1) or rule.scope not in names | {EACH}):
            code = "replay.cap_known_from" if rule.scope in names | {EACH} else "replay.cap_of_all_known_from"
            facts = {"scope": rule.scope, "month": str(rule.known_from), "year": year}
            notes.append(Finding(code=code, severity=Severity.NOTE, place=Place(field=rule.scope), facts=facts))
    return notes


def _published_beside(kept: Sequence[YearToDate], *, nation: YearToDate | None, year: int) -> list[Finding]:
    """Where the sum of the names is not the published national figure: both, for this year and the one before."""
    if nation is None:
        return [Finding(code="replay.nation_missing", severity=Severity.NOTE, place=Place(), facts={"year": year})]
    notes = []
    for each in (year - 1, year):
        added, published = sum(series.total_t(each) or 0 for series in kept), nation.total_t(each)
        if published is not None and abs(added - published) * 1000 > published:
            facts = {
                "year": each,
                "sum_10kt": added / 10_000,
                "published_10kt": published / 10_000,
                "difference_pct": round((added - published) * 100 / published, 2),
            }
            notes.append(Finding(code="replay.sum_is_not_nation", severity=Severity.NOTE, place=Place(), facts=facts))
    return notes
