"""Where the words of a number begin and end, what kind of unit it has, how it binds."""

from __future__ import annotations

import re

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.bounds import is_bound, qualifies
from zhibiao.texts.figures.carrier import Carrier, parted, suffix_of
from zhibiao.texts.figures.pieces import HOLE, Piece
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Comparator

_TAIL_BINDERS = (
    ("以上", Comparator.AT_LEAST),
    ("以下", Comparator.AT_MOST),
    ("以内", Comparator.AT_MOST),
    ("左右", Comparator.ABOUT),
)
_FORBIDDEN = re.compile(r"不[得能应](低于|少于|小于|高于|超过|大于)$")
_SHORT_OF = re.compile(r"(?:不足|不到|未达|未到)$")
_LONGEST_RUN = 16
_DURATIONS = frozenset(("年", "个月", "月", "天", "日", "小时", "周"))
_SIZES = re.compile(r"立方米?|平方米?|毫米|吨$|米$|千伏|千瓦$|蒸吨")
_MEASURE_UNIT = re.compile(
    r"^(?:万|亿|百|千)*(?:元|美元|吨|千瓦|千瓦时|立方米|平方米|平方公里|公里|吨标准煤|标煤|%|‰|成|百分点|个百分点|点|倍|度|米|亩|天|年|月|小时|克|微克)"
)


def is_measure(number: Quantity) -> bool:
    return number.unit is None or _MEASURE_UNIT.match(number.unit) is not None


def is_size(piece: Piece, number: Quantity, carrier: Carrier, before: Before) -> bool:
    """Whether a number only gives the size of what was counted: `高炉2座(1080立方米)`."""
    bare = carrier.is_empty and before.verb is None and before.growth is None
    return piece.bracket >= 0 and bare and number.unit is not None and _SIZES.match(number.unit) is not None


def modifying(before: Before, left: str, after: str, number: Quantity) -> Before:
    """`进度滞后的9个项目`: a verb with 的 before a count says nothing of the number."""
    bare = left.replace(HOLE, "").rstrip()
    if bare.endswith("的") and suffix_of(after) and not is_measure(number) and before.verb is not None:
        return Before(name=bare)
    return before


def start_of(piece: Piece, number: Quantity) -> int:
    """Where the words that belong to a number begin: behind the figure before it in the same piece."""
    ends = [one.end for one in piece.numbers if one.bar is None and one.end <= number.start]
    bounding = [one for one in piece.numbers if one.bar is None and one.end == max(ends, default=-1)]
    if not bounding:
        return piece.start
    between = piece.between(bounding[0].end, number.start).replace(HOLE, "")
    if is_bound(piece, bounding[0]) or bounding[0].unit in _DURATIONS:
        return piece.start
    if qualifies(piece, bounding[0]):
        return bounding[0].end + parted(piece.between(bounding[0].end, number.start))[1]
    if between.startswith("的") or (len(between) <= 12 and not re.search(r"同比|环比|增长|下降|占", between)):
        return piece.start
    return bounding[0].end


def end_of(piece: Piece, number: Quantity) -> int:
    return min((one.start for one in piece.numbers if one.start >= number.end and one.bar is None), default=piece.end)


def run_of(pieces: list[Piece], index: int) -> int:
    """How many numbers stand in the list that begins with a piece."""
    count = 1
    for piece in pieces[index + 1 : index + _LONGEST_RUN]:
        if piece.opener != "、":
            break
        count += 1
    return count


def span_of(text: str, piece: Piece) -> tuple[int, int]:
    start, end = piece.start, piece.end
    while start < end and text[start] in " 、,，":
        start += 1
    while end > start and text[end - 1] in " 、,，和及与":
        end -= 1
    return start, end


def comparator_of(text: str, piece: Piece, number: Quantity) -> Comparator:
    """The number's own comparator, or what stands behind a bracket: `减少18963吨(16.8%)以上`."""
    forbidden = _FORBIDDEN.search(text, max(piece.start, number.number_start - 6), number.number_start)
    if forbidden is not None:
        return Comparator.AT_LEAST if forbidden[1] in "低于少于小于" else Comparator.AT_MOST
    if _SHORT_OF.search(text, max(piece.start, number.number_start - 3), number.number_start):
        return Comparator.AT_MOST
    if number.comparator is not Comparator.EQUAL:
        return number.comparator
    inside = text[number.start : number.end]
    if number.base is not None and inside.endswith(("以上", "以下", "以内", "左右")):
        return next(meaning for word, meaning in _TAIL_BINDERS if inside.endswith(word))
    rest = text[number.end : number.end + 40]
    if piece.bracket >= 0:
        rest = text[piece.end + 1 : piece.end + 5] if piece.end - number.end <= 1 else ""
    else:
        found = re.match(r"[(（][^()（）]{1,20}[)）]", rest)
        rest = rest[found.end() :] if found else ""
    return next((meaning for word, meaning in _TAIL_BINDERS if rest.startswith(word)), number.comparator)
