"""Growth along the chain: money, electricity and goods of each sector, month and year to date, on one scope."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.assessment.figures import Figures, span_of
from zhibiao.assessment.growth.same_scope import reported_by, same_scope
from zhibiao.assessment.monthly import ChainLine, Measure
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

MONEY = ("gross_output_yuan", "sales_revenue_yuan", "profit_yuan", "taxes_yuan", "electricity_kwh", "energy_tce")


def chain_line(
    figures: Figures,
    dictionary: Dictionary,
    enterprises: Sequence[str],
    *,
    sector: str,
    name: Text,
    quantity: str,
    month: Month,
) -> ChainLine:
    """The growth of one sector; each measure counts the enterprises that reported it in both years.

    Args:
        enterprises: ids of the sector.
        quantity: field its quota counts, empty when it has none.
    """
    span = span_of(figures.record, enterprises, month)
    january = Month(month.year, 1)
    measures = []
    for field in measured_fields(dictionary, sector=sector, quantity=quantity):
        having = [firm for firm in enterprises if _ever(figures, firm, field.code)]
        in_month = {firm: figures.month(firm, field.code, span) for firm in having}
        to_date = {firm: figures.since_january(firm, field.code, month) for firm in having}
        own = same_scope(reported_by(figures, in_month, first=span.start, last=month, since={}))
        year = same_scope(reported_by(figures, to_date, first=january, last=month, since={}))
        measures.append(
            Measure(
                field=field.code,
                name=field.name,
                unit=field.unit.symbol,
                month=own.same,
                to_date=year.same,
                raw=year.raw,
                firms=len(year.counted),
                left_out=tuple(item.enterprise for item in year.left_out),
            )
        )
    return ChainLine(sector=sector, name=name, measures=tuple(measures))


def measured_fields(dictionary: Dictionary, *, sector: str, quantity: str) -> tuple[Field, ...]:
    """Money and energy in a fixed order, then the goods that only this sector makes."""
    fields = dictionary.of_sector(sector)
    money = [field for code in MONEY for field in fields if field.code == code]
    goods = [
        field
        for field in fields
        if field.sectors == (sector,)
        and field.kind is Kind.FLOW
        and field.unit.dimension == "mass"
        and (field.required or field.code == quantity)
    ]
    return tuple(money + goods)


def _ever(figures: Figures, enterprise: str, field: str) -> bool:
    """An enterprise that never filed a figure does not have that line, which is not the same as missing it."""
    return any(figures.record.figures.get((enterprise, field), {}).values())
