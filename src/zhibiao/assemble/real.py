"""Public data into the acts: the replay of a real year with its pictures, and plants of a public register."""

from __future__ import annotations

from pathlib import Path

from zhibiao.assemble.resources import catalogue
from zhibiao.policy.cap_rule import CapRule
from zhibiao.procedures.import_gem import PlantImport, import_plants
from zhibiao.procedures.replay_outcome import glide_path_of, overview
from zhibiao.procedures.replay_provinces import ALL, MIDDLE, Replay, cap_rules, replay_provinces
from zhibiao.readers.caps import read_caps
from zhibiao.readers.gem import read_plants
from zhibiao.readers.nbs import find_nation, read_nation, read_provinces
from zhibiao.readers.places import circle_of, read_province_names
from zhibiao.terms.quantity import unit
from zhibiao.terms.text import Language, Text
from zhibiao.writers.glide_path import draw_glide_path
from zhibiao.writers.year_overview import draw_year_overview

PRODUCT = Text("粗钢", "Crude steel")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def replay(data: Path, *, year: int, cap: str) -> Replay:
    """Replay a year of the provincial figures in `data`, with caps from a word or from a table (in 万吨)."""
    nation = find_nation(data)
    return replay_provinces(
        read_provinces(data),
        year=year,
        rules=_rules(cap, year=year),
        nation=read_nation(nation) if nation else None,
    )


def draw_replay(replayed: Replay, folder: Path, *, provinces: tuple[str, ...] = ()) -> list[Path]:
    """Draw the year at a glance, the nation's path in June and that of each province asked for, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for lang in LANGUAGES:
        picture = draw_year_overview(overview(replayed), product=PRODUCT, lang=lang, texts=catalogue())
        drawn.append(_put(folder / f"overview.{lang}.svg", picture))
        for name in (ALL, *provinces):
            path = glide_path_of(replayed, name, month=MIDDLE, product=PRODUCT)
            picture = draw_glide_path(path, lang=lang, texts=catalogue())
            drawn.append(_put(folder / f"path-{name.replace(' ', '-')}.{lang}.svg", picture))
    return drawn


def plants(folder: Path, *, province: str, around: str, radius_km: float) -> PlantImport:
    """The plants of one province, or around a named city or `LATITUDE,LONGITUDE`."""
    return import_plants(
        read_plants(folder),
        province=province,
        circle=circle_of(around, radius_km=radius_km) if around else None,
        provinces=read_province_names(),
    )


def _rules(cap: str, *, year: int) -> tuple[CapRule, ...]:
    rules = cap_rules(cap, year=year)
    return rules if rules is not None else read_caps(Path(cap), unit_t=unit("万吨").size)


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
