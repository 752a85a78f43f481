"""The verbs on a book: each opens the folder, does one act and says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options, tell
from zhibiao.cli.answer import LANGUAGE, Answer, show_findings, verb
from zhibiao.cli.options import MONTH
from zhibiao.errors import UsageError
from zhibiao.terms.period import Month

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.procedures.ports import StoredDecision
    from zhibiao.terms.finding import Finding
    from zhibiao.terms.text import Language


@click.command("new", epilog="Example: zhibiao new --book liaohe --city city.yaml --rulebooks rulebooks")
@click.option("--book", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to make.")
@click.option(
    "--city",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The list of enterprises; without it the bundled fictional city.",
)
@click.option(
    "--rulebooks",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of rulebooks (*.yaml); without it those of the bundled city.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="ID:NAME:ROLE[,ROLE][@ENTERPRISE|@GROUP]",
    help="Who acts in the book; roles: analyst, approver, auditor, administrator, officer, planner. An officer with "
    "an enterprise behind it files and answers for that one alone, a planner with a group reads that group alone. With "
    "an administrator the others may follow at the desk, under Settings. May be given several times.",
)
@click.option(
    "--cooling-off",
    metavar="HOURS:TONNES",
    help="Changes of a holding by more than so many tonnes wait so long before they are booked, and can be withdrawn "
    "meanwhile: 26:100000, for instance. Without it nothing waits.",
)
@click.option(
    "--store",
    "store_url",
    default="",
    metavar="URL",
    help="Keep the book in PostgreSQL: postgresql://user@host/database?schema=name. A password belongs into PGPASSWORD "
    "or .pgpass. Without it the book is a file of the folder.",
)
@verb
def new_(
    *,
    book: Path,
    city: Path | None,
    rulebooks: Path | None,
    people: tuple[str, ...],
    cooling_off: str | None,
    store_url: str,
) -> Answer:
    """Make a book folder for one authority. 建账"""
    from zhibiao.assemble.bundled import checked_url, cooling_off_of, new_book_from

    waits = None if cooling_off is None else cooling_off_of(cooling_off)
    made = new_book_from(
        book, city=city, rulebooks=rulebooks, people=people, cooling_off=waits, store_url=checked_url(store_url)
    )
    return Answer(result=made.plain(), show=lambda lang: tell.made(made, lang))


@click.command("intake", epilog="Example: zhibiao intake 2025-03.xlsx --book liaohe --as lin")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--book",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="ZHIBIAO_BOOK",
    help="The book folder. With --dry-run it may be left out: the bundled city is meant then.",
)
@click.option(
    "--key",
    default="",
    metavar="KEY",
    help="The sender's own mark for this one file: sent again under it, the file gets the first answer again.",
)
@click.option("--origin", default="", metavar="ORIGIN", help="The address or device that the files came from.")
@click.option("--as", "person", default="", metavar="PERSON", help="Who brings the file; not needed with --dry-run.")
@click.option("--dry-run", is_flag=True, help="Only read and check; nothing is stored.")
@click.option(
    "--answer",
    "out",
    type=click.Path(path_type=Path),
    help="Write the annotated answer: the file with what is in question marked; for several files a folder.",
)
@verb
def intake_(
    *,
    files: tuple[Path, ...],
    book: Path | None,
    person: str,
    dry_run: bool,
    key: str,
    origin: str,
    out: Path | None,
) -> Answer:
    """Read returns, check them, keep every version. 收报核查"""
    from zhibiao.assemble.reading_room import ReadingRoom

    pace = tell.Pace("taken_so_far")
    with ReadingRoom() as room:
        from zhibiao.assemble.intake import take_in_files  # while the first worker starts

        taken = take_in_files(
            files, book=book, person=person, dry_run=dry_run, room=room, key=key, origin=origin, progress=pace
        )
        if out is not None:
            from zhibiao.assemble.annotated_copy import write_answers

            write_answers(taken, out, click.get_current_context().params.get("lang") or "zh", room)
    return Answer(
        result=tell.taken_plain(taken),
        show=lambda lang: tell.taken_in(taken, lang),
        marks=taken.marks,
        findings=taken.findings,
        is_ok=taken.is_ok,
    )


@click.command("assess", epilog="Example: zhibiao assess 2025-03 --book liaohe --sector steel")
@click.argument("month", type=MONTH)
@options.book
@options.sector
@verb
def assess_(*, month: Month, book: Path, sector: str) -> Answer:
    """Assess a month: pace, forecast, verdicts. 月度研判"""
    opened = options.open_book(book)
    assessed = opened.assess(month, sector)
    return Answer(
        result=assessed.plain(),
        show=lambda lang: tell.assessed(assessed, lang),
        marks=opened.marks(rulebook_sha256=assessed.rulebook_sha256),
    )


@click.command(
    "allocate",
    epilog="Example: zhibiao allocate 2025 --book liaohe --as lin --as-of 2025-03   or   "
    "zhibiao allocate 2025 --book liaohe --compare proportional,cea,two_pools:theta=0.2 --out rules",
)
@click.argument("year", type=click.IntRange(1990, 2100))
@options.book
@options.sector
@click.option("--as", "person", default="", metavar="PERSON", help="Who acts, by id; not needed with --compare.")
@click.option("--as-of", type=MONTH, help="Count what was made up to this month as the least anyone can get.")
@click.option(
    "--compare",
    "rules",
    metavar="RULE,RULE,…",
    help="Compare rules instead of drafting: RULE, RULE:name=value:name=value, or all; floor_delta and ceiling_delta "
    "give a rule other bounds than the rulebook's. Nothing is stored.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --compare: write comparison.xlsx, .svg and .png into this folder.",
)
@verb
def allocate_(
    *, year: int, book: Path, sector: str, person: str, as_of: Month | None, rules: str | None, out: Path | None
) -> Answer:
    """Draft the quotas of a plan year, or compare rules for it. 指标分配"""
    if rules is not None:
        return _compared(options.open_book(book), year, sector, rules=rules, as_of=as_of, out=out)
    if not person or out is not None:
        raise click.UsageError("Missing option '--as'." if not person else "--out goes with --compare.")
    opened = options.open_book(book)
    draft = opened.allocate(year, sector, person=person, as_of=as_of)
    differing = _differing(opened, sector)
    return Answer(
        result={**tell.decision_plain(draft), "capacity_differs": [finding_plain(one) for one in differing]},
        show=lambda lang: _drafted(draft, opened, differing, lang),
        marks=opened.marks(decision=draft.id, rulebook_sha256=draft.body["rulebook_sha256"]),
    )


def _drafted(draft: StoredDecision, opened: OpenBook, differing: Sequence[Finding], lang: Language) -> None:
    tell.allocated(draft, opened.city, lang)
    show_findings(differing, lang)


def _differing(opened: OpenBook, sector: str) -> tuple[Finding, ...]:
    """Where the capacity accounts say otherwise than the register that the decision was drafted on."""
    from zhibiao.assemble.capacity import Capacity

    return Capacity(opened).differing(sector)


def _compared(opened: OpenBook, year: int, sector: str, *, rules: str, as_of: Month | None, out: Path | None) -> Answer:
    from zhibiao.allocation.comparison.comparison import IN_FORCE
    from zhibiao.cli import compare

    found = opened.compare(year, sector, rules=rules, as_of=as_of)
    written = None
    if out is not None:
        from zhibiao.assemble.comparison_files import write_comparison

        written = write_comparison(found, out, lang=click.get_current_context().meta[LANGUAGE])
    files, notes = (written.files, written.notes) if written else ((), ())
    return Answer(
        result=compare.compared_plain(found, files, notes),
        show=lambda lang: compare.compared(found, files, notes, lang),
        marks=opened.marks(rulebook_sha256=found.marks.rulebook_sha256),
        findings=found.comparison.findings,
        is_ok=any(one.name != IN_FORCE for one in found.comparison.outcomes),
    )


@click.command("approve", epilog="Example: zhibiao approve steel-2025-1a2b3c4d --book liaohe --as wang")
@click.argument("decision")
@options.book
@options.acting
@verb
def approve_(*, decision: str, book: Path, person: str) -> Answer:
    """Approve a draft, as another person. 审核"""
    opened = options.open_book(book)
    approval = opened.approve(decision, person=person)
    return Answer(
        result=approval.plain(), show=lambda lang: tell.approved(approval, lang), marks=opened.marks(decision=decision)
    )


@click.command("issue", epilog="Example: zhibiao issue steel-2025-1a2b3c4d --book liaohe --as wang")
@click.argument("decision")
@options.book
@options.acting
@verb
def issue_(*, decision: str, book: Path, person: str) -> Answer:
    """Issue an approved decision into the ledger. 下达"""
    opened = options.open_book(book)
    issued = opened.issue(decision, person=person)
    return Answer(
        result=issued.plain(),
        show=lambda lang: tell.issued(issued, opened.city, lang),
        marks=opened.marks(decision=decision),
    )


@click.command("publish", epilog="Example: zhibiao publish 2025-03 --book liaohe --sector steel")
@click.argument("month", type=MONTH)
@options.book
@options.sector
@verb
def publish_(*, month: Month, book: Path, sector: str) -> Answer:
    """Write every paper of a month. 发布"""
    from zhibiao.assemble.papers import font_findings, publish

    opened = options.open_book(book)
    published = publish(opened, month, sector)
    notes = font_findings()
    return Answer(
        result=published.plain() | {"notes": [finding_plain(note) for note in notes]},
        show=lambda lang: tell.published(published, opened.folder.out, notes, lang),
        marks=opened.marks(**published.marks.plain()),
    )


@click.command("close", epilog="Example: zhibiao close 2025-03 --book liaohe --as lin   or   zhibiao close 2024 …")
@click.argument("period", metavar="YYYY-MM|YYYY")
@options.book
@options.sector
@options.acting
@verb
def close_(*, period: str, book: Path, sector: str, person: str) -> Answer:
    """Close a month or a year. 结账"""
    opened = options.open_book(book)
    if period.isdecimal() and len(period) == 4:
        closed = opened.close_year(int(period), sector, person=person)
    else:
        closed = opened.close_month(MONTH.convert(period, None, None), sector, person=person)
    return Answer(result=closed.plain(), show=lambda lang: tell.closed(closed, opened.city, lang), marks=opened.marks())


@click.command("verify", epilog="Example: zhibiao verify --book liaohe")
@options.book
@click.option("--head", default="", metavar="HASH", help="The ledger's head as kept elsewhere: finds a cut tail.")
@click.option(
    "--head-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A signed head as handed out: finds a cut tail, a chain written anew, a changed table; says what came since.",
)
@verb
def verify_(*, book: Path, head: str, head_file: Path | None) -> Answer:
    """Re-derive every figure with separate code. 复核"""
    from zhibiao.assemble.audit import verify_opened

    opened = options.open_book(book)
    held = None
    if head_file is not None:
        from zhibiao.assemble.heads import check

        held, _ = check(opened, head_file)
    verified = verify_opened(opened, head=head, held=held)
    return Answer(result=verified.plain(), show=lambda lang: tell.verified(verified, lang), marks=opened.marks())


@click.group("export")
def export_() -> None:
    """Write a decision as a zip that anyone can verify. 导出"""


@export_.command("decision", epilog="Example: zhibiao export decision steel-2025-1a2b3c4d --book liaohe --as lin")
@click.argument("decision")
@options.book
@options.acting
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The zip; default DECISION.zip.")
@verb
def export_decision_(*, decision: str, book: Path, person: str, out: Path | None) -> Answer:
    """One decision with inputs, rulebook, entries and a verify.py that needs only Python. 导出方案"""
    from zhibiao.assemble.out_file import write_out

    opened = options.open_book(book)
    content = opened.export(decision, person=person)
    path = out or Path(f"{decision}.zip")
    write_out(path, content)
    return Answer(
        result={"file": str(path), "bytes": len(content)},
        show=lambda lang: tell.exported(path, len(content), lang),
        marks=opened.marks(decision=decision),
    )


@export_.command("rulebook", epilog="Example: zhibiao export rulebook --input liaohe-steel-2025.yaml")
@click.option("--input", "source", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A rulebook.")
@options.book
@options.sector
@click.option("--year", type=click.IntRange(1990, 2100), help="Without --input: the plan year in the book.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The .docx; default RULEBOOK.docx.")
@verb
def export_rulebook_(*, source: Path | None, book: Path, sector: str, year: int | None, out: Path | None) -> Answer:
    """A rulebook as the official measures, clause by clause, in Word. 导出办法"""
    from zhibiao.assemble.measures import measures_of_book, measures_of_file
    from zhibiao.assemble.out_file import write_out

    language = click.get_current_context().meta[LANGUAGE]
    if source is not None:
        rulebook, content = measures_of_file(source, language)
    elif year is not None:
        rulebook, content = measures_of_book(options.open_book(book), sector, year, language)
    else:
        raise UsageError("export.rulebook_unnamed")
    path = out or Path(f"{rulebook.id}.docx")
    write_out(path, content)
    return Answer(
        result={"file": str(path), "bytes": len(content), "rulebook": rulebook.id},
        show=lambda lang: tell.printed(path, len(content), lang),
        marks={"rulebook_sha256": rulebook.source_sha256},
    )
