"""How appeals name things: own figures, claims, values and units."""

from __future__ import annotations

from decimal import Decimal

from zhibiao.allocation.appeals.deeds import Claim
from zhibiao.allocation.appeals.inputs import WORDS, OwnInput
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.period import Month
from zhibiao.writers.wording import Words, figure

_BESIDE = frozenset({"high_end", "capacity", *WORDS})
_REFERENCE = "@reference"
_YEAR = 4


def figure_name(field: str, dictionary: Dictionary, words: Words) -> str:
    """The name of an own figure."""
    plain = field.removesuffix(_REFERENCE)
    names = [
        words.label(f"appeal.figure.{one}") if one in _BESIDE else words.name(dictionary[one].name)
        for one in plain.split("+")
    ]
    name = words.label("appeal.figure.sum").join(names)
    return words.label("appeal.figure.at_reference", name=name) if field.endswith(_REFERENCE) else name


def period_name(period: str, words: Words) -> str:
    """A year, a month, or months of a figure."""
    if len(period) == _YEAR:
        return words.label("appeal.period.year", year=period)
    last = Month.parse(period.rpartition("..")[2])
    return words.since_january(last) if ".." in period else words.month(last)


def unit_name(unit: str, words: Words) -> str:
    """The unit used inside; nothing for words and pure numbers."""
    return words.label(f"appeal.unit.{unit}") if unit and unit != "1" else ""


def value_name(value: Decimal | str | None, field: str, words: Words) -> str:
    """A figure with as many decimals as it has, or a word."""
    if value is None:
        return words("mark.missing")
    if field in WORDS:
        return str(value) if field == "grade" else words.label(f"appeal.value.{value}")
    number = Decimal(value)
    exponent = number.normalize().as_tuple().exponent
    return figure(number, max(-exponent, 0) if isinstance(exponent, int) else 0)


def claim_name(claim: Claim, dictionary: Dictionary, words: Words) -> str:
    """What is claimed otherwise: a figure with its period, or a clause."""
    if not claim.name:
        return words.label("appeal.clause", clause=claim.clause)
    return f"{figure_name(claim.field, dictionary, words)} {period_name(claim.period, words)}"


def used_value(claim: Claim, inputs: tuple[OwnInput, ...], words: Words) -> str:
    """The figure as the decision used it; a dash for a clause."""
    found = next((one for one in inputs if one.name == claim.name), None)
    return words("mark.none") if found is None else value_name(found.value, found.field, words)


def claimed_value(claim: Claim, words: Words) -> str:
    """What is claimed; for a clause what is said of it."""
    return value_name(claim.value, claim.field, words) if claim.name else (claim.note or words("mark.none"))
