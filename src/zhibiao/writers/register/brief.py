"""The register on one page for a leader, as HTML that prints on A4, fits a phone and needs nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.outlook import Attention, Outlook, Reason, Waiting
from zhibiao.register.progress.values import State
from zhibiao.writers.register.paper import Issuer
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.wording import Words

_MOST_TARGETS, _MOST_WAITING = 7, 6
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One count of the top row; `kind` marks the ones to worry about where they are not 0."""

    name: str
    count: int
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An item to look at, as words."""

    title: str
    about: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOf:
    """Who is waited for, as words."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A target as words; `fill` is its chance in per cent, None without a forecast."""

    title: str
    measure: str
    fill: int | None
    is_low: bool
    ahead: str


def write_register_brief(outlook: Outlook, marks: RegisterMarks, *, issuer: Issuer, words: Words) -> bytes:
    """The page as UTF-8 HTML; the same view and marks give the same bytes."""
    say = RegisterWords(words)
    left_out = len(outlook.targets) - _MOST_TARGETS
    counts = _counts(outlook)
    notes = [say("brief.claimed_note")]
    if outlook.undated:
        notes.append(say("brief.undated", count=outlook.undated))
    page = _template().render(
        say=say,
        lang="zh-CN" if words.lang == "zh" else "en",
        title=say("brief.title", city=words.name(issuer.city)),
        authority=words.name(issuer.authority),
        date=words.day(outlook.on),
        headline=headline(outlook, say),
        tiles=[
            Tile(name=say(f"brief.tile.{name}"), count=count, kind=_KINDS.get(name, "") if count else "")
            for name, count in counts.items()
        ],
        attention=[_look(one, say) for one in outlook.attention],
        more=say("brief.more", count=outlook.more) if outlook.more else "",
        waiting=[
            MoveOf(unit=say.unit(one.unit), text=waiting_text(one, say)) for one in outlook.waiting[:_MOST_WAITING]
        ],
        targets=[_goal(item, say) for item in outlook.targets[:_MOST_TARGETS]],
        more_targets=say("brief.more_targets", count=left_out) if left_out > 0 else "",
        notes=words.running(notes),
        marks=say.marks(marks),
        note=words.name(issuer.note),
    )
    return page.encode()


_KINDS = {"overdue": "warn", "blocked": "warn", "claimed": "claim"}


def headline(outlook: Outlook, say: RegisterWords) -> str:
    """The counts in one sentence."""
    return say("brief.headline", **_counts(outlook))


def reasons(one: Attention, say: RegisterWords) -> str:
    """Why to look at an item."""
    return say.words("mark.semicolon").join(_reason(reason, one.item, say) for reason in one.reasons)


def waiting_text(one: Waiting, say: RegisterWords) -> str:
    """What a unit is waited for."""
    texts = []
    if one.blocks:
        texts.append(say("brief.waiting_blocks", blocks=one.blocks, longest=one.longest))
    if one.overdue:
        texts.append(say("brief.waiting_overdue", overdue=one.overdue))
    return say.words("mark.semicolon").join(texts)


def _counts(outlook: Outlook) -> dict[str, int]:
    return {
        "items": outlook.items,
        "done": outlook.states[State.DONE],
        "claimed": outlook.states[State.CLAIMED],
        "overdue": outlook.overdue,
        "blocked": outlook.blocked,
        "near": outlook.near,
    }


@cache
def _template() -> Template:
    text = files("zhibiao").joinpath("data/templates/register_brief.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)


def _look(one: Attention, say: RegisterWords) -> Look:
    item = one.item
    about = [say.unit(item.unit), say.due(item), say.state(item)]
    if item.measure.reached is not None or item.measure.promised is not None:
        about.append(say.measure(item.measure))
    return Look(title=say.title(item), about=" · ".join(about), why=reasons(one, say))


def _reason(reason: Reason, item: Item, say: RegisterWords) -> str:
    facts = {
        "days": abs(item.days_left or 0),
        "block": say.words("mark.semicolon").join(map(say.block, item.blocks)),
        "chance": say.chance(item.chance),
        "first": say.day(item.first_due),
        "times": item.times_moved,
        "slipped": item.slipped_days,
    }
    return say(f"brief.reason.{reason.value}", **facts)


def _goal(item: Item, say: RegisterWords) -> Goal:
    chance = item.chance
    if chance is None:
        return Goal(
            title=say.title(item),
            measure=say.measure(item.measure),
            fill=None,
            is_low=False,
            ahead=say("brief.no_chance"),
        )
    facts = {name: say.number(getattr(chance, name)) for name in ("expected", "low", "high")}
    expected = say("brief.expected", **facts)
    return Goal(
        title=say.title(item),
        measure=say.measure(item.measure),
        fill=int(chance.chance * _PERCENT),
        is_low=chance.chance * 2 < 1,
        ahead=f"{say('head.chance')} {say.chance(chance)} · {expected}",
    )
