"""Beside the pace: where the season comes from, and what this month's colours ask for, in both languages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.season import Season, SeasonOrigin
from zhibiao.assessment.verdict.asked import OF_CITY, OF_ENTERPRISE, Ask, asks_of
from zhibiao.policy.pacing_part import Concern, PacingPart
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers.pace_notes import asked_of, asked_table, season_notes, season_sentence, year_spans
from zhibiao.writers.wording import Words

SHARES = tuple(Fraction(month, 12) for month in range(1, 13))
MEASURED = Season(shares=SHARES, origin=SeasonOrigin.MEASURED, years=(2019, 2020, 2022, 2023))
RULED = Season(shares=SHARES, origin=SeasonOrigin.RULED, clause="12")


@pytest.mark.parametrize(
    ("season", "zh", "en"),
    [
        (MEASURED, "季节：按2019–2020, 2022–2023年实绩测算", "season: measured over 2019–2020, 2022–2023"),
        (
            replace(MEASURED, left_out=(2021,), clause="12"),
            "季节：按2019–2020, 2022–2023年实绩测算，依据本办法第12条不计2021年",
            "season: measured over 2019–2020, 2022–2023, without 2021 by clause 12 of this rulebook",
        ),
        (RULED, "季节：依据本办法第12条", "season: set by rulebook clause 12"),
        (
            replace(RULED, given_sum=Fraction(1002, 1000)),
            "季节：依据本办法第12条，所列数合计1.002，已按合计折算为1",
            "season: set by rulebook clause 12; its numbers come to 1.002 and were divided by it",
        ),
        (
            Season(shares=SHARES, origin=SeasonOrigin.DAYS),
            "季节：没有可用的往年数据，按日历天数",
            "season: calendar days alone for want of earlier years",
        ),
        (
            Season(shares=SHARES, origin=SeasonOrigin.DAYS, left_out=(2021,), clause="12"),
            "季节：依据本办法第12条不计2021年，余下没有可用的往年数据，按日历天数",
            "season: calendar days alone, since clause 12 of this rulebook leaves out 2021 and no other year is known",
        ),
    ],
)
def test_a_season_says_where_it_comes_from(season: Season, zh: str, en: str, catalogue: Catalogue) -> None:
    assert (zh, en) == tuple(season_sentence(season, Words(catalogue, lang)) for lang in ("zh", "en"))


def test_neighbouring_years_are_a_span() -> None:
    assert ["", "2021", "2019–2020, 2022"] == [year_spans(years) for years in ((), (2021,), (2022, 2019, 2020))]


def _with_season(assessment: MonthAssessment, place: int, season: Season) -> MonthAssessment:
    firms = list(assessment.enterprises)
    standing = firms[place].standing
    assert standing is not None
    assert standing.pace is not None
    firms[place] = replace(firms[place], standing=replace(standing, pace=replace(standing.pace, season=season)))
    return replace(assessment, enterprises=tuple(firms))


def test_the_citys_season_is_said_and_whose_a_clause_sets_apart(dossier: Dossier, catalogue: Catalogue) -> None:
    words = Words(catalogue, "zh")
    assert ["季节：按2024年实绩测算。"] == season_notes(dossier.assessment, words)
    own = _with_season(dossier.assessment, 1, RULED)
    assert f"{words.name(own.enterprises[1].name)}：季节：依据本办法第12条。" == season_notes(own, words)[1]
    assert [] == season_notes(replace(dossier.assessment, total=None, enterprises=()), words)


def _asking(assessment: MonthAssessment, *asks: tuple[Ask, ...], city: tuple[Ask, ...] = ()) -> MonthAssessment:
    firms = tuple(
        replace(item, verdict=replace(item.verdict, asks=asks[place] if place < len(asks) else ()))
        for place, item in enumerate(assessment.enterprises)
    )
    return replace(assessment, enterprises=firms, verdict=replace(assessment.verdict, asks=city))


def _asks(
    concern: Concern, colour: Colour, needed: int | None = None, part: PacingPart | None = None
) -> tuple[Ask, ...]:
    return asks_of(concern, colour, part or PacingPart(), parties=OF_ENTERPRISE, needed_t_per_day=needed)


def test_the_table_has_a_line_for_each_warning_the_hardest_first_and_the_city_last(
    dossier: Dossier, catalogue: Catalogue
) -> None:
    asking = _asking(
        dossier.assessment,
        _asks(Concern.SHORTFALL, Colour.ORANGE),
        _asks(Concern.OVERRUN, Colour.RED, 5000),
        _asks(Concern.OVERRUN, Colour.RED, 700),
        city=asks_of(Concern.OVERRUN, Colour.ORANGE, PacingPart(), parties=OF_CITY),
    )
    table = asked_table(asking, Words(catalogue, "en"), number=5)
    assert table is not None
    assert ["alarm: Overrun likely", "warning: Shortfall likely", "warning: Overrun likely"] == [
        row[0] for row in table.rows
    ]
    # two enterprises share the first line: no figure of one of them stands in it
    assert "keep to the daily rate allowed to each; file a written plan within 5 working days" == table.rows[0][3]
    assert ("City", "–") == (table.rows[2][1], table.rows[2][3])
    assert "What is asked is suggested by this program; no rule says so." in (table.note or "")


def test_one_enterprise_is_told_its_own_rate(dossier: Dossier, catalogue: Catalogue) -> None:
    asking = _asking(dossier.assessment, _asks(Concern.OVERRUN, Colour.RED, 5000))
    table = asked_table(asking, Words(catalogue, "zh"), number=5)
    assert table is not None
    assert "今后日均不超过5,000吨；5个工作日内报送书面计划" == table.rows[0][3]
    told = asked_of(asking.enterprises[0], Words(catalogue, "zh"))
    assert told.startswith("主管部门：当月调节中不再追加指标；")
    assert "企业：今后日均不超过5,000吨；5个工作日内报送书面计划" in told
    assert "" == asked_of(asking.enterprises[1], Words(catalogue, "zh"))


@pytest.mark.parametrize(
    ("lang", "ruled", "mixed"),
    [
        ("zh", "上述要求依据本办法第12条。", "上述要求依据本办法第12条；办法未规定的为程序建议。"),
        (
            "en",
            "What is asked is set by clause 12 of this rulebook.",
            "What is asked is set by clause 12 of this rulebook; where it is silent, this program suggests it.",
        ),
    ],
)
def test_who_set_it_is_said(lang: Language, ruled: str, mixed: str, dossier: Dossier, catalogue: Catalogue) -> None:
    suggested = _asks(Concern.OVERRUN, Colour.BLUE)
    by_clause = tuple(replace(ask, clause="12") for ask in suggested)
    for asks, note in ((by_clause, ruled), ((by_clause[0], suggested[1]), mixed)):
        table = asked_table(_asking(dossier.assessment, asks), Words(catalogue, lang), number=5)
        assert table is not None
        assert note in (table.note or "")


def test_where_nothing_is_asked_there_is_no_table(dossier: Dossier, catalogue: Catalogue) -> None:
    assert asked_table(_asking(dossier.assessment), Words(catalogue, "zh"), number=5) is None
