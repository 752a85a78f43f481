"""`zhibiao split`: a cap divided among the claimants of a table, by any rule, no book needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import LANGUAGE, Answer, verb
from zhibiao.cli.options import table_read
from zhibiao.cli.show import line, table
from zhibiao.errors import UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.text import Language

_MOST_ROWS = 200
_MOST_NAMED = 12


@click.command("split", epilog="Example: zhibiao split --input claims.csv --cap 10000 --rule talmud")
@table_read("Table of claimants, .csv or .xlsx, columns id,claim and others by rule")
@click.option(
    "--cap",
    required=True,
    help="What is given out; its last decimal place is the unit: 717293.11 is divided to the cent.",
)
@click.option("--rule", default="proportional", show_default=True, help="One of `zhibiao rules`.")
@click.option(
    "--rounding",
    default="largest_remainder",
    show_default=True,
    help="largest_remainder, adams, jefferson, webster or huntington_hill.",
)
@click.option("--unit", help="Size of one unit, such as 1, 0.01 or 1000, if not that of the cap.")
@click.option("--unit-floor", type=click.IntRange(min=0), default=0, help="Units that everyone gets at least.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the rule, as `zhibiao rules RULE` lists them; repeatable.",
)
@click.option(
    "--groups",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Table of groups with bounds, columns group,within,floor,ceiling; the input needs a column group.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table too, as .csv or .xlsx.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the draws that stand in where claimants are too many.",
)
@verb
def split_(*, path: Path, groups: Path | None, out: Path | None, **options: Any) -> Answer:
    """Divide a cap among claimants by any rule, in whole units. 计算器"""
    from zhibiao.assemble.calculated import calculation_plain, marks
    from zhibiao.assemble.calculator import Question, calculate

    is_standard_input = str(path) == "-"
    content = sys.stdin.buffer.read() if is_standard_input else _read(path)
    question = Question(
        content=content,
        name="stdin" if is_standard_input else path.name,
        groups=(_read(groups), groups.name) if groups else None,
        **options,
    )
    calculation = calculate(question)
    result = calculation_plain(calculation)
    if out is not None:
        from zhibiao.assemble.split_file import write_split

        marked = write_split(calculation, out, click.get_current_context().meta[LANGUAGE])
        result["notes"] = [*result["notes"], *map(finding_plain, marked)]
        result["written"] = str(out)

    def show(lang: Language) -> None:
        _show(result, lang)

    return Answer(result=result, show=show, marks=marks(question))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        place = Place(file=str(path))
        raise UsageError("calculator.file_unreadable", place=place, file=str(path), reason=error.strerror) from error


def _show(result: dict[str, Any], lang: Language) -> None:
    title = _words("title", lang, rule=_label(f"rule.{result['rule']}", lang), cap=_figure(result["cap"]))
    line(title)
    rows = [_row(row, lang) for row in result["rows"][:_MOST_ROWS]]
    rows.append((_words("sum", lang), _share(result["sum"]), _figure(result["sum"]), ""))
    table("", [_words(f"head.{head}", lang) for head in ("id", "share", "quota", "binding")], rows)
    if len(result["rows"]) > _MOST_ROWS:
        line(_words("more", lang, count=f"{len(result['rows']) - _MOST_ROWS:,}"))
    if result.get("groups"):
        rows = [_row({**group, "id": group["group"]}, lang) for group in result["groups"]]
        table("", [_words(f"head.{head}", lang) for head in ("group", "share", "quota", "binding")], rows)
    for text in _remarks(result, lang):
        line(text)


def _remarks(result: dict[str, Any], lang: Language) -> Iterator[str]:
    """How it was computed, in a few lines under the table."""
    parameters = "、".join(f"{name}={_figure(value)}" for name, value in result["parameters"].items())
    if parameters:
        yield _words("parameters", lang, parameters=parameters)
    yield _words("rounding", lang, rounding=_label(f"rounding.{result['rounding']}", lang), unit=result["unit"])
    if result["ties"]:
        given, passed = result["ties"]["got_the_unit"], result["ties"]["without_it"]
        yield _words("ties", lang, given=_few(given), passed=_few(passed))
    for note in result["notes"]:
        yield "· " + note["message"][lang]
    if result["columns_not_read"]:
        yield _words("unread", lang, columns=_few(result["columns_not_read"]))
    yield _words("source", lang, source=result["source"])
    if "written" in result:
        yield _words("written", lang, file=result["written"])


def _row(row: dict[str, Any], lang: Language) -> tuple[str, ...]:
    return row["id"], _share(row["share"]), _figure(row["quota"]), _binding(row["binding"], lang)


def _binding(code: str, lang: Language) -> str:
    """A bound in words; that of a group names the group."""
    if not code.startswith("group."):
        return _words(f"binding.{code}", lang) if code else ""
    group, _, bound = code.removeprefix("group.").rpartition(".")
    return _words("binding.group", lang, group=group, bound=_words(f"binding.{bound}", lang))


def _share(value: float) -> str:
    return f"{value:,.3f}"


def _figure(value: float) -> str:
    return f"{value:,}"


def _few(names: list[str]) -> str:
    return "、".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _words(key: str, lang: Language, **facts: object) -> str:
    return _label(f"calculator.{key}", lang, **facts)


def _label(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(key, lang, **facts)
