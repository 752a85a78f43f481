"""What a number is about: the indicator with its scope, without number, place, date and verb."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.english.changes import Said
from zhibiao.texts.english.numbers import Amount
from zhibiao.texts.english.page import PRONOUNS
from zhibiao.texts.english.parties import is_body, is_place
from zhibiao.texts.english.pieces import Piece, verbs
from zhibiao.texts.english.times import Mentions
from zhibiao.texts.english.words import last_match, phrases, whole
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Change

_STOPS = (
    "in|at|by|from|to|for|on|with|as|than|while|but|which|who|where|after|before|during|over|under|through|against|since|"
    "until|within|across|along|per|via|into|because|compared|and|or|is|are|was|were|has|have|had|will|would|this|that|"
    "last|year|up|down|according|including|each|respectively|annually|about|around|around|nearly|some|over|more"
)
_AFTER_STOP = re.compile(
    rf"\s(?:{_STOPS}|be|been|may|must|can|should|shall)\b|[,;:.!?](?=\s|$)|\(|\s[–—-]\s|\d", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?:the|an?|its|their|his|our|this|that|these|those|both|all|total|combined|overall|new|some|more|about|around|"
    r"nearly|only|further|additional|another|meanwhile|however|also|but|and|of|in|on|at|to|by|with|as|"
    r"country['’]?s?|province['’]?s?|city['’]?s?|nation['’]?s?|national|nationwide|estimated|"
    r"world['’]s|group['’]s|company['’]s|respective)\s)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s(?:(?:also|has|have|had|was|were|is|are|been|would|will|to|of|at|by|in|for|from|and|or|the|an?|with|that|which|"
    r"totalling|totaling|reaching|rising|falling|only|still|already|about|around|reached|averaging|exceeding))+$",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\s[\d,.]+-(?:cubic-)?(?:met(?:re|er)s?|tonnes?|tons?|t|m3|m³)(?=\s[a-z])|\s(?:more|further|additional)(?=\s[a-z])"
)
_HALVES = re.compile(r"halv(?:e|es|ed|ing)\s(?:its|our|their|the)\s")
_BEFORE_NUMBER = re.compile(
    r"\s?(?:of|at|to|was|were|is|are|reached|totalled|totaled|hit|stood at|:|=|averaged|came to|–|-)\s?$"
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    indicator: re.Pattern[str]
    verb: re.Pattern[str]
    verb_nouns: dict[str, str]
    stop: re.Pattern[str]


def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(
        whole(phrases(lexicon, "indicators_en", "level", "share")),
        re.compile(rf"(?<![\w-])(?:{phrases(lexicon, 'indicators_en', 'verb')})(?!\w)", re.IGNORECASE),
        {term.word: term.value for term in lexicon.terms("indicators_en", "verb")},
        re.compile(
            rf"(?<!\w)(?:{_STOPS}|its|their|(?:{phrases(lexicon, 'verbs_en')})|(?:{phrases(lexicon, 'indicators_en', 'verb')}))(?!\w)"  # noqa: E501
            rf"|(?:(?<=to\s)|(?<=will\s)|(?<=and\s)|(?<=,\s)|(?<=ly\s)|^\s?)(?:{phrases(lexicon, 'actions_en')}|"
            rf"{phrases(lexicon, 'direction_en', 'increase', 'decrease', 'keep')}|spend|allocate)(?!\w)"
            rf"|(?<!\w)(?:raised?|lift(?:ed|s)?|cut|reduced?|lowered|boost(?:ed|s)?|increased|expand(?:ed|s)?)(?!\w)|[,;:()]",
            re.IGNORECASE,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a number's subject is read from: its piece, and where the numbers beside it end and begin."""

    text: str
    piece: Piece
    sentence_start: int
    before_end: int  # where the number before it in its piece ends
    next_start: int  # where the number after it begins
    times: Mentions
    lexicon: Lexicon
    amount_start: int
    told: frozenset[str] = frozenset()
    earlier: str = ""  # the subject of the figure told before it in the same paragraph


