"""The one door of every route: who calls, whether the row of rights lets them, and whether the form is their own."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.resources import DATA
from zhibiao.errors import NotAllowed, NotYours
from zhibiao.readers.access_csv import read_rights
from zhibiao.terms.access import Reach, RouteRight
from zhibiao.web.doors.caller import Caller, desk_of, form_cookie, identify
from zhibiao.web.doors.objects import owners_of
from zhibiao.web.doors.sizes import limited

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
_OWN_SITE = frozenset({"same-origin", "none"})


@cache
def rights() -> dict[tuple[str, str], RouteRight]:
    """The table of rights."""
    return read_rights(DATA / "access")


class GuardedRoute(APIRoute):
    """A route that nobody reaches but through the table of rights; nothing of the body is read before."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the door."""
        handle = super().get_route_handler()
        path = self.path_format

        async def guarded(request: Request) -> Response:
            caller = await run_in_threadpool(identify, request)
            request.state.caller = caller
            try:
                await run_in_threadpool(admit, request, caller, path)
                request = limited(request)
                if request.method not in SAFE and not caller.is_program:
                    await check_form(request, caller)
                return await handle(request)
            except NotAllowed as error:
                await run_in_threadpool(note_refusal, request, caller, error)
                raise

        return guarded


def admit(request: Request, caller: Caller, path: str) -> None:
    """Let the caller through, or not.

    Raises:
        NotAllowed: `auth.sign_in` for the public, `auth.no_right` for others; a route without a row is nobody's.
        NotYours: `auth.not_found` where the thing named is another's, or is not there.
    """
    method = "GET" if request.method == "HEAD" else request.method
    right = rights().get((method, path))
    if right is None:
        raise NotAllowed("auth.no_right")
    reach = right.of(caller.viewer)
    if reach is Reach.NONE:
        raise NotAllowed("auth.sign_in" if caller.viewer.person is None else "auth.no_right")
    if reach is Reach.OWN and right.object != "-":
        with desk_of(request).book() as opened:
            owners = owners_of(right.object, opened, request.path_params)
        if owners is None or not owners or not all(caller.viewer.sees(owner) for owner in owners):
            raise NotYours("auth.not_found")


def note_refusal(request: Request, caller: Caller, error: NotAllowed) -> None:
    """Put on record what a person was refused, at the door or by the act; the public leaves no such trace."""
    if caller.viewer.person is None or error.code == "auth.wrong_password":
        return
    desk = desk_of(request)
    about = f"{request.method} {request.url.path}"
    person = caller.viewer.person.id
    with desk.access() as access:
        access.events.add(
            "refused", at=desk.clock.now(), person=person, about=about, address=caller.address, outcome=error.code
        )


async def check_form(request: Request, caller: Caller) -> None:
    """Refuse what another site made the browser send; NotAllowed `auth.csrf`.

    A browser says where a request comes from; besides, each form brings back the word of its session, and without one
    the word of a cookie that no other site can read.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if (site is not None and site not in _OWN_SITE) or (origin is not None and origin != own):
        raise NotAllowed("auth.csrf")
    word = caller.session.csrf if caller.session else request.cookies.get(form_cookie(request), "")
    given = request.headers.get(CSRF_HEADER, "")
    if not given and "form" in request.headers.get("content-type", ""):
        field = (await request.form()).get(CSRF_FIELD, "")
        given = field if isinstance(field, str) else ""
    if not word or not hmac.compare_digest(given.encode(), word.encode()):
        raise NotAllowed("auth.csrf")
