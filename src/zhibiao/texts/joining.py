"""Statements of several readers made one list: who wins in a clause, and what only says again what stands elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.statement import Comparator, Figure, Statement, StatementKind

REPEATED = "texts.because.repeated"
_ALIKE = 0.5
_ALIKE_ACTION = 0.8
_ALIKE_FIGURE = 0.8
_ALIKE_HEADLINE = 0.35
_MOST_HEADLINES = 200
_MOST_ALIKE = 200
_ROUNDED = Decimal("0.15")
_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3, "百": 2}
_SCALE = re.compile("|".join(_SCALES))
_HEADLINE = {Role.TITLE, Role.HEADING}


def joined(
    layout: Layout,
    *,
    figures: Sequence[Statement],
    tasks: Sequence[Statement],
    projects: Sequence[Statement],
    agreements: Sequence[Statement],
) -> tuple[Statement, ...]:
    """What all readers found, each thing once, in the order of the text.

    An agreement wins over a task or a project in its clause, a project over a task that quotes the same words. What
    the headline says again counts at the body, its place among `repeats`.
    """
    signed = sorted(agreements, key=lambda one: one.start)
    kept_projects = sorted((one for one in projects if not _overlapping(one, signed)), key=lambda one: one.start)
    kept_tasks = [one for one in tasks if not _overlapping(one, signed) and not _same_place(one, kept_projects)]
    everything = sorted([*figures, *kept_tasks, *kept_projects, *agreements], key=lambda one: (one.start, one.end))
    return tuple(sorted(_without_repeats(layout, everything), key=lambda one: (one.start, one.end)))


def likeness(left: str, right: str) -> float:
    """How much two subjects have in common, by the characters that they share: 0 to 1.

    >>> likeness("粗钢产量", "粗钢日均产量")
    0.8
    """
    a, b = Counter(left), Counter(right)
    total = sum(a.values()) + sum(b.values())
    return round(2 * sum((a & b).values()) / total, 6) if total else 1.0


def _overlapping(one: Statement, others: Sequence[Statement]) -> Sequence[Statement]:
    """Those of some statements in the order of the text that share characters with one."""
    last = bisect_left(others, one.end, key=lambda other: other.start)
    first = last
    while first and others[first - 1].end > one.start:
        first -= 1
    return others[first:last]


def _same_place(task: Statement, others: Sequence[Statement]) -> bool:
    """Whether a task quotes, for the most part, the words in which a project is told."""
    return any(
        2 * (min(task.end, other.end) - max(task.start, other.start)) > task.end - task.start
        for other in _overlapping(task, others)
    )


def _without_repeats(layout: Layout, statements: Sequence[Statement]) -> list[Statement]:
    heads = [one for one in statements if _is_headline(layout, one)]
    body = _Body(layout)
    for one in statements:
        if not _is_headline(layout, one):
            body.add(one)
    kept: list[Statement] = []
    for head in heads[:_MOST_HEADLINES]:
        place = next((place for place, known in enumerate(body.kept) if _heads(head, known)), None)
        if place is not None:
            body.kept[place] = _merged(body.kept[place], head)
        elif not any(_rounds(head, known) for known in body.kept) and not any(
            _says_same(known, head) for known in kept
        ):
            kept.append(head)
    return [*kept, *heads[_MOST_HEADLINES:], *body.kept]


class _Body:
    """Statements of the body, each thing once; those that may be the same are looked for by their numbers."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.kept: list[Statement] = []
        self._lines: list[int] = []
        self._alike: dict[tuple[object, ...], list[int]] = {}

    def add(self, one: Statement) -> None:
        """Keep a statement, or its place with the one in another paragraph that says the same."""
        line = self.layout.line_at(one.start)
        alike = self._alike.setdefault((one.kind, _numbers(one.figure) if one.figure else None), [])
        for place in alike[-_MOST_ALIKE:]:
            known = self.kept[place]
            if self._lines[place] != line and _says_same(known, one):
                self.kept[place] = _merged(known, one)
                return
        alike.append(len(self.kept))
        self.kept.append(one)
        self._lines.append(line)


def _is_headline(layout: Layout, one: Statement) -> bool:
    return layout.lines[layout.line_at(one.start)].role in _HEADLINE


def _merged(known: Statement, again: Statement) -> Statement:
    """The statement with another place that says the same; the better known period and actor count."""
    repeats = (*known.repeats, (again.start, again.end), *again.repeats)
    return replace(
        known,
        repeats=repeats,
        period=known.period or again.period,
        actors=known.actors or again.actors,
        because=known.because if REPEATED in known.because else (*known.because, REPEATED),
    )


def _says_same(known: Statement, one: Statement) -> bool:
    if known.kind is not one.kind:
        return False
    if known.figure is None or one.figure is None:
        if known.figure is not one.figure:
            return False
        least = _ALIKE_ACTION if known.kind is StatementKind.TASK else 0.7
        return likeness(known.subject, one.subject) >= least
    return (
        _numbers(known.figure) == _numbers(one.figure)
        and known.figure.change is one.figure.change
        and known.polarity is one.polarity
        and (known.period == one.period or None in {known.period, one.period})
        and likeness(known.subject, one.subject) >= _ALIKE_FIGURE
    )


def _heads(head: Statement, known: Statement) -> bool:
    """Whether a statement of the headline says what one of the body says."""
    if head.figure is None or known.figure is None:
        if head.figure is not known.figure:
            return False
        same_kind = head.kind is known.kind or {head.kind, known.kind} <= {StatementKind.TASK, StatementKind.PROJECT}
        return same_kind and likeness(head.subject, known.subject) >= _ALIKE
    return _tells_same(head.figure, known.figure) and likeness(head.subject, known.subject) >= _ALIKE_HEADLINE


def _tells_same(head: Figure, known: Figure) -> bool:
    """Whether two figures have the same numbers, or the first where the second's way ended (`占比升至六成`)."""
    if head.value is not None and known.reached is not None and head.value_max is None:
        return _unit(head.unit) == _unit(known.unit) and head.value == known.reached
    return _numbers(head) == _numbers(known)


def _rounds(head: Statement, known: Statement) -> bool:
    """Whether a headline's number (`超千亿元`) is a rounded one of the body."""
    if head.figure is None or known.figure is None or head.figure.value is None or known.figure.value is None:
        return False
    if head.figure.comparator is Comparator.EQUAL and head.figure.value != head.figure.value.to_integral_value():
        return False
    (left, unit), (right, other) = _scaled(head.figure), _scaled(known.figure)
    if unit != other or not right or likeness(head.subject, known.subject) < _ALIKE_HEADLINE:
        return False
    return abs(left - right) <= _ROUNDED * abs(right)


def _numbers(figure: Figure) -> tuple[object, ...]:
    exponent, unit = _unit(figure.unit)
    values = (figure.value, figure.value_max, figure.base, figure.reached)
    return (unit, *(None if value is None else value.scaleb(exponent).normalize() for value in values))


def _scaled(figure: Figure) -> tuple[Decimal, str]:
    exponent, unit = _unit(figure.unit)
    return (figure.value or Decimal(0)).scaleb(exponent), unit


def _unit(unit: str | None) -> tuple[int, str]:
    found = _SCALE.match(unit or "")
    return (_SCALES[found.group()], (unit or "")[found.end() :]) if found else (0, unit or "")
