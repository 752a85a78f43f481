"""A place whose period is asked for: its clause and sentence, and whether they tell of what is done or willed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.page import Page
from zhibiao.texts.times.stretch import Role, TimeMention

WILLED = re.compile(
    r"将|拟|规划建设|(?<!年度)(?<![较超为占于后比])计划(?![的数,，。;；、)）”」』》]|总?投资|$)|力争|争取|有望|确保|(?<![的度期年])目标(?!的)|即将|努力|(?<![主重需必首次紧概])要(?![求素件点看知闻道领])|设计"
)
DONE = re.compile(r"已(?!知)|完成了|实现了|以来|累计|达到了|截至|成功|获评|获批")
_YEAR_ON_YEAR = re.compile(r"同比|环比")
_FIRMLY = re.compile(r"将|拟|力争|有望|即将|(?<![年季月]度)(?<![较超为占于])计划(?=[在于到新今明])")
_REVIEW = re.compile(r"回顾|总结|工作情况|成效|完成情况|进展情况|运行情况|亮点|过去")
_AIMED = re.compile(r"预计|预测|控制在|(?:控制|总量)指标(?:为|是|\d)|配额(?:为|\d)|目标(?:是|为|[:：])")
_LEADS = re.compile(
    r"下一步|接下来|今后|(?:^|[,，:：；;])要(?![求素件点看知])|(?:我们|[局市省厅委府司团各])(?:还|也)?[将要](?![求素件点])"
    r"|将(?:同步|新增|建设|建成|实现|达|形成|带动|开展|推动|继续|全面|进一步|于|在|持续|加快|会|投入|使|成为|有|重点|通过|开工|投产)"
)
_PAST = frozenset((Role.EVENT, Role.REPORTED, Role.SINCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A stretch of text from `start` to `end` with the clauses that it touches, its sentence and line.

    `is_willed`: it tells of what is still to come, so that no time that is over rules it. `is_deadline`: it is a thing
    to be done, which only deadlines and years rule.
    """

    page: Page
    start: int
    end: int
    clause: tuple[int, int]
    sentence: tuple[int, int]
    line: int
    is_willed: bool
    is_deadline: bool

    @property
    def told(self) -> str:
        """The sentence up to the end of the clause."""
        return self.page.text[self.sentence[0] : self.clause[1]]

    @property
    def tells_what_was(self) -> bool:
        """Whether the words say that it is done; a comparison does, unless the sentence is one of aims."""
        words = self.page.text[slice(*self.clause)]
        if DONE.search(words):
            return True
        is_aimed = WILLED.search(self.told) or _AIMED.search(self.told)
        return bool(_YEAR_ON_YEAR.search(words)) and not is_aimed

    @property
    def tells_what_will_be(self) -> bool:
        """Whether the sentence speaks of plans or expectations."""
        return self.is_willed or bool(_AIMED.search(self.told))

    @property
    def line_start(self) -> int:
        """Where its line begins."""
        lines = self.page.layout.lines
        return lines[self.line].start if lines else 0

    def may_be_ruled_by(self, one: TimeMention) -> bool:
        """Whether an expression that stands elsewhere fits what is told here."""
        if self.is_deadline and (one.role in _PAST or one.role in (Role.NOW, Role.UNKNOWN)):
            return False
        if self.is_willed and one.role in _PAST:
            return False
        if not self.is_willed or self.page.published is None:
            return True
        return one.stretch is None or not one.stretch.ends_by(self.page.published)


def _looks_back(page: Page, start: int) -> bool:
    """Whether a place stands under a heading that sums up what was done, where 争取 and 努力 tell of what was got."""
    return any(_REVIEW.search(page.text, *head) for head in page.layout.headings_over(start))


def asked(page: Page, start: int, end: int, *, is_deadline: bool) -> Asked:
    """A place with what surrounds it."""
    layout = page.layout
    clause = sentence = (start, end)
    if layout.clauses:
        first = layout.clauses[layout.clause_at(start)]
        last = layout.clauses[layout.clause_at(max(start, end - 1))]
        clause = (min(start, first.start), max(end, last.end))
    if layout.sentences:
        whole = layout.sentences[layout.sentence_at(start)]
        sentence = (whole.start, whole.end)
    words = page.text[slice(*clause)]
    leads = bool(_LEADS.search(page.text[sentence[0] : clause[1]])) and not (
        DONE.search(words) or _YEAR_ON_YEAR.search(words)
    )
    return Asked(
        page=page,
        start=start,
        end=end,
        clause=clause,
        sentence=sentence,
        line=layout.line_at(start),
        is_willed=is_deadline or leads or bool((_FIRMLY if _looks_back(page, start) else WILLED).search(words)),
        is_deadline=is_deadline,
    )
