"""What came of a replayed year, and its plain form for JSON, papers and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from zhibiao.assessment.overview import AgainstLastYear, Overview
from zhibiao.assessment.pace.glide_path import GlidePath, glide_path
from zhibiao.procedures.replay_names import names_plain
from zhibiao.procedures.replay_projected import projected_plain
from zhibiao.procedures.replay_provinces import (
    ALL,
    MIDDLE,
    Replay,
    ReplayMonth,
    Standpoint,
    season_years,
    sum_of,
)
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_NBS = Text("国家统计局", "National Bureau of Statistics of China")
_NATION = Text("全国（各省合计）", "China (sum of provinces)")


def replay_plain(replay: Replay) -> dict[str, Any]:
    """The answer of `zhibiao replay provinces`: summary, months, hindsight, names; output in 万吨, shares in %."""
    return {
        "year": replay.year,
        "product": replay.product,
        "vintage": "final",
        "summary": summary(replay),
        "months": [_month(replay, month) for month in replay.months],
        "hindsight": [_hindsight(replay, month) for month in replay.months],
        "projected": projected_plain(replay),
        "names": names_plain(replay),
    }


def summary(replay: Replay) -> dict[str, Any]:
    """The year in figures: what was over in June, what had to be lost, what came."""
    june, end = replay.at(MIDDLE), replay.months[-1]
    change = {series.name: _change_t(replay, series.name) for series in replay.series}
    over = june.above_last_year
    return {
        "year": replay.year,
        "provinces": len(replay.series),
        "national_total_10kt": _wan(replay.total_t(replay.year)),
        "last_year_total_10kt": _wan(replay.total_t(replay.year - 1)),
        "national_published_10kt": _wan(_published(replay, replay.year)),
        "last_year_published_10kt": _wan(_published(replay, replay.year - 1)),
        "cap_10kt": _wan(end.total.cap.tonnes),
        "over_cap_10kt": _wan(replay.total_t(replay.year) - end.total.cap.tonnes),
        "over_at_june": len(over),
        "not_over_at_june": [series.name for series in replay.series if series.name not in over],
        "to_lose_10kt": _wan(june.total.pace.still_to_cut_t),
        "down": sum(tonnes < 0 for tonnes in change.values()),
        "up": sum(tonnes > 0 for tonnes in change.values()),
        "change_10kt": {name: _wan(tonnes) for name, tonnes in change.items()},
        "change_pct": {name: _pct(_change_share(replay, name)) for name in change},
        "still_to_cut_10kt": _still_to_cut(replay),
        "left_out": [
            dict(finding.facts) | {"reason": finding.code}
            for finding in replay.findings
            if finding.code.startswith("replay.left_out")
        ],
    }


def overview(replay: Replay) -> Overview:
    """The year at a glance, name by name."""
    year, middle = replay.year, Month(replay.year, MIDDLE)
    names = tuple(
        AgainstLastYear(
            label=replay.labels[series.name],
            half_t=series.made_t[middle],
            half_last_year_t=series.made_t[middle.year_before()],
            whole_t=series.made_t[Month(year, 12)],
            whole_last_year_t=series.made_t[Month(year - 1, 12)],
        )
        for series in replay.series
        if middle.year_before() in series.made_t
    )
    return Overview(year=year, middle=middle, names=names, source=_NBS)


def glide_path_of(
    replay: Replay, name: str, *, month: int = MIDDLE, product: Text, hindsight: bool = True
) -> GlidePath:
    """The glide path of one name, or of `all`, as it stood after a month; with what came, when looking back."""
    at = replay.at(month)
    series = sum_of(replay.series) if name == ALL else next(one for one in replay.series if one.name == name)
    stand = next(one for one in (*at.provinces, at.total) if one.name == name)
    known = series.until(at.month)
    return glide_path(
        known.profile(replay.year),
        pace=stand.pace,
        last_year=known.profile(replay.year - 1),
        earlier=season_years(known, replay.year),
        label=_NATION if name == ALL else replay.labels[name],
        product=product,
        source=_NBS,
        cap_known=stand.cap.is_known,
        year_end=stand.outlook.quantiles,
        happened=series.profile(replay.year) if hindsight else None,
    )


def _published(replay: Replay, year: int) -> int | None:
    return replay.nation.total_t(year) if replay.nation else None


def _change_t(replay: Replay, name: str) -> int:
    series = next(one for one in replay.series if one.name == name)
    return series.made_t[Month(replay.year, 12)] - series.made_t[Month(replay.year - 1, 12)]


def _change_share(replay: Replay, name: str) -> Fraction:
    series = next(one for one in replay.series if one.name == name)
    return Fraction(_change_t(replay, name), series.made_t[Month(replay.year - 1, 12)])


def _still_to_cut(replay: Replay) -> dict[str, dict[str, float | None]]:
    """By month, for each name whose cap is not simply last year's level, and for all."""
    end = replay.months[-1]
    tight = [one.name for one in end.provinces if one.cap.tonnes != one.pace.level_t]
    return {
        name: {
            str(month.month): _wan(stand.pace.still_to_cut_t)
            for month in replay.months
            for stand in (*month.provinces, month.total)
            if stand.name == name
        }
        for name in (*tight, ALL)
    }


