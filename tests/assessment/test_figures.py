"""Figures of the record: spans, entries and exits, one scope, gaps and estimates."""

import datetime as dt
from decimal import Decimal

import pytest

from zhibiao.assessment.figures import Figures, estimated_to_date, span_of, to_date_gap
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.period import Month, Period
from zhibiao.terms.quantity import unit
from zhibiao.terms.text import Text

STEEL = Field(
    code="steel",
    row_code="25",
    name=Text("粗钢"),
    unit=unit("t"),
    form_unit=unit("万吨"),
    kind=Kind.FLOW,
    sectors=("steel",),
    required=True,
    synonyms=(),
    part_of="",
    description=Text(""),
)


def _figures(*rows: tuple[str, str, int | str] | tuple[str, str, int | str, int], left: Month | None = None) -> Figures:
    """Rows of enterprise, period, tonnes and, where filed, year-to-date."""
    returns = []
    for enterprise, period, tonnes, *filed in rows:
        facts = [Fact(field="steel", scope=Scope.PERIOD, value=Decimal(tonnes), place=Place())]
        facts += [
            Fact(field="steel", scope=Scope.YEAR_TO_DATE, value=Decimal(x), place=Place(cell="E7")) for x in filed
        ]
        returns.append(
            Return(
                enterprise=enterprise,
                period=Period.parse(period),
                version=1,
                received_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
                provenance="test",
                file_sha256="",
                facts=tuple(facts),
            )
        )
    return Figures.of(Record.of(returns), left={"A": left} if left else {})


def test_before_its_first_return_a_firm_made_nothing_and_has_nothing_to_compare() -> None:
    figures = _figures(("A", "2025-02", 20), ("A", "2025-03", 30), ("B", "2024-01", 1))
    assert 50 == figures.to_date("A", "steel", Month(2025, 3))
    assert 0 == figures.over("A", "steel", first=Month(2024, 1), last=Month(2024, 12))
    assert Comparison(now=50, before=None) == figures.since_january("A", "steel", Month(2025, 3))


def test_a_gap_is_missing_and_the_filed_year_to_date_bridges_it() -> None:
    figures = _figures(("A", "2025-01", 10), ("A", "2025-03", 30, 61), ("A", "2025-04", 30))
    assert 61 == figures.to_date("A", "steel", Month(2025, 3))
    assert figures.to_date("A", "steel", Month(2025, 4)) is None


def test_after_it_left_the_register_a_firm_made_nothing() -> None:
    figures = _figures(("A", "2024-01", 10), ("A", "2024-02", 10), left=Month(2024, 3))
    assert 20 == figures.to_date("A", "steel", Month(2024, 12))
    assert 0 == figures.to_date("A", "steel", Month(2025, 2))
    assert 0 == figures.profile("A", "steel", 2023, until=Month(2024, 6)).total_t
    assert (10, 20, 20) == figures.profile("A", "steel", 2024, until=Month(2024, 6)).made_t[:3]


def test_a_profile_stops_at_the_month_and_skips_a_joint_january() -> None:
    figures = _figures(("A", "2025-01..02", 20), ("A", "2025-03", 10), ("A", "2025-04", 10))
    assert (None, 20, 30, None) == figures.profile("A", "steel", 2025, until=Month(2025, 3)).made_t[:4]


@pytest.mark.parametrize(
    ("last_year", "this_year", "expected"),
    [
        (["2024-01", "2024-02"], ["2025-01", "2025-02"], "2025-02"),
        (["2024-01..02"], ["2025-01", "2025-02"], "2025-01..02"),
        (["2024-01", "2024-02"], ["2025-01..02"], "2025-01..02"),
        ([], ["2025-01", "2025-02"], "2025-02"),
    ],
)
def test_february_covers_both_months_where_either_year_filed_them_together(
    last_year: list[str], this_year: list[str], expected: str
) -> None:
    figures = _figures(*(("A", period, 10) for period in last_year + this_year))
    span = span_of(figures.record, ["A"], Month(2025, 2))
    assert Period.parse(expected) == span


@pytest.mark.parametrize(
    ("filed", "found"),
    [
        (300_000, False),
        (300_200, False),  # four printed figures of two decimals in 万吨: 4 * 50 t
        (300_201, True),
        (299_799, True),
    ],
)
def test_a_gap_beyond_rounding_is_found(filed: int, found: bool) -> None:
    figures = _figures(("A", "2025-01", 100_000), ("A", "2025-02", 100_000), ("A", "2025-03", 100_000, filed))
    gap = to_date_gap(figures, "A", STEEL, Month(2025, 3), name=Text("甲"))
    assert found == (gap is not None)
    if gap is not None:
        assert ("assess.to_date_gap", "E7", Text("甲")) == (gap.code, gap.place.cell, gap.facts["name"])
        assert Text("30万吨", "300,000 t") == gap.facts["summed"]


def test_an_estimate_takes_last_years_months_at_this_years_growth() -> None:
    year = [("A", f"2024-{month:02d}", 100) for month in range(1, 13)]
    # January and February 240 against 200; March of last year 100 times 1.2.
    known = _figures(*year, ("A", "2025-01", 120), ("A", "2025-02", 120))
    assert 360 == estimated_to_date(known, "A", "steel", Month(2025, 3))
    # Nothing of this year: last year's months as they were.
    assert 300 == estimated_to_date(_figures(*year), "A", "steel", Month(2025, 3))
    # Nothing of last year: no estimate.
    fresh = _figures(("B", "2024-01", 1), ("A", "2024-06", 1), ("A", "2024-12", 1), ("A", "2025-01", 10))
    assert estimated_to_date(fresh, "A", "steel", Month(2025, 8)) is None
