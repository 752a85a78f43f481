"""Who and where: the places and the bodies that an English text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from zhibiao.texts.english.words import phrases, whole
from zhibiao.texts.lexicon import Lexicon

_WIDER = {"country", "region", "adjective"}
_NAME_GOES_ON = re.compile(
    r"\s(?!(?:The|In|And|City|Province|Municipality|Prefecture|County|District|Customs|Five)\b)"
    r"(?:[A-Z][\w&.-]+|and\s[A-Z]\w+\s(?:Group|Co|Corp))"
)
_POSSESSIVE = re.compile(r"['’]s?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place named at `start` to `end`; `is_wide` for countries and regions, which give way to narrower ones."""

    start: int
    end: int
    name: str
    is_wide: bool
    is_adjective: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    places: re.Pattern[str]
    place_names: dict[str, tuple[str, str]]
    body: re.Pattern[str]
    news: re.Pattern[str]


def _names(lexicon: Lexicon) -> _Names:
    heads, names = phrases(lexicon, "organisations_en", "head"), phrases(lexicon, "organisations_en", "name")
    return _Names(
        whole(phrases(lexicon, "places_en"), is_case_blind=False),
        {term.word: (term.sense, term.value) for term in lexicon.terms("places_en")},
        re.compile(rf"(?<!\w)(?:(?i:{heads})|{names})(?!\w)"),
        whole(phrases(lexicon, "organisations_en", "news")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The places of a text in order, and the one that the text as a whole is about."""

    places: tuple[Place, ...]
    starts: tuple[int, ...]
    about: str | None
    told: frozenset[str] = frozenset()
    """Places that are in no table, but called a city or a province by the text."""

    def within(self, start: int, end: int) -> tuple[Place, ...]:
        """The places named between two points."""
        return self.places[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def place_of(self, *stretches: tuple[int, int]) -> str | None:
        """The place of the first stretch that names one, the narrowest of it; else that of the whole text."""
        for start, end in stretches:
            here = self.within(start, end)
            narrow = tuple(dict.fromkeys(place.name for place in here if not place.is_wide))
            wide = tuple(dict.fromkeys(place.name for place in here if place.is_wide))
            if narrow or wide:
                return ";".join(narrow[:2] or wide[:1])
        return self.about


_KIND = r"(?:[Cc]ity|[Pp]rovince|[Cc]ounty|[Dd]istrict|[Pp]refecture|[Mm]unicipality|[Tt]ownship)"
_TOLD = re.compile(
    rf"\b(?:{_KIND}|[Pp]ort|[Tt]own|[Rr]egion|[Mm]unicipal government|[Pp]eople['’]s [Gg]overnment|authorities in) (?:of )?"  # noqa: E501
    rf"(?P<name>[A-Z][a-z][\w'’]+)\b|\b(?P<before>[A-Z][a-z][\w'’]+) {_KIND}\b"
)
_NO_PLACE = {
    "The",
    "This",
    "That",
    "Each",
    "Every",
    "Our",
    "Its",
    "In",
    "Central",
    "New",
    "All",
    "Inner",
    "Any",
    "Which",
}


def parties_of(text: str, title_end: int, lexicon: Lexicon) -> Parties:
    """The places of a text: those of the table, and those that the text itself calls a city, a province or the like.

    One that opens a longer name (`Tangshan Iron and Steel Group`) is part of it.
    """
    names = lexicon.once(_names)
    told = {found["name"] or found["before"] for found in _TOLD.finditer(text)} - names.place_names.keys() - _NO_PLACE
    spans = [(found, *names.place_names[found.group()]) for found in names.places.finditer(text)]
    if told:
        local = whole("|".join(sorted(map(re.escape, told))), is_case_blind=False)
        spans += [(found, "city", found.group()) for found in local.finditer(text)]
        spans.sort(key=lambda one: one[0].start())
    places = [
        Place(
            start=found.start(), end=found.end(), name=name, is_wide=sense in _WIDER, is_adjective=sense == "adjective"
        )
        for found, sense, name in spans
        if sense == "adjective" or found.end() <= title_end or not _NAME_GOES_ON.match(text, found.end())
    ]
    return Parties(
        places=tuple(places),
        starts=tuple(place.start for place in places),
        about=_about(places, title_end),
        told=frozenset(told),
    )


def _about(places: list[Place], title_end: int) -> str | None:
    """A place of the title, the narrowest; else the one named most often, the first of them."""
    title = [place for place in places if place.start < title_end]
    for pool in ([place for place in title if not place.is_wide], title, places):
        if pool:
            return Counter(place.name for place in pool).most_common(1)[0][0]
    return None


_PREPOSITION = re.compile(r"\s(?:of|by|at|in|from|for|through|to|with|on|under|held|owned)\s")


def company_names(text: str, start: int, lexicon: Lexicon) -> tuple[tuple[int, str], ...]:
    """The companies whose names a text writes out from a point on, each with its place."""
    return tuple((found.start(), found.group()) for found in lexicon.once(_companies).finditer(text, start))


def _companies(lexicon: Lexicon) -> re.Pattern[str]:
    suffix = phrases(lexicon, "organisations_en", "suffix")
    return re.compile(
        rf"(?<![\w.])(?!(?:The|In|At|By|On|For|Under|China['’]s)\s)(?:[A-Z][\w&'’-]+\s){{1,4}}?(?:and\s)?(?:{suffix})"
        rf"(?:\s(?:and\s)?(?:{suffix}))*(?:\s\(?(?:Group|Co\.?|Corp\.?|Ltd\.?|Company|Corporation|Inc\.?))*(?!\w)"
    )


def is_body(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a noun phrase ends in a body that acts: a ministry, an association, a company, or a known name."""
    names = lexicon.once(_names)
    if names.news.search(phrase) or _POSSESSIVE.search(phrase[-2:]):
        return False
    phrase = _PREPOSITION.split(phrase, maxsplit=1)[0]
    company = lexicon.once(_companies).match(phrase)
    if company and company.end() == len(phrase):
        return True
    found = None
    for found in names.body.finditer(phrase):  # noqa: B007
        pass
    if found is None:
        return False
    rest = phrase[found.end() :].strip()
    return not rest or rest[0] in "(,'’" or rest.startswith("and ")


def is_place(phrase: str, lexicon: Lexicon, told: frozenset[str] = frozenset()) -> str | None:
    """The name of the place, where a noun phrase is no more than one."""
    names = lexicon.once(_names)
    core = re.sub(
        r"^(?:the\s)?(?:[\w-]+\s)?(?:province|city|region|county|district)\sof\s|^the\s",
        "",
        phrase,
        flags=re.IGNORECASE,
    )
    core = re.sub(r"\s(?:[Pp]rovince|[Cc]ity|[Mm]unicipality|[Cc]ounty|[Pp]refecture|[Dd]istrict)$", "", core)
    if core in told:
        return core
    sense = names.place_names.get(core) or names.place_names.get(f"the {core}")
    return sense[1] if sense and sense[0] != "adjective" else None
