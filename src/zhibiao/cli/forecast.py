"""`zhibiao forecast`: where each series of a table and their total end the year, with interval and members."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli.answer import Answer, finding_plain, show_findings, verb
from zhibiao.cli.options import MONTH
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.forecast_file import FileForecast, Row

_MOST_ROWS = 200
_MOST_FINDINGS = 30


@click.command("forecast", epilog="Example: zhibiao forecast --input series.csv --as-of 2021-06 --cap caps.csv")
@click.option(
    "--input",
    "path",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    required=True,
    help="Table of totals since January, .csv or .xlsx, columns series,month,ytd; - reads standard input.",
)
@click.option("--as-of", type=MONTH, required=True, help="The last month that is read; later ones are not.")
@click.option(
    "--cap",
    "caps",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Table of caps, columns scope,year,rule,value,known_from and perhaps bound (cap, floor, level).",
)
@verb
def forecast_(*, path: Path, as_of: Month, caps: Path | None) -> Answer:
    """Forecast where each series and their total end the year. 年末预测"""
    from zhibiao.assemble.forecast import forecast, marks, read_input

    is_standard_input = str(path) == "-"
    content = sys.stdin.buffer.read() if is_standard_input else read_input(path)
    made = forecast(content, name="stdin" if is_standard_input else path.name, as_of=as_of, caps=caps)
    result = made.plain() | {"findings": [finding_plain(finding) for finding in made.findings]}
    return Answer(
        result=result,
        show=lambda lang: _show(made, lang),
        marks=marks(content, [caps]),
        findings=made.findings,
        is_ok=made.is_whole,
    )


def _show(made: FileForecast, lang: Language) -> None:
    from zhibiao.cli.show import line, table

    heads = ("series", "known_to", "made", "p50", "change", "half", "eight", "nine")
    shown = (*made.rows[:_MOST_ROWS], *(row for row in made.rows[_MOST_ROWS:] if row.parts))
    title = _words("title", lang, year=made.as_of.year, as_of=made.as_of)
    table(title, [_words(f"head.{head}", lang) for head in heads], [_cells(row, lang) for row in shown], words=2)
    if len(shown) < len(made.rows):
        line(_words("more", lang, count=len(made.rows) - len(shown)))
    if any(row.doubt > 1 for row in made.rows):
        line(_words("doubted", lang))
    line(_words("note", lang))
    show_findings(made.findings[:_MOST_FINDINGS], lang)
    if len(made.findings) > _MOST_FINDINGS:
        line(_words("more_findings", lang, count=len(made.findings) - _MOST_FINDINGS))


def _cells(row: Row, lang: Language) -> tuple[str, ...]:
    outlook, at = row.outlook, row.outlook.quantiles
    figures = _figures([*at.values(), outlook.made])
    name = _words("total", lang, name=outlook.series, parts=row.parts) if row.parts else outlook.series
    return (
        f"{name} *" if row.doubt > 1 else name,
        str(row.known_to or "—"),
        figures[-1],
        figures[3],
        f"{(at['p50'] / row.last_year - 1) * 100:+.1f} %" if row.last_year else "—",
        f"{figures[2]}–{figures[4]}",
        f"{figures[1]}–{figures[5]}",
        f"{figures[0]}–{figures[6]}",
    )


def _figures(values: Sequence[float]) -> list[str]:
    """Figures of one row with the same decimals: about five digits of the largest."""
    largest = max(map(abs, values), default=0.0)
    places = 0 if largest >= 10_000 else 1 if largest >= 1_000 else 2 if largest >= 1 else 4
    return [f"{value:,.{places}f}" for value in values]


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"forecast.{key}", lang, **facts)
