"""An English text laid open for its readers, and what they ask of it in common: when, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibiao.texts.english.laying import lay_out_english
from zhibiao.texts.english.numbers import Amount, amounts_of
from zhibiao.texts.english.parties import Parties, company_names, is_body, is_place, parties_of
from zhibiao.texts.english.pieces import Piece, pieces_of
from zhibiao.texts.english.times import Mentions, Part, mentions_of
from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.lexicon import Lexicon

PRONOUNS = (
    "it",
    "they",
    "he",
    "she",
    "we",
    "the company",
    "the group",
    "the ministry",
    "the government",
    "the city",
    "the province",
    "the firm",
    "the producer",
    "the steelmaker",
    "the association",
    "the miner",
    "the country",
    "the county",
    "the municipality",
    "the mill",
    "the operator",
    "the regulator",
    "the authorities",
    "the bureau",
    "the two sides",
    "both sides",
    "the parties",
    "the two parties",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishPage:
    """An English text with its layout, times, numbers, parties and pieces."""

    layout: Layout
    lexicon: Lexicon
    published: dt.date | None
    times: Mentions
    amounts: tuple[Amount, ...]
    parties: Parties
    pieces: tuple[Piece, ...]
    bodies: tuple[tuple[int, str], ...]
    """Who stands before a verb as the one that acts, with the place of each, in the order of the text."""

    places_acting: tuple[tuple[int, str], ...] = ()
    """The places that stand before a verb, as `Lanhe city aims for …`."""
    companies: tuple[tuple[int, str], ...] = ()
    """The companies named, with their places."""

    @property
    def text(self) -> str:
        """The clean text."""
        return self.layout.text

    def head_of(self, piece: Piece) -> str:
        """The phrase before the verb, without its article where a small word opens it."""
        return self.text[piece.head_start : piece.head_end].strip(" ,")

    def actors_of(self, head: str, at: int, *, with_places: bool) -> tuple[str, ...]:
        """The body that a head names or stands for; a place only where places are taken to act."""
        bare = re.sub(r"^(?:(?:but|and|that|which|under which)\s)+", "", head, flags=re.IGNORECASE)
        if bare.lower() in PRONOUNS:
            return self._meant(bare.lower(), at, with_places=with_places)
        bare = re.sub(r"^the\s", "", bare.partition(",")[0], flags=re.IGNORECASE)
        parts = _split(bare, self.lexicon)
        if len(parts) > 1 and len(bare) <= 100:
            return tuple(self.full_name(_small(part)) for part in parts)
        if 0 < len(bare) <= 100 and (is_body(bare, self.lexicon) or self.full_name(bare) != bare):
            return (self.full_name(bare),)
        place = is_place(bare, self.lexicon, self.parties.told)
        return (place,) if place and with_places else ()

    def full_name(self, name: str) -> str:
        """The longest name in the text that begins with this one, for a company called short."""
        return max((one for _, one in self.companies if one.startswith(f"{name} ")), key=len, default=name)

    def company_before(self, at: int) -> tuple[str, ...]:
        """The company named last before a place."""
        named = [name for start, name in self.companies if start < at]
        return (self.full_name(named[-1]),) if named else ()

    def _sides(self, at: int) -> tuple[str, ...]:
        """The two bodies named last before a place."""
        named = [name for start, name in sorted({*self.bodies, *self.companies}) if start < at]
        sides = tuple(dict.fromkeys(_small(part) for name in reversed(named) for part in _split(name, self.lexicon)))
        return tuple(reversed(sides[:2])) if len(sides) > 1 else ()

    def _meant(self, pronoun: str, at: int, *, with_places: bool) -> tuple[str, ...]:
        """Whom `it` or `the ministry` means: the last of that word, else a company or a place, else the words themselves."""  # noqa: E501
        noun = pronoun.removeprefix("the ")
        if noun in ("two sides", "both sides", "parties", "two parties"):
            return self._sides(at)
        earlier = [name for start, name in self.bodies if start < at]
        if noun in ("city", "province", "country", "county", "municipality"):
            return (self.parties.about,) if self.parties.about and with_places else ()
        if noun in _COMPANY:
            return self.company_before(at) or tuple(earlier[-1:])
        for name in reversed(earlier):
            if noun != pronoun and noun in name.lower():
                return (name,)
        if noun == pronoun and with_places and (acting := [one for one in self.places_acting if one[0] < at]):
            last = max((start for start, _ in self.bodies if start < at), default=-1)
            if acting[-1][0] > last:
                return (acting[-1][1],)
        if noun == pronoun:
            return (self.full_name(_small(earlier[-1])),) if earlier else ()
        return (noun,) if is_body(noun, self.lexicon) else ()

    def written_near(self, start: int, end: int, at: int) -> str | None:
        """The time nearest to a place within a stretch, commas counting as distance; bases do not count."""
        mentions = [one for one in self.times.within(start, end) if one.written and one.part is not Part.BASE]
        if not mentions:
            return None

        def distance(place: int) -> tuple[int, int]:
            return self.text.count(",", min(place, at), max(place, at)), abs(place - at)

        return min(mentions, key=lambda one: distance(one.start)).written

    def written_before(self, start: int, end: int) -> str | None:
        """The last time within a stretch that a later sentence may go on with: no deadline, no `now`."""
        mentions = [one for one in self.times.within(start, end) if one.written and one.part is Part.PERIOD]
        steady = [one for one in mentions if not one.is_now and not one.is_day]
        return steady[-1].written if steady else None


_WILL_DO = re.compile(r"\sto\s(?=[a-z])")
_COMPANY = ("company", "group", "firm", "producer", "steelmaker", "miner", "mill", "operator")


def _small(name: str) -> str:
    return re.sub(r"^the\s", "", name, flags=re.IGNORECASE)


def _split(phrase: str, lexicon: Lexicon) -> list[str]:
    """Two bodies joined by `and`, where each alone is one."""
    parts = re.split(r",?\s(?:and|together with|along with|as well as)\s(?:the\s)?|,\s(?:the\s)?", phrase)
    parts = [part for part in parts if part]
    return parts if len(parts) > 1 and all(is_body(part, lexicon) for part in parts) else [phrase]


def open_english(text: str, *, published: dt.date | None, lexicon: Lexicon) -> EnglishPage:
    """Lay an English text open."""
    layout = lay_out_english(text, lexicon)
    times = mentions_of(text, published=published, lexicon=lexicon)
    title_end = layout.lines[0].end if layout.lines and layout.lines[0].role is Role.TITLE else 0
    pieces = pieces_of(layout, lexicon)
    parties = parties_of(text, title_end, lexicon)
    return EnglishPage(
        layout=layout,
        lexicon=lexicon,
        published=published,
        times=times,
        amounts=amounts_of(text, times, lexicon),
        parties=parties,
        places_acting=_places_acting(text, pieces, parties, lexicon),
        pieces=pieces,
        bodies=_bodies(text, pieces, lexicon),
        companies=company_names(text, title_end, lexicon),
    )


def _places_acting(
    text: str, pieces: tuple[Piece, ...], parties: Parties, lexicon: Lexicon
) -> tuple[tuple[int, str], ...]:
    heads = ((piece.head_start, text[piece.head_start : piece.head_end].strip(" ,")) for piece in pieces if piece.own)
    told = ((start, is_place(_small(head), lexicon, parties.told)) for start, head in heads)
    return tuple((start, name) for start, name in told if name)


def _bodies(text: str, pieces: tuple[Piece, ...], lexicon: Lexicon) -> tuple[tuple[int, str], ...]:
    found = []
    for piece in pieces:
        head = re.sub(
            r"^(?:the|but|and)\s", "", text[piece.head_start : piece.head_end].strip(" ,"), flags=re.IGNORECASE
        )
        head = _WILL_DO.split(head, maxsplit=1)[0]
        if piece.own and 0 < len(head) <= 100 and f"the {head.lower()}" not in PRONOUNS and is_body(head, lexicon):
            found.append((piece.head_start, head))
    return tuple(found)
