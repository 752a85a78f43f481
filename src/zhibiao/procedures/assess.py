"""Assess a month (研判): from the returns on record, the book and the rulebook to one value that papers are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.chain import chain_line
from zhibiao.assessment.figures import Figures, cited, span_of, to_date_gap
from zhibiao.assessment.growth import Comparison, ratio
from zhibiao.assessment.high_end import Basis, FirmProducts, HighEndAccount, Window
from zhibiao.assessment.high_end_share import high_end_account, high_end_share
from zhibiao.assessment.monthly import ChainLine, EnterpriseAssessment, LateReturn, MonthAssessment
from zhibiao.assessment.products import firm_products
from zhibiao.assessment.reasons import in_10kt
from zhibiao.assessment.standing import Standing, YearEnd
from zhibiao.assessment.standings import histories, standings, total_standing
from zhibiao.assessment.verdict import city_verdict, enterprise_verdict
from zhibiao.assessment.year_end import TOTAL, year_ends
from zhibiao.errors import NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.monthly.returns import Record, Return
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.ports import Store
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_GAPS = ("gross_output_yuan", "profit_yuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What one assessment reads: the register, the figures up to the month, the book and the rules."""

    city: City
    sector: str
    industry: Sector | None
    sectors: Mapping[str, Sector]
    dictionary: Dictionary
    month: Month
    figures: Figures
    book: Book | None
    rulebook: Rulebook | None

    @property
    def enterprises(self) -> tuple[Enterprise, ...]:
        """Enterprises of the sector that were at work by the month, in the register's order."""
        return tuple(item for item in self.city.of_sector(self.sector) if _has_begun(item, self.figures, self.month))

    @property
    def names(self) -> dict[str, Text]:
        return {item.id: item.name for item in self.enterprises}

    @property
    def quantity(self) -> str:
        return self.industry.quantity if self.industry else ""

    @property
    def cap_t(self) -> int | None:
        """The cap as booked; before anything is booked, as the rulebook has it on the month's last day."""
        if self.book is not None and self.book.cap:
            return self.book.cap
        if self.rulebook is None:
            return None
        return int(self.rulebook.number("cap_t", self.month.last_day))

    @property
    def quotas(self) -> dict[str, int]:
        return {} if self.book is None else {name: self.book.holding(name) for name in self.book.enterprises}


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
) -> MonthAssessment:
    """Assess one sector of the city at the end of `month`; later months are not read.

    Args:
        sector: sector id; one without an entry in `sectors` (mines, scrap, deep processing) has growth lines only.
        rulebook: of the plan year; None when there is none, and last year's level is then watched alone.
        sectors: the industries by id.
        known_by: read only returns and entries recorded by then.

    Raises:
        NotFound: `assess.no_returns` when no return of the sector covers the month; `assess.january_in_february`
            when January came, or comes, as one period with February.
    """
    returns = [item for item in store.returns(known_by=known_by) if item.period.last <= month]
    record = Record.of(returns)
    figures = Figures.of(record, left={item.id: gone for item in city if (gone := _gone_from(item)) is not None})
    case = _Case(
        city=city,
        sector=sector,
        industry=sectors.get(sector),
        sectors=sectors,
        dictionary=dictionary,
        month=month,
        figures=figures,
        book=_book(store, sector, month.year, known_by=known_by),
        rulebook=rulebook,
    )
    _refuse_without_returns(case, store.returns(known_by=known_by))
    return _assessed(case)


def _assessed(case: _Case) -> MonthAssessment:
    late = _late(case)
    each, total = _standings(case)
    products = _products(case, year=case.month.year, months=case.month.month)
    accounts = _accounts(case, products)
    chain = _chain(case)
    output_value = next((item.to_date for item in chain[0].measures), Comparison(now=None, before=None))
    verdict = city_verdict(total, output_value=output_value)
    by_firm = {item.enterprise: item for item in products}
    enterprises = tuple(
        _enterprise(case, item, standing=each.get(item.id), products=by_firm.get(item.id), late=late)
        for item in case.enterprises
    )
    findings = ranked(_findings(case, total=total, late=late, products=products))
    return MonthAssessment(
        city=case.city.id,
        city_name=case.city.name,
        sector=case.sector,
        sector_name=_sector_name(case.sectors, case.sector),
        quantity=case.quantity,
        quantity_name=case.industry.quantity_name if case.industry else Text(""),
        month=case.month,
        plan_year=case.month.year,
        rulebook_id=case.rulebook.id if case.rulebook else "",
        rulebook_sha256=case.rulebook.source_sha256 if case.rulebook else "",
        ledger_head=case.book.entries[-1].hash if case.book and case.book.entries else "",
        total=total,
        pool_t=case.book.pool if case.book else None,
        reserve_t=case.book.reserve if case.book else None,
        enterprises=enterprises,
        verdict=verdict,
        chain=chain,
        high_end=accounts,
        late=tuple(late.values()),
        findings=findings,
        sources=cited(case.figures.record.returns.values()),
    )


