"""`zhibiao audit`: which reported figures a decision's quotas depend on most, for those who decide what to look at."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import LANGUAGE, Answer, verb
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.audit_ranking import AuditRanking

_SHOWN = 20


class Percent(click.ParamType[Decimal]):
    """A number of per cent, exact."""

    name = "PERCENT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Parse, or fail as click does."""
        try:
            number = Decimal(str(value).rstrip("%"))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fail(f"{value!r} is not a number of per cent (不是百分数)", param, ctx)
        return number


@click.command("audit", epilog="Example: zhibiao audit steel-2025-1a2b3c4d --book liaohe --as lin --out audit.xlsx")
@click.argument("decision")
@options.book
@options.acting
@click.option(
    "--percent",
    "percents",
    type=Percent(),
    multiple=True,
    default=("1", "5"),
    show_default="1 and 5",
    help="By how much a figure is supposed to be off. May be given several times; the smallest ranks first.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the whole ranking as .xlsx.")
@verb
def audit_(*, decision: str, book: Path, person: str, percents: tuple[Decimal, ...], out: Path | None) -> Answer:
    """Rank reported figures by how far quotas depend on them. 核查排序"""
    from zhibiao.assemble.audit_ranking import rank, workbook
    from zhibiao.assemble.out_file import write_out

    opened = options.open_book(book)
    ranking = rank(opened, decision, person=person, sizes=[percent / 100 for percent in percents])
    file: dict[str, object] = {}
    if out is not None:
        content = workbook(opened, ranking, click.get_current_context().meta[LANGUAGE])
        write_out(out, content)
        file = {"file": str(out), "bytes": len(content)}
    return Answer(
        result=ranking.plain() | file,
        show=lambda lang: _show(ranking, file, lang),
        marks=opened.marks(decision=decision),
    )


def _show(ranking: AuditRanking, file: dict[str, object], lang: Language) -> None:
    from zhibiao.assemble.audit_ranking import field_names, shown_gains
    from zhibiao.assemble.resources import catalogue
    from zhibiao.cli.show import line, table

    def words(key: str, **facts: object) -> str:
        return catalogue().text(f"cli.audit.{key}", lang, **facts)

    names, rows = field_names(ranking), ranking.rows[:_SHOWN]
    heads = [words(f"head.{key}") for key in ("enterprise", "field", "year")]
    for size in ranking.sizes:
        heads += [words("head.gain", percent=f"{(size * 100).normalize():f}"), words("head.direction")]
    table(
        words("title", decision=ranking.decision_id, shown=len(rows), count=len(ranking.rows)),
        heads,
        [(row.enterprise, names[row.field].in_(lang), f"{row.year}", *shown_gains(row, lang)) for row in rows],
    )
    line(catalogue().text("paper.audit.note", lang))
    if file:
        line(words("written", path=file["file"], bytes=file["bytes"]))
