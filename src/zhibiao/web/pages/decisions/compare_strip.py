"""The picture of a slider's answer: each enterprise's bounds, present and tried quota as shares of its base."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assemble.desk.decisions.sliders import Figures, Trial, TriedRow
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import figure, signed

MOST = 60
"""So many rows are drawn, those that move most; the whole list is in the files."""
_WIDE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row: its figures in words and where its marks lie, 0 to 1000 from left to right; None without a base."""

    row: TriedRow
    change: str
    share: str
    direction: str
    low: int | None
    high: int | None
    base: int | None
    now: int | None
    tried: int | None


def strips(trial: Trial) -> list[Strip]:
    """The rows in their order; of many the `MOST` that move most."""
    rows = list(trial.rows)
    if len(rows) > MOST:
        moved = sorted(rows, key=lambda row: -abs(row.change_t))[:MOST]
        rows = [row for row in rows if row in set(moved)]
    ratios = [
        Fraction(tonnes, row.base_t)
        for row in rows
        if row.base_t
        for tonnes in (row.floor_t, row.ceiling_t, row.now_t, row.tried_t)
    ]
    least, most = min([*ratios, Fraction(19, 20)]), max([*ratios, Fraction(21, 20)])
    return [_strip(row, least, most) for row in rows]


def figures(trial: Trial, words: DeskWords) -> list[tuple[str, str, str]]:
    """The five fairness figures: name, by the rulebook in force, as tried."""
    now, tried = trial.figures_now, trial.figures
    rows = [
        ("range", _range(now), _range(tried)),
        ("gini_quota", figure(now.gini_quota, 3), figure(tried.gini_quota, 3)),
        ("gini_use", _known(now.gini_use, 3, words), _known(tried.gini_use, 3, words)),
        ("spread", _spread(now, words), _spread(tried, words)),
        ("envy", str(now.envies), str(tried.envies)),
    ]
    return [(words(f"sliders.figure.{name}"), before, after) for name, before, after in rows]


def _strip(row: TriedRow, least: Fraction, most: Fraction) -> Strip:
    def at(tonnes: int) -> int | None:
        return round((Fraction(tonnes, row.base_t) - least) / (most - least) * _WIDE) if row.base_t else None

    moved = row.change_t
    return Strip(
        row=row,
        change=signed(moved, 0),
        share=signed(Fraction(moved, row.now_t) * 100, 1) if row.now_t else "",
        direction="up" if moved > 0 else "down" if moved < 0 else "same",
        low=at(row.floor_t),
        high=at(row.ceiling_t),
        base=at(row.base_t),
        now=at(row.now_t),
        tried=at(row.tried_t),
    )


def _range(found: Figures) -> str:
    if found.least_change is None or found.most_change is None:
        return "—"
    return f"{signed(found.least_change * 100, 1)} … {signed(found.most_change * 100, 1)}"


def _known(value: Fraction | None, places: int, words: DeskWords) -> str:
    return words("none") if value is None else figure(value, places)


def _spread(found: Figures, words: DeskWords) -> str:
    return _known(found.use.spread if found.use else None, 2, words)
