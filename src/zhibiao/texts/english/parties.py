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


def parties_of(text: str, title_end: int, lexicon: Lexicon) -> Parties:
    """The places of a text; those that open a longer name (`Tangshan Iron and Steel Group`) are part of it."""
    names = lexicon.once(_names)
    places = []
    for found in names.places.finditer(text):
        sense, name = names.place_names[found.group()]
        if not _NAME_GOES_ON.match(text, found.end()) or sense == "adjective":
            places.append(
                Place(
                    start=found.start(),
                    end=found.end(),
                    name=name,
                    is_wide=sense in _WIDER,
                    is_adjective=sense == "adjective",
                )
            )
    about = _about(places, title_end)
    return Parties(places=tuple(places), starts=tuple(place.start for place in places), about=about)


def _about(places: list[Place], title_end: int) -> str | None:
    """A place of the title, the narrowest; else the one named most often, the first of them."""
    title = [place for place in places if place.start < title_end]
    for pool in ([place for place in title if not place.is_wide], title, places):
        if pool:
            return Counter(place.name for place in pool).most_common(1)[0][0]
    return None


def is_body(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a noun phrase ends in a body that acts: a ministry, an association, a company, or a known name."""
    names = lexicon.once(_names)
    if names.news.search(phrase) or _POSSESSIVE.search(phrase[-2:]):
        return False
    found = None
    for found in names.body.finditer(phrase):  # noqa: B007
        pass
    if found is None:
        return bool(
            re.search(
                r"(?:^|\s)[A-Z]\w+(?:\s[A-Z]\w+)*\s(?:Steel|Mining|Group|Iron|Resources|Minerals|Refractories)\b",
                phrase,
            )
        )
    rest = phrase[found.end() :]
    return (
        not rest.strip() or rest.strip()[0] in "(,'’" or rest.lstrip().startswith(("of ", "for ", "and ", "in ", "on "))
    )


def is_place(phrase: str, lexicon: Lexicon) -> str | None:
    """The name of the place, where a noun phrase is no more than one."""
    names = lexicon.once(_names)
    core = re.sub(r"^(?:the\s)?(?:[\w-]+\s)?(?:province|city|region)\sof\s|^the\s", "", phrase, flags=re.IGNORECASE)
    core = re.sub(r"\s(?:[Pp]rovince|[Cc]ity|[Mm]unicipality|[Cc]ounty|[Pp]refecture|[Dd]istrict)$", "", core)
    sense = names.place_names.get(core) or names.place_names.get(f"the {core}")
    return sense[1] if sense and sense[0] != "adjective" else None
