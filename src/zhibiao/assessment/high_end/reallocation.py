"""How far re-allocation alone could lift the high-end share: the best quotas within the present bounds, exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zhibiao.assessment.high_end.account import Basis
from zhibiao.assessment.high_end.optimum import Group, Optimum, Seat, best_division
from zhibiao.terms.exact import rounded, whole_numbers
from zhibiao.terms.text import Text


class Reach(StrEnum):
    """Between whom quota may move."""

    ALL = "all"  # everybody within own bounds: what a new decision may do
    GROUPS = "groups"  # each group keeps its sum: what transfers inside groups may do


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One enterprise with a quota.

    Args:
        group: its steel group; empty for an enterprise of its own.
        made_t: what it made in the twelve months that its shares are of.
        quota_t: what it holds now; `floor_t` and `ceiling_t` are its present bounds.
        products: amount of products per tonne of the quota's quantity (tonnes, or yuan at reference prices); None
            where its products are not known: its quota then stays as it is and it counts in no share.
        high_end: the part of that amount which counts as high-end, 0 to `products`.
    """

    enterprise: str
    name: Text
    group: str
    made_t: int
    quota_t: int
    floor_t: int
    ceiling_t: int
    products: Fraction | None
    high_end: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBound:
    """Present bounds of the sum of one group."""

    group: str
    least_t: int
    most_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedQuota:
    """One enterprise in the best quotas.

    Args:
        best_t: its quota there; `binding` is the bound it meets: `floor`, `ceiling` or empty.
        share: its own high-end share, held fixed; None where its products are not known.
        price: what moving its binding bound outward by one tonne would add to the sector's share, >= 0; the sum stays.
            To the first order: the share is a ratio, and a tonne changes what it is taken of.
    """

    enterprise: str
    name: Text
    group: str
    quota_t: int
    floor_t: int
    ceiling_t: int
    best_t: int
    binding: str
    share: Fraction | None
    price: Fraction

    @property
    def moved_t(self) -> int:
        """What it would gain, negative when it would lose."""
        return self.best_t - self.quota_t

    @property
    def points_per_10kt(self) -> Decimal:
        """Its price in percentage points for 10,000 t, to six decimals."""
        return rounded(self.price * 10**6, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPrice:
    """What one tonne more inside a group's sum (taken elsewhere) would add to the sector's share, where it binds;
    negative at its least sum. Where every group keeps its sum only the difference of two groups means something: what
    passing a tonne between them would add."""

    group: str
    price: Fraction

    @property
    def points_per_10kt(self) -> Decimal:
        """The price in percentage points for 10,000 t, to six decimals."""
        return rounded(self.price * 10**6, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reallocation:
    """The highest share that re-allocation alone reaches, every enterprise's own share held fixed.

    Args:
        total_t: the sum of quotas, the same before and after.
        today: the share of the twelve months, as output was divided then.
        present: the share when everybody makes its present quota; `best` the highest within the bounds.
        quotas: everybody, in the order given.
        groups: prices of the sums that bind.
        total_price: what one tonne more of the sum would add to the share.
        left_out: enterprises whose products are not known; their quotas are held.
    """

    basis: Basis
    reach: Reach
    total_t: int
    today: Fraction
    present: Fraction
    best: Fraction
    quotas: tuple[MovedQuota, ...]
    groups: tuple[GroupPrice, ...]
    total_price: Fraction
    left_out: tuple[str, ...]

    @property
    def given(self) -> Fraction:
        """present − today: what the present quotas already bring when everybody makes them."""
        return self.present - self.today

    @property
    def gain(self) -> Fraction:
        """best − present: the most that moving quota adds to that."""
        return self.best - self.present

    @property
    def whole(self) -> Fraction:
        """best − today: the most that dividing output among the enterprises gives in all."""
        return self.best - self.today

    @property
    def moved_t(self) -> int:
        """Tonnes that change hands on the way there."""
        return sum(item.moved_t for item in self.quotas if item.moved_t > 0)


def best_reallocation(
    holders: Sequence[Holder],
    *,
    basis: Basis,
    reach: Reach,
    beside: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0)),
    bounds: Sequence[GroupBound] = (),
) -> Reallocation | None:
    """The quotas within the present bounds that make the sector's high-end share highest, their sum unchanged.

    The share is a ratio of two sums over quotas, since a tonne of steel gives each enterprise another amount of
    products. A division that makes Σ (high-end − λ · products) greatest is found for λ = the share so far; its own
    share is the next λ. When nothing is left to gain, λ is the highest share (Dinkelbach), and the prices of that last
    step are its proof.

    Args:
        holders: everybody with a quota, present bounds included.
        reach: GROUPS holds the sum of each group, and of each enterprise without one, where it is.
        beside: amount of products, and of high-end ones, made without any quota; it stays.
        bounds: least and most of groups' sums under ALL.

    Returns:
        None where the bounds exclude each other, or where no products are known.

    Raises:
        ValueError: an enterprise twice, or a floor above its ceiling.

    Source: docs/maths/high_end.md.
    """
    amounts = _Amounts.of(holders, beside)
    today = amounts.share([item.made_t for item in holders])
    present = amounts.share([item.quota_t for item in holders])
    if today is None or present is None:
        return None
    share, best = present, _best(holders, amounts.gains(present), reach=reach, bounds=bounds)
    while best is not None:
        better = amounts.share([best.tonnes[item.enterprise] for item in holders])
        if better is None or better == share:
            break
        share, best = better, _best(holders, amounts.gains(better), reach=reach, bounds=bounds)
    if best is None:
        return None
    return _outcome(holders, best, amounts, basis=basis, reach=reach, today=today, present=present, share=share)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Products and high-end products per tonne of each holder's quota, and those beside quotas, as whole numbers of
    one unit: exact sums of thousands of ratios need no common denominator each time. Unknown ones count nothing."""

    products: tuple[int, ...]
    high_end: tuple[int, ...]
    beside: tuple[int, int]

    @classmethod
    def of(cls, holders: Sequence[Holder], beside: tuple[Fraction, Fraction]) -> _Amounts:
        pairs = [(item.products, item.high_end) if _is_known(item) else (None, None) for item in holders]
        ratios = [part or Fraction(0) for pair in (*pairs, beside) for part in pair]
        whole, _ = whole_numbers(ratios)
        return cls(tuple(whole[0:-2:2]), tuple(whole[1:-2:2]), (whole[-2], whole[-1]))

    def made(self, tonnes: Sequence[int]) -> int:
        """All products when everybody makes these tonnes of the quota's quantity."""
        return self.beside[0] + sum(per_t * own for per_t, own in zip(self.products, tonnes, strict=True))

    def share(self, tonnes: Sequence[int]) -> Fraction | None:
        """The high-end share then; None where nothing is made."""
        made = self.made(tonnes)
        high = self.beside[1] + sum(per_t * own for per_t, own in zip(self.high_end, tonnes, strict=True))
        return Fraction(high, made) if made else None

    def gains(self, share: Fraction) -> list[int]:
        """What one tonne of each quota adds to high-end products above a share that everything has anyway, in units of
        one over the share's denominator."""
        above, below = share.numerator, share.denominator
        return [high * below - above * made for made, high in zip(self.products, self.high_end, strict=True)]


