"""What good a page is about, and whose figure `its unit cash cost` is: scope for names that stand alone."""

from __future__ import annotations

import re

from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.words import phrases, whole
from zhibiao.texts.layout import Role
from zhibiao.texts.lexicon import Lexicon

_BARE = re.compile(
    r"(?:output|production|capacity|exports|imports|shipments|consumption|demand|reserves|stocks|inventories|prices?|supply|mines|kilns|"
    r"average (?:export|import) prices?)"
)
_TRADE = {"shipments": ("exports", "imports", "sales"), "arrivals": ("imports",), "deliveries": ("sales", "exports")}
_DATED = re.compile(
    r"\s(?:in|for|over|during)\s(?:the\s(?:first|last|second|third|fourth)\s[\w -]+|(?:January|February|March|April|May|June|July|"  # noqa: E501
    r"August|September|October|November|December|[A-Z][a-z]{2}-[A-Z][a-z]{2})\b.*|\d{4}.*)$"
)
_WHOLE_TIME = re.compile(r"^(?:full[- ]year|annual|quarterly|monthly|weekly|half-year)\s(?=\w+s?$)")
_FROM_PLACE = re.compile(
    r"\s(?:from|in|of|into|to|through)\sthe\s(?:province|country|city|county|region|state|nation|port|area)$"
)
_REMEMBERED, _LONGEST = 12, 8


def _goods(lexicon: Lexicon) -> re.Pattern[str]:
    return whole(phrases(lexicon, "indicators_en", "good"))


def good_of(page: EnglishPage) -> str:
    """The good that the title names; empty where it names none."""
    title = next((line for line in page.layout.lines[:1] if line.role is Role.TITLE), None)
    found = page.lexicon.once(_goods).search(page.text, title.start, title.end) if title else None
    return found.group().lower() if found else ""


def in_full(subject: str, good: str, earlier: list[str], page: EnglishPage) -> str:
    """A name that stands alone in full: as an earlier figure bore it, else with the page's good.

    `imports` is `imports of scrap` where that was told, `shipments` the exports spoken of, `output` `magnesia output`.
    """
    kept = _FROM_PLACE.sub("", _DATED.sub("", subject))
    bare = _WHOLE_TIME.sub("", kept)
    nouns = (bare, *_TRADE.get(bare, ()))
    if " " not in bare and (bare.endswith("s") or _BARE.fullmatch(bare)):
        for told in reversed(earlier[-_REMEMBERED:]):
            words = told.lower().split()
            if (
                1 < len(words) <= _LONGEST
                and "share" not in words
                and any(noun in (words[0], words[-1]) for noun in nouns)
            ):
                return told
    if good and _BARE.fullmatch(bare) and not page.lexicon.once(_goods).search(bare):
        made = bare in ("output", "production", "capacity")
        return f"{good if made else good.removeprefix('crude ')} {bare}"
    return kept or subject


def owned(subject: str, page: EnglishPage, start: int, at: int) -> str:
    """`its unit cash cost` with the company that it belongs to before it: Beichuan Mining unit cash cost."""
    first = re.escape(subject.split(" ", 1)[0])
    if not re.search(rf"\b[Ii]ts\s(?:\w+\s){{0,3}}?{first}\b", page.text[max(start, at - 160) : at]):
        return subject
    owner = page.company_before(start)
    return f"{owner[0]} {subject}" if owner and owner[0].split()[0] not in subject else subject
