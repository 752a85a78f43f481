"""Each early warning: what it finds, with which figures, and what it leaves in peace."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from warned_firm import firm, reported
from zhibiao.assemble.resources import base_rates, catalogue
from zhibiao.assessment.warnings.base_rates import BaseRate, BaseRates
from zhibiao.assessment.warnings.every import WARNINGS, is_early_warning, warnings_of
from zhibiao.assessment.warnings.history import FirmHistory, Reported, YearOutlook
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

TOLERANCES = WarningTolerances()
QUANTILES = {"p05": 90, "p10": 92, "p25": 95, "p50": 100, "p75": 105, "p90": 108, "p95": 110}


def _asked(history: FirmHistory) -> list[Finding]:
    return list(warnings_of(history, tolerances=TOLERANCES, rates=BaseRates()))


def _codes(months: tuple[Reported, ...]) -> list[str]:
    return [finding.code for finding in _asked(firm(months))]


def _with_last(months: tuple[Reported, ...], count: int, **factors: float) -> tuple[Reported, ...]:
    """The last months with some fields multiplied."""
    changed = [
        replace(one, **{name: getattr(one, name) * factor for name, factor in factors.items()})
        for one in months[-count:]
    ]
    return (*months[:-count], *changed)


def test_every_month_of_a_steady_firm_is_left_in_peace() -> None:
    months = reported(51)
    assert [] == [code for count in range(1, 52) for code in _codes(months[:count])]


def test_nothing_is_said_of_a_firm_without_a_return() -> None:
    assert [] == _asked(firm(()))


def test_a_turn_is_told_with_its_levels_and_once() -> None:
    months = reported(34, since=("2023-09", 0.75))
    assert ["warn.output_fell"] == _codes(months[:33])
    (finding,) = _asked(firm(months))
    assert ("warn.turn_down", Severity.QUERY) == (finding.code, finding.severity)
    assert ("2023-09", 2) == (finding.facts["since"], finding.facts["months"])
    assert 25 == pytest.approx(float(str(finding.facts["change_pct"])), abs=2)
    assert f"T-01/{finding.facts['month']}" == str(finding.place)


def test_a_fall_names_expectation_and_electricity() -> None:
    (finding,) = _asked(firm(reported(33, factors={"2023-09": 0.5})))
    assert "warn.output_fell" == finding.code
    assert 50 == pytest.approx(float(str(finding.facts["short_pct"])), abs=2)
    power = finding.facts["power"]
    assert isinstance(power, Text)
    assert "below" in power.en


def test_an_area_is_asked_about_levels_only() -> None:
    months = reported(33, factors={"2023-09": 0.5})
    assert [] == _asked(replace(firm(months), states_outages=False))


def test_output_kept_up_while_power_and_energy_fell_is_asked_about() -> None:
    months = reported(33)
    last = replace(months[-1], inputs={name: 0.5 * value for name, value in months[-1].inputs.items()})
    (finding,) = _asked(firm((*months[:-1], last)))
    assert ("warn.inputs_fell", 2) == (finding.code, finding.facts["count"])
    one = replace(months[-1], inputs={**months[-1].inputs, "electricity_kwh": 1.0})
    assert [] == _codes((*months[:-1], one))


def test_stock_that_stays_above_its_range_is_asked_about_when_it_begins() -> None:
    months = reported(36)
    assert [] == _codes(_with_last(months, 1, stock_t=1.6))
    assert ["warn.stock_build_up"] == _codes(_with_last(months, 2, stock_t=1.6))
    assert [] == _codes(_with_last(months, 3, stock_t=1.6))
    assert [] == _codes(_with_last(months, 2, stock_t=1.6, sold_t=1.6, made_t=1.0))


def test_months_of_loss_are_asked_about_when_they_begin() -> None:
    months = reported(36)
    assert [] == _codes(_with_last(months, 1, profit_yuan=-0.1))
    found = [_codes(_with_last(months, count, profit_yuan=-3.0)) for count in (1, 2, 3, 4)]
    assert [["warn.margin_under_water"]] == [one for one in found if one]


@pytest.mark.parametrize(
    ("quota_t", "codes"),
    [(100, []), (120, ["warn.quota_unused"]), (90, ["warn.quota_overrun"]), (None, []), (0, [])],
)
def test_quotas_beside_the_years_end(quota_t: int | None, codes: list[str]) -> None:
    outlook = YearOutlook(quota_t=quota_t, made_t=60, quantiles_t=QUANTILES, central_t=102)
    assert codes == [one.code for one in _asked(replace(firm(reported(33)), outlook=outlook))]


def test_the_gap_is_that_of_the_verdict_the_mean_and_not_the_median() -> None:
    outlook = YearOutlook(quota_t=90_000, made_t=60_000, quantiles_t=_thousands(QUANTILES), central_t=99_000)
    (finding,) = _asked(replace(firm(reported(33)), outlook=outlook))
    assert (Text("0.90万吨", "9.0 kt"), "10.0") == (finding.facts["gap"], str(finding.facts["gap_pct"]))


def _thousands(quantiles: Mapping[str, int]) -> dict[str, int]:
    return {name: tonnes * 1000 for name, tonnes in quantiles.items()}


def test_nothing_is_said_of_quotas_without_an_interval_or_after_december() -> None:
    outlook = YearOutlook(quota_t=120, made_t=60, quantiles_t={}, central_t=102)
    assert [] == _asked(replace(firm(reported(33)), outlook=outlook))
    outlook = YearOutlook(quota_t=120, made_t=100, quantiles_t=QUANTILES, central_t=102)
    assert [] == _asked(replace(firm(reported(36)), outlook=outlook))


def test_every_warning_is_listed_with_what_it_needs_and_reads() -> None:
    known = set(TOLERANCES.__dataclass_fields__)
    needs = {*Reported.__dataclass_fields__, "outlook"}
    for warning in WARNINGS:
        assert set(warning.needs) <= needs
        assert set(warning.tolerances) <= known
        assert (warning.run.__doc__ or "").endswith("?")
    assert known == {name for warning in WARNINGS for name in warning.tolerances}
    codes = [code for warning in WARNINGS for code in warning.codes]
    assert len(set(codes)) == len(codes)


def test_base_rates_are_those_of_the_tolerances_in_use() -> None:
    """After a change of tolerances: `python -m benchmarks.warnings --write`."""
    rates = base_rates().by_code
    assert {code for warning in WARNINGS for code in warning.codes} == set(rates)
    assert {TOLERANCES.mark} == {rate.tolerances for rate in rates.values()}


def test_another_tolerance_has_another_mark_and_no_base_rate() -> None:
    other = replace(TOLERANCES, stop_share=0.2)
    assert TOLERANCES.mark != other.mark
    rate = BaseRate(
        code="warn.turn_up",
        right=9,
        cases=10,
        tried_on="planted",
        seeds=1,
        measured_on="2026-11-22",
        tolerances=TOLERANCES.mark,
    )
    rates = BaseRates({"warn.turn_up": rate})
    assert (
        "right in 9 of 10 cases in backtest on simulated cities" == rates.words("warn.turn_up", mark=TOLERANCES.mark).en
    )
    assert "not yet tried" in rates.words("warn.turn_up", mark=other.mark).en
    assert "not yet tried" in rates.words("warn.turn_down", mark=TOLERANCES.mark).en
    assert 0.9 == rate.share


def test_findings_are_told_in_both_languages_with_their_base_rate() -> None:
    history = replace(
        firm(reported(34, since=("2023-09", 0.75))),
        outlook=YearOutlook(quota_t=120, made_t=60, quantiles_t=QUANTILES, central_t=102),
    )
    found = list(warnings_of(history, tolerances=TOLERANCES, rates=base_rates()))
    assert ["warn.turn_down", "warn.quota_unused"] == [one.code for one in found]
    for finding in found:
        assert is_early_warning(finding)
        assert "cases in backtest" in catalogue().what(finding.code, "en", finding.facts)
        assert "回测" in catalogue().what(finding.code, "zh", finding.facts)
