"""`zhibiao withdraw`: what was put forward ends without effect, for a reason that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line
from zhibiao.cli.tell import words
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.withdraw import Withdrawn


@click.command("withdraw", epilog="Example: zhibiao withdraw steel-2025-1a2b3c4d --reason 基数有误，重新拟定 --as wang")
@click.argument("name", metavar="DECISION|TRANSFER")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in your own words; kept, and cited in the ledger.")
@options.book
@options.acting
@verb
def withdraw_(*, name: str, reason: str, book: Path, person: str) -> Answer:
    """Withdraw a decision or a transfer that still stands. 撤回"""
    opened = options.open_book(book)
    done = opened.withdraw(name, reason=reason, person=person)
    return Answer(result=done.plain(), show=lambda lang: _withdrawn(done, lang), marks=opened.marks())


def _withdrawn(done: Withdrawn, lang: Language) -> None:
    line(words("withdrawn", lang, id=done.id, person=done.person, reason=done.reason))
    if tonnes := sum(done.freed_t.values()):
        line(words("withdrawn.freed", lang, tonnes=tonnes))
