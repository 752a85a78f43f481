"""Reads the projects of a page: names with what is said of them, later words joined to the name they speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibiao.texts.actions.phrase import PhraseFinder
from zhibiao.texts.layout import Clause, Role
from zhibiao.texts.page import Page
from zhibiao.texts.projects.announced import Announced, AnnouncedFinder
from zhibiao.texts.projects.mention import Projects
from zhibiao.texts.projects.names import Name, NameFinder
from zhibiao.texts.projects.opened import Book, Opened
from zhibiao.texts.projects.predicates import Predicate, PredicateFinder
from zhibiao.texts.projects.rows import project_rows
from zhibiao.texts.projects.sizes import lag_of, size_of
from zhibiao.texts.projects.topic import PHASE_END, Topic
from zhibiao.texts.statement import ProjectStatus, Statement

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_UNREAD = {Role.TITLE, Role.HEADING, Role.MARGIN, Role.ROW}
_PHASE = re.compile(r"(?:该|本)?(?:项目|工程|企业|公司|其中)?的?([一二三四]期|首期)(?:工程|项目)?")
_ASIDE = re.compile(r"[一二三四]期(?:采选|建设|设计|生产)?规模")
_CUT = re.compile(
    r"[在由因于是为已将拟正现]|计划|预计|总投资|投资|设计|主体|形象|完成|建设(?!项目|工程)|占地|达产|投产|今年|去年|明年|年产|规划|按照|累计|通过|入选|列入|被|获|取得|进展|仍|也|均|全部|有望|可"
)
_ATTRIBUTIVE = re.compile(r"(?:由|总?投资|计划总?投资|总规模|占地|位于|坐落)[^,，。的]{1,40}?的(?=[^,，。]{3,})")
_MUST = re.compile(r"必须|务必|(?<![主重需只首纲摘概])要(?=[^求素点闻])|(?<!无)须|应当|确保|不得")
_MANY = re.compile(r"[、等批]|\d+个")
_LONGEST_CLAUSE = 400
_ALONGSIDE = re.compile(r"(?:目前[,，]?)?(?:同步|同期|配套|先期)(?:实施|建设|推进|启动)?的")
_ENTERED = re.compile(r"项目|工程")
_BY = re.compile(
    r"由(?P<firm>[^,，。、\d]{2,20}?)(?:总?投资[^,，。]{0,12})?(?:负责|投资|建设|承建|承担|实施|开发|合作|运营)(?![^,，。]*的)"
)


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
        self.announced = AnnouncedFinder(self.names)
        self.book = Book(page, times)
        self.sizes: list[Statement] = []
        self.topic = Topic(page, self.names, self.book)

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
                lag = lag_of(self.topic.now, self.page, self.times, clause) if self.topic.now else None
                self.sizes.extend([lag] if lag else [])
        rows = list(project_rows(self.page, self.times, self.parties, self.predicates))
        return Projects(
            statements=(*self.book.statements(self.parties), *self.sizes, *(statement for statement, _ in rows)),
            text=self.text,
            present=f"{self.page.published:%Y-%m}" if self.page.published else None,
            mentions=tuple(sorted([*self.book.mentions(), *(one for _, one in rows)], key=lambda one: one.reach_start)),
        )

    def _clause(self, clause: Clause) -> None:
        self.topic.follow(clause)
        if self.topic.now is None and not self.about.search(self.text, clause.start, clause.end):
            return
        announced = self.announced.find(self.text, clause.start, clause.end)
        if announced:
            self._announced(clause, announced)
            return
        if self._is_task(clause) or self._is_demanded(clause):
            if self.topic.now:
                self._reach(self.topic.now, clause)
            else:
                self._promised(clause)
            return
        found = self.predicates.find(self.text, clause.start, clause.end)
        if (
            self.topic.now and _PHASE.match(self.text, self.names.lead(self.text, clause.start, clause.end), clause.end)
        ) or not (self._listed(clause, found) or self._named(clause, found)):
            self._goes_on(clause, found)

    def _titled(self, clause: Clause) -> None:
        """A title about one project lends its name to 项目 and 一期 in the text, or says that the text is about one."""
        name = self.announced.in_title(self.text, clause.start, clause.end)
        if name:
            self._tell(clause, [name], (), is_list=False)
            self.topic.hero, self.topic.now = self.topic.now, None
            return
        self.topic.titles += self.text[clause.start : clause.end]
        start = self.names.lead(self.text, clause.start, clause.end)
        heads = [one.end() for one in self.names.heads.finditer(self.text, start, clause.end)]
        words = self.text[start : heads[-1]] if heads else ""
        self.topic.is_about_one = self.topic.is_about_one or bool(
            words and not _MANY.search(words) and self.names.name(self.text, start, heads[-1])
        )

    def _headed(self, clause: Clause) -> None:
        """A heading that is a project's name and no more opens what stands under it."""
        self.topic.now = None
        start = self.names.lead(self.text, clause.start, clause.end)
        name = self.names.name(self.text, start, clause.end)
        if name and self.names.head.search(name.words) and "、" not in name.words:
            self._tell(clause, [name], (), is_list=False)
            if self.topic.now:
                self.topic.now.is_topic = True

    def _is_task(self, clause: Clause) -> bool:
        """Whether the clause acts upon a project (`推进甲项目竣工`), which describes none."""
        phrase = self.phrases.find(self.text, clause.start, clause.end)
        if phrase is None or phrase.verb is None or phrase.verb.word in self.predicates.status:
            return False
        return not phrase.has_subject or phrase.is_willed

    def _promised(self, clause: Clause) -> None:
        """`双方将共建物流枢纽` is a task; 项目 in the sentences that follow means what is to be built."""
        phrase = self.phrases.find(self.text, clause.start, clause.end)
        if phrase is None or phrase.verb is None or phrase.verb.sense != "build":
            return
        verb = self.text.find(phrase.verb.word, phrase.start, phrase.end)
        name = self.names.name(self.text, verb + len(phrase.verb.word), phrase.end)
        if name and self.names.head.search(name.words) and "、" not in name.words:
            self.topic.promised = clause.sentence
            self.topic.last = self.book.known(name.words) or self.book.open(clause, name, is_list=False)
            self.topic.last.actors = self.topic.last.actors or self.parties.actors_of(clause.start, clause.end)

    def _is_demanded(self, clause: Clause) -> bool:
        """`甲项目9月底前必须点火` demands something of a project, and tells nothing of it."""
        must = _MUST.search(self.text, clause.start, clause.end)
        return must is not None and bool(self.predicates.word.search(self.text, must.end(), clause.end))

    def _announced(self, clause: Clause, found: Announced) -> None:
        """A project announced by a verb of building: its builder, its size, and that it is planned."""
        name = found.name
        if found.asks_builder and not name.actors:
            name = replace(name, actors=self.parties.actors_of(clause.start, clause.end))
        self._tell(clause, [name], (), is_list=False)
        if self.topic.now is None:
            return
        if found.is_planned and not self.topic.now.is_told:
            self.book.mark(self.topic.now, clause, ProjectStatus.PLANNED)
        size = (
            size_of(self.topic.now, self.page, found.size, start=clause.start, end=clause.end) if found.size else None
        )
        if size:
            self.sizes.append(size)

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
        if is_bare and self.topic.now:
            self.topic.now.is_topic = True
        return True

    def _heads(self, start: int, clause: Clause, found: Sequence[Predicate]) -> tuple[list[int], bool]:
        """Where words that may end a name end, as far as the first behind which something is said of it."""
        ends: list[int] = []
        of = _ATTRIBUTIVE.match(self.text, start, clause.end)
        for head in self.names.heads.finditer(self.text, of.end() if of else start, clause.end):
            if found and head.end() > found[0].start and found[0].start > start:
                break
            ends.append(head.end())
            if _CUT.match(self.text, head.end(), clause.end):
                return ends, True
        cut = _CUT.search(self.text, of.end() if of else start + 2, clause.end)
        before = [end for end in ends if cut is None or end <= cut.start()]
        return before, cut is not None

    def _tell(self, clause: Clause, names: list[Name], predicates: Sequence[Predicate], *, is_list: bool) -> None:
        for place, name in enumerate(names):
            one = self.book.known(name.words)
            if one is None:
                one = self.book.open(clause, name, is_list=is_list)
                if self.topic.last and _ALONGSIDE.match(self.text, clause.start, clause.end):
                    one.actors = name.actors or self.topic.last.actors
                if is_list:
                    one.start, one.end = name.start, clause.end if place == len(names) - 1 else name.end
            elif not is_list:
                one.reaches.append((clause.start, clause.end))
                one.sentence, one.line, one.is_listed = clause.sentence, clause.line, False
            if name.actors and not one.actors:
                one.actors = name.actors
            self.topic.now = self.topic.last = one
            self.topic.heed(one, is_list=is_list)
            for predicate in predicates:
                self.book.update(one, clause, predicate)
        if is_list and len(names) > 1:
            self.topic.now = self.topic.last = None

    def _goes_on(self, clause: Clause, found: Sequence[Predicate]) -> None:
        """A clause without a name speaks of the project just named, or of a phase of it."""
        now = self.topic.now
        if now is None:
            return
        start = self.names.lead(self.text, clause.start, clause.end)
        phase = _PHASE.match(self.text, start, clause.end)
        if phase:
            one = self._phase(now, clause, phase[1])
            if not _ASIDE.match(self.text, start, clause.end):
                self.topic.now = one
            for predicate in found:
                self.book.update(one, clause, predicate)
            return
        self._reach(now, clause)
        found = [one for one in found if one.status]
        if not found:
            return
        before = self.text[start : found[-1].subject_end].strip()
        first = self.text[start : found[0].subject_end].strip()
        if (
            now.is_topic
            or (not first and self.topic.is_same(now, clause))
            or self.alias.fullmatch(first or before or "-")
        ):
            for predicate in found:
                self.book.update(now, clause, predicate)

    def _phase(self, now: Opened, clause: Clause, words: str) -> Opened:
        """A phase of a project as a project of its own."""
        name = Name(words=PHASE_END.sub("", now.name.words) + words, start=clause.start, end=clause.end)
        one = self.book.known(name.words) or self.book.open(clause, name, is_list=False)
        one.actors = one.actors or now.actors
        one.reaches.append((clause.start, clause.end))
        return one

    def _reach(self, one: Opened, clause: Clause) -> None:
        one.reaches.append((clause.start, clause.end))
        by = _BY.match(self.text, clause.start, clause.end)
        if by and not one.actors:
            one.actors = (by["firm"],)
