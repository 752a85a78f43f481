"""The blank form of an enterprise for a month, with what the record already holds filled in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.intake.intake_filings import has_form
from zhibiao.assemble.intake import measures_for
from zhibiao.assemble.template import Desk, workbook_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.monthly.returns import Record
from zhibiao.monthly.template import sheet_name
from zhibiao.procedures.viewing import check_sight
from zhibiao.terms.period import Period
from zhibiao.web.doors.caller import book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import XLSX, attachment

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LONGEST = 40

router = page.router()


@router.get("/intake/template")
def template(request: Request, enterprise: str = "", month: str = "") -> Response:
    """The form as .xlsx; of an enterprise that is not the caller's there is none, whether it exists or not."""
    caller = caller_of(request)
    check_sight(caller.viewer, enterprise)
    period = _period(month)
    with book_of(request) as opened:
        if not has_form(opened.city, enterprise):
            raise NotFound("intake.no_form", enterprise=enterprise)
        own = opened.store.returns_of(enterprise)
        tolerances = measures_for(opened.city, opened).tolerances
        desk = Desk(city=opened.city, record=Record.of(own), tolerances=tolerances)
        content = workbook_of(desk, opened.city[enterprise], period, caller.lang)
    return attachment(content, name=f"{sheet_name(enterprise)}-{period}.xlsx", media_type=XLSX)


def _period(text: str) -> Period:
    try:
        found = Period.parse(text)
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR <= found.start.year <= _LAST_YEAR:
        raise UsageError("desk.month_unreadable", text=text[:_LONGEST])
    return found
