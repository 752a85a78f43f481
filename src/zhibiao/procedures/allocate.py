"""Draft an allocation (拟定方案): from record and rulebook to a stored decision that waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zhibiao.allocation.course.settled import Settled
from zhibiao.allocation.decision.base import base_years
from zhibiao.allocation.decision.decide import day_of, decide
from zhibiao.allocation.decision.decision import Claimant, Measure
from zhibiao.contribution.measure import YearFigures
from zhibiao.contribution.sector_used import sector_used
from zhibiao.errors import ActRefused, InputRefused, RulebookRefused, UsageError
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import OUTPUT_LAST_YEAR
from zhibiao.policy.review import names_of, review
from zhibiao.policy.rulebook import IndicatorRule, Missing, Rulebook
from zhibiao.procedures.base_rows import asks_for_reconciled_bases, check_reconciled
from zhibiao.procedures.ports import Clock, DecisionState, Person, Role, Signature, Store, StoredDecision
from zhibiao.procedures.put_forward import put_forward
from zhibiao.procedures.settling import settled_for
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month, months_of


def draft_allocation(
    store: Store,
    clock: Clock,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    dictionary: Dictionary,
    *,
    person: Person,
    month: Month | None = None,
    code_version: str,
) -> StoredDecision:
    """Draft the year's allocation of one sector, or a later one that counts what was made until the end of `month`.

    Drafting again from the same record, book and rulebook gives the same decision, in the state it has come to.

    Raises:
        ActRefused: `allocate.not_analyst`, `allocate.year_closed`, `allocate.rulebook_not_in_force`.
        UsageError: `allocate.wrong_sector`, `allocate.month_outside_year`.
        RulebookRefused: `rulebook.refused`, it names an enterprise or asks for a field that the sector does not file.
        InputRefused: `allocate.record_incomplete` with firm, field and period of every gap; `score.refused`;
            `base.unreconciled`, before the year's first allocation where the rulebook sets a window for bases.
        CapOutOfReach, NoSolution: the figures cannot be met.
    """
    if Role.ANALYST not in person.roles:
        raise ActRefused("allocate.not_analyst", person=person.id)
    refuse_unfit(city, sector, rulebook, dictionary)
    with store.transaction():
        if store.book(sector=sector.id, plan_year=rulebook.plan_year).is_closed:
            raise ActRefused("allocate.year_closed", sector=sector.id, year=rulebook.plan_year)
        own = {one.id for one in city.of_sector(sector.id)}
        record = Record.of(item for item in store.returns() if item.enterprise in own)
        if asks_for_reconciled_bases(store, rulebook):
            first = claimants_from(record, city, sector, rulebook, dictionary, None)
            check_reconciled(store, clock, rulebook, first)
        claimants = claimants_from(record, city, sector, rulebook, dictionary, month)
        decision = decide(
            with_settled(store, sector, rulebook, claimants),
            rulebook,
            as_of=month,
            sector_data=sector_used(rulebook.indicators, sector, dictionary),
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
        return put_forward(store, drafted, at=now)


def with_settled(
    store: Store, sector: Sector, rulebook: Rulebook, claimants: Iterable[Claimant]
) -> tuple[Claimant, ...]:
    """The claimants with what earlier years, transfers and regulations leave to their quotas, as the store stands."""
    settled = settled_for(store, sector.id, rulebook.plan_year)
    return tuple(_settled(one, settled.get(one.enterprise)) for one in claimants)


def _settled(one: Claimant, found: Settled | None) -> Claimant:
    if found is None:
        return one
    return replace(
        one,
        carried_t=found.carried_t,
        owed_t=found.owed_t,
        deducted_t=found.deducted_t,
        transferred_t=found.transferred_t,
        regulated_t=found.regulated_t,
    )


def claimants_from(
    record: Record, city: City, sector: Sector, rulebook: Rulebook, dictionary: Dictionary, month: Month | None
) -> tuple[Claimant, ...]:
    """The enterprises that take part, with everything their quota depends on taken from the record.

    Those of the sector with compliant capacity on file in any month of the plan year until `month` (January for the
    first allocation), or, where the scope rule says so, those that made the quantity in the year before. Indicators
    are of the year before the plan year.

    Raises:
        InputRefused: `allocate.record_incomplete` with a finding per missing figure.
    """
    day_of(rulebook, month)
    desk = _Desk(record, sector, rulebook, dictionary, month)
    taking_part = [one for one in city.of_sector(sector.id) if desk.takes_part(one)]
    findings = [finding for one in taking_part for finding in desk.gaps(one)]
    if findings:
        raise InputRefused("allocate.record_incomplete", findings, count=len(findings))
    return tuple(desk.claimant(one) for one in taking_part)


def refuse_unfit(city: City, sector: Sector, rulebook: Rulebook, dictionary: Dictionary) -> None:
    """Raise RulebookRefused or UsageError where a rulebook is not of this sector or may not be used for this city."""
    if rulebook.sector != sector.id or rulebook.quantity != sector.quantity:
        raise UsageError("allocate.wrong_sector", rulebook=rulebook.id, found=rulebook.sector, sector=sector.id)
    findings = review(rulebook, dictionary=dictionary, names=names_of(city))
    if findings:
        place = Place(file=rulebook.id)
        raise RulebookRefused("rulebook.refused", findings, place=place, file=rulebook.id, count=len(findings))


class _Desk:
    """Where the inputs of one allocation are taken from the record; it lives for one call."""

    def __init__(
        self, record: Record, sector: Sector, rulebook: Rulebook, dictionary: Dictionary, month: Month | None
    ) -> None:
        self.record, self.rulebook, self.month = record, rulebook, month
        self.year, self.quantity = rulebook.plan_year, rulebook.quantity
        count = int(rulebook.number("base_years", day_of(rulebook, month)))
        self.base_years = base_years(rulebook.base_rule, self.year, count)
        self.filed = {(name, month) for name, period in record.returns for month in period}
        self.figures = YearFigures(record=record, dictionary=dictionary, sector=sector, year=self.year - 1)

    def takes_part(self, enterprise: Enterprise) -> bool:
        if self.rulebook.scope_rule == OUTPUT_LAST_YEAR:
            return self._reported_output(enterprise, self.year - 1)
        last = self.month or Month(self.year, 1)
        return any(enterprise.capacity_t(self.quantity, one) > 0 for one in months_of(self.year) if one <= last)

    def claimant(self, enterprise: Enterprise) -> Claimant:
        """One enterprise as an input of the decision; `gaps` must have been empty."""
        return Claimant(
            enterprise=enterprise.id,
            history_t={year: self._history_t(enterprise, year) for year in self.base_years},
            capacity_t=enterprise.capacity_t(self.quantity, self.month or Month(self.year, 1)),
            made_t=(self._made_t(enterprise, self.month) or 0) if self.month else 0,
            tier=enterprise.tier,
            grade=enterprise.grade,
            is_vetoed=self.year - 1 in enterprise.veto_years,
            measures=tuple(self._measure(rule, enterprise) for rule in self.rulebook.indicators),
            sources=tuple(self._sources(enterprise)),
        )

    def gaps(self, enterprise: Enterprise) -> Iterator[Finding]:
        """What the decision needs and the record does not hold: months without a return, then figures left blank."""
        unfiled = [month for month in self._months_needed(enterprise) if (enterprise.id, month) not in self.filed]
        if unfiled:
            place = Place(field=self.quantity)
            yield self._gap("allocate.return_missing", enterprise, place, unfiled)
        yield from self._open_periods(enterprise)
        for field, (months, clause) in self._fields_needed(enterprise).items():
            blank = [one for one in months if one not in unfiled and not self._is_covered(enterprise.id, field, one)]
            if blank:
                yield self._gap("allocate.figure_missing", enterprise, Place(clause=clause, field=field), blank)

    def _open_periods(self, enterprise: Enterprise) -> Iterator[Finding]:
        """A period that runs on beyond the month: what was made until then is inside it and not known."""
        for period in self.record.figures.get((enterprise.id, self.quantity), {}):
            if self.month and self.month in period and self.month < period.last:
                facts = {"enterprise": enterprise.id, "name": enterprise.name, "month": str(self.month)}
                yield Finding(
                    code="allocate.period_open",
                    severity=Severity.REJECT,
                    place=Place(field=self.quantity),
                    facts={**facts, "period": str(period), "last": str(period.last)},
                )

    def _months_needed(self, enterprise: Enterprise) -> list[Month]:
        """Base years in which the firm stood on file, the year assessed, and the plan year until the month."""
        years = {year for year in self.base_years if self._stood(enterprise, year)} | {self.year - 1}
        before = [month for year in sorted(years) for month in months_of(year)]
        return before + self._months_so_far()

    def _fields_needed(self, enterprise: Enterprise) -> dict[str, tuple[list[Month], str]]:
        """By field: the months it is needed for, and the first clause that asks for it."""
        stood = [month for year in self.base_years if self._stood(enterprise, year) for month in months_of(year)]
        needed = {self.quantity: (stood + self._months_so_far(), self._clause("base"))}
        assessed = list(months_of(self.year - 1))
        for rule in self.rulebook.indicators:
            if rule.missing is Missing.REFUSE:
                for field in self.figures.gaps(rule, enterprise.id):
                    needed.setdefault(field, (assessed, rule.clause))
        return needed

    def _months_so_far(self) -> list[Month]:
        return [one for one in months_of(self.year) if self.month and one <= self.month]

    def _stood(self, enterprise: Enterprise, year: int) -> bool:
        """Whether anything stood on file to make the quantity in that year, or was reported as made."""
        made = self.record.year_to_date(enterprise.id, self.quantity, Month(year, 12))
        on_file = made is not None or any(enterprise.capacity_t(self.quantity, month) for month in months_of(year))
        by_output = self.rulebook.scope_rule == OUTPUT_LAST_YEAR
        return on_file or (by_output and self._reported_output(enterprise, year))

    def _reported_output(self, enterprise: Enterprise, year: int) -> bool:
        """Whether any return of that year reports the quantity as made, whatever the year lacks otherwise."""
        figures = self.record.figures.get((enterprise.id, self.quantity), {})
        return any(period.start.year == year and value > 0 for period, value in figures.items())

    def _history_t(self, enterprise: Enterprise, year: int) -> int:
        """Whole tonnes of a base year; zero for a year in which nothing stood on file to make them."""
        return self._made_t(enterprise, Month(year, 12)) or 0

    def _made_t(self, enterprise: Enterprise, month: Month) -> int | None:
        made = self.record.year_to_date(enterprise.id, self.quantity, month)
        return None if made is None else round(made)

    def _measure(self, rule: IndicatorRule, enterprise: Enterprise) -> Measure:
        capacity_t = enterprise.capacity_t(self.quantity, Month(self.year - 1, 12))
        ratio = self.figures.ratio(rule, enterprise.id, capacity_t=capacity_t)
        return Measure(indicator=rule.code, numerator=ratio.numerator, denominator=ratio.denominator)

    def _sources(self, enterprise: Enterprise) -> Iterator[tuple[str, str]]:
        """The returns behind it, with the hash of their file: base years, year assessed, plan year until `month`."""
        first = Month(min(self.base_years), 1)
        last = self.month or Month(self.year - 1, 12)
        for item in self.record.sources(enterprise.id, first=first, last=last):
            yield item.reference, item.file_sha256

    def _clause(self, part: str) -> str:
        return self.rulebook.clause_of[part]

    def _gap(self, code: str, enterprise: Enterprise, place: Place, months: Sequence[Month]) -> Finding:
        facts = {
            "enterprise": enterprise.id,
            "name": enterprise.name,
            "field": place.field,
            "months": "、".join(_runs(months)),
            "clause": place.clause or self._clause("base"),
        }
        return Finding(code=code, severity=Severity.REJECT, place=place, facts=facts)

    def _is_covered(self, enterprise: str, field: str, month: Month) -> bool:
        return any(month in period for period in self.record.figures.get((enterprise, field), {}))


def _runs(months: Iterable[Month]) -> Iterator[str]:
    """Neighbouring months written as one run."""
    run: list[Month] = []
    for month in months:
        if run and run[-1].next() != month:
            yield _run(run)
            run = []
        run.append(month)
    if run:
        yield _run(run)


def _run(run: Sequence[Month]) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}..{run[-1]}"
