"""The plan's problem as arrays (调节问题): months × plants × product families, with every bound that a clause sets."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import UsageError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

COMMODITIES = ("ore", "coke", "scrap", "electricity", "co2")
HEATING = np.array([0, 1, 2, 10, 11])
"""January to March, November and December of a problem of twelve months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the places of the arrays are called; empty where nobody named them."""

    plants: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    commodities: tuple[str, ...] = COMMODITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocks:
    """Stocks that a commodity may be kept in between months, shape (K,) and (K, T).

    A commodity without stock has `highest` 0 in every month. What is in stock at the end of the last month is what
    `lowest` asks for there, at least.
    """

    opening: FloatArray
    lowest: FloatArray
    highest: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """An even pace that months are held near, beside the entitlements: minus kappa/2 Σ (x - aim)² / scale.

    Args:
        aim: output of each plant and month that nothing is lost at, (n, T).
        scale: what a squared distance is divided by, (n, T), > 0.
        kappa: money per tonne, >= 0.
    """

    aim: FloatArray
    scale: FloatArray
    kappa: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Who makes how much of what in the months to come: n plants, P pairs of plant and product family, T months.

    One unit of weight throughout (kt in files of problems, t in a city's own plan); values in money per that unit.
    Arrays are not written over afterwards: a change is another array in another problem.

    Args:
        plant, family: of each pair, shape (P,), pairs sorted by plant; every plant has at least one.
        value: margin per tonne of a pair in a month, (P, T).
        d: most that orders take, (P, T), >= 0.
        m, u: technical minimum and available capacity, outages taken off, (n, T), 0 <= m <= u.
        r: most by which a plant's output changes from month to month, (n,), >= 0.
        b: base, (n,), > 0: what a plant's annual bounds are measured by.
        qlo, qhi: bounds of a plant's tonnes over all T months, (n,).
        group, prov, zone: class of each plant, (n,), counted from 0.
        glo, ghi, plo, phi: bounds of each group's and district's tonnes over all months.
        hcap: most that a zone makes in each month of the season, (zones, len(season)); inf where nothing binds.
        a: use of each commodity per tonne, (K, P), >= 0.
        S: supply of each commodity, (K, T); inf where nothing binds.
        C: tonnes over all plants and months: met exactly.
        e: entitlement of each plant under the rule, (n,); what a plan held near it (`qp`) is measured from.
        kappa: how strongly: minus kappa/2 Σ (q - e)² / e_scale, money per tonne.
        season: places of the season's months, increasing.
        before: output of the month before the first, (n,), NaN where none is known: the first ramp starts there.
        stocks: where commodities may be kept between months.
        e_scale: what a squared distance is divided by, (n,), > 0; the entitlement where it is not given.
        pace: what months are held near (`qp`); None for nothing.
        labels: names.
    """

    plant: IntArray
    family: IntArray
    value: FloatArray
    d: FloatArray
    m: FloatArray
    u: FloatArray
    r: FloatArray
    b: FloatArray
    qlo: FloatArray
    qhi: FloatArray
    group: IntArray
    glo: FloatArray
    ghi: FloatArray
    prov: IntArray
    plo: FloatArray
    phi: FloatArray
    zone: IntArray
    hcap: FloatArray
    a: FloatArray
    S: FloatArray
    C: float
    e: FloatArray
    kappa: float
    season: IntArray = field(default_factory=HEATING.copy)
    before: FloatArray | None = None
    stocks: Stocks | None = None
    e_scale: FloatArray | None = None
    pace: Pace | None = None
    labels: Labels = field(default_factory=Labels)

    @property
    def n(self) -> int:
        """Number of plants."""
        return int(self.b.size)

    @property
    def P(self) -> int:  # noqa: N802 - the field's name in the problem files
        """Number of pairs of plant and product family."""
        return int(self.plant.size)

    @property
    def T(self) -> int:  # noqa: N802 - the field's name in the problem files
        """Number of months."""
        return int(self.value.shape[1])

    @property
    def first(self) -> IntArray:
        """Place of each plant's first pair, (n,)."""
        return np.searchsorted(self.plant, np.arange(self.n))

    @property
    def pull(self) -> FloatArray:
        """What a plant's squared distance from its entitlement is divided by, (n,)."""
        return self.e if self.e_scale is None else self.e_scale

    def by_plant(self, y: FloatArray) -> FloatArray:
        """Output of each plant in each month, (n, T), from that of its pairs, (P, T), in whatever order they stand."""
        months = y.shape[1]
        place = self.plant[:, None] * months + np.arange(months)
        made = np.bincount(place.ravel(), y.ravel(), self.n * months)
        return np.asarray(made, dtype=float).reshape(self.n, months)

    @property
    def use_by_plant(self) -> FloatArray | None:
        """Commodity use per tonne by plant, (K, n), where it does not depend on the product; otherwise None."""
        of_plant = self.a[:, np.minimum(self.first, self.P - 1)]
        return of_plant if np.array_equal(of_plant[:, self.plant], self.a) else None


def problem_of(arrays: Any) -> Problem:
    """A Problem of the fields of any object that bears them under these names: a bench's plan, a file's arrays.

    Raises:
        UsageError: `plan.fields_missing`, the object does not bear all of them.
    """
    if isinstance(arrays, Problem):
        return arrays
    given = {
        one.name: getattr(arrays, one.name) for one in fields(Problem) if getattr(arrays, one.name, None) is not None
    }
    needed = [one.name for one in fields(Problem) if one.default is MISSING and one.default_factory is MISSING]
    if lacks := [name for name in needed if name not in given]:
        raise UsageError("plan.fields_missing", found=type(arrays).__name__, fields="、".join(lacks))
    return Problem(**given)
