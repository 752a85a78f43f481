"""The name that carries a number: the noun phrase before it or behind it, with the scope and the verb beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.figures.phrases import plain, trimmed
from zhibiao.texts.figures.words import Words
from zhibiao.texts.lexicon import Term

_NO_VERB = re.compile(
    r"生产(?:总值|效率|能力|线|率|成本|企业|经营|资料|力|性|者|组织|量|总量|过程|计划|指标|基地|车间|端|要素|许可|安全|制造)"
    r"|销售(?:收入|额|量|利润|率|价格|均价|总额|产值|网络|费用|面积|企业|公司|渠道)|(?:出口|进口)(?:额|量|总额|总值|均价|价格|值|比重|占比|交货值|企业|总量|单价|矿|$)"
    r"|消费(?:额|量|品|总额|者|价格|结构|$)|消耗(?:量|总量|强度|$)|采购(?:量|额|成本|价)|回收(?:量|率|利用|企业)|处置(?:率|量)|处理(?:量|率|能力|厂)|供应(?:量|链|商)"
    r"|完成(?:率|情况)|有(?:色|机|限|效|关|序|所|望|利|力|害|线|组织)|达(?:标|产|效|成|州)|为(?:主|代表|核心|民|龙头)|是(?:否)|共(?:享|建|同|性|和)|冶炼(?:产能|厂|技术|行业)"
    r"|取得感|形成(?:率)|产(?:量|值|能|业|品|销|出|城|学|权|成|油|线|地|业化|融|教|区)|开采(?:量|规模|权|总量)|包括|建设(?:项目|规模|工期|用地|周期|投资|资金|工程|面积|期|单位)"
    r"|开发(?:区|投资|强度)|投入(?:强度|产出|占|比)|发布会|培训班|新增(?:$)|改造(?:项目|投资|率|面积|工程|后)|减少$|增加$|增加值|提高$|降低$|整治$|开工(?:率|$)|落地(?:率|$)|转化率"
    r"|签约(?:额|率|项目|金额)|储备(?:项目|量)|储备林|打造|治理(?:率|面积)|检查|研发(?:投入|费用|经费|中心|人员|机构|强度|平台|支出)|竣工(?:率|面积|$)|投产(?:后|率|$)|启动|停产|引进(?:资金|内资|外资)"
    r"|扶持(?:资金|政策)|入库(?:率|$)|绿化(?:率|面积|覆盖率)|支持|推动|促进|修复(?:率|面积)|整改(?:率|完成率)|申报|办结(?:率)|复工(?:率|复产)|置换(?:产能|比例)|安装|收储|发行(?:量|价)|到位(?:率|资金)"
)
_FIRST_PERSON = re.compile(r"^(?:我们|我市|我省|我县|我区|我局|我公司|本市|公司|全市|全省|全县|全区|各地)")
_DOER = re.compile(r"(?:市|县|区|局|委|集团|公司|厅|办|协会|政府|厂|部门|单位|股份|学院|大学|中心|我们|院|银行)$")
_ASIDE = re.compile(r"^以[^以]{1,40}为(?:代表|主|首|龙头|核心|重点|依托)的?")
_PARTS = re.compile(r"(?P<what>.{1,30}?)(?:方面|领域|当中|之中|其中|中|里|板块)$")
_LIST_END = re.compile(r"等(?:一批|多个|共|共计|合计|各类|\d+余?)?$")
_PREDICATE = re.compile(
    r"(?:已|均|全部|全面|正|将|先后|陆续|成功|顺利|正式|集中|并|也|都|被|实现|在|由|按|向|与|于|以上|及以上|开工|竣工|投产|达产|建成|完成|获|入选|通过|纳入|列入|落地|签约|推进|达到|进入|启动|动工|完工|投入|交付|上线|运行|投运|复工|受|得到|享受|参加|参与|来自|分布|分别|占|总投资|计划|涉及|因|有|为)"
)
_SUFFIX_STOP = re.compile(r"[、,，;；。:：\x00\s]|用于|以及|并(?=[^行购])|,|(?:总投资|计划投资|完成投资|投资(?:额)?$)|占(?=.{1,20}(?:比|的|$))")
_LONGEST_SUFFIX = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A name taken apart.

    `scope` whose figure it is where the text says so before a verb (重点统计钢铁企业), `act` the verb that the subject
    keeps (培育), `name` the rest, `doer` what stands before an act and does it. `elided` marks a name whose noun is left
    out (`100亿元以上的`), `inner` what follows 其中.
    """

    name: str = ""
    scope: str = ""
    act: str = ""
    doer: str = ""
    elided: bool = False
    inner: bool = False
    measured: bool = False
    has_verb: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing names the figure."""
        return not (self.name or self.act)


def carrier_of(text: str, words: Words) -> Carrier:
    """Take apart what stands before a number, the verb of change and the base already taken away."""
    inner = bool(re.match(r"[、\s]*其中", text))
    bare = trimmed(text)
    elided = text.rstrip("\x00 ").endswith("的") and bool(bare)
    found = _verb_inside(bare, words)
    if found is None:
        return Carrier(name=plain(bare), elided=elided, inner=inner)
    at, size, sense, term = found
    left, right = trimmed(bare[:at]), trimmed(bare[at + size :])
    deeper = carrier_of(right, words) if right else Carrier()
    if sense == "measure" and right:
        name = right if right.endswith(term.value) else right + term.value
        return Carrier(name=plain(name), scope=plain(left), inner=inner, measured=True, has_verb=True)
    if sense == "measure":
        return Carrier(name=plain(left + term.value) if left else term.value, inner=inner, has_verb=True)
    if sense == "link":
        return Carrier(name=deeper.name or plain(right), scope=plain(left), inner=inner, has_verb=True)
    if sense == "act":
        rest = plain(right) if not deeper.measured else deeper.name
        return Carrier(name=rest, act=term.word, doer=left, elided=elided, inner=inner, has_verb=True)
    return replace(deeper, scope=deeper.scope or plain(left), inner=inner, elided=elided, has_verb=True)


def _verb_inside(text: str, words: Words) -> tuple[int, int, str, Term] | None:
    """The first verb that divides a phrase: place, length, sense and row."""
    at, depth = 0, 0
    while at < len(text):
        sign = text[at]
        depth += (sign in "“《「(（") - (sign in "”》」)）")
        if depth <= 0 and not _NO_VERB.match(text, at):
            found = _verb_at(text, at, words)
            if found is not None:
                return found
        skipped = _NO_VERB.match(text, at)
        at = max(skipped.end(), at + 1) if skipped else at + 1
    return None


def _verb_at(text: str, at: int, words: Words) -> tuple[int, int, str, Term] | None:
    rest = text[at : at + 8]
    choices = [
        (len(term.word), sense, term)
        for sense, tails in (
            ("act", words.acts),
            ("measure", words.measuring),
            ("drop", words.dropped),
            ("link", words.links),
        )
        if (term := tails.at_start(rest)) is not None
    ]
    for size, sense, term in sorted(choices, key=lambda one: (-one[0], one[1] == "act" and at > 0)):
        if sense == "act" and at > 0 and not _DOER.search(text[:at]):
            continue
        if size == 1 and (at == 0 or sense == "act"):
            if sense != "drop" or at > 0:
                continue
        if sense == "drop" and size == 1 and term.word in "为是创" and at + 1 < len(text):
            continue
        return at, size, sense, term
    return None


def behind(before: str, after: str, words: Words) -> Carrier | None:
    """The carrier of a count whose noun stands behind it (`培育甲、乙等12条特色街区`), None where none does."""
    stop = _SUFFIX_STOP.search(after)
    suffix = (after[: stop.start()] if stop else after).strip(" 的了")
    suffix = suffix[:_LONGEST_SUFFIX]
    if not suffix:
        return None
    bare = trimmed(before)
    lead = _lead(bare, words)
    starts_with_predicate = _PREDICATE.match(suffix) is not None
    if starts_with_predicate and not _LIST_END.search(bare):
        return None
    return replace(lead, name=plain(lead.name + suffix))


def _lead(bare: str, words: Words) -> Carrier:
    """What of the words before a count belongs to the name: the act, the modifier; lists of examples do not."""
    bare = _ASIDE.sub("", bare)
    found = _verb_inside(bare, words)
    is_list = _LIST_END.search(bare) is not None
    if found is None:
        if is_list or "、" in bare:
            return Carrier()
        return Carrier(name=trimmed(bare))
    at, size, sense, term = found
    left, right = trimmed(bare[:at]), trimmed(bare[at + size :])
    right = "" if is_list else right
    if sense == "act":
        return Carrier(name=right, act=term.word, doer=left, has_verb=True)
    return Carrier(name=right, scope=plain(left), has_verb=True)


def topic_of(text: str) -> str:
    """The topic that a phrase without number sets: `新兴产业方面`, `钢铁高端产品中`; empty where it sets none."""
    found = _PARTS.fullmatch(trimmed(text))
    return plain(found["what"]) if found else ""
