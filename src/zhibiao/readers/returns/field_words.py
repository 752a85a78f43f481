"""A field, its scope and its unit in one heading of a collected table."""

from __future__ import annotations

import re

from zhibiao.readers.returns.headings import FIGURES, Column, read_heading
from zhibiao.readers.returns.names import Names
from zhibiao.readers.wording import bare_name
from zhibiao.terms.dictionary import Field

_SCOPE_LAST = re.compile(
    r"(.+?)[-_·:]?((?:本年|上年同期|去年同期|上年|去年)?(?:1-)?(?:本月|当月|累计|\d{1,2}月)(?:止?累计)?数?)"
)
_SCOPE_FIRST = re.compile(
    r"((?:本年|上年同期|去年同期|上年|去年)?(?:1-)?(?:本月|当月|累计|\d{1,2}月)(?:止?累计)?)[-_·:]?(.+)"
)


def field_in(text: str, names: Names) -> tuple[Field, Column | None, str] | None:
    """The field, scope and unit in one wording: `粗钢产量(万吨)`, `粗钢产量累计(万吨)`, `本月粗钢产量`."""
    if text.strip() in names.by_code:
        return names.by_code[text.strip()], None, ""
    found, unit = names.field(text)
    if found is not None:
        return found, None, unit
    bare, bracket = bare_name(text)
    for pattern, of_field, of_scope in ((_SCOPE_LAST, 1, 2), (_SCOPE_FIRST, 2, 1)):
        if match := pattern.fullmatch(bare):
            found, unit = names.field(match[of_field])
            heading = read_heading(match[of_scope])
            if found is not None and heading is not None and heading.column in FIGURES:
                return found, heading.column, unit or (bracket if names.unit(bracket) else "")
    if bracket and (heading := read_heading(bracket)) and heading.column in FIGURES:
        found, unit = names.field(bare)
        return (found, heading.column, unit) if found is not None else None
    return None
