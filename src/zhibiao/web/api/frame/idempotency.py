"""Acts asked for twice under one `Idempotency-Key` are done once, and answered alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.errors import Conflict, InputRefused, UsageError
from zhibiao.store.access.repetitions import Asked, Before, Repetitions
from zhibiao.web.doors.caller import caller_of, desk_of

HEADER = "Idempotency-Key"
REPLAYED = "idempotency-replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_HANDED_ON = ("content-type", "location", "etag")
_LARGEST = 4_000_000


def key_of(request: Request) -> str:
    """The sender's key, "" without one; UsageError `api.key` for what is no key."""
    key = request.headers.get(HEADER, "").strip()
    if key.startswith('"') and key.endswith('"') and len(key) > 2:
        key = key[1:-1]
    if HEADER.lower() in request.headers and not _KEY.fullmatch(key):
        raise UsageError("api.key")
    return key


async def once(request: Request, path: str, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    """Serve, or answer as before.

    Raises:
        InputRefused: `dup.key_reused` for another request under the same key.
        Conflict: `api.in_flight` while the first one is at work.
    """
    key = key_of(request)
    if not key:
        return await handle(request)
    asked = Asked(person=caller_of(request).person.id, route=path, key=key, sha256=await _hash(request))
    if (before := await run_in_threadpool(_begin, request, asked)) is not None:
        return _again(before, key)
    try:
        response = await handle(request)
        body = bytes(response.body)
    except BaseException:
        await run_in_threadpool(_release, request, asked)
        raise
    if response.status_code >= 300 or len(body) > _LARGEST:
        await run_in_threadpool(_release, request, asked)
    else:
        await run_in_threadpool(_finish, request, asked, response, body)
    return response


async def _hash(request: Request) -> str:
    content = await request.body()
    return hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode() + content).hexdigest()


def _begin(request: Request, asked: Asked) -> Before | None:
    with desk_of(request).access() as access:
        return Repetitions(access.database).begin(asked, at=desk_of(request).clock.now())


def _finish(request: Request, asked: Asked, response: Response, body: bytes) -> None:
    headers = {name: response.headers[name] for name in _HANDED_ON if name in response.headers}
    with desk_of(request).access() as access:
        Repetitions(access.database).finish(asked, status=response.status_code, headers=headers, body=body)


def _release(request: Request, asked: Asked) -> None:
    with desk_of(request).access() as access:
        Repetitions(access.database).release(asked)


def _again(before: Before, key: str) -> Response:
    if not before.is_same:
        raise InputRefused("api.key_reused", key=key)
    if not before.status:
        raise Conflict("api.in_flight", key=key, seconds=2)
    return Response(before.body, status_code=before.status, headers={**before.headers, REPLAYED: "true"})
