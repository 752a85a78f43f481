"""How much: the numbers of an English text with unit and the words that bind them, and which are no figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.texts.english.times import Mentions
from zhibiao.texts.english.words import phrases
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantity import Bar, Quantity
from zhibiao.texts.statement import Comparator

_MOST_SIGNS = 30  # more digits than the figures of any page have
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?"
_PER = (
    r"(?:\s?/\s?|\s(?:per|a|an|each)\s|-per-|-a-)(?:year|annum|yr|y|a|day|d|month|tonne|ton|t|dmt|wmt|mt|hour|h|kWh|"
    r"metric ton|metric tonne|dry metric tonne|cubic metre|cubic meter|m3|person|capita|kg)"
    r"(?!\w|\s(?:earlier|ago|before|later))|(?:\s(?:annually|yearly|daily)(?!\w))"
)
_CURRENCY = re.compile(r"(?:US\$|A\$|HK\$|R\$|\$|€|£|¥|(?:RMB|CNY|USD|EUR|Rmb|Yuan)\s?)$")
_CURRENCY_NAMES = {"US$": "USD", "¥": "yuan", "€": "EUR", "£": "GBP", "Rmb": "RMB", "Yuan": "yuan"}
_JOIN = re.compile(r"\s?[-–—]\s?|\s?-?to-?\s|\sand\s")
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"\d+\s?\+\s?\d+|\d+/\d+/\d+|\d+:\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number as it is read in English: what the shared quantity holds, and how it stands in its sentence.

    `family` is the unit's (mass, rate, percent, points, currency, price, times, count, size, time …), empty for bare
    numbers; `names` where it is joined to a noun by hyphens (`a 400,000-tonne plant`).
    """

    quantity: Quantity
    family: str = ""
    names: bool = False

    @property
    def start(self) -> int:
        """Where the number begins, the words that bind it included."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Where number and unit end."""
        return self.quantity.end


@dataclass(frozen=True, slots=True)
class _Grammar:
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    rank: re.Pattern[str]
    assay: re.Pattern[str]
    numbered: re.Pattern[str]
    listed: re.Pattern[str]
    never: re.Pattern[str]
    words: dict[str, tuple[str, str]]
    units: dict[str, tuple[str, str]]
    comparators: dict[str, str]


def _grammar(lexicon: Lexicon) -> _Grammar:
    numerals = phrases(lexicon, "numerals_en", "number", "scaled", "percent", "multiple", "halved")
    scales, units = phrases(lexicon, "numerals_en", "scale"), phrases(lexicon, "units_en")
    number = re.compile(
        rf"(?<![\w.,/])(?:(?P<digits>{_DIGITS})|(?i:(?P<word>{numerals})(?![\w-]*\w(?<!\w)))(?!\w))"
        rf"(?:[ -]?(?i:(?P<scale>{scales}))(?![a-zA-Z]))?"
        rf"(?:(?P<joint>[ -]?)(?P<unit>{units})(?![\w]))?(?P<per>{_PER})?"
    )
    before, after = (phrases(lexicon, "comparators_en", sense) for sense in ("before", "after"))
    ordinals = phrases(lexicon, "numerals_en", "ordinal")
    cardinals = phrases(lexicon, "numerals_en", "number")
    lists = {
        sense: phrases(lexicon, "list_words_en", sense) for sense in ("list", "assay", "numbered", "contact", "never")
    }
    return _Grammar(
        number,
        re.compile(rf"(?<!\w)(?P<bound>{before})\s?(?:an?\s|the\s|average\s|some\s)?$", re.IGNORECASE),
        re.compile(rf"(?P<bound>\s?(?:{after}))(?!\w)", re.IGNORECASE),
        re.compile(
            rf"\b(?:rank(?:s|ed|ing)?|place[sd]?|came|come|comes|stood)\s+(?:at\s|as\s)?(?:the\s)?"
            rf"(?:(?:No\.?|number)\s?(?P<no>\d+)|(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{ordinals}))(?![\w-])"
            rf"|\btop\s(?P<top>\d+|{cardinals})(?![\w-])",
            re.IGNORECASE,
        ),
        re.compile(rf"\s?(?:{lists['assay']})\b"),
        re.compile(rf"(?<!\w)(?:{lists['numbered']})\s?$|(?:{lists['contact']})[\s.:+\d()-]*$", re.IGNORECASE),
        re.compile(rf"\s(?:\w+\s){{0,2}}?(?:{lists['list']})\b", re.IGNORECASE),
        re.compile(rf"\s(?:\w+\s){{0,1}}?(?:{lists['never']})\b", re.IGNORECASE),
        {term.word.lower(): (term.sense, term.value) for term in lexicon.terms("numerals_en")},
        {term.word: (term.sense, term.value or term.word) for term in lexicon.terms("units_en")},
        {term.word.lower(): term.value for term in lexicon.terms("comparators_en")},
    )


