"""`zhibiao import`: public data sets as their publishers give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.text import Language


@click.group("import")
def import_() -> None:
    """Import public data sets. 导入公开数据"""


@import_.command("gem", epilog="Example: zhibiao import gem gem_steel_plants_2025_03 --around 鞍山 --radius 50")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--province", default="", help="Plants of this province of China, in English or Chinese.")
@click.option("--around", default="", help="Plants around a named city (Anshan, Benxi) or LATITUDE,LONGITUDE.")
@click.option("--radius", type=float, default=50.0, show_default=True, help="Kilometres around the place.")
@verb
def gem_(*, folder: Path, province: str, around: str, radius: float) -> Answer:
    """Plants, routes and capacities of the Global Iron and Steel Tracker. 钢厂名录"""
    from zhibiao.assemble.real import plants
    from zhibiao.procedures.import_gem import plants_plain

    found = plants(folder, province=province, around=around, radius_km=radius)
    result = plants_plain(found)

    def show(lang: Language) -> None:
        _show(result, lang)
        show_findings(found.findings, lang)
        line(f"{result['credit']} ({result['licence']})")

    return Answer(result=result, show=show, findings=found.findings)


def _show(result: dict[str, Any], lang: Language) -> None:
    summary = result["summary"]
    line(words("gem.head", lang, plants=summary["plants"], steel=summary["running_crude_steel_t"] / 10_000))
    rows = [
        (
            plant["name"][lang] or plant["name"]["en"],
            plant["province"],
            plant["status"],
            plant["route"],
            _capacity(plant, "crude_steel"),
            _capacity(plant, "iron"),
            "—" if plant["distance_km"] is None else f"{plant['distance_km']:.0f}",
        )
        for plant in result["plants"]
    ]
    heads = ("plant", "province", "status", "route", "steel", "iron", "distance")
    table(words("gem.unit", lang), [words(f"gem.head.{head}", lang) for head in heads], rows)


def _capacity(plant: dict[str, Any], item: str) -> str:
    tonnes = sum(
        by_item.get(item, 0) for status, by_item in plant["capacity_t"].items() if status.startswith("operating")
    )
    return f"{tonnes / 10_000:,.0f}" if tonnes else "—"
