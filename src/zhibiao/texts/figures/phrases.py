"""Phrases that may name a subject: what is stripped from them, how they are split and joined."""

from __future__ import annotations

import re

from zhibiao.texts.figures.pieces import HOLE
from zhibiao.texts.figures.words import Words

_YEAR = r"(?:20|19)\d\d年(?:度)?|[二〇○零一九]{4}年"
_TIMES = (
    rf"(?:{_YEAR}|前[一二两三四五六七八九十\d]+个?月|未来[一二三四五两十]年|今后[一二三四五两]年|今年以来|今年|去年|上年|明年|当年|本年|全年|前年|年内|近年来|近年|上半年|下半年|前三季度|前三季|[一二三四]季度|首季|第[一二三四]季度"
    r"|\d{1,2}(?:[-—~至]\d{1,2})?月(?:份)?(?:[上中下]旬)?|[一二三四五六七八九十]{1,3}月(?:份)?(?:[上中下]旬)?"
    r"|\d{1,2}日|[上中下]旬|本旬|旬末|月末|年末|季末|年底|月底|年初|本月|当月|上月|本周|上周|当日|目前|当前|现在|迄今|眼下|此前|近日|日前|首年|第[一二三四五]年(?!级|度)"
    r"|[“\"]?十[一二三四五]五[”\"]?(?:期间|时期|以来|末|规划期)|\d年来|[两三四五]年(?:来|内|(?=累计|完成))|一直以来|同期|期末|期间)"
)
_LEADING = re.compile(
    r"(?:[、\s|·●■◆▲\-—]+|至此|另有|另外有|自此(?!以)"
    rf"|(?:截至|截止到?|到|至|自|从|在|于)?{_TIMES}(?:{_TIMES}|以来|之前|前|内|底|末|初|时|后|起|,|、)*"
    r"|其中|同时|相应|此外|另外|另|并且|并|且|而|但|还|也|又|再|则|均|都|已经|已|仍|仅|只|共计|共|合计|总计|累计|全部|一是|二是|三是|四是|五是"
    r"|首先|其次|再次|最后|第[一二三四五六七八九十](?=[,，、:：是])|[一二三四五六七八九十]+、(?![一二三四五六七八九十]+[、和产])|\(?\d{1,2}[)、.](?!\d)"
    r"|(?:主要)?原因(?:是|为)|[一-龥]{2,6}期间|预计|预测|有望|力争|(?:主要|预期|总体|工作)?目标[是为]|冲刺|提前|超额|圆满|如期|确保|争取|努力|计划|拟|将要|将会|将|要|应|须|需|可|能|实际|实现了?|达到|完成了|成功|顺利|积极|继续|进一步|大力|着力|全力|加快|持续|深入|有序|稳步|全面|重点"
    r"|(?:全部|项目)?(?:建成|投产|达产|完工|竣工|达效|投运)(?:投产|达产|达效|投运|使用)?后|我们|他们|公司|该市|全市|我市|本市|全省|我省|本省|全县|我县|全区|我区|本县|本区|各地|当地|据统计|届时|数据显示|据悉|据了解|统计显示|初步核算|经初步核算|按可比价格计算|按日均计算"
    r"|通过|随着|对|把|将|由|以|按|的|地|了|着|过|是|为|有|让(?!利)"
    r")"
)
_TIMES_AT_END = re.compile(
    r"(?:(?:20|19)\d\d年(?:度)?|今年以来|今年|去年|全年|上半年|下半年|前三季度|[一二三四]季度|\d{1,2}(?:[-—~至]\d{1,2})?月(?:份)?(?:[上中下]旬)?|年内|当年|每年|累计|本月)+$"
)
_KEEP_LEADING = re.compile(
    r"均[价值]|对[外比标口]|计划(?:总)?投资|实际(?:到位|利用|使用)|能[源耗效级力]|可[再比支循持]|要[素闻]|应[收急用付停]|将军|有[色机限效关]|对外|前[沿景列十\d]"
    r"|共[享建]|重点|全面|并购|按揭|需求|内[资需河销]|后[备续勤期]|时尚|初级|底数|为民|通过率|再[生制就加]|全部$|公司|还款|由于"
    r"|年产|末端|地[区方级下质块]|着装|过[剩境程]|了解|以[旧上]|是否|把关|但书|持续期|对[接标口]|需要$|在[建营岗校]"
)
_PLACE = re.compile(r"[一-龥]{2,6}?(?:省|(?<![城超上都门夜股])市|县|自治区|自治州)(?![场政区域直级委辖容民场])")
_TRAILING = re.compile(
    r"(?:[、\s,，:：·]|分别|(?<![日年月人户旬周])均|都|各|仍|已|不得|不能|应当|最高|最低|共|约|近|仅|也|还|又|再|一度|不足|不到|拟定|将|的|为|是|了|达|达到|累计|合计|总计|共计|平均|大幅|小幅|略|稳步|继续|进一步|实际|左右|可|能|要|应|净|成功|全部|全面|预计|有望|力争|(?:主要|预期|总体|工作)?目标[是为]|冲刺|提前|超额|圆满|如期|确保|争取|计划|才|不断|持续|由此前|由|从|预期|整体|总体|整体上|小幅度)$"
)
_KEEP_TRAILING = re.compile(
    r"(?:目标|成都|首都|功能|性能|产能|用能|节能|储能|动能|智能|主要|需要|供应|效应|职能|投资计划|都|行为|作为|认为)$"
)
_QUALIFIED = re.compile(r"(?<=.)(?:设计|计划|探明|预计|平均)+$")
_QUOTED = re.compile(r"[“《「].*?[”》」]")
_GLUE = re.compile(
    r"[Φφ]?\d+(?:\.\d+)?(?:mm|cm)(?=[一-龥])|因[^,，被]{2,10}?(?=被|中止|停止|取消|暂停|停建)|\d+(?:\.\d+)?(?:立方米|平方米|吨|毫米|米|千伏|蒸吨|兆瓦|千瓦)(?:级)?(?=[一-龥])|(?<=.)累计(?=.)|[一二三四五两]年内|前?\d{1,2}(?:[-—~至]\d{1,2})?个?月份?|前三季度|(?<=.)(?:上半年|全年)|(?:20|19)\d\d年度?|\d+(?:\.\d+)?[%％](?:以上|左右)?(?!品位|铁?[粉块]矿|[精湿干矿][粉矿]|铁精|球团)(?=.)|(?<=.)(?:力争|争取|确保|年底前|月底前|年末前)|相关|有关|各类|各项|各种|一批|所有(?![者制权])|预计(?=.)|纳入|特色鲜明(?=.)|等(?=产量|产值|产品)"
)
_AND = re.compile(r"、|以及|和|及|与")
_SECTORS = re.compile(r"第?一第?二第?三产业(?:增加值)?")
_JOINT = re.compile(r"(?P<name>[一-龥]{2,8}?)(?:[两三四五六七八九]|\d)个?(?P<kind>市|县|区|省|港|矿|厂)(?P<rest>.*)")
_GENERIC = re.compile(
    r"(?:企业|行业|产业|全行业|全产业|工业|集团|公司|其|该|生产|经营|累计|总|全年|年|月|日|旬|日均|月均|年均|年度|平均|综合|主要|相关|计划|设计|直接|间接|合计|新增|共|实现|完成|项目|工程|建设|产品|规模|全部|全口径|当月|合同|协议|意向|备案|一期|二期|三期|首期|总|实际|到位|期末|末|年末|月末|经济|本期|两项|上述|核定|每年|每天|可|预计|投产后|达产后|建成后|国内|国外|海外|省内|出口|进口|销售|备案|同期|调整后|调整|在手|带动就业|就业岗位|就业|安置就业|安排就业)*"
)


