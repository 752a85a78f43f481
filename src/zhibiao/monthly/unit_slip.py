"""Slips of the unit: a figure a power of ten away from the firm's own history, while a second witness stays put."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount, unit_words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

WITNESSES = ("electricity_kwh", "sales_revenue_yuan", "energy_tce", "gross_output_yuan", "workforce_persons")
_CODES = {
    1: "unit.factor_10_suspected",
    3: "unit.factor_1e3_suspected",
    4: "unit.factor_1e4_suspected",
}
_LEAST_FOR_TEN = 6
_LEAST = 3
_ERRATIC = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Against:
    """A figure against the firm's own history: how many decades away, how many figures, how far they scatter."""

    decades: float
    reference: Decimal
    count: int
    spread: float


def unit_slips(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Name each figure that looks written in another unit.

    The reference is the median daily rate of the firm's own last months; last year's column stands in where
    nothing is on record. Output that truly rose or fell takes power, energy or revenue along, and is not named.
    """
    held = {field.code: found for field in standing.fields if (found := _against(filed, field, standing)) is not None}
    unmoved = [
        code for code in WITNESSES if code in held and abs(held[code].decades) <= standing.tolerances.witness_window
    ]
    for code, found in held.items():
        power = _power(found, standing.dictionary[code], standing)
        if power and any(witness != code for witness in unmoved):
            yield _finding(filed, standing.dictionary[code], found, power, unmoved, standing)


def _against(filed: Filed, field: Field, standing: Standing) -> _Against | None:
    value = filed.value(field.code)
    if value is None or value <= 0:
        return None
    rates = _history(filed, field, standing)
    if not rates:
        return None
    rate = value if field.kind is not Kind.FLOW else value / filed.period.days
    logs = [math.log10(past) for past in rates]
    middle = median(logs)
    reference = median(rates) * (filed.period.days if field.kind is Kind.FLOW else 1)
    return _Against(
        decades=math.log10(rate) - middle,
        reference=Decimal(reference),
        count=len(rates),
        spread=median(abs(past - middle) for past in logs),
    )


def _history(filed: Filed, field: Field, standing: Standing) -> list[Decimal]:
    """Positive daily rates (or standing levels) of the months before, else of last year's column alone."""
    first = filed.period.start.shift(-standing.tolerances.history_months)
    figures: Mapping[Period, Decimal] = standing.record.figures.get((filed.enterprise, field.code), {})
    past = [
        value / period.days if field.kind is Kind.FLOW else value
        for period, value in figures.items()
        if first <= period.start < filed.period.start and value > 0
    ]
    if len(past) >= _LEAST:
        return past
    a_year_ago = [fact for fact in filed.last_year if fact.field == field.code and fact.scope is Scope.PERIOD]
    days = filed.period.days if field.kind is Kind.FLOW else 1
    return [fact.value / days for fact in a_year_ago if fact.value > 0]


def _power(found: _Against, field: Field, standing: Standing) -> int:
    """The power of ten that the figure is away by, or 0; ten alone needs a long and steady history."""
    for power in (1, 3, 4):
        if abs(abs(found.decades) - power) > standing.tolerances.slip_window:
            continue
        steady = found.spread <= standing.tolerances.steady_spread and found.count >= _LEAST_FOR_TEN
        if power == 1 and (not steady or field.part_of or field.kind is not Kind.FLOW):
            return 0
        return int(math.copysign(power, found.decades))
    return 0


def _finding(
    filed: Filed, field: Field, found: _Against, power: int, unmoved: list[str], standing: Standing
) -> Finding:
    value = filed.value(field.code)
    assert value is not None
    witness = next(code for code in unmoved if code != field.code)
    declared = filed.filed_units.get(field.code)
    code, severity = _CODES[abs(power)], Severity.QUARANTINE
    if found.spread > _ERRATIC:
        code, severity = "unit.low_confidence", Severity.QUERY
    elif (
        declared is not None and declared != field.form_unit and _explains(declared.size / field.form_unit.size, power)
    ):
        code = "unit.header_mismatch"
    return about(
        code,
        severity,
        filed,
        field,
        factor=f"10^{power}",
        value=amount(value, field),
        reference=amount(found.reference, field),
        count=found.count,
        witness=standing.dictionary[witness].name,
        unit=unit_words(declared) if declared else "—",
        form_unit=unit_words(field.form_unit),
    )


def _explains(ratio: Decimal, power: int) -> bool:
    """Whether reading the figure in the form's own unit would undo the slip."""
    return ratio == Decimal(10) ** power
