"""The projects of a page while it is still being read: what is known of each, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibiao.texts.layout import Clause
from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ProjectMention, last_day_of
from zhibiao.texts.projects.names import Name
from zhibiao.texts.projects.predicates import Predicate
from zhibiao.texts.statement import ProjectStatus, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_SURE = 4
_REMEMBERED = 60  # projects back that a text still speaks of; bounds the work on hostile input
_KIND = re.compile(r"(?:项目|工程)$")
_PHASED = re.compile(r"[一二三四]期")


@dataclass(slots=True, kw_only=True)
class Opened:
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

    @property
    def stem(self) -> str:
        """Its name as the head of an attribute's subject."""
        return stem_of(self.name.words, self.actors)


class Book:
    """All projects opened so far, in the order of the text."""

    def __init__(self, page: Page, times: Times) -> None:
        self.page, self.times, self.text = page, times, page.text
        self.all: list[Opened] = []

    def open(self, clause: Clause, name: Name, *, is_list: bool) -> Opened:
        """A project named for the first time."""
        one = Opened(
            name=name,
            start=clause.start,
            end=clause.end,
            sentence=clause.sentence,
            line=clause.line,
            is_listed=is_list,
            actors=name.actors,
            reaches=[] if is_list else [(clause.start, clause.end)],
        )
        self.all.append(one)
        return one

    def known(self, words: str) -> Opened | None:
        """The project that a name means: the same name, or the end of a longer one of the same phase."""
        bare = _KIND.sub("", words)
        for one in reversed(self.all[-_REMEMBERED:]):
            other = _KIND.sub("", one.name.words)
            is_phase = bool(_PHASED.search(other)) != bool(_PHASED.search(bare))
            if bare == other or (len(bare) >= _SURE and bare in other and not is_phase):
                return one
        return None

    def opening(self, start: int) -> Opened | None:
        """The project whose stem stands at a place."""
        return next((one for one in self.all[-_REMEMBERED:] if self.text.startswith(one.stem, start)), None)

    def mark(self, one: Opened, clause: Clause, status: ProjectStatus) -> None:
        """A project told of as planned, without a word of status."""
        one.status, one.is_ahead, one.is_told = status, True, True
        period = self.times.period_of(clause.start, clause.end)
        if period:
            one.periods.append(period)

    def update(self, one: Opened, clause: Clause, predicate: Predicate) -> None:
        """What a predicate adds: the status, unless only planned where more is known; the time; the words quoted."""
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

    def _is_still_ahead(self, one: Opened, clause: Clause, predicate: Predicate) -> bool:
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

    def statements(self, parties: Parties) -> Iterator[Statement]:
        """One statement for each project of which something was said."""
        for one in self.all:
            if one.is_told:
                yield Statement(
                    kind=StatementKind.PROJECT,
                    subject=one.name.words,
                    period=max(one.periods, key=last_day_of) if one.periods else None,
                    actors=one.actors,
                    place=parties.place_of(one.name.start, one.name.end),
                    status=one.status,
                    start=one.start,
                    end=one.end,
                    confidence=0.85 if one.status else 0.7,
                    because=("texts.because.project_status",),
                )

    def mentions(self) -> Iterator[ProjectMention]:
        """Each project with each stretch of text that speaks of it."""
        for one in self.all:
            for start, end in dict.fromkeys(one.reaches):
                yield ProjectMention(
                    name=one.name.words,
                    stem=one.stem,
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
    for actor in ("与".join(actors), *actors):
        rest = re.sub(r"^(?:股份|集团)?(?:有限)?(?:责任)?(?:公司)?的?", "", name.removeprefix(actor))
        name = rest if len(rest) >= _SURE else name
    return re.sub(r"(?<=矿)(?:采选|开采)?(?:工程|项目)$", "", name)
