"""Digits of filed figures: last ones that are preferred, and figures that repeat from month to month."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from statistics import pstdev

from zhibiao.monthly.chance import chi_square_tail, poisson_tail
from zhibiao.monthly.flags import Flag, flag_of, last_two_years
from zhibiao.monthly.returns import Record
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.period import Month

_LEAST_DIGITS, _DIGITS_CHANCE = 100, 0.001
_LEAST_REPEATS, _REPEATS_CHANCE, _LEAST_STEPS = 3, 0.001, 1000


def step_of(values: Iterable[int]) -> int:
    """The power of ten in which figures are written: the largest that all but a twentieth of them divide by.

    >>> step_of([1200, 3400, 5000]), step_of([1201, 3400, 5000]), step_of([])
    (100, 1, 1)
    """
    known = [value for value in values if value]
    step = 1
    while known and sum(value % (step * 10) == 0 for value in known) >= 0.95 * len(known):
        step *= 10
    return step


def terminal_digits(record: Record, enterprise: str, *, month: Month, dictionary: Dictionary) -> Flag | None:
    """Last digits of measured flows are equally frequent; of invented or rounded ones some are preferred.

    The last digit is that of the step in which a field is filed; figures of fewer than a thousand steps are left out,
    and nothing is said below a hundred digits. Totals of other fields are left out: they follow from their parts.
    """
    digits: Counter[int] = Counter()
    for field_ in dictionary:
        if field_.kind is not Kind.FLOW or dictionary.parts_of(field_.code):
            continue
        values = [int(abs(value)) for value in last_two_years(record, enterprise, field_.code, month=month).values()]
        step = step_of(values)
        digits.update(value // step % 10 for value in values if value >= _LEAST_STEPS * step)
    count = digits.total()
    if count < _LEAST_DIGITS:
        return None
    expected = count / 10
    chi_square = sum((digits[digit] - expected) ** 2 for digit in range(10)) / expected
    chance = chi_square_tail(chi_square, 9)
    if chance >= _DIGITS_CHANCE:
        return None
    digit, times = max(digits.items(), key=lambda pair: (pair[1], -pair[0]))
    return flag_of(
        "screen.terminal_digits",
        enterprise,
        count=count,
        digit=digit,
        share=f"{times / count:.0%}",
        chance=f"{chance:.1e}",
    )


def repeated_figures(record: Record, enterprise: str, *, month: Month, dictionary: Dictionary) -> Flag | None:
    """Measured flows of different periods agree to the last digit more often than figures of their spread would.

    Of two figures that scatter with deviation s, in steps of the field, one in 2 s sqrt(pi) agree by chance.
    """
    repeats, expected, example = 0, 0.0, ""
    for field_ in dictionary:
        figures = last_two_years(record, enterprise, field_.code, month=month) if field_.kind is Kind.FLOW else {}
        values = [int(value) for value in figures.values()]
        step = step_of(abs(value) for value in values)
        steps = [value // step for value in values if abs(value) >= _LEAST_STEPS * step]
        if len(steps) < 2:
            continue
        again = len(steps) - len(set(steps))
        expected += len(steps) * (len(steps) - 1) / 2 / (2 * math.sqrt(math.pi) * max(1.0, pstdev(steps)))
        example = example or (field_.code if again else "")
        repeats += again
    if repeats < _LEAST_REPEATS or poisson_tail(repeats, expected) >= _REPEATS_CHANCE:
        return None
    facts = {"count": repeats, "expected": f"{expected:.1f}", "name": dictionary[example].name}
    return flag_of("screen.repeated_figures", enterprise, **facts)
