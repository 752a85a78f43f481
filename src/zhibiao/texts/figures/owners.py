"""Who or what a bare measure may belong to: groups of firms, areas, things; and what is a mere aspect of them."""

from __future__ import annotations

import re

ENTITY = re.compile(
    r"(?:企业|公司|集团|会员|钢厂|厂|项目|工程|铁矿|煤矿|矿山|矿业|镁业|行业|产业|园|园区|开发区|基地|协会|股份|板块|钢企|钢铁|特钢|电站|生产线|产线)$"
)
"""Ends of what can own money, people and plants: a firm, a group of firms, an industry, a park, a project."""

AREA = re.compile(r"[一-龥]{2,6}?(?:(?<![城上超都门股])市|省|县|(?<![园社地街山矿库厂城])区|自治州)")
"""An area by its name alone."""

ASPECT = re.compile(
    r"(?:生产|经营|效益|经济|经济效益|成本|价格|市场|投资|需求|供给|供应|消费|运行|财务|资金|环保|能耗|节能|节能降耗|安全|质量|技术|创新|产品|产量|库存|进出口|出口|进口|贸易|原料|原燃料|销售|购销|就业|用工|项目|平均日产|日均|日产|总量|结构|规模|速度)"
)
"""Headings inside a paragraph (效益方面) that say what is looked at, and own nothing."""

_OWNED = re.compile(
    r"(?:投资|投资额|税收|利税|税金|纳税|就业|岗位|职工|员工|从业人员|人数|利润|利润总额|净利润|营业收入|营收|总收入|营业成本|负债率|研发投入|研发费用|专利|工期|周期|年限|订单|应收账款|亏损额?|亏损面|产能利用率|开工率|负荷率|毛利)$"
)
_COUNTED_IN = re.compile(r"\d[\d.]*(?:余)?(?:座|家|台|条|个|项|户|套|名|人)")
_STAND_IN = re.compile(r"这座|这家|这个|这条|上述")
_PER_UNIT = re.compile(r"(?:吨[一-龥]|单位.*|人均|万元.*|每.*|日均|年均|平均)")
_GROUP_IN_TITLE = re.compile(
    r"(?:会员|重点(?:联系|统计|监测|调度|跟踪|调查)?|样本|监测|准入|入统|列统|联网直报|调查|规上|规模以上)(?:会员)?(?:[一-龥]{0,4}?)企业"
)
_CARRIED = re.compile(
    r"会员|(?:重点|样本|监测|准入|入统|列统|统计|调查)[一-龥]{0,6}企业|.集团$|.公司$|矿业$|钢铁$|镁业$"
)


def owns(topic: str, measure: str) -> bool:
    """Whether a measure can be a topic's: a good has an output and a price, only an entity has staff and taxes.

    >>> owns("铁精矿", "产量"), owns("铁精矿", "利润总额"), owns("重点企业", "利润总额")
    (True, False, True)
    """
    if _COUNTED_IN.search(topic) or _STAND_IN.search(topic) or _PER_UNIT.fullmatch(topic):
        return False
    return _OWNED.search(measure) is None or ENTITY.search(topic) is not None


def group_in(title: str, text: str) -> str:
    """The group of firms that a page reports on, where its title names it and its text does again.

    >>> group_in("协会通报8月会员企业经营情况", "今年会员企业运行。会员企业产量降。")
    '会员企业'
    """
    found = _GROUP_IN_TITLE.search(title)
    return found.group() if found and found.group() in text else ""


def is_carried(scope: str) -> bool:
    """Whether a scope goes on to the next figures of its sentence: a group of reporting firms, a firm."""
    return _CARRIED.search(scope) is not None
