"""What a number says: an amount, a share, a change against which base, and which way the verb says it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.english.numbers import Amount
from zhibiao.texts.english.words import whole
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Change, Comparator, Polarity

_YOY = re.compile(
    r"year[- ]on[- ]year|year[- ]over[- ]year|\by[-/]?o[-/]?y\b|\by/y\b|\bon[- ]year\b|\bannually\b|\bannual(?:ised)?\b|"  # noqa: E501
    r"(?:from|than|over|on|versus|compared (?:with|to)|against)?\s?(?:an?\s|the\s)?(?:year (?:earlier|ago|before)|"
    r"(?:same|corresponding|year-ago|year-earlier) (?:period|month|quarter|time|ten days)(?! of the previous month)|"
    r"previous year|last year's)|\b(?:from|than|over|on|compared (?:with|to))\s(?:the\s)?last year\b",
    re.IGNORECASE,
)
_MOM = re.compile(
    r"month[- ]on[- ]month|month[- ]over[- ]month|\bm[-/]?o[-/]?m\b|\bm/m\b|\bon[- ]month\b|week[- ]on[- ]week|\bw/w\b|"
    r"quarter[- ]on[- ]quarter|\bon (?:the )?(?:quarter|month|week)\b|\bq[-/]?o[-/]?q\b|\bq/q\b|(?:previous|preceding|prior|month|last)\s(?:month|week|quarter|"  # noqa: E501
    r"ten days|ten-day period)|(?:a|the) (?:month|week|quarter) (?:earlier|before|ago)|week earlier",
    re.IGNORECASE,
)
_DELTA = re.compile(
    r"(?:compared (?:with|to)|from|than|over|versus|against|on|below|above|since)\s(?:the\s)?(?:(?:level|end|start|beginning|levels|"  # noqa: E501
    r"figure|average|peak)\s(?:of|in|at)\s)?(?:the\s)?(?:end of\s|start of\s|beginning of\s)?(?:last year\b(?='s end)|"
    r"(?:19|20)\d\d|this year)\b|\bsince\b|from the (?:end|start|beginning)|from (?:its|their) peak",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\b(?:above|below|higher than|lower than|faster than|slower than|ahead of|behind)\sthe\s(?:\w+\s){0,2}(?:average|plan|target|"  # noqa: E501
    r"schedule|level of|rate for|national|provincial)|percentage points? (?:higher|lower|faster|slower|above|below)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"^\s(?:of\s|share\b|stake\b)|^\sfrom\srenewable", re.IGNORECASE)
_SHARE_LEAD = re.compile(
    r"\b(?:account(?:s|ed|ing)?\sfor|represent(?:s|ed|ing)?|mak(?:es|e|ing)\sup|made\sup|compris(?:es|ed|ing)|share|proportion|ratio|"
    r"rate|utili[sz]ation|percentage|purity|grade|grading|stake|concentration|coverage|contribut(?:es|ed|ing)|complet(?:ed|ion)|"
    r"progress|self-sufficiency|margin|level)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(r"\bgrowth(?: rate)?\b|\b(?:average )?annual rate\b", re.IGNORECASE)


_REACH = 200


@dataclass(frozen=True, slots=True)
class Directions:
    """The words of direction by where they stand to a number."""

    verb: re.Pattern[str]
    noun: re.Pattern[str]
    after: re.Pattern[str]
    senses: dict[str, str]


def directions(lexicon: Lexicon) -> Directions:
    """The table of directions as patterns."""
    every = lexicon.terms("direction_en")
    kinds = {
        kind: whole(
            "|".join(sorted((re.escape(term.word) for term in every if term.value == kind), key=len, reverse=True))
        )
        for kind in ("verb", "noun", "after")
    }
    return Directions(kinds["verb"], kinds["noun"], kinds["after"], {term.word: term.sense for term in every})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the words around a number say of it; `is_change` where the number itself is the size of the change."""

    change: Change
    polarity: Polarity | None
    is_change: bool = False


def said_of(text: str, amount: Amount, start: int, end: int, lexicon: Lexicon, next_start: int) -> Said:
    """Read a number within its piece (`start` to `end`); `next_start` is where the number after it begins."""
    grammar = lexicon.once(directions)
    start, end = max(start, amount.start - _REACH), min(end, amount.end + _REACH)
    before, after = text[start : amount.start], text[amount.end : min(end, next_start)]
    direction, is_change = _direction(before, after, amount, grammar, text[amount.start : amount.end])
    quantity = amount.quantity
    if quantity.is_rank:
        return Said(change=Change.RANK, polarity=None)
    if quantity.base is not None:
        inside = re.search(r"\b(?P<up>up)|\b(?P<down>down)\b", text[amount.start : amount.end])
        if inside and not direction:
            direction = Polarity.INCREASE if inside["up"] else Polarity.DECREASE
        return Said(change=Change.FROM_TO, polarity=direction)
    if amount.family in ("percent", "points", "times"):
        return _of_rate(text, amount, before, after, direction, is_change, end)
    if is_change and direction and amount.family != "count" and not re.match(r"\sof\s", after):
        return Said(
            change=_base_of(before, after, text[amount.end : end], default=_plain(amount)),
            polarity=direction,
            is_change=True,
        )
    return Said(change=Change.LEVEL, polarity=direction)


