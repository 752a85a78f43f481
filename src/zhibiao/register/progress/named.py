"""The named items of a commitment as known on a day: each once, with its newest word and what shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.register.deeds import Claim, Evidence, ItemNamed
from zhibiao.register.progress.names import folded_name
from zhibiao.register.register import Commitment
from zhibiao.terms.instant import LOCAL, instant_of


class Shown(StrEnum):
    """What is known of an item: it came about and that is shown, it is said to have, it is to come, it was given up."""

    EVIDENCED = "evidenced"
    CLAIMED = "claimed"
    PLANNED = "planned"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An item: its newest word, its evidence, and every spelling that it was named in."""

    latest: ItemNamed
    evidence: tuple[Evidence, ...]
    spellings: tuple[str, ...]
    shown: Shown


def named_items(commitment: Commitment, *, on: dt.date) -> tuple[Named, ...]:
    """The items that were named up to a day, in the order in which they were first named.

    The word told last counts, and keeps what an earlier word said and it leaves out: day, level, amount, what was
    spent. Evidence of an earlier word of the same claim stands. An item dated after the day is planned, whatever is
    said of it; a word told after the day about no day at all is not known yet.
    """
    words: dict[str, list[ItemNamed]] = {}
    for act, deed in commitment.done(ItemNamed):
        told = instant_of(act.at).astimezone(LOCAL).date()
        if deed.on is not None or told <= on:
            words.setdefault(folded_name(deed.name), []).append(deed)
    return tuple(_named(those, on=on) for those in words.values())


def _named(words: list[ItemNamed], *, on: dt.date) -> Named:
    latest = _together(words)
    evidence: dict[Evidence, None] = {}
    for word in reversed(words):
        if word.claim is not latest.claim:
            break
        evidence |= dict.fromkeys(word.evidence)
    return Named(
        latest=latest,
        evidence=tuple(evidence),
        spellings=tuple(dict.fromkeys(word.name for word in words)),
        shown=_shown(latest, evidenced=bool(evidence), on=on),
    )


def _together(words: list[ItemNamed]) -> ItemNamed:
    newest = words[-1]
    said = {
        name: next((held for word in reversed(words) if (held := getattr(word, name))), getattr(newest, name))
        for name in ("on", "level", "amount", "spent")
    }
    return ItemNamed(
        commitment=newest.commitment,
        name=words[0].name,
        on=said["on"],
        level=said["level"],
        amount=said["amount"],
        spent=said["spent"],
        claim=newest.claim,
        evidence=newest.evidence,
    )


def _shown(item: ItemNamed, *, evidenced: bool, on: dt.date) -> Shown:
    if item.claim is Claim.STOPPED:
        return Shown.DROPPED
    if item.claim is not Claim.DONE or (item.on is not None and item.on > on):
        return Shown.PLANNED
    return Shown.EVIDENCED if evidenced else Shown.CLAIMED
