"""`zhibiao recourse`: what would have changed each quota of a decision, and what has changed since the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.recourse import DecisionSteps, FirmSteps

_HEADS = ("indicator", "before", "gain", "change", "after")


@click.command("recourse", epilog="Example: zhibiao recourse steel-2025-1a2b3c4d --book liaohe --enterprise LH-S02")
@click.argument("decision")
@options.book
@click.option("--enterprise", default="", metavar="ID", help="Only this enterprise; all of the decision without it.")
@verb
def recourse_(*, decision: str, book: Path, enterprise: str) -> Answer:
    """For each indicator: what 1 % earns and the least step to one more tonne. 改进路径"""
    from zhibiao.assemble.recourse import steps_of

    opened = options.open_book(book)
    found = steps_of(opened, decision, enterprise=enterprise)
    return Answer(
        result=found.plain(),
        show=lambda lang: _show(found, lang),
        marks=opened.marks(decision=decision, rulebook_sha256=found.decision.rulebook_sha256),
    )


def _show(found: DecisionSteps, lang: Language) -> None:
    from zhibiao.assemble.resources import catalogue
    from zhibiao.cli.show import line

    for firm in found.firms:
        _show_firm(found, firm, lang)
    notes = ["starred"] if any(not one.is_actionable for firm in found.firms for one in firm.steps) else []
    for note in (*notes, "fixed" if any(firm.steps for firm in found.firms) else "unscored"):
        line(catalogue().text(f"cli.recourse.{note}", lang))


def _show_firm(found: DecisionSteps, firm: FirmSteps, lang: Language) -> None:
    from zhibiao.assemble.recourse import change_words, step_rows
    from zhibiao.assemble.resources import catalogue
    from zhibiao.cli.show import line, table

    facts = {"enterprise": firm.enterprise, "name": firm.name.in_(lang), "quota": f"{firm.quota_t:,}"}
    title = catalogue().text("cli.recourse.title", lang, **facts)
    if firm.steps:
        heads = [catalogue().text(f"cli.recourse.head.{head}", lang) for head in _HEADS]
        table(title, heads, list(step_rows(found, firm, lang)))
    else:
        line(title)
    if firm.since_last is not None:
        line(catalogue().text("cli.recourse.since_last", lang, **change_words(found, firm.since_last, lang)))