def subject_of(scene: Scene, amount: Amount, said: Said) -> str:
    """The subject of a number, empty where the words around it name none."""
    if amount.family == "people" and amount.quantity.unit:
        return amount.quantity.unit
    if re.match(r"\sof\s(?:them|these|those)\b", scene.text[amount.end : amount.end + 12]):
        return scene.earlier
    if said.change is Change.SHARE and scene.earlier and re.match(r"\sof\sthe\stotal\b", scene.text[amount.end :][:14]):
        head = _tidy(scene, _head(scene))
        return f"{head} share of {scene.earlier}" if head else scene.earlier
    of_all = re.compile(r"\sof\s(?:(?:the|its|all|a|total|of|\w+['’]s)\s){0,3}[\d,]+(?=\s)").match(
        scene.text, amount.end
    )
    if of_all:
        return _tidy(scene, _after(replace(scene, next_start=scene.piece.end), of_all.end()))
    if _HALVES.match(scene.text, amount.quantity.number_start):
        return _tidy(scene, _after(replace(scene, next_start=scene.piece.end), amount.end))
    if amount.family in ("count", ""):
        sized = _SIZED.match(scene.text, amount.end)
        counted = _after(scene, sized.end() if sized else amount.end)
        if counted and not said.is_change:
            return _tidy(scene, counted)
    inside = re.search(
        r"\sof\s(?P<what>[A-Za-z][\w -]+?)(?=\s(?:in|from|at|by|up|down)\b|,)", scene.text[amount.start : amount.end]
    )
    if inside:
        return _tidy(scene, _of_named(scene, amount, said, inside["what"]))
    of = re.compile(
        r"\s(?:in\stotal\s)?(?:of|worth of)\s(?:(?:January|February|March|April|May|June|July|August|September|October|November|"  # noqa: E501
        r"December|last year['’]s|this year['’]s)\s(?=[a-z]))?(?!20\d\d|which|the\stotal)"
    ).match(scene.text, amount.end)
    if of and not scene.times.covers(of.end(), of.end() + 3):
        named = _after(scene, of.end() - 1)
        if named.lower() in ("them", "these", "those", "which", "it"):
            return scene.earlier
        if named:
            return _tidy(scene, _of_named(scene, amount, said, named))
    noun_behind = re.compile(
        r"\s(?:annual\s|year-on-year\s)?(?:increase|rise|drop|decrease|decline|fall|growth|reduction|cut)\s(?:in|of)\s"
    ).match(scene.text, amount.end)
    if noun_behind:
        return _tidy(scene, _after(scene, noun_behind.end() - 1))
    return _tidy(scene, _from_before(scene, amount, said))


def _after(scene: Scene, at: int) -> str:
    """The noun phrase that begins at a blank."""
    limit = min(scene.next_start, scene.piece.end, at + 90)
    stop = _AFTER_STOP.search(scene.text, at, limit)
    end = stop.start() if stop else limit
    verb = scene.lexicon.once(verbs).finite.search(scene.text, at + 1, end)
    phrase = scene.text[at : verb.start() if verb else end].strip(" ,;:.")
    along = re.compile(r"\s(?:in|along|across)\sthe\s[\w ]{3,24}?(?:chain|industry|sector)\b").match(scene.text, end)
    bracket = re.compile(r"\s?(\([A-Z][A-Za-z]{1,5}\))").match(scene.text, end)
    if bracket and not verb:
        phrase += f" {bracket.group(1)}"
    return phrase + along.group() if along and not verb and along.end() <= scene.piece.end else phrase


