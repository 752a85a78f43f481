"""How the months arrive: collected workbooks, late and corrected files, and each firm's own copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhibiao.monthly.form import Filing, FormSheet, form_sheet, form_value, period_label
from zhibiao.simulation.blemishes import SPOILERS, spoil
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.filings import filing_of, periods_of
from zhibiao.simulation.specification import BlemishKind, BlemishRule, Specification
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

_APART = {"late", "gb18030_csv"}  # not in the collected workbook
_LEFT_OUT = 0.985  # of the month's crude steel, before one converter's heats were found missing
_COLLECTED_AT, _OWN_AT = dt.time(2, 30), dt.time(6, 15)  # UTC: in the morning and in the afternoon, local time


@dataclass(frozen=True, slots=True, kw_only=True)
class Blemish:
    """One planted blemish as listed for the reader: file, sheet, cells, kind, and the file that puts it right."""

    file: str
    sheet: str
    cells: str
    kind: BlemishKind
    enterprise: str
    resolved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file: sheets of a workbook, or the text of a CSV in GB18030.

    `received_at` None marks a copy that is kept beside the collected workbook and never arrived by itself.
    """

    path: str
    received_at: dt.datetime | None
    uploader: str
    note: Text
    sheets: tuple[FormSheet, ...] = ()
    csv_text: str = ""
    blemishes: tuple[Blemish, ...] = ()


def arrivals_of(specification: Specification, city: SimulatedCity, dictionary: Dictionary) -> tuple[Arrival, ...]:
    """Every file of the city in the order of arrival, copies that never arrived last."""
    periods = tuple(periods_of(city, joint_years=specification.joint_years))
    arrivals: list[Arrival] = []
    for period in periods:
        rules = [rule for rule in specification.blemishes if rule.month == period.last]
        arrivals.append(_collected(specification, city, dictionary, period, rules))
        arrivals += _separate(specification, city, dictionary, period, rules)
        if period.last in specification.own_files:
            taken = {arrival.path for arrival in arrivals}
            own = _copies(city, dictionary, period)
            arrivals += [copy for copy in own if copy.path not in taken]
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return tuple(sorted(arrivals, key=lambda arrival: (arrival.received_at or never, arrival.path)))


def _collected(
    specification: Specification,
    city: SimulatedCity,
    dictionary: Dictionary,
    period: Period,
    rules: Sequence[BlemishRule],
) -> Arrival:
    path = f"returns/{period.last}.xlsx"
    joint = {rule.enterprise: rule for rule in rules if rule.kind.code == "joint_january_february"}
    absent = {rule.enterprise for rule in rules if rule.kind.code in _APART} | _silent(specification, period)
    sheets: list[FormSheet] = []
    blemishes: list[Blemish] = []
    for enterprise in city.register:
        if enterprise.id in absent:
            continue
        covered = _first_two(period) if enterprise.id in joint else period
        sheet = form_sheet(filing_of(city, enterprise, covered, dictionary), dictionary)
        for rule in (rule for rule in rules if rule.enterprise == enterprise.id):
            sheet, cells = _spoiled(rule, sheet, city, enterprise, dictionary)
            blemishes.append(_listed(rule, path, sheet, cells, specification))
        sheets.append(sheet)
    day = _day_after(period, specification.collected_on_day)
    months = period_label(period)
    return Arrival(
        path=path,
        received_at=dt.datetime.combine(day, _COLLECTED_AT, tzinfo=dt.UTC),
        uploader=specification.uploader,
        note=Text(f"{months}汇总", f"collected workbook of {period}"),
        sheets=tuple(sheets),
        blemishes=tuple(blemishes),
    )


def _silent(specification: Specification, period: Period) -> set[str]:
    """Who files nothing now because the next return covers both months."""
    return {
        rule.enterprise
        for rule in specification.blemishes
        if rule.kind.code == "joint_january_february" and rule.month == period.last.next()
    }


def _first_two(period: Period) -> Period:
    return Period(Month(period.last.year, 1), period.end)


def _spoiled(
    rule: BlemishRule, clean: FormSheet, city: SimulatedCity, enterprise: Enterprise, dictionary: Dictionary
) -> tuple[FormSheet, tuple[str, ...]]:
    """Kinds that change figures file them anew; the others change the sheet; some change no cell at all."""
    if rule.kind.code in SPOILERS:
        return spoil(rule.kind.code, clean)
    if rule.kind.code == "revised_month":
        sheet = form_sheet(_short_of_heats(filing_of(city, enterprise, clean.period, dictionary)), dictionary)
        return sheet, _differences(clean, sheet)
    if rule.kind.code == "copy_of_last_month":
        before = Period.of(clean.period.start.shift(-1))
        copied = replace(filing_of(city, enterprise, before, dictionary), period=clean.period)
        return form_sheet(copied, dictionary), ()
    return clean, ()


