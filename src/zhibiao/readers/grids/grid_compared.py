"""A second reader's eyes on a sheet: where it sees another value than the first, the cell is named."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

from zhibiao.readers.grids.cell_address import address
from zhibiao.readers.grids.grid_block import Block
from zhibiao.readers.grids.grid_values import Fault, Value
from zhibiao.readers.grids.guarded_xml import Unreadable

_MOST_NAMED = 5


def compare_with_second_reader(content: bytes, blocks: Mapping[str, Block]) -> None:
    """Add a fault to each block in which calamine reads other values; texts are held together without their blanks.

    The second reader takes memory for the whole rectangle that each sheet spans: it is not asked where one has a far
    cell or too many, which is a fault of its own.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    if any(block.is_full or block.is_far() for block in blocks.values()):
        return
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name, block in blocks.items():
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            block.faults += _differences(block, rows)
    except CalamineError as error:
        raise Unreadable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's word for its own mistakes, no Exception
            raise
        raise Unreadable(str(error)) from error


def _differences(block: Block, rows: Sequence[Sequence[Value]]) -> list[Fault]:
    found: list[Fault] = []
    for row in range(max(len(rows), max(block.rows, default=-1) + 1)):
        mine: list[Value] = block.rows.get(row, [])
        other: Sequence[Value] = rows[row] if row < len(rows) else []
        for column in range(max(len(mine), len(other))):
            first = mine[column] if column < len(mine) else ""
            second = other[column] if column < len(other) else ""
            if first != second and not _are_alike(first, second) and (row, column) not in block.errors:
                facts = {"first": _shown(first), "second": _shown(second)}
                found.append(Fault(code="sheet.readers_disagree", cell=address(row, column), facts=facts))
                if len(found) >= _MOST_NAMED:
                    return found
    return found


def _are_alike(first: Value, second: Value) -> bool:
    if isinstance(first, str) and isinstance(second, str):
        return "".join(first.split()) == "".join(second.split())  # line ends and repeated blanks are kept differently
    if isinstance(first, dt.time | dt.timedelta) or isinstance(second, dt.time | dt.timedelta):
        return not isinstance(first, float | int) and not isinstance(second, float | int)
    if _is_moment(first) and _is_moment(second):
        return _moment(first) == _moment(second)
    if isinstance(first, bool) or isinstance(second, bool):
        return False
    if isinstance(first, float | int) and isinstance(second, float | int):
        return first == second
    return False


def _is_moment(value: Value) -> bool:
    return isinstance(value, dt.date)


def _moment(value: Value) -> dt.datetime:
    assert isinstance(value, dt.date)
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return moment.replace(microsecond=0) + dt.timedelta(seconds=round(moment.microsecond / 1e6))


def _shown(value: Value) -> str:
    return "—" if value == "" else str(value)[:60]