def _of_named(scene: Scene, amount: Amount, said: Said, named: str) -> str:
    """`3 Mt of X`: X with the indicator that the verb or the noun before the number stands for."""
    grammar = scene.lexicon.once(_grammar)
    if grammar.indicator.search(named) and said.change is not Change.SHARE:
        return named
    if said.change is Change.SHARE:
        earned = _EARNED_FROM.match(scene.text, scene.text.find(named, amount.end) + len(named))
        named += earned.group() if earned and _EARNED.search(named) else ""
        head = _hoped_for(scene, amount.start) or _head(scene)
        return (
            f"{_LEAD.sub('', head)} share of {named}" if head and head.lower() not in PRONOUNS else f"share of {named}"
        )
    at = scene.text.find(named, amount.end, scene.piece.end) + len(named)
    passive = re.compile(r"\s(?:was|were|is|are|be|been)\s(?:\w+ly\s)?(\w+)").match(scene.text, at)
    if passive and passive.group(1) in grammar.verb_nouns:
        return f"{named} {grammar.verb_nouns[passive.group(1)]}"
    close = scene.text[max(scene.before_end, amount.start - 40) : amount.start]
    noun = last_match(grammar.indicator, close, 0, len(close))
    if noun and _BEFORE_NUMBER.search(close) and noun.end() + 8 >= len(close.rstrip()):
        return f"{named} {_chunk_before(scene, amount.start)}"
    verb = last_match(grammar.verb, scene.text, scene.sentence_start, amount.start)
    return f"{named} {grammar.verb_nouns[verb.group().lower()]}" if verb else named


_EARNED = re.compile(r"(?:revenues?|sales|income|earnings|profits?|turnover)$")
_EARNED_FROM = re.compile(r"\sfrom\s[a-z][a-z -]+?(?=\s(?:by|in|this|next|last|within)\s|[,.;])")

_HOPED = re.compile(
    r"\b(?:expects?|expected|forecasts?|wants?|sees|predicts?|requires?|allows?|enables?|helps?)\s(?P<what>[^\d,;]{3,70}?)\s(?:to\s|at\s|rising|falling|reaching)"
)


def _hoped_for(scene: Scene, at: int) -> str:
    """`It expects X to make up 60%`: X."""
    found = _HOPED.search(scene.text, max(scene.sentence_start, at - 200), at)
    return found["what"] if found else ""


def _head(scene: Scene) -> str:
    if scene.piece.head_start <= scene.amount_start < scene.piece.head_end:
        return ""
    return scene.text[scene.piece.head_start : scene.piece.head_end].strip(" ,")


def _chunk_before(scene: Scene, at: int) -> str:
    """The noun phrase that ends before a number: back to a verb, a preposition or a comma."""
    text = scene.text[max(scene.before_end, scene.piece.start) : at]
    text = _TAIL.sub("", re.sub(r"\s?(?:of|at|to|:|=)?\s?$", "", text))
    stop = last_match(scene.lexicon.once(_grammar).stop, text, 0, len(text))
    return text[stop.end() if stop else 0 :].strip()


def _from_before(scene: Scene, amount: Amount, said: Said) -> str:
    """The indicator that stands before the number, else the head of the piece, else both."""
    grammar = scene.lexicon.once(_grammar)
    head, at = _head(scene), amount.start
    between = scene.text[max(scene.before_end, scene.piece.head_end if scene.piece.own else scene.piece.start) : at]
    noun = last_match(grammar.indicator, between, 0, len(between))
    acts = (
        is_body(head, scene.lexicon)
        or is_place(head, scene.lexicon, scene.told) is not None
        or not head
        or head.lower() in PRONOUNS
    )
    if (
        noun
        and (acts or (not said.is_change and _BEFORE_NUMBER.search(between)))
        and not _is_verb_here(scene, between, noun)
    ):
        return _owned(scene, _around(between, noun, grammar.stop), between)
    if not acts:
        return head
    called = re.search(r"(?:\w+\s)(?:of|at)\s$", between)
    if called and (chunk := _chunk_before(scene, at)):
        return chunk
    if hoped := _hoped_for(scene, at):
        return hoped
    if head.lower() in PRONOUNS and scene.earlier:
        return scene.earlier
    verb = last_match(grammar.verb, between, 0, len(between))
    if verb:
        noun_of_verb = grammar.verb_nouns[verb.group().lower()]
        return noun_of_verb if is_place(head, scene.lexicon, scene.told) else f"{head} {noun_of_verb}"
    changed = re.search(
        r"(?:cut|reduce[sd]?|raise[sd]?|increase[sd]?|expand(?:ed|s)?|lower(?:ed|s)?|lift(?:ed|s)?|boost(?:ed|s)?|"
        r"hold|keep|limit|cap|restrict|bring)\s(.+?)\s(?:by|to|at|below|under|within|above)\s",
        between,
    )
    return changed.group(1) if changed else head


