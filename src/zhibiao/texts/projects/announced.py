"""Projects that a clause announces by a verb of building or planning, and those that a title is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.projects.names import Name, NameFinder

_ABOUT = re.compile(
    r"关于(?:投资建设|投资|建设|实施|开展|终止|变更)?(?P<name>[^,，。:：]{4,40}?(?:项目|工程|生产线|产线|基地))(?:[^,，。]{0,12})(?:公告|通知|批复|意见|报告|函|公示)$"
)
_SWAP = re.compile(
    r"关于(?P<name>[^,，。:：]{4,40}?(?:产能置换|技术改造|搬迁改造))(?:(?:项目)?方案)?的?(?:公告|公示|通知|批复)$"
)
_INVESTS = re.compile(
    r"(?P<firm>[^,，。、\d]{0,20}?)(?P<plan>计划|拟|将)?(?:已)?(?:总?投资|斥资|出资)[约近超]?\d[\d.]*[亿万]?元?(?:人民币)?(?:以上)?[,，]?(?:在[^,，。]{2,16}?)?(?:新建|建设|打造|实施|兴建|用于建设|扩建)(?P<name>[^,，。;；]{4,40})$"
)
_PLANS = re.compile(
    r"(?P<how>规划|计划|拟|总体)(?:在[^,，。]{1,12}?)?(?:投资)?(?:建设|新建|扩建|打造)(?P<name>[^,，。;；、]{4,40}(?:项目|工程|基地|产业园|园区|生产线|产线|电站))$"
)
_SIZED = re.compile(r"[\d.]+[万亿]?[吨千瓦立方米台套]*级?")
_COUNTED = r"(?:座|台|条|套)"
_SIZE = r"(?:\d[\d.]*(?:万?吨|立方米|平方米|毫米|兆瓦|万千瓦|千瓦|兆伏安)级?)?"
_UNITS = re.compile(
    rf"(?P<firm>[^,，。、\d在]{{2,20}}?)(?P<how>拟|计划|规划)(?:在[^,，。]{{2,20}}?)?(?:新建|建设|扩建|新上|异地新建)"
    rf"(?:{_SIZE}(?P<thing>[^\d,，、。]{{2,10}}?)\d+{_COUNTED}|\d+{_COUNTED}{_SIZE}(?P<what>[^\d,，、。]{{2,12}}))"
)
_LEGAL = re.compile(r"股?份?有限责?任?公司$")
_WILL = re.compile(r"(?<=..)(?:(?:计划|拟|将|已|还)*(?:[在于][^,，]{2,14})?)$")
_ONESELF = re.compile(r"(?:该|本)?(?:公司|企业|集团|项目|我们|双方)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A project announced: its name, whether it is said to be planned, whether its builder is still to be found.

    `size` is where its size stands before its name (`2000万吨级精品钢项目`).
    """

    name: Name
    is_planned: bool
    asks_builder: bool
    size: tuple[int, int] | None = None


class AnnouncedFinder:
    """Finds announcements; built on the finder of names."""

    def __init__(self, names: NameFinder) -> None:
        self.names = names

    def find(self, text: str, start: int, end: int) -> Announced | None:
        """The project that a clause announces, None where it announces none.

        >>> from zhibiao.readers.lexicon_csv import read_lexicon
        >>> words = "北山矿业拟投资3亿元建设镁合金模板项目"
        >>> AnnouncedFinder(NameFinder(read_lexicon())).find(words, 0, len(words)).name.words
        '镁合金模板项目'
        """
        return self._invested(text, start, end) or self._planned(text, start, end) or self._of_units(text, start, end)

    def in_title(self, text: str, start: int, end: int) -> Name | None:
        """The project that a title is about: `关于…项目的公告`, `关于…产能置换方案的公示`."""
        about = _ABOUT.search(text, start, end)
        name = self.names.name(text, about.start("name"), about.end("name")) if about else None
        swap = _SWAP.search(text, start, end)
        return name or (self.names.name(text, swap.start("name"), swap.end("name"), "项目") if swap else None)

    def _invested(self, text: str, start: int, end: int) -> Announced | None:
        """`甲公司投资N亿元建设乙项目`: the name and its builder, without a word of status."""
        found = _INVESTS.search(text, start, end)
        name = self.names.name(text, found.start("name"), found.end("name")) if found else None
        if found is None or name is None or not self.names.head.search(name.words):
            return None
        firm = self._firm(text, found.start("firm"), found.end("firm"))
        return Announced(
            name=replace(name, actors=(firm,) if firm else ()), is_planned=bool(found["plan"]), asks_builder=not firm
        )

    def _planned(self, text: str, start: int, end: int) -> Announced | None:
        """`规划建设…项目`: a project whose phases and figures follow; alone it is a task."""
        found = _PLANS.search(text, start, end)
        if found is None:
            return None
        sized = _SIZED.match(text, found.start("name"), found.end("name"))
        name = self.names.name(text, sized.end() if sized else found.start("name"), found.end("name"))
        is_firm = found["how"] == "拟"
        size = sized.span() if sized else None
        return Announced(name=name, is_planned=is_firm, asks_builder=is_firm, size=size) if name else None

    def _of_units(self, text: str, start: int, end: int) -> Announced | None:
        """`甲钢铁拟建设100吨电弧炉2座`: named by its builder and by what is built."""
        found = _UNITS.search(text, start, end)
        firm = self._firm(text, found.start("firm"), found.end("firm")) if found else ""
        if found is None or not firm:
            return None
        words = f"{firm}{found['thing'] or found['what']}项目"
        name = Name(words=words, start=found.start("firm"), end=found.end("firm"), actors=(firm,))
        return Announced(name=name, is_planned=True, asks_builder=False) if self.names.is_named(words) else None

    def _firm(self, text: str, start: int, end: int) -> str:
        words = _LEGAL.sub("", _WILL.sub("", text[self.names.lead(text, start, end) : end]))
        return "" if len(words) < 2 or _ONESELF.search(words) else words
