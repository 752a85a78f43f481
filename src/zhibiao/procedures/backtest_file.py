"""Backtest (回测): the forecast of any table repeated at earlier months, each from what was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import InputRefused, UsageError
from zhibiao.forecast.rolling import RollingTable, rolling_table
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.forecast.soundness import Reported, Sound, sound
from zhibiao.forecast.weights import FIRST_TRIED
from zhibiao.policy.cap_rule import CapRule
from zhibiao.procedures.forecast_file import usable_rules
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month

MONTHS = (3, 6, 9, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBacktest:
    """How the forecast of a table would have done.

    Args:
        years: the years that were forecast.
        months: standing at the end of each of these.
        series: how many took part.
        table: errors, coverage, pinball losses, weights and how strongly caps pulled.
        findings: hardest first.
    """

    years: tuple[int, ...]
    months: tuple[int, ...]
    series: int
    table: RollingTable
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was kept out for what is wrong with it."""
        return all(finding.severity < Severity.QUARANTINE for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """Rows of errors by method and month; coverage, pinball losses and weights by month."""
        table = self.table
        return {
            "years": list(self.years),
            "months": list(self.months),
            "series": self.series,
            "rows": [{"method": r.method, "month": r.month, "error": _known(r.error), "n": r.n} for r in table.rows],
            "coverage": _by_month(table.coverage),
            "total_coverage": _by_month(table.total_coverage),
            "pinball": _by_month(table.pinball),
            "weights": _by_month(table.weights),
            "pulls": [{"year": year, "month": month, "pull": pull} for (year, month), pull in table.pulls.items()],
        }


def backtest_file(
    series: Mapping[str, Sequence[Reported]],
    *,
    rules: Sequence[CapRule] = (),
    elsewhere: frozenset[str] = frozenset(),
    years: tuple[int | None, int | None] = (None, None),
    months: Sequence[int] = MONTHS,
    noticed: Sequence[Finding] = (),
) -> FileBacktest:
    """Repeat the forecast at the end of the given months of past years and hold it against what came.

    Which figures are sound is judged once, with the whole table at hand; everything else reads what was known then.

    Args:
        series: figures as filed, by name.
        rules: caps; each counts from the month in which it was known.
        elsewhere: names of series of other tables, see `forecast_file`.
        years: the first and the last year; None for all that have two years before them.
        months: 1 to 11.
        noticed: what was noticed when the table was read.

    Raises:
        InputRefused: `forecast.refused`, no series can be used.
        UsageError: `backtest.no_years`, there is no such span in the table.
    """
    last = max((one.month for reported in series.values() for one in reported if one.month), default=Month(1900, 1))
    as_of = Month(last.year, 12)
    judged = [_with_ended(reported, name=name) for name, reported in series.items()]
    usable = [one for one in judged if not one.is_refused]
    findings = [*noticed, *(finding for one in judged for finding in one.findings)]
    if not usable:
        raise InputRefused("forecast.refused", ranked(findings), as_of=str(as_of), count=len(judged))
    used, about_rules = usable_rules(rules, names=set(series), kept={one.series for one in usable}, elsewhere=elsewhere)
    grid = grid_of({one.series: one.made for one in usable}, as_of=as_of)
    span = _span(grid, years)
    return FileBacktest(
        years=span,
        months=tuple(months),
        series=len(usable),
        table=rolling_table(grid, caps=used, years=span, months=tuple(months)),
        findings=ranked([*findings, *about_rules]),
    )


def _with_ended(reported: Sequence[Reported], *, name: str) -> Sound:
    """A series judged at its own last month, so that one that has ended speaks for the years it had."""
    last = max((one.month for one in reported if one.month), default=Month(1900, 1))
    return sound(reported, series=name, as_of=last)


def _span(grid: YearGrid, years: tuple[int | None, int | None]) -> tuple[int, ...]:
    ends = zip(grid.years[FIRST_TRIED:], grid.made[:, FIRST_TRIED:, 12].T.tolist(), strict=True)
    whole = [year for year, values in ends if any(value == value for value in values)]
    least, most = (whole[0], whole[-1]) if whole else (0, 0)
    first, last = years[0] or least, years[1] or most
    chosen = tuple(year for year in whole if first <= year <= last)
    if not chosen:
        raise UsageError("backtest.no_years", first=first, last=last, least=least or "—", most=most or "—")
    return chosen


def _by_month(values: Mapping[int, Mapping[str, float]]) -> dict[str, dict[str, float | None]]:
    return {str(month): {name: _known(value) for name, value in of.items()} for month, of in values.items()}


def _known(value: float) -> float | None:
    """None for what was never tried: JSON has no NaN."""
    return value if value == value else None
