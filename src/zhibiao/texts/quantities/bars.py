"""Why a number is no figure: dates, numbering, code names, models of equipment, counts that introduce a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities.candidates import Candidate
from zhibiao.texts.quantities.marks import Quoted
from zhibiao.texts.quantity import Bar

TABLE = "number_context"
_RANKING = re.compile(
    r"(?:[居列位排]|排名|名列|位次|升至|升到|跃至|跃升|跻身|进入|降至|稳居|继续保持|保持|全国|全省|全市|世界|全球|国内|行业|同类|东北|北方|地区|城市|获|并列)[^,，。;；\d]{0,6}$"
)
_DOCUMENT = re.compile(r"[\[〔(（【]$")
_DOCUMENT_END = re.compile(r"[\]〕)）】] ?(?:第? ?\d+ ?号|[号第])")
_NUMBERED_LINE = re.compile(r"(?:^|\n)[ (（]{0,2}$")
_ITEM = re.compile(r"[、.)）,，]|\) ?[、.]?")
_CLOCK = re.compile(r"[时点](?!间)")
_MADE = re.compile(r"(?:建成|新建|建设|新增|投产|淘汰|拆除|关停|建有|拥有|共有|投运|关闭|封存|退出)(?:了)?$")
_COUNT = re.compile(r"(?:为|达|达到|至|到|报|收于|指数|是|得分|PMI|数|系数|比)[约近超]?$")
_NOUN = re.compile(r"(?![以左上之提增下降升]|[到至])[\u4e00-\u9fff]")
_MODEL_NAME = re.compile(r"[A-Za-z]{1,2}[-]?$|[A-Za-z]-$")
_ACRONYM = re.compile(r"[A-Za-z]{3,}$")
_YEARS_OFF = re.compile(r"^(?:内|之内|来|以来|间|期间|行动|规划|计划|前|后|以后|之后|滚动|攻坚|整治|方案|任期|目标)")
_EACH = re.compile(r"每[\u4e00-\u9fff]{1,4}$")
_SITTING = re.compile(r"全?体?(?:会议|全会|代表大会)")
_ASSEMBLY = re.compile(r"届|代会|人大|政协|大会")
_CLAUSE_MARK = re.compile(r"[,，。;；:\n]")
_MOVED = re.compile(
    r"(?:首批|[出进]口|生产|销售|销往|运[出抵走]?|发运|采购|供应|交付|收购|回收|加工|外发|共|完成|接单|订单|签约|订购)了?$"
)
_PRICED = re.compile(
    r"(?![以左上之的,，、和])[\u4e00-\u9fff]{1,8}?(?:出厂|现货|到港|含税|市场|挂牌|成交|主流|报)(?:含税)?(?:均?价|报)"
)
_MOVING = re.compile(r"[涨跌升降增减达至到为超近约低高占完成][约近超]?$")
_GRADED = re.compile(r"(?:MgO|TFe|Fe|CaO|SiO2|Al2O3|CaF2|LOI)[≥>≤<=]{0,2}$")
_ORE = re.compile(
    r"(?:[^,，。;；的]{0,2}(?:粉矿|块矿|精矿|精粉|粗粉|镁砂|氧化镁|球团矿?|铁矿石?|湿粉|干粉))(?=[每现报价出主到含在,，、])"
)
_CLEARED = re.compile(r"腾出|腾退|盘活|清理|供应|供地|收储|整治|复垦|收回|处置|消化|修复|再开发|复绿|治理")
_SMALL = 10
_MOST_SIGNS = 30
"""More digits and points than the figures of any page have; a run of more is damage or a joke."""
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What bars look at beside the number: the half-width text, names in quotation marks, idioms, the words."""

    text: str
    quoted: Quoted
    idioms: Quoted
    lexicon: Lexicon

    def before(self, one: Candidate, reach: int = 10) -> str:
        """What stands before the number in its clause."""
        return _CLAUSE_MARK.split(self.text[max(0, one.start - reach) : one.start])[-1]

    def after(self, one: Candidate, reach: int = 12) -> str:
        """What stands behind its unit in its clause."""
        return _CLAUSE_MARK.split(self.text[one.end : one.end + reach])[0]

    def says(self, sense: str, text: str) -> bool:
        """Whether the text begins with a word of this sense."""
        return bool(self.lexicon.pattern(TABLE, sense).match(text))