def amounts_of(text: str, times: Mentions, lexicon: Lexicon) -> tuple[Amount, ...]:
    """Every number of a text in its order, ranges and ranks as one each; those that are no figures bear their bar."""
    grammar = lexicon.once(_grammar)
    ranks = [_rank(found, grammar) for found in grammar.rank.finditer(text)]
    undated = (found for found in grammar.number.finditer(text) if not times.covers(found.start(), found.start() + 1))
    plain = [one for found in undated if (one := _amount(text, found, grammar))]
    joined = _joined(text, plain, grammar)
    taken = {place for one in ranks for place in range(one.quantity.number_start, one.quantity.number_end)}
    every = [*ranks, *(one for one in joined if one.quantity.number_start not in taken)]
    every.sort(key=lambda one: one.start)
    barred = [_barred(text, one, times, grammar) for one in every]
    return tuple(barred)


def _rank(found: re.Match[str], grammar: _Grammar) -> Amount:
    key = next(key for key in ("no", "digits", "word", "top") if found[key])
    word = found[key]
    value = Decimal(word if word.isdigit() else grammar.words[word.lower()][1])
    comparator = Comparator.AT_MOST if key == "top" else Comparator.EQUAL
    quantity = Quantity(
        start=found.start(),
        end=found.end(),
        number_start=found.start(key),
        number_end=found.end(key),
        value=value,
        comparator=comparator,
        is_rank=True,
        bar=Bar.OTHER if key == "top" else None,
    )
    return Amount(quantity=quantity, family="rank")


def _amount(text: str, found: re.Match[str], grammar: _Grammar) -> Amount | None:
    word = (found["word"] or "").lower()
    sense, value = grammar.words.get(word, ("digits", found["digits"] or "")) if word else ("digits", found["digits"])
    if word in ("one",) and not found["scale"] and not found["unit"]:
        return None
    unit, family = found["unit"], ""
    end = (
        found.end("unit")
        if unit
        else (found.end("scale") if found["scale"] else found.end("digits" if not word else "word"))
    )
    scale = grammar.words[found["scale"].lower()][1] if found["scale"] else ""
    currency = _CURRENCY.search(text, max(0, found.start() - 4), found.start())
    start = currency.start() if currency else found.start()
    if sense == "scaled":
        scale = word.split()[-1]
    if unit:
        family, unit = grammar.units[unit]
        if found["per"] and family not in ("percent", "points", "time", "count"):
            unit, end = unit + found["per"].replace("-", " "), found.end("per")
    elif (
        found["per"]
        and (scale or currency or sense == "digits")
        and found["per"].strip().startswith(("/", "per", "a "))
    ):
        unit, end = found["per"], found.end("per")
    if currency:
        name = currency.group().strip()
        family, unit = "currency", _CURRENCY_NAMES.get(name, name) + (unit or "")
    if sense in ("percent", "halved"):
        family, unit = "percent", "%"
    elif sense == "multiple":
        family, unit = "times", "times"
    if scale == "m" and not family:
        family, unit, scale = "size", "m", ""
    unit = f"{scale} {unit}".strip() if scale and unit else (scale or unit)
    names = bool(found["unit"] and found["joint"] == "-") or bool(re.match(r"-[a-z]", text[end : end + 2]))
    quantity = Quantity(
        start=start,
        end=end,
        number_start=found.start(),
        number_end=found.end("digits" if not word else "word"),
        value=Decimal(value.replace(",", "")),
        unit=unit.strip() if unit else None,
    )
    return Amount(quantity=_bound(text, quantity, grammar), family=family or ("count" if not unit else ""), names=names)


