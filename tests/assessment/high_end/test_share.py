"""High-end accounting: definition card, three exact terms, entries, exits and missing figures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.assessment.high_end.account import Basis, FirmProducts, HighEndAccount, Window
from zhibiao.assessment.high_end.share import high_end_account, high_end_share
from zhibiao.sectors.sector import Catalogue, Product, Sector
from zhibiao.terms.text import Text


def _sector(*catalogues: tuple[str, int, set[str]]) -> Sector:
    prices = {"plain_t": 4000, "pipe_t": 5000, "auto_t": 6000}
    return Sector(
        id="steel",
        name=Text("钢铁", "Steel"),
        quantity="crude_steel_t",
        quantity_name=Text("粗钢", "crude steel"),
        output="steel_products_t",
        products=tuple(
            Product(field=field, name=Text(field), product_class="", reference_price_yuan_per_t=price)
            for field, price in prices.items()
        ),
        catalogues=tuple(
            Catalogue(version=version, name=Text(version), first_year=year, fields=frozenset(fields))
            for version, year, fields in catalogues
        ),
        coefficients={},
    )


ONE = _sector(("2021", 2021, {"auto_t"}))
TWO = _sector(("2021", 2021, {"auto_t"}), ("2024", 2024, {"auto_t", "pipe_t"}))


def _made(**tonnes: int) -> Mapping[str, Decimal]:
    return {f"{name}_t": Decimal(value) for name, value in tonnes.items()}


def _firm(name: str, before: Mapping[str, Decimal] | None, now: Mapping[str, Decimal] | None) -> FirmProducts:
    return FirmProducts(enterprise=name, name=Text(name), now=now, before=before)


def _account(
    firms: list[FirmProducts], *, sector: Sector = ONE, basis: Basis = Basis.WEIGHT, year: int = 2024
) -> HighEndAccount:
    account = high_end_account(firms, sector=sector, basis=basis, window=Window.FULL_YEAR, year=year, months=12)
    assert account is not None
    return account


def test_the_example_of_four_firms() -> None:
    # domain notes: H 9.96 % -> 14.71 %, within 4.314 and between 0.438 percentage points; no change of catalogue.
    firms = [
        _firm("a", _made(plain=1350, auto=150), _made(plain=1309, auto=231)),
        _firm("b", _made(plain=480, auto=20), _made(plain=427, auto=23)),
        _firm("c", _made(plain=225, auto=75), _made(plain=221, auto=109)),
        _firm("d", _made(plain=196, auto=4), _made(plain=174, auto=6)),
    ]
    account = _account(firms)
    assert Fraction(249, 2500) == account.before
    assert Fraction(369, 2500) == account.after  # whole tonnes: 231 + 23 + 109 + 6
    assert Fraction(120, 2500) == account.change == sum(account.terms.values())
    assert 0 == account.catalogue
    assert account.upgrading > 9 * account.reallocation


def test_a_change_of_catalogue_alone_is_the_third_term() -> None:
    # 100 of 1000 counted before; with pipe 150 of 1000. Nothing else moved.
    same = _made(plain=850, pipe=50, auto=100)
    account = _account([_firm("a", same, same)], sector=TWO)
    assert (Fraction(100, 1000), Fraction(150, 1000), Fraction(150, 1000)) == (
        account.before,
        account.before_new,
        account.after,
    )
    assert {"upgrading": 0, "reallocation": 0, "catalogue": Fraction(50, 1000)} == account.terms
    assert (("pipe_t",), ()) == (account.card.added, account.card.removed)
    assert ("2024", "2021") == (account.card.catalogue.version, account.card.catalogue_before.version)


def test_a_catalogue_is_not_used_before_the_day_it_was_published() -> None:
    late = replace(TWO.catalogues[1], published=dt.date(2024, 6, 1))
    sector = replace(TWO, catalogues=(TWO.catalogues[0], late))
    firms = [_firm("a", _made(plain=850, pipe=50, auto=100), _made(plain=850, pipe=50, auto=100))]
    versions = [
        account.card.catalogue.version
        for day in (dt.date(2024, 5, 31), dt.date(2024, 6, 1))
        if (
            account := high_end_account(
                firms,
                sector=sector,
                basis=Basis.WEIGHT,
                window=Window.YEAR_TO_DATE,
                year=2024,
                months=5,
                known_by=day,
            )
        )
    ]
    assert ["2021", "2024"] == versions


def test_three_terms_at_once_by_hand() -> None:
    # Before: a 600 t (60 auto, 30 pipe), b 400 t (20 auto). Old H = 80/1000; new H of that year = 110/1000.
    # After: a 750 t (120 auto, 30 pipe -> 150), b 250 t (25 auto). H = 175/1000.
    # h_a .15 -> .20, h_b .05 -> .10; s_a .6 -> .75, s_b .4 -> .25; mean H = .1425.
    # upgrading  = .675*.05 + .325*.05            = .05
    # reallocation = (.175-.1425)*.15 + (.075-.1425)*(-.15) = .004875 + .010125 = .015
    # catalogue  = 30/1000                         = .03 ; sum .095 = .175 - .08
    account = _account(
        [
            _firm("a", _made(plain=510, pipe=30, auto=60), _made(plain=600, pipe=30, auto=120)),
            _firm("b", _made(plain=380, auto=20), _made(plain=225, auto=25)),
        ],
        sector=TWO,
    )
    assert {
        "upgrading": Fraction(50, 1000),
        "reallocation": Fraction(15, 1000),
        "catalogue": Fraction(30, 1000),
    } == account.terms
    assert Fraction(95, 1000) == account.change
    assert [Fraction(4875, 10**6), Fraction(10125, 10**6)] == [shift.reallocation for shift in account.firms]
    assert account.change == sum(shift.total for shift in account.firms)


def test_value_basis_counts_reference_prices() -> None:
    # 900 t at 4000 = 3.6 m; 100 t at 6000 = 0.6 m: 0.6/4.2 = 1/7.
    account = _account([_firm("a", _made(plain=900, auto=100), _made(plain=900, auto=100))], basis=Basis.VALUE)
    assert Fraction(1, 7) == account.after
    assert Decimal(4_200_000) == account.total


def test_entry_and_exit_count_as_reallocation_alone() -> None:
    account = _account(
        [
            _firm("stays", _made(plain=80, auto=20), _made(plain=80, auto=20)),
            _firm("enters", {}, _made(plain=50, auto=50)),
            _firm("leaves", _made(plain=100), {}),
        ]
    )
    assert (Fraction(20, 200), Fraction(70, 200)) == (account.before, account.after)
    assert 0 == account.upgrading
    assert Fraction(50, 200) == account.reallocation


def test_a_firm_with_missing_figures_is_left_out_of_both_years_and_named() -> None:
    account = _account(
        [
            _firm("a", _made(plain=90, auto=10), _made(plain=80, auto=20)),
            _firm("silent", _made(plain=0, auto=500), None),
        ]
    )
    assert (Fraction(10, 100), Fraction(20, 100)) == (account.before, account.after)
    assert (("a",), ("silent",)) == (account.card.firms, account.card.left_out)


def test_printed_points_sum_to_the_printed_change() -> None:
    # 1/3, 1/3 and 1/3 of a change from 0 % to 10 %: 3.33 each would print as 9.99.
    firms = [
        _firm("a", _made(plain=300), _made(plain=270, auto=30)),
        _firm("b", _made(plain=700), _made(plain=633, auto=67)),
    ]
    points = _account(firms).points
    assert Decimal("9.70") == sum(points.values())


@pytest.mark.parametrize(
    ("sector", "firms"),
    [
        (_sector(), [("a", {"auto_t": Decimal(1)}, {"auto_t": Decimal(1)})]),  # no catalogue
        (ONE, [("a", None, {"auto_t": Decimal(1)})]),  # nobody in both years
        (ONE, [("a", {}, {"auto_t": Decimal(1)})]),  # nothing made in one of them
    ],
)
def test_no_account_without_something_to_compare(sector: Sector, firms: list[tuple[str, object, object]]) -> None:
    items = [FirmProducts(enterprise=n, name=Text(n), before=b, now=a) for n, b, a in firms]  # type: ignore[arg-type]
    account = high_end_account(
        items, sector=sector, basis=Basis.WEIGHT, window=Window.YEAR_TO_DATE, year=2024, months=3
    )
    assert account is None


def test_one_firms_share() -> None:
    share = high_end_share(_made(plain=70, pipe=10, auto=20), sector=TWO, year=2024, basis=Basis.WEIGHT)
    assert Fraction(30, 100) == share
    assert high_end_share({}, sector=TWO, year=2024, basis=Basis.WEIGHT) is None
