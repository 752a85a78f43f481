"""Past years under regulation, joined to their data, and their charts."""

from __future__ import annotations

from pathlib import Path

from zhibiao.assemble.real import LANGUAGES
from zhibiao.assemble.resources import catalogue
from zhibiao.procedures.replay_provinces import cap_rules
from zhibiao.procedures.rolling.could_have_been import CouldHaveBeen, could_have_been, daily
from zhibiao.procedures.rolling.replay_provinces_regulated import RegulatedYear
from zhibiao.readers.caps import read_caps
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.quantity import unit
from zhibiao.terms.text import Language, Text
from zhibiao.writers.regulated_year import Path as Course
from zhibiao.writers.regulated_year import RegulatedYearPicture, draw_regulated_year

SOURCE = Text("国家统计局", "National Bureau of Statistics of China")


def provinces_regulated(data: Path, *, year: int, cap: str, lag: int, seed: int, runs: int) -> CouldHaveBeen:
    """The provinces of a year with plans made anew each month; caps from a word or from a table (in 万吨).

    Args:
        data: the folder of provincial output.
        year: the year.
        cap: as of `zhibiao replay provinces`.
        lag: months until a figure is known at a month's start.
        seed: of the first draw; those after it count on.
        runs: how many draws.
    """
    words = cap_rules(cap, year=year)
    rules = words if words is not None else read_caps(Path(cap), unit_t=unit("万吨").size)
    return could_have_been(read_provinces(data), year=year, rules=rules, lag=lag, seeds=range(seed, seed + runs))


def draw_could_have_been(found: CouldHaveBeen, folder: Path) -> list[Path]:
    """Draw the year in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for lang in LANGUAGES:
        path = folder / f"regulated-{found.year}.{lang}.svg"
        path.write_bytes(draw_regulated_year(picture_of(found, lang), lang=lang, texts=catalogue()))
        drawn.append(path)
    return drawn


def picture_of(found: CouldHaveBeen, lang: Language) -> RegulatedYearPicture:
    """What the chart shows."""
    planned = daily(found.planned.series, year=found.year)
    return RegulatedYearPicture(
        year=found.year,
        real=tuple(zip(found.real.months, found.real.t_per_day, strict=True)),
        planned=_path(found.planned),
        runs=tuple(_path(run) for run in found.runs),
        started=found.planned.started,
        real_cliff=found.real.cliff[0],
        planned_cliff=planned.cliff[0],
        source=SOURCE.in_(lang),
    )


def _path(run: RegulatedYear) -> Course:
    path = daily(run.series, year=run.year)
    return tuple(zip(path.months, path.t_per_day, strict=True))
