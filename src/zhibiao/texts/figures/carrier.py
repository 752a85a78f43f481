"""The name that carries a number: the noun phrase before it or behind it, with the scope and the verb beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.figures.owners import ASPECT
from zhibiao.texts.figures.phrases import plain, trimmed, untimed, without_heads
from zhibiao.texts.figures.words import Words
from zhibiao.texts.lexicon import Term

_NO_VERB = re.compile(
    r"[日月年]产(?:量|值|能|业|品)|生产(?:总值|效率|能力|线|率|成本|企业|经营|资料|力|性|者|组织|量|总量|过程|计划|指标|基地|车间|端|要素|许可|安全|制造|商|性|和供应|及供应|与供应)"
    r"|销售(?:收入|额|量|利润|率|价格|均价|总额|产值|网络|费用|面积|企业|公司|渠道)|(?:出口|进口)(?:额|量|总额|总值|均价|价格|值|比重|占比|交货值|企业|总量|单价|铁矿石?(?:现货|价|均价|库存|到岸)|废钢(?:现货|价|均价|到岸)|矿|$)"
    r"|消费(?:额|量|品|总额|者|价格|结构|$)|消耗(?:量|总量|强度|$)|采购(?:量|额|成本|价)|回收(?:量|率|利用|企业)|处置(?:率|量)|处理(?:量|率|能力|厂)|供应(?:量|链|商|比例|能力)"
    r"|完成(?:率|情况)|[没享占所固国私公自专持]有(?!色)|有(?:色|机|限|效|关|序|所|望|利|力|害|线|组织|人)|达(?:标|产|效|成|州)|冶炼(?:分离|产能|厂|技术|行业)"
    r"|超[采产排载]|取得感|产(?:量|值|能|业|品|销|出口|城|学|权|成|油|线|地|融|教|区|生(?!铁))|开采(?:[、和及]|量|规模|权|总量|指标)|建设(?:项目|规模|工期|用地|周期|投资|资金|工程|面积|期|单位|兵团)"
    r"|开发(?:区|投资|强度)|投入(?:强度|产出|占|比)|新增(?:$)|改造(?:项目|投资|率|面积|工程|后)|(?:减少|增加|提高|降低|整治|开工|落地|竣工|投产|入库|储备|签约)(?:率|$)|增加值|转化率"
    r"|签约(?:额|金额)|储备林|治理(?:率|面积)|研发(?:投入|费用|经费|中心|人员|机构|强度|平台|支出)|竣工面积|投产后|引进(?:资金|内资|外资)"
    r"|扶持(?:资金|政策)|绿化(?:面积|覆盖率)|修复(?:率|面积)|整改(?:完成率)|办结率|复工复产|置换(?:产能|比例)|发行(?:量|价)|到位(?:率|资金)|(?:技术|升级|数字化|节能|环保|超低排放|设备)改造|[^,，]{0,2}(?:培训|发布|招聘)(?:班|会)"
)
_DOER = re.compile(
    r"(?:市|县|区|局|委|集团|公司|厅|办|协会|政府|厂|部门|单位|股份|学院|大学|中心|我们|院|银行|园区|产业园|企业|钢铁|矿业|镁业|年|月|累计|共|内|新|已|将)$"
)
_ASIDE = re.compile(r"^(?:.*[,，])?以[^以]{1,40}为(?:代表|主|首|龙头|核心|重点|依托)的?")
_PARTS = re.compile(r"(?P<what>.{1,30}?)(?:方面|领域|当中|之中|其中|(?<![集其之])中|板块)$")
_OBJECT = re.compile(
    r"[^将把]{0,24}?(?:将|把)(?=[^由会于达为超进一步继续力争新增实现建投形成带动提降减完成培育有在突破保持再全以不重推加启争举打拥开迎从年])"
)
_LED = re.compile(r"(?:引导|鼓励|支持|督促|推动)[^,，]{2,8}?对(?![外口标接])")
_TOWARDS = re.compile(r"^.{0,14}?(?:将|要|拟|应)对")
_COMPOUND = re.compile(r"[一-龥]{0,8}(?:量|额|率|值|能力|费|价)")
_INTENDS = re.compile(r"(?:将|拟|计划|力争)(?:在|对|于|向)?[^将]{0,6}$")
_WILLED = re.compile(r"(?:将|要|拟|应|须|需|可)(?:在|对|于|向|从)?[^将]{0,10}$")
_LIST_END = re.compile(r"等(?:一批|多个|共|共计|合计|各类|\d+余?)?$")
_PREDICATE = re.compile(
    r"(?:即将|已|均|全部|全面|正|将|先后|陆续|成功|顺利|正式|并|也|都|被|实现|在|由|按|向|与|于|开工|竣工|投产|达产|建成|完成|获|入选|通过|纳入|列入|落地|推进|达到|进入|启动|动工|完工|投入|交付|上线|运行|投运|复工|受|得到|享受|参加|参与|来自|分布|分别|占|因|有|为)"
)
_SAID_SO = re.compile(r"(?:均|全部|都|现)?(?:已经|已于|已|正在)(?=.{2})|于$")
_REACHED = re.compile(r"即将|已|全部|均|完成|开工|竣工|投产|达产|建成|签约|落地|累计|实现")
_SUFFIX_STOP = re.compile(
    r"[、,，;；。:：\x00\s]|用于|以及|并(?=[^行购])|(?:总投资|计划投资|完成投资|投资(?:额)?$)|占(?=.{1,20}(?:比|的|$))"
)
_LONGEST_SUFFIX = 26
_BINDING = frozenset(("和", "及", "与", "以及", "或"))
AMONG = frozenset(("中", "当中", "之中"))
"""Words behind a count that make it the whole of what follows."""
_SHARE_OF = re.compile(
    r"(?P<what>.*?)(?<![侵抢])占(?P<whole>(?!比|有)[^占]{1,22}?)(?:的|总数的|总量的)?(?:比重|比例|份额)?$"
)
_SHARE_IN = re.compile(r"(?P<what>.*?)在(?P<whole>.{1,20}?)中(?:的|所)?(?:占比?|比重|比例)$")
_OF_PLAN = re.compile(
    r"(?P<what>.*?)(?:已)?(?:完成|达到?|为|占|实现)(?:了)?(?P<plan>(?:全年|年度|年初|本年度|当年|季度|既定|序时)?[^,，]{0,8}(?:计划|预算|目标|任务))(?:数|总数|值|的)*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A name taken apart.

    `scope` whose figure it is where the text says so before a verb (重点统计钢铁企业), `act` the verb that the subject
    keeps (培育), `name` the rest, `doer` what stands before an act and does it. `elided` marks a name whose noun is
    left out (`100亿元以上的`), `inner` what follows 其中, `part` what is said of the whole (占全省比重).
    """

    name: str = ""
    scope: str = ""
    act: str = ""
    doer: str = ""
    way: str = ""
    part: str = ""
    elided: bool = False
    inner: bool = False
    measured: str = ""  # the verb that implies the indicator
    says: bool = False  # the name only says what became of those counted before
    noun: str = ""  # the thing counted, without what is said of it
    ends: bool = False  # the verb stands last: `省财政厅安排`

    @property
    def is_empty(self) -> bool:
        """Whether nothing names the figure."""
        return not (self.name or self.act)


