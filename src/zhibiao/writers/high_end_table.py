"""Products by grade and by use: the table of the bulletin, and the sheets of the annex with classes and quotas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.high_end.account import HighEndAccount, rounded_together
from zhibiao.assessment.high_end.axes import AxisShare
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.sectors.axes import Axis
from zhibiao.writers.summary import window_name
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed
from zhibiao.writers.workbook import Column, Kind, Sheet

_WHOLE = Decimal("100.00")


def axes_table(account: HighEndAccount, words: Words, *, number: int) -> Table | None:
    """Grade and use of all products in both years, each division summing to 100 as printed; None without any."""
    rows = [row for axis in (Axis.GRADE, Axis.USE) for row in _rows(account.by(axis), axis, words)]
    if not rows:
        return None
    card = account.card
    return Table(
        title=words("bulletin.axes_table", number=number, window=window_name(account, words)),
        head=(
            words("table.axis"),
            words("table.axis_value"),
            words("table.axis_before", year=card.year_before),
            words("table.axis_now", year=card.year),
            words("table.axis_change"),
            words("table.axis_high_end"),
        ),
        rows=tuple(rows),
        widths=(16, 46, 22, 22, 26, 30),
        figures=frozenset({2, 3, 4, 5}),
        is_small=True,
        may_break=True,
        note=words("table.note", text=words("table.axes_note")),
    )


def axes_sheet(dossier: Dossier, words: Words) -> Sheet:
    """Every axis of every account, exact; classes with those of the statistics they cover."""
    kinds: dict[str, Kind] = {
        **dict.fromkeys(("window", "basis_of", "axis", "axis_value", "axis_classes"), "text"),
        **dict.fromkeys(("axis_before", "axis_now"), "ratio"),
        "axis_change": "points",
        **dict.fromkeys(("axis_high_before", "axis_high"), "ratio"),
    }
    return Sheet(
        name=words("annex.axes"),
        title=words("annex.axes_title", sector=words.name(dossier.sector.name)),
        note=words("annex.axes_note"),
        columns=tuple(Column(head=words(f"head.{key}"), kind=kind) for key, kind in kinds.items()),
        rows=tuple(
            (
                window_name(account, words),
                words(f"basis.{account.card.basis.value}"),
                words(f"axis.{row.axis.value}"),
                words.name(row.name),
                words.joined([words.name(name) for name in row.classes]),
                row.before,
                row.now,
                row.change * 100,
                row.high_end_before,
                row.high_end,
            )
            for account in dossier.assessment.high_end
            for row in account.axes
        ),
        frozen=4,
    )


def reallocation_sheet(outlook: HighEndOutlook, words: Words) -> Sheet:
    """The quotas at which the share is highest, by basis and reach, with what each binding bound costs."""
    kinds: dict[str, Kind] = {
        **dict.fromkeys(("basis_of", "reach", "code", "enterprise"), "text"),
        "own_share": "ratio",
        **dict.fromkeys(("floor_t", "ceiling_t", "quota_t", "best_t", "moved_t"), "whole"),
        "binding": "text",
        "price": "figure",
    }
    return Sheet(
        name=words("annex.reallocation"),
        title=words("annex.reallocation_title"),
        note=words("annex.reallocation_note", decision=outlook.decision),
        columns=tuple(Column(head=words(f"head.{key}"), kind=kind) for key, kind in kinds.items()),
        rows=tuple(
            (
                words(f"basis.{best.basis.value}"),
                words(f"reach.{best.reach.value}"),
                item.enterprise,
                words.name(item.name),
                item.share,
                item.floor_t,
                item.ceiling_t,
                item.quota_t,
                item.best_t,
                item.moved_t,
                words(f"reach.bound.{item.binding}") if item.binding else "",
                item.points_per_10kt if item.binding else None,
            )
            for best in outlook.reallocations
            for item in best.quotas
        ),
        frozen=4,
    )


def _rows(shares: Sequence[AxisShare], axis: Axis, words: Words) -> list[tuple[str, ...]]:
    if not shares:
        return []
    before = rounded_together({item.code: item.before for item in shares}, whole=_WHOLE)
    now = rounded_together({item.code: item.now for item in shares}, whole=_WHOLE)
    return [
        (
            words(f"axis.{axis.value}") if place == 0 else "",
            words.name(item.name),
            figure(before[item.code], 2),
            figure(now[item.code], 2),
            signed(now[item.code] - before[item.code], 2),
            figure(Fraction(item.high_end) * 100, 2),
        )
        for place, item in enumerate(shares)
    ]
