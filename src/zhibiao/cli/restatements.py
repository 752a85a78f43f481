"""`zhibiao returns` and `zhibiao restatements`: what was known when, what rests on returns filed again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from zhibiao.cli import options, tell_restatements
from zhibiao.cli.answer import Answer, verb
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.period import Period


class PeriodArgument(click.ParamType[Period]):
    """A month written YYYY-MM, or a run of months YYYY-MM..MM."""

    name = "PERIOD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Parse, or fail as click does."""
        try:
            return Period.parse(value)
        except ValueError:
            self.fail(
                f"{value!r} is not a period: write 2025-03 or 2025-01..02 (期间写作 2025-03 或 2025-01..02)", param, ctx
            )


class InstantArgument(click.ParamType[dt.datetime]):
    """An instant with its time zone, or a day, which is taken at the given time in Beijing."""

    name = "INSTANT"

    def __init__(self, of_a_day: dt.time) -> None:
        self.of_a_day = of_a_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Parse, or fail as click does; an instant without a time zone could be any of two dozen."""
        try:
            if len(value) == len("2025-04-06"):
                return dt.datetime.combine(dt.date.fromisoformat(value), self.of_a_day, tzinfo=LOCAL)
            instant = dt.datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is None or instant.utcoffset() is None:
            self.fail(
                f"{value!r} is not an instant: write 2025-04-06T16:30:00+08:00, or 2025-04-06 for a day in Beijing "
                "(时刻写作 2025-04-06T16:30:00+08:00，或只写北京日期)",
                param,
                ctx,
            )
        return instant


_PERIOD = click.option("--period", type=PeriodArgument(), help="Only returns that share a month with it.")


@click.group("returns")
def returns_() -> None:
    """Read returns as they were known: versions, cells, vintages. 月报查询"""


@returns_.command(
    "show", epilog="Example: zhibiao returns show LH-S03 --period 2025-03 --known-by 2025-04-08 --book demo"
)
@click.argument("enterprise")
@options.book
@_PERIOD
@click.option(
    "--known-by",
    type=InstantArgument(dt.time.max),
    help="Only what was received by then; of a day, by its end in Beijing.",
)
@verb
def show_(*, enterprise: str, book: Path, period: Period | None, known_by: dt.datetime | None) -> Answer:
    """Every version an enterprise filed, with its cells, and how each figure came to be. 各版月报"""
    from zhibiao.assemble.restatements import returns_known, units_of

    opened = options.open_book(book)
    found = returns_known(opened, enterprise, period=period, known_by=known_by)
    units = units_of(fact.field for item in found.versions for fact in item.facts)
    return Answer(
        result=found.plain() | {"units": units},
        show=lambda lang: tell_restatements.known(found, opened.city, lang, with_figures=period is not None),
        marks=opened.marks(),
    )


@click.command("restatements", epilog="Example: zhibiao restatements --enterprise LH-S04 --since 2024-06-01")
@options.book
@click.option("--enterprise", default="", metavar="ENTERPRISE", help="Only those of this enterprise.")
@_PERIOD
@click.option(
    "--since",
    type=InstantArgument(dt.time.min),
    help="Only those received at that instant or later; of a day, from its beginning in Beijing.",
)
@verb
def restatements_(*, book: Path, enterprise: str, period: Period | None, since: dt.datetime | None) -> Answer:
    """Returns filed again, and which decisions, bookings and bases rest on what they follow. 订正影响"""
    from zhibiao.assemble.restatements import restatements, units_of

    opened = options.open_book(book)
    found = restatements(opened, enterprise=enterprise, period=period, since=since)
    fields = {item.field for one in found for item in one.restatement.revisions}
    fields |= {figure.field for one in found for decision in one.decisions for figure in decision.figures}
    return Answer(
        result={"restatements": [one.plain() for one in found], "units": units_of(fields)},
        show=lambda lang: tell_restatements.restated(found, opened.city, lang),
        marks=opened.marks(),
    )
