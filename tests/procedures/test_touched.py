"""What a decision used of a return, by the year it stands in and by how the field adds up; worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.ports import DecisionState, StoredDecision
from zhibiao.procedures.touched import TouchedDecision, touched_decision, used_fields
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Period

START = dt.datetime(2024, 2, 7, tzinfo=dt.UTC)
KINDS = {
    "crude_steel_t": "flow",
    "taxes_yuan": "flow",
    "workforce_persons": "stock",
    "rate_level": "level",
    "rebar_t": "flow",
}
# Plan year 2025, the year assessed 2024, base years 2022 and 2023; 2021 is cited and decides nothing.
BODY: Mapping[str, Any] = {
    "sector": "steel",
    "plan_year": 2025,
    "as_of": "2025-03",
    "quantity": "crude_steel_t",
    "sector_data": {"fields": KINDS, "products": [{"field": "rebar_t", "reference_price_yuan_per_t": 1}]},
}


def claimant(*cited: Return) -> Mapping[str, Any]:
    sources = [[item.reference, item.file_sha256] for item in cited]
    return {"enterprise": "E-1", "history_t": {"2022": 1, "2023": 1}, "sources": sources}


def filed(period: str, version: int = 1, day: int = 0, **figures: str) -> Return:
    facts = [
        Fact(field=name, scope=Scope.PERIOD, value=Decimal(value), place=Place(cell="D1"))
        for name, value in figures.items()
    ]
    to_date = Fact(field="crude_steel_t", scope=Scope.YEAR_TO_DATE, value=Decimal(999), place=Place(cell="E1"))
    return Return(
        enterprise="E-1",
        period=Period.parse(period),
        version=version,
        received_at=START + dt.timedelta(days=day),
        provenance="bureau_monitoring_return",
        file_sha256="a" * 64,
        facts=(to_date, *facts),
    )


def touched(after: Return, *cited: Return) -> TouchedDecision | None:
    decision = StoredDecision(id="d", sha256="0" * 64, body=dict(BODY), state=DecisionState.ISSUED, signatures=())
    return touched_decision(decision, claimant(*cited), after, {item.reference: item for item in cited})


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2021-05", set()),
        ("2022-05", {"crude_steel_t"}),
        ("2023-12", {"crude_steel_t"}),
        ("2024-05", {"crude_steel_t", "taxes_yuan", "rate_level", "rebar_t"}),
        ("2024-12", set(KINDS)),  # the stock that counts is the one at the year's end
        ("2025-03", {"crude_steel_t"}),
    ],
)
def test_the_fields_used_depend_on_the_year(period: str, expected: set[str]) -> None:
    assert expected == used_fields(BODY, claimant(), filed(period))


@pytest.mark.parametrize(
    ("january", "february", "joint", "field", "before", "after"),
    [
        ("10", "20", "30", "crude_steel_t", "30", "30"),
        ("10", "20", "31", "crude_steel_t", "30", "31"),
        ("1", "2", "1.5", "rate_level", "1.5", "1.5"),  # (1 + 2) / 2
        ("10", None, "10", "taxes_yuan", None, "10"),  # a month is missing: no figure, not ten
        ("10", None, "10", "rebar_t", "10", "10"),  # a product left blank was not made
        (None, None, None, "rebar_t", None, None),
        ("10", "20", None, "crude_steel_t", "30", None),
    ],
)
def test_two_months_are_held_against_one_return_as_an_indicator_reads_them(
    january: str | None, february: str | None, joint: str | None, field: str, before: str | None, after: str | None
) -> None:
    def figures(value: str | None) -> dict[str, str]:
        return {} if value is None else {field: value}

    one, two = filed("2024-01", **figures(january)), filed("2024-02", 1, 30, **figures(february))
    found = touched(filed("2024-01..02", 1, 60, **figures(joint)), two, one)
    assert found is not None
    (used,) = [figure for figure in found.figures if figure.field == field]
    expected = tuple(None if text is None else Decimal(text) for text in (before, after))
    assert expected == (used.before, used.after)
    assert (before != after, True) == (used.has_changed, found.covers_same_months)
    assert (one.reference, two.reference) == found.cited


def test_other_months_count_as_used_otherwise_even_where_the_figure_is_the_same() -> None:
    found = touched(filed("2024-01", 1, 60, crude_steel_t="30"), filed("2024-01..02", crude_steel_t="30"))
    assert found is not None
    assert ((), False, True) == (found.changed, found.covers_same_months, found.used_otherwise)


def test_what_was_cited_and_not_used_is_listed_and_unchanged() -> None:
    found = touched(filed("2021-05", 2, 9, crude_steel_t="1"), filed("2021-05", crude_steel_t="2"))
    assert found is not None
    assert ((), False) == (found.figures, found.used_otherwise)


def test_the_year_to_date_of_a_return_is_used_by_no_decision() -> None:
    before = filed("2024-05", crude_steel_t="2")
    after = filed("2024-05", 2, 9, crude_steel_t="2")
    changed = [fact for fact in after.facts if fact.scope is Scope.PERIOD]
    found = touched(replace(after, facts=tuple(changed)), before)
    assert found is not None
    assert not found.used_otherwise


def test_a_return_that_came_earlier_than_what_is_cited_touches_nothing() -> None:
    assert touched(filed("2024-05"), filed("2024-05", 2, 9)) is None
    assert touched(filed("2024-01"), filed("2024-01..02", 1, 9)) is None
