"""Sentences cut into pieces of one verb each, with the words that stand before that verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.english.words import phrases
from zhibiao.texts.layout import Layout
from zhibiao.texts.lexicon import Lexicon

_ADVERBIAL = re.compile(
    r"\s*(?:[-*•·–]\s+|\(?\d{1,2}[.)]\s+)?(?:(?:In|By|As of|At|On|From|Since|During|Over|For|According to|Under|Between|Through|"  # noqa: E501
    r"Within|Until|Before|After|Meanwhile|However|Separately|Also|Overall|Together|Moreover|In addition|Earlier|"
    r"Currently|Last|This|Next|As|To|Of|Among|Despite|Amid|With|Compared)\b[^,]{0,90},\s+|"
    r"(?:But|And|However|Meanwhile|Also|Together|Overall|Currently|Separately|Now|So|Yet)\s+)*",
)
_SAID_FIRST = re.compile(
    r"\s*(?:it\s|he\s|she\s|they\s|[A-Z][\w.'’& -]{2,70}?\s)?(?:has\s|have\s|also\s)*"
    r"(?:(?:said|says|announced|noted|added|reported|stated|showed|shows|told reporters|estimates|estimated|forecast|predicts|"  # noqa: E501
    r"predicted|expects|expected|warned|believes)\s(?:(?:on|in|last|this)\s[\w ,]{2,24}?\s)?that\s|(?:said|says|estimates|forecast|"  # noqa: E501
    r"expects|predicts)\s(?=(?:it|they|he|she|the\s\w+|its\s\w+)\s(?:would|will|had|has|was|is|were|are)\s))",
)
_DATED = re.compile(r"(?:(?:Last|Next|This)\s(?:year|month|week|quarter)|Yesterday|Today|(?:19|20)\d\d)\s(?=[A-Za-z])")
_GERUND = re.compile(
    r"\b(?:rising|falling|growing|declining|increasing|dropping|reaching|accounting|expanding|shrinking|climbing)\b"
)
_LONGEST_NAME = 8
_TRAILING = re.compile(r"\s(?:also|has|have|had|then|still|only|now|already|not|alone|together|reportedly|currently)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a sentence around one verb.

    `head` is the phrase before the verb, inherited from the piece before where this one has none; `verb` is where
    the verb begins, -1 where there is none. `own` says whether the head stands in this piece.
    """

    start: int
    end: int
    sentence: int
    line: int
    head_start: int
    head_end: int
    verb: int
    own: bool


