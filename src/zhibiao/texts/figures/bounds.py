"""Numbers that only bound, name or introduce something else, and so are no figures."""

from __future__ import annotations

import re

from zhibiao.texts.figures.pieces import HOLE, Piece
from zhibiao.texts.figures.words import Words
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Comparator

_THING = re.compile(
    r"^(?:级|以上|及以上|以下|规模)?(?:的)?[^,，、\d的]{0,14}?(?:项目|企业|工程|生产线|产线|高炉|转炉|电炉|园区|基地|产业链|产业集群|集群|产业|设备|客户|矿山|铁矿|平台|机组|装置|电站|堆场|码头|大户|窑|炉|城市|街区|板块|单位|品牌|产品|县|强县|合同|订单户|俱乐部|示范线|站|水库|系统|焦炉|隧道|罐|线(?!上)|船|车)"
)
_HEADED = re.compile(
    r"^(?:的)?[^,，、\d]{0,8}?(?:资金|产能|产量|产值|任务|目标|订单|贷款|投资|缺口|增速|速度|增长|库存|收入|利润|奖励|补助|补贴|支持|储量|能力|规模|以上|以内|左右|水平|份额|股权|股份|比例|税|额度|融资|用量|需求|供给|排放|指标)"
)
_MEETING = re.compile(r"参加|出席|与会|参会|代表|嘉宾|听取|观众|网友|记者|献花|师生|党员|默哀")
_PEOPLE = frozenset(("人", "名", "位", "人次", "余人", "万人次"))
_MEASURES = re.compile(r"^(?:万|亿|百|千)*(?:元|美元|吨|千瓦|千瓦时|立方米|平方米|吨标准煤|%|标煤)")
_NAMED_RANGE = re.compile(r"(?:[至到\-—~]|的\d)")
_MONEY = re.compile(r"(?:的)?[^,，、\d的]{0,12}(?:基金|资金|贷款|债券|授信|融资|专项债)(?=$|[,，、。;；支用])")
_SUCH = re.compile(r"(?:以上|以下)?的(?:企业|项目|单位|园区|产品|机构)")
_AMONG = re.compile(r".(?:当中|之中|(?<![集其之在])中)$")
_OWNED = re.compile(r"投资|规模|产能|产值|面积")
_DESCRIBED = re.compile(r"的|建设|新建|打造|实施|改造|兴建|扩建")
_DOCUMENT = re.compile(r"出台|制定|发布|印发|落实|政策|措施|意见|细则|规定")
_FROM = re.compile(r"(?:来自|辐射|面向|遍布|横跨)(?:全国|全省|全球|海内外|国内外|世界|周边|全市)?$")
_CROWDS = frozenset(("万", "人", "万人", "名", "余名", "位"))
_GIVES_TALK = re.compile(r"(?:作|做)(?:了|过)?[^,，]{0,8}(?:报告|发言|演讲|交流|分享|宣讲|致辞)")
_DAYS_MET = re.compile(r"(?:会期|展期|会议为期|论坛为期|培训为期)(?:为|共|约)*$")
_PRESENT = re.compile(r"(?:应到|实到|到会|列席|缺席|请假)(?:代表|人数|人员|会员|委员)?$")
_GRADE = re.compile(
    r"(?:\([^()]{0,6}\)|以上|以下|以内)?的?(?:企业|单位)?(?:评为|定为|列为|划为|判为|为)(?:[A-EＡ-Ｅ甲乙丙丁ⅠⅡⅢⅣ一二三四五优良]|合格|不合格|优秀|良好)(?:类|级|等|档|秀|好)?"
)
_ORE = re.compile(r"(?:品位|进口|国产|铁)*(?:铁?[粉块]矿|[铁精湿干矿][粉矿]|铁精|球团|矿石|PB粉|[澳印巴]粉)")
_ASSAY = re.compile(r"(?:MgO|TFe|Fe|SiO2|CaO|Al2O3|Cr2O3|Mn|Si|Cu|C|S|P|含[碳硅铝镁铁锰]量?)\s*[≥>≤<＞＜＝=]*$")
_JUDGED = re.compile(
    r"(?:以上|以下)?的(?:单位|企业|地区|县[市区]?|部门|乡镇|项目|园区)(?:和个人)?(?:予以|进行|给予|实行|要|按|依法|一律|$)"
)
_VOLUME = re.compile(r"(?:有效容积|炉容|炉膛面积|炉缸直径)(?:为|达到?|约)*$")
_FOLK = re.compile(r"(?:多|余)?(?:名)?(?:党员|干部|职工|员工|群众|人民|市民|儿女|代表|嘉宾|师生)")
# 若干 and places such as 若羌 suppose nothing.
_SUPPOSED = re.compile(r"(?:但|且|而|同时|其中)?(?:若(?![干羌尔])|如果|假如|假若|倘若|要是)")
_TALLY = re.compile(r"累计|全年|达到|增长|下降|已|价格|均价")


