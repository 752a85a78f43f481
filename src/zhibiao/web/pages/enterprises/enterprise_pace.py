"""One enterprise's pace on its page: the figures at a glance, the rates, and where the year is expected to end."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.assemble.desk.firms.firm import FirmView
from zhibiao.assessment.pace.standing import Standing
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import percent, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure at a glance."""

    name: str
    figure: str
    below: str


def tiles(view: FirmView, words: DeskWords) -> list[Tile]:
    """Made so far, the quota, where the year is expected to end, and how long the quota lasts."""
    standing = view.line.standing if view.line else None
    if standing is None:
        return []
    w, found, made = words.figures, [], standing.to_date
    if made.now is not None:
        found.append(Tile(name=words("firm.made"), figure=w.mass(made.now), below=w.growth(made.now, made.before)))
    if standing.quota_t is not None:
        share = "" if standing.made_share is None else words("firm.made_share", share=percent(standing.made_share))
        found.append(Tile(name=words("firm.quota"), figure=w.mass(standing.quota_t), below=share))
    if standing.year_end is not None:
        end, goal = standing.year_end, standing.quota_t
        off = "" if not goal else words("firm.against_quota", gap=signed(end.central_t - goal))
        found.append(Tile(name=words("firm.year_end"), figure=w.mass(end.central_t), below=off))
    if standing.pace is not None and standing.quota_t is not None:
        found.append(_lasts(standing, words))
    return found


def _lasts(standing: Standing, words: DeskWords) -> Tile:
    pace, w = standing.pace, words.figures
    assert pace is not None
    days, last = pace.days_until_exhausted, pace.exhausted_on
    if days is None or last is None:
        return Tile(name=words("firm.lasts"), figure=words("firm.whole_year"), below="")
    return Tile(
        name=words("firm.lasts"), figure=words("firm.days", days=days), below=words("firm.until", day=w.day(last))
    )


def pace_table(standing: Standing, words: DeskWords) -> Table:
    """Target and made, the rates of now and those that are needed, and how long the quota lasts."""
    pace = standing.pace
    rows: list[tuple[Value | Cell, ...]] = []
    if pace is not None:
        rows = [
            (words("firm.target"), pace.target_t),
            (words("firm.made"), pace.made_t),
            (words("firm.ahead"), pace.ahead_t),
            (words("firm.left"), pace.left_t if standing.quota_t is not None else None),
            (words("firm.run"), standing.run_t_per_day),
            (words("firm.expected_rate"), round(pace.expected_t_per_day)),
            (words("firm.required"), standing.required_t_per_day),
            (words("firm.required_level"), standing.required_for_level_t_per_day),
            (words("firm.days_left"), pace.days_left),
            (words("firm.lasts_days"), pace.days_until_exhausted if standing.quota_t is not None else None),
        ]
    columns = (Column(head=words("firm.what")), Column(head=words("firm.figure"), kind="count"))
    return Table(name="pace", title=words("firm.pace_table"), columns=columns, rows=tuple(rows))


def forecast_table(standing: Standing, words: DeskWords) -> Table:
    """The year's expected total with its interval, against the quota."""
    end = standing.year_end
    assert end is not None
    quota = standing.quota_t

    def row(name: str, tonnes: int) -> tuple[Value | Cell, ...]:
        return words(f"firm.{name}"), tonnes, None if quota is None else tonnes - quota

    rows = [row("mean_end", end.central_t)]
    rows += [
        row(name, end.quantiles_t[name]) for name in ("p05", "p25", "p50", "p75", "p95") if name in end.quantiles_t
    ]
    if end.bent_t is not None:
        rows.append(row("bent", end.bent_t))
    columns = (
        Column(head=words("firm.what")),
        Column(head=words("firm.year_total"), kind="mass"),
        Column(head=words("firm.off_quota"), kind="mass"),
    )
    note = words("firm.forecast_note", years="、".join(map(str, end.years_tried))) if end.years_tried else ""
    return Table(name="forecast", title=words("firm.forecast_table"), columns=columns, rows=tuple(rows), note=note)
