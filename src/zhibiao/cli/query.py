"""The verbs of queries and answers: what enterprises are asked, and what they say to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.show import line
from zhibiao.cli.tell import words
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.query import Answered, Question


@click.group("query")
def query_() -> None:
    """What enterprises are asked about their returns, and what they answer. 查询与答复"""


@query_.command("list", epilog="Example: zhibiao query list --book liaohe --as lin --enterprise LH-S04")
@options.book
@options.acting
@click.option("--enterprise", default="", metavar="ENTERPRISE", help="Only what this one is asked.")
@verb
def list_(*, book: Path, person: str, enterprise: str) -> Answer:
    """The questions that stand open; an enterprise's officer sees its own. 待答复查询"""
    from zhibiao.assemble.intake import open_questions

    opened = options.open_book(book)
    questions = open_questions(opened, person=person, enterprise=enterprise)
    return Answer(
        result={"questions": [_plain(one) for one in questions]},
        show=lambda lang: _listed(questions, lang),
        marks=opened.marks(),
    )


@query_.command(
    "answer", epilog='Example: zhibiao query answer 12 --finding 1 --reason "新增 2 号高炉" --ground 02 --as zhou …'
)
@click.argument("submission", type=click.IntRange(min=1))
@click.option(
    "--finding",
    "findings",
    type=click.IntRange(min=1),
    required=True,
    multiple=True,
    metavar="N",
    help="Which finding of the file, by its number; several of one return may be given.",
)
@click.option("--reason", required=True, help="Why the figure is as filed, in the enterprise's words.")
@click.option("--ground", default="", metavar="CODE", help="The code of a ground (说明代码) as on the form.")
@click.option(
    "--document",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The enterprise's letter, kept by hash: needed when an analyst enters its answer.",
)
@options.book
@options.acting
@verb
def answer_(
    *,
    submission: int,
    findings: tuple[int, ...],
    reason: str,
    ground: str,
    document: Path | None,
    book: Path,
    person: str,
) -> Answer:
    """Confirm queried figures with a reason; a return that waited for it is taken in as it was. 答复查询"""
    from zhibiao.assemble.intake import answer

    opened = options.open_book(book)
    given: dict[str, Any] = {"reason": reason, "ground": ground, "person": person, "document": document}
    answered = answer(opened, submission, findings, **given)
    return Answer(
        result={**answered.plain(), "findings": [finding_plain(one) for one in answered.findings]},
        show=lambda lang: _answered(answered, lang),
        marks=opened.marks(),
    )


def _plain(question: Question) -> dict[str, Any]:
    number = {"number": question.kept.position}
    return question.plain() | {"finding": finding_plain(question.kept.finding) | number}


def _listed(questions: Sequence[Question], lang: Language) -> None:
    for one in questions:
        asks = "held" if one.is_held else "confirm" if one.can_be_confirmed else "file_again"
        about = {"enterprise": one.kept.enterprise, "period": one.kept.period, "finding": one.kept.position}
        at = local_text(one.received_at)
        line(words(f"query.{asks}", lang, submission=one.submission, received_at=at, **about))
        show_findings([one.kept.finding], lang)
    line(words("query.count", lang, count=len(questions)))


def _answered(answered: Answered, lang: Language) -> None:
    numbers = "、".join(str(one.position) for one in answered.answers)
    line(words("query.answered", lang, submission=answered.submission, findings=numbers))
    if answered.open:
        line(words("query.still_open", lang, findings="、".join(map(str, answered.open))))
    if receipt := answered.receipt:
        line(words("query.taken", lang, enterprise=receipt.enterprise, period=receipt.period, version=receipt.version))
    show_findings(answered.findings, lang)
