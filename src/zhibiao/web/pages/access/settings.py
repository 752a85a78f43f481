"""*Settings*: what this book is, who acts in it, which rules hold, and who may see and do what."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, sector_of
from zhibiao.errors import InputRefused
from zhibiao.procedures.access.people import KEEPS_PEOPLE
from zhibiao.terms.access import VIEWPOINTS, Reach
from zhibiao.terms.account import PassKind
from zhibiao.terms.authority import Person
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.doors.guard import rights
from zhibiao.web.frame import page
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords

router = page.router()
DONE = ("person_added", "person_changed", "disabled", "enabled")
_MARKS = {"active": "green", "invited": "blue", "none": "orange", "disabled": "red"}


@router.get("/settings")
def settings(request: Request, done: str = "") -> Response:
    """Everything on one page; whoever may not change it reads it."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        tables = [_people(request, opened, caller, words), _book(opened, words), _rules(opened, words), _rights(words)]
        return page.show(
            request,
            "settings.html",
            opened,
            title=words("place.settings"),
            tables=tables,
            done=done if done in DONE else "",
            keeps=keeps_people(caller),
            sees_log=sees_log(caller),
        )


def keeps_people(caller: Caller) -> bool:
    """Whether the caller may change people; the act asks again."""
    return caller.viewer.person is not None and bool(KEEPS_PEOPLE & set(caller.viewer.person.roles))


def sees_log(caller: Caller) -> bool:
    """Whether the log is the caller's to read."""
    return rights()["GET", "/settings/log"].of(caller.viewer) is not Reach.NONE


def roles_said(person: Person, words: DeskWords) -> str:
    """A person's roles in words."""
    return words("people.and").join(words(f"role.{role.value}") for role in person.roles)


def states_of(request: Request) -> dict[str, str]:
    """How each person stands who has an account or an invitation: active, disabled or invited."""
    desk = desk_of(request)
    with desk.access() as access:
        states = dict.fromkeys(access.passes.waiting(PassKind.JOIN, at=desk.clock.now()), "invited")
        states |= {one.person: "disabled" if one.disabled_at else "active" for one in access.accounts.all()}
    return states


def _people(request: Request, opened: OpenBook, caller: Caller, words: DeskWords) -> Table:
    states, keeps = states_of(request), keeps_people(caller)
    rows = []
    for person in opened.folder.settings.people:
        state = states.get(person.id, "none")
        href = f"/settings/people/{person.id}" if keeps and person != caller.viewer.person else ""
        own = [opened.city.enterprises[one].name for one in (person.enterprise,) if one in opened.city.enterprises]
        rows.append(
            (
                Cell(value=person.name, href=href),
                person.id,
                roles_said(person, words),
                own[0] if own else person.group or None,
                Cell(value=words(f"people.state.{state}"), mark=_MARKS[state]),
            )
        )
    columns = (
        Column(head=words("people.name")),
        Column(head=words("people.id"), kind="code"),
        Column(head=words("people.roles")),
        Column(head=words("people.whose")),
        Column(head=words("people.state")),
    )
    return Table(name="people", title=words("people.title"), columns=columns, rows=tuple(rows))


def _book(opened: OpenBook, words: DeskWords) -> Table:
    held = opened.folder.settings
    waits = words("book_facts.no_wait")
    if held.cooling_off is not None:
        waits = words("book_facts.waits", hours=held.cooling_off.hours, above=f"{held.cooling_off.above_t:,}")
    rows = (
        (words("book_facts.city"), words.name(opened.city.name)),
        (words("book_facts.authority"), words.name(opened.city.authority)),
        (words("book_facts.language"), words(f"book_facts.language.{held.language}")),
        (words("book_facts.store"), words("book_facts.server" if held.store_url else "book_facts.file")),
        (words("book_facts.cooling_off"), waits),
    )
    columns = (Column(head=words("about.what")), Column(head=words("about.value")))
    return Table(name="facts", title=words("book_facts.title"), columns=columns, rows=rows)


def _rules(opened: OpenBook, words: DeskWords) -> Table:
    columns = (
        Column(head=words("rulebooks.name")),
        Column(head=words("filter.sector")),
        Column(head=words("rulebooks.year")),
        Column(head="SHA-256", kind="code"),
    )
    rows = tuple(_rulebook(opened, sector, year, words) for sector, year in sorted(opened.rulebooks))
    return Table(name="rulebooks", title=words("rulebooks.title"), columns=columns, rows=rows)


def _rulebook(opened: OpenBook, sector: str, year: int, words: DeskWords) -> tuple[Value | Cell, ...]:
    name = words.name(sector_of(sector).name)
    try:
        rulebook = opened.rulebook(sector, year)
    except InputRefused as error:  # the others still hold
        return Cell(value=catalogue().what(error.code, words.lang, error.facts), mark="red"), name, str(year), None
    return words.name(rulebook.title), name, str(year), rulebook.source_sha256


def _rights(words: DeskWords) -> Table:
    rows = tuple(
        (f"{method} {path}", *(words(f"reach.{right.reach[viewpoint].name.lower()}") for viewpoint in VIEWPOINTS))
        for (method, path), right in sorted(rights().items(), key=lambda item: (item[0][1], item[0][0]))
    )
    columns = (
        Column(head=words("rights.route"), kind="code"),
        *(Column(head=words(f"role.{viewpoint}")) for viewpoint in VIEWPOINTS),
    )
    note = words("rights.note")
    return Table(name="rights", title=words("rights.title"), columns=columns, rows=rows, note=note)
