"""`zhibiao replay provinces-regulated` and `regulation`: past years with plans made anew each month."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language

_LAGS = {"published": 2, "own": 1}


@click.command(
    "provinces-regulated",
    epilog="Example: zhibiao replay provinces-regulated --data nbs_province_steel_monthly --year 2021 --cap caps.csv",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="The folder of provincial output (province_output_monthly.csv).",
)
@click.option("--year", type=int, required=True, help="The year to go through.")
@click.option(
    "--cap",
    default="last-year",
    show_default=True,
    help="last-year, a factor such as 0.95, a change such as -5%, or a table of caps (CSV, 万吨).",
)
@click.option(
    "--figures",
    type=click.Choice(list(_LAGS)),
    default="published",
    show_default=True,
    help="When a month is known: in the middle of the next one as published, or at once by own returns.",
)
@click.option("--runs", type=click.IntRange(0, 1000), default=20, show_default=True, help="Draws of execution.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the first draw.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to put the picture (SVG).")
@verb
def provinces_regulated_(
    *, data: Path, year: int, cap: str, figures: str, runs: int, seed: int, out: Path | None
) -> Answer:
    """The provinces had they been planned each month: a what-could-have-been. 各省调节推演"""
    from zhibiao.assemble.replay_regulation import draw_could_have_been, provinces_regulated
    from zhibiao.procedures.rolling.could_have_been import could_have_been_plain

    found = provinces_regulated(data, year=year, cap=cap, lag=_LAGS[figures], seed=seed, runs=runs)
    result = could_have_been_plain(found) | {"seed": seed, "figures": figures}
    pictures = draw_could_have_been(found, out) if out else []
    result["pictures"] = [str(path) for path in pictures]
    findings = tuple(
        Finding(code=code, severity=Severity.NOTE, place=Place(), facts={"year": year})
        for code in ("rolling.could_have_been", "replay.final_vintages")
    )

    def show(lang: Language) -> None:
        _show(result, lang)
        show_findings(findings, lang)
        for path in pictures:
            line(str(path))

    return Answer(result=result, show=show, findings=findings)


@click.command("regulation", epilog="Example: zhibiao replay regulation --year 2024 --runs 2")
@click.option("--year", type=int, required=True, help="2023 or 2024 of the bundled fictional city.")
@click.option("--runs", type=click.IntRange(1, 1000), default=1, show_default=True, help="Draws of noise.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the second draw.")
@verb
def regulation_(*, year: int, runs: int, seed: int) -> Answer:
    """The fictional city rolled month by month, and other ways through its year. 逐月调节回放"""
    from zhibiao.assemble.regulated_case import city_regulated
    from zhibiao.procedures.rolling.regulated_outcome import years_plain

    result = years_plain(city_regulated(year, seed=seed, runs=runs))
    return Answer(result=result, show=lambda lang: _show_city(result, lang))


def _show_city(result: Mapping[str, Any], lang: Language) -> None:
    line(words("rolling.city.fictional", lang, year=result["year"]))
    heads = ("way", "against", "value", "per_t", "over_quota", "out", "jump", "high_end", "moved", "moves")
    for variant in ("announced", "hidden"):
        rows = [_way_row(words(f"rolling.way.{way}", lang), one["own"]) for way, one in result[variant].items()]
        title = words(f"rolling.city.{variant}", lang)
        table(title, [words(f"rolling.head.{head}", lang) for head in heads], rows, words=1)
        for way, one in result[variant].items():
            if one["draws"] > 1:
                facts = {
                    "way": words(f"rolling.way.{way}", lang),
                    "runs": one["draws"],
                    "within": one["within_0_1_pct"],
                }
                line(words("rolling.city.spread", lang, **facts, **one["against_cap_pct"]))
    count = sum(one["figures_not_yet_known"] for variant in ("announced", "hidden") for one in result[variant].values())
    line(words("rolling.city.peeks", lang, count=count))


def _way_row(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        f"{one['against_cap_pct']:+z.3f} %",
        f"{one['value_yuan'] / 1e8:,.2f}",
        f"{one['yuan_per_t']:,.2f}",
        str(len(one["over_quota"])),
        str(len(one["out_of_bounds"])),
        f"{one['largest_jump_pct']:.1f} %",
        f"{one['high_end_pct']:.2f} %",
        f"{one['moved_t']:,}",
        str(one["moves"]),
    )


def _show(result: Mapping[str, Any], lang: Language) -> None:
    line(words("rolling.not_fact", lang, year=result["year"]))
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("real", {}, result["real"]),
        ("planned", {}, result["planned"]),
    ]
    cases += [("run", {"seed": result["seed"] + place}, run) for place, run in enumerate(result["runs"])]
    rows = [_row(words(f"rolling.case.{case}", lang, **facts), one) for case, facts, one in cases]
    heads = ("case", "started", "total", "against", "fall", "fell", "cliff", "lowest", "over", "gap")
    title = words("rolling.end.title", lang, cap_10kt=result["cap_10kt"])
    table(title, [words(f"rolling.head.{head}", lang) for head in heads], rows, words=2)
    _show_spread(result["spread"], lang)
    _show_starts(result["starts"], result["latest_start"], lang)
    runs = [result["planned"], *result["runs"]]
    count, plans = sum(one["figures_not_yet_known"] for one in runs), sum(one["plans"] for one in runs)
    line(words("rolling.peeks", lang, count=count, plans=plans))


def _row(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    gap = one.get("worst_gap")
    return (
        name,
        one.get("started") or "—",
        f"{one['total_10kt']:,.2f}",
        f"{one['against_cap_pct']:+z.2f} %",
        f"{one['largest_fall_pct']:.1f} %",
        one["largest_fall_month"],
        f"{one['cliff_pct']:.1f} %",
        one["cliff_month"],
        str(len(one["over_own_cap"])) if "over_own_cap" in one else "—",
        "—" if gap is None else f"{gap:.0e}",
    )


def _show_spread(spread: Mapping[str, Any], lang: Language) -> None:
    if not spread["runs"]:
        return
    facts = {
        "runs": spread["runs"],
        "within": spread["within_0_1_pct"],
        "cliff_least": spread["cliff_pct"]["least"],
        "cliff_most": spread["cliff_pct"]["most"],
    }
    line(words("rolling.spread", lang, **facts, **spread["against_cap_pct"]))


def _show_starts(starts: list[dict[str, Any]], latest: Mapping[str, str | None], lang: Language) -> None:
    if not starts:
        return
    rows = [
        (
            one["month"],
            f"{one['cut_pct']:.1f} %",
            f"{one['cliff_pct']:.1f} %",
            f"{one['largest_fall_pct']:.1f} %",
        )
        for one in starts
    ]
    heads = ("month", "cut", "cliff", "fall")
    table(words("rolling.starts", lang), [words(f"rolling.head.{head}", lang) for head in heads], rows, words=1)
    for limit, month in latest.items():
        key, facts = ("latest", {"month": month}) if month else ("latest.never", {"first": starts[0]["month"]})
        line(words(f"rolling.{key}", lang, limit=limit, **facts))
