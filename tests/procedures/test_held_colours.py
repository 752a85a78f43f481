"""Colours held through an assessment: earlier months assessed again from the record, each with what stood then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import zhibiao
from allocation_sample import make_rulebook
from ledger_sample import chained, draft, steps_of
from zhibiao.assessment import assessed
from zhibiao.assessment.case import Case
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.standing import YearEnd
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.policy.pacing_part import EVERYONE, PacingPart, ReleaseRule, SeasonRule, SeasonUnit
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(zhibiao.__file__).parent / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
STEEL = read_sector(DATA / "sectors" / "steel.yaml", DICTIONARY)
QUOTA = 1_200_000
FIRM = Enterprise(
    id="A",
    credit_code="",
    name=Text("甲公司", "A"),
    sector="steel",
    group="",
    zone="",
    route="",
    tier="normative",
    grade="B",
    facilities=(),
)
CITY = City(
    id="test",
    name=Text("测试市", "Test City"),
    authority=Text("测试市工信局", "Test Bureau"),
    note=Text("虚构", "fictional"),
    enterprises={"A": FIRM},
)


def _return(month: Month) -> Return:
    fact = Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(100_000), place=Place())
    return Return(
        enterprise="A",
        period=Period.of(month),
        version=1,
        received_at=dt.datetime(2025, 12, 1, tzinfo=dt.UTC),
        provenance="test",
        file_sha256="0" * 64,
        facts=(fact,),
    )


def _book() -> Book:
    """A quota of 1.2 Mt, and 12 kt more booked in April."""
    moves: list[tuple[Any, ...]] = [
        (EntryKind.CAP, "cap", "pool", QUOTA + 12_000),
        (EntryKind.GRANT, "pool", "available:A", QUOTA),
    ]
    drafts = [draft(f"e{number}", *move) for number, move in enumerate(moves, start=1)]
    drafts.append(replace(draft("e3", EntryKind.GRANT, "pool", "available:A", 12_000), month="2025-04"))
    entries = chained(replace(one, plan_year=2025) for one in (*steps_of(), *drafts))
    return Book.of("steel", 2025, list(entries))


def _assess(
    monkeypatch: pytest.MonkeyPatch, ends: Sequence[int], *, part: PacingPart | None = None
) -> tuple[MonthAssessment, list[Month]]:
    """Assess the month after as many as `ends` lists, from January 2025; also the months that were looked at."""
    month = Month(2025, len(ends))
    looked: list[Month] = []

    def year_ends(_: object, *, month: Month, **__: object) -> Mapping[str, YearEnd]:
        looked.append(month)
        central = ends[month.month - 1]
        quantiles = {name: central + step for step, name in enumerate(("p10", "p25", "p50", "p75", "p90"), start=-2)}
        return {"A": YearEnd(central_t=central, quantiles_t=quantiles, members_t={}, years_tried=(2024,))}

    monkeypatch.setattr(assessed, "year_ends", year_ends)
    months = [Month(year, number) for year in (2023, 2024, 2025) for number in range(1, 13)]
    case = Case(
        city=CITY,
        sector="steel",
        industry=STEEL,
        sectors={"steel": STEEL},
        dictionary=DICTIONARY,
        month=month,
        figures=Figures.of(Record.of(_return(one) for one in months if one <= month)),
        book=_book(),
        rulebook=None if part is None else replace(make_rulebook(), pacing=part),
    )
    return assessed.assessed(case), looked


def test_a_firm_just_back_inside_its_quota_stays_blue_for_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    # the quota of April on is 1 212 000: 1 220 000 is above it, 1 210 000 less than half a per cent below
    held, looked = _assess(monkeypatch, [0, 0, 0, 1_220_000, 1_210_000])
    line = held.enterprise("A").verdict
    assert (Colour.BLUE, "verdict.ahead_of_pace") == (line.cap_colour, line.code)
    assert "reason.held_blue" in [reason.code for reason in line.reasons]
    assert [Month(2025, 5), Month(2025, 4)] == looked
    freed, _ = _assess(monkeypatch, [0, 0, 0, 1_220_000, 1_210_000, 1_210_000])
    assert Colour.GREEN is freed.enterprise("A").verdict.cap_colour


def test_an_earlier_month_is_held_against_the_quota_of_then(monkeypatch: pytest.MonkeyPatch) -> None:
    # 1 208 000 in March was above the quota of 1 200 000 of that month, though below today's
    line = _assess(monkeypatch, [0, 0, 1_208_000, 1_210_000])[0].enterprise("A")
    assert line.standing is not None
    assert (QUOTA + 12_000, Colour.BLUE) == (line.standing.quota_t, line.verdict.cap_colour)
    below = _assess(monkeypatch, [0, 0, 1_190_000, 1_210_000])[0].enterprise("A")
    assert Colour.GREEN is below.verdict.cap_colour


def test_far_from_any_bound_no_earlier_month_is_assessed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # 1 % above: well inside blue; and the level of last year is reached
    _, looked = _assess(monkeypatch, [0, 0, 0, 0, 1_224_120])
    assert [Month(2025, 5)] == looked


def test_a_rulebook_says_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [0, 0, 0, 1_220_000, 1_210_000, 1_210_000, 1_210_000]
    part = PacingPart(release=ReleaseRule(margin=Decimal("0.01"), months=4, clause="1"))
    held, looked = _assess(monkeypatch, ends, part=part)
    assert Colour.BLUE is held.enterprise("A").verdict.cap_colour
    assert [Month(2025, 7), *(Month(2025, number) for number in (4, 5, 6))] == looked
    at_once = PacingPart(release=ReleaseRule(margin=Decimal("0.01"), months=1, clause="1"))
    assert Colour.GREEN is _assess(monkeypatch, ends[:5], part=at_once)[0].enterprise("A").verdict.cap_colour


def test_a_season_of_the_rulebook_sets_the_target_and_stands_in_the_plain_form(monkeypatch: pytest.MonkeyPatch) -> None:
    # half of the year in January: the target after January is half of the quota
    values = (Decimal("0.5"), *(Decimal("0.045"),) * 10, Decimal("0.05"))
    rule = SeasonRule(
        scope=EVERYONE, since=dt.date(2025, 1, 1), unit=SeasonUnit.MONTHLY_SHARES, values=values, clause="1"
    )
    found, _ = _assess(monkeypatch, [QUOTA], part=PacingPart(seasons=(rule,)))
    standing = found.enterprise("A").standing
    assert standing is not None
    assert standing.pace is not None
    assert standing.glide is not None
    assert ((QUOTA + 12_000) // 2, (QUOTA + 12_000) // 2) == (standing.pace.target_t, standing.glide.target_t[0])
    season = found.plain()["enterprises"][0]["standing"]["pace"]["season"]
    assert ("ruled", "1", "0.500000", "1.000000") == (
        season["origin"],
        season["clause"],
        season["shares"][0],
        season["shares"][-1],
    )
    asks = found.plain()["enterprises"][0]["verdict"]["asks"]
    assert all({"concern", "colour", "party", "act", "facts", "clause"} <= ask.keys() for ask in asks)


def test_a_season_for_nobody_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tuple(
        SeasonRule(
            scope=scope,
            since=dt.date(2025, 1, 1),
            unit=SeasonUnit.DAILY_INDICES,
            values=(Decimal(1),) * 12,
            clause="1",
        )
        for scope in (EVERYONE, "A", "a")
    )
    found, _ = _assess(monkeypatch, [QUOTA], part=PacingPart(seasons=rules))
    named = [one.facts["scope"] for one in found.findings if one.code == "pacing.season_of_nobody"]
    assert ["a"] == named
