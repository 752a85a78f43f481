"""The verbs of appeals: filed by an officer, heard and decided by the bureau, withdrawn, carried out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli import options
from zhibiao.cli.answer import LANGUAGE, Answer, verb
from zhibiao.errors import UsageError

if TYPE_CHECKING:
    from zhibiao.allocation.appeals.appeal import Appeal
    from zhibiao.assemble.appeals import AppealsOf
    from zhibiao.procedures.appeals.claims import Said

GROUNDS = ("figure", "filed_again", "capacity", "standing", "rule", "procedure", "other")
OUTCOMES, FOLLOWS = ("upheld", "partly", "dismissed"), ("file_again", "decide_again")
_CLAIM = re.compile(r"\s*([^=]+?)\s*=\s*(-?[\d.,，]+|[A-Za-z]+)\s*(.*?)\s*")
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)

_appeal = click.argument("appeal", metavar="APPEAL")
_statement = click.option("--statement", required=True, metavar="TEXT", help="What is said, in the enterprise's words.")
_claims = click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="FIGURE=VALUE[UNIT]",
    help="An own figure claimed otherwise, such as rd_expense_yuan/2024=150000万元; repeatable.",
)
_clauses = click.option("--clause", "clauses", multiple=True, metavar="N", help="A clause misapplied; repeatable.")
_evidence = click.option(
    "--evidence", multiple=True, type=_FILE, metavar="FILE", help="A document, kept by its hash; repeatable."
)


@click.group("appeal")
def appeal_() -> None:
    """Appeal against an issued quota, hear and decide it. 申诉"""


@appeal_.command("figures", epilog="Example: zhibiao appeal figures steel-2025-1a2b3c4d LH-S01 --as he --book liaohe")
@click.argument("decision")
@click.argument("enterprise")
@options.book
@options.acting
@verb
def figures_(*, decision: str, enterprise: str, book: Path, person: str) -> Answer:
    """The own figures that a decision used, and until when it can be appealed. 可申诉数字"""
    from zhibiao.cli.appeal_told import figures_plain, show_figures

    desk = _desk(book, person)
    found = desk.appealable(decision, enterprise)
    return Answer(
        result=figures_plain(found),
        show=lambda lang: show_figures(found, lang),
        marks=desk.opened.marks(decision=decision),
    )


@appeal_.command(
    "file",
    epilog="Example: zhibiao appeal file steel-2025-1a2b3c4d --enterprise LH-S01 --ground figure"
    " --claim rd_expense_yuan/2024=150000万元 --statement 研发费用漏报十二月 --evidence 审计报告.pdf --as he",
)
@click.argument("decision")
@click.option("--enterprise", required=True, metavar="ID", help="Whose quota it is about.")
@click.option("--ground", "grounds", multiple=True, type=click.Choice(GROUNDS), help="A ground; repeatable.")
@_statement
@_claims
@_clauses
@_evidence
@options.book
@options.acting
@verb
def file_(
    *,
    decision: str,
    enterprise: str,
    grounds: tuple[str, ...],
    statement: str,
    claims: tuple[str, ...],
    clauses: tuple[str, ...],
    evidence: tuple[Path, ...],
    book: Path,
    person: str,
) -> Answer:
    """File an appeal as the enterprise's officer; claimed figures are run at once. 提出申诉"""
    from zhibiao.allocation.appeals.deeds import Ground

    desk = _desk(book, person)
    filed = desk.file(
        decision_id=decision,
        enterprise=enterprise,
        grounds=[Ground(one) for one in grounds],
        statement=statement,
        said=_said(claims, clauses),
        evidence=_files(evidence),
    )
    return _told(desk, filed)


@appeal_.command(
    "add", epilog="Example: zhibiao appeal add steel-2025-1a2b3c4d-LH-S01 --statement 补交完税证明 --as he"
)
@_appeal
@_statement
@_claims
@_clauses
@_evidence
@options.book
@options.acting
@verb
def add_(
    *,
    appeal: str,
    statement: str,
    claims: tuple[str, ...],
    clauses: tuple[str, ...],
    evidence: tuple[Path, ...],
    book: Path,
    person: str,
) -> Answer:
    """Add words, documents or claims to an open appeal. 补充材料"""
    desk = _desk(book, person)
    added = desk.add(appeal, statement=statement, said=_said(claims, clauses), evidence=_files(evidence))
    return _told(desk, added)


@appeal_.command("list", epilog="Example: zhibiao appeal list --book liaohe --as lin")
@options.book
@options.acting
@verb
def list_(*, book: Path, person: str) -> Answer:
    """Appeals with state, whose move it is and by when; an officer sees its own. 申诉清单"""
    from zhibiao.cli.appeal_told import appeal_plain, show_list

    desk = _desk(book, person)
    found = desk.seen()
    return Answer(
        result={"appeals": [appeal_plain(desk, one) for one in found]},
        show=lambda lang: show_list(desk, found, lang),
        marks=desk.opened.marks(),
    )


@appeal_.command("show", epilog="Example: zhibiao appeal show steel-2025-1a2b3c4d-LH-S01 --book liaohe --as lin")
@_appeal
@options.book
@options.acting
@verb
def show_(*, appeal: str, book: Path, person: str) -> Answer:
    """One appeal whole: claims, what they would give, every act; the bureau also sees the others. 申诉详情"""
    from zhibiao.cli.appeal_told import show_whole, whole_plain

    desk = _desk(book, person)
    found = desk.one(appeal)
    return Answer(
        result=whole_plain(desk, found), show=lambda lang: show_whole(desk, found, lang), marks=desk.opened.marks()
    )


