"""Before anybody is asked who they are: the name they call us by, how often they come, and how a body is packed."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from zhibiao.errors import TooMany, UsageError, ZhibiaoError
from zhibiao.terms.access import DoorRules
from zhibiao.web.doors.problems import problem

_MOST_ADDRESSES = 10_000


class Limits:
    """Refuses what no page needs to see; takes scheme and address from a proxy that the settings name, and no other."""

    def __init__(self, app: ASGIApp, rules: DoorRules, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._rules = rules
        self._often = Often(rules.requests_per_minute, seconds=seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks another protocol
        _believe_proxy(scope, self._rules.proxies)
        request = Request(scope)
        status, error = self._refusal(request)
        if error is None:
            await self._app(scope, receive, send)
            return
        answer = problem(request, error, status=status)
        if isinstance(error, TooMany):
            answer.headers["retry-after"] = str(error.facts["seconds"])
        await answer(scope, receive, send)

    def _refusal(self, request: Request) -> tuple[int, ZhibiaoError | None]:
        if self._rules.hosts and _host_of(request) not in self._rules.hosts:
            return 421, UsageError("auth.unknown_host")
        wait = self._often.wait(request.client.host if request.client else "")
        if wait:
            return 429, TooMany("auth.too_many", seconds=wait)
        if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            return 415, UsageError("api.body_packed")
        return 200, None


class Often:
    """So many a minute from each address, saved up for a minute at most; the longest unseen are forgotten first."""

    def __init__(self, a_minute: int, *, seconds: Callable[[], float]) -> None:
        self._most = a_minute
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Count a request; how many seconds it comes too early, 0 where it does not."""
        if not self._most:
            return 0
        now = self._seconds()
        left, before = self._left.pop(address, (float(self._most), now))
        left = min(float(self._most), left + (now - before) * self._most / 60)
        is_due = left >= 1
        self._left[address] = (left - 1 if is_due else left, now)
        while len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if is_due else max(1, math.ceil((1 - left) * 60 / self._most))


def _believe_proxy(scope: Scope, proxies: frozenset[str]) -> None:
    """Put in the scope what a named proxy says of the caller; the last address it adds is the one it saw itself."""
    client = scope.get("client")
    if client is None or client[0] not in proxies:
        return
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    scheme = headers.get(b"x-forwarded-proto", "").strip().lower()
    if scheme in ("http", "https"):
        scope["scheme"] = scheme
    seen = headers.get(b"x-forwarded-for", "").rpartition(",")[2].strip()
    if seen:
        scope["client"] = (seen, 0)


def _host_of(request: Request) -> str:
    """The name without the port, in lower case; empty where there is none, or more than one."""
    given = request.headers.getlist("host")
    if len(given) != 1:
        return ""
    host = given[0].strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
