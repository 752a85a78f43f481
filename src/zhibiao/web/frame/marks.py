"""The marks of an answer as its caller may see them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.own_head import head_for
from zhibiao.web.doors.caller import caller_of


def marks_of(request: Request, opened: OpenBook, **more: Any) -> dict[str, Any]:
    """The marks of the book, with the ledger's head in the open for the bureau alone."""
    return opened.marks(**{"ledger_head": head_for(opened, caller_of(request).viewer), **more})
