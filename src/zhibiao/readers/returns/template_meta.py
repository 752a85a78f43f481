"""Whose form a template is, from its machine sheet: so that a firm can check its own file without the city's list."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

from zhibiao.monthly.form import META_SHEET, TEMPLATE
from zhibiao.readers.grids.container import Content, inspect
from zhibiao.readers.grids.grid import Grid, read_grids
from zhibiao.terms.enterprise import Enterprise, Facility
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_HEAD = ("sheet", "enterprise", "credit_code", "period")
_SINCE = Month(1990, 1)


def enterprise_of(content: bytes, *, name: str) -> Enterprise | None:
    """The firm that a template was made for, as far as the template says; None for any other file."""
    kind, refused = inspect(content, name=name)
    if refused or kind is not Content.WORKBOOK:
        return None
    try:
        meta = next((grid for grid in read_grids(content, kind) if grid.name == META_SHEET), None)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, io.UnsupportedOperation):
        return None
    return None if meta is None else _enterprise(meta)


def _enterprise(meta: Grid) -> Enterprise | None:
    rows = [tuple(str(value) for value in row if value not in (None, "")) for row in meta.rows]
    said = {row[0]: row[1] for row in rows if len(row) == 2}
    whose = next((after for row, after in pairwise(rows) if row == _HEAD and len(after) == 4), None)
    if said.get("template") != TEMPLATE or whose is None or "sector" not in said:
        return None
    capacities = [row[1:] for row in rows if row[0:1] == ("capacity",) and len(row) == 3 and row[2].isdigit()]
    return Enterprise(
        id=whose[1],
        credit_code=whose[2],
        name=Text(said.get("name", whose[1])),
        sector=said["sector"],
        group="",
        zone="",
        route=said.get("route", ""),
        tier="",
        grade="",
        facilities=tuple(
            Facility(id=quantity, kind="", counts_for=quantity, capacity_t=int(tonnes), since=_SINCE)
            for quantity, tonnes in capacities
        ),
    )
