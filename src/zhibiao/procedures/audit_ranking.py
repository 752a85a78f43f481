"""Rank reported figures by what a misstatement would have earned (核查排序): for analyst, approver and auditor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.audit import Misstatement, Sensitivity, audit_ranking
from zhibiao.contribution.measure import GROSS_OUTPUT, YearFigures
from zhibiao.errors import ActRefused, NotAllowed, UsageError
from zhibiao.monthly.returns import Record
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.review import CAPACITY, HIGH_END
from zhibiao.policy.rulebook import IndicatorRule, Rulebook
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.export_decision import MAY_SEE_ALL, cited_returns
from zhibiao.procedures.last_decision import allocation_behind
from zhibiao.procedures.ports import Person, Store
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.period import Month

SIZES = (Decimal("0.01"), Decimal("0.05"))
_LARGEST = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRanking:
    """The ranking of one decision; `sizes` are the shares by which each figure was moved, ascending."""

    decision_id: str
    sizes: tuple[Decimal, ...]
    rows: tuple[Sensitivity, ...]

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "decision": self.decision_id,
            "sizes": [format(size, "f") for size in self.sizes],
            "rows": [row.plain() for row in self.rows],
        }


def rank_for_audit(
    store: Store,
    decision_id: str,
    *,
    sector: Sector,
    dictionary: Dictionary,
    reader: Person,
    sizes: Sequence[Decimal] = SIZES,
) -> AuditRanking:
    """Move every reported figure behind a decision, one at a time, up and down, and rank what that would have earned.

    A figure is moved in the returns themselves and everything is measured again from them, so that it moves wherever
    it counts. Moved are the fields behind numerators and denominators in the year assessed, gross output and products
    where prices are adjusted for, the tonnes of high-end products together, and the quantity in every base year.
    What was made so far in the plan year is not: more of it needs quota rather than earns it. Of a regulation the
    allocation that it rests on is ranked.

    Raises:
        NotAllowed: `audit.not_for_reader`; `audit.inputs_differ` where the returns that the decision cites do not
            give its inputs any more, since the sector's data has changed.
        UsageError: `audit.size_out_of_range`.
        NotFound: `decision.not_found`.
        BookBroken: `verify.cited_return_missing`.
    """
    if not MAY_SEE_ALL & set(reader.roles):
        raise NotAllowed("audit.not_for_reader", person=reader.id)
    for size in sizes:
        if not 0 < size <= _LARGEST:
            raise UsageError("audit.size_out_of_range", percent=_percent(size), most=_percent(_LARGEST))
    stored = allocation_behind(store, find_decision(store, decision_id))
    decision = decision_of_plain(stored.body)
    record = Record.of(cited_returns(store.returns(), stored.body))
    desk = _Desk(record, decision, sector, dictionary)
    ordered = tuple(sorted(set(sizes)))
    misstatements = [one for claimant in decision.claimants for one in desk.misstatements(claimant, ordered)]
    return AuditRanking(decision_id=stored.id, sizes=ordered, rows=audit_ranking(decision, misstatements))


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


class _Desk:
    """Measures enterprises again with a figure moved; it lives for one call."""

    def __init__(self, record: Record, decision: Decision, sector: Sector, dictionary: Dictionary) -> None:
        self.record, self.sector, self.dictionary = record, sector, dictionary
        self.rulebook: Rulebook = rulebook_of(decision.rulebook)  # type: ignore[arg-type]
        self.assessed = decision.plan_year - 1
        self.figures = self._figures(record)
        catalogue = sector.catalogue(self.assessed)
        self.high_end = tuple(sorted(catalogue.fields)) if catalogue else ()

    def misstatements(self, claimant: Claimant, sizes: Sequence[Decimal]) -> Iterator[Misstatement]:
        """Every figure of one enterprise that is reported and not zero, by every size, up and down."""
        if self._measured(claimant, self.record, self.rulebook.indicators) != claimant:
            raise ActRefused("audit.inputs_differ", enterprise=claimant.enterprise, sector=self.sector.id)
        for field, year in self._reported_fields(claimant):
            reported = self._reported(claimant, field, year)
            if not reported:
                continue
            rules = [rule for rule in self.rulebook.indicators if year == self.assessed and self._reads(rule, field)]
            for by in (sign * size for size in sizes for sign in (1, -1)):
                moved = self._measured(claimant, self._moved(claimant.enterprise, field, year, by), rules)
                yield Misstatement(field=field, year=year, reported=reported, by=by, claimant=moved)

    def _reported_fields(self, claimant: Claimant) -> list[tuple[str, int]]:
        rules = self.rulebook.indicators
        products = {product.field for product in self.sector.products} - set(self.high_end)
        known = {field for rule in rules for field in (*rule.numerator, rule.denominator)} - {CAPACITY}
        fields = {
            field for rule in rules for field in (*known, GROSS_OUTPUT, HIGH_END, *products) if self._reads(rule, field)
        }
        found = {(field, self.assessed) for field in fields}
        return sorted(found | {(self.rulebook.quantity, year) for year in claimant.history_t})

    def _reads(self, rule: IndicatorRule, field: str) -> bool:
        """Whether a figure enters an indicator; products enter one that is held at reference prices."""
        if field in (*rule.numerator, rule.denominator):
            return True
        is_product = field == HIGH_END or any(field == product.field for product in self.sector.products)
        return rule.price_normalised and (is_product or field == GROSS_OUTPUT)

    def _reported(self, claimant: Claimant, field: str, year: int) -> Decimal | None:
        if field == HIGH_END:
            return self.figures.high_end_t(claimant.enterprise)
        if year != self.assessed:
            return Decimal(claimant.history_t[year])
        return self.figures.figure(claimant.enterprise, field)

    def _moved(self, enterprise: str, field: str, year: int, by: Decimal) -> Record:
        """The record with one figure of one year moved in every return of that year."""
        figures = dict(self.record.figures)
        for name in self.high_end if field == HIGH_END else (field,):
            periods = figures.get((enterprise, name), {})
            figures[enterprise, name] = {
                period: value * (1 + by) if period.start.year == year else value for period, value in periods.items()
            }
        return replace(self.record, figures=figures)

    def _measured(self, claimant: Claimant, record: Record, rules: Iterable[IndicatorRule]) -> Claimant:
        """The claimant with its history, and the measures of these indicators, taken from a record."""
        figures, by_code = self._figures(record), {rule.code: rule for rule in rules}

        def measured(decided: Measure) -> Measure:
            rule = by_code.get(decided.indicator)
            if rule is None:
                return decided
            capacity_t = int(decided.denominator or 0) if rule.denominator == CAPACITY else 0
            ratio = figures.ratio(rule, claimant.enterprise, capacity_t=capacity_t)
            return Measure(indicator=rule.code, numerator=ratio.numerator, denominator=ratio.denominator)

        history = {year: self._made_t(record, claimant, year) for year in claimant.history_t}
        return replace(claimant, history_t=history, measures=tuple(measured(one) for one in claimant.measures))

    def _made_t(self, record: Record, claimant: Claimant, year: int) -> int:
        made = record.year_to_date(claimant.enterprise, self.rulebook.quantity, Month(year, 12))
        return 0 if made is None else round(made)

    def _figures(self, record: Record) -> YearFigures:
        return YearFigures(record=record, dictionary=self.dictionary, sector=self.sector, year=self.assessed)
