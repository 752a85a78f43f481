"""Options that several verbs share, and the kinds of argument they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.terms.period import Month

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class MonthArgument(click.ParamType[Month]):
    """A month written YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Parse, or fail as click does."""
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a month: write YYYY-MM, such as 2025-03 (月份写作 2025-03)", param, ctx)


class DayArgument(click.ParamType[dt.date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Parse, or fail as click does."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day: write YYYY-MM-DD, such as 2025-03-31 (日期写作 2025-03-31)", param, ctx)


MONTH = MonthArgument()
DAY = DayArgument()

book: Decorator = click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="ZHIBIAO_BOOK",
    show_default="the current folder",
    help="The book folder.",
)
acting: Decorator = click.option("--as", "person", required=True, metavar="PERSON", help="Who acts, by id.")
sector: Decorator = click.option("--sector", default="steel", show_default=True, help="Which sector: steel, magnesia.")


def table_read(what: str) -> Decorator:
    """The table that a verb without a book reads, from a file or from standard input."""
    path = click.Path(path_type=Path, allow_dash=True)
    words = f"{what}; - reads standard input."
    return click.option("--input", "path", type=path, metavar="FILE", required=True, help=words)


series_table = table_read("Table of totals since January, .csv or .xlsx, columns series,month,ytd")


def open_book(folder: Path) -> OpenBook:
    """Open a book for the verb at work; its store is closed when the verb is done."""
    from zhibiao.assemble.book import open_book as opened_at

    opened = opened_at(folder)
    click.get_current_context().call_on_close(opened.store.close)
    return opened
