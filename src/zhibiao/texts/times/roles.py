"""What an expression of time does in its sentence, by the words around it: base, deadline, horizon, point, event."""

from __future__ import annotations

import re

from zhibiao.texts.times.stretch import Role
from zhibiao.texts.times.wording import Worded

_BASE_BEFORE = re.compile(
    r"(?:较|相?比起?|相较于?|相对于?|环比|同比|以|超过|高于|低于|多于|少于|快于|好于|恢复到?|回到|达到|追平|优于|不及|扣除|按|对比|基于|超)$"
)
_BASE_PAIR = re.compile(r"(?:与|和|同|跟|在)$")
_BASE_PAIRED = re.compile(r"[^,，。;；]{0,8}?(?:相比|持平|相同|基本一致|齐平|相当|(?:的)?基础上|对比|比较|比[,，])")
_SAME_TERM = re.compile(r"(?:的)?(?:同期|同旬|同月|同口径|同比)")
_AS_BASE = re.compile(r"[^,，。;；\d]{0,6}?(?:为基[期数准年]|的?基础上|基数|的?[\d.]+倍)")
_LEVEL = re.compile(r"[^,，。;；\d]{0,6}?(?:水平|均值|实际)")
_BEFORE = re.compile(
    r"(?:之前|以前|前(?!后|[两二三四五六七八九十\d]|期|景|来|往|半|瞻|沿|端|置|提(?![交出供请报升高前])|列|茅|夕|述|去)|内(?![外部容陆需地资])|之内|以内)"
)
_ONWARDS = re.compile(r"(?:起(?!步|点|草|到|来|重|飞|底)|开始(?!前)|以后|之后)")
_SINCE = re.compile(r"(?:以来|来(?=[,，])|至今)")
_UNTIL = re.compile(r"(?:截[至止]到?|截[至止])$")
_TOWARDS = re.compile(r"(?<![谈说提讲看想听直甚乃])(?:到|至)$")
_FROM = re.compile(r"(?:自|从)$")
_NAMING = re.compile(
    r"[^,，。;；:\d“]{0,14}?(?:协议|规划|纲要|方案|行动计划|报告|公报|公告|通知|意见|白皮书|工作会议|年会|大会|仪式|博览会|论坛|峰会|两会|之际|[首第][批一二三四五六七八九十]+批?|度[^,，。;；]{1,8}(?:奖|名单|称号|榜)|清单|名录|目录|台账|任务书|指南|年鉴|要点|版)"
)
_CEREMONY = re.compile(
    r"[^,，。;；:、\d]{0,20}?(?:仪式|推进会|发布会|动员会|座谈会|签约会|洽谈会|调度会|分析会|博览会|(?:开工|竣工|签约|推介|招商|对接|奠基|揭牌)活动)"
)
_TELLING = re.compile(
    r"[^。;；\n]{0,30}?(?:发布|公布|印发|获悉|消息|显示|报道|讯|电[,，]|数据|披露|公告|通报|下发|出台|了解到|举行[^,，。]{0,16}发布会)"
)
_TOLD = re.compile(r"(?:仅|只|则|均)?(?:为|是|亏损|盈利|仅)")
_AMONG = re.compile(r"其中[,，:：]?$")
_PLANNED = re.compile(r"(?:计划|拟|拟于|计划于|预计|将于)$")
_YEARLY_AIM = re.compile(
    r"(?:控制|预期|既定|调控|总)?(?:目标|计划|任务|进度|指标|预算)(?:任务|目标|总?[数量])?的?[\d.一二两三四五六七八九半超约近逾]"
)
_SOURCE = re.compile(r"[由从]$")
_WITHIN = re.compile(r"[在于]$")
_LATEST = re.compile(r"(?:不晚于|不迟于|最迟|最晚|不得晚于)$")
_RECURRING = re.compile(r"(?:每个?|逐)(?:月|年|季度?|周|半年)?(?:末月|度)?$")
_WILLED = re.compile(r"计划|拟|预计|将|力争|有望|争取|预期|确保")
_MILESTONE = re.compile(
    r"[^,，。;；、\d(（]{0,10}?(?:投产|建成|竣工|完工|开工|动工|投运|投用|启动|点火|封顶|通车|试生产|试运行|试车|落成|达产"
    r"|交付|开建|奠基|揭牌|挂牌|并网|投入|安装|出铁|出钢|复工|停产|停工|拆除|关停|完成)"
)
_SINCE_AFAR = re.compile(r"[^,，。;；\d]{0,12}?以来")
_CLAUSE = re.compile(r"[,，。;；:\n(（]")


