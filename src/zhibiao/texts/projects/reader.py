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
from zhibiao.texts.projects.sizes import size_of
from zhibiao.texts.statement import ProjectStatus, Statement

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_UNREAD = {Role.TITLE, Role.HEADING, Role.MARGIN, Role.ROW}
_PHASE = re.compile(r"(?:该|本)?(?:项目|工程|企业|公司|其中)?的?([一二三四]期|首期)(?:工程|项目)?")
_PHASE_END = re.compile(r"[一二三四]期(?:项目|工程)?$|首期$")
_ASIDE = re.compile(r"[一二三四]期(?:采选|建设|设计|生产)?规模")
_CUT = re.compile(
    r"[在由因于是为已将拟正现]|计划|预计|总投资|投资|设计|主体|形象|完成|建设(?!项目|工程)|占地|达产|投产|今年|去年|明年|年产|规划|按照|累计|通过|入选|列入|被|获|取得|进展|仍|也|均|全部|有望|可"
)
_ATTRIBUTIVE = re.compile(r"(?:由|总?投资|计划总?投资|总规模|占地|位于|坐落)[^,，。的]{1,40}?的(?=[^,，。]{3,})")
_SPEAKS_ON = re.compile(
    r"[该此本](?!市|县|省|区|报|网)[^,，。]{1,6}(?:[为将已共]|总投资|设计|预计|计划|建成|位于|是|占地|由)|总投资|设计|预计|现已|力争|有望|计划(?!生育)|建成|达产|投产|竣工|全部建成|(?:建设)?总?工期|建设内容|主要建设|主体|形象进度|累计完成投资"
)
_ELSEWHERE = re.compile(
    r"[^,，。]{0,10}?(?:全[市省县区国州球]|[我本][市省县区国])|[^,，。的]{1,10}?(?:行业|产业(?!园|城|基地|链))|[^,，。的]{2,4}[市县](?!场)(?!首|重)[^,，。]{0,4}(?:累计|现有|共有|已|今年|去年|实现)|(?:据悉|据了解|目前)?[,，]?[^,，。的]{2,14}?(?:公司|集团|特钢|钢铁|矿业|股份)(?:现有|目前|去年|今年|全年|累计|拥有|成立|是|已形成)"
)
_ITSELF = re.compile(r"[该此本这](?![市县省区报网])|(?:项目|工程)")
_WHOLE = re.compile(r"(?:该|本)?(?:项目|工程)?(?:全部|整体|两期)?(?:建成|达产|投产|竣工)后")
_BARE = re.compile(
    r"已|共|现|将|可|拟|目前|累计|完成|截至|建设|新建|占地|位于|由|主要|按照|根据|为|自|通过|采用|正|全部|投产|建成|一是|首"
    r"|[^,，。]{0,4}(?:项目|工程|矿|园区|电站|基地)"
)
_MUST = re.compile(r"必须|务必|(?<![主重需只首纲摘概])要(?=[^求素点闻])|(?<!无)须|应当|确保|不得")
_MANY = re.compile(r"[、等批]|\d+个")
_LONGEST_CLAUSE = 400
_SURE = 4
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
        self.sentence = self.promised = -1
        self.speaks_on = self.is_about_one = False
        self.titles = ""
        self.now: Opened | None = None
        self.last: Opened | None = None
        self.hero: Opened | None = None

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
            statements=(*self.book.statements(self.parties), *self.sizes, *(statement for statement, _ in rows)),
            text=self.text,
            present=f"{self.page.published:%Y-%m}" if self.page.published else None,
            mentions=tuple(sorted([*self.book.mentions(), *(one for _, one in rows)], key=lambda one: one.reach_start)),
        )

    def _clause(self, clause: Clause) -> None:
        self._keep_or_leave(clause)
        if self.now and _ELSEWHERE.match(self.text, clause.start, clause.end) and not self._speaks_of_itself(clause):
            self.now = None
        start = self.names.lead(self.text, clause.start, clause.end)
        if self.now is None and self.promised == clause.sentence and self._speaks_on(start, clause):
            self.now = self.last
        if self.now is None and not self.about.search(self.text, clause.start, clause.end):
            return
        announced = self.announced.find(self.text, clause.start, clause.end)
        if announced:
            self._announced(clause, announced)
            return
        if self._is_task(clause) or self._is_demanded(clause):
            if self.now:
                self._reach(self.now, clause)
            else:
                self._promised(clause)
            return
        found = self.predicates.find(self.text, clause.start, clause.end)
        if (
            self.now and _PHASE.match(self.text, self.names.lead(self.text, clause.start, clause.end), clause.end)
        ) or not (self._listed(clause, found) or self._named(clause, found)):
            self._goes_on(clause, found)

    def _titled(self, clause: Clause) -> None:
        """A title about one project lends its name to 项目 and 一期 in the text, or says that the text is about one."""
        name = self.announced.in_title(self.text, clause.start, clause.end)
        if name:
            self._tell(clause, [name], (), is_list=False)
            self.hero, self.now = self.now, None
            return
        self.titles += self.text[clause.start : clause.end]
        start = self.names.lead(self.text, clause.start, clause.end)
        heads = [one.end() for one in self.names.heads.finditer(self.text, start, clause.end)]
        words = self.text[start : heads[-1]] if heads else ""
        self.is_about_one = self.is_about_one or bool(
            words and not _MANY.search(words) and self.names.name(self.text, start, heads[-1])
        )

    def _keep_or_leave(self, clause: Clause) -> None:
        """At a new sentence: whether it still speaks of the project of the one before, or of one named earlier."""
        if clause.sentence == self.sentence:
            return
        self.sentence = clause.sentence
        start = self.names.lead(self.text, clause.start, clause.end)
        again = self.book.opening(start)
        if again:
            self.now = again
            return
        self.speaks_on = self._speaks_on(start, clause)
        if _ELSEWHERE.match(self.text, start, clause.end) and not self._speaks_of_itself(clause):
            self.now, self.speaks_on = None, False
            return
        if self.speaks_on:
            self.now = self.now or self.last
            if self.now and _WHOLE.match(self.text, start, clause.end):
                self.now = self.book.known(_PHASE_END.sub("", self.now.name.words)) or self.now
        elif self.now is not None and not self._is_kept(self.now, clause, start):
            self.now = None
        if self.hero and (self.now is None or (self.now.line != clause.line and self._is_phase(self.now))):
            self.now = self.hero

    def _speaks_of_itself(self, clause: Clause) -> bool:
        return bool(_ITSELF.match(self.text, self.names.lead(self.text, clause.start, clause.end), clause.end))

    def _is_phase(self, one: Opened) -> bool:
        return self.hero is not None and _PHASE_END.sub("", one.name.words) == self.hero.name.words

    def _is_kept(self, now: Opened, clause: Clause, start: int) -> bool:
        """Whether a sentence that names no project stands where it may still speak of the one before."""
        is_under = now.line == clause.line or now.line in self._under(clause)
        is_near = is_under or clause.line <= now.line + 1
        opens_bare = bool(
            _BARE.match(self.text, start, clause.end) or self.attribute.match(self.text, start, clause.end)
        )
        return (now.is_topic and is_under) or (is_near and opens_bare and len(self.book.all) == 1)

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

    def _promised(self, clause: Clause) -> None:
        """`双方将共建物流枢纽` is a task; 项目 in the sentences that follow means what is to be built."""
        phrase = self.phrases.find(self.text, clause.start, clause.end)
        if phrase is None or phrase.verb is None or phrase.verb.sense != "build":
            return
        verb = self.text.find(phrase.verb.word, phrase.start, phrase.end)
        name = self.names.name(self.text, verb + len(phrase.verb.word), phrase.end)
        if name and self.names.head.search(name.words) and "、" not in name.words:
            self.promised = clause.sentence
            self.last = self.book.known(name.words) or self.book.open(clause, name, is_list=False)
            self.last.actors = self.last.actors or self.parties.actors_of(clause.start, clause.end)

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
        if self.now is None:
            return
        if found.is_planned and not self.now.is_told:
            self.book.mark(self.now, clause, ProjectStatus.PLANNED)
        size = size_of(self.now, self.page, found.size, start=clause.start, end=clause.end) if found.size else None
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
        if is_bare and self.now:
            self.now.is_topic = True
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
                if is_list:
                    one.start, one.end = name.start, clause.end if place == len(names) - 1 else name.end
            elif not is_list:
                one.reaches.append((clause.start, clause.end))
                one.sentence, one.line, one.is_listed = clause.sentence, clause.line, False
            if name.actors and not one.actors:
                one.actors = name.actors
            self.now = self.last = one
            self._heed(one, is_list=is_list)
            for predicate in predicates:
                self.book.update(one, clause, predicate)
        if is_list and len(names) > 1:
            self.now = self.last = None

    def _heed(self, one: Opened, *, is_list: bool) -> None:
        """Whether the whole text is about this project: its title names it, or names one and no second is told of."""
        core = re.sub(r"(?:项目|工程)$", "", one.stem)
        if len(core) >= _SURE and core in self.titles and not is_list:
            self.hero, self.is_about_one = self.hero or one, False
        elif self.is_about_one and self.hero is None and not is_list:
            self.hero = one
        elif self.is_about_one and self.hero is not None and not self._is_part(one, self.hero):
            self.hero, self.is_about_one = None, False

    def _is_part(self, one: Opened, whole: Opened) -> bool:
        return one is whole or one.name.words.startswith(whole.stem) or whole.stem in one.name.words

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
            one = self._phase(now, clause, phase[1])
            if not _ASIDE.match(self.text, start, clause.end):
                self.now = one
            for predicate in found:
                self.book.update(one, clause, predicate)
            return
        self._reach(now, clause)
        found = [one for one in found if one.status]
        if not found:
            return
        before = self.text[start : found[-1].subject_end].strip()
        first = self.text[start : found[0].subject_end].strip()
        if now.is_topic or (not first and self._is_same(now, clause)) or self.alias.fullmatch(first or before or "-"):
            for predicate in found:
                self.book.update(now, clause, predicate)

    def _phase(self, now: Opened, clause: Clause, words: str) -> Opened:
        """A phase of a project as a project of its own."""
        name = Name(words=_PHASE_END.sub("", now.name.words) + words, start=clause.start, end=clause.end)
        one = self.book.known(name.words) or self.book.open(clause, name, is_list=False)
        one.actors = now.actors
        one.reaches.append((clause.start, clause.end))
        return one

    def _is_same(self, now: Opened, clause: Clause) -> bool:
        """Whether a clause without a subject still speaks of the project: in its sentence, or of the only one named."""
        return clause.sentence == now.sentence or self.speaks_on or len(self.book.all) == 1

    def _reach(self, one: Opened, clause: Clause) -> None:
        one.reaches.append((clause.start, clause.end))
        by = _BY.match(self.text, clause.start, clause.end)
        if by and not one.actors:
            one.actors = (by["firm"],)
