"""A figure at each instant, and a month taken out of totals of one vintage and of two."""

import datetime as dt
from decimal import Decimal

from zhibiao.assessment.growth.vintages import History, month_from_totals
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period

FIELD = "crude_steel_t"


def _at(month: int, day: int) -> dt.datetime:
    return dt.datetime(2024, month, day, tzinfo=dt.UTC)


def _filed(period: str, own: int, to_date: int | None, at: dt.datetime, version: int = 1) -> Return:
    figures = ((Scope.PERIOD, own), (Scope.YEAR_TO_DATE, to_date))
    return Return(
        enterprise="A",
        period=Period.parse(period),
        version=version,
        received_at=at,
        provenance="test",
        file_sha256="",
        facts=tuple(
            Fact(field=FIELD, scope=scope, value=Decimal(value), place=Place())
            for scope, value in figures
            if value is not None
        ),
    )


# March is filed again on 20 May, a furnace heavier; April's total, filed before that, does not know it.
FILED = (
    _filed("2024-01..02", 200, 200, _at(3, 8)),
    _filed("2024-03", 100, 300, _at(4, 8)),
    _filed("2024-04", 90, 390, _at(5, 8)),
    _filed("2024-03", 103, 303, _at(5, 20), version=2),
    _filed("2024-05", 80, 473, _at(6, 8)),
)


def _history(*returns: Return) -> History:
    return History.of(returns, enterprise="A", field=FIELD)


def test_a_figure_as_it_was_known() -> None:
    history, march = _history(*FILED), Period.parse("2024-03")
    known = [history.amount(march, Scope.PERIOD, known_by=at) for at in (_at(4, 7), _at(4, 8), _at(5, 20))]
    assert [None, 100, 103] == known
    assert (_at(4, 8), 100) == history.first_known(march, Scope.PERIOD)
    assert 300 == history.until(_at(5, 8)).amount(march, Scope.YEAR_TO_DATE)


def test_the_month_by_vintage() -> None:
    april = month_from_totals(_history(*FILED), Month(2024, 4))
    assert april is not None
    # 390 − 303 now, 390 − 300 as March was printed: the mixed difference happens to be right, today's is not.
    assert (90, 87, 90) == (april.filed, april.by_now, april.mixed)
    assert (3, -3) == (april.refiled, april.implied_revision)
    assert _at(4, 8) == april.before_first_at
    may = month_from_totals(_history(*FILED), Month(2024, 5))
    assert may is not None
    # May's total was filed after March's correction: it moved April by the 3 that April's return never took back.
    assert (80, 83, 83, 3) == (may.filed, may.by_now, may.mixed, may.implied_revision)
    march = month_from_totals(_history(*FILED), Month(2024, 3))
    assert march is not None
    assert not march.differs


def test_a_joint_return_opens_the_year() -> None:
    joint = month_from_totals(_history(*FILED), Month(2024, 2))
    assert joint is not None
    assert (Period.parse("2024-01..02"), 0, None) == (joint.span, joint.before, joint.before_first_at)
    assert not joint.differs


def test_no_month_without_both_totals() -> None:
    assert None is month_from_totals(_history(_filed("2024-03", 100, 300, _at(4, 8))), Month(2024, 3))
    assert None is month_from_totals(_history(_filed("2024-01", 100, None, _at(2, 8))), Month(2024, 1))


def test_a_total_two_months_back_spans_both() -> None:
    found = month_from_totals(_history(FILED[0], FILED[2]), Month(2024, 4))
    assert found is not None
    # 390 − 200 is March and April; March's own figure is missing, so nothing is implied.
    assert (Period.parse("2024-03..04"), 190, None, None) == (
        found.span,
        found.by_now,
        found.filed,
        found.implied_revision,
    )
