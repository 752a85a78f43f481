"""What the Word papers of the register share: their head, their end, and tables of units, targets and items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.month import UnitCount
from zhibiao.register.progress.values import State
from zhibiao.terms.text import Text
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table

_COUNTED = (State.DONE, State.CLAIMED, State.UNDER_WAY, State.WAITING, State.MISSED, State.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues a paper of the register, of which city, and what has to be said of the book."""

    authority: Text
    city: Text
    note: Text


def begin(say: RegisterWords, issuer: Issuer, *, number: str, title: str) -> WordPaper:
    """A paper with its red heading, the line under it, and its title."""
    paper = WordPaper(say.lang)
    paper.issuer(say.words.name(issuer.authority))
    paper.number(number)
    paper.title(title)
    return paper


def finish(
    paper: WordPaper, say: RegisterWords, issuer: Issuer, marks: RegisterMarks, *, title: str, subject: str = ""
) -> bytes:
    """Signature, marks and foot; the same pieces and marks give the same bytes."""
    authority = say.words.name(issuer.authority)
    paper.signature(authority, say.words.day(marks.on))
    paper.marks([*say.marks(marks), *([say.words.name(issuer.note)] if issuer.note.zh else [])])
    paper.foot(say.foot(marks))
    return paper.save(
        at=dt.datetime.combine(marks.on, dt.time(), dt.UTC), title=title, author=authority, subject=subject
    )


def states_text(count: UnitCount, say: RegisterWords) -> str:
    """How many items stand in each state; states of none are left out."""
    return say.words.joined(
        [
            say("state_count", state=say.state_name(state), count=count.states[state])
            for state in _COUNTED
            if count.states.get(state)
        ]
    )


def unit_table(units: Sequence[UnitCount], say: RegisterWords, *, number: int, note: str = "") -> Table:
    """Units with how their items stand."""
    states = [state for state in _COUNTED if any(unit.states[state] for unit in units)]
    return Table(
        title=say("table", number=number, name=say("month.by_unit")),
        head=(
            say("head.unit"),
            say("head.items"),
            *(say(f"short.{state.value}") for state in states),
            say("short.overdue"),
            say("short.blocked"),
        ),
        rows=tuple(
            (
                say.unit(unit.unit),
                str(unit.items),
                *(str(unit.states[state]) for state in states),
                str(unit.overdue),
                str(unit.blocked),
            )
            for unit in units
        ),
        widths=(28, 9, *(11 for _ in states), 11, 11),
        figures=frozenset(range(1, len(states) + 4)),
        may_break=len(units) > 14,
        is_small=True,
        note=note,
    )


def short_target_table(targets: Sequence[Item], say: RegisterWords, *, number: int) -> Table:
    """Targets with their figures alone, one line each."""
    return Table(
        title=say("table", number=number, name=say("month.targets")),
        head=tuple(say(f"head.{head}") for head in ("target", "due", "reached", "share", "chance")),
        rows=tuple(
            (
                say.title(item),
                say.day(item.due) if not item.was_moved else say.due(item),
                say.measure(item.measure),
                say.share(item.measure.share),
                say.chance(item.chance),
            )
            for item in targets
        ),
        widths=(46, 18, 26, 12, 13),
        figures=frozenset({2, 3, 4}),
        is_small=True,
        may_break=len(targets) > 14,
    )


def target_table(targets: Sequence[Item], say: RegisterWords, *, number: int) -> Table:
    """Targets: reached of promised, the share of it, and the chance that they are kept."""
    heads = ("target", "unit", "due", "reached", "share", "chance", "state")
    return Table(
        title=say("table", number=number, name=say("month.targets")),
        head=tuple(say(f"head.{head}") for head in heads),
        rows=tuple(
            (
                say.title(item),
                say.unit(item.unit),
                say.due(item),
                say.measure(item.measure),
                say.share(item.measure.share),
                say.chance(item.chance),
                say.state(item),
            )
            for item in targets
        ),
        widths=(23, 19, 16, 26, 11, 13, 12),
        figures=frozenset({3, 4, 5}),
        is_small=True,
        may_break=len(targets) > 14,
        note=say("month.target_note"),
    )
