"""One canonical byte form of plain values, and its SHA-256; what hashes in decisions and entries are taken of."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_bytes(value: Plain) -> bytes:
    """UTF-8, NFC, keys sorted, no blanks, integers only.

    Decimals and fractions travel as strings, so that no reader can round them; a float is a TypeError.

    >>> canonical_bytes({"b": 1, "a": ["\\u5428", None]}).decode()
    '{"a":["吨",null],"b":1}'
    """
    return _ENCODER.encode(_checked(value)).encode()


def sha256_hex(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def content_hash(value: Plain) -> str:
    """SHA-256 of the canonical bytes."""
    return sha256_hex(canonical_bytes(value))


def _checked(value: Plain) -> Plain:
    # This is on the way of every posting: the commonest first, and ASCII has one form only.
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {_checked_key(key): _checked(item) for key, item in value.items()}
    if isinstance(value, _LISTS):
        return [_checked(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}: {value!r}")


def _checked_key(key: str) -> str:
    return key if type(key) is str and key.isascii() else unicodedata.normalize("NFC", key)


# The first two only to be quick about them.
_LISTS = (list, tuple, Sequence)
