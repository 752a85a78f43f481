"""One sector's month put together from its case: standings, verdicts, growth, high-end accounts, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.case import Case, sector_name
from zhibiao.assessment.figures import cited, span_of
from zhibiao.assessment.growth.chain import chain_line
from zhibiao.assessment.growth.growth import Comparison, ratio
from zhibiao.assessment.growth.growth_accounts import growth_accounts, months_by_vintage
from zhibiao.assessment.high_end.account import Basis, FirmProducts, HighEndAccount, Window
from zhibiao.assessment.high_end.outlook import PresentBounds, high_end_findings, high_end_outlook
from zhibiao.assessment.high_end.products import firm_products
from zhibiao.assessment.high_end.share import high_end_account, high_end_share
from zhibiao.assessment.monthly import ChainLine, EnterpriseAssessment, LateReturn, MonthAssessment
from zhibiao.assessment.noticed import findings_of, late_returns
from zhibiao.assessment.pace.earlier_months import case_at, months_before
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.assessment.pace.standings import histories, standings, total_standing
from zhibiao.assessment.pace.year_end import TOTAL, year_ends
from zhibiao.assessment.told_ahead import plans_that_came_otherwise, told_ahead
from zhibiao.assessment.verdict.verdict import city_verdict, enterprise_verdict
from zhibiao.assessment.verdict.verdict_rule import VerdictRule, verdict_rule
from zhibiao.assessment.verdict.warned import looks_back, watched_level
from zhibiao.assessment.warnings.gathered import early_warnings
from zhibiao.terms.enterprise import STATISTICAL_AREA, Enterprise
from zhibiao.terms.finding import ranked
from zhibiao.terms.text import Text


def assessed(case: Case, *, bounds: PresentBounds | None = None) -> MonthAssessment:
    """Put the month together: standings, verdicts, growth along the chain, high-end accounts, findings.

    `bounds` are those of the quotas in force; without them it cannot be told what re-allocation alone could give.
    """
    late = late_returns(case)
    rule = verdict_rule(case.rulebook.pacing if case.rulebook else None)
    each, total = _standings(case)
    earlier = _earlier(case, [*each.values(), total], rule)
    products = _products(case, year=case.month.year, months=case.month.month)
    accounts = _accounts(case, products)
    outlook = high_end_outlook(case, bounds)
    chain = _chain(case)
    output_value = next((item.to_date for item in chain[0].measures), Comparison(now=None, before=None))
    of_total = [whole for _, whole in earlier if whole is not None]
    verdict = city_verdict(total, output_value=output_value, earlier=of_total, rule=rule)
    by_firm = {item.enterprise: item for item in products}
    names = set(case.names)
    enterprises = tuple(
        _enterprise(
            case,
            item,
            standing=each.get(item.id),
            products=by_firm.get(item.id),
            late=late,
            is_cut_wanted=total is not None and watched_level(total, rule) is None,
            earlier=[firms[item.id] for firms, _ in earlier if item.id in firms],
            rule=rule,
        )
        for item in case.enterprises
    )
    noticed = findings_of(case, total=total, late=late, products=products)
    warnings = early_warnings(case, each, total, late=late)
    findings = ranked([*noticed, *plans_that_came_otherwise(case), *warnings, *high_end_findings(case, outlook)])
    return MonthAssessment(
        city=case.city.id,
        city_name=case.city.name,
        sector=case.sector,
        sector_name=sector_name(case.sectors, case.sector),
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
        growth=growth_accounts(case),
        months_by_vintage=months_by_vintage(case),
        high_end=accounts,
        high_end_outlook=outlook,
        late=tuple(late.values()),
        findings=findings,
        sources=cited(item for (name, _), item in case.figures.record.returns.items() if name in names),
    )


def _standings(case: Case) -> tuple[dict[str, Standing], Standing | None]:
    if case.industry is None or not case.quantity:
        return {}, None
    years = histories(case.figures, list(case.names), field=case.quantity, month=case.month)
    if not years:
        return {}, None
    told = told_ahead(case)
    ends: Mapping[str, YearEnd] = year_ends(years, month=case.month, quotas=case.quotas, cap_t=case.cap_t, known=told)
    span = span_of(case.figures.record, list(case.names), case.month)
    product = case.industry.quantity_name
    pacing = case.rulebook.pacing if case.rulebook else None
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
        source=_source(case),
        pacing=pacing,
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
        source=_source(case),
        pacing=pacing,
    )
    return each, total


def _earlier(
    case: Case, now: Sequence[Standing | None], rule: VerdictRule
) -> list[tuple[dict[str, Standing], Standing | None]]:
    """Standings at the months of the year that may hold a colour; none where no standing is near enough to a bound."""
    if not any(looks_back(one, rule) for one in now if one is not None):
        return []
    return [_standings(case_at(case, month)) for month in months_before(case.month, rule.release)]


def _source(case: Case) -> Text:
    """What stands below a chart: enterprises file returns, of areas published totals stand in their place."""
    authority = case.city.authority
    if all(item.kind == STATISTICAL_AREA for item in case.enterprises):
        return Text(f"{authority.zh}，公布的分地区产量", f"{authority.en}, published output by area")
    return Text(f"{authority.zh}，企业月报", f"{authority.en}, monthly returns")


def _enterprise(
    case: Case,
    enterprise: Enterprise,
    *,
    standing: Standing | None,
    products: FirmProducts | None,
    late: Mapping[str, LateReturn],
    is_cut_wanted: bool,
    earlier: Sequence[Standing],
    rule: VerdictRule,
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
            is_cut_wanted=is_cut_wanted,
            earlier=earlier,
            rule=rule,
        ),
    )


def _per_tonne(case: Case, enterprise: str, value: Comparison, *, standing: Standing | None) -> Comparison:
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


def _share(case: Case, products: Mapping[str, Decimal] | None) -> Decimal | None:
    if case.industry is None or products is None:
        return None
    year, known_by = case.month.year, case.month.last_day
    share = high_end_share(products, sector=case.industry, year=year, basis=Basis.WEIGHT, known_by=known_by)
    return None if share is None else ratio(share.numerator, share.denominator)


def _products(case: Case, *, year: int, months: int) -> tuple[FirmProducts, ...]:
    if case.industry is None:
        return ()
    return firm_products(
        case.figures, case.names, sector=case.industry, dictionary=case.dictionary, year=year, months=months
    )


def _accounts(case: Case, to_date: Sequence[FirmProducts]) -> tuple[HighEndAccount, ...]:
    """Full year by weight and value, then year to date by weight and value; what cannot be compared is left out."""
    if case.industry is None:
        return ()
    year, months = case.month.year, case.month.month
    last = year if months == 12 else year - 1
    whole = to_date if months == 12 else _products(case, year=last, months=12)
    windows = ((Window.FULL_YEAR, last, 12, whole), (Window.YEAR_TO_DATE, year, months, to_date))
    found = (
        high_end_account(
            firms,
            sector=case.industry,
            basis=basis,
            window=window,
            year=number,
            months=until,
            known_by=case.month.last_day,
        )
        for window, number, until, firms in windows
        for basis in Basis
    )
    return tuple(account for account in found if account is not None)


def _chain(case: Case) -> tuple[ChainLine, ...]:
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
                name=sector_name(case.sectors, sector),
                quantity=industry.quantity if industry else "",
                month=case.month,
            )
        )
    return tuple(lines)
