"""The cross-check of a month: where a look is worth most, with each reason, its innocent causes and what settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.cross_check import check, said
from zhibiao.monthly.cross_checked import CrossCheck, Row
from zhibiao.terms.exact import rounded
from zhibiao.terms.instant import LOCAL
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import month_choice, sector_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.audit.audit import ways

router = page.router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One enterprise's reasons in words: what was seen, innocent causes, what settles it, how often it is nothing."""

    rank: int
    name: str
    href: str
    reasons: tuple[Mapping[str, str], ...]


@router.get("/audit/cross-check")
def cross_check(request: Request, sector: str = "", month: str = "") -> Response:
    """One sector and month."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        of, months = month_choice(opened, name, month, words)
        today = desk_of(request).clock.now().astimezone(LOCAL).date()
        found = desk_of(request).remembered(
            opened, ("cross_check", name, of, today), lambda: check(opened, of, name, person=caller.person.id)
        )
        filters = {one.label: dict(one.options)[one.chosen] for one in (sectors, months)}
        return page.show(
            request,
            "audit_cross_check.html",
            opened,
            title=words("audit.cross_title", month=words.figures.month(of), sector=filters[sectors.label]),
            tables=[_table(opened, found, caller, words, filters)],
            ways=ways(words),
            way="/audit/cross-check",
            choices=[sectors, months],
            told=[_told(opened, row, caller, words) for row in found.rows if row.reasons],
            bunching=_bunching(found, words),
        )


def _bunching(found: CrossCheck, words: DeskWords) -> str:
    counted = found.bunching
    return words("audit.bunching", below=counted.below, above=counted.above, chance=f"{counted.chance:.2g}")


def _told(opened: OpenBook, row: Row, caller: Caller, words: DeskWords) -> Told:
    def texts(place: int) -> Mapping[str, str]:
        reason = row.reasons[place]
        what = said("what", reason, words.lang)
        share = "" if reason.base_rate is None else words("audit.base_rate", share=f"{reason.base_rate:.0%}")
        why, settles = (said(kind, reason, words.lang) for kind in ("why", "hint"))
        return {
            "code": reason.code,
            "what": what,
            "share": share,
            "why": words("audit.why", text=why),
            "settles": words("audit.settles", text=settles),
        }

    return Told(
        rank=row.rank,
        name=words.name(opened.city.name_of(row.enterprise)),
        href=way_to(caller, "/enterprises/{enterprise}", named=row.enterprise),
        reasons=tuple(texts(place) for place in range(len(row.reasons))),
    )


def _table(opened: OpenBook, found: CrossCheck, caller: Caller, words: DeskWords, filters: Mapping[str, str]) -> Table:
    return Table(
        name="cross_check",
        title=words("audit.cross_table"),
        columns=(
            Column(head=words("audit.rank"), kind="code"),
            Column(head=words("audit.enterprise")),
            *(Column(head=words(f"audit.{name}"), kind="tonnes") for name in ("output", "estimate", "low", "high")),
            Column(head=words("audit.gap"), kind="tonnes"),
            Column(head=words("audit.deviations"), kind="decimal"),
            Column(head=words("audit.points"), kind="decimal"),
            Column(head=words("audit.reason_count"), kind="count"),
        ),
        rows=tuple(_row(opened, row, caller, words) for row in found.rows),
        note=words.label("paper.cross_check.note"),
        source=words("audit.cross_source"),
        as_of=words.figures.month(found.month),
        filters=filters,
    )


def _row(opened: OpenBook, row: Row, caller: Caller, words: DeskWords) -> tuple[Value | Cell, ...]:
    found, reported = row.combined, row.reported_t
    low, high = (None, None) if found is None else map(round, found.interval())
    deviations = None if found is None or reported is None else rounded(Fraction(found.gap(reported)), 2)
    gap = None if found is None or reported is None else round(found.tonnes - float(reported))
    return (
        str(row.rank),
        Cell(
            value=words.name(opened.city.name_of(row.enterprise)),
            href=way_to(caller, "/enterprises/{enterprise}", named=row.enterprise),
        ),
        None if reported is None else round(reported),
        None if found is None else round(found.tonnes),
        low,
        high,
        gap,
        deviations,
        rounded(Fraction(row.points), 2),
        len(row.reasons) or None,
    )
