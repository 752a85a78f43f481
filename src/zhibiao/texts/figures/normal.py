"""Subjects in their usual words: 日产 is 日均产量, a price bears its name, the change of a rate is of its 增速."""

from __future__ import annotations

import re

from zhibiao.texts.figures.owners import AREA
from zhibiao.texts.quantity import Quantity

GROWTH = re.compile(r"(?:同比|环比|累计)?(?:增长率|增长速度|增速|增幅|降幅|涨幅|跌幅)$")
_PER_TON = re.compile(r"报?每[干湿]?吨$")
_MADE = {"产钢": "粗钢产量", "产铁": "生铁产量", "产材": "钢材产量"}
_GRADE = re.compile(r"(?:评出|评定|评为|认定|分出|确定)?(?P<grade>[A-E甲乙丙丁ⅠⅡⅢⅣ]类|[一二三四]类)")
COPULA = re.compile(r"[为达是]$")


def share_of(name: str, whole: str) -> str:
    """`工业用电占77%` of 全社会用电量 says of itself what it is a share of; `板材占63%` of 钢材出口量 does not."""
    measure = re.sub(r"[量额值数]$", "", whole)[-2:]
    return f"{name}占比" if name.endswith(measure) else f"{name}占{whole}比重"


def placeless(subject: str) -> str:
    """A subject without the area that it begins with."""
    area = AREA.match(subject)
    return subject[area.end() :] or subject if area else subject


def normal(subject: str, number: Quantity) -> str:
    """Other words for the same: 日产 is 日均产量, `热轧卷板每吨…元` a price."""
    made = _MADE.get(subject[-2:])
    if made is not None:
        return subject[:-2].removeprefix("公司") + made
    grade = _GRADE.fullmatch(subject)
    if grade is not None and number.unit in ("户", "家"):
        return grade["grade"] + "企业"
    if GROWTH.search(subject):
        return grown(subject)
    if subject.endswith(("日产", "日产量")):
        return subject[: subject.rfind("日产")] + "日均产量"
    if _PER_TON.search(subject) and (number.unit or "").startswith(("元", "美元")):
        bare = COPULA.sub("", _PER_TON.sub("", subject))
        if bare.endswith(("现货", "期货", "到岸", "离岸", "出厂")):
            return bare + "价"
        return bare if bare.endswith(("价", "价格", "利润", "成本", "毛利", "盈利", "税", "费")) else bare + "价格"
    return subject


def grown(subject: str) -> str:
    """The subject of a change in a rate of growth: `…降幅` is `…增速`."""
    return GROWTH.sub("", subject) + "增速"
