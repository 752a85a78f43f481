"""The verbs that follow the register up: each tells on the terminal, and writes its papers in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.options import DAY
from zhibiao.cli.register.desk import desk

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.procedures.register.follow_up import Gathered
    from zhibiao.register.follow_up.quarter import Quarter
    from zhibiao.terms.period import Month
    from zhibiao.terms.text import Language

_on = click.option("--on", type=DAY, default=None, help="As of which day; today without.")
_out = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Where papers are put; out/register of the book without.",
)


@click.command("dispatch", epilog="Example: zhibiao register dispatch --on 2025-04-10 --book liaohe")
@_on
@click.option("--silent", type=click.IntRange(min=1), default=14, show_default=True, metavar="DAYS", help="Silence.")
@_out
@options.book
@verb
def dispatch_(*, on: dt.date | None, silent: int, out: Path | None, book: Path) -> Answer:
    """By unit: what is overdue, near, blocked or silent, and what is asked of whom by when. 周调度"""
    from zhibiao.assemble.register.follow_up import dispatch_papers, gathered
    from zhibiao.cli.register.follow_up_told import show_dispatch
    from zhibiao.register.follow_up.ask import Rhythm
    from zhibiao.register.follow_up.dispatch import dispatch_of

    opened = desk(book)
    told = gathered(opened.opened, on=on or opened.today)
    made = dispatch_of(told.register, told.progress, on=told.on, rhythm=Rhythm(silent=silent))
    papers = dispatch_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_dispatch(made, lang))


class QuarterArgument(click.ParamType["Quarter"]):
    """A quarter written YYYY-Qn."""

    name = "YYYY-Qn"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Parse, or fail as click does."""
        from zhibiao.register.follow_up.quarter import Quarter as Parsed

        try:
            return Parsed.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a quarter: write YYYY-Qn, such as 2025-Q1 (季度写作 2025-Q1)", param, ctx)


@click.command("score", epilog="Example: zhibiao register score 2025-Q1 --book liaohe")
@click.argument("quarter", type=QuarterArgument())
@click.option(
    "--rules",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    metavar="FILE",
    help="Another rule of scoring, .csv with the columns of the one that comes along.",
)
@_out
@options.book
@verb
def score_(*, quarter: Quarter, rules: Path | None, out: Path | None, book: Path) -> Answer:
    """Points per unit by a stated rule, each with its reason and acts; by all that is on record. 季考核"""
    from zhibiao.assemble.register.follow_up import gathered, score_papers, scoring
    from zhibiao.cli.register.follow_up_told import show_score
    from zhibiao.register.follow_up.score import score_of

    opened = desk(book)
    told = gathered(opened.opened, on=quarter.last, known_by=opened.opened.clock.now())
    made = score_of(told.register, quarter=quarter, scoring=scoring(rules), figures=told.figures)
    papers = score_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_score(made, lang))


@click.command("bulletin", epilog="Example: zhibiao register bulletin 2025-03 --book liaohe")
@click.argument("month", type=options.MONTH)
@_out
@options.book
@verb
def bulletin_(*, month: Month, out: Path | None, book: Path) -> Answer:
    """The month: counts, what became done, claimed or overdue, moved dates, blocks, targets. 月通报"""
    from zhibiao.assemble.register.follow_up import gathered, month_papers
    from zhibiao.cli.register.follow_up_told import show_month
    from zhibiao.register.follow_up.month import month_of

    opened = desk(book)
    told = gathered(opened.opened, on=month.last_day, known_by=opened.opened.clock.now())
    made = month_of(told.register, month=month, figures=told.figures)
    papers = month_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_month(made, lang))


@click.command("minutes", epilog="Example: zhibiao register minutes --meeting 会商会议 --on 2025-04-08 --book liaohe")
@click.option("--meeting", required=True, help="Its name, with or without its month or number.")
@_on
@_out
@options.book
@verb
def minutes_(*, meeting: str, on: dt.date | None, out: Path | None, book: Path) -> Answer:
    """What a meeting concluded item by item, and what became of the meeting before. 会议纪要"""
    from zhibiao.assemble.register.follow_up import gathered, minutes_papers
    from zhibiao.cli.register.follow_up_told import show_minutes
    from zhibiao.register.follow_up.minutes import minutes_of

    opened = desk(book)
    told = gathered(opened.opened, on=on or opened.today, known_by=opened.opened.clock.now())
    made = minutes_of(told.register, told.progress, meeting=meeting, on=told.on)
    papers = minutes_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_minutes(made, lang))


@click.command("pack", epilog="Example: zhibiao register pack --on 2025-04-08 --agreement C0002 --book liaohe")
@_on
@click.option("--agreement", default="", metavar="ITEM", help="Which agreement; the only one without.")
@_out
@options.book
@verb
def pack_(*, on: dt.date | None, agreement: str, out: Path | None, book: Path) -> Answer:
    """For a joint meeting: both sides' obligations, blocks and whose move, targets, decisions. 会商材料"""
    from zhibiao.assemble.register.follow_up import gathered, pack_papers
    from zhibiao.cli.register.follow_up_told import show_pack
    from zhibiao.register.follow_up.pack import pack_of

    opened = desk(book)
    told = gathered(opened.opened, on=on or opened.today)
    made = pack_of(told.register, told.progress, on=told.on, agreement=agreement)
    papers = pack_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_pack(made, lang))


@click.command("brief", epilog="Example: zhibiao register brief --on 2025-04-10 --book liaohe")
@_on
@_out
@options.book
@verb
def brief_(*, on: dt.date | None, out: Path | None, book: Path) -> Answer:
    """One page for a leader: what stands, what to look at first, whose move, the year's chances. 一页通"""
    from zhibiao.assemble.register.follow_up import brief_papers, gathered
    from zhibiao.cli.register.follow_up_told import show_outlook
    from zhibiao.register.follow_up.outlook import outlook_of

    opened = desk(book)
    told = gathered(opened.opened, on=on or opened.today)
    made = outlook_of(told.register, told.progress, on=told.on)
    papers = brief_papers(opened.opened, made, told)
    return _answer(opened.opened, told, made, papers, out, show=lambda lang: show_outlook(made, lang))


def _answer(
    opened: OpenBook,
    told: Gathered,
    made: Any,
    papers: dict[str, bytes],
    out: Path | None,
    *,
    show: Callable[[Language], None],
) -> Answer:
    """Put the papers where they belong, and tell what was made and where it lies."""
    from zhibiao.assemble.register.follow_up import put_papers
    from zhibiao.cli.register.follow_up_told import show_written
    from zhibiao.register.progress.plain import progress_plain

    files: Sequence[Path] = put_papers(opened, papers, out)

    def shown(lang: Language) -> None:
        show(lang)
        show_written(files, lang)

    return Answer(
        result={**progress_plain(made), "files": [str(file) for file in files]},
        show=shown,
        marks=opened.marks(register_act=told.marks.last_act),
    )


COMMANDS = (dispatch_, bulletin_, score_, minutes_, pack_, brief_)
