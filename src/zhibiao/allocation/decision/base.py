"""The base (基数): reference tonnes of an enterprise, by the rule the rulebook names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

# Rules that rest on the one year before, whatever number of years the rulebook gives.
OF_ONE_YEAR = ("last_year", "last_year_within_capacity")


def base_years(rule: str, plan_year: int, years: int) -> tuple[int, ...]:
    """The years a base rests on, earliest first; the rules `OF_ONE_YEAR` rest on one whatever the parameter says."""
    count = 1 if rule in OF_ONE_YEAR else years
    return tuple(range(plan_year - count, plan_year))


def base_t(rule: str, history_t: Mapping[int, int], years: Sequence[int], *, capacity_t: int) -> int:
    """An enterprise's base in whole tonnes, half to even.

    Args:
        rule: one of `RULES`.
        history_t: tonnes made by year; KeyError when a year is missing, which the caller has ruled out.
        years: from `base_years`.
        capacity_t: compliant capacity, tonnes per year.

    >>> base_t("mean_within_capacity", {2023: 1000, 2024: 1200}, (2023, 2024), capacity_t=1050)
    1050
    """
    return _RULES[rule]([history_t[year] for year in years], capacity_t)


def last_year(made_t: Sequence[int]) -> int:
    """What was made in the latest of the years: it rewards whoever ran hardest.

    >>> last_year([999, 1101, 1201])
    1201
    """
    return made_t[-1]


def mean(made_t: Sequence[int]) -> int:
    """The mean of the years, whole tonnes, half to even: with five years the form of the EU's historical level.

    >>> mean([999, 1101, 1201])
    1100
    """
    return round(Fraction(sum(made_t), len(made_t)))


def most(made_t: Sequence[int]) -> int:
    """The largest of the years: it rewards whoever once ran hard, and spares whoever was under repair.

    >>> most([999, 1201, 1101])
    1201
    """
    return max(made_t)


def within_capacity(base_t: int, capacity_t: int) -> int:
    """A base, and no more than compliant capacity: what was made without it earns nothing.

    >>> within_capacity(1201, 1050), within_capacity(999, 1050)
    (1050, 999)
    """
    return min(base_t, capacity_t)


_RULES: Mapping[str, Callable[[Sequence[int], int], int]] = MappingProxyType(
    {
        "last_year": lambda made_t, _: last_year(made_t),
        "last_year_within_capacity": lambda made_t, capacity_t: within_capacity(last_year(made_t), capacity_t),
        "mean": lambda made_t, _: mean(made_t),
        "mean_within_capacity": lambda made_t, capacity_t: within_capacity(mean(made_t), capacity_t),
        "max": lambda made_t, _: most(made_t),
    }
)
RULES = tuple(_RULES)
