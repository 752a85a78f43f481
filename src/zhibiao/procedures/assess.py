"""Assess a month (研判): from the returns on record, the book and the rulebook to one value that papers are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from zhibiao.assessment.assessed import assessed
from zhibiao.assessment.case import Case, gone_from
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.high_end.outlook import PresentBounds
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.warnings.base_rates import BaseRates
from zhibiao.assessment.warnings.ruled import warning_tolerances_of
from zhibiao.errors import NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.settlement import ends_a_year
from zhibiao.monthly.returns import Record, Return
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.last_decision import issued_at
from zhibiao.procedures.ports import DecisionState, Store, StoredDecision
from zhibiao.procedures.stated_last_year import ReadAgain, stated_last_year
from zhibiao.procedures.stated_stops import stated_stops
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month


def assess_month(
    store: Store,
    city: City,
    sector: str,
    rulebook: Rulebook | None,
    dictionary: Dictionary,
    *,
    month: Month,
    sectors: Mapping[str, Sector],
    known_by: dt.datetime | None = None,
    read_again: ReadAgain | None = None,
    base_rates: BaseRates | None = None,
) -> MonthAssessment:
    """Assess one sector of the city at the end of `month`; later months are not read.

    Args:
        sector: sector id; one without an entry in `sectors` (mines, scrap, deep processing) has growth lines only.
        rulebook: of the plan year; None when there is none, and last year's level is then watched alone.
        sectors: the industries by id.
        known_by: read only returns and entries recorded by then.
        read_again: gives what a return's own file states of last year, where that was found to differ; without it last
            year's figures are compared as filed. What intake kept of grounds is looked up then, too.
        base_rates: how often early warnings were right in backtest; without them findings say that nobody tried.

    Raises:
        NotFound: `assess.no_returns` when no return of the sector covers the month; `assess.january_in_february`
            when January came, or comes, as one period with February.
    """
    returns = store.returns(known_by=known_by)
    filed = [item for item in returns if item.period.last <= month]
    record = Record.of(filed)
    figures = Figures.of(record, left={item.id: gone for item in city if (gone := gone_from(item)) is not None})
    sector_names = {item.id for item in city.of_sector(sector)}
    case = Case(
        city=city,
        sector=sector,
        industry=sectors.get(sector),
        sectors=sectors,
        dictionary=dictionary,
        month=month,
        figures=figures,
        book=_book(store, sector, month.year, known_by=known_by),
        rulebook=rulebook,
        returns=filed,
        stated=stated_last_year(store, record, sector_names, month, read_again) if read_again else None,
        base_rates=base_rates or BaseRates(),
        warning_tolerances=warning_tolerances_of(rulebook),
        stated_stops=stated_stops(store, record, sector_names) if read_again else frozenset(),
    )
    _refuse_without_returns(case, returns)
    bounds = _bounds(store, sector, month.year, known_by=known_by) if case.book is not None else None
    return assessed(case, bounds=bounds)


def _refuse_without_returns(case: Case, returns: Sequence[Return]) -> None:
    names = {item.id for item in case.city.of_sector(case.sector)}
    if not names:
        known = "、".join(dict.fromkeys(item.sector for item in case.city))
        raise NotFound("assess.no_such_sector", sector=case.sector, known=known)
    if any(case.figures.reports(name, case.month) for name in names):
        return
    if any(item.enterprise in names and case.month in item.period for item in returns):
        raise NotFound("assess.january_in_february", month=str(case.month), use=str(case.month.next()))
    last = max((item.period.last for item in returns if item.enterprise in names), default=None)
    raise NotFound("assess.no_returns", month=str(case.month), sector=case.sector, last=str(last or "—"))


def _book(store: Store, sector: str, year: int, *, known_by: dt.datetime | None) -> Book | None:
    """The year's book before its close takes out what was not used; None without entries."""
    entries = [entry for entry in store.entries(sector=sector, plan_year=year) if _is_known(entry, known_by)]
    while entries and ends_a_year(entries[-1].draft):
        entries.pop()
    return Book.of(sector, year, entries) if entries else None


def _bounds(store: Store, sector: str, year: int, *, known_by: dt.datetime | None) -> PresentBounds | None:
    """The bounds of the decision issued last in the plan year; None before any is."""
    issued = [
        item
        for item in store.decisions(sector=sector, plan_year=year)
        if item.state is DecisionState.ISSUED
        and (known_by is None or dt.datetime.fromisoformat(issued_at(item)) <= known_by)
    ]
    last = max(issued, key=issued_at, default=None)
    return None if last is None else PresentBounds(decision=last.id, bounds_t=_bounds_t(last))


def _bounds_t(decision: StoredDecision) -> dict[str, tuple[int, int]]:
    """Floor and ceiling of whole quotas: what stands beside the split is added to the bounds of the split."""
    beside = {
        one["enterprise"]: sum(one.get(f"{kind}_t", 0) for kind in ("carried", "transferred", "regulated"))
        - one.get("deducted_t", 0)
        for one in decision.body["claimants"]
    }
    found = {}
    for share in decision.body["shares"]:
        name = share["enterprise"]
        found[name] = (max(0, share["floor_t"] + beside[name]), max(0, share["ceiling_t"] + beside[name]))
    return found


def _is_known(entry: Entry, known_by: dt.datetime | None) -> bool:
    return known_by is None or dt.datetime.fromisoformat(entry.recorded_at) <= known_by
