"""The audit ranking as a workbook for the bureau: figures, what moving each would have earned, and what that means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from zhibiao.allocation.reasons.audit import Sensitivity
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words, signed
from zhibiao.writers.workbook import Cell, Column, Sheet, write_workbook


def write_audit_table(
    rows: Sequence[Sensitivity],
    words: Words,
    *,
    decision_id: str,
    sizes: Sequence[Decimal],
    names: Mapping[str, Text],
    fields: Mapping[str, Text],
    author: Text,
    at: dt.datetime,
) -> bytes:
    """One sheet, a row per figure, in the order of the ranking; the same arguments give the same bytes.

    Args:
        rows: the ranking.
        sizes: shares by which the figures were moved: two columns each.
        names: of enterprises by id.
        fields: names of fields by code.
        author: the authority.
        at: when it counts as made.
    """
    title = words("audit.title", decision=decision_id)
    columns = [Column(head=words("audit.head.rank"), kind="whole")]
    columns += [Column(head=words(f"audit.head.{key}")) for key in ("enterprise", "name", "field")]
    columns += [Column(head=words("audit.head.year")), Column(head=words("audit.head.reported"), kind="figure")]
    columns.append(Column(head=words("audit.head.quota"), kind="whole"))
    for size in sizes:
        columns.append(Column(head=words("audit.head.gain", percent=f"{(size * 100).normalize():f}"), kind="whole"))
        columns.append(Column(head=words("audit.head.direction")))

    def cells(rank: int, row: Sensitivity) -> tuple[Cell, ...]:
        gains = [cell for gain in row.gains for cell in (gain.tonnes, direction(gain.by, words))]
        name = words.name(names[row.enterprise]) if row.enterprise in names else ""
        field = words.name(fields[row.field])
        return (rank, row.enterprise, name, field, str(row.year), row.reported, row.quota_t, *gains)

    sheet = Sheet(
        name=words("audit.sheet"),
        title=title,
        note=words("audit.note"),
        columns=tuple(columns),
        rows=tuple(cells(rank, row) for rank, row in enumerate(rows, start=1)),
        frozen=4,
    )
    return write_workbook([sheet], title=title, author=words.name(author), at=at, foot=decision_id)


def direction(by: Decimal, words: Words) -> str:
    """The move that earns, in per cent with its sign; a dash where none does."""
    return f"{signed(by * 100, 1)}%" if by else words("mark.none")
