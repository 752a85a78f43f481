"""What stands before a number: the name, the verb of change, the base that it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.figures.pieces import HOLE
from zhibiao.texts.figures.words import Words
from zhibiao.texts.lexicon import Term
from zhibiao.texts.statement import Change

_REACH = re.compile(r"(?:到了|达到了|达到|至|到|为|成)(?:约|近|超|超过|逾|不低于|不少于|不超过|仅|仅为|的)*$")
_BINDERS = re.compile(
    r"(?:[\s:：\-−－]|(?<=指数)报|报收于?|收于|报于|达到了|达到|已达|仍达|高达|达|约为|仅为|均为|(?<![行作])为|是|约|近|超过|超|突破|逾|不低于|不少于|不超过|不高于|仅|就|至少|最多|了|也|共计|合计|总计|(?<!公)共|幅度|有所|只有|仅有|的|在|以|至|到|或)+$"
)
_ADVERBS = re.compile(
    r"(?:[\s]|平均|分别|分別|(?<![日年月人户旬周])均|都|各|再|继续|将|也|大幅度?|小幅度?|略有?|明显|显著|累计|净|实现|又|还|稳步|持续|已|仍|要|可|整体|进一步|总体|约|力争|确保|预计|年均|年平均|均值|双双|同步|快速|高速|只|可比|按可比价|名义|实际|逐年|共|(?<!第)[两三五]年|环比|同比|有所|分[别])$"
)
_BASE_MARK = re.compile(r"(?:环比|同比|相?比|较之?|与|同|和|相对于?|相较于?|对比|比起|按|较于|于)$")
_COMPARED = re.compile(r"(?:相比较?|相较|比较|对比|基础上|水平|的|之|时|增速|增幅|数|值|总量|产量)$")
_YEAR_BASE = re.compile(r"(?P<year>(?:20|19)\d\d)年(?P<edge>末|底|初|同期|同月|\d{1,2}月)?$")
_OTHER_BASE = re.compile(r"(?:较(?![好大快高强多少为])|(?<![占同环对钢销量价])比(?![例重较率]))[^较比,，的]{2,9}$")
_MONTH_BASE = re.compile(
    r"(?:\d{1,2}[-—~至])?\d{1,2}月(?P<end>末|底)?(?:份)?$|[一二三四]季度$|前[一二三两]季度$|上半年$|\d{1,2}月[上中下]旬[末底]?$|前\d+个?月$"
)
_GAP = re.compile(
    r"(?P<verb>高于|低于|高出|超出|领先于?|落后于?|快于|慢于|好于|优于|超额完成|超|滞后于?|低出)(?P<what>[^,，]{2,16})$"
)
_FREE = frozenset(("高于", "低于", "快于", "慢于", "好于", "优于"))
_SPREAD = re.compile(r"分别|分別|依次|各为|各自")
_EACH = re.compile(r"(?:均|都|各|双双|皆)[^均都各]{0,8}$")
_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a number's left side says: `name` is raw text, `change` what a base says, None where there is no base.

    `verb` is the verb of change right before the number, `reaches` whether it goes on with 到 or 至. `year` is the
    year of a base that is a year.
    """

    name: str
    verb: Term | None = None
    reaches: bool = False
    change: Change | None = None
    year: int | None = None
    growth: Term | None = None
    spreads: bool = False
    each: bool = False


def read_before(text: str, words: Words) -> Before:
    """Read what stands between a number and the start of its piece."""
    whole = text[-_LONGEST:].replace(HOLE, "").rstrip()
    spreads, each = bool(_SPREAD.search(whole)), bool(_EACH.search(whole))
    gap = _gap(whole, words)
    if gap is not None:
        return gap
    reaches = _REACH.search(whole)
    rest = _BINDERS.sub("", whole)
    verb = words.direction.at_end(rest)
    if verb is None:
        verb = words.direction.at_end(whole)
        rest = whole if verb is not None else rest
    if verb is not None and len(verb.word) == 1 and _is_inside_word(rest):
        verb = None
    growth = words.indicators.at_end(rest) if verb is None else None
    if growth is not None and not growth.sense.startswith("growth"):
        growth = None
    cut = len((verb or growth).word) if (verb or growth) else 0  # type: ignore[union-attr]
    left = rest[: len(rest) - cut]
    change, year, left = _base(left, words, changes=bool(verb or growth))
    return Before(
        name=left,
        verb=verb,
        reaches=bool(verb and reaches),
        change=change,
        year=year,
        growth=growth,
        spreads=spreads,
        each=each,
    )


_WORDS_WITH = re.compile(
    r"(?:减排|增值|降水|降解|升降|增减|加减|提供|提出|缺少|至少|减少|最低|高低|累计降|下跌|递增|年增|倍增)$"
)


def _is_inside_word(rest: str) -> bool:
    return rest.endswith(
        ("至少", "多少", "最低", "最少", "不低", "不少", "缺少", "最高", "新高", "较高", "更高", "偏高", "不高")
    )


def _gap(whole: str, words: Words) -> Before | None:
    """`高于全国平均水平` and `比全国高`: the base between verb and number."""
    rest = _BINDERS.sub("", whole)
    found = _GAP.search(rest)
    if found is None:
        return None
    what = _COMPARED.sub("", _ADVERBS.sub("", found["what"]))
    what = _COMPARED.sub("", what)
    term = words.bases.at_end(what)
    if term is None and found["verb"] not in _FREE:
        return None
    verb = words.direction.terms.get(found["verb"]) or Term(word=found["verb"], sense="above")
    return Before(name=rest[: found.start()], verb=verb, change=Change(term.sense) if term else Change.GAP)


def _base(left: str, words: Words, *, changes: bool) -> tuple[Change | None, int | None, str]:
    """The base at the end of a text, and the text without it."""
    change: Change | None = None
    year: int | None = None
    while left:
        shorter = left
        if left.endswith("年均") or left.endswith("年平均"):
            change, shorter = change or Change.YOY, left[: left.rfind("年")]
        elif (direct := words.bases.at_end(left)) is not None and direct.word.endswith("比"):
            change, shorter = change or Change(direct.sense), left[: -len(direct.word)]
        elif (adverb := _ADVERBS.search(left)) is not None:
            shorter = left[: adverb.start()]
        else:
            based = _compared(left, words) if changes else None
            if based is None:
                break
            found, year, shorter = based
            change = change or found
        left = shorter
    return change, year, left


def _compared(left: str, words: Words) -> tuple[Change, int | None, str] | None:
    """`比上年同期`, `与上一旬相比`, `较2020年`: base with its mark, and what stands before."""
    bare = left
    for _ in range(3):
        bare = _COMPARED.sub("", bare)
    for candidate in (bare, left):
        term = words.bases.at_end(candidate)
        if term is not None:
            front = candidate[: -len(term.word)]
            mark = _BASE_MARK.search(front)
            if mark is not None:
                return Change(term.sense), None, front[: mark.start()]
            if candidate != left and left[len(candidate) :].startswith(("相比", "基础上", "相较")):
                return Change(term.sense), None, front
        for pattern, change in ((_YEAR_BASE, Change.DELTA), (_MONTH_BASE, Change.MOM)):
            found = pattern.search(candidate)
            if found is None:
                continue
            front = candidate[: found.start()]
            mark = _BASE_MARK.search(front)
            if mark is not None:
                year = int(found["year"]) if pattern is _YEAR_BASE and found["edge"] in (None, "同期") else None
                return change, year, front[: mark.start()]
    other = _OTHER_BASE.search(bare)
    return (Change.DELTA, None, bare[: other.start()]) if other else None
