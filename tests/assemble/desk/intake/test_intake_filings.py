"""Who is late: by the due day of the form, from receipts of whatever outcome."""

import datetime as dt

import pytest

import returns_sample as sample
from zhibiao.assemble.desk.intake.intake_filings import Filing, FilingState, expected, last_due, stands
from zhibiao.procedures.filing.fates import Fate
from zhibiao.terms.period import Month, Period

MARCH = Month(2025, 3)
IN_TIME, LATE = dt.datetime(2025, 4, 8, 15, 59, tzinfo=dt.UTC), dt.datetime(2025, 4, 10, 16, tzinfo=dt.UTC)


def filed(fate: Fate, at: dt.datetime, *, version: int = 0, period: str = "2025-03") -> Filing:
    return Filing(
        submission=1,
        file="a.xlsx",
        received_at=at,
        uploader="o",
        origin="",
        outcome="",
        fate=fate,
        version=version,
        period=Period.parse(period),
        owners=frozenset({sample.STEEL.id}),
    )


TAKEN = filed(Fate.TAKEN, IN_TIME, version=1)


@pytest.mark.parametrize(
    ("filings", "asked", "today", "state", "days_late"),
    [
        ((), 0, dt.date(2025, 4, 8), FilingState.DUE, 0),
        ((), 0, dt.date(2025, 4, 9), FilingState.LATE, 1),
        ((TAKEN,), 0, dt.date(2025, 9, 1), FilingState.TAKEN, 0),
        ((TAKEN,), 2, dt.date(2025, 9, 1), FilingState.ASKED, 0),
        # At 16:00 UTC the next day has begun in China: the eleventh.
        ((filed(Fate.TAKEN, LATE, version=1),), 0, dt.date(2025, 9, 1), FilingState.TAKEN, 3),
        ((filed(Fate.HELD, IN_TIME),), 1, dt.date(2025, 5, 1), FilingState.HELD, 0),
        ((filed(Fate.QUARANTINED, IN_TIME),), 1, dt.date(2025, 4, 20), FilingState.UNUSABLE, 12),
        ((TAKEN, filed(Fate.QUARANTINED, LATE)), 1, dt.date(2025, 4, 20), FilingState.UNUSABLE, 0),
        (
            (filed(Fate.QUARANTINED, IN_TIME), filed(Fate.TAKEN, LATE, version=1)),
            0,
            dt.date(2025, 9, 1),
            FilingState.TAKEN,
            3,
        ),
    ],
)
def test_how_an_enterprise_stands(
    filings: tuple[Filing, ...], asked: int, today: dt.date, state: FilingState, days_late: int
) -> None:
    found = stands(sample.STEEL, filings, {(sample.STEEL.id, "2025-03"): asked}, month=MARCH, today=today)
    assert (state, days_late) == (found.state, found.days_late)


def test_january_may_wait_for_february() -> None:
    january = stands(sample.STEEL, (), {}, month=Month(2025, 1), today=dt.date(2025, 3, 8))
    assert (FilingState.DUE, dt.date(2025, 3, 8)) == (january.state, january.due)
    both = (filed(Fate.TAKEN, dt.datetime(2025, 3, 9, tzinfo=dt.UTC), version=1, period="2025-01..02"),)
    for month in (1, 2):
        found = stands(sample.STEEL, both, {}, month=Month(2025, month), today=dt.date(2025, 9, 1))
        assert (FilingState.TAKEN, 1) == (found.state, found.days_late)


def test_who_files_and_for_which_month() -> None:
    assert (sample.STEEL, sample.ARC) == expected(sample.CITY, "steel", MARCH)
    assert () == expected(sample.CITY, "no sector", MARCH)
    assert Month(2024, 12) == last_due(dt.date(2025, 1, 31))
