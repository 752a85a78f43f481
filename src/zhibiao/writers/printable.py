"""Words of strangers as papers can hold them: no control characters, nothing that turns the direction of the text."""

from __future__ import annotations

import unicodedata

_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def printable(text: str, *, most: int = 0) -> str:
    """A text on one line, without what no paper can hold; cut to `most` characters with a mark where that is given.

    >>> printable("第一行\\n第二行\\x00\\u202e"), printable("很长的名称", most=4)
    ('第一行 第二行', '很长的…')
    """
    kept = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_printable(sign))
    line = " ".join(kept.split())
    return f"{line[: most - 1]}…" if most and len(line) > most else line


def _is_printable(sign: str) -> bool:
    return sign not in _TURNS and unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"}
