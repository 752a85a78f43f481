"""Reads the projects of a page: names with what is said of them, later words joined to the name they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibiao.texts.actions.mode import Mode, modes
from zhibiao.texts.actions.phrase import PhraseFinder
from zhibiao.texts.layout import Clause, Role
from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ProjectMention, Projects
from zhibiao.texts.projects.names import Name, NameFinder
from zhibiao.texts.projects.predicates import Predicate, PredicateFinder
from zhibiao.texts.statement import ProjectStatus, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_PHASE = re.compile(r"(?:项目|工程|其中)?([一二三四]期|首期)(?:工程|项目)?$")


@dataclass(slots=True, kw_only=True)
class _Open:
    """A project while its text is still being read."""

    name: Name
    start: int
    end: int
    sentence: int
    line: int
    is_listed: bool
    status: ProjectStatus | None = None
    is_ahead: bool = False
    periods: list[str] | None = None
    is_told: bool = False


def projects(page: Page, times: Times, parties: Parties) -> Projects:
    """The named projects of a page: statements of their status, and their reach over the figures that follow."""
    return _Reader(page, times, parties).read()


class _Reader:
    def __init__(self, page: Page, times: Times, parties: Parties) -> None:
        self.page, self.times, self.parties = page, times, parties
        self.names = NameFinder(page.lexicon)
        self.predicates = PredicateFinder(page.lexicon)
        self.attribute = page.lexicon.pattern("projects", "attribute")
        self.phrases = PhraseFinder(page.lexicon)
        self.alias = re.compile(rf"(?:{page.lexicon.pattern('projects', 'alias').pattern})$")
        self.open: list[_Open] = []

    def read(self) -> Projects:
        for clause, told in zip(self.page.layout.clauses, modes(self.page), strict=True):
            line = self.page.layout.lines[clause.line]
            if line.role in {Role.TITLE, Role.HEADING, Role.MARGIN, Role.ROW}:
                continue
            turn = self.page.layout.turn_at(clause.start)
            if turn and turn.is_question:
                continue
            self._clause(clause, told.mode)
        return Projects(statements=self._statements(), mentions=self._mentions())

    def _clause(self, clause: Clause, mode: Mode) -> None:
        phrase = self.phrases.find(self.page.text, clause.start, clause.end)
        if phrase and not self.predicates.status.get(phrase.verb.word):
            if mode is Mode.AHEAD or phrase.is_willed or not phrase.has_subject:
                return
        found = self.predicates.find(self.page.text, clause.start, clause.end)
        for predicate in found:
            names, is_list = self.names.in_phrase(self.page.text, clause.start, predicate.subject_end)
            if names:
                self._tell(clause, names, predicate, is_list=is_list)
                return
        if self._attributes(clause):
            return
        if found:
            self._goes_on(clause, found[-1])

    def _attributes(self, clause: Clause) -> bool:
        """A name before a word of an attribute opens a project without status: `X项目总投资…`."""
        for word in self.attribute.finditer(self.page.text, clause.start, clause.end):
            end = word.start()
            while end > clause.start and self.page.text[end - 1] in "的计划设预计总":
                end -= 1
            names, is_list = self.names.in_phrase(self.page.text, clause.start, end)
            if len(names) == 1 and not is_list:
                known = self._known(names[0].words)
                if known is None:
                    self.open.append(self._opened(clause, names[0], is_list=False))
                else:
                    self.open.append(replace(known, start=clause.start, end=clause.end, line=clause.line, is_told=True))
                return True
        return False

    def _tell(self, clause: Clause, names: list[Name], predicate: Predicate, *, is_list: bool) -> None:
        for place, name in enumerate(names):
            known = self._known(name.words)
            if known is not None:
                self._update(known, clause, predicate)
                continue
            opened = self._opened(clause, name, is_list=is_list)
            if is_list:
                opened.start = name.start
                opened.end = clause.end if place == len(names) - 1 else name.end
            self._update(opened, clause, predicate)
            self.open.append(opened)

    def _opened(self, clause: Clause, name: Name, *, is_list: bool) -> _Open:
        return _Open(
            name=name, start=clause.start, end=clause.end, sentence=clause.sentence, line=clause.line, is_listed=is_list
        )

    def _known(self, words: str) -> _Open | None:
        bare = re.sub(r"(?:项目|工程)$", "", words)
        for one in reversed(self.open):
            other = re.sub(r"(?:项目|工程)$", "", one.name.words)
            if not one.is_told and (bare in other or other in bare):
                return one
        return None

    def _update(self, one: _Open, clause: Clause, predicate: Predicate) -> None:
        has_now = one.status is not None and not one.is_ahead
        if predicate.status is not None and not (predicate.is_ahead and has_now):
            if not (predicate.is_ahead and one.status is not None):
                one.status, one.is_ahead = predicate.status, predicate.is_ahead
        period = self.times.period_of(clause.start, clause.end)
        if period:
            one.periods = [*(one.periods or []), period]
        if clause.sentence == one.sentence and not one.is_listed:
            one.end = max(one.end, clause.end)

    def _goes_on(self, clause: Clause, predicate: Predicate) -> None:
        """A clause without a name speaks of the project just named, or of a phase of it."""
        if not self.open or self.open[-1].is_listed:
            return
        last = self.open[-1]
        before = self.page.text[clause.start : predicate.subject_end].strip()
        is_near = clause.sentence == last.sentence or clause.line == last.line
        phase = _PHASE.search(before)
        if phase and len(before) <= 10:
            name = replace(last.name, words=last.name.words + phase.group(1), start=clause.start, end=clause.end)
            opened = self._opened(clause, name, is_list=False)
            self._update(opened, clause, predicate)
            self.open.append(opened)
        elif (not before and clause.sentence == last.sentence) or (before and is_near and self.alias.fullmatch(before)):
            self._update(last, clause, predicate)

    def _statements(self) -> tuple[Statement, ...]:
        return tuple(self._statement(one) for one in self.open if one.status or (one.periods and not one.is_told))

    def _statement(self, one: _Open) -> Statement:
        return Statement(
            kind=StatementKind.PROJECT,
            subject=one.name.words,
            period=max(one.periods, key=_end_of) if one.periods else None,
            actors=one.name.actors,
            place=self.parties.place_of(one.name.start, one.name.end),
            status=one.status,
            start=one.start,
            end=one.end,
            confidence=0.8,
            because=("texts.because.project_status",),
        )

    def _mentions(self) -> tuple[ProjectMention, ...]:
        found: list[ProjectMention] = []
        singles = sorted((one for one in self.open if not one.is_listed), key=lambda one: one.start)
        starts = sorted(one.start for one in self.open)
        for one in singles:
            line_end = self.page.layout.lines[one.line].end
            following = [start for start in starts if start > one.start]
            found.append(
                ProjectMention(
                    name=one.name.words,
                    stem=stem_of(one.name.words),
                    start=one.name.start,
                    end=one.name.end,
                    reach_start=one.start,
                    reach_end=min([line_end, *following[:1]]),
                    status=one.status,
                    actors=one.name.actors,
                )
            )
        return tuple(found)


def _end_of(period: str) -> str:
    """The last day that a period names, for comparing: a year alone counts as its end."""
    return (period.rpartition("..")[2] + "-99-99")[:10]


def stem_of(name: str) -> str:
    """The name as the head of an attribute's subject.

    >>> stem_of("玉泉铁矿工程"), stem_of("精品钢项目")
    ('玉泉铁矿', '精品钢项目')
    """
    return re.sub(r"(?<=矿)(?:工程|项目)$", "", name)
