"""Parity said without a number: 与上年同期持平, 达到去年同期水平, 零增长, 追平全省水平."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.figures.words import Words
from zhibiao.texts.statement import Change, Comparator

_SAYS = re.compile(
    r"(?P<how>基本|大体|大致|总体)?(?:保持)?(?:(?<![支保坚维主])持平(?![稳均衡])|相当(?!于))"
    r"|(?P<zero>零增长|不增不减|只减不增)"
    r"|(?P<still>(?:同比|较上年|比上年|较去年|比去年)(?:均)?不(?:增加|增长|增|超|上升|提高))"
    r"|(?P<catch>追平|赶上)[^,，。]{0,10}?(?:水平|平均)?"
    r"|(?P<bound>达到|保持在?|恢复到|维持在?|不得?低于|不得?高于|不得?超过|不少于)(?:与)?(?P<base>[^,，。;；]{0,4}(?:去年|上年|上月|上旬|上一年|前一年|同期|年初|20\d\d年)(?:同期)?(?:实际)?)(?:的)?(?:水平|规模|总量|产量)?(?=$|[,，。;；\s以])"
)
_WITH = re.compile(
    r"(?:与|同(?![期比月旬])|和|较|比)(?P<base>(?:(?!与|和|较)[^,，]){1,14}?)(?:相比)?(?:均|都|总体|大体)?$"
)
_DIRECT = re.compile(r"(?:同比|环比|均|也|总体|大体|较上年|今年|全年|仍|将|要|上|大致)+$")
_COMPARATORS = {
    "不低于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST,
    "不高于": Comparator.AT_MOST,
    "不超过": Comparator.AT_MOST,
    "不得超过": Comparator.AT_MOST,
    "不得高于": Comparator.AT_MOST,
    "不得低于": Comparator.AT_LEAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parity:
    """Equal to a base: `name` is what stands before it, `change` by the base, `of` the area that was caught up with."""

    name: str
    change: Change
    comparator: Comparator
    of: str = ""


def parity_of(text: str, words: Words) -> Parity | None:
    """The parity that a piece states, None where it states none.

    A ban of growth (只减不增) is one as well.
    """
    found = _SAYS.search(text)
    if found is None or re.search(r"[一两二]极|旗鼓|相当(?:大|多|程|一|部|长)", text[found.start() : found.end() + 2]):
        return None
    before = text[: found.start()]
    if found["bound"]:
        return _bounded(found, before, words)
    if found["catch"]:
        area = text[found.start() + 2 :].removesuffix("水平").removesuffix("平均")
        if not area.strip() or words.bases.at_end(area) is None:
            return None
        return Parity(name=before, change=Change.GAP, comparator=Comparator.EQUAL, of=area)
    comparator = Comparator.ABOUT if found["how"] else Comparator.EQUAL
    if found["still"]:
        return Parity(name=before, change=Change.YOY, comparator=Comparator.AT_MOST)
    if found["zero"]:
        return Parity(name=before, change=Change.YOY, comparator=comparator)
    based = _WITH.search(before)
    if based is not None:
        term = words.bases.at_end(based["base"].removesuffix("水平").removesuffix("的")) or words.bases.at_end(
            based["base"]
        )
        change = Change(term.sense) if term else Change.DELTA if re.search(r"\d{4}年", based["base"]) else None
        if change is None:
            return None
        return Parity(name=before[: based.start()], change=change, comparator=comparator)
    if "环比" in before:
        return Parity(name=before[: before.rfind("环比")], change=Change.MOM, comparator=comparator)
    cut = before.rfind("同比")
    name = before[:cut] if cut >= 0 else _DIRECT.sub("", before)
    return Parity(name=name, change=Change.YOY, comparator=comparator)


def _bounded(found: re.Match[str], before: str, words: Words) -> Parity | None:
    base = found["base"].removesuffix("实际")
    term = words.bases.at_end(base)
    if term is None and not base.endswith("年"):
        return None
    comparator = _COMPARATORS.get(found["bound"], Comparator.EQUAL)
    return Parity(name=before, change=Change(term.sense) if term else Change.YOY, comparator=comparator)