def _month(replay: Replay, month: ReplayMonth) -> dict[str, Any]:
    nation = replay.nation.made_t if replay.nation else {}
    return {
        "month": str(month.month),
        "over": len(month.above_last_year),
        "ahead": list(month.ahead),
        "national_published_10kt": _wan(nation.get(month.month)),
        "total": _stand(month.total),
        "provinces": [_stand(one) for one in month.provinces],
    }


def _stand(stand: Standpoint) -> dict[str, Any]:
    pace, outlook = stand.pace, stand.outlook
    day = pace.exhausted_on
    return {
        "name": stand.name,
        "made_10kt": _wan(pace.made_t),
        "last_year_made_10kt": _wan(pace.last_year_made_t),
        "above_last_year_10kt": _wan(pace.above_last_year_t),
        "target_10kt": _wan(pace.target_t),
        "ahead_10kt": _wan(pace.ahead_t),
        "cap_10kt": _wan(pace.cap_t),
        "cap_known": stand.cap.is_known,
        "left_10kt": _wan(pace.left_t),
        "still_to_cut_10kt": _wan(pace.still_to_cut_t),
        "days_left": pace.days_left,
        "required_10kt_per_day": _rate(pace.required_t_per_day),
        "required_for_level_10kt_per_day": _rate(pace.required_for_level_t_per_day),
        "run_10kt_per_day": _rate(pace.run_t_per_day),
        "expected_10kt_per_day": _rate(pace.expected_t_per_day),
        "ratio": None if pace.ratio is None else round(float(pace.ratio), 4),
        "days_until_exhausted": pace.days_until_exhausted,
        "exhausted_on": day.isoformat() if day else None,
        "cap_colour": pace.cap_colour.value,
        "level_colour": pace.level_colour.value,
        "projected_10kt": _in_wan(outlook.quantiles) | {"mean": _float_wan(outlook.mean)},
        "members_10kt": _in_wan(outlook.members),
        "backtest_error_pct": {name: round(error * 100, 2) for name, error in outlook.errors.items()},
        "backtest_years": list(outlook.path_years),
    }


def _hindsight(replay: Replay, month: ReplayMonth) -> dict[str, Any]:
    """The month's projections held against the year that came."""
    came = {series.name: series.made_t[Month(replay.year, 12)] for series in replay.series}
    total, quantiles = replay.total_t(replay.year), month.total.outlook.quantiles
    inside = [
        one.name
        for one in month.provinces
        if one.outlook.quantiles["p10"] <= came[one.name] <= one.outlook.quantiles["p90"]
    ]
    return {
        "month": str(month.month),
        "came_10kt": _wan(total),
        "projected_p50_10kt": _float_wan(quantiles["p50"]),
        "projected_minus_came_pct": round((quantiles["p50"] / total - 1) * 100, 2),
        "total_inside_80pct": quantiles["p10"] <= total <= quantiles["p90"],
        "provinces_inside_80pct": len(inside),
    }


def _wan(tonnes: int | None) -> float | None:
    """万吨 from tonnes; the figures published in 万吨 with two decimals come back as they were."""
    return None if tonnes is None else tonnes / 10_000


def _float_wan(tonnes: float) -> float:
    return round(tonnes / 10_000, 2)


def _in_wan(values: Mapping[str, float]) -> dict[str, float]:
    return {name: _float_wan(value) for name, value in values.items()}


def _rate(rate: Fraction | None) -> float | None:
    return None if rate is None else round(float(rate) / 10_000, 4)


def _pct(share: Fraction) -> float:
    return round(float(share * 100), 2)
