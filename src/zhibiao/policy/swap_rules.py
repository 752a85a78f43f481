"""The dated rules of capacity replacement (产能置换): ratios by region and case, suspensions, what may not be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibiao.terms.text import Text


class Inside(StrEnum):
    """How near retired and new capacity have to be to one another."""

    ANYWHERE = ""
    ENTERPRISE = "enterprise"  # of one enterprise
    FURNACE = "furnace"  # of one enterprise, and of the same kind, size and number


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSource:
    """Where a rule was read; `read` is `press` (a report of the text), `notes` (a report of a draft) or `memory`."""

    id: str
    title: Text
    address: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRule:
    """What one case asks for in some regions.

    Args:
        case: code of the case.
        regions: `key` (key regions of air pollution control), `other`, or both.
        ratio: what has to be retired for one tonne built, at least 1.
        donors: kinds of furnace that may be retired; empty for any.
        built: kinds of furnace that may be built; empty for any.
        inside: how near they have to be to one another.
    """

    case: str
    regions: frozenset[str]
    ratio: Fraction
    donors: frozenset[str] = frozenset()
    built: frozenset[str] = frozenset()
    inside: Inside = Inside.ANYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRegime:
    """One set of measures: in force from a day on, or a draft that counts only from the day a user says."""

    id: str
    is_draft: bool
    since: dt.date
    source: SwapSource
    rules: tuple[SwapRule, ...]

    def rule(self, case: str, region: str) -> SwapRule | None:
        """The rule of a case in a region; None when the measures know no such case there."""
        return next((one for one in self.rules if one.case == case and region in one.regions), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """No new swap under a regime from that day on."""

    regime: str
    since: dt.date
    source: SwapSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A class of capacity that may not be used in a swap."""

    code: str
    name: Text
    source: SwapSource


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRules:
    """Everything the program knows of swaps in one sector; regimes from the earliest on."""

    sector: str
    cases: Mapping[str, Text]
    regimes: tuple[SwapRegime, ...]
    suspensions: tuple[Suspension, ...]
    excluded: Mapping[str, Excluded]

    def regime_on(self, day: dt.date, drafts: Mapping[str, dt.date]) -> SwapRegime | None:
        """The measures in force on a day; None before the first ones.

        Args:
            day: when the swap is announced.
            drafts: by id of a draft the day from which it is taken to be in force, never before its own.
        """
        since = {
            one.id: max(drafts[one.id], one.since) if one.is_draft else one.since
            for one in self.regimes
            if not one.is_draft or one.id in drafts
        }
        standing = [one for one in self.regimes if one.id in since and since[one.id] <= day]
        return max(standing, key=lambda one: since[one.id], default=None)

    def suspension_on(self, day: dt.date, regime: SwapRegime) -> Suspension | None:
        """What suspends swaps under those measures on that day; other measures that follow are not suspended."""
        return next((one for one in self.suspensions if one.regime == regime.id and one.since <= day), None)
