"""The part `pacing:` of a rulebook: its plain form, the hash of those that say nothing, its review, what is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from allocation_sample import make_rulebook
from zhibiao.policy.pacing_part import (
    ACTS,
    ASKING_COLOURS,
    SUGGESTED,
    WITH_TERM,
    AskRule,
    ColourBounds,
    Concern,
    LeftOutYears,
    PacingPart,
    Party,
    ReleaseRule,
    SeasonRule,
    SeasonUnit,
)
from zhibiao.policy.pacing_review import season_sum
from zhibiao.policy.plain import rulebook_hash, rulebook_of, rulebook_plain
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Rulebook

YEAR = make_rulebook().plan_year
FLAT = ("0.083",) * 8 + ("0.084",) * 4  # sums to 1 exactly


def _season(*values: str, scope: str = "*", since: str = f"{YEAR}-01-01", unit: str = "monthly_shares") -> SeasonRule:
    numbers = tuple(map(Decimal, values))
    day = dt.date.fromisoformat(since)
    return SeasonRule(scope=scope, since=day, unit=SeasonUnit(unit), values=numbers, clause="1")


def _bounds(green: str, blue: str, orange: str) -> ColourBounds:
    return ColourBounds(green=Decimal(green), blue=Decimal(blue), orange=Decimal(orange), clause="1")


def _ask(act: str, *, party: str = "enterprise", colour: str = "orange", days: int = 0, on: str = "overrun") -> AskRule:
    return AskRule(concern=Concern(on), colour=colour, party=Party(party), act=act, working_days=days, clause="1")


WHOLE = PacingPart(
    seasons=(_season(*FLAT), _season(*("1",) * 12, scope="s01", since=f"{YEAR}-06-01", unit="daily_indices")),
    left_out=LeftOutYears(years=(2021,), clause="1"),
    overrun=_bounds("0", "0.01", "0.03"),
    shortfall=_bounds("0.01", "0.02", "0.03"),
    release=ReleaseRule(margin=Decimal("0.005"), months=3, clause="1"),
    asks=(_ask("written_plan", days=7), _ask("watch", party="bureau")),
)


def _with(part: PacingPart) -> Rulebook:
    return replace(make_rulebook(), pacing=part)


def test_a_rulebook_without_the_part_keeps_its_hash() -> None:
    assert "pacing" not in rulebook_plain(make_rulebook())
    assert PacingPart() == rulebook_of(rulebook_plain(make_rulebook())).pacing


def test_what_it_sets_is_hashed_and_read_back() -> None:
    rulebook = _with(WHOLE)
    assert rulebook_hash(make_rulebook()) != rulebook_hash(rulebook)
    assert rulebook.pacing == rulebook_of(rulebook_plain(rulebook)).pacing
    assert () == review(rulebook)


def test_the_season_in_force_is_the_latest_of_its_own_else_everybodys() -> None:
    assert WHOLE.seasons[0] == WHOLE.season("s01", dt.date(YEAR, 5, 31))
    assert WHOLE.seasons[1] == WHOLE.season("s01", dt.date(YEAR, 6, 1))
    assert WHOLE.seasons[0] == WHOLE.season("s02", dt.date(YEAR, 6, 1))
    assert WHOLE.season("s02", dt.date(YEAR - 1, 12, 31)) is None


def test_a_sum_is_of_shares_or_weighed_by_the_days_of_the_plan_year() -> None:
    assert Fraction(1) == season_sum(_season(*FLAT), year=2024)
    # February alone at twice the rate: (366 + 29) / 366 in a leap year, (365 + 28) / 365 else
    indices = _season("1", "2", *("1",) * 10, unit="daily_indices")
    assert [Fraction(395, 366), Fraction(393, 365)] == [season_sum(indices, year=year) for year in (2024, 2025)]


@pytest.mark.parametrize(
    ("part", "code", "field"),
    [
        (PacingPart(seasons=(_season(*FLAT[:11]),)), "pacing.season_not_twelve", "pacing.seasons[0].values"),
        (PacingPart(seasons=(_season(*FLAT[:11], "0"),)), "pacing.season_not_positive", "pacing.seasons[0].values"),
        (
            PacingPart(seasons=(_season(*FLAT[:11], "-1"),)),
            "pacing.season_not_positive",
            "pacing.seasons[0].values",
        ),
        (PacingPart(seasons=(_season(*FLAT[:11], "0.0941"),)), "pacing.shares_sum", "pacing.seasons[0].values"),
        (
            PacingPart(seasons=(_season(*FLAT, unit="daily_indices"),)),
            "pacing.indices_mean",
            "pacing.seasons[0].values",
        ),
        (PacingPart(seasons=(_season(*FLAT), _season(*FLAT))), "pacing.season_twice", "pacing.seasons[1]"),
        (
            PacingPart(left_out=LeftOutYears(years=(YEAR,), clause="1")),
            "pacing.left_out_not_earlier",
            "pacing.leave_out_years.years",
        ),
        (
            PacingPart(left_out=LeftOutYears(years=(), clause="1")),
            "pacing.left_out_not_earlier",
            "pacing.leave_out_years.years",
        ),
        (PacingPart(overrun=_bounds("0.03", "0.02", "0.05")), "pacing.bounds_unordered", "pacing.overrun"),
        (PacingPart(shortfall=_bounds("-0.01", "0.02", "0.05")), "pacing.bounds_unordered", "pacing.shortfall"),
        (
            PacingPart(release=ReleaseRule(margin=Decimal("0.06"), months=2, clause="1")),
            "rulebook.value_out_of_range",
            "pacing.release.margin",
        ),
        (
            PacingPart(release=ReleaseRule(margin=Decimal(0), months=7, clause="1")),
            "rulebook.value_out_of_range",
            "pacing.release.months",
        ),
        (PacingPart(asks=(_ask("whatever"),)), "pacing.act_unknown", "pacing.asks[0].act"),
        (PacingPart(asks=(_ask("propose_limit"),)), "pacing.act_unknown", "pacing.asks[0].act"),
        (PacingPart(asks=(_ask("explain", colour="green"),)), "pacing.colour_unknown", "pacing.asks[0].colour"),
        (PacingPart(asks=(_ask("written_plan"),)), "pacing.term_missing", "pacing.asks[0].working_days"),
        (PacingPart(asks=(_ask("explain", days=3),)), "pacing.term_unread", "pacing.asks[0].working_days"),
        (
            PacingPart(left_out=LeftOutYears(years=(2020,), clause="99")),
            "rulebook.clause_unknown",
            "pacing.leave_out_years.clause",
        ),
    ],
)
def test_what_is_wrong_with_it_is_named(part: PacingPart, code: str, field: str) -> None:
    assert [(code, field)] == [(one.code, one.place.field) for one in review(_with(part))]


def test_a_sum_off_by_rounding_passes() -> None:
    assert () == review(_with(PacingPart(seasons=(_season(*FLAT[:11], "0.094"),))))


def test_what_a_rulebook_asks_stands_in_the_place_of_the_suggestions_for_that_case_alone() -> None:
    assert (_ask("written_plan", days=7),) == WHOLE.asked(Concern.OVERRUN, "orange", Party.ENTERPRISE)
    assert PacingPart().asked(Concern.OVERRUN, "red", Party.ENTERPRISE) == WHOLE.asked(
        Concern.OVERRUN, "red", Party.ENTERPRISE
    )


def test_each_colour_of_each_direction_asks_for_something_and_names_no_clause() -> None:
    for concern in (Concern.OVERRUN, Concern.SHORTFALL):
        for colour in ASKING_COLOURS:
            assert all(PacingPart().asked(concern, colour, party) for party in Party)
    assert {""} == {rule.clause for rule in SUGGESTED}
    assert all(rule.party in ACTS[rule.act] for rule in SUGGESTED)
    assert all((rule.act in WITH_TERM) == bool(rule.working_days) for rule in SUGGESTED)
    assert {rule.act for rule in SUGGESTED} == set(ACTS)
