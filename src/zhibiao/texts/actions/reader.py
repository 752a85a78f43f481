"""Reads the tasks of a page: every clause that lies ahead and names a checkable action, and rows of task tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhibiao.texts.actions.checkable import Checker, polarity_of
from zhibiao.texts.actions.mode import Mode, Told, modes
from zhibiao.texts.actions.phrase import Phrase, PhraseFinder, subject_of
from zhibiao.texts.layout import Clause, Role
from zhibiao.texts.page import Page
from zhibiao.texts.statement import Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

FIGURE_INSIDE = "texts.because.figure_inside"
_WORTH = {"ban": 0.9, "direction": 0.85, "named": 0.85, "thing": 0.85, "event": 0.85, "verb": 0.7}
_INHERITED = 0.1


def actions(page: Page, times: Times, parties: Parties) -> list[Statement]:
    """The tasks of a page, in the order of the text.

    A clause that holds a figure of its own is told too, with the code `FIGURE_INSIDE`: `without_figures` drops it
    where that figure became a statement.
    """
    finder, checker = PhraseFinder(page.lexicon), Checker(page.lexicon)
    found: list[Statement] = []
    run_ins = {one.start for one in page.layout.run_ins}
    for clause, told in zip(page.layout.clauses, modes(page), strict=True):
        line = page.layout.lines[clause.line]
        if line.role in {Role.TITLE, Role.HEADING, Role.MARGIN, Role.ROW} or clause.start in run_ins:
            continue
        turn = page.layout.turn_at(clause.start)
        if turn and turn.is_question:
            continue
        phrase = finder.find(page.text, clause.start, clause.end)
        if phrase is None or not _lies_ahead(told, phrase):
            continue
        statement = _statement(page, times, parties, clause, told, phrase, checker)
        if statement:
            found.append(statement)
    return found


def without_figures(tasks: Iterable[Statement], figures: Sequence[Statement]) -> list[Statement]:
    """The tasks left when those go whose clause holds a figure that is a statement itself."""
    places = sorted((one.start, one.end) for one in figures)
    return [task for task in tasks if FIGURE_INSIDE not in task.because or not _holds_any(task, places)]


def _holds_any(task: Statement, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < task.end and task.start < end for start, end in places)


def _lies_ahead(told: Told, phrase: Phrase) -> bool:
    if told.mode is Mode.OVER:
        return False
    return told.mode is Mode.AHEAD or phrase.is_willed or phrase.verb.sense == "ban"


def _statement(
    page: Page, times: Times, parties: Parties, clause: Clause, told: Told, phrase: Phrase, checker: Checker
) -> Statement | None:
    action = page.text[phrase.start : phrase.end]
    grounds = checker.grounds(action, phrase)
    if grounds is None:
        return None
    figure = any(one.bar is None for one in page.within(clause.start, clause.end))
    because = [f"texts.because.action_{grounds}"]
    confidence = _WORTH[grounds]
    if not (told.is_own or phrase.is_willed):
        confidence -= _INHERITED
        because.append("texts.because.ahead_by_context")
    if figure:
        because.append(FIGURE_INSIDE)
    return Statement(
        kind=StatementKind.TASK,
        subject=subject_of(action),
        polarity=polarity_of(phrase),
        period=times.period_of(clause.start, clause.end),
        actors=parties.actors_of(clause.start, clause.end),
        place=parties.place_of(clause.start, clause.end),
        start=clause.start,
        end=clause.end,
        confidence=round(confidence, 2),
        because=tuple(because),
    )
