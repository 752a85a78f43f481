"""Free allocation in the EU's third trading period: one factor a year for all, found in the data and applied again.

The register holds whole allowances per installation and year. From 2013 to 2020 each preliminary amount was scaled by
one correction factor a year, so that the whole stays within the cap: the split's scale. The data names no factors, no
benchmarks and no activity levels; what is counted below can be seen in the figures themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.columns import exact_column
from zhibiao.allocation.methods.proportional import GRANDFATHERING

INSTALLATIONS = 13_025
# From each year to the next, as the data set's description has them.
PUBLISHED = {
    **{2014: "0.982631", 2015: "0.982116", 2016: "0.981600", 2017: "0.981054"},
    **{2018: "0.980500", 2019: "0.979864", 2020: "0.979379"},
}
YEARS = tuple(PUBLISHED)
PARTS = 6  # an installation has several sub-installations, and each amount was rounded by itself
Allocations = Mapping[str, Mapping[int, int]]


@pytest.fixture(scope="module")
def allocations(shared_data: Path) -> Allocations:
    """Free allowances by installation and year."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow reads this data set; make setup installs it")
    path = shared_data / "eu_ets_free_allocation_phase3" / "allocation_emissions.parquet"
    if not path.is_file():
        pytest.skip("the free allocations of the EU ETS are not among the public data sets here")
    table = parquet.read_table(path, columns=["installation_id", "year", "free_allocation_eua"]).to_pydict()
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for name, year, allowances in zip(*table.values(), strict=True):
        found[name][year] = allowances
    return found


@pytest.fixture(scope="module")
def factors(allocations: Allocations) -> Mapping[int, Fraction]:
    """The factor of each year, found in the data."""
    return {year: recovered(allocations, year) for year in YEARS}


def pairs(allocations: Allocations, year: int) -> Iterator[tuple[int | None, int | None]]:
    """What each installation got in the year before and in the year; None where it is not on record."""
    return ((years.get(year - 1), years.get(year)) for years in allocations.values())


def fits(before: int, after: int, factor: Fraction, roundings: int) -> bool:
    """Whether amounts that round to `before` may, times the factor, round to `after`, in so many rounded parts.

    Each rounding moves a figure by half an allowance at most, so the unrounded ones lie within half of `roundings`.
    """
    p, q = factor.numerator, factor.denominator
    is_low_enough = p * (2 * before - roundings) <= q * (2 * after + roundings)
    return is_low_enough and q * (2 * after - roundings) <= p * (2 * before + roundings)


def recovered(allocations: Allocations, year: int) -> Fraction:
    """The factor that explains the most installations by one rounding each; those left unchanged are not asked.

    Each allows an interval of factors, and the point that lies in the most of them is found in one pass.
    """
    ends: list[tuple[float, int]] = []
    for before, after in pairs(allocations, year):
        if before and after and before != after:
            ends += [((2 * after - 1) / (2 * before + 1), 0), ((2 * after + 1) / (2 * before - 1), 1)]
    ends.sort()
    depth, deepest, middle = 0, 0, 0.0
    for (at, is_end), (following, _) in pairwise(ends):
        depth += -1 if is_end else 1
        if depth > deepest:
            deepest, middle = depth, (at + following) / 2
    return Fraction(Decimal(str(round(middle, 9))))


def kind_of(before: int | None, after: int | None, factor: Fraction, year: int) -> str:
    """What an installation's change looks like, the narrowest explanation first."""
    if before is None or after is None:
        return "not on record in both years"
    if not before and not after:
        return "none in either year"
    if not before or not after:
        return "none before" if after else "none any more"
    if after == round(before * factor):
        return "exact"
    exposure = _exposure(year) / _exposure(year - 1)
    power = _power(year) / _power(year - 1)
    explanations = (
        ("one rounding", factor, 1),
        ("several roundings", factor, PARTS),
        ("power, 1.74 % a year", power, 1),
        ("less exposed, 80 % to 30 %", factor * exposure, PARTS),
        ("power and less exposed", power * exposure, PARTS),
    )
    for name, its_factor, roundings in explanations:
        if fits(before, after, its_factor, roundings):
            return name
    steps = (("halved or quartered", (2, 4)), ("doubled or four times", (Fraction(1, 2), Fraction(1, 4))))
    for name, by in steps:
        if any(fits(before, after, one / part, PARTS) for one in (factor, factor * exposure) for part in by):
            return name
    return _own_change(before, after, factor, exposure)


def _own_change(before: int, after: int, factor: Fraction, exposure: Fraction) -> str:
    if after == before:
        return "unchanged"
    if after > before:
        return "more"
    if after > before * factor:
        return "cut by less than all"
    return "partly exposed" if after > before * factor * exposure else "cut by more than all"


def _exposure(year: int) -> Fraction:
    """What counts of an installation whose sector is not at risk of leaving: 80 % in 2013, in equal steps to 30 %."""
    return Fraction(80, 100) - Fraction(50, 100) * (year - 2013) / 7


def _power(year: int) -> Fraction:
    """What counts of power plants: 1.74 % of the amount of 2013 less every year."""
    return 1 - Fraction(174, 10_000) * (year - 2013)


