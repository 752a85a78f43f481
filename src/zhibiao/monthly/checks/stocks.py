"""Stocks of materials carried forward where the supplementary fields are filed, and sales held against supply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.monthly.checks.balances import OUTPUTS
from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Field
from zhibiao.terms.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material: its stock at the end, what comes in, and what is used."""

    stock: str
    inflows: tuple[str, ...]
    used: str


MATERIALS = (
    Material(stock="iron_ore_stock_t", inflows=("iron_ore_bought_t",), used="iron_ore_used_t"),
    Material(stock="coke_stock_t", inflows=("coke_made_t", "coke_bought_t"), used="coke_used_t"),
    Material(stock="melt_scrap_stock_t", inflows=("melt_scrap_bought_t",), used="scrap_used_t"),
    Material(stock="magnesite_stock_t", inflows=("magnesite_bought_t",), used="magnesite_used_t"),
)


def materials_carried(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Stock of ore, coke, scrap or magnesite at the start, plus what came in, less what was used, is stock at the end.

    An inflow that was left blank is unknown, not zero: then only a closing stock below what the known flows leave is
    asked about. Scrap that falls in the mill itself is on no form, so a closing stock may be higher by it.
    """
    for material in MATERIALS:
        closing, used = filed.value(material.stock), filed.value(material.used)
        opening = standing.record.at(filed.enterprise, material.stock, filed.period.start.shift(-1))
        if closing is None or used is None or opening is None:
            continue
        known = {code: value for code in material.inflows if (value := filed.value(code)) is not None}
        came_in = sum(known.values(), Decimal(0))
        gap = closing - (opening + came_in - used)
        field = standing.dictionary[material.stock]
        slack = standing.slack(field, max(came_in, used), standing.tolerances.material_share)
        most = _most_above(material, filed, standing, slack, is_whole=_is_whole(material, filed, known))
        if gap < -slack or (most is not None and gap > most):
            yield _unbalanced(material, filed, field, opening=opening, came_in=came_in, gap=gap)


def _is_whole(material: Material, filed: Filed, known: dict[str, Decimal]) -> bool:
    return all(code in known or code in filed.declared_none for code in material.inflows)


def _most_above(
    material: Material, filed: Filed, standing: Standing, slack: Decimal, *, is_whole: bool
) -> Decimal | None:
    """How far the closing stock may exceed what the known flows leave; None where something unknown came in."""
    if not is_whole:
        return None
    if material.stock != "melt_scrap_stock_t":
        return slack
    return slack + (filed.value("crude_steel_t") or Decimal(0)) * standing.tolerances.home_scrap_share


def _unbalanced(
    material: Material,
    filed: Filed,
    field: Field,
    *,
    opening: Decimal,
    came_in: Decimal,
    gap: Decimal,
) -> Finding:
    closing, used = filed.value(material.stock), filed.value(material.used)
    assert closing is not None
    assert used is not None
    return about(
        "edit.material_balance",
        Severity.QUERY,
        filed,
        field,
        figures=filed.those(material.stock, *material.inflows, material.used),
        opening=amount(opening, field),
        came_in=amount(came_in, field),
        used=amount(used, field),
        value=amount(closing, field),
        gap=amount(gap, field),
    )


def sales_within_supply(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """What is sold was made or lay in stock; asked here where no closing stock was filed to carry it forward."""
    output = next((code for code in OUTPUTS if filed.value(code) is not None), "")
    made, sold = filed.value(output), filed.value("sales_t")
    opening = standing.record.at(filed.enterprise, "stock_t", filed.period.start.shift(-1))
    if made is None or sold is None or opening is None or filed.value("stock_t") is not None:
        return
    field = standing.dictionary["sales_t"]
    if sold > opening + made + standing.slack(field, max(made, sold), standing.tolerances.stock_share):
        facts = {"opening": amount(opening, field), "made": amount(made, field), "value": amount(sold, field)}
        figures = filed.those("sales_t", output)
        yield about("edit.sales_exceed_supply", Severity.QUERY, filed, field, figures=figures, **facts)


CHECKS: tuple[Check, ...] = (
    Check(
        run=materials_carried,
        codes=("edit.material_balance",),
        tolerances=("rounding_form_units", "material_share", "home_scrap_share"),
        source="open + in - used = close, domain notes 6.4",
    ),
    Check(
        run=sales_within_supply,
        codes=("edit.sales_exceed_supply",),
        tolerances=("rounding_form_units", "stock_share"),
        source="output - sales = change of stock, domain notes 6.4",
    ),
)