def bar_of(one: Candidate, around: Around) -> Bar | None:
    """Why a number is no figure, None where it is one."""
    for rule in _RULES:
        bar = rule(one, around)
        if bar is not None:
            return bar
    return None


def _endless(one: Candidate, around: Around) -> Bar | None:  # noqa: ARG001 - rules are called alike
    return Bar.OTHER if one.number_end - one.start > _MOST_SIGNS else None


def _named(one: Candidate, around: Around) -> Bar | None:
    if one.form != "digits" and around.idioms.holds(one.start):
        return Bar.OTHER
    if not around.quoted.holds(one.start):
        return None
    is_amount = one.form == "digits" and one.sense in ("share", "points", "money", "mass", "energy")
    in_title = "》" in around.text[one.end : one.end + 60].split("\n")[0].split("《")[0]
    return Bar.CODE_NAME if in_title or not is_amount else None


def _ranked(one: Candidate, around: Around) -> Bar | None:
    if one.sense != "rank":
        return None
    if one.form in ("first", "fore") or one.end > one.number_end:
        return None
    follows = around.after(one)
    if around.says("ordinal_after", follows) or not _RANKING.search(around.before(one, 16)):
        return Bar.ORDINAL
    return None


def _spelled(one: Candidate, around: Around) -> Bar | None:
    """Letters, plus signs, colons and points next to digits."""
    if one.form != "digits":
        return None
    before, after = around.text[max(0, one.start - 4) : one.start], around.text[one.number_end : one.number_end + 2]
    if _MODEL_NAME.search(before) and not (_ACRONYM.search(before) and (one.sense or "." in _shown(one, around))):
        return Bar.MODEL
    if one.unit is None and re.match(r"[-]?[A-Za-z#]", after):
        return Bar.MODEL
    if re.search(r"[\dA-Za-z]\+$", before) or re.match(r"\+[\dA-Za-zN]", after):
        return Bar.CODE_NAME
    if re.match(r":\d", after) or re.search(r"\d:$", before):
        return (
            Bar.DATE
            if re.fullmatch(r"\d{1,2}", _shown(one, around)) and re.match(r":\d\d", around.text[one.number_end :][:3])
            else Bar.MODEL
        )
    if re.match(r"\.\d", after) or re.search(r"\d\.$", before):
        return Bar.NUMBERING
    return None


def _shown(one: Candidate, around: Around) -> str:
    return around.text[one.start : one.number_end]


def _dated(one: Candidate, around: Around) -> Bar | None:
    text, shown = around.text, _shown(one, around)
    is_year = one.form == "digits" and len(shown) == 4 and one.value in _YEARS
    following = text[one.number_end : one.number_end + 2]
    if is_year and (one.unit is None or one.unit in ("年", "年度", "季度") or following[:1] == "年"):
        return Bar.DATE
    if one.unit in ("月", "日", "季度", "个季度") or re.match(r"(?:月|日|季度|年代|旬)", following):
        return Bar.DATE
    if one.unit is None and re.search(r"(?:19|20)\d\d[-/.]\d{0,2}[-/.]?$", text[max(0, one.start - 8) : one.start]):
        return Bar.DATE
    if one.unit is None and _CLOCK.match(text, one.number_end):
        return Bar.DATE
    if one.sense == "score" and re.search(r"[时点]$", around.before(one)):
        return Bar.DATE
    if (
        one.unit == "点"
        and one.value <= 24
        and "." not in shown
        and not re.search(r"[涨跌升降报高低]|指数", around.before(one, 8))
    ):
        return Bar.DATE
    return None


