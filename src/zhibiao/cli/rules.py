"""`zhibiao rules`: the rules of allocation, all in a table or one in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from zhibiao.cli.answer import Answer, verb
from zhibiao.cli.show import line, table
from zhibiao.terms.text import Language


@click.command("rules", epilog="Example: zhibiao rules talmud")
@click.argument("rule", default="")
@verb
def rules_(*, rule: str) -> Answer:
    """List the rules of allocation, or print one in full. 分配规则"""
    from zhibiao.assemble.rule_list import rule_list

    result = rule_list(rule)
    show = _show_one if rule else _show_all
    return Answer(result=result, show=lambda lang: show(result, lang))


def _show_all(result: dict[str, Any], lang: Language) -> None:
    for kind in ("claims", "weights"):
        rows = [
            (one["code"], one["name"][lang], one["formula"][lang], _columns(one))
            for one in result["rules"]
            if one["kind"] == kind
        ]
        heads = [_words(f"head.{head}", lang) for head in ("code", "name", "formula", "reads")]
        table(_words(f"kind.{kind}", lang), heads, rows)
        line("")
    for name in ("rounding", "base_rules", "regulation"):
        line(_words(name, lang, list=_named(result[name], lang)))
    line(_words("more", lang))


def _show_one(result: dict[str, Any], lang: Language) -> None:
    (rule,) = result["rules"]
    line(f"{rule['name'][lang]} ({rule['code']})")
    for name, text in _facts(rule, lang):
        line(f"{_words(f'head.{name}', lang)}: {text}")


def _facts(rule: dict[str, Any], lang: Language) -> Iterator[tuple[str, str]]:
    yield "kind", _words(f"kind.{rule['kind']}", lang)
    yield "formula", rule["formula"][lang]
    for name in ("reads", "may_read"):
        for column in rule[name]:
            unit = f" [{column['unit']}]" if column["unit"] else ""
            yield name, f"{column['column']}{unit} {column['meaning'][lang]}"
    for parameter in rule["parameters"]:
        yield "parameter", _parameter(parameter, lang)
    yield "clause", rule["clause"][lang]
    for law in rule["laws"]:
        yield "keeps" if law["holds"] else "breaks", law["says"][lang]
    if rule["most_claimants"]:
        yield "most_claimants", f"{rule['most_claimants']:,}"
    yield "source", rule["source"]


def _parameter(parameter: dict[str, Any], lang: Language) -> str:
    facts = {name: "—" if parameter[name] is None else f"{parameter[name]:g}" for name in ("least", "most", "default")}
    return _words("parameter", lang, code=parameter["code"], unit=parameter["unit"], **facts)


def _columns(rule: dict[str, Any]) -> str:
    return ", ".join(column["column"] for column in rule["reads"])


def _named(ones: list[dict[str, Any]], lang: Language) -> str:
    return ", ".join(f"{one['code']} ({one['name'][lang]})" for one in ones)


def _words(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"rules.{key}", lang, **facts)