def _is_known(holder: Holder) -> bool:
    return holder.products is not None and holder.high_end is not None


def _best(
    holders: Sequence[Holder], gains: Sequence[int], *, reach: Reach, bounds: Sequence[GroupBound]
) -> Optimum | None:
    total_t = sum(item.quota_t for item in holders)
    seats = [_seat(item, gain) for item, gain in zip(holders, gains, strict=True)]
    members = tuple(_members(holders, seats, reach=reach, bounds={item.group: item for item in bounds}))
    return best_division(Group(id="", least_t=total_t, most_t=total_t, members=members))


def _members(
    holders: Sequence[Holder], seats: Sequence[Seat], *, reach: Reach, bounds: Mapping[str, GroupBound]
) -> Iterator[Seat | Group]:
    """Groups whose sum is bounded, and everybody else."""
    inside: dict[str, list[Seat]] = {}
    for item, seat in zip(holders, seats, strict=True):
        inside.setdefault(_group_of(item, reach), []).append(seat)
    for group, own in inside.items():
        if reach is Reach.GROUPS:
            held_t = sum(seat.present_t for seat in own)
            yield Group(id=group, least_t=held_t, most_t=held_t, members=tuple(own))
        elif group in bounds:
            yield Group(id=group, least_t=bounds[group].least_t, most_t=bounds[group].most_t, members=tuple(own))
        else:
            yield from own


def _group_of(holder: Holder, reach: Reach) -> str:
    """The group whose sum it counts in; an enterprise of its own is one where sums are held."""
    return holder.group or (holder.enterprise if reach is Reach.GROUPS else "")


def _seat(holder: Holder, gain: int) -> Seat:
    is_known = _is_known(holder)
    return Seat(
        id=holder.enterprise,
        floor_t=holder.floor_t if is_known else holder.quota_t,
        ceiling_t=holder.ceiling_t if is_known else holder.quota_t,
        present_t=holder.quota_t,
        gain=gain,
    )


def _outcome(
    holders: Sequence[Holder],
    best: Optimum,
    amounts: _Amounts,
    *,
    basis: Basis,
    reach: Reach,
    today: Fraction,
    present: Fraction,
    share: Fraction,
) -> Reallocation:
    gains = dict(zip((item.enterprise for item in holders), amounts.gains(share), strict=True))
    # A gain counts in units of one over the share's denominator; over all products it is a change of the share.
    made = amounts.made([best.tonnes[item.enterprise] for item in holders]) * share.denominator
    around = {item.enterprise: best.prices.get(_group_of(item, reach), best.prices[""]) for item in holders}
    total = best.prices[""]
    return Reallocation(
        basis=basis,
        reach=reach,
        total_t=sum(item.quota_t for item in holders),
        today=today,
        present=present,
        best=share,
        quotas=tuple(
            _moved(
                item,
                best.tonnes[item.enterprise],
                price=Fraction(gains[item.enterprise] - around[item.enterprise]) / made,
            )
            for item in holders
        ),
        groups=tuple(
            GroupPrice(group=group, price=Fraction(price - total) / made)
            for group, price in best.prices.items()
            if group and price != total
        ),
        total_price=Fraction(total) / made,
        left_out=tuple(item.enterprise for item in holders if not _is_known(item)),
    )


def _moved(holder: Holder, best_t: int, *, price: Fraction) -> MovedQuota:
    is_free = _is_known(holder) and holder.floor_t < holder.ceiling_t
    binding = _binding(holder, best_t, price) if is_free else ""
    return MovedQuota(
        enterprise=holder.enterprise,
        name=holder.name,
        group=holder.group,
        quota_t=holder.quota_t,
        floor_t=holder.floor_t,
        ceiling_t=holder.ceiling_t,
        best_t=best_t,
        binding=binding,
        share=holder.high_end / holder.products if holder.products and holder.high_end is not None else None,
        price=abs(price) if binding else Fraction(0),
    )


def _binding(holder: Holder, best_t: int, price: Fraction) -> str:
    """A bound binds where moving it outward would gain."""
    if best_t == holder.ceiling_t and price > 0:
        return "ceiling"
    return "floor" if best_t == holder.floor_t and price < 0 else ""
