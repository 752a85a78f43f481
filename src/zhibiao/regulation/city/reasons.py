"""Why an enterprise makes no more and no less in the plan, as codes with the figures of their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.regulation.city.bounds import MINIMUM, MONTH, REACH, USED, YEAR
from zhibiao.regulation.city.prices import OwnPrices, Prices
from zhibiao.regulation.city.solved import Solved
from zhibiao.terms.exact import rounded

_MORE_BY = {
    MONTH: "city_plan.more.month",
    YEAR: "city_plan.more.year",
    REACH: "city_plan.more.reach",
    MINIMUM: "city_plan.more.minimum",
    USED: "city_plan.more.used",
}
_LESS_BY = {
    MONTH: "city_plan.less.month",
    YEAR: "city_plan.less.year",
    REACH: "city_plan.less.reach",
    MINIMUM: "city_plan.less.minimum",
    USED: "city_plan.less.used",
}
_MORE_CEILING, _LESS_FLOOR = "city_plan.more.ceiling", "city_plan.less.floor"
_MORE_WORTH, _LESS_WORTH = "city_plan.more.worth_less", "city_plan.less.worth_more"
_MORE_GROUP, _LESS_GROUP = "city_plan.more.group", "city_plan.less.group"
_MORE_DISTRICT, _LESS_DISTRICT = "city_plan.more.district", "city_plan.less.district"
_MORE_MONTHS, _LESS_MONTHS = "city_plan.more.capacity", "city_plan.less.technical_minimum"
_MORE_ORDERS, _MORE_COMMODITY = "city_plan.more.orders", "city_plan.more.commodity"
_NEAR_BOUND = 1  # tonne: a bound that whole tonnes came this near to is met


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: a code whose words are in the catalogue, and the plain figures that fill them."""

    code: str
    facts: Mapping[str, object]


def reasons_of(
    solved: Solved, prices: Prices, own: Mapping[str, OwnPrices], enterprise: str
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Why no more and why no less, what binds the year first."""
    view = _View(solved=solved, prices=prices, own=own[enterprise], enterprise=enterprise)
    return tuple(view.more()), tuple(view.less())


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One enterprise of a solved plan; it lives for one call."""

    solved: Solved
    prices: Prices
    own: OwnPrices
    enterprise: str

    def more(self) -> Iterator[Reason]:
        city = self.solved.city
        place = self.place
        rest = city.bounds[self.enterprise].rest
        bound = False
        if self.solved.rest_t[self.enterprise] >= rest.high - _NEAR_BOUND:
            bound = True
            yield self._bound(_MORE_BY.get(rest.high_by, _MORE_CEILING), rest.high_by, rest.high, sign=1)
        for code, classes, priced, limits in (
            (_MORE_GROUP, city.groups, self.prices.groups, city.groups.rest),
            (_MORE_DISTRICT, city.districts, self.prices.districts, city.districts.rest),
        ):
            name = classes.names[classes.of[place]]
            if name and priced[name] > 0:
                bound = True
                yield Reason(
                    code=code, facts={"class": name, "price": priced[name], "limit_t": limits[classes.of[place]][1]}
                )
        if not bound:
            yield self._worth(_MORE_WORTH)
        yield from self._physical()

    def less(self) -> Iterator[Reason]:
        city = self.solved.city
        place = self.place
        rest = city.bounds[self.enterprise].rest
        bound = False
        if self.solved.rest_t[self.enterprise] <= rest.low + _NEAR_BOUND:
            bound = True
            yield self._bound(_LESS_BY.get(rest.low_by, _LESS_FLOOR), rest.low_by, rest.low, sign=-1)
        for code, classes, priced, limits in (
            (_LESS_GROUP, city.groups, self.prices.groups, city.groups.rest),
            (_LESS_DISTRICT, city.districts, self.prices.districts, city.districts.rest),
        ):
            name = classes.names[classes.of[place]]
            if name and priced[name] < 0:
                bound = True
                yield Reason(
                    code=code, facts={"class": name, "price": -priced[name], "limit_t": limits[classes.of[place]][0]}
                )
        if not bound:
            yield self._worth(_LESS_WORTH)
        months = [str(month) for month, price in zip(city.inputs.months, self.own.months, strict=True) if price < 0]
        if months:
            yield Reason(code=_LESS_MONTHS, facts={"months": "、".join(months), "price": -min(self.own.months)})

    @property
    def place(self) -> int:
        return [one.enterprise for one in self.solved.city.inputs.enterprises].index(self.enterprise)

    @property
    def row(self) -> int:
        return [one.enterprise for one in self.solved.city.planned].index(self.enterprise)

    def _bound(self, code: str, by: str, rest_t: int, *, sign: int) -> Reason:
        """A bound of the year, in tonnes of the whole year, with what moving it outwards by a tonne would be worth.

        Where both ends are the same tonne, one of the two ways is a loss.
        """
        one = self.solved.city.inputs.enterprises[self.place]
        limits = self.solved.city.inputs.limits
        facts = {
            "bound": by,
            "limit_t": one.made_t + rest_t,
            "holding_t": one.holding_t,
            "entitlement_t": one.entitlement_t,
            "made_t": one.made_t,
            "month_share": limits.month_share,
            "year_share": limits.year_share,
            "clause": limits.clauses.get("bounds" if "." in by else "regulation", ""),
            "price": self.own.bound * sign + 0,
            "worth": self.own.worth,
            "cap": self.prices.cap,
        }
        return Reason(code=code, facts=facts)

    def _worth(self, code: str) -> Reason:
        """Between its bounds: what its next tonne is worth, less what lying off the entitlement costs, is the cap's."""
        solved = self.solved
        entitled = solved.city.entitled_t[self.enterprise]
        share = Fraction(solved.year_t[self.enterprise] - entitled, max(entitled, 1)) * 100
        facts = {
            "worth": self.own.worth,
            "cap": self.prices.cap,
            "pull": self.own.pull,
            "off_pct": rounded(share, 2),
            "entitled_t": entitled,
        }
        return Reason(code=code, facts=facts)

    def _physical(self) -> Iterator[Reason]:
        city = self.solved.city
        ability = city.ability[self.row]
        full = [
            (month, by)
            for month, by, price in zip(city.inputs.months, ability.most_by, self.own.months, strict=True)
            if price > 0
        ]
        if full:
            facts = {
                "months": "、".join(str(month) for month, _ in full),
                "by": "、".join(dict.fromkeys(by for _, by in full)),
                "price": max(self.own.months),
            }
            yield Reason(code=_MORE_MONTHS, facts=facts)
        families = {family: price for family, price in self.own.families.items() if price > 0}
        if families:
            dearest = max(families, key=lambda family: (families[family], family))
            facts = {"families": "、".join(families), "family": dearest, "price": families[dearest]}
            yield Reason(code=_MORE_ORDERS, facts=facts)
        one = city.planned[self.row]
        for kind, code in enumerate(city.inputs.commodities):
            priced = self.prices.commodities.get(code, ())
            use = max((family.use[kind] for family in one.families), default=0)
            if any(priced) and use:
                months = [str(month) for month, price in zip(city.inputs.months, priced, strict=True) if price]
                facts = {"commodity": code, "price": max(priced), "use": use, "months": "、".join(months)}
                yield Reason(code=_MORE_COMMODITY, facts=facts)
