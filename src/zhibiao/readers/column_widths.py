"""How wide the columns of a workbook's sheets are; a glance at the beginning of each sheet, not a reading of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from zhibiao.readers.container_zip import BROKEN_ZIP
from zhibiao.readers.guarded_xml import Unreadable
from zhibiao.readers.xlsx_package import Package

_HEAD_BYTES = 1 << 18
_MOST_COLUMNS = 1_000
_WIDEST = 255.0
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_SAID = re.compile(rb'(\w+)="([0-9.]{1,12})"')


def column_widths(content: bytes) -> dict[str, dict[int, float]]:
    """Widths by sheet and column, from 0; nothing for a sheet that says none, or where the container breaks.

    Args:
        content: an .xlsx, inspected before.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {one.name: _widths(archive, one.part) for one in Package(archive).sheets if one.part}
    except (*BROKEN_ZIP, Unreadable):
        return {}


def _widths(archive: zipfile.ZipFile, part: str) -> dict[int, float]:
    """Columns are declared before the first row, so the beginning of the part is enough."""
    with archive.open(part) as stream:
        head = stream.read(_HEAD_BYTES).split(b"sheetData", 1)[0]
    widths: dict[int, float] = {}
    for match in _COLUMN.finditer(head):
        said = {key.decode(): value.decode() for key, value in _SAID.findall(match[1])}
        widths.update((column, float(said["width"])) for column in _columns(said))
    return widths


def _columns(said: Mapping[str, str]) -> Iterator[int]:
    """The columns of one declaration; one that declares nothing sound declares none."""
    numbers = [said.get(key, "") for key in ("min", "max")]
    if not all(number.isdigit() for number in numbers) or not re.fullmatch(r"\d+(\.\d+)?", said.get("width", "")):
        return
    if 0 < float(said["width"]) <= _WIDEST:
        yield from range(int(numbers[0]) - 1, min(int(numbers[1]), _MOST_COLUMNS))
