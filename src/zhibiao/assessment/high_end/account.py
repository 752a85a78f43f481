"""The high-end share as a value: its definition card, and its change split exactly into three terms."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zhibiao.assessment.high_end.axes import AxisShare
from zhibiao.sectors.axes import Axis
from zhibiao.terms.exact import printed
from zhibiao.terms.text import Text

Products = Mapping[str, Decimal]
_UNSAID = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmProducts:
    """What one enterprise made in the two spans, tonnes by product field.

    An empty mapping says that it made nothing (not yet or no longer at work); None that its figures are missing.
    """

    enterprise: str
    name: Text
    now: Products | None
    before: Products | None


class Basis(StrEnum):
    """What a share is taken of."""

    WEIGHT = "weight"
    VALUE = "value"  # tonnes at the sector's fixed reference prices


class Window(StrEnum):
    """Which months are compared."""

    FULL_YEAR = "full_year"  # the last complete year with the one before
    YEAR_TO_DATE = "year_to_date"  # January to the month with the same months of the year before


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueUse:
    """A version of the catalogue as it was used: its name, the products it counts as high-end, the day it was
    published, where, and why it counts them; empty where its file does not say."""

    version: str
    name: Text
    products: tuple[str, ...]
    published: dt.date | None = None
    source: Text = _UNSAID
    reason: Text = _UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionCard:
    """What "high-end share" means here; printed beside every share.

    Args:
        basis: by weight, or by value at reference prices.
        window: full year or year to date; `months` is the last month counted in both years.
        year, year_before: the two years compared.
        denominator: field code of the sector's output of products; the share is of the sum of its product rows.
        catalogue: in force in `year`; `catalogue_before` in force in `year_before`.
        added, removed: products that the new version counts and the old one did not, and the other way round.
        firms: enterprises counted; `left_out` those without product figures for one of the two spans.
    """

    basis: Basis
    window: Window
    year: int
    year_before: int
    months: int
    denominator: str
    catalogue: CatalogueUse
    catalogue_before: CatalogueUse
    added: tuple[str, ...]
    removed: tuple[str, ...]
    firms: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmShift:
    """One enterprise's part in the change, exact ratios.

    Args:
        share_before, share: its part of the sector's products (s) in the two years.
        high_end_before, high_end: its own high-end share (h) under the new catalogue; where it made nothing in one
            of the two years the other year's, so that entry and exit count as re-allocation alone.
        high_end_before_old: its own share a year before under the old catalogue; 0 where it made nothing.
        upgrading: mean s times the change of h.
        reallocation: (mean h minus the sector's mean H) times the change of s.
        catalogue: what counting the year before by the new catalogue adds.
    """

    enterprise: str
    name: Text
    share_before: Fraction
    share: Fraction
    high_end_before: Fraction
    high_end: Fraction
    high_end_before_old: Fraction
    upgrading: Fraction
    reallocation: Fraction
    catalogue: Fraction

    @property
    def total(self) -> Fraction:
        """Its whole part in the change."""
        return self.upgrading + self.reallocation + self.catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class HighEndAccount:
    """A sector's high-end share in two years and what moved it; upgrading + reallocation + catalogue = change.

    Args:
        before: H of the year before under the catalogue of that year: the published figure.
        before_new: H of the year before under the new catalogue.
        after: H of the year under its own catalogue.
        total, high_end: the amounts behind `after`: tonnes, or yuan at reference prices.
        total_before, high_end_before: the amounts behind `before`.
        axes: all products by grade, by use and by class, both years under the new catalogue; over one axis the shares
            of a year sum to 1 and the high-end parts to its H.
    """

    card: DefinitionCard
    before: Fraction
    before_new: Fraction
    after: Fraction
    total: Decimal
    high_end: Decimal
    total_before: Decimal
    high_end_before: Decimal
    upgrading: Fraction
    reallocation: Fraction
    catalogue: Fraction
    firms: tuple[FirmShift, ...]
    axes: tuple[AxisShare, ...] = ()

    def by(self, axis: Axis) -> tuple[AxisShare, ...]:
        """The shares of one axis."""
        return tuple(item for item in self.axes if item.axis is axis)

    @property
    def change(self) -> Fraction:
        """after − before."""
        return self.after - self.before

    @property
    def terms(self) -> Mapping[str, Fraction]:
        """The three terms by name, in the order of papers; their sum is `change` exactly."""
        return {"upgrading": self.upgrading, "reallocation": self.reallocation, "catalogue": self.catalogue}

    @property
    def shares(self) -> Mapping[str, Decimal]:
        """The three shares in per cent with two decimals, as papers print them."""
        known = {"before": self.before, "before_new": self.before_new, "after": self.after}
        return {name: in_points(share) for name, share in known.items()}

    @property
    def points(self) -> Mapping[str, Decimal]:
        """The three terms in percentage points to two decimals, rounded together: they sum to the change that the
        two printed shares show."""
        whole = in_points(self.after) - in_points(self.before)
        return rounded_together(self.terms, whole=whole)


def in_points(share: Fraction) -> Decimal:
    """A share in per cent with two decimals.

    >>> in_points(Fraction(163, 1000))
    Decimal('16.30')
    """
    return printed(share * 100, 2)


def rounded_together(terms: Mapping[str, Fraction], *, whole: Decimal) -> dict[str, Decimal]:
    """Terms in percentage points to two decimals that sum to `whole`, by largest remainder, ties in order given."""
    exact = {name: term * 10_000 for name, term in terms.items()}
    steps = {name: math.floor(term) for name, term in exact.items()}
    missing = int(whole.scaleb(2)) - sum(steps.values())
    order = sorted(steps, key=lambda name: steps[name] - exact[name])
    for turn in range(abs(missing)):
        name = order[turn % len(order)] if missing > 0 else order[-1 - turn % len(order)]
        steps[name] += 1 if missing > 0 else -1
    return {name: Decimal(step).scaleb(-2) for name, step in steps.items()}
