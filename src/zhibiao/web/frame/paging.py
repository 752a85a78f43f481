"""Long tables are shown a hundred rows at a time, by a number in the address; files hold all rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request

from zhibiao.web.frame.tables import Table

MOST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The part of a table that a page shows.

    Args:
        first, last: numbers of its rows, from 1.
        count: rows of the whole table without its sum.
        before, after: addresses of the parts beside it; empty where there is none.
    """

    first: int
    last: int
    count: int
    before: str
    after: str


def part_of(table: Table, request: Request) -> tuple[Table, Part | None]:
    """The rows that the address asks for, with the sum of all below them; a short table whole, and None."""
    count = len(table.rows) - int(table.total)
    if count <= MOST_ROWS:
        return table, None
    pages = -(-count // MOST_ROWS)
    number = min(max(_asked(request, table), 1), pages)
    first = (number - 1) * MOST_ROWS
    last = min(first + MOST_ROWS, count)
    part = Part(
        first=first + 1,
        last=last,
        count=count,
        before=_address(request, table, number - 1) if number > 1 else "",
        after=_address(request, table, number + 1) if number < pages else "",
    )
    return replace(table, rows=(*table.rows[first:last], *table.rows[count:])), part


def _key(table: Table) -> str:
    return f"page-{table.name}"


def _asked(request: Request, table: Table) -> int:
    text = request.query_params.get(_key(table), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(request: Request, table: Table, number: int) -> str:
    url = request.url.include_query_params(**{_key(table): number})
    return f"{url.path}?{url.query}#table-{table.name}"
