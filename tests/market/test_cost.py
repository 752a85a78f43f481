"""Cost of a tonne of steel: parts that sum, prices that are missing, routes without iron."""

from decimal import Decimal
from fractions import Fraction

import pytest

from market_sample import COEFFICIENTS, MARCH, STEEL, table, without
from zhibiao.market.cost import OTHER, SteelCost, cost_of_steel, shown_parts
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Quotes
from zhibiao.market.rates import GOOD_OF, Use
from zhibiao.market.route_norms import RouteNorms
from zhibiao.terms.period import Month


def _cost(route: str, prices: PriceTable, month: Month = MARCH, *, as_of: Month = MARCH) -> SteelCost:
    rates = RouteNorms(route=route, norms=STEEL.norms, coefficients=COEFFICIENTS).rates()
    return cost_of_steel(rates, month, quotes=Quotes(prices, as_of=as_of), coefficients=COEFFICIENTS)


def test_a_furnace_by_its_norms() -> None:
    # 0.89 t of iron: 1.6 t of ore and 0.42 t of coke each; 1.07 - 0.89 t of scrap; 485 - 0.96 x 90 kWh, 0.45 bought.
    cost = _cost("bf-bof", table())
    assert {
        "ore": Fraction("1.424") * 900,
        "coke": Fraction("0.3738") * 1500,
        "scrap": Fraction("0.18") * 2200,
        "electricity": Fraction("398.6") * Fraction("0.45") * Fraction("0.6"),
        OTHER: Fraction(620),
    } == {part.code: part.amount for part in cost.parts}
    assert sum((part.amount or Fraction(0) for part in cost.parts), Fraction(0)) == cost.total


def test_an_electric_furnace_takes_no_iron_and_asks_for_no_price_of_ore() -> None:
    prices = PriceTable(
        prices={key: price for key, price in table().prices.items() if key[0] not in ("iron_ore", "coke")}
    )
    cost = _cost("eaf", prices)
    assert () == cost.findings
    # 530 - 0.95 x 90 kWh, all of it bought
    assert Fraction("1.08") * 2200 + Fraction("444.5") * Fraction("0.6") + 430 == cost.total


def test_a_rolling_works_costs_its_billets() -> None:
    assert Fraction(3000 + 90) == _cost("rerolling", table()).total


@pytest.mark.parametrize("use", [Use.ORE, Use.COKE, Use.SCRAP])
def test_a_yuan_on_the_price_is_the_use_on_the_cost(use: Use) -> None:
    before = _cost("bf-bof", table())
    price = before.part(use.value).quote.price  # type: ignore[union-attr]
    after = _cost("bf-bof", table(**{GOOD_OF[use]: str(price + 1)}))
    assert before.rates.use(use) == after.total - before.total  # type: ignore[operator]


def test_a_missing_price_is_named_and_leaves_no_total() -> None:
    cost = _cost("bf-bof", without("coke"))
    assert cost.total is None
    (finding,) = cost.findings
    assert ("market.price_missing", "coke", "2025-03") == (finding.code, finding.place.field, finding.place.clause)


def test_months_to_come_take_the_last_price_while_it_is_fresh() -> None:
    held = table(Month(2025, 1))
    assert (
        _cost("bf-bof", held, Month(2025, 1), as_of=Month(2025, 1)).total == _cost("bf-bof", held, Month(2025, 9)).total
    )
    assert _cost("bf-bof", held).total is None  # March itself is known, and has none
    assert _cost("bf-bof", held, Month(2025, 9), as_of=Month(2025, 5)).total is None


def test_a_price_published_later_is_not_used() -> None:
    late = table(Month(2025, 4))
    assert _cost("bf-bof", late, Month(2025, 4)).total is None


def test_shown_parts_sum_to_the_shown_whole() -> None:
    parts = [Fraction(1, 3), Fraction(2, 3), Fraction(1, 7)]
    shown = shown_parts(parts)
    assert Decimal("1.14") == sum(shown)
    assert all(abs(one - Fraction(other)) < Fraction(1, 100) for one, other in zip(parts, shown, strict=True))
    assert [620, 1, 0] == list(shown_parts([Fraction(620), Fraction(2, 5), Fraction(2, 5)], places=0))
    assert () == shown_parts([])
