"""Which month is spoken of by default, as returns of a newer one come in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from web.conftest import NOW, desk_folder
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk.intake.intake_filings import expected
from zhibiao.assemble.desk.months import latest_month, months_with_returns
from zhibiao.assemble.resources import SetClock
from zhibiao.terms.period import Month, Period

MARCH, APRIL = Month(2025, 3), Month(2025, 4)
CLOCK = SetClock(NOW)


@pytest.fixture(scope="module")
def opened(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    made = open_book(desk_folder(demo_book, tmp_path_factory.mktemp("months") / "book"), clock=CLOCK)
    yield made
    made.store.close()


def _file(opened: OpenBook, enterprise: str, month: Month) -> None:
    """March's figures once more, for another month."""
    march = next(one for one in opened.store.returns() if (one.enterprise, one.period.last) == (enterprise, MARCH))
    at = dt.datetime(2025, 5, 2, tzinfo=dt.UTC)
    opened.store.add_return(replace(march, period=Period.of(month), version=1, received_at=at))


def _on(opened: OpenBook, day: int) -> Month | None:
    CLOCK.instant = dt.datetime(2025, 5, day, 2, tzinfo=dt.UTC)
    return latest_month(opened, "steel")


def test_a_month_is_the_default_once_it_is_due_or_whole(opened: OpenBook) -> None:
    assert MARCH == _on(opened, 3)
    _file(opened, "LH-S04", APRIL)
    assert APRIL == months_with_returns(opened, "steel")[0]
    assert [MARCH, MARCH, APRIL] == [_on(opened, day) for day in (3, 8, 9)]
    for one in expected(opened.city, "steel", APRIL):
        if one.id != "LH-S04":
            _file(opened, one.id, APRIL)
    assert APRIL == _on(opened, 3)


def test_a_month_far_ahead_is_nobodys_default(opened: OpenBook) -> None:
    _file(opened, "LH-S04", Month(2035, 1))
    assert Month(2035, 1) == months_with_returns(opened, "steel")[0]
    assert APRIL == _on(opened, 9)
    assert latest_month(opened, "no such sector") is None
