"""Laws of the high-end account: three terms, enterprises and axes each sum to the whole, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import zhibiao
from effort import examples
from zhibiao.assessment.high_end.account import Basis, FirmProducts, HighEndAccount, Window
from zhibiao.assessment.high_end.share import high_end_account
from zhibiao.assessment.high_end.shift_share import Shift, shift_share
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.axes import Axis
from zhibiao.sectors.sector import Catalogue, Sector
from zhibiao.terms.text import Text

DATA = Path(zhibiao.__file__).parent / "data"
STEEL = read_sector(DATA / "sectors" / "steel.yaml")
FIELDS = tuple(product.field for product in STEEL.products)
_products = st.one_of(
    st.just({}),
    st.dictionaries(st.sampled_from(FIELDS), st.decimals("0.01", 10**7, places=2), min_size=1, max_size=6),
)


@st.composite
def sectors(draw: st.DrawFn) -> Sector:
    """Steel under any two catalogues."""
    old, new = (draw(st.frozensets(st.sampled_from(FIELDS), max_size=8)) for _ in range(2))
    catalogues = tuple(
        Catalogue(version=str(year), name=Text(str(year)), first_year=year, fields=fields)
        for year, fields in ((2023, old), (2024, new))
    )
    return replace(STEEL, catalogues=catalogues)


@st.composite
def accounts(draw: st.DrawFn) -> HighEndAccount | None:
    """Up to five enterprises, some entering, some leaving, some with figures missing."""
    missing = st.one_of(_products, _products, st.none())
    firms = [
        FirmProducts(enterprise=f"f{place}", name=Text("企"), now=draw(missing), before=draw(missing))
        for place in range(draw(st.integers(1, 5)))
    ]
    basis = draw(st.sampled_from(Basis))
    return high_end_account(firms, sector=draw(sectors()), basis=basis, window=Window.FULL_YEAR, year=2024, months=12)


@given(accounts())
@settings(max_examples=examples(150), deadline=None)
def test_terms_and_enterprises_sum_to_the_change(account: HighEndAccount | None) -> None:
    if account is None:
        return
    assert account.after - account.before == account.upgrading + account.reallocation + account.catalogue
    assert account.before_new - account.before == account.catalogue
    for term in ("upgrading", "reallocation", "catalogue"):
        assert account.terms[term] == sum((getattr(firm, term) for firm in account.firms), Fraction(0))
    assert sum(account.points.values()) == account.shares["after"] - account.shares["before"]
    assert {"f0", "f1", "f2", "f3", "f4"} >= {*account.card.firms, *account.card.left_out}


@given(accounts())
@settings(max_examples=examples(150), deadline=None)
def test_every_axis_sums_to_the_whole(account: HighEndAccount | None) -> None:
    if account is None:
        return
    for axis in Axis:
        rows = account.by(axis)
        assert 1 == sum(row.now for row in rows) == sum(row.before for row in rows)
        assert account.after == sum(row.high_end for row in rows)
        assert account.before_new == sum(row.high_end_before for row in rows)
        assert 0 == sum(row.change for row in rows)


@given(accounts())
@settings(max_examples=examples(100), deadline=None)
def test_entry_and_exit_move_no_upgrading(account: HighEndAccount | None) -> None:
    if account is None:
        return
    for firm in account.firms:
        if not firm.share_before or not firm.share:
            assert 0 == firm.upgrading


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=1, max_size=6))
@settings(max_examples=examples(150), deadline=None)
def test_the_split_is_exact_and_symmetric_in_time(rows: list[tuple[int, int, int, int]]) -> None:
    """Told backwards, each part turns its sign: no order of the two years is preferred."""
    before, now = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if not before or not now:
        return
    s0, s1 = ([Fraction(row[place], whole) for row in rows] for place, whole in ((0, before), (1, now)))
    h0, h1 = ([Fraction(row[place], 50) for row in rows] for place in (2, 3))
    forward = shift_share(weights_before=s0, values_before=h0, weights=s1, values=h1)
    backward = shift_share(weights_before=s1, values_before=h1, weights=s0, values=h0)
    change = sum((b * y - a * x for a, b, x, y in zip(s0, s1, h0, h1, strict=True)), Fraction(0))
    assert change == sum((part.within + part.between for part in forward), Fraction(0))
    assert [(-part.within, -part.between) for part in backward] == [(part.within, part.between) for part in forward]


def test_weights_of_one_date_alone_would_leave_a_remainder() -> None:
    """The harness can fail: the split that weighs by the first year drops the product of both changes."""
    s0, s1, h0, h1 = (Fraction(6, 10), Fraction(4, 10)), (Fraction(8, 10), Fraction(2, 10)), (0, 1), (1, 1)
    seeded = [Shift(within=a * (y - x), between=x * (b - a)) for a, b, x, y in zip(s0, s1, h0, h1, strict=True)]
    change = sum((b * y - a * x for a, b, x, y in zip(s0, s1, h0, h1, strict=True)), Fraction(0))
    assert change != sum(part.within + part.between for part in seeded)


def test_decimals_of_the_form_stay_exact() -> None:
    """A third of a tonne cannot be filed, but a share of thirds is kept as it is."""
    made = {"rebar_t": Decimal("2"), "auto_sheet_t": Decimal("1")}
    firm = FirmProducts(enterprise="a", name=Text("企"), now=made, before=made)
    account = high_end_account([firm], sector=STEEL, basis=Basis.WEIGHT, window=Window.FULL_YEAR, year=2024, months=12)
    assert account is not None
    assert Fraction(1, 3) == account.after
