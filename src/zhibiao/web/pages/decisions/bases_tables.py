"""Tables of bases: the rows with their stands, the answers of one enterprise, and the lists put out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from zhibiao.allocation.decision.reconciliation import BaseAnswer, Stand
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.bases import BaseLine, BasesOfYear, lists_of
from zhibiao.terms.instant import instant_of
from zhibiao.web.doors.caller import Caller
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords

_COLOURS = {Stand.OPEN: "orange", Stand.DISPUTED: "red", Stand.CONFIRMED: "green", Stand.UPHELD: "blue"}


def stand_name(stand: Stand, words: DeskWords) -> str:
    """Where a base stands, in the words of the command line."""
    return words.label(f"base.stand.{stand.value}")


def lines_table(
    opened: OpenBook, of: BasesOfYear, shown: Sequence[BaseLine], words: DeskWords, choices: Sequence[Choice]
) -> Table:
    """A row an enterprise: base, the output it rests on, score, where it stands and how long it can be answered."""
    years = sorted({year for one in shown for year in one.row.history_t})
    has_scores = any(one.row.score for one in shown)
    columns = (
        Column(head=words("bases.head.enterprise")),
        Column(head=words("bases.head.base"), kind="tonnes"),
        *((Column(head=words("bases.head.score"), unit=""),) if has_scores else ()),
        *(Column(head=words("bases.head.output", year=year), kind="tonnes") for year in years),
        Column(head=words("bases.head.capacity"), kind="tonnes"),
        Column(head=words("bases.head.stand")),
        Column(head=words("bases.head.closes"), kind="day"),
        Column(head=words("bases.head.left"), kind="count"),
        Column(head=words("bases.head.reason")),
        Column(head=words("bases.head.document")),
    )
    rows = tuple(
        (
            Cell(value=opened.city.name_of(one.row.enterprise), href=_address(of, one.row.enterprise)),
            one.row.base_t,
            *((one.row.score,) if has_scores else ()),
            *(one.row.history_t.get(year) for year in years),
            one.row.capacity_t,
            Cell(value=stand_name(one.stand, words), mark=_COLOURS.get(one.stand, "plain")),
            one.closes,
            one.days_left(of.today),
            one.answer.reason if one.answer else "",
            _letter(of, one.answer, words),
        )
        for one in shown
    )
    named = {one.label: dict(one.options).get(one.chosen, one.chosen) for one in choices if one.chosen}
    return Table(
        name="bases",
        title=words("bases.table", year=of.rulebook.plan_year),
        columns=columns,
        rows=rows,
        filters=named,
        source=words("bases.source"),
        as_of=words.figures.day(of.statements[-1].opens),
    )


def answers_table(of: BasesOfYear, answers: Sequence[BaseAnswer], caller: Caller, words: DeskWords) -> Table:
    """What was answered to one enterprise's bases, in order; an enterprise reads no names of the bureau's people."""

    def by(person: str) -> str:
        return person if caller.viewer.sees_all or person == caller.person.id else ""

    heads = ("at", "act", "reason", "document", "person")
    rows = tuple(
        (
            instant_of(one.at),
            words(f"bases.act.{one.act.value}"),
            one.reason,
            _letter(of, one, words),
            by(one.person),
        )
        for one in answers
    )
    columns = tuple(
        Column(head=words(f"bases.head.{head}"), kind="instant" if head == "at" else "text") for head in heads
    )
    return Table(name="answers", title=words("bases.answers"), columns=columns, rows=rows)


def statements_table(opened: OpenBook, of: BasesOfYear, words: DeskWords) -> Table:
    """Every list put out for the year, the last one first, with its papers."""
    heads = ("opens", "closes", "statement", "by", "zh", "en")
    columns = tuple(
        Column(head=words(f"bases.head.{head}"), kind=_KINDS.get(head, "text"))  # type: ignore[arg-type]
        for head in heads
    )
    rows: list[tuple[Value | Cell, ...]] = []
    for one in reversed(of.statements):
        papers = {("en" if name.endswith(".en.docx") else "zh"): name for name in lists_of(opened, one)}
        folder = f"/bases/{of.rulebook.sector}/{of.rulebook.plan_year}/papers"
        cells = (
            Cell(value="Word" if lang in papers else None, href=f"{folder}/{papers[lang]}" if lang in papers else "")
            for lang in ("zh", "en")
        )
        rows.append((one.opens, one.closes, one.id, one.stated_by, *cells))
    return Table(name="statements", title=words("bases.statements"), columns=columns, rows=tuple(rows))


_KINDS = {"opens": "day", "closes": "day", "statement": "code"}


def _address(of: BasesOfYear, enterprise: str) -> str:
    asked = {"sector": of.rulebook.sector, "year": of.rulebook.plan_year, "enterprise": enterprise}
    return f"/bases?{urlencode(asked)}#answer"


def _letter(of: BasesOfYear, answer: BaseAnswer | None, words: DeskWords) -> Cell:
    """Leads to the letter that an answer came with; a dash without one."""
    if answer is None or not answer.document_sha256:
        return Cell(value=None)
    own = quote(answer.enterprise, safe="")
    href = f"/bases/{of.rulebook.sector}/{of.rulebook.plan_year}/{own}/documents/{answer.document_sha256}"
    return Cell(value=words("bases.letter"), href=href, note=answer.document_sha256[:12])
