"""The glide path: cap, last year's level, target along the season, made so far, forecast; and the distance from it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, log10
from typing import Any

from zhibiao.assemble.resources import catalogue
from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.terms.period import Month, months_of
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.palette import BLUE, DASHED, DOTTED, INK, SKY, SOFT, VERMILION, axis_text, name_axis, value_axis
from zhibiao.web.frame.tables import Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.glide_words import LEVEL_WITH, GlideWords
from zhibiao.writers.scale import Scale
from zhibiao.writers.wording import signed

Points = list[float | None]
_BAND = ("p10", "p90")
_ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10)
_SCALES = {
    "zh": Scale(
        key="chart.unit.10kt", tonnes=10_000, decimals=2, rate_key="chart.unit.10kt_per_day", rate_tonnes=10_000
    ),
    "en": Scale(key="chart.unit.kt", tonnes=1_000, decimals=1, rate_key="chart.unit.kt_per_day", rate_tonnes=1_000),
}
"""The units of papers and tables, so that chart and tile print the same figure."""


def glide_path_chart(path: GlidePath, words: DeskWords, *, source: str = "", is_enterprise: bool = False) -> Chart:
    """The signature chart of a sector or of one enterprise.

    Args:
        path: of the assessment (`Standing.glide`).
        words: of the page.
        source: where its figures come from; what the path itself says by default.
        is_enterprise: whether the cap is one enterprise's quota, and is called so.
    """
    told = GlideWords(
        path=path,
        lang=words.lang,
        texts=catalogue(),
        set_scale=_SCALES[words.lang],
        cap_name=words("chart.glide.quota") if is_enterprise else "",
    )
    picture = _Picture(path, words, told, is_enterprise=is_enterprise)
    return Chart(
        name="glide",
        title=told.title(),
        summary=picture.summary(),
        unit=words("unit.mass"),
        option=picture.option(),
        table=_table(path, words, source=source or words.name(path.source)),
        size="tall",
    )


class _Picture:
    """The option, put together from one path; totals above, the distance from the target below."""

    def __init__(self, path: GlidePath, words: DeskWords, told: GlideWords, *, is_enterprise: bool) -> None:
        self.path, self.words, self.told = path, words, told
        self.cap = "quota" if is_enterprise else "cap"

    def t(self, key: str, **facts: object) -> str:
        return self.words(f"chart.glide.{key}", **facts)

    def option(self) -> dict[str, Any]:
        names = [self.t("start"), *(self.told(f"tick.{month}") for month in range(1, 13))]
        kept = {"boundaryGap": False}
        quiet = {"show": False}
        return {
            "grid": [
                {"left": 58, "right": 14, "top": 12, "height": "46%"},
                {"left": 58, "right": 14, "top": "60%", "bottom": 64},
            ],
            "axisPointer": {"link": [{"xAxisIndex": "all"}]},
            "xAxis": [
                name_axis(names, gridIndex=0, axisLabel=quiet, **kept),
                name_axis(names, gridIndex=1, axisLabel={**axis_text(), "hideOverlap": True}, **kept),
            ],
            "yAxis": [
                value_axis(gridIndex=0, **self._reach()),
                value_axis(
                    gridIndex=1,
                    name=self.t("distance"),
                    nameTextStyle={"align": "left", "color": SOFT, "padding": [0, 0, 0, -50]},
                    nameGap=10,
                    **self._reach_off(),
                ),
            ],
            "legend": {
                "bottom": 0,
                "data": self._legend(),
                "itemWidth": 30,
                "itemStyle": {"opacity": 0},
                "textStyle": axis_text(),
            },
            "series": [*self._totals(), *self._distances()],
        }

    def summary(self) -> str:
        """What somebody hears who does not see it: the finding, and where each line ends."""
        pace = self.path.pace
        said = [
            self.told.title(),
            self.t("said.goal", goal=self._goal_name(), amount=self._mass(pace.cap_t)),
            self.t("said.made", month=self.told.month(pace.month.month), amount=self._mass(pace.made_t)),
        ]
        if band := self._band():
            low, high = (self._mass(band[place][-1]) for place in (0, 1))
            said.append(self.t("said.forecast", amount=self._mass(self.told.projected_t), low=low, high=high))
        return self.t("said.stop").join(said) + self.t("said.end")

    def _mass(self, tonnes: float) -> str:
        return self.told.mass(round(tonnes))

    def _goal_name(self) -> str:
        return self.t(self.cap if self.path.cap_known else "level")

    def _legend(self) -> list[dict[str, Any]]:
        """Lines as they are drawn, without a dot that no line has; the band as an area."""
        lines: list[dict[str, Any]] = [{"name": self.t(key)} for key in ("made", "last_year", "target")]
        if not self.path.fan:
            return lines
        band = {"name": self.t("band"), "icon": "rect", "itemStyle": {"opacity": 1}}
        return [*lines, {"name": self.t("forecast")}, band]

    def _reach(self) -> dict[str, float]:
        """From nought to somewhat above the highest line, in four equal parts."""
        pace, band = self.path.pace, self._band()
        highest = max(pace.cap_t, pace.level_t, pace.made_t, *(band[1] if band else ()), 1)
        part = nice(highest * 1.16 / self.told.scale.tonnes / 4)
        return {"min": 0, "max": 4 * part, "interval": part}

    def _reach_off(self) -> dict[str, float]:
        """So that every distance has room, with nought among the figures at the axis."""
        off = [one for points in (*self._off(), *(self._band_off() or ())) for one in points if one is not None]
        low, high = (self.told.scale.of(end) for end in (min(off, default=0), max(off, default=0)))
        part = nice(max(high - low, 1e-6) * 1.15 / 3)
        return {"min": floor(low / part) * part, "max": ceil(high * 1.1 / part) * part or part, "interval": part}

    def _totals(self) -> list[dict[str, Any]]:
        path = self.path
        made, last = _from_zero(path.made_t), _from_zero(path.last_year_t)
        made_label = self.t("label.made", month=self.told.month(path.pace.month.month), amount=self._figure_of_made())
        drawn = [
            *self._fan(0, None),
            self._line("last_year", last, color=SOFT, width=1.2),
            self._line("target", _from_zero(path.target_t), color=VERMILION, width=1.4, kind=DASHED),
            self._line("made", made, color=INK, width=3, mark=self._marks()),
        ]
        _write_at(drawn[-1], path.pace.month.month, made_label, {"position": "right", "offset": [6, 14], "color": INK})
        return drawn

    def _distances(self) -> list[dict[str, Any]]:
        last, made = self._off()
        zero: Points = [0.0] * 13
        return [
            *self._fan(1, (0, *self.path.target_t)),
            self._line("last_year", last, color=SOFT, width=1.2, at=1),
            self._line("target", zero, color=VERMILION, width=1.4, kind=DASHED, at=1),
            self._line("made", made, color=INK, width=3, at=1),
        ]

    def _off(self) -> tuple[Points, Points]:
        """Last year's course and this year's, as distance from the seasonal target."""
        target = (0, *self.path.target_t)

        def off(points: Sequence[int | None]) -> Points:
            return [None if one is None else one - goal for goal, one in zip(target, (0, *points), strict=True)]

        return off(self.path.last_year_t), off(self.path.made_t)

    def _band_off(self) -> tuple[Points, Points] | None:
        band, start = self._band(), self.path.pace.month.month
        if band is None:
            return None
        low, high = (_after(start, course, (0, *self.path.target_t)) for course in band)
        return low, high

    def _fan(self, at: int, less: Sequence[int] | None) -> list[dict[str, Any]]:
        """The 80 per cent band as two lines with the room between them filled, and the expected course."""
        fan, band = self.path.fan, self._band()
        if fan is None or band is None:
            return []
        start = self.path.pace.month.month
        base = [0] * 13 if less is None else list(less)
        low, high, middle = (_after(start, course, base) for course in (*band, fan.middle or ()))
        edge: dict[str, Any] = {"color": BLUE, "width": 0.8, "kind": DOTTED, "at": at}
        stack = {"stack": f"band{at}", "stackStrategy": "all", "tooltip": {"show": False}, "silent": True}
        between = [None if one is None or other is None else other - one for one, other in zip(low, high, strict=True)]
        filled = self._line("band", between, color=SKY, width=0, at=at)
        filled |= {**stack, "areaStyle": {"color": SKY, "opacity": 0.55}, "itemStyle": {"color": SKY}}
        expected = self._line("forecast", middle, color=BLUE, width=2, kind=[9, 3, 2, 3], at=at)
        if at:
            self._write_distance(expected, middle[-1])
            said = []
        else:
            expected["data"][12] = {"value": expected["data"][12], "symbol": "circle", "symbolSize": 9}
            said = [self._said_of_forecast(band[0][-1], band[1][-1])]
        return [
            {**self._line("low", low, color="transparent", width=0, at=at), **stack},
            filled,
            self._line("low", low, **edge),
            self._line("high", high, **edge),
            expected,
            *said,
        ]

    def _said_of_forecast(self, low: float, high: float) -> dict[str, Any]:
        """The expected end with its band, written in the room above every line."""
        facts = {"low": self._unit_figure(low), "high": self._unit_figure(high)}
        end = self.t("label.forecast", amount=self._unit_figure(self.told.projected_t))
        text = f"{{end|{end}}}\n{{band|{self.t('label.band', **facts)}}}"
        label = {
            "position": "left",
            "offset": [10, 16],
            "align": "right",
            "rich": {
                "end": {"color": BLUE, "fontWeight": "bold", "fontSize": 12, "lineHeight": 17},
                "band": {"color": BLUE, "fontSize": 11, "lineHeight": 15},
            },
        }
        nothing: Points = [None] * 13
        line = self._line("forecast", nothing, color="transparent", width=0)
        line["data"][12] = self._reach()["max"]
        _write_at(line, 12, text, label)
        line["data"][12]["symbolSize"] = 0.1
        return {**line, "silent": True, "tooltip": {"show": False}}

    def _write_distance(self, line: dict[str, Any], off: float | None) -> None:
        amount = signed(Fraction(round(off or 0)) / self.told.scale.tonnes, self.told.scale.decimals)
        style = {"position": "left", "offset": [8, -14 if (off or 0) >= 0 else 14], "align": "right"}
        _write_at(line, 12, self.t("label.distance", amount=amount), {**style, "color": BLUE, "fontWeight": "bold"})

    def _unit_figure(self, tonnes: float) -> str:
        return self.told.scale.mass(round(tonnes))

    def _figure_of_made(self) -> str:
        return self.told.scale.mass(self.path.pace.made_t)

    def _marks(self) -> list[dict[str, Any]]:
        """The cap, last year's level where it is another, and how far the figures reach."""
        pace, scale = self.path.pace, self.told.scale
        cap, level = scale.of(pace.cap_t), scale.of(pace.level_t)
        same = abs(pace.level_t - pace.cap_t) <= pace.cap_t * LEVEL_WITH
        named = "level_stands_in" if not self.path.cap_known else f"{self.cap}_is_level" if same else self.cap
        text = self.t(f"label.{named}", amount=scale.mass(pace.cap_t))
        two = not same and self.path.cap_known
        found = [_across(cap, text, color=VERMILION, width=2.2, bold=True, above=two and cap > level)]
        if two:
            text = self.t("label.level", amount=scale.mass(pace.level_t))
            found.append(_across(level, text, color=SOFT, width=1.4, kind=[2, 2], above=level > cap))
        if pace.days_left:
            line = {"color": SOFT, "width": 1, "type": [3, 3]}
            found.append({"xAxis": pace.month.month, "lineStyle": line, "label": {"show": False}})
        return found

    def _band(self) -> tuple[Sequence[float], Sequence[float]] | None:
        fan = self.path.fan
        if fan is None or not all(name in fan.bands for name in _BAND):
            return None
        low, high = (fan.bands[name] for name in _BAND)
        return low, high

    def _line(
        self,
        key: str,
        points: Sequence[float | None],
        *,
        color: str,
        width: float,
        kind: list[int] | None = None,
        at: int = 0,
        mark: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        scale = self.told.scale
        line = {
            "name": self.t(key),
            "type": "line",
            "xAxisIndex": at,
            "yAxisIndex": at,
            "symbol": "none",
            "connectNulls": True,
            "data": [None if one is None else round(scale.of(one), scale.decimals) for one in points],
            "lineStyle": {"color": color, "width": width, "type": kind or "solid"},
            "itemStyle": {"color": color},
            "emphasis": {"disabled": True},
        }
        if mark:
            line["markLine"] = {"symbol": "none", "silent": True, "animation": False, "data": mark}
        return line


def nice(size: float) -> float:
    """The next round figure from a size on, for the parts of an axis.

    >>> nice(795), nice(0.013), nice(100)
    (800.0, 0.015, 100.0)
    """
    power: float = 10.0 ** floor(log10(size) + 1e-9)
    return next(step * power for step in _ROUND if step * power >= size * (1 - 1e-9))


def _across(
    value: float,
    text: str,
    *,
    color: str,
    width: float,
    bold: bool = False,
    kind: list[int] | None = None,
    above: bool = False,
) -> dict[str, Any]:
    """A level with its name on the left, where every course is still low; of two levels the upper's stands above it."""
    position = "insideStartTop" if above else "insideStartBottom"
    label = {"show": True, "formatter": text, "position": position, "color": color}
    label |= {"fontWeight": "bold"} if bold else {}
    return {"yAxis": value, "lineStyle": {"color": color, "width": width, "type": kind or "solid"}, "label": label}


def _write_at(line: dict[str, Any], place: int, text: str, style: dict[str, Any]) -> None:
    """Write at one point of a line, and show that point."""
    data = line["data"]
    data[place] = {
        "value": data[place],
        "symbol": "circle",
        "symbolSize": 9,
        "label": {"show": True, "formatter": text, **style},
    }


def _from_zero(points: Sequence[int | None]) -> Points:
    """Month ends with their totals, from nought on 1 January."""
    return [0.0, *(None if one is None else float(one) for one in points)]


def _after(start: int, course: Sequence[float], base: Sequence[float]) -> Points:
    """A course from month `start` on, less a base; nothing before."""
    return [None if month < start else course[month - start] - base[month] for month in range(13)]


def _table(path: GlidePath, words: DeskWords, *, source: str) -> Table:
    """The same figures, month by month."""
    keys = ("made", "last_year", "target", *(("low", "forecast", "high") if path.fan else ()))
    columns = tuple(Column(head=words(f"chart.glide.{key}"), kind="mass") for key in keys)
    rows = tuple((month, *_row(path, month)) for month in months_of(path.year))
    return Table(
        name="glide",
        title=words("chart.glide.table", name=words.name(path.label)),
        columns=(Column(head=words("chart.glide.month"), kind="month"), *columns),
        rows=rows,
        source=source,
        as_of=words.figures.month(path.pace.month),
    )


def _row(path: GlidePath, month: Month) -> tuple[int | None, ...]:
    place = month.month - 1
    known = (path.made_t[place], path.last_year_t[place], path.target_t[place])
    if path.fan is None:
        return known
    at = month.month - path.pace.month.month
    courses = (path.fan.bands.get("p10"), path.fan.middle, path.fan.bands.get("p90"))
    return (*known, *(None if at < 0 or course is None else round(course[at]) for course in courses))
