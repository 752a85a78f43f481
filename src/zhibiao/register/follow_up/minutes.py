"""Minutes of a meeting (会议纪要): what it concluded item by item, and what became of the meeting before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhibiao.errors import NotFound
from zhibiao.register.deeds import Act, Blocked, Deed, ItemNamed, Moved, Noted, Released, Reported
from zhibiao.register.follow_up.item import Item, Units, acted_on, item_of, units_of
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.values import Progress
from zhibiao.register.register import Commitment, Register

# `4月会商会议`, `第3次会商会议` and `2025年5月会商会议` are meetings of one series.
_ORDINAL = re.compile(r"[第]?[0-9〇一二三四五六七八九十]+[年月日次届季度]*")
_SINCE = (Reported, Released, Moved, Blocked, ItemNamed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a meeting concluded on an item: whose move it is ("" where nobody is named), and by when."""

    item: Item
    act: int
    text: str
    mover: str
    by: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """A conclusion of the meeting before, what was put on record since, and whether its day passed without a word."""

    conclusion: Conclusion
    since: tuple[Deed, ...]
    unanswered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes: conclusions in the order of the acts, and the meeting of the same series before it, if any."""

    meeting: str
    on: dt.date
    conclusions: tuple[Conclusion, ...]
    before: str = ""
    before_on: dt.date | None = None
    became: tuple[Became, ...] = ()

    @property
    def agenda(self) -> tuple[tuple[Item, tuple[Conclusion, ...]], ...]:
        """The items that were spoken of, each with its conclusions."""
        items = {one.item.id: one.item for one in self.conclusions}
        return tuple(
            (item, tuple(one for one in self.conclusions if one.item.id == name)) for name, item in items.items()
        )


def minutes_of(register: Register, progress: Mapping[str, Progress], *, meeting: str, on: dt.date) -> Minutes:
    """The minutes of a meeting on a day.

    Args:
        register: the register.
        progress: of every item, as of `on`.
        meeting: its name, as the acts have it or without what tells it from others of its series.
        on: its day.

    Raises:
        NotFound: `register.no_minutes` with the meetings there are.
    """
    notes = list(_notes(register))
    held = [(one, act, deed) for one, act, deed in notes if deed.on == on and _is_called(deed.meeting, meeting)]
    if not held:
        known = dict.fromkeys(f"{deed.on} {deed.meeting}" for _, _, deed in notes)
        raise NotFound("register.no_minutes", meeting=meeting, on=on.isoformat(), known="; ".join(known) or "—")
    units, series = units_of(register), _series(held[0][2].meeting)
    earlier = [entry for entry in notes if entry[2].on < on and _series(entry[2].meeting) == series]
    before_on = max((deed.on for _, _, deed in earlier), default=None)
    last = [entry for entry in earlier if entry[2].on == before_on]
    return Minutes(
        meeting=held[0][2].meeting,
        on=on,
        conclusions=tuple(_conclusion(*entry, progress, units) for entry in held),
        before=last[0][2].meeting if last else "",
        before_on=before_on,
        became=tuple(_became(*entry, progress, units, on=on) for entry in last),
    )


def _notes(register: Register) -> Iterator[tuple[Commitment, Act, Noted]]:
    """Every conclusion, in the order of the acts."""
    entries = [(one, act, deed) for one in register.commitments.values() for act, deed in one.done(Noted)]
    yield from sorted(entries, key=lambda entry: entry[1].number)


def _is_called(held: str, asked: str) -> bool:
    return folded_name(asked) in {folded_name(held), _series(held)}


def _series(meeting: str) -> str:
    """The name without what tells one meeting of a series from the next.

    >>> _series("2025年4月会商会议") == _series("第5次会商会议") == "会商会议"
    True
    """
    folded = folded_name(meeting)
    return _ORDINAL.sub("", folded) or folded


def _conclusion(one: Commitment, act: Act, deed: Noted, progress: Mapping[str, Progress], units: Units) -> Conclusion:
    return Conclusion(
        item=item_of(one, progress[one.id], units),
        act=act.number,
        text=deed.conclusion,
        mover=units.called(deed.mover),
        by=deed.due,
    )


def _became(
    one: Commitment, act: Act, deed: Noted, progress: Mapping[str, Progress], units: Units, *, on: dt.date
) -> Became:
    concluded = _conclusion(one, act, deed, progress, units)
    since = tuple(_since(one.acts, after=act.number, on=on))
    is_past = deed.due is not None and deed.due < on
    return Became(conclusion=concluded, since=since, unanswered=is_past and not since and concluded.item.is_open)


def _since(acts: Iterable[Act], *, after: int, on: dt.date) -> Iterator[Deed]:
    for act in acts:
        if act.number > after and acted_on(act) <= on and isinstance(act.deed, _SINCE):
            yield act.deed
