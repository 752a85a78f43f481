"""One kind of dirt each: what goes, what is given back, what stays."""

from __future__ import annotations

from functools import cache

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.cleaned import Lost
from zhibiao.texts.lexicon import Lexicon

SENTENCE = "上半年,青岭市粗钢产量达到512.4万吨,同比下降3.1%。"


@cache
def lexicon() -> Lexicon:
    return read_lexicon()


def cleaned(raw: str) -> str:
    return clean(raw, lexicon()).text


@pytest.mark.parametrize(
    ("expected", "raw"),
    [
        ("上半年,粗钢产量增长。", "上半年,粗鋼(gāng)產(chǎn)量增長(zhang)。"),
        ("推进重点项目绿色转型。", "推進(tuījìn)重點項目綠(lü)色轉(zhuǎn)型。"),
        ("每吨(t)耗煤545千克(kg),研发(R&D)增长。", "每吨(t)耗煤545千克(kg),研发(R&D)增长。"),
        ("产量818.17万吨,增长6.5%和12.5%。", "产量818﹒17万吨,增长6 . 5%和1 2 . 5 %。"),
        ("总投资1246亿元,降幅4.3%。", "总投资1 246亿元,降幅4. 3%。"),
        ("签约项目年内开工率不低于70%。", "签约开云体育app官网项目年内开工率不低于70%。"),
        ("废钢到厂价每吨2480元,较年初下跌。", "废www.gangcai00.net钢到厂价每吨2480元,较年初下跌。"),
        ("全市净利润6.8亿元,增长4%。", "全市净利(最新电影免费看)润6.8亿元,增长4%。"),
        ("体育娱乐用品类零售额增长5%。", "体育娱乐用品类零售额增长5%。"),
    ],
)
def test_dirt_within_sentences_goes(expected: str, raw: str) -> None:
    assert expected == cleaned(raw)


@pytest.mark.parametrize(
    "frame",
    [
        "首页 > 新闻 > 正文\n\n{}\n\n[打印本页] [关闭窗口]\n上一篇:某某动态",
        "2024-07-19 09:30 来源:青岭日报 阅读:1.2万\n{}\n责任编辑:小林\n相关阅读\n某地油价上调\n某企业召开年会",
        "{}\n更多精彩内容请关注微信公众号。\n版权所有 青岭市工信局 电话:0000-1234567 辽ICP备00000001号",
        "{}\n第1页 共3页\n[1] [2] 下一页",
        "{0}\n{0}",
        "摘要:上半年,青岭市粗钢产量达到512.4万吨…\n{}",
    ],
)
def test_frames_of_pages_go(frame: str) -> None:
    assert SENTENCE == cleaned(frame.format(SENTENCE))


def test_headings_numbers_addressees_and_signatures_stay() -> None:
    document = (
        "青岭市人民政府关于做好粗钢产量调控工作的通知\n青政发〔2024〕7号\n各县区人民政府:\n为做好产量调控,现通知如下。\n"
        "一、目标任务\n全年粗钢产量不高于上年。\n抓调度\n按月研判企业运行情况。\n青岭市人民政府\n2024年3月5日"
    )
    assert document == cleaned(document)


def test_rows_of_tables_stay_with_bars_between_cells() -> None:
    raw = f"{SENTENCE}\n指标\t单位\t累计\n粗钢\t万吨\t512.4\n生铁\t万吨\t—\n友情链接\n某某网"
    assert [SENTENCE, "指标 | 单位 | 累计", "粗钢 | 万吨 | 512.4", "生铁 | 万吨 | —"] == cleaned(raw).split("\n")


def test_a_paragraph_broken_by_width_and_by_a_page_is_one() -> None:
    whole = (
        "到2027年,全市镁产业产值达到520亿元,年均增长9%左右,规模以上企业达到160户,镁砂产能压减到980万吨以内,"
        "精深加工产品占比提高到45%,尾矿利用率达到35%,建成绿色工厂20家,累计退出反射窑120座,培育龙头企业6户。"
    )
    lines = [whole[at : at + 24] for at in range(0, len(whole), 24)]
    assert whole == cleaned("\n".join([*lines[:2], "", "— 3 —", "", *lines[2:]]))


def test_lost_characters_are_given_back_or_marked() -> None:
    one = clean("全省钢铁企□严格执行产能置□办法。另有一□未明。", lexicon())
    assert "全省钢铁企业严格执行产能置换办法。另有一□未明。" == one.text
    assert (Lost(at=5, restored="业"), Lost(at=13, restored="换"), Lost(at=20)) == one.lost


def test_a_question_is_no_loss() -> None:
    assert cleaned("如何破局突围?如何打造标杆?请您谈谈。") == "如何破局突围?如何打造标杆?请您谈谈。"


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("2025-03-10", "发布日期:2025-03-10  来源:某网"),
        ("2016-11-04", "Published: Friday, 04 November 2016"),
        ("2024-08-14", "时间:2024年8月14日 点击:3"),
        (None, "来源:青岭日报"),
    ],
)
def test_the_page_says_when_it_was_published(expected: str | None, line: str) -> None:
    assert expected == clean(f"青岭市粗钢产量下降\n{line}\n{SENTENCE}", lexicon()).published


def test_english_frames_go() -> None:
    body = "The city produced 3.2m tonnes of magnesia in 2023, up 4% on the year, the bureau said."
    raw = (
        f"Home > News > Steel\nMagnesia output rises in Qingling\nPublished: 4 March 2024 | 3 comments\n{body}\n"
        "Related: Scrap steady\nShare this article\n© 2024 All rights reserved"
    )
    assert f"Magnesia output rises in Qingling\n{body}" == cleaned(raw)


def test_a_page_of_links_is_an_empty_article() -> None:
    assert cleaned("首页 | 新闻 | 行情\n· 油价上调\n· 某地签约\n· 钢价下跌\n友情链接\n联系我们") == ""
