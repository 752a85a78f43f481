"""What a later version says otherwise: exact, cell by cell, and missing is not zero."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from zhibiao.monthly.restatement import (
    Change,
    overlap,
    restatement,
    restatements_among,
    revisions,
    takes_place_of,
    vintages,
)
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Period

START = dt.datetime(2025, 2, 7, 2, tzinfo=dt.UTC)


def fact(field: str, value: str, *, cell: str = "D20", scope: Scope = Scope.PERIOD) -> Fact:
    return Fact(field=field, scope=scope, value=Decimal(value), place=Place(file="a.xlsx", sheet="TB-1", cell=cell))


def filed(period: str, version: int = 1, day: int = 0, *facts: Fact, enterprise: str = "TB-1") -> Return:
    return Return(
        enterprise=enterprise,
        period=Period.parse(period),
        version=version,
        received_at=START + dt.timedelta(days=day),
        provenance="bureau_monitoring_return",
        file_sha256="a" * 64,
        facts=facts or (fact("crude_steel_t", "100"),),
    )


def test_a_figure_changed_added_and_gone_is_said_so_and_the_difference_is_exact() -> None:
    before = filed("2025-01", 1, 0, fact("a_t", "0.1"), fact("b_t", "5"), fact("c_t", "7"))
    after = filed("2025-01", 2, 9, fact("a_t", "0.3", cell="D21"), fact("c_t", "7.00"), fact("d_t", "0"))
    found = {item.field: (item.change, item.difference) for item in revisions(before, after)}
    assert {
        "a_t": (Change.CHANGED, Decimal("0.2")),
        "b_t": (Change.GONE, None),
        "d_t": (Change.ADDED, None),
    } == found


def test_both_cells_are_named() -> None:
    (item,) = revisions(filed("2025-01"), filed("2025-01", 2, 9, fact("crude_steel_t", "101", cell="E20")))
    assert item.before is not None
    assert item.after is not None
    assert ("D20", "E20") == (item.before.place.cell, item.after.place.cell)


def test_month_and_year_to_date_are_two_figures() -> None:
    to_date = fact("a_t", "10", scope=Scope.YEAR_TO_DATE)
    found = revisions(filed("2025-01", 1, 0, fact("a_t", "10"), to_date), filed("2025-01", 2, 1, fact("a_t", "10")))
    assert [(Scope.YEAR_TO_DATE, Change.GONE)] == [(item.scope, item.change) for item in found]


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (filed("2025-01", 2, 0), filed("2025-01", 1, 9), True),  # of one period the version counts, not the day
        (filed("2025-01", 1, 9), filed("2025-01", 2, 0), False),
        (filed("2025-01", 1, 0), filed("2025-01", 1, 0), False),
        (filed("2025-01..02", 1, 9), filed("2025-01", 3, 0), True),
        (filed("2025-02", 1, 9), filed("2025-01..02", 1, 0), True),
        (filed("2025-01", 1, 0), filed("2025-01..02", 1, 9), False),
        (filed("2025-01..02", 1, 0), filed("2025-01", 1, 0), True),  # one file: the later period wins
        (filed("2025-02", 1, 9), filed("2025-01", 1, 0), False),
        (filed("2025-01", 2, 9), filed("2025-01", 1, 0, enterprise="TB-2"), False),
    ],
)
def test_what_takes_the_place_of_what(after: Return, before: Return, expected: bool) -> None:
    assert expected is takes_place_of(after, before)
    if overlap(after.period, before.period) and after.enterprise == before.enterprise and after != before:
        stands = set(Record.of([after, before]).returns.values())
        assert expected is (stands == {after})


def test_the_first_return_of_its_months_restates_nothing() -> None:
    assert restatement(filed("2025-03"), [filed("2025-01..02"), filed("2025-03", enterprise="TB-2")]) is None


def test_a_joint_return_takes_the_place_of_both_months() -> None:
    january, february = filed("2025-01"), filed("2025-02", 1, 3)
    found = restatement(filed("2025-01..02", 1, 9), [february, january])
    assert found is not None
    assert (None, (january, february), (), True) == (
        found.earlier,
        found.replaced,
        found.revisions,
        found.has_new_figures,
    )


def test_a_version_behind_a_joint_return_is_held_against_its_own_and_replaces_the_joint_one() -> None:
    february, joint = filed("2025-02"), filed("2025-01..02", 1, 3)
    found = restatement(filed("2025-02", 2, 9), [february, joint])
    assert found is not None
    assert (february, (joint,), True) == (found.earlier, found.replaced, found.has_new_figures)


def test_a_version_that_repeats_the_last_is_a_restatement_without_new_figures() -> None:
    found = restatement(filed("2025-03", 2, 9, fact("crude_steel_t", "100.0", cell="E9")), [filed("2025-03")])
    assert found is not None
    assert ((), False) == (found.revisions, found.has_new_figures)


def test_restatements_come_by_the_instant_they_were_received_in_whatever_order_they_are_given() -> None:
    items = [filed("2025-01"), filed("2025-01", 2, 9), filed("2025-01..02", 1, 4), filed("2025-01", 3, 12)]
    expected = ["TB-1/2025-01..02/v1", "TB-1/2025-01/v2", "TB-1/2025-01/v3"]
    for given in (items, items[::-1]):
        assert expected == [found.after.reference for found in restatements_among(given)]
    assert ["TB-1/2025-01/v1"] == [one.reference for one in next(restatements_among(items)).replaced]


def test_a_vintage_is_new_only_when_the_value_changes() -> None:
    versions = [
        filed("2025-03", 1, 0, fact("a_t", "5")),
        filed("2025-03", 2, 1, fact("a_t", "5.0"), fact("b_t", "0")),
        filed("2025-03", 3, 2, fact("a_t", "6")),
    ]
    found = vintages(reversed(versions))
    assert [True, False, True] == [one.is_new for one in found["a_t", Scope.PERIOD]]
    assert [(1, False), (2, True), (3, True)] == [(one.version, one.is_new) for one in found["b_t", Scope.PERIOD]]
    assert [None, Decimal(0), None] == [one.fact.value if one.fact else None for one in found["b_t", Scope.PERIOD]]
