"""A text of several SQL statements taken apart, so that each can be sent by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a semicolon does not end: a text in quotes, a body between dollars, a comment.
_PIECE = re.compile(r"'(?:[^']|'')*'|\$\$.*?\$\$|--[^\n]*|;|[^';$-]+|.", re.DOTALL)


def statements(text: str) -> Iterator[str]:
    """The statements in order, without the semicolons between them; a comment stays with what follows it.

    >>> list(statements("BEGIN; SELECT ';' -- a; b"))
    ['BEGIN', "SELECT ';' -- a; b"]
    """
    pieces: list[str] = []
    for found in _PIECE.finditer(text):
        if found[0] != ";":
            pieces.append(found[0])
            continue
        yield "".join(pieces).strip()
        pieces.clear()
    if rest := "".join(pieces).strip():
        yield rest
