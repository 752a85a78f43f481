"""`zhibiao forecast`: where each series of a table and their total end the year, with interval and members."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.options import MONTH, series_table
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.forecast_file import FileForecast, Row

_MOST_ROWS = 200
_MOST_FINDINGS = 30
_LEAST_WEIGHT = 0.05


@click.command("forecast", epilog="Example: zhibiao forecast --input series.csv --as-of 2021-06 --cap caps.csv")
@series_table
@click.option("--as-of", type=MONTH, required=True, help="The last month that is read; later ones are not.")
@click.option(
    "--cap",
    "caps",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Table of caps, columns scope,year,rule,value,known_from and perhaps bound (cap, floor, level).",
)
@click.option(
    "--known",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What is known of coming months, columns series,month,kind,value,known_from; kind is outage_days, planned "
    "or ordered.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows too, as .csv.")
@verb
def forecast_(*, path: Path, as_of: Month, caps: Path | None, known: Path | None, out: Path | None) -> Answer:
    """Forecast where each series and their total end the year. 年末预测"""
    from zhibiao.assemble.forecast import forecast, marks, read_input

    is_standard_input = str(path) == "-"
    content = sys.stdin.buffer.read() if is_standard_input else read_input(path)
    made = forecast(content, name="stdin" if is_standard_input else path.name, as_of=as_of, caps=caps, known=known)
    result = made.plain() | {"findings": [finding_plain(finding) for finding in made.findings]}
    if out is not None:
        from zhibiao.assemble.out_file import write_out
        from zhibiao.writers.forecast_table import forecast_csv

        write_out(out, forecast_csv(result["rows"]))
        result["written"] = str(out)
    return Answer(
        result=result,
        show=lambda lang: _show(made, out, lang),
        marks=marks(content, [caps, known]),
        findings=made.findings,
        is_ok=made.is_whole,
    )


def _show(made: FileForecast, out: Path | None, lang: Language) -> None:
    from zhibiao.cli.show import line, table

    heads = ["series", "known_to", "made", "p50", "change", "half", "eight", "nine"]
    has_caps = any(row.outlook.cap_shift for row in made.rows)
    heads += ["cap"] if has_caps else []
    shown = (*made.rows[:_MOST_ROWS], *(row for row in made.rows[_MOST_ROWS:] if row.parts))
    title = _words("title", lang, year=made.as_of.year, as_of=made.as_of)
    table(
        title,
        [_words(f"head.{head}", lang) for head in heads],
        [_cells(row, lang, has_caps=has_caps) for row in shown],
        words=2,
    )
    if len(shown) < len(made.rows):
        line(_words("more", lang, count=len(made.rows) - len(shown)))
    if any(row.doubt > 1 for row in made.rows):
        line(_words("doubted", lang))
    line(_words("note", lang))
    line(_words("weights", lang, weights=_weights(made, lang)))
    show_findings(told_once(made.findings[:_MOST_FINDINGS]), lang)
    if len(made.findings) > _MOST_FINDINGS:
        line(_words("more_findings", lang, count=len(made.findings) - _MOST_FINDINGS))
    if out:
        line(_words("written", lang, file=out))


def _cells(row: Row, lang: Language, *, has_caps: bool) -> tuple[str, ...]:
    from zhibiao.procedures.forecast_file import TOTAL

    outlook, at = row.outlook, row.outlook.quantiles
    figures = _figures([*at.values(), outlook.made, outlook.cap_shift])
    name = outlook.series
    if row.parts:
        name = _words("total", lang, name=name if name != TOTAL else _words("all", lang), parts=row.parts)
    return (
        f"{name} *" if row.doubt > 1 else name,
        str(row.known_to or "—"),
        figures[7] if row.known_to else "—",
        figures[3],
        f"{(at['p50'] / row.last_year - 1) * 100:+.1f} %" if row.last_year else "—",
        f"{figures[2]}–{figures[4]}",
        f"{figures[1]}–{figures[5]}",
        f"{figures[0]}–{figures[6]}",
        *([figures[8] if outlook.cap_shift else "—"] if has_caps else []),
    )


def _weights(made: FileForecast, lang: Language) -> str:
    """Mean weights over the series, heaviest first."""
    series = [row.outlook.weights for row in made.rows if not row.parts]
    names = dict.fromkeys(name for weights in series for name in weights)
    means = {name: sum(weights.get(name, 0.0) for weights in series) / len(series) for name in names}
    heavy = sorted((name for name in means if means[name] >= _LEAST_WEIGHT), key=lambda name: -means[name])
    return " · ".join(f"{member_name(name, lang)} {means[name] * 100:.0f} %" for name in heavy)


def told_once(findings: Sequence[Finding]) -> list[Finding]:
    """Why it matters and what to do only with the first finding of a code; the others in a line each, below it."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        alike = by_code.setdefault(finding.code, [])
        alike.append(replace(finding, because=finding.code) if alike else finding)
    return [finding for alike in by_code.values() for finding in alike]


def member_name(code: str, lang: Language) -> str:
    """A member of the ensemble in words where it has them, else its code."""
    from zhibiao.assemble.resources import catalogue

    key = f"forecast.member.{code}"
    return catalogue().text(key, lang) if key in catalogue().labels else code


def _figures(values: Sequence[float]) -> list[str]:
    """Figures of one row with the same decimals: about five digits of the largest."""
    largest = max(map(abs, values), default=0.0)
    places = 0 if largest >= 10_000 else 1 if largest >= 1_000 else 2 if largest >= 1 else 4 if largest else 0
    return [f"{round(value, places) + 0.0:,.{places}f}" for value in values]


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"forecast.{key}", lang, **facts)
