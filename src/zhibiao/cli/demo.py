"""`zhibiao demo`: the whole job on the bundled fictional city, or a real year of the provinces as a book."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue
from zhibiao.cli.answer import Answer, progress, show_findings, verb
from zhibiao.cli.show import line, ten_kt, unit_of_mass
from zhibiao.cli.tell import COLOURS, words
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.demo import Demo
    from zhibiao.assemble.real_book import RealBook


@click.command("demo", epilog="Example: zhibiao demo --dir demo   or   zhibiao demo --real --data DIR --dir demo-real")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    show_default="demo, with --real demo-real",
    help="Where to make the book; a folder made by an earlier demo is made anew.",
)
@click.option("--real", is_flag=True, help="The provinces of 2021 as a book, from public statistics.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    help="With --real: the folder of provincial output (province_output_monthly.csv).",
)
@verb
def demo_(*, folder: Path | None, real: bool, data: Path | None) -> Answer:
    """Run the whole job on the bundled fictional city. 演示"""
    if real:
        return _real(folder or Path("demo-real"), data)
    folder = folder or Path("demo")
    from zhibiao.assemble.demo import run_demo

    progress(lambda lang: words("demo.head", lang))
    demo = run_demo(
        folder, say=lambda key, facts: progress(lambda lang: words(f"demo.{key}", lang, **worded(facts, lang)))
    )
    return Answer(result=demo.plain(), show=lambda lang: _show(demo, lang), marks=demo.marks)


def _show(demo: Demo, lang: Language) -> None:
    for month in demo.assessments:
        mark = COLOURS[month.verdict.colour.value]
        verdict = f"{mark} {catalogue().text(month.verdict.code, lang)}"
        line(words("demo.assessed", lang, month=month.month, sector=month.sector_name.in_(lang), verdict=verdict))
        for reason in month.verdict.reasons:
            line("    " + catalogue().text(reason.code, lang, **reason.facts))
    _look(demo, lang)


def _look(demo: Demo, lang: Language) -> None:
    from zhibiao.assemble.papers import font_findings

    show_findings(font_findings(), lang)
    line(words("demo.look", lang))
    for folder in demo.folders:
        page = "brief.html" if lang == "zh" else "brief.en.html"
        line(words("demo.brief", lang, path=folder / page))
        line(words("demo.bulletin", lang, path=folder / "bulletin.docx"))
        line(words("demo.notices", lang, path=folder / "notices"))
    line(words("demo.zip", lang, path=demo.exported))
    line(words("demo.next", lang, folder=demo.book, program=_program()))
    line(words("demo.next_register", lang, folder=demo.book, program=_program(), on=demo.register["as_of"]))


def _program() -> str:
    """How this program was called, so that the next command can be pasted: by its path, or by name."""
    return sys.argv[0] if "/" in sys.argv[0] else "zhibiao"


def worded(facts: dict[str, Any], lang: Language) -> dict[str, Any]:
    """Facts for a sentence: tonnes in the reader's unit, sectors, outcomes and kinds of items by name."""
    worded: dict[str, Any] = {"unit": unit_of_mass(lang)}
    for name, value in facts.items():
        if name.endswith("_t"):
            worded[name[:-2]] = ten_kt(value, lang)
        elif name == "sector":
            worded[name] = words(f"sector.{value}", lang)
        elif name == "outcomes":
            worded[name] = words("demo.and", lang).join(
                f"{words(f'outcome.{key}', lang)} {count}" for key, count in value.items()
            )
        elif name == "kinds":
            worded[name] = words("demo.and", lang).join(
                f"{words(f'register.kind_{key}', lang)} {count}" for key, count in value.items()
            )
        else:
            worded[name] = value
    return worded


def _real(folder: Path, data: Path | None) -> Answer:
    from zhibiao.assemble.real_book import make_real_book

    made = make_real_book(folder, data)
    result = made.plain() | {"findings": [finding_plain(finding) for finding in made.findings]}
    return Answer(result=result, show=lambda lang: _show_real(made, lang), marks=made.marks)


def _show_real(made: RealBook, lang: Language) -> None:
    facts = worded(made.facts(), lang)
    for key in ("real", "real_june", "real_year"):
        line(words(f"demo.{key}", lang, **facts))
    if made.blocked:
        line(words("demo.real_blocked", lang, month=made.open_month))
        show_findings(made.blocked, lang)
    show_findings(made.findings, lang)
    line(words("demo.real_next", lang, program=_program(), **facts))