def is_bound(piece: Piece, number: Quantity) -> bool:
    """Whether a number bounds or names what follows: `投资100亿元以上项目2个`, `400万吨球团项目`."""
    after = piece.between(number.end, piece.end).replace(HOLE, "")
    following = [one for one in piece.numbers if one.start >= number.end and one.bar is None]
    if piece.between(number.start, piece.end).startswith("级", number.end - number.start - 1) and after:
        return True
    if number.unit == "%" and _JUDGED.match(after) and "对" in piece.between(piece.start, number.start):
        return True
    if _VOLUME.search(piece.between(piece.start, number.start)):
        return True
    if number.unit == "%" and (
        (following and _ORE.match(after)) or _ASSAY.search(piece.between(piece.start, number.start))
    ):
        return True
    if number.unit == "%" and following and _SUCH.match(after):
        return True
    if number.unit is None or not _MEASURES.match(number.unit) or number.unit.startswith("%"):
        return False
    if _NAMED_RANGE.match(after):
        return True
    if following and following[0].start - number.end <= 1 and following[0].unit != number.unit:
        return True
    if _MONEY.match(after):
        return False
    if not after or (_HEADED.match(after) and not _THING.match(after)):
        return False
    before = piece.between(piece.start, number.start).replace(HOLE, "")
    if number.comparator is Comparator.EQUAL and not following and _OWNED.search(before) and _DESCRIBED.match(after):
        return False
    return _THING.match(after) is not None


def qualifies(piece: Piece, number: Quantity) -> bool:
    """Whether a count only qualifies the next figure's subject: `150个重点项目完成投资300亿元`."""
    if number.unit is None or _MEASURES.match(number.unit):
        return False
    following = [one for one in piece.numbers if one.start >= number.end and one.bar is None]
    if not following:
        return _AMONG.search(piece.between(number.end, piece.end)) is not None
    between = piece.between(number.end, following[0].start).replace(HOLE, "")
    return len(between) >= 2 and not between.startswith(("、", "和", "及"))


def is_idle(piece: Piece, number: Quantity, words: Words) -> bool:
    """Whether a number counts people at a meeting or the like."""
    if _SUPPOSED.match(piece.text.strip()):
        return True
    if _FROM.search(piece.between(piece.start, number.start)):
        return True
    if number.unit in _PEOPLE and _PRESENT.search(piece.between(piece.start, number.start)):
        return True
    if number.unit in ("分", None, "%") and _GRADE.fullmatch(piece.between(number.end, piece.end)):
        return True
    if _DAYS_MET.search(piece.between(piece.start, number.start)):
        return True
    if number.unit in _PEOPLE and _GIVES_TALK.search(piece.between(number.end, piece.end)):
        return True
    if number.unit in _PEOPLE and _MEETING.search(piece.text):
        return True
    after = piece.between(number.end, piece.end)
    if re.match(r"[^,，]{0,16}(?:参加|出席)(?:了)?(?:此次|本次)?(?:会议|活动|座谈|仪式|$)", after):
        return True
    if number.unit == "条" and _DOCUMENT.search(piece.text) and not after.replace(HOLE, "").strip():
        return True
    if number.unit == "口" and after.startswith(("人", "之家")):
        return True
    if number.unit in _CROWDS and _FOLK.match(after):
        return True
    return words.idle.search(piece.text) is not None and _TALLY.search(piece.text) is None
