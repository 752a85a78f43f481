"""Tables of one item of the register: acts, named items, gaps of a programme, and the figures it is told by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhibiao.register.deeds import Moved
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.progress.named import named_items
from zhibiao.register.progress.values import Covered, Progress
from zhibiao.register.register import Commitment
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.web.frame.tables import Cell, Column, Kind, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.register.register_words import (
    SHOWN_COLOURS,
    act_name,
    act_told,
    indicator_name,
    say_in,
)

_KINDS: Mapping[str, Kind] = {
    "number": "count",
    "instant": "instant",
    "day": "day",
    "amount": "money",
    "spent": "money",
    "first": "day",
    "last": "day",
    "asked": "count",
    "events": "count",
    "events_claimed": "count",
    "planned": "count",
    "value": "decimal",
    "returns": "count",
}


def columns(words: DeskWords, *heads: str) -> tuple[Column, ...]:
    """Columns by name."""
    return tuple(Column(head=words(f"register.head.{head}"), kind=_KINDS.get(head, "text")) for head in heads)


def acts_table(one: Commitment, people: Mapping[str, str], words: DeskWords) -> Table:
    """Every act that concerned the item, the newest first; the document of an act leads to its bytes."""
    rows = []
    for act in reversed(one.acts):
        shown = [(each.name, each.sha256) for each in getattr(act.deed, "evidence", ())]
        if isinstance(act.deed, Moved) and act.deed.document:
            shown.append((words("register.document"), act.deed.document))
        name = words.figures.joined([name for name, _ in shown])
        href = f"/register/items/{one.id}/evidence/{shown[0][1]}" if shown else ""
        person = people.get(act.person, act.person)
        rows.append(
            (
                act.number,
                instant_of(act.at),
                person,
                act_name(act, words),
                act_told(act, words),
                Cell(value=name, href=href, note=shown[0][1][:12] if shown else ""),
            )
        )
    return Table(
        name="acts",
        title=words("register.acts"),
        columns=columns(words, "number", "instant", "person", "act", "told", "evidence"),
        rows=tuple(rows),
    )


def named_table(one: Commitment, progress: Progress, words: DeskWords) -> Table:
    """What was named of a counted goal, a capital plan or a programme, each once, with what shows it."""
    say, found = say_in(words), named_items(one, on=progress.on)
    has = {name: any(getattr(each.latest, name) for each in found) for name in ("level", "amount", "spent")}
    rows = []
    for each in found:
        told = {
            "level": say.level(each.latest.level),
            "amount": _yuan(each.latest.amount),
            "spent": _yuan(each.latest.spent),
        }
        shown = each.evidence
        rows.append(
            (
                Cell(value=each.latest.name, note=words.figures.joined(list(each.spellings[1:]))),
                each.latest.on,
                *(told[name] for name, there in has.items() if there),
                Cell(value=words(f"register.item.{each.shown.value}"), mark=SHOWN_COLOURS[each.shown]),
                Cell(
                    value=words.figures.joined([document.name for document in shown]),
                    href=f"/register/items/{one.id}/evidence/{shown[0].sha256}" if shown else "",
                ),
            )
        )
    heads = ("name", "day", *(name for name, there in has.items() if there), "shown_state", "evidence")
    return Table(
        name="named",
        title=words("register.named", count=len(rows)),
        columns=columns(words, *heads),
        rows=tuple(rows),
        as_of=words.figures.day(progress.on),
    )


def gaps_table(covered: Covered, words: DeskWords) -> Table:
    """The spans of a programme that hold too few events: what is past, and what can still be filled."""
    say = say_in(words)
    rows = tuple(
        (
            gap.name,
            gap.first,
            gap.last,
            say.level(gap.level),
            gap.asked,
            gap.shown,
            gap.claimed,
            gap.planned,
            Cell(
                value=words("register.gap.ahead" if gap.ahead else "register.gap.past"),
                mark="blue" if gap.ahead else "red",
            ),
        )
        for gap in covered.gaps
    )
    heads = ("span", "first", "last", "level", "asked", "events", "events_claimed", "planned", "state")
    return Table(
        name="gaps",
        title=words("register.gaps", count=len(rows)),
        columns=columns(words, *heads),
        rows=rows,
    )


def figures_table(figures: IndicatorFigures, *, since: Month, words: DeskWords) -> Table:
    """The figures of the item's indicator as returns tell them, month by month."""
    rows = tuple(
        (
            str(one.period),
            one.value if one.base is None else one.value / one.base if one.base else None,
            len(one.sources),
            words.figures.joined(list(one.lacking)),
        )
        for one in reversed(figures.months)
        if one.period.start >= since
    )
    unit = "" if figures.unit == "1" else figures.unit
    heads = columns(words, "period", "value", "returns", "lacking")
    is_share = any(one.base is not None for one in figures.months) and not unit
    value = Column(head=heads[1].head, kind="percent" if is_share else "decimal", unit="" if is_share else unit)
    return Table(
        name="figures",
        title=words("register.figures", name=indicator_name(figures.code, words)),
        columns=(heads[0], value, *heads[2:]),
        rows=rows,
        source=words("register.by_returns"),
    )


def _yuan(text: str) -> Decimal | None:
    return Decimal(text) if text else None
