"""Errors to plant in a good return, one at a time: slips of unit, column, sign and digit, blanks and stale copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from random import Random

from benchmarks.reliability.simulated_months import Figure, FirmMonth
from zhibiao.monthly.returns import Scope
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import convert

MONTH, TOTAL = Scope.PERIOD, Scope.YEAR_TO_DATE

MAY_BE_NEGATIVE = frozenset({"profit_yuan", "taxes_yuan", "value_added_yuan"})
"""A loss, a refund, a year of destroyed value: a minus before these is no slip that can be told by itself."""

KNOWN_FIGURES = 6
"""How many figures other than nothing the record must hold of a field before an error is planted in it."""

_LEAST_CHANGE = Decimal("0.2")
_APART = Decimal("0.1")

Changed = Mapping[Figure, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A kind of error.

    Args:
        name: its row in the table.
        family: the goal it counts for.
        weight: how often it is drawn.
        plant: the changed figures, or None where this return offers no place for it.
    """

    name: str
    family: str
    weight: int
    plant: Callable[[FirmMonth, Random], Changed | None]


def _usable(month: FirmMonth) -> list[str]:
    """Fields with a figure now and enough of them on record: of one that was nothing before, nobody can tell."""
    return [
        fact.field
        for fact in month.filed.facts
        if fact.scope is MONTH and fact.value != 0 and len(_past(month, fact.field)) >= KNOWN_FIGURES
    ]


def _past(month: FirmMonth, code: str) -> list[Decimal]:
    known = month.standing.record.figures.get((month.filed.enterprise, code), {})
    return [value for value in known.values() if value != 0]


def _value(month: FirmMonth, code: str, scope: Scope) -> Decimal | None:
    return month.filed.value(code, scope)


def _slip_of_unit(month: FirmMonth, random: Random, *, power: int, both: bool) -> Changed | None:
    """A tonnage or an amount of money written in another unit: the month's cell alone, or the whole row."""
    fields = [code for code in _usable(month) if month.standing.dictionary[code].unit.dimension in ("mass", "money")]
    if not fields:
        return None
    code = random.choice(fields)
    scopes = (MONTH, TOTAL) if both else (MONTH,)
    if both and _value(month, code, TOTAL) is None:
        return None
    return {(code, scope): value.scaleb(power) for scope in scopes if (value := _value(month, code, scope)) is not None}


def _two_columns(month: FirmMonth) -> list[str]:
    """Flows whose month and year to date lie apart, after the first period of the year."""
    if month.filed.period.start.month == 1:
        return []
    return [
        code
        for code in _usable(month)
        if (total := _value(month, code, TOTAL)) is not None
        and abs(total - (_value(month, code, MONTH) or 0)) > abs(total) * _APART
    ]


def _one_in_both(month: FirmMonth, random: Random, *, into: Scope, out_of: Scope) -> Changed | None:
    fields = _two_columns(month)
    if not fields:
        return None
    code = random.choice(fields)
    return {(code, into): _value(month, code, out_of)}


def _swapped(month: FirmMonth, _: Random) -> Changed | None:
    """The whole return with its two columns exchanged."""
    if not _two_columns(month):
        return None
    flows = [
        field.code
        for field in month.standing.fields
        if field.kind is Kind.FLOW and _value(month, field.code, TOTAL) is not None
    ]
    changed: dict[Figure, Decimal | None] = {}
    for code in flows:
        changed[code, MONTH], changed[code, TOTAL] = _value(month, code, TOTAL), _value(month, code, MONTH)
    return changed


def _sign(month: FirmMonth, random: Random, *, both: bool) -> Changed | None:
    fields = [code for code in _usable(month) if code not in MAY_BE_NEGATIVE]
    if not fields:
        return None
    code = random.choice(fields)
    scopes = (MONTH, TOTAL) if both else (MONTH,)
    return {(code, scope): -value for scope in scopes if (value := _value(month, code, scope)) is not None}


def _digits(
    month: FirmMonth, random: Random, *, slips: Callable[[str], Iterator[str]], into: Scope, carried: bool
) -> Changed | None:
    """One slip among the digits of the figure as the form prints it, of more than a fifth of the figure."""
    fields = _usable(month)
    random.shuffle(fields)
    for code in fields:
        value, field = _value(month, code, into), month.standing.dictionary[code]
        if not value or (carried and _value(month, code, TOTAL) is None):
            continue
        shown = convert(abs(value), source=field.unit, target=field.form_unit)
        others = sorted({Decimal(text) for text in slips(f"{shown:f}")})
        far = [other for other in others if abs(other - shown) > shown * _LEAST_CHANGE]
        if far:
            slipped = convert(random.choice(far), source=field.form_unit, target=field.unit).copy_sign(value)
            changed: dict[Figure, Decimal | None] = {(code, into): slipped}
            if carried:
                changed[code, TOTAL] = (_value(month, code, TOTAL) or Decimal(0)) + slipped - value
            return changed
    return None


