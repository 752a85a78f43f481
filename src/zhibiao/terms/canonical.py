"""One canonical byte form of plain values, and its SHA-256; what hashes in decisions and entries are taken of."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical_bytes(value: Plain) -> bytes:
    """UTF-8, NFC, keys sorted, no blanks, integers only.

    Decimals and fractions travel as strings, so that no reader can round them; a float is a TypeError.

    >>> canonical_bytes({"b": 1, "a": ["\\u5428", None]}).decode()
    '{"a":["吨",null],"b":1}'
    """
    text = json.dumps(_checked(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def content_hash(value: Plain) -> str:
    """SHA-256 of the canonical bytes."""
    return sha256_hex(canonical_bytes(value))


def _checked(value: Plain) -> Plain:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", key): _checked(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_checked(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}: {value!r}")
