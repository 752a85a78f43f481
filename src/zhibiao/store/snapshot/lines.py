"""A row as one line of JSON and back: keys in order, no blanks, text exactly as kept, bytes by their hash."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from zhibiao.store.database import Row
from zhibiao.terms.canonical import sha256_hex

Value = None | int | str | bytes


def line_of(columns: Sequence[str], row: Row, *, keep: Callable[[bytes], str] = sha256_hex) -> bytes:
    """A row as a line; text is not normalised, since what was kept must come back as it was.

    Args:
        columns: the names of the row's values.
        row: None, integers, text or bytes.
        keep: takes bytes aside and gives their hash, which stands in the line instead.

    >>> line_of(("seq", "body"), (1, "吨"))
    b'{"body":"\\xe5\\x90\\xa8","seq":1}\\n'
    """
    values = {name: _stated(value, keep) for name, value in zip(columns, row, strict=True)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def row_of(columns: Sequence[str], line: bytes, *, fetch: Callable[[str], bytes]) -> tuple[Value, ...]:
    """The row of a line; `fetch` gives the bytes of a hash. ValueError when it is not a row of these columns."""
    values = json.loads(line)
    if not isinstance(values, dict) or values.keys() != set(columns):
        found = ", ".join(sorted(values)) if isinstance(values, dict) else type(values).__name__
        raise ValueError(f"columns {found}")
    return tuple(_read(values[name], fetch) for name in columns)


def _stated(value: Any, keep: Callable[[bytes], str]) -> int | str | dict[str, str] | None:
    if value is None or type(value) in (int, str):
        checked: int | str | None = value
        return checked
    if isinstance(value, bytes | bytearray | memoryview):
        return {"sha256": keep(bytes(value))}
    raise TypeError(f"no plain form for {type(value).__name__}: {value!r}")


def _read(value: Any, fetch: Callable[[str], bytes]) -> Value:
    if value is None or type(value) in (int, str):
        checked: int | str | None = value
        return checked
    if isinstance(value, dict) and value.keys() == {"sha256"} and isinstance(value["sha256"], str):
        return fetch(value["sha256"])
    raise ValueError(f"neither text nor whole number: {json.dumps(value)[:60]}")