@appeal_.command("accept", epilog="Example: zhibiao appeal accept steel-2025-1a2b3c4d-LH-S01 --as lin")
@_appeal
@options.book
@options.acting
@verb
def accept_(*, appeal: str, book: Path, person: str) -> Answer:
    """Take an appeal up. 受理"""
    desk = _desk(book, person)
    return _told(desk, desk.accept(appeal))


@appeal_.command("ask", epilog="Example: zhibiao appeal ask … --question 请提供完税证明原件 --by 2025-02-20 --as lin")
@_appeal
@click.option("--question", required=True, metavar="TEXT", help="What is asked for.")
@click.option("--by", required=True, type=options.DAY, help="By when.")
@options.book
@options.acting
@verb
def ask_(*, appeal: str, question: str, by: dt.date, book: Path, person: str) -> Answer:
    """Ask the enterprise for more. 要求补充"""
    desk = _desk(book, person)
    return _told(desk, desk.ask(appeal, question=question, by=by))


@appeal_.command("hear", epilog="Example: zhibiao appeal hear … --on 2025-02-18 --record 企业说明漏报原因 --as lin")
@_appeal
@click.option("--on", required=True, type=options.DAY, help="The day of the hearing.")
@click.option("--record", required=True, metavar="TEXT", help="What was said.")
@_evidence
@options.book
@options.acting
@verb
def hear_(*, appeal: str, on: dt.date, record: str, evidence: tuple[Path, ...], book: Path, person: str) -> Answer:
    """Put a hearing of the enterprise on record. 听取意见"""
    desk = _desk(book, person)
    return _told(desk, desk.hear(appeal, on=on, record=record, evidence=_files(evidence)))


@appeal_.command(
    "decide",
    epilog="Example: zhibiao appeal decide … --outcome upheld --reasons 审计报告证实漏报 --follows file_again --as sun",
)
@_appeal
@click.option("--outcome", required=True, type=click.Choice(OUTCOMES), help="How it is decided.")
@click.option("--reasons", required=True, metavar="TEXT", help="Why.")
@click.option("--follows", multiple=True, type=click.Choice(FOLLOWS), help="What follows; repeatable.")
@options.book
@options.acting
@verb
def decide_(*, appeal: str, outcome: str, reasons: str, follows: tuple[str, ...], book: Path, person: str) -> Answer:
    """Decide an appeal, as an approver who had no hand in the decision. 处理"""
    from zhibiao.allocation.appeals.deeds import Follows, Outcome

    desk = _desk(book, person)
    decided = desk.decide(appeal, outcome=Outcome(outcome), reasons=reasons, follows=[Follows(one) for one in follows])
    return _told(desk, decided)


@appeal_.command("carry-out", epilog="Example: zhibiao appeal carry-out … --decision steel-2025-03-5e6f7a8b --as lin")
@_appeal
@click.option("--decision", required=True, metavar="ID", help="The decision issued since.")
@options.book
@options.acting
@verb
def carry_out_(*, appeal: str, decision: str, book: Path, person: str) -> Answer:
    """Name the decision, issued since, that carried the outcome out. 落实"""
    desk = _desk(book, person)
    return _told(desk, desk.carry_out(appeal, decision_id=decision))


@appeal_.command("withdraw", epilog="Example: zhibiao appeal withdraw … --reason 核对后无误 --as he")
@_appeal
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@options.book
@options.acting
@verb
def withdraw_(*, appeal: str, reason: str, book: Path, person: str) -> Answer:
    """Take an open appeal back, as the enterprise's officer. 撤回申诉"""
    desk = _desk(book, person)
    return _told(desk, desk.withdraw(appeal, reason=reason))


@appeal_.command("paper", epilog="Example: zhibiao appeal paper … --out 处理决定书.docx --book liaohe --as lin")
@_appeal
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .docx to write.")
@options.book
@options.acting
@verb
def paper_(*, appeal: str, out: Path, book: Path, person: str) -> Answer:
    """Write the paper of an outcome in the language of --lang. 申诉处理决定书"""
    from zhibiao.cli.appeal_told import said_line

    desk = _desk(book, person)
    language = click.get_current_context().meta[LANGUAGE]
    out.write_bytes(desk.paper(desk.one(appeal), language))
    return Answer(
        result={"appeal": appeal, "path": str(out)},
        show=lambda told: said_line("written", told, path=out),
        marks=desk.opened.marks(),
    )


def _desk(book: Path, person: str) -> AppealsOf:
    from zhibiao.assemble.appeals import AppealsOf as Opened

    opened = options.open_book(book)
    return Opened(opened, opened.person(person))


def _said(claims: Sequence[str], clauses: Sequence[str]) -> list[Said]:
    """Claims as typed; UsageError `appeal.claim_form`."""
    from zhibiao.procedures.appeals.claims import Said as One

    said = []
    for text in claims:
        match = _CLAIM.fullmatch(text)
        if match is None:
            raise UsageError("appeal.claim_form", text=text)
        said.append(One(figure=match[1], text=match[2], unit=match[3]))
    return [*said, *(One(clause=clause) for clause in clauses)]


def _files(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in paths]


def _told(desk: AppealsOf, appeal: Appeal) -> Answer:
    from zhibiao.cli.appeal_told import appeal_plain, show_done

    result: dict[str, Any] = appeal_plain(desk, appeal)
    return Answer(result=result, show=lambda lang: show_done(desk, appeal, lang), marks=desk.opened.marks())