def carrier_of(text: str, words: Words) -> Carrier:
    """Take apart what stands before a number, the verb of change and the base already taken away."""
    inner = re.match(r"[、\s]*其中", text) is not None
    moved = _OBJECT.match(text) or _LED.match(text)
    text = text[moved.end() :] if moved else text
    elided = text.rstrip("\x00 ").endswith("的") and bool(trimmed(text))
    return replace(_named(trimmed(text), words), inner=inner, elided=elided)


def share_of(text: str, words: Words) -> Carrier | None:
    """`储量占全省的`, `完成年度计划的`: a share of a whole or of a plan; None where it is neither."""
    bare = text.replace("\x00", "").strip()
    plan = _OF_PLAN.fullmatch(bare)
    if plan is not None:
        return replace(carrier_of(plan["what"], words), part="完成" + plan["plan"])
    inside = _SHARE_IN.fullmatch(bare)
    if inside is None and bare.endswith("占") and len(bare) > 1:
        return replace(carrier_of(bare[:-1], words), part="占")
    share = inside or _SHARE_OF.fullmatch(bare)
    if share is not None:
        return replace(carrier_of(share["what"], words), part="占" + share["whole"].removesuffix("的") + "比重")
    return None


def _named(bare: str, words: Words) -> Carrier:
    found = _verb_inside(bare, words)
    if found is None:
        return Carrier(name=plain(bare))
    at, size, sense, term = found
    left, right = _WILLED.sub("", untimed(trimmed(bare[:at]))), trimmed(bare[at + size :])
    if not right:
        return Carrier(name=plain(left), ends=True)
    if sense == "measure":
        name = right if right.endswith(term.value) else right + term.value
        return Carrier(name=plain(name), scope=plain(left), measured=term.word)
    deeper = _named(right, words) if right else Carrier()
    if term.word in ("拉动", "贡献"):
        return Carrier(name=plain(left + term.word + right))
    if sense == "link" and not left:
        return Carrier(name=plain(bare))
    if sense == "link":
        return Carrier(name=deeper.name or plain(right), scope=plain(left))
    if sense == "act":
        way = term.value or deeper.way
        return Carrier(name=plain(right), act=term.word, doer=left, way=way)
    return replace(deeper, scope=deeper.scope or plain(left), doer=deeper.doer or (left if deeper.act else ""))


