"""How follow-up is told on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.assemble.resources import catalogue
from zhibiao.cli.show import line, table
from zhibiao.terms.text import Language
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.wording import Words

if TYPE_CHECKING:
    from zhibiao.register.follow_up.dispatch import BlockLine, Dispatch, Line, UnitList
    from zhibiao.register.follow_up.item import Item
    from zhibiao.register.follow_up.minutes import Minutes
    from zhibiao.register.follow_up.month import RegisterMonth
    from zhibiao.register.follow_up.outlook import Outlook
    from zhibiao.register.follow_up.pack import Pack
    from zhibiao.register.follow_up.score import Score


def say_in(lang: Language) -> RegisterWords:
    """The register's words in a language."""
    return RegisterWords(Words(catalogue(), lang))


def show_written(files: Sequence[Path], lang: Language) -> None:
    """Where papers lie."""
    for file in files:
        line(say_in(lang)("written", file=file))


def show_dispatch(dispatch: Dispatch, lang: Language) -> None:
    """The list unit by unit, then events of the week and gaps."""
    say = say_in(lang)
    names = ("overdue", "near", "soon", "blocked", "silent", "claimed", "undated")
    items = sum(len(unit.items) for unit in dispatch.units)
    line(say("dispatch.title", on=dispatch.on))
    line(say("dispatch.counts", items=items, **{name: dispatch.count(name) for name in names}))
    heads = [say(f"head.{name}") for name in ("list", "id", "item", "state", "due", "days", "held_up", "asked", "by")]
    for unit in dispatch.units:
        rows = list(_rows(unit, say))
        if rows:
            table(say.unit(unit.unit), heads, rows, words=9)
    if not any(True for unit in dispatch.units for _ in _rows(unit, say)):
        line(say("dispatch.nothing"))
    for event in dispatch.events:
        line(f"{say('dispatch.event')}：{event.on} {event.name} · {say(f'shown.{event.shown.value}')}")
    for gap in dispatch.gaps:
        line(f"{say('dispatch.gap')}：{say.gap(gap.gap)} · {say.ask(gap.ask)}")


def _rows(unit: UnitList, say: RegisterWords) -> Iterator[tuple[str, ...]]:
    for name in ("overdue", "near", "soon", "blocked", "to_move", "claimed", "undated", "silent"):
        yield from (_row(say(f"list.{name}"), one, say) for one in getattr(unit, name))


def _row(name: str, one: Line | BlockLine, say: RegisterWords) -> tuple[str, ...]:
    item = one.item
    held_up = "; ".join(map(say.block, item.blocks))
    ask = say.asked(one.ask) if one.ask.of == item.unit else f"{say.unit(one.ask.of)}：{say.asked(one.ask)}"
    return (
        name,
        item.id,
        say.title(item),
        say.state(item),
        say.due(item),
        say.left(item),
        held_up or say.words("mark.none"),
        ask,
        one.ask.by.isoformat(),
    )


def show_score(score: Score, lang: Language) -> None:
    """The ranking, then every point with its reason."""
    from zhibiao.writers.register.score import acts_text, rank_text, why

    say = say_in(lang)
    line(say("score.title", quarter=score.quarter))
    line(say("score.note", last=score.last, least=score.scoring.least))
    if not score.units:
        line(say("score.none"))
        return
    heads = [say(f"head.{name}") for name in ("rank", "unit", "score", "total_points", "judged", "open")]
    rows = [
        (
            rank_text(unit, say),
            say.unit(unit.unit),
            say.number(unit.score),
            say.number(unit.total),
            unit.judged,
            unit.open,
        )
        for unit in score.units
    ]
    table(say("score.ranking"), heads, rows, words=2)
    heads = [say(f"head.{name}") for name in ("unit", "id", "item", "outcome", "why", "acts", "points")]
    points = [
        (
            say.unit(unit.unit),
            point.item.id,
            say.title(point.item),
            say(f"outcome.{point.outcome.value}"),
            why(point, say),
            acts_text(point, say),
            say.number(point.points),
        )
        for unit in score.units
        for point in unit.points
    ]
    if points:
        table(say("score.points"), heads, points, words=6)


def show_month(month: RegisterMonth, lang: Language) -> None:
    """The month's counts and changes, then targets."""
    from zhibiao.writers.register.month import month_changes, month_counts

    say = say_in(lang)
    line(month_counts(month, say))
    for text in month_changes(month, say):
        line(text)
    _targets(month.targets, say)


def show_minutes(minutes: Minutes, lang: Language) -> None:
    """Conclusions, and what became of those before."""
    from zhibiao.writers.register.minutes import became, concluded

    say = say_in(lang)
    line(say("minutes.title", meeting=minutes.meeting))
    for one in minutes.conclusions:
        line(f"{one.item.id} {say.title(one.item)} · {concluded(one, say)}")
    if minutes.became:
        line(say("minutes.before"))
    for was in minutes.became:
        line(f"  {was.conclusion.item.id} {was.conclusion.text} · {became(was, say)}")


def show_pack(pack: Pack, lang: Language) -> None:
    """Both sides' obligations, then the decisions asked for."""
    say = say_in(lang)
    line(say("pack.title", agreement=pack.agreement.title))
    heads = [say(f"head.{name}") for name in ("id", "item", "unit", "due", "state", "reached", "held_up")]
    for side in pack.sides:
        rows = [
            (
                item.id,
                say.title(item),
                say.unit(item.unit),
                say.due(item),
                say.state(item),
                say.measure(item.measure),
                "; ".join(map(say.block, item.blocks)) or say.words("mark.none"),
            )
            for item in side.items
        ]
        if rows:
            table(say("pack.side_head", name=say.unit(side.name), count=len(rows)), heads, rows, words=7)
    line(say("pack.decisions"))
    for decision in pack.decisions:
        line(f"  {decision.item.id} {say.title(decision.item)} · {say.ask(decision.ask)}")


def show_outlook(outlook: Outlook, lang: Language) -> None:
    """The headline, what to look at first, whose move it is, and the targets."""
    from zhibiao.writers.register.brief import headline, reasons, waiting_text

    say = say_in(lang)
    line(headline(outlook, say))
    for one in outlook.attention:
        line(f"  {one.item.id} {say.title(one.item)} · {reasons(one, say)}")
    for waits in outlook.waiting:
        line(f"  {say.unit(waits.unit)} · {waiting_text(waits, say)}")
    _targets(outlook.targets, say)


def _targets(targets: Sequence[Item], say: RegisterWords) -> None:
    heads = [say(f"head.{name}") for name in ("id", "target", "unit", "due", "state", "reached", "share", "chance")]
    rows = [
        (
            item.id,
            say.title(item),
            say.unit(item.unit),
            say.due(item),
            say.state(item),
            say.measure(item.measure),
            say.share(item.measure.share),
            say.chance(item.chance),
        )
        for item in targets
    ]
    if rows:
        table(say("month.targets"), heads, rows, words=5)
