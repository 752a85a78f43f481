"""The text of a clause with its numbers: blanks are filled from the parameters, so that text and figure are one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from zhibiao.policy.methods import defaults_of
from zhibiao.policy.plain import plain_decimal
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.text import Text

_BLANK = re.compile(r"\{([^{}:]+)(?::([^{}]+))?\}")


def _percent(value: Decimal) -> str:
    return plain_decimal(value * 100) + "%"


# How a blank may ask for its number: `{reserve_share:%}` is 2%, `{floor_delta:below}` what 8% leave of the whole.
FORMS: Mapping[str, Callable[[Decimal], str]] = MappingProxyType(
    {
        "": plain_decimal,
        "%": _percent,
        "below": lambda value: _percent(1 - value),
        "above": lambda value: _percent(1 + value),
        "t": lambda value: f"{int(value):,}",
    }
)


def clause_text(rulebook: Rulebook, number: str, *, day: dt.date | None = None) -> Text:
    """A clause as people read it, with the figures of the day; without one of the day the rulebook takes effect.

    A blank names a parameter (`{tilt_beta}`), the factor of a multiplier (`{tier.leading}`), or the end or factor of a
    slice of the deduction (`{slice.1.up_to:%}`, `{slice.1.factor}`), and behind a colon one of `FORMS`. KeyError where
    there is no such clause; `review` sees to it that every blank can be filled.
    """
    known = values_of(rulebook, day or rulebook.effective)

    def filled(text: str) -> str:
        return _BLANK.sub(lambda blank: FORMS[blank[2] or ""](known[blank[1]]), text)

    text = rulebook.clauses[number]
    return Text(zh=filled(text.zh), en=filled(text.en))


def values_of(rulebook: Rulebook, day: dt.date) -> dict[str, Decimal]:
    """What blanks may name, with the value of the day; a parameter that has none yet shows its first one.

    A number of the method that the rulebook does not set shows its default.
    """
    values = defaults_of(rulebook.method) | {
        code: next((value for since, value in reversed(parameter.values) if since <= day), parameter.values[0][1])
        for code, parameter in rulebook.parameters.items()
        if parameter.values
    }
    values |= {f"{one.attribute}.{one.value}": one.factor for one in rulebook.multipliers}
    for place, one in enumerate(rulebook.deduction, 1):
        values[f"slice.{place}.factor"] = one.factor
        if one.up_to is not None:
            values[f"slice.{place}.up_to"] = one.up_to
    return values


def unfillable_blanks(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Clause and blank, wherever a blank names no number of the rulebook or asks for it in an unknown form."""
    known = values_of(rulebook, rulebook.effective)
    for number, text in rulebook.clauses.items():
        found = {blank[0]: blank for blank in (*_BLANK.finditer(text.zh), *_BLANK.finditer(text.en))}
        for written, blank in found.items():
            if blank[1] not in known or (blank[2] or "") not in FORMS:
                yield number, written
