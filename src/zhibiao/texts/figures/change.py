"""What a number says: level, share, or a change against which base; and which way it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.heard import Told
from zhibiao.texts.figures.words import Words
from zhibiao.texts.lexicon import Term
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Polarity

_SHARES = frozenset(("%", "‰", "成"))
_POINTS = frozenset(("百分点", "个百分点", "点", "个点"))
_PERCENTAGE_POINTS = frozenset(("百分点", "个百分点"))
_NEW = re.compile(r"新增|净增")
_WAYS = {"increase": Polarity.INCREASE, "decrease": Polarity.DECREASE, "keep": Polarity.KEEP}
_ACROSS = frozenset((Change.GAP,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Change and polarity of a number; `assumed` where no word says the base, `based` where one does."""

    change: Change
    polarity: Polarity | None = None
    assumed: bool = False
    based: bool = False


def said(before: Before, number: Quantity, name: str, act_way: str, told: Told | None, words: Words) -> Said:
    """What a number says, by the words before it and what the sentence told last (`told`, None for nothing)."""
    if number.is_rank:
        return Said(change=Change.RANK)
    way = _way(before, act_way)
    if before.change is not None:
        if before.reaches:
            return Said(change=_kind_of_level(number, name, words), polarity=way)
        return Said(change=before.change, polarity=way, based=True)
    if before.verb is not None and before.verb.value == "level" and number.unit not in _SHARES | _POINTS:
        return Said(change=Change.LEVEL, polarity=way)
    if before.verb is not None and before.verb.sense != "keep" and not before.reaches:
        return _bare(before.verb, way, number, told if before_is_bare(before) else None)
    if before.growth is not None:
        if told is not None and told.based and before_is_bare(before):
            return Said(change=told.change, polarity=way, based=True)
        from_to = told is not None and told.change is Change.FROM_TO and before_is_bare(before)
        return Said(change=Change.DELTA if from_to else Change.YOY, polarity=way, assumed=True)
    if number.unit in _PERCENTAGE_POINTS:
        return Said(change=Change.YOY, polarity=way, assumed=True)
    if way is None and before.verb is None and _NEW.search(name):
        way = Polarity.INCREASE
    return Said(change=_kind_of_level(number, name, words), polarity=way)


def before_is_bare(before: Before) -> bool:
    """Whether nothing but the verb stands before the number."""
    return not before.name.strip(" 、,，其中")


def _bare(verb: Term, way: Polarity | None, number: Quantity, told: Told | None) -> Said:
    if told is not None and told.based and told.change not in _ACROSS:
        return Said(change=told.change, polarity=way, based=True)
    if verb.sense in {"above", "below", "over"}:
        return Said(change=Change.GAP, polarity=way)
    change = Change.DELTA if verb.value == "delta" and number.unit not in _POINTS else Change.YOY
    return Said(change=change, polarity=way, assumed=True)


def _kind_of_level(number: Quantity, name: str, words: Words) -> Change:
    head = words.indicators.at_end(name)
    if head is not None and head.sense == "share" and (number.unit in _SHARES or number.unit is None):
        return Change.SHARE
    return Change.SHARE if number.unit in _SHARES else Change.LEVEL


def _way(before: Before, act_way: str) -> Polarity | None:
    if before.verb is not None:
        if before.verb.word == "改善":
            return None  # better may be more or less
        return _WAYS.get(before.verb.sense)
    if before.growth is not None:
        return {"growth_up": Polarity.INCREASE, "growth": Polarity.INCREASE, "growth_down": Polarity.DECREASE}.get(
            before.growth.sense
        )
    return _WAYS.get(act_way)
