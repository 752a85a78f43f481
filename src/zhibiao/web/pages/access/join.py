"""Doors that open once: the first administrator's set-up, an invitation, a sign-in link of the demo."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.access.accounts import common_passwords
from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.procedures.access.first_administrator import set_up
from zhibiao.procedures.access.invite import join
from zhibiao.procedures.access.passes import look_at_pass, sign_in_by_link
from zhibiao.procedures.access.passwords import SHORTEST
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.account import PassKind
from zhibiao.web.doors.caller import book_of
from zhibiao.web.frame import page
from zhibiao.web.pages.access.sign_in import Field, door, form, signed_in

router: APIRouter = page.router()


@router.get("/setup")
def setup_page(request: Request, code: str = "") -> Response:
    """The form of the first administrator; not there without the word from the console."""
    look_at_pass(door(request), PassKind.SETUP, code)
    return _setup(request, code)


@router.post("/setup")
def setup(request: Request, code: Field = "", person: Field = "", name: Field = "", password: Field = "") -> Response:
    """Write the first administrator down."""
    who = Person(id=person.strip(), name=name.strip(), roles=(Role.ADMINISTRATOR,))
    with book_of(request) as opened:
        city = opened.city
    try:
        word = set_up(door(request), code, who, password, city=city, common=common_passwords())
    except NotFound:
        raise
    except (UsageError, ActRefused) as error:
        return _setup(request, code, error, person=person, name=name)
    return signed_in(request, who.id, word)


@router.get("/join")
def join_page(request: Request, code: str = "") -> Response:
    """The form for a password of one's own; without a code, the form for the code."""
    if not code:
        return form(request, "join.html", title="join.title", code="", who="", least=SHORTEST)
    return _join(request, code)


@router.post("/join")
def join_(request: Request, code: Field = "", password: Field = "") -> Response:
    """Set the password, and sign in."""
    try:
        person, word = join(door(request), code, password, common=common_passwords())
    except UsageError as error:
        return _join(request, code, error)
    return signed_in(request, person, word)


@router.get("/link")
def link_page(request: Request, code: str = "") -> Response:
    """One button: opening a link changes nothing yet, whoever opens it first."""
    here = door(request)
    person = here.people.get(look_at_pass(here, PassKind.LINK, code).person)
    if person is None:
        raise NotFound("auth.pass_unknown")
    return form(request, "link.html", title="sign_in.title", code=code, who=person.name)


@router.post("/link")
def link(request: Request, code: Field = "") -> Response:
    """Sign in, once."""
    here = door(request)
    person = look_at_pass(here, PassKind.LINK, code).person
    return signed_in(request, person, sign_in_by_link(here, code))


def _setup(
    request: Request, code: str, error: UsageError | ActRefused | None = None, *, person: str = "", name: str = ""
) -> Response:
    return form(
        request,
        "setup.html",
        error,
        title="setup.title",
        code=code,
        person_id=person,
        name=name,
        least=SHORTEST,
    )


def _join(request: Request, code: str, error: UsageError | None = None) -> Response:
    here = door(request)
    person = here.people.get(look_at_pass(here, PassKind.JOIN, code).person)
    if person is None:
        raise NotFound("auth.pass_unknown")
    return form(request, "join.html", error, title="join.title", code=code, who=person.name, least=SHORTEST)
