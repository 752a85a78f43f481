"""The meeting pack as a Word paper: a summary on one page, both sides beside each other, figures, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.pack import Decision, Pack, PackSide
from zhibiao.register.progress.values import State
from zhibiao.writers.printable import printable
from zhibiao.writers.register.paper import Issuer, begin, finish, target_table
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words

_STATES = (State.DONE, State.CLAIMED, State.UNDER_WAY, State.WAITING)
_MOST_DECISIONS = 5


def write_pack(pack: Pack, marks: RegisterMarks, *, issuer: Issuer, words: Words) -> bytes:
    """The pack as a .docx; the same pack and marks give the same bytes."""
    say = RegisterWords(words)
    title = say("pack.title", agreement=printable(pack.agreement.title, most=60))
    paper = begin(say, issuer, number=words.day(pack.on), title=title)
    _summary(paper, pack, say)
    _sides(paper, pack, say)
    paper.heading(say("month.targets"))
    if pack.targets:
        paper.table(target_table(pack.targets, say, number=3))
    else:
        paper.body(say("month.no_targets"))
    _decisions(paper, pack, say)
    return finish(paper, say, issuer, marks, title=title, subject=pack.agreement.id)


def _summary(paper: WordPaper, pack: Pack, say: RegisterWords) -> None:
    paper.heading(say("pack.summary"))
    items = pack.items
    facts = {
        "parties": say.units(pack.parties),
        "items": len(items),
        "done": sum(item.state is State.DONE for item in items),
        "claimed": sum(item.is_claimed for item in items),
        "overdue": sum(item.overdue for item in items),
        "blocked": sum(bool(item.blocks) and item.is_open for item in items),
    }
    paper.body(say("pack.counts" if items else "pack.no_obligations", day=say.words.day(pack.on), **facts))
    if items:
        paper.table(_side_table(pack, say))
    first = [decision for decision in pack.decisions if decision.block is not None][:_MOST_DECISIONS]
    if first:
        paper.body(say("pack.blocks_lead"), strong=say("pack.blocks_lead"))
        paper.items([_block_line(decision, say) for decision in first])


def _side_table(pack: Pack, say: RegisterWords) -> Table:
    heads = ("side", "items", *(f"state.{state.value}" for state in _STATES), "overdue", "blocked")
    labels = {"overdue": say("short.overdue"), "blocked": say("short.blocked"), "side": say("head.side")}
    labels |= {"items": say("head.items")} | {f"state.{state.value}": say(f"short.{state.value}") for state in _STATES}
    return Table(
        title=say("table", number=1, name=say("pack.by_side")),
        head=tuple(labels[head] for head in heads),
        rows=tuple(
            (
                say.unit(side.name) if side.is_party else say("pack.rest"),
                str(len(side.items)),
                *(str(side.count(state)) for state in _STATES),
                str(side.overdue),
                str(side.blocked),
            )
            for side in _parties_and_rest(pack)
        ),
        widths=(32, 9, *(12 for _ in _STATES), 12, 12),
        figures=frozenset(range(1, 8)),
        note=say("month.unit_note"),
    )


def _parties_and_rest(pack: Pack) -> list[PackSide]:
    """Every signatory, and in one row what nobody has stated a side of."""
    rest = tuple(item for side in pack.sides if not side.is_party for item in side.items)
    parties = [side for side in pack.sides if side.is_party]
    return [*parties, PackSide(name="", is_party=False, items=rest)] if rest else parties


def _sides(paper: WordPaper, pack: Pack, say: RegisterWords) -> None:
    """Signatories beside each other, row by row; units whose side nobody stated below them."""
    paper.heading(say("pack.obligations"))
    parties = [side for side in pack.sides if side.is_party]
    others = [side for side in pack.sides if not side.is_party]
    if any(side.items for side in parties):
        paper.table(_beside(parties, say))
    if others:
        paper.body(say("pack.no_side"))
        paper.table(_one_below_another(others, say))


def _beside(sides: list[PackSide], say: RegisterWords) -> Table:
    rows = zip_longest(*(side.items for side in sides))
    return Table(
        title=say("table", number=2, name=say("pack.beside")),
        head=tuple(say("pack.side_head", name=say.unit(side.name), count=len(side.items)) for side in sides),
        rows=tuple(
            tuple("" if item is None else _obligation(number, item, say) for item in row)
            for number, row in enumerate(rows, start=1)
        ),
        widths=tuple(1.0 for _ in sides),
        figures=frozenset(),
        may_break=True,
    )


def _obligation(number: int, item: Item, say: RegisterWords) -> str:
    """An obligation as a cell of several lines: what, by when and how it stands, and what holds it up."""
    lines = [f"{number}. {say.title(item)}", say("pack.stands", unit=say.unit(item.unit), due=say.due(item))]
    measure = say.measure(item.measure)
    has_figure = item.measure.reached is not None or item.measure.promised is not None
    lines.append(say("pack.state_figure", state=say.state(item), measure=measure) if has_figure else say.state(item))
    return "\n".join((*lines, *(say("pack.held_up", block=say.block(block)) for block in item.blocks)))


def _one_below_another(sides: list[PackSide], say: RegisterWords) -> Table:
    heads = ("unit", "item", "due", "state", "reached", "held_up")
    return Table(
        title=say("pack.by_unit"),
        head=tuple(say(f"head.{head}") for head in heads),
        rows=tuple(
            (
                say.unit(side.name),
                say.title(item),
                say.due(item),
                say.state(item),
                say.measure(item.measure),
                "\n".join(map(say.block, item.blocks)) or say.words("mark.none"),
            )
            for side in sides
            for item in side.items
        ),
        widths=(20, 30, 20, 16, 18, 24),
        figures=frozenset({4}),
        is_small=True,
        may_break=True,
    )


def _decisions(paper: WordPaper, pack: Pack, say: RegisterWords) -> None:
    paper.heading(say("pack.decisions"))
    if not pack.decisions:
        paper.body(say("pack.no_decisions"))
        return
    paper.table(decision_table(pack.decisions, say, number=4))


def decision_table(decisions: Sequence[Decision], say: RegisterWords, *, number: int) -> Table:
    """On which item, why, what is to be decided, by whom and until when."""
    heads = ("item", "why", "decision", "of", "by")
    return Table(
        title=say("table", number=number, name=say("pack.decisions")),
        head=tuple(say(f"head.{head}") for head in heads),
        rows=tuple(
            (
                say.title(decision.item),
                _why(decision, say),
                say.asked(decision.ask),
                say.unit(decision.ask.of),
                decision.ask.by.isoformat(),
            )
            for decision in decisions
        ),
        widths=(32, 30, 28, 22, 17),
        figures=frozenset(),
        is_small=True,
        may_break=True,
    )


def _why(decision: Decision, say: RegisterWords) -> str:
    if decision.block is not None:
        note = printable(decision.block.note, most=60)
        return "\n".join(text for text in (say.block(decision.block), note) if text)
    return f"{say.state(decision.item)}\n{say.due(decision.item)}"


def _block_line(decision: Decision, say: RegisterWords) -> str:
    assert decision.block is not None
    facts = {"block": say.block(decision.block), "ask": say.ask(decision.ask)}
    return say("pack.block_line", title=say.title(decision.item), **facts)
