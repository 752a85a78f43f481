"""Estimates of output: honest months lie where they should, wrong ones do not, and missing is not zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import city_sample
from planted_leakage import METAL, ROLLED, STEEL, honest_returns, left_out, until
from zhibiao.monthly.estimates import (
    SAND,
    Basis,
    Combined,
    Estimate,
    combine,
    estimates_by_norm,
    estimates_of,
)
from zhibiao.monthly.returns import Record, Return
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month, Period

OCTOBER = Month(2024, 10)
SEEDS = (2024, 7)
SECTORS = {sector.id: sector for sector in city_sample.sectors()}


@cache
def honest(seed: int = 2024) -> Record:
    return Record.of(honest_returns(seed))


def firm(name: str) -> Enterprise:
    return city_sample.city().register[name]


def combined(record: Record, name: str, month: Month = OCTOBER) -> Combined:
    found = combine(estimates_of(record, firm(name), STEEL, Period.of(month)))
    assert found is not None
    return found


def months_of(seed: int) -> Iterator[tuple[Combined, Decimal]]:
    record = honest(seed)
    for one in city_sample.city(seed).register:
        quantity = {"steel": STEEL, "magnesia": SAND}.get(one.sector, "")
        for period, reported in record.figures.get((one.id, quantity), {}).items():
            if period.start.year == 2024 and reported > 0:
                found = combine(estimates_of(record, one, quantity, period))
                assert found is not None
                yield found, reported


@pytest.mark.parametrize("seed", SEEDS)
def test_honest_months_lie_inside_their_interval(seed: int) -> None:
    gaps = [found.gap(reported) for found, reported in months_of(seed)]
    assert 200 < len(gaps)
    assert sum(abs(gap) > 2 for gap in gaps) <= 0.05 * len(gaps)


@pytest.mark.parametrize("seed", SEEDS)
def test_honest_months_hardly_ever_conflict(seed: int) -> None:
    conflicts = [found.conflict for found, _ in months_of(seed)]
    assert sum(conflict < 1e-4 for conflict in conflicts) <= 0.01 * len(conflicts)


@pytest.mark.parametrize("share", ["0.1", "0.2", "0.3"])
@pytest.mark.parametrize("also", [(), ROLLED], ids=["steel alone", "with products and sales"])
def test_what_is_left_out_shows_up_in_tonnes(share: str, also: tuple[str, ...]) -> None:
    name, part = "LH-S03", Decimal(share)
    true = honest().figure(name, STEEL, Period.of(OCTOBER))
    record = Record.of(left_out(honest_returns(2024), name, [OCTOBER], part, also=also))
    reported = record.figure(name, STEEL, Period.of(OCTOBER))
    assert true is not None
    assert reported is not None
    found = combined(record, name)
    assert found.tonnes > float(reported)
    if not also:
        assert float(true) == pytest.approx(found.tonnes, rel=0.02)
        assert found.gap(reported) > 5
    else:
        assert found.conflict < 1e-4


def test_power_alone_still_tells() -> None:
    record = Record.of(left_out(honest_returns(2024), "LH-S03", [OCTOBER], Decimal("0.2"), also=(*ROLLED, *METAL)))
    found = combined(record, "LH-S03")
    told = {one.witness: one.tonnes for one in found.estimates}
    true = honest().figure("LH-S03", STEEL, Period.of(OCTOBER))
    assert true is not None
    assert float(true) == pytest.approx(told["electricity"], rel=0.06)
    assert float(true) * 0.8 == pytest.approx(told["metal"], rel=0.02)
    assert found.conflict < 1e-4


def test_a_witness_that_was_not_filed_says_nothing() -> None:
    def without(item: Return) -> Return:
        is_meant = item.enterprise == "LH-S03" and OCTOBER in item.period
        kept = tuple(fact for fact in item.facts if fact.field != "coke_used_t")
        return replace(item, facts=kept) if is_meant else item

    full = {one.witness for one in combined(honest(), "LH-S03").estimates}
    record = Record.of(map(without, honest_returns(2024)))
    assert full - {"coke"} == {one.witness for one in combined(record, "LH-S03").estimates}
    assert {"metal", "electricity", "energy", "ore", "coke", "products"} == full


def test_a_firm_without_a_past_is_told_by_norms_only() -> None:
    first = Month(2021, 2)
    record = until(honest_returns(2024), first)
    assert () == estimates_of(record, firm("LH-S03"), STEEL, Period.of(first))
    told = estimates_by_norm(record, firm("LH-S03"), STEEL, Period.of(first), SECTORS["steel"].norms)
    assert {Basis.NORM} == {one.basis for one in told}
    assert {"metal", "electricity", "energy", "ore", "coke", "products"} == {one.witness for one in told}


def test_years_of_the_same_omission_deceive_its_own_history_but_not_the_norm() -> None:
    months = [Month(year, month) for year in (2022, 2023, 2024) for month in range(1, 13)]
    record = Record.of(left_out(honest_returns(2024), "LH-S03", months, Decimal("0.2")))
    reported = record.figure("LH-S03", STEEL, Period.of(OCTOBER))
    assert reported is not None
    by_norm = combine(estimates_by_norm(record, firm("LH-S03"), STEEL, Period.of(OCTOBER), SECTORS["steel"].norms))
    assert by_norm is not None
    assert abs(combined(record, "LH-S03").gap(reported)) < 2
    assert by_norm.gap(reported) > 2


def test_a_rerolling_mill_has_no_own_estimate() -> None:
    assert () == estimates_of(honest(), firm("LH-S12"), STEEL, Period.of(OCTOBER))


def test_other_quantities_have_no_witness() -> None:
    assert () == estimates_of(honest(), firm("LH-S03"), "sales_t", Period.of(OCTOBER))


ONE = st.builds(
    lambda tonnes, share: Estimate(
        witness="w", tonnes=tonnes, deviation_t=tonnes * share, basis=Basis.OWN, rate=1.0, periods=24
    ),
    st.floats(1e3, 1e6),
    st.floats(0.001, 0.3),
)


@given(st.lists(ONE, min_size=1, max_size=6))
def test_the_mean_lies_among_what_it_is_made_of(estimates: list[Estimate]) -> None:
    found = combine(estimates)
    assert found is not None
    tonnes = [one.tonnes for one in estimates]
    assert min(tonnes) * (1 - 1e-9) <= found.tonnes <= max(tonnes) * (1 + 1e-9)
    assert len(estimates) - 1 == found.freedom
    assert 0 <= found.conflict <= 1


@given(ONE, st.integers(2, 6))
def test_witnesses_that_agree_are_surer_together(one: Estimate, count: int) -> None:
    found = combine([one] * count)
    assert found is not None
    assert one.deviation_t / count**0.5 == pytest.approx(found.deviation_t)
    assert found.conflict > 0.999


@given(ONE, st.floats(1.5, 3))
def test_witnesses_that_disagree_widen_the_interval(one: Estimate, times: float) -> None:
    other = replace(one, tonnes=one.tonnes * times, deviation_t=one.tonnes * 0.01)
    one = replace(one, deviation_t=one.tonnes * 0.01)
    found = combine([one, other])
    assert found is not None
    low, high = found.interval()
    assert low <= one.tonnes
    assert other.tonnes <= high
    assert found.conflict < 1e-6


def test_nothing_is_made_of_nothing() -> None:
    assert combine([]) is None
