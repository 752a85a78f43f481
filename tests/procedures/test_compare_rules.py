"""Comparing rules on a book: what a draft would rest on, the decision itself among them, and nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from comparison_sample import compare_on, grouped
from small_book import ROWS, SmallBook, build_small_book
from zhibiao.allocation.comparison.asked_rules import RULEBOOK
from zhibiao.allocation.comparison.comparison import RuleOutcome
from zhibiao.errors import UsageError
from zhibiao.sectors.sector import Coefficient
from zhibiao.terms.period import Month


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path_factory.mktemp("compare") / "book.sqlite")
    yield made
    made.store.close()


def _made_t(book: SmallBook, enterprise: str, field: str) -> Fraction:
    """A year's sum of a field, straight from the returns of 2024."""
    return sum(
        (
            Fraction(fact.value)
            for item in book.store.returns()
            if item.enterprise == enterprise and item.period.start.year == 2024
            for fact in item.facts
            if fact.field == field and fact.value is not None
        ),
        Fraction(0),
    )


def _amounts(outcome: RuleOutcome) -> dict[str, Fraction | None]:
    return {each.code: each.value for each in outcome.amounts}


def test_the_decision_stands_first_and_its_rule_gives_the_same(book: SmallBook) -> None:
    found = compare_on(book, "contribution_tilt,grandfathering").comparison
    first = book.store.decisions()[0].body
    assert "" == first["as_of"]
    decided = tuple(share["quota_t"] for share in first["shares"])
    in_force, tilt, base = found.outcomes
    assert (decided, decided) == (in_force.quotas, tilt.quotas)
    assert decided != base.quotas
    assert tuple(share["base_t"] for share in first["shares"]) == found.bases
    assert first["cap_t"] - first["reserve_t"] == found.cap == sum(base.quotas)
    assert [("tilt_beta", RULEBOOK)] == [(one.code, one.origin) for one in in_force.settings]


def test_nothing_in_the_book_changes(book: SmallBook) -> None:
    before = (book.store.head(), len(book.store.decisions()), len(book.store.entries()))
    compare_on(book, "all")
    assert before == (book.store.head(), len(book.store.decisions()), len(book.store.entries()))


def test_effects_are_tonnes_times_last_years_figures(book: SmallBook) -> None:
    found = compare_on(book, "cea").comparison
    quotas = dict(zip(found.ids, found.outcomes[1].quotas, strict=True))
    for code, field in (("value_added", "value_added_yuan"), ("taxes", "taxes_yuan"), ("energy", "energy_tce")):
        expected = sum(
            quotas[name] * _made_t(book, name, field) / _made_t(book, name, "crude_steel_t") for name in found.ids
        )
        assert expected == _amounts(found.outcomes[1])[code]
    # Products in hundredths of output; automotive sheet and line pipe are the high-end ones of 2024.
    high = {row[0]: Fraction(row[9][2] + row[9][3], 100) for row in ROWS}
    assert sum(quotas[name] * high[name] for name in found.ids) / found.cap == _amounts(found.outcomes[1])["high_end"]


def test_co2_only_where_a_factor_is_on_file(book: SmallBook) -> None:
    assert "co2" not in _amounts(compare_on(book, "cea").comparison.outcomes[0])
    factors = {
        "co2_per_tce": Coefficient(value=Decimal("2.5"), unit="t/tce", source="made up for this test"),
        "co2_per_lime": Coefficient(value=Decimal("0.1"), unit="t/t", source="made up for this test"),
    }
    sector = replace(book.sector, coefficients={**book.sector.coefficients, **factors})
    found = compare_on(book, "cea", sector=sector).comparison
    amounts = _amounts(found.outcomes[0])
    energy = amounts["energy"]
    assert energy is not None
    assert Fraction(5, 2) * energy + Fraction(1, 10) * found.cap == amounts["co2"]


def test_groups_of_the_register_and_sizes_by_capacity(book: SmallBook) -> None:
    found = compare_on(book, "grandfathering,cel", city=grouped(book.city)).comparison
    assert ("TB-G", "TB-G", "", "", "", "") == found.groupings["group"]
    assert ("large", "large", "middle", "middle", "small", "small") == found.groupings["size"]
    grandfathered = found.outcomes[1].fairness.filing
    assert grandfathered is not None
    assert {"TB-G"} == set(grandfathered.groups)
    assert "group" not in compare_on(book, "cea").comparison.groupings  # nobody has one


def test_rule_of_tiers_takes_the_factors_of_the_rulebook(book: SmallBook) -> None:
    found = compare_on(book, "tiers").comparison
    settings = {one.code: (one.value, one.origin) for one in found.outcomes[1].settings}
    factors = {("veto" if one.attribute == "veto" else one.value): one.factor for one in book.rulebook.multipliers}
    assert factors
    for name, factor in factors.items():
        assert (Fraction(factor), RULEBOOK) == settings[f"factor.{name}"]


def test_what_was_made_is_the_least_in_the_middle_of_the_year(book: SmallBook) -> None:
    found = compare_on(book, "cea,capacity", month=Month(2025, 3))
    body = book.store.decisions()[1].body
    assert ("2025-03", "2025-03") == (body["as_of"], found.as_of)
    assert tuple(share["quota_t"] for share in body["shares"]) == found.comparison.outcomes[0].quotas
    made = tuple(one["made_t"] for one in body["claimants"])
    for outcome in found.comparison.outcomes:
        assert all(quota >= least for quota, least in zip(outcome.quotas, made, strict=True))


def test_wider_bounds_are_worked_out_by_the_rulebook(book: SmallBook) -> None:
    rules = "capacity,capacity:floor_delta=0.1:ceiling_delta=0.1,capacity:floor_delta=1:ceiling_delta=9"
    own, same, free = compare_on(book, rules).comparison.outcomes[1:]
    assert own.quotas == same.quotas  # the rulebook says a tenth as well
    by_capacity = [Fraction(row[3]) for row in ROWS]
    cap = sum(free.quotas)
    assert all(
        abs(quota - cap * each / sum(by_capacity)) <= 1 for quota, each in zip(free.quotas, by_capacity, strict=True)
    )
    assert {""} == set(free.binding)


def test_a_month_of_another_year_is_refused(book: SmallBook) -> None:
    with pytest.raises(UsageError, match=r"allocate\.month_outside_year"):
        compare_on(book, "cea", month=Month(2024, 3))


def test_plain_values_sum_to_the_cap_and_say_what_was_used(book: SmallBook) -> None:
    found = compare_on(book, "cea,two_pools:theta=0.25,permanent_shares", city=grouped(book.city))
    plain = json.loads(json.dumps(found.plain()))
    assert ["in_force", "cea", "two_pools:theta=0.25"] == [rule["name"] for rule in plain["rules"]]
    for rule in plain["rules"]:
        assert plain["cap_t"] == sum(rule["quotas_t"].values())
    pools = plain["rules"][2]
    assert [{"code": "theta", "unit": "1", "value": "0.250000000", "origin": "given"}] == pools["parameters"]
    assert {"value_added", "taxes", "energy", "high_end"} == set(pools["effects"])
    lost = Decimal(pools["cost"]["best_yuan"]) - Decimal(pools["cost"]["value_added_yuan"])
    assert lost == Decimal(pools["cost"]["lost_yuan"]) >= 0
    assert None is plain["rules"][0]["fairness"]["filing"]
    assert ["TB-G"] == list(pools["fairness"]["filing"]["groups_t"])
    assert 2024 == plain["figures_of"]
    assert "虚构" == plain["note"]["zh"]
