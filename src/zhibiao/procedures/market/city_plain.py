"""Costs, margins and balances as plain values: amounts as text, rounded once, parts that sum to their total."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zhibiao.market.balance import Balance, Held
from zhibiao.market.cost import Part, SteelCost, shown_parts
from zhibiao.market.margin import Margin
from zhibiao.market.rates import REROLLING, UNIT_OF, Use
from zhibiao.terms.exact import rounded

_PLACES = 4


def cost_plain(cost: SteelCost) -> dict[str, Any]:
    """One cost: parts in yuan with two decimals that sum to the total, which is None where a part is missing."""
    amounts = [part.amount for part in cost.parts if part.amount is not None]
    shown = iter(shown_parts(amounts))
    return {
        "enterprise": cost.rates.enterprise,
        "route": cost.rates.route,
        "per": "billets" if cost.rates.route == REROLLING else "crude_steel",
        "parts": [
            _part(cost, part) | {"yuan_per_t": None if part.amount is None else str(next(shown))} for part in cost.parts
        ],
        "total_yuan_per_t": None if cost.total is None else str(sum(shown_parts(amounts))),
    }


def _part(cost: SteelCost, part: Part) -> dict[str, Any]:
    use = Use(part.code) if part.code in set(Use) else None
    rate = cost.rates.uses[use] if use else None
    return {
        "part": part.code,
        "quantity": None if part.quantity is None else str(rounded(part.quantity, _PLACES)),
        "unit": UNIT_OF[use] if use else "",
        "basis": rate.basis.value if rate else "stated",
        "months": rate.months if rate else 0,
        "price": None if part.quote is None else str(part.quote.price),
        "price_of": None if part.quote is None or part.quote.of is None else str(part.quote.of),
    }


def margin_plain(margin: Margin) -> dict[str, Any]:
    """One margin as plain values."""
    yuan = {
        "finishing_yuan_per_t": margin.finishing,
        "cost_yuan_per_t_steel": margin.cost.total,
        "margin_yuan_per_t_steel": margin.per_steel,
        "margin_yuan_per_t_product": margin.per_product,
        "break_even_price": margin.break_even_price,
    }
    inputs = {use.value: margin.break_even_of(use) for use in Use if margin.quantities.get(use)}
    rate, level = margin.cost.rates.product_yield, margin.cost.rates.price_level
    return {
        "enterprise": margin.cost.rates.enterprise,
        "route": margin.cost.rates.route,
        "family": margin.family,
        "price": None if margin.quote is None else str(margin.quote.price),
        "price_level": str(rounded(level.value, _PLACES)),
        "price_level_basis": level.basis.value,
        "yield": str(rounded(rate.value, _PLACES)),
        "yield_basis": rate.basis.value,
        **{name: _yuan(value) for name, value in yuan.items()},
        "break_even_inputs": {
            name: _yuan(value, _PLACES if name == "electricity" else 2) for name, value in inputs.items()
        },
    }


def balance_plain(balance: Balance) -> dict[str, Any]:
    """One balance as plain values."""

    def held(rows: tuple[Held, ...]) -> list[dict[str, str]]:
        return [{"enterprise": one.enterprise, "amount": str(one.amount)} for one in rows]

    limit = balance.supplied.outside_limit if balance.supplied else None
    cover, share = balance.cover_days, balance.outside_share
    return {
        "commodity": balance.commodity.code,
        "unit": balance.commodity.unit,
        "period": str(balance.period),
        "need": str(balance.need),
        "own_supply": str(balance.own_supply) if balance.own else None,
        "surplus": str(balance.surplus),
        "from_outside": str(balance.from_outside),
        "outside_share": None if share is None else str(rounded(share, _PLACES)),
        "stock": None if balance.stock is None else str(balance.stock),
        "cover_days": None if cover is None else str(rounded(cover, 1)),
        "outside_limit": None if limit is None else str(limit),
        "room": None if balance.room is None else str(balance.room),
        "needs": held(balance.needs),
        "own": held(balance.own),
        "stocks": held(balance.stocks),
    }


def _yuan(value: Fraction | None, places: int = 2) -> str | None:
    return None if value is None else str(rounded(value, places))