def trimmed(phrase: str) -> str:
    """A phrase without brackets' holes, words of time, place and politeness at its ends.

    >>> trimmed("今年以来,全市菱镁行业".split(",")[1])
    '菱镁行业'
    """
    phrase = phrase.replace(HOLE, "").strip(" \u3000,，、:：;；|")
    return _without_tail(_without_head(phrase))


def _without_head(phrase: str) -> str:
    while phrase:
        found = _LEADING.match(phrase)
        if found is None or not found.group() or _KEEP_LEADING.match(phrase):
            place = _PLACE.match(phrase)
            if place is None or place.end() == len(phrase):
                return phrase
            phrase = phrase[place.end() :]
        else:
            phrase = phrase[found.end() :]
    return phrase


def _without_tail(phrase: str) -> str:
    while phrase and (found := _TRAILING.search(phrase[-5:])) and not _KEEP_TRAILING.search(phrase):
        phrase = phrase[: len(phrase) - (len(phrase[-5:]) - found.start())]
    return phrase


def untimed(phrase: str) -> str:
    """A phrase without words of time at its end: 该公司前三季度 → 该公司."""
    found = _TIMES_AT_END.search(phrase)
    return phrase[: found.start()] if found and found.start() > 1 else phrase


def plain(phrase: str) -> str:
    """A phrase without words that only bind or wave: 相关, 各类, 一批, 的.

    >>> plain("纳入重点统计的钢铁企业")
    '重点统计钢铁企业'
    """
    return _GLUE.sub("", phrase).replace("的", "") or phrase