def _bound(text: str, quantity: Quantity, grammar: _Grammar) -> Quantity:
    """The number with the words before or behind it that make it a floor, a ceiling or a rough one."""
    before = grammar.before.search(text[max(0, quantity.start - 32) : quantity.start])
    after = grammar.after.match(text, quantity.end)
    if before and before["bound"].lower() != "within":
        start = max(0, quantity.start - 32) + before.start()
        return replace(quantity, start=start, comparator=Comparator(grammar.comparators[before["bound"].lower()]))
    if after:
        return replace(
            quantity, end=after.end(), comparator=Comparator(grammar.comparators[after["bound"].strip().lower()])
        )
    return quantity


def _joined(text: str, plain: list[Amount], grammar: _Grammar) -> list[Amount]:
    """Pairs of numbers made one: `100-150m tonnes`, `between 3 and 5`, `from 9.6% to 16.3%`, `to 12 Mt from 10 Mt`."""
    found: list[Amount] = []
    at = 0
    while at < len(plain):
        pair = _pair(text, plain[at], plain[at + 1], grammar) if at + 1 < len(plain) else None
        found.append(pair or plain[at])
        at += 2 if pair else 1
    return found


_FROM = re.compile(r"\bfrom\s(?:an?\s|the\s)?(?:\w+\s){0,2}?$", re.IGNORECASE)
_TO_FROM = re.compile(
    r"\s(?:\([^)]{1,30}\)\s)?(?:(?:in|by|at|for|this|last|next)\s[\w' ]{2,24}?\s)?,?\s?(?:up |down )?from\s(?:an?\s|about\s|around\s|just\s|only\s)*",  # noqa: E501
    re.I,
)
_UP_FROM = re.compile(
    r"(?:\sof\s[\w -]{3,30})?(?:\s(?:in|by|at|for|this|last)\s[\w' ]{2,24})?,?\s(?:up|down)\s(?:from\s)?(?:about\s|around\s|just\s|only\s)*",  # noqa: E501
    re.I,
)
_TO = re.compile(r"\bto\s(?:an?\s|about\s|around\s|some\s|nearly\s|over\s|more than\s|at least\s|as much as\s)?$", re.I)


