"""What an answer to a file is made of: outcome, findings, and the sender's sheets as far as they come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from zhibiao.terms.finding import Finding, Outcome
from zhibiao.terms.look import SheetLook
from zhibiao.terms.text import Language

Cell = tuple[int, int]
Value = str | float | int | bool | dt.date | dt.time | dt.timedelta | None


class Texts(Protocol):
    """Where labels and the texts of findings come from."""

    def text(self, key: str, lang: Language, **facts: object) -> str: ...
    def what(self, code: str, lang: Language, facts: Mapping[str, object]) -> str: ...
    def why(self, code: str, lang: Language, facts: Mapping[str, object]) -> str: ...
    def hint(self, code: str, lang: Language, facts: Mapping[str, object]) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSheet:
    """A sheet of the file as far as it comes back: values, merges, looks, and what was hidden.

    Args:
        name: as the sender called it; "" for a text table.
        rows: values from A1 on.
        merges: first and last cell of each, from 0.
        look: how the sheet looks and is printed.
        hidden_columns: columns that a person does not see.
        is_cut: whether later parts of the sheet were left out.
        percent: cells that show a share as a percentage.
        errors: text of an error by cell.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    is_visible: bool = True
    merges: tuple[tuple[Cell, Cell], ...] = ()
    look: SheetLook = field(default_factory=SheetLook)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent: frozenset[Cell] = frozenset()
    errors: Mapping[Cell, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of a file: its shown name, the outcome, the findings in the order to be read, who it counts for.

    Args:
        not_copied: why its sheets do not come back, where they should have.
    """

    file: str
    outcome: Outcome
    findings: tuple[Finding, ...]
    returns: tuple[str, ...] = ()
    not_copied: Finding | None = None
