"""The date of publication that an HTML page states in its head or in an element of time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhibiao.readers.pages.markup import Tag
from zhibiao.texts.clean.dates import date_in

_NAMES = re.compile(
    r"(?:og:|article[:.]|weibo:article:)?(?:pub(?:lish(?:ed)?)?[-_]?(?:date|time)|release_date|create_at|published)"
    r"|date(?:published)?|dc(?:terms)?\.date(?:\.issued)?|(?:sailthru\.|parsely-pub-)date",
    re.IGNORECASE,
)


def stated_date(tags: Iterable[Tag]) -> str | None:
    """The first date of publication in fields of the head, else in an element of time; None where there is none."""
    shown = None
    for tag in tags:
        if tag.is_end:
            continue
        if tag.name == "meta":
            fields = tag.attributes()
            name = fields.get("name") or fields.get("property") or fields.get("itemprop") or ""
            if _NAMES.fullmatch(name) and (date := date_in(fields.get("content", ""))):
                return date
        elif tag.name == "time" and not shown:
            shown = date_in(tag.attributes().get("datetime", ""))
    return shown
