"""`zhibiao doctor`: whether this machine, and a book if one is named, are fit for work; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.terms.finding import Severity
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.doctor.looked import Looked

_MARKS = {None: "●", Severity.NOTE: "○", Severity.QUERY: "▲", Severity.QUARANTINE: "▲", Severity.REJECT: "■"}


@click.command("doctor", epilog="Example: zhibiao doctor   or   zhibiao doctor --book liaohe")
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZHIBIAO_BOOK",
    help="A book folder to look at as well.",
)
@verb
def doctor_(*, book: Path | None) -> Answer:
    """Look at the machine, and at a book: what is missing, unsafe or out of date. 体检"""
    from zhibiao.assemble.doctor import book as book_looks
    from zhibiao.assemble.doctor.machine import LOOKS
    from zhibiao.assemble.resources import SystemClock

    looked = [look() for look in LOOKS]
    if book is not None:
        looked += book_looks.looks(book, now=SystemClock().now())
    findings = [finding for one in looked for finding in one.findings]
    return Answer(
        result={"looks": [_plain(one) for one in looked]},
        show=lambda lang: _show(looked, lang),
        findings=findings,
        is_ok=all(finding.severity < Severity.QUARANTINE for finding in findings),
    )


def _plain(one: Looked) -> dict[str, object]:
    return {
        "name": one.name,
        "state": one.severity.name if one.severity else "OK",
        "facts": {name: str(value) for name, value in one.facts.items()},
        "findings": [finding_plain(finding) for finding in one.findings],
    }


def _show(looked: Sequence[Looked], lang: Language) -> None:
    from zhibiao.assemble.resources import catalogue

    for one in looked:
        click.echo(f"{_MARKS[one.severity]} {catalogue().text(f'doctor.{one.name}', lang, **one.facts)}")
        show_findings(one.findings, lang)
