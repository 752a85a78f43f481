"""The base (基数): reference tonnes of an enterprise, by the rule the rulebook names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType


def base_years(rule: str, plan_year: int, years: int) -> tuple[int, ...]:
    """The years a base rests on, earliest first; `last_year` rests on one whatever the parameter says."""
    count = 1 if rule == "last_year" else years
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


def _last_year(made_t: Sequence[int], capacity_t: int) -> int:  # noqa: ARG001 - one shape for every rule
    return made_t[-1]


def _mean(made_t: Sequence[int], capacity_t: int) -> int:  # noqa: ARG001 - one shape for every rule
    return round(Fraction(sum(made_t), len(made_t)))


def _mean_within_capacity(made_t: Sequence[int], capacity_t: int) -> int:
    return min(_mean(made_t, capacity_t), capacity_t)


def _most(made_t: Sequence[int], capacity_t: int) -> int:  # noqa: ARG001 - one shape for every rule
    return max(made_t)


_RULES: Mapping[str, Callable[[Sequence[int], int], int]] = MappingProxyType(
    {"last_year": _last_year, "mean": _mean, "mean_within_capacity": _mean_within_capacity, "max": _most}
)
RULES = tuple(_RULES)
