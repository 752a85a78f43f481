"""Tables of series from outside into the forecast and its backtest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao import __version__
from zhibiao.errors import UsageError
from zhibiao.forecast.known import KnownFact
from zhibiao.policy.cap_rule import CapRule
from zhibiao.procedures.forecast_file import FileForecast, forecast_file
from zhibiao.readers.caps import read_caps
from zhibiao.readers.known_csv import read_known
from zhibiao.readers.places import read_province_names
from zhibiao.readers.series_csv import SeriesTable, read_series
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

if TYPE_CHECKING:
    from zhibiao.procedures.backtest_file import FileBacktest


def forecast(content: bytes, *, name: str, as_of: Month, caps: Path | None, known: Path | None) -> FileForecast:
    """Forecast every series of a table, with the caps and the known facts of others."""
    table = read_series(content, name=name)
    facts = read_known(known) if known else ()
    return forecast_file(
        table.series,
        as_of=as_of,
        rules=_rules(caps),
        known=facts,
        elsewhere=_provinces(),
        noticed=(*_noticed(table), *_of_others(facts, table)),
    )


def backtest(
    content: bytes, *, name: str, caps: Path | None, years: tuple[int | None, int | None], months: Sequence[int]
) -> FileBacktest:
    """Repeat the forecast of every series of a table at past months."""
    from zhibiao.procedures.backtest_file import backtest_file

    table = read_series(content, name=name)
    return backtest_file(
        table.series,
        rules=_rules(caps),
        elsewhere=_provinces(),
        years=years,
        months=months,
        noticed=_noticed(table),
    )


def marks(content: bytes, beside: Sequence[Path | None]) -> dict[str, Any]:
    """What the answer rests on."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in beside if path}
    own = {"code_version": __version__, "input_sha256": hashlib.sha256(content).hexdigest()}
    return own | ({"beside_sha256": files} if files else {})


def read_input(path: Path) -> bytes:
    """The bytes of a file; UsageError `forecast.file_unreadable`."""
    try:
        return path.read_bytes()
    except OSError as error:
        place = Place(file=str(path))
        raise UsageError("forecast.file_unreadable", place=place, file=str(path), reason=error.strerror) from error


def _rules(caps: Path | None) -> tuple[CapRule, ...]:
    return read_caps(caps) if caps else ()


def _provinces() -> frozenset[str]:
    return frozenset(name for text in read_province_names() for name in (text.zh, text.en))


def _of_others(facts: Sequence[KnownFact], table: SeriesTable) -> tuple[Finding, ...]:
    names = dict.fromkeys(fact.series for fact in facts if fact.series not in table.series)
    return tuple(
        Finding(
            code="forecast.known_of_another", severity=Severity.QUERY, place=Place(field=name), facts={"series": name}
        )
        for name in names
    )


def _noticed(table: SeriesTable) -> tuple[Finding, ...]:
    if not table.unread:
        return table.findings
    unread = "、".join(table.unread)
    place = Place(file=table.file, row=1)
    note = Finding(code="series.columns_unread", severity=Severity.NOTE, place=place, facts={"columns": unread})
    return (*table.findings, note)
