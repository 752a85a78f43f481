"""Verdicts: colours from the expected year end, held by the interval; one code, reasons hardest first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.pace.pacing import Colour, Pace, Thresholds
from zhibiao.assessment.pace.release import colour_alone
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.assessment.told import Told
from zhibiao.assessment.verdict.asked import Ask
from zhibiao.assessment.verdict.reasons import Reason, mass, near_facts
from zhibiao.assessment.verdict.verdict import Verdict, city_verdict, enterprise_verdict
from zhibiao.assessment.verdict.verdict_rule import RULE, VerdictRule, verdict_rule
from zhibiao.assessment.verdict.warned import looks_back, overrun_excess, shortfall_excess, watched_level
from zhibiao.forecast.known import KnownKind
from zhibiao.policy.pacing_part import ACTS, AskRule, ColourBounds, Concern, PacingPart, Party, ReleaseRule
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

NOTHING = Comparison(now=None, before=None)
GREEN, BLUE, ORANGE, RED = Colour


def _pace(made_t: int = 250_000, cap_t: int = 1_000_000, level_t: int = 1_000_000) -> Pace:
    return Pace(
        month=Month(2025, 3),
        made_t=made_t,
        cap_t=cap_t,
        level_t=level_t,
        target_t=cap_t // 4,
        last_year_made_t=250_000,
        days_left=275,
        run_t_per_day=Fraction(made_t, 90),
        expected_t_per_day=Fraction(made_t, 90),
        cap_colour=GREEN,
        level_colour=GREEN,
    )


def _ends(central_t: int, spread_t: int | None = None) -> YearEnd:
    """A forecast with p25/p75 one spread away and p10/p90 two."""
    quantiles = {}
    if spread_t is not None:
        steps = {"p10": -2, "p25": -1, "p50": 0, "p75": 1, "p90": 2}
        quantiles = {name: central_t + step * spread_t for name, step in steps.items()}
    return YearEnd(central_t=central_t, quantiles_t=quantiles, members_t={}, years_tried=(2024,) if quantiles else ())


def _standing(
    central_t: int, *, quota_t: int | None = 1_000_000, level_t: int | None = 1_000_000, made_t: int = 250_000
) -> Standing:
    return Standing(
        span=Period.of(Month(2025, 3)),
        month=NOTHING,
        to_date=Comparison(now=made_t, before=250_000),
        quota_t=quota_t,
        level_t=level_t,
        pace=_pace(made_t, quota_t or level_t or 0, level_t or 0),
        year_end=_ends(central_t),
    )


def _judge(
    standing: Standing | None,
    *,
    profit: Comparison = NOTHING,
    output: Comparison = NOTHING,
    earlier: Sequence[Standing] = (),
    rule: VerdictRule = RULE,
) -> Verdict:
    return enterprise_verdict(
        standing, profit=profit, output_value=output, late_since=None, is_late=False, earlier=earlier, rule=rule
    )


@pytest.mark.parametrize(
    ("central_t", "spread_t", "over", "under"),
    [
        (1_000_000, None, GREEN, GREEN),
        (1_000_001, None, BLUE, GREEN),
        (1_020_000, None, BLUE, GREEN),  # a bound belongs to the milder colour
        (1_020_001, None, ORANGE, GREEN),
        (1_050_001, 1, RED, GREEN),
        (995_000, None, GREEN, GREEN),
        (994_999, None, GREEN, BLUE),
        (979_999, None, GREEN, ORANGE),
        (949_999, 1, GREEN, RED),
        (1_060_000, None, ORANGE, GREEN),  # no interval: not red
        (1_060_000, 10_000, RED, GREEN),  # p10 1 040 000: certain enough
        (1_060_000, 40_000, ORANGE, GREEN),  # p25 1 020 000 above, p10 980 000 below
        (1_060_000, 70_000, BLUE, GREEN),  # p25 990 000: cannot tell
        (940_000, 10_000, GREEN, RED),
        (940_000, 40_000, GREEN, ORANGE),
        (940_000, 70_000, GREEN, BLUE),
    ],
)
def test_colours_of_both_directions(central_t: int, spread_t: int | None, over: Colour, under: Colour) -> None:
    ends = _ends(central_t, spread_t)
    assert over is colour_alone(overrun_excess(_pace(), ends, goal_t=1_000_000, rule=RULE))
    assert under is colour_alone(shortfall_excess(_pace(), ends, goal_t=1_000_000, rule=RULE))


def test_what_is_already_made_is_at_least_orange_whatever_the_interval() -> None:
    assert ORANGE is colour_alone(
        overrun_excess(_pace(made_t=1_000_001), _ends(1_000_001), goal_t=1_000_000, rule=RULE)
    )
    assert RED is colour_alone(
        overrun_excess(_pace(made_t=1_000_001), _ends(1_060_000, 70_000), goal_t=1_000_000, rule=RULE)
    )
    over = replace(_pace(made_t=1_060_000), days_left=0)
    assert RED is colour_alone(overrun_excess(over, _ends(1_060_000), goal_t=1_000_000, rule=RULE))


def test_without_a_forecast_the_daily_rate_is_carried_on() -> None:
    # 275 000 by March at the same rate: 275 000 + 275 * 3055.6 = 1 115 277.
    assert ORANGE is colour_alone(overrun_excess(_pace(made_t=275_000), None, goal_t=1_000_000, rule=RULE))


@pytest.mark.parametrize(
    ("central_t", "quota_t", "level_t", "code", "reason"),
    [
        (1_100_000, 1_000_000, 1_000_000, "verdict.overrun_likely", "reason.year_end_above_quota"),
        (1_010_000, 1_000_000, 1_000_000, "verdict.ahead_of_pace", "reason.year_end_above_quota"),
        (1_000_000, 1_000_000, 1_000_000, "verdict.on_pace", "reason.year_end_near"),
        (985_000, 1_000_000, 1_000_000, "verdict.behind_pace", "reason.year_end_below_level"),
        (900_000, 1_000_000, 1_000_000, "verdict.shortfall_likely", "reason.year_end_below_level"),
        # a quota below last year was decided so: landing on it is right, and below it only what stays unused is said
        (900_000, 900_000, 1_000_000, "verdict.on_pace", "reason.year_end_near"),
        (860_000, 900_000, 1_000_000, "verdict.on_pace", "reason.year_end_near"),
        (855_000, 900_000, 1_000_000, "verdict.quota_unused", "reason.quota_unused"),
        # a quota above last year: last year's level is enough, and what stays unused is said
        (1_000_000, 1_100_000, 1_000_000, "verdict.quota_unused", "reason.quota_unused"),
        # without a quota only the level is watched
        (1_100_000, None, 1_000_000, "verdict.on_pace", "reason.year_end_near"),
    ],
)
def test_code_and_first_reason(central_t: int, quota_t: int | None, level_t: int, code: str, reason: str) -> None:
    verdict = _judge(_standing(central_t, quota_t=quota_t, level_t=level_t))
    assert (code, reason) == (verdict.code, verdict.reasons[0].code)


def test_a_loss_is_named_beside_the_pace() -> None:
    output = Comparison(now=1_000_000_000, before=1)
    small = _judge(_standing(1_000_000), profit=Comparison(now=-30_000_000, before=5), output=output)
    deep = _judge(_standing(1_010_000), profit=Comparison(now=-30_000_001, before=-1), output=output)
    assert ("verdict.loss_making", BLUE) == (small.code, small.colour)
    assert ["reason.loss_new", "reason.year_end_near"] == [reason.code for reason in small.reasons][:2]
    assert ("verdict.loss_making", ORANGE, BLUE) == (deep.code, deep.colour, deep.cap_colour)
    assert Text("3,000万元", "30.0 million yuan") == deep.reasons[0].facts["loss"]
    assert "reason.loss_again" == deep.reasons[0].code
    assert "reason.year_end_above_quota" in [reason.code for reason in deep.reasons]


def test_the_pace_names_the_verdict_of_equal_colours() -> None:
    verdict = _judge(_standing(1_010_000), profit=Comparison(now=-1, before=5), output=Comparison(now=10**9, before=1))
    assert ("verdict.ahead_of_pace", BLUE) == (verdict.code, verdict.colour)


@pytest.mark.parametrize(
    ("before", "now", "code", "colour", "reason"),
    [
        (100, 110, "verdict.steady", GREEN, "reason.output_value_up"),
        (100, 96, "verdict.steady", GREEN, "reason.output_value_down"),
        (100, 95, "verdict.output_falling", BLUE, "reason.output_value_down"),
        (100, 85, "verdict.output_falling", ORANGE, "reason.output_value_down"),
        (100, 100, "verdict.steady", GREEN, "reason.output_value_flat"),
        (None, 100, "verdict.too_early", BLUE, "reason.short_history"),
    ],
)
def test_enterprises_without_quota_are_judged_by_output_value(
    before: int | None, now: int, code: str, colour: Colour, reason: str
) -> None:
    verdict = _judge(None, output=Comparison(now=now, before=before))
    assert (code, colour, reason) == (verdict.code, verdict.colour, verdict.reasons[0].code)
    assert (
        code.replace("verdict.", "verdict.city_")
        == city_verdict(None, output_value=Comparison(now=now, before=before)).code
    )


def test_a_missing_return_is_not_judged() -> None:
    verdict = enterprise_verdict(
        _standing(1_100_000), profit=NOTHING, output_value=NOTHING, late_since=Period.parse("2025-02"), is_late=True
    )
    assert ("verdict.return_late", ORANGE, None) == (verdict.code, verdict.colour, verdict.cap_colour)
    assert "2025-02" == verdict.reasons[0].facts["last"]


def test_too_little_history_says_so() -> None:
    verdict = _judge(replace(_standing(1_000_000), pace=None))
    assert ("verdict.too_early", None) == (verdict.code, verdict.cap_colour)


@pytest.mark.parametrize(
    ("quota_t", "floor_t"),
    [(None, 1_000_000), (1_100_000, 1_000_000), (999_000, 999_000), (990_001, 990_001), (990_000, None)],
)
def test_the_level_is_watched_unless_the_quota_was_cut_by_one_per_cent(
    quota_t: int | None, floor_t: int | None
) -> None:
    assert floor_t == watched_level(_standing(1_000_000, quota_t=quota_t))


def test_unused_quota_is_not_said_against_the_interval() -> None:
    standing = _standing(1_000_000, quota_t=1_100_000)
    assert "verdict.quota_unused" == _judge(replace(standing, year_end=_ends(1_000_000, 90_000))).code  # p75 1 090 000
    assert "verdict.on_pace" == _judge(replace(standing, year_end=_ends(1_000_000, 100_000))).code


@pytest.mark.parametrize(
    ("made_t", "quota_t", "code", "colour", "reason"),
    [
        (1_000_000, 1_000_000, "verdict.ended_as_set", GREEN, "reason.ended_near"),
        (1_100_000, None, "verdict.ended_at_level", GREEN, "reason.ended_near"),
        (1_001_000, 1_000_000, "verdict.quota_exceeded", ORANGE, "reason.quota_exceeded"),
        (960_000, 1_000_000, "verdict.ended_short", ORANGE, "reason.ended_below_level"),
        (850_000, 900_000, "verdict.quota_left_unused", BLUE, "reason.quota_left_unused"),
    ],
)
def test_after_31_december_what_was_is_said_and_no_rate_asked_for(
    made_t: int, quota_t: int | None, code: str, colour: Colour, reason: str
) -> None:
    standing = _standing(made_t, quota_t=quota_t, made_t=made_t)
    assert standing.pace is not None
    done = replace(standing, pace=replace(standing.pace, days_left=0))
    verdict = _judge(done)
    assert (code, colour, reason) == (verdict.code, verdict.colour, verdict.reasons[0].code)
    assert done.required_t_per_day is None
    assert not [item for item in verdict.reasons if "rate" in item.code]


def test_where_the_city_is_cut_a_firm_without_quota_need_not_reach_its_level() -> None:
    low = _standing(900_000, quota_t=None)
    cut = enterprise_verdict(
        low, profit=NOTHING, output_value=NOTHING, late_since=None, is_late=False, is_cut_wanted=True
    )
    assert ("verdict.shortfall_likely", "verdict.on_pace") == (_judge(low).code, cut.code)
    assert ["reason.year_end_near", "reason.daily_rate_level"] == [reason.code for reason in cut.reasons]


def test_a_city_speaks_of_its_cap() -> None:
    verdict = city_verdict(_standing(1_030_000), output_value=NOTHING)
    assert ("verdict.city_overrun_likely", ORANGE, GREEN) == (verdict.code, verdict.colour, verdict.level_colour)
    assert ["reason.year_end_above_cap", "reason.daily_rate_cap"] == [reason.code for reason in verdict.reasons][:2]


@pytest.mark.parametrize(
    ("central_ts", "colour", "code", "reasons"),
    [
        # bounds at 0, 2 and 5 % of 1 000 000; margin 0.5 %, two months
        ((1_010_000, 999_000), BLUE, "verdict.ahead_of_pace", ["reason.year_end_near", "reason.held_blue"]),
        ((1_010_000, 995_000), GREEN, "verdict.on_pace", ["reason.year_end_near"]),
        ((1_010_000, 999_000, 999_000), GREEN, "verdict.on_pace", ["reason.year_end_near"]),
        (
            (1_030_000, 1_019_000),
            ORANGE,
            "verdict.overrun_likely",
            ["reason.year_end_above_quota", "reason.held_orange"],
        ),
        ((1_060_000, 1_049_000), RED, "verdict.overrun_likely", ["reason.year_end_above_quota", "reason.held_red"]),
        ((980_000, 996_000), BLUE, "verdict.behind_pace", ["reason.year_end_below_level", "reason.held_blue"]),
        ((999_000, 1_030_000), ORANGE, "verdict.overrun_likely", ["reason.year_end_above_quota"]),
    ],
)
def test_a_colour_rises_at_once_and_is_held_near_its_bound(
    central_ts: Sequence[int], colour: Colour, code: str, reasons: list[str]
) -> None:
    *earlier, now = (_sure(central_t) for central_t in central_ts)
    verdict = _judge(now, earlier=earlier)
    assert (colour, code) == (verdict.colour, verdict.code)
    assert reasons == [item.code.removesuffix("_interval") for item in verdict.reasons][: len(reasons)]
    assert ("held" in str(reasons)) == any(item.code.startswith("reason.held_") for item in verdict.reasons)


def test_a_wide_interval_lets_a_colour_fall_but_not_below_what_the_interval_still_holds() -> None:
    # orange needs p25 above the quota of 1 000 000: 1 000 001 is, 999 000 is just inside and held, 995 000 is off
    before = replace(_standing(1_030_000), year_end=_ends(1_030_000, 29_999))
    held = replace(_standing(1_030_000), year_end=_ends(1_030_000, 31_000))
    free = replace(_standing(1_030_000), year_end=_ends(1_030_000, 35_000))
    assert [ORANGE, ORANGE, BLUE] == [_judge(one, earlier=[before]).colour for one in (before, held, free)]


def test_nothing_is_held_over_the_end_of_the_year_nor_without_the_goal_of_then() -> None:
    before, now = _sure(1_010_000), _sure(999_000)
    assert now.pace is not None
    done = replace(now, pace=replace(now.pace, made_t=999_000, days_left=0))
    assert GREEN is _judge(done, earlier=[before]).colour
    assert GREEN is _judge(now, earlier=[replace(before, quota_t=None)]).colour
    assert GREEN is _judge(now, earlier=[replace(before, pace=None)]).colour


def test_only_near_a_bound_earlier_months_are_needed() -> None:
    assert [True, False, False, True] == [
        looks_back(_sure(central_t), RULE) for central_t in (999_000, 1_010_000, 1_005_000, 1_018_000)
    ]


@pytest.mark.parametrize(("bent_t", "is_said"), [(1_015_001, False), (1_014_900, True), (1_020_000, False)])
def test_what_a_quota_s_pull_would_take_away_is_said_where_it_is_not_small(bent_t: int, is_said: bool) -> None:
    verdict = _judge(_bent(1_020_000, bent_t))
    found = [item for item in verdict.reasons if item.code == "reason.under_quota"]
    assert is_said == bool(found)
    if found:
        assert "year_end" in verdict.reasons[0].code
        assert mass(1_020_000 - bent_t) == found[0].facts["gap"]


def test_the_pull_of_a_quota_is_said_only_of_an_overrun() -> None:
    assert "reason.under_quota" not in {item.code for item in _judge(_bent(1_000_000, 900_000)).reasons}


def test_what_was_told_stands_beside_the_year_end_and_never_first() -> None:
    verdict = _judge(_told(-12_000))
    codes = [reason.code for reason in verdict.reasons]
    assert ("year_end" in codes[0], "reason.told_less") == (True, codes[1])
    assert "reason.told_less" not in [reason.code for reason in _judge(_told(-4_999)).reasons]
    assert "reason.told_city_less" in [r.code for r in city_verdict(_told(-12_000), output_value=NOTHING).reasons]


def _asked(verdict: Verdict) -> list[tuple[str, str]]:
    return [(ask.party.value, ask.act) for ask in verdict.asks]


def test_a_colour_asks_and_says_that_nobody_ruled_it() -> None:
    assert [] == _asked(_judge(_standing(1_000_000)))
    assert [("bureau", "watch"), ("enterprise", "explain")] == _asked(_judge(_standing(1_010_000)))
    red = _judge(_sure(1_060_000))
    # (1 000 000 - 250 000) / 275 days
    assert {"needed_t_per_day": 2727} == next(ask.facts for ask in red.asks if ask.act == "keep_rate")
    assert {""} == {ask.clause for ask in red.asks}
    city = city_verdict(_sure(1_060_000), output_value=NOTHING)
    assert [("city", "prepare_cuts"), ("city", "report")] == _asked(city)


def test_a_rulebook_sets_bounds_release_and_asks() -> None:
    ask = AskRule(
        concern=Concern.OVERRUN,
        colour="orange",
        party=Party.ENTERPRISE,
        act="written_plan",
        working_days=7,
        clause="12",
    )
    bounds = ColourBounds(green=Decimal("0"), blue=Decimal("0.005"), orange=Decimal("0.2"), clause="12")
    never = ReleaseRule(margin=Decimal("0.01"), months=1, clause="12")
    rule = verdict_rule(PacingPart(overrun=bounds, release=never, asks=(ask,)))
    verdict = _judge(_standing(1_010_000), rule=rule)
    assert (ORANGE, ("enterprise", "written_plan")) == (verdict.colour, _asked(verdict)[-1])
    assert ({"working_days": 7}, "12") == (verdict.asks[-1].facts, verdict.asks[-1].clause)
    assert GREEN is _judge(_sure(999_000), earlier=[_sure(1_010_000)], rule=rule).colour
    assert RULE == verdict_rule(None) == verdict_rule(PacingPart())


def test_two_colours_ask_the_same_once_for_the_harder_one() -> None:
    output = Comparison(now=10**9, before=1)
    both = _judge(_standing(1_010_000), profit=Comparison(now=-1, before=5), output=output)
    assert [("bureau", "watch"), ("enterprise", "explain")] == _asked(both)
    assert {Concern.OVERRUN} == {ask.concern for ask in both.asks}


def test_after_31_december_nothing_is_asked_for_the_pace() -> None:
    late = _standing(1_060_000, made_t=1_060_000)
    assert late.pace is not None
    assert [] == _asked(_judge(replace(late, pace=replace(late.pace, days_left=0))))


def test_nobody_is_asked_for_a_rate_of_nothing() -> None:
    done = _judge(_standing(1_100_000, made_t=1_060_000))
    assert ("verdict.quota_exceeded", RED) == (done.code, done.colour)
    assert "keep_rate" not in [ask.act for ask in done.asks]


def test_a_held_colour_above_and_one_below_say_once_what_a_quota_s_pull_moves() -> None:
    # 999 000 is just inside the quota of 1 000 000, which is the level watched, and short of it where no slack is given
    before, now = (replace(_sure(central_t), level_t=1_009_000) for central_t in (1_010_000, 999_000))
    assert now.year_end is not None
    capped = replace(now, year_end=replace(now.year_end, bent_t=960_000))
    both = _judge(capped, earlier=[before], rule=replace(RULE, shortfall=Thresholds()))
    assert (BLUE, BLUE) == (both.cap_colour, both.level_colour)
    assert 1 == [reason.code for reason in both.reasons].count("reason.under_quota")


def test_a_missing_return_is_asked_for() -> None:
    verdict = enterprise_verdict(None, profit=NOTHING, output_value=NOTHING, late_since=None, is_late=True)
    assert [("bureau", "remind"), ("enterprise", "file_return")] == _asked(verdict)


def test_every_code_that_comes_out_has_its_words_and_every_word_comes_out() -> None:
    catalogue = read_catalogue(Path(zhibiao.__file__).parent / "data")
    codes: set[str] = set()
    for verdict in _many_verdicts():
        codes |= {verdict.code, *(reason.code for reason in verdict.reasons)}
        codes |= {ask.code for ask in verdict.asks}
        tellings: list[Reason | Ask] = [*verdict.reasons, *verdict.asks]
        for told, lang in product(tellings, ("zh", "en")):
            filled = catalogue.text(told.code, lang, **told.facts)  # type: ignore[arg-type]
            assert not any(mark in filled for mark in ("{", "None", "Text("))
    asks = {f"ask.{act}" for act in ACTS}
    assert asks <= catalogue.labels.keys()
    assert codes == asks | {key for key in catalogue.labels if key.startswith(("verdict.", "reason."))}


def _many_verdicts() -> Iterator[Verdict]:
    profits = [
        NOTHING,
        Comparison(now=-1, before=None),
        Comparison(now=-1, before=-1),
        Comparison(now=-(10**8), before=1),
    ]
    outputs = [Comparison(now=now, before=100) for now in (80, 100, 110)] + [NOTHING]
    for standing, profit, output in product([None, *_many_standings()], profits, outputs):
        yield _judge(standing, profit=profit, output=output)
        yield city_verdict(standing, output_value=output)
    yield enterprise_verdict(None, profit=NOTHING, output_value=NOTHING, late_since=None, is_late=True)
    for now, before in ((999_000, 1_010_000), (1_019_000, 1_030_000), (1_049_000, 1_060_000)):
        held = [_sure(central_t) for central_t in (before, now)]
        yield _judge(held[1], earlier=held[:1])
    yield _judge(_bent(1_060_000, 950_000))
    for shift_t in (-12_000, 12_000):
        yield _judge(_told(shift_t))
        yield city_verdict(_told(shift_t), output_value=NOTHING)


def _sure(central_t: int) -> Standing:
    """A standing whose interval is one tonne wide."""
    return replace(_standing(central_t), year_end=_ends(central_t, 1))


def _bent(central_t: int, bent_t: int) -> Standing:
    return replace(_standing(central_t), year_end=replace(_ends(central_t), bent_t=bent_t))


def _told(shift_t: int) -> Standing:
    """A standing whose forecast took up ten days of outage."""
    march, april = Month(2025, 3), Month(2025, 4)
    outage = Told(enterprise="A", month=april, kind=KnownKind.OUTAGE_DAYS, value=Decimal(10), told_in=march)
    standing = _standing(1_000_000)
    return replace(standing, year_end=replace(_ends(1_000_000), told=(outage,), told_shift_t=shift_t))


def _many_standings() -> Iterator[Standing]:
    yield replace(_standing(1), pace=None)
    amounts = (850_000, 985_000, 1_000_000, 1_010_000, 1_100_000)
    for central_t, quota_t, days, made_t in product(amounts, (None, 900_000, 1_000_000), (275, 0), (230_000, 260_000)):
        standing = _standing(central_t, quota_t=quota_t, made_t=made_t if days else central_t)
        assert standing.pace is not None
        for ends in (_ends(central_t), _ends(central_t, 1)):
            yield replace(standing, year_end=ends, pace=replace(standing.pace, days_left=days))


@pytest.mark.parametrize(("expected", "side"), [(990_000, "below"), (1_004_000, "above")])
def test_a_year_near_its_goal_says_on_which_side_and_of_what(expected: int, side: str) -> None:
    facts = near_facts(expected, 1_000_000, noun="cap")
    zh = {"above": "多", "below": "少"}[side]
    assert (Text(zh, side), Text("总量", "the cap of")) == (facts["side"], facts["what"])
