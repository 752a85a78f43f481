"""Products: yields of what they are made of, and high-end shares that jump without a new line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.own_history import BY_NORM, OWN, own_ratios, ratio_of, sum_of, usual_range
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.sectors.norm import norm_of
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """Tonnes of one thing per tonne of another: the fields above and below, the field that is named, and the norm."""

    over: tuple[str, ...]
    per: tuple[str, ...]
    norm: str = ""

    @property
    def named(self) -> str:
        """The field that a finding stands at."""
        return self.over[0]


YIELDS = (
    Yield(over=("steel_products_t",), per=("crude_steel_t", "billets_bought_t"), norm="products_per_steel"),
    Yield(over=("magnesite_used_t",), per=("magnesia_sand_t",), norm="magnesite_per_sand"),
    Yield(over=("ore_mined_t",), per=("concentrate_t",)),
    Yield(over=("iron_ore_used_t",), per=("pig_iron_t",), norm="ore_per_iron"),
    Yield(over=("coke_used_t",), per=("pig_iron_t",), norm="coke_per_iron"),
    Yield(over=("scrap_bought_t",), per=("scrap_processed_t",)),
)
_NO_MORE_OUT_THAN_IN = frozenset({"ore_mined_t"})


def yields(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """What a tonne is made of lies in the range of chemistry and route, and near the firm's own months."""
    for one in YIELDS:
        ratio = ratio_of(filed, one.over, one.per)
        if not ratio:
            continue
        bounds = _bounds(one, standing)
        if bounds is not None and not bounds[0] <= ratio <= bounds[1]:
            if one.named != "steel_products_t" or ratio < bounds[0]:  # above: edit.products_exceed_steel
                yield _off(one, filed, standing, ratio, bounds, BY_NORM)
            continue
        limits = standing.tolerances
        past = own_ratios(filed, standing, one.over, one.per)
        own = usual_range(past, share=limits.yield_own_share, least=limits.own_least)
        if own is not None and not own.holds(ratio):
            yield _off(one, filed, standing, ratio, (own.low, own.high), OWN)


def _bounds(one: Yield, standing: Standing) -> tuple[float, float] | None:
    if one.named in _NO_MORE_OUT_THAN_IN:
        return 1.0, float("inf")
    norm = norm_of(standing.sector.norms, one.norm, standing.enterprise.route) if standing.sector else None
    return (float(norm.low), float(norm.high)) if norm is not None else None


def _off(
    one: Yield, filed: Filed, standing: Standing, ratio: float, bounds: tuple[float, float], basis: Text
) -> Finding:
    low, high = bounds
    return about(
        "edit.product_yield",
        Severity.QUERY,
        filed,
        standing.dictionary[one.named],
        figures=filed.those(*one.over, *one.per),
        ratio=f"{ratio:.3f}",
        low=f"{low:.3f}",
        high="—" if high == float("inf") else f"{high:.3f}",
        basis=basis,
        per=_names(one.per, standing),
    )


def _names(codes: Sequence[str], standing: Standing) -> Text:
    """The field, or the sum of several as one."""
    names = [standing.dictionary[code].name for code in codes]
    if len(names) == 1:
        return names[0]
    zh, en = "、".join(name.zh for name in names), " and ".join(name.en for name in names)
    return Text(f"“{zh}之和”", f"the sum of {en}")


def high_end_jump(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The high-end share, or one high-end product, does not jump above the firm's own months without a new line.

    Nothing is asked where a facility came into the register within the months looked back to.
    """
    sector = standing.sector
    catalogue = sector.catalogue(filed.period.start.year) if sector is not None else None
    if sector is None or catalogue is None or _has_new_line(filed, standing):
        return
    output = filed.value(sector.output)
    fields = sorted(code for code in catalogue.fields if filed.value(code) is not None)
    if not output or not fields:
        return
    grown = _grown_product(filed, standing, fields, sector.output)
    if grown is not None:
        yield grown
    else:
        yield from _grown_share(filed, standing, fields, sector.output)


def _has_new_line(filed: Filed, standing: Standing) -> bool:
    first = filed.period.start.shift(-standing.tolerances.history_months)
    return any(facility.since > first for facility in standing.enterprise.facilities)


def _grown_share(filed: Filed, standing: Standing, fields: Sequence[str], output: str) -> Iterator[Finding]:
    limits = standing.tolerances
    past = own_ratios(filed, standing, fields, (output,))
    share = ratio_of(filed, fields, (output,))
    own = usual_range(past[-12:], share=Decimal(0), least=limits.own_least)
    if share is None or own is None or share <= own.high + float(limits.high_end_points):
        return
    total = sum_of(filed, fields) or Decimal(0)
    field = standing.dictionary[output]
    yield about(
        "edit.high_end_jump",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those(output, *fields),
        value=amount(total, field),
        share=f"{share:.1%}",
        most=f"{own.high:.1%}",
        count=own.count,
    )


def _grown_product(filed: Filed, standing: Standing, fields: Sequence[str], output: str) -> Finding | None:
    """The high-end product that grew most beyond its own months, by the day, where it weighs enough to matter."""
    limits = standing.tolerances
    whole = filed.value(output) or Decimal(0)
    found: list[tuple[float, str, float, int]] = []
    for code in fields:
        value = filed.value(code) or Decimal(0)
        shares = own_ratios(filed, standing, (code,), (output,))
        if len(shares) < limits.own_least or value < whole * limits.high_end_least:
            continue
        share, most = float(value / whole), max(shares)
        if share > most * float(limits.high_end_times):
            found.append((share - most, code, most, len(shares)))
    if not found:
        return None
    _, code, most, count = max(found)
    field, value = standing.dictionary[code], filed.value(code) or Decimal(0)
    return about(
        "edit.high_end_jump",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those(code, output),
        value=amount(value, field),
        share=f"{float(value / whole):.1%}",
        most=f"{most:.1%}",
        count=count,
    )


CHECKS: tuple[Check, ...] = (
    Check(
        run=yields,
        codes=("edit.product_yield",),
        tolerances=("yield_own_share", "own_least", "history_months"),
        source="stoichiometry of magnesite 2.092 t/t; worldsteel; data/sectors/coefficients.csv; domain notes 5.3, 6.4",
    ),
    Check(
        run=high_end_jump,
        codes=("edit.high_end_jump",),
        tolerances=("high_end_points", "high_end_times", "high_end_least", "own_least", "history_months"),
        source="high-end share step change without new line or certificate, domain notes 6.4",
    ),
)
