"""A route of the interface behind the door: strict bodies, repetition by key, and tags of what was seen before."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.errors import InputRefused, NotFound, UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.web.api.frame import idempotency, strict_json, tags
from zhibiao.web.doors.caller import caller_of, desk_of
from zhibiao.web.doors.guard import SAFE, GuardedRoute
from zhibiao.web.doors.problems import MediaRefused
from zhibiao.web.doors.recent import check_recent

JSON = "application/json"
Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class _Inner(APIRoute):
    """What happens behind the door: `GuardedRoute` finds this handler where it looks for FastAPI's own."""

    def get_route_handler(self) -> Handle:
        """The handler with what every route of the interface does."""
        handle = super().get_route_handler()
        accepts: tuple[str, ...] = getattr(self.endpoint, "accepts", ())
        accepts = accepts or ((JSON,) if self.body_field is not None else ())
        is_tagged: bool = getattr(self.endpoint, "is_tagged", True)
        is_keyed: bool = getattr(self.endpoint, "is_keyed", True)
        is_grave: bool = getattr(self.endpoint, "is_grave", False)
        path = self.path_format

        async def served(request: Request) -> Response:
            check_address(request)
            if request.method in SAFE:
                return await (tags.answered(request, handle) if is_tagged else handle(request))
            if is_grave:
                check_recent(caller_of(request), desk_of(request).clock)
            await check_body(request, accepts)
            return await (idempotency.once(request, path, handle) if is_keyed else handle(request))

        return served


class ApiRoute(GuardedRoute, _Inner):
    """A route under `/api/v1`."""


def check_address(request: Request) -> None:
    """Refuse an address that nothing can have: NotFound `api.not_found`, InputRefused `api.refused`."""
    if not all(strict_json.is_kept(str(value)) for value in request.path_params.values()):
        raise NotFound("api.not_found")
    pairs = request.query_params.multi_items()
    bad = [name for name, value in pairs if not strict_json.is_kept(name + value)]
    twice = [name for name in dict.fromkeys(name for name, _ in pairs) if [one for one, _ in pairs].count(name) > 1]
    findings = [_of_query("api.schema", name, wanted="…", found="\\0") for name in bad]
    findings += [_of_query("api.duplicate_key", name, key=name) for name in twice]
    if findings:
        raise InputRefused("api.refused", findings, count=len(findings))


async def check_body(request: Request, accepts: tuple[str, ...]) -> None:
    """Refuse a body of another kind than the route takes, and JSON that is not strict.

    Raises:
        MediaRefused: `api.content_type`.
        UsageError: `api.bad_json`.
        InputRefused: `api.refused`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in accepts and not (not accepts and not await request.body()):
        raise MediaRefused("api.content_type", found=kind[:80], wanted="、".join(accepts) or "—")
    if kind.startswith("multipart/"):
        return
    content = await request.body()
    if not kind and (content or accepts):
        raise MediaRefused("api.content_type", found="—", wanted="、".join(accepts) or "—")
    if kind == JSON and accepts:
        strict_json.parse(content)


def _of_query(code: str, name: str, **facts: object) -> Finding:
    path = f"query/{name}"
    return Finding(code=code, severity=Severity.REJECT, place=Place(field=path), facts={"path": path, **facts})


def if_match(request: Request) -> str:
    """What the caller believes a thing to be at: the tag of `If-Match`, "" without one; UsageError `api.if_match`."""
    given = request.headers.get("if-match", "").strip()
    if given in ("", "*"):
        return ""
    if not (given.startswith('"') and given.endswith('"') and len(given) > 2) or "," in given:
        raise UsageError("api.if_match", found=given[:80])
    return given.strip('"')
