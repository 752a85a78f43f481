"""What the heading of a table's column says: which part it plays, against which base its numbers are, of what time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.texts.statement import Change

_BRACKET = re.compile(r"[(（](?:单位[:：])?(?P<unit>[^()（）]{1,12})[)）]")
_CODE = re.compile(r"序号|编号|代码|电话|邮编|页码|^(?:排名|名次|位次|No\.?|#)$")
_SPEC = re.compile(r"规格|型号|牌号|品位|粒度|材质|等级|品级|成分")
_UNIT = re.compile(r"(?:计量|数量|计算)?单位")
_WHEN = re.compile(r"时限|期限|时间|日期|年限|^(?:年份|年度|月份|季度|期间|年|月)$")
_RANK = re.compile(r"排名|位次|名次|排位")
_MOM = re.compile(r"环比|[比较](?:上|前一?)(?:个?月|旬|周|期|日|季)|涨跌|与上[月旬周期]")
_DELTA = re.compile(r"[比较](?:年初|20\d\d年)")
_GAP = re.compile(r"(?:高于|低于|快于|慢于|[比较与])(?:全[省国市]|计划|目标|进度)")
_YOY = re.compile(
    r"同比|[比较](?:上年|去年)|增长|增速|增幅|增减|升降|±|变化|变动|增(?=$|[(（%])|(?:上年|去年)同期?[增±]"
)
_AMOUNT = re.compile(r"增减[量额]|增[量额]|增减(?!率|幅|%)|涨跌(?!幅)|变化(?!率|幅)|变动(?!率|幅)")
_GROWTH = re.compile(
    r"(?:[比较与]?(?:上年|去年|上月|上旬|上周|上期|前一?月|前期|年初|20\d\d年)?(?:同期|同月)?(?:累计)?(?:同比|环比|相比)?"
    r"(?:增长|增减|增幅|增速|升降|涨跌|变化|变动|±|增|提高|下降)*(?:速度|幅度|幅|率|量|额|值|情况)?(?:%|±)?)$"
)
_EARLIER = re.compile(r"上年同[期月]|去年同[期月]|上年(?:实际|完成|数|值)|同期数?$|^(?:上年|去年)$")
_TIME = re.compile(
    r"(?:20\d\d年?)?(?:\d{1,2}(?:月?[-—–~至到]\d{1,2})?月份?|[上下]半年|[一二三四1-4]季度|前[一二三四]季度)?(?:底|末)?"
)
_LEADING = re.compile(
    r"^(?:截?至(?=\d|累|本|目)|本月|当月|本旬|本期|当期|本旬|本年|今年|上年|去年|上半年|下半年|全年|年度|累计|自年初|年初以来|止|同期)+(?:止)?"
)
_REACHED = re.compile(r"完成(?:全?年度?)?(?:目标|计划|任务)|占[^|]*(?:目标|计划)|(?:计划|目标|任务)的?完成|进度")
_GENERIC = re.compile(
    r"(?:本旬|上旬|上月|截?至|本月|当月|本期|当期|本年|今年|累计|全年|年度|数量|数值|数据|数|指标|目标|预期|预计|预测|计划|规划|任务|基期|基准|基数|现状|实际|实绩|实现"
    r"|完成|情况|绝对[量额值数]|总量|总计|合计|值|量|上年|去年|同期|约束性|预期性|属性|初步|测算|建议|[AEF])*"
)
_PLANNED = re.compile(r"目标|计划(?!完成率|完成比)|预期|预计|预测|规划|力争|任务(?!完成)|指标值|初步建议|(?<=\d)[EF]$")
_PAST = re.compile(r"基期|基准|基数|现状|实际|完成|实绩|实现|同期|上年|去年|本月|当月|累计")


class Part(StrEnum):
    """What a column is for."""

    FIGURE = "figure"
    RANK = "rank"
    UNIT = "unit"
    SPEC = "spec"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its heading: `spans` are where its words stand, the outermost first.

    `name` is what it adds to a subject (产量), without unit, time and words of comparison; `change` None where it is an
    amount or a share. `is_amount`: the change is in the unit of the amount. Of its time: `is_running_total` since
    January, `is_alone` for the month alone, `is_earlier` the year before, `is_previous` the month or ten days before.
    """

    label: str
    spans: tuple[tuple[int, int], ...]
    part: Part
    name: str = ""
    unit: str | None = None
    change: Change | None = None
    is_amount: bool = False
    is_running_total: bool = False
    is_alone: bool = False
    is_earlier: bool = False
    is_previous: bool = False
    is_planned: bool = False
    is_past: bool = False


def column_of(label: str, spans: tuple[tuple[int, int], ...]) -> Column:
    """Read a heading.

    >>> one = column_of("1-5月产量(万吨)", ())
    >>> one.name, one.unit, one.part.value
    ('产量', '万吨', 'figure')
    """
    bare = _BRACKET.sub("", label).strip()
    part = _part(bare)
    unit = _stated(label)
    change = _change(label)
    return Column(
        label=label,
        spans=spans,
        part=part,
        name=_name(bare, change),
        unit=unit,
        change=change,
        is_amount=bool(change) and bool(_AMOUNT.search(label)) and unit is None,
        is_running_total="累计" in label or "年初" in bare[:3],
        is_alone=bool(re.search(r"本[月旬]|当月|单月", label)),
        is_earlier=change is None and bool(_EARLIER.search(bare)),
        is_previous=change is None and bool(re.match(r"上[旬月]", bare)),
        is_planned=bool(_PLANNED.search(bare)) and not _REACHED.search(bare),
        is_past=bool(_PAST.search(bare)),
    )


def named_unit(words: str) -> str | None:
    """The unit that a heading of a row or column states in brackets: 粗钢(万吨)."""
    found = None
    for one in _BRACKET.finditer(words):
        written = one["unit"].strip("±+- ")
        if written and not re.search(r"\d|其中|[、,，]|\bE\b", written):
            found = written
    return found


def without_unit(words: str) -> str:
    """A heading without brackets."""
    return _BRACKET.sub("", words).strip()


def _stated(label: str) -> str | None:
    return named_unit(label) or ("%" if re.search(r"[%％]", label) else None)


def _part(bare: str) -> Part:
    if _UNIT.fullmatch(bare):
        return Part.UNIT
    if _CODE.search(bare) or _WHEN.search(bare) or not bare:
        return Part.IDLE
    if _SPEC.search(bare):
        return Part.SPEC
    return Part.RANK if _RANK.search(bare) else Part.FIGURE


def _change(label: str) -> Change | None:
    if _GAP.search(label) and not _MOM.search(label):
        return Change.GAP
    if _MOM.search(label):
        return Change.MOM
    if _DELTA.search(label):
        return Change.DELTA
    return Change.YOY if _YOY.search(label) and not _EARLIER.fullmatch(label) else None


def _name(bare: str, change: Change | None) -> str:
    name = _TIME.sub("", bare).strip()
    if _REACHED.search(bare):
        return name
    if change in (Change.YOY, Change.MOM, Change.DELTA):
        name = _GROWTH.sub("", name)
    if _GENERIC.fullmatch(name):
        return ""
    return _LEADING.sub("", name).removeprefix("目标") or name
