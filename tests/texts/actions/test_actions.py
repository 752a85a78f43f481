"""Tasks: what is read from sentences that promise, plan, forbid, report, praise or learn."""

from __future__ import annotations

import pytest

from text_pages import page_of
from zhibiao.texts.actions import FIGURE_INSIDE, actions, without_figures
from zhibiao.texts.parties import parties_of
from zhibiao.texts.statement import Polarity, Statement, StatementKind
from zhibiao.texts.times import times_of

PLAN = "临江市镁产业提升行动方案\n一、重点任务\n"


def tasks_of(text: str) -> list[Statement]:
    page = page_of(text)
    return actions(page, times_of(page), parties_of(page))


def subjects_of(text: str) -> list[str]:
    return [task.subject for task in tasks_of(text)]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("下一步,我市将出台镁砂行业整合方案。", "出台镁砂行业整合方案"),
        ("市工信局将建立窑炉动态台账。", "建立窑炉动态台账"),
        ("今年,我们将继续压减镁砂产能。", "压减镁砂产能"),
        ("今年,我们将着力提高铁精矿产量。", "提高铁精矿产量"),
        ("会议强调,要加快推进玉泉铁矿项目前期工作。", "加快推进玉泉铁矿项目前期工作"),
        ("会议要求,各企业要在年底前完成除尘设施改造。", "完成除尘设施改造"),
        ("双方将共建镁材料研究院。", "共建镁材料研究院"),
        ("集团将对三号矿区开展生态修复。", "对三号矿区开展生态修复"),
        ("市商务局将为外贸企业开通铁海联运班列。", "为外贸企业开通铁海联运班列"),
        ("市政府将把港区纳入自贸试验区。", "港区纳入自贸试验区"),
        ("下一步,要整合市属国有平台公司。", "整合市属国有平台公司"),
        ("下半年将关停所有反射窑。", "关停所有反射窑"),
        ("下一步,将推进南山铁矿竣工投产。", "推进南山铁矿竣工投产"),
        ("协会建议各产区12月底前完成变压器核查。", "完成变压器核查"),
        ("今年我们将举办镁材料博览会、矿山机械展等活动。", "举办镁材料博览会、矿山机械展等活动"),
        ("老厂区将于9月底前全部停产。", "老厂区停产"),
        ("未来,公司将建设一批智能选矿车间。", "建设智能选矿车间"),
        ("会议决定,设立市级产业引导基金。", "设立市级产业引导基金"),
        ("力争铜箔项目上半年投产。", "铜箔项目上半年投产"),
        ("2026年,集团重点建设智慧矿山工程。", "建设智慧矿山工程"),
        ("集团请市政府在一季度内批复焦炉项目环评。", "批复焦炉项目环评"),
        ("协会倡议,会员单位要主动申报检修计划。", "申报检修计划"),
        ("明年要支持北山镁业重组两家小矿。", "支持北山镁业重组两家小矿"),
        ("下半年,公司将择机启动股份回购。", "启动股份回购"),
    ],
)
def test_a_promise_of_something_that_can_be_checked_is_a_task(sentence: str, subject: str) -> None:
    assert [subject] == subjects_of("市长答记者问\n" + sentence)


@pytest.mark.parametrize(
    ("item", "subject"),
    [
        ("制定菱镁矿开采管理办法。", "制定菱镁矿开采管理办法"),
        ("建设镁质新材料产业园。", "建设镁质新材料产业园"),
        ("组建镁产业技术研究院。", "组建镁产业技术研究院"),
        ("以东河、西山两县为核心建设菱镁产业集聚区。", "以东河、西山两县为核心建设菱镁产业集聚区"),
        ("抽调骨干人员组建矿山公司。", "组建矿山公司"),
        ("到年底,淘汰类产能基本清零。", "淘汰类产能基本清零"),
        ("全面取缔无证选矿点。", "取缔无证选矿点"),
        ("推动两家耐火企业搬迁入园。", "推动两家耐火企业搬迁入园"),
        ("开展“散乱污”专项整治。", "开展“散乱污”专项整治"),
        ("推行“标准地”出让。", "推行“标准地”出让"),
        ("加快东部园区供热管网建设。", "加快东部园区供热管网建设"),
        ("支持龙头企业牵头组建产业联盟。", "支持龙头企业牵头组建产业联盟"),
        ("依托大学组建菱镁重点实验室。", "组建菱镁重点实验室"),
        ("对未完成改造的企业执行差别电价。", "对未完成改造的企业执行差别电价"),
        ("盘活闲置厂房。", "盘活闲置厂房"),
        ("深化开采总量管理制度改革。", "深化开采总量管理制度改革"),
        ("进口企业应当向海关申报产品类别。", "向海关申报产品类别"),
        ("各县区要建立产能台账。", "建立产能台账"),
        ("所有窑炉安装在线监测设施并联网。", "所有窑炉安装在线监测设施并联网"),
    ],
)
def test_an_item_of_a_plan_needs_no_word_of_the_future(item: str, subject: str) -> None:
    assert subjects_of(PLAN + item) == [subject]


