"""Growth on the same scope (同口径): who reported in both spans, who is left out and why, and raw growth beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from zhibiao.assessment.figures import Figures
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.terms.period import Month


class Presence(StrEnum):
    """In which of the two spans an enterprise has a figure, and why not in the other; missing is not zero."""

    BOTH = "both"
    ENTERED = "entered"  # not at work a year ago: nothing made then
    LEFT = "left"  # off the register before this year's span: nothing made now
    NOT_NOW = "not_now"  # at work, but this year's figure is not on record
    NOT_BEFORE = "not_before"  # last year's figure is not on record
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One enterprise's figure now and a year before; None is not on record.

    One that entered made nothing before, one that left makes nothing now: their zero is known.
    """

    enterprise: str
    presence: Presence
    figures: Comparison

    def __post_init__(self) -> None:
        now, before = _KNOWN[self.presence]
        if (self.figures.now is not None, self.figures.before is not None) != (now, before):
            raise ValueError(f"{self.enterprise}: {self.presence.value} and {self.figures} do not belong together")


_KNOWN: Mapping[Presence, tuple[bool, bool]] = MappingProxyType(
    {
        Presence.BOTH: (True, True),
        Presence.ENTERED: (True, True),
        Presence.LEFT: (True, True),
        Presence.NOT_NOW: (False, True),
        Presence.NOT_BEFORE: (True, False),
        Presence.NEITHER: (False, False),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SameScope:
    """One amount compared three ways.

    Args:
        same: the sum over the enterprises that reported in both spans; the growth that papers state.
        whole: `same` with what entered and what left; contributions divide its growth.
        raw: all that is on record in each span, whoever filed it: what dividing two published levels gives.
        counted: the enterprises of `same`.
        left_out: the others, each with its figures and why.
    """

    same: Comparison
    whole: Comparison
    raw: Comparison
    counted: tuple[str, ...]
    left_out: tuple[Reported, ...]


def same_scope(reported: Iterable[Reported]) -> SameScope:
    """Compare on the same scope; a figure that nobody has is None.

    >>> found = same_scope(
    ...     [
    ...         Reported(enterprise="A", presence=Presence.BOTH, figures=Comparison(now=110, before=100)),
    ...         Reported(enterprise="B", presence=Presence.ENTERED, figures=Comparison(now=40, before=0)),
    ...         Reported(enterprise="C", presence=Presence.NOT_NOW, figures=Comparison(now=None, before=60)),
    ...     ]
    ... )
    >>> found.same, found.whole, found.raw
    (Comparison(now=110, before=100), Comparison(now=150, before=100), Comparison(now=150, before=160))
    """
    found = tuple(reported)
    both = [item for item in found if item.presence is Presence.BOTH]
    whole = [item for item in found if item.presence in (Presence.BOTH, Presence.ENTERED, Presence.LEFT)]
    return SameScope(
        same=_summed(both),
        whole=_summed(whole),
        raw=Comparison(
            now=_sum_of(item.figures.now for item in found), before=_sum_of(item.figures.before for item in found)
        ),
        counted=tuple(item.enterprise for item in both),
        left_out=tuple(item for item in found if item.presence is not Presence.BOTH),
    )


def reported_by(
    figures: Figures, compared: Mapping[str, Comparison], *, first: Month, last: Month, since: Mapping[str, Month]
) -> tuple[Reported, ...]:
    """Tell of each enterprise whether it reported, entered, left or is missing, in the order given.

    Enterprises that were at work in neither span are left away.

    Args:
        compared: by enterprise, its figure of `first`..`last` and of the same months a year before.
        since: from which month an enterprise's facilities are on the register; without an entry where it has none.
    """
    found = (
        _reported(figures, name, item, first=first, last=last, since=since.get(name)) for name, item in compared.items()
    )
    return tuple(item for item in found if item is not None)


def _reported(
    figures: Figures, name: str, item: Comparison, *, first: Month, last: Month, since: Month | None
) -> Reported | None:
    left = figures.left.get(name)
    if left is not None and left <= first:
        if left <= first.year_before():
            return None
        is_known = item.before is not None
        figure = Comparison(now=0 if is_known else None, before=item.before)
        return _as(name, Presence.LEFT if is_known else Presence.NEITHER, figure)
    if item.now is not None and item.before is None and _has_entered(figures, name, last.year_before(), since=since):
        return _as(name, Presence.ENTERED, Comparison(now=item.now, before=0))
    known = (item.now is not None, item.before is not None)
    kinds = (Presence.BOTH, Presence.NOT_NOW, Presence.NOT_BEFORE, Presence.NEITHER)
    return _as(name, next(kind for kind in kinds if _KNOWN[kind] == known), item)


def _has_entered(figures: Figures, name: str, last_before: Month, *, since: Month | None) -> bool:
    """Whether it began after that month: by the register, else by a first return when others filed earlier ones."""
    if since is not None:
        return since > last_before
    return min(figures.first.values()) <= last_before < figures.first[name]


def _as(name: str, presence: Presence, figures: Comparison) -> Reported:
    return Reported(enterprise=name, presence=presence, figures=figures)


def _summed(items: Sequence[Reported]) -> Comparison:
    return Comparison(
        now=_sum_of(item.figures.now for item in items), before=_sum_of(item.figures.before for item in items)
    )


def _sum_of(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