def _verb_inside(text: str, words: Words) -> tuple[int, int, str, Term] | None:
    """The first verb that divides a phrase: place, length, sense and row."""
    at, depth = 0, 0
    while at < len(text):
        sign = text[at]
        depth += (sign in "“《「(（") - (sign in "”》」)）")
        kept = _NO_VERB.match(text, at)
        if kept is not None:
            at = max(kept.end(), at + 1)
            continue
        if depth <= 0:
            found = _verb_at(text, at, words)
            if found is not None:
                return found
        at += 1
    return None


def _verb_at(text: str, at: int, words: Words) -> tuple[int, int, str, Term] | None:
    rest = text[at : at + 6]
    found = [
        (len(term.word), sense, term)
        for sense, tails in words.verbs
        if (term := tails.at_start(rest)) is not None and _divides(text, at, term, sense, words)
    ]
    if not found:
        return None
    size, sense, term = max(found, key=lambda one: one[0])
    return at, size, sense, term


def _divides(text: str, at: int, term: Term, sense: str, words: Words) -> bool:
    """Whether a verb at a place divides the phrase and is no part of a noun."""
    size, right = len(term.word), text[at + len(term.word) :]
    if sense == "act":
        if at == 0:
            return len(right) > 1
        if _COMPOUND.fullmatch(right):
            return False
        if _INTENDS.search(text, 0, at):
            return bool(right)
        return bool(without_heads(right, words)) and _DOER.search(text, 0, at) is not None
    if sense == "measure":
        if size == 1 and at > 0 and text[at - 1] not in "共计可年月日均":
            return False
        return bool(right) and not words.head_of(right) and _COMPOUND.fullmatch(right) is None
    return bool(right or at) and not (size == 1 and at == 0)


def behind(before: str, after: str, words: Words) -> Carrier | None:
    """The carrier of a count whose noun stands behind it (`培育甲、乙等12条特色街区`), None where none does."""
    suffix = suffix_of(after)
    if not suffix:
        return None
    bare = trimmed(_TOWARDS.sub("", _ASIDE.sub("", before.replace("\x00", "").strip())))
    if _PREDICATE.match(suffix) is not None and not _LIST_END.search(bare):
        return None
    lead = _lead(bare, words)
    said = _PREDICATE.search(suffix, 2)
    noun = plain(lead.name + (suffix[: said.start()] if said else suffix))
    suffix = suffix[:1] + _SAID_SO.sub("", suffix[1:])
    return replace(lead, name=plain(lead.name + suffix), noun=noun)


def parted(between: str) -> tuple[str, int]:
    """The noun behind a count and where what is said of it begins: `重点项目已开工` is 重点项目 and 4."""
    said = _REACHED.search(between, 1)
    return (plain(trimmed(between[: said.start()])), said.start()) if said else ("", 0)


def suffix_of(after: str) -> str:
    """What stands right behind a number and may name it."""
    stop = _SUFFIX_STOP.search(after)
    suffix = (after[: stop.start()] if stop else after).strip(" 的了")[:_LONGEST_SUFFIX]
    return "" if suffix in AMONG or suffix in _BINDING else suffix


def _lead(bare: str, words: Words) -> Carrier:
    """What of the words before a count belongs to the name: the act, the modifier; lists of examples do not."""
    found = _verb_inside(bare, words)
    is_list = _LIST_END.search(bare) is not None
    if found is None:
        return Carrier() if is_list or "、" in bare else Carrier(name=trimmed(bare))
    at, size, sense, term = found
    left, right = trimmed(bare[:at]), "" if is_list else trimmed(bare[at + size :])
    if sense == "act":
        inner = _lead(right, words) if right else Carrier()
        return Carrier(name=inner.act + inner.name, act=term.word, doer=left, way=term.value or inner.way)
    inner = _lead(right, words) if right else Carrier()
    return replace(inner, scope=inner.scope or plain(left), doer=inner.doer or (left if inner.act else ""))


def topic_of(text: str) -> str:
    """The topic that a phrase without number sets: `新兴产业方面`, `钢铁高端产品中`; empty where it sets none."""
    found = _PARTS.fullmatch(trimmed(text))
    return plain(found["what"]) if found and ASPECT.fullmatch(found["what"]) is None else ""


def is_aspect(text: str) -> bool:
    """Whether a phrase only says what is looked at: `效益方面`."""
    found = _PARTS.fullmatch(trimmed(text))
    return found is not None and ASPECT.fullmatch(found["what"]) is not None
