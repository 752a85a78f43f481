"""The annotated answer to a file that was taken in or checked: its sheets read once more, within the same limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhibiao.assemble.intake import TakenIn
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.procedures.intake import IntakeResult
from zhibiao.readers.column_widths import column_widths
from zhibiao.readers.container import Content, inspect
from zhibiao.readers.decoded import decode
from zhibiao.readers.grid import Cell, Grid, read_grids
from zhibiao.readers.names import Names
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.text_table import text_grid
from zhibiao.terms.finding import Outcome, Severity
from zhibiao.terms.text import Language
from zhibiao.writers.annotated import annotated
from zhibiao.writers.answered import Answered, CopiedSheet

_MOST_LEAVES = 50_000
_NOT_OPENED = (Outcome.DENY, Outcome.REFUSE, Outcome.CONFLICT)


def answer_workbook(content: bytes, result: IntakeResult, *, name: str, lang: Language) -> bytes:
    """The answer as .xlsx: what was found on the first sheet, then what the file held, with marks.

    Args:
        content: the file as received.
        result: what intake or a check said of it.
        name: its name, shown only.
        lang: of the answer's words; the sender's sheets stay in theirs.
    """
    answered = Answered(
        file=name,
        outcome=result.outcome,
        findings=result.findings,
        returns=tuple(
            dict.fromkeys(f"{one.enterprise} {one.period}".strip() for one in result.receipts if one.enterprise)
        ),
    )
    # What broke a reader or its limits is not opened again here, outside them.
    is_closed = any(one.severity is Severity.REJECT and one.code.startswith("file.") for one in result.findings)
    is_closed = is_closed or result.outcome in _NOT_OPENED
    sheets = () if is_closed else copied_sheets(content, name)
    return annotated(answered, sheets, texts=catalogue(), lang=lang)


def write_answers(taken: TakenIn, out: Path, lang: Language) -> tuple[Path, ...]:
    """One file is answered by a workbook at `out`, several by one each in the folder `out`; the paths written."""
    written = []
    for path, result in taken.results:
        target = out if len(taken.results) == 1 else out / f"{path.stem}-answer.xlsx"
        write_out(target, answer_workbook(_content(path), result, name=path.name, lang=lang))
        written.append(target)
    return tuple(written)


def _content(path: Path) -> bytes:
    """What lies there; nothing where it cannot be read, which the answer says."""
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return b""


def copied_sheets(content: bytes, name: str) -> tuple[CopiedSheet, ...]:
    """The sheets of a file as far as they may be opened; none of one that is refused at the door or breaks."""
    kind, refused = inspect(content, name=name)
    if refused:
        return ()
    try:
        if kind.is_workbook:
            widths = column_widths(content) if kind is Content.WORKBOOK else {}
            return tuple(_copied(grid, widths.get(grid.name, {})) for grid in read_grids(content, kind))
        if kind is Content.JSON:
            return _of_document(content)
        grid = text_grid(content, Names.of(dictionary()), Remarks(name, is_text=True))
        return () if grid is None else (_copied(grid, {}),)
    except (ValueError, KeyError, OSError):  # what cannot be read again is answered by the first sheet alone
        return ()


def _copied(grid: Grid, widths: dict[int, float]) -> CopiedSheet:
    return CopiedSheet(
        name=grid.name,
        rows=grid.rows,
        is_visible=grid.is_visible,
        merges=tuple(_merges(grid)),
        widths=widths,
        hidden_rows=grid.structure.hidden_rows,
        percent=grid.structure.percent,
        errors=grid.structure.errors,
    )


def _merges(grid: Grid) -> Iterator[tuple[Cell, Cell]]:
    """The ranges of merged cells, told from their cells."""
    ends: dict[Cell, Cell] = {}
    for (row, column), first in grid.merged_from.items():
        last = ends.get(first, first)
        ends[first] = max(last[0], row), max(last[1], column)
    yield from ends.items()


def _of_document(content: bytes) -> tuple[CopiedSheet, ...]:
    """A document as two columns: the path of every value, and the value."""
    text = decode(content, Remarks(""))
    document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str) if text else None
    leaves = [leaf for leaf, _ in zip(_leaves("$", document), range(_MOST_LEAVES), strict=False)]
    return (CopiedSheet(name="", rows=tuple(leaves), widths={0: 44.0, 1: 30.0}),)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(f"{path}[{place}]", item)
    else:
        yield path, "" if value is None else str(value)