def without_heads(phrase: str, words: Words) -> str:
    """What remains of a name when indicators at its end are taken away: 废钢销量 → 废钢."""
    while phrase and (head := words.head_of(phrase)):
        phrase = phrase[: -len(head)]
    return _QUALIFIED.sub("", phrase)


def is_generic(phrase: str, words: Words) -> bool:
    """Whether a name says nothing of whose indicator it is: 产值, 企业生产效率, 总投资."""
    if words.own.at_end(phrase) is not None and words.own.at_end(phrase) == words.own.at_start(phrase):
        return False
    return _GENERIC.fullmatch(without_heads(phrase, words)) is not None


def listed(phrase: str, words: Words) -> list[str]:
    """The names of a list, each with the indicator that the last one states for all.

    Quoted names are not split. 生铁、钢材产量 is 生铁产量 and 钢材产量.
    """
    held: list[str] = []
    business = phrase.endswith("制造业")

    def hold(found: re.Match[str]) -> str:
        held.append(found.group())
        return chr(0xE000 + len(held) - 1)

    parts = [part for part in _AND.split(_QUOTED.sub(hold, phrase)) if part.strip()]
    parts = [re.sub("[\ue000-\uf8ff]", lambda one: held[ord(one.group()) - 0xE000], part) for part in parts]
    if len(parts) < 2:
        return [phrase]
    parts = _jointly(parts)
    if _SECTORS.fullmatch("".join(parts)):
        return [f"第{part.removeprefix('第')[0]}产业增加值" for part in parts]
    head = parts[-1][len(without_heads(parts[-1], words)) :]
    head = "制造业" if business else head
    first = [part if words.head_of(part) or (business and part.endswith("业")) else part + head for part in parts[:-1]]
    return [*first, parts[-1]]


def _jointly(parts: list[str]) -> list[str]:
    """砚山、渚阳两市 is 砚山市 and 渚阳市; what follows 两市 is common to both."""
    found = _JOINT.fullmatch(parts[-1])
    if found is None:
        return parts
    names = [*parts[:-1], found["name"]]
    return [(one if one.endswith(found["kind"]) else one + found["kind"]) + found["rest"] for one in names]


def joined(front: str, name: str) -> str:
    """Two parts of a subject as one, what both say written once: 菱镁企业 + 企业产值 → 菱镁企业产值.

    >>> joined("菱镁企业", "企业产值")
    '菱镁企业产值'
    """
    if not front or name.startswith(front) or front in name:
        return name
    for size in range(min(len(front), len(name)), 1, -1):
        if front.endswith(name[:size]):
            return front + name[size:]
    return front + name
