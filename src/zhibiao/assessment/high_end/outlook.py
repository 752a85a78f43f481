"""What lies before the high-end share of a sector: its path to the target, and what re-allocation alone could give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from zhibiao.assessment.case import Case
from zhibiao.assessment.high_end.account import Basis, FirmProducts
from zhibiao.assessment.high_end.axes import unplaced
from zhibiao.assessment.high_end.path import HighEndPath, ShareTarget, YearShare
from zhibiao.assessment.high_end.products import products_in, products_over, unknown_products
from zhibiao.assessment.high_end.reallocation import Holder, Reach, Reallocation, best_reallocation
from zhibiao.assessment.high_end.share import amounts_of, catalogue_use, worth_of
from zhibiao.policy.clause import clause_text
from zhibiao.policy.high_end_target import high_end_target
from zhibiao.sectors.sector import Catalogue, Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

_YEARS = 5  # full years that a mean gain is taken over at most
PER_TONNE_PLACES = 9


class Untold(StrEnum):
    """Why it cannot be told what re-allocation alone could give."""

    NONE = ""
    NO_DECISION = "no_decision"  # bounds are set by a decision in force, and there is none
    NO_PRODUCTS = "no_products"  # of no enterprise with a quota are the products of the last twelve months known
    BOUNDS_CONFLICT = "bounds_conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentBounds:
    """The bounds of quotas now in force.

    Args:
        decision: id of the decision that set them.
        bounds_t: floor and ceiling of each enterprise's whole quota, what stands beside the split included.
    """

    decision: str
    bounds_t: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HighEndOutlook:
    """Path and re-allocation of one sector.

    Args:
        reallocations: by basis (weight, value) and reach (all, groups); empty where `untold` says why.
        decision: id of the decision whose bounds were used, empty without one.
    """

    path: HighEndPath
    reallocations: tuple[Reallocation, ...]
    untold: Untold
    decision: str

    def reallocation(self, basis: Basis, reach: Reach) -> Reallocation | None:
        """The one of that basis and reach, or None."""
        return next((item for item in self.reallocations if (item.basis, item.reach) == (basis, reach)), None)

    @property
    def part_of_wanted(self) -> Fraction | None:
        """How much of what the target wants dividing output among the enterprises could give at most, by weight, 0 to
        1, what the present quotas bring included; None where nothing is wanted or nothing can be told."""
        best = self.reallocation(Basis.WEIGHT, Reach.ALL)
        wanted = self.path.wanted
        if best is None or wanted is None or wanted <= 0:
            return None
        return min(max(best.whole / wanted, Fraction(0)), Fraction(1))


def high_end_outlook(case: Case, bounds: PresentBounds | None) -> HighEndOutlook | None:
    """Path and re-allocation at the end of the month; None for a sector without catalogue or without known products.

    Shares are of the last twelve months, so that no season bends them; where these are not whole (January alone after
    a joint period), of the last full year.
    """
    sector = case.industry
    catalogue = sector.catalogue(case.month.year, known_by=case.month.last_day) if sector else None
    if sector is None or catalogue is None:
        return None
    for last in (case.month, Month(case.month.year - 1, 12)):
        made = _twelve_months(case, sector, last)
        if any(firm.now for firm in made):
            path = _path(case, sector, catalogue, made, until=last)
            found, untold = _reallocations(case, sector, catalogue, made, until=last, bounds=bounds)
            decision = bounds.decision if bounds else ""
            return HighEndOutlook(path=path, reallocations=found, untold=untold, decision=decision)
    return None


def high_end_findings(case: Case, outlook: HighEndOutlook | None) -> Iterator[Finding]:
    """Products the sector does not list or place, and bounds that exclude each other."""
    sector = case.industry
    if sector is None or not sector.output:
        return
    for enterprise, name in case.names.items():
        first = Month(case.month.year, 1)
        unknown = unknown_products(
            case.figures, enterprise, sector=sector, dictionary=case.dictionary, first=first, last=case.month
        )
        for field, tonnes in unknown.items():
            facts = {"name": name, "product": case.dictionary[field].name, "tonnes": int(tonnes)}
            place = Place(file=enterprise, field=field)
            yield Finding(code="high_end.product_unknown", severity=Severity.QUERY, place=place, facts=facts)
    names = {product.field: product.name for product in sector.products}
    for field in unplaced(sector):
        place = Place(file=sector.id, field=field)
        facts = {"product": names[field]}
        yield Finding(code="high_end.product_unplaced", severity=Severity.NOTE, place=place, facts=facts)
    if outlook is not None and outlook.untold is Untold.BOUNDS_CONFLICT:
        place = Place(file=f"{case.sector}/{case.month}")
        facts = {"total": sum(case.quotas.values())}
        yield Finding(code="high_end.bounds_conflict", severity=Severity.QUERY, place=place, facts=facts)


def _twelve_months(case: Case, sector: Sector, last: Month) -> tuple[FirmProducts, ...]:
    """The twelve months that end with `last`, and the twelve before."""
    return products_in(
        case.figures,
        case.names,
        sector=sector,
        dictionary=case.dictionary,
        now=(last.shift(-11), last),
        before=(last.shift(-23), last.shift(-12)),
    )


def _path(
    case: Case, sector: Sector, catalogue: Catalogue, made: Sequence[FirmProducts], *, until: Month
) -> HighEndPath:
    weight = worth_of(sector, Basis.WEIGHT)
    products, high = _together([firm.now for firm in made if firm.now is not None], weight, catalogue)
    both = [(firm.now, firm.before) for firm in made if firm.now is not None and firm.before is not None]
    now, before = (_share([pair[place] for pair in both], weight, catalogue) for place in (0, 1))
    return HighEndPath(
        until=until,
        catalogue=catalogue_use(catalogue, sector),
        share=high / products,
        products_t=Decimal(products.numerator) / products.denominator,
        high_end_t=Decimal(high.numerator) / high.denominator,
        gain=None if now is None or before is None else now - before,
        years=tuple(_years(case, sector, catalogue)),
        target=_target(case),
        left_out=tuple(firm.enterprise for firm in made if firm.now is None),
    )


def _years(case: Case, sector: Sector, catalogue: Catalogue) -> Iterator[YearShare]:
    """The full years on record, oldest first, each under its own catalogue and under the present one, of the
    enterprises whose products of that year are known."""
    weight = worth_of(sector, Basis.WEIGHT)
    last = case.month.year if case.month.month == 12 else case.month.year - 1
    begun = min(case.figures.first.values(), default=case.month)
    for year in range(max(last - _YEARS + 1, begun.year), last + 1):
        span = (Month(year, 1), Month(year, 12))
        made = (
            products_over(case.figures, name, sector=sector, dictionary=case.dictionary, first=span[0], last=span[1])
            for name in case.names
        )
        known = [products for products in made if products is not None]
        restated = _share(known, weight, catalogue)
        in_force = sector.catalogue(year, known_by=case.month.last_day)
        if restated is not None and Month(year, 1) >= begun:
            own = None if in_force is None else _share(known, weight, in_force)
            yield YearShare(year=year, own=own, restated=restated)


def _target(case: Case) -> ShareTarget | None:
    if case.rulebook is None:
        return None
    day = case.month.last_day
    found = high_end_target(case.rulebook, day)
    if found is None:
        return None
    return ShareTarget(
        share=Fraction(found.share),
        year=found.year,
        clause=found.clause,
        text=clause_text(case.rulebook, found.clause, day=day),
        rulebook=case.rulebook.id,
    )


def _reallocations(
    case: Case,
    sector: Sector,
    catalogue: Catalogue,
    made: Sequence[FirmProducts],
    *,
    until: Month,
    bounds: PresentBounds | None,
) -> tuple[tuple[Reallocation, ...], Untold]:
    """By basis and reach; or none, and why."""
    quotas = {name: tonnes for name, tonnes in case.quotas.items() if tonnes}
    if bounds is None or not quotas:
        return (), Untold.NO_DECISION
    found = []
    for basis in Basis:
        holders, beside = _holders(case, sector, catalogue, made, until=until, bounds=bounds, basis=basis)
        if all(item.products is None for item in holders):
            return (), Untold.NO_PRODUCTS
        for reach in Reach:
            best = best_reallocation(holders, basis=basis, reach=reach, beside=beside)
            if best is None:
                return (), Untold.BOUNDS_CONFLICT
            found.append(best)
    return tuple(found), Untold.NONE


def _holders(
    case: Case,
    sector: Sector,
    catalogue: Catalogue,
    made: Sequence[FirmProducts],
    *,
    until: Month,
    bounds: PresentBounds,
    basis: Basis,
) -> tuple[list[Holder], tuple[Fraction, Fraction]]:
    """Everybody with a quota, products per tonne as in the twelve months; and the products made without any."""
    worth, by_firm = worth_of(sector, basis), {firm.enterprise: firm.now for firm in made}
    holders, beside = [], [Fraction(0), Fraction(0)]
    for enterprise in case.enterprises:
        products, quota_t = by_firm.get(enterprise.id), case.quotas.get(enterprise.id, 0)
        amounts = None if products is None else amounts_of(products, worth, catalogue.fields)
        if quota_t:
            melted = case.figures.over(enterprise.id, sector.quantity, first=until.shift(-11), last=until)
            floor_t, ceiling_t = _bounds(case, enterprise.id, quota_t, bounds)
            holders.append(
                Holder(
                    enterprise=enterprise.id,
                    name=enterprise.name,
                    group=enterprise.group,
                    made_t=melted or 0,
                    quota_t=quota_t,
                    floor_t=floor_t,
                    ceiling_t=ceiling_t,
                    products=_per_tonne(amounts[0], melted) if amounts and melted else None,
                    high_end=_per_tonne(amounts[1], melted) if amounts and melted else None,
                )
            )
        elif amounts is not None:
            beside = [whole + own for whole, own in zip(beside, amounts, strict=True)]
    return holders, (beside[0], beside[1])


def _per_tonne(amount: Fraction, melted_t: int) -> Fraction:
    """With nine decimals: exact ratios of thousands of enterprises have a common denominator of thousands of digits."""
    return Fraction(rounded(amount / melted_t, PER_TONNE_PLACES))


def _bounds(case: Case, enterprise: str, quota_t: int, bounds: PresentBounds) -> tuple[int, int]:
    """The decision's bounds, opened to what is held where a transfer went past them, and no lower than what is made.

    An enterprise without bounds keeps what it holds.
    """
    floor_t, ceiling_t = bounds.bounds_t.get(enterprise, (quota_t, quota_t))
    made_t = case.figures.to_date(enterprise, case.quantity, case.month) or 0
    least = min(max(floor_t, made_t), quota_t)
    return least, max(ceiling_t, quota_t)


def _share(made: Sequence[Mapping[str, Decimal]], worth: Mapping[str, int], catalogue: Catalogue) -> Fraction | None:
    products, high = _together(made, worth, catalogue)
    return high / products if products else None


def _together(
    made: Sequence[Mapping[str, Decimal]], worth: Mapping[str, int], catalogue: Catalogue
) -> tuple[Fraction, Fraction]:
    amounts = [amounts_of(products, worth, catalogue.fields) for products in made]
    return sum((one[0] for one in amounts), Fraction(0)), sum((one[1] for one in amounts), Fraction(0))
