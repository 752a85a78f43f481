"""`zhibiao simulate`: the fictional city, made again from its seed."""

from __future__ import annotations

from pathlib import Path

import click

from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.text import Language


@click.group("simulate")
def simulate_() -> None:
    """Make the fictional city again from its seed. 模拟"""


@simulate_.command("city", epilog="Example: zhibiao simulate city --seed 2024 --out liaohe")
@click.option("--seed", type=click.IntRange(min=0), default=2024, show_default=True, help="The same seed, same bytes.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("liaohe"),
    show_default=True,
    help="The folder to make; absent or empty.",
)
@verb
def city_(*, seed: int, out: Path) -> Answer:
    """The city 辽河市 with four years of returns; wholly fictional. 虚构城市"""
    from zhibiao.assemble.simulated import make_city

    made = make_city(out, seed=seed)

    def show(lang: Language) -> None:
        line(words("simulated", lang, folder=out, files=made.files, size=made.size / 1e6))
        heads = [words(f"simulated.head.{head}", lang) for head in ("figure", "target", "achieved")]
        table(words("simulated.tuned", lang), heads, [(name, *pair) for name, pair in made.tuned.items()])

    tuned = {name: {"target": target, "achieved": achieved} for name, (target, achieved) in made.tuned.items()}
    result = {"folder": str(out), "seed": made.seed, "files": made.files, "bytes": made.size, "tuned": tuned}
    return Answer(result=result, show=show)
