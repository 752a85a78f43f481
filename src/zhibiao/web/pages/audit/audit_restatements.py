"""Returns filed again and what rests on those they follow; and how far each month's figure moved since it was filed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.restatements import field_name, form_order, restatements, shown_step
from zhibiao.assemble.revisions import name_of, revisions, shown, unit_shown
from zhibiao.assessment.growth.revision_triangle import Row
from zhibiao.errors import UsageError
from zhibiao.monthly.restatement import Revision
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.revisions import Revisions
from zhibiao.procedures.touched import Touches
from zhibiao.terms.instant import LOCAL
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice, sector_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.audit.audit import ways
from zhibiao.web.pages.ledger.book import year_choice

router = page.router()
_AGES = 12
_SAME = "="


@router.get("/audit/restatements")
def show_restatements(request: Request, enterprise: str = "") -> Response:
    """Every return that follows another one, the latest first, with what rests on the earlier version."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        every = desk_of(request).remembered(opened, ("restatements",), lambda: _found(opened))
        choice = _firms(opened, every, enterprise, words)
        found = [one for one in every if choice.chosen in ("", one.restatement.after.enterprise)]
        filters = {choice.label: dict(choice.options)[choice.chosen]} if choice.chosen else {}
        figures = [_figures(one, place, words) for place, one in enumerate(found) if one.restatement.revisions]
        return page.show(
            request,
            "audit_restatements.html",
            opened,
            title=words("audit.restated_title"),
            tables=[_restatements(opened, found, caller, words, filters), *figures],
            figures=figures,
            ways=ways(words),
            way="/audit/restatements",
            choices=[choice],
            said=_said(found, words),
        )


