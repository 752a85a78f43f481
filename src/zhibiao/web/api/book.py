"""The book itself and who asks: what there is to ask about, and what this caller may see."""

from __future__ import annotations

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.months import sectors_of, years_of
from zhibiao.web.api.frame.answers import Words, answer
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("book")


class Ruled(BaseModel):
    """A sector and a plan year that the book has a rulebook for."""

    sector: str
    plan_year: int
    cap_t: int = Field(description="Tonnes put into the ledger as the year's cap; 0 while none is.")
    open_month: str = Field(description="The month to be closed next; empty where none is open.")
    is_closed: bool


class BookFacts(BaseModel):
    """A book in a few facts."""

    city: str
    name: Words
    authority: Words
    note: Words
    language: str
    ruled: list[Ruled]
    cooling_off_hours: int | None
    cooling_off_above_t: int | None


class Me(BaseModel):
    """Who asks."""

    person: str
    name: str
    roles: list[str]
    enterprises: list[str] | None = Field(description="Whose figures may be seen; null for everyone's.")


@subject.reads("/book", BookFacts)
def show_book(request: Request) -> Response:
    """What the book is about, and which years it has rules and a ledger for."""
    with book_of(request) as opened:
        city, settings = opened.city, opened.folder.settings
        books = [
            opened.store.book(sector=sector, plan_year=year)
            for sector in sectors_of(opened)
            for year in years_of(opened, sector)
        ]
        waits = settings.cooling_off
        facts = BookFacts(
            city=city.id,
            name=Words(zh=city.name.zh, en=city.name.en),
            authority=Words(zh=city.authority.zh, en=city.authority.en),
            note=Words(zh=city.note.zh, en=city.note.en),
            language=settings.language,
            ruled=[
                Ruled(
                    sector=one.sector,
                    plan_year=one.plan_year,
                    cap_t=one.cap,
                    open_month=one.open_month,
                    is_closed=one.is_closed,
                )
                for one in books
            ],
            cooling_off_hours=waits.hours if waits else None,
            cooling_off_above_t=waits.above_t if waits else None,
        )
        return answer(facts.model_dump(), marks_of(request, opened))


@subject.reads("/me", Me)
def show_me(request: Request) -> Response:
    """The person behind the token or session, with roles and reach."""
    caller = caller_of(request)
    viewer, person = caller.viewer, caller.person
    me = Me(
        person=person.id,
        name=person.name,
        roles=[role.value for role in person.roles],
        enterprises=None if viewer.enterprises is None else sorted(viewer.enterprises),
    )
    with book_of(request) as opened:
        return answer(me.model_dump(), marks_of(request, opened))
