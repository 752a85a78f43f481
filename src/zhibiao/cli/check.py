"""`zhibiao check`: what a firm runs before sending a return; offline, and without a book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import tell
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.intake import IntakeResult

_MOST_WORKERS = 4
_MARKS = {Severity.NOTE: "·", Severity.QUERY: "?", Severity.QUARANTINE: "!", Severity.REJECT: "✗"}


@click.command(
    "check", epilog="Example: zhibiao check LH-S01-2025-04.xlsx --with LH-S01-2025-03.xlsx --answer look.xlsx"
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZHIBIAO_BOOK",
    help="A book whose list and record count; not needed.",
)
@click.option(
    "--with",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="An earlier file of the same firm, for year to date and history; may be given several times.",
)
@click.option(
    "--answer",
    "out",
    type=click.Path(path_type=Path),
    help="Write the file again with what is in question marked; with several files a folder.",
)
@verb
def check_(*, files: tuple[Path, ...], book: Path | None, earlier: tuple[Path, ...], out: Path | None) -> Answer:
    """Check a return before sending it: nothing is stored, nothing leaves this machine. 报前自校"""
    from zhibiao.assemble.reading_room import ReadingRoom

    asked: Language | None = click.get_current_context().params.get("lang")
    written: tuple[Path, ...] = ()
    with ReadingRoom(workers=min(len(files) + len(earlier), _MOST_WORKERS)) as room:
        from zhibiao.assemble.check import check_files  # while the first worker starts

        taken = check_files(files, book=book, earlier=earlier, room=room)
        if out is not None:
            from zhibiao.assemble.annotated_copy import write_answers

            written = write_answers(taken, out, asked or "zh", room)

    def show(_lang: Language) -> None:
        for path, result in taken.results:
            _show(path, result, (asked,) if asked else ("zh", "en"))
        for path in written:
            line(" / ".join(_label("check.answer", lang, file=path) for lang in ((asked,) if asked else ("zh", "en"))))

    result = tell.taken_plain(taken)
    return Answer(
        result={**result, "answers": [str(path) for path in written]},
        show=show,
        marks=taken.marks,
        findings=taken.findings,
        is_ok=taken.is_ok,
    )


def _show(path: Path, result: IntakeResult, languages: tuple[Language, ...]) -> None:
    """The verdict, then what was found, cell by cell, in each language one below the other."""
    for lang in languages:
        outcome = _label(f"annotated.outcome.{result.outcome.value}", lang)
        line(_label("check.verdict", lang, file=path.name, outcome=outcome))
    for finding in sorted(result.findings, key=_by_cell):
        where = " ".join(part for part in (finding.place.sheet, _spot(finding)) if part)
        mark = "↳" if finding.because else _MARKS[finding.severity]
        line(f"{mark} {where or '—'} · {finding.code}")
        for lang in languages:
            line(f"    {_said(finding, lang)}")


def _by_cell(finding: Finding) -> tuple[bool, int, str, int, str]:
    """Causes before what they explain, hardest first, then down the sheet."""
    digits = "".join(letter for letter in finding.place.cell.split(",")[0] if letter.isdigit())
    return (
        finding.because != "",
        -finding.severity,
        finding.place.sheet,
        int(digits or finding.place.row or finding.place.line or 0),
        finding.place.cell,
    )


def _spot(finding: Finding) -> str:
    place = finding.place
    return place.cell or (str(place.row or place.line) if place.row or place.line else place.clause)


def _said(finding: Finding, lang: Language) -> str:
    from zhibiao.assemble.resources import catalogue

    texts = catalogue()
    hint = texts.hint(finding.code, lang, finding.facts)
    return texts.what(finding.code, lang, finding.facts) + (f" → {hint}" if hint else "")


def _label(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(key, lang, **facts)
