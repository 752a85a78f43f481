"""Metal balances: iron and scrap against steel by route, and the iron-to-steel ratio against the firm's own months."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.own_history import BY_NORM, OWN, own_ratios, ratio_of, usual_range
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.sectors.norm import norm_of
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

CHARGED = ("pig_iron_t", "scrap_used_t")
_STEEL = ("crude_steel_t",)


def metal_charge(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Iron and scrap charged per tonne of crude steel lie in the range of the route, and near the firm's own."""
    charge = ratio_of(filed, CHARGED, _STEEL)
    if charge is None:
        return
    low, high = _route_bounds(filed, standing)
    if not low <= charge <= high:
        yield _off(filed, standing, charge, low=low, high=high, basis=BY_NORM)
        return
    limits = standing.tolerances
    past = own_ratios(filed, standing, CHARGED, _STEEL)
    own = usual_range(past, share=limits.metal_own_share, least=limits.own_least)
    if own is not None and not own.holds(charge):
        yield _off(filed, standing, charge, low=own.low, high=own.high, basis=OWN)


def _route_bounds(filed: Filed, standing: Standing) -> tuple[float, float]:
    """Where iron is made, the tolerances; elsewhere the norm of the route, which knows of bought pig iron."""
    norm = norm_of(standing.sector.norms, "charge_per_steel", standing.enterprise.route) if standing.sector else None
    if filed.value("pig_iron_t") or norm is None:
        return float(standing.tolerances.charge_low), float(standing.tolerances.charge_high)
    return float(norm.low), float(norm.high)


def _off(filed: Filed, standing: Standing, charge: float, *, low: float, high: float, basis: Text) -> Finding:
    field, steel = standing.dictionary["crude_steel_t"], filed.value("crude_steel_t")
    return about(
        "edit.metal_balance",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those("crude_steel_t", *CHARGED),
        charge=f"{charge:.3f}",
        low=f"{low:.2f}",
        high=f"{high:.2f}",
        basis=basis,
        value=amount(steel or Decimal(0), field),
    )


def iron_to_steel(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Pig iron per tonne of crude steel stays near the firm's own months: it jumps when steel is left out."""
    ratio = ratio_of(filed, ("pig_iron_t",), _STEEL)
    if not ratio:
        return
    limits = standing.tolerances
    past = own_ratios(filed, standing, ("pig_iron_t",), _STEEL)
    own = usual_range(past, share=limits.metal_own_share, least=limits.own_least)
    if own is None or own.holds(ratio):
        return
    yield about(
        "edit.iron_steel_ratio",
        Severity.QUERY,
        filed,
        standing.dictionary["pig_iron_t"],
        figures=filed.those("pig_iron_t", "crude_steel_t"),
        ratio=f"{ratio:.3f}",
        low=f"{own.low:.3f}",
        high=f"{own.high:.3f}",
        count=own.count,
    )


CHECKS: tuple[Check, ...] = (
    Check(
        run=metal_charge,
        codes=("edit.metal_balance",),
        tolerances=("charge_low", "charge_high", "metal_own_share", "own_least", "history_months"),
        source="charge per tonne 1.05 to 1.09 in common use, widened; data/sectors/coefficients.csv; domain notes 6.4",
    ),
    Check(
        run=iron_to_steel,
        codes=("edit.iron_steel_ratio",),
        tolerances=("metal_own_share", "own_least", "history_months"),
        source="domain notes 6.2 and 6.4: the ratio rose in 2021 and 2025 while output was held down",
    ),
)
