"""Mistakes put into the readers, which the mutations must find."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from io import BytesIO
from types import MappingProxyType
from typing import Any

from zhibiao.readers.grids import grid
from zhibiao.readers.returns import numbers


def _everywhere(name: str, original: object, mistaken: object) -> None:
    """Put a mistaken function in the place of the right one, wherever a reader has imported it."""
    for module in [module for key, module in sys.modules.items() if key.startswith("zhibiao.")]:
        if getattr(module, name, None) is original:
            setattr(module, name, mistaken)


def python_numbers() -> None:
    """Figures through Python's own float(), which takes 1_000 and digits of any script."""
    right = numbers.read_number

    def read_number(cell: object) -> numbers.Reading:
        if isinstance(cell, str):
            try:
                value = Decimal(str(float(cell)))
            except (ValueError, InvalidOperation):
                return right(cell)
            if value.is_finite():
                return numbers.Reading(value=value)
        return right(cell)

    _everywhere("read_number", right, read_number)


def trusted_dimension() -> None:
    """Rows beyond what a sheet says of its own size are not read."""
    right = grid.read_grids

    def read_grids(content: bytes, *given: Any, **named: Any) -> Iterator[Any]:
        said = _dimensions(content)
        for place, one in enumerate(right(content, *given, **named)):
            rows = said[place] if place < len(said) else 0
            yield replace(one, rows=one.rows[:rows]) if rows else one

    _everywhere("read_grids", right, read_grids)


def _dimensions(content: bytes) -> list[int]:
    if not zipfile.is_zipfile(BytesIO(content)):
        return []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        found = (re.search(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"', archive.read(name)) for name in sheets)
        return [int(match[1]) if match else 0 for match in found]


def lost_minus() -> None:
    """A full-width minus is taken for decoration."""
    right = numbers.read_number

    def read_number(cell: object) -> numbers.Reading:
        return right(cell.replace("－", "") if isinstance(cell, str) else cell)

    _everywhere("read_number", right, read_number)


BUGS: Mapping[str, Callable[[], None]] = MappingProxyType(
    {"python-numbers": python_numbers, "trusted-dimension": trusted_dimension, "lost-minus": lost_minus}
)