def _standings(case: _Case) -> tuple[dict[str, Standing], Standing | None]:
    if case.industry is None or not case.quantity:
        return {}, None
    years = histories(case.figures, list(case.names), field=case.quantity, month=case.month)
    if not years:
        return {}, None
    ends: Mapping[str, YearEnd] = year_ends(years, month=case.month)
    span = span_of(case.figures.record, list(case.names), case.month)
    source = Text(f"{case.city.authority.zh}，企业月报", f"{case.city.authority.en}, monthly returns")
    product = case.industry.quantity_name
    each = standings(
        case.figures,
        case.names,
        years,
        ends,
        field=case.quantity,
        product=product,
        month=case.month,
        span=span,
        quotas=case.quotas,
        source=source,
    )
    total = total_standing(
        case.figures,
        years,
        ends.get(TOTAL),
        field=case.quantity,
        product=product,
        label=case.city.name,
        month=case.month,
        span=span,
        cap_t=case.cap_t,
        source=source,
    )
    return each, total


def _enterprise(
    case: _Case,
    enterprise: Enterprise,
    *,
    standing: Standing | None,
    products: FirmProducts | None,
    late: Mapping[str, LateReturn],
) -> EnterpriseAssessment:
    figures, month, name = case.figures, case.month, enterprise.id
    since = {
        field: figures.since_january(name, field, month)
        for field in ("gross_output_yuan", "profit_yuan", "taxes_yuan", "value_added_yuan")
    }
    own_span = span_of(figures.record, [name], month)
    return EnterpriseAssessment(
        enterprise=name,
        name=enterprise.name,
        group=enterprise.group,
        standing=standing,
        output_value=since["gross_output_yuan"],
        profit=since["profit_yuan"],
        profit_month=figures.month(name, "profit_yuan", own_span),
        taxes=since["taxes_yuan"],
        value_added=since["value_added_yuan"],
        value_per_t=_per_tonne(case, name, since["value_added_yuan"], standing=standing),
        high_end_share=_share(case, products.now if products else None),
        high_end_share_before=_share(case, products.before if products else None),
        return_on_record=name not in late,
        verdict=enterprise_verdict(
            standing,
            profit=since["profit_yuan"],
            output_value=since["gross_output_yuan"],
            late_since=late[name].last if name in late else None,
            is_late=name in late,
        ),
    )


def _per_tonne(case: _Case, enterprise: str, value: Comparison, *, standing: Standing | None) -> Comparison:
    """Whole yuan per tonne of the quota's quantity, or of products where it makes none of that."""
    if standing is not None:
        tonnes = standing.to_date
    elif case.industry is not None:
        tonnes = case.figures.since_january(enterprise, case.industry.output, case.month)
    else:
        return Comparison(now=None, before=None)
    return Comparison(now=_divided(value.now, tonnes.now), before=_divided(value.before, tonnes.before))


def _divided(amount: int | None, tonnes: int | None) -> int | None:
    return None if amount is None or not tonnes else round(Fraction(amount, tonnes))


def _share(case: _Case, products: Mapping[str, Decimal] | None) -> Decimal | None:
    if case.industry is None or products is None:
        return None
    share = high_end_share(products, sector=case.industry, year=case.month.year, basis=Basis.WEIGHT)
    return None if share is None else ratio(share.numerator, share.denominator)


def _products(case: _Case, *, year: int, months: int) -> tuple[FirmProducts, ...]:
    if case.industry is None:
        return ()
    return firm_products(
        case.figures, case.names, sector=case.industry, dictionary=case.dictionary, year=year, months=months
    )


def _accounts(case: _Case, to_date: Sequence[FirmProducts]) -> tuple[HighEndAccount, ...]:
    """Full year by weight and value, then year to date by weight and value; what cannot be compared is left out."""
    if case.industry is None:
        return ()
    year, months = case.month.year, case.month.month
    last = year if months == 12 else year - 1
    whole = to_date if months == 12 else _products(case, year=last, months=12)
    windows = ((Window.FULL_YEAR, last, 12, whole), (Window.YEAR_TO_DATE, year, months, to_date))
    found = (
        high_end_account(firms, sector=case.industry, basis=basis, window=window, year=number, months=until)
        for window, number, until, firms in windows
        for basis in Basis
    )
    return tuple(account for account in found if account is not None)


