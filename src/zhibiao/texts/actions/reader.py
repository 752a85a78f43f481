"""Reads the tasks of a page: every clause that lies ahead and names a checkable action, and rows of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from zhibiao.texts.actions.checkable import Checker, polarity_of
from zhibiao.texts.actions.mode import Mode, Told, modes
from zhibiao.texts.actions.phrase import Phrase, PhraseFinder, subject_of
from zhibiao.texts.actions.rows import TaskRow, task_rows
from zhibiao.texts.layout import Clause, Role
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
_PART = re.compile(r"[^,，;；。]+")


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

    def read(self) -> Iterator[Statement]:
        run_ins = {one.start for one in self.page.layout.run_ins if not self._is_followed_by_duty(one.end)}
        for clause, told in zip(self.page.layout.clauses, modes(self.page), strict=True):
            if clause.start not in run_ins and self._may_hold(clause) and told.mode is not Mode.OVER:
                found = self._in_clause(clause, told)
                if found:
                    yield found
        for row in task_rows(self.page):
            yield from self._in_row(row)

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
        own = self.times.own(self.page.layout.sentences[clause.sentence].start, clause.end)
        return bool(own) and all(one.stretch is not None and one.stretch.begins_after(published) for one in own)

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


def _lies_ahead(told: Told, phrase: Phrase) -> bool:
    return told.mode is Mode.AHEAD or phrase.is_willed or (phrase.verb is not None and phrase.verb.sense == "ban")
