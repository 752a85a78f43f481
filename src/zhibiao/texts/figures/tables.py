"""Rows of tables: which lines head them, and each cell that is a number with the headings of its row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhibiao.texts.figures.cells import Shown, shown_in
from zhibiao.texts.figures.columns import Column, Part, column_of, named_unit, without_unit
from zhibiao.texts.figures.phrases import plain
from zhibiao.texts.figures.words import Words
from zhibiao.texts.layout import Line, Role
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities.units import unit_at
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Polarity

_BETWEEN = " | "
_LONGEST_SPAN = 300
_MOST_HEADS = 3
_MOST_COLUMNS = 60  # no table of a text is wider
_CAPTION_UNIT = re.compile(r"单位[:：]\s*(?P<unit>[^\s,，;；。)）|]{1,8})")
_CAPTION_TAIL = re.compile(
    r"(?:(?:完成|统计|分解|目标|计划|主要)*(?:情况|一览|汇总|明细|统计|对比|对照)*表?[\d一二三四]*|(?:情况)?(?:详?见下表"
    r"|如下表?(?:所示)?))?(?:[(（].*?[)）])?[。:：\s]*$"
)
_ORDINAL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[(（]\S{1,3}[)）])[.、]?")
_LIST_MARK = re.compile(
    r"^(?:其中|#|\*|[-—·●■◆]+|\d{1,2}[.、．](?!\d)|[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|[①-⑳])+[:：]?\s*"
)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)")
_HAN = re.compile(r"[一-龥A-Za-z]")
_YEAR = re.compile(r"(?:20|19)\d\d年?[AEF]?")
_UNDER_HEAD = re.compile(
    r"(?:绝对|同比|环比|增长|增速|增减|增幅|增[(（%]|±|本月|当月|本期|累计|单位|数量|产量|产值|投资|金额|占比|比重"
    r"|目标|计划|实际|完成|全年|[(（]|\d{1,2}月|20\d\d|上年|比上|较上|%|指标值|现状)"
)
_GROUPED = re.compile(r"地区|[省市县区旗]+$|类别|类型|产品|品种|企业|单位名称|板块")
_AREA = re.compile(
    r"(?:所属|各)?(?:地区|区域|县区|区县|县市区|县(?:[(（]市[、,]?区[)）])|市县|地市|城市|省[份市]|[省市县区])(?:名称)?"
)
_SORTED = re.compile(r"类别|分类|领域|维度|方面|一级指标|类型|目标类")
_NAMED = re.compile(r"产品|品种|名称|设备|装备|品名|工序")
_GROWN = re.compile(r"(?:年均)?(?:同比)?(?:增长|增速|增幅|增长率)(?:速度)?$")
_FALLEN = re.compile(r"(?:下降|降低|减少|下降率)(?:率|幅度)?$")
_NO_MEASURE = frozenset(("", "指标", "目标", "任务", "计划"))
_RATE = frozenset(("%", "％", "‰"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows under one heading: its columns, and what the lines above it say of unit and measure (产量)."""

    columns: tuple[Column, ...]
    unit: str | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number of a table read with its headings.

    `start` to `end` is the part of the row that shows it, `place` where the cell itself stands, `head` where its row's
    heading does, `corner` where the first heading of the table does. `area` is the row's heading where that is a place.
    `timed` is the column whose heading tells the time, which for a change may be one to the left.
    """

    number: Quantity
    start: int
    end: int
    place: tuple[int, int]
    head: tuple[int, int]
    corner: tuple[int, int]
    area: str | None
    subject: str
    column: Column
    timed: Column
    unit: str | None
    change: Change
    polarity: Polarity | None
    is_aimed: bool


def tables_of(text: str, lines: Sequence[Line], words: Words, lexicon: Lexicon) -> dict[int, Table]:
    """For each row's line, the table it stands in; headings themselves are left out."""
    found: dict[int, Table] = {}
    number = 0
    while number < len(lines):
        if lines[number].role is not Role.ROW:
            number += 1
            continue
        end = number
        while end < len(lines) and lines[end].role is Role.ROW:
            end += 1
        heads, body = _headed(text, lines[number:end], lexicon)
        above = [text[one.start : one.end] for one in lines[max(0, number - 2) : number]]
        table = Table(columns=_columns(heads, body, lexicon), **_caption(above, heads, words, lines, text))
        found.update((at, table) for at in range(end - len(body), end))
        if body and table.columns:
            found.update((at, Table(columns=())) for at in range(number, end - len(body)))
        number = end
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a cell and where they stand."""

    text: str
    start: int
    end: int


def _row(text: str, line: Line) -> list[_Words]:
    cells, at = [], line.start
    for shown in re.split(r" ?\| ?", text[line.start : line.end].removesuffix(" |") + " "):
        start = text.find(shown.strip(), at, line.end) if shown.strip() else at
        cells.append(_Words(text=shown.strip(), start=start, end=start + len(shown.strip())))
        at = max(at, start + len(shown.strip()))
    return cells


def _headed(text: str, lines: Sequence[Line], lexicon: Lexicon) -> tuple[list[list[_Words]], list[list[_Words]]]:
    """The rows that head a table, and those under them; no heads where the table begins with figures."""
    rows = [_row(text, line) for line in lines]
    heads = 0
    while heads < min(_MOST_HEADS, len(rows)) and _is_head(rows, heads, lexicon):
        heads += 1
    return rows[:heads], rows[heads:]


def _is_head(rows: list[list[_Words]], at: int, lexicon: Lexicon) -> bool:
    row = rows[at]
    if any(shown_in(one.text, lexicon) and not _YEAR.fullmatch(one.text) for one in row):
        return False
    if at == 0:
        return True
    told = [one.text for one in row if one.text]
    if len([one for one in rows[at - 1] if one.text]) == 1 and at == 1:
        return True  # a caption in a row of its own
    inner = [one for number, one in enumerate(told) if number or row[0].text != rows[0][0].text]
    return bool(inner) and all(_UNDER_HEAD.match(one) or _is_unit(one, lexicon) for one in inner)


def _columns(heads: list[list[_Words]], body: list[list[_Words]], lexicon: Lexicon) -> tuple[Column, ...]:
    heads = [row for row in heads if sum(bool(one.text) for one in row) > 1]
    if not heads or not body:
        return ()
    width = max(len(row) for row in body[:3])
    stacked: list[list[_Words]] = [[one] for one in heads[0]]
    for lower in heads[1:]:
        stacked = _stacked(stacked, lower, width)
    return tuple(_column(one, lexicon) for one in stacked[:_MOST_COLUMNS])


def _column(stack: list[_Words], lexicon: Lexicon) -> Column:
    told: list[_Words] = []
    for one in stack:
        if one.text and all(one.text != other.text for other in told):
            told.append(one if not told or not _is_unit(one.text, lexicon) else replace(one, text=f"({one.text})"))
    return column_of("".join(one.text for one in told), tuple((one.start, one.end) for one in told))


def _stacked(upper: list[list[_Words]], lower: list[_Words], width: int) -> list[list[_Words]]:
    """Each lower head under its upper one, which may span several columns and be written once."""
    if len(upper) == len(lower):
        filled: list[list[_Words]] = []
        for above, below in zip(upper, lower, strict=True):
            is_blank = not any(one.text for one in above)
            filled.append([*(filled[-1][:1] if is_blank and filled and below.text else above), below])
        return filled
    alone = max(0, width - len(lower)) or next((at for at, one in enumerate(lower) if one.text), 0)
    rest = lower[alone:] if len(lower) == width else lower
    groups = upper[alone:]
    if not groups or len(rest) % len(groups):
        return upper
    size = len(rest) // len(groups)
    return [*upper[:alone], *([*groups[at // size], one] for at, one in enumerate(rest))]


def _caption(
    above: list[str], heads: list[list[_Words]], words: Words, lines: Sequence[Line], text: str
) -> dict[str, str]:
    """What the lines above a table, or the title of the page, say of the unit and the measure of its numbers."""
    told = [*above, *("".join(one.text for one in row) for row in heads if sum(bool(one.text) for one in row) == 1)]
    title = next((text[one.start : one.end] for one in lines if one.role is Role.TITLE), "")
    found: dict[str, str] = {}
    for line in reversed(told):
        unit = _CAPTION_UNIT.search(line)
        if unit and "unit" not in found:
            found["unit"] = unit["unit"]
    for line in (*reversed(told), title):
        shown = re.split(r"[。;；,，]", _CAPTION_UNIT.sub("", line).rstrip("。;；,，:： ()（）"))[-1]
        bare = _CAPTION_TAIL.sub("", shown[-60:])
        measure = words.head_of(bare).removeprefix("产品")
        if measure not in _NO_MEASURE and "measure" not in found and len(line) < _LONGEST_SPAN:
            found["measure"] = measure
    return found


def cells_of(text: str, line: Line, table: Table, words: Words, lexicon: Lexicon) -> tuple[list[Cell], set[int]]:
    """The cells of a row that are numbers and nothing else, and the places of the words that are read with them."""
    if not table.columns:
        return [], {
            place
            for unit in re.finditer(r"[(（][^()（）|]{1,12}[)）]", text[line.start : line.end])
            for place in range(line.start + unit.start(), line.start + unit.end())
        }
    row = _aligned(_row(text, line), table, lexicon)
    label = _label(row, table, lexicon)
    if label is None:
        return [], _units(row, table)
    name, label_at = label
    shown = [
        (at, one, number)
        for at, one in enumerate(row)
        if at < len(table.columns)
        and at != label_at
        and table.columns[at].part in (Part.FIGURE, Part.RANK)
        and (number := shown_in(one.text, lexicon)) is not None
    ]
    if not shown:
        return [], _units(row, table)
    last = row[shown[-1][0]].end
    start = line.start if last - line.start <= _LONGEST_SPAN else -1
    reader = _RowReader(row=row, table=table, name=name, label=row[label_at], words=words, lexicon=lexicon)
    cells = [
        reader.cell(at, number, (start if start >= 0 else one.start, last if start >= 0 else one.end))
        for at, one, number in shown
    ]
    covered = {
        place for one in (row[label_at], *(row[at] for at, _, _ in shown)) for place in range(one.start, one.end)
    }
    return cells, covered | _units(row, table)


def _units(row: list[_Words], table: Table) -> set[int]:
    return {
        place
        for one, column in zip(row, table.columns, strict=False)
        if column.part in (Part.UNIT, Part.SPEC)
        for place in range(one.start, one.end)
    }


def _aligned(row: list[_Words], table: Table, lexicon: Lexicon) -> list[_Words]:
    """A row that lacks its first cells, because the one above spans both, moved under its columns."""
    lacking = len(table.columns) - len(row)
    if lacking <= 0 or not row:
        return row
    moved = [_Words(text="", start=row[0].start, end=row[0].start)] * lacking + row
    return moved if _fitting(moved, table, lexicon) > _fitting(row, table, lexicon) else row


def _fitting(row: list[_Words], table: Table, lexicon: Lexicon) -> int:
    score = 0
    for one, column in zip(row, table.columns, strict=False):
        if column.part is Part.UNIT:
            score += 2 * _is_unit(one.text, lexicon)
        elif column.part is Part.FIGURE and (
            column.unit or column.change or (column.spans and _YEAR.match(column.label))
        ):
            score += shown_in(one.text, lexicon) is not None
    return score


def _is_unit(words: str, lexicon: Lexicon) -> bool:
    """Whether a cell holds a unit and nothing else."""
    unit = unit_at(words, 0, "", lexicon)
    return unit is not None and unit.end == len(words)


def _label(row: list[_Words], table: Table, lexicon: Lexicon) -> tuple[str, int] | None:
    """What a row is about, with the number of the cell that says it; empty where it is a time."""
    for at, one in enumerate(row[: len(table.columns)]):
        column = table.columns[at]
        if column.part is Part.IDLE and _YEAR.fullmatch(one.text):
            return "", at
        if column.part is Part.UNIT or not _HAN.search(one.text) or _ORDINAL.fullmatch(one.text):
            continue
        if at and shown_in(one.text, lexicon) is not None:
            continue
        if _SORTED.search(column.label) and any("指标" in later.label for later in table.columns[at + 1 :]):
            continue
        follows = row[at + 1] if at + 1 < len(row) else None
        if follows and at + 1 < len(table.columns) and _joins(one, column, follows, table.columns[at + 1], lexicon):
            return one.text + follows.text, at
        return one.text, at
    return None


def _joins(one: _Words, column: Column, follows: _Words, second: Column, lexicon: Lexicon) -> bool:
    """Whether a row is named by two cells: the area and its product, the product and its grade."""
    if not follows.text or len(one.text) > 10 or len(follows.text) > 16:
        return False
    if second.part is Part.SPEC:
        return bool(_HAN.search(follows.text) or "%" in follows.text)
    bare = _GROUPED.search(column.label) and _NAMED.search(second.label)
    return bool(bare) and shown_in(follows.text, lexicon) is None and bool(_HAN.search(follows.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowReader:
    """Reads the numbers of one row."""

    row: list[_Words]
    table: Table
    name: str
    label: _Words
    words: Words
    lexicon: Lexicon

    def cell(self, at: int, shown: Shown, span: tuple[int, int]) -> Cell:
        column, one = self.table.columns[at], self.row[at]
        level = self._level(at)
        timed = column if column.change is None or not level or self._is_timed(column) else level
        row_unit = self._row_unit()
        unit = shown.unit or self._unit(column, level, row_unit)
        change, polarity = self._meaning(column, unit, shown)
        number = Quantity(
            start=one.start + shown.start,
            end=one.start + shown.end,
            number_start=one.start + shown.start,
            number_end=one.start + shown.end,
            value=shown.value,
            value_max=shown.value_max,
            unit=unit,
            comparator=shown.comparator,
            is_rank=change is Change.RANK,
        )
        return Cell(
            number=number,
            start=span[0],
            end=span[1],
            place=(one.start, one.end),
            head=(self.label.start, self.label.end),
            corner=next((span for one in self.table.columns for span in one.spans), (one.start, one.end)),
            area=self.label.text if self._is_area() else None,
            subject=self._subject(column, level),
            column=column,
            timed=timed if not timed.is_earlier or timed is column else replace(timed, is_earlier=False),
            unit=unit,
            change=change,
            polarity=polarity,
            is_aimed=shown.is_aimed,
        )

    def _level(self, at: int) -> Column | None:
        """The amount to the left that a change belongs to."""
        left = self.table.columns[:at]
        return next(
            (
                one
                for one in reversed(left)
                if one.part is Part.FIGURE
                and one.change is None
                and one.unit not in _RATE
                and not one.is_earlier
                and not one.is_previous
                and one.label != self.table.columns[0].label
            ),
            None,
        )

    def _is_timed(self, column: Column) -> bool:
        return (
            column.is_running_total
            or column.is_alone
            or (bool(re.search(r"\d{1,2}月|20\d\d年(?!同期)", column.label)) and column.change is not Change.DELTA)
        )

    def _is_area(self) -> bool:
        at = next((number for number, one in enumerate(self.row) if one is self.label), 0)
        return bool(_AREA.fullmatch(self.table.columns[at].label)) and not _TOTAL.fullmatch(self.label.text)

    def _row_unit(self) -> str | None:
        for one, column in zip(self.row, self.table.columns, strict=False):
            if column.part is Part.UNIT and one.text and _HAN.search(one.text + "A" * (one.text in _RATE)):
                return one.text
        return named_unit(self.label.text) or ("%" if self.label.text.endswith(("%", "％")) else None)

    def _unit(self, column: Column, level: Column | None, row_unit: str | None) -> str | None:
        if column.part is Part.RANK:
            return "位"
        base = row_unit or (level.unit if level else None) or self.table.unit
        if column.change is None:
            return column.unit or row_unit or self.table.unit
        if (
            base in _RATE
            and (column.unit in _RATE or column.unit is None)
            and not _GROWN.search(without_unit(self.label.text))
        ):
            return "百分点" if column.is_amount or column.unit is None else column.unit
        if column.unit or not column.is_amount:
            return column.unit or "%"
        return base

    def _meaning(self, column: Column, unit: str | None, shown: Shown) -> tuple[Change, Polarity | None]:
        if column.part is Part.RANK:
            return Change.RANK, None
        whose = without_unit(self.label.text)
        if column.change is not None:
            return column.change, shown.way or (None if shown.value < 0 else self._rising(column.label))
        if unit in _RATE and _GROWN.search(whose) and not self.words.head_of(whose).startswith("占"):
            return Change.YOY, shown.way or (None if shown.value < 0 else Polarity.INCREASE)
        if unit in _RATE and _FALLEN.search(whose):
            return Change.YOY, shown.way or (None if shown.value < 0 else Polarity.DECREASE)
        if unit in _RATE and shown.way is not None:
            return Change.YOY, shown.way
        return (Change.SHARE if unit in _RATE else Change.LEVEL), shown.way

    def _counts(self, column: Column, level: Column | None) -> bool:
        """Whether the amounts are numbers of things (户, 座), of which a caption's measure says nothing."""
        told = column if column.change is None or level is None else level
        unit = unit_at(self._unit(told, None, self._row_unit()) or "", 0, "", self.lexicon)
        return unit is not None and unit.sense in ("count", "share")

    def _rising(self, label: str) -> Polarity | None:
        return Polarity.INCREASE if re.search(r"增(?!减)", label) else None

    def _subject(self, column: Column, level: Column | None) -> str:
        whose = _LIST_MARK.sub("", without_unit(self.name)).strip().rstrip(":：")
        whose = whose if self.name != self.label.text else whose.rstrip("%％")
        said = column.name or (level.name if level and column.change is not None else "")
        if not said and column.change is None and level and level.unit == column.unit:
            said = level.name
        if said and self.table.measure and not self.words.head_of(said) and not self._counts(column, level):
            said += self.table.measure if column.change is None and not column.name.endswith("%") else ""
        if (
            not said
            and not self._counts(column, level)
            and not self.words.head_of(whose.removesuffix("增速"))
            and not _GROWN.search(whose)
        ):
            said = self.table.measure
        if column.part is Part.RANK:
            said = column.name
        if _TOTAL.fullmatch(whose):
            whose, said = "", (said or ("" if self._counts(column, level) else self.table.measure)) + whose
        grown = _GROWN.sub("", whose) if not said else whose
        joined = said if not whose else (grown or whose) + ("" if whose.endswith(said) else said)
        bare = re.sub(r"\d{4}年", "", joined)
        return (plain(bare) if self.name == self.label.text else bare) or joined
