"""The figures that a leader looks at first, as tiles: the brief and the first page of the desk show the same."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.assessment.high_end.account import in_points
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.writers.growth_words import city_growth
from zhibiao.writers.summary import expected_t, high_end_accounts, interval, is_over, window_name
from zhibiao.writers.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure of the top row: what it is, the figure with its unit, and a line under it."""

    name: str
    figure: str
    below: str


def tiles_of(assessment: MonthAssessment, words: Words) -> list[Tile]:
    """Cap or level, made so far, expected year end with its interval, required rate, high-end share.

    What the sector has no figures for is left out, and so is what is still expected of a year that is over.
    """
    standing, tiles = assessment.total, []
    if standing is not None:
        goal_t = standing.quota_t if standing.quota_t is not None else standing.level_t
        expected = expected_t(standing)
        tiles = [
            Tile(
                name=words("brief.cap" if standing.quota_t is not None else "brief.goal_level"),
                figure=_mass(goal_t, words),
                below=words("brief.level", mass=_mass(standing.level_t, words)),
            ),
            Tile(
                name=words("brief.made", since=words.since_january(assessment.month)),
                figure=_mass(standing.to_date.now, words),
                below=_made_below(assessment, words),
            ),
        ]
        tiles += (
            []
            if is_over(assessment)
            else [
                Tile(
                    name=words("brief.year_end"),
                    figure=_mass(expected, words),
                    below=interval(standing, words).strip("（） ()") or words("brief.no_interval"),
                ),
                Tile(
                    name=words("brief.required"),
                    figure=_rate(standing.required_t_per_day, words),
                    below=words("brief.forecast_rate", rate=_rate(standing.forecast_t_per_day, words)),
                ),
            ]
        )
    accounts = high_end_accounts(assessment)
    if accounts:
        account = accounts[-1]
        change = words.signed_points(in_points(account.after) - in_points(account.before))
        tiles.append(
            Tile(
                name=words("brief.high_end"),
                figure=f"{in_points(account.after)}%",
                below=words("brief.against", change=change, window=window_name(account, words)),
            )
        )
    return tiles


def _made_below(assessment: MonthAssessment, words: Words) -> str:
    growth, standing = city_growth(assessment, words), assessment.total
    if standing is None or not standing.estimated_t:
        return growth
    return words("brief.made_estimated", growth=growth, mass=words.mass(standing.estimated_t))


def _mass(tonnes: int | None, words: Words) -> str:
    return words("mark.none") if tonnes is None else words.mass(tonnes)


def _rate(tonnes: int | None, words: Words) -> str:
    return words("mark.none") if tonnes is None else words.rate(max(0, tonnes))
