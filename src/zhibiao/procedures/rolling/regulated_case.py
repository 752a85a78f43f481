"""A year of the fictional city as it stands before it is regulated: rules, truth, prices, allocation and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import floor
from typing import Any

from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.contribution.sector_used import sector_used
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.ledger.production import Production, production_drafts
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.own_rates import rates_of
from zhibiao.market.plan_supply import plan_supply
from zhibiao.market.price_table import PriceTable
from zhibiao.market.rates import Rates
from zhibiao.market.supply import SupplyList
from zhibiao.market.value import COMMODITIES, uses_of, values_of
from zhibiao.monthly.returns import Record
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import claimants_from
from zhibiao.procedures.regulation.inputs import ORDERS, Worth, pairs_made, supplies_of
from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.regulated import MORE_TAKEN, Pair, record_of
from zhibiao.simulation.rhythm import spread
from zhibiao.simulation.specification import Specification
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month, months_of

_AT = "2000-01-01T00:00:00.000000Z"  # entries of a book that nobody keeps
_ACTOR = "replay"
_DIGITS = 4
_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulatedCase:
    """What every way through the year starts from.

    Args:
        year: the plan year.
        truth: the city as the generator made it.
        specification: what it was made from.
        sector, rulebook, dictionary: steel, its rules of the year, the fields of returns.
        prices, supply, coefficients: of the commodity desk.
        worths: values and supplies by first month of a plan, kept between runs.
        margins: what each month's tonnes were worth, kept between runs.
        demand: most that customers take, kept between runs.
    """

    year: int
    truth: SimulatedCity
    specification: Specification
    sector: Sector
    rulebook: Rulebook
    dictionary: Dictionary
    prices: PriceTable
    supply: SupplyList
    coefficients: Coefficients
    worths: dict[Month, Worth] = field(default_factory=dict, compare=False, repr=False)
    margins: dict[Month, dict[Pair, Decimal]] = field(default_factory=dict, compare=False, repr=False)
    demand: dict[Month, dict[Pair, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def months(self) -> tuple[Month, ...]:
        """January to December."""
        return tuple(months_of(self.year))

    def record(
        self, city: SimulatedCity, *, until: Month, outage_days: Mapping[str, Mapping[Month, Decimal]] | None = None
    ) -> Record:
        """What was filed until then."""
        return record_of(
            city,
            until=until,
            joint_years=self.specification.joint_years,
            quantity=self.sector.quantity,
            outage_days=outage_days or {},
        )

    def record_for_plan(
        self, city: SimulatedCity, *, until: Month, outage_days: Mapping[str, Mapping[Month, Decimal]]
    ) -> Record:
        """What a plan's inputs read of it: the quantity, products and orders of two years."""
        return record_of(
            city,
            until=until,
            joint_years=self.specification.joint_years,
            quantity=self.sector.quantity,
            outage_days=outage_days,
            since=Month(self.year - _YEARS, 1),
            codes={self.sector.quantity, ORDERS, *(one.field for one in self.sector.products)},
        )

    def known_from(self, month: Month) -> Month:
        """The first month at whose start a figure is known; January of a joint year comes with February."""
        is_joint = month.month == 1 and month.year in self.specification.joint_years
        return month.shift(2 if is_joint else 1)

    def worth(self, month: Month) -> Worth:
        """What a plan from `month` on is made with: prices and rates known at its start, and the list of supplies."""
        if month not in self.worths:
            self.worths[month] = self._worth(month)
        return self.worths[month]

    def _worth(self, month: Month) -> Worth:
        as_of = month.shift(-1)
        months = tuple(one for one in self.months if one >= month)
        record = self.record(self.truth, until=as_of)
        pairs = pairs_made(record, self.truth.register.of_sector(self.sector.id), self.sector, as_of=as_of)
        rates = self._rates(record, pairs, as_of)
        values = values_of(pairs, months, prices=self.prices, rates=rates, coefficients=self.coefficients, as_of=as_of)
        uses = uses_of(pairs, rates=rates, coefficients=self.coefficients)
        supplies = plan_supply(self.supply, months, record=record, city=self.truth.register, as_of=as_of)
        return Worth(
            yuan_per_t={
                pair: tuple(rounded(one, 2) for one in row) for pair, row in zip(pairs, values.exact, strict=True)
            },
            commodities=COMMODITIES,
            use={pair: tuple(rounded(one, _DIGITS) for one in row) for pair, row in zip(pairs, uses, strict=True)},
            supplies=supplies_of(supplies),
        )

    def yuan_per_t(self, month: Month) -> Mapping[Pair, Decimal]:
        """Margins of a month at its own prices and rates, as known afterwards: what every way is valued at."""
        if month not in self.margins:
            self.margins[month] = self._margins(month)
        return self.margins[month]

    def _margins(self, month: Month) -> dict[Pair, Decimal]:
        record = self.record(self.truth, until=Month(self.year, 12))
        pairs = self.pairs(record)
        values = values_of(
            pairs,
            [month],
            prices=self.prices,
            rates=self._rates(record, pairs, month),
            coefficients=self.coefficients,
            as_of=month,
        )
        return {pair: rounded(row[0], 2) for pair, row in zip(pairs, values.exact, strict=True)}

    def pairs(self, record: Record) -> tuple[Pair, ...]:
        """Everything made in the year or the one before."""
        firms = self.truth.register.of_sector(self.sector.id)
        ends = (Month(self.year - 1, 12), Month(self.year, 12))
        return tuple(dict.fromkeys(pair for end in ends for pair in pairs_made(record, firms, self.sector, as_of=end)))

    def real_month(self, month: Month) -> dict[Pair, int]:
        """What the generator made of each pair, tonnes of the quantity in proportion to products."""
        found: dict[Pair, int] = {}
        for one in self.truth.register.of_sector(self.sector.id):
            own = self.truth.figures[one.id]
            products = {product.field: own[product.field][month] for product in self.sector.products}
            if own[self.sector.quantity][month]:
                parts = spread(own[self.sector.quantity][month], list(products.values()))
                found |= {(one.id, code): tonnes for code, tonnes in zip(products, parts, strict=True) if tonnes}
        return found

    def taken(self, month: Month) -> Mapping[Pair, int]:
        """Most of each pair that customers take in a month."""
        if month not in self.demand:
            made = self.real_month(month)
            self.demand[month] = {pair: floor(tonnes * (1 + MORE_TAKEN)) for pair, tonnes in made.items()}
        return self.demand[month]

    def plain_product(self, enterprise: str) -> str:
        """The product that takes what nobody ordered otherwise."""
        return next(firm.rest for firm in self.specification.firms if firm.id == enterprise)

    def claimants(self) -> tuple[Claimant, ...]:
        """Who takes part in the year's first allocation."""
        record = self.record(self.truth, until=Month(self.year - 1, 12))
        return claimants_from(record, self.truth.register, self.sector, self.rulebook, self.dictionary, None)

    def decision(self, claimants: Sequence[Claimant], *, as_of: Month | None = None) -> Decision:
        """The allocation by the rulebook."""
        return decide(
            claimants,
            self.rulebook,
            as_of=as_of,
            sector_data=sector_used(self.rulebook.indicators, self.sector, self.dictionary),
            ledger_head=GENESIS,
            code_version=_ACTOR,
            drafted_by=_ACTOR,
        )

    def released(
        self, claimants: Sequence[Claimant], *, made_t: Mapping[str, int], regulated_t: Mapping[str, int]
    ) -> Decision:
        """The allocation of 30 September, which gives the reserve out and counts what was made until then."""
        as_of = Month(self.year, 9)
        register = self.truth.register
        return self.decision(
            [
                replace(
                    one,
                    made_t=made_t[one.enterprise],
                    regulated_t=regulated_t.get(one.enterprise, 0),
                    capacity_t=register[one.enterprise].capacity_t(self.sector.quantity, as_of),
                )
                for one in claimants
            ],
            as_of=as_of,
        )

    def _rates(self, record: Record, pairs: Iterable[Pair], as_of: Month) -> dict[str, Rates]:
        return {
            name: rates_of(
                record,
                self.truth.register[name],
                products=[product.field for product in self.sector.products],
                norms=self.sector.norms,
                coefficients=self.coefficients,
                as_of=as_of,
            )
            for name in dict.fromkeys(name for name, _ in pairs)
        }


