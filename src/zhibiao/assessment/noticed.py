"""What an assessment notices: late returns, totals that do not add up, estimates, caps that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhibiao.assessment.case import Case, is_expected
from zhibiao.assessment.figures import to_date_gap
from zhibiao.assessment.high_end.account import FirmProducts
from zhibiao.assessment.high_end.products import unknown_products
from zhibiao.assessment.monthly import LateReturn
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.reasons import mass
from zhibiao.policy.pacing_part import EVERYONE
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import STATISTICAL_AREA
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

_MONEY = ("gross_output_yuan", "profit_yuan")


def late_returns(case: Case) -> dict[str, LateReturn]:
    """Enterprises whose return for the month is not on record, by id."""
    return {
        item.id: LateReturn(enterprise=item.id, name=item.name, last=case.figures.last.get(item.id))
        for item in case.enterprises
        if not case.figures.reports(item.id, case.month) and is_expected(item, case.month)
    }


def findings_of(
    case: Case, *, total: Standing | None, late: Mapping[str, LateReturn], products: Sequence[FirmProducts]
) -> Iterator[Finding]:
    """What the assessment noticed; nothing here changes a figure."""
    month = str(case.month)
    for item in late.values():
        facts = {"enterprise": item.enterprise, "name": item.name, "month": month, "last": str(item.last or "—")}
        yield Finding(
            code="assess.return_missing", severity=Severity.QUERY, place=Place(file=item.enterprise), facts=facts
        )
    for field in (*_MONEY, *_goods(case)):
        for name, text in case.names.items():
            gap = to_date_gap(case.figures, name, case.dictionary[field], case.month, name=text)
            if gap is not None:
                yield gap
    for firm in products:
        if firm.enterprise not in late and _is_incomplete(case, firm):
            facts = {"enterprise": firm.enterprise, "name": firm.name, "month": month}
            place = Place(file=firm.enterprise)
            yield Finding(code="assess.products_incomplete", severity=Severity.QUERY, place=place, facts=facts)
    if total is not None:
        yield from _total_findings(case, total)
    yield from _seasons_of_nobody(case)


def _seasons_of_nobody(case: Case) -> Iterator[Finding]:
    """Seasons that the rulebook sets for an id that no enterprise of the sector has."""
    if case.rulebook is None:
        return
    known = {item.id for item in case.city.of_sector(case.sector)} | {EVERYONE}
    for scope, clause in dict.fromkeys((rule.scope, rule.clause) for rule in case.rulebook.pacing.seasons):
        if scope not in known:
            place = Place(file=case.rulebook.id, clause=clause)
            facts = {"scope": scope, "clause": clause}
            yield Finding(code="pacing.season_of_nobody", severity=Severity.QUERY, place=place, facts=facts)


def _goods(case: Case) -> tuple[str, ...]:
    """The fields whose totals the assessment rests on: the quota's quantity and the output of products."""
    if case.industry is None:
        return ()
    return tuple(field for field in (case.industry.quantity, case.industry.output) if field)


def _is_incomplete(case: Case, firm: FirmProducts) -> bool:
    """Whether rows of this year are missing, or of last year although its months are there.

    After a joint January and February there is no January to compare with; that is nobody's mistake. Nor is it a
    mistake of a statistical area that its published total is not broken down by product.
    """
    if case.city[firm.enterprise].kind == STATISTICAL_AREA:
        return False
    if firm.now is None or case.industry is None:
        return not _has_unknown(case, firm)
    first, last = Month(case.month.year - 1, 1), case.month.year_before()
    return (
        firm.before is None
        and case.figures.over(firm.enterprise, case.industry.output, first=first, last=last) is not None
    )


def _has_unknown(case: Case, firm: FirmProducts) -> bool:
    """Whether a product that the sector does not list is the cause; that is told by a finding of its own."""
    if case.industry is None:
        return False
    first = Month(case.month.year, 1)
    return bool(
        unknown_products(
            case.figures,
            firm.enterprise,
            sector=case.industry,
            dictionary=case.dictionary,
            first=first,
            last=case.month,
        )
    )


def _total_findings(case: Case, total: Standing) -> Iterator[Finding]:
    if total.estimated_for:
        facts = {"enterprises": "、".join(total.estimated_for), "amount": mass(total.estimated_t)}
        yield _note("assess.total_estimated", case, **facts)
    if total.to_date.now is None:
        yield _note("assess.total_unknown", case)
    if total.year_end is not None and not total.year_end.years_tried and case.month.month < 12:
        yield _note("assess.no_interval", case)
    if case.book is None or not case.book.cap:
        yield _note("assess.nothing_booked", case, plan_year=case.month.year)
    elif case.rulebook is not None:
        ruled = int(case.rulebook.number("cap_t", case.month.last_day))
        if ruled != case.book.cap:
            facts = {"ruled": mass(ruled), "booked": mass(case.book.cap)}
            yield Finding(
                code="assess.cap_differs", severity=Severity.QUERY, place=Place(file=case.rulebook.id), facts=facts
            )


def _note(code: str, case: Case, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, place=Place(file=f"{case.sector}/{case.month}"), facts=facts)
