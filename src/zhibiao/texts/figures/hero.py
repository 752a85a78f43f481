"""What a page is about, where it is about one enterprise, park or project: whose the bare indicators are."""

from __future__ import annotations

import re

from zhibiao.texts.figures.owners import group_in

_NAMED = re.compile(
    r"[一-龥]{2,20}?(?:产业园区?|工业园区?|园区|开发区|集团|股份|公司|铁矿|矿业|镁业|钢铁|特钢|矿山)(?:[一-龥]{0,14}(?:项目|生产线|工程|基地))?(?!行业|产业|企业|生产)"
)
_CUT = re.compile(r"[一-龥]{2,6}?(?:省|市|县)|.*(?:走进|关于|探访|来自|推动|走访)")
_PLACE_WIDE = re.compile(
    r"全[国省市县]|行业|统计|[省市县](?:经济|工业|政府|委)|经济运行|旬报|月报|报告|方案|规划|计划|通知|意见|协会|签|协议|合作|携手|与|和|[、,，]"
)
_FIRM = re.compile(r"(?P<name>[一-龥]{4,14}?)(?:集团|股份|有限|有限责任)+公司")
_SIDES = re.compile(r"与|和|、|签|携手|协议")
_INDUSTRY = re.compile(r"[一-龥]{2,4}?(?:产业|行业)")
_HEAD = 200


def _firm_of(title: str, text: str) -> str:
    """The one firm that a notice names in full and then speaks of by its short name."""
    found = _FIRM.search(title)
    name = _CUT.sub("", found["name"]) if found and not _SIDES.search(title) else ""
    return name if len(name) > 3 and text.count(name) > 2 else ""


def hero_of(title: str, text: str) -> str:
    """The name of the one enterprise, park or project that title and first lines tell of; empty where there is none.

    >>> hero_of("东岭镁业高纯镁砂项目投产", "东岭镁业高纯镁砂项目投产\\n5月8日,东岭镁业高纯镁砂项目正式投产。")
    '东岭镁业高纯镁砂项目'
    """
    group = group_in(title, text[len(title) :])
    if group:
        return group
    industry = _INDUSTRY.search(_CUT.sub("", title))
    if not title or _PLACE_WIDE.search(title):
        return industry.group() if industry else _firm_of(title, text)
    body = text[len(title) : len(title) + _HEAD]
    for found in _NAMED.finditer(title):
        name = _CUT.sub("", found.group())
        if len(name) > 2 and (name in body or name[:4] in body):
            return "园区" if name.endswith(("园", "园区")) and "园区" in text else name
    return ""
