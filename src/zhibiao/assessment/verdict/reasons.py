"""Grounds of a verdict: codes with the figures of their texts, in the units that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.pace.pacing import Pace
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.terms.exact import printed
from zhibiao.terms.text import Text

_GOALS: Mapping[str, Text] = {
    "quota": Text("指标", "the quota of"),
    "cap": Text("总量", "the cap of"),
    "level": Text("上年", "last year's"),
}


_QUARTER = Text("近三个月", "over the last three months")
_SINCE_JANUARY = Text("1月以来", "since January")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground of a verdict: a code of the catalogue and the figures of its text.

    Amounts are texts in both languages with their unit (万吨 and kt); bare numbers have it in their name (`_pct`).
    """

    code: str
    facts: Mapping[str, object]


def gap_facts(tonnes: int, goal_t: int) -> dict[str, object]:
    """An amount against a goal: both, the distance, and the distance in per cent."""
    return {
        "amount": mass(tonnes),
        "goal": mass(goal_t),
        "gap": mass(abs(tonnes - goal_t)),
        "gap_pct": in_pct(abs(deviation(tonnes, goal_t))),
    }


def year_end_reason(standing: Standing, *, goal_t: int, code: str) -> Reason:
    """Where the year is expected to end against a goal; with the interval's ends where there is one."""
    assert standing.pace is not None
    facts = gap_facts(expected_t(standing.pace, standing.year_end), goal_t)
    quantiles = {} if standing.year_end is None else standing.year_end.quantiles_t
    if "p10" in quantiles and "p90" in quantiles:
        facts |= {"low": mass(quantiles["p10"]), "high": mass(quantiles["p90"])}
        return Reason(code=f"{code}_interval", facts=facts)
    return Reason(code=code, facts=facts)


def near_facts(tonnes: int, goal_t: int, *, noun: str) -> dict[str, object]:
    """The figures of `gap_facts`, on which side of the goal the amount lies, and what the goal is.

    >>> near_facts(99, 100, noun="cap")["side"]
    Text(zh='少', en='below')
    """
    side = Text("多", "above") if tonnes > goal_t else Text("少", "below")
    return {**gap_facts(tonnes, goal_t), "side": side, "what": _GOALS[noun]}


def near_reason(standing: Standing, *, goal_t: int, noun: str) -> Reason:
    """Where the year is expected to end beside a goal that nothing warns of.

    Args:
        noun: `quota`, `cap` or `level`, the goal.
    """
    reason = year_end_reason(standing, goal_t=goal_t, code="reason.year_end_near")
    assert standing.pace is not None
    side = near_facts(expected_t(standing.pace, standing.year_end), goal_t, noun=noun)
    return Reason(code=reason.code, facts={**side, **reason.facts})


def target_reason(pace: Pace) -> Reason:
    """How far from the seasonal target."""
    code = "reason.ahead_of_target" if pace.ahead_t > 0 else "reason.behind_target"
    facts = {"gap": mass(abs(pace.ahead_t)), "target": mass(pace.target_t)}
    return Reason(code=code, facts=facts)


def rate_reasons(standing: Standing, *, noun: str) -> list[Reason]:
    """The recent daily rate, where the season carries it, and the one that lands on the goal; none after 31 December.

    Args:
        noun: `quota`, `cap` or `level`, the goal.
    """
    run, pace = standing.run_t_per_day, standing.pace
    needed = standing.required_for_level_t_per_day if noun == "level" else standing.required_t_per_day
    if run is None or needed is None or pace is None:
        return []
    facts: dict[str, object] = {
        "since": _SINCE_JANUARY if pace.is_run_since_january else _QUARTER,
        "run_t_per_day": run,
        "season_t_per_day": round(pace.expected_t_per_day),
        "needed_t_per_day": max(0, needed),
    }
    return [Reason(code=f"reason.daily_rate_{noun}", facts=facts)]


def quota_pull_reasons(year_end: YearEnd | None, *, least: Fraction) -> tuple[Reason, ...]:
    """Where the year would end under the usual pull of a quota, where that takes away `least` of the forecast."""
    if year_end is None or year_end.bent_t is None:
        return ()
    spared_t = year_end.central_t - year_end.bent_t
    if spared_t <= 0 or spared_t < least * year_end.central_t:
        return ()
    share = in_pct(abs(deviation(year_end.bent_t, year_end.central_t)))
    return (
        Reason(
            code="reason.under_quota", facts={"amount": mass(year_end.bent_t), "gap": mass(spared_t), "gap_pct": share}
        ),
    )


def expected_t(pace: Pace, year_end: YearEnd | None) -> int:
    """The year's expected total: the forecast, or the daily rate carried on while there is none."""
    return pace.projected_t if year_end is None else year_end.central_t


def deviation(expected: int, goal_t: int) -> Fraction:
    """Relative deviation from a goal; anything above a goal of zero counts as twice over."""
    if goal_t:
        return Fraction(expected - goal_t, goal_t)
    return Fraction(1 if expected > 0 else 0)


def mass(tonnes: int) -> Text:
    """Tonnes as people read them: 万吨 with two decimals, kt with one.

    >>> mass(6_785_400)
    Text(zh='678.54万吨', en='6,785.4 kt')
    """
    return Text(f"{_scaled(tonnes, 10_000, 2):,}万吨", f"{_scaled(tonnes, 1000, 1):,} kt")


def money(yuan: int) -> Text:
    """Yuan as people read them: whole 万元, million yuan with one decimal.

    >>> money(30_000_000)
    Text(zh='3,000万元', en='30.0 million yuan')
    """
    return Text(f"{_scaled(yuan, 10_000, 0):,}万元", f"{_scaled(yuan, 1_000_000, 1):,} million yuan")


def in_pct(share: Fraction) -> Decimal:
    """Per cent with one decimal."""
    return printed(share * 100, 1)


def _scaled(amount: int, unit: int, places: int) -> Decimal:
    return printed(Fraction(amount, unit), places)
