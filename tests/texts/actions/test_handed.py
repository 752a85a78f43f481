"""Tasks whose object stands before the verb: in front of 由, in the clause before, or under a condition."""

from __future__ import annotations

import pytest

from text_pages import page_of
from zhibiao.texts.actions import actions
from zhibiao.texts.parties import parties_of
from zhibiao.texts.statement import Statement
from zhibiao.texts.times import times_of

PLAN = "临江市2025年工业重点工作任务分解方案\n一、重点任务\n"


def tasks_of(text: str) -> list[Statement]:
    page = page_of(text)
    return actions(page, times_of(page), parties_of(page))


@pytest.mark.parametrize(
    ("sentence", "subject", "period", "actor"),
    [
        ("焦炉大修环评由市生态环境局负责,3月底前办结。", "办结焦炉大修环评", "..2025-03", "市生态环境局"),
        (
            "排土场用地由市自然资源局牵头,会同黑石县政府上半年完成征收。",
            "完成征收排土场用地",
            "2025-01..2025-06",
            "市自然资源局",
        ),
        ("厂区道路由市住建局负责移交,江北钢铁配合,8月底前完成。", "移交厂区道路", "..2025-08", "市住建局"),
        ("新厂区供电线路由供电公司负责,6月底前架设到位。", "架设新厂区供电线路", "..2025-06", "供电公司"),
        ("职工医院划转由市卫健委牵头。", "职工医院划转", "2025", "市卫健委"),
        ("铁路接轨手续由市发展改革委牵头办理。", "办理铁路接轨手续", "2025", "市发展改革委"),
    ],
)
def test_work_put_into_somebodys_hands_is_a_task(sentence: str, subject: str, period: str, actor: str) -> None:
    (task,) = tasks_of(PLAN + sentence)
    assert (subject, period, (actor,)) == (task.subject, task.period, task.actors)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("家属区供水移交,由市水务集团接收。", "接收家属区供水移交"),
        ("腾退出的土地,将由临江市收储。", "收储腾退出的土地"),
        ("高纯镁砂项目,9月底前必须点火。", "高纯镁砂项目点火"),
        ("高纯镁砂项目9月底前必须点火。", "高纯镁砂项目点火"),
        ("逾期未完成整改的,一律停产。", "逾期未完成整改的停产"),
        ("超采数量在下年度指标中双倍扣减。", "超采数量在下年度指标中双倍扣减"),
        ("闲置土地依法收回。", "闲置土地依法收回"),
        ("超采矿山立即停产整顿。", "超采矿山立即停产整顿"),
        ("县整治办每半年组织第三方评估。", "组织第三方评估"),
        ("市工信局按月通报。", "市工信局按月通报"),
        ("统筹专项资金支持超低排放改造。", "统筹专项资金支持超低排放改造"),
        ("研究设立铁矿勘查基金。", "设立铁矿勘查基金"),
        ("每月召开一次调度会。", "召开调度会"),
        ("把镁建材产业园建起来。", "镁建材产业园建起来"),
        ("任务3 增设海外仓。", "增设海外仓"),
        ("由市督查室约谈责任单位。", "约谈责任单位"),
        ("推行经理层任期制契约化管理。", "推行经理层任期制契约化管理"),
        ("各子公司于3月底前制定降本方案。", "制定降本方案"),
        ("所有关闭矿山一律完成生态修复。", "所有关闭矿山一律完成生态修复"),
        ("五、建立电子台账,实行“一矿一码”管理。", "建立电子台账"),
    ],
)
def test_what_is_acted_upon_may_stand_first(sentence: str, subject: str) -> None:
    assert subject == tasks_of(PLAN + sentence)[0].subject


def test_a_deadline_and_who_answers_may_have_clauses_of_their_own() -> None:
    (task,) = tasks_of(PLAN + "办理老厂区土地证,市自然资源局负责,6月底前完成。")
    assert ("办理老厂区土地证", "..2025-06", ("市自然资源局",)) == (task.subject, task.period, task.actors)


@pytest.mark.parametrize("tail", ["于4月底前报省工信厅", "4月底前报市政府审定", "并于4月底前报专班"])
def test_what_is_made_and_then_handed_in_is_one_task(tail: str) -> None:
    (task,) = tasks_of(PLAN + f"各县区要制定实施方案,{tail}。")
    assert ("制定实施方案", "..2025-04") == (task.subject, task.period)


def test_a_report_that_is_asked_for_is_a_task_of_its_own() -> None:
    found = tasks_of(PLAN + "各县区要建立停产企业清单,每月5日前报送产量月报。")
    assert ["建立停产企业清单", "报送产量月报"] == [task.subject for task in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "现将开采总量控制指标下达给你们。",
        "请各单位认真贯彻执行。",
        "公示期内如有异议,请书面反馈至市工信局。",
        "本方案自2025年3月1日起施行。",
        "(市发展改革委牵头,江北钢铁配合)",
        "行业协会要发挥桥梁纽带作用。",
        "要向改革开放要动力。",
    ],
)
def test_what_a_notice_says_of_itself_is_no_task(sentence: str) -> None:
    assert tasks_of(PLAN + sentence) == []


def test_the_means_to_an_aim_lie_ahead_as_well() -> None:
    found = tasks_of("临江新闻\n建立重点企业调度机制,确保产值较快增长。")
    assert ["建立重点企业调度机制"] == [task.subject for task in found]


def test_a_question_about_plans_is_answered_by_plans() -> None:
    text = "市长访谈\n记者:今年市里准备怎么干?\n李市长:首先,建设废钢交易中心。\n记者:谢谢市长。\n李市长:不客气。"
    assert ["建设废钢交易中心"] == [task.subject for task in tasks_of(text)]


@pytest.mark.parametrize("unit", ["由甲局负责,", "由", "报市", "的,一律", "3月底前完成,", "会同甲县"])
def test_hostile_length_is_read_in_linear_time(unit: str) -> None:
    tasks_of(PLAN + unit * 3000)


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        ("对能效不达标的企业,执行阶梯电价。", ["对能效不达标的企业执行阶梯电价"]),
        ("落实用地保障方案,连续两年评为末等的,由区经发局组织退出。", ["落实用地保障方案", "退出连续两年评为末等的"]),
        ("各责任单位每周五报送工作进展。", ["报送工作进展"]),
        ("坚决杜绝违规爆破。", ["杜绝违规爆破"]),
    ],
)
def test_whom_a_task_means_stays_with_it(sentence: str, subjects: list[str]) -> None:
    assert subjects == [one.subject for one in tasks_of(PLAN + sentence)]


def test_an_order_at_the_start_of_a_sentence_needs_no_plan_around_it() -> None:
    notice = "关于黑石菱镁矿冒顶事故的通报\n"
    found = [one.subject for one in tasks_of(notice + "黑石菱镁矿立即停产整顿,未经验收合格严禁恢复生产。")]
    assert ["黑石菱镁矿立即停产整顿", "严禁恢复生产"] == found
    assert [] == tasks_of(notice + "事故发生后,黑石菱镁矿已立即停产整顿。")
