"""*Audit*: which reported figures a decision's quotas depend on most, and ways to the other pages of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.allocation.reasons.audit import Sensitivity
from zhibiao.assemble.audit_ranking import field_names, rank
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.audit import decisions_to_rank
from zhibiao.assemble.restatements import shown_figure
from zhibiao.errors import NotFound
from zhibiao.policy.review import HIGH_END
from zhibiao.procedures.audit_ranking import AuditRanking
from zhibiao.terms.text import Text
from zhibiao.web.charts.audit import ranking_chart
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.decisions import stage_name
from zhibiao.writers.audit_table import direction

router = page.router()
WAYS = ("/audit", "/audit/cross-check", "/audit/restatements", "/audit/revisions", "/audit/verify")
FIRST = 30
"""How many figures the page shows; its files hold all."""


@router.get("/audit")
def audit(request: Request, decision: str = "") -> Response:
    """The ranking of one decision, by default the latest."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        choice = _choice(opened, decision, words)
        found = _ranking(request, opened, caller, choice.chosen) if choice.chosen else None
        is_taken = bool(request.query_params.get("as"))
        return page.show(
            request,
            "audit.html",
            opened,
            title=words("audit.title"),
            tables=[_table(opened, found, caller, words, is_whole=is_taken)] if found else [],
            charts=[ranking_chart(found, _names(opened, found, words), field_names(found), words)] if found else [],
            marks={"decision": choice.chosen} if found else {},
            ways=ways(words),
            way="/audit",
            choices=[choice],
            decision=choice.chosen,
            count=len(found.rows) if found else 0,
            first=FIRST,
        )


def ways(words: DeskWords) -> list[tuple[str, str]]:
    """The pages of the audit: address and name."""
    return [(path, words(f"audit.way.{path.rpartition('/')[2]}")) for path in WAYS]


def _choice(opened: OpenBook, asked: str, words: DeskWords) -> Choice:
    known = {one.stored.id: one for one in decisions_to_rank(opened)}
    chosen = asked or next(iter(known), "")
    if chosen and chosen not in known:
        raise NotFound("decision.not_found", decision=chosen)
    options = tuple(
        (name, words("audit.decision_name", id=name, stage=stage_name(one, words))) for name, one in known.items()
    )
    return Choice(name="decision", label=words("audit.decision"), options=options, chosen=chosen)


def _ranking(request: Request, opened: OpenBook, caller: Caller, decision: str) -> AuditRanking:
    """The ranking, made once for a state of the book: only the right to it depends on who asks, and the door has it."""
    person = caller.person.id
    key = ("audit_ranking", decision)
    return desk_of(request).remembered(opened, key, lambda: rank(opened, decision, person=person))


def _names(opened: OpenBook, found: AuditRanking, words: DeskWords) -> list[str]:
    fields = field_names(found)
    return [
        words(
            "audit.figure_name",
            enterprise=words.name(opened.city.name_of(one.enterprise)),
            field=words.name(fields[one.field]),
            year=one.year,
        )
        for one in found.rows
    ]


def _table(opened: OpenBook, found: AuditRanking, caller: Caller, words: DeskWords, *, is_whole: bool) -> Table:
    heads = [
        column
        for size in found.sizes
        for column in (
            Column(head=words("audit.gain_at", percent=per_cent(size)), kind="tonnes"),
            Column(head=words.label("cli.audit.head.direction"), kind="code"),
        )
    ]
    fields = field_names(found)
    rows = found.rows if is_whole else found.rows[:FIRST]
    return Table(
        name="ranking",
        title=words("audit.ranking_table", count=len(found.rows)),
        columns=(
            Column(head=words("audit.rank"), kind="code"),
            Column(head=words("audit.enterprise")),
            Column(head=words("audit.field")),
            Column(head=words("audit.year"), kind="code"),
            Column(head=words("audit.reported")),
            Column(head=words("audit.quota"), kind="tonnes"),
            *heads,
        ),
        rows=tuple(_row(opened, place, one, fields, caller, words) for place, one in enumerate(rows, start=1)),
        note=words.label("paper.audit.note"),
        source=words("audit.source", id=found.decision_id),
        filters={words("audit.decision"): found.decision_id},
    )


def _row(
    opened: OpenBook, place: int, one: Sensitivity, fields: Mapping[str, Text], caller: Caller, words: DeskWords
) -> tuple[Value | Cell, ...]:
    gains = [cell for gain in one.gains for cell in (gain.tonnes or None, direction(gain.by, words.figures))]
    unit = "crude_steel_t" if one.field == HIGH_END else one.field
    return (
        str(place),
        Cell(
            value=words.name(opened.city.name_of(one.enterprise)),
            href=way_to(caller, "/enterprises/{enterprise}", named=one.enterprise),
        ),
        fields[one.field],
        str(one.year),
        shown_figure(one.reported, unit, words.lang),
        one.quota_t,
        *gains,
    )


def per_cent(size: Decimal) -> str:
    """A share as per cent without needless noughts.

    >>> per_cent(Decimal("0.05"))
    '5'
    """
    return f"{(size * 100).normalize():f}"
