"""Lines with their part, headings over what they head, sentences and clauses."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.texts.laying import lay_out
from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.lexicon import Lexicon

NOTHING = Lexicon({})


def _laid(text: str) -> Layout:
    return lay_out(text, NOTHING)


def _clauses(text: str) -> list[str]:
    layout = _laid(text)
    return [text[one.start : one.end] for one in layout.clauses]


def _roles(text: str) -> list[str]:
    return [line.role.value for line in _laid(text).lines]


PAPER = """甲河市人民政府关于印发炉窑整治方案的通知
甲政发〔2024〕5号
各县(市)区人民政府,市政府各部门:
现将方案印发给你们,请认真落实。
一、总体目标
到2025年,关停窑炉20座。
二、重点任务
(一)淘汰落后窑炉
1.拆除反射窑8座。
2.建成集中煤气站1座。
(二)完善监管
建立在线监测平台。
甲河市人民政府
2024年3月5日"""


def test_each_line_of_a_paper_has_its_part() -> None:
    wanted = "title margin margin body heading body heading heading item item heading body margin margin"
    assert wanted.split() == _roles(PAPER)


def test_a_line_stands_under_its_headings() -> None:
    layout = _laid(PAPER)
    item = next(line for line in layout.lines if line.role is Role.ITEM)
    heads = [PAPER[layout.lines[number].start : layout.lines[number].end] for number in item.under]
    assert ["二、重点任务", "(一)淘汰落后窑炉"] == heads
    assert [1, 1, 2, 2] == [line.level for line in layout.lines if line.role is Role.HEADING]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("产量1,234万吨,增长5%;库存下降。", ["产量1,234万吨", "增长5%", "库存下降"]),
        ("减少18963吨(16.8%,创新低)以上,好。", ["减少18963吨(16.8%,创新低)以上", "好"]),
        ("比例为1:1.25,坚持“稳增长,调结构”方针,好。", ["比例为1:1.25", "坚持“稳增长,调结构”方针", "好"]),
        ("生铁、钢材分别为A、B,增长C。", ["生铁、钢材分别为A、B", "增长C"]),
        ("《甲、乙,丙办法》印发(丁,戊)。己", ["《甲、乙,丙办法》印发(丁,戊)", "己"]),
        ("不闭合的(括号,也要断开", ["不闭合的(括号", "也要断开"]),
        ("综合能源消费?1462万吨,行吗?好", ["综合能源消费?1462万吨", "行吗", "好"]),
        ("全角，也；断开：好", ["全角", "也", "断开", "好"]),
    ],
)
def test_where_a_line_is_cut(text: str, wanted: list[str]) -> None:
    assert wanted == _clauses(text)


def test_a_headline_is_cut_at_its_blanks() -> None:
    assert ["上半年产量增长7.4%", "某局多措并举", "正文"] == _clauses("上半年产量增长7.4% 某局多措并举\n正文。")


def test_a_speech_in_quotation_marks_is_cut_into_sentences() -> None:
    text = "他说:“我们将建设甲项目。同时,还要建设乙项目。”会议结束。"
    layout = _laid(text)
    found = [text[one.start : one.end] for one in layout.sentences]
    assert ["他说:“我们将建设甲项目。", "同时,还要建设乙项目。”", "会议结束。"] == found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("压减过剩产能。关停窑炉97座。", {"压减过剩产能。": "关停窑炉97座。"}),
        ("措施如下,一是拉长链条。建甲厂。二是升级。建乙厂。", {"一是拉长链条。": "建甲厂。", "二是升级。": "建乙厂。"}),
        ("一是建甲厂。二是建乙厂。", {}),
        ("产量增长5%。销量下降。", {}),
        ("(三)加强监管。每月抽查一次。", {"(三)加强监管。": "每月抽查一次。"}),
    ],
)
def test_headings_inside_a_paragraph(text: str, wanted: dict[str, str]) -> None:
    found = {text[one.start : one.end]: text[one.end : one.until] for one in _laid(text).run_ins}
    assert wanted == found


def test_turns_of_an_interview() -> None:
    text = "某网:今年有何打算?\n赵明:建设甲项目。\n还有乙项目。\n某网:困难呢?\n赵明:缺地。"
    layout = _laid(text)
    assert [("某网", True), ("赵明", False), ("某网", True), ("赵明", False)] == [
        (text[one.start : one.end], one.is_question) for one in layout.turns
    ]
    turn = layout.turn_at(text.index("乙项目"))
    assert turn is not None
    assert not turn.is_question


def test_rows_of_a_table_are_cut_into_cells() -> None:
    text = "指标 | 产量 | 增长\n粗钢 | 1,200 | 5%"
    assert ["row", "row"] == _roles(text)
    assert ["指标", "产量", "增长", "粗钢", "1,200", "5%"] == _clauses(text)


@settings(max_examples=examples(150))
@given(st.text(alphabet="甲乙1,.。;:()“”《》一、是首先 |\n年月%A", max_size=200))
def test_any_text_is_laid_out_in_order(text: str) -> None:
    layout = _laid(text)
    for parts in (layout.lines, layout.sentences, layout.clauses):
        places = [(one.start, one.end) for one in parts]
        assert all(start < end for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))
    for clause in layout.clauses:
        sentence = layout.sentences[clause.sentence]
        assert sentence.start <= clause.start
        assert clause.end <= sentence.end
        assert sentence.line == clause.line
        assert layout.clauses[layout.clause_at(clause.start)] is clause
    shown = set().union(*(range(one.start, one.end) for one in layout.sentences), set())
    assert all(char.isspace() or place in shown for place, char in enumerate(text))
