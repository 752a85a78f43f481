"""Months and their assessments (研判)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.firms.firm import assessment_of
from zhibiao.assemble.desk.months import months_with_returns, sectors_of
from zhibiao.terms.period import Month
from zhibiao.web.api.frame.answers import Plain, Words, answer
from zhibiao.web.api.frame.asked import ListAsked, MonthText
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, desk_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("assessments")


class MonthRow(BaseModel):
    """A sector and month for which returns have come."""

    sector: str
    month: str
    is_ruled: bool
    is_closed: bool


class MonthsAsked(ListAsked):
    """Of the list of months."""

    sector: str = ""
    sort: Literal["month", "-month", "sector", "-sector"] = "-month"


class Assessment(Plain):
    """A month of one sector: verdict, city, every enterprise; as `zhibiao assess --json` prints it."""

    month: str
    sector: str
    city_name: Words | None = None


@subject.lists("/assessments", MonthRow)
def list_months(request: Request, asked: Annotated[MonthsAsked, Query()]) -> Response:
    """Months that can be assessed, the latest first."""
    with book_of(request) as opened:
        rows = []
        for sector in sectors_of(opened):
            closed = set(opened.store.closed_months(sector=sector))
            for month in months_with_returns(opened, sector):
                is_ruled = (sector, month.year) in opened.rulebooks
                rows.append(
                    MonthRow(sector=sector, month=str(month), is_ruled=is_ruled, is_closed=str(month) in closed)
                )
        rows = [row for row in rows if asked.sector in ("", row.sector)]
        keys = {"month": lambda row: row.month, "sector": lambda row: row.sector}
        ident = lambda row: f"{row.sector} {row.month}"  # noqa: E731
        return listed(request, opened, asked, rows, row=lambda row: row, keys=keys, ident=ident)


@subject.reads("/assessments/{sector}/{month}", Assessment)
def show_assessment(request: Request, sector: Annotated[str, Path(max_length=40)], month: MonthText) -> Response:
    """Assess a month: pace, forecast, verdicts."""
    with book_of(request) as opened:
        assessed = assessment_of(desk_of(request), opened, sector, Month.parse(month))
        return answer(assessed.plain(), marks_of(request, opened, rulebook_sha256=assessed.rulebook_sha256))
