"""The verbs of review: candidates decided, items entered, corrected, listed and shown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.register.acts import COMMANDS
from zhibiao.cli.register.desk import desk, settings_of
from zhibiao.cli.register.follow_up import COMMANDS as FOLLOW_UP
from zhibiao.cli.register.kinds import kind_option
from zhibiao.cli.register.progress import progress_, progress_json
from zhibiao.cli.register.told import (
    item_plain,
    show_candidates,
    show_done,
    show_item,
    show_items,
    show_taken,
)
from zhibiao.cli.show import line
from zhibiao.cli.tell import words
from zhibiao.terms.finding import Severity

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_set = click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Set a field, such as due=2025-12-31; repeatable."
)
_candidates = click.argument("candidates", nargs=-1, required=True, metavar="ID…")


@click.group("register")
def register_() -> None:
    """Keep the register of what was promised, and follow it up. 事项台账"""


@register_.command("import", epilog="Example: zhibiao register import pages/ --date 2025-03-10 --book liaohe --as lin")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…")
@click.option(
    "--text",
    "beside",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE|FOLDER",
    help="The pages that records (.jsonl, from `text read --json`) quote; repeatable.",
)
@click.option("--date", type=options.DAY, default=None, help="Day of publication of pages that do not state it.")
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder of tables whose rows are added to those that come along; repeatable.",
)
@options.book
@options.acting
@verb
def import_(
    *,
    files: tuple[Path, ...],
    beside: tuple[Path, ...],
    date: dt.date | None,
    lexicons: tuple[Path, ...],
    book: Path,
    person: str,
) -> Answer:
    """Take pages, or records read from pages, for review; the pages are kept by hash. 提交文本"""
    from zhibiao.assemble.register.texts import bring

    opened = desk(book, person)
    brought = bring(files, beside=beside, date=date, lexicons=lexicons)
    taken = opened.take(brought.texts)
    refused = [one for one in brought.findings if one.severity >= Severity.QUARANTINE]
    return Answer(
        result={
            "texts": [
                {"name": one.name, "document": one.document, "read": one.read, "new": list(one.new)} for one in taken
            ],
            "findings": [finding_plain(one) for one in brought.findings],
        },
        show=lambda lang: show_taken(taken, brought.findings, lang),
        marks=opened.opened.marks(),
        findings=brought.findings,
        is_ok=not refused,
    )


@register_.command("candidates", epilog="Example: zhibiao register candidates --book liaohe --kind target")
@click.option("--document", default="", metavar="NAME", help="Only those of this text, by file name or hash.")
@kind_option
@options.book
@verb
def candidates_(*, document: str, kinds: tuple[str, ...], book: Path) -> Answer:
    """What was read in texts and waits for a person. 待审条目"""
    from zhibiao.assemble.register.desk import waiting
    from zhibiao.register.commitment import CommitmentKind
    from zhibiao.register.plain import plain_of

    opened = desk(book)
    found = waiting(opened.register, document=document, kinds=map(CommitmentKind, kinds))
    return Answer(
        result={"candidates": [plain_of(one.candidate) for one in found]},
        show=lambda lang: show_candidates([one.candidate for one in found], lang),
        marks=opened.opened.marks(),
    )


@register_.command("accept", epilog="Example: zhibiao register accept 3f0c51aa92 --set lead=市工信局 --as lin")
@_candidates
@click.option("--as-one", is_flag=True, help="They say one thing: one item is made of them.")
@_set
@options.book
@options.acting
@verb
def accept_(*, candidates: tuple[str, ...], as_one: bool, settings: tuple[str, ...], book: Path, person: str) -> Answer:
    """Make candidates items of the register, as read or as corrected. 审核立项"""
    opened = desk(book, person)
    made = opened.accept(candidates, settings=settings_of(settings), as_one=as_one)
    return show_done(opened, made)


@register_.command("merge", epilog="Example: zhibiao register merge 77ab01c2d3 --into C0004 --as lin")
@_candidates
@click.option("--into", required=True, metavar="ITEM", help="The item that they repeat.")
@options.book
@options.acting
@verb
def merge_(*, candidates: tuple[str, ...], into: str, book: Path, person: str) -> Answer:
    """Join candidates that repeat an item to it. 合并重复"""
    opened = desk(book, person)
    return show_done(opened, [opened.merge(candidates, into=into)])


@register_.command("reject", epilog='Example: zhibiao register reject 0d11e5f6aa --reason "口号，无可核对" --as lin')
@_candidates
@click.option("--reason", required=True, help="Why it is no item of the register.")
@options.book
@options.acting
@verb
def reject_(*, candidates: tuple[str, ...], reason: str, book: Path, person: str) -> Answer:
    """Reject candidates with a reason, which stays on record. 驳回"""
    opened = desk(book, person)
    left = opened.reject(candidates, reason=reason)
    return Answer(
        result={"rejected": list(candidates), "waiting": left},
        show=lambda lang: line(words("register.rejected", lang, count=len(candidates), left=left)),
        marks=opened.opened.marks(),
    )


@register_.command(
    "add", epilog="Example: zhibiao register add --set kind=obligation --set title=办理用地手续 --set due=2025-06-30 …"
)
@_set
@click.option("--document", type=_FILE, help="What it rests on, kept by hash.")
@click.option("--quote", default="", help="The words of the document that say it.")
@options.book
@options.acting
@verb
def add_(*, settings: tuple[str, ...], document: Path | None, quote: str, book: Path, person: str) -> Answer:
    """Enter an item by hand. 手工登记"""
    opened = desk(book, person)
    return show_done(opened, [opened.enter(settings_of(settings), document=document, quote=quote)])


@register_.command(
    "correct", epilog="Example: zhibiao register correct C0004 --set lead=市商务局 --reason 分工调整 --as lin"
)
@click.argument("item")
@_set
@click.option("--reason", required=True, help="Why; the version before stays on record.")
@options.book
@options.acting
@verb
def correct_(*, item: str, settings: tuple[str, ...], reason: str, book: Path, person: str) -> Answer:
    """Write an item's terms anew; its due date is moved instead. 更正"""
    opened = desk(book, person)
    return show_done(opened, [opened.correct(item, settings=settings_of(settings), reason=reason)])


