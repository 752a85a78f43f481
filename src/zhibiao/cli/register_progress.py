"""How progress is told on a terminal: a table of items, and one item with the reasons why it stands so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.resources import catalogue
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.options import DAY
from zhibiao.cli.register_kinds import kind_option
from zhibiao.cli.register_tell import desk
from zhibiao.cli.show import line, percent, table
from zhibiao.cli.tell import words
from zhibiao.terms.exact import plain_decimal, printed
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from zhibiao.assemble.register_progress import ToldProgress
    from zhibiao.register.figures import IndicatorFigures
    from zhibiao.register.progress.values import Gap, Measure, Progress
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
    from zhibiao.assemble.register_progress import progress_in

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


def progress_cells(progress: Progress) -> tuple[str, str, str]:
    """Reached of promised, the share of it, and the chance that it is kept."""
    return (
        measure_text(progress.measure),
        percent(progress.measure.share, signed=False),
        percent(progress.chance.chance if progress.chance else None, signed=False),
    )


def state_text(progress: Progress, lang: Language) -> str:
    """The state in words, marked where it is overdue or blocked."""
    marks = [words("register.overdue", lang)] if progress.overdue else []
    marks += [words("register.blocked", lang)] if progress.blocks else []
    return " · ".join([catalogue().text(f"progress.state.{progress.state.value}", lang), *marks])


def measure_text(measure: Measure) -> str:
    """Reached of promised, with the unit."""
    if measure.reached is None and measure.promised is None:
        return "—"
    numbers = [_number(measure.reached)]
    if measure.promised is not None:
        numbers.append(_number(measure.promised))
    return f"{' / '.join(numbers)} {measure.unit}".strip()


def show_links(items: Sequence[Commitment], lang: Language) -> None:
    """Which indicators tell the progress of items, so that a person sees what was linked."""
    from zhibiao.assemble.resources import indicators

    for one in items:
        if one.terms.indicator in indicators():
            indicator = indicators().by_code[one.terms.indicator]
            name = indicator.name.in_(lang)
            line(words("register.linked", lang, item=one.id, name=name, code=indicator.code))


def show_reasons(progress: Progress, lang: Language) -> None:
    """Why an item stands so: its state, its reasons, blocks, gaps, sides and chance."""
    state = state_text(progress, lang)
    line(
        words("register.stands", lang, on=progress.on.isoformat(), state=state, reached=measure_text(progress.measure))
    )
    for text in _reasons(progress, lang):
        line("  " + text)


def _reasons(progress: Progress, lang: Language) -> Iterator[str]:
    for one in progress.because:
        yield catalogue().text(one.code, lang, **one.facts)
    if chance := progress.chance:
        facts = {"chance": percent(chance.chance, signed=False), "expected": _number(chance.expected)}
        band = {"low": _number(chance.low), "high": _number(chance.high), "unit": progress.measure.unit}
        yield words("register.chance", lang, **facts, **band)
    for block in progress.blocks:
        cause = words(f"register.cause_{block.cause.value}", lang)
        yield words("register.held_up", lang, cause=cause, mover=block.mover, days=block.days)
    if progress.slipped_days:
        first = progress.first_due.isoformat() if progress.first_due else "—"
        yield words("register.slipped", lang, first=first, days=progress.slipped_days, times=len(progress.moves))
    if progress.coverage:
        yield from (_gap(gap, lang) for gap in progress.coverage.gaps)
    for side in progress.sides:
        counts = {name: getattr(side, name) for name in ("done", "claimed", "open", "blocked")}
        yield words("register.side", lang, name=side.name or "—", **counts)
        yield from (
            words("register.move_of", lang, item=owed.commitment, title=owed.title, movers="、".join(owed.movers))
            for owed in side.owed
            if owed.movers
        )


def _gap(gap: Gap, lang: Language) -> str:
    level = words(f"register.level_{gap.level or 'any'}", lang)
    days = {"first": gap.first.isoformat(), "last": gap.last.isoformat()}
    held = {"asked": gap.asked, "held": gap.shown + gap.claimed, "planned": gap.planned}
    return words(
        "register.gap_ahead" if gap.ahead else "register.gap", lang, name=gap.name, level=level, **days, **held
    )


def _number(value: Fraction | None) -> str:
    return "—" if value is None else plain_decimal(printed(value, _PLACES))


def _due(progress: Progress) -> str:
    due = progress.due.isoformat() if progress.due else "—"
    moved = progress.first_due and progress.first_due != progress.due
    return f"{due} ({progress.first_due})" if moved else due


def _days(progress: Progress) -> str:
    from zhibiao.register.progress.values import SETTLED

    return "—" if progress.days_left is None or progress.state in SETTLED else f"{progress.days_left:+d}"
