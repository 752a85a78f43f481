"""Who acts and where, sentence by sentence; all names are fictional."""

from __future__ import annotations

from functools import cache

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.laying import lay_out
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.page import Page
from zhibiao.texts.parties import Parties, parties_of
from zhibiao.texts.parties.duties import answerable
from zhibiao.texts.parties.places import places_in


@cache
def _lexicon() -> Lexicon:
    return read_lexicon()


def _parties(text: str) -> Parties:
    return parties_of(Page(layout=lay_out(text, _lexicon()), lexicon=_lexicon(), published=None, quantities=()))


def _actors(text: str, words: str) -> tuple[str, ...]:
    start = text.index(words)
    return _parties(text).actors_of(start, start + len(words))


def _place(text: str, words: str) -> str | None:
    start = text.index(words)
    return _parties(text).place_of(start, start + len(words))


INTERVIEW = """清源市市长赵明:今年建好两个平台
某网:今年有何打算?
赵明:我们将建设碳素交易平台。同时,全市要整治窑炉。
某网:企业呢?
赵明:北岭集团将扩建球团厂,市工信局要编制规划。"""


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("建设碳素交易平台", ("清源市",)),
        ("整治窑炉", ("清源市",)),
        ("扩建球团厂", ("北岭集团",)),
        ("编制规划", ("市工信局",)),
    ],
)
def test_a_mayor_speaks_for_the_city_and_others_for_themselves(words: str, actors: tuple[str, ...]) -> None:
    assert actors == _actors(INTERVIEW, words)


SIGNING = """清源市与北岭集团签约
4月2日,清源市政府与北岭集团有限公司签订合作协议。双方将共建研究院。市政府负责办理用地手续,北岭集团负责采购本地废钢。"""


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("共建研究院", ("清源市政府", "北岭集团有限公司")),
        ("办理用地手续", ("市政府",)),
        ("采购本地废钢", ("北岭集团",)),
    ],
)
def test_both_sides_are_those_of_the_signing(words: str, actors: tuple[str, ...]) -> None:
    assert actors == _actors(SIGNING, words)


TASKS = """清源市2025年重点任务分解方案
一、产业升级
1.建成集中煤气站(市工信局牵头,市财政局、各县区配合)
2.制定废钢目录。(责任单位:市商务局、市统计局)
3.编制用地清单
牵头单位:市自然资源局;责任单位:市发改委
4.开展夜间巡查。
二、监管(市生态环境局负责)
安装监测设备。"""


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("建成集中煤气站", ("市工信局",)),
        ("制定废钢目录", ("市商务局", "市统计局")),
        ("编制用地清单", ("市自然资源局",)),
        ("开展夜间巡查", ("清源市政府",)),
        ("安装监测设备", ("市生态环境局",)),
    ],
)
def test_who_leads_counts_then_who_answers_then_who_issued(words: str, actors: tuple[str, ...]) -> None:
    assert actors == _actors(TASKS, words)


BRACKETS = """清源市稳增长措施
一、奖励新增规上企业。(市工信局)
二、建设检测平台。[市科技局、市市场监管局]
三、开展节能诊断(市工信局、国网清源供电公司)。
四、整治窑炉。
(清源市融媒体中心)"""


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("奖励新增规上企业", ("市工信局",)),
        ("建设检测平台", ("市科技局", "市市场监管局")),
        ("开展节能诊断", ("市工信局", "国网清源供电公司")),
        ("整治窑炉", ("清源市政府",)),
    ],
)
def test_bodies_alone_in_brackets_answer_where_a_paper_has_several(words: str, actors: tuple[str, ...]) -> None:
    assert actors == _actors(BRACKETS, words)


def test_one_body_in_brackets_is_a_source() -> None:
    text = "清源市要闻\n清源市将建设甲厂。(清源市统计局)"
    assert ("清源市",) == _actors(text, "建设甲厂")


LINES = """清源市工作要点
一、产业
1.引进氢能企业。
2.建设中试基地。
责任单位:市科技局
配合单位:市财政局
3.整治窑炉。
责任单位:市生态环境局"""


