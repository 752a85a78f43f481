"""The triangle worked out by hand: late returns are no revisions, and the instant of the triangle cuts it."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.growth.revision_triangle import revision_triangle
from zhibiao.assessment.growth.vintages import History
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Period

FIELD = "crude_steel_t"


def _filed(name: str, period: str, value: int, at: str, version: int = 1) -> Return:
    return Return(
        enterprise=name,
        period=Period.parse(period),
        version=version,
        received_at=dt.datetime.fromisoformat(at + "T02:00:00+00:00"),
        provenance="test",
        file_sha256="",
        facts=(Fact(field=FIELD, scope=Scope.PERIOD, value=Decimal(value), place=Place()),),
    )


FILED = (
    _filed("A", "2024-03", 100, "2024-04-08"),
    _filed("A", "2024-03", 110, "2024-05-20", version=2),
    _filed("A", "2024-04", 200, "2024-05-08"),
    _filed("A", "2024-04", 196, "2024-06-10", version=2),
    _filed("B", "2024-03", 50, "2024-06-02"),  # two months late
    _filed("B", "2024-04", 52, "2024-05-08"),
)
NOW = dt.datetime(2024, 6, 15, tzinfo=dt.UTC)
HISTORIES = [History.of(FILED, enterprise=name, field=FIELD) for name in "AB"]


def test_rows_by_month_and_cells_by_age() -> None:
    march, april = revision_triangle(HISTORIES, field=FIELD, scope=Scope.PERIOD, known_by=NOW, year=2024, ages=12).rows
    assert [(0, 150, 2), (1, 100, 1), (2, 110, 1), (3, 160, 2)] == [
        (cell.age, cell.value, cell.enterprises) for cell in march.cells
    ]
    # +10 on A's own 100; B came late, and that is no revision.
    assert [10, 10, 0, 0] == [cell.revision for cell in march.cells]
    assert Fraction(10, 100) == march.cells[1].rate
    assert [True, True, True, False] == [cell.is_whole for cell in march.cells]
    assert (160, 2) == (march.now, march.enterprises)
    assert [252, 252, 248] == [cell.value for cell in april.cells]
    assert NOW == april.last.known_by


def test_ages_leave_out_the_month_that_is_not_over() -> None:
    ages = revision_triangle(HISTORIES, field=FIELD, scope=Scope.PERIOD, known_by=NOW, year=None, ages=12).ages
    assert [(0, 2, 2), (1, 2, 2), (2, 1, 0)] == [(item.age, item.months, item.revised) for item in ages]
    # March 10/100 and April −4/252: mean 0.0420…, spread |difference| / √2
    march, april = Fraction(1, 10), Fraction(-4, 252)
    assert (march + april) / 2 == ages[1].mean
    assert (march - april) / 2 == ages[1].mean_size
    assert ages[1].spread is not None
    assert abs(ages[1].spread ** 2 - (march - april) ** 2 / 2) < Fraction(1, 10**8)
    assert (march, None) == (ages[1].largest, ages[2].spread)


def test_a_narrow_triangle_and_one_cut_earlier() -> None:
    narrow = revision_triangle(HISTORIES, field=FIELD, scope=Scope.PERIOD, known_by=NOW, year=None, ages=1)
    assert [[0, 1], [0, 1]] == [[cell.age for cell in row.cells] for row in narrow.rows]
    assert [160, 248] == [row.now for row in narrow.rows]
    cut = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    (march,) = revision_triangle(HISTORIES, field=FIELD, scope=Scope.PERIOD, known_by=cut, year=None, ages=12).rows
    assert (100, 1) == (march.now, march.enterprises)


def test_january_and_february_together_where_one_of_them_filed_so() -> None:
    filed = (
        _filed("A", "2024-01..02", 90, "2024-03-08"),
        _filed("B", "2024-01", 20, "2024-02-08"),
        _filed("B", "2024-02", 21, "2024-03-08"),
    )
    histories = [History.of(filed, enterprise=name, field=FIELD) for name in "AB"]
    (row,) = revision_triangle(histories, field=FIELD, scope=Scope.PERIOD, known_by=NOW, year=None, ages=3).rows
    assert (Period.parse("2024-01..02"), 131) == (row.span, row.now)