def _is_paper(head: str, lexicon: Lexicon) -> bool:
    """Whether a plan, a notice or the like stands before the verb."""
    return bool(head) and head.split()[-1].lower() in lexicon.once(_papers)


def _papers(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(term.word for term in lexicon.terms("organisations_en", "paper"))


def _is_verb_here(scene: Scene, between: str, noun: re.Match[str]) -> bool:  # noqa: ARG001
    """`exports 3 Mt`: the word is the piece's verb."""
    return scene.piece.own and noun.start() == 0 and scene.piece.verb >= 0


def _owned(scene: Scene, phrase: str, between: str) -> str:
    """`its scrap ratio` of a company that the piece names: the ratio with its owner."""
    head = _head(scene).partition(",")[0]
    if head and re.search(rf"\bits\s{re.escape(phrase)}", between) and is_body(head, scene.lexicon) and len(head) < 40:
        return f"{_LEAD.sub('', head)} {phrase}"
    return phrase


def _around(between: str, noun: re.Match[str], stops: re.Pattern[str]) -> str:
    """The phrase about an indicator: the words before it back to a stop, and an `of …` behind it."""
    stop = last_match(stops, between, 0, noun.start())
    start = stop.end() if stop else 0
    of = re.compile(
        r"\s(?:of|for)\s(?!\d|$|more|about|around|some|nearly|an?\b)[\w' -]+?(?=\s(?:of|at|to|by|in|was|were|is|are|reached|from|for)\b|\s?$|[,;:])"  # noqa: E501
    ).match(between, noun.end())
    per = re.compile(r"\sper\s\w+(?:\sof\s[\w-]+(?:\s(?:steel|ore|output|product))?)?").match(between, noun.end())
    if per:
        return between[start : per.end()].strip()
    return between[start : of.end() if of else noun.end()].strip()


_MONTH_LEAD = re.compile(
    r"^(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:['’]s)?\s|(?:19|20)\d\d\s|"
    r"(?:first|second|third|fourth)[- ](?:half|quarter)\s|[HQ][1-4]\s|last (?:year|month)['’]s\s|this year['’]s\s)+"
)
_POSSESSIVE_PLACE = re.compile(r"^(?:[A-Z][\w' -]{1,30}?(?:['’]s|s['’])\s)")


def _tidy(scene: Scene, phrase: str) -> str:
    """Without determiners, places, dates and dangling words; lower case except names."""
    phrase = re.sub(r"\s+", " ", phrase).strip(" ,;:.\"“”'’")
    possessive = _POSSESSIVE_PLACE.match(phrase)
    if possessive and is_place(possessive.group().rstrip()[:-2].removeprefix("The "), scene.lexicon):
        phrase = phrase[possessive.end() :]
    phrase = re.sub(r"^['’]?s\s(?=\w)", "", phrase)
    phrase = _MONTH_LEAD.sub("", phrase)
    first = phrase.split(" ", 1)
    adjectives = {term.word for term in scene.lexicon.terms("places_en", "adjective")}
    if len(first) == 2 and first[0] in adjectives:
        phrase = first[1]
    phrase = _TAIL.sub("", _LEAD.sub("", phrase))
    in_place = re.search(r"\s(?:in|of|from)\s((?:the\s(?:city|province|county)\sof\s)?[A-Z][\w' -]+)$", phrase)
    if in_place and is_place(in_place.group(1), scene.lexicon, scene.told):
        phrase = phrase[: in_place.start()]
    word = phrase.split(" ", 1)[0]
    if word[:1].isupper() and word[1:].islower() and not is_body(phrase, scene.lexicon) and _is_common(word, scene):
        phrase = word.lower() + phrase[len(word) :]
    return phrase.strip(" ,;:.")


def _is_common(word: str, scene: Scene) -> bool:
    """Whether a capital only opens a sentence: the word is no place, no name follows, and none stands so elsewhere."""
    if is_place(word, scene.lexicon) is not None or re.search(rf"{re.escape(word)} [A-Z]", scene.text):
        return False
    return not re.search(rf"[a-z,] {re.escape(word)}\b", scene.text)