def _lasting(one: Candidate, around: Around) -> Bar | None:
    """A duration counts only where the clause is about how long something takes."""
    if one.sense != "duration":
        return None
    before, after = around.before(one, 8), around.after(one)
    if re.search(r"公示|试用|异议|反馈|营业|会期", before):
        return Bar.DATE
    if (one.unit == "小时" and one.value == 24) or one.unit in ("周", "秒"):
        return Bar.DATE
    if _YEARS_OFF.match(after) or re.search(
        r"(?:未来|近|今后|前|过去|最近|连续|第|每|头|这|上|下|未来的|将来)$", before
    ):
        return Bar.DATE
    return None if around.lexicon.pattern(TABLE, "duration_before").search(before) else Bar.DATE


def _numbered(one: Candidate, around: Around) -> Bar | None:
    text = around.text
    if one.sense and one.unit not in ("期", "号", "股", "届"):
        return None
    before = text[max(0, one.start - 12) : one.start]
    if _NUMBERED_LINE.search(before) and _ITEM.match(text, one.number_end):
        return Bar.NUMBERING
    if text.startswith("号", one.number_end) or (
        _DOCUMENT.search(before) and _DOCUMENT_END.match(text, one.number_end)
    ):
        return Bar.NUMBERING
    if any(before.rstrip(": ：是为").endswith(term.word) for term in around.lexicon.terms(TABLE, "numbering_before")):
        return Bar.NUMBERING
    if one.unit in ("期", "届"):
        return Bar.ORDINAL
    if one.form == "chinese" and text.startswith(("是", "要"), one.number_end):
        return Bar.NUMBERING
    return Bar.NUMBERING if _is_long(one, text) else None


def _is_long(one: Candidate, text: str) -> bool:
    shown = text[one.start : one.number_end]
    if one.form != "digits" or one.unit is not None or "," in shown or "." in shown:
        return False
    joined = text[one.number_end : one.number_end + 1] == "-" or text[one.start - 1 : one.start] == "-"
    return len(shown) >= 5 or (joined and len(shown) >= 3)


def _sized(one: Candidate, around: Around) -> Bar | None:
    """Sizes of equipment, sites, distances."""
    after = around.after(one, 14)
    if one.unit in ("千伏", "伏", "kV", "毫米", "mm", "厘米", "cm", "微米", "米宽", "寸") or one.sense == "temperature":
        return Bar.MODEL
    is_plain = not re.match(r"[万亿千百]", one.unit or "") or (one.unit or "").endswith(("千瓦", "吉瓦"))
    if one.sense in ("mass", "volume", "area", "energy", "length") and is_plain:
        tail = re.sub(r"^级", "", after)
        found = around.lexicon.pattern(TABLE, "equipment").search(tail)
        is_moved = one.sense == "mass" and _MOVED.search(around.before(one))
        if found and not is_moved and found.start() <= 6 and not re.search(r"[、的和]", tail[: found.start()]):
            return Bar.MODEL
    if one.unit == "立方米" and around.text[one.start - 1 : one.start] == "(" and _equipped(around, one):
        return Bar.MODEL
    if one.unit == "%" and re.match(r"以?[上下]?(?:的)?(?:高)?品位", after):
        return Bar.MODEL
    if one.unit == "%" and (_GRADED.search(around.before(one)) or _is_grade(one, around)):
        return Bar.MODEL
    if one.unit == "%" and _PRICED.match(after) and not _MOVING.search(around.before(one)):
        return Bar.MODEL
    if one.unit == "米" and (around.text[one.start - 1 : one.start] == "-" or re.match(r"水平|中段|标高|深", after)):
        return Bar.MODEL
    if one.sense == "area" and _CLEARED.search(around.before(one, 14)):
        return None
    if one.sense == "area" and re.search(r"用地(?:面积)?约?$", around.before(one)):
        return Bar.MODEL
    if one.sense in ("area", "length") and around.lexicon.pattern(TABLE, "site_before").search(around.before(one, 12)):
        return Bar.MODEL
    return None


def _is_grade(one: Candidate, around: Around) -> bool:
    """Whether a share names a kind of ore (61.5%粉矿每湿吨772元)."""
    return bool(_ORE.match(around.after(one))) and not _MOVING.search(around.before(one))


