"""What headline and body both say made one statement, at the body."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.statement import Figure, Statement

_ROUNDED = Decimal("0.06")


def without_repeats(found: list[Statement], layout: Layout) -> list[Statement]:
    """The statements of the body, each with the places of the headline and of later sentences that repeat it.

    A headline's rounded figure gives way to the exact one of the body; one that the body does not bear out stays.
    """
    title = next((line.end for line in layout.lines[:1] if line.role is Role.TITLE), 0)
    body: list[Statement] = []
    for one in (one for one in found if one.start >= title):
        same = next((at for at, other in enumerate(body) if _is_same(one, other)), None)
        if same is None:
            body.append(one)
        else:
            body[same] = replace(body[same], repeats=(*body[same].repeats, (one.start, one.end)))
    alone = []
    for one in (one for one in found if one.start < title):
        at = next((at for at, other in enumerate(body) if _is_headline_of(one, other, 0)), None)
        if at is not None:
            body[at] = replace(body[at], repeats=((one.start, one.end), *body[at].repeats))
        elif not any(_is_headline_of(one, other, _ROUNDED) for other in body):
            alone.append(one)
    return [*alone, *body]


def _numbers(figure: Figure) -> tuple[Decimal | None, ...]:
    return figure.value, figure.value_max, figure.base, figure.reached


def _is_same(one: Statement, other: Statement) -> bool:
    """The same figure of the same thing and time, word for word in number and unit."""
    if one.figure is None or other.figure is None:
        return one.kind is other.kind and one.subject.lower() == other.subject.lower()
    return (
        (_numbers(one.figure), one.figure.unit, one.figure.change)
        == (_numbers(other.figure), other.figure.unit, other.figure.change)
        and one.subject.lower() == other.subject.lower()
        and one.period == other.period
        and one.kind is other.kind
    )


def _is_headline_of(one: Statement, other: Statement, slack: Decimal | int) -> bool:
    if one.figure is None or other.figure is None:
        return (
            one.figure is other.figure and bool(_words(one.subject) & _words(other.subject)) and one.kind is other.kind
        )
    mine, theirs = _in_ones(one.figure), _in_ones(other.figure)
    if len(mine) != len(theirs) or _family(one.figure) != _family(other.figure):
        return False
    return all(abs(a - b) <= slack * max(abs(a), abs(b)) for a, b in zip(mine, theirs, strict=True))


def _words(subject: str) -> set[str]:
    return {word for word in subject.lower().split() if len(word) > 3}


_SCALES = {"k": 3, "thousand": 3, "m": 6, "mln": 6, "million": 6, "bn": 9, "billion": 9, "tn": 12, "trillion": 12}
_IN_UNIT = {"mt": 6, "mtpa": 6, "mtpy": 6, "mt/yr": 6, "mt/year": 6, "mt/y": 6, "mt/a": 6, "kt": 3, "ktpa": 3}


def _in_ones(figure: Figure) -> list[Decimal]:
    words = (figure.unit or "").split()
    power = _SCALES.get(words[0].lower(), 0) if words else 0
    if (figure.unit and figure.unit[0] == "M") or (not power and words and words[0] == "kt"):
        power = power or _IN_UNIT.get((figure.unit or "").lower(), 0)
    return sorted(number.scaleb(power) for number in _numbers(figure) if number is not None)


def _family(figure: Figure) -> str:
    unit = (figure.unit or "").lower()
    if (
        unit in _IN_UNIT
        or any(word in unit for word in ("tonne", "ton", "tpa"))
        or unit.endswith((" t", " mt"))
        or unit == "t"
    ):
        return "mass"
    words = unit.split()
    return " ".join(words[1:]) if words and words[0] in _SCALES else unit
