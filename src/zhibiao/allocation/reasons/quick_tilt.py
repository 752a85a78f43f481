"""The contribution tilt with one numerator of one enterprise moved, on columns: only what that numerator touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.decision.decide import Workings
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.split.bounded import FLOOR, binding_of
from zhibiao.contribution.indicator import (
    SCORE_PLACES,
    SCORE_UNIT,
    VALUE_PLACES,
    VALUE_UNIT,
    Ratio,
    clipped_ratio,
    millionths,
)
from zhibiao.contribution.method import TILT_PLACES, billionths, tilt
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing
from zhibiao.terms.apportion import largest_remainder_over
from zhibiao.terms.exact import nearest, rounded, whole_numbers
from zhibiao.terms.water_level import water_level

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_BILLION: int = 10**TILT_PLACES
_SAFE = 1 << 62
# A float of these columns is off by less than a part in 10^14: up to this size, whoever is further than the doubt from
# half a unit is rounded rightly; all others are worked out in whole numbers.
_LARGE, _DOUBT = 1e10, 1e-3
# Sums of tonnes as floats decide where they are further apart than this part; else whole numbers do.
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Quick:
    """One enterprise's outcome: its part of the split, the bound that it meets (`floor`, `ceiling` or empty), and its
    item score in millionths."""

    tonnes: int
    binding: str
    item: int


class QuickTilt:
    """A decision by the contribution tilt, prepared for trials: one indicator's column, then scores, tilts and split.

    Every outcome is exactly that of the decision made anew: item scores and scores in millionths, tilts in billionths
    are whole numbers, and floats are trusted only where they cannot have been rounded the other way. It is not changed
    by a trial; several threads may use it.
    """

    def __init__(
        self, claimants: Sequence[Claimant], rules: Sequence[IndicatorRule], found: Workings, *, score_cap: Decimal
    ) -> None:
        weights, self._unit = whole_numbers([rule.weight for rule in rules])
        self._columns = [
            Column.of(rule, weight, [ratio_of(one, rule.code) for one in claimants], score_cap)
            for rule, weight in zip(rules, weights, strict=True)
        ]
        self._factors = [score.multiplier.as_integer_ratio() for score in found.scores.values()]
        self._factor = np.array([above / below for above, below in self._factors])
        self._weighted = _whole(
            sum(weight * millionths(item.score) for weight, item in zip(weights, score.items.values(), strict=True))
            for score in found.scores.values()
        )
        self._bases = _whole(found.bases_t.values())
        self._bases_t = int(self._bases.sum())
        self.floors = [bounds.floor_t for bounds in found.bounds.values()]
        self.ceilings = [bounds.ceiling_t for bounds in found.bounds.values()]
        self._low, self._high = np.array(self.floors, dtype=float), np.array(self.ceilings, dtype=float)
        self._split_t, self._beta = found.split_t, found.beta

    def outcome(self, place: int, indicator: int, numerator: Decimal) -> Quick | None:
        """What becomes of an enterprise with a numerator moved; None where there would have been no decision."""
        items = self._columns[indicator].with_numerator(place, numerator)
        claims = self._claims(indicator, items)
        found = None if claims is None else self._split(claims, place)
        return None if found is None else Quick(*found, int(items[place]))

    def is_above(self, tonnes: int, place: int, indicator: int, numerator: Decimal) -> bool:
        """Whether its part is above so many tonnes, which lie within its bounds.

        Shares rise with the scale and sum to what is split. So a share is at least `tonnes + 1` where the sum at the
        scale that gives just that is no more than what is split, and at most `tonnes` where the sum at the scale that
        gives these reaches it. Only in between does rounding decide.
        """
        claims = self._claims(indicator, self._columns[indicator].with_numerator(place, numerator))
        if claims is None or not claims[place] or self.ceilings[place] <= tonnes or not self._is_reached(claims):
            return False
        if self._compared(tonnes, place, claims) >= 0:
            return False
        if self._compared(tonnes + 1, place, claims) <= 0:
            return True
        found = self._split(claims, place)
        return found is not None and found[0] > tonnes

    def _is_reached(self, claims: IntArray) -> bool:
        """Whether some scale gives out all that is split; a claim of zero stays at its floor at every scale."""
        return bool(np.where(np.asarray(claims, dtype=bool), self._high, self._low).sum() >= self._split_t)

    def _compared(self, tonnes: int, place: int, claims: IntArray) -> int:
        """The sign of all shares less what is split, at the scale at which the enterprise's claim gives `tonnes`."""
        own = int(claims[place])
        near = np.clip(np.asarray(claims, dtype=float) * (tonnes / own), self._low, self._high).sum() - self._split_t
        if abs(near) > _CLOSE * max(self._split_t, 1):
            return 1 if near > 0 else -1
        rows = zip(claims.tolist(), self.floors, self.ceilings, strict=True)
        exact = sum(min(max(tonnes * claim, own * low), own * high) for claim, low, high in rows)
        return int(exact > self._split_t * own) - int(exact < self._split_t * own)

    def _claims(self, indicator: int, items: IntArray) -> IntArray | None:
        """Claims in billionths of a tonne; None where nobody scores."""
        column = self._columns[indicator]
        sums = self._weighted + column.weight * (items - column.items)

        def score(at: int) -> int:
            above, below = self._factors[at]
            return nearest(int(sums[at]) * above, self._unit * below)

        scores = _rounded(np.asarray(sums, dtype=float) * self._factor / self._unit, score)
        mean = nearest(_dot(self._bases, scores), self._bases_t)
        if mean == 0 and self._beta:
            return None
        tilts = self._tilts(scores, mean)
        if int(self._bases.max()) * int(tilts.max()) >= _SAFE:
            return _whole(base * by for base, by in zip(self._bases.tolist(), tilts.tolist(), strict=True))
        return self._bases * tilts

    def _tilts(self, scores: IntArray, mean: int) -> IntArray:
        if self._beta == 0:
            return np.full(len(scores), _BILLION, dtype=np.int64)
        beta = float(self._beta)
        with np.errstate(over="ignore"):  # what is too large for a float is worked out in whole numbers
            near = np.asarray(scores, dtype=float) / mean
            near = near**beta * _BILLION
        return _rounded(near, lambda at: self._tilt(int(scores[at]), mean))

    def _tilt(self, score: int, mean: int) -> int:
        if self._beta == 1:
            return nearest(score * _BILLION, mean)
        quick = billionths(score / mean, float(self._beta))
        if quick is not None:
            return quick
        found = tilt(Decimal(f"{score}E-{SCORE_PLACES}"), Decimal(f"{mean}E-{SCORE_PLACES}"), beta=self._beta)
        return int(found * _BILLION)

    def _split(self, claims: IntArray, place: int) -> tuple[int, str] | None:
        """Tonnes of one enterprise and the bound that it meets; None where no scale gives the total."""
        level = self._level(claims)
        if level is None:
            return self._split_in_full(claims.tolist(), place)
        own, low, high = int(claims[place]), self.floors[place], self.ceilings[place]
        p, q = level
        if binding := binding_of(p * own, q * low, q * high):
            return (low if binding == FLOOR else high), binding
        shares = np.clip(np.asarray(claims, dtype=float) * (p / q), self._low, self._high)
        whole = np.floor(shares)
        rests = shares - whole
        rest_of_own = p * own % q
        # Whole parts, and who has the larger remainder, are told by floats but for those in doubt.
        doubtful = (rests < _DOUBT) | (rests > 1 - _DOUBT) | (np.abs(rests - rest_of_own / q) < _DOUBT)
        given = int(whole[~doubtful].sum())
        ahead = int(np.count_nonzero((rests > rest_of_own / q) & ~doubtful))
        for at in np.flatnonzero(doubtful).tolist():
            share = min(max(p * int(claims[at]), q * self.floors[at]), q * self.ceilings[at])
            given += share // q
            ahead += (share % q, -at) > (rest_of_own, -place)
        return p * own // q + int(ahead < self._split_t - given), ""

    def _level(self, claims: IntArray) -> tuple[int, int] | None:
        """The scale at which the shares sum to what is split, as a ratio; None where floats do not lead to it."""
        near = np.asarray(claims, dtype=float)
        is_claiming = near > 0
        rising = near[is_claiming]
        scales = np.concatenate([self._low[is_claiming] / rising, self._high[is_claiming] / rising])
        order = np.argsort(scales)
        slopes = np.concatenate([rising, -rising])[order].cumsum()
        sums = self._low.sum() + np.concatenate([[0.0], (slopes[:-1] * np.diff(scales[order]))]).cumsum()
        at = int(np.searchsorted(sums, self._split_t)) - 1
        if not 0 <= at < len(slopes) - 1 or slopes[at] <= 0:
            return None
        scale = scales[order][at] + (self._split_t - sums[at]) / slopes[at]
        is_low, is_high = near * scale <= self._low, near * scale >= self._high
        is_free = ~(is_low | is_high)
        q = sum(claims[is_free].tolist())
        p = self._split_t - int(self._low[is_low].sum()) - int(self._high[is_high & ~is_low].sum())
        return (p, q) if q > 0 and p > 0 and self._holds(claims, p, q, is_low=is_low, is_free=is_free) else None

    def _holds(self, claims: IntArray, p: int, q: int, *, is_low: BoolArray, is_free: BoolArray) -> bool:
        """Whether exactly those are free who were taken for it, one of them between its bounds."""
        shares = np.asarray(claims, dtype=float) * (p / q)
        to_low, to_high = shares - self._low, shares - self._high
        is_near = (np.abs(to_low) < _DOUBT) | (np.abs(to_high) < _DOUBT)
        expected = np.where(is_low, to_low <= 0, np.where(is_free, (to_low >= 0) & (to_high <= 0), to_high >= 0))
        if not bool((expected | is_near).all()):
            return False
        for at in np.flatnonzero(is_near).tolist():
            share, low, high = p * int(claims[at]), q * self.floors[at], q * self.ceilings[at]
            if not (share <= low if is_low[at] else low <= share <= high if is_free[at] else share >= high):
                return False
        return bool((is_free & ~is_near).any())

    def _split_in_full(self, claims: Sequence[int], place: int) -> tuple[int, str] | None:
        try:
            level = water_level(claims, floors=self.floors, ceilings=self.ceilings, total=self._split_t)
        except ValueError:
            return None
        p, q = level.numerator, level.denominator
        rows = zip(claims, self.floors, self.ceilings, strict=True)
        shares = [min(max(p * claim, q * low), q * high) for claim, low, high in rows]
        tonnes = largest_remainder_over(shares, q, self._split_t)[place]
        return tonnes, binding_of(p * claims[place], q * self.floors[place], q * self.ceilings[place])


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator of everybody: values in billionths, None where not reported, and item scores in millionths."""

    rule: IndicatorRule
    weight: int
    ratios: Sequence[Ratio]
    values: Sequence[int | None]
    near: FloatArray
    items: IntArray
    above: Fraction
    below: Fraction
    score_cap: tuple[int, int]

    @classmethod
    def of(cls, rule: IndicatorRule, weight: int, ratios: Sequence[Ratio], score_cap: Decimal) -> Column:
        """The column of a rule; ratios in the order of the enterprises."""
        reported = [ratio for ratio in ratios if ratio.is_reported]
        values = [_whole_value(ratio) for ratio in ratios]
        column = cls(
            rule=rule,
            weight=weight,
            ratios=ratios,
            values=values,
            near=np.array([np.nan if value is None else float(value) for value in values]),
            items=np.zeros(len(values), dtype=np.int64),
            above=sum((_counted(ratio.numerator) for ratio in reported), Fraction(0)),
            below=sum((Fraction(ratio.denominator or 0) for ratio in reported), Fraction(0)),
            score_cap=score_cap.as_integer_ratio(),
        )
        column.items[:] = column._scored(column._reference(column.above), values, column.near)
        return column

    def with_numerator(self, place: int, numerator: Decimal) -> IntArray:
        """Everybody's item score with one numerator moved: with a mean as the reference it moves them all."""
        own = self.ratios[place]
        value = _whole_value(Ratio(numerator, own.denominator))
        if self.rule.reference is not None:
            items = self.items.copy()
            items[place] = self._item(self.rule.reference, value)
            return items
        above = self.above - _counted(own.numerator) + _counted(numerator) if own.is_reported else self.above
        values, near = list(self.values), self.near.copy()
        values[place], near[place] = value, np.nan if value is None else float(value)
        return self._scored(self._reference(above), values, near)

    def _reference(self, above: Fraction) -> Decimal:
        if self.rule.reference is not None:
            return self.rule.reference
        return rounded(above / self.below if self.below else Fraction(0), VALUE_PLACES)

    def _scored(self, reference: Decimal, values: Sequence[int | None], near: FloatArray) -> IntArray:
        held_against, most = float(reference) * VALUE_UNIT, self.score_cap[0] / self.score_cap[1]
        ratios, is_above_zero = np.zeros(len(near)), near > 0
        if reference > 0:
            known, is_cost = near[is_above_zero], self.rule.direction is Direction.COST
            ratios[is_above_zero] = held_against / known if is_cost else known / held_against
        found = _rounded(np.minimum(ratios, most) * SCORE_UNIT, lambda at: self._item(reference, values[at]))
        found[np.isnan(near)] = self._item(reference, None)
        return found

    def _item(self, reference: Decimal, value: int | None) -> int:
        above, below = reference.as_integer_ratio()
        if value is None:
            return int(self.rule.missing is Missing.GROUP_MEAN and reference > 0) * SCORE_UNIT
        if self.rule.direction is Direction.COST:
            return clipped_ratio(above * VALUE_UNIT, below * value, self.score_cap)
        return clipped_ratio(below * value, above * VALUE_UNIT, self.score_cap)