def _pair(text: str, one: Amount, two: Amount, grammar: _Grammar) -> Amount | None:  # noqa: ARG001
    first, second = one.quantity, two.quantity
    between = text[first.end : second.start]
    unit = _shared_unit(first.unit, second.unit, is_zero=second.value == 0)
    if len(between) > 60 or unit is _APART:
        return None
    lead = text[max(0, first.start - 40) : first.start]
    start, end = first.start, second.end
    base = replace(second, start=start, end=end, number_start=first.number_start, value=None, unit=unit)
    family = two.family if two.quantity.unit and two.family else one.family
    is_year = _YEARLIKE.fullmatch(text[first.number_start : first.number_end]) and not one.family
    if is_year:
        return None
    if _TO_FROM.fullmatch(between) and _TO.search(text[max(0, first.start - 20) : first.start]) and first.unit:
        figures = replace(base, base=second.value, reached=first.value, comparator=Comparator.EQUAL)
        return Amount(quantity=figures, family=family)
    if first.unit and one.family not in ("percent", "count") and _UP_FROM.fullmatch(between):
        figures = replace(base, base=second.value, reached=first.value, comparator=Comparator.EQUAL)
        return Amount(quantity=figures, family=family)
    joins = _JOIN.fullmatch(between) or (
        re.fullmatch(r"\s(?:\S+\s){0,5}?to\s(?:about\s|around\s)?", between) and _FROM.search(lead)
    )
    if not joins:
        return None
    if _FROM.search(lead) and "to" in between:
        figures = replace(base, base=first.value, reached=second.value, comparator=second.comparator)
        return Amount(quantity=replace(figures, start=start), family=family)
    is_and = between.strip() == "and"
    if is_and and not re.search(r"\bbetween\s(?:an?\s|about\s)?$", lead, re.I):
        return None
    if (first.value or 0) >= (second.value or 0):
        return None
    figures = replace(base, value=first.value, value_max=second.value, comparator=Comparator.RANGE)
    return Amount(quantity=figures, family=family, names=two.names)


_APART = "apart"


def _shared_unit(first: str | None, second: str | None, *, is_zero: bool) -> str | None:
    """The unit of a pair, `$5-10/t` and `100 million and 150 million tonnes` included; `apart` for two that differ."""
    if first is None or first == second:
        return second
    if second is None and first == "%":
        return first if is_zero else _APART
    if second is None:
        return first if first.startswith(("$", "USD", "RMB", "yuan", "EUR")) else _APART
    if second.startswith("per "):
        return f"{first} {second}"
    if second.startswith("/") or second in ("bn", "m", "million", "billion"):
        return f"{second} {first}" if not second.startswith("/") else first + second
    if first in second.split()[:1] or (second.endswith(f" {first}") and first in ("$", "RMB", "yuan", "USD")):
        return second
    return _APART


def _barred(text: str, one: Amount, times: Mentions, grammar: _Grammar) -> Amount:
    is_pair = one.quantity.base is not None or one.quantity.value_max is not None  # these span words as well
    is_endless = not is_pair and one.quantity.number_end - one.quantity.number_start > _MOST_SIGNS
    bar = Bar.OTHER if is_endless else one.quantity.bar or _bar(text, one, times, grammar)
    return replace(one, quantity=replace(one.quantity, bar=bar)) if bar else one


_NAMING = re.compile(
    r"\s(?!of|in|on|at|by|from|and|or|to|for|with|as|than|is|are|was|were|year|month|quarter|annual|compared|over|up|down|increase|"
    r"rise|growth|drop|fall|decline|decrease|reduction|cut|share|stake|per|each|this|last|while|but|after|during|against|respectively|"
    r"higher|lower|more|less|a\b|the\b|y/y|yoy|m/m)[a-z][a-z-]+\s?[a-z]*"
)


def _bar(text: str, one: Amount, times: Mentions, grammar: _Grammar) -> Bar | None:
    quantity = one.quantity
    start, end = quantity.number_start, quantity.number_end
    if times.covers(start, end):
        return Bar.DATE
    digits = text[start:end]
    around = text[max(0, start - 4) : end + 4]
    if quantity.is_rank:
        return None
    if quantity.unit is None and _CODE.search(around):
        return Bar.CODE_NAME
    if grammar.numbered.search(text[max(0, start - 24) : start]):
        return Bar.NUMBERING
    if re.match(r"(?:st|nd|rd|th)\b", text[end : end + 3]):
        return Bar.ORDINAL
    if one.family == "size":
        return Bar.MODEL
    if (
        one.family == "percent"
        and grammar.assay.match(text, quantity.end)
        and not re.search(r"grad(?:e|ing)", text[max(0, start - 40) : start])
    ):
        return Bar.MODEL
    if (
        one.family == "percent"
        and _NAMING.match(text, quantity.end)
        and re.search(r"\b(?:of|for|and|in)\s$", text[:start][-5:])
    ):
        return Bar.MODEL
    if one.family == "time":
        return None if _BUILDING_TIME.search(text[max(0, start - 60) : start]) else Bar.OTHER
    if one.family in ("mass", "rate") and one.names:
        return Bar.MODEL
    if one.family == "people" and one.names:
        return Bar.OTHER
    if one.family == "count" and quantity.unit is None:
        return _bar_of_count(text, quantity, digits, grammar)
    return None


