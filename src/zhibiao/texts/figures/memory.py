"""The subject of a number, completed by what the text has named so far."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.carrier import Carrier
from zhibiao.texts.figures.heard import COUNTED, NO_TOPIC, Answer, Heard
from zhibiao.texts.figures.normal import COPULA, GROWTH, grown, normal, placeless, share_of
from zhibiao.texts.figures.owners import AREA, is_carried, owns
from zhibiao.texts.figures.owners import ENTITY as _GROUP
from zhibiao.texts.figures.phrases import is_generic, joined, listed, without_heads
from zhibiao.texts.figures.pieces import Piece
from zhibiao.texts.figures.recall import is_ratio
from zhibiao.texts.lexicon import Term
from zhibiao.texts.quantity import Quantity

_SAME = re.compile(r"^(?:上述|以上|前述|该|这些|该类|其)(?=企业|行业|产业|公司|集团|项目|产品|地区|园区|市|.{0,4}$)")
_FINANCIAL = ("营业收入", "利润总额", "净利润", "利润", "资产总额", "资产负债率", "利税", "研发投入")
_COMPANY_PART = re.compile(r".{0,14}(?:公司|集团|股份|企业|行业|钢铁)(?=[^,，]{0,4}$)")
_SUMS = frozenset(("总量", "总额", "增速", "总规模", "总数"))
_INFLOWING = frozenset(("入库", "新增", "上缴"))
_ELIDING = (
    "增加值",
    "产量",
    "产值",
    "投资",
    "利润",
    "利润总额",
    "用电量",
    "销量",
    "营业收入",
    "库存",
    "出口量",
    "出口额",
)
_CHANGING = frozenset(("减少", "增加", "降低", "提高", "节约"))
_WIDE = re.compile(r"全国|我国|全球|世界")
_MEMBERS = re.compile(r"(?:协会)?(?P<who>.{0,10}?(?:企业|会员(?!企业|钢)))(?=.{2,})")
_COMPANY = re.compile(r".+?(?:集团|公司|矿业|镁业|钢铁|特钢|股份)")
_SHORT = 6
_IN_WHOLE = re.compile(r"占比$")
_STATES = re.compile(
    r"(?:进度|进展|全部|均|正在)?(?:在建|前期|续建|完工|停工|中止|未开工|停产|滞后|未完成|前期工作|建设|推进|办理|受阻|暂缓|延期|逾期|试运行|待开工)"
)
_MODIFIER = re.compile(
    r"(?:级|型|类|期|(?<![企产])业|资|营|属|钢铁|有色|建材|化工|水泥|电力|石化|焦化|耐火|菱镁|铸造|机械|装备|食品|纺织|医药|煤炭|矿山|铁矿|冶金|电子|轻工)$"
)
_AREA_WIDE = re.compile(r"全[国省市县区]")
_SIZED = re.compile(r"^投资[\d.]+[万亿]*元(?:以上|以下)?(?:(?:至|到|—|-)[\d.]+[万亿]*元)?(?:以上|以下)?")
_DONE_SO = re.compile(r"(?<=.)(?:均|全部|都|现)?(?:已经|已|正在)(?=[^已]{2,4}$)")
_AMOUNTS = ("产量", "销量", "库存")
_AMOUNT_UNITS = frozenset(("吨", "千瓦时", "立方米", "平方米", "重量箱", "台", "辆", "米", "升", "千升"))
_OWN_FIRM = re.compile(r"(?:该?企业|该?公司)(?!数|户|家|群|集团|所得)")
_MONEY_SIZE = re.compile(r"\d[\d.]*(?:[百千]?[万亿])?元")
_BARE_SHARE = frozenset(("占比", "比重", "所占比重", "所占比例"))
_WORTH = frozenset(("价值", "货值", "金额", "价款"))
_MULTIPLE = re.compile(r"^[万亿千百]*")


@dataclass(slots=True, kw_only=True)
class Memory(Heard):
    """What was heard of one line, and the subjects that its numbers have by it."""

    def answer(self, carrier: Carrier, before: Before, number: Quantity, piece: Piece, ahead: int) -> Answer:
        """The subjects of a number; `ahead` is how many numbers the list that begins here holds."""
        whole = self.level or self.told
        if carrier.part == "占" and whole is not None:
            return Answer(subjects=(share_of(carrier.name, whole.subjects[0]),))
        if carrier.part:
            all_of = self.answer(Carrier(name=carrier.name, scope=carrier.scope), before, number, piece, ahead)
            last = self.told.part if self.told else ""
            shared = tuple(one.removesuffix(last) + carrier.part for one in all_of.subjects)
            return Answer(subjects=shared, because=all_of.because)
        if carrier.is_empty:
            answer = self._elliptic(before, piece, ahead)
            if before.verb is None and number.unit != "%" and piece.opener != "、" and piece.bracket < 0:
                bare = tuple(one.removeprefix("新增") for one in answer.subjects)
                return Answer(subjects=bare, because=answer.because)
            return answer
        if GROWTH.fullmatch(carrier.name) and self.told is not None and not self.told.part:
            return Answer(subjects=tuple(grown(one) for one in self.told.subjects))
        names = listed(carrier.name, self.words) if before.spreads or before.each else [carrier.name]
        full = [self._complete(names[0], carrier, number, piece, before)]
        front = full[0][: -len(names[0])] if full[0].endswith(names[0]) else ""
        wide = _WIDE.match(full[0])
        front = front or (wide.group() if wide else "")
        full += [joined(front, self._with_head(name, number, measured=False, before=before)) for name in names[1:]]
        full = [normal(one, number) for one in full]
        if before.spreads and len(full) > 1:
            self.spread, self.spread_at = full, 0
            return Answer(subjects=(full[0],))
        self.spread = []
        return Answer(subjects=tuple(full))

    def _elliptic(self, before: Before, piece: Piece, ahead: int) -> Answer:
        if piece.opener == "、" and self.spread and self.spread_at + 1 < len(self.spread):
            self.spread_at += 1
            return Answer(subjects=(self.spread[self.spread_at],))
        if before.spreads and len(self.spread) != ahead and len(self.levels) >= ahead > 1:
            self.spread = self.levels[-ahead:]
        if not self.spread and (before.verb or before.growth) and ahead > 1 and len(self.levels) >= ahead:
            self.spread = self.levels[-ahead:]
        if self.spread and len(self.spread) == ahead > 1:
            self.spread_at = 0
            return Answer(subjects=(self.spread[0],))
        if self.pending and not (self.told and self.told.sentence == self.sentence and before.verb):
            subject = self.pending
            if is_generic(subject, self.words):
                subject = joined(self._whose(subject), subject)
            return Answer(subjects=(subject,), because=("texts.because.subject_inherited",))
        if self.told is not None:
            far = () if self.told.sentence == self.sentence else ("texts.because.subject_inherited",)
            return Answer(subjects=self.told.subjects, because=far)
        if self.topic or self.heading:
            return Answer(subjects=(self.topic or self.heading,), because=("texts.because.subject_unsure",))
        return Answer(subjects=(), because=("texts.because.subject_unsure",))

    def _complete(self, name: str, carrier: Carrier, number: Quantity, piece: Piece, before: Before) -> str:
        if carrier.inner and self.parent is None:
            self.parent = self.told
        inner = carrier.inner or (self.parts and self.parent is not None and number.unit == self.parent.unit)
        if inner and carrier.act and self.parent and not carrier.doer:
            return self._part(carrier.act + name, number)
        if carrier.says:
            return self._counted(number) + name
        if name in _SUMS and self.told is not None and self.told.sentence == self.sentence:
            base = self.told.subjects[0].removesuffix(self.told.part).removeprefix("新增")
            last = next((one for one in _SUMS if base.endswith(one)), "")
            return base.removesuffix(last) + name
        if name.startswith("拉动") and self.told is not None:
            return joined(self.told.subjects[0].removesuffix(self.told.part), name + "增长")
        named = _OWN_FIRM.match(name)
        if named is not None and _COMPANY.fullmatch(self.hero) and self.words.head_of(name[named.end() :]):
            name = self.hero + name[named.end() :]
        if name.endswith("每吨") and self.words.head_of(COPULA.sub("", name[:-2])):
            name = COPULA.sub("", name[:-2])
        if (name in self.words.acts.terms or name == "完成") and not carrier.act:
            return name + (self.topic or self._counted(number))
        if _STATES.fullmatch(name) and (number.unit is not None and _MULTIPLE.sub("", number.unit) in COUNTED):
            return joined(self.topic or self._counted(number), name)
        name = _DONE_SO.sub("", name)
        verb = self._verb_alone(name)
        if verb is not None or (name in _WORTH and self.good and number.unit and number.unit.endswith("元")):
            return self._traded(verb.word if verb is not None else name, verb, number)
        if carrier.act:
            if carrier.doer and _GROUP.search(carrier.doer):
                self._set_scope(carrier.doer)
            if carrier.act in _CHANGING:
                return name
            if carrier.act in _INFLOWING and is_generic(name, self.words) and not carrier.doer:
                return joined(self._whose(name), carrier.act + name)
            return self.hero + carrier.act + name if self.hero and len(name) < 3 else carrier.act + name
        if carrier.measured and carrier.name.endswith(self.words.measuring.terms[carrier.measured].value):
            value = self.words.measuring.terms[carrier.measured].value
            self.good, self.trade = carrier.name.removesuffix(value), carrier.measured
        scope = self._resolved(carrier.scope)
        if scope and not NO_TOPIC.search(scope):
            self._set_scope(scope)
            return joined(scope, self._with_head(name, number, measured=bool(carrier.measured)))
        if name in _BARE_SHARE and self.told is not None and self.told.part and self.told.sentence == self.sentence:
            return self.told.subjects[0]
        if self._is_among(name, number):
            return joined(self.topic, name)
        if _IN_WHOLE.search(name) and self.whole and not self.words.own.at_end(name):
            return joined(
                self.scope if is_carried(self.scope) else "", f"{name.removesuffix('占比')}占{self.whole}比重"
            )
        same = _SAME.match(name)
        if same is not None and self.scope:
            rest = re.sub(r"^(?:企业|行业|产业|公司|集团|项目|园区)", "", name[same.end() :])
            return joined(self.scope, rest)
        if carrier.inner and number.unit == (self.parent.unit if self.parent else ""):
            self.parts = True
        if carrier.inner or piece.bracket >= 0 or (self.parent is not None and self._goes_on(piece, number)):
            return self._part(name, number)
        if carrier.elided and (self.told is not None or self._counted(number)):
            return self._sized(name, number)
        if name.startswith("日均") and self.level is not None and is_generic(name, self.words):
            return self._of_level(name)
        if is_generic(name, self.words):
            return self._owned(name)
        headed = self._with_head(name, number, measured=bool(carrier.measured), before=before)
        if (headed != name or piece.opener == "、" or carrier.measured) and _GROUP.search(self.scope):
            return joined(self.scope, headed)
        if piece.opener == "、" and self.told is not None and len(headed) < 4 and not self.words.head_of(headed):
            headed = self.told.act + headed if self.told.unit == number.unit else headed
        if self.breaks_down and _GROUP.search(self.scope):
            return joined(self.scope, headed)
        if self._carries(headed):
            area = _AREA_WIDE.match(before.name.strip())
            return joined(area.group() if area else self.scope, headed)
        members = _MEMBERS.match(headed)
        if members is not None and not self.breaks_down and self.words.head_of(headed):
            self._set_scope(members["who"])
        return headed

    def _is_among(self, name: str, number: Quantity) -> bool:
        """`在册职工1386人中,内部退养305人`: whether a name says what became of some of those counted."""
        same = self.among is not None and self.among == number.unit and bool(self.topic)
        return same and not self.words.head_of(name) and name[-2:] != self.topic[-2:]

    def _sized(self, name: str, number: Quantity) -> str:
        """`100亿元以上的2个` after 签约项目97个: those of a size among the ones counted."""
        noun = self.recall.by_unit.get(number.unit, "")
        if not noun or (
            self.told is not None and self.told.sentence == self.sentence and self.told.unit != number.unit
        ):
            noun = without_heads(self.told.subjects[0], self.words) if self.told is not None else noun
        noun = _SIZED.sub("", noun)
        return ("投资" if _MONEY_SIZE.match(name) else "") + joined(name, noun)

    def _verb_alone(self, name: str) -> Term | None:
        """The verb that a name is, or ends with where the good was named before: 进口, 部分矿山合计超采."""
        if name == "日产" or len(name) < len("进口"):
            return None
        verb = self.words.measuring.at_end(name) if self.good else self.words.measuring.terms.get(name)
        return verb if verb is not None and len(verb.word) > 1 and verb.word != "日产" else None

    def _traded(self, name: str, verb: Term | None, number: Quantity) -> str:
        """`累计进口600万吨` and `货值9亿元` after 铁矿砂进口量: the amount or worth of the good spoken of."""
        if verb is None:
            head = "额" if name == "价值" else name
            return joined(self.good, self.trade + head)
        self.trade = name
        value = (
            verb.value[:-1] + "额" if (number.unit or "").endswith("元") and verb.value.endswith("量") else verb.value
        )
        return joined(self.good or self._whose(value), value)

    def _carries(self, name: str) -> bool:
        """Whether the scope named in this sentence goes on to a short name: 粗钢产量 after 会员企业生铁产量."""
        if (
            (self.scope_at != self.sentence and self.scope != self.hero)
            or not is_carried(self.scope)
            or len(name) > _SHORT
        ):
            return False
        if name.endswith("企业"):
            return self.scope.endswith("企业")
        return bool(self.words.head_of(name)) and self.words.own.at_end(name) is None and not _WIDE.match(name)

    def _owned(self, name: str) -> str:
        """A generic name with its owner before it; 企业 and 公司 give way to the owner's name."""
        known = self.recall.full(name) if not self.topic else ""
        if known and is_ratio(name):
            return known
        whose = self._whose(name)
        if known and not whose:
            return known
        if whose and whose == self.hero and name.startswith(("企业", "公司", "集团")) and len(name) > 3:
            company = _COMPANY.match(self.hero)
            return joined(company.group() if company else self.hero, name[2:])
        return joined(whose, name)

    def _counted(self, number: Quantity) -> str:
        """What was counted last in the same unit: `项目97个,开工80个`."""
        if self.told is None or self.told.unit != number.unit:
            subject = self.recall.by_unit.get(number.unit, "")
        else:
            subject = self.told.noun or self.told.subjects[0]
        act = self.words.acts.at_start(subject)
        return subject[len(act.word) :] if act else subject

    def _of_level(self, name: str) -> str:
        """`日均16万吨` after `粗钢产量160万吨` is 粗钢日均产量."""
        subject = self.level.subjects[0] if self.level else ""
        topic = without_heads(subject, self.words)
        head = subject[len(topic) :].replace("日均", "")
        return topic + name + ("" if without_heads(name, self.words) != name else head)

    def _resolved(self, scope: str) -> str:
        same = _SAME.match(scope)
        return self.scope or self.hero if same is not None else scope

    def _part(self, name: str, number: Quantity) -> str:
        """A part of what was told last: `(其中车间2个、工厂1个)` are kinds of its list."""
        if self.parent is None:
            return name
        whole = self.parent.subjects[0]
        items = listed(whole, self.words)
        for item in items:
            if item.endswith(name) and item != name and len(items) > 1:
                return joined(self.scope, item)
        if name[-2:] == whole[-2:] and len(whole) > len(name) and not self.words.head_of(name):
            return name[:-2] + whole
        if AREA.fullmatch(name) and number.unit == self.parent.unit:
            return name + placeless(self.parent.noun or whole)
        if _MODIFIER.search(name) and number.unit == self.parent.unit and not self.words.head_of(whole):
            return joined(name, self.parent.noun or whole)
        if is_generic(name, self.words):
            return joined(without_heads(self._nearest(), self.words), name)
        ending = next((one for one in _ELIDING if whole.endswith(one)), "")
        if ending and not self.parent.is_level and not self.words.head_of(name) and number.unit == self.parent.unit:
            return name + ending
        if not self.words.head_of(name) and self.parent.is_level and number.unit == self.parent.unit:
            name += whole[len(without_heads(whole, self.words)) :]
        return joined(self.scope, name) if _GROUP.search(self.scope) else name

    def _goes_on(self, piece: Piece, number: Quantity) -> bool:
        """Whether a list of parts goes on: by `、`, or by the unit of the whole where 其中 began it."""
        same = self.parts and self.parent is not None and self.parent.is_level
        return piece.opener == "、" or (same and number.unit == self.parent.unit)  # type: ignore[union-attr]

    def _nearest(self) -> str:
        return self.told.subjects[0] if self.told else ""

    def _whose(self, name: str) -> str:
        """Whose indicator a name without owner is."""
        if self.topic:
            return self.topic
        near = self._near(name)
        if near:
            return near
        if self.scope and _GROUP.search(self.scope):
            return self.scope
        return self.thing or (self.heading if _GROUP.search(self.heading) else self.hero)

    def _near(self, name: str) -> str:
        """The owner that the figure before it in the sentence names."""
        if self.told is None or self.told.sentence != self.sentence:
            return ""
        subject = self.told.noun or self.told.subjects[0].removesuffix(self.told.part)
        counted = self.told.unit is not None and _MULTIPLE.sub("", self.told.unit) in COUNTED
        if not counted and self.words.acts.at_start(subject) is not None:
            subject = ""
        topic = without_heads(subject, self.words) if self.words.own.at_end(subject) is None else ""
        company = _COMPANY_PART.match(topic) if name.endswith(_FINANCIAL) else None
        act = self.words.acts.at_end(topic)
        if act is not None and _GROUP.search(topic[: -len(act.word)]):
            topic = topic[: -len(act.word)]
        if counted and name[:2] in topic and self.scope:
            return self.scope
        if not topic or topic in self.words.links.terms or is_generic(topic, self.words):
            return ""
        if company is not None:
            return company.group()
        if owns(topic, name) or (counted and owns(topic, "")):
            return topic
        return self.scope if self.scope and subject.startswith(self.scope) else ""

    def _with_head(self, name: str, number: Quantity, *, measured: bool, before: Before | None = None) -> str:
        """`生铁90万吨` after `粗钢产量100万吨` is 生铁产量; `制造业增长6%` after `工业增加值增长5%` likewise."""
        if before is not None and before.verb is not None and not before.reaches and self.told is not None:
            last = self.told.subjects[0].removesuffix(self.told.part).removesuffix("增速")
            head = next((one for one in _ELIDING if last.endswith(one)), "")
            if head and AREA.fullmatch(name):
                return name + placeless(last)
            return name if self.words.head_of(name) or not head else name + head
        if AREA.fullmatch(name) and number.unit is not None and _MULTIPLE.sub("", number.unit) in COUNTED:
            return name + self.recall.by_unit.get(number.unit, "")
        if measured or self.words.head_of(name):
            return name
        if self.whole.endswith(_AMOUNTS) and number.unit and _MULTIPLE.sub("", number.unit) in _AMOUNT_UNITS:
            return name + self.whole[-2:]
        if self.level is None:
            return name
        if number.unit is None or number.unit != self.level.unit or number.unit == "%":
            return name
        if _MULTIPLE.sub("", number.unit) in COUNTED:
            return name
        subject = self.level.subjects[0]
        if AREA.fullmatch(name):
            return name + placeless(subject)
        head = subject[len(without_heads(subject, self.words)) :]
        if self.daily and "日均" not in subject and head:
            head = "日均" + head
        return name + head
