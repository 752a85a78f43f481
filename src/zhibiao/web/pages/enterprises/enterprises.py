"""*Enterprises*: those that a viewer may see, by sector and month, filtered and sorted in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.firms import FirmLine, Sums, firm_lines, sectors_seen, sums_of
from zhibiao.assemble.desk.months import months_with_returns
from zhibiao.assemble.resources import sectors
from zhibiao.assessment.case import sector_name
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.errors import NotFound
from zhibiao.terms.enterprise import STATISTICAL_AREA
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice, month_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Row, Rows, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.first_steps import first_steps

router = page.router()

_COLOURS = list(Colour)
_SORTS: dict[str, Callable[[FirmLine], Any]] = {
    "made": lambda one: one.made_t,
    "growth": lambda one: one.growth,
    "quota": lambda one: one.quota_t,
    "progress": lambda one: one.progress,
    "year_end": lambda one: one.year_end_t,
    "score": lambda one: one.score,
    "verdict": lambda one: _COLOURS.index(one.line.verdict.colour),
    "findings": lambda one: one.questions,
}
"""What the list can be sorted by, largest first; the city's own order is the one without a name."""


@router.get("/enterprises")
def enterprises(
    request: Request, sector: str = "", month: str = "", group: str = "", verdict: str = "", sort: str = ""
) -> Response:
    """The list of one sector and month."""
    caller, words = caller_of(request), DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        seen = sectors_seen(opened, caller.viewer)
        if sector in ("", *seen) and not any(months_with_returns(opened, one) for one in seen):
            return first_steps(request, opened, sector=sector, title=words("first.firms_title"))
        chosen, by_sector = _sector_choice(opened, caller, sector, words)
        of, by_month = month_choice(opened, chosen, month, words)
        lines = firm_lines(desk_of(request), opened, caller.viewer, sector=chosen, month=of)
        choices = [
            by_sector,
            by_month,
            _choice("group", [(one.firm.group, one.firm.group) for one in lines], group, words),
            _choice("verdict", [_verdict(one, words) for one in lines], verdict, words),
            _sort_choice(sort, words),
        ]
        shown = _sorted([one for one in lines if _fits(one, group, verdict)], sort)
        table = _table(tuple(shown), caller, words, month=of, choices=choices)
        name = words.name(sector_name(sectors(), chosen))
        return page.show(
            request,
            "enterprises.html",
            opened,
            title=words("firms.title", month=words.figures.month(of), sector=name),
            tables=[table],
            choices=[one for one in choices if len(one.options) > 1],
        )


def _sector_choice(opened: OpenBook, caller: Caller, asked: str, words: DeskWords) -> tuple[str, Choice]:
    """One of the sectors in which the caller sees somebody, the one with a quota first."""
    known = [one for one in sectors_seen(opened, caller.viewer) if months_with_returns(opened, one)]
    if not known or (asked and asked not in known):
        raise NotFound("firms.no_sector", sector=asked or "—")
    chosen = asked or known[0]
    options = tuple((one, words.name(sector_name(sectors(), one))) for one in known)
    return chosen, Choice(name="sector", label=words("filter.sector"), options=options, chosen=chosen)


def _choice(name: str, found: Sequence[tuple[str, str]], chosen: str, words: DeskWords) -> Choice:
    """What the list holds of a kind, and all of it."""
    known = dict(sorted((value, text) for value, text in found if value))
    options = (("", words("firms.all")), *known.items()) if known else (("", words("firms.all")),)
    return Choice(name=name, label=words(f"firms.filter.{name}"), options=options, chosen=chosen)


def _sort_choice(chosen: str, words: DeskWords) -> Choice:
    options = (("", words("firms.sort.list")), *((name, words(f"firms.sort.{name}")) for name in _SORTS))
    return Choice(name="sort", label=words("firms.filter.sort"), options=options, chosen=chosen)


def _verdict(one: FirmLine, words: DeskWords) -> tuple[str, str]:
    code = one.line.verdict.code
    return code.removeprefix("verdict."), words.label(code)


def _fits(one: FirmLine, group: str, verdict: str) -> bool:
    return group in ("", one.firm.group) and verdict in ("", one.line.verdict.code.removeprefix("verdict."))


def _sorted(lines: list[FirmLine], sort: str) -> list[FirmLine]:
    """Largest first, those without a figure last; in the city's order where nothing known is asked for."""
    key = _SORTS.get(sort)
    if key is None:
        return lines
    with_figure = [one for one in lines if key(one) is not None]
    return sorted(with_figure, key=key, reverse=True) + [one for one in lines if key(one) is None]


def _table(
    lines: tuple[FirmLine, ...], caller: Caller, words: DeskWords, *, month: Month, choices: Sequence[Choice]
) -> Table:
    sums = sums_of(lines)
    withheld = len(lines) > 1 and sums is None and any(one.line.standing for one in lines)
    return Table(
        name="enterprises",
        title=words("firms.table"),
        columns=_columns(words),
        rows=Rows(lines, lambda one: _row(one, caller, words, month), sums=[_sum_row(sums, words)] if sums else ()),
        note=words("firms.withheld") if withheld else "",
        source=words("firms.published" if all(one.firm.kind == STATISTICAL_AREA for one in lines) else "firms.source"),
        as_of=words.figures.month(month),
        filters={one.label: dict(one.options)[one.chosen] for one in choices if one.chosen in dict(one.options)},
        total=sums is not None,
    )


def _columns(words: DeskWords) -> tuple[Column, ...]:
    return (
        Column(head=words("firms.enterprise")),
        Column(head=words("firms.group")),
        Column(head=words("firms.made"), kind="mass"),
        Column(head=words("firms.growth"), kind="percent"),
        Column(head=words("firms.quota"), kind="mass"),
        Column(head=words("firms.progress"), kind="percent"),
        Column(head=words("firms.year_end"), kind="mass"),
        Column(head=words("firms.score"), kind="score"),
        Column(head=words("firms.verdict")),
        Column(head=words("firms.findings"), kind="count"),
        Column(head=words("firms.last")),
    )


def _row(one: FirmLine, caller: Caller, words: DeskWords, month: Month) -> Row:
    own = way_to(caller, "/enterprises/{enterprise}", named=one.firm.id, month=month)
    verdict = one.line.verdict
    return (
        Cell(value=one.firm.name, href=own),
        one.firm.group or None,
        Cell(value=one.made_t, href=f"{own}#returns" if one.made_t is not None else ""),
        one.growth,
        Cell(value=one.quota_t, href=f"{own}#quota" if one.quota_t is not None else ""),
        one.progress,
        Cell(value=one.year_end_t, href=f"{own}#pace" if one.year_end_t is not None else ""),
        Cell(value=one.score, href=f"{own}#score" if one.score is not None else ""),
        Cell(value=words.label(verdict.code), mark=verdict.colour.value),
        Cell(value=one.questions, href=f"{own}#findings" if one.questions else ""),
        _last(one, caller),
    )


def _last(one: FirmLine, caller: Caller) -> Value | Cell:
    if one.last is None:
        return None
    reference = one.last.reference
    href = way_to(caller, "/returns/{reference}", named=reference, enterprise=one.firm.id)
    return Cell(value=reference.partition("/")[2].replace("/", " "), href=href)


def _sum_row(sums: Sums, words: DeskWords) -> Row:
    progress: Decimal | None = sums.progress
    made, empty = sums.made, Cell(value=words("firms.no_sum"))
    figures = (made.now, made.rate, sums.quota_t, progress, sums.year_end_t)
    return (words("firms.sum", count=sums.firms), empty, *figures, empty, empty, empty, empty)
