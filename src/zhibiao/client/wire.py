"""Requests to a desk: sent again when no answer comes, under the same key, so that nothing is done twice."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import httpx2 as httpx

from zhibiao.client.errors import DeskProblem, Unreachable

PREFIX = "/api/v1"
ATTEMPTS = 4
_PAUSE_S = 0.5
_AGAIN = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE_S = 30.0


class Wire:
    """One desk at one address.

    Args:
        http: with address and credentials.
        sleep: waits so many seconds between attempts.
    """

    def __init__(self, http: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self.http = http
        self.pause = sleep

    def get(self, path: str, **asked: object) -> dict[str, Any]:
        """The document at an address; `None` and "" are not asked."""
        plain: dict[str, Any] = self._sent("GET", path, params=_asked(asked)).json()
        return plain

    def file(self, path: str, **asked: object) -> bytes:
        """A file at an address."""
        return self._sent("GET", path, params=_asked(asked)).content

    def post(
        self, path: str, *, key: str = "", headers: Mapping[str, str] | None = None, **sent: Any
    ) -> dict[str, Any]:
        """An act, under its key; a new one where none is given."""
        key = key or str(uuid.uuid4())
        every = {"Idempotency-Key": key, **(headers or {})}
        plain: dict[str, Any] = self._sent("POST", path, key=key, headers=every, **sent).json()
        return plain

    def _sent(self, method: str, path: str, *, key: str = "", **sent: Any) -> httpx.Response:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self.http.request(method, PREFIX + path, **sent)
            except httpx.TransportError as error:
                if attempt == ATTEMPTS:
                    raise Unreachable(key, error) from error
                self.pause(_PAUSE_S * 2**attempt)
                continue
            if _is_worth_another(response) and attempt < ATTEMPTS:
                self.pause(_pause(response, attempt))
                continue
            if response.status_code >= 400:
                raise DeskProblem(_problem(response))
            return response
        raise AssertionError("the last attempt answers or raises")


def _is_worth_another(response: httpx.Response) -> bool:
    """Whether a later attempt may be answered otherwise: too often, not up, or the first one is still at work."""
    in_flight = response.status_code == 409 and _problem(response).get("code") == "api.in_flight"
    return in_flight or response.status_code in _AGAIN


def _pause(response: httpx.Response, attempt: int) -> float:
    stated = response.headers.get("retry-after", "")
    return min(float(stated) if stated.isdecimal() else _PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        plain: Mapping[str, Any] = response.json()
        return plain
    return {"status": response.status_code}


def _asked(asked: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.items() if value not in (None, "")}
