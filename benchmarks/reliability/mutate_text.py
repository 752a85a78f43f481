"""Changes to text tables and JSON: encodings, delimiters, quotes, columns, rows, and figures written oddly."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.reliability.mutate_parts import BYTE_EDITS
from benchmarks.reliability.odd_figures import FIGURES

Table = list[list[str]]
_HEADINGS = {
    "enterprise": ("企业", "统一社会信用代码", "firm", "enterprise_id", "ENTERPRISE", "企业 编码"),
    "period": ("期间", "月份", "month", "Period "),
    "field": ("指标", "指标名称", "fields", "item"),
    "unit": ("单位", "计量单位", "units"),
    "value": ("本月", "数值", "values", "本期"),
    "year_to_date": ("累计", "1—本月累计", "本年累计", "ytd", "year-to-date"),
}


def _table(content: bytes) -> Table:
    return list(csv.reader(io.StringIO(content.decode())))


def _bytes(table: Table, *, delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    buffer = io.StringIO()
    escape = None if quoting != csv.QUOTE_NONE else "\\"
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting, escapechar=escape).writerows(table)  # type: ignore[arg-type]
    return buffer.getvalue().encode("utf-8", errors="surrogatepass")


def _figure(table: Table, random: Random, *, form: str) -> bytes:
    row, column = random.randrange(1, len(table)), random.choice((4, 5))
    if table[row][column]:
        value = Decimal(table[row][column]) / 10 * random.choice((1, 1, -1))
        table[row][column] = FIGURES[form](value, random)
    return _bytes(table)


def _swapped(table: Table, random: Random) -> bytes:
    one, other = (random.randrange(len(table)) for _ in range(2))
    left, right = (random.randrange(len(table[0])) for _ in range(2))
    table[one][left], table[other][right] = table[other][right], table[one][left]
    return _bytes(table)


def _heading(table: Table, random: Random) -> bytes:
    place = random.randrange(len(table[0]))
    table[0][place] = random.choice(_HEADINGS[table[0][place]])
    return _bytes(table)


def _columns(table: Table, random: Random, *, how: str) -> bytes:
    order = list(range(len(table[0])))
    place = random.randrange(len(order))
    if how == "shuffled":
        random.shuffle(order)
    elif how == "dropped":
        order.remove(place)
    else:
        order.insert(random.randrange(len(order)), place)
    return _bytes([[row[column] for column in order] for row in table])


def _rows(table: Table, random: Random, *, how: str) -> bytes:
    place = random.randrange(1, len(table))
    if how == "shuffled":
        body = table[1:]
        random.shuffle(body)
        table = [table[0], *body]
    elif how == "repeated":
        table.insert(random.randrange(1, len(table)), list(table[place]))
    elif how == "dropped":
        table.pop(place)
    elif how == "short":
        table[place] = table[place][: random.randrange(len(table[place]))]
    elif how == "long":
        table[place] += ["x"] * random.randrange(1, 4)
    elif how == "blank":
        table.insert(place, [""] * random.randrange(7))
    elif how == "title above":
        table.insert(0, ["2025年3月月报汇总"])
    else:
        table.insert(place, list(table[0]))
    return _bytes(table)


def _word(table: Table, random: Random) -> bytes:
    row, column = random.randrange(1, len(table)), random.randrange(4)
    text = table[row][column]
    place = random.randrange(len(text) + 1)
    table[row][column] = random.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + random.choice(("x", "　", "\u200b", "\x00", '"', "\n", "\u202e", "\ufffd")) + text[place:],
            text.upper(),
            "=" + text,
            "",
            random.choice(
                ("万吨", "吨", "元", "亿元", "2025-13", "2025年3月", "2025-01..03", "crude_steel_t", "粗钢产量")
            ),
        )
    )
    return _bytes(table)


def _delimiter(table: Table, random: Random) -> bytes:
    return _bytes(table, delimiter=random.choice(";\t|:"))


def _line_ends(table: Table, random: Random) -> bytes:
    content = _bytes(table, end=random.choice(("\r\n", "\r", "\n\n", "\r\r\n", "\u2028", "\x0b", "\x85")))
    return content if random.random() < 0.7 else content.replace(b"\n", b"\r\n", random.randrange(1, 20))


def _quotes(table: Table, random: Random) -> bytes:
    if random.random() < 0.3:
        return _bytes(table, quoting=random.choice((csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)))
    content = _bytes(table)
    place = random.randrange(len(content))
    return content[:place] + random.choice((b'"', b'""', b"'", b'\\"', "“".encode())) + content[place:]


def _encoded(table: Table, random: Random) -> bytes:
    """Chinese words in, so that encodings differ, then one of many encodings."""
    for row in table[1:]:
        if row[3] in ("t", "yuan"):
            row[3] = {"t": "吨", "yuan": "元"}[row[3]]
    text = _bytes(table).decode()
    encoding = random.choice(
        ("gb18030", "gbk", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5", "shift_jis", "utf-32")
    )
    content = text.encode(encoding, errors="replace")
    return random.choice((content, content, codecs.BOM_UTF8 + content, content.replace(b"\n", b"", 1)))


def _mixed(table: Table, random: Random) -> bytes:
    for row in table[1:]:
        row[3] = {"t": "吨", "yuan": "元"}.get(row[3], row[3])
    lines = _bytes(table).decode().splitlines(keepends=True)
    other = random.randrange(len(lines))
    return b"".join(line.encode("gb18030" if number >= other else "utf-8") for number, line in enumerate(lines))


def _on_table(content: bytes, random: Random, *, edit: Callable[[Table, Random], bytes]) -> bytes:
    return edit(_table(content), random)


TABLE_EDITS: Mapping[str, Callable[[bytes, Random], bytes]] = MappingProxyType(
    {
        **{f"figure: {form}": partial(_on_table, edit=partial(_figure, form=form)) for form in FIGURES},
        **{
            f"columns {how}": partial(_on_table, edit=partial(_columns, how=how))
            for how in ("shuffled", "dropped", "repeated")
        },
        **{
            f"rows {how}": partial(_on_table, edit=partial(_rows, how=how))
            for how in ("shuffled", "repeated", "dropped", "short", "long", "blank", "title above", "header again")
        },
        "cells swapped": partial(_on_table, edit=_swapped),
        "heading reworded": partial(_on_table, edit=_heading),
        "word changed": partial(_on_table, edit=_word),
        "delimiter": partial(_on_table, edit=_delimiter),
        "line ends": partial(_on_table, edit=_line_ends),
        "quotes": partial(_on_table, edit=_quotes),
        "encoding": partial(_on_table, edit=_encoded),
        "encodings mixed": partial(_on_table, edit=_mixed),
        **BYTE_EDITS,
    }
)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in _leaves(inner, (*path, place))]
    return [path]


def _set(content: bytes, random: Random, *, values: Callable[[Any, Random], Any]) -> bytes:
    data = json.loads(content)
    path = random.choice(_leaves(data))
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = values(at[path[-1]], random)
    return json.dumps(data, ensure_ascii=random.random() < 0.5).encode("utf-8", errors="surrogatepass")


def _odd_leaf(_: Any, random: Random) -> Any:
    return random.choice(
        (None, True, [], {}, "", float("nan"), float("inf"), 10**400, -0.0, 1e308, "\ud800", "\x00", [1, [2]])
    )


def _text_leaf(value: Any, random: Random) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        return f" {value}"
    return FIGURES[random.choice(list(FIGURES))](Decimal(value) / 10, random)


def _key(content: bytes, random: Random) -> bytes:
    """A key renamed, or given twice with another value."""
    text = content.decode()
    key = random.choice(('"value"', '"unit"', '"field"', '"period"', '"enterprise"', '"figures"', '"returns"'))
    return text.replace(key, random.choice(('"值"', '"Value"', f"{key}: 1, {key}")), random.choice((1, -1))).encode()


def _nested(content: bytes, random: Random) -> bytes:
    depth = random.choice((100, 100_000))
    return content.replace(b'"value":', b'"deep": ' + b"[" * depth + b"]" * depth + b', "value":', 1)


def _reencoded(content: bytes, random: Random) -> bytes:
    return content.decode().encode(random.choice(("utf-8-sig", "utf-16", "utf-32", "gb18030")))


JSON_EDITS: Mapping[str, Callable[[bytes, Random], bytes]] = MappingProxyType(
    {
        "JSON: odd value": partial(_set, values=_odd_leaf),
        "JSON: text for number": partial(_set, values=_text_leaf),
        "JSON: keys": _key,
        "JSON: deep nesting": _nested,
        "JSON: encoding": _reencoded,
        **BYTE_EDITS,
    }
)
