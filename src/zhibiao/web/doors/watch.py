"""What the keeper of a server sees: one line of log and one measure for each request, without anybody's figures."""

from __future__ import annotations

import secrets
import time
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhibiao.terms.visible import visible
from zhibiao.web.doors.caller import Caller

_log = structlog.get_logger("zhibiao.request")
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_ID = "x-request-id"
_MOST_ID = 64


class Measures:
    """The measures of one application; `route` is the address with its blanks, so that no id becomes a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self.seconds = Histogram(
            "zhibiao_request_seconds", "Time to answer.", labels, buckets=_BUCKETS, registry=self.registry
        )
        self.requests = Counter("zhibiao_requests", "Requests answered.", (*labels, "status"), registry=self.registry)
        self.running = Gauge("zhibiao_requests_running", "Requests at work.", registry=self.registry)
        self.entries = Gauge("zhibiao_ledger_entries", "Entries of the ledger.", registry=self.registry)
        self.remembered = Gauge("zhibiao_remembered", "Computed values kept.", registry=self.registry)


class Watch:
    """Gives each request a number, measures it, and writes one line about it when it has been answered."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve and watch."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _number(scope)
        seen: dict[str, Any] = {"status": 500, "bytes": 0}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                MutableHeaders(scope=message)[_ID] = number
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        begun = time.perf_counter()
        self._measures.running.inc()
        try:
            await self._app(scope, receive, noted)
        finally:
            self._measures.running.dec()
            self._note(scope, number, seen, time.perf_counter() - begun)

    def _note(self, scope: Scope, number: str, seen: dict[str, Any], seconds: float) -> None:
        method, route = scope["method"], _route(scope)
        self._measures.seconds.labels(method, route).observe(seconds)
        self._measures.requests.labels(method, route, str(seen["status"])).inc()
        caller = scope.get("state", {}).get("caller")
        person = caller.viewer.person.id if isinstance(caller, Caller) and caller.viewer.person else ""
        client = scope.get("client") or ("", 0)
        # The query is left out: it may hold what does not belong into a log.
        _log.info(
            "request",
            id=number,
            method=method,
            path=visible(scope["path"]),
            route=route,
            status=seen["status"],
            ms=round(seconds * 1000, 1),
            bytes=seen["bytes"],
            person=visible(person),
            address=client[0],
        )


def _number(scope: Scope) -> str:
    """The number that a proxy gave the request, where it is a plain word; else one of our own."""
    given = Headers(scope=scope).get(_ID, "")
    is_plain = given.isascii() and given.replace("-", "").isalnum() and len(given) <= _MOST_ID
    return given if is_plain else secrets.token_hex(8)


def _route(scope: Scope) -> str:
    """The address with its blanks; what no route takes has one name for all, so that guesses make no labels."""
    path = getattr(scope.get("route"), "path_format", "")
    if path:
        return str(path)
    return "/static" if scope["path"].startswith("/static/") else "none"
