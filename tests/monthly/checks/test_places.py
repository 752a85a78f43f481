"""Where findings point: cells of a sheet, rows of a text table, places of a document; causes are found in all three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checked_returns import asked, filed, standing
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding

ORDER = ("crude_steel_t", "steel_products_t", "rebar_t", "hot_coil_t")


def in_a_list(fact: Fact) -> Place:
    """Each field in a row of its own, which month and year to date share."""
    return Place(file="f.csv", row=ORDER.index(fact.field) + 18 if fact.field in ORDER else 90, field=fact.field)


def in_a_row(fact: Fact) -> Place:
    """All fields in the one row of the firm."""
    return Place(file="f.csv", row=2, field=fact.field)


def in_a_document(fact: Fact) -> Place:
    return Place(file="f.json", clause=f"$.{fact.field}.{fact.scope}", field=fact.field)


def moved(one: Filed, place: Callable[[Fact], Place]) -> Filed:
    facts = (replace(fact, place=place(fact)) for fact in one.facts)
    return replace(one, facts=tuple(facts), last_year=tuple(replace(fact, place=place(fact)) for fact in one.last_year))


def parts_too_large() -> Filed:
    value = filed().value("rebar_t")
    assert value is not None
    return filed(rebar_t=value + 60_000)


@pytest.mark.parametrize(
    ("place", "cell", "first"),
    [
        (in_a_list, "19,20,21", ("", 19, "")),
        (in_a_row, "2", ("", 2, "")),
        (
            in_a_document,
            "$.steel_products_t.period,$.rebar_t.period,$.hot_coil_t.period",
            ("", 0, "$.steel_products_t.period"),
        ),
    ],
)
def test_all_figures_of_a_rule_are_named(
    place: Callable[[Fact], Place], cell: str, first: tuple[str, int, str]
) -> None:
    found = check_return(moved(parts_too_large(), place), standing())
    (parts,) = [finding for finding in found if finding.code == "edit.parts_exceed_total"]
    assert cell == parts.facts["cell"]
    assert first == (parts.place.cell, parts.place.row, parts.place.clause)
    assert "steel_products_t" == parts.place.field


@pytest.mark.parametrize("place", [in_a_list, in_a_row, in_a_document])
@pytest.mark.parametrize(
    "figures", [{"crude_steel_t": 466_000}, {"sales_revenue_yuan": 960_400_000_000}, {"rebar_t": 980_000_000}]
)
def test_the_same_causes_are_found_without_cells(place: Callable[[Fact], Place], figures: dict[str, int]) -> None:
    on_a_sheet, elsewhere = asked(filed(**figures)), asked(moved(filed(**figures), place))
    assert len(on_a_sheet) >= 2
    assert sorted(map(_told, on_a_sheet)) == sorted(map(_told, elsewhere))


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.place.field, finding.because
