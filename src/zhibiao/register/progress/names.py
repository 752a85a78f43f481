"""Names of items: the same name in another spelling of its letters is the same item."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from zhibiao.register.wording import is_unseen

if TYPE_CHECKING:
    from opencc import OpenCC

# Marks that set a name off or join its parts, and that writers use as they please.
_MARKS = frozenset("\"'“”‘’「」『』《》〈〉()[]【】{}·•・-–—_,、。.:;!?|/\\")


_KNOWN = 4096


@lru_cache(maxsize=_KNOWN)
def folded_name(name: str) -> str:
    r"""A name as it is compared: width, case and traditional characters folded, blanks, marks and what nobody sees left
    out; a name of marks alone stays.

    >>> folded_name("角宿热轧 “ＡＩ” 智能工厂") == folded_name("角宿熱軋\u200bai智能工廠")
    True
    """
    flat = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(sign for sign in flat if not sign.isspace() and sign not in _MARKS and not is_unseen(sign))
    return _simplified(kept) or flat.strip()


def _simplified(text: str) -> str:
    """One way of writing for traditional and simplified characters; what is ASCII has but one."""
    if text.isascii():
        return text
    simple: str = _converter().convert(text)
    return simple


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
