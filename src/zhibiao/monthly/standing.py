"""What a return is checked against: the firm, what stands on record, the dictionary, the day, and the tolerances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.monthly.filed import Figure, Filed
from zhibiao.monthly.returns import Fact, Record
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary, Field
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.grounds import NO_GROUNDS, Grounds
from zhibiao.terms.quantity import UNITS, Unit, convert
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """How far figures may lie apart before somebody is asked; docs/checks.md says where each comes from.

    Args:
        rounding_form_units: what rounding to two decimals of the form's unit may leave over three terms.
        identity_share: share of a year-to-date by which it may miss the months before it.
        last_year_share: share by which the form's last-year column may differ from the record.
        parts_share: share of a total by which its parts may miss it.
        capacity_factor: most output of a month in terms of compliant capacity by calendar days.
        impossible_factor: use of capacity beyond which no furnace has ever been.
        charge_low, charge_high: tonnes of pig iron and scrap charged per tonne of crude steel.
        rolling_high: most tonnes of steel products per tonne of steel rolled, own and bought.
        stock_share: share of output by which opening stock, output and sales may miss the closing stock.
        slip_window: decades by which a ratio may miss a power of ten and still look like a unit slip.
        witness_window: decades within which a witness counts as unmoved.
        steady_spread: most decades of median deviation in a history that may bear witness to a factor of ten.
        history_months: how far back a firm's own history is read.
        jump_share: least share by which a figure must be off its own level before it is asked about.
        jump_times: how many times its own usual swing it must be off.
        jump_hold_times: how many times off its own past a figure must be to wait for the firm's word before it is used.
        own_least: fewest periods of a firm's own history that may bear witness.
        metal_own_share: margin around the firm's own percentiles of metal charged and of iron per tonne of steel.
        energy_own_share: the same for electricity and energy per tonne.
        yield_own_share: the same for products and concentrate per tonne of what they are made of.
        part_load: share of its usual daily output below which a plant's fixed consumption explains a high ratio.
        material_share: share of the larger flow by which a stock of materials may miss its roll-forward.
        home_scrap_share: most scrap of its own that a mill charges, per tonne of crude steel.
        high_end_points: rise of the high-end share above the firm's own months that is asked about.
        high_end_times: times its own largest month that one high-end product may grow to.
        high_end_least: share of the output below which a growing high-end product is not asked about.
        unit_value_low, unit_value_high: revenue per tonne sold in terms of reference prices of the products made.
        unit_value_own_share: margin around the firm's own percentiles of that ratio.
        value_own_points: margin around the firm's own percentiles of value added and taxes per yuan.
        tax_share_high: most taxes paid in terms of revenue.
        vat_share: highest rate of value-added tax; VAT payable stays below it times revenue.
        other_income_share: profit beyond revenue less operating cost, in terms of revenue, that is asked about.
        utilisation_points: how far capacity utilisation as filed may lie from output over capacity.
    """

    rounding_form_units: Decimal = Decimal("0.015")
    identity_share: Decimal = Decimal("0.001")
    last_year_share: Decimal = Decimal("0.005")
    parts_share: Decimal = Decimal("0.002")
    capacity_factor: Decimal = Decimal("1.2")
    impossible_factor: Decimal = Decimal(10)
    charge_low: Decimal = Decimal("1.00")
    charge_high: Decimal = Decimal("1.15")
    rolling_high: Decimal = Decimal("1.05")
    stock_share: Decimal = Decimal("0.05")
    slip_window: float = 0.2
    witness_window: float = 0.3
    steady_spread: float = 0.15
    history_months: int = 24
    jump_share: float = 0.18
    jump_times: float = 6.0
    jump_hold_times: float = 100.0
    own_least: int = 6
    metal_own_share: Decimal = Decimal("0.04")
    energy_own_share: Decimal = Decimal("0.15")
    yield_own_share: Decimal = Decimal("0.08")
    part_load: Decimal = Decimal("0.5")
    material_share: Decimal = Decimal("0.05")
    home_scrap_share: Decimal = Decimal("0.12")
    high_end_points: Decimal = Decimal("0.04")
    high_end_times: Decimal = Decimal("1.8")
    high_end_least: Decimal = Decimal("0.02")
    unit_value_low: Decimal = Decimal("0.4")
    unit_value_high: Decimal = Decimal("2.5")
    unit_value_own_share: Decimal = Decimal("0.20")
    value_own_points: Decimal = Decimal("0.10")
    tax_share_high: Decimal = Decimal("0.25")
    vat_share: Decimal = Decimal("0.13")
    other_income_share: Decimal = Decimal("0.10")
    utilisation_points: Decimal = Decimal("0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything one return is held against; `record` holds what was known before it, `today` is Beijing's day."""

    enterprise: Enterprise
    dictionary: Dictionary
    record: Record
    today: dt.date
    sector: Sector | None = None
    tolerances: Tolerances = Tolerances()
    grounds: Grounds = NO_GROUNDS

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that the firm's sector files."""
        return self.dictionary.of_sector(self.enterprise.sector)

    def slack(self, field: Field, value: Decimal, share: Decimal) -> Decimal:
        """The larger of a share of the value and what rounding in the form's unit leaves, in the inner unit."""
        rounding = convert(self.tolerances.rounding_form_units, source=field.form_unit, target=field.unit)
        return max(abs(value) * share, rounding)


def unit_words(unit: Unit) -> Text:
    """A unit's own words: the Chinese symbol where the table has one, and the English."""
    chinese = (symbol for symbol, known in UNITS.items() if known == unit and not symbol.isascii())
    return Text(zh=next(chinese, unit.symbol), en=unit.symbol)


def amount(value: Decimal, field: Field) -> Text:
    """A figure as people read it: the form's unit in Chinese, the inner unit in English."""
    shown = convert(value, source=field.unit, target=field.form_unit)
    zh = f"{plain(round(shown, 4)):,f}{unit_words(field.form_unit).zh}"
    return Text(zh=zh, en=f"{plain(round(value, 2)):,f} {field.unit.symbol}")


def plain(value: Decimal) -> Decimal:
    """The same number in its one plain form: no exponent, no trailing zeros.

    >>> plain(Decimal("9.80000E+8")), plain(Decimal("1.50"))
    (Decimal('980000000'), Decimal('1.5'))
    """
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def about(
    code: str, severity: Severity, filed: Filed, field: Field, *, figures: Sequence[Fact] = (), **facts: object
) -> Finding:
    """A finding at a field of the return; `figures` where it concerns others than the month's own.

    Its place is the first of them, its fact `cell` names them all: cells of a sheet, rows of a text table, places of
    a document.
    """
    concerned = figures or filed.those(field.code)
    place = concerned[0].place if concerned else filed.cell(field.code)
    where = ",".join(dict.fromkeys(filter(None, (spot_of(fact.place) for fact in concerned)))) or spot_of(place)
    return Finding(
        code=code,
        severity=severity,
        place=replace(place, field=field.code, cell=where if place.cell else ""),
        facts={"cell": where, "name": field.name, **facts},
        figures=tuple(_figure(fact, filed) for fact in concerned),
    )


def spot_of(place: Place) -> str:
    """Where in its file a place lies: a cell, else a row, else a path; "" where it is none of them."""
    return place.cell or (str(place.row) if place.row else place.clause)


def _figure(fact: Fact, filed: Filed) -> Figure:
    return Figure(fact.field, fact.scope, any(fact is one for one in filed.last_year))
