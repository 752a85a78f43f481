"""Slips of the unit: a figure a power of ten away from the firm's own history, while a second witness stays put."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount, unit_words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

WITNESSES = ("electricity_kwh", "sales_revenue_yuan", "energy_tce", "gross_output_yuan")
"""What a true stop or start takes along; the workforce stays through both and bears no witness."""
_MAY_VANISH = frozenset({"profit_yuan", "taxes_yuan", "value_added_yuan"})
"""Differences of large figures: they come near zero by themselves, and a tenfold change proves nothing."""
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
    days = _days_before(filed, standing)
    held = {field.code: found for field in standing.fields if (found := _against(filed, field, days, standing))}
    unmoved = [
        code for code in WITNESSES if code in held and abs(held[code].decades) <= standing.tolerances.witness_window
    ]
    for code, found in held.items():
        power = _power(found, standing.dictionary[code], standing)
        if power and any(witness != code for witness in unmoved):
            yield _finding(filed, standing.dictionary[code], found, power, unmoved, standing)


def _days_before(filed: Filed, standing: Standing) -> Mapping[Period, int]:
    """The firm's periods before this one, as far back as its history is read, with their calendar days."""
    first = filed.period.start.shift(-standing.tolerances.history_months)
    return {
        period: period.days
        for enterprise, period in standing.record.returns
        if enterprise == filed.enterprise and first <= period.start < filed.period.start
    }


def _against(filed: Filed, field: Field, days: Mapping[Period, int], standing: Standing) -> _Against | None:
    value = filed.value(field.code)
    if value is None or value <= 0:
        return None
    rates = _history(filed, field, days, standing)
    if not rates:
        return None
    own_days = filed.period.days if field.kind is Kind.FLOW else 1
    logs = [math.log10(past) for past in rates]
    middle = median(logs)
    return _Against(
        decades=math.log10(value / own_days) - middle,
        reference=Decimal(round(median(rates) * own_days)),
        count=len(rates),
        spread=median(abs(past - middle) for past in logs),
    )


def _history(filed: Filed, field: Field, days: Mapping[Period, int], standing: Standing) -> list[float]:
    """Positive daily rates (or standing levels) of the periods before, else of last year's column alone."""
    is_flow = field.kind is Kind.FLOW
    figures: Mapping[Period, Decimal] = standing.record.figures.get((filed.enterprise, field.code), {})
    past = [
        float(value) / (days[period] if is_flow else 1)
        for period, value in figures.items()
        if period in days and value > 0
    ]
    if len(past) >= _LEAST:
        return past
    a_year_ago = [fact for fact in filed.last_year if fact.field == field.code and fact.scope is Scope.PERIOD]
    return [float(fact.value) / (filed.period.days if is_flow else 1) for fact in a_year_ago if fact.value > 0]


def _power(found: _Against, field: Field, standing: Standing) -> int:
    """The power of ten that the figure is away by, or 0; ten alone needs a long and steady history."""
    for power in (1, 3, 4):
        if abs(abs(found.decades) - power) > standing.tolerances.slip_window:
            continue
        steady = found.spread <= standing.tolerances.steady_spread and found.count >= _LEAST_FOR_TEN
        if power == 1 and (not steady or field.part_of or field.kind is not Kind.FLOW or field.code in _MAY_VANISH):
            return 0
        if found.decades < 0 and field.code in _MAY_VANISH:
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


CHECKS: tuple[Check, ...] = (
    Check(
        run=unit_slips,
        codes=(*_CODES.values(), "unit.low_confidence", "unit.header_mismatch"),
        tolerances=("slip_window", "witness_window", "steady_spread", "history_months"),
        source="Statistics Netherlands and Scholtus on systematic errors; log10 ratio with a second witness",
    ),
)
