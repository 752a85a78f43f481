"""One page: its tables shown, or taken away where the address asks for a file of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.own_head import head_for
from zhibiao.errors import NotFound
from zhibiao.web.doors.caller import caller_of, desk_of
from zhibiao.web.doors.guard import GuardedRoute
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.downloads import XLSX, as_csv, as_xlsx, attachment
from zhibiao.web.frame.render import render
from zhibiao.web.frame.tables import Table, shown
from zhibiao.web.frame.words import DeskWords


def router() -> APIRouter:
    """A router whose routes nobody reaches but through the table of rights."""
    return APIRouter(route_class=GuardedRoute, default_response_class=Response)


def show(
    request: Request,
    template: str,
    opened: OpenBook,
    *,
    title: str,
    tables: Sequence[Table] = (),
    charts: Sequence[Chart] = (),
    marks: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """The page as HTML; with `?as=csv&table=NAME` or `?as=xlsx` the same tables, equally filtered, as a file.

    Args:
        request: whose caller sees it.
        template: of the page.
        opened: the book it is about, for its marks and its note.
        title: of the page.
        tables: by name in the template as `tables.NAME`; the tables of charts are among the files too.
        charts: by name in the template as `charts.NAME`.
        marks: more marks than code version and ledger head, such as `rulebook` and `decision`.
        values: what else the template needs.

    Raises:
        NotFound: `desk.no_table` for a file of a table that the page does not have.
    """
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    everything = {table.name: table for table in (*tables, *(chart.table for chart in charts))}
    shown_marks = {words("mark.code"): opened.marks()["code_version"]}
    shown_marks |= {words("mark.head"): head_for(opened, caller.viewer)}
    shown_marks |= {words(f"mark.{name}"): value for name, value in (marks or {}).items()}
    wanted = request.query_params.get("as", "")
    if wanted in ("csv", "xlsx"):
        return _taken(request, everything, words, wanted=wanted, marks=shown_marks)
    return render(
        request,
        template,
        title=title,
        tables={table.name: table for table in tables},
        charts={chart.name: chart for chart in charts},
        marks=shown_marks,
        note=words.name(opened.city.note),
        renewing=_renewing(request, opened, words),
        city=words.name(opened.city.name),
        **values,
    )


def _renewing(request: Request, opened: OpenBook, words: DeskWords) -> str:
    """What a page says that shows figures of the book as it stood before; nothing where all are of the present."""
    instant = desk_of(request).stands_for(opened)
    return words("renewing", day=shown(instant, "instant", words)) if instant else ""


def _taken(
    request: Request, tables: Mapping[str, Table], words: DeskWords, *, wanted: str, marks: Mapping[str, str]
) -> Response:
    name = request.query_params.get("table", "")
    chosen = [tables[name]] if name in tables else list(tables.values()) if not name else []
    if not chosen:
        raise NotFound("desk.no_table", table=name, known="、".join(tables))
    stem = f"zhibiao-{name or 'page'}"
    if wanted == "csv":
        return attachment(as_csv(chosen[0], words), name=f"{stem}.csv", media_type="text/csv; charset=utf-8")
    content = as_xlsx(chosen, words, marks=marks, at=desk_of(request).clock.now())
    return attachment(content, name=f"{stem}.xlsx", media_type=XLSX)