@register_.command("list", epilog="Example: zhibiao register list --book liaohe --kind obligation")
@kind_option
@click.option("--lead", default="", metavar="UNIT", help="Only what this unit leads or takes part in.")
@options.book
@verb
def list_(*, kinds: tuple[str, ...], lead: str, book: Path) -> Answer:
    """The items of the register, and how they stand today. 事项清单"""
    from zhibiao.assemble.register.progress import progress_in
    from zhibiao.register.plain import plain_of
    from zhibiao.register.progress.plain import progress_plain

    opened = desk(book)
    items = [
        one
        for one in opened.register.commitments.values()
        if (not kinds or one.terms.kind in kinds) and (not lead or lead in (one.terms.lead, *one.terms.others))
    ]
    told = progress_in(opened.opened, opened.register, on=opened.today).progress
    plain = [{"id": one.id, **plain_of(one.terms), "progress": progress_plain(told[one.id])} for one in items]
    return Answer(
        result={"items": plain},
        show=lambda lang: show_items(items, lang, told),
        marks=opened.opened.marks(),
    )


@register_.command("show", epilog="Example: zhibiao register show C0004 --book liaohe")
@click.argument("item")
@options.book
@verb
def show_(*, item: str, book: Path) -> Answer:
    """One item: its terms, how it stands, where the text says so, and everything that was done. 事项详情"""
    from zhibiao.assemble.register.progress import progress_in

    opened = desk(book)
    register = opened.register
    one = register.commitment(item)
    told = progress_in(opened.opened, register, on=opened.today)
    plain = progress_json(told, [one])
    return Answer(
        result={**item_plain(one), "progress": plain["items"][0], "figures": plain["figures"]},
        show=lambda lang: show_item(one, lang, told.progress),
        marks=opened.opened.marks(),
    )


for _command in (*COMMANDS, progress_, *FOLLOW_UP):
    register_.add_command(_command)
