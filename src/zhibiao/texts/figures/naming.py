"""Which carrier names a number: what stands before it, behind it, or a share or rank that it states."""

from __future__ import annotations

import re
from dataclasses import replace

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.carrier import Carrier, behind, carrier_of, parted, share_of, suffix_of
from zhibiao.texts.figures.heard import Told
from zhibiao.texts.figures.phrases import plain, trimmed
from zhibiao.texts.figures.placing import is_measure
from zhibiao.texts.figures.words import Words
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Comparator

_PARTS = frozenset(("%", "‰", "成", None, "倍"))
_BUILDING = re.compile(r"(?:用于)?(?:建设|新建|打造|实施|改造|兴建|扩建|建成|开发)(?:的|了)?")
_HEADED_END = re.compile(r"$|[,，、。;；的用支对以]|目标|任务")
_RECIPIENT = re.compile(r"(?:企业|项目|单位|园区|产品|平台|机构|车间|工厂)$")
_TIMES_OF = re.compile(r"(?:已)?(?:是|为|相当于|达到|达)[^,，]{1,12}$")
_MADE = ("生产", "产出", "销售", "出口", "进口", "累计生产", "年产")
_RANKED_IN = re.compile(
    r"在(?P<where>[^在,，]{2,10}?)(?:中)?(?:排名进入|排名|进入|挤进|跻身|位居|位列|名列|居|列|排)?$"
)
_COUNTED_AREAS = re.compile(r"(?<=.)[一二三四五六七八九十\d]+个.{0,4}[市县区州省]$|园区$")
_RANKED = re.compile(r"(?:位居|居于|排名|位列|稳居|名列|居|列|排在?|跻身|排到?)(?P<where>[^,，]{0,12}?)(?:的)?$")


def name_of(before: Before, after: str, number: Quantity, told: Told | None, words: Words) -> Carrier:
    """The carrier of a number; `told` is the figure before it in a list or, for a rank, in the sentence."""
    if number.is_rank:
        return _ranked(before, told, words)
    if told is not None and told.part and not before.name.strip() and before.verb is None:
        return Carrier(part=told.part)
    if number.unit == "倍" and before.verb is None and _TIMES_OF.match(before.name):
        return Carrier()
    if told is not None and told.part.startswith("占") and number.unit == "%" and 0 < len(before.name) < 9:
        return Carrier(part="占" + before.name + "比重")
    if (before.verb is None or before.verb.value == "level" or before.name.endswith("的")) and number.base is None:
        if (shared := share_of(before.name, words)) is not None and number.unit in _PARTS:
            return shared
        if not is_measure(number):
            found = behind(before.name, after, words)
            carrier = found if found is not None else _counted(before.name, words)
            suffix = suffix_of(after)
            if carrier.is_empty and 1 < len(suffix) <= 12 and number.unit is not None:
                return Carrier(name=plain(suffix), says=True)
            return carrier
    carrier = carrier_of(before.name, words)
    if (
        number.base is None
        and (carrier.is_empty or not carrier.name or carrier.ends or carrier.name in words.acts.terms)
        and not before.change
    ):
        bare = carrier.ends or carrier.name in words.acts.terms
        whose = carrier.name if carrier.ends and _RECIPIENT.search(carrier.name) else ""
        owned = _owned(Carrier(name=whose) if bare else carrier, after, number, words)
        return carrier if owned.is_empty else owned
    if after.startswith("的") and words.head_of(carrier.name) and not number.base and before.verb is None:
        noun = parted(suffix_of(after))[0] or suffix_of(after)
        thing = re.sub(r"(?:目标|任务|水平|要求|速度)$", "", trimmed(noun))
        return Carrier(name=thing + carrier.name) if thing and not words.head_of(thing) else carrier
    built = _BUILDING.match(after)
    if built is not None and before.verb is None and carrier.name.endswith("投资"):
        return Carrier(name=trimmed(suffix_of(after[built.end() :])) + carrier.name)
    return carrier


def _counted(text: str, words: Words) -> Carrier:
    """The carrier of a count: 回收 in `余热回收改造4台` implies no amount."""
    carrier = carrier_of(text, words)
    if carrier.measured and carrier.measured not in _MADE:
        return replace(carrier, name=plain(trimmed(text)), scope="", measured="")
    return carrier


def _owned(carrier: Carrier, after: str, number: Quantity, words: Words) -> Carrier:
    """A measure whose noun stands behind it: `2亿元专项资金`, `40%以上项目完成备案`."""
    suffix = suffix_of(after)
    if number.unit == "%" and suffix and number.comparator is not Comparator.EQUAL and len(suffix) > 2:
        return replace(carrier, name=plain(suffix) + "占比")
    for size in range(min(len(suffix), 14), 1, -1):
        if words.head_of(suffix[:size]) and _HEADED_END.match(suffix[size:]):
            return replace(carrier, name=carrier.name + plain(suffix[:size]))
    return carrier


def _ranked(before: Before, told: Told | None, words: Words) -> Carrier:
    inside = _RANKED_IN.search(before.name)
    if inside is not None:
        carrier = carrier_of(before.name[: inside.start()], words)
        return replace(carrier, part=_COUNTED_AREAS.sub("", inside["where"]) + "排名")
    ranked = _RANKED.search(before.name)
    if not before.name.strip() and told is not None and told.part.endswith("排名"):
        return Carrier(part=told.part)
    if ranked is None:
        area = words.bases.at_end(before.name)
        if area is not None and area.sense == "gap":
            carrier = carrier_of(before.name.removesuffix(area.word), words)
            return replace(carrier, part=area.word + "排名")
        return carrier_of(before.name, words)
    carrier = carrier_of(before.name[: ranked.start()], words)
    if not ranked["where"] and told is not None and told.part.endswith("排名"):
        return replace(carrier, part=told.part)
    return replace(carrier, part=ranked["where"] + "排名")
