"""Slips of the unit: a figure a power of ten away from what the year to date, the record or the firm's past say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.monthly.checks.balances import OUTPUTS
from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.history import Past, a_year_ago, log_rate, past_of, periods_before, repeats_record
from zhibiao.monthly.checks.identity import Flow, flow_of, is_open
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.monthly.standing import Standing, about, amount, unit_words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

PHYSICAL = (
    *("electricity_kwh", "energy_tce", "crude_steel_t", "steel_products_t", "magnesia_products_t"),
    *("concentrate_t", "scrap_processed_t", "steel_processed_t"),
)
"""What a true stop or start of production takes along."""
MONEY = ("sales_revenue_yuan", "gross_output_yuan")
"""What bears witness where nothing physical does; the workforce stays through stop and start and bears none."""
MAY_VANISH = frozenset({"profit_yuan", "taxes_yuan", "value_added_yuan", "vat_payable_yuan"})
"""Differences of large figures, which come near zero by themselves: a tenfold change proves nothing, and one too
small by a thousand or more is told by an exact witness alone; without one it is asked about softly."""
CODES = {
    1: "unit.factor_10_suspected",
    3: "unit.factor_1e3_suspected",
    4: "unit.factor_1e4_suspected",
    6: "unit.factor_1e6_suspected",
    8: "unit.factor_1e8_suspected",
}
_MASS, _MONEY = (1, 3, 4), (1, 3, 4, 6, 8)
_LEAST_FOR_TEN = 6
_ERRATIC = 0.5
_OFTEN_THERE = 0.1
_MATERIAL = 5
_TEN_AT_LEAST, _TEN_SPREADS = 0.04, 4.0
_BEYOND_TEN = 0.5
"""Decades: a capacity that changed by more than a third of a power of ten explains a figure that moved with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Away:
    """How far a field's month stands from its own past, in decades."""

    decades: float
    past: Past


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    """Cells of one field that look written in another unit, and what says so."""

    field: Field
    power: int
    facts: tuple[Fact, ...]
    reference: Decimal
    months: str
    count: int
    witness: Text
    is_erratic: bool = False


