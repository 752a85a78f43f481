"""How progress is told on a terminal: a table of items, and one item with the reasons why it stands so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.options import DAY
from zhibiao.cli.register.desk import desk
from zhibiao.cli.register.kinds import kind_option
from zhibiao.cli.register.progress_told import progress_cells, state_text
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.register.progress import ToldProgress
    from zhibiao.register.figures import IndicatorFigures
    from zhibiao.register.progress.values import Progress
    from zhibiao.register.register import Commitment

_PLACES = 2


@click.command("progress", epilog="Example: zhibiao register progress --book liaohe --on 2025-03-31 --kind target")
@click.option("--on", type=DAY, default=None, help="As of which day; today without.")
@kind_option
@click.option("--lead", default="", metavar="UNIT", help="Only what this unit leads or takes part in.")
@options.book
@verb
def progress_(*, on: dt.date | None, kinds: tuple[str, ...], lead: str, book: Path) -> Answer:
    """How every item stands: reached of promised, chance, overdue, and why. 进展"""
    from zhibiao.assemble.register.progress import progress_in

    opened = desk(book)
    told = progress_in(opened.opened, opened.register, on=on or opened.today)
    items = [
        one
        for one in opened.register.commitments.values()
        if (not kinds or one.terms.kind in kinds) and (not lead or lead in (one.terms.lead, *one.terms.others))
    ]
    return Answer(
        result={"on": told.on.isoformat(), **progress_json(told, items)},
        show=lambda lang: show_progress(items, told, lang),
        marks=opened.opened.marks(),
    )


def progress_json(told: ToldProgress, items: Sequence[Commitment]) -> dict[str, Any]:
    """The progress of items as plain values, with the figures of the indicators that they speak of."""
    from zhibiao.register.progress.plain import progress_plain

    codes = dict.fromkeys(one.terms.indicator for one in items if one.terms.indicator in told.figures)
    return {
        "items": [{"title": one.terms.title, **progress_plain(told.progress[one.id])} for one in items],
        "figures": [figures_json(told.figures[code], on=told.on) for code in codes],
    }


def figures_json(figures: IndicatorFigures, *, on: dt.date) -> dict[str, Any]:
    """The months of this year and the last, each with the returns that it comes from."""
    from zhibiao.register.progress.plain import number_text

    return {
        "indicator": figures.code,
        "unit": figures.unit,
        "months": [
            {
                "period": str(one.period),
                "value": number_text(one.value),
                "base": None if one.base is None else number_text(one.base),
                "lacking": list(one.lacking),
                "returns": [
                    {"return": f"{source.enterprise}/{source.period}/v{source.version}", "received": source.received_at}
                    for source in one.sources
                ],
            }
            for one in figures.months
            if one.period.start.year >= on.year - 1
        ],
    }


def show_progress(items: Sequence[Commitment], told: ToldProgress, lang: Language) -> None:
    """Items with how they stand, one a row."""
    heads = ("id", "kind", "title", "state", "due", "reached", "part", "chance", "days")
    rows = [
        (
            one.id,
            words(f"register.kind_{one.terms.kind.value}", lang),
            one.terms.title,
            state_text(told.progress[one.id], lang),
            _due(told.progress[one.id]),
            *progress_cells(told.progress[one.id]),
            _days(told.progress[one.id]),
        )
        for one in items
    ]
    if not rows:
        line(words("register.no_item", lang))
        return
    title = words("register.progress_on", lang, on=told.on.isoformat(), count=len(rows))
    table(title, [words(f"register.head_{name}", lang) for name in heads], rows, words=5)


def _due(progress: Progress) -> str:
    due = progress.due.isoformat() if progress.due else "—"
    moved = progress.first_due and progress.first_due != progress.due
    return f"{due} ({progress.first_due})" if moved else due


def _days(progress: Progress) -> str:
    from zhibiao.register.progress.values import SETTLED

    return "—" if progress.days_left is None or progress.state in SETTLED else f"{progress.days_left:+d}"
