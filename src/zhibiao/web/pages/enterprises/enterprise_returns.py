"""An enterprise's returns of a year as a table, and the page of one return with its versions, findings and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.filed import FiledReturn, Noted, Version, filed_return, return_of
from zhibiao.assemble.desk.firms.firm import FirmView
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import dictionary, sectors
from zhibiao.errors import NotFound
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.dictionary import Field
from zhibiao.terms.instant import LOCAL, instant_text, local_text
from zhibiao.web.doors.caller import Caller, book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Kind, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.printable import printable
from zhibiao.writers.wording import figure

router = page.router()

_KINDS: dict[str, Kind] = {"mass": "mass", "money": "money"}
_FIRST = ("gross_output_yuan", "sales_revenue_yuan", "value_added_yuan", "profit_yuan", "taxes_yuan", "energy_tce")
_OWN_FIELDS = 3


# Before the page of the return itself, whose name may hold any sign.
@router.get("/returns/{reference:path}/file")
def raw_file(request: Request, reference: str) -> Response:
    """The file that the return came in, as received."""
    with book_of(request) as opened:
        found = return_of(opened, reference)
        if found is None:
            raise NotFound("auth.not_found")
        names = {file.sha256: file.name for file in opened.store.files()}
        content = opened.store.file_content(found.file_sha256)
    name = printable(PurePath(names.get(found.file_sha256, "")).name, most=120) or "return"
    return attachment(content, name=name, media_type="application/octet-stream")


@router.get("/returns/{reference:path}")
def one_return(request: Request, reference: str) -> Response:
    """One version of a return."""
    caller, words = caller_of(request), DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        found = filed_return(opened, reference, viewer=caller.viewer)
        firm = opened.city[found.item.enterprise]
        title = words("filed.title", name=words.name(firm.name), period=str(found.item.period))
        return page.show(
            request,
            "enterprise_return.html",
            opened,
            title=words("filed.version", title=title, version=found.item.version),
            tables=[_figures(found, words), _versions(found, words)],
            filed=found,
            firm=firm,
            received=local_text(instant_text(found.item.received_at)),
            back=way_to(caller, "/enterprises/{enterprise}", named=firm.id),
            raw=f"/returns/{found.item.reference}/file" if found.may_take else "",
            noted=[_noted_plain(one) for one in found.noted],
        )


def _noted_plain(one: Noted) -> dict[str, object]:
    answer = one.answer
    said = None if answer is None else {"reason": answer.reason, "at": local_text(answer.at), "ground": answer.ground}
    return {"finding": finding_plain(one.kept.finding, with_facts=False), "answer": said}


def _figures(found: FiledReturn, words: DeskWords) -> Table:
    """Every figure of the return with the cell that it was read from, and what the version before said instead."""
    own = next(one for one in found.versions if one.item is found.item)
    changed = {(one.field, one.scope): one for one in own.changes}

    def row(fact: Fact) -> tuple[Value | Cell, ...]:
        field, place = dictionary()[fact.field], fact.place
        was = changed.get((fact.field, fact.scope.value))
        return (
            field.row_code,
            Cell(value=field.name, note=fact.field),
            words(f"filed.scope.{fact.scope.value}"),
            exactly(fact.value),
            _unit_name(field, words),
            place.sheet or None,
            place.cell or (str(place.row) if place.row else None),
            None if was is None else words("none") if was.before is None else exactly(was.before),
        )

    columns = (
        Column(head=words("filed.row"), kind="code"),
        Column(head=words("filed.field")),
        Column(head=words("filed.scope")),
        Column(head=words("filed.figure"), kind="count"),
        Column(head=words("firm.unit")),
        Column(head=words("filed.sheet")),
        Column(head=words("filed.cell"), kind="code"),
        Column(head=words("filed.was"), kind="count"),
    )
    rows = tuple(row(fact) for fact in found.item.facts)
    return Table(name="figures", title=words("filed.figures"), columns=columns, rows=rows, source=found.file)


def _versions(found: FiledReturn, words: DeskWords) -> Table:
    """All versions of the period, and in how many figures each differs from the one before."""
    columns = (
        Column(head=words("filed.number")),
        Column(head=words("filed.received"), kind="instant"),
        Column(head=words("filed.file")),
        Column(head=words("filed.changes"), kind="count"),
        Column(head=words("filed.which")),
        Column(head=words("filed.hash"), kind="code"),
    )
    rows = tuple(_version(one, words) for one in found.versions)
    return Table(name="versions", title=words("filed.versions"), columns=columns, rows=rows)


def _version(one: Version, words: DeskWords) -> tuple[Value | Cell, ...]:
    names = list(dict.fromkeys(words.name(dictionary()[change.field].name) for change in one.changes))
    more = words("filed.and_more", count=len(names) - _OWN_FIELDS) if len(names) > _OWN_FIELDS else ""
    return (
        Cell(value=f"v{one.item.version}", href=f"/returns/{one.item.reference}"),
        one.item.received_at,
        one.file,
        len(one.changes) if one.item.version > 1 else None,
        words.figures.joined(names[:_OWN_FIELDS]) + more,
        one.item.file_sha256[:12],
    )


def returns_table(opened: OpenBook, view: FirmView, caller: Caller, words: DeskWords) -> Table:
    """The year's returns, the version that stands of each period, its main figures leading to where they were read."""
    assert view.month is not None
    of = sorted(opened.store.returns_of(view.firm.id), key=lambda one: one.version)
    last = {one.period: one for one in of}
    standing = [one for period, one in sorted(last.items()) if period.start.year == view.month.year]
    fields = _fields(view.firm.sector, standing)
    columns = (
        Column(head=words("filed.period"), kind="count"),
        *(Column(head=words.name(one.name), kind=_kind(one), unit=_unit(one, words)) for one in fields),
        Column(head=words("filed.number"), kind="count"),
        Column(head=words("filed.received"), kind="count"),
    )
    rows = tuple(_return_row(one, fields, caller) for one in standing)
    title = words("firm.returns_table", year=view.month.year)
    source = words("firms.published" if view.is_area else "firms.source")
    return Table(name="returns", title=title, columns=columns, rows=rows, source=source)


