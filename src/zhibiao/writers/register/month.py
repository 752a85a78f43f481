"""The month of the register in words: a section of the city's bulletin, and a paper of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.month import BlockChange, MovedLine, NewlyDone, RegisterMonth
from zhibiao.writers.printable import printable
from zhibiao.writers.register.paper import (
    Issuer,
    begin,
    finish,
    short_target_table,
    states_text,
    target_table,
    unit_table,
)
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words

_MOST = 2
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSection:
    """The month of the register as the city's bulletin tells it, with the state that it was told from."""

    month: RegisterMonth
    marks: RegisterMarks


def write_register_month(month: RegisterMonth, marks: RegisterMarks, *, issuer: Issuer, words: Words) -> bytes:
    """The month as a .docx of its own; the same month and marks give the same bytes."""
    say = RegisterWords(words)
    title = say("month.title", city=words.name(issuer.city), month=words.month(month.month))
    issue = words("bulletin.issue", year=month.month.year, number=month.month.month)
    paper = begin(say, issuer, number=issue, title=title)
    paper.heading(say("month.overall"))
    paper.body(month_counts(month, say))
    paper.table(unit_table(month.units, say, number=1, note=say("month.unit_note")))
    paper.heading(say("month.changes"))
    _lay_changes(paper, month, say)
    paper.heading(say("month.targets"))
    if month.targets:
        paper.table(target_table(month.targets, say, number=2))
    else:
        paper.body(say("month.no_targets"))
    if month.undated:
        paper.heading(say("list.undated"))
        paper.body(say("month.undated", names=_named(month.undated, say)))
    return finish(paper, say, issuer, marks, title=title, subject=str(month.month))


def lay_section(paper: WordPaper, month: RegisterMonth, words: Words, *, number: int) -> None:
    """The section of the bulletin: counts, what changed, and targets; `number` is that of its first table.

    How each unit stands is told by the register's own monthly paper.
    """
    say = RegisterWords(words)
    paper.heading(say("month.section"))
    paper.body(month_counts(month, say))
    changes = _changes(month, say)
    if any(changes.values()):
        paper.table(_change_table(changes, say, number=number))
        number += 1
    else:
        paper.body(_nothing(changes, say)[0])
    if month.targets:
        paper.table(short_target_table(month.targets, say, number=number))


def _change_table(changes: Mapping[str, Sequence[str]], say: RegisterWords, *, number: int) -> Table:
    """What changed, a row for each kind of change; few words a line, for it stands inside another paper."""
    return Table(
        title=say("table", number=number, name=say("month.changes")),
        head=(say("head.change"), say("head.count"), say("head.items")),
        rows=tuple(
            (say(f"month.{name}"), str(len(texts)), "\n".join(_shown(texts, say, most=_MOST)))
            for name, texts in changes.items()
            if texts
        ),
        widths=(15, 8, 97),
        figures=frozenset({1}),
        is_small=True,
        may_break=True,
    )


def section_mark(marks: RegisterMarks, words: Words) -> str:
    """The state of the register that the section was told from."""
    return RegisterWords(words).marks(marks)[0]


def month_counts(month: RegisterMonth, say: RegisterWords) -> str:
    """How all items stand, in a sentence or two."""
    total = month.total
    facts = {"overdue": total.overdue, "blocked": total.blocked, "undated": len(month.undated)}
    return say("month.counts", day=say.words.day(month.on), items=total.items, states=states_text(total, say), **facts)


def month_changes(month: RegisterMonth, say: RegisterWords) -> list[str]:
    """What changed, one line for each kind of change; what did not, in the last."""
    changes = _changes(month, say)
    told = [f"{say(f'month.{name}')}: {_listed(texts, say, most=0)}" for name, texts in changes.items() if texts]
    return [*told, *_nothing(changes, say)]


def _lay_changes(paper: WordPaper, month: RegisterMonth, say: RegisterWords) -> None:
    """One paragraph for each kind of change that took place, then what did not."""
    changes = _changes(month, say)
    for name, texts in changes.items():
        if texts:
            paper.run_in(say(f"month.{name}"), _listed(texts, say, most=0))
    for text in _nothing(changes, say):
        paper.body(text)


def _changes(month: RegisterMonth, say: RegisterWords) -> dict[str, list[str]]:
    return {
        "done": [_done(one, say) for one in month.done],
        "claimed": [_named([one], say) for one in month.claimed],
        "overdue": [say("month.overdue_item", name=_named([one], say), due=say.due(one)) for one in month.overdue],
        "moved": [_moved(one, say) for one in month.moved],
        "opened": [say("month.opened_item", **_block_facts(one, say)) for one in month.opened],
        "released": [
            say("month.released_item", **_block_facts(one, say), on=say.day(one.released)) for one in month.released
        ],
    }


def _nothing(changes: Mapping[str, Sequence[str]], say: RegisterWords) -> list[str]:
    kinds = [say(f"month.{name}") for name, texts in changes.items() if not texts]
    return [say("month.nothing", kinds=say.words.joined(kinds))] if kinds else []


def _listed(texts: Sequence[str], say: RegisterWords, *, most: int) -> str:
    return say("month.list", count=len(texts), texts=say.words("mark.semicolon").join(_shown(texts, say, most=most)))


def _shown(texts: Sequence[str], say: RegisterWords, *, most: int) -> list[str]:
    shown = list(texts[:most] if most else texts)
    if len(texts) > len(shown):
        shown.append(say("month.others", count=len(texts) - len(shown)))
    return shown


def _named(items: Sequence[Item], say: RegisterWords) -> str:
    return say.words.joined([say("month.item", unit=say.unit(item.unit), title=say.title(item)) for item in items])


def _done(one: NewlyDone, say: RegisterWords) -> str:
    names = [printable(name, most=40) for name in one.evidence[:_MOST_NAMES]]
    if len(one.evidence) > len(names):
        names.append(say("month.others", count=len(one.evidence) - len(names)))
    shown = say.words.joined(names) if names else say("month.items_shown", count=one.shown) if one.shown else ""
    return say("month.done_item" if shown else "month.done_by_returns", name=_named([one.item], say), evidence=shown)


def _moved(one: MovedLine, say: RegisterWords) -> str:
    move = one.move
    facts = {"name": _named([one.item], say), "before": say.day(move.before), "due": say.day(move.due)}
    document = say("month.with_document" if move.document else "month.without_document")
    return say(
        "month.moved_item",
        **facts,
        reason=printable(move.reason, most=80),
        document=document,
        first=say.day(one.item.first_due),
    )


def _block_facts(one: BlockChange, say: RegisterWords) -> dict[str, object]:
    cause = say.words.label(f"cli.register.cause_{one.cause.value}")
    note = printable(one.note, most=60)
    return {
        "name": _named([one.item], say),
        "cause": say("month.cause_note", cause=cause, note=note) if note else cause,
        "mover": say.unit(one.mover),
        "since": say.day(one.since),
    }
