"""Where a page of a list ended: opaque to callers, plainly checked when it comes back."""

from __future__ import annotations

import base64
import binascii
import json

from zhibiao.errors import InputRefused
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

Key = tuple[str | int, ...]

_WANTED = Text("上一页“next”给出的值，排序和筛选不变", "what “next” of the page before gave, with the same sort")


def written(sort: str, key: Key) -> str:
    """The cursor behind an item: by what was sorted, and the item's own key.

    >>> read("id", written("id", ("LH-S01",)), ("",))
    ('LH-S01',)
    """
    return base64.urlsafe_b64encode(json.dumps([sort, *key]).encode()).decode().rstrip("=")


def read(sort: str, text: str, like: Key) -> Key:
    """The key in a cursor of this list.

    Args:
        sort: by which the list is sorted now.
        text: the cursor.
        like: a key of this list, for its types.

    Raises:
        InputRefused: `api.refused` with `api.schema`, for anything that this list did not write.
    """
    try:
        content = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        content = None
    if isinstance(content, list) and len(content) == len(like) + 1 and content[0] == sort:
        key = tuple(content[1:])
        if all(type(one) is type(other) for one, other in zip(key, like, strict=True)):
            return key
    facts = {"path": "query/cursor", "wanted": _WANTED, "found": text[:40]}
    finding = Finding(code="api.schema", severity=Severity.REJECT, place=Place(field="query/cursor"), facts=facts)
    raise InputRefused("api.refused", [finding], count=1)
