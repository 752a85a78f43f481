"""Rows that add up others (小计, 合计, 总计): no firms and no fields, and held against the sum of what they add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from zhibiao.readers.grids.grid import Cell
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.numbers import read_number
from zhibiao.readers.wording import fold

_WORDS = ("合计", "总计", "小计", "共计", "合计数", "总数")
_MOST_LENGTH = 12


@lru_cache(maxsize=1 << 14)
def is_total(text: str) -> bool:
    """Whether a name is that of a total: 合计, 总计, 其中小计, 全市合计.

    >>> is_total("合 计"), is_total("全市合计"), is_total("粗钢产量")
    (True, True, False)
    """
    folded = fold(text)
    return len(folded) <= _MOST_LENGTH and folded.endswith(_WORDS)


def misses(total: Decimal, *readings_of_sum: Sequence[Decimal]) -> Decimal | None:
    """The nearest of several sums when the total fits none of them, or None when it fits one.

    What a total is meant to add up is not said: all rows, those since the total before, or those that are no totals
    themselves. Printed figures are rounded; their sum may miss by what n roundings leave (three standard deviations).
    """
    sums = [(sum(parts, Decimal(0)), parts) for parts in readings_of_sum if parts]
    if not sums or any(abs(total - added) <= _allowed(total, parts) for added, parts in sums):
        return None
    return min((added for added, _ in sums), key=lambda added: abs(total - added))


def _allowed(total: Decimal, parts: Sequence[Decimal]) -> Decimal:
    places = max(0, *(-_exponent(value) for value in (total, *parts)))
    if places == 0:
        return Decimal(0)
    return Decimal(1).scaleb(-places) * (Decimal("0.5") + Decimal("0.87") * Decimal(len(parts)).sqrt())


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def figures_of(cells: Iterable[object]) -> list[Decimal]:
    """The figures among some cells, without a word about the others."""
    values = (read_number(cell).value for cell in cells)
    return [value for value in values if value is not None]


def tell_mismatch(own: Remarks, cell: Cell, label: str, total: Decimal, against: Decimal) -> None:
    """Ask about a total that is not the sum of the rows above."""
    own.query("sheet.total_mismatch", own.spot(*cell), name=label, total=f"{total:,f}", sum=f"{against:,f}")
