"""Draft a month's regulation (拟定月度调节): the rest of the year planned again, and the moves that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.allocation.decision.decision import REGULATION
from zhibiao.errors import ActRefused, NoSolution
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.price_table import PriceTable
from zhibiao.market.supply import SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.policy.regulation_part import regulation_terms
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import refuse_unfit
from zhibiao.procedures.ports import Clock, DecisionState, Person, Role, Signature, Store, StoredDecision
from zhibiao.procedures.put_forward import put_forward
from zhibiao.procedures.regulation.conflicts import conflicts_of
from zhibiao.procedures.regulation.decision import Standing, regulation_decision, standing_of
from zhibiao.procedures.regulation.inputs import Worth, holders, regulation_inputs
from zhibiao.procedures.regulation.plan_plain import moves_plain, plan_plain
from zhibiao.procedures.regulation.worth import has_prices, market_worth, prices_behind, worth_by_value_added
from zhibiao.regulation.city.gain import Gain, gain_of
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.regulation.city.plain import previous_of
from zhibiao.regulation.city.plan import CityPlan, Previous, city_plan
from zhibiao.regulation.city.problem import city_problem
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

MARGIN, VALUE_ADDED = "margin", "value_added"
"""What a tonne is worth by: the margin at market prices, or the value added that was filed."""
PRICED_SECTOR = "steel"
"""The sector whose products and inputs the commodity desk prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketDesk:
    """What a book keeps of the market, with the hashes of the lists it came from."""

    prices: PriceTable
    supply: SupplyList
    coefficients: Coefficients
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulated:
    """A month's regulation as drafted.

    Args:
        decision: as put forward; of a dry run as it would be.
        plan: what it follows from.
        standing: what it starts from.
        is_kept: False for a dry run, of which the book keeps nothing.
        gain: what the moves bring against holdings left as they are; None where these have no plan.
        findings: what is doubtful in what the plan rests on, beside what the plan itself tells.
    """

    decision: StoredDecision
    plan: CityPlan
    standing: Standing
    is_kept: bool
    gain: Gain | None
    findings: tuple[Finding, ...] = ()


def draft_regulation(
    store: Store,
    clock: Clock,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    dictionary: Dictionary,
    *,
    desk: MarketDesk,
    month: Month,
    person: Person,
    labels: Mapping[str, Text],
    code_version: str,
    keeps: bool = True,
) -> Regulated:
    """Plan the rest of the year from `month`, and put what it moves of this month forward as a decision.

    Nothing of the month or later is read but what was stated ahead. The same record, book, prices and rulebook give the
    same decision.

    Args:
        desk: what the book keeps of the market.
        labels: the catalogue's, by key; limits in conflict are named by them.
        keeps: False for a dry run, which leaves the book as it is.

    Raises:
        ActRefused: `regulate.not_analyst`, what `standing_of` refuses, `regulate.no_prices`.
        UsageError: `allocate.wrong_sector`.
        RulebookRefused: `rulebook.refused`.
        InputRefused: `city_plan.record_incomplete`, `city_plan.value_missing`, `market.prices_missing`.
        NoSolution: `regulate.infeasible` with the clauses in conflict, `city_plan.cap_out_of_reach` with the sums,
            `plan.uncertified`, `city_plan.not_whole`, `city_plan.gap`.
    """
    if Role.ANALYST not in person.roles:
        raise ActRefused("regulate.not_analyst", person=person.id)
    refuse_unfit(city, sector, rulebook, dictionary)
    with store.transaction():
        record = Record.of(store.returns())
        standing = standing_of(store, city, rulebook, record, sector=sector.id, quantity=sector.quantity, month=month)
        inputs = _inputs(record, city, sector, rulebook, standing, desk, month)
        plan = _plan(inputs, _previous(standing), labels, city, sector)
        decision = regulation_decision(
            standing,
            month=month,
            moves=moves_plain(plan),
            plan=plan_plain(plan, basis=basis_of(sector), market_files=desk.files),
            ledger_head=store.head(of_moves=True),
            code_version=code_version,
            drafted_by=person.id,
        )
        now = clock.now()
        drafted = StoredDecision(
            id=decision.id,
            sha256=decision.sha256,
            body=decision.plain(),
            state=DecisionState.DRAFT,
            signatures=(Signature(decision=decision.id, act="draft", person=person.id, at=instant_text(now)),),
        )
        kept = put_forward(store, drafted, at=now) if keeps else drafted
    priced = basis_of(sector) == MARGIN
    behind = prices_behind(sector, desk.prices, as_of=standing.as_of) if priced else ()
    return Regulated(decision=kept, plan=plan, standing=standing, is_kept=keeps, gain=gain_of(plan), findings=behind)


def _inputs(
    record: Record,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    standing: Standing,
    desk: MarketDesk,
    month: Month,
) -> CityInputs:
    terms = regulation_terms(rulebook, standing.as_of.last_day)
    assert terms is not None  # `standing_of` has refused a rulebook without the part
    months = tuple(one for one in months_of(month.year) if one >= month)
    return regulation_inputs(
        record,
        city,
        sector,
        rulebook,
        terms,
        standing.book,
        standing.entitled,
        month=month,
        worth=_worth(record, city, sector, standing, desk, months),
    )


def basis_of(sector: Sector) -> str:
    """By what a tonne of the sector is worth."""
    return MARGIN if sector.id == PRICED_SECTOR else VALUE_ADDED


def _worth(
    record: Record, city: City, sector: Sector, standing: Standing, desk: MarketDesk, months: tuple[Month, ...]
) -> Worth:
    firms = holders(city, sector, standing.book)
    if basis_of(sector) == VALUE_ADDED:
        return worth_by_value_added(record, sector, firms, months=months)
    if not has_prices(sector, desk.prices, as_of=standing.as_of):
        raise ActRefused("regulate.no_prices", sector=sector.id, month=str(standing.as_of))
    return market_worth(
        record,
        city,
        sector,
        firms,
        months=months,
        prices=desk.prices,
        coefficients=desk.coefficients,
        supply=desk.supply,
    )


def _previous(standing: Standing) -> Previous | None:
    """The plan of the last regulation of the year, to say what changed since; None before any."""
    body: Mapping[str, Any] = standing.last.body
    return previous_of(body["plan"]) if body.get("kind") == REGULATION else None


def _plan(
    inputs: CityInputs, previous: Previous | None, labels: Mapping[str, Text], city: City, sector: Sector
) -> CityPlan:
    try:
        return city_plan(inputs, previous=previous)
    except NoSolution as refused:
        if refused.code != "plan.infeasible":
            raise
        findings = _conflicts(inputs, labels, city, sector)
        raise NoSolution(
            "regulate.infeasible", findings, month=str(inputs.months[0]), sector=inputs.sector, count=len(findings)
        ) from refused


def _conflicts(inputs: CityInputs, labels: Mapping[str, Text], city: City, sector: Sector) -> tuple[Finding, ...]:
    """Which clauses exclude each other, and what would do."""
    names = {one.id: one.name for one in city.of_sector(sector.id)} | {one.field: one.name for one in sector.products}
    return conflicts_of(city_problem(inputs), labels, names)
