"""A past year as a what-could-have-been: lands on its cap, sees nothing early, and says the same for the same seed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from zhibiao.errors import NotFound
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.cap_rule import CapKind, CapRule
from zhibiao.procedures.rolling.could_have_been import (
    Start,
    could_have_been,
    could_have_been_plain,
    daily,
    latest_start,
)
from zhibiao.procedures.rolling.replay_provinces_regulated import (
    OWN_RETURNS,
    PUBLISHED,
    RegulatedYear,
    published,
    regulate_provinces,
)
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

NATION = CapRule(scope="China", year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 3))
OWN = CapRule(scope="*", year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 6))
RATES = {"Up": (100_000, 1.2), "Level": (60_000, 1.0), "Down": (30_000, 0.9)}
"""Tonnes a day, and by how much more from January to August of 2021; then a year of cuts, as if the cap had bitten."""


def _series(name: str, rate: int, by: float) -> YearToDate:
    drawn = np.random.default_rng(len(name))
    made: dict[Month, int] = {}
    for year in range(2016, 2022):
        total = 0
        for month in months_of(year):
            level = (by if month.month <= 8 else 0.7) if year == 2021 else 1.0
            total += round(rate * month.days * level * (1 + 0.02 * (drawn.random() - 0.5)))
            if month.month > 1:
                made[month] = total
    return YearToDate(name=name, made_t=made)


@cache
def _table() -> OutputTable:
    series = tuple(_series(name, *plan) for name, plan in sorted(RATES.items()))
    return OutputTable(product="crude_steel", series=series, labels={name: Text(name, name) for name in RATES})


def _run(rules: Sequence[CapRule] = (NATION, OWN), *, seed: int | None = None, **changed: object) -> RegulatedYear:
    generator = None if seed is None else np.random.default_rng(seed)
    return regulate_provinces(_table(), year=2021, rules=rules, generator=generator, **changed)  # type: ignore[arg-type]


def test_a_plan_that_is_kept_lands_on_the_cap() -> None:
    run = _run()
    assert Month(2021, 4) == run.started  # known in March, and January and February published by then
    assert 0.0 == pytest.approx(run.against_cap, abs=1e-6)
    assert () == run.over_own_cap
    assert sum(series.total_t(2020) or 0 for series in _table().series) == run.target.total_t


def test_every_plan_is_certified() -> None:
    assert {True} == {step.certificate.holds for seed in (None, 3) for step in _run(seed=seed).steps}


def test_months_until_the_plan_are_as_they_came() -> None:
    for ours, real in zip(_run().series, _table().series, strict=True):
        assert real.until(Month(2021, 3)) == ours.until(Month(2021, 3))
        assert real.made_t[Month(2021, 5)] != ours.made_t[Month(2021, 5)]


def test_the_autumn_falls_less() -> None:
    real, ours = daily(_table().series, year=2021), daily(_run().series, year=2021)
    assert real.cliff[0] > 0.3
    assert ours.cliff[0] < real.cliff[0] / 2


def test_no_plan_without_a_known_cap_or_above_the_forecast() -> None:
    assert () == _run([]).steps
    roomy = CapRule(
        scope="China", year=2021, kind=CapKind.FACTOR_OF_LAST_YEAR, value=Decimal(2), known_from=Month(2021, 3)
    )
    assert () == _run([roomy]).steps


def test_a_later_cap_changes_nothing_before_it_is_known() -> None:
    with_own, without = _run(), _run([NATION])
    by = {step.month: step.decided_t for step in without.steps}
    assert {True} == {by[step.month] == step.decided_t for step in with_own.steps if step.month < Month(2021, 7)}


@pytest.mark.parametrize("lag", [PUBLISHED, OWN_RETURNS])
def test_an_honest_run_sees_nothing_early(lag: int) -> None:
    assert () == _run(seed=1, lag=lag).peeks


def test_a_cheat_is_found_out() -> None:
    """A planner that is told the month before as well, which has not been published yet."""

    def told(made: Sequence[YearToDate], month: Month) -> tuple[YearToDate, ...]:
        return published(made, month, lag=PUBLISHED - 1)

    found = _run(seed=1, know=told).peeks
    assert {one.month for one in found} == {one.planned.shift(-1) for one in found}
    assert 9 == len({one.planned for one in found})  # every plan from April to December


def test_what_really_came_later_is_not_read() -> None:
    """The published year after the first plan could be any other: no plan and nothing made of it changes."""

    def other(series: YearToDate) -> YearToDate:
        later = {month: tonnes * 2 for month, tonnes in series.made_t.items() if month > Month(2021, 3)}
        return YearToDate(name=series.name, made_t={**series.made_t, **later})

    doubled = replace(_table(), series=tuple(other(series) for series in _table().series))
    ours = _run(seed=1)
    theirs = regulate_provinces(doubled, year=2021, rules=(NATION, OWN), generator=np.random.default_rng(1))
    assert ours.steps == theirs.steps
    assert ours.series == theirs.series


def test_one_seed_one_year() -> None:
    first, again, other = _run(seed=5), _run(seed=5), _run(seed=6)
    assert first.series == again.series
    assert first.series != other.series


def test_no_whole_year_no_replay() -> None:
    with pytest.raises(NotFound, match=r"replay\.no_province_whole"):
        regulate_provinces(_table(), year=2025, rules=[NATION])


def test_a_later_start_that_happens_to_do_is_no_latest_start() -> None:
    cliffs = {4: 0.04, 5: 0.09, 6: 0.11, 7: 0.08}
    starts = [Start(month=Month(2021, n), cut=0.1, cliff=cliff, largest_fall=0.1) for n, cliff in cliffs.items()]
    assert Month(2021, 5) == latest_start(starts, most=0.10)
    assert Month(2021, 7) == latest_start(starts, most=0.20)
    assert latest_start(starts, most=0.01) is None


def test_the_answer_in_plain_figures() -> None:
    found = could_have_been(_table(), year=2021, rules=[NATION, OWN], lag=PUBLISHED, seeds=(1, 2))
    plain = could_have_been_plain(found)
    assert plain["what_could_have_been"]
    assert 2 == len(plain["runs"])
    assert [0, 0, 0] == [one["figures_not_yet_known"] for one in (plain["planned"], *plain["runs"])]
    assert "2021-04" == plain["starts"][0]["month"]
    cuts = [one["cut_pct"] for one in plain["starts"] if one["month"] <= "2021-08"]
    assert sorted(cuts) == cuts  # the longer one waits while output runs high, the deeper the cut
    assert plain["real"]["total_10kt"] == sum(one.total_t(2021) or 0 for one in _table().series) / 10_000
