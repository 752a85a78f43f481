"""Named projects: status, milestones and builders from sentences, and the figures that describe them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from text_pages import page_of
from zhibiao.texts.parties import parties_of
from zhibiao.texts.projects import Projects, as_attributes, projects
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, ProjectStatus, Statement, StatementKind
from zhibiao.texts.times import times_of

PLANNED, BUILDING, DONE, STOPPED = (
    ProjectStatus.PLANNED,
    ProjectStatus.BUILDING,
    ProjectStatus.DONE,
    ProjectStatus.STOPPED,
)
TITLE = "项目建设有新进展\n"


def projects_of(text: str) -> Projects:
    page = page_of(text)
    return projects(page, times_of(page), parties_of(page))


def told(text: str) -> list[tuple[str, ProjectStatus | None]]:
    return [(one.subject, one.status) for one in projects_of(TITLE + text).statements]


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        ("玉泉铁矿采选工程已建成投产。", "玉泉铁矿采选工程", DONE),
        ("南岭镁砂改造项目正式开工。", "南岭镁砂改造项目", BUILDING),
        ("东港球团生产线即将动工。", "东港球团生产线", PLANNED),
        ("石岭光伏电站项目计划2027年投产。", "石岭光伏电站项目", PLANNED),
        ("北山冷轧项目加快建设。", "北山冷轧项目", BUILDING),
        ("北山矿业污水处理厂正式投用。", "北山矿业污水处理厂", DONE),
        ("城东物流园因资金不足停建。", "城东物流园", STOPPED),
        ("望海码头扩建工程主体封顶。", "望海码头扩建工程", BUILDING),
        ("金岭深部开采工程获得核准。", "金岭深部开采工程", PLANNED),
        ("白鹤抽水蓄能电站正在办理环评手续。", "白鹤抽水蓄能电站", PLANNED),
        ("总投资20亿元的镁锂合金项目主体已封顶。", "镁锂合金项目", BUILDING),
        ("远山镁业高纯镁砂项目在松岭产业园竣工投产。", "远山镁业高纯镁砂项目", DONE),
        ("滨河生态修复工程入选省级示范名单。", "滨河生态修复工程", None),
        ("临江矿山公园正式对外开放。", "临江矿山公园", DONE),
        ("远山镁业拟投资3.5亿元建设镁合金模板项目。", "镁合金模板项目", PLANNED),
        ("河东2号焦炉项目预计年底投产。", "河东2号焦炉项目", BUILDING),
        ("由中远集团投资建设的深水码头项目已开工。", "深水码头项目", BUILDING),
        ("总投资6亿元的金石智能化改造项目,目前主体工程已完工。", "金石智能化改造项目", BUILDING),
        ("泓昌钢铁拟在临江市建设100吨电弧炉2座,计划2026年投产。", "泓昌钢铁电弧炉项目", PLANNED),
        ("青峪铁矿因林地手续未批复已停工。", "青峪铁矿", STOPPED),
        ("石岭铁矿采选工程主井掘进过半。", "石岭铁矿采选工程", BUILDING),
        ("同步实施的烧结烟气治理工程将于12月投运。", "烧结烟气治理工程", BUILDING),
    ],
)
def test_a_named_project_is_told_with_its_status(sentence: str, name: str, status: ProjectStatus | None) -> None:
    assert [(name, status)] == told(sentence)


def test_a_list_of_names_gives_one_record_each() -> None:
    assert told("玉泉铁矿采选、南山路体育公园等项目已建成。") == [
        ("玉泉铁矿采选项目", DONE),
        ("南山路体育公园", DONE),
    ]


def test_a_builder_before_the_name_is_the_actor() -> None:
    (joint,) = projects_of(TITLE + "远东矿业与安澜公司合作的镁建材项目即将动工,预计年底竣工。").statements
    assert joint.subject == "远东矿业与安澜公司镁建材项目"
    assert joint.actors == ("远东矿业", "安澜公司")
    assert joint.period in {"2025-12", "..2025-12"}
    (owned,) = projects_of(TITLE + "北方集团旗下本山矿业玉泉铁矿工程破土动工。").statements
    assert (owned.subject, owned.actors) == ("玉泉铁矿工程", ("本山矿业",))


def test_the_latest_milestone_is_the_period_and_the_present_state_the_status() -> None:
    (one,) = projects_of(TITLE + "玉泉铁矿采选工程已于2024年6月开工,计划2026年10月试车,2027年6月建成投产。").statements
    assert (one.status, one.period) == (BUILDING, "2027-06")


def test_later_sentences_speak_of_the_project_by_alias_and_phase() -> None:
    text = "新材料产业园项目位于经开区,总投资58亿元。一期计划2026年3月开工。该项目环评已获批。"
    assert told(text)[-1] == ("新材料产业园项目一期", PLANNED)


def test_a_heading_that_is_a_name_opens_the_project() -> None:
    text = TITLE + "一、白鹤抽水蓄能电站。装机容量120万千瓦,现已取得核准批复,计划今年12月开工。"
    (one,) = projects_of(text).statements
    assert (one.subject, one.status, one.period) == ("白鹤抽水蓄能电站", PLANNED, "2025-12")


@pytest.mark.parametrize(
    "sentence",
    [
        "今年将推进玉泉铁矿项目竣工投产。",
        "要加快石岭光伏项目建设。",
        "全市127个重点项目已开工102个。",
        "一批重点项目集中开工。",
        "亿元以上项目全部开复工。",
        "一季度重大项目建设进展顺利。",
        "集中签约仪式在临江市举行。",
        "会上,12个项目签约。",
        "钢厂1号高炉停产检修。",
        "全市保有铁矿石资源储量48亿吨。",
        "镁产业园区工业总产值增长。",
        "走进松岭镁产业园,厂房林立。",
        "博物馆获评国家一级博物馆。",
        "对违规项目责令停建整改。",
        "市里召开项目建设推进会。",
        "高纯镁砂项目9月底前必须点火。",
        "镁谷产业园建成厂房28栋。",
        "其中1座转炉已于2023年11月停产。",
        "至此该厂4座焦炉全部关停。",
        "市自然资源局为铁路专用线办理用地预审。",
    ],
)
def test_tasks_sums_and_classes_of_projects_are_none(sentence: str) -> None:
    assert told(sentence) == []


def test_rows_of_a_table_of_projects() -> None:
    text = (
        "重点项目清单\n项目名称 | 总投资(亿元) | 建设性质 | 年度目标 | 责任单位\n"
        "远山镁合金轮毂项目 | 15.5 | 续建 | 8月底前竣工 | 市工信局\n合计 | 15.5 | | |"
    )
    (row,) = projects_of(text).statements
    assert (row.subject, row.status, row.actors) == ("远山镁合金轮毂项目", BUILDING, ("市工信局",))


def figure_of(
    text: str, clause: str, *, subject: str, value: str, unit: str, change: Change = Change.LEVEL
) -> Statement:
    start = text.index(clause)
    return Statement(
        kind=StatementKind.TARGET,
        subject=subject,
        figure=Figure(value=Decimal(value), unit=unit, change=change, comparator=Comparator.EQUAL),
        period="2025",
        start=start,
        end=start + len(clause),
    )


def test_figures_in_reach_become_attributes_and_effects_stay_targets() -> None:
    text = TITLE + (
        "北山矿业玉泉铁矿工程破土动工。玉泉铁矿探明资源储量2.1亿吨,总投资32亿元,"
        "建成后年产铁精矿175万吨,年产值20亿元。全市铁矿石产量增长5%。"
    )
    named = projects_of(text)
    reserves, money, output, effect = as_attributes(
        [
            figure_of(text, "探明资源储量2.1亿吨", subject="资源储量", value="2.1", unit="亿吨"),
            figure_of(text, "总投资32亿元", subject="总投资", value="32", unit="亿元"),
            figure_of(text, "建成后年产铁精矿175万吨", subject="铁精矿产量", value="175", unit="万吨"),
            figure_of(text, "年产值20亿元", subject="年产值", value="20", unit="亿元"),
        ],
        named,
    )
    assert {StatementKind.PROJECT} == {reserves.kind, money.kind, output.kind}
    assert reserves.subject.endswith("资源储量")
    assert "玉泉铁矿" in reserves.subject
    assert money.subject.endswith("总投资")
    assert output.subject.endswith("年产铁精矿")
    assert (money.actors, money.status, money.period) == (("北山矿业",), BUILDING, None)
    assert effect.kind is StatementKind.TARGET
    assert "玉泉铁矿" in effect.subject


def test_a_figure_out_of_reach_is_left_as_it_was() -> None:
    text = TITLE + "北山矿业玉泉铁矿工程破土动工。\n全市固定资产投资完成32亿元。"
    figure = figure_of(text, "全市固定资产投资完成32亿元", subject="固定资产投资", value="32", unit="亿元")
    assert as_attributes([figure], projects_of(text)) == [figure]


def test_a_list_goes_on_with_its_attribute_and_added_capacity_is_a_change() -> None:
    text = TITLE + "玉泉铁矿工程加快建设,年产铁矿石530万吨、铁精矿175万吨,再增加产能10万吨。"
    ore, concentrate, added = as_attributes(
        [
            figure_of(text, "年产铁矿石530万吨", subject="铁矿石产量", value="530", unit="万吨"),
            figure_of(text, "铁精矿175万吨", subject="铁精矿产量", value="175", unit="万吨"),
            figure_of(text, "再增加产能10万吨", subject="产能", value="10", unit="万吨", change=Change.YOY),
        ],
        projects_of(text),
    )
    assert ore.kind is concentrate.kind is added.kind is StatementKind.PROJECT
    assert concentrate.subject.endswith("铁精矿")
    assert added.figure is not None
    assert added.figure.change is Change.DELTA


def test_a_title_about_one_project_lends_its_name() -> None:
    body = "项目规划年产钢坯600万吨。其中一期投资110亿元,预计2026年6月底建成。"
    text = "关于石岭基地搬迁改造项目的公告\n一、项目概述\n" + body
    (phase,) = projects_of(text).statements
    assert phase.subject == "石岭基地搬迁改造项目一期"
    assert phase.period in {"2026-06", "..2026-06"}


def attribute_of(text: str, clause: str, *, subject: str, value: str, unit: str) -> Statement:
    """A figure of a page as the projects of the page turn it."""
    (one,) = as_attributes([figure_of(text, clause, subject=subject, value=value, unit=unit)], projects_of(text))
    return one


@pytest.mark.parametrize(
    ("clause", "subject", "value", "unit", "expected"),
    [
        ("该矿保有资源量6.8亿吨", "资源量", "6.8", "亿吨", "鹿岭铁矿保有资源量"),
        ("累计查明铁矿石资源量1.4亿吨", "资源量", "1.4", "亿吨", "鹿岭铁矿资源量"),
        ("历时21个月", "时间", "21", "个月", "鹿岭铁矿建设工期"),
        ("建设工期36个月", "工期", "36", "个月", "鹿岭铁矿建设工期"),
        ("斜坡道掘进进尺达到4860米", "进尺", "4860", "米", "鹿岭铁矿斜坡道掘进进尺"),
        ("总投资92亿元", "总投资", "92", "亿元", "鹿岭铁矿总投资"),
        ("一季度完成投资2亿元", "投资", "2", "亿元", "鹿岭铁矿完成投资"),
        ("其中资本金14.4亿元", "资本金", "14.4", "亿元", "鹿岭铁矿资本金"),
        ("建设规模为年采选铁矿石800万吨", "规模", "800", "万吨", "鹿岭铁矿建设规模"),
        ("2025年计划完成投资4亿元", "投资", "4", "亿元", "鹿岭铁矿计划完成投资"),
    ],
)
def test_a_text_about_one_project_reads_its_attributes_throughout(
    clause: str, subject: str, value: str, unit: str, expected: str
) -> None:
    text = f"鹿岭铁矿建设提速\n鹿岭铁矿2022年5月开工。\n工人们干劲十足。\n截至目前,{clause}。"
    one = attribute_of(text, clause, subject=subject, value=value, unit=unit)
    assert (StatementKind.PROJECT, expected) == (one.kind, one.subject)


def test_an_attribute_names_the_project_without_its_size_and_what_is_added_goes_up() -> None:
    text = "电炉建设提速\n北岭特钢100吨电炉升级改造项目2022年5月开工,年新增优特钢90万吨。"
    one = attribute_of(text, "年新增优特钢90万吨", subject="优特钢", value="90", unit="万吨")
    assert ("电炉升级改造项目年新增优特钢", Polarity.INCREASE) == (one.subject, one.polarity)


def test_reserves_stand_in_the_month_of_the_page() -> None:
    text = "鹿岭铁矿建设提速\n鹿岭铁矿2022年5月开工,保有资源量6.8亿吨。"
    assert "2025-03" == attribute_of(text, "保有资源量6.8亿吨", subject="资源量", value="6.8", unit="亿吨").period


@pytest.mark.parametrize(
    ("sentence", "clause", "subject"),
    [
        ("废钢产业产值56.9亿元", "废钢产业产值56.9亿元", "废钢产业产值"),
        ("全市铁矿石保有储量48亿吨", "全市铁矿石保有储量48亿吨", "铁矿石储量"),
        ("去年产量3200万吨", "去年产量3200万吨", "铁矿石产量"),
        ("玄澜特钢现有电炉钢产能150万吨", "玄澜特钢现有电炉钢产能150万吨", "电炉钢产能"),
        ("临江市累计退出落后轻烧窑58座", "退出落后轻烧窑58座", "落后轻烧窑"),
        ("产能利用率约70%", "产能利用率约70%", "产能利用率"),
        ("菱镁行业产值90亿元", "菱镁行业产值90亿元", "菱镁行业产值"),
    ],
)
def test_figures_of_an_industry_an_area_or_another_firm_are_not_the_projects(
    sentence: str, clause: str, subject: str
) -> None:
    text = f"鹿岭铁矿建设提速\n鹿岭铁矿2022年5月开工。{sentence}。"
    one = attribute_of(text, clause, subject=subject, value="1", unit="亿元")
    assert (StatementKind.TARGET, subject) == (one.kind, one.subject)


def test_what_is_taken_out_of_use_is_no_attribute_of_what_is_built() -> None:
    text = "关于泓昌钢铁炼钢产能置换方案的公示\n一、拟退出60吨转炉3座,涉及炼钢产能255万吨。二、新建100吨电弧炉2座。"
    out, capacity, furnace = as_attributes(
        [
            figure_of(text, "拟退出60吨转炉3座", subject="退出转炉", value="3", unit="座"),
            figure_of(text, "涉及炼钢产能255万吨", subject="炼钢产能", value="255", unit="万吨"),
            figure_of(text, "新建100吨电弧炉2座", subject="新建电弧炉", value="2", unit="座"),
        ],
        projects_of(text),
    )
    assert [StatementKind.TARGET, StatementKind.TARGET, StatementKind.PROJECT] == [
        one.kind for one in (out, capacity, furnace)
    ]
    assert furnace.subject.endswith("电弧炉")


def test_a_size_before_the_name_of_what_is_planned_is_an_attribute() -> None:
    found = projects_of(TITLE + "宝江集团规划建设2000万吨级精品钢项目,一期拟于2026年启动。").statements
    size = next(one for one in found if one.figure)
    assert size.figure is not None
    assert ("精品钢项目规模", Decimal(2000), "万吨", Comparator.ABOUT) == (
        size.subject,
        size.figure.value,
        size.figure.unit,
        size.figure.comparator,
    )


def test_a_growth_rate_is_no_attribute() -> None:
    text = TITLE + "玉泉铁矿工程加快建设,完成投资增长5%。"
    figure = figure_of(text, "完成投资增长5%", subject="完成投资", value="5", unit="%", change=Change.YOY)
    assert as_attributes([figure], projects_of(text)) == [figure]


@pytest.mark.parametrize("unit", ["项目", "工程、", "一期", "已建成,", "由公司", "(", "投资1亿元建设"])
def test_hostile_length_is_read_in_linear_time(unit: str) -> None:
    page = page_of(unit * 4000)
    projects(page, times_of(page), parties_of(page))


@pytest.mark.parametrize(
    ("clause", "subject", "number", "unit"),
    [
        ("比原计划提前15天", "黑石焦炉项目工期提前", 15, "天"),
        ("落后计划4个月", "黑石焦炉项目进度落后计划", 4, "个月"),
    ],
)
def test_how_far_a_project_is_off_its_plan_is_told_of_it(clause: str, subject: str, number: int, unit: str) -> None:
    told_of = [one for one in projects_of(TITLE + f"黑石焦炉项目顺利投产,{clause}。").statements if one.figure]
    assert [(subject, Decimal(number), unit, Change.GAP)] == [
        (one.subject, one.figure.value, one.figure.unit, one.figure.change) for one in told_of if one.figure
    ]


def test_a_second_project_beside_the_first_is_its_own_and_has_its_builder() -> None:
    text = "由北山矿业投资建设的黑石铁矿采选工程顺利投产。同步实施的尾矿充填治理工程将于9月投运。"
    found = {one.subject: one.actors for one in projects_of(TITLE + text).statements}
    assert found["尾矿充填治理工程"] == ("北山矿业",)
