"""Reads the projects of a page: names with what is said of them, later words joined to the name they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibiao.texts.actions.phrase import PhraseFinder
from zhibiao.texts.layout import Clause, Role
from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ProjectMention, Projects, last_day_of
from zhibiao.texts.projects.names import Name, NameFinder
from zhibiao.texts.projects.predicates import Predicate, PredicateFinder
from zhibiao.texts.projects.rows import project_rows
from zhibiao.texts.statement import ProjectStatus, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_UNREAD = {Role.TITLE, Role.HEADING, Role.MARGIN, Role.ROW}
_PHASE = re.compile(r"(?:该|本)?(?:项目|工程|企业|公司|其中)?的?([一二三四]期|首期)(?:工程|项目)?")
_CUT = re.compile(
    r"[在由因于是为已将拟正现]|计划|预计|总投资|投资|设计|主体|形象|完成|建设(?!项目|工程)|占地|达产|投产|今年|去年|明年|年产|规划|按照|累计|通过|入选|列入|被|获|取得|进展|仍|也|均|全部|有望|可"
)
_ABOUT = re.compile(
    r"关于(?:投资建设|投资|建设|实施|开展|终止|变更)?(?P<name>[^,，。:：]{4,40}?(?:项目|工程))(?:[^,，。]{0,12})(?:公告|通知|批复|意见|报告|函|公示)$"
)
_SPEAKS_ON = re.compile(
    r"[该此本](?!市|县|省|区|报|网)[^,，。]{1,6}(?:[为将已共]|总投资|设计|预计|计划|建成|位于|是|占地|由)|总投资|设计|预计|现已|力争|有望|计划(?!生育)|建成|达产|投产|竣工|全部建成|(?:建设)?总?工期|建设内容|主要建设|主体|形象进度|累计完成投资"
)
_SWAP = re.compile(r"关于(?P<name>[^,，。:：]{4,40}?(?:产能置换|技术改造|搬迁改造))方案的?(?:公告|公示|通知|批复)$")
_AREA = re.compile(r"[^,，。]{0,10}(?:全[市省县区国州]|[我本][市省县区])")
_SURE = 4
_REMEMBERED = 60  # projects back that a text still speaks of; bounds the work on hostile input
_LONGEST_CLAUSE = 400
_ENTERED = re.compile(r"项目|工程")
_BY = re.compile(
    r"由(?P<firm>[^,，。、\d]{2,20}?)(?:总?投资[^,，。]{0,12})?(?:负责|投资|建设|承建|承担|实施|开发|合作|运营)"
)
_INVESTS = re.compile(
    r"(?P<firm>[^,，。、\d]{0,20}?)(?P<plan>计划|拟|将)?(?:已)?(?:总?投资|斥资|出资)[约近超]?\d[\d.]*[亿万]?元?(?:人民币)?(?:以上)?[,，]?(?:新建|建设|打造|实施|兴建|用于建设|扩建)(?P<name>[^,，。;；]{4,40})$"
)
_PLANS = re.compile(
    r"(?P<how>规划|计划|拟|总体)(?:在[^,，。]{1,12}?)?(?:投资)?(?:建设|新建|扩建|打造)(?P<name>[^,，。;；、]{4,40}(?:项目|工程))$"
)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A project while its text is still being read."""

    name: Name
    start: int
    end: int
    sentence: int
    line: int
    is_listed: bool
    actors: tuple[str, ...] = ()
    status: ProjectStatus | None = None
    is_ahead: bool = False
    is_told: bool = False
    is_topic: bool = False
    is_running_ahead: bool = False
    periods: list[str] = field(default_factory=list)
    reaches: list[tuple[int, int]] = field(default_factory=list)


def projects(page: Page, times: Times, parties: Parties) -> Projects:
    """The named projects of a page: statements of their status, and their reach over the figures that follow."""
    return _Reader(page, times, parties).read()