def role_of(text: str, one: Worded) -> tuple[Role, int, int]:
    """The role of an expression, and where it begins and ends with the words that give it that role."""
    before = _CLAUSE.split(text[max(0, one.start - 8) : one.start])[-1].rstrip(" ")
    if is_told(text, one) or (_SOURCE.search(before) and text.startswith("的", one.end)):
        return Role.ASIDE, one.start, one.end
    if _is_base(text, one, before) or _is_yearly_aim(text, one):
        same = _SAME_TERM.match(text, one.end)
        return Role.BASE, one.start, same.end() if same else one.end
    if _RECURRING.search(before):
        return Role.RECURRING, one.start, one.end
    until = _UNTIL.search(before)
    if until:
        return Role.POINT, one.start - len(until.group()), one.end
    bound = _bound(text, one, before)
    if bound:
        return bound
    if _is_milestone(text, one, before):
        return Role.MILESTONE, one.start, one.end
    if _is_day(one):
        return (Role.REPORTED if _TELLING.match(text, one.end) else Role.EVENT), one.start, one.end
    if _CEREMONY.match(text, one.end):
        return Role.NAME, one.start, one.end
    if _is_year(one) and _NAMING.match(text, one.end):
        return Role.NAME, one.start, one.end
    if _is_point(one):
        # 年末达到65户 dates its own sentence; 2024年末 goes on.
        if text[one.end - 1] == "初":
            return Role.ASIDE, one.start, one.end
        names_year = one.year is not None or one.offset is not None or text[one.start : one.start + 1] not in "年岁"
        return (Role.POINT if names_year else Role.MILESTONE), one.start, one.end
    return Role.PERIOD, one.start, one.end


def is_told(text: str, one: Worded) -> bool:
    """Whether 去年同期 is what its clause tells of (去年同期为亏损), and no base."""
    same = _SAME_TERM.match(text, one.end)
    before = text[max(0, one.start - 1) : one.start]
    return bool(same and (not before or _CLAUSE.match(before)) and _TOLD.match(text, same.end()))


def is_compared(text: str, start: int, end: int) -> bool:
    """Whether something is compared with the time between two places (与上月相比, 较上月)."""
    before = _CLAUSE.split(text[max(0, start - 8) : start])[-1].rstrip(" ")
    if _BASE_BEFORE.search(before) or _SAME_TERM.match(text, end):
        return True
    return bool(_BASE_PAIR.search(before) and _BASE_PAIRED.match(text, end))


def _is_yearly_aim(text: str, one: Worded) -> bool:
    """Whether the year's aim is what a figure is measured by (完成全年任务的95%, 低于全年目标1.6个百分点)."""
    return text[one.end - 1] in "年度" and text[one.start] in "全年" and bool(_YEARLY_AIM.match(text, one.end))


def _is_base(text: str, one: Worded, before: str) -> bool:
    if _SAME_TERM.match(text, one.end):
        return True
    lead = _BASE_BEFORE.search(before)
    if lead:
        word = lead.group()
        if word == "以":
            return bool(_AS_BASE.match(text, one.end))
        if word in ("按", "达到", "恢复", "恢复到", "回到", "超", "超过", "高于", "低于", "追平"):
            return bool(_LEVEL.match(text, one.end) or _AS_BASE.match(text, one.end))
        return True
    if _BASE_PAIR.search(before) and _BASE_PAIRED.match(text, one.end):
        return True
    return bool(re.search(r"[是为占]$", before) and _AS_BASE.match(text, one.end))


def _bound(text: str, one: Worded, before: str) -> tuple[Role, int, int] | None:
    since, onwards, ahead = _SINCE.match(text, one.end), _ONWARDS.match(text, one.end), _BEFORE.match(text, one.end)
    if since is None and _FROM.search(before):
        since = _SINCE_AFAR.match(text, one.end)
    if since:
        return Role.SINCE, one.start, since.end()
    if onwards:
        return Role.OPEN, one.start, onwards.end()
    if ahead or _LATEST.search(before):
        return Role.DEADLINE, one.start, ahead.end() if ahead else one.end
    towards = _TOWARDS.search(before)
    if towards and not text.startswith("的", one.end):
        return Role.HORIZON, one.start - len(towards.group()), one.end
    if _FROM.search(before) and re.match(r"[^,，。;；\d的]{0,4}[,，]", text[one.end : one.end + 6]) and not one.until:
        return Role.OPEN, one.start - 1, one.end
    return None


def _is_milestone(text: str, one: Worded, before: str) -> bool:
    """计划2026年6月投产, 5月份投运: a date of one thing, that does not date what the next sentence tells."""
    if one.until is not None:
        return False
    is_part = one.part is not None and bool(one.part.first)
    if (
        _AMONG.search(text, max(0, one.start - 4), one.start)
        or (is_part and _WITHIN.search(before) and not _is_day(one))
        or (is_part and _PLANNED.search(before))
    ):
        return True
    if not _MILESTONE.match(text, one.end):
        return False
    is_month = one.part is not None and len(one.part.first) == 1 and one.part.first == one.part.last
    return bool(_WILLED.search(before)) or is_month


def _is_day(one: Worded) -> bool:
    last = one.until or one
    first, end = one.part, last.part
    if first is None or end is None or len(first.first) < 2:
        return False
    if (
        one.until is None
        and first.first[0] == first.last[0]
        and first.first[1] in (1, 11, 21)
        and first.last[1] in (10, 20, 0)
    ):
        return False
    return not (first.first != end.last and first.first[1] == 1 and end.last[1] >= 28)


def _is_year(one: Worded) -> bool:
    return one.part is None and one.until is None


def _is_point(one: Worded) -> bool:
    return one.until is None and one.part is not None and one.part.is_point
