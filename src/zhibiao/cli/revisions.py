"""`zhibiao revisions`: the revision triangle, and months that totals of two vintages give differently."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.restatements import InstantArgument
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibiao.assemble.book import OpenBook
    from zhibiao.assessment.growth.revision_triangle import Row
    from zhibiao.procedures.revisions import Revisions

_ROWS = 12  # as many months of reference are shown; --json has all
_AGES = frozenset((0, 1, 2, 3, 6, 9, 12, 18, 24, 36))  # shown, with those at which a figure moved; --json has all


@click.command("revisions", epilog="Example: zhibiao revisions --book demo --firm LH-S04 --year 2024")
@options.book
@options.sector
@click.option("--firm", default="", metavar="ENTERPRISE", help="One enterprise; without it all of the sector.")
@click.option("--field", default="", metavar="FIELD", help="A field's code; without it the sector's quota quantity.")
@click.option("--year", type=click.IntRange(1990, 2100), help="Months of that year; without it all there are.")
@click.option("--to-date", is_flag=True, help="The year-to-date as filed instead of the months' own figures.")
@click.option(
    "--known-by",
    type=InstantArgument(dt.time.max),
    help="Take that instant for now; of a day, its end in Beijing. Without it the last receipt.",
)
@click.option("--ages", type=click.IntRange(1, 60), default=12, show_default=True, help="The widest age, in months.")
@verb
def revisions_(
    *,
    book: Path,
    sector: str,
    firm: str,
    field: str,
    year: int | None,
    to_date: bool,
    known_by: dt.datetime | None,
    ages: int,
) -> Answer:
    """How figures moved since they were first filed, by months of knowledge. 修订三角"""
    from zhibiao.assemble.revisions import revisions
    from zhibiao.monthly.returns import Scope

    opened = options.open_book(book)
    found = revisions(
        opened,
        sector=sector,
        enterprise=firm,
        field=field,
        year=year,
        scope=Scope.YEAR_TO_DATE if to_date else Scope.PERIOD,
        known_by=known_by,
        ages=ages,
    )
    return Answer(result=found.plain(), show=lambda lang: _tell(found, opened, lang), marks=opened.marks())


def _tell(found: Revisions, opened: OpenBook, lang: Language) -> None:
    from zhibiao.cli.show import line

    _triangle(found, opened, lang)
    _ages(found, lang)
    if not found.enterprise:
        line("")
        _firms(found, opened, lang)
    line("")
    _months(found, opened, lang)


def _triangle(found: Revisions, opened: OpenBook, lang: Language) -> None:
    from zhibiao.assemble.revisions import name_of, unit_shown
    from zhibiao.cli.show import line, table

    rows = found.triangle.rows[-_ROWS:]
    ages = _shown_ages(rows)
    title = _words(
        "title",
        lang,
        name=name_of(found, opened).in_(lang),
        field=found.field.name.in_(lang),
        scope=_words(f"scope.{found.triangle.scope.value}", lang),
        at=found.triangle.known_by.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
        unit=unit_shown(found.field, lang),
    )
    heads = [_words("head.period", lang), *(_age(age, lang) for age in ages)]
    heads += [_words(f"head.{key}", lang) for key in ("now", "firms")]
    table(title, heads, [_row(found, row, ages, lang) for row in rows], words=1)
    line(_words("legend", lang))
    if earlier := len(found.triangle.rows) - len(rows):
        line(_words("earlier", lang, count=earlier))


def _shown_ages(rows: Sequence[Row]) -> list[int]:
    """The usual ages, and every one at which a figure is not what it was at the age before."""
    widest = max(row.last.age for row in rows)
    moved = {
        cell.age
        for row in rows
        for before, cell in pairwise(row.cells)
        if (before.value, before.enterprises) != (cell.value, cell.enterprises)
    }
    return [age for age in range(widest + 1) if age in _AGES or age in moved]


def _row(found: Revisions, row: Row, ages: Sequence[int], lang: Language) -> tuple[str, ...]:
    from zhibiao.assemble.revisions import shown

    cells: list[str] = []
    before = None
    for age in ages:
        cell = row.cells[age] if age < len(row.cells) else None
        if cell is None:
            cells.append("")
        elif before is not None and before == (cell.value, cell.enterprises) and cell.value is not None:
            cells.append("=")
        else:
            mark = "*" if cell.value is not None and cell.enterprises != row.enterprises else ""
            cells.append(shown(cell.value, found.field, lang) + mark)
        before = None if cell is None else (cell.value, cell.enterprises)
    return (str(row.span), *cells, shown(row.now, found.field, lang), str(row.enterprises))


def _age(age: int, lang: Language) -> str:
    return _words("head.age", lang, age=age) if age else _words("head.first", lang)


def _ages(found: Revisions, lang: Language) -> None:
    from zhibiao.cli.show import line, table

    ages = [item for item in found.triangle.ages if item.age in _AGES]
    if not ages:
        return
    line("")
    keys = ("age", "months", "revised", "mean", "mean_size", "spread", "largest")
    rows = [
        (
            _age(item.age, lang),
            item.months,
            item.revised,
            _percent(item.mean, signed=True),
            *(_percent(value) for value in (item.mean_size, item.spread, item.largest)),
        )
        for item in ages
    ]
    table(_words("ages", lang), [_words(f"ages.head.{key}", lang) for key in keys], rows, words=1)


def _firms(found: Revisions, opened: OpenBook, lang: Language) -> None:
    from zhibiao.assemble.revisions import shown, unit_shown
    from zhibiao.cli.show import line, table

    revised = [item for item in found.firms if item.revised]
    if not revised:
        line(_words("firms.none", lang))
        return
    heads = [_words("firms.head.firm", lang)]
    heads += [_words(f"ages.head.{key}", lang) for key in ("months", "revised", "mean", "largest")]
    heads.append(_words("firms.head.added", lang))
    rows = [
        (
            f"{item.enterprise} {opened.city.name_of(item.enterprise).in_(lang)}",
            item.months,
            item.revised,
            _percent(item.mean, signed=True),
            _percent(item.largest),
            shown(item.added, found.field, lang, signed=True),
        )
        for item in revised
    ]
    table(_words("firms", lang, unit=unit_shown(found.field, lang)), heads, rows, words=1)


def _months(found: Revisions, opened: OpenBook, lang: Language) -> None:
    from zhibiao.assemble.revisions import shown, unit_shown
    from zhibiao.cli.show import line, table

    if not found.months:
        line(_words("months.none", lang))
        return
    heads: Sequence[str] = [_words("head.period", lang), _words("firms.head.firm", lang)]
    heads = [
        *heads,
        *(_words(f"months.head.{key}", lang) for key in ("filed", "by_now", "mixed", "refiled", "implied")),
    ]
    rows = [
        (
            str(item.span),
            f"{item.enterprise} {opened.city.name_of(item.enterprise).in_(lang)}",
            *(shown(value, found.field, lang) for value in (item.filed, item.by_now, item.mixed)),
            *(shown(value, found.field, lang, signed=True) for value in (item.refiled, item.implied_revision)),
        )
        for item in found.months[-_ROWS:]
    ]
    table(_words("months", lang, unit=unit_shown(found.field, lang)), heads, rows, words=2)


def _percent(value: Fraction | None, *, signed: bool = False) -> str:
    """Two decimals: revisions of a total are a few hundredths of a per cent."""
    from zhibiao.terms.exact import printed

    if value is None:
        return "—"
    rounded = printed(value * 100, 2)
    return f"{rounded:+} %" if signed and rounded else f"{rounded} %"


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"revisions.{key}", lang, **facts)
