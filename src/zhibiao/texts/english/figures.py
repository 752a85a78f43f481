"""Figures of an English text: each number that is one, with kind, subject, change, period, actor and place."""

from __future__ import annotations

import re

from zhibiao.texts.english.changes import Said, said_of
from zhibiao.texts.english.numbers import Amount
from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.pieces import Piece
from zhibiao.texts.english.subjects import Scene, subject_of
from zhibiao.texts.english.tenses import Tense, tense_of
from zhibiao.texts.layout import Role
from zhibiao.texts.statement import Change, Figure, Statement, StatementKind


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
    period = period_of(page, piece, amount.start, tense)
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
            unit=quantity.unit,
            change=change,
            comparator=quantity.comparator,
        ),
        polarity=said.polarity,
        period=period,
        actors=page.actors_of(page.head_of(piece), piece.start, with_places=kind is not StatementKind.RESULT),
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
    return StatementKind.TARGET if is_ahead(page, period) and tense is Tense.UNSAID else StatementKind.RESULT


def period_of(page: EnglishPage, piece: Piece, at: int, tense: Tense) -> str | None:
    """The time of a figure: of its piece, its sentence, then of what was said before; none for a present state."""
    sentence = page.layout.sentences[piece.sentence]
    own = page.written_near(piece.start, piece.end, at) or page.written_near(sentence.start, sentence.end, at)
    if own is not None or tense is Tense.PRESENT:
        return own
    line = page.layout.lines[piece.line]
    earlier = page.written_before(line.start, sentence.start) or page.written_before(0, line.start)
    return earlier if tense is not Tense.AHEAD or is_ahead(page, earlier) else None


def is_ahead(page: EnglishPage, period: str | None) -> bool:
    """Whether a period ends after the page was published; so for none where the page bears no date."""
    end = (period or "").rpartition("..")[2]
    return (
        bool(end and page.published)
        and end > str(page.published)[: len(end)]
        or (bool(end) and page.published is not None and end == str(page.published)[: len(end)] and len(end) == 4)
    )
