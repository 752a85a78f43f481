"""Whether a figure tells what was or what shall be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.figures.words import Words
from zhibiao.texts.statement import StatementKind

_REACHED = re.compile(
    r"(?:超额|提前|圆满|如期|全面|较好|顺利|已|均|胜利)?(?:完成|实现|达成|兑现)(?:了)?[^,，]{0,24}(?:目标|任务|计划|指标)|(?:高于|超|好于|优于|超出|低于|落后|快于|慢于)[^,，]{0,8}(?:目标|计划|预期|进度)|占[^,，]{0,8}(?:目标|计划|任务)"
)
_NOT_AIM = re.compile(
    r"计划(?:总)?投资|规划面积|目标(?:任务|责任)|计划(?:完成率|的)|[年季月]度计划|预期目标|计划生育|五年规划|目标值|与?计划相比|比计划"
)
_MUST = re.compile(r"(?<![主重需只首纲摘概扼必提紧纪])要(?![求素点闻员件领道地害塞术职看])")
_WILL = re.compile(
    r"(?<![即])将(?=会|于|达|为|超|进一步|继续|力争|新增|增|实现|建|投|形成|带动|提|降|减|完成|培育|有|在|突破|保持|再|全|以|不|重点|推|加|启|争取|安排|举办|打造|拥有|年|持续|开|新|迎|从|由)"
)
_AFTER = re.compile(
    r"(?:投产|建成|达产|竣工|完成|实施|投用|运营|全部建成|达效|改造)(?:投产|达产|达效|投运|运营)?后|可(?:年)?(?:实现|新增|带动|形成|年产|减少|节约|控制|达|产|增加|提高|降低|下降|减排|生产|处理|消纳|提供|创造)|每年(?:可|将|能)|(?:^|后)年(?:节约|节电|节能|节水|减排|减碳|减少)|首年|(?:按照|根据)(?:合作|框架)?协议|协议约定"
)
_DONE = re.compile(
    r"(?<![由将对从把])现有(?!的)|查明资源|探明储量|保有资源|已(?!于?计划)|完成了|实现了|达到了|仍达|截至|截止|目前(?!计划)|^(?:去年|上年)(?!同期|末|底|水平)|累计(?:完成|实现)|过去|来看|只有|仅为"
)


_ACTUAL = re.compile(r"实际(?:已)?(?:开工|完成|竣工|投产|到位|利用|落地|签约)")
_EVENT = re.compile(
    r"(?:举行|举办|召开)[^,，]{0,30}(?:活动|仪式|签约会|推介会)|(?:现场|集中|共|共计)(?:开工|签约|竣工|投产|签订|达成)"
)
_AGENDA = re.compile(r"(?:重点|着力|突出|全力|扎实|认真)(?:抓好|做好|推进|实施)[^,，。]{0,12}(?:工作|任务|举措)$")
_PAST_TITLE = re.compile(
    r"(?:进展|完成|运行|落实|执行)情况|经济运行|情况(?:的)?通报|统计公报|(?:中期|终期|年度)评估(?!办法|方案|细则|工作)"
)
_PROVIDED = re.compile(
    r"(?:优惠|加价|奖励|补助|补贴|上浮|下浮|降低|授信)\s*\x00*$|每[^,，]{1,5}(?:优惠|加价|奖励|补助|补贴)|用电(?:加价|优惠)|新增授信"
)
_POLICY_TITLE = re.compile(r"(?:办法|措施|政策|细则|意见|规定)(?:[(（](?:试行|暂行)[)）])?$")
_FLOOR = re.compile(r"不(?:少于|低于|超过|高于)|以内|(?:年度|年内|今年|当年)计划(?:完成)?投资")
_DUE = re.compile(r"前|底|末|年内|到20|以内|不|每年|计划|全年")
_NOW = re.compile(r"(?:今年|本年)(?:以来)?$")
_GOES_ON = re.compile(r"\s*(?:其中|与[^,，]{1,8}相比|同比|比[^,，]{1,8}(?:增加|减少))")
_PERFECT = re.compile(
    r"(?<![未待])(?:完成|盘活|新签约|新签|引进|关停|拆除|搬迁|腾退|查处|办结|建成|新建成|培育出|由.{1,30}(?:提高|上升|增加|下降|降)到)"
)


_TITLED = re.compile(r"《[^《》]{1,60}》|“[^“”]{1,12}(?:计划|规划|目标|行动|方案)”(?:目标)?")
_SPEAKER = re.compile(r"(?:介绍|表示|指出|透露|告诉记者|坦言|认为|说道?)(?:说)?$")
_PLANNED = re.compile(
    r"(?<![列纳导向度动成按入项与比超该于])计划(?!单列|经济|生育|内|外|的|数|完成|书)(?=[^,，。;；]|$)|规划(?:建设|投资|总|布局|到|新建|年|产能|新增|实施|\d)|目标(?:为|是|[:：]|达|定|产值|值|\d|锁定)|设计(?:年|产能|规模|能力)"
)


_BY = re.compile(r"到(?:20\d\d|[“”十明后])|每年|今后|未来")


@dataclass(slots=True, kw_only=True)
class Will:
    """Words of will heard in the sentence so far."""

    aim: bool = False
    forecast: bool = False
    future: bool = False
    past: bool = False  # an event or a state already told of in the sentence
    event: bool = False  # the line tells of an event of the day
    now: bool = False  # `今年,` opened a sentence of the line
    agenda: bool = False  # `重点抓好以下工作:` began what follows in the line

    def turned(self, opening: str) -> Will:
        """What of it goes on into the next sentence of a line, which begins with `opening`."""
        return Will(
            past=self.event and _GOES_ON.match(opening) is not None, agenda=self.agenda, event=self.event, now=self.now
        )

    def hear(self, text: str, words: Words) -> None:
        """Take in the words of a piece."""
        if _SPEAKER.search(text):
            return  # 可望介绍 is a name
        plain = _REACHED.sub("", _NOT_AIM.sub("", _TITLED.sub("", text)))
        self.aim = self.aim or (words.aims.search(plain) or _PLANNED.search(plain)) is not None
        self.forecast = self.forecast or words.forecasts.search(plain) is not None
        self.agenda = self.agenda or _AGENDA.search(plain) is not None
        self.future = self.future or self.agenda or _is_future(plain)
        self.now = self.now or _NOW.match(plain) is not None
        self.event = self.event or _EVENT.search(plain) is not None
        self.past = self.past or self.event or _DONE.search(plain) is not None
        if _ACTUAL.search(plain):
            self.aim, self.forecast, self.future, self.past = False, False, False, True


def _is_future(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_MUST, _WILL, _AFTER)) or any(
        word in text for word in ("下一步", "拟", "不得", "严禁")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What headings and title say of the time of a line: True ahead, False past, None nothing."""

    heading: bool | None = None
    title: bool | None = None
    listed: bool = False  # in a list that `力争实现以下目标:` began
    reports: bool = False  # the title says that it tells how things stand
    provides: bool = False  # the title is that of a rule or of measures

    @classmethod
    def of(cls, headings: str, title: str, words: Words) -> Setting:
        """Read the headings above a line and the title."""
        heading: bool | None = None
        if words.heading_past.search(headings):
            heading = False
        elif words.heading_future.search(headings):
            heading = True
        return cls(
            heading=heading,
            title=True if words.title_future.search(title) else None,
            reports=_PAST_TITLE.search(title) is not None,
            provides=_POLICY_TITLE.search(title) is not None,
        )


