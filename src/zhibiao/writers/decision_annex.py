"""The annex of the bureau's copy of a decision: every enterprise's quota with bounds, and its parts in tonnes."""

from __future__ import annotations

from collections.abc import Mapping

from zhibiao.allocation.decision.decision import Decision, Share
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed

# Kinds of parts that share a column of the paper; the annex workbook has a column for each part.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "base": ("base",),
    "indicators": ("indicator", "multiplier", "method"),
    "bounds": ("bound", "redistribution", "pool"),
    "beside": ("carry", "debt", "transfer", "regulation"),
    "rounding": ("rounding",),
}


def quota_table(dossier: Dossier, decision: Decision, words: Words) -> Table:
    """Base, floor, ceiling and quota of each enterprise, and the bound that binds; the sum last."""
    rows = [
        (
            words.name(dossier.city[share.enterprise].name),
            figure(share.base_t, 0),
            figure(share.floor_t, 0),
            figure(share.ceiling_t, 0),
            figure(share.quota_t, 0),
            words(f"bound.{share.binding}") if share.binding else words("mark.none"),
        )
        for share in decision.shares
    ]
    sums = (sum(share.base_t for share in decision.shares), sum(share.quota_t for share in decision.shares))
    total = (words("total"), figure(sums[0], 0), "", "", figure(sums[1], 0), "")
    keys = ("enterprise", "base_t", "floor_t", "ceiling_t", "quota_t", "binding")
    return Table(
        title=words("decision.annex_title", number=1, name=words("decision.quota_table_name")),
        head=tuple(words(f"head.{key}") for key in keys),
        rows=(*rows, total),
        widths=(53, 20, 20, 20, 20, 23),
        figures=frozenset({1, 2, 3, 4}),
        total=True,
        is_small=True,
        may_break=True,
    )


def parts_table(dossier: Dossier, decision: Decision, words: Words) -> Table:
    """The parts of each quota, by kind; each row and the last one sum exactly."""
    parts = [_by_column(share) for share in decision.shares]
    used = [column for column in _COLUMNS if column == "base" or any(one[column] for one in parts)]
    rows = [
        (words.name(dossier.city[share.enterprise].name), *_cells(one, used), figure(share.quota_t, 0))
        for share, one in zip(decision.shares, parts, strict=True)
    ]
    sums = {column: sum(one[column] for one in parts) for column in used}
    total = (words("total"), *_cells(sums, used), figure(sum(sums.values()), 0))
    heads = [words("head.enterprise"), *(words(f"decision.column_{column}") for column in used), words("head.quota_t")]
    return Table(
        title=words("decision.annex_title", number=2, name=words("decision.parts_table_name")),
        head=tuple(heads),
        rows=(*rows, total),
        widths=(53, *(20.0 for _ in used), 20),
        figures=frozenset(range(1, len(heads))),
        total=True,
        is_small=True,
        may_break=True,
        note=words("decision.parts_note"),
    )


def _by_column(share: Share) -> dict[str, int]:
    """Tonnes by column; a part of a kind that no column has would be lost, and is an error."""
    column_of = {kind: column for column, kinds in _COLUMNS.items() for kind in kinds}
    found = dict.fromkeys(_COLUMNS, 0)
    for part in share.parts:
        found[column_of.get(part.code.partition(".")[0], "beside")] += part.tonnes
    return found


def _cells(tonnes: Mapping[str, int], used: list[str]) -> list[str]:
    return [figure(tonnes[column], 0) if column == "base" else signed(tonnes[column]) for column in used]
