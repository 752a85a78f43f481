"""Signings of an English text: one statement for each document signed, with its parties."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.words import phrases
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Statement, StatementKind


@dataclass(frozen=True, slots=True)
class _Grammar:
    signed: re.Pattern[str]
    was_signed: re.Pattern[str]
    party: re.Pattern[str]
    end_of_title: re.Pattern[str]


def _grammar(lexicon: Lexicon) -> _Grammar:
    document = phrases(lexicon, "organisations_en", "document")
    title = rf"(?:an?|the|its|their)\s(?P<title>(?:[\w’'-]+\s){{0,7}}?(?:{document})(?!\w))"
    return _Grammar(
        re.compile(
            rf"(?<!\w)(?:(?:has|have|had|also|recently|jointly|formally)\s)*(?:signed|signs|sign|inked|inks|entered into|concluded|signing)\s{title}"  # noqa: E501
        ),
        re.compile(
            rf"(?:(?<=\W)|^){title}(?P<mid>[^.;]{{0,120}}?)\s(?:was|has been|were)\s(?:\w+ly\s)?(?:signed|concluded)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\s(?:with|by|between)\s(?:the\s)?(?P<name>[^,;.()]{2,90}?)(?=\s(?:on|to|for|in|at|under|covering|that|which|worth|last|this|signed|was|were|has)\b|[,;.()]|$)"
        ),
        re.compile(
            r"\s(?:on|for|to|covering)\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\d)(?P<on>[^,;.]{3,80}?)(?=\s(?:with|on\s[A-Z]\w+|in\s[A-Z]\w+|in\s20\d\d|last|this)\b|[,;.]|$)"
        ),
    )


def agreements(page: EnglishPage) -> list[Statement]:
    """The signings told as done; one announced for later is a task, not an agreement."""
    grammar = page.lexicon.once(_grammar)
    found: list[Statement] = []
    for sentence in page.layout.sentences:
        for pattern in (grammar.signed, grammar.was_signed):
            for match in pattern.finditer(page.text, sentence.start, sentence.end):
                ahead = re.search(
                    r"\b(?:will|to|would|expected to|plans? to)\s$",
                    page.text[max(sentence.start, match.start() - 16) : match.start()],
                )
                if not ahead:
                    found.append(_agreement(page, match, sentence.start, sentence.end, grammar))
    return found


def _agreement(page: EnglishPage, match: re.Match[str], start: int, end: int, grammar: _Grammar) -> Statement:
    text = page.text
    piece = next(one for one in reversed(page.pieces) if one.start <= match.start())
    is_passive = match.re is grammar.was_signed
    head = "" if is_passive else page.head_of(piece)
    names = list(page.actors_of(head, match.start(), with_places=True)) or ([_bare(head)] if head else [])
    search_from = match.end("title") if is_passive else match.end()
    aside = re.compile(r",\s|\s(?:under|which|that|in which|calling)\s").search(text, search_from, end)
    for party in grammar.party.finditer(text, search_from, aside.start() if aside else end):
        names += [_bare(name) for name in re.split(r"\sand\s(?:the\s)?", party["name"]) if name]
        break
    on = grammar.end_of_title.match(text, match.end("title"), end)
    title = match["title"] + (f" on {on['on']}" if on and not is_passive else "")
    stop = re.compile(r"[;,](?=\s)|\.$").search(text, match.end(), end)
    clause = max(start, piece.head_start) if not is_passive else match.start()
    period = page.written_near(start, end, match.start())
    return Statement(
        kind=StatementKind.AGREEMENT,
        subject=title,
        period=None if period is None or period.startswith("..") else period,
        actors=tuple(dict.fromkeys(name for name in names if name)),
        place=page.parties.place_of((start, end)),
        start=clause if clause <= match.start() else match.start(),
        end=min(stop.start() if stop else len(text[:end].rstrip(" .")), clause + 290),
    )


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|both)\s", "", name.strip(" ,"), flags=re.IGNORECASE)
