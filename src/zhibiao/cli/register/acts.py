"""The verbs that tell of an item: reports, blocks, moved dates, named items, and what a meeting concluded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.register.desk import desk
from zhibiao.cli.register.told import show_done

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_CLAIMS = ("not_started", "under_way", "done", "stopped")
_CAUSES = ("approval", "land", "funds", "policy", "supply", "other")


_item = click.argument("item")
_note = click.option("--note", default="", help="In a few words.")
_evidence = click.option(
    "--evidence", "evidence", type=_FILE, multiple=True, help="A document that shows it, kept by hash; repeatable."
)


def _day(name: str, words: str) -> options.Decorator:
    return click.option(name, type=options.DAY, default=None, help=f"{words}; today without.")


@click.command("report", epilog="Example: zhibiao register report C0004 --claim done --evidence 验收单.pdf --as lin")
@_item
@click.option("--claim", type=click.Choice(_CLAIMS), required=True, help="What those responsible say.")
@_day("--as-of", "As of which day")
@click.option("--figure", default="", metavar="NUMBER", help="What was reached, in the item's unit.")
@_note
@_evidence
@options.book
@options.acting
@verb
def report_(
    *,
    item: str,
    claim: str,
    as_of: dt.date | None,
    figure: str,
    note: str,
    evidence: tuple[Path, ...],
    book: Path,
    person: str,
) -> Answer:
    """Put on record what is said of an item; without evidence it stays a claim. 报告进展"""
    from zhibiao.assemble.register.desk import evidence_files
    from zhibiao.register.deeds import Claim

    opened = desk(book, person)
    told = opened.desk.report(
        item,
        claim=Claim(claim),
        as_of=as_of or opened.today,
        figure=figure,
        note=note,
        evidence=evidence_files(evidence),
    )
    return show_done(opened, [told])


@click.command("block", epilog="Example: zhibiao register block C0004 --cause land --mover 市自然资源局 --as lin")
@_item
@click.option("--cause", type=click.Choice(_CAUSES), required=True, help="What holds it up.")
@click.option("--mover", required=True, metavar="UNIT", help="Whose move it is.")
@_day("--since", "Since which day")
@_note
@options.book
@options.acting
@verb
def block_(*, item: str, cause: str, mover: str, since: dt.date | None, note: str, book: Path, person: str) -> Answer:
    """Say what holds an item up, and whose move it is. 登记卡点"""
    from zhibiao.register.deeds import BlockCause

    opened = desk(book, person)
    since = since or opened.today
    told = opened.desk.block(item, cause=BlockCause(cause), mover=mover, since=since, note=note)
    return show_done(opened, [told])


@click.command("release", epilog="Example: zhibiao register release C0004 --block 31 --as lin")
@_item
@click.option("--block", type=click.IntRange(min=1), required=True, metavar="N", help="Number of the act that told it.")
@_day("--on", "On which day")
@_note
@options.book
@options.acting
@verb
def release_(*, item: str, block: int, on: dt.date | None, note: str, book: Path, person: str) -> Answer:
    """Say that what held an item up is gone. 解除卡点"""
    opened = desk(book, person)
    return show_done(opened, [opened.desk.release(item, block=block, on=on or opened.today, note=note)])


@click.command("move", epilog="Example: zhibiao register move C0004 --due 2026-03-31 --reason 用地未批 --as lin")
@_item
@click.option("--due", type=options.DAY, required=True, help="The new due date.")
@click.option("--reason", required=True, help="Why; the first due date stays visible.")
@click.option("--document", type=_FILE, help="The document that allows it, kept by hash.")
@options.book
@options.acting
@verb
def move_(*, item: str, due: dt.date, reason: str, document: Path | None, book: Path, person: str) -> Answer:
    """Move a due date; every move stays on the item. 改期"""
    opened = desk(book, person)
    held = (document.name, document.read_bytes()) if document else None
    return show_done(opened, [opened.desk.move(item, due=due, reason=reason, document=held)])


@click.command("item", epilog="Example: zhibiao register item C0007 角宿热轧智能工厂 --evidence 认定文件.pdf --as lin")
@_item
@click.argument("name")
@click.option("--claim", type=click.Choice(_CLAIMS), default="done", show_default=True, help="What is said of it.")
@click.option("--on", type=options.DAY, default=None, help="The day it came about or is planned for.")
@click.option("--level", type=click.Choice(("theme", "focus", "feature")), default=None, help="Of a programme's event.")
@click.option("--amount", default="", metavar="YUAN", help="Investment of a capital plan's project.")
@click.option("--spent", default="", metavar="YUAN", help="Of it spent so far.")
@_evidence
@options.book
@options.acting
@verb
def item_(
    *,
    item: str,
    name: str,
    claim: str,
    on: dt.date | None,
    level: str | None,
    amount: str,
    spent: str,
    evidence: tuple[Path, ...],
    book: Path,
    person: str,
) -> Answer:
    """Name one of what an item counts: a workshop, a project, an event. 逐件登记"""
    from zhibiao.assemble.register.desk import evidence_files
    from zhibiao.register.deeds import Claim

    opened = desk(book, person)
    told = opened.desk.item(
        item,
        name,
        claim=Claim(claim),
        on=on,
        level=level or "",
        amount=amount,
        spent=spent,
        evidence=evidence_files(evidence),
    )
    return show_done(opened, [told])


@click.command(
    "note", epilog='Example: zhibiao register note C0004 --meeting 会商会议 --conclusion "本月批复" --as lin'
)
@_item
@click.option("--meeting", required=True, help="Which meeting.")
@click.option("--conclusion", required=True, help="What it concluded.")
@_day("--on", "On which day")
@click.option("--mover", default="", metavar="UNIT", help="Whose move it is now.")
@click.option("--due", type=options.DAY, default=None, help="By when.")
@options.book
@options.acting
@verb
def note_(
    *,
    item: str,
    meeting: str,
    conclusion: str,
    on: dt.date | None,
    mover: str,
    due: dt.date | None,
    book: Path,
    person: str,
) -> Answer:
    """Put on record what a meeting concluded on an item. 会议议定"""
    opened = desk(book, person)
    on = on or opened.today
    told = opened.desk.note(item, on=on, meeting=meeting, conclusion=conclusion, mover=mover, due=due)
    return show_done(opened, [told])


COMMANDS = (report_, block_, release_, move_, item_, note_)