_MEETING = re.compile(
    r"\b(?:attend(?:s|ed|ing)?|participat(?:e|ed|ing)|took part|were present|visited)\b", re.IGNORECASE
)
_SPEAKERS = re.compile(r"\s(?:[\w-]+\s){1,3}?(?:said|told|say|says|added|asked)\b")
_BUILDING_TIME = re.compile(
    r"(?:construction (?:period|time)|build(?:ing)? (?:time|period)|(?:mine|service|working) life|"
    r"(?:over|with) an? (?:mine )?life of|(?:sufficient|enough) for|construction (?:will |is expected to )?takes?|construction took)\b[^.;,]{0,30}$",  # noqa: E501
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|these|those|its|their|both|all|any|other|each|every|no)\s(?:\w+\s)?$", re.IGNORECASE)
_VALUE_LEAD = re.compile(r"\b(?:at|to|of|was|is|reached|hit|stood at|index|PMI|by)\s$", re.IGNORECASE)
_NOUN = re.compile(r"\s(?:[a-z][\w'-]*|[A-Z][\w'.-]*)")
_NO_NOUN = re.compile(
    r"\s(?:of|in|on|at|by|from|and|or|to|for|with|as|than|is|are|was|were|has|have|had|will|the|per|while|but|after|that|which|compared|year|times?|o'clock|a\.m|p\.m|am|pm)\b",
    re.I,
)


def _bar_of_count(text: str, quantity: Quantity, digits: str, grammar: _Grammar) -> Bar | None:
    start, end = quantity.number_start, quantity.end
    is_word = not digits[:1].isdigit()
    has_noun = bool(_NOUN.match(text, end)) and not _NO_NOUN.match(text, end)
    if _YEARLIKE.fullmatch(digits) and not (has_noun and quantity.comparator is not Comparator.EQUAL):
        return Bar.DATE
    if grammar.listed.match(text, end) and (is_word or len(digits) < 3):
        return Bar.LIST_COUNT
    if _DEFINITE.search(text[max(0, quantity.start - 20) : quantity.start]) and is_word:
        return Bar.LIST_COUNT
    if not has_noun:
        if re.match(r"\s[\d,.]+-(?:cubic-)?(?:met(?:re|er)s?|tonnes?|tons?|t|m3|m³)\s[a-z]", text[end : end + 40]):
            return None
        if re.match(r"\sof\s(?:(?:its|the|their|all)\s)?\d+\s[a-z]", text[end : end + 24]):
            return None
        of_them = re.match(r"\sof\s(?:which|whom|them|the|these)\b", text[end : end + 14])
        if of_them or ("." in digits and _VALUE_LEAD.search(text[max(0, start - 10) : start])):
            return None
        return Bar.OTHER
    if grammar.never.match(text, end) or re.search(
        r"\d\sof\s(?:(?:the|its|all|a|total|of|\w+['’]s)\s){0,3}$", text[max(0, start - 36) : start]
    ):
        return Bar.OTHER
    if _SPEAKERS.match(text, end):
        return Bar.OTHER
    if _MEETING.search(text[max(0, start - 60) : end + 60]):
        return Bar.OTHER
    if quantity.value is not None and quantity.value <= 1:
        return Bar.OTHER
    if text[start - 1 : start] in ("-", "/", "#") or re.match(r"[-/]\w", text[end : end + 2]):
        return Bar.CODE_NAME
    return None