def entitled(decision: Decision) -> dict[str, Any]:
    """The allocation's body with every quota as it is without regulation: what limits of the year are measured from."""
    body = decision.plain()
    moved = {one.enterprise: one.regulated_t for one in decision.claimants}
    shares = [{**share, "quota_t": share["quota_t"] - moved[share["enterprise"]]} for share in body["shares"]]
    return {**body, "shares": shares}


def granted(book: Book, decision: Decision) -> Book:
    """The book after an allocation: cap, reserve and quotas."""
    quotas = {one.enterprise: one.quota_t for one in decision.shares}
    return holding(book, quotas, name=decision.id, cap_t=decision.cap_t, reserve_t=decision.reserve_t)


def holding(book: Book, quotas_t: Mapping[str, int], *, name: str, cap_t: int, reserve_t: int) -> Book:
    """The book after its holdings were brought to these; the ledger refuses what does not add up."""
    grant = Grant(decision=name, basis=GENESIS, cap_t=cap_t, reserve_t=reserve_t, quotas_t=quotas_t, actor=_ACTOR)
    return _posted(book, grant_drafts(book, grant))


def produced(book: Book, made_t: Mapping[str, Mapping[Month, int]]) -> Book:
    """The book after the months that were made: use within the holding, debt beyond it."""
    for name, months in made_t.items():
        items = [Production(reference=f"{name}/{month}/v1", tonnes=tonnes) for month, tonnes in sorted(months.items())]
        book = _posted(book, production_drafts(book, name, items, month="", actor=_ACTOR))
    return book


def _posted(book: Book, drafts: Iterable[Draft]) -> Book:
    for draft in drafts:
        entries = book.entries
        previous = entries[-1].hash if entries else GENESIS
        # In the first form, which knows no proposals: here nobody puts forward, approves or issues.
        entry = Entry(seq=len(entries) + 1, draft=draft, recorded_at=_AT, previous=previous, version=1)
        book = book.append(entry)
    return book