def stance(
    text: str, will: Will, ahead: bool | None, setting: Setting, *, is_over: bool
) -> tuple[StatementKind, tuple[str, ...]]:
    """Result or target, and the reasons that speak against trusting it.

    `ahead` is what the times say, `is_over` whether the figure's period ended before the page was published.
    """
    result, target = StatementKind.RESULT, StatementKind.TARGET
    if _REACHED.search(text) and not will.aim and not _is_future(text):
        return result, ()
    if setting.listed and not _DONE.search(text):
        return target, ()
    if setting.provides and _PROVIDED.search(text):
        return target, ()
    if will.past and not (will.aim or will.forecast or will.future) and not _DUE.search(text) and ahead is not False:
        return result, ()
    if will.aim:
        return (result, ()) if setting.heading is False else (target, ())
    if will.forecast:
        return (result, ()) if is_over else (target, ())
    if will.future:
        return (result, ("texts.because.kind_unsure",)) if ahead is False and _DONE.search(text) else (target, ())
    if _DONE.search(text) or ("累计" in text and not _BY.search(text) and setting.heading is not True):
        return result, ()
    if setting.heading is False:
        return result, ()
    if ahead and setting.heading is not True and (will.past or setting.reports) and not _FLOOR.search(text):
        return result, ()
    if ahead and setting.heading is None and not setting.title and will.now and _PERFECT.search(text):
        return result, ("texts.because.kind_unsure",)
    if ahead is not None:
        return (target if ahead else result), ()
    if setting.heading is not None:
        return (target if setting.heading else result), ()
    if setting.title:
        return target, ("texts.because.kind_unsure",)
    return result, ()
