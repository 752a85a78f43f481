"""A month that only some have filed: what headline and tiles say of it beside the total that carries estimates."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from web.conftest import NOW, desk_folder
from zhibiao.assemble.book import open_book
from zhibiao.assemble.resources import SetClock, catalogue
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.period import Month, Period
from zhibiao.writers.bulletin_words import estimated_sentence
from zhibiao.writers.growth_words import growth_sentences, main_account
from zhibiao.writers.summary import headline
from zhibiao.writers.tiles import tiles_of
from zhibiao.writers.wording import Words

MARCH, APRIL = Month(2025, 3), Month(2025, 4)
FILED = ("LH-S01", "LH-S02", "LH-S04")


@pytest.fixture(scope="module")
def april(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MonthAssessment]:
    """April as three have filed it, with the figures of their March."""
    opened = open_book(desk_folder(demo_book, tmp_path_factory.mktemp("partly") / "book"), clock=SetClock(NOW))
    for one in list(opened.store.returns()):
        if one.enterprise in FILED and one.period.last == MARCH and one.version == 1:
            at = dt.datetime(2025, 5, 2, tzinfo=dt.UTC)
            opened.store.add_return(replace(one, period=Period.of(APRIL), received_at=at))
    yield opened.assess(APRIL, "steel")
    opened.store.close()


def test_growth_is_that_of_those_who_filed(april: MonthAssessment) -> None:
    words = Words(catalogue(), "zh")
    account = main_account(april)
    assert april.total is not None
    assert account is not None
    same = account.scope.same
    growth = words.growth(same.now, same.before)
    assert growth != words.growth(april.total.to_date.now, april.total.to_date.before)
    said = f"同口径{len(account.scope.counted)}户{growth}"
    assert said in headline(april, words)
    assert growth in growth_sentences(april, words)[0]
    made = next(one for one in tiles_of(april, words) if one.name.endswith("产量"))
    assert f"{said}，含估计数{words.mass(april.total.estimated_t)}" == made.below


def test_the_estimate_is_named(april: MonthAssessment) -> None:
    said = estimated_sentence(april, Words(catalogue(), "zh"))
    assert said is not None
    assert "按估计数" in said
