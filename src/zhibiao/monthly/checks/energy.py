"""Energy by route: electricity, standard coal and oxygen per tonne against the firm's own months and wide norms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.own_history import BY_NORM, OWN, own_ratios, ratio_of, usual_range
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.sectors.norm import norm_of
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

_PER = {
    "bf-bof": "crude_steel_t",
    "eaf": "crude_steel_t",
    "rerolling": "steel_products_t",
    "kiln": "magnesia_products_t",
    "mine": "concentrate_t",
    "yard": "scrap_processed_t",
    "deep": "steel_processed_t",
}
"""The tonnes that energy is counted per, by route."""
_MELTED = frozenset({"bf-bof", "eaf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rate:
    """One consumption: the field, and the norm's code before its denominator."""

    field: str
    norm: str


_RATES = (_Rate(field="electricity_kwh", norm="kwh"), _Rate(field="energy_tce", norm="tce"))
_OXYGEN = _Rate(field="oxygen_m3", norm="oxygen")


def energy_per_tonne(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Electricity and energy per tonne lie near the firm's own months, and within the wide range of the route."""
    for rate in _RATES:
        yield from _asked(rate, filed, standing)


def oxygen_per_tonne(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Oxygen per tonne of steel, where it is filed, lies near the firm's own months and within the route's range."""
    yield from _asked(_OXYGEN, filed, standing)


def _asked(rate: _Rate, filed: Filed, standing: Standing) -> Iterator[Finding]:
    per = _PER.get(standing.enterprise.route)
    ratio = ratio_of(filed, (rate.field,), (per,)) if per else None
    if per is None or not ratio:  # nothing used at all is another question: edit.energy_missing
        return
    route, limits = standing.enterprise.route, standing.tolerances
    code = f"{rate.norm}_per_{'steel' if route in _MELTED else 'product'}"
    norm = norm_of(standing.sector.norms, code, route) if standing.sector else None
    if norm is not None and not norm.low <= round(ratio, 9) <= norm.high:
        yield _off(rate, filed, standing, per, ratio, (float(norm.low), float(norm.high)), BY_NORM)
        return
    own = usual_range(
        own_ratios(filed, standing, (rate.field,), (per,)), share=limits.energy_own_share, least=limits.own_least
    )
    if own is not None and not own.holds(ratio) and not (ratio > own.high and is_part_load(filed, standing, per)):
        yield _off(rate, filed, standing, per, ratio, (own.low, own.high), OWN)


def is_part_load(filed: Filed, standing: Standing, output: str) -> bool:
    """Whether output by the day is far below the firm's own: what burns without output then weighs on few tonnes."""
    made = filed.value(output)
    periods = standing.record.figures.get((filed.enterprise, output), {})
    rates = sorted(float(value) / period.days for period, value in periods.items() if period.end <= filed.period.start)
    if made is None or not rates:
        return False
    usual = rates[len(rates) // 2]
    return float(made) / filed.period.days < usual * float(standing.tolerances.part_load)


def _off(
    rate: _Rate,
    filed: Filed,
    standing: Standing,
    per: str,
    ratio: float,
    bounds: tuple[float, float],
    basis: Text,
) -> Finding:
    field, output = standing.dictionary[rate.field], standing.dictionary[per]
    digits = 3 if rate.norm == "tce" else 0
    value = filed.value(per)
    assert value is not None
    return about(
        "edit.energy_by_route",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those(rate.field, per),
        output=output.name,
        made=amount(value, output),
        ratio=f"{ratio:,.{digits}f}",
        low=f"{bounds[0]:,.{digits}f}",
        high=f"{bounds[1]:,.{digits}f}",
        unit=f"{field.unit.symbol}/t",
        basis=basis,
    )


CHECKS: tuple[Check, ...] = (
    Check(
        run=energy_per_tonne,
        codes=("edit.energy_by_route",),
        tolerances=("energy_own_share", "part_load", "own_least", "history_months"),
        source="first and last percentile of the firm's own months, domain notes 6.4; data/sectors/coefficients.csv",
    ),
    Check(
        run=oxygen_per_tonne,
        codes=("edit.energy_by_route",),
        tolerances=("energy_own_share", "part_load", "own_least", "history_months"),
        source="converters 50 to 60 m3/t, common practice; data/sectors/coefficients.csv",
    ),
)
