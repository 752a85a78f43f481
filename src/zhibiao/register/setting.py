"""Terms as a person sets them: field by field, in the words of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zhibiao.errors import ActRefused
from zhibiao.register.bounds import PLACES, WHOLE_DIGITS, bounded_number
from zhibiao.register.candidate import last_day
from zhibiao.register.commitment import CommitmentKind, Coverage, Span, Terms
from zhibiao.register.wording import shortened
from zhibiao.terms.text import Text
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, ProjectStatus

NUMBER_WANTED = Text(
    f"12.5，小数点前最多{WHOLE_DIGITS}位、后最多{PLACES}位",
    f"12.5, at most {WHOLE_DIGITS} digits before the point and {PLACES} after it",
)
"""What a number of the register is written like."""

_MOST_ITEMS = 10**9
_NOT_DUE = frozenset({CommitmentKind.RESULT, CommitmentKind.AGREEMENT})
LEVELS = ("theme", "focus", "feature")
"""The levels of a programme's events."""
_NO_FIGURE = Figure(change=Change.LEVEL, comparator=Comparator.EQUAL)


def with_settings(terms: Terms, settings: Mapping[str, str]) -> Terms:
    """The terms with some fields set anew; an empty value clears a field.

    A period that is set anew brings its last day as due date where none is given with it; not that of a result, which
    owes nothing, nor that of an agreement, which is the day of its signing: what becomes one of these keeps no due date
    that nobody sets with it.

    >>> from zhibiao.register.commitment import CommitmentKind, Terms
    >>> with_settings(Terms(kind=CommitmentKind.TASK, title="建园区"), {"period": "2025", "lead": "市工信局"}).due
    datetime.date(2025, 12, 31)

    Raises:
        ActRefused: `register.no_such_field` with the fields there are, `register.bad_value` with what is expected.
    """
    for name in settings:
        if name not in _FIELDS and name not in _NUMBERS:
            known = ", ".join((*_FIELDS, *_NUMBERS))
            raise ActRefused("register.no_such_field", field=name, known=known)
    changes: dict[str, Any] = {name: _read(name, text) for name, text in settings.items() if name in _FIELDS}
    kind = changes.get("kind", terms.kind)
    if "due" not in changes and kind in _NOT_DUE and kind is not terms.kind:
        changes["due"] = None
    elif "due" not in changes and "period" in changes and kind not in _NOT_DUE:
        changes["due"] = last_day(changes["period"])
    changed = replace(terms, **changes)
    numbers = {name: text for name, text in settings.items() if name in _NUMBERS}
    return replace(changed, figure=_figure(terms.figure, numbers)) if numbers else changed


def exact_number(field: str, text: str) -> Decimal | None:
    """A number as somebody wrote it, None for nothing; ActRefused `register.bad_value`."""
    try:
        return _number(text.strip())
    except ValueError:
        raise ActRefused("register.bad_value", field=field, text=shortened(text), wanted=NUMBER_WANTED) from None


def _figure(figure: Figure | None, settings: Mapping[str, str]) -> Figure | None:
    changes = {_NUMBERS[name][0]: _read(name, text) for name, text in settings.items()}
    changed = replace(figure or _NO_FIGURE, **changes)
    numbers = (changed.value, changed.value_max, changed.base, changed.reached)
    return None if all(number is None for number in numbers) else changed


def _read(name: str, text: str) -> Any:
    read, wanted = _FIELDS[name] if name in _FIELDS else _NUMBERS[name][1:]
    try:
        return read(text.strip())
    except ValueError:
        raise ActRefused("register.bad_value", field=name, text=shortened(text), wanted=wanted) from None


def _word(words: type[StrEnum]) -> tuple[Callable[[str], Any], str]:
    return (lambda text: words(text) if text else None), " | ".join(words)


def _number(text: str) -> Decimal | None:
    number = bounded_number(text)
    if text and number is None:
        raise ValueError(text)
    return number


def _count(text: str) -> int | None:
    if text and not 1 <= int(text) < _MOST_ITEMS:
        raise ValueError(text)
    return int(text) if text else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("；", ";").replace("、", ";").split(";") if name.strip())


def _level(text: str) -> str:
    if text not in LEVELS:
        raise ValueError(text)
    return text


def _coverage(text: str) -> tuple[Coverage, ...]:
    """`quarter:theme:1; month:focus:1`."""
    rules = (one.split(":") for one in _names(text))
    return tuple(
        Coverage(every=Span(every.strip()), level=_level(level.strip()), least=_count(least.strip()) or 1)
        for every, level, least in rules
    )


def _needed(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def reading(text: str) -> Any:
        if not text:
            raise ValueError(text)
        return read(text)

    return reading


_FIELDS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "kind": (_needed(CommitmentKind), " | ".join(CommitmentKind)),
    "title": (_needed(str), "…"),
    "polarity": _word(Polarity),
    "period": (str, "2025 | 2025-06 | 2025-01..2025-06 | ..2025-12"),
    "due": ((lambda text: dt.date.fromisoformat(text) if text else None), "YYYY-MM-DD"),
    "number": (str, "…"),
    "lead": (str, "…"),
    "others": (_names, "A;B"),
    "parties": (_names, "A;B"),
    "agreement": (str, "C0001"),
    "indicator": (str, "…"),
    "stage": _word(ProjectStatus),
    "place": (str, "…"),
    "items": (_count, "1, 2, 3, …"),
    "coverage": (_coverage, "quarter:theme:1;month:focus:1;week:feature:1"),
}
_NUMBERS: Mapping[str, tuple[str, Callable[[str], Any], str | Text]] = {
    "value": ("value", _number, NUMBER_WANTED),
    "value_max": ("value_max", _number, NUMBER_WANTED),
    "from": ("base", _number, NUMBER_WANTED),
    "to": ("reached", _number, NUMBER_WANTED),
    "unit": ("unit", (lambda text: text or None), "万吨 | % | …"),
    "change": ("change", _needed(Change), " | ".join(Change)),
    "comparator": ("comparator", _needed(Comparator), " | ".join(Comparator)),
}
FIELDS = (*_FIELDS, *_NUMBERS)
"""Every field that can be set, in the order of the register's terms."""
