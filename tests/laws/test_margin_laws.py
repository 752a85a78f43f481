"""Laws of cost and margin: parts are the whole, a yuan on a price is the use, rounding for reading keeps the sum."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from market_sample import COEFFICIENTS, MARCH, PRICES, STEEL
from zhibiao.market.cost import cost_of_steel, shown_parts
from zhibiao.market.margin import Margin, margin_of
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Quotes
from zhibiao.market.rates import GOOD_OF, Use
from zhibiao.market.route_norms import RouteNorms
from zhibiao.terms.exact import nearest

ROUTES = {
    route: RouteNorms(route=route, norms=STEEL.norms, coefficients=COEFFICIENTS).rates()
    for route in ("bf-bof", "eaf", "rerolling")
}
routes = st.sampled_from(sorted(ROUTES))
yuan = st.decimals(min_value="0.01", max_value=20_000, places=4)
lists = st.fixed_dictionaries(dict.fromkeys(PRICES, yuan))
amounts = st.lists(st.fractions(min_value=-(10**6), max_value=10**6), max_size=8)


def _quotes(prices: dict[str, Decimal]) -> Quotes:
    return Quotes(PriceTable(prices={(good, MARCH): price for good, price in prices.items()}), as_of=MARCH)


def _margin(route: str, prices: dict[str, Decimal]) -> Margin:
    return margin_of(ROUTES[route], "rebar_t", MARCH, quotes=_quotes(prices), coefficients=COEFFICIENTS)


@settings(max_examples=examples(60))
@given(route=routes, prices=lists)
def test_parts_are_the_whole(route: str, prices: dict[str, Decimal]) -> None:
    cost = cost_of_steel(ROUTES[route], MARCH, quotes=_quotes(prices), coefficients=COEFFICIENTS)
    parts = [part.amount for part in cost.parts]
    assert None not in parts
    assert sum((part for part in parts if part is not None), Fraction(0)) == cost.total


@settings(max_examples=examples(60))
@given(route=routes, prices=lists, use=st.sampled_from(sorted(Use)), more=yuan)
def test_a_dearer_input_takes_its_use_off_the_margin(
    route: str, prices: dict[str, Decimal], use: Use, more: Decimal
) -> None:
    before = _margin(route, prices)
    after = _margin(route, prices | {GOOD_OF[use]: prices[GOOD_OF[use]] + more})
    assert before.per_steel is not None
    assert after.per_steel is not None
    assert before.quantities[use] * Fraction(more) == before.per_steel - after.per_steel


@settings(max_examples=examples(60))
@given(route=routes, prices=lists)
def test_a_margin_is_what_the_price_lies_above_break_even(route: str, prices: dict[str, Decimal]) -> None:
    margin = _margin(route, prices)
    assert margin.break_even_price is not None
    assert Fraction(prices["rebar_t"]) - margin.break_even_price == margin.per_product


@settings(max_examples=examples(200))
@given(parts=amounts, places=st.integers(min_value=0, max_value=3))
def test_shown_parts_keep_the_rounded_sum(parts: list[Fraction], places: int) -> None:
    shown = shown_parts(parts, places=places)
    whole = sum(parts, Fraction(0)) * 10**places
    assert nearest(whole.numerator, whole.denominator) == sum(shown, Decimal(0)).scaleb(places)
    assert all(abs(Fraction(one) - part) < Fraction(1, 10**places) for one, part in zip(shown, parts, strict=True))