def ratio_of(claimant: Claimant, indicator: str) -> Ratio:
    """What an enterprise reported for an indicator."""
    found = next((item for item in claimant.measures if item.indicator == indicator), None)
    return Ratio(found.numerator, found.denominator) if found else Ratio(None, None)


def _rounded(near: FloatArray, exactly: Callable[[int], int]) -> IntArray:
    """The nearest whole numbers; `exactly` says that of a place where a float is in doubt or too large."""
    with np.errstate(invalid="ignore"):
        whole = np.rint(near)
        is_sure = (np.abs(np.abs(near - whole) - 0.5) > _DOUBT) & (near <= _LARGE)
    found = np.where(is_sure, whole, 0.0).astype(np.int64)
    doubtful = {at: exactly(at) for at in np.flatnonzero(~is_sure).tolist()}
    if any(abs(one) >= _SAFE for one in doubtful.values()):
        return _whole([doubtful.get(at, one) for at, one in enumerate(found.tolist())])
    for at, one in doubtful.items():
        found[at] = one
    return found


def _dot(bases: IntArray, scores: IntArray) -> int:
    if int(bases.max()) * max(int(np.abs(scores).max()), 1) * len(bases) < _SAFE:
        return int(bases @ scores)
    return sum(map(int.__mul__, bases.tolist(), scores.tolist()))


def _whole(values: Iterable[int]) -> IntArray:
    """Whole numbers as an array; Python's own where they are too large for 64 bits."""
    listed = list(values)
    return np.array(listed, dtype=np.int64 if max(map(abs, listed), default=0) < _SAFE else object)


def _whole_value(ratio: Ratio) -> int | None:
    value = ratio.value
    if value is None:
        return None
    above, below = value.as_integer_ratio()
    return above * (VALUE_UNIT // below)


def _counted(numerator: Decimal | None) -> Fraction:
    """A numerator as it enters the mean: a loss as zero."""
    return max(Fraction(numerator or 0), Fraction(0))