def _plain(amount: Amount) -> Change:
    return Change.YOY if amount.family in ("mass", "currency", "rate", "energy", "air", "power") else Change.LEVEL


def _of_rate(
    text: str, amount: Amount, before: str, after: str, direction: Polarity | None, is_change: bool, end: int
) -> Said:
    if amount.family == "points" or _GAP.search(after[:40]):
        change = (
            Change.GAP if _GAP.search(after) else _base_of(before, after, text[amount.end : end], default=Change.YOY)
        )
        return Said(change=change, polarity=direction, is_change=True)
    word = text[amount.quantity.number_start : amount.quantity.number_end].lower()
    if amount.family == "times" and word.isalpha():
        return Said(
            change=_base_of(before, after, text[amount.end : end], default=Change.YOY),
            polarity=Polarity.INCREASE,
            is_change=True,
        )
    if word in ("halve", "halves", "halved", "halving"):
        return Said(
            change=_base_of(before, after, text[amount.end : end], default=Change.YOY),
            polarity=Polarity.DECREASE,
            is_change=True,
        )
    has_base = _YOY.search(after[:60]) or _MOM.search(after[:60])
    if (
        not is_change
        and not has_base
        and (_SHARE.match(after) or _SHARE_LEAD.search(before[-70:]))
        and not _GROWTH.search(before[-40:])
    ):
        return Said(change=Change.SHARE, polarity=direction)
    if is_change or has_base or direction or _GROWTH.search(before[-60:]) or _GROWTH.search(after[:30]):
        grown = (
            Polarity.INCREASE
            if not direction and (_GROWTH.search(before[-60:]) or _GROWTH.search(after[:30]))
            else direction
        )
        return Said(
            change=_base_of(before, after, text[amount.end : end], default=Change.YOY), polarity=grown, is_change=True
        )
    return Said(change=Change.SHARE, polarity=direction)


def _base_of(before: str, after: str, rest: str, *, default: Change) -> Change:
    """Which base a change stands against, by the words behind it, then before it."""
    found = [
        (match.start(), change)
        for pattern, change in ((_MOM, Change.MOM), (_YOY, Change.YOY), (_DELTA, Change.DELTA))
        for match in [pattern.search(after) or pattern.search(rest)]
        if match
    ]
    if found:
        return min(found, key=lambda pair: pair[0])[1]
    for pattern, change in ((_MOM, Change.MOM), (_YOY, Change.YOY), (_DELTA, Change.DELTA)):
        if pattern.search(before[-60:]):
            return change
    return default


_BY = re.compile(r"(?:\bby|\bof)\s(?:an?\s|the\s)?(?:\w+\s){0,2}$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at)\s(?:an?\s|the\s)?(?:\w+\s){0,3}$", re.IGNORECASE)


_LEVEL_BOUND = re.compile(r"(?:below|under|above|beyond|past)\b", re.IGNORECASE)


def _direction(
    before: str, after: str, amount: Amount, grammar: Directions, amount_text: str
) -> tuple[Polarity | None, bool]:
    """The way that the nearest word says, and whether the number is the size of that change."""
    follows = re.match(r"\s?(?:in\s\w+\s)?(?:year[- ]on[- ]year\s|month[- ]on[- ]month\s)?(\w+)", after)
    if follows and (sense := grammar.senses.get(follows.group(1).lower())) and grammar.noun.fullmatch(follows.group(1)):
        return Polarity(sense), True
    if follows and grammar.after.fullmatch(follows.group(1)):
        return Polarity(grammar.senses[follows.group(1).lower()]), True
    near = re.sub(
        r"\b(?:mak(?:e|es|ing)|made|speed|set|step|build)\sup\b", lambda found: " " * len(found.group()), before[-90:]
    )
    last = None
    for pattern in (grammar.verb, grammar.noun, grammar.after):
        for found in pattern.finditer(near):
            if pattern is grammar.after and not re.fullmatch(r"\s(?:by\s)?", near[found.end() :]):
                continue
            if last is None or found.start() > last.start():
                last = found
    if last is None:
        passive = re.search(r"\b(?:was|were|be|been|being|is|are)\s(?:\w+ly\s)?(\w+(?:\s(?:down|out|up))?)", after)
        told = passive and (
            grammar.senses.get(passive.group(1).lower()) or grammar.senses.get(passive.group(1).split()[0].lower())
        )
        return (Polarity(told), False) if told else (None, False)
    sense = Polarity(grammar.senses[last.group().lower()])
    gap = near[last.end() :]
    if (
        amount.quantity.comparator in (Comparator.AT_MOST, Comparator.AT_LEAST)
        and not gap.strip()
        and _LEVEL_BOUND.match(amount_text)
    ):
        return sense, False
    if re.search(r"\d|\b(?:half|thirds?|quarters?|fifths?|tenths?)\b", gap) and _TO.search(gap):
        return None, False
    if _TO.search(gap) and amount.quantity.base is None:
        return sense, False
    if re.search(r"\d", gap):
        return (sense, True) if amount.family in ("percent", "points") else (None, False)
    is_direct = bool(
        re.fullmatch(
            r"\s?(?:(?:by|of|about|around|an?|another|some|further|slightly|sharply|only|as much as)\s?)*", gap
        )
    )
    return sense, is_direct or bool(_BY.search(gap)) or amount.family in ("percent", "points")
