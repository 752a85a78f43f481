"""An enterprise's own rates: filed figures first, the norm where they do not tell."""

from fractions import Fraction

from market_sample import COEFFICIENTS, MARCH, PRODUCTS, STEEL, record, table, works
from zhibiao.market.own_rates import rates_of
from zhibiao.market.price_table import PriceTable
from zhibiao.market.rates import Basis, Rates, Use
from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Month

MONTH = {
    "crude_steel_t": 100_000,
    "pig_iron_t": 90_000,
    "iron_ore_used_t": 150_000,
    "coke_used_t": 36_000,
    "scrap_used_t": 17_000,
    "electricity_kwh": 46_000_000,
    "steel_products_t": 96_000,
    "billets_bought_t": 0,
    "rebar_t": 60_000,
    "hot_coil_t": 36_000,
}
PERIODS = ("2024-12", "2025-01..02", "2025-03")


def _rates(standing: Record, route: str = "bf-bof") -> Rates:
    return rates_of(
        standing,
        works(route),
        products=PRODUCTS,
        norms=STEEL.norms,
        coefficients=COEFFICIENTS,
        as_of=MARCH,
    )


def _filed(*periods: str, **changed: int | None) -> Record:
    figures = {field: value for field, value in (MONTH | changed).items() if value is not None}
    return record(*[("W-1", period, figures) for period in periods or PERIODS])


def test_filed_figures_make_the_rates() -> None:
    rates = _rates(_filed())
    assert Fraction("1.5") == rates.use(Use.ORE)
    assert Fraction("0.36") == rates.use(Use.COKE)
    assert Fraction("0.17") == rates.use(Use.SCRAP)
    # 460 kWh of the whole works less 0.6 t of rebar at 60 and 0.36 t of coil at 70
    assert Fraction("398.8") == rates.use(Use.ELECTRICITY)
    assert Fraction("0.96") == rates.product_yield.value
    assert Fraction("0.9") == rates.iron.value
    assert {"rebar_t": Fraction(5, 8), "hot_coil_t": Fraction(3, 8)} == rates.families
    assert {Basis.OWN} == {rate.basis for rate in rates.uses.values()}
    assert 4 == rates.uses[Use.ORE].months
    assert () == rates.findings


def test_what_is_not_filed_is_the_norm_and_said_so() -> None:
    rates = _rates(_filed(coke_used_t=None))
    assert (Basis.NORM, Fraction("0.3738")) == (rates.uses[Use.COKE].basis, rates.use(Use.COKE))
    assert Basis.OWN is rates.uses[Use.ORE].basis


def test_two_months_tell_too_little_and_old_ones_nothing() -> None:
    assert Basis.NORM is _rates(_filed("2025-01..02")).uses[Use.ORE].basis
    assert Basis.NORM is _rates(_filed("2024-01", "2024-02", "2024-03")).uses[Use.ORE].basis
    assert {} == _rates(_filed("2024-01", "2024-02", "2024-03")).families


def test_a_works_without_iron_takes_none() -> None:
    scrap_alone = _filed(pig_iron_t=0, iron_ore_used_t=0, coke_used_t=0, scrap_used_t=107_000)
    rates = _rates(scrap_alone, "eaf")
    assert (0, 0, Fraction("1.07")) == (rates.use(Use.ORE), rates.use(Use.COKE), rates.use(Use.SCRAP))
    assert 0 == rates.iron.value
    assert () == rates.findings
    unfiled = _rates(_filed(pig_iron_t=None, iron_ore_used_t=None, coke_used_t=None, scrap_used_t=107_000), "eaf")
    assert (0, Basis.NORM) == (unfiled.use(Use.ORE), unfiled.uses[Use.ORE].basis)


def test_a_slip_of_unit_is_named_and_the_norm_stands() -> None:
    rates = _rates(_filed(coke_used_t=36))
    assert (Basis.NORM, Fraction("0.3738")) == (rates.uses[Use.COKE].basis, rates.use(Use.COKE))
    (finding,) = rates.findings
    assert ("market.rate_outside_norm", "W-1", "coke") == (finding.code, finding.place.file, finding.facts["what"])


def test_own_power_lowers_what_is_bought() -> None:
    assert Fraction("0.45") == _rates(_filed()).bought_share.value
    rates = _rates(_filed(own_power_kwh=23_000_000))
    assert (Fraction("0.5"), Basis.OWN) == (rates.bought_share.value, rates.bought_share.basis)


def test_a_rolling_works_yields_products_of_billets() -> None:
    rates = _rates(_filed(crude_steel_t=0, billets_bought_t=100_000), "rerolling")
    assert Fraction("0.96") == rates.product_yield.value
    assert {Use.BILLETS: Fraction(1)} == {use: rate.value for use, rate in rates.uses.items()}


def test_a_route_that_nobody_knows_is_named() -> None:
    codes = [finding.code for finding in _rates(record(), "hydrogen").findings]
    assert ["market.route_unknown"] == codes


def test_the_price_level_is_output_value_over_list_prices() -> None:
    months = [Month(2024, 12), Month(2025, 1), Month(2025, 2), MARCH]
    listed = 60_000 * 3300 + 36_000 * 3400

    def level(standing: Record, prices: PriceTable | None) -> Rates:
        return rates_of(
            standing,
            works("bf-bof"),
            products=PRODUCTS,
            norms=STEEL.norms,
            coefficients=COEFFICIENTS,
            as_of=MARCH,
            prices=prices,
        )

    filed = _filed(gross_output_yuan=listed * 102 // 100)
    found = level(filed, table(*months)).price_level
    assert (Fraction("1.02"), Basis.OWN, 4) == (found.value, found.basis, found.months)
    assert 1 == level(filed, None).price_level.value
    assert 1 == level(filed, table(MARCH)).price_level.value  # one month tells too little
    slipped = level(_filed(gross_output_yuan=listed * 10_000), table(*months))
    assert 1 == slipped.price_level.value
    assert ["price_level"] == [finding.facts["what"] for finding in slipped.findings]
