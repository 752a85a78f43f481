"""The record: latest versions, overlapping periods, sums that need every month."""

import datetime as dt
from decimal import Decimal

from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period


def _return(period: str, tonnes: int, *, day: int, version: int = 1) -> Return:
    return Return(
        enterprise="A",
        period=Period.parse(period),
        version=version,
        received_at=dt.datetime(2025, 3, day, tzinfo=dt.UTC),
        provenance="test",
        file_sha256="0" * 64,
        facts=(Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(tonnes), place=Place()),),
    )


def _until(record: Record, month: int) -> Decimal | None:
    return record.year_to_date("A", "crude_steel_t", Month(2025, month))


def test_the_latest_version_stands() -> None:
    record = Record.of([_return("2025-01", 90, day=20, version=2), _return("2025-01", 100, day=8)])
    assert Decimal(90) == _until(record, 1)


def test_a_missing_month_leaves_no_sum() -> None:
    record = Record.of([_return("2025-01", 100, day=1), _return("2025-03", 100, day=9)])
    assert Decimal(100) == _until(record, 1)
    assert _until(record, 3) is None


def test_of_overlapping_periods_the_last_received_stands() -> None:
    alone, joint = _return("2025-01", 100, day=1), _return("2025-01..02", 230, day=9)
    assert Decimal(230) == _until(Record.of([alone, joint]), 2)
    assert _until(Record.of([alone, joint]), 1) is None
    february = _return("2025-02", 120, day=12)
    late = _return("2025-01", 105, day=14, version=2)
    # The single months came after the joint return: both replace it together, 105 + 120.
    assert Decimal(225) == _until(Record.of([alone, joint, february, late]), 2)
