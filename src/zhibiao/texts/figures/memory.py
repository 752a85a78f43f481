"""What the text has named so far: the subject spoken of, its scope and topic, and a list that is being told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.carrier import Carrier, carrier_of, is_aspect, parted, topic_of
from zhibiao.texts.figures.owners import AREA, is_carried, owns
from zhibiao.texts.figures.owners import ENTITY as _GROUP
from zhibiao.texts.figures.phrases import is_generic, joined, listed, plain, trimmed, without_heads
from zhibiao.texts.figures.pieces import HOLE, Piece
from zhibiao.texts.figures.recall import Recall, is_ratio
from zhibiao.texts.figures.words import Words
from zhibiao.texts.lexicon import Term
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Comparator, Polarity

_SAME = re.compile(r"^(?:上述|以上|前述|该|这些|该类|其)(?=企业|行业|产业|公司|集团|项目|产品|地区|园区|市|.{0,4}$)")
_LEADING_TOPIC = re.compile(
    r"(?:.{1,16}(?:行业|产业|集团|公司|园区|产业园|项目|工程|铁矿|矿业|基地|板块|领域|企业|电站|装置|生产线))(?=.|$)"
)
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
_PROJECT = re.compile(r"(?:项目|工程|电站|铁矿|生产线|装置)$")
_NO_TOPIC = re.compile(
    r"目标|如下|指标|任务|情况|包括|主要|其中|介绍|表示|指出|强调|透露|说|认为|要求|显示|是$|消息|公告|报告|会议"
)
_DAILY = re.compile(r"按?日均|平均每天|日平均")
_MARKED = re.compile(r"^[一二三四五六七八九十\d]+[、.．]|^[(（][一二三四五六七八九十\d]+[)）]")
_BREAKDOWN = re.compile(r"分[^,，。]{1,8}看|其中$|从[^,，。]{1,8}看")
_MEMBERS = re.compile(r"(?:协会)?(?P<who>.{0,10}?(?:企业|会员(?!企业|钢)))(?=.{2,})")
_COMPANY = re.compile(r".+?(?:集团|公司|矿业|镁业|钢铁|特钢|股份)")
_GROWTH = re.compile(r"(?:同比|环比|累计)?(?:增长率|增长速度|增速|增幅|降幅|涨幅|跌幅)$")
_SHORT = 6
_LISTED_IN = re.compile(r"(?:列入|纳入|入选|入围)(?P<what>[“《][^,，]{2,14}[”》])(?:范围)?的$")
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
_PER_TON = re.compile(r"报?每[干湿]?吨$")
_MADE = {"产钢": "粗钢产量", "产铁": "生铁产量", "产材": "钢材产量"}
_GRADE = re.compile(r"(?:评出|评定|评为|认定|分出|确定)?(?P<grade>[A-E甲乙丙丁ⅠⅡⅢⅣ]类|[一二三四]类)")
_AMOUNTS = ("产量", "销量", "库存")
_AMOUNT_UNITS = frozenset(("吨", "千瓦时", "立方米", "平方米", "重量箱", "台", "辆", "米", "升", "千升"))
_IS = re.compile(r"[为达是]$")
_OWN_FIRM = re.compile(r"(?:该?企业|该?公司)(?!数|户|家|群|集团|所得)")
_MONEY_SIZE = re.compile(r"\d[\d.]*(?:[百千]?[万亿])?元")
_BARE_SHARE = frozenset(("占比", "比重", "所占比重", "所占比例"))
_WORTH = frozenset(("价值", "货值", "金额", "价款"))
_LONGEST_TOPIC = 24
_LONGEST_PENDING = 48
_COUNTED = frozenset("家户个座条项场处所台套批件辆艘类种名人次期口孔幢栋片块只位")
_MULTIPLE = re.compile(r"^[万亿千百]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure told, which an ellipsis goes back to; `way` is what its verb of doing said (新增)."""

    subjects: tuple[str, ...]
    unit: str | None
    change: Change
    polarity: Polarity | None
    comparator: Comparator
    sentence: int
    is_level: bool
    based: bool = False
    way: str = ""
    part: str = ""
    noun: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The subjects of a number and the reasons that speak against trusting them."""

    subjects: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Memory:
    """The running context of one line; `heading` is what the heading above it names, `hero` what the page is about."""

    words: Words
    heading: str = ""
    hero: str = ""
    sentence: int = 0
    recall: Recall = field(default_factory=Recall)  # of the whole page
    scope: str = ""
    scope_at: int = -1  # the sentence that named it
    among: str | None = None  # the unit of those counted with 中
    parts: bool = False  # 其中 stood alone before a comma
    whole: str = ""  # `银行借款中`: what the next share is a part of
    good: str = ""  # what was produced or traded last, and by which verb
    trade: str = ""
    topic: str = ""
    is_passing: bool = False  # the topic ends with the next figure
    parent: Told | None = None  # what 其中 or a bracket takes apart
    bracket: int = -1
    pending: str = ""
    daily: bool = False
    breaks_down: bool = False  # `分品种看`: what follows are parts of the group told of
    told: Told | None = None
    level: Told | None = None
    levels: list[str] = field(default_factory=list)
    thing: str = ""  # the project that the whole line tells of
    spread: list[str] = field(default_factory=list)
    spread_at: int = 0
    bases: dict[str | None, Change] = field(default_factory=dict)  # stated in this sentence, by unit

    def turn(self, piece: Piece) -> None:
        """Forget what does not outlive a sentence."""
        if piece.sentence != self.sentence:
            self.sentence, self.topic, self.pending, self.daily = piece.sentence, "", "", False
            self.whole, self.among, self.parts = "", None, False
            self.breaks_down = False
            self.levels, self.spread, self.parent = [], [], None
            self.bases.clear()
        if piece.bracket != self.bracket:
            self.bracket, self.parent = piece.bracket, self.told if piece.bracket >= 0 else None

    def hear(self, piece: Piece) -> None:
        """Take in a piece without a figure: a topic, or a subject whose number follows."""
        text = _MARKED.sub("", piece.text.replace(HOLE, "").strip())
        self.breaks_down = self.breaks_down or _BREAKDOWN.match(text) is not None
        self.daily = self.daily or _DAILY.search(text) is not None
        bare = trimmed(text)
        if re.search(r"[\d“”]", bare):
            return
        if is_aspect(text):
            return
        if text == "其中":
            self.parts, self.parent = True, self.told
            return
        topic = topic_of(text)
        self.is_passing = False
        if topic:
            self.topic = topic
            self.whole = topic if text.endswith("中") and self.words.head_of(topic) else ""
        elif piece.closer in (":", "：") and 0 < len(bare) <= _LONGEST_TOPIC and not _NO_TOPIC.search(bare):
            headed = bool(self.words.head_of(bare))
            self.topic, self.pending = ("", plain(bare)) if headed else (plain(bare), "")
        elif (
            piece.closer == "。"
            and not self.told
            and not self.thing
            and _GROUP.search(bare)
            and len(bare) <= _LONGEST_TOPIC
        ):
            self.thing = plain(bare)
        else:
            self._lead(bare)

    def _lead(self, bare: str) -> None:
        found = _LEADING_TOPIC.match(bare[:24])
        if found is not None and not _NO_TOPIC.search(found.group()):
            name = carrier_of(found.group(), self.words).name
            if not is_generic(name, self.words):
                self.topic, self.is_passing = name, True
            if _PROJECT.search(self.topic):
                self.thing = self.topic
        for size in range(min(len(bare), _LONGEST_PENDING), 1, -1):
            head = self.words.indicators.at_end(bare[:size])
            if head is not None and len(head.word) > 1:
                self.pending = carrier_of(bare[:size], self.words).name
                return

    def count(self, piece: Piece, number: Quantity) -> None:
        """Take in a count that only says among how many: `127个重点项目中` sets the topic."""
        among = re.fullmatch(r"(.{1,20}?)(?:当中|之中|中)", piece.between(number.end, piece.end).replace(HOLE, ""))
        if among is not None:
            listed_in = _LISTED_IN.search(piece.between(piece.start, number.start).replace(HOLE, ""))
            front = listed_in["what"] if listed_in else ""
            self.topic, self.is_passing = joined(front, plain(trimmed(among[1]))), False
            return
        following = next((one.start for one in piece.numbers if one.start >= number.end), piece.end)
        noun, _ = parted(piece.between(number.end, following).replace(HOLE, ""))
        if noun:
            self.topic, self.is_passing = noun, False

    def answer(self, carrier: Carrier, before: Before, number: Quantity, piece: Piece, ahead: int) -> Answer:
        """The subjects of a number; `ahead` is how many numbers the list that begins here holds."""
        whole = self.level or self.told
        if carrier.part == "占" and whole is not None:
            return Answer(subjects=(_share(carrier.name, whole.subjects[0]),))
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
        if _GROWTH.fullmatch(carrier.name) and self.told is not None and not self.told.part:
            return Answer(subjects=tuple(_grown(one) for one in self.told.subjects))
        names = listed(carrier.name, self.words) if before.spreads or before.each else [carrier.name]
        full = [self._complete(names[0], carrier, number, piece, before)]
        front = full[0][: -len(names[0])] if full[0].endswith(names[0]) else ""
        wide = _WIDE.match(full[0])
        front = front or (wide.group() if wide else "")
        full += [joined(front, self._with_head(name, number, measured=False, before=before)) for name in names[1:]]
        full = [_normal(one, number) for one in full]
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
        if name.endswith("每吨") and self.words.head_of(_IS.sub("", name[:-2])):
            name = _IS.sub("", name[:-2])
        if (name in self.words.acts.terms or name == "完成") and not carrier.act:
            return name + (self.topic or self._counted(number))
        if _STATES.fullmatch(name) and (number.unit is not None and _MULTIPLE.sub("", number.unit) in _COUNTED):
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
        if scope and not _NO_TOPIC.search(scope):
            self._set_scope(scope)
            return joined(scope, self._with_head(name, number, measured=bool(carrier.measured)))
        if name in _BARE_SHARE and self.told is not None and self.told.part and self.told.sentence == self.sentence:
            return self.told.subjects[0]
        if name == "税收占比" and self.told is not None and self.told.subjects[0].endswith("收入"):
            return f"税收占{self.told.subjects[0]}比重"
        if name == "不良率" and self.told is not None and self.told.subjects[0].endswith("贷款余额"):
            return self.told.subjects[0].removesuffix("余额") + name
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

    def _set_scope(self, scope: str) -> None:
        self.scope, self.scope_at = scope, self.sentence

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
            return name + _placeless(self.parent.noun or whole)
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
        counted = self.told.unit is not None and _MULTIPLE.sub("", self.told.unit) in _COUNTED
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
                return name + _placeless(last)
            return name if self.words.head_of(name) or not head else name + head
        if AREA.fullmatch(name) and number.unit is not None and _MULTIPLE.sub("", number.unit) in _COUNTED:
            return name + self.recall.by_unit.get(number.unit, "")
        if measured or self.words.head_of(name):
            return name
        if self.whole.endswith(_AMOUNTS) and number.unit and _MULTIPLE.sub("", number.unit) in _AMOUNT_UNITS:
            return name + self.whole[-2:]
        if self.level is None:
            return name
        if number.unit is None or number.unit != self.level.unit or number.unit == "%":
            return name
        if _MULTIPLE.sub("", number.unit) in _COUNTED:
            return name
        subject = self.level.subjects[0]
        if AREA.fullmatch(name):
            return name + _placeless(subject)
        head = subject[len(without_heads(subject, self.words)) :]
        if self.daily and "日均" not in subject and head:
            head = "日均" + head
        return name + head

    def keep(self, told: Told) -> None:
        """Remember a figure that was told."""
        self.told = told
        for subject in told.subjects:
            self.recall.keep(subject, self.words)
        if told.unit is not None and told.is_level and told.unit in _COUNTED:
            noun = told.noun or told.subjects[0]
            if not AREA.match(noun):
                self.recall.by_unit[told.unit] = noun
        if told.based and told.change in (Change.YOY, Change.MOM, Change.DELTA):
            self.bases[told.unit] = told.change
        self.pending = ""
        if self.is_passing:
            self.topic, self.is_passing = "", False
        if told.is_level:
            self.level = told
            self.levels.extend(told.subjects)


def _share(name: str, whole: str) -> str:
    """`工业用电占77%` of 全社会用电量 says of itself what it is a share of; `板材占63%` of 钢材出口量 does not."""
    measure = re.sub(r"[量额值数]$", "", whole)[-2:]
    return f"{name}占比" if name.endswith(measure) else f"{name}占{whole}比重"


def _placeless(subject: str) -> str:
    """A subject without the area that it begins with."""
    area = AREA.match(subject)
    return subject[area.end() :] or subject if area else subject


def _normal(subject: str, number: Quantity) -> str:
    """Other words for the same: 日产 is 日均产量, `热轧卷板每吨…元` a price."""
    made = _MADE.get(subject[-2:])
    if made is not None:
        return subject[:-2].removeprefix("公司") + made
    grade = _GRADE.fullmatch(subject)
    if grade is not None and number.unit in ("户", "家"):
        return grade["grade"] + "企业"
    if _GROWTH.search(subject):
        return _grown(subject)
    if subject.endswith(("日产", "日产量")):
        return subject[: subject.rfind("日产")] + "日均产量"
    if _PER_TON.search(subject) and (number.unit or "").startswith(("元", "美元")):
        bare = _IS.sub("", _PER_TON.sub("", subject))
        if bare.endswith(("现货", "期货", "到岸", "离岸", "出厂")):
            return bare + "价"
        return bare if bare.endswith(("价", "价格", "利润", "成本", "毛利", "盈利", "税", "费")) else bare + "价格"
    return subject


def _grown(subject: str) -> str:
    """The subject of a change in a rate of growth: `…降幅` is `…增速`."""
    return _GROWTH.sub("", subject) + "增速"
