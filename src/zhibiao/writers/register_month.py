"""The month of the register in words: a section of the city's bulletin, and a paper of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.month import BlockChange, MovedLine, NewlyDone, RegisterMonth, UnitCount, together
from zhibiao.register.progress.values import State
from zhibiao.writers.printable import printable
from zhibiao.writers.register_paper import Issuer, begin, finish, states_text, target_table, unit_table
from zhibiao.writers.register_words import RegisterWords
from zhibiao.writers.word import WordPaper
from zhibiao.writers.wording import Words

_MOST = 3
_MOST_UNITS = 8
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
    paper.table(unit_table(month.units, say, number=1))
    paper.heading(say("month.changes"))
    _lay_changes(paper, month, say, most=0)
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
    """The section of the bulletin: counts, what changed, targets and units; `number` is that of its first table."""
    say = RegisterWords(words)
    paper.heading(say("month.section"))
    paper.body(month_counts(month, say))
    _lay_changes(paper, month, say, most=_MOST)
    if month.targets:
        paper.table(target_table(month.targets, say, number=number))
        number += 1
    notable = [unit for unit in month.units if _is_notable(unit)][:_MOST_UNITS]
    others = [unit for unit in month.units if unit not in notable]
    rest = together(others, name=say("month.other_units", count=len(others)))
    paper.table(unit_table((*notable, *([rest] if others else [])), say, number=number))


def _is_notable(unit: UnitCount) -> bool:
    quiet = unit.states[State.UNDER_WAY] + unit.states[State.WAITING]
    return bool(unit.overdue or unit.blocked or unit.items > quiet)


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


def _lay_changes(paper: WordPaper, month: RegisterMonth, say: RegisterWords, *, most: int) -> None:
    """One paragraph for each kind of change that took place, then what did not."""
    changes = _changes(month, say)
    for name, texts in changes.items():
        if texts:
            paper.run_in(say(f"month.{name}"), _listed(texts, say, most=most))
    for text in _nothing(changes, say):
        paper.body(text)


def _changes(month: RegisterMonth, say: RegisterWords) -> dict[str, list[str]]:
    return {
        "done": [_done(one, say) for one in month.done],
        "claimed": [_named([one], say) for one in month.claimed],
        "overdue": [say("month.overdue_item", name=_named([one], say), due=say.due(one)) for one in month.overdue],
        "moved": [_moved(one, say) for one in month.moved],
        "opened": [_opened(one, say) for one in month.opened],
        "released": [_released(one, say) for one in month.released],
    }


def _nothing(changes: Mapping[str, Sequence[str]], say: RegisterWords) -> list[str]:
    kinds = [say(f"month.{name}") for name, texts in changes.items() if not texts]
    return [say("month.nothing", kinds=say.words.joined(kinds))] if kinds else []


def _listed(texts: Sequence[str], say: RegisterWords, *, most: int) -> str:
    shown = list(texts[:most] if most else texts)
    if len(texts) > len(shown):
        shown.append(say("month.others", count=len(texts) - len(shown)))
    return say("month.list", count=len(texts), texts=say.words("mark.semicolon").join(shown))


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


def _opened(one: BlockChange, say: RegisterWords) -> str:
    return say("month.opened_item", **_block_facts(one, say))


def _released(one: BlockChange, say: RegisterWords) -> str:
    return say("month.released_item", **_block_facts(one, say), on=say.day(one.released))


def _block_facts(one: BlockChange, say: RegisterWords) -> dict[str, object]:
    cause = say.words.label(f"cli.register.cause_{one.cause.value}")
    note = printable(one.note, most=60)
    return {
        "name": _named([one.item], say),
        "cause": say("month.cause_note", cause=cause, note=note) if note else cause,
        "mover": say.unit(one.mover),
        "since": say.day(one.since),
    }
