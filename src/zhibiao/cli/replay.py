"""`zhibiao replay`: a real year, month by month, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.replay_regulation import provinces_regulated_, regulation_
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.cli.tell_replay_names import show_counts, show_names, show_projected
from zhibiao.terms.text import Language


@click.group("replay")
def replay_() -> None:
    """Go through a real year month by month. 回放"""


replay_.add_command(provinces_regulated_)
replay_.add_command(regulation_)


@replay_.command(
    "provinces", epilog="Example: zhibiao replay provinces --data nbs_province_steel_monthly --year 2021 --out replay"
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="The folder of provincial output (province_output_monthly.csv); the nation's may lie beside it.",
)
@click.option("--year", type=int, required=True, help="The year to go through.")
@click.option(
    "--cap",
    default="last-year",
    show_default=True,
    help="last-year, a factor such as 0.95, a change such as -5%, or a table of caps (CSV, 万吨).",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to put the pictures (SVG).")
@click.option("--province", "provinces", multiple=True, help="Draw this province's path too; may be repeated.")
@verb
def provinces_(*, data: Path, year: int, cap: str, out: Path | None, provinces: tuple[str, ...]) -> Answer:
    """The provinces as enterprises, each capped, reading no later month. 各省回放"""
    from zhibiao.assemble.real import draw_replay, replay
    from zhibiao.procedures.replay_outcome import replay_plain

    replayed = replay(data, year=year, cap=cap)
    result = replay_plain(replayed)
    pictures = draw_replay(replayed, out, provinces=provinces) if out else []
    result["pictures"] = [str(path) for path in pictures]

    def show(lang: Language) -> None:
        labels = {name: text.in_(lang) for name, text in replayed.labels.items()}
        _show(result, labels, lang)
        show_findings(replayed.findings, lang)
        for path in pictures:
            line(str(path))

    return Answer(result=result, show=show, findings=replayed.findings)


def _show(result: dict[str, Any], labels: dict[str, str], lang: Language) -> None:
    summary = result["summary"]
    line(words("replay.head", lang, **summary))
    line(words("replay.june", lang, **summary))
    _show_months(result, lang)
    line(words("replay.end", lang, **summary))
    _show_provinces(result, labels, lang)
    show_projected(result["projected"], lang)
    show_names(result, labels, lang)
    show_counts(result["names"], lang)


def _show_months(result: dict[str, Any], lang: Language) -> None:
    rows = []
    for month, later in zip(result["months"], result["hindsight"], strict=True):
        total = month["total"]
        projected = total["projected_10kt"]
        rows.append(
            (
                month["month"],
                str(month["over"]),
                str(len(month["ahead"])),
                f"{total['made_10kt']:,.2f}",
                f"{total['above_last_year_10kt']:+z,.2f}",
                _rate(total["required_10kt_per_day"]),
                _rate(total["run_10kt_per_day"]),
                f"{projected['p50']:,.0f} ({projected['p10']:,.0f}–{projected['p90']:,.0f})",
                f"{later['projected_minus_came_pct']:+z.2f} %",
            )
        )
    heads = ("month", "over", "ahead", "made", "above", "required", "run", "projected", "missed")
    table(words("replay.months", lang), [words(f"replay.head.{head}", lang) for head in heads], rows)


def _show_provinces(result: dict[str, Any], labels: dict[str, str], lang: Language) -> None:
    summary = result["summary"]
    june = {one["name"]: one for one in result["months"][_june(result)]["provinces"]}
    rows = [
        (
            labels[name],
            f"{june[name]['above_last_year_10kt'] or 0:+z,.2f}",
            f"{june[name]['left_10kt']:,.2f}",
            _rate(june[name]["required_10kt_per_day"]),
            f"{tonnes:+z,.2f}",
            f"{summary['change_pct'][name]:+z.2f} %",
        )
        for name, tonnes in sorted(summary["change_10kt"].items(), key=lambda pair: (pair[1], pair[0]))
    ]
    heads = ("province", "above_in_june", "left_in_june", "required_in_june", "change", "change_pct")
    table(words("replay.provinces", lang), [words(f"replay.head.{head}", lang) for head in heads], rows)


def _june(result: dict[str, Any]) -> int:
    months = [month["month"] for month in result["months"]]
    return months.index(f"{result['year']}-06")


def _rate(rate: float | None) -> str:
    return "—" if rate is None else f"{rate:.3f}"
