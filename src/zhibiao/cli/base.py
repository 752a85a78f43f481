"""`zhibiao base`: bases put out before the first allocation of a year, and each enterprise's answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line, table
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.reconcile_base import Reconciliation

_YEAR = click.argument("year", type=click.IntRange(1990, 2100))
_LETTER = click.option(
    "--document",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The enterprise's stamped letter; kept by its hash.",
)


@click.group("base")
def base_() -> None:
    """Reconcile bases before the year is first allocated. 基数核对"""


@base_.command("state", epilog="Example: zhibiao base state 2025 --book liaohe --as lin")
@_YEAR
@options.book
@options.sector
@options.acting
@verb
def state_(*, year: int, book: Path, sector: str, person: str) -> Answer:
    """Put out every enterprise's base and score, open to answers. 公布基数"""
    from zhibiao.assemble import bases

    opened = options.open_book(book)
    standing, papers = bases.state(opened, sector, year, person=person)
    files = [str(path) for path in papers]

    def show(lang: Language) -> None:
        facts = {"count": len(standing.stands), "year": year, "closes": standing.statement.closes, "file": files[0]}
        line(_words("stated", lang, **facts))

    marks = opened.marks(rulebook_sha256=standing.statement.rulebook_sha256)
    return Answer(result=standing.plain() | {"files": files}, show=show, marks=marks)


@base_.command("show", epilog="Example: zhibiao base show 2025 --book liaohe")
@_YEAR
@options.book
@options.sector
@verb
def show_(*, year: int, book: Path, sector: str) -> Answer:
    """Where every base stands. 核对现状"""
    from zhibiao.assemble import bases

    opened = options.open_book(book)
    return _told(bases.show(opened, sector, year), opened.marks())


def _answering(act: str, help_text: str, *, asks_reason: bool) -> Callable[..., None]:
    """A verb by which one enterprise's base is answered; the three differ in the act alone."""

    @_YEAR
    @click.argument("enterprise")
    @options.book
    @options.sector
    @options.acting
    @click.option("--reason", default="", required=asks_reason, help="In words; goes on record.")
    @_LETTER
    @verb
    def answer(
        *, year: int, enterprise: str, book: Path, sector: str, person: str, reason: str, document: Path | None
    ) -> Answer:
        from zhibiao.allocation.decision.reconciliation import Act
        from zhibiao.assemble import bases

        opened = options.open_book(book)
        found = bases.answer(
            opened, sector, year, enterprise, Act(act), person=person, reason=reason, document=document
        )
        return _told(found, opened.marks())

    answer.__doc__ = help_text
    return answer


_ACTS = {
    "confirm": ("An enterprise agrees with its base, or withdraws its dispute. 确认", False),
    "dispute": ("An enterprise disputes its base, with a letter. 异议", True),
    "uphold": ("An approver upholds a disputed base, with a reason. 维持", True),
}
for _act, (_help, _asks_reason) in _ACTS.items():
    base_.command(_act, help=_help, epilog=f"Example: zhibiao base {_act} 2025 LH-S03 --book liaohe --as lin")(
        _answering(_act, _help, asks_reason=_asks_reason)
    )


def _told(standing: Reconciliation, marks: dict[str, Any]) -> Answer:
    def show(lang: Language) -> None:
        rows = [
            (
                row.enterprise,
                f"{row.base_t:,}",
                row.score or "—",
                _words(f"stand.{standing.stands[row.enterprise]}", lang),
                standing.closes[row.enterprise],
            )
            for row in standing.statement.rows
        ]
        heads = [_words(f"head.{key}", lang) for key in ("enterprise", "base", "score", "stand", "closes")]
        table(_words("table", lang, year=standing.statement.plan_year), heads, rows)
        unsettled = sum(not stand.is_settled for stand in standing.stands.values())
        line(_words("unsettled", lang, count=unsettled) if unsettled else _words("settled", lang))

    return Answer(result=standing.plain(), show=show, marks=marks)


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"base.{key}", lang, **facts)
