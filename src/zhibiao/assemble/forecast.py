"""Tables of series from outside into the forecast and its backtest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhibiao import __version__
from zhibiao.errors import UsageError
from zhibiao.policy.cap_rule import CapRule
from zhibiao.procedures.forecast_file import FileForecast, forecast_file
from zhibiao.readers.caps import read_caps
from zhibiao.readers.places import read_province_names
from zhibiao.readers.series_csv import SeriesTable, read_series
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month


def forecast(content: bytes, *, name: str, as_of: Month, caps: Path | None) -> FileForecast:
    """Forecast every series of a table, with the caps of another."""
    table = read_series(content, name=name)
    return forecast_file(table.series, as_of=as_of, rules=_rules(caps), elsewhere=_provinces(), noticed=_noticed(table))


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


def _noticed(table: SeriesTable) -> tuple[Finding, ...]:
    if not table.unread:
        return table.findings
    unread = "、".join(table.unread)
    place = Place(file=table.file, row=1)
    note = Finding(code="series.columns_unread", severity=Severity.NOTE, place=place, facts={"columns": unread})
    return (*table.findings, note)
