"""Numbers of Chinese texts: what each sentence of a table holds, with unit, comparator, place and bar."""

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.quantities import quantities
from zhibiao.texts.quantity import Quantity

LEXICON = read_lexicon()


def told(one: Quantity) -> str:
    """A quantity as `value unit`, with what else is not plain."""
    values = [one.base, one.reached] if one.base is not None else [one.value, one.value_max]
    numbers = "/".join(f"{value.normalize():f}" for value in values if value is not None)
    comparator = "" if one.comparator.value == "=" else f" {one.comparator.value}"
    return f"{numbers} {one.unit or '-'}{comparator}{' rank' if one.is_rank else ''}"


def figures(text: str) -> list[str]:
    """What is no bar, told."""
    return [told(one) for one in quantities(text, LEXICON) if one.bar is None]


COUNTED = [
    ("总库存1365万 吨,环比增加8.4万吨", ["1365 万吨", "8.4 万吨"]),
    ("利润总额为-2.4亿元,增速是-1.5%,型号M-5", ["-2.4 亿元", "-1.5 %"]),
    ("余热自发电率达到60%至65%", ["60/65 % range"]),
    ("量和价分别增长12%和近三成", ["12 %", "30 % approx"]),
    ("分别提高到7%和5%以上", ["7 % >=", "5 % >="]),
    ("会期三天,20位专家作了学术报告", []),
    ("贫困发生率降为零", ["0 %"]),
    ("生产安全事故为零。", ["0 -"]),
    ("报2190元至2230元/吨", ["2190/2230 元/吨 range"]),
    ("下浮不少于20个基点", ["20 个基点 >="]),
    ("腾出矿业用地860亩", ["860 亩"]),
    ("北港61.5%粉矿每湿吨772元", ["772 元"]),
    ("粗钢产量2245.46万吨,同比下降0.24%", ["2245.46 万吨", "0.24 %"]),
    ("粗钢产量２２４５．４６万吨，同比下降０．２４％", ["2245.46 万吨", "0.24 %"]),
    ("完成投资1,083.36亿元", ["1083.36 亿元"]),
    ("营业收入1.2万亿元", ["1.2 万亿元"]),
    ("产能一千六百二十三万吨", ["1623 万吨"]),
    ("增长百分之六点七", ["6.7 %"]),
    ("自然增长率为千分之三点五", ["3.5 ‰"]),
    ("超七成企业盈利,近两成五亏损", ["70 % >=", "25 % approx"]),
    ("占全市的三分之二", ["66.67 %"]),
    ("同比增长一成半,成本降低一成", ["15 %", "10 %"]),
    ("首批320吨硅钢装船,出口80吨钢管", ["320 吨", "80 吨"]),
    ("数量居全省之首,增速居首", ["1 位 rank", "1 位 rank"]),
    ("一半以上的企业,过半数的矿山", ["50 % >=", "50 % >="]),
    ("总投资超千亿元,利润近百亿元", ["1000 亿元 >=", "100 亿元 approx"]),
    ("新增企业十余家,关停300余座,退出500多万吨", ["10 家 >=", "300 座 >=", "500 万吨 >="]),
    ("上百家企业,20来个项目", ["100 家 >=", "20 个 approx"]),
    ("建成2座高炉、两座转炉", ["2 座", "2 座"]),
    ("增长2.5倍,力争翻一番", ["2.5 倍", "1 番"]),
    ("提高4.7个百分点,回升3.2个点", ["4.7 百分点", "3.2 点"]),
    ("分别增长5.2、6.1和7.3个百分点", ["5.2 百分点", "6.1 百分点", "7.3 百分点"]),
    ("增长5-8%,投资100亿元到200亿元,3~5家", ["5/8 % range", "100/200 亿元 range", "3/5 家 range"]),
    ("规模800万至1000万吨,在10%至15%之间", ["800/1000 万吨 range", "10/15 % range"]),
    ("8000万至1亿元", ["0.8/1 亿元 range"]),
    ("占比由9.6%提升到16.3%", ["9.6/16.3 %"]),
    ("从2023年的9.6%提升到2024年的16.3%", ["9.6/16.3 %"]),
    ("产能由1.2亿吨压减到9000万吨", ["12000/9000 万吨"]),
    ("将22家压减至8家", ["22/8 家"]),
    ("矿山由47家,减少到15家", ["47/15 家"]),
    ("控制在12%以内,不超过5.5%,低于3%", ["12 % <=", "5.5 % <=", "3 % <="]),
    ("不低于1.05,至少10个,突破90亿元", ["1.05 - >=", "10 个 >=", "90 亿元 >="]),
    ("增长5.5%左右,约120万吨,200万吨级", ["5.5 % approx", "120 万吨 approx", "200 万吨 approx"]),
    ("达到85%,力争10%,预计7%", ["85 %", "10 %", "7 %"]),
    ("减少18963吨(16.8%)以上", ["18963 吨 >=", "16.8 % >="]),
    ("分别不超过920万吨、900万吨", ["920 万吨 <=", "900 万吨 <="]),
    ("分别达到70%和35%以上", ["70 % >=", "35 % >="]),
    ("签约97个,通过3家验收,节约3.2亿元", ["97 个", "3 家", "3.2 亿元"]),
    ("居全省首位,列全国第二,排名第5,前三名", ["1 位 rank", "2 位 rank", "5 位 rank", "3 位 <= rank"]),
    ("能耗575千克标准煤/吨,价格4000元/吨,降至35微克/立方米", ["575 千克标准煤/吨", "4000 元/吨", "35 微克/立方米"]),
    ("产能3万吨/日,200万吨/年", ["3 万吨/日", "200 万吨/年"]),
    ("投资5亿,粉丝500万人次", ["5 亿", "500 万人次"]),
    ("24项重点任务", ["24 项"]),
    ("建设工期5年,建设期18个月", ["5 年", "18 个月"]),
    ("优良天数320天", ["320 天"]),
    ("指数为105.3点,收于4120元", ["105.3 点", "4120 元"]),
    ("高于全国1.9个和2.2个百分点", ["1.9 百分点", "2.2 百分点"]),
    ("涨幅控制在3%左右,压缩至0.5个工作日", ["3 % approx", "0.5 个工作日"]),
    ("年产300万吨钢材,减少约1.6吨二氧化碳排放", ["300 万吨", "1.6 吨 approx"]),
    ("排名由第5升至第3,能耗545公斤标准煤/吨钢", ["5/3 位 rank", "545 公斤标准煤/吨钢"]),
    ("100亿元以上的2个", ["100 亿元 >=", "2 个"]),
]

