"""`zhibiao backtest`: how the forecast of a table would have done at the same months of earlier years."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.forecast import member_name, told_once
from zhibiao.cli.options import series_table
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibiao.procedures.backtest_file import FileBacktest

_LEVELS = ("50", "80", "90")
_MOST_FINDINGS = 30


class MonthNumbers(click.ParamType[tuple[int, ...]]):
    """Numbers of months, separated by commas."""

    name = "M,M,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """Parse, or fail as click does."""
        if isinstance(value, tuple):
            return value
        numbers = [part.strip() for part in value.replace("，", ",").split(",")]
        if not all(one.isascii() and one.isdecimal() and 1 <= int(one) <= 11 for one in numbers):
            self.fail(f"{value!r} is no list of months: write 3,6,9,11 (月份写作 3,6,9,11)", param, ctx)
        return tuple(sorted(set(map(int, numbers))))


@click.command(
    "backtest", epilog="Example: zhibiao backtest --input series.csv --from 2012 --to 2022 --months 3,6,9,11"
)
@series_table
@click.option(
    "--cap",
    "caps",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Table of caps, as for `zhibiao forecast`; each counts from the month in which it was known.",
)
@click.option("--from", "first", type=click.IntRange(1901, 2200), help="The first year forecast.")
@click.option("--to", "last", type=click.IntRange(1901, 2200), help="The last year forecast.")
@click.option(
    "--months", type=MonthNumbers(), default="3,6,9,11", show_default=True, help="Standing at the end of which months."
)
@verb
def backtest_(*, path: Path, caps: Path | None, first: int | None, last: int | None, months: tuple[int, ...]) -> Answer:
    """Hold the forecast of a table against what came in past years. 预测回测"""
    from zhibiao.assemble.forecast import backtest, marks, read_input

    is_standard_input = str(path) == "-"
    content = sys.stdin.buffer.read() if is_standard_input else read_input(path)
    name = "stdin" if is_standard_input else path.name
    made = backtest(content, name=name, caps=caps, years=(first, last), months=months)
    result = made.plain() | {"findings": [finding_plain(finding) for finding in made.findings]}
    return Answer(
        result=result,
        show=lambda lang: _show(made, lang),
        marks=marks(content, [caps]),
        findings=made.findings,
        is_ok=made.is_whole,
    )


def _show(made: FileBacktest, lang: Language) -> None:
    from zhibiao.cli.show import line, table

    facts = {"first": made.years[0], "last": made.years[-1], "series": made.series}
    line(_words("errors", lang, **facts))
    heads = [_words("method", lang), *(_words("month", lang, month=month) for month in made.months)]
    errors = {(row.method, row.month): row.error for row in made.table.rows}
    methods = dict.fromkeys(row.method for row in made.table.rows)
    rows = [
        (member_name(method, lang), *(_percent(errors.get((method, m)), 2) for m in made.months)) for method in methods
    ]
    table("", heads, rows, words=1)
    for key, by_month, places in (("pinball", made.table.pinball, 2), ("weights", made.table.weights, 0)):
        names = dict.fromkeys(name for month in made.months for name in by_month.get(month, {}))
        rows = [(member_name(name, lang), *_across(by_month, name, made.months, places)) for name in names]
        line(_words(key, lang))
        table("", heads, rows, words=1)
    rows = [
        (_words(f"{key}.of", lang, level=level), *_across(by_month, level, made.months, 0))
        for key, by_month in (("coverage", made.table.coverage), ("total_coverage", made.table.total_coverage))
        for level in _LEVELS
    ]
    line(_words("coverage", lang))
    table("", [_words("level", lang), *heads[1:]], rows, words=1)
    line(_words("note", lang))
    show_findings(told_once(made.findings[:_MOST_FINDINGS]), lang)


def _across(by_month: Mapping[int, Mapping[str, float]], name: str, months: tuple[int, ...], places: int) -> list[str]:
    return [_percent(by_month.get(month, {}).get(name), places) for month in months]


def _percent(value: float | None, places: int) -> str:
    return "—" if value is None or value != value else f"{value * 100:.{places}f} %"


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"backtest.{key}", lang, **facts)
