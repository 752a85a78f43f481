"""Strangers' names and words as a terminal and JSON can hold them: what would act is written as an escape."""

from __future__ import annotations

import unicodedata

_ACTING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_LIVE_IN_JSON = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def visible(text: str, *, keeps: str = "") -> str:
    r"""A text whose control characters, marks of direction and bytes that are no UTF-8 stand as escapes.

    Args:
        text: what a stranger wrote.
        keeps: control characters that stay, such as line ends.

    >>> print(visible("月报\x1b[31m\udce9.txt"), visible("一\n二\x07", keeps="\n").replace("\n", "|"))
    月报\x1b[31m\xe9.txt 一|二\x07
    """
    if text.isprintable():
        return text
    return "".join(
        _escape(sign) if unicodedata.category(sign) in _ACTING and sign not in keeps else sign for sign in text
    )


def json_visible(document: str) -> str:
    r"""A JSON document with the control characters escaped that JSON allows: 0x9b begins a command as ESC [ does.

    >>> json_visible('"\x9b31m"')
    '"\\u009b31m"'
    """
    return document.translate(_LIVE_IN_JSON)


def _escape(sign: str) -> str:
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name, as Python keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
