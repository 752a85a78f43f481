"""One's own page: password, sessions, tokens for programs; and the password again before grave acts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.access.accounts import common_passwords
from zhibiao.errors import NotAllowed, TooMany, UsageError, ZhibiaoError
from zhibiao.procedures.access.change_password import change_password
from zhibiao.procedures.access.confirm import confirm
from zhibiao.procedures.access.passwords import SHORTEST
from zhibiao.procedures.access.sessions import end_other_sessions
from zhibiao.procedures.access.tokens import MOST_DAYS, make_token, revoke_token
from zhibiao.store.access.sessions import IDLE, LONGEST, Session
from zhibiao.terms.account import Scope
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.doors.home import own_path
from zhibiao.web.doors.recent import check_human, check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.access.sign_in import Field, door, form, go, refusal, signed_in

router = page.router()
DONE = ("password", "sessions_ended", "token_revoked")


@router.get("/account")
def account(request: Request, done: str = "") -> Response:
    """Who I am here, where I have signed in, and which programs act for me."""
    return _account(request, done=done)


@router.post("/account/password")
def password_(request: Request, old: Field = "", new: Field = "") -> Response:
    """Change the password."""
    caller, session = _own(request)
    try:
        change_password(door(request), caller.person, old=old, new=new, session=session.key, common=common_passwords())
    except (UsageError, NotAllowed, TooMany) as error:
        return _account(request, error)
    return go("/account?done=password")


@router.post("/account/sessions/end")
def end_sessions(request: Request) -> Response:
    """End every other session."""
    caller, session = _own(request)
    end_other_sessions(door(request), caller.person.id, session=session.key)
    return go("/account?done=sessions_ended")


@router.post("/account/tokens")
def make(
    request: Request, name: Field = "", days: Field = "90", scopes: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Make a token; its word is in this one answer and nowhere else."""
    caller, _ = _own(request)
    check_recent(caller, desk_of(request).clock)
    chosen = [scope for scope in Scope if scope.value in (scopes or [])]
    try:
        number = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
        word = make_token(door(request), caller.person, name=name, scopes=chosen, days=number)
    except UsageError as error:
        return _account(request, error)
    return _account(request, made=word)


@router.post("/account/tokens/{number}/revoke")
def revoke(request: Request, number: int) -> Response:
    """End a token of one's own."""
    caller, _ = _own(request)
    revoke_token(door(request), caller.person, number)
    return go("/account?done=token_revoked")


@router.get("/confirm")
def confirm_page(request: Request, next: str = "") -> Response:  # noqa: A002 - the name in the address
    """The password again."""
    return form(request, "confirm.html", title="confirm.title", next=own_path(next))


@router.post("/confirm")
def confirm_(request: Request, password: Field = "", next: Field = "") -> Response:  # noqa: A002
    """Begin a session anew, and go back to where one was."""
    caller, session = _own(request)
    try:
        word = confirm(door(request), caller.person.id, password=password, session=session.key)
    except (NotAllowed, TooMany) as error:
        return form(request, "confirm.html", error, title="confirm.title", next=own_path(next))
    return signed_in(request, caller.person.id, word, own_path(next))


def _own(request: Request) -> tuple[Caller, Session]:
    """The caller with the session of the browser; a program keeps no account."""
    caller = caller_of(request)
    check_human(caller)
    if caller.session is None:
        raise NotAllowed("auth.sign_in")
    return caller, caller.session


def _account(request: Request, error: ZhibiaoError | None = None, *, done: str = "", made: str = "") -> Response:
    caller, session = _own(request)
    desk, words = desk_of(request), DeskWords(caller.lang)
    now = desk.clock.now()
    with desk.access() as access:
        sessions = [one for one in access.sessions.of(caller.person.id) if _lasts(one, now)]
        tokens = access.tokens.of(caller.person.id)
    with book_of(request) as opened:
        answer = page.show(
            request,
            "account.html",
            opened,
            title=words("account.title", name=caller.person.name),
            sessions=sessions,
            this=session,
            tokens=tokens,
            now=now,
            made=made,
            done=done if done in DONE else "",
            refused=None if error is None else refusal(error, words),
            least=SHORTEST,
            most_days=MOST_DAYS,
        )
    if error is not None:
        answer.status_code = error.http_status
    return answer


def _lasts(session: Session, now: dt.datetime) -> bool:
    return now - session.seen_at <= IDLE and now - session.begun_at <= LONGEST
