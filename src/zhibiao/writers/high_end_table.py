"""Products by grade and by use, and what re-allocation could give: sheets of the annex."""

from __future__ import annotations

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.writers.summary import window_name
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Column, Kind, Sheet


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
