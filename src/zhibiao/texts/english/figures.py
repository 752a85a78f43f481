"""Figures of an English text: each number that is one, with kind, subject, change, period, actor and place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibiao.texts.english.changes import Said, said_of
from zhibiao.texts.english.numbers import Amount
from zhibiao.texts.english.parties import Parties, is_body, is_place
from zhibiao.texts.english.pieces import Piece
from zhibiao.texts.english.subjects import Scene, subject_of
from zhibiao.texts.english.tenses import Tense, tense_of
from zhibiao.texts.english.times import Mentions, Part
from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Change, Figure, Polarity, Statement, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishPage:
    """An English text laid open for its readers."""

    layout: Layout
    lexicon: Lexicon
    published: dt.date | None
    times: Mentions
    amounts: tuple[Amount, ...]
    parties: Parties
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The clean text."""
        return self.layout.text


def figures(page: EnglishPage) -> list[Statement]:
    """A statement for each number that is no date, name, model or list's count."""
    found: list[Statement] = []
    at = 0
    for piece in page.pieces:
        if page.layout.lines[piece.line].role is Role.MARGIN:
            continue
        inside = []
        while at < len(page.amounts) and page.amounts[at].quantity.number_start < piece.end:
            if page.amounts[at].quantity.number_start >= piece.start:
                inside.append(page.amounts[at])
            at += 1
        usable = [one for one in inside if one.quantity.bar is None]
        for number, amount in enumerate(usable):
            if not _is_converted(page.text, amount, usable[:number]):
                before_end = usable[number - 1].end if number else piece.start
                next_start = usable[number + 1].start if number + 1 < len(usable) else piece.end
                found.append(_figure(page, piece, amount, before_end, next_start))
    return found


def _is_converted(text: str, amount: Amount, before: list[Amount]) -> bool:
    """A sum in brackets behind the same sum in another currency."""
    if amount.family != "currency" or not before or before[-1].family != "currency":
        return False
    return bool(
        re.search(
            r"^\s?\((?:about\s|around\s|or\s|approximately\s|equal to\s|US\s?)?$", text[before[-1].end : amount.start]
        )
    )


def _figure(page: EnglishPage, piece: Piece, amount: Amount, before_end: int, next_start: int) -> Statement:
    text, sentence = page.text, page.layout.sentences[piece.sentence]
    said = said_of(
        text,
        amount,
        max(piece.start, before_end if _is_apart(text, before_end, amount) else piece.start),
        piece.end,
        page.lexicon,
        next_start,
    )
    tense = tense_of(text, sentence.start, piece, amount.start, amount.end, page.lexicon)
    scene = Scene(
        text=text,
        piece=piece,
        sentence_start=sentence.start,
        before_end=before_end,
        next_start=next_start,
        times=page.times,
        lexicon=page.lexicon,
    )
    period = period_of(page, piece, amount.start, amount.end, tense, next_start)
    kind = _kind(page, tense, period)
    change = said.change
    if (
        kind is StatementKind.TARGET
        and change is Change.YOY
        and (period or "").startswith("..")
        and not _names_year_on_year(text, amount, piece)
    ):
        change = Change.DELTA
    if kind is StatementKind.RESULT and (period or "").startswith("..") and tense is not Tense.AHEAD:
        period = (period or "")[2:]
    quantity = amount.quantity
    start, end = _span(text, piece, amount, next_start)
    return Statement(
        kind=kind,
        subject=subject_of(scene, amount, said) or "figure",
        figure=Figure(
            value=quantity.value,
            value_max=quantity.value_max,
            base=quantity.base,
            reached=quantity.reached,
            unit=_unit(amount),
            change=change,
            comparator=quantity.comparator,
        ),
        polarity=said.polarity,
        period=period,
        actors=actors_of(page, piece, kind, said.polarity),
        place=page.parties.place_of((piece.start, piece.end), (sentence.start, sentence.end)),
        start=start,
        end=end,
    )


def _names_year_on_year(text: str, amount: Amount, piece: Piece) -> bool:
    return bool(
        re.search(r"year[- ]on[- ]year|annual|a year\b|per year|y/y|yoy|each year", text[piece.start : piece.end], re.I)
    )


def _is_apart(text: str, before_end: int, amount: Amount) -> bool:
    return bool(re.search(r",|\band\b", text[before_end : amount.start]))


def _unit(amount: Amount) -> str | None:
    return None if amount.family == "people" and False else amount.quantity.unit


def _span(text: str, piece: Piece, amount: Amount, next_start: int) -> tuple[int, int]:
    """The clause about the number, from the last comma before it to the next one behind it."""
    mark = max(text.rfind(", ", piece.start, amount.start), text.rfind("; ", piece.start, amount.start))
    start = mark + 2 if mark >= 0 else piece.start
    stop = re.compile(r"[,;](?=\s)|\.$").search(text, amount.end, piece.end)
    end = stop.start() if stop else piece.end
    end = min(end, max(amount.end, next_start)) if next_start < end else end
    if end - start > 240:
        start, end = max(start, amount.start - 120), min(end, amount.end + 100)
    trimmed = text[start:end].rstrip(" ,;.")
    return start, max(start + len(trimmed), amount.end)


def _kind(page: EnglishPage, tense: Tense, period: str | None) -> StatementKind:
    if tense is Tense.AHEAD:
        return StatementKind.TARGET
    if tense is Tense.OVER or page.published is None or period is None:
        return StatementKind.RESULT
    end = period.rpartition("..")[2]
    now = page.published.isoformat()
    return StatementKind.TARGET if end and end > now[: len(end)] else StatementKind.RESULT


def period_of(page: EnglishPage, piece: Piece, start: int, end: int, tense: Tense, next_start: int) -> str | None:
    """The time of a figure: of its piece, its sentence, then of what was said before; none for a present state."""
    sentence = page.layout.sentences[piece.sentence]
    own = _nearest(page, piece.start, piece.end, start)
    if own is not None:
        return own
    wide = _nearest(page, sentence.start, sentence.end, start)
    if wide is not None:
        return wide
    if tense is Tense.PRESENT or tense is Tense.AHEAD:
        return None
    line = page.layout.lines[piece.line]
    earlier = _last(page, line.start, sentence.start) or _last(page, 0, line.start)
    return earlier


def _nearest(page: EnglishPage, start: int, end: int, at: int) -> str | None:
    mentions = [one for one in page.times.within(start, end) if one.written and one.part is not Part.BASE]
    if not mentions:
        return None
    return min(
        mentions, key=lambda one: (page.text.count(",", min(one.start, at), max(one.start, at)), abs(one.start - at))
    ).written


def _last(page: EnglishPage, start: int, end: int) -> str | None:
    mentions = [
        one for one in page.times.within(start, end) if one.written and one.part is Part.PERIOD and not one.is_now
    ]
    return mentions[-1].written if mentions else None


def actors_of(page: EnglishPage, piece: Piece, kind: StatementKind, polarity: Polarity | None) -> tuple[str, ...]:
    """The body that stands before the verb; for what lies ahead also a place that acts."""
    head = re.sub(
        r"^(?:the|but|and)\s", "", page.text[piece.head_start : piece.head_end].strip(" ,"), flags=re.IGNORECASE
    )
    if 0 < len(head) <= 90 and is_body(head, page.lexicon):
        return (head,)
    place = is_place(head, page.lexicon)
    if place and (kind is not StatementKind.RESULT):
        return (place,)
    return ()