NO_FIGURES = [
    "2024年6月30日9时30分",
    "2023-05-23,2023.5.23",
    "国发〔2024〕12号,(2023)5号文,第十二条",
    "电话:0412-1234567,邮编114000",
    "聚焦“8+1”产业,2+26城市,“12+4”产业链",
    "“三个一百”“四项改造”“十四五”双碳一带一路三会一课",
    "五项工作,三个方面,四个坚持,五大工程,十大行动",
    "第一批,第四指导组,一期,二期,2号高炉",
    "1350立方米高炉,100吨转炉,120吨电炉,220千伏线路",
    "高炉(1080立方米)",
    "占地面积300亩,矿区面积3.5平方公里,距市区12公里",
    "1.25:1",
    "Q355、16Mn、HRB400、PM2.5、C919、5G、4A级",
    "全天24小时",
    "一批、一系列、一流、一体化、统一、万家、第一时间、千方百计、一定、十分、三农、四川、百姓、一带",
    "近三年来,未来五年,三年行动",
    "1、加快建设\n2.推进\n(3)支持\n①强化",
    "一是坚持,二是推进",
    "200余人参加会议,12个部门负责同志参加会议",
    "《2025年10项计划》",
    "千亿级产业集群",
    "65%品位铁精粉",
    "前3家企业,每使用1吨废钢,分七批实施",
    "一行5人先后来到2250热轧生产线",
    "公示期5个工作日",
    "每百元营业收入,每10股,十届人大四次会议",
    "会议设1个主会场和3个分会场,46位专家学者作学术报告",
    "工艺一成不变",
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_figures(text: str, expected: list[str]) -> None:
    assert expected == figures(text)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_no_figure(text: str) -> None:
    assert [] == figures(text)


def test_places_hold_number_unit_and_binding_words() -> None:
    text = "新增企业不少于300余家,占比由9%提高到16%"
    many, way = (one for one in quantities(text, LEXICON) if one.bar is None)
    assert "不少于300余家" == text[many.start : many.end]
    assert "300" == text[many.number_start : many.number_end]
    assert "由9%提高到16%" == text[way.start : way.end]


def test_a_way_may_end_at_nought_without_unit() -> None:
    way = next(one for one in quantities("退税率由9%下调至0。", LEXICON) if one.bar is None)
    assert (9, 0, "%") == (way.base, way.reached, way.unit)


def test_numbers_of_a_table_take_the_unit_of_their_column() -> None:
    table = "项目 | 总投资(亿元) | 增速%\n一号产线 | 15.5 | -3.2\n二号产线 | 6 | 4"
    assert ["15.5 亿元", "3.2 %", "6 亿元", "4 %"] == figures(table)


def test_numbers_of_a_table_take_the_unit_that_stands_over_it() -> None:
    assert ["120 万吨"] == figures("单位：万吨\n县区 | 产量\n青石区 | 120")


def test_serial_numbers_of_a_table_are_no_figures() -> None:
    assert ["8 座"] == figures("单位：座\n序号 | 任务 | 数量\n1 | 关停竖窑 | 8\n2 | 编制规划 | 无")