@pytest.mark.parametrize(
    ("words", "actors"),
    [("引进氢能企业", "市科技局"), ("建设中试基地", "市科技局"), ("整治窑炉", "市生态环境局")],
)
def test_a_line_of_its_own_answers_for_all_since_the_last(words: str, actors: str) -> None:
    assert (actors,) == _actors(LINES, words)


def test_a_column_of_units_answers_row_by_row() -> None:
    text = "重点项目表\n项目 | 内容 | 责任单位\n甲厂 | 扩建 | 市工信局\n乙厂 | 改造 | 市商务局"
    assert ("市工信局",) == _actors(text, "扩建")
    assert ("市商务局",) == _actors(text, "改造")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("市工信局牵头,市发改委、各县区配合", ("市工信局",)),
        ("牵头单位:市工信局、市商务局;配合单位:市财政局", ("市工信局", "市商务局")),
        ("责任单位:市工信局,市住房和城乡建设局", ("市工信局", "市住房和城乡建设局")),
        ("市发改委、市统计局按职责分工负责", ("市发改委", "市统计局")),
        ("北岭钢铁负责,2026年6月底前完成", ("北岭钢铁",)),
        ("完成时限:2025年6月底前", ()),
        ("其中车间2个、工厂1个", ()),
        ("16.8%", ()),
    ],
)
def test_phrases_of_responsibility(words: str, names: tuple[str, ...]) -> None:
    assert names == answerable(words)


def test_a_name_before_a_noun_does_not_act() -> None:
    text = "清源市经济运行情况\n清源市粗钢产量增长5%。要推进清源市镁业集团整合。"
    assert () == _parties(text).doers_of(text.index("粗钢"), text.index("5%"))
    assert ("清源市",) == _actors(text, "推进清源市镁业集团整合")


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("上半年全国钢铁运行\n全国粗钢产量5亿吨。其中,辽宁省3000万吨。", "粗钢产量5亿吨", None),
        ("上半年全国钢铁运行\n全国粗钢产量5亿吨。其中,辽宁省3000万吨。", "3000万吨", "辽宁省"),
        ("鞍山经济\n鞍山市前三季度稳中有进。全市投资增长3%,增速高于全省2个百分点。", "增速高于", "鞍山市"),
        ("清源市经济\n辽宁省清源市全市投资增长3%。海城市增长8%。", "增长8%", "海城市"),
        ("清源市经济\n辽宁省清源市签约项目8个。", "签约项目", "清源市"),
        ("某公司年报\n本公司营业收入8亿元。", "营业收入", None),
        ("清源市经济\n甲县产量3万吨;全市产量9万吨,占比5%。", "占比5%", "清源市"),
        ("清源市经济\n海城市产量3万吨,鞍山市2万吨,同比增长5%。", "同比增长5%", "鞍山市"),
        ("清源市经济\n海城市产量3万吨,鞍山市2万吨,两市合计增长5%。", "增长5%", "清源市"),
        ("出口增长\n海南区出口占比45%。", "占比45%", "海南区"),
        ("项目开工\n新厂区选址望海市东沙港区,投资8亿元。", "投资8亿元", "望海市"),
        ("据青云省统计\n据青云省钢协统计,产量9万吨。", "产量9万吨", "青云省"),
    ],
)
def test_the_area_of_a_statement(text: str, words: str, place: str | None) -> None:
    assert place == _place(text, words)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("清源省财政厅 清源省商务厅关于下达指标的通知\n建立台账。", ("清源省财政厅", "清源省商务厅")),
        ("清源市工信局、清源市财政局关于印发方案的通知\n建立台账。", ("清源市工信局", "清源市财政局")),
        ("关于做好统计的通知\n建立台账。\n清源省商务厅\n清源省统计局\n2024年5月10日", ("清源省商务厅", "清源省统计局")),
        ("关于做好统计的通知\n建立台账。\n清源省商务厅 清源省统计局\n2024年5月10日", ("清源省商务厅", "清源省统计局")),
        ("清源市政府与北岭集团会商\n建立台账。", ("清源市政府",)),
        ("关于调整退税的公告\n财政部 海关总署 税务总局\n建立台账。\n特此公告。", ("财政部", "海关总署", "税务总局")),
        ("关于错峰生产的通知\n各市发展改革委:\n建立台账。\n清源省商务厅\n2024年5月10日", ("清源省商务厅",)),
        ("清源市人民政府办公室关于印发要点的通知\n建立台账。", ("清源市政府",)),
    ],
)
def test_all_who_issued_a_paper_answer_for_it(text: str, actors: tuple[str, ...]) -> None:
    assert actors == _actors(text, "建立台账")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("鞍山与本溪、马鞍山市", ["鞍山市", "本溪市", "马鞍山市"]),
        ("清源市召开会议。清源的变化", ["清源市", "清源市"]),
        ("材料于12月20日前报市政府,月底送县备案", []),
        ("全市上下,城市更新,上市公司,园区和社区", []),
    ],
)
def test_places_known_and_unknown(text: str, names: list[str]) -> None:
    assert names == [place.name for place in places_in(text, _lexicon())]


