"""Returns of the made-up firms as read from the form, cell by cell, and what they are held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

import returns_sample as sample
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.standing import Standing, Tolerances
from zhibiao.readers.grounds_csv import read_grounds
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.grounds import Grounds
from zhibiao.terms.period import Period

MONTH, TOTAL = Scope.PERIOD, Scope.YEAR_TO_DATE
MARCH = Period.parse("2025-03")
HISTORY = ("2024-01..02", *(f"2024-{month:02d}" for month in range(3, 13)), "2025-01..02")
EMPTY = Record.of(())
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
Figure = tuple[str, Scope]


@cache
def grounds() -> Grounds:
    """The bundled list of grounds."""
    return read_grounds(sample.DATA / "dictionary" / "grounds.csv")


def filed(
    firm: Enterprise = sample.STEEL,
    period: Period = MARCH,
    *,
    last_year: Mapping[Figure, int] | None = None,
    stated: Mapping[str, tuple[str, ...]] | None = None,
    none: Iterable[str] = (),
    figures: Mapping[Figure, int | Decimal | None] | None = None,
    **month: int | Decimal | None,
) -> Filed:
    """A good return with figures changed: by field the month's, by field and span any; None leaves one out."""
    changed: dict[Figure, int | Decimal | None] = {(code, MONTH): value for code, value in month.items()}
    changed |= figures or {}
    own: list[Fact] = []
    past: list[Fact] = []
    rows = sample.figures(firm, period)
    extra = {code: (None, None, None, None) for code, _ in changed if code not in rows}
    for row, (code, columns) in enumerate({**rows, **extra}.items(), 8):
        for column, scope, value in (("D", MONTH, columns[0]), ("E", TOTAL, columns[1])):
            _add(own, code, scope, changed.get((code, scope), value), f"{column}{row}")
        for column, scope, value in (("F", MONTH, columns[2]), ("G", TOTAL, columns[3])):
            _add(past, code, scope, (last_year or {}).get((code, scope), value), f"{column}{row}")
    return Filed(
        enterprise=firm.id,
        period=period,
        place=Place(file="f", sheet=firm.id),
        facts=tuple(own),
        last_year=tuple(past),
        declared_none=frozenset(none),
        grounds=dict(stated or {}),
    )


def _add(facts: list[Fact], code: str, scope: Scope, value: int | Decimal | None, cell: str) -> None:
    if value is not None:
        place = Place(file="f", sheet="s", cell=cell, field=code)
        facts.append(Fact(field=code, scope=scope, value=Decimal(value), place=place))


@cache
def record(firm: Enterprise = sample.STEEL, periods: tuple[str, ...] = HISTORY) -> Record:
    """The firm's good returns of those periods."""
    return Record.of(_kept(filed(firm, Period.parse(period))) for period in periods)


def _kept(good: Filed) -> Return:
    return Return(
        enterprise=good.enterprise,
        period=good.period,
        version=1,
        received_at=START,
        provenance="test",
        file_sha256="",
        facts=good.facts,
    )


def standing(
    firm: Enterprise = sample.STEEL,
    *,
    known: Record | None = None,
    today: dt.date = dt.date(2025, 4, 7),
    tolerances: Tolerances | None = None,
) -> Standing:
    """What the firm's return is held against: its good returns before, unless others are given."""
    return Standing(
        enterprise=firm,
        dictionary=sample.DICTIONARY,
        record=record(firm) if known is None else known,
        today=today,
        sector=sample.SECTORS.get(firm.sector),
        tolerances=tolerances or Tolerances(),
        grounds=grounds(),
    )


def asked(one: Filed, against: Standing | None = None) -> list[Finding]:
    """What is asked about a return, causes first."""
    found = check_return(one, against or standing())
    return [finding for finding in ranked(found) if finding.severity >= Severity.QUERY]


def severities(found: Iterable[Finding]) -> dict[str, str]:
    """Severity by code."""
    return {finding.code: finding.severity.name for finding in found}