def unit_slips(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """No figure is a power of ten away from what year to date, last year's record or the firm's own past say of it.

    The year to date and the record are exact witnesses. The firm's past is one only beside a second figure that did
    not move: output that truly rose or fell takes power and energy along, a new furnace its capacity.
    """
    days = periods_before(filed, standing)
    away = {field.code: one for field in standing.fields if (one := _away(filed, field, days, standing))}
    last_year: dict[str, list[Fact]] = {}
    for fact in filed.last_year:
        if fact.value > 0 and not repeats_record(filed, fact, standing):
            last_year.setdefault(fact.field, []).append(fact)
    for field in standing.fields:
        slips = [*_last_year(filed, field, last_year.get(field.code, ()), standing)]
        flow = flow_of(filed, field, standing) if is_open(filed, field, standing) else None
        past = away[field.code].past if field.code in away else None
        exact = _by_year_to_date(filed, flow, past, standing) if flow else None
        if field.code == "stock_t":
            exact = _by_stock(filed, field, standing)
        by_past = exact or _by_past(filed, field, away, standing)
        yield from _findings(filed, [*([by_past] if by_past else []), *slips])


def _powers(field: Field) -> tuple[int, ...]:
    return _MONEY if field.unit.dimension == "money" else _MASS


# by the year to date


def _by_year_to_date(filed: Filed, flow: Flow, past: Past | None, standing: Standing) -> _Slip | None:
    """Month, year to date or both, divided by a power of ten, satisfy the identity that they break.

    Several readings may: where nothing stood before, dividing the one or multiplying the other; and figures may
    happen to fit. The reading whose month lies nearest to the firm's past is taken.
    """
    if flow.holds or not flow.before:
        return None
    earlier = flow.before[0]
    readings = [
        (power, scopes)
        for size in _powers(flow.field)
        for power in (size, -size)
        for scopes in _COLUMNS
        if _repairs(flow, earlier, power, scopes, standing)
    ]
    if not readings:
        return None
    return _exact(filed, flow, *min(readings, key=lambda one: _distance(filed, flow, one[0], one[1], past)), earlier)


_COLUMNS: tuple[tuple[Scope, ...], ...] = (
    (Scope.PERIOD,),
    (Scope.YEAR_TO_DATE,),
    (Scope.PERIOD, Scope.YEAR_TO_DATE),
)


def _distance(filed: Filed, flow: Flow, power: int, scopes: tuple[Scope, ...], past: Past | None) -> float:
    """Decades between the month so read and the firm's past; 0 where there is none to tell."""
    if past is None or flow.month <= 0:
        return 0.0
    month = flow.month.scaleb(-power) if Scope.PERIOD in scopes else flow.month
    return abs(log_rate(month, filed.period.days) - past.middle)


def _exact(filed: Filed, flow: Flow, power: int, scopes: tuple[Scope, ...], earlier: Decimal) -> _Slip:
    facts = tuple(fact for scope in scopes if (fact := filed.fact(flow.field.code, scope)))
    is_total = scopes == (Scope.YEAR_TO_DATE,)
    reference = earlier + flow.month if is_total else facts[0].value.scaleb(-power)
    start = filed.period.start
    first = Month(start.year, 1)
    return _Slip(
        field=flow.field,
        power=power,
        facts=facts,
        reference=reference,
        months=f"{first}…{filed.period.last}" if filed.period.last != first else str(first),
        count=filed.period.last.month,
        witness=_TO_DATE if Scope.YEAR_TO_DATE not in scopes else _MONTH,
    )


def _repairs(flow: Flow, earlier: Decimal, power: int, scopes: Sequence[Scope], standing: Standing) -> bool:
    """Whether those cells divided by 10^power satisfy the identity, and are large enough for that to mean something."""
    month = flow.month.scaleb(-power) if Scope.PERIOD in scopes else flow.month
    to_date = flow.to_date.scaleb(-power) if Scope.YEAR_TO_DATE in scopes else flow.to_date
    slack = standing.slack(flow.field, to_date, standing.tolerances.identity_share)
    if min(abs(month), abs(to_date)) <= _MATERIAL * slack:
        return False
    if len(scopes) == 2 and abs(earlier) <= _MATERIAL * slack:
        return False
    if abs(power) == 1:  # a digit doubled or dropped comes as near as that, but not to the last digit
        rounding = standing.slack(flow.field, Decimal(0), Decimal(0))
        slack = min(slack, rounding.scaleb(max(0, -power)))
    return abs(to_date - earlier - month) <= slack


_TO_DATE = Text("累计数", "the year to date")
_MONTH = Text("本月与此前累计", "the month and what stood before")
_CARRIED = Text("期初库存加产量减销量", "opening stock, output and sales")
_ON_RECORD = Text("上年台账", "last year's record")


# by the stock carried forward


def _by_stock(filed: Filed, field: Field, standing: Standing) -> _Slip | None:
    """The closing stock of products, divided by a power of ten, is what opening stock, output and sales leave."""
    closing, sold = filed.value("stock_t"), filed.value("sales_t")
    made = next((value for code in OUTPUTS if (value := filed.value(code)) is not None), None)
    before = filed.period.start.shift(-1)
    opening = standing.record.at(filed.enterprise, "stock_t", before)
    fact = filed.fact("stock_t")
    if fact is None or closing is None or sold is None or made is None or opening is None:
        return None
    left = opening + made - sold
    slack = standing.slack(field, max(made, sold), standing.tolerances.stock_share)
    if abs(closing - left) <= slack or left <= slack:
        return None
    for size in _powers(field):
        for power in (size, -size):
            if abs(closing.scaleb(-power) / left - 1) <= standing.tolerances.stock_share:
                return _Slip(
                    field=field,
                    power=power,
                    facts=(fact,),
                    reference=left,
                    months=str(before),
                    count=1,
                    witness=_CARRIED,
                )
    return None


# by last year's record


def _last_year(filed: Filed, field: Field, facts: Sequence[Fact], standing: Standing) -> Iterator[_Slip]:
    """Last year's columns repeat the record; a power of ten between the two is a slip of the unit."""
    found: dict[int, list[tuple[Fact, Decimal]]] = {}
    for fact in facts:
        known = a_year_ago(filed, field, fact.scope, standing)
        if known is None or known <= 0:
            continue
        for power in _powers(field):
            for signed in (power, -power):
                if abs(fact.value.scaleb(-signed) / known - 1) <= standing.tolerances.last_year_share:
                    found.setdefault(signed, []).append((fact, known))
    for power, pairs in found.items():
        first, last = filed.period.start.year_before(), filed.period.last.year_before()
        yield _Slip(
            field=field,
            power=power,
            facts=tuple(fact for fact, _ in pairs),
            reference=pairs[0][1],
            months=f"{first}…{last}" if first != last else str(first),
            count=1,
            witness=_ON_RECORD,
        )


# by the firm's own past


def _away(filed: Filed, field: Field, days: Mapping[Period, float], standing: Standing) -> _Away | None:
    value = filed.value(field.code)
    if value is None or value <= 0 or field.kind is Kind.PLAN:
        return None
    past = past_of(filed, field, days, standing)
    if past is None:
        return None
    return _Away(
        decades=log_rate(value, filed.period.days if field.kind is Kind.FLOW else 1) - past.middle,
        past=past,
    )


def _by_past(filed: Filed, field: Field, away: Mapping[str, _Away], standing: Standing) -> _Slip | None:
    found = away.get(field.code)
    if found is None:
        return None
    power = _power(found, field, standing)
    if not power:
        return None
    flow = flow_of(filed, field, standing) if field.kind is Kind.FLOW else None
    # Year to date and record contradict the month by something else than ten: that is no slip of the unit.
    if abs(power) == 1 and flow is not None and flow.before and not flow.holds:
        return None
    is_vanishing = power < 0 and field.code in MAY_VANISH
    if is_vanishing and flow is not None and flow.holds and any(abs(one) > flow.slack for one in flow.before):
        return None  # the year to date carries the figure
    witness = _witness(field, away, standing)
    if witness is None or _grew_with_capacity(filed, found, standing):
        return None
    facts = [
        fact
        for scope in Scope
        if (fact := filed.fact(field.code, scope)) and _is_slipped(fact, filed, found, power, standing)
    ]
    days = filed.period.days if field.kind is Kind.FLOW else 1
    level = found.decades + found.past.middle
    near = sum(abs(log - level) <= standing.tolerances.witness_window for log in found.past.logs)
    return _Slip(
        field=field,
        power=power,
        facts=tuple(facts),
        reference=Decimal(round(10**found.past.middle * days)),
        months=found.past.months,
        count=len(found.past.logs),
        witness=standing.dictionary[witness].name,
        is_erratic=is_vanishing
        or found.past.spread > _ERRATIC
        or near >= max(1.0, _OFTEN_THERE * len(found.past.logs)),
    )


def _power(found: _Away, field: Field, standing: Standing) -> int:
    """The power of ten that the figure is away by, or 0; ten alone needs a long and steady history, and is told only
    within what that history scatters by.
    """
    limits = standing.tolerances
    for power in _powers(field):
        off = abs(abs(found.decades) - power)
        if off > limits.slip_window:
            continue
        spread = found.past.spread
        if power == 1 and (
            spread > limits.steady_spread
            or len(found.past.logs) < _LEAST_FOR_TEN
            or off > max(_TEN_AT_LEAST, _TEN_SPREADS * spread)
            or field.part_of
            or field.kind is Kind.LEVEL
            or field.code in MAY_VANISH
        ):
            return 0
        return power if found.decades > 0 else -power
    return 0


def _witness(field: Field, away: Mapping[str, _Away], standing: Standing) -> str | None:
    """A figure that did not move: for quantities a physical one where there is any, for money any."""
    physical = [code for code in PHYSICAL if code in away and code != field.code]
    money = [code for code in MONEY if code in away and code != field.code]
    asked = [*physical, *money] if field.unit.dimension == "money" or not physical else physical
    window = standing.tolerances.witness_window
    unmoved = [code for code in asked if abs(away[code].decades) <= window]
    return unmoved[0] if unmoved else None


def _grew_with_capacity(filed: Filed, found: _Away, standing: Standing) -> bool:
    """Whether capacity on file moved as far as the figure since the months it is measured against."""
    quantities = {facility.counts_for for facility in standing.enterprise.facilities}
    before = found.past.first
    for code in quantities:
        now = standing.enterprise.capacity_t(code, filed.period.last)
        then = standing.enterprise.capacity_t(code, before)
        if then and now and abs(log_rate(Decimal(now), 1) - log_rate(Decimal(then), 1) - found.decades) <= _BEYOND_TEN:
            return True
    return False


def _is_slipped(fact: Fact, filed: Filed, found: _Away, power: int, standing: Standing) -> bool:
    """Whether this column is away from the past by the same power; the year to date by its own number of days."""
    if fact.scope is Scope.PERIOD:
        return True
    if fact.value <= 0:
        return False
    year = Period(Month(filed.period.start.year, 1), filed.period.end)
    decades = log_rate(fact.value, year.days) - found.past.middle
    return abs(decades - power) <= standing.tolerances.slip_window


# findings


def _findings(filed: Filed, slips: Sequence[_Slip]) -> Iterator[Finding]:
    """One finding per power, with the cells of every column that slipped."""
    for power in dict.fromkeys(slip.power for slip in slips):
        alike = [slip for slip in slips if slip.power == power]
        facts = tuple(fact for slip in alike for fact in slip.facts)
        yield _finding(filed, alike[0], facts)


def _finding(filed: Filed, slip: _Slip, facts: Sequence[Fact]) -> Finding:
    field, power = slip.field, slip.power
    declared = filed.filed_units.get(field.code)
    code, holds = ("unit.low_confidence", False) if slip.is_erratic else (CODES[abs(power)], True)
    value = facts[0].value
    found = about(
        code,
        Severity.QUERY,
        filed,
        field,
        figures=facts,
        factor=f"10^{power}",
        value=amount(value, field),
        read_as=amount(value.scaleb(-power), field),
        reference=amount(slip.reference, field),
        months=slip.months,
        count=slip.count,
        witness=slip.witness,
        unit=unit_words(declared) if declared else "—",
        form_unit=unit_words(field.form_unit),
    )
    return replace(found, holds=holds)


CHECKS: tuple[Check, ...] = (
    Check(
        run=unit_slips,
        codes=(*CODES.values(), "unit.low_confidence"),
        tolerances=(
            *("slip_window", "witness_window", "steady_spread", "history_months"),
            *("rounding_form_units", "identity_share", "last_year_share", "stock_share"),
        ),
        source="Statistics Netherlands and Scholtus on systematic errors; log10 ratio with a second witness",
    ),
)
