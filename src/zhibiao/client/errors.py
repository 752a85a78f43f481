"""What goes wrong between a program and a desk: a problem that the desk tells, or no desk at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DeskProblem(Exception):
    """The desk refused; what it said, by the members of RFC 9457.

    Args:
        plain: the problem as it came; of anything but a problem its status alone.
    """

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.status = int(plain.get("status", 0))
        self.code = str(plain.get("code", "desk.no_problem"))
        self.message: Mapping[str, str] = plain.get("message", {})
        self.hint: Mapping[str, str] = plain.get("hint", {})
        self.errors: list[Mapping[str, Any]] = list(plain.get("errors", ()))
        super().__init__(f"{self.status} {self.code}: {self.message.get('en', '')}".strip())


class Unreachable(Exception):
    """No answer came, however often it was asked; an act may have been done, and can be asked for again by its key."""

    def __init__(self, key: str, reason: Exception) -> None:
        self.key = key
        super().__init__(f"no answer: {reason}" + (f" (key {key})" if key else ""))
