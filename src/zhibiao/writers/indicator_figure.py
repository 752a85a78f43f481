"""How an indicator is printed: its unit and its figure, from the fields it divides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.terms.dictionary import Dictionary
from zhibiao.writers.wording import Words, figure

# Names a rulebook may use that are no fields: tonnes of the catalogue's products, tonnes of compliant capacity.
_TONNES = ("high_end", "capacity")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorUnit:
    """Label of the unit, what the inner value is multiplied by for it, and the decimals printed."""

    label: str
    factor: int
    decimals: int

    def shown(self, value: Decimal | None, *, absent: str) -> str:
        """The figure, or the word for a missing one."""
        return absent if value is None else figure(value * self.factor, self.decimals)


def unit_of(rule: IndicatorRule, *, dictionary: Dictionary, words: Words) -> IndicatorUnit:
    """The unit of an indicator: per cent for a ratio of like things, kgce per tonne for energy, else as divided."""
    above, below = _dimension(rule.numerator[0], dictionary), _dimension(rule.denominator, dictionary)
    if above == below:
        return IndicatorUnit(label="%", factor=100, decimals=2)
    if (above, below) == ("energy", "mass"):
        return IndicatorUnit(label=words("unit.kgce_per_t"), factor=1000, decimals=1)
    label = words("unit.per", above=words(f"dimension.{above}"), below=words(f"dimension.{below}"))
    return IndicatorUnit(label=label, factor=1, decimals=1 if above in ("money", "electricity") else 4)


def numerator_unit(rule: IndicatorRule, *, dictionary: Dictionary, words: Words) -> str:
    """The unit that the numerator of an indicator is counted in."""
    return words(f"dimension.{_dimension(rule.numerator[0], dictionary)}")


def _dimension(field: str, dictionary: Dictionary) -> str:
    return "mass" if field in _TONNES else dictionary[field].unit.dimension
