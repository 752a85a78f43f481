"""People of the settings: write down a new one, change another's roles, invite, disable."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.errors import ActRefused, NotAllowed, NotFound, UsageError, ZhibiaoError
from zhibiao.procedures.access.disable import disable, enable
from zhibiao.procedures.access.invite import invite
from zhibiao.procedures.access.passes import LASTS
from zhibiao.procedures.access.people import add_person, change_person
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.account import PassKind
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.doors.recent import check_human, check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.access.settings import states_of
from zhibiao.web.pages.access.sign_in import Field, door, go, refusal

router = page.router()
Roles = Annotated[list[str] | None, Form()]
_NOBODY = Person(id="", name="", roles=())


@router.get("/settings/people")
def new_page(request: Request) -> Response:
    """The form for a new person."""
    return _form(request, _NOBODY, is_new=True)


@router.post("/settings/people")
def add(
    request: Request,
    person: Field = "",
    name: Field = "",
    roles: Roles = None,
    enterprise: Field = "",
    group: Field = "",
) -> Response:
    """Write a new person down."""
    caller = _keeper(request)
    new = _person(person.strip(), name, roles, enterprise, group)
    with book_of(request) as opened:
        city = opened.city
    try:
        add_person(door(request), caller.person, new, city)
    except (UsageError, ActRefused) as error:
        return _form(request, new, error, is_new=True)
    return go(f"/settings/people/{new.id}?done=person_added")


@router.get("/settings/people/{person}")
def person_page(request: Request, person: str, done: str = "") -> Response:
    """One person: what is written of them, and what may be done."""
    return _form(request, _find(request, person), done=done)


@router.post("/settings/people/{person}")
def change(
    request: Request, person: str, name: Field = "", roles: Roles = None, enterprise: Field = "", group: Field = ""
) -> Response:
    """Write down something else of a person."""
    caller = _keeper(request)
    changed = _person(person, name, roles, enterprise, group)
    with book_of(request) as opened:
        city = opened.city
    try:
        change_person(door(request), caller.person, changed, city)
    except UsageError as error:
        return _form(request, changed, error)
    return go(f"/settings/people/{person}?done=person_changed")


@router.post("/settings/people/{person}/invite")
def invite_(request: Request, person: str) -> Response:
    """A code for a password; it is in this one answer and nowhere else."""
    caller = _keeper(request)
    code = invite(door(request), caller.person, person)
    return _form(request, _find(request, person), code=code)


@router.post("/settings/people/{person}/disable")
def disable_(request: Request, person: str) -> Response:
    """Shut a person out, at once."""
    disable(door(request), _keeper(request).person, person)
    return go(f"/settings/people/{person}?done=disabled")


@router.post("/settings/people/{person}/enable")
def enable_(request: Request, person: str) -> Response:
    """Let a person sign in again."""
    enable(door(request), _keeper(request).person, person)
    return go(f"/settings/people/{person}?done=enabled")


def _keeper(request: Request) -> Caller:
    caller = caller_of(request)
    check_human(caller)
    check_recent(caller, desk_of(request).clock)
    return caller


def _find(request: Request, person: str) -> Person:
    with book_of(request) as opened:
        found = desk_of(request).person(opened, person)
    if found is None:
        raise NotFound("auth.person_unknown", person=person)
    return found


def _person(person: str, name: str, roles: list[str] | None, enterprise: str, group: str) -> Person:
    chosen = tuple(role for role in Role if role.value in (roles or []))
    return Person(id=person, name=name.strip(), roles=chosen, enterprise=enterprise, group=group)


def _form(
    request: Request,
    person: Person,
    error: ZhibiaoError | None = None,
    *,
    is_new: bool = False,
    code: str = "",
    done: str = "",
) -> Response:
    caller = caller_of(request)
    if person.id and caller.viewer.person is not None and person.id == caller.viewer.person.id:
        raise NotAllowed("auth.own_roles")
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        answer = page.show(
            request,
            "person.html",
            opened,
            title=words("people.add") if is_new else person.name,
            who=person,
            is_new=is_new,
            state="" if is_new else states_of(request).get(person.id, "none"),
            all_roles=list(Role),
            enterprises=[(one.id, words.name(one.name)) for one in opened.city],
            groups=sorted({one.group for one in opened.city if one.group}),
            refused=None if error is None else refusal(error, words),
            code=code,
            join_at=f"{request.url.scheme}://{request.url.netloc}/join",
            hours=int(LASTS[PassKind.JOIN].total_seconds() // 3600),
            done=done if done in ("person_added", "person_changed", "disabled", "enabled") else "",
        )
    if error is not None:
        answer.status_code = error.http_status
    return answer
