"""What the interface answers: one shape for success, as `--json` prints it; errors are problems (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from zhibiao.terms.visible import json_visible

T = TypeVar("T")


class Plain(BaseModel):
    """Plain values of an act; more keys than these may come, none of these changes its meaning."""

    model_config = ConfigDict(extra="allow")


class Marks(Plain):
    """What an answer rests on."""

    code_version: str = Field(description="Version of the program.")
    ledger_head: str | None = Field(None, description="Hash of the last entry of the ledger.")
    rulebook_sha256: str | None = Field(None, description="Hash of the rulebook.")
    decision: str | None = Field(None, description="The decision it is about.")


class Answered(BaseModel, Generic[T]):
    """A success: the same document that the verb prints with `--json`."""

    ok: bool = Field(description="False where something is asked of the sender, as of a return that is queried.")
    result: T
    marks: Marks


class Words(BaseModel):
    """A text in both languages."""

    zh: str
    en: str


class Found(Plain):
    """One finding: what is wrong where, and what to do about it."""

    code: str
    severity: str
    pointer: str | None = Field(None, description="JSON pointer into the body, or query/NAME, header/NAME.")
    message: Words
    hint: Words


class Problem(Plain):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Stable; the same as of the command line.")
    answer: str = Field(description="REFUSE, DENY, CONFLICT, or empty where the fault is ours.")
    message: Words
    hint: Words
    errors: list[Found]


def answer(
    result: Any,
    marks: Mapping[str, Any],
    *,
    status: int = 200,
    ok: bool = True,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer as JSON."""
    return as_json({"ok": ok, "result": result, "marks": marks}, status=status, headers=headers)


def as_json(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Any plain value as a JSON answer; control characters that act on terminals stand as escapes."""
    body = json_visible(json.dumps(value, ensure_ascii=False, allow_nan=False))
    return Response(body, status_code=status, media_type="application/json", headers=dict(headers or {}))