@pytest.mark.parametrize(
    ("item", "polarity"),
    [
        ("严禁新增钢铁产能。", Polarity.KEEP),
        ("园外不得新增镁砂产能。", Polarity.KEEP),
        ("禁止露天开采。", Polarity.KEEP),
        ("原则上不再新建普通电熔镁砂项目。", Polarity.KEEP),
        ("严格控制菱镁矿开采总量。", Polarity.KEEP),
        ("压减镁砂产能。", Polarity.DECREASE),
        ("淘汰落后反射窑。", Polarity.DECREASE),
        ("降低吨钢综合能耗。", Polarity.DECREASE),
        ("提高废钢利用量。", Polarity.INCREASE),
        ("扩大高端镁材出口规模。", Polarity.INCREASE),
        ("建设镁质新材料产业园。", None),
    ],
)
def test_only_the_verb_says_which_way(item: str, polarity: Polarity | None) -> None:
    assert [polarity] == [task.polarity for task in tasks_of(PLAN + item)]


@pytest.mark.parametrize(
    "sentence",
    [
        "下一步,我市将进一步优化营商环境,增强企业活力。",
        "会议强调,要深入学习贯彻会议精神,凝聚发展共识。",
        "会议要求,要提高政治站位,强化责任担当。",
        "今年,我们将推动高质量发展,提升核心竞争力。",
        "集团将一如既往支持地方发展,作出新的更大贡献。",
        "要加强沟通协调,形成工作合力。",
        "下一步,要全面提升服务水平。",
        "我们要坚定信心,狠抓落实。",
        "双方将在用地、用电等方面深化合作。",
        "要统筹好发展和安全。",
        "公司将继续践行绿色发展理念,不断提升绿色制造水平。",
        "让我们谱写全面振兴新篇章。",
        "各地要压实责任,确保各项工作落到实处。",
        "要积极推进文化自信自强。",
        "下阶段要推动经济实现质的有效提升。",
        "与会代表表示,将把学习成果转化为发展动力。",
        "要全面加强党的建设。",
        "市领导表示,将为企业创造良好环境。",
    ],
)
def test_a_slogan_is_no_task(sentence: str) -> None:
    assert subjects_of("市里召开会议\n" + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "去年,全市出台镁产业整合方案,关停反射窑,组建检测中心。",
        "今年以来,该县开展专项整治,建立长效机制。",
        "市工信局已制定问题整改清单。",
        "近年来,公司建成光伏电站,实施余热回收工程,取得显著成效。",
        "一年来,我们推进国企改革,组建文旅集团。",
        "集团完成了除尘设施改造。",
        "截至目前,已建立产能台账。",
        "考察团先后参观了智能车间和检测中心。",
        "5月6日,市工信局带队检查炼钢车间。",
        "公司获评国家级绿色工厂。",
        "会上传达了上级文件。",
        "当前,全市正在推进矿山整合。",
        "由于市场低迷,部分企业停产检修。",
        "他曾参与建设多个大型工程。",
        "受环保影响,钢厂降低生产负荷。",
        "此前,双方签署了合作协议。",
        "该产品列入绿色建筑推广目录。",
        "书记主持会议并讲话。",
        "会议期间,举行了产品展示、供需对接等活动。",
        "预计下周钢价弱势运行。",
        "质量要求高,检验项目多。",
        "铁矿石价格继续下跌。",
        "贸易商降价出货。",
    ],
)
def test_what_is_over_or_merely_so_is_no_task(sentence: str) -> None:
    assert subjects_of("行业动态\n" + sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "政府工作报告\n一、2024年工作回顾\n推进国企改革,组建文旅集团。",
        "情况汇报\n一、工作开展情况\n压减过剩产能。制定整改清单,分类解决手续问题。",
        "临江市“十四五”规划\n一、发展基础\n关停轻烧窑,建立统一管理平台,完成矿山整合。",
        PLAN.replace("重点任务", "指导思想") + "建设现代化产业体系。",
        "记者:市里将建设哪些项目?\n市长:产值增长5%。\n记者:好。\n市长:谢谢。",
        PLAN + "为贯彻上级部署,制定本方案。",
        PLAN + "置换比例均为1.25:1。",
    ],
)
def test_headings_questions_and_preambles_promise_nothing(text: str) -> None:
    assert subjects_of(text) == []