class _Reader:
    def __init__(self, page: Page, times: Times, parties: Parties) -> None:
        self.page, self.times, self.parties = page, times, parties
        self.text = page.text
        self.names = NameFinder(page.lexicon)
        self.predicates = PredicateFinder(page.lexicon)
        self.phrases = PhraseFinder(page.lexicon)
        self.attribute = page.lexicon.pattern("projects", "attribute")
        self.about = page.lexicon.pattern("projects", "head")
        self.alias = page.lexicon.pattern("projects", "alias")
        self.open: list[_Open] = []
        self.sentence = -1
        self.speaks_on = False
        self.now: _Open | None = None
        self.last: _Open | None = None

    def read(self) -> Projects:
        lines = self.page.layout.lines
        for clause in self.page.layout.clauses:
            role = lines[clause.line].role
            if role is Role.HEADING:
                self._headed(clause)
            elif role is Role.TITLE:
                self._titled(clause)
            if role in _UNREAD or clause.end - clause.start > _LONGEST_CLAUSE:
                continue
            turn = self.page.layout.turn_at(clause.start)
            if not (turn and turn.is_question):
                self._clause(clause)
        rows = list(project_rows(self.page, self.times, self.parties, self.predicates))
        return Projects(
            statements=(*self._statements(), *(statement for statement, _ in rows)),
            text=self.text,
            mentions=tuple(sorted([*self._mentions(), *(one for _, one in rows)], key=lambda one: one.reach_start)),
        )

    def _clause(self, clause: Clause) -> None:
        self._keep_or_leave(clause)
        if self.now is None and not self.about.search(self.text, clause.start, clause.end):
            return
        invests = _INVESTS.search(self.text, clause.start, clause.end)
        if invests and self._invested(clause, invests):
            return
        plans = _PLANS.search(self.text, clause.start, clause.end)
        if plans and self._planned(clause, plans):
            return
        if self._is_task(clause):
            if self.now:
                self._reach(self.now, clause)
            return
        found = self.predicates.find(self.text, clause.start, clause.end)
        if (
            self.now and _PHASE.match(self.text, self.names.lead(self.text, clause.start, clause.end), clause.end)
        ) or not (self._listed(clause, found) or self._named(clause, found)):
            self._goes_on(clause, found)

    def _titled(self, clause: Clause) -> None:
        """A title about one project (`关于…项目的公告`) lends its name to 项目 and 一期 in the text."""
        about = _ABOUT.search(self.text, clause.start, clause.end)
        name = self.names.name(self.text, about.start("name"), about.end("name")) if about else None
        swap = _SWAP.search(self.text, clause.start, clause.end)
        if name is None and swap:
            name = self.names.name(self.text, swap.start("name"), swap.end("name"), "项目")
        if name:
            self._tell(clause, [name], (), is_list=False)
            self.now = None

    def _keep_or_leave(self, clause: Clause) -> None:
        """At a new sentence: whether it still speaks of the project of the one before, or of one named earlier."""
        if clause.sentence == self.sentence:
            return
        self.sentence = clause.sentence
        start = self.names.lead(self.text, clause.start, clause.end)
        again = next(
            (
                one
                for one in self.open[-_REMEMBERED:]
                if self.text.startswith(stem_of(one.name.words, one.actors), start)
            ),
            None,
        )
        if again:
            self.now = again
            return
        self.speaks_on = self._speaks_on(start, clause)
        if self.speaks_on:
            self.now = self.now or self.last
        if self.now is None or self.speaks_on:
            return
        is_under = self.now.line == clause.line or self.now.line in self._under(clause)
        is_wide = bool(_AREA.match(self.text, start, clause.end))
        is_near = not is_wide and (is_under or clause.line <= self.now.line + 1)
        if not (self.now.is_topic and is_under) and not (is_near and len(self.open) == 1):
            self.now = None

    def _headed(self, clause: Clause) -> None:
        """A heading that is a project's name and no more opens what stands under it."""
        self.now = None
        start = self.names.lead(self.text, clause.start, clause.end)
        name = self.names.name(self.text, start, clause.end)
        if name and self.names.head.search(name.words) and "、" not in name.words:
            self._tell(clause, [name], (), is_list=False)
            if self.now:
                self.now.is_topic = True

    def _is_task(self, clause: Clause) -> bool:
        """Whether the clause acts upon a project (`推进甲项目竣工`), which describes none."""
        phrase = self.phrases.find(self.text, clause.start, clause.end)
        if phrase is None or phrase.verb is None or phrase.verb.word in self.predicates.status:
            return False
        return not phrase.has_subject or phrase.is_willed

    def _invested(self, clause: Clause, found: re.Match[str]) -> bool:
        """`甲公司投资N亿元建设乙项目`: the name and its builder, without a word of status."""
        name = self.names.name(self.text, found.start("name"), found.end("name"))
        if name is None or not self.names.head.search(name.words):
            return False
        start = self.names.lead(self.text, found.start("firm"), found.end("firm"))
        firm = re.sub(r"(?:计划|拟|将|已)$|股?份?有限责?任?公司$", "", self.text[start : found.end("firm")])
        actors = (firm,) if len(firm) > 1 else self.parties.actors_of(clause.start, clause.end)
        self._tell(clause, [replace(name, actors=actors)], (), is_list=False)
        if found["plan"] and self.now and not self.now.is_told:
            self._mark(self.now, clause, ProjectStatus.PLANNED)
        return True

    def _planned(self, clause: Clause, found: re.Match[str]) -> bool:
        """`规划建设…项目`: a project whose phases and figures follow; alone it is a task."""
        words = self.text[found.start("name") : found.end("name")]
        sized = re.match(r"[\d.]+[万亿]?[吨千瓦立方米台套]*级?", words)
        start = found.start("name") + (sized.end() if sized else 0)
        name = self.names.name(self.text, start, found.end("name"))
        if name is None:
            return False
        actors = self.parties.actors_of(clause.start, clause.end) if found["how"] == "拟" else ()
        self._tell(clause, [replace(name, actors=actors)], (), is_list=False)
        if found["how"] == "拟" and self.now and not self.now.is_told:
            self._mark(self.now, clause, ProjectStatus.PLANNED)
        return True

    def _mark(self, one: _Open, clause: Clause, status: ProjectStatus) -> None:
        one.status, one.is_ahead, one.is_told = status, True, True
        period = self.times.period_of(clause.start, clause.end)
        if period:
            one.periods.append(period)

    def _listed(self, clause: Clause, found: Sequence[Predicate]) -> bool:
        for predicate in found:
            if predicate.status is None and not _ENTERED.search(self.text, clause.start, predicate.subject_end):
                continue
            names, is_list = self.names.in_phrase(self.text, clause.start, predicate.subject_end)
            if names:
                self._tell(clause, names, [predicate], is_list=is_list)
                return True
        return False

    def _named(self, clause: Clause, found: Sequence[Predicate]) -> bool:
        """A name that opens the clause, whatever stands between it and what is said: `甲工程因手续不全停工`."""
        start = self.names.lead(self.text, clause.start, clause.end)
        heads, cut = self._heads(start, clause, found)
        is_bare = bool(heads) and heads[-1] == clause.end
        if not heads or not (found or is_bare or self.attribute.search(self.text, heads[-1], clause.end) or cut):
            return False
        name = self.names.name(self.text, start, heads[-1])
        if name is None or "、" in name.words:
            return False
        found = [one for one in found if one.status or _ENTERED.search(name.words)]
        by = _BY.search(self.text, heads[-1], clause.end)
        if by and not name.actors:
            name = replace(name, actors=(by["firm"],))
        self._tell(clause, [name], found, is_list=False)
        if is_bare and self.now:
            self.now.is_topic = True
        return True

    def _heads(self, start: int, clause: Clause, found: Sequence[Predicate]) -> tuple[list[int], bool]:
        """Where words that may end a name end, as far as the first behind which something is said of it."""
        ends: list[int] = []
        for head in self.names.heads.finditer(self.text, start, clause.end):
            if found and head.end() > found[0].start and found[0].start > start:
                break
            ends.append(head.end())
            if _CUT.match(self.text, head.end(), clause.end):
                return ends, True
        cut = _CUT.search(self.text, start + 2, clause.end)
        before = [end for end in ends if cut is None or end <= cut.start()]
        return before, cut is not None

    def _tell(self, clause: Clause, names: list[Name], predicates: Sequence[Predicate], *, is_list: bool) -> None:
        for place, name in enumerate(names):
            one = self._known(name.words)
            if one is None:
                one = self._opened(clause, name, is_list=is_list)
                if is_list:
                    one.start, one.end = name.start, clause.end if place == len(names) - 1 else name.end
                self.open.append(one)
            elif not is_list:
                one.reaches.append((clause.start, clause.end))
                one.sentence, one.line, one.is_listed = clause.sentence, clause.line, False
            if name.actors and not one.actors:
                one.actors = name.actors
            self.now = self.last = one
            for predicate in predicates:
                self._update(one, clause, predicate)
        if is_list and len(names) > 1:
            self.now = self.last = None

    def _opened(self, clause: Clause, name: Name, *, is_list: bool) -> _Open:
        return _Open(
            name=name,
            start=clause.start,
            end=clause.end,
            sentence=clause.sentence,
            line=clause.line,
            is_listed=is_list,
            actors=name.actors,
            reaches=[] if is_list else [(clause.start, clause.end)],
        )

    def _known(self, words: str) -> _Open | None:
        bare = re.sub(r"(?:项目|工程)$", "", words)
        for one in reversed(self.open[-_REMEMBERED:]):
            other = re.sub(r"(?:项目|工程)$", "", one.name.words)
            is_phase = bool(re.search(r"[一二三四]期", other)) != bool(re.search(r"[一二三四]期", bare))
            if bare == other or (len(bare) >= _SURE and bare in other and not is_phase):
                return one
        return None

    def _update(self, one: _Open, clause: Clause, predicate: Predicate) -> None:
        if predicate.is_progress:
            if one.status is None or one.is_ahead:
                one.status, one.is_ahead = ProjectStatus.BUILDING, False
            return
        ahead = predicate.is_ahead or self._is_still_ahead(one, clause, predicate)
        if predicate.status is not None and (one.status is None or not ahead):
            one.status, one.is_ahead = predicate.status, ahead
        period = self._latest(clause)
        if period:
            one.periods.append(period)
        if not one.is_told and one.sentence != clause.sentence and not one.is_listed:
            one.start, one.sentence = self.page.layout.sentences[clause.sentence].start, clause.sentence
        if clause.sentence == one.sentence and not one.is_listed:
            one.end = max(one.end, clause.end)
        one.is_told = True
        one.is_running_ahead = ahead

    def _is_still_ahead(self, one: _Open, clause: Clause, predicate: Predicate) -> bool:
        """`计划今年开工,2027年投产`: what follows a plan in its sentence is planned too, unless said to be done."""
        words = self.text[clause.start : predicate.end]
        if "已" in words or "了" in words or predicate.status is ProjectStatus.STOPPED:
            return False
        if one.is_told and one.is_running_ahead and clause.sentence == one.sentence:
            return True
        return bool(self.times.is_ahead(clause.start, clause.end)) and bool(self.times.own(clause.start, clause.end))

    def _latest(self, clause: Clause) -> str | None:
        """The last of the times that the clause itself names, else the one that it stands under."""
        own = [one.period for one in self.times.own(clause.start, clause.end) if one.period]
        return max(own, key=last_day_of) if len(own) > 1 else self.times.period_of(clause.start, clause.end)

    def _under(self, clause: Clause) -> tuple[int, ...]:
        return self.page.layout.lines[clause.line].under

    def _speaks_on(self, start: int, clause: Clause) -> bool:
        """Whether a sentence goes on about the project before it: it opens with 该项目, 一期, 总投资 or 建成后."""
        return bool(_SPEAKS_ON.match(self.text, start, clause.end) or self.alias.match(self.text, start, clause.end))

    def _goes_on(self, clause: Clause, found: Sequence[Predicate]) -> None:
        """A clause without a name speaks of the project just named, or of a phase of it."""
        now = self.now
        if now is None:
            return
        start = self.names.lead(self.text, clause.start, clause.end)
        phase = _PHASE.match(self.text, start, clause.end)
        if phase:
            base = re.sub(r"[一二三四]期(?:项目|工程)?$|首期$", "", now.name.words)
            name = Name(words=base + phase[1], start=clause.start, end=clause.end)
            known = self._known(name.words)
            one = known or self._opened(clause, name, is_list=False)
            one.actors = now.actors
            if known is None:
                self.open.append(one)
            one.reaches.append((clause.start, clause.end))
            self.now = one
            for predicate in found:
                self._update(one, clause, predicate)
            return
        self._reach(now, clause)
        found = [one for one in found if one.status]
        if not found:
            return
        before = self.text[start : found[-1].subject_end].strip()
        first = self.text[start : found[0].subject_end].strip()
        if now.is_topic or (not first and self._is_same(now, clause)) or self.alias.fullmatch(first or before or "-"):
            for predicate in found:
                self._update(now, clause, predicate)

    def _is_same(self, now: _Open, clause: Clause) -> bool:
        """Whether a clause without a subject still speaks of the project: in its sentence, or of the only one named."""
        return clause.sentence == now.sentence or self.speaks_on or len(self.open) == 1

    def _reach(self, one: _Open, clause: Clause) -> None:
        one.reaches.append((clause.start, clause.end))
        by = _BY.match(self.text, clause.start, clause.end)
        if by and not one.actors:
            one.actors = (by["firm"],)

    def _statements(self) -> Iterator[Statement]:
        for one in self.open:
            if one.is_told:
                yield Statement(
                    kind=StatementKind.PROJECT,
                    subject=one.name.words,
                    period=max(one.periods, key=last_day_of) if one.periods else None,
                    actors=one.actors,
                    place=self.parties.place_of(one.name.start, one.name.end),
                    status=one.status,
                    start=one.start,
                    end=one.end,
                    confidence=0.85 if one.status else 0.7,
                    because=("texts.because.project_status",),
                )

    def _mentions(self) -> Iterator[ProjectMention]:
        for one in self.open:
            for start, end in dict.fromkeys(one.reaches):
                yield ProjectMention(
                    name=one.name.words,
                    stem=stem_of(one.name.words, one.actors),
                    start=one.name.start,
                    end=one.name.end,
                    reach_start=start,
                    reach_end=end,
                    status=one.status,
                    actors=one.actors,
                )


def stem_of(name: str, actors: tuple[str, ...] = ()) -> str:
    """The name as the head of an attribute's subject, without its builder where enough is left.

    >>> stem_of("玉泉铁矿工程"), stem_of("精品钢项目"), stem_of("北山矿业石岭铁矿采选工程", ("北山矿业",))
    ('玉泉铁矿', '精品钢项目', '石岭铁矿')
    """
    for actor in actors:
        rest = name.removeprefix(actor)
        name = rest if len(rest) >= _SURE else name
    return re.sub(r"(?<=矿)(?:采选|开采)?(?:工程|项目)$", "", name)
