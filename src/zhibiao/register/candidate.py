"""What a program read in a text, made ready for review: terms proposed, never more than the text says."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.plain import plain_of
from zhibiao.terms.canonical import content_hash
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.schema import statement_of
from zhibiao.texts.statement import Change, Figure, Statement, StatementKind

_KINDS = {
    StatementKind.RESULT: CommitmentKind.RESULT,
    StatementKind.TARGET: CommitmentKind.TARGET,
    StatementKind.TASK: CommitmentKind.TASK,
    StatementKind.PROJECT: CommitmentKind.PROJECT,
    StatementKind.AGREEMENT: CommitmentKind.AGREEMENT,
}
# What is counted one by one: a target of so many of them is a goal of named items.
_COUNTED = frozenset("个家座条项场台套处件所户种")
_ID_DIGITS = 10
_LONGEST = 99
_LAST = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def candidate_of(statement: Statement, cleaned: Cleaned, *, document: str, name: str, published: str = "") -> Candidate:
    """The candidate that a statement of a page makes.

    Args:
        statement: as read.
        cleaned: the page that it was read in.
        document: hash of the page's bytes.
        name: the page's file name.
        published: date of publication (YYYY-MM-DD), "" where unknown.
    """

    def source(start: int, end: int) -> Source:
        raw_start, raw_end = cleaned.raw_span(start, end)
        return Source(
            document=document,
            name=name,
            published=published,
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
            quote=cleaned.text[start:end],
        )

    repeats = tuple(source(start, end) for start, end in statement.repeats)
    return _candidate(statement, source(statement.start, statement.end), repeats)


def candidate_of_record(
    record: Mapping[str, Any], raw: str, *, document: str, name: str, published: str = ""
) -> Candidate:
    """The candidate that a record of the schema makes, held against the raw page that it points into.

    Raises:
        ValueError: a field is missing or holds none of its words, or a number that no text can mean.
        LookupError: the page does not say at that place what the record quotes.
    """

    def source(place: Sequence[Any], quote: str = "") -> Source:
        start, end, raw_start, raw_end = map(int, place)
        if not 0 <= raw_start < raw_end <= len(raw):
            raise LookupError(quote)
        return Source(
            document=document,
            name=name,
            published=published,
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
            quote=quote or raw[raw_start:raw_end],
        )

    try:
        statement = statement_of(record)
        _hold_numbers(statement.figure)
        place = [record[one] for one in ("start", "end", "raw_start", "raw_end")]
        first = source(place, str(record.get("text") or ""))
        repeats = tuple(source(one) for one in record.get("alt") or ())
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    there = raw[first.raw_start : first.raw_end]
    if record.get("raw", there) != there:
        raise LookupError(str(record["raw"]))
    return _candidate(statement, first, repeats)


def _hold_numbers(figure: Figure | None) -> None:
    """Refuse an exponent that would fill the memory when it is written out; what a register bears is held later."""
    for number in (figure.value, figure.value_max, figure.base, figure.reached) if figure else ():
        if number is not None and not (number.is_finite() and abs(number.adjusted()) <= _LONGEST):
            raise ValueError(f"no number of a text: {number!s:.40}")


def _candidate(statement: Statement, first: Source, repeats: tuple[Source, ...]) -> Candidate:
    terms = terms_of(statement)
    said = {"document": first.document, "start": first.start, "end": first.end, "terms": plain_of(terms)}
    return Candidate(
        id=content_hash(said)[:_ID_DIGITS],
        terms=terms,
        source=first,
        repeats=repeats,
        confidence=f"{Decimal(str(statement.confidence)):.2f}",
        because=statement.because,
    )


def terms_of(statement: Statement) -> Terms:
    """The terms that a statement proposes: of several actors the first one leads; parties stand in their order."""
    kind = _kind(statement)
    signs = kind is CommitmentKind.AGREEMENT
    owes = kind is not CommitmentKind.RESULT
    return Terms(
        kind=kind,
        title=statement.subject,
        figure=statement.figure,
        polarity=statement.polarity,
        period=statement.period or "",
        due=last_day(statement.period) if owes and not signs else None,
        lead="" if signs else next(iter(statement.actors), ""),
        others=() if signs else statement.actors[1:],
        parties=statement.actors if signs else (),
        stage=statement.status,
        place=statement.place or "",
        items=_items(statement.figure) if kind is CommitmentKind.COUNTED else None,
    )


def last_day(period: str | None) -> dt.date | None:
    """The last day of a period as the register writes it; None where the text leaves the end open or unsaid, or where
    there is no such day.

    >>> last_day("..2024-06"), last_day("2025"), last_day("2024-01.."), last_day("2024-13")
    (datetime.date(2024, 6, 30), datetime.date(2025, 12, 31), None, None)
    """
    if not period:
        return None
    first, dots, final = period.partition("..")
    match = _LAST.fullmatch(final if dots else first)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return dt.date(year, month, int(match[3] or monthrange(year, month)[1]))
    except ValueError:
        return None


def _kind(statement: Statement) -> CommitmentKind:
    figure = statement.figure
    if statement.kind is StatementKind.TARGET and figure is not None and _items(figure) is not None:
        return CommitmentKind.COUNTED
    return _KINDS[statement.kind]


def _items(figure: Figure | None) -> int | None:
    """How many single things a figure promises, None where it counts none."""
    if figure is None or figure.change is not Change.LEVEL or figure.unit not in _COUNTED:
        return None
    value = figure.value
    return int(value) if value is not None and value == value.to_integral_value() else None
