"""Whether one can ask next month if an action was done: it names a thing, event or indicator, no mere wish."""

from __future__ import annotations

import re

from zhibiao.texts.actions.phrase import Phrase
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Polarity

_QUOTED = re.compile(r"“[^”]{2,}”|《[^》]{2,}》|「[^」]{2,}」")
_TAIL = re.compile(r"(?:等|的|方面|情况|[、。;；,，:：)）\s])+$")
_NO_ACTION = re.compile(
    r"^(?:[后期、和及并]|情况|工作$|正常(?:电价|价格|标准))|(?:后|时|之后|以后|的同时|过程中|期间|前提下|基础上|情况下|如下|以下(?:方面|工作|措施|任务|内容|事项)?)$|(?:均|都|分别)?为\d|均为|分别为|如有|的是"
)
_WORKS = re.compile(
    r"(?:建设|改造|整合|开发|审批|攻关|修复|治理|搬迁|重组|勘查|出让|整治|复垦|推广应用|应用|推广|创建|替代|上市|申报|报批|验收|安装|调试|施工|掘进|铺设|架设|招标|移交|征收|拆迁)$"
)
_MERE_WORKS = re.compile(
    r"(?:体系|能力|队伍|作风|文化|文明|党|法治|诚信|环境|现代化|[市县省国]|高质量|信用|基层|组织|人才|干部|班子)(?:建设|治理|开发)$"
)
_LONG_WORKS = 6
_SYSTEM = re.compile(r"制度|机制|体制|用工|薪酬")
_DONE_AS_WORK = re.compile(
    r"(?<=前期|收尾|筹备|整治|核查|排查|改造|搬迁|征收|拆除|验收|审计|登记|申报|评估|勘查|普查|建设|置换|关停|淘汰|清理|审批|报批|招标)工作$"
)
_ENOUGH = 2
_LONG = 4
_HELPED = re.compile(r"企业|公司|集团|[钢矿]|[县区市镇乡]|单位|机构|院校|高校|商户|农户|居民|院所")
_PRACTISES = {"实行", "推行", "试行", "实施"}
_PRACTICE = re.compile(r"(?<!精细化)(?<!科学)(?<!规范化)(?:管理|监管|服务|调度|考核|制)$")
_NAMED_WRONG = re.compile(
    r"(?:无[^,，]{1,4}|未[^,，]{1,4}|违规|违法|非法|擅自|私自|越界|超[^,，]{1,6})(?:生产|建设|开采|排放|开工|投产|经营|采矿|运输|占地|供地|销售|施工|入园|上马|爆破|作业|操作|冶炼)$"
)
_LESS = re.compile(r"(?:淘汰|压减|退出|关停|拆除|取缔|削减|清退)(?!机制|工作|方案|计划|任务)")
_NOUN = re.compile(r"[把将对]?(?:指标|任务|目标)")  # 压减指标 names the quota: nothing is said to be cut
_SPEEDS = re.compile(r"(?:增速|增幅|利润)$")
_DEFINITE = {"plan", "reform", "cut", "run"}
_MAKES = {"plan", "run", "build"}
_DIRECTED = {"raise", "cut", "hold"}


class Checker:
    """Judges actions; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        heads = lexicon.pattern("slogans", "head").pattern
        things = lexicon.pattern("checkable", "thing").pattern
        facilities = lexicon.pattern("projects", "head").pattern
        weak = lexicon.pattern("checkable", "weak").pattern
        self.slogan_end = re.compile(rf"(?:{heads})$")
        self.learn = re.compile(rf"(?<![降成资版基样])(?:{lexicon.pattern('slogans', 'learn').pattern})")
        self.thing = re.compile(rf"(?<!各)(?:{things}|{facilities})")
        self.weak_end = re.compile(rf"(?:{weak})$")
        self.event = lexicon.pattern("checkable", "event")
        self.indicator_end = re.compile(rf"(?:{lexicon.pattern('checkable', 'indicator').pattern})$")
        self.verb = lexicon.pattern("actions", "push", "help", "build", "run", "reform", "plan", "cut")

    def grounds(self, action: str, phrase: Phrase) -> str | None:
        """What makes the action checkable: `ban`, `direction`, `named`, `thing`, `event`, `verb`; None for a slogan."""
        bare, rest, sense = (
            _DONE_AS_WORK.sub("", _TAIL.sub("", action)),
            _TAIL.sub("", phrase.rest),
            phrase.verb.sense if phrase.verb else "",
        )
        if self.learn.search(action) or len(rest) < _ENOUGH or _NO_ACTION.search(phrase.rest):
            return None
        if sense == "ban":
            return "ban"
        if sense == "check":
            if _NAMED_WRONG.match(rest):
                return "ban"
            return "direction" if len(rest) >= _LONG and not self.slogan_end.search(bare) else None
        if sense in _DIRECTED and _SPEEDS.search(rest):
            return "direction"
        if sense in _DIRECTED and self.indicator_end.search(rest):
            return "direction"
        if self.slogan_end.search(bare):
            if phrase.verb and phrase.verb.word in _PRACTISES and _PRACTICE.search(rest) and len(rest) >= _LONG_WORKS:
                return "thing"
            return self._despite_slogan(bare, rest, sense)
        return self._by_object(rest, sense)

    def _despite_slogan(self, bare: str, rest: str, sense: str) -> str | None:
        """A clause that ends in a slogan still counts where it is about something named or helps a body to act."""
        if _QUOTED.search(rest) and (sense in _MAKES or self.thing.search(rest) or rest.endswith("改革")):
            return "named"
        if sense in _DEFINITE - {"run"} and any(one.group() != "改革" for one in self.thing.finditer(rest)):
            return "thing"
        if bare.endswith("改革") and _SYSTEM.search(rest):
            return "thing"
        return "thing" if sense == "help" and self.thing.search(rest) and self._helps(rest) else None

    def _by_object(self, rest: str, sense: str) -> str | None:
        if len(rest) < _LONG and sense in {"push", "help"}:
            return None
        if _QUOTED.search(rest) and (sense in _MAKES | {"reform"} or self.thing.search(rest)):
            return "named"
        if self.thing.search(rest):
            return "thing"
        if sense in {"raise", "hold"}:
            return None
        if len(rest) >= _LONG_WORKS and _WORKS.search(rest) and not _MERE_WORKS.search(rest):
            return "event"
        if self.event.search(rest) and len(rest) >= _LONG:
            return "event"
        if sense in {"plan", "cut"} or (sense in _DEFINITE and (len(rest) >= _LONG or self.weak_end.search(rest))):
            return "verb"
        if sense == "help" and self._helps(rest):
            return "event"
        return "thing" if sense == "build" and self.weak_end.search(rest) else None

    def _helps(self, rest: str) -> bool:
        """`支持…企业开拓…`: a body is named and behind it stands what it shall do."""
        helped = _HELPED.search(rest)
        return bool(helped and self.verb.search(rest, helped.end()))


def polarity_of(phrase: Phrase) -> Polarity | None:
    """Which way the verb says that it goes; only bans and verbs with a direction say so."""
    if phrase.verb and phrase.verb.sense == "push" and _LESS.match(phrase.rest):
        return Polarity.DECREASE
    is_noun = bool(_NOUN.match(phrase.rest))
    return Polarity(phrase.verb.value) if phrase.verb and phrase.verb.value and not is_noun else None
