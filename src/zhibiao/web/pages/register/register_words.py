"""How pages of the register word an item: its state with a colour, its terms field by field, and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from zhibiao.assemble.resources import indicators
from zhibiao.register.commitment import Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    Blocked,
    Claim,
    Corrected,
    ItemNamed,
    Merged,
    Moved,
    Noted,
    Released,
    Reported,
)
from zhibiao.register.follow_up.item import Item
from zhibiao.register.progress.named import Shown
from zhibiao.register.progress.values import Items, Progress, State
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.register.words import RegisterWords

COLOURS: Mapping[State, str] = MappingProxyType(
    {
        State.WAITING: "none",
        State.UNDER_WAY: "blue",
        State.CLAIMED: "orange",
        State.DONE: "green",
        State.MISSED: "red",
        State.STOPPED: "none",
        State.REPORTED: "none",
    }
)
SHOWN_COLOURS: Mapping[Shown, str] = MappingProxyType(
    {Shown.EVIDENCED: "green", Shown.CLAIMED: "orange", Shown.PLANNED: "none", Shown.DROPPED: "none"}
)
_SIGNS = {Comparator.AT_LEAST: "≥ ", Comparator.AT_MOST: "≤ ", Comparator.ABOUT: "≈ "}
_ARROWS = {Polarity.INCREASE: "+", Polarity.DECREASE: "−"}


def say_in(words: DeskWords) -> RegisterWords:
    """The words that papers of the register use, in the page's language."""
    return RegisterWords(words.figures)


def state_colour(state: State, *, overdue: bool) -> str:
    """The mark of a state; what is overdue is red whatever its state."""
    return "red" if overdue else COLOURS[state]


def shown_against_claimed(progress: Progress, words: DeskWords) -> str:
    """What is shown beside what is only said: of named items how many each, of other work which of the two it is."""
    items: Items | None = progress.items
    if items is not None:
        return words("register.shown_of", shown=items.evidenced, claimed=items.claimed)
    if progress.state is State.CLAIMED:
        return words("register.only_claimed")
    return words("register.shown") if progress.state is State.DONE else ""


def held_up(item: Item, words: DeskWords) -> str:
    """Whose move it is and for how many days, where something holds it up and it is not settled."""
    say = say_in(words)
    return words.figures.joined([say.block(one) for one in item.blocks]) if item.blocks and item.is_open else ""


def chance_of(progress: Progress) -> int | None:
    """The chance of being kept in whole per cent; draws do not tell it closer."""
    return None if progress.chance is None else round(progress.chance.chance * 100)


def promise_text(terms: Terms, words: DeskWords) -> str:
    """The figure of the terms in short: how it binds, the number with its unit, and against what; "" without one."""
    figure = terms.figure
    if figure is None:
        return ""
    change = "" if figure.change is Change.LEVEL else words.label(f"cli.register.change_{figure.change.value}")
    return " ".join(part for part in (_number_text(figure, terms), change) if part)


def _number_text(figure: Figure, terms: Terms) -> str:
    unit = figure.unit or ""
    if figure.base is not None or figure.reached is not None:
        return f"{_plain(figure.base)} → {_plain(figure.reached)} {unit}".strip()
    if figure.value_max is not None:
        return f"{_plain(figure.value)}–{_plain(figure.value_max)} {unit}".strip()
    arrow = _ARROWS.get(terms.polarity, "") if terms.polarity else ""
    return f"{_SIGNS.get(figure.comparator, '')}{arrow}{_plain(figure.value)} {unit}".strip()


def _plain(number: object) -> str:
    return "?" if number is None else str(number)


def term_facts(terms: Terms, words: DeskWords) -> Iterator[tuple[str, str]]:
    """The terms with their names, those that say something."""
    joined = words.figures.joined
    told = {
        "number": terms.number,
        "figure": promise_text(terms, words),
        "items": str(terms.items or ""),
        "lead": terms.lead,
        "others": joined(list(terms.others)),
        "parties": joined(list(terms.parties)),
        "period": terms.period,
        "place": terms.place,
        "stage": words(f"register.choice.stage.{terms.stage.value}") if terms.stage else "",
        "indicator": indicator_name(terms.indicator, words),
        "coverage": joined(
            [
                words(
                    f"register.covers.{one.every.value}",
                    level=words.label(f"cli.register.level_{one.level or 'any'}"),
                    least=one.least,
                )
                for one in terms.coverage
            ]
        ),
    }
    yield from ((words(f"register.field.{name}"), text) for name, text in told.items() if text)


def indicator_name(code: str, words: DeskWords) -> str:
    """What an indicator is called; its code where the list does not hold it."""
    return words.name(indicators().by_code[code].name) if code in indicators() else code


def act_told(act: Act, words: DeskWords) -> str:
    """What an act says, in a line, without its name and its documents."""
    parts = [part for part in _parts(act, words) if part]
    return " · ".join(parts)


def act_name(act: Act, words: DeskWords) -> str:
    """What kind of act it is."""
    return words.label(f"cli.register.deed_{type(act.deed).__name__.lower()}")


def _parts(act: Act, words: DeskWords) -> list[str]:
    match act.deed:
        case Accepted(terms=terms) | Corrected(terms=terms):
            reason = act.deed.reason if isinstance(act.deed, Corrected) else ""
            return [terms.title, promise_text(terms, words), _day(terms.due), reason]
        case Merged(candidates=candidates):
            return [words.figures.joined(list(candidates))]
        case Moved(due=due, reason=reason):
            return [due.isoformat(), reason]
        case Reported(as_of=day, claim=claim, figure=figure, note=note):
            return [day.isoformat(), claim_name(claim, words), figure, note]
        case Blocked(since=day, cause=cause, mover=mover, note=note):
            return [day.isoformat(), words.label(f"cli.register.cause_{cause.value}"), mover, note]
        case Released(block=block, on=day, note=note):
            return [day.isoformat(), words("register.of_act", number=block), note]
        case ItemNamed(name=name, on=on, claim=claim):
            return [name, _day(on), claim_name(claim, words)]
        case Noted(on=day, meeting=meeting, conclusion=conclusion, mover=mover, due=due):
            return [day.isoformat(), meeting, conclusion, mover, _day(due)]
    return []


def claim_name(claim: Claim, words: DeskWords) -> str:
    """What those responsible say."""
    return words.label(f"cli.register.claim_{claim.value}")


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
