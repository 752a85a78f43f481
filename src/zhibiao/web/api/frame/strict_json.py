"""JSON of a request read strictly: no key twice, no NaN, no text that nobody can keep; breaks are told by byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from zhibiao.errors import InputRefused, UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

MOST_DEPTH = 40
_MOST_DIGITS = 60
_NOT_KEPT = Text("能保存的文字（不含空字符和残缺的代理字符）", "text that can be kept (no NUL, no lone surrogate)")


class NoSuchNumber(InputRefused):
    """A number written that JSON does not have: the request itself is broken, whatever else is wrong with it."""

    http_status = 400


class _NotFinite(str):
    """NaN, Infinity or -Infinity, where JSON has no such number."""


class _Object(dict[str, Any]):
    """An object that remembers keys given twice."""

    doubled: tuple[str, ...] = ()


def parse(content: bytes) -> Any:
    """The document's plain values.

    Raises:
        UsageError: `api.bad_json` with the byte where it breaks.
        NoSuchNumber: `api.refused` with `num.not_finite`, and what else there is, for each such place.
        InputRefused: `api.refused` with `api.duplicate_key`, `api.schema` for each such place.

    >>> parse(b'{"tonnes": 1}')
    {'tonnes': 1}
    """
    document = _document(content)
    findings = list(_faults(document, "#"))
    if findings:
        is_no_number = any(one.code == "num.not_finite" for one in findings)
        kind = NoSuchNumber if is_no_number else InputRefused
        raise kind("api.refused", findings, count=len(findings))
    return document


def _document(content: bytes) -> Any:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(error.start, 1, error.start + 1, "not UTF-8") from None
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_NotFinite, parse_int=_whole, parse_float=_decimal
        )
    except json.JSONDecodeError as error:
        raise _bad(len(text[: error.pos].encode()), error.lineno, error.colno, error.msg) from None
    except RecursionError:
        raise _bad(0, 1, 1, f"nested deeper than {MOST_DEPTH}") from None


def _bad(offset: int, line: int, column: int, reason: str) -> UsageError:
    return UsageError("api.bad_json", place=Place(line=line), offset=offset, line=line, column=column, reason=reason)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made, seen = _Object(pairs), set[str]()
    if len(made) < len(pairs):
        made.doubled = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return made


def _whole(text: str) -> int | _NotFinite:
    return int(text) if len(text) <= _MOST_DIGITS else _NotFinite(text[:20] + "…")


def _decimal(text: str) -> float | _NotFinite:
    value = float(text)
    return value if value - value == 0 else _NotFinite(text[:20])


def _faults(value: Any, path: str, depth: int = 0) -> Iterator[Finding]:
    if depth > MOST_DEPTH:
        wanted = Text(f"至多 {MOST_DEPTH} 层", f"at most {MOST_DEPTH} levels")
        yield _finding("api.schema", path, path=path, wanted=wanted, found="…")
    elif isinstance(value, _NotFinite):
        yield _finding("num.not_finite", path, name=path, column="", text=str(value))
    elif isinstance(value, str):
        yield from _unkept(value, path)
    elif isinstance(value, _Object):
        for key in value.doubled:
            yield _finding("api.duplicate_key", f"{path}/{pointed(key)}", key=key, path=path)
        for key, item in value.items():
            yield from _unkept(key, path)
            yield from _faults(item, f"{path}/{pointed(key)}", depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, f"{path}/{number}", depth + 1)


def _unkept(text: str, path: str) -> Iterator[Finding]:
    if not is_kept(text):
        yield _finding("api.schema", path, path=path, wanted=_NOT_KEPT, found="\\u…")


def is_kept(text: str) -> bool:
    """Whether stores and papers can hold a text: no NUL, no lone surrogate.

    >>> is_kept("钢"), is_kept("a" + chr(0))
    (True, False)
    """
    return "\0" not in text and not any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)


def pointed(key: str) -> str:
    """A key as JSON pointers write it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _finding(code: str, where: str, /, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.REJECT, place=Place(field=where), facts=facts)
