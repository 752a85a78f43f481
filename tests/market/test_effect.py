"""What a change of price means for a tonne of steel, worked out by hand."""

from decimal import Decimal

from zhibiao.assemble.market_prices import desk
from zhibiao.market.effect import Side, effect_per_t, effects


def test_tax_comes_out_before_it_meets_steel() -> None:
    # 113 yuan with 13 % tax are 100; half a tonne of it per tonne of steel.
    assert Decimal("50.00") == effect_per_t(Decimal(113), Decimal("0.5"), tax_pct=Decimal(13))


def test_coke_moves_the_cost_of_the_long_route_alone() -> None:
    (told,) = effects("coke", Decimal(-100), desk().usages)
    # 0.89 t of iron a tonne of steel, 0.42 t of coke a tonne of iron: the sector's norms.
    assert ("bf-bof", Side.COST, Decimal("0.3738"), Decimal("-37.38")) == (
        told.route,
        told.side,
        told.per_t,
        told.yuan_per_t,
    )
    assert "worldsteel" in told.source


def test_scrap_is_what_iron_leaves_of_the_charge() -> None:
    by_route = {one.route: one.per_t for one in effects("scrap", Decimal(1), desk().usages)}
    assert {"bf-bof": Decimal("0.18"), "eaf": Decimal("1.08")} == by_route


def test_a_product_moves_revenue_on_both_routes() -> None:
    told = effects("rebar_t", Decimal(100), desk().usages)
    assert [("bf-bof", Side.REVENUE, Decimal("96.00")), ("eaf", Side.REVENUE, Decimal("95.00"))] == [
        (one.route, one.side, one.yuan_per_t) for one in told
    ]


def test_a_good_that_no_route_takes_means_nothing() -> None:
    assert () == effects("cotton", Decimal(100), desk().usages)
