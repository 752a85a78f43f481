"""The verbs that move tonnes between enterprises, and what is owed from one year to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.cli import options
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.proposed_transfer import Proposal
    from zhibiao.procedures.roll_over import RolledOver
    from zhibiao.procedures.transfer import Transferred
    from zhibiao.terms.enterprise import City


@click.group("transfer")
def transfer_() -> None:
    """Transfer quota between enterprises: one proposes, another confirms. 调剂"""


@transfer_.command(
    "propose",
    epilog="Example: zhibiao transfer propose 2025 --from LH-S01 --to LH-S02 --tonnes 50000 --document letter.pdf …",
)
@click.argument("year", type=click.IntRange(1990, 2100))
@click.option("--from", "giver", required=True, metavar="ENTERPRISE", help="Who gives available tonnes.")
@click.option(
    "--to",
    "taker",
    required=True,
    metavar="ENTERPRISE",
    help="Who gets them; of another group only where the rulebook lets it.",
)
@click.option("--tonnes", type=int, required=True, help="How many tonnes, whole.")
@click.option(
    "--document",
    "documents",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    multiple=True,
    help="What it rests on, kept by hash: the group's own letter; between groups one of each side, giver first, or one "
    "that both signed.",
)
@options.book
@options.acting
@verb
def propose_(
    *, year: int, giver: str, taker: str, tonnes: int, documents: tuple[Path, ...], book: Path, person: str
) -> Answer:
    """Put a transfer on record with its documents; nothing moves yet. 提出调剂"""
    opened = options.open_book(book)
    proposal = opened.propose_transfer(year, giver, taker, tonnes, documents=documents, person=person)
    not_before = opened.transfer_waits_until(proposal)
    return Answer(
        result={"id": proposal.id, "sha256": proposal.sha256, "not_before": not_before, **proposal.plain()},
        show=lambda lang: _proposed(proposal, not_before, lang),
        marks=opened.marks(),
    )


@transfer_.command("confirm", epilog="Example: zhibiao transfer confirm transfer-steel-2025-1a2b3c4d --as wang")
@click.argument("proposal")
@options.book
@options.acting
@verb
def confirm_(*, proposal: str, book: Path, person: str) -> Answer:
    """Book a proposed transfer, as another person. 确认调剂"""
    opened = options.open_book(book)
    done = opened.confirm_transfer(proposal, person=person)
    return Answer(result=done.plain(), show=lambda lang: _transferred(done, opened.city, lang), marks=opened.marks())


@click.command("rollover", epilog="Example: zhibiao rollover 2024 --book liaohe --as lin")
@click.argument("year", type=click.IntRange(1990, 2100))
@options.book
@options.sector
@options.acting
@verb
def rollover_(*, year: int, book: Path, sector: str, person: str) -> Answer:
    """Move what a closed year leaves owing into the next one. 年度结转"""
    opened = options.open_book(book)
    rolled = opened.roll_over(year, sector, person=person)
    return Answer(
        result=rolled.plain(), show=lambda lang: _rolled_over(rolled, opened.city, lang), marks=opened.marks()
    )


def _proposed(proposal: Proposal, not_before: str, lang: Language) -> None:
    facts = {"giver": proposal.giver, "taker": proposal.taker, "tonnes": proposal.tonnes}
    documents = "、".join(filter(None, (proposal.document, proposal.second_document)))
    line(words("transfer.proposed", lang, id=proposal.id, person=proposal.person, document=documents, **facts))
    if not (proposal.group or proposal.second_document):
        line(words("transfer.signed_by_both", lang, document=proposal.document))
    if not_before:
        at = local_text(not_before)
        line(words("transfer.waits", lang, id=proposal.id, tonnes=proposal.tonnes, not_before=at))


def _transferred(done: Transferred, city: City, lang: Language) -> None:
    proposal = done.proposal
    line(words("transfer.confirmed", lang, id=proposal.id, person=done.person, tonnes=proposal.tonnes))
    rows = [(f"{name} {city.name_of(name).in_(lang)}", f"{held_t:,}") for name, held_t in done.holdings_t.items()]
    table(words("unit", lang, unit=words("tonnes", lang)), _heads(("enterprise", "holding"), lang), rows)


def _rolled_over(rolled: RolledOver, city: City, lang: Language) -> None:
    years = {"from_year": rolled.from_year, "to_year": rolled.to_year}
    line(words("rolled_over", lang, sector=rolled.sector, entries=len(rolled.entries), **years))
    rows = [
        (
            f"{one.enterprise} {city.name_of(one.enterprise).in_(lang)}",
            *(f"{tonnes:,}" for tonnes in (one.holding_t, one.overrun_t, one.deducted_t, one.interim_t, one.final_t)),
        )
        for one in rolled.deductions
    ]
    heads = ("enterprise", "holding", "overrun", "deducted", "interim", "final")
    table(words("unit", lang, unit=words("tonnes", lang)), _heads(heads, lang), rows)
    line(words("owed", lang, tonnes=sum(rolled.owed_t.values()), count=len(rolled.owed_t)))
    show_findings(rolled.findings, lang)


def _heads(names: tuple[str, ...], lang: Language) -> list[str]:
    return [words(f"head.{name}", lang) for name in names]
