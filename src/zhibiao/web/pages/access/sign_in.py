"""Signing in and out, and the choice of the language."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import NotAllowed, TooMany, ZhibiaoError
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.access.sign_in import sign_in, sign_out
from zhibiao.procedures.viewing import viewer_of
from zhibiao.web.doors.caller import (
    LANGUAGE_COOKIE,
    address_of,
    book_of,
    caller_of,
    desk_of,
    form_cookie,
    session_cookie,
)
from zhibiao.web.doors.home import home_of, own_path
from zhibiao.web.frame import page
from zhibiao.web.frame.render import render
from zhibiao.web.frame.words import DeskWords

router = page.router()
_YEAR_S = 31_536_000
Field = Annotated[str, Form()]


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """The form; whoever has signed in already goes on."""
    caller = caller_of(request)
    if caller.session is not None:
        return go(own_path(next) or home_of(caller.viewer))
    return form(request, "sign_in.html", title="sign_in.title", next=own_path(next), person_id="")


@router.post("/sign-in")
def sign_in_(request: Request, person: Field = "", password: Field = "", next: Field = "") -> Response:  # noqa: A002
    """Sign in, and go where one wanted to."""
    try:
        word = sign_in(door(request), person.strip(), password)
    except (NotAllowed, TooMany) as error:
        return form(request, "sign_in.html", error, title="sign_in.title", next=own_path(next), person_id=person)
    old = caller_of(request).session
    if old is not None:
        sign_out(door(request), old.person, old.key)
    return signed_in(request, person.strip(), word, own_path(next))


@router.post("/sign-out")
def sign_out_(request: Request) -> Response:
    """End the session, on the server and in the browser."""
    session = caller_of(request).session
    if session is not None:
        sign_out(door(request), session.person, session.key)
    answer = go("/sign-in")
    answer.delete_cookie(session_cookie(request), secure=_is_https(request), httponly=True, samesite="lax")
    return answer


@router.get("/language")
def language(request: Request, to: str = "", next: str = "") -> Response:  # noqa: A002 - the name in the address
    """Remember the language in the browser, and go back."""
    answer = go(own_path(next) or home_of(caller_of(request).viewer))
    answer.set_cookie(
        LANGUAGE_COOKIE, "en" if to == "en" else "zh", max_age=_YEAR_S, secure=_is_https(request), samesite="lax"
    )
    return answer


def door(request: Request) -> Door:
    """The door for a request."""
    return door_of(desk_of(request), address=address_of(request))


def go(path: str) -> RedirectResponse:
    """To another page, by GET."""
    return RedirectResponse(path, status_code=303)


def signed_in(request: Request, person: str, word: str, path: str = "") -> Response:
    """Hand the browser its new session, and lead it on: to a path of ours, or to the person's first page."""
    with book_of(request) as opened:
        viewer = viewer_of(desk_of(request).person(opened, person), opened.city)
    answer = go(path or home_of(viewer))
    answer.set_cookie(session_cookie(request), word, secure=_is_https(request), httponly=True, samesite="lax")
    answer.delete_cookie(form_cookie(request), secure=_is_https(request), httponly=True, samesite="strict")
    return answer


def form(request: Request, template: str, error: ZhibiaoError | None = None, *, title: str, **values: Any) -> Response:
    """A form of somebody without a session, with what was refused the last time, and its word as a cookie."""
    words = DeskWords(caller_of(request).lang)
    word = request.cookies.get(form_cookie(request), "") or secrets.token_urlsafe(32)
    answer = render(
        request,
        template,
        status=200 if error is None else error.http_status,
        title=words(title),
        form_word=word,
        refused=None if error is None else refusal(error, words),
        **values,
    )
    answer.set_cookie(form_cookie(request), word, secure=_is_https(request), httponly=True, samesite="strict")
    if isinstance(error, TooMany):
        answer.headers["retry-after"] = str(error.facts["seconds"])
    return answer


def refusal(error: ZhibiaoError, words: DeskWords) -> dict[str, str]:
    """What was refused and what to do, in words."""
    return {
        "what": catalogue().what(error.code, words.lang, error.facts),
        "hint": catalogue().hint(error.code, words.lang, error.facts),
    }


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
