"""Each limit of a city's plan is told with the clause that sets it, or the fact."""

from dataclasses import replace
from decimal import Decimal

import pytest

from city_plan_sample import LIMITS, city, drawn, enterprise, family
from zhibiao.assemble.resources import DATA
from zhibiao.procedures.regulation.conflicts import conflicts_of
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.regulation.city.inputs import Supply
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.sources import sources_of
from zhibiao.regulation.diagnosis.limits import sides_of
from zhibiao.regulation.program import program_of
from zhibiao.terms.text import Text

WORDS = read_catalogue(DATA)


def test_ceilings_by_the_month_and_by_the_rulebook_are_told_apart() -> None:
    """Ore keeps A near the least that the month leaves it, so that B would have to go beyond its own bound."""
    grown = {"best_day_t": Decimal(4000), "capacity_t": (2_000_000, 2_000_000)}
    held = {"holding_t": 500_000, "entitlement_t": 500_000, "floor_t": 450_000, "ceiling_t": 550_000}
    first = enterprise("A", families=(family("rebar_t", 4000, 200, use=("1",)),), **grown, **held)
    second = enterprise("B", ceiling_t=366_000, families=(family("rebar_t", 4000, 200, use=("0",)),), **grown)
    supplies = {"ore": Supply(monthly=(Decimal(100_000), Decimal(86_500)))}
    asked = city_problem(city(first, second, commodities=("ore",), supplies=supplies))
    zh, en = (
        [WORDS.what(one.code, lang, one.facts) for one in conflicts_of(asked, WORDS.labels, {})]
        for lang in ("zh", "en")
    )
    assert "企业产量上限（B）〔办法第7条基数上限〕" in zh[0]
    assert "全年剩余总量（全年总量 865,000 吨减已生产 608,000 吨，须完成）〔办法第2条〕" in zh[0]
    assert "the ceiling of the enterprise B (clause 7, the ceiling of the base)" in en[0]
    assert "of ore (the supply list)" in en[0]
    with_month = city(first, replace(second, ceiling_t=400_000), commodities=("ore",), supplies=supplies)
    told = conflicts_of(city_problem(with_month), WORDS.labels, {})[0]
    assert "企业产量上限（B）〔办法第12条月度幅度〕" in WORDS.what(told.code, "zh", told.facts)


def test_a_rulebook_that_names_other_clauses_is_followed() -> None:
    limits = replace(LIMITS, clauses={"regulation": "31", "bounds": "20", "cap": "5"})
    found = sources_of(
        city_problem(city(enterprise("A"), enterprise("B", ceiling_t=366_000), limits=limits)), WORDS.labels
    )
    assert Text("办法第31条月度幅度", "clause 31, the month's limit") == found["plant.low", 1]
    assert Text("办法第20条基数上限", "clause 20, the ceiling of the base") == found["plant.high", 1]
    assert Text("办法第5条", "clause 5") == found["cap.high", 0]
    assert Text("办法第31条最高日产", "clause 31, its best day") == found["capacity", 0]


@pytest.mark.parametrize("seed", range(6))
def test_every_limit_has_its_source(seed: int) -> None:
    asked = city_problem(drawn(seed))
    known = sources_of(asked, WORDS.labels)
    limits = sides_of(asked.problem, program_of(asked.problem)).limits
    assert limits
    assert [] == [one for one in limits if not known[one.kind, one.holder].zh or not known[one.kind, one.holder].en]
