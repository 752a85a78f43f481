"""A statement as a record of the extraction schema, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, ProjectStatus, Statement, StatementKind

NUMBERS = ("value", "value_max", "from", "to")
_FIELDS = {"value": "value", "value_max": "value_max", "from": "base", "to": "reached"}
_BETWEEN = ";"


def record_of(statement: Statement, cleaned: Cleaned) -> dict[str, Any]:
    """The record of a statement: the fields of the schema, with `alt`, `confidence` and `because` after them.

    Numbers come out as int where they are whole, else as float; those of published texts have far fewer than the
    fifteen digits that a float keeps.
    """
    raw_start, raw_end = cleaned.raw_span(statement.start, statement.end)
    figure = statement.figure
    numbers = {field: _number(getattr(figure, name)) if figure else None for field, name in _FIELDS.items()}
    return {
        "kind": statement.kind.value,
        "subject": statement.subject,
        **numbers,
        "unit": figure.unit if figure else None,
        "change": figure.change.value if figure else None,
        "comparator": figure.comparator.value if figure else None,
        "polarity": statement.polarity.value if statement.polarity else None,
        "period": statement.period,
        "actor": _BETWEEN.join(statement.actors) or None,
        "place": statement.place,
        "status": statement.status.value if statement.status else None,
        "start": statement.start,
        "end": statement.end,
        "text": cleaned.text[statement.start : statement.end],
        "raw_start": raw_start,
        "raw_end": raw_end,
        "raw": cleaned.raw[raw_start:raw_end],
        "alt": [[start, end, *cleaned.raw_span(start, end)] for start, end in statement.repeats],
        "confidence": statement.confidence,
        "because": list(statement.because),
    }


def statement_of(record: Mapping[str, Any]) -> Statement:
    """The statement of a record, its places in the clean text taken as they are.

    Raises:
        KeyError: `kind`, `subject`, `start` or `end` is missing.
        ValueError: a field holds none of its words, or no number where one must stand.
    """
    return Statement(
        kind=StatementKind(record["kind"]),
        subject=record["subject"],
        figure=_figure_of(record),
        polarity=Polarity(record["polarity"]) if record.get("polarity") else None,
        period=record.get("period"),
        actors=tuple(actor for actor in (record.get("actor") or "").split(_BETWEEN) if actor),
        place=record.get("place"),
        status=ProjectStatus(record["status"]) if record.get("status") else None,
        start=int(record["start"]),
        end=int(record["end"]),
        repeats=tuple((int(one[0]), int(one[1])) for one in record.get("alt") or ()),
        confidence=float(record.get("confidence", 1.0)),
        because=tuple(record.get("because") or ()),
    )


def _figure_of(record: Mapping[str, Any]) -> Figure | None:
    numbers = {name: _decimal(record.get(field)) for field, name in _FIELDS.items()}
    if all(number is None for number in numbers.values()):
        return None
    return Figure(
        **numbers,
        unit=record.get("unit"),
        change=Change(record["change"]),
        comparator=Comparator(record["comparator"]),
    )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _decimal(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{value!r} is no number")  # noqa: TRY004 - somebody else wrote it
    return Decimal(str(value))
