"""Places in a text: those of the gazetteer, and unknown ones that their ending gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon, Term
from zhibiao.texts.parties.verbs import whole_verbs

LEVELS = ("county", "city", "province")
"""From the narrowest to the widest."""

_LEVEL_OF = {"省": "province", "市": "city", "县": "county", "区": "county"}
_UNKNOWN = re.compile(
    r"(?:(?P<sure>(?<![㐀-鿿\d])|(?<=将由|应由|须由|拟由|改由|位于|选址|地处|坐落|落户|入驻|落地|落址))|(?<=[在与和于至赴由向对到及据省市度月份年旬末底初日]))"
    r"(?![的了是个我你他其本各全该这那某向从对把将以为与和在到经由请让被据自至份])(?P<name>[㐀-鿿]{2,3}?[省市县]|(?<=市)[㐀-鿿]{2,3}?区)(?![场值民级属直外面辖长域])"
)
_NO_PLACE = re.compile(
    r"[全我本各该城上下县省市区都股楼超夜集辖级两沪深门入多外沿内跨网际国个][省市县]$|"
    r"[园社地矿山厂景校片城街特灾牧林库港新老辖市县各全我本该能业聚居住术发合试范税易]区$|"
    r"[日月年][前后内起末底]|[报送请]|"
    r"^(?:前三|上半|下半|[一二三四五六七八九十]|[的了是个我你他其本各全该这那某向从对把将以为与和在到经由请让被据自至])"
)
_ZONE = re.compile(
    r"(?<![㐀-鿿])(?!全|各|国家|省|市|该|本|我|这|一|[在于与和由对从至]|.{0,2}全[省市国])(?P<name>[㐀-鿿]{2,4}?"
    r"(?:经开区|高新区|经济(?:技术)?开发区|高新技术产业开发区|工业园区|产业园区|产业园|工业园|新区))(?!项目|建设|[^㐀-鿿]?等)"
)
_DISTRICT = re.compile(r"(?P<name>[㐀-鿿]{2,3}?区)(?![场域位间块划级内外])")
_OF_DISTRICT = re.compile(r"[全我]区(?!域)|区(?:委|人民政府|政府)|(?<![㐀-鿿])区[㐀-鿿]{2,5}局")
_OTHER_AREA = re.compile(r"[区县](?![域位间块划级内外市委政])")
_HEAD_LINES, _HEAD_CHARACTERS = 3, 200
_LEAST_SEEN = 2
"""How often a place must be named that no table knows, where it does not stand at the head of a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place named from `start` to `end`, under its full `name`, one of `LEVELS`."""

    start: int
    end: int
    name: str
    level: str


def places_in(text: str, lexicon: Lexicon) -> tuple[PlaceMention, ...]:
    """The places that a text names, in its order; the longest name counts, and no character serves two.

    A short name (鞍山) counts as the full one. A place that no table knows counts where its ending (市, 县) and what
    stands before it leave no doubt; from then on its short name is known in this text too.
    """
    known = dict(lexicon.by_word("places"))
    for term in _unknown(text, known, lexicon.once(whole_verbs)):
        known.setdefault(term.word, term)
    lengths: dict[str, list[int]] = {}
    for word in known:
        sizes = lengths.setdefault(word[0], [])
        if len(word) not in sizes:
            sizes.append(len(word))
    for sizes in lengths.values():
        sizes.sort(reverse=True)
    return tuple(_named(text, known, lengths))


def _named(text: str, known: Mapping[str, Term], lengths: Mapping[str, list[int]]) -> Iterator[PlaceMention]:
    reached = 0
    for place, char in enumerate(text):
        if char not in lengths or place < reached:
            continue
        for size in lengths[char]:
            term = known.get(text[place : place + size])
            if term is not None:
                reached = place + size
                other = _OTHER_AREA.match(text, reached) if term.value not in {"", term.word} else None
                if other:  # 海南区 is no part of 海南省
                    reached = other.end()
                    yield PlaceMention(start=place, end=reached, name=text[place:reached], level="county")
                else:
                    yield PlaceMention(start=place, end=reached, name=term.value or term.word, level=term.sense)
                break


def _end_of_head(text: str) -> int:
    """Where the third line ends: what stands before names a place once and means it."""
    end = -1
    for _ in range(_HEAD_LINES):
        following = text.find("\n", end + 1)
        if following < 0 or following > _HEAD_CHARACTERS:
            break
        end = following
    return end


def _own_district(text: str, known: Mapping[str, Term]) -> Iterator[Term]:
    """The district with whose name the page begins, where it goes on to speak of itself as one (全区, 区政府)."""
    found = _DISTRICT.match(text)
    if found and found["name"] not in known and not _NO_PLACE.search(found["name"]) and _OF_DISTRICT.search(text):
        yield Term(word=found["name"], sense="county", value=found["name"])


def _unknown(text: str, known: Mapping[str, Term], verbs: re.Pattern[str]) -> Iterator[Term]:
    headline = _end_of_head(text)
    for found in _ZONE.finditer(text):
        name = found["name"]
        if (
            name not in known
            and not verbs.match(name)
            and (found.start() <= headline or text.count(name) >= _LEAST_SEEN)
        ):
            yield Term(word=name, sense="county", value=name)
    yield from _own_district(text, known)
    for found in _UNKNOWN.finditer(text):
        name = found["name"]
        if name in known or _NO_PLACE.search(name) or verbs.match(name):
            continue
        if found["sure"] is None and found.start() > headline and text.count(name) < _LEAST_SEEN:
            continue
        level = _LEVEL_OF[name[-1]]
        yield Term(word=name, sense=level, value=name)
        if level != "county" and len(name) > 2:
            yield Term(word=name[:-1], sense=level, value=name)