def _chain(case: _Case) -> tuple[ChainLine, ...]:
    order = [case.sector, *dict.fromkeys(item.sector for item in case.city if item.sector != case.sector)]
    lines = []
    for sector in order:
        names = [item.id for item in case.city.of_sector(sector) if item.id in case.figures.first]
        industry = case.sectors.get(sector)
        lines.append(
            chain_line(
                case.figures,
                case.dictionary,
                names,
                sector=sector,
                name=_sector_name(case.sectors, sector),
                quantity=industry.quantity if industry else "",
                month=case.month,
            )
        )
    return tuple(lines)


def _late(case: _Case) -> dict[str, LateReturn]:
    return {
        item.id: LateReturn(enterprise=item.id, name=item.name, last=case.figures.last.get(item.id))
        for item in case.enterprises
        if not case.figures.reports(item.id, case.month) and _is_expected(item, case.month)
    }


def _findings(
    case: _Case, *, total: Standing | None, late: Mapping[str, LateReturn], products: Sequence[FirmProducts]
) -> Iterator[Finding]:
    month = str(case.month)
    for item in late.values():
        facts = {"enterprise": item.enterprise, "name": item.name.zh, "month": month, "last": str(item.last or "—")}
        yield Finding(
            code="assess.return_missing", severity=Severity.QUERY, place=Place(file=item.enterprise), facts=facts
        )
    for field in (*_GAPS, *([case.quantity] if case.quantity else [])):
        for name in case.names:
            gap = to_date_gap(case.figures, name, case.dictionary[field], case.month)
            if gap is not None:
                yield gap
    for firm in products:
        if firm.enterprise not in late and (firm.now is None or firm.before is None):
            facts = {"enterprise": firm.enterprise, "name": firm.name.zh, "month": month}
            place = Place(file=firm.enterprise)
            yield Finding(code="assess.products_incomplete", severity=Severity.QUERY, place=place, facts=facts)
    if total is not None:
        yield from _total_findings(case, total)


def _total_findings(case: _Case, total: Standing) -> Iterator[Finding]:
    if total.estimated_for:
        facts = {"enterprises": "、".join(total.estimated_for), "tonnes_10kt": in_10kt(total.estimated_t)}
        yield _note("assess.total_estimated", case, **facts)
    if total.to_date.now is None:
        yield _note("assess.total_unknown", case)
    if total.year_end is not None and not total.year_end.years_tried:
        yield _note("assess.no_interval", case)
    if case.book is None or not case.book.cap:
        yield _note("assess.nothing_booked", case, plan_year=case.month.year)
    elif case.rulebook is not None:
        ruled = int(case.rulebook.number("cap_t", case.month.last_day))
        if ruled != case.book.cap:
            facts = {"ruled_10kt": in_10kt(ruled), "booked_10kt": in_10kt(case.book.cap)}
            yield Finding(
                code="assess.cap_differs", severity=Severity.QUERY, place=Place(file=case.rulebook.id), facts=facts
            )


def _note(code: str, case: _Case, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, place=Place(file=f"{case.sector}/{case.month}"), facts=facts)


def _refuse_without_returns(case: _Case, returns: Sequence[Return]) -> None:
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
    """The year's book before its close recalls what was not used; None without entries."""
    entries = [entry for entry in store.entries(sector=sector, plan_year=year) if _is_known(entry, known_by)]
    while entries and _closes_the_year(entries[-1]):
        entries.pop()
    return Book.of(sector, year, entries) if entries else None


def _closes_the_year(entry: Entry) -> bool:
    kind = entry.draft.kind
    return kind is EntryKind.RECALL or (kind is EntryKind.CLOSE and not entry.draft.month)


def _is_known(entry: Entry, known_by: dt.datetime | None) -> bool:
    return known_by is None or dt.datetime.fromisoformat(entry.recorded_at) <= known_by


def _gone_from(enterprise: Enterprise) -> Month | None:
    """The month from which none of its facilities is on the register; None while one is, or when it has none."""
    ends = [facility.until for facility in enterprise.facilities]
    return max((end for end in ends if end is not None), default=None) if ends and None not in ends else None


def _has_begun(enterprise: Enterprise, figures: Figures, month: Month) -> bool:
    return enterprise.id in figures.first or _is_expected(enterprise, month)


def _is_expected(enterprise: Enterprise, month: Month) -> bool:
    facilities = enterprise.facilities
    return not facilities or any(facility.is_running(month) for facility in facilities)


def _sector_name(sectors: Mapping[str, Sector], sector: str) -> Text:
    return sectors[sector].name if sector in sectors else Text(sector, sector)