def _return_row(one: Return, fields: Sequence[Field], caller: Caller) -> tuple[Value | Cell, ...]:
    href = way_to(caller, "/returns/{reference}", named=one.reference, enterprise=one.enterprise)
    own = {fact.field: fact.value for fact in one.facts if fact.scope is Scope.PERIOD}
    figures = (Cell(value=own[field.code], href=href) if field.code in own else None for field in fields)
    received = one.received_at.astimezone(LOCAL).date().isoformat()
    return (Cell(value=str(one.period), href=href), *figures, f"v{one.version}", received)


def _fields(sector: str, filed: Iterable[Return]) -> list[Field]:
    """What the sector makes, then money and energy; only what was filed."""
    industry = sectors().get(sector)
    own = [one.code for one in dictionary().of_form(sector) if one.sectors == (sector,)]
    made = [industry.quantity, industry.output] if industry else own[:_OWN_FIELDS]
    found = {fact.field for one in filed for fact in one.facts if fact.scope is Scope.PERIOD}
    return [dictionary()[code] for code in dict.fromkeys((*made, *_FIRST)) if code in found]


def _kind(field: Field) -> Kind:
    return _KINDS.get(field.unit.dimension, "count")


def _unit(field: Field, words: DeskWords) -> str:
    """Beside a head: what its kind does not say already."""
    return _unit_name(field, words) if _kind(field) == "count" else ""


def _unit_name(field: Field, words: DeskWords) -> str:
    """The inner unit, in which figures are kept."""
    if field.unit.dimension in ("volume", "number"):
        return words(f"filed.unit.{field.unit.dimension}")
    return words.figures(f"dimension.{field.unit.dimension}")


def exactly(value: Decimal) -> str:
    """A figure as it was filed, with all the decimals it has.

    >>> exactly(Decimal("202837")), exactly(Decimal("0.8500"))
    ('202,837', '0.85')
    """
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return figure(value, max(0, -exponent) if isinstance(exponent, int) else 0)
