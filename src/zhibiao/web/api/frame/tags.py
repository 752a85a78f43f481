"""Tags of answers (ETag): of the book's state, who asks and what; who holds the same is answered 304."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from zhibiao import __version__
from zhibiao.terms.instant import LOCAL
from zhibiao.web.doors.caller import caller_of, desk_of

KEPT = "private, no-cache"
VARY = "Cookie, Authorization, Accept"


async def answered(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    """The answer with its tag, or 304 where the caller holds it already; a tag that the route gave itself stays."""
    tag = await run_in_threadpool(tag_of, request)
    headers = {"etag": tag, "cache-control": KEPT, "vary": VARY}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    response = await handle(request)
    if response.status_code == 200:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if is_held(request, response.headers["etag"]):
            return Response(status_code=304, headers={**headers, "etag": response.headers["etag"]})
    return response


def tag_of(request: Request) -> str:
    """The tag of an answer that follows from the book, the caller, the address and the day in China."""
    viewer, desk = caller_of(request).viewer, desk_of(request)
    with desk.book() as opened:
        state = desk.remembered(opened, ("api", "state"), lambda: secrets.token_hex(8))
    day = desk.clock.now().astimezone(LOCAL).date()
    who = viewer.person.id if viewer.person else ""
    accept = request.headers.get("accept", "")
    parts = (state, who, "/".join(viewer.viewpoints), str(request.url), accept, caller_of(request).lang, str(day))
    digest = hashlib.sha256("\n".join((*parts, __version__)).encode()).hexdigest()
    return f'"{digest[:32]}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether the caller says that it holds that answer."""
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in held or tag in held