@router.get("/audit/revisions")
def show_revisions(
    request: Request, sector: str = "", year: str = "", enterprise: str = "", scope: str = ""
) -> Response:
    """The revision triangle of a sector or of one enterprise, one year."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        of, years = year_choice(opened, name, year, words)
        firms = [(one.id, f"{one.id} {words.name(one.name)}") for one in opened.city.of_sector(name)]
        firm = enterprise if enterprise in dict(firms) else ""
        by = next((one for one in Scope if one.value == scope), Scope.PERIOD)
        scopes = tuple((one.value, words.label(f"revisions.scope.{one.value}")) for one in Scope)
        choices = [
            sectors,
            years,
            Choice(
                name="enterprise",
                label=words("audit.enterprise"),
                options=(("", words("audit.all_firms")), *firms),
                chosen=firm,
            ),
            Choice(name="scope", label=words("audit.scope_name"), options=scopes, chosen=by.value),
        ]
        found = revisions(opened, sector=name, enterprise=firm, field="", year=of, scope=by, known_by=None, ages=_AGES)
        filters = {one.label: dict(one.options)[one.chosen] for one in choices}
        return page.show(
            request,
            "audit_revisions.html",
            opened,
            title=words("audit.revisions_title"),
            tables=[_triangle(opened, found, words, filters)],
            ways=ways(words),
            way="/audit/revisions",
            choices=choices,
        )


def _found(opened: OpenBook) -> tuple[Touches, ...]:
    found = restatements(opened, enterprise="", period=None, since=None)
    return tuple(sorted(found, key=lambda one: one.restatement.after.received_at, reverse=True))


def _firms(opened: OpenBook, every: tuple[Touches, ...], asked: str, words: DeskWords) -> Choice:
    ids = sorted({one.restatement.after.enterprise for one in every})
    options = (("", words("book.every")), *((one, f"{one} {words.name(opened.city.name_of(one))}") for one in ids))
    if asked not in dict(options):
        raise UsageError("book.filter_unreadable", name="enterprise", text=asked[:80])
    return Choice(name="enterprise", label=words("audit.enterprise"), options=options, chosen=asked)


def _said(found: list[Touches], words: DeskWords) -> str:
    if not found:
        return words("audit.restated_none")
    return words(
        "audit.restated_said",
        count=len(found),
        decisions=sum(bool(one.decisions) for one in found),
        otherwise=sum(any(decision.used_otherwise for decision in one.decisions) for one in found),
        booked=sum(bool(one.booked and one.booked.stands_t) for one in found),
    )


def _restatements(
    opened: OpenBook, found: list[Touches], caller: Caller, words: DeskWords, filters: Mapping[str, str]
) -> Table:
    return Table(
        name="restatements",
        title=words("audit.restated_table"),
        columns=(
            Column(head=words("audit.reference"), kind="code"),
            Column(head=words("audit.enterprise")),
            Column(head=words("audit.received"), kind="instant"),
            Column(head=words("audit.replaces"), kind="code"),
            Column(head=words("audit.differ"), kind="count"),
            Column(head=words("audit.decisions"), kind="code"),
            Column(head=words("audit.otherwise"), kind="count"),
            Column(head=words("audit.booked"), kind="tonnes"),
        ),
        rows=tuple(_restatement(opened, one, caller, words) for one in found),
        note=words("audit.only_a_decision"),
        source=words("audit.cross_source"),
        filters=filters,
    )


def _restatement(opened: OpenBook, one: Touches, caller: Caller, words: DeskWords) -> tuple[Value | Cell, ...]:
    after = one.restatement.after
    return (
        _return_cell(after, caller),
        words.name(opened.city.name_of(after.enterprise)),
        after.received_at,
        words.figures.joined([item.reference for item in one.restatement.replaced]) or None,
        len(one.restatement.revisions),
        words.figures.joined([decision.id for decision in one.decisions]) or None,
        sum(decision.used_otherwise for decision in one.decisions),
        one.booked.stands_t if one.booked and one.booked.stands_t else None,
    )


def _return_cell(item: Return, caller: Caller) -> Cell:
    href = way_to(caller, "/returns/{reference}", named=item.reference, enterprise=item.enterprise)
    return Cell(value=item.reference, href=href)


def _figures(one: Touches, place: int, words: DeskWords) -> Table:
    ordered = sorted(one.restatement.revisions, key=lambda item: (form_order(item.field), item.scope))
    heads = ("field", "scope", "before", "after", "cell_before", "cell_after")
    return Table(
        name=f"figures{place + 1}",
        title=words("audit.figures_of", reference=one.restatement.after.reference),
        columns=tuple(Column(head=words(f"audit.{head}")) for head in heads),
        rows=tuple(_revision(item, words) for item in ordered),
    )


def _revision(item: Revision, words: DeskWords) -> tuple[Value | Cell, ...]:
    before, after = (None if fact is None else fact.value for fact in (item.before, item.after))
    return (
        field_name(item.field),
        words.label(f"restatement.scope.{item.scope.value}"),
        *shown_step(before, after, item.field, words.lang),
        *(_cell(fact, words) for fact in (item.before, item.after)),
    )


def _cell(fact: Fact | None, words: DeskWords) -> str | None:
    if fact is None:
        return None
    where = fact.place.cell or (words.label("restatement.row", row=fact.place.row) if fact.place.row else "")
    return "!".join(part for part in (fact.place.sheet, where) if part) or None


def _triangle(opened: OpenBook, found: Revisions, words: DeskWords, filters: Mapping[str, str]) -> Table:
    rows, lang = found.triangle.rows, words.lang
    ages = range(max((row.last.age for row in rows), default=-1) + 1)
    heads = [words.label("revisions.head.age", age=age) if age else words.label("revisions.head.first") for age in ages]
    title = words.label(
        "revisions.title",
        name=words.name(name_of(found, opened)),
        field=words.name(found.field.name),
        scope=words.label(f"revisions.scope.{found.triangle.scope.value}"),
        at=found.triangle.known_by.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
        unit=unit_shown(found.field, lang),
    )
    return Table(
        name="triangle",
        title=title,
        columns=(
            Column(head=words.label("revisions.head.period"), kind="code"),
            *(Column(head=head, kind="count") for head in (*heads, words.label("revisions.head.now"))),
            Column(head=words.label("revisions.head.firms"), kind="count"),
        ),
        rows=tuple(_months(row, found, len(ages), words) for row in rows),
        note=words.label("revisions.legend"),
        source=words("audit.cross_source"),
        filters=filters,
    )


def _months(row: Row, found: Revisions, width: int, words: DeskWords) -> tuple[Value | Cell, ...]:
    """A month's figure at each age; what did not move is told by a sign, and a change stands out."""
    first, *_ = row.cells
    cells: list[Value | Cell] = [shown(first.value, found.field, words.lang)]
    for before, cell in pairwise(row.cells):
        if (before.value, before.enterprises) == (cell.value, cell.enterprises) and cell.value is not None:
            cells.append(_SAME)
        else:
            star = "*" if cell.value is not None and cell.enterprises != row.enterprises else ""
            cells.append(Cell(value=shown(cell.value, found.field, words.lang) + star, mark="orange"))
    cells += [""] * (width - len(cells))
    now = shown(row.now, found.field, words.lang)
    return (str(row.span), *cells, now, row.enterprises)
