"""`zhibiao regulate MONTH`: plan the rest of the year again and put forward what it moves of this month's quota."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options, tell
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.options import MONTH
from zhibiao.cli.regulate_views import views_of, what_if, what_is_asked
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language


@click.command("regulate", epilog="Example: zhibiao regulate 2025-04 --book liaohe --as lin")
@click.argument("month", type=MONTH)
@options.book
@options.sector
@options.acting
@click.option("--dry-run", is_flag=True, help="Show what would be put forward; the book stays as it is.")
@what_if
@verb
def regulate_(*, month: Month, book: Path, sector: str, person: str, dry_run: bool, **asked: Any) -> Answer:
    """Draft a month's regulation of quotas: planned, certified, with reasons. 月度调节"""
    from zhibiao.assemble.regulate import regulate
    from zhibiao.cli.tell_regulation import gain_plain, regulated

    wanted = what_is_asked(dry_run=dry_run, **asked)
    opened = options.open_book(book)
    found = regulate(opened, month, sector, person=person, keeps=not dry_run)
    seen = views_of(opened, found, wanted)
    decision = found.decision
    findings = (*found.plan.findings, *found.findings)

    def show(lang: Language) -> None:
        regulated(found, opened.city, lang)
        seen.show(lang)

    return Answer(
        result={
            **tell.decision_plain(decision),
            "is_kept": found.is_kept,
            "gain": gain_plain(found.gain),
            "findings": [finding_plain(finding) for finding in findings],
            **seen.plain(),
        },
        show=show,
        marks=opened.marks(decision=decision.id, rulebook_sha256=decision.body["rulebook_sha256"]),
        findings=findings,
    )