def _short_of_heats(filing: Filing) -> Filing:
    """The month as first filed: crude steel short by some heats, in the month and in the year to date."""
    month, to_date, *before = filing.figures["crude_steel_t"]
    assert month is not None
    assert to_date is not None
    short = month - round(month * _LEFT_OUT)
    return replace(
        filing, figures={**filing.figures, "crude_steel_t": (month - short, to_date - short, before[0], before[1])}
    )


def _differences(clean: FormSheet, sheet: FormSheet) -> tuple[str, ...]:
    return tuple(
        f"{chr(ord('A') + column)}{number + 1}"
        for number, (one, other) in enumerate(zip(clean.rows, sheet.rows, strict=True))
        for column, (cell, changed) in enumerate(zip(one.cells, other.cells, strict=True))
        if cell != changed
    )


def _separate(
    specification: Specification,
    city: SimulatedCity,
    dictionary: Dictionary,
    period: Period,
    rules: Sequence[BlemishRule],
) -> Iterator[Arrival]:
    """The files that come from one enterprise alone: late, corrected, or in another form."""
    for rule in rules:
        if rule.by is None:
            continue
        filing = filing_of(city, city.register[rule.enterprise], period, dictionary)
        is_csv = rule.kind.code == "gb18030_csv"
        path = _own_path(rule, period, specification)
        listed = Blemish(file=path, sheet="", cells="", kind=rule.kind, enterprise=rule.enterprise, resolved_by="")
        yield Arrival(
            path=path,
            received_at=dt.datetime.combine(rule.by, _OWN_AT, tzinfo=dt.UTC),
            uploader=f"officer-{rule.enterprise}",
            note=_note(rule, period),
            sheets=() if is_csv else (form_sheet(filing, dictionary),),
            csv_text=filing_csv(filing, dictionary) if is_csv else "",
            blemishes=(listed,) if rule.kind.code in _APART else (),
        )


def _note(rule: BlemishRule, period: Period) -> Text:
    months = period_label(period)
    if rule.kind.code in _APART:
        return Text(f"{rule.enterprise} {months}单独报送", f"{rule.enterprise} files {period} by itself")
    return Text(f"{rule.enterprise} {months}订正重报", f"{rule.enterprise} files {period} again, corrected")


def _own_path(rule: BlemishRule, period: Period, specification: Specification) -> str:
    if rule.kind.code == "gb18030_csv":
        return f"returns/{period.last}_{rule.enterprise}.csv"
    if period.last in specification.own_files:
        return f"returns/firms/{period.last}/{rule.enterprise}.xlsx"
    return f"returns/{period.last}_{rule.enterprise}.xlsx"


def _copies(city: SimulatedCity, dictionary: Dictionary, period: Period) -> Iterator[Arrival]:
    for enterprise in city.register:
        yield Arrival(
            path=f"returns/firms/{period.last}/{enterprise.id}.xlsx",
            received_at=None,
            uploader=f"officer-{enterprise.id}",
            note=Text(f"{enterprise.id} {period_label(period)}本企业单表", f"{enterprise.id}'s own copy of {period}"),
            sheets=(form_sheet(filing_of(city, enterprise, period, dictionary), dictionary),),
        )


def filing_csv(filing: Filing, dictionary: Dictionary) -> str:
    """A return as CSV text in the form's units; columns as the intake of CSV returns asks for them."""
    lines = ["enterprise,period,field,unit,value,year_to_date"]
    for field in dictionary.of_form(filing.sector):
        value, to_date, *_ = filing.figures.get(field.code, (None, None, None, None))
        shown = ["" if amount is None else f"{form_value(amount, field):f}" for amount in (value, to_date)]
        unit = {"10kt": "万吨", "10kyuan": "万元", "10MWh": "万kWh", "tce": "吨标准煤", "person": "人"}
        symbol = unit.get(field.form_unit.symbol, field.form_unit.symbol)
        lines.append(",".join((filing.enterprise, str(filing.period), field.code, symbol, *shown)))
    return "\r\n".join((*lines, ""))


def _day_after(period: Period, day: int) -> dt.date:
    return dt.date(period.end.year, period.end.month, day)


def _listed(
    rule: BlemishRule, path: str, sheet: FormSheet, cells: Sequence[str], specification: Specification
) -> Blemish:
    return Blemish(
        file=path,
        sheet=sheet.name,
        cells=" ".join(cells),
        kind=rule.kind,
        enterprise=rule.enterprise,
        resolved_by=_own_path(rule, sheet.period, specification) if rule.by else "",
    )
