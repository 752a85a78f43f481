"""Numbers that belong together: 5%至8% is one range, 由9%提升到16% one way from a base to what was reached."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Comparator

_BETWEEN = re.compile(r"(?:以上|\(含\))? ?(?:至|到|-{1,2}|~) ?")
_LISTED = re.compile(r"(?:、|和|及|与|以及)")
_EACH = re.compile(r"分别|均|都|各")
_AROUND = re.compile(r"之间|区间")
_TOWARDS = re.compile(
    r"[,，]?[^,，。;；、\d\n]{0,8}?(?:至|到|为|成|达)(?:了|约|近|超|(?:19|20)?\d\d年?(?:末|底)?的?|[^,，。;；、\d\n]{0,4})*$"
)
_CHANGED = re.compile(r"[增减升降提压扩缩]")
_SOURCE = re.compile(r"(?:由|从|自)(?!(?:于|此|主|来水|业|发电|备电|供电|给率|产矿|用电))|将")
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


def alike(text: str, found: list[Quantity]) -> list[Quantity]:
    """分别不超过9万吨、8万吨, 分别达到7%和5%以上: the words that bind one of a list bind all of it."""
    made = list(found)
    for first, last in _runs(text, found):
        # A word before the last number (12.3%和近三成) binds that one alone, one behind it (7%和5%以上) the whole list.
        binding = found[first : first + 1] + [one for one in found[last : last + 1] if one.start == one.number_start]
        bound = next((one.comparator for one in binding if one.comparator is not Comparator.EQUAL), None)
        if bound is None or not _EACH.search(text, max(0, found[first].start - 8), found[first].number_start):
            continue
        for index in range(first, last + 1):
            if made[index].comparator is Comparator.EQUAL:
                made[index] = replace(made[index], comparator=bound)
    return made


def _runs(text: str, found: list[Quantity]) -> list[tuple[int, int]]:
    """From which to which number lists go, each of one unit and with nothing but 、 or 和 between."""
    runs: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(found) + 1):
        if index < len(found) and _continues(text, found[index - 1], found[index]):
            continue
        if index - 1 > first:
            runs.append((first, index - 1))
        first = index
    return runs


def _continues(text: str, this: Quantity, following: Quantity) -> bool:
    same = this.bar is None and following.bar is None and this.unit == following.unit
    return same and bool(_LISTED.fullmatch(text, this.end, following.number_start))


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    if low.bar or high.bar or low.is_rank or not _BETWEEN.fullmatch(text, low.end, high.number_start):
        return None
    value = _in_unit(low, high.unit)
    if value is None and (low.unit or "-") == (high.unit or "").split("/")[0]:
        value = low.value  # 2190元至2230元/吨
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
    """The quantity from a base to what was reached, and how many of the list it takes; dates are passed over."""
    base = found[index]
    if base.bar or base.value is None:
        return None
    source = _source(text, base, found[:index])
    if source is None:
        return None
    for ahead in range(index + 1, min(index + 4, len(found))):
        reached = found[ahead]
        if reached.value == 0 and reached.unit is None:
            reached = replace(reached, unit=base.unit, bar=None)  # 由9%下调至0
        if reached.bar:
            continue
        between = text[base.end : reached.start]
        value = _in_unit(base, reached.unit)
        if text.startswith("将", source) and not _CHANGED.search(between):
            return None
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
