"""Numbers that belong together: 5%至8% is one range, 由9%提升到16% one way from a base to what was reached."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Comparator

_BETWEEN = re.compile(r" ?(?:至|到|-{1,2}|~) ?")
_AROUND = re.compile(r"之间|区间")
_TOWARDS = re.compile(
    r"[,，]?[^,，。;；、\d\n]{0,8}?(?:至|到|为|成|达)(?:了|约|近|超|(?:19|20)?\d\d年?(?:末|底)?的?|[^,，。;；、\d\n]{0,4})*$"
)
_SOURCE = re.compile(r"(?:由|从|自)(?!(?:于|此|主|来水|业))")
_CLAUSE = re.compile(r"[,，。;；:\n]")
_SCALE = re.compile(r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦克米伏卡焦])|百(?!分)")
_FACTORS = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip
_REACH = 24


def joined(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Ranges and ways made one quantity each; the rest as it was."""
    made: list[Quantity] = []
    index = 0
    while index < len(found):
        this = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        both = _way(text, found, index) or (following and _range(text, this, following))
        if both:
            made.append(both[0] if isinstance(both, tuple) else both)
            index += both[1] if isinstance(both, tuple) else 2
        else:
            made.append(this)
            index += 1
    return tuple(made)


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    if low.bar or high.bar or low.is_rank or not _BETWEEN.fullmatch(text, low.end, high.number_start):
        return None
    value = _in_unit(low, high.unit)
    if value is None or high.value is None or value >= high.value:
        return None
    around = _AROUND.match(text, high.end)
    return replace(
        high,
        start=low.start,
        number_start=low.number_start,
        end=around.end() if around else high.end,
        value=value,
        value_max=high.value,
        comparator=Comparator.RANGE,
    )


def _way(text: str, found: list[Quantity], index: int) -> tuple[Quantity, int] | None:
    """The quantity from a base to what was reached, and how many of the list it takes; dates between are passed over."""
    base = found[index]
    if base.bar or base.value is None:
        return None
    source = _source(text, base, found[:index])
    if source is None:
        return None
    for ahead in range(index + 1, min(index + 4, len(found))):
        reached = found[ahead]
        if reached.bar:
            continue
        between = text[base.end : reached.start]
        value = _in_unit(base, reached.unit)
        if len(between) > _REACH or value is None or not _TOWARDS.fullmatch(between):
            return None
        way = replace(
            reached,
            start=source,
            number_start=base.number_start,
            value=None,
            base=value,
            reached=reached.value,
            comparator=Comparator.EQUAL,
        )
        return way, ahead - index + 1
    return None


def _source(text: str, base: Quantity, earlier: list[Quantity]) -> int | None:
    """Where 由, 从 or 自 stands before the base, in its clause and with no figure between."""
    floor = max(base.start - _REACH, *(one.end for one in earlier[-3:] if not one.bar), 0)
    nearby = text[floor : base.start]
    marks = [mark.end() for mark in _CLAUSE.finditer(nearby)]
    begin = marks[-1] if marks else 0
    last = None
    for last in _SOURCE.finditer(nearby, begin):  # noqa: B007
        pass
    return floor + last.start() if last else None


def _in_unit(one: Quantity, unit: str | None) -> Decimal | None:
    """The number in another unit of the same base, None where the bases differ."""
    if one.value is None:
        return None
    if one.unit == unit or one.unit is None:
        return one.value
    here, there = _parts(one.unit), _parts(unit or "")
    return one.value * here[0] / there[0] if here[1] == there[1] else None


def _parts(unit: str) -> tuple[Decimal, str]:
    scale = _SCALE.match(unit)
    return (Decimal(_FACTORS[scale.group()]), unit[scale.end() :]) if scale else (Decimal(1), unit)
