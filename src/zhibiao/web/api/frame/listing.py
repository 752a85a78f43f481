"""Lists: sorted by what may be sorted by, cut into pages, as JSON or as a file of all rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.errors import InputRefused
from zhibiao.readers.wording import nearest
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.web.api.frame import answers, cursors
from zhibiao.web.api.frame.asked import ListAsked
from zhibiao.web.doors.caller import desk_of
from zhibiao.web.frame.downloads import XLSX, as_csv, as_xlsx, attachment
from zhibiao.web.frame.marks import marks_of
from zhibiao.web.frame.tables import Column, Kind, Table, Value
from zhibiao.web.frame.words import DeskWords

T = TypeVar("T")
R = TypeVar("R", bound=BaseModel)

CSV = "text/csv"
MOST_ROWS = 100_000


class Page(BaseModel, Generic[R]):
    """One page of a list."""

    items: list[R]
    next: str | None
    total: int


def listed(
    request: Request,
    opened: OpenBook,
    asked: ListAsked,
    items: Sequence[T],
    *,
    row: Callable[[T], BaseModel],
    keys: Mapping[str, Callable[[T], str | int]],
    ident: Callable[[T], str | int],
    remembered: Callable[[str, Callable[[], list[T]]], list[T]] = lambda _, make: make(),
) -> Response:
    """A list as it was asked for.

    Args:
        request: whose address says which form is wanted, by suffix or by `Accept`.
        opened: the book, for the marks.
        asked: page, sort and fields; a `sort` is one of `keys`, with a minus before it for the other way round.
        items: everything that the caller may see and the filters leave.
        row: an item as it is shown.
        keys: what may be sorted by.
        ident: what tells items apart that are alike in the key.
        remembered: keeps the ordered list under the name of its order, where many ask for the same long one.
    """
    sort: str = getattr(asked, "sort", "")
    by = keys[sort.removeprefix("-")]

    def key(item: T) -> cursors.Key:
        return by(item), ident(item)

    is_down = sort.startswith("-")
    ordered = remembered(sort, lambda: sorted(items, key=key, reverse=is_down))
    if (kind := _file_wanted(request)) is not None:
        return _file(request, opened, asked, ordered, row=row, kind=kind)
    if asked.cursor and ordered:
        after = cursors.read(sort, asked.cursor, key(ordered[0]))
        ordered = ordered[_first(ordered, lambda item: key(item) < after if is_down else key(item) > after) :]
    shown, rest = ordered[: asked.limit], ordered[asked.limit :]
    following = cursors.written(sort, key(shown[-1])) if rest else None
    names = _fields(asked, type(row(shown[0]))) if shown else frozenset()
    rows = [_plain(row(item), names) for item in shown]
    headers = {"link": f'<{_address(request, following)}>; rel="next"'} if following else {}
    result = {"items": rows, "next": following, "total": len(items)}
    return answers.answer(result, marks_of(request, opened), headers=headers)


def _first(ordered: Sequence[T], is_behind: Callable[[T], bool]) -> int:
    """The place of the first item behind a cursor; all that follow it are behind it too."""
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_behind(ordered[middle]) else (middle + 1, high)
    return low


def _address(request: Request, cursor: str) -> str:
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*pairs, ('cursor', cursor)])}"


def _plain(row: BaseModel, names: frozenset[str]) -> dict[str, Any]:
    return row.model_dump(mode="json", include=set(names) or None)


def _fields(asked: ListAsked, model: type[BaseModel]) -> frozenset[str]:
    """The fields asked for; InputRefused for one that the rows do not have."""
    names = [name.strip() for name in asked.fields.split(",") if name.strip()]
    findings = [
        Finding(
            code="api.unknown_field",
            severity=Severity.REJECT,
            place=Place(field="query/fields"),
            facts={
                "key": name[:80],
                "path": "query/fields",
                "nearest": nearest(name[:80], [*model.model_fields]) or "—",
            },
        )
        for name in names
        if name not in model.model_fields
    ]
    if findings:
        raise InputRefused("api.refused", findings, count=len(findings))
    return frozenset(names)


def _file_wanted(request: Request) -> str | None:
    """csv or xlsx, where the address ends so or `Accept` names nothing else first."""
    for suffix in ("csv", "xlsx"):
        if request.url.path.endswith(f".{suffix}"):
            return suffix
    first = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip()
    return {CSV: "csv", XLSX: "xlsx"}.get(first)


def _file(
    request: Request,
    opened: OpenBook,
    asked: ListAsked,
    items: Sequence[T],
    *,
    row: Callable[[T], BaseModel],
    kind: str,
) -> Response:
    if len(items) > MOST_ROWS:
        raise InputRefused("api.too_many_rows", count=len(items), most=MOST_ROWS)
    words, route = DeskWords(asked.lang), request.scope["route"]
    rows = [row(item) for item in items]
    model = route.endpoint.row
    chosen = _fields(asked, model)
    table = _table(model, rows, words, chosen=chosen, name=route.endpoint.__name__, request=request)
    if kind == "csv":
        return attachment(as_csv(table, words), name=f"{table.name}.csv", media_type=f"{CSV}; charset=utf-8")
    marks = {name: str(value) for name, value in marks_of(request, opened).items()}
    content = as_xlsx([table], words, marks=marks, at=desk_of(request).clock.now())
    return attachment(content, name=f"{table.name}.xlsx", media_type=XLSX)


def _table(
    model: type[BaseModel],
    rows: Sequence[BaseModel],
    words: DeskWords,
    *,
    chosen: frozenset[str],
    name: str,
    request: Request,
) -> Table:
    """The rows under the very names that JSON gives them, units included."""
    names = [field for field in model.model_fields if not chosen or field in chosen]
    kinds: dict[str, Kind] = {field: _kind(model.model_fields[field].annotation) for field in names}
    filters = {key: value for key, value in request.query_params.items() if key not in ("limit", "cursor", "lang")}
    return Table(
        name=name,
        title=words(f"api.op.{name}"),
        columns=tuple(Column(head=field, kind=kinds[field]) for field in names),
        rows=tuple(tuple(_value(getattr(row, field), words) for field in names) for row in rows),
        filters=filters,
    )


def _kind(annotation: Any) -> Kind:
    return "count" if annotation in (int, int | None) else "text"


def _value(value: Any, words: DeskWords) -> Value:
    if isinstance(value, answers.Words):
        return value.zh if words.lang == "zh" else value.en
    if isinstance(value, BaseModel):
        return json.dumps(value.model_dump(mode="json"), ensure_ascii=False)
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None or isinstance(value, (int, Decimal)) else str(value)