def _equipped(around: Around, one: Candidate) -> bool:
    """Whether a bracket follows words of equipment: 高炉2座(1080立方米)."""
    return bool(around.lexicon.pattern(TABLE, "equipment").search(around.text, max(0, one.start - 12), one.start))


def _listing(one: Candidate, around: Around) -> Bar | None:
    """五项工作, 三个方面, 四大行动: a small count that names what is listed."""
    follows = around.after(one)
    if re.match(r"大(?!型|中型|量|约|部|多|幅|概|豆|批)", around.text[one.number_end : one.number_end + 3]):
        return Bar.LIST_COUNT
    if one.form == "chinese" and one.unit in ("类", "方", "点", "种") and one.value <= _SMALL:
        return Bar.LIST_COUNT
    if one.sense != "count" or one.value > _SMALL * 2 or one.more:
        return None
    if one.unit in ("个", "项", "条", "件", "种", "类"):
        named = around.says("list_noun", follows)
        if named and (one.form == "chinese" or re.match(r"方面|举措|措施|坚持|原则|环节|关键", follows)):
            return Bar.LIST_COUNT
    return None


def _per(one: Candidate, around: Around) -> Bar | None:
    """What a figure is counted by (每百元收入, 每10股), and which sitting of an assembly (十届人大四次会议)."""
    before = around.before(one, 8)
    if before.endswith(("每", "一行")) or (one.value == 1 and _EACH.search(before)):
        return Bar.OTHER
    if before.endswith("前") and one.unit in ("家", "个"):
        return Bar.OTHER
    is_sitting = one.unit == "次" and one.form == "chinese" and _SITTING.match(around.after(one))
    return Bar.ORDINAL if is_sitting and _ASSEMBLY.search(around.before(one, 14)) else None


def _vague(one: Candidate, around: Around) -> Bar | None:
    """What no unit, or only a small numeral, makes a figure of."""
    before = around.before(one)
    if one.form == "chinese":
        return _vague_chinese(one, around, before)
    if one.form == "half" and around.after(one).startswith(("径", "导")):
        return Bar.OTHER
    if one.unit is None and one.form == "digits":
        shown = _shown(one, around)
        counts = _COUNT.search(before) and not _NOUN.match(around.after(one))
        return None if "." in shown or "," in shown or counts else Bar.OTHER
    return _attending(one, around)


def _attending(one: Candidate, around: Around) -> Bar | None:
    """People, and the bodies that sent them, at a meeting."""
    is_attended = one.sense == "count" and around.lexicon.pattern(TABLE, "meeting").search(around.after(one, 24))
    return Bar.OTHER if is_attended else None


def _vague_chinese(one: Candidate, around: Around, before: str) -> Bar | None:
    shown = _shown(one, around)
    if not one.sense or (one.sense in ("index", "score", "length", "times") and one.value < 2 and one.unit != "番"):
        return Bar.OTHER
    if around.text.startswith("级", one.end) and shown[0] in "百千万亿":
        return Bar.CODE_NAME
    if one.unit in ("位", "名", "批") or (one.unit == "条" and one.value >= 10 and not around.after(one)[:1].isalpha()):
        return Bar.OTHER
    if shown == "一" and one.sense != "share":
        built = one.unit in ("座", "台", "条", "套", "家", "艘") and _MADE.search(before)
        return None if built or one.unit == "番" else Bar.OTHER
    if shown[0] in "百千万亿" and len(shown) == 1 and not one.more:
        return (
            None
            if re.search(r"[超破近逾过上达约]$", before)
            or (one.sense in ("money", "mass", "energy") and one.unit != "万" and shown in "百千")
            else Bar.OTHER
        )
    if re.search(r"[数几好多]$", before) or one.sense in ("index", "score"):
        return Bar.OTHER
    return _attending(one, around)


_RULES: tuple[Callable[[Candidate, Around], Bar | None], ...] = (
    _endless,
    _named,
    _ranked,
    _spelled,
    _dated,
    _lasting,
    _numbered,
    _sized,
    _listing,
    _per,
    _vague,
)