@pytest.mark.parametrize("year", YEARS)
def test_the_factor_of_each_year_is_in_the_data(factors: Mapping[int, Fraction], year: int) -> None:
    assert abs(Fraction(PUBLISHED[year]) - factors[year]) < Fraction(1, 1_000_000)


COLUMNS = (
    *("exact", "one rounding", "several roundings", "power, 1.74 % a year", "less exposed, 80 % to 30 %"),
    *("power and less exposed", "halved or quartered", "doubled or four times", "partly exposed"),
    *("cut by more than all", "cut by less than all", "unchanged", "more"),
    *("none before", "none any more", "none in either year", "not on record in both years"),
)
COUNTED: Mapping[int, tuple[int, ...]] = {
    2014: (2956, 1247, 503, 14, 2432, 0, 296, 85, 922, 1064, 24, 195, 420, 38, 92, 1096, 1641),
    2015: (2777, 1087, 548, 120, 1973, 2, 343, 98, 852, 1196, 54, 200, 507, 40, 173, 1204, 1851),
    2016: (2830, 1137, 488, 226, 1909, 252, 191, 141, 877, 821, 95, 194, 316, 73, 117, 1311, 2047),
    2017: (2709, 1105, 495, 278, 1864, 346, 144, 140, 902, 680, 121, 186, 380, 124, 56, 1343, 2152),
    2018: (2689, 1080, 442, 325, 1789, 409, 184, 108, 945, 555, 165, 207, 356, 43, 81, 1441, 2206),
    2019: (2648, 1068, 440, 372, 1835, 300, 135, 136, 1025, 475, 221, 202, 304, 77, 49, 1513, 2225),
    2020: (2508, 1087, 508, 417, 1783, 440, 182, 84, 951, 336, 270, 122, 258, 41, 79, 1456, 2503),
}


@pytest.mark.parametrize("year", YEARS)
def test_every_installation_is_exact_or_accounted_for(
    allocations: Allocations, factors: Mapping[int, Fraction], year: int
) -> None:
    kinds = Counter(kind_of(before, after, factors[year], year) for before, after in pairs(allocations, year))
    assert COUNTED[year] == tuple(kinds[kind] for kind in COLUMNS)
    assert INSTALLATIONS == len(allocations) == sum(COUNTED[year])


@pytest.mark.parametrize("year", YEARS)
def test_the_split_gives_the_register_back(
    allocations: Allocations, factors: Mapping[int, Fraction], year: int
) -> None:
    """Those that moved with the factor alone, split anew by the allocation before: its scale is the factor.

    The register rounded the year before as well, so that a plant of ten million may be three off, and few are.
    """
    uniform = [
        (before, after)
        for before, after in pairs(allocations, year)
        if before and after and before != after and fits(before, after, factors[year], 1)
    ]
    bases, published = zip(*uniform, strict=True)
    firms = Firms(ids=tuple(map(str, range(len(bases)))), numbers={"base": exact_column("base", bases)})
    bounds = {"floors": [0] * len(bases), "ceilings": list(bases)}
    found = divide(GRANDFATHERING, firms, cap=sum(published), numbers={}, **bounds)
    assert found.scale is not None
    assert abs(found.scale - factors[year]) < Fraction(1, 1_000_000)
    off = Counter(abs(ours - theirs) for ours, theirs in zip(found.units, published, strict=True))
    assert {0, 1, 2, 3} >= set(off)
    assert off[0] > 0.65 * len(uniform)
    assert off[2] + off[3] < 0.01 * len(uniform)


def test_over_eight_years_one_amount_explains_each_that_did_not_change(
    allocations: Allocations, factors: Mapping[int, Fraction]
) -> None:
    """Of those with an allocation in all eight years: told from 2013's whole number alone; by one amount before
    rounding, the same in every year; and by one amount, rounded in up to six parts."""
    since = {2013: Fraction(1)}
    for year in YEARS:
        since[year] = round(since[year - 1] * factors[year], 12)
    whole = [years for years in allocations.values() if all(years.get(year) for year in since)]
    from_2013 = sum(all(years[year] == round(years[2013] * since[year]) for year in since) for years in whole)
    assert (8389, 528, 1773, 2995) == (
        len(whole),
        from_2013,
        *(sum(_is_one_amount(years, since, roundings) for years in whole) for roundings in (1, PARTS)),
    )


def _is_one_amount(years: Mapping[int, int], since: Mapping[int, Fraction], roundings: int) -> bool:
    lowest = max((years[year] - Fraction(roundings, 2)) / factor for year, factor in since.items())
    return lowest <= min((years[year] + Fraction(roundings, 2)) / factor for year, factor in since.items())


def test_a_wrong_factor_explains_few(allocations: Allocations, factors: Mapping[int, Fraction]) -> None:
    """The count is no accident of rounding: a factor one in ten thousand off leaves fewer than half of them."""
    explained = [
        sum(fits(before, after, factor, 1) for before, after in pairs(allocations, 2014) if before and after)
        for factor in (factors[2014], factors[2014] + Fraction(1, 10_000))
    ]
    assert explained[1] < explained[0] / 2
