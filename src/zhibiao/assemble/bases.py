"""Bases of a book: put out with their list as a paper, answered, and looked at."""

from __future__ import annotations

from pathlib import Path

from zhibiao import __version__
from zhibiao.allocation.decision.reconciliation import Act
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.procedures.reconcile_base import Reconciliation, answer_base, base_standing, state_bases
from zhibiao.writers.base_list import write_base_list
from zhibiao.writers.wording import Words


def state(opened: OpenBook, sector: str, year: int, *, person: str) -> tuple[Reconciliation, tuple[Path, ...]]:
    """Put the bases of a plan year out, and write their list into the book's `out/` in both languages."""
    rulebook = opened.rulebook(sector, year)
    standing = state_bases(
        opened.store,
        opened.clock,
        opened.city,
        sector_of(sector),
        rulebook,
        dictionary(),
        person=opened.person(person),
    )
    quantity = dictionary()[rulebook.quantity].name
    papers = []
    for lang, ending in (("zh", ".docx"), ("en", ".en.docx")):
        words = Words(catalogue(), lang)  # type: ignore[arg-type]
        content = write_base_list(
            standing.statement,
            rulebook,
            opened.city,
            words,
            quantity=words.name(quantity) if lang == "zh" else words.name(quantity).lower(),
            code_version=__version__,
        )
        path = opened.folder.out / f"{standing.statement.id}{ending}"
        write_out(path, content)
        papers.append(path)
    return standing, tuple(papers)


def answer(
    opened: OpenBook,
    sector: str,
    year: int,
    enterprise: str,
    act: Act,
    *,
    person: str,
    reason: str = "",
    document: Path | None = None,
) -> Reconciliation:
    """Put an enterprise's answer on record, with the letter it came with."""
    return answer_base(
        opened.store,
        opened.clock,
        opened.rulebook(sector, year),
        enterprise,
        act,
        person=opened.person(person),
        reason=reason,
        document=None if document is None else (document.name, document.read_bytes()),
    )


def show(opened: OpenBook, sector: str, year: int) -> Reconciliation:
    """Where the bases of a plan year stand."""
    return base_standing(opened.store, opened.clock, opened.rulebook(sector, year))
