"""Who a figure or a project is put down to, and where, on whole pages. All names are fictional."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.reading import read
from zhibiao.texts.statement import Statement

DAY = dt.date(2024, 3, 20)


@cache
def _lexicon() -> Lexicon:
    return read_lexicon()


def _read(text: str) -> tuple[Statement, ...]:
    return read(clean(text, _lexicon()), published=DAY, lexicon=_lexicon()).statements


def _of(text: str, value: str) -> Statement:
    return next(one for one in _read(text) if one.figure and value in {str(one.figure.value), str(one.figure.reached)})


@pytest.mark.parametrize(
    ("text", "value", "actors"),
    [
        ("清源市经济\n前2个月,清源市镁砂产量增长5%。", "5", ()),
        ("北岭股份公告\n北岭股份3月20日公告,公司计划2024年生产镁砂80万吨。", "80", ("北岭股份",)),
        (
            "关于北岭钢铁产能置换方案的公示\n北岭钢铁拟退出转炉2座。\n置换后,企业炼钢产能由300万吨减至250万吨。\n清源省工业和信息化厅",
            "250",
            ("北岭钢铁",),
        ),
        (
            "清源省财政厅 清源省商务厅关于下达2024年指标的通知\n全省开采总量控制指标为90万吨。",
            "90",
            ("清源省财政厅", "清源省商务厅"),
        ),
    ],
)
def test_who_a_figure_is_put_down_to(text: str, value: str, actors: tuple[str, ...]) -> None:
    assert actors == _of(text, value).actors


@pytest.mark.parametrize(("value", "place"), [("3.1", "河北省"), ("2.2", "江苏省"), ("1.5", "辽宁省"), ("4.6", None)])
def test_each_area_of_a_list_has_its_own_figure(value: str, place: str | None) -> None:
    text = (
        "全国生铁产量\n前2个月,全国生铁产量下降4.6%。"
        "分省看,河北省3000万吨,江苏省2000万吨,辽宁省900万吨,同比分别下降3.1%、2.2%和1.5%。"
    )
    assert place == _of(text, value).place


def test_the_company_of_a_project_is_the_one_of_the_page() -> None:
    text = "北岭镁业集团有限公司关于投资建设高纯镁砂项目的公告\n公司拟投资12亿元建设年产10万吨高纯镁砂项目。"
    assert {("北岭镁业集团",)} == {one.actors for one in _read(text) if one.kind.value == "project"}


def test_a_headline_that_says_where_a_way_ended_is_no_second_statement() -> None:
    text = "清源市镁精深加工占比升至60%\n截至2月底,全市镁精深加工占比由38%提高到60%。"
    assert 1 == len(_read(text))
    assert _read(text)[0].repeats