_NO_ADJECTIVE = r"(?!(?<=alue\s)added\b)" + "".join(
    rf"(?<!\b{word}\s)"
    for word in [
        "of",
        "the",
        "a",
        "an",
        "its",
        "their",
        "for",
        "from",
        "with",
        "new",
        "some",
        "our",
        "other",
        "all",
        "in",
        "on",
        "fully",
        "newly",
        "more",
        "most",
        "into",
    ]
)
"""A participle behind one of these stands before its noun: `imports of recycled materials`."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """Where verbs are and where a sentence may be cut."""

    finite: re.Pattern[str]
    cut: re.Pattern[str]


def verbs(lexicon: Lexicon) -> Verbs:
    """The verbs of the tables as one pattern, and the places where a new verb opens a new piece."""
    inside = "|".join(
        (
            phrases(lexicon, "verbs_en"),
            phrases(lexicon, "direction_en", "increase", "decrease", "keep"),
            phrases(lexicon, "indicators_en", "verb"),
        )
    )
    words = sorted(set(inside.split("|")) - _NOT_ALONE, key=lambda word: (-len(word), word))
    finite = re.compile(
        rf"(?<![\w-]){_NO_ADJECTIVE}(?!(?:held|owned|produced|exported|imported|operated|made|used|supplied|mined|issued|built)\sby\b)(?:{'|'.join(words)})(?![\w-])(?!\s(?:of|in)\s(?:the\s)?\d)"
        r"|(?<![\w-])(?:exports?|imports?|uses?|costs?|makes?|ships|mines|purchases)(?=\s(?:about|around|some|nearly|more than|over|up to|[\d$]))"  # noqa: E501
        r"|(?<=\w\s)accounts?(?=\sfor\b)|(?<=\w\s)(?:cut|orders?|forecasts?|targets?|bans|hold|make|offers?|cost)(?=\s(?:[\d$]|an?\s|its\s|the\s|about|around|that|new|to\s))"
        r"|(?<![\w-])(?:plan|aim|expect|seek|intend|want|hope|need|wish|pledge|vow)(?=\sto\b)"
    )
    cut = re.compile(
        r";\s+|,\s+(?:and\s)?(?=(?:while|whereas|but|although|though|which|who|where|as|after|with|up|down|compared|"
        r"according|accounting|including|representing|bringing|making|taking|leaving|rising|falling|an?\s(?:increase|rise|drop|"
        r"decrease|decline|fall|growth|gain|reduction))\b)"
        rf"|,\s+(?:and\s|or\s)?(?!(?:the|an?)\s[^,]{{3,80}},\s)(?=(?:\S+\s){{0,7}}?(?:{'|'.join(words)})\b)"
        r"|\sand\s(?=(?:[a-z-]+\s){1,7}?(?:must|will|should|shall|rose|fell|grew|increased|dropped|declined|reached|totalled|stood)\b)"
        r"|\sand\s(?=the\s(?:[a-z-]+\s){1,4}?(?:is|are|was|were|has|have)\b)"
        rf"|\sand\s(?=(?:also\s|then\s|has\s|have\s)?(?:{'|'.join(words)})\b)"
        r"|\s(?=(?:while|whereas|but|although|which|after|because)\s)|\s(?=with\s(?:\w+\s){1,5}?(?:rising|falling|accounting|reaching)\b)"
    )
    return Verbs(finite, cut)


_NOT_ALONE = frozenset(
    [
        "rise",
        "fall",
        "drop",
        "decline",
        "growth",
        "gain",
        "jump",
        "surge",
        "decrease",
        "level",
        "steady",
        "flat",
        "stable",
        "more",
        "fewer",
        "up",
        "down",
        "mines",
        "ranking",
        "halves",
        "raise",
        "report",
        "reports",
        "target",
        "limits",
        "combined",
        "reduced",
        "loss",
        "rebound",
        "contract",
        "advance",
        "boost",
        "limit",
        "slump",
        "dip",
        "forecast",
        "order",
        "orders",
        "accounts",
        "account",
        "estimate",
        "supplies",
        "supply",
        "cover",
        "use",
        "uses",
        "cost",
        "costs",
        "release",
        "sets",
        "narrow",
        "ease",
        "lift",
        "lower",
        "show",
        "list",
        "range",
        "launch",
        "owned",
        "targeted",
        "registered",
        "related",
        "limited",
        "import",
        "imports",
        "export",
        "exports",
        "purchase",
        "purchases",
        "makes",
        "ships",
        "increase",
        "cut",
        "close",
        "recycled",
        "estimated",
        "make",
        "expanding",
        "growing",
        "rising",
        "falling",
        "declining",
        "increasing",
        "existing",
        "hold",
        "output",
        "offer",
        "bans",
        "less",
        "higher",
        "lower",
        "cheaper",
        "larger",
        "faster",
        "slower",
        "greater",
    ]
)
"""Words that are oftener a noun or an adjective before a noun; they open a piece only where the grammar says so."""


def pieces_of(layout: Layout, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The pieces of all sentences in the order of the text."""
    grammar = lexicon.once(verbs)
    found: list[Piece] = []
    for number, sentence in enumerate(layout.sentences):
        before: Piece | None = None
        for start, end in _cuts(layout.text, sentence.start, sentence.end, grammar):
            before = _piece(layout.text, start, end, number, sentence.line, before, grammar)
            found.append(before)
    return tuple(found)


def _cuts(text: str, start: int, end: int, grammar: Verbs) -> list[tuple[int, int]]:
    skip = _ADVERBIAL.match(text, start, end)
    open_from = skip.end() if skip else start
    cuts, at = [], start
    for mark in grammar.cut.finditer(text, open_from, end):
        joins = mark.group().strip() == "and" and not grammar.finite.search(text, at, mark.start())
        if mark.start() > at and not joins and not _in_brackets(text, at, mark.start()):
            cuts.append((at, mark.start()))
            at = mark.end()
    return [*cuts, (at, end)]


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _piece(text: str, start: int, end: int, number: int, line: int, before: Piece | None, grammar: Verbs) -> Piece:
    skip = _ADVERBIAL.match(text, start, end)
    head = skip.end() if skip else start
    said = _SAID_FIRST.match(text, head, end)
    head = said.end() if said else head
    lead = re.compile(
        r"(?:while|whereas|but|although|though|with|and|as|after|because|under which|which|where)\s+"
    ).match(text, head, end)
    head = lead.end() if lead else head
    dated = _DATED.match(text, head, end)
    head = dated.end() if dated else head
    verb = grammar.finite.search(text, head, end)
    if verb is None and lead and lead.group().startswith("with"):
        verb = _GERUND.search(text, head, end)
    verb_at = verb.start() if verb else -1
    stop = verb_at if verb else head
    while (trailing := _TRAILING.search(text[head:stop].rstrip())) is not None:
        stop = head + trailing.start()
    phrase = text[head : stop if verb else end].strip()
    is_own = bool(phrase) and verb is not None and phrase.lower() not in ("which", "who", "that", "it", "they", "this")
    if (
        not is_own
        and before is None
        and verb is None
        and phrase[:1].isupper()
        and not re.search(r"\d", phrase)
        and len(phrase.partition(",")[0].split()) <= _LONGEST_NAME
    ):
        stop = head + len(phrase.partition(",")[0])
        is_own = True
    if not is_own and before is not None:
        return Piece(
            start=start,
            end=end,
            sentence=number,
            line=line,
            head_start=before.head_start,
            head_end=before.head_end,
            verb=verb_at,
            own=False,
        )
    return Piece(
        start=start,
        end=end,
        sentence=number,
        line=line,
        head_start=head,
        head_end=max(head, stop),
        verb=verb_at,
        own=is_own,
    )
