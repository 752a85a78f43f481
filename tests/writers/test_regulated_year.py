"""The chart of a what-could-have-been says what it is, in both languages."""

from dataclasses import replace

import pytest

from zhibiao.assemble.resources import catalogue
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Language
from zhibiao.writers.regulated_year import RegulatedYearPicture, draw_regulated_year

REAL = tuple((month, 3e6 if month.month < 8 else 2.2e6) for month in months_of(2021) if month.month > 1)
PLANNED = tuple((month, 2.8e6) for month, _ in REAL)
PICTURE = RegulatedYearPicture(
    year=2021,
    real=REAL,
    planned=PLANNED,
    runs=(PLANNED, PLANNED),
    started=Month(2021, 5),
    real_cliff=0.27,
    planned_cliff=0.07,
    source="NBS",
)


def _drawn(picture: RegulatedYearPicture, lang: Language) -> str:
    return draw_regulated_year(picture, lang=lang, texts=catalogue()).decode()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("假如自5月起逐月调节", "虚线为假设情形，不是事实", "27%", "7%")),
        ("en", ("had it been regulated from May on", "not what was", "27%", "7%")),
    ],
)
def test_it_says_what_it_is(lang: Language, words: tuple[str, ...]) -> None:
    drawn = _drawn(PICTURE, lang)
    assert [] == [one for one in words if one not in drawn]


def test_a_year_that_was_not_planned_says_so() -> None:
    drawn = _drawn(replace(PICTURE, started=None, planned=REAL, runs=()), "zh")
    assert "无须调节" in drawn
    assert "自此逐月调节" not in drawn


def test_the_same_value_gives_the_same_bytes() -> None:
    assert _drawn(PICTURE, "en") == _drawn(PICTURE, "en")
