"""Names of items: the same name in another spelling of its letters is the same item."""

from __future__ import annotations

import unicodedata

# Marks that set a name off or join its parts, and that writers use as they please.
_MARKS = frozenset("\"'“”‘’「」『』《》〈〉()[]【】{}·•・-–—_,、。.:;!?|/\\")


def folded_name(name: str) -> str:
    """A name as it is compared: full width and case folded, blanks and marks left out; a name of marks alone stays.

    >>> folded_name("角宿热轧 “ＡＩ” 智能工厂") == folded_name("角宿热轧ai智能工厂")
    True
    """
    flat = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(sign for sign in flat if not sign.isspace() and sign not in _MARKS)
    return kept or flat.strip()
