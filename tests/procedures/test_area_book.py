"""Published totals of areas as a book: what becomes a return, who takes part, what the acts make of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from area_sample import DICTIONARY, SECTOR, AreaSample, build_areas, plan, table
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.errors import InputRefused, NotFound
from zhibiao.ledger.production import booked_production
from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.procedures.allocate import claimants_from
from zhibiao.procedures.area_book import area_book, area_id, returns_of
from zhibiao.terms.enterprise import STATISTICAL_AREA
from zhibiao.terms.period import Month, Period


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> AreaSample:
    return build_areas(tmp_path_factory.mktemp("areas"))


def test_the_cap_is_the_output_of_the_year_before() -> None:
    assert (1000 + 700 + 301) * 12 == plan().cap_t


def test_areas_have_neither_credit_code_nor_tier_nor_capacity(areas: AreaSample) -> None:
    assert ["CN-BEIHE", "CN-DONGSHAN", "CN-NAN-LING"] == list(areas.city.enterprises)
    for one in areas.city:
        assert (STATISTICAL_AREA, "", "", "", ()) == (one.kind, one.credit_code, one.tier, one.grade, one.facilities)


def test_each_area_gets_its_output_of_the_year_before(areas: AreaSample) -> None:
    (decision,) = areas.store.decisions()
    assert {"CN-BEIHE": 12_000, "CN-DONGSHAN": 8_400, "CN-NAN-LING": 3_612} == {
        share["enterprise"]: share["quota_t"] for share in decision.body["shares"]
    }
    assert {"CN-BEIHE": 12_000, "CN-DONGSHAN": 8_400, "CN-NAN-LING": 3_612} == {
        name: areas.store.book(sector="steel", plan_year=2021).holding(name) for name in areas.city.enterprises
    }


def test_a_quota_is_its_base_and_nothing_else(areas: AreaSample) -> None:
    (decision,) = areas.store.decisions()
    for share in decision.body["shares"]:
        parts = {part["code"]: part["tonnes"] for part in share["parts"]}
        assert {"base": share["quota_t"], "redistribution": 0, "bound.ceiling.base": 0, "rounding": 0} == parts
        assert ("1.000000", "1.000000000", []) == (share["score"], share["tilt"], share["indicators"])


def test_a_return_holds_the_step_and_the_total_as_published() -> None:
    items = {item.reference: item for item in returns_of(plan(), file="x.csv", file_sha256="0" * 64)}
    march = items["CN-BEIHE/2021-03/v1"]
    assert {Scope.PERIOD: Decimal(1000), Scope.YEAR_TO_DATE: Decimal(3000)} == {
        fact.scope: fact.value for fact in march.facts
    }
    assert ("published_statistics", "2021-04-20") == (march.provenance, march.received_at.date().isoformat())


def test_a_total_that_falls_is_joined_with_the_next_and_told() -> None:
    book = plan()
    items = {item.reference: item for item in returns_of(book, file="x.csv", file_sha256="0" * 64)}
    assert "CN-BEIHE/2021-07/v1" not in items
    joined = items["CN-BEIHE/2021-07..08/v1"]
    assert [Decimal(2000), Decimal(8000)] == [fact.value for fact in joined.facts]
    told = [finding for finding in book.findings if finding.code == "published.joined"]
    assert [("2021-07..08", "2021-07")] == [(finding.facts["period"], finding.facts["fallen"]) for finding in told]


def test_a_joined_period_is_booked_when_it_ends(areas: AreaSample) -> None:
    book = areas.store.book(sector="steel", plan_year=2021)
    assert (1000, 2000) == tuple(booked_production(book, "CN-BEIHE")[period] for period in ("2021-06", "2021-07..08"))
    assert (8000, 6400) == (book.used("CN-BEIHE"), book.used("CN-DONGSHAN"))


def test_an_area_without_the_year_before_is_left_out_and_told() -> None:
    short = YearToDate(name="Xixia", made_t={Month(2021, month): 10 * month for month in range(2, 13)})
    whole = table()
    more = OutputTable(
        product=whole.product,
        series=(*whole.series, short),
        labels={**whole.labels, "Xixia": whole.labels["Beihe"]},
    )
    book = area_book(more, year=2021, city="$year $count\n", rulebook="$cap_t")
    assert "2021 3" == book.city.splitlines()[0]
    assert "replay.left_out_without_base" in {finding.code for finding in book.findings}


def test_a_year_nobody_has_is_not_found() -> None:
    with pytest.raises(NotFound):
        area_book(table(), year=2035, city="", rulebook="")


def test_nobody_takes_part_without_output_in_the_year_before(areas: AreaSample) -> None:
    """By output nobody needs capacity; by capacity none of these would take part."""
    items = [item for item in areas.store.returns() if item.enterprise != "CN-DONGSHAN"]
    assert ["CN-BEIHE", "CN-NAN-LING"] == [one.enterprise for one in _claimants(areas, items, "output_last_year")]
    assert [] == list(_claimants(areas, items, "compliant_capacity"))


def test_a_month_missing_in_the_year_before_is_a_gap_and_not_zero(areas: AreaSample) -> None:
    items = [item for item in areas.store.returns() if item.reference != "CN-BEIHE/2020-05/v1"]
    with pytest.raises(InputRefused) as refused:
        _claimants(areas, items, "output_last_year")
    assert [("allocate.return_missing", "2020-05")] == [
        (finding.code, finding.facts["months"]) for finding in refused.value.findings
    ]


def test_a_figure_left_blank_in_the_year_before_is_a_gap_and_not_zero(areas: AreaSample) -> None:
    items = [
        replace(item, facts=()) if item.reference == "CN-BEIHE/2020-05/v1" else item for item in areas.store.returns()
    ]
    with pytest.raises(InputRefused) as refused:
        _claimants(areas, items, "output_last_year")
    assert [("allocate.figure_missing", "2020-05")] == [
        (finding.code, finding.facts["months"]) for finding in refused.value.findings
    ]


def test_a_period_that_runs_on_beyond_the_month_is_refused_and_not_zero(areas: AreaSample) -> None:
    """July and August of Beihe are one period: what was made until July is not known."""
    with pytest.raises(InputRefused) as refused:
        _claimants(areas, list(areas.store.returns()), "output_last_year", month=Month(2021, 7))
    assert [("allocate.period_open", "2021-07..08", "2021-08")] == [
        (finding.code, finding.facts["period"], finding.facts["last"]) for finding in refused.value.findings
    ]
    august = _claimants(areas, list(areas.store.returns()), "output_last_year", month=Month(2021, 8))
    assert [8000, 6400, 2408] == [one.made_t for one in august]


@pytest.mark.parametrize(("name", "expected"), [("Beihe", "CN-BEIHE"), ("Inner Mongolia", "CN-INNER-MONGOLIA")])
def test_ids(name: str, expected: str) -> None:
    assert expected == area_id(name)


def test_periods_of_the_history_are_known_when_the_book_begins() -> None:
    book = plan()
    assert book.starts_at == book.received_at(Period.parse("2019-05"))
    assert "2022-01-20" == book.received_at(Period.parse("2021-12")).date().isoformat()


def _claimants(areas: AreaSample, items: list[Return], scope: str, month: Month | None = None) -> tuple[Claimant, ...]:
    rules = replace(areas.rulebook, scope_rule=scope)
    return claimants_from(Record.of(items), areas.city, SECTOR, rules, DICTIONARY, month)
