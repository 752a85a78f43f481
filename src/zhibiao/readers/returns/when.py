"""The one period of a table, told by its title, else by its headings, else by the name of the sheet."""

from __future__ import annotations

from zhibiao.readers.grids.grid import Cell, Grid
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.head import Head
from zhibiao.readers.returns.headings import Column
from zhibiao.readers.returns.tables import Header
from zhibiao.readers.wording import Span, months_in, span_of_months, spans_in, years_in
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Period


def told_period(head: Head, header: Header, grid: Grid, own: Remarks, *, is_needed: bool = True) -> Period | None:
    """The period that a table names; several different ones, or none, are not guessed at.

    The rows above decide. Where they name a year only, the month may stand in a heading (`3月`, `1—3月累计`) or in the
    sheet's name; the name is the last resort. Headings that name another month than the title are a contradiction.
    """
    spans = list(head.spans) or _in_headings(head, header) or _in_name(head, grid, own)
    periods = {span.period for span, _ in spans if span.period is not None}
    for span, cell in spans:
        if span.code == "period.parsed" and len(periods) == 1:
            own.note("period.parsed", own.spot(*cell), text=span.text, period=str(span.period))
        elif span.period is None:
            own.quarantine(span.code, own.spot(*cell), text=span.text)
    period = next(iter(periods)) if len(periods) == 1 else None
    against = _against(period, header) if period else []
    if len(periods) > 1 or against:
        cells = [cell for _, cell in spans] + [(header.row, place) for place in against]
        named = sorted(map(str, periods)) + [header.texts[place] for place in against]
        own.quarantine("period.mixed", own.spots(cells), periods="、".join(named))
        return None
    if not spans and is_needed:
        own.quarantine("period.missing", row=header.row + 1)
    return period if all(span.period is not None for span, _ in spans) else None


def where_told(period: Period, head: Head, header: Header, own: Remarks) -> Place | None:
    """The cell above or in the headings that names that period, or None."""
    spans = list(head.spans) or _in_headings(head, header)
    cell = next((cell for span, cell in spans if span.period == period), None)
    return own.spot(*cell) if cell else None


def _in_headings(head: Head, header: Header) -> list[tuple[Span, Cell]]:
    """Months named by the headings of this year's figures, with the headings' year or the title's."""
    found = []
    for place, heading in header.headings.items():
        year = heading.year or (head.years[0] if len(head.years) == 1 else 0)
        if heading.column is Column.VALUE and heading.months and year:
            found.append((span_of_months(year, heading.months, header.texts[place]), (header.row, place)))
    return found


def _in_name(head: Head, grid: Grid, own: Remarks) -> list[tuple[Span, Cell]]:
    """The period in the sheet's name, alone or with the title's year; said when it is taken."""
    spans = spans_in(grid.name)
    months, years = months_in(grid.name), years_in(grid.name) or list(head.years)
    if not spans and months and len(years) == 1:
        spans = [span_of_months(years[0], months, grid.name)]
    if len(spans) != 1 or spans[0].period is None:
        return []
    own.note("period.from_sheet_name", name=grid.name, period=str(spans[0].period))
    return [(Span(period=spans[0].period, text=grid.name), (0, 0))]


def _against(period: Period, header: Header) -> list[int]:
    """The columns whose headings name months other than the period's."""
    last = period.last.month
    wrong = []
    for place, heading in header.headings.items():
        if heading.months is None:
            continue
        is_total = heading.column in (Column.TO_DATE, Column.LAST_TO_DATE)
        expected = (1, last) if is_total else (period.start.month, last)
        if heading.months != expected:
            wrong.append(place)
    return wrong
