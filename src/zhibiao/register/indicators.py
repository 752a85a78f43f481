"""Indicators that returns or the book tell: what texts call them, and which of them a commitment speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zhibiao.errors import ActRefused
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.scale import is_computed
from zhibiao.terms.text import Text

_LINKED = frozenset({CommitmentKind.TARGET, CommitmentKind.RESULT})
# What a text of the city itself may put before an indicator without changing what it covers.
_OWN = ("全市", "我市", "本市", "全年", "年度")
_REMARK = re.compile(r"[(（][^)）]*[)）]")


class How(StrEnum):
    """How an indicator is computed."""

    SUM = "sum"  # of a field, over the sector's enterprises
    RATIO = "ratio"  # of two such sums
    HIGH_END = "high_end"  # tonnes of the products that the sector's catalogue counts, of all its products
    CAPACITY = "capacity"  # tonnes a year that run, by the capacity accounts or the list of enterprises


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator.

    Args:
        code: its code.
        name: as papers print it.
        synonyms: other names by which texts call the same thing, of either language.
        sector: whose enterprises it covers.
        how: how it is computed.
        above, below: fields of the return: what is summed, numerator and denominator, or what capacity counts for.
        unit: symbol of its value: of the field, `1` for a ratio of like things, `tce/t` for one of unlike ones.
        adds: whether months add up to the year.
    """

    code: str
    name: Text
    synonyms: tuple[str, ...]
    sector: str
    how: How
    above: str = ""
    below: str = ""
    unit: str = "1"
    adds: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Every name of it, folded."""
        return frozenset(folded_name(name) for name in (self.name.zh, self.name.en, *self.synonyms) if name)


@dataclass(frozen=True, slots=True)
class Indicators:
    """All indicators by code; no name leads to two of them, as the reader sees to."""

    by_code: Mapping[str, Indicator]
    _by_name: Mapping[str, Indicator] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {name: one for one in self.by_code.values() for name in one.names})

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.by_code.values())

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def called(self, name: str) -> Indicator | None:
        """The indicator that a folded name means, None where it means none."""
        return self._by_name.get(name)


def match_indicator(terms: Terms, indicators: Indicators, *, own: Iterable[str] = ()) -> str:
    """The code of the indicator that a target or result speaks of, "" where none says the same.

    Only a whole name links, and only of the book's own area: `全省粗钢产量` or another city's is something else. A
    number that the indicator could not tell (another unit, a change against another base) links nothing either.

    Args:
        terms: what is promised.
        indicators: those there are.
        own: names of the book's own area, such as `辽河市`.
    """
    promise = promise_of(terms)
    if terms.kind not in _LINKED or promise is None:
        return ""
    areas = {*own_names(own), *(folded_name(word) for word in _OWN)}
    if terms.place and folded_name(_REMARK.sub("", terms.place)) not in areas:
        return ""
    found = indicators.called(_bare(folded_name(terms.title), areas))
    return found.code if found is not None and is_computed(promise, unit=found.unit) else ""


def own_names(names: Iterable[str]) -> frozenset[str]:
    """Names of an area as texts may write them: remarks in brackets left out.

    >>> sorted(own_names(["辽河市(虚构)"]))
    ['辽河市']
    """
    return frozenset(folded for name in names if (folded := folded_name(_REMARK.sub("", name))))


def linked(terms: Terms, indicators: Indicators, *, own: Iterable[str] = (), is_set: bool) -> Terms:
    """The terms with the indicator that they speak of, unless a person has said which, or that there is none.

    Raises:
        ActRefused: `register.no_such_indicator` for a code that is none.
    """
    if terms.indicator and terms.indicator not in indicators:
        known = ", ".join(one.code for one in indicators)
        raise ActRefused("register.no_such_indicator", indicator=terms.indicator, known=known)
    return terms if is_set or terms.indicator else replace(terms, indicator=match_indicator(terms, indicators, own=own))


def _bare(title: str, areas: Iterable[str]) -> str:
    """A title without what says that it is the own area's and the whole year's, from the front; `的` says nothing."""
    ordered = sorted(areas, key=len, reverse=True)
    while (prefix := next((word for word in ordered if title.startswith(word) and title != word), None)) is not None:
        title = title.removeprefix(prefix).removeprefix("的")
    return title
