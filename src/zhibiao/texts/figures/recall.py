"""Full names that a page has told, found again by the measure or the unit that a later short name leaves alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhibiao.texts.figures.words import Words

_RATIO = re.compile(r"(?:率|比重|占比|比例|品位|份额|浓度|集中度|强度)$")
_GENERAL = re.compile(r"完成率|投资|进度|贡献率|比重$|占比$|比例$|总量$|总额$|规模$|数量$|增速$")


def is_ratio(name: str) -> bool:
    """Whether a name is a rate or the like, of which a text tells one for one thing: 自给率, 优良率."""
    return _RATIO.search(name) is not None and _GENERAL.search(name) is None


@dataclass(slots=True)
class Recall:
    """Names told so far: `by_head` the last full one for each measure, `by_unit` what was counted last in each unit."""

    by_head: dict[str, str] = field(default_factory=dict)
    by_unit: dict[str | None, str] = field(default_factory=dict)

    def keep(self, subject: str, words: Words) -> None:
        """Remember a full name by the measure that it ends with."""
        head = words.head_of(subject)
        if head and len(subject) > len(head) and _GENERAL.search(head) is None:
            self.by_head[head] = subject

    def full(self, name: str) -> str:
        """The full name told before for a bare measure; empty where none was."""
        return self.by_head.get(name, "")