def _one_changed(text: str) -> Iterator[str]:
    for place, digit in enumerate(text):
        if digit.isdigit():
            yield from (text[:place] + other + text[place + 1 :] for other in "0123456789" if other != digit)


def _transposed(text: str) -> Iterator[str]:
    places = [place for place, digit in enumerate(text) if digit.isdigit()]
    for one, next_one in pairwise(places):
        letters = list(text)
        letters[one], letters[next_one] = letters[next_one], letters[one]
        yield "".join(letters)


def _dropped(text: str) -> Iterator[str]:
    yield from (
        left
        for place, digit in enumerate(text)
        if digit.isdigit() and _has_digits(left := text[:place] + text[place + 1 :])
    )


def _doubled(text: str) -> Iterator[str]:
    yield from (text[: place + 1] + digit + text[place + 1 :] for place, digit in enumerate(text) if digit.isdigit())


def _has_digits(text: str) -> bool:
    return any(digit.isdigit() for digit in text)


def _steady(month: FirmMonth) -> list[str]:
    """Flows of the form that the firm has never left at nothing."""
    record = month.standing.record.figures
    return [
        code
        for code in _usable(month)
        if month.standing.dictionary[code].kind is Kind.FLOW and all(record[month.filed.enterprise, code].values())
    ]


def _blank(month: FirmMonth, random: Random) -> Changed | None:
    fields = _steady(month)
    if not fields:
        return None
    code = random.choice(fields)
    return {(code, MONTH): None, (code, TOTAL): None}


def _zero(month: FirmMonth, random: Random) -> Changed | None:
    """Nothing filed where something has always stood, and the year to date left as it was before."""
    fields = _steady(month)
    if not fields:
        return None
    code = random.choice(fields)
    value, total = _value(month, code, MONTH) or Decimal(0), _value(month, code, TOTAL)
    return {(code, MONTH): Decimal(0), **({} if total is None else {(code, TOTAL): total - value})}


def _stale(month: FirmMonth, _: Random, *, carried: bool) -> Changed | None:
    """Last month's figures once more: the whole sheet, or the month's column with a year to date that goes on."""
    start = month.filed.period.start
    if start.month == 1:
        return None
    before = month.standing.record.returns.get((month.filed.enterprise, Period.of(start.shift(-1))))
    if before is None:
        return None
    changed: dict[Figure, Decimal | None] = {(fact.field, fact.scope): fact.value for fact in before.facts}
    if carried:
        for (code, scope), value in dict(changed).items():
            month_before = changed.get((code, MONTH))
            if scope is TOTAL and value is not None and month_before is not None:
                changed[code, TOTAL] = value + month_before
    return changed


def _errors() -> Iterator[Error]:
    for power, weight in ((4, 5), (3, 2), (1, 2)):
        family = "unit 10" if power == 1 else f"unit 10^{power}"
        for sign, way in ((1, "up"), (-1, "down")):
            for both, where in ((False, "month"), (True, "row")):
                plant = partial(_slip_of_unit, power=sign * power, both=both)
                yield Error(name=f"{family} {way}, {where}", family=family, weight=weight, plant=plant)
    columns = "month <-> cumulative"
    yield Error(
        name="month holds the total", family=columns, weight=6, plant=partial(_one_in_both, into=MONTH, out_of=TOTAL)
    )
    yield Error(
        name="total holds the month", family=columns, weight=6, plant=partial(_one_in_both, into=TOTAL, out_of=MONTH)
    )
    yield Error(name="columns swapped", family=columns, weight=4, plant=_swapped)
    for both, where in ((False, "month"), (True, "row")):
        yield Error(name=f"sign, {where}", family="sign", weight=6, plant=partial(_sign, both=both))
    slips: Mapping[str, Callable[[str], Iterator[str]]] = {
        "changed": _one_changed,
        "transposed": _transposed,
        "dropped": _dropped,
        "doubled": _doubled,
    }
    for name, slip in slips.items():
        for into, carried, where in ((MONTH, False, "month"), (TOTAL, False, "total"), (MONTH, True, "carried")):
            plant = partial(_digits, slips=slip, into=into, carried=carried)
            yield Error(name=f"digit {name}, {where}", family="digit > 20 %", weight=2, plant=plant)
    yield Error(name="blank for a figure", family="missing and zero", weight=3, plant=_blank)
    yield Error(name="zero for a figure", family="missing and zero", weight=3, plant=_zero)
    yield Error(name="sheet of last month", family="stale copy", weight=2, plant=partial(_stale, carried=False))
    yield Error(name="figures of last month", family="stale copy", weight=2, plant=partial(_stale, carried=True))


ERRORS: Sequence[Error] = tuple(_errors())


def draw(month: FirmMonth, random: Random) -> tuple[Error, Changed] | None:
    """One error for this return, by weight; another kind where the first finds no place, None where none does."""
    left = list(ERRORS)
    while left:
        (error,) = random.choices(left, weights=[one.weight for one in left])
        changed = error.plant(month, random)
        if changed is not None and any(month.filed.value(*figure) != value for figure, value in changed.items()):
            return error, changed
        left.remove(error)
    return None
