"""Which project a text speaks of at a clause: the one named, that of the sentence before, or of the whole text."""

from __future__ import annotations

import re

from zhibiao.texts.layout import Clause
from zhibiao.texts.page import Page
from zhibiao.texts.projects.names import NameFinder
from zhibiao.texts.projects.opened import Book, Opened

PHASE_END = re.compile(r"[一二三四]期(?:项目|工程)?$|首期$")
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
_SURE = 4


class Topic:
    """What the text speaks of while its clauses are gone through in order.

    `now` is the project spoken of at the clause, `last` the one named last, `hero` the one that the whole text is
    about; `speaks_on` where a sentence goes on about the project before it.
    """

    def __init__(self, page: Page, names: NameFinder, book: Book) -> None:
        self.page, self.text, self.names, self.book = page, page.text, names, book
        self.attribute = page.lexicon.pattern("projects", "attribute")
        self.alias = page.lexicon.pattern("projects", "alias")
        self.sentence = self.promised = -1
        self.speaks_on = self.is_about_one = False
        self.titles = ""
        self.now: Opened | None = None
        self.last: Opened | None = None
        self.hero: Opened | None = None

    def follow(self, clause: Clause) -> None:
        """Go on to a clause."""
        self._keep_or_leave(clause)
        if self.now and _ELSEWHERE.match(self.text, clause.start, clause.end) and not self._speaks_of_itself(clause):
            self.now = None
        start = self.names.lead(self.text, clause.start, clause.end)
        if self.now is None and self.promised == clause.sentence and self._speaks_on(start, clause):
            self.now = self.last

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
                self.now = self.book.known(PHASE_END.sub("", self.now.name.words)) or self.now
        elif self.now is not None and not self._is_kept(self.now, clause, start):
            self.now = None
        if self.hero and (self.now is None or (self.now.line != clause.line and self._is_phase(self.now))):
            self.now = self.hero

    def _is_phase(self, one: Opened) -> bool:
        return self.hero is not None and PHASE_END.sub("", one.name.words) == self.hero.name.words

    def _is_kept(self, now: Opened, clause: Clause, start: int) -> bool:
        """Whether a sentence that names no project stands where it may still speak of the one before."""
        is_under = now.line == clause.line or now.line in self._under(clause)
        is_near = is_under or clause.line <= now.line + 1
        opens_bare = bool(
            _BARE.match(self.text, start, clause.end) or self.attribute.match(self.text, start, clause.end)
        )
        return (now.is_topic and is_under) or (is_near and opens_bare and len(self.book.all) == 1)

    def _speaks_of_itself(self, clause: Clause) -> bool:
        return bool(_ITSELF.match(self.text, self.names.lead(self.text, clause.start, clause.end), clause.end))

    def _speaks_on(self, start: int, clause: Clause) -> bool:
        """Whether a sentence goes on about the project before it: it opens with 该项目, 一期, 总投资 or 建成后."""
        return bool(_SPEAKS_ON.match(self.text, start, clause.end) or self.alias.match(self.text, start, clause.end))

    def heed(self, one: Opened, *, is_list: bool) -> None:
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

    def is_same(self, now: Opened, clause: Clause) -> bool:
        """Whether a clause without a subject still speaks of the project: in its sentence, or of the only one named."""
        return clause.sentence == now.sentence or self.speaks_on or len(self.book.all) == 1
