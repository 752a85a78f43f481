"""Months of the simulated city as returns in order, each with the record that stands before it: no files between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache

import numpy as np

from zhibiao.assemble.resources import DATA, dictionary, grounds, sectors
from zhibiao.assemble.simulated import SECTORS
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.form import FIRST_VALUE_COLUMN, Filing, form_sheet
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.standing import Standing
from zhibiao.procedures.intake import PROVENANCE
from zhibiao.readers.city_specification import read_city_specification
from zhibiao.readers.grids.grid import address
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.filings import filing_of, periods_of
from zhibiao.simulation.specification import Specification
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

LOOKS_BACK = 25
"""Months before a return that any check may ask for: two years and the month before them."""

_COLUMNS = (Scope.PERIOD, Scope.YEAR_TO_DATE, Scope.PERIOD, Scope.YEAR_TO_DATE)

Figure = tuple[str, Scope]


@dataclass(frozen=True, kw_only=True)
class FirmMonth:
    """One good return: as the firm would write it, as read, and what is on record of the firm before it."""

    enterprise: Enterprise
    filing: Filing
    filed: Filed
    before: tuple[Return, ...]

    @property
    def past(self) -> int:
        """How many returns of the firm are on record, within the months that are looked back to."""
        return len(self.before)

    @cached_property
    def standing(self) -> Standing:
        """What the return is held against; made when asked for, since most months only become a record."""
        return Standing(
            enterprise=self.enterprise,
            dictionary=dictionary(),
            record=Record.of(self.before),
            today=received_at(self.filed.period).date(),
            sector=sectors().get(self.enterprise.sector),
            grounds=grounds(),
        )


@cache
def specification() -> Specification:
    """The specification of the bundled city."""
    return read_city_specification(DATA / "simulation")


@lru_cache(maxsize=2)
def city_of(seed: int) -> SimulatedCity:
    """The city of one seed."""
    generator = np.random.default_rng(seed)
    return simulate(specification(), sectors=[sectors()[name] for name in SECTORS], generator=generator)


def firm_months(seed: int, *, periods: int | None = None) -> Iterator[FirmMonth]:
    """Every return of the city's first periods (all by default), period by period; each is filed right after."""
    city = city_of(seed)
    filed_by: dict[str, list[Return]] = {}
    for period in tuple(periods_of(city, joint_years=specification().joint_years))[:periods]:
        first = period.start.shift(-LOOKS_BACK)
        for enterprise in city.register:
            filing = filing_of(city, enterprise, period, dictionary())
            filed = filed_of(filing)
            own = [item for item in filed_by.get(enterprise.id, ()) if item.period.end > first]
            yield FirmMonth(enterprise=enterprise, filing=filing, filed=filed, before=tuple(own))
            filed_by[enterprise.id] = [*own, kept(filed)]


def received_at(period: Period) -> dt.datetime:
    """The morning of the eighth after the period, when all file."""
    return dt.datetime(period.end.year, period.end.month, 8, 2, 30, tzinfo=dt.UTC)


def kept(filed: Filed, file_sha256: str = "") -> Return:
    """The return as a book keeps it."""
    return Return(
        enterprise=filed.enterprise,
        period=filed.period,
        version=1,
        received_at=received_at(filed.period),
        provenance=PROVENANCE,
        file_sha256=file_sha256,
        facts=filed.facts,
    )


def filed_of(filing: Filing) -> Filed:
    """The return as its own workbook would be read: the same figures at the same cells."""
    rows = _rows(filing.sector)
    facts: list[Fact] = []
    last_year: list[Fact] = []
    units = {}
    for code, row in rows.items():
        field = dictionary()[code]
        columns = _written(filing, code)
        if any(amount is not None for amount in columns):
            units[code] = field.form_unit
        for place, (scope, amount) in enumerate(zip(_COLUMNS, columns, strict=True)):
            if amount is not None:
                cell = address(row, FIRST_VALUE_COLUMN + place)
                where = Place(file=file_name(filing), sheet=filing.enterprise, cell=cell, field=code)
                target = facts if place < 2 else last_year
                target.append(Fact(field=code, scope=scope, value=Decimal(amount), place=where))
    return Filed(
        enterprise=filing.enterprise,
        period=filing.period,
        place=Place(file=file_name(filing), sheet=filing.enterprise, row=min(rows.values()) - 1),
        period_at=Place(file=file_name(filing), sheet=filing.enterprise, cell="A5"),
        facts=tuple(facts),
        last_year=tuple(last_year),
        filed_units=units,
        places={
            code: Place(
                file=file_name(filing), sheet=filing.enterprise, cell=address(row, FIRST_VALUE_COLUMN), field=code
            )
            for code, row in rows.items()
        },
    )


def file_name(filing: Filing) -> str:
    """The name of a firm's own file."""
    return f"{filing.enterprise}_{filing.period.last}.xlsx"


def with_figures(month: FirmMonth, changed: Mapping[Figure, Decimal | None]) -> tuple[Filing, Filed]:
    """The return with some figures of this year changed, as written and as read; None leaves the cell blank."""
    figures = dict(month.filing.figures)
    for (code, scope), amount in changed.items():
        columns = list(figures[code])
        # Filings of the city are in whole units; the form writes any exact amount.
        columns[0 if scope is Scope.PERIOD else 1] = amount  # type: ignore[call-overload]
        figures[code] = tuple(columns)  # type: ignore[assignment]
    filing = replace(month.filing, figures=figures)
    return filing, filed_of(filing)


def _written(filing: Filing, code: str) -> tuple[int | None, int | None, int | None, int | None]:
    return filing.figures.get(code, (None, None, None, None))


@cache
def _rows(sector: str) -> dict[str, int]:
    """The row of each field in the form of a sector, told from an empty one."""
    form = Filing(
        enterprise="",
        name=Text(""),
        credit_code="",
        sector=sector,
        authority=Text(""),
        period=Period.parse("2025-03"),
        signed_on=None,
        figures={},
    )
    sheet = form_sheet(form, dictionary())
    return {row.field: number for number, row in enumerate(sheet.rows) if row.field}
