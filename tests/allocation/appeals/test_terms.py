"""The times of appeals: read from their table by date, counted from the act that began them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from appeal_sample import NAME, acts, each, filed
from zhibiao.allocation.appeals.appeal import appeals_of
from zhibiao.allocation.appeals.terms import DECIDE, RECONSIDERATION, due, remedies
from zhibiao.readers.appeal_terms_csv import COLUMNS, read_appeal_terms

TABLE = Path(__file__).parents[3] / "src" / "zhibiao" / "data" / "appeals" / "terms.csv"
TERMS = read_appeal_terms(TABLE)


def test_the_law_of_the_day_is_cited() -> None:
    before, since = (TERMS.at(RECONSIDERATION, dt.date(year, 1, 1)) for year in (2023, 2024))
    assert ("第九条", "第二十条") == (before.source.zh[-3:], since.source.zh[-4:])
    found = remedies(dt.date(2025, 8, 31), TERMS)
    assert (dt.date(2025, 10, 30), dt.date(2026, 2, 28)) == (found.reconsider_until, found.sue_until)
    with pytest.raises(LookupError):
        TERMS.at(DECIDE, dt.date(1999, 1, 1))


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ((), dt.date(2025, 2, 6)),
        (("accepted",), dt.date(2025, 3, 4)),
        (("accepted", "asked"), dt.date(2025, 2, 20)),
        (("accepted", "decided"), None),
    ],
)
def test_by_when_the_next_move_is_wanted(before: tuple[str, ...], day: dt.date | None) -> None:
    appeal = appeals_of(acts(filed(), *(each()[name] for name in before))).appeal(NAME)
    assert day == due(appeal, TERMS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("accept_days,2025-01-01,5,month,x,x", "accept_days in month"),
        ("wait_days,2025-01-01,5,day,x,x", "wait_days in day"),
        ("accept_days,2025-01-01,0,day,x,x", "accept_days: 0"),
        ("accept_days,2025-01-01,5,day,x,x", "no decide_days"),
    ],
)
def test_a_table_that_says_nothing_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{rows}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_appeal_terms(path)
