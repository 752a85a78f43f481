"""The annex's sheet of growth: every term of every account in percentage points, with who is counted and who is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.growth.growth_account import GrowthAccount
from zhibiao.assessment.growth.same_scope import Presence
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Cell, Column, Kind, Sheet

_COLUMNS: Mapping[str, Kind] = {
    "growth_of": "text",
    "growth_span": "text",
    "growth_level": "text",
    "code": "text",
    "growth_name": "text",
    "growth_scope": "text",
    "growth_now": "whole",
    "growth_before": "whole",
    "growth_points": "points",
}


def growth_sheet(dossier: Dossier, words: Words) -> Sheet:
    """Terms by enterprise, group and sector, each list with its total, and enterprises with a missing figure last."""
    names = {item.enterprise: item.name for item in dossier.assessment.enterprises}
    rows = tuple(row for account in dossier.assessment.growth for row in _rows(account, names, words))
    return Sheet(
        name=words("annex.growth"),
        title=words("annex.growth_title", month=words.month(dossier.assessment.month)),
        note=words("annex.growth_note"),
        columns=tuple(Column(head=words(f"head.{key}"), kind=kind) for key, kind in _COLUMNS.items()),
        rows=rows,
        frozen=5,
    )


def _rows(account: GrowthAccount, names: Mapping[str, Text], words: Words) -> Iterator[tuple[Cell, ...]]:
    of = words("growth_scope.of", name=words.name(account.name), unit=words(f"growth_scope.unit_{account.unit}"))
    span = str(account.span)
    for level, terms in (("firm", account.firms), ("group", account.groups), ("sector", account.sectors)):
        if not terms or (level == "group" and len(terms) == len(account.firms)):
            continue
        shown = words(f"growth_scope.level_{level}")
        for item in terms:
            told = (item.name, _name(item.name, names, words), words(f"growth_scope.{item.presence.value}"))
            yield (of, span, shown, *told, item.figures.now, item.figures.before, item.points)
        whole = account.scope.whole
        total = sum((item.points for item in terms), Fraction(0))
        yield (of, span, shown, "", words("total"), "", whole.now, whole.before, total)
    for left in account.scope.left_out:
        if left.presence not in (Presence.ENTERED, Presence.LEFT):
            why = words(f"growth_scope.{left.presence.value}")
            told = (left.enterprise, _name(left.enterprise, names, words), why)
            yield (of, span, words("growth_scope.level_none"), *told, left.figures.now, left.figures.before, None)


def _name(code: str, names: Mapping[str, Text], words: Words) -> str:
    if code in names:
        return words.name(names[code])
    try:
        return words.label(f"assess.sector.{code}")
    except KeyError:
        return code
