"""Growth along the chain: money, electricity and goods of each sector, month and year to date, on one scope."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.assessment.figures import Figures, on_one_scope, span_of
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
    """The growth of one sector; each measure counts the enterprises that have it in both years.

    Args:
        enterprises: ids of the sector.
        quantity: field its quota counts, empty when it has none.
    """
    span = span_of(figures.record, enterprises, month)
    measures = []
    for field in measured_fields(dictionary, sector=sector, quantity=quantity):
        in_month, _ = on_one_scope({firm: figures.month(firm, field.code, span) for firm in enterprises})
        to_date = {firm: figures.since_january(firm, field.code, month) for firm in enterprises}
        has_it = {firm: item for firm, item in to_date.items() if _ever(figures, firm, field.code)}
        total, left_out = on_one_scope(has_it)
        measures.append(
            Measure(
                field=field.code,
                name=field.name,
                unit=field.unit.symbol,
                month=in_month,
                to_date=total,
                firms=len(has_it) - len(left_out),
                left_out=left_out,
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
