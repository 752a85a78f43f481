"""Rows of tables: a cell that is a number, read with the headings of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.texts.figures.phrases import plain
from zhibiao.texts.layout import Line, Role
from zhibiao.texts.quantity import Bar, Quantity
from zhibiao.texts.statement import Change, Polarity

_BETWEEN = " | "
_UNIT = re.compile(r"[(（](?:单位[:：])?(?P<unit>[^()（）\d]{1,8})[)）]")
_CAPTION_UNIT = re.compile(r"单位[:：]\s*(?P<unit>[^\s,，;；。)）|]{1,8})")
_ORDINAL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[(（]\S{1,3}[)）])[.、]?|合计|总计")
_HAN = re.compile(r"[一-龥A-Za-z]")
_GROWN = re.compile(
    r"(?:比?(?:上年|去年)?(?:同期|同月)?(?:累计)?同比|比上年|较上年|比去年|环比|比上月|较上月)?(?:增长率?|增减|增幅|增速|±|增|升降|涨跌|变化|变动)?(?:幅度?)?$"
)
_NUMBERED = re.compile(r"序号|编号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number of a table with its headings: `subject` joins row and column, `column` is the column's heading alone."""

    number: Quantity
    start: int
    end: int
    subject: str
    column: str
    unit: str | None
    change: Change
    polarity: Polarity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Consecutive rows; the first without figures is the heading."""

    heads: tuple[str, ...]
    unit: str | None


def tables_of(text: str, lines: Sequence[Line]) -> dict[int, Table]:
    """For each row's line, the table it stands in; headings themselves are left out."""
    found: dict[int, Table] = {}
    table: Table | None = None
    for number, line in enumerate(lines):
        if line.role is not Role.ROW:
            table = None
            continue
        if table is None:
            heads = tuple(text[line.start : line.end].split(_BETWEEN))
            caption = _CAPTION_UNIT.search(text, lines[max(0, number - 2)].start, line.start)
            table = Table(heads=heads, unit=caption["unit"] if caption else None)
            if any(re.search(r"\d(?!\s*[年月季])", head) and not _HAN.search(head) for head in heads):
                table = Table(heads=(), unit=table.unit)
                found[number] = table
        else:
            found[number] = table
    return found


def cells_of(text: str, line: Line, table: Table, numbers: Sequence[Quantity]) -> Iterator[Cell]:
    """The cells of a row that are numbers and nothing else."""
    at, row = line.start, ""
    for column, shown in enumerate(text[line.start : line.end].split(_BETWEEN)):
        start, at = at, at + len(shown) + len(_BETWEEN)
        inside = [one for one in numbers if start <= one.start and one.end <= start + len(shown)]
        bare = _is_number(shown, start, inside)
        head = table.heads[column] if column < len(table.heads) else ""
        if not row and not bare and _HAN.search(shown) and not _ORDINAL.fullmatch(shown.strip()):
            row = shown.strip()
        elif bare and row and head and not _NUMBERED.search(head) and inside[0].bar in (None, Bar.OTHER, Bar.NUMBERING):
            yield _cell(line, start, shown, inside[0], row, column, table)


def _is_number(shown: str, start: int, inside: Sequence[Quantity]) -> bool:
    if len(inside) != 1:
        return False
    left = shown[: inside[0].start - start] + shown[inside[0].end - start :]
    return not _HAN.search(left)


def _cell(line: Line, start: int, shown: str, number: Quantity, row: str, column: int, table: Table) -> Cell:
    head = table.heads[column]
    unit = number.unit or _unit_in(head) or _unit_in(row) or table.unit
    change, polarity = _meaning(head, unit, shown)
    name = _UNIT.sub("", head).strip()
    if change in (Change.YOY, Change.MOM):
        name = _GROWN.sub("", name) or _level_before(table.heads, column)
    whose = _UNIT.sub("", row).strip()
    times = re.compile(
        r"^(?:\d{4}年)?(?:\d{1,2}(?:-\d{1,2})?月)?(?:本月|累计|当月|本期|数量|数值|指标值|目标值|实绩|绝对值|绝对量|合计|今年|上半年|全年)*$"
    )
    subject = whose if times.fullmatch(name) else whose + name
    return Cell(
        number=number,
        start=line.start,
        end=start + len(shown),
        subject=plain(re.sub(r"\d{4}年", "", subject)),
        column=head,
        unit=unit,
        change=change,
        polarity=polarity,
    )


def _unit_in(head: str) -> str | None:
    found = _UNIT.search(head)
    return found["unit"] if found else None


def _level_before(heads: Sequence[str], column: int) -> str:
    for head in reversed(heads[1:column]):
        name = _GROWN.sub("", _UNIT.sub("", head).strip())
        if name:
            return name
    return ""


def _meaning(head: str, unit: str | None, shown: str) -> tuple[Change, Polarity | None]:
    way = Polarity.DECREASE if shown.strip().startswith(("-", "−", "—", "－")) else None
    if "环比" in head or "比上月" in head or "比上旬" in head:
        return Change.MOM, way or _rising(head)
    if re.search(r"同比|增长|增速|增减|增幅|比上年|比去年", head) and unit in ("%", "百分点", "个百分点", None, "‰"):
        return Change.YOY, way or _rising(head)
    if unit in ("%", "‰"):
        return Change.SHARE, None
    return Change.LEVEL, None


def _rising(head: str) -> Polarity | None:
    return Polarity.INCREASE if "增" in head else None
