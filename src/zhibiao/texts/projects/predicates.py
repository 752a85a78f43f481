"""What a clause says of a project: the word of status, whether it lies ahead, where its subject ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import ProjectStatus

STATUSES = ("done", "building", "planned", "stopped", "progress")

_BEFORE = (
    r"(?:已经?|现已|均已?|都|也|正式|全部|全面|整体|基本|成功|顺利|目前|近日|日前|今日|正在?|现|将|将于|即将|拟于?|计划|预计|力争|争取|有望|可|于|在|到|至|要|会"
    r"|实现|完成|进入|开始|举行|获得?|宣布|并|先后|相继|陆续|分别|率先|提前|如期|按期|同步|今年|去年|明年|年内|年底|年末|当天|当日|本月|上月|下月|上半年|下半年|一季度|二季度|三季度|四季度|现场|集中|当场|主体|起|投料|上个月|受[^,，]{2,12}影响"
    r"|(?:19|20)\d\d年|\d{1,2}月|\d{1,2}日|份|底|末|初|中旬|上旬|下旬|前|内|上午|下午|晚|期间|以来|不断|有序|稳步|加快|抓紧|快速|扎实|\s|之前|以前|“?十[三四五]五”?)"
)
_AHEAD = re.compile(r"将|即将|拟|计划|预计|力争|争取|有望|年底前|前|明年|预期|可(?=于|在|实现|全部)|要")
_SOON = re.compile(r"预计|有望|即将|将(?!来)")
_TRAIL = re.compile(rf"{_BEFORE}+$")
_CONDITION = re.compile(r"以?后|之后|时|以来|前|仪式|大会|活动|额|总额|单位|企业|率")
_OBJECT = re.compile(r"(?:了)?[^,，。、]{0,10}?\d[\d.]*余?(?:万?平方米|座|条|个|家|栋|台|套|公里|亩|间|户)")
_DID = re.compile(r"了[\u4e00-\u9fff]{2,}")
_TAKES_OBJECT = {
    "建成",
    "完工",
    "完成",
    "已建成",
    "投用",
    "开通",
    "启用",
    "建成投用",
    "封顶",
    "已完成",
    "在建",
    "续建",
    "开工",
}
_PART = re.compile(r"(?:主体|主厂房|厂房|土建|桩基|基础|钢结构|路基)(?:工程|结构|施工)?$")
_LONGEST_TRAIL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A word of status from `start` to `end`; the noun phrase it speaks of ends at `subject_end`."""

    start: int
    end: int
    subject_end: int
    status: ProjectStatus | None
    is_ahead: bool
    is_progress: bool = False


class PredicateFinder:
    """Finds what clauses say of projects; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.status = lexicon.by_word("projects", *STATUSES, "named")
        self.word = lexicon.pattern("projects", *STATUSES, "named")

    def find(self, text: str, start: int, end: int) -> list[Predicate]:
        """The predicates of a clause, in the order of the text; a mere condition (`达产后`) is none."""
        return [
            self._of(text, start, found)
            for found in self.word.finditer(text, start, end)
            if not _CONDITION.match(text, found.end(), end)
            and not (found.group() in _TAKES_OBJECT and _OBJECT.match(text, found.end(), end))
            and not _DID.match(text, found.end(), end)
        ]

    def status_of(self, words: str) -> ProjectStatus | None:
        """The status that a table's cell tells by its words, None where it tells none."""
        found = self.word.search(words)
        return ProjectStatus(self.status[found.group()].value) if found and self.status[found.group()].value else None

    def _of(self, text: str, start: int, found: re.Match[str]) -> Predicate:
        first = max(start, found.start() - _LONGEST_TRAIL)
        trail = _TRAIL.search(text[first : found.start()])
        between = trail.group() if trail else ""
        term = self.status[found.group()]
        ahead = bool(_AHEAD.search(between)) or found.group().startswith(("即将", "计划", "拟"))
        subject_end = found.start() - len(between)
        is_part = term.value == "done" and ("主体" in between or bool(_PART.search(text[first:subject_end])))
        return Predicate(
            start=found.start(),
            end=found.end(),
            subject_end=subject_end,
            status=_status("building" if is_part else term.value, between, is_ahead=ahead),
            is_ahead=ahead,
            is_progress=term.sense == "progress",
        )


def _status(value: str, between: str, *, is_ahead: bool) -> ProjectStatus | None:
    if not value:
        return None
    if not is_ahead or value == "stopped":
        return ProjectStatus(value)
    return ProjectStatus.BUILDING if value == "done" and _SOON.search(between) else ProjectStatus.PLANNED