def test_a_short_item_before_its_duty_is_no_heading() -> None:
    text = PLAN + "1.制定能效标杆企业名单。(市发展改革委、市工信局按职责分工负责,今年年底前完成)"
    (task,) = tasks_of(text)
    assert task.subject == "制定能效标杆企业名单"


def test_a_list_announced_runs_on_through_its_numbers() -> None:
    items = "(一)加快二期选矿厂建设。\n(二)建立成本周调度制度。\n会议由副总经理主持。"
    text = "公司工作会议召开\n2025年重点做好以下工作:\n" + items
    assert subjects_of(text) == ["加快二期选矿厂建设", "建立成本周调度制度"]


def test_a_table_of_tasks_gives_units_and_deadlines() -> None:
    text = (
        "临江市2025年重点任务分解表\n序号 | 工作任务 | 牵头单位 | 责任单位 | 完成时限\n"
        "1 | 编制镁产业布局规划 | 市自然资源局 | 市工信局 | 5月底前\n"
        "2 | 建立矿石保供月调度机制 | — | 市工信局、市发改委 | 4月底前"
    )
    first, second = tasks_of(text)
    assert (first.subject, first.actors, first.period) == ("编制镁产业布局规划", ("市自然资源局",), "..2025-05")
    assert (second.subject, second.actors, second.period) == (
        "建立矿石保供月调度机制",
        ("市工信局", "市发改委"),
        "..2025-04",
    )


def test_a_task_is_quoted_where_it_stands_and_says_why() -> None:
    text = PLAN + "制定菱镁矿开采管理办法。"
    (task,) = tasks_of(text)
    assert text[task.start : task.end] == "制定菱镁矿开采管理办法"
    assert task.kind is StatementKind.TASK
    assert 0 < task.confidence < 1
    assert set(task.because) == {"texts.because.action_thing", "texts.because.ahead_by_context"}


def test_a_clause_with_a_figure_of_its_own_is_left_to_the_figure() -> None:
    text = PLAN + "建成废钢加工中心2处。组建检测中心。"
    counted, named = tasks_of(text)
    assert FIGURE_INSIDE in counted.because
    assert FIGURE_INSIDE not in named.because
    figure = Statement(kind=StatementKind.TARGET, subject="废钢加工中心", start=counted.start, end=counted.end)
    assert [named] == without_figures([counted, named], [figure])
    assert [counted, named] == without_figures([counted, named], [])


@pytest.mark.parametrize("unit", ["建设", "、", "将", "(", "要推进", "“", "项目", "\n一、"])
def test_hostile_length_is_read_in_linear_time(unit: str) -> None:
    actions(page := page_of(unit * 4000), times_of(page), parties_of(page))


@pytest.mark.parametrize(
    ("item", "polarity"),
    [("加快淘汰倒焰窑。", Polarity.DECREASE), ("将压减指标分解到企业。", None), ("压减镁砂产能。", Polarity.DECREASE)],
)
def test_a_quota_that_is_named_is_not_cut(item: str, polarity: Polarity | None) -> None:
    (task,) = tasks_of(PLAN + item)
    assert polarity is task.polarity


def test_a_normal_price_is_no_task() -> None:
    assert [] == subjects_of(PLAN + "执行正常电价。")