def test_persons_are_never_parties() -> None:
    text = "清源市推进会召开\n清源市委书记赵明、副市长钱亮出席会议。钱亮强调,要加快甲基地建设。"
    assert ("清源市",) == _actors(text, "加快甲基地建设")
    assert not any("赵明" in one.name or "钱亮" in one.name for many in _parties(text).subjects for one in many)


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        (
            "政府工作报告\n——在清源市第二届人民代表大会上\n现在,我代表市人民政府报告工作。\n启动甲厂建设。",
            "启动",
            "清源市政府",
        ),
        ("有关通知\n各省级主管部门要报送名单。", "报送名单", "各省级主管部门"),
        ("有关通知\n中国废钢铁应用协会要做好统计。", "做好统计", "中国废钢铁应用协会"),
        ("有关通知\n清源市排水工程由市水务局负责,年底完工。", "年底完工", "市水务局"),
        ("清源市纪要\n请市自然资源局在一季度内办结手续。", "办结手续", "市自然资源局"),
        ("清源经开区工作安排\n今年开工建设铁路专用线。", "开工建设", "清源经开区"),
        ("清源市要闻\n技改投资完成6亿元。要建设甲厂。", "建设甲厂", "清源市"),
        ("清源市镁业协会年会\n会员企业产量增长5%。协会将建立监测机制。", "建立监测机制", "清源市镁业协会"),
        ("口岸进口增长\n据清源海关统计,进口增长5%。海关将开展核查。", "开展核查", "清源海关"),
        ("清源废钢商会来函\n会员要守法。该商会将发布价格。", "发布价格", "清源废钢商会"),
        ("有关通知\n指标须于4月15日前由两市自然资源局报省厅备案。", "报省厅备案", "两市自然资源局"),
        ("工厂关停\n职工转岗。土地将由青岭市收储。", "收储", "青岭市"),
        ("联席会议纪要\n清源市与北岭集团联席会议召开。\n双方要共建平台。", "共建平台", "清源市;北岭集团"),
        ("清源市钢铁产业工作打算\n建成检测中心。", "建成检测中心", "清源市"),
        ("北岭钢铁工作计划\n建成检测中心。", "建成检测中心", "北岭钢铁"),
        ("有关通知\n方案由各县区工信局组织验收。", "组织验收", "各县区工信局"),
        ("有关通知\n请各市商务局报送名录。", "报送名录", "各市商务局"),
        ("关于置换方案的公示\n北岭钢铁拟退出转炉2座。\n置换后,企业炼钢产能减至5万吨。", "产能减至", "北岭钢铁"),
        ("有关通知\n区经发局4月底前公布名单。", "公布名单", "区经发局"),
        ("清源市有关通知\n市工信局牵头,北岭县于年底前完成整改。", "完成整改", "北岭县"),
        ("平川区倍增计划\n到2027年,全区产值翻番。\n淘汰落后电机。\n由区工信局建立机制。", "淘汰", "平川区政府"),
        (
            "清源高新区分级办法\n公布名单。\n建库。\n本办法施行二年。\n清源高新技术开发区管委会\n2023年3月15日",
            "公布名单",
            "清源高新技术开发区管委会",
        ),
        ("清源市快讯\n记者从清源市生态环境局获悉,共9家。\n该局负责人介绍,取消优惠。", "取消优惠", "清源市生态环境局"),
    ],
)
def test_heads_of_a_clause(text: str, words: str, actors: str) -> None:
    assert tuple(actors.split(";")) == _actors(text, words)
