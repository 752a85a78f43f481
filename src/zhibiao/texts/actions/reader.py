"""Reads the tasks of a page: every clause that lies ahead and names a checkable action, and rows of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibiao.texts.actions.checkable import Checker, polarity_of
from zhibiao.texts.actions.handed import Closing, HandedFinder
from zhibiao.texts.actions.mode import Mode, Told, is_plan, modes
from zhibiao.texts.actions.phrase import Phrase, PhraseFinder, subject_of
from zhibiao.texts.actions.rows import TaskRow, task_rows
from zhibiao.texts.layout import Clause, Role, RunIn
from zhibiao.texts.page import Page
from zhibiao.texts.statement import Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

FIGURE_INSIDE = "texts.because.figure_inside"
_WORTH = {
    "ban": (0.9, "texts.because.action_ban"),
    "direction": (0.85, "texts.because.action_direction"),
    "named": (0.85, "texts.because.action_named"),
    "thing": (0.85, "texts.because.action_thing"),
    "event": (0.85, "texts.because.action_event"),
    "verb": (0.7, "texts.because.action_verb"),
    "row": (0.9, "texts.because.action_row"),
}
_INHERITED = 0.1
_LONGEST_CLAUSE = 400
_LONGEST_WHAT = 24
_ASIDE = re.compile(r"涉及|合计|共计|折合|其中|约|占|含")
_HAPPENS = re.compile(r"点火|投产|达产|竣工|停产|复产|复工|开工|封顶|投运|并网|通车|上市|达标|完工|投用")
_NAMED = re.compile(r"[^\d]{2,}(?:项目|工程|产线|生产线|基地)$")
_DUE = re.compile(r"须|应|必须|务必|要")
_WORK = re.compile(
    r"(?:手续|搬迁|移交|划转|改造|建设|征收|用地|土地|环评|能评|审批|整改|整治|治理|验收|方案|工作|任务|项目|工程|供电|供水|线路|管网|产权|证照?|补偿|安置|拆除|清理|接收|核查|普查|评估)$"
)
_SINCE = re.compile(r"[自从][^,，;；。]{2,14}起")
_PART = re.compile(r"[^,，;；。]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """What the clause before left behind: a task that may still get its deadline, or words whose verb may follow.

    `is_given` where somebody was made answerable for them (`X由Y负责`).
    """

    clause: Clause
    what: str
    task: Statement | None = None
    actors: tuple[str, ...] = ()
    is_given: bool = False


def actions(page: Page, times: Times, parties: Parties) -> list[Statement]:
    """The tasks of a page, in the order of the text.

    A clause that holds a figure of its own is told too, with the code `FIGURE_INSIDE`: `without_figures` drops it
    where that figure became a statement.
    """
    return sorted(_Reader(page, times, parties).read(), key=lambda one: one.start)


def without_figures(tasks: Iterable[Statement], figures: Sequence[Statement]) -> list[Statement]:
    """The tasks left when those go whose clause holds a figure that is a statement itself."""
    places = sorted((one.start, one.end) for one in figures)
    return [task for task in tasks if FIGURE_INSIDE not in task.because or not _holds_any(task, places)]


def _holds_any(task: Statement, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < task.end and task.start < end for start, end in places)


class _Reader:
    def __init__(self, page: Page, times: Times, parties: Parties) -> None:
        self.page, self.times, self.parties = page, times, parties
        self.finder, self.checker = PhraseFinder(page.lexicon), Checker(page.lexicon)
        self.handed, self.is_plan = HandedFinder(self.finder), is_plan(page)

    def read(self) -> Iterator[Statement]:
        run_ins = {one.start for one in self.page.layout.run_ins if self._only_heads(one)}
        left: _Left | None = None
        for clause, told in zip(self.page.layout.clauses, modes(self.page), strict=True):
            if left and left.clause.sentence != clause.sentence:
                yield from self._done(left)
                left = None
            if clause.start in run_ins or not self._may_hold(clause):
                continue
            if told.mode is Mode.OVER and (told.is_own or not self._begins_ahead(clause)):
                left = left or _Left(clause=clause, what=self.page.text[clause.start : clause.end])
                continue
            following = self._step(clause, told, left)
            if following is None:
                continue
            if left and left.is_given and not left.task and not following.task and not following.is_given:
                continue
            if left and not _continues(following, left):
                yield from self._done(left)
            left = following
        if left:
            yield from self._done(left)
        for row in task_rows(self.page):
            yield from self._in_row(row)

    def _done(self, left: _Left) -> Iterator[Statement]:
        """The task that a sentence ends with; work for which somebody is answerable is one without a verb, too."""
        if left.task:
            yield left.task
        elif left.is_given and (self.checker.event.search(left.what) or self.checker.thing.search(left.what)):
            yield self._handed(left, left.what, end=left.clause.end, deadline=left.clause)

    def _step(self, clause: Clause, told: Told, left: _Left | None) -> _Left | None:
        """What a clause leaves for the next: its own task, that of the clause before with its deadline, or words."""
        words = self.page.text[clause.start : clause.end]
        if self.handed.is_formula(words):
            return None
        is_ahead = told.mode is Mode.AHEAD
        given = self.handed.given(words) if is_ahead else None
        if given:
            return self._given(clause, *given)
        answerable = self.handed.answers(words) if left and left.task else ()
        if answerable and left and left.task:
            return replace(left, task=replace(left.task, actors=answerable, end=clause.end))
        if left and is_ahead:
            joined = self._joined(clause, left)
            if joined:
                return joined
        task = self._in_clause(clause, told)
        if task and left and left.task is None and self.handed.is_aimed(left.what):
            task = replace(task, subject=left.what + task.subject, start=left.clause.start)
        if task is None and self._is_ordered(clause, words, is_ahead=is_ahead):
            task = self._whole(clause)
        if task is None and is_ahead and self.is_plan and self.handed.object_first(words):
            task = self._whole(clause)
        is_aside = left is not None and not self.handed.is_condition(words)
        is_aside = is_aside and left is not None and (left.task is not None or bool(_ASIDE.match(words)))
        return left if task is None and is_aside else _Left(clause=clause, what=words, task=task)

    def _is_ordered(self, clause: Clause, words: str, *, is_ahead: bool) -> bool:
        """Whether the clause orders somebody to stop or mend something: at a sentence's start no more need say so."""
        opens = clause.start == self.page.layout.sentences[clause.sentence].start
        return (is_ahead or opens) and self.handed.orders(words)

    def _given(self, clause: Clause, what: str, verb: str) -> _Left:
        actors = self.parties.actors_of(clause.start, clause.end)
        left = _Left(clause=clause, what=what, actors=actors, is_given=True)
        return replace(left, task=self._handed(left, verb + what, end=clause.end, deadline=clause)) if verb else left

    def _joined(self, clause: Clause, left: _Left) -> _Left | None:
        """The clause as the end of what the one before began, None where it says something of its own."""
        text = self.page.text
        closing = self.handed.closing(text, clause.start, clause.end)
        if left.task and FIGURE_INSIDE in left.task.because:
            left = replace(left, task=None)
        if (
            left.task
            and (closing is None or not self._is_dated(clause))
            and not self.handed.hands_in(text, clause.start, clause.end)
        ):
            return None
        if left.task:
            period = self.times.period_of(clause.start, clause.end, is_deadline=True)
            keep = bool(self.times.own(left.task.start, left.task.end)) or not self._is_dated(clause)
            task = replace(left.task, end=clause.end, period=left.task.period if keep else period)
            return replace(left, task=task)
        if closing is None:
            return None
        what = left.what if left.is_given else self._object_of(left, closing, clause)
        if what:
            if self._has_figure(left.clause):
                left = replace(left, clause=clause)
            happens = _HAPPENS.fullmatch(closing.verb) and not closing.is_by
            subject = what + closing.verb if happens else closing.verb + what
            return replace(left, task=self._handed(left, subject, end=clause.end, deadline=clause))
        counted = self.handed.counted(left.what) if _DUE.match(text, clause.start, clause.end) else ""
        if counted:
            here = replace(left, clause=clause)
            return replace(here, task=self._handed(here, closing.verb + counted, end=clause.end, deadline=clause))
        return None

    def _object_of(self, left: _Left, closing: Closing, clause: Clause) -> str | None:
        """What a clause without an object is about, by the one before: a condition (`…的`), or work that is due."""
        what = self.handed.object_of(left.what)
        if self.handed.of_whom(what):
            return what
        if not (self._is_dated(clause) or closing.is_by) or len(what) > _LONGEST_WHAT or self._acts(what):
            return None
        return what if closing.is_by or _WORK.search(what) else None

    def _acts(self, what: str) -> bool:
        """Whether words open with an action of their own (`立即停止生产`), so that they are the object of none."""
        place, _ = self.finder.past_will(what, 0, len(what))
        return bool(self.finder.verb.match(what, place))

    def _has_figure(self, clause: Clause) -> bool:
        """Whether the clause holds a number that is no part of a project's name."""
        is_name = bool(_NAMED.search(self.page.text, clause.start, clause.end))
        return not is_name and any(one.bar is None for one in self.page.within(clause.start, clause.end))

    def _is_dated(self, clause: Clause) -> bool:
        return bool(self.times.own(clause.start, clause.end))

    def _handed(self, left: _Left, subject: str, *, end: int, deadline: Clause) -> Statement:
        phrase = Phrase(
            start=left.clause.start, end=end, verb=None, rest=subject, is_willed=True, has_subject=True, words=subject
        )
        return self._statement(
            phrase,
            start=left.clause.start,
            end=end,
            period=self.times.period_of(deadline.start, deadline.end, is_deadline=True),
            actors=left.actors or self.parties.actors_of(deadline.start, end),
            confidence=_WORTH["event"][0],
            because=(_WORTH["event"][1],),
        )

    def _whole(self, clause: Clause) -> Statement:
        left = _Left(clause=clause, what="")
        return self._handed(
            left, self.finder.bare(self.page.text[clause.start : clause.end]), end=clause.end, deadline=clause
        )

    def _only_heads(self, run_in: RunIn) -> bool:
        """Whether a heading inside a paragraph is no more than that: `五、建立台账,实行编码管理。` says what to do."""
        words = self.page.text[run_in.start : run_in.end]
        return not self._is_followed_by_duty(run_in.end) and not re.search(r"[,，;；]", words)

    def _is_followed_by_duty(self, end: int) -> bool:
        """`5.制定名单。(市工信局牵头)`: short like a heading, but the bracket behind it says who must do it."""
        return self.page.text[end : end + 1] in tuple("(（[【")

    def _may_hold(self, clause: Clause) -> bool:
        is_read = self.page.layout.lines[clause.line].role in {Role.BODY, Role.ITEM}
        if not is_read or clause.end - clause.start > _LONGEST_CLAUSE:
            return False
        turn = self.page.layout.turn_at(clause.start)
        return not (turn and turn.is_question)

    def _in_clause(self, clause: Clause, told: Told) -> Statement | None:
        phrase = self.finder.find(self.page.text, clause.start, clause.end)
        if phrase is None or not (_lies_ahead(told, phrase) or self._is_dated_ahead(clause)):
            return None
        grounds = self.checker.grounds(self.page.text[phrase.start : phrase.end], phrase)
        if grounds is None:
            return None
        worth, code = _WORTH[grounds]
        is_own = told.is_own or phrase.is_willed
        return self._statement(
            phrase,
            start=clause.start,
            end=clause.end,
            period=self.times.period_of(clause.start, clause.end, is_deadline=True),
            actors=self.parties.actors_of(clause.start, clause.end),
            confidence=worth - (0 if is_own else _INHERITED),
            because=(code, *(() if is_own else ("texts.because.ahead_by_context",))),
        )

    def _is_dated_ahead(self, clause: Clause) -> bool:
        """Whether the sentence, up to the clause's end, names a time that begins after the page: `明年建设…`."""
        published = self.page.published
        if published is None:
            return False
        opening = self.page.layout.sentences[clause.sentence].start
        own = self.times.own(clause.start, clause.end) or self.times.own(opening, clause.end)
        return bool(own) and all(one.stretch is not None and one.stretch.begins_after(published) for one in own)

    def _begins_ahead(self, clause: Clause) -> bool:
        """`近日印发通知,自7月1日起实行…`: the clause's own time, later than the page, outweighs what stands before."""
        published, own = self.page.published, self.times.own(clause.start, clause.end)
        return (
            bool(own)
            and published is not None
            and _SINCE.search(self.page.text, clause.start, clause.end) is not None
            and all(one.stretch is not None and one.stretch.begins_after(published) for one in own)
        )

    def _in_row(self, row: TaskRow) -> Iterator[Statement]:
        text = self.page.text
        worth, code = _WORTH["row"]
        for part in _PART.finditer(text, row.task.start, row.task.end):
            phrase = self.finder.find(text, part.start(), part.end())
            bare = Phrase(start=part.start(), end=part.end(), verb=None, rest="", is_willed=False, has_subject=False)
            deadline = row.deadline
            period = self.times.period_of(deadline.start, deadline.end, is_deadline=True) if deadline else None
            yield self._statement(
                phrase or bare,
                start=part.start(),
                end=part.end(),
                period=period or self.times.period_of(part.start(), part.end(), is_deadline=True),
                actors=row.actors or self.parties.actors_of(part.start(), part.end()),
                confidence=worth,
                because=(code,),
            )

    def _statement(
        self,
        phrase: Phrase,
        *,
        start: int,
        end: int,
        period: str | None,
        actors: tuple[str, ...],
        confidence: float,
        because: tuple[str, ...],
    ) -> Statement:
        has_figure = any(one.bar is None for one in self.page.within(start, end))
        return Statement(
            kind=StatementKind.TASK,
            subject=phrase.words or subject_of(self.page.text[phrase.start : phrase.end]),
            polarity=polarity_of(phrase),
            period=period,
            actors=actors,
            place=self.parties.place_of(start, end),
            start=start,
            end=end,
            confidence=round(confidence, 2),
            because=(*because, FIGURE_INSIDE) if has_figure else because,
        )


def _continues(following: _Left, left: _Left) -> bool:
    """Whether what a clause leaves is still what the one before left."""
    if following is left or left.task is None:
        return following is left or following.clause == left.clause or not left.is_given
    return following.task is not None and following.task.start == left.task.start


def _lies_ahead(told: Told, phrase: Phrase) -> bool:
    return told.mode is Mode.AHEAD or phrase.is_willed or (phrase.verb is not None and phrase.verb.sense == "ban")
