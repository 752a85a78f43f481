"""Other ways through a year of the fictional city: as it was, in proportion, and with perfect foresight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from zhibiao.allocation.decision.decision import Decision
from zhibiao.ledger.book import Book
from zhibiao.procedures.regulation.inputs import pairs_made, regulation_inputs
from zhibiao.procedures.rolling.regulated_case import RegulatedCase, entitled, granted, produced
from zhibiao.procedures.rolling.regulated_month import (
    RELEASE,
    Made,
    Rolled,
    able_t,
    by_enterprise,
    days_off,
    of_firm,
    received,
    stop_of,
    terms_of,
)
from zhibiao.regulation.city.inputs import CityInputs, FamilyInputs
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import solved
from zhibiao.simulation.regulated import Chance
from zhibiao.simulation.rhythm import spread


def real(case: RegulatedCase) -> Rolled:
    """What the city really made: the generator's own year, under the allocations of January and September."""
    made = {month: case.real_month(month) for month in case.months}
    claimants = case.claimants()
    september = {one.enterprise: 0 for one in claimants}
    for month in case.months[: RELEASE - 1]:
        for name, tonnes in by_enterprise(made[month]).items():
            september[name] += tonnes
    decision = case.released(claimants, made_t=september, regulated_t={})
    book = granted(Book.empty(case.sector.id, case.year), decision)
    months = {
        name: {month: by_enterprise(pairs).get(name, 0) for month, pairs in made.items()} for name in book.enterprises
    }
    return _unplanned(case, made, decision, produced(book, months))


def pro_rata(case: RegulatedCase, chance: Chance, *, announced: bool) -> Rolled:
    """Each firm its entitlement spread by season, in the mix it really had; December takes what is left of it.

    Nothing is optimised and nothing moves between firms. A stop that is announced is known to the firm, which makes as
    much less and catches up in December as far as its furnaces allow; its holding is its entitlement of the whole cap.
    """
    decision = whole_allocation(case)
    whole = {one.enterprise: one.quota_t for one in decision.shares}
    names = list(whole)
    spreads = {name: dict(zip(case.months, _by_season(case, name, whole[name]), strict=True)) for name in names}
    made: Made = {}
    left = dict(whole)
    for month in case.months:
        mix = case.real_month(month)
        made[month] = {}
        for name in names:
            is_last = month == case.months[-1]
            asked = min(left[name], able_t(case, name, month, stop=1.0)) if is_last else spreads[name][month]
            weights = {family: tonnes for (one, family), tonnes in mix.items() if one == name}
            parts = spread(asked, list(weights.values()))
            stop = chance.stop[name].get(month, 1.0)
            told = announced and stop < 1.0
            decided = {
                family: round(part * stop) if told else part for family, part in zip(weights, parts, strict=True)
            }
            found = of_firm(case, chance, name, month, decided, is_told=told, left_t=left[name])
            made[month] |= {(name, family): tonnes for family, tonnes in found.items()}
            left[name] -= sum(found.values())
    book = granted(Book.empty(case.sector.id, case.year), decision)
    months = {name: {month: by_enterprise(pairs).get(name, 0) for month, pairs in made.items()} for name in names}
    return _unplanned(case, made, decision, produced(book, months))


def foresight(case: RegulatedCase, chance: Chance) -> Rolled:
    """The best plan of one who knows every stop, every order and every price of the year in January.

    By the rule of the rulebook and the limits of the year; those of one month do not bind, since holdings can be moved
    ahead, and furnaces are held to what is on file, not to what they have shown. Who knows the noise sets it off.
    """
    decision = whole_allocation(case)
    book = granted(Book.empty(case.sector.id, case.year), decision)
    city = city_problem(_foreseen(case, chance, book, decision))
    orders = [[case.taken(month).get(pair, 0) for month in case.months] for pair in city.pairs]
    most = np.array(
        [
            [able_t(case, name, month, stop=stop_of(chance, name, month)) for month in case.months]
            for name in (one.enterprise for one in city.planned)
        ],
        dtype=float,
    )
    plain = [family == case.plain_product(name) for name, family in city.pairs]
    d = np.where(np.array(plain)[:, None], most[city.problem.plant], np.array(orders, dtype=float))
    problem = replace(city.problem, d=d, u=np.maximum(most, city.problem.m), r=most.max(axis=1))
    plan = solved(replace(city, problem=problem))
    made = {
        month: dict(zip(city.pairs, plan.y[:, column].tolist(), strict=True))
        for column, month in enumerate(case.months)
    }
    return _unplanned(case, made, decision, book)


def whole_allocation(case: RegulatedCase) -> Decision:
    """The whole cap by the rulebook, nothing kept back: each firm's entitlement of the year."""
    claimants = case.claimants()
    return case.released(claimants, made_t=dict.fromkeys((one.enterprise for one in claimants), 0), regulated_t={})


def _foreseen(case: RegulatedCase, chance: Chance, book: Book, decision: Decision) -> CityInputs:
    """January's inputs with everything known that will come."""
    first, last = case.months[0], case.months[-1]
    year = case.record(case.truth, until=last)
    pairs = pairs_made(year, case.truth.register.of_sector(case.sector.id), case.sector, as_of=last)
    prices = {month: case.yuan_per_t(month) for month in case.months}
    worth = case.worth(first)
    inputs = regulation_inputs(
        case.record_for_plan(case.truth, until=first.shift(-1), outage_days={}),
        case.truth.register,
        case.sector,
        case.rulebook,
        replace(terms_of(case, first), month_share=Decimal(1)),
        book,
        entitled(decision),
        month=first,
        worth=worth,
    )
    return replace(
        inputs,
        supplies={},
        commodities=(),
        enterprises=tuple(
            replace(
                one,
                outage_days=tuple(days_off(chance, one.enterprise, month) for month in case.months),
                families=tuple(
                    FamilyInputs(
                        family=family,
                        best_day_t=one.best_day_t,
                        value_yuan_per_t=tuple(prices[month][name, family] for month in case.months),
                    )
                    for name, family in pairs
                    if name == one.enterprise
                ),
            )
            for one in inputs.enterprises
        ),
    )


def _unplanned(case: RegulatedCase, made: Made, decision: Decision, book: Book) -> Rolled:
    bounds = {one.enterprise: (one.floor_t, one.ceiling_t) for one in decision.shares}
    return Rolled(made=made, book=book, moves={}, steps=(), received=received(case, made), bounds=bounds)


def _by_season(case: RegulatedCase, name: str, whole_t: int) -> list[int]:
    route = case.truth.register[name].route
    season = case.specification.market.seasons[route]
    return spread(whole_t, [month.days * season[month.month - 1] for month in case.months])
