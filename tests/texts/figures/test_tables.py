"""Tables: a number read with the headings of its row and its column; papers that say what is to come."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.figures import figures
from zhibiao.texts.figures.reading import DOUBTS
from zhibiao.texts.laying import lay_out
from zhibiao.texts.page import Page
from zhibiao.texts.parties import parties_of
from zhibiao.texts.quantities import quantities
from zhibiao.texts.statement import Change, Polarity, Statement, StatementKind
from zhibiao.texts.times import times_of


def _read(text: str) -> list[Statement]:
    lexicon = read_lexicon()
    page = Page(
        layout=lay_out(text, lexicon),
        lexicon=lexicon,
        published=dt.date(2025, 3, 10),
        quantities=quantities(text, lexicon),
    )
    return figures(page, times_of(page), parties_of(page))


def _numbers(statements: list[Statement]) -> list[tuple[str, str, str | None]]:
    return [(one.subject, str(one.figure.value), one.figure.unit) for one in statements if one.figure]


def test_a_cell_takes_subject_and_unit_from_its_headings() -> None:
    text = "2024年主要产品产量\n产品 | 产量(万吨) | 同比增长(%)\n粗钢 | 120.5 | 3.2\n钢材 | 118.0 | -1.4"
    rows = _read(text)
    assert [
        ("粗钢产量", "120.5", "万吨"),
        ("粗钢产量", "3.2", "%"),
        ("钢材产量", "118.0", "万吨"),
        ("钢材产量", "-1.4", "%"),
    ] == _numbers(rows)
    assert [Change.LEVEL, Change.YOY, Change.LEVEL, Change.YOY] == [one.figure.change for one in rows if one.figure]
    assert [Polarity.INCREASE, None] == [one.polarity for one in (rows[1], rows[3])]  # the sign says it


def test_a_column_may_say_that_it_is_planned() -> None:
    text = "重点项目表\n序号 | 项目名称 | 总投资(亿元) | 2025年计划投资(亿元)\n1 | 东岭冷轧项目 | 15.5 | 6"
    rows = _read(text)
    assert [("东岭冷轧项目总投资", "15.5", "亿元"), ("东岭冷轧项目计划投资", "6", "亿元")] == _numbers(rows)
    assert StatementKind.TARGET is rows[1].kind


def test_a_cell_of_words_is_read_as_a_sentence() -> None:
    text = "任务分解表\n序号 | 任务 | 牵头单位\n1 | 铁精矿产量达到830万吨 | 市工信局"
    (row,) = _read(text)
    assert ("铁精矿产量", StatementKind.TARGET) == (row.subject, row.kind)


def test_a_line_with_a_duty_is_a_target_by_its_deadline() -> None:
    text = "东岭市重点任务清单\n1.废钢比由18%提高至25%。(市工信局牵头,2027年底前完成)"
    (row,) = _read(text)
    assert (StatementKind.TARGET, "..2027-12", ("市工信局",)) == (row.kind, row.period, row.actors)


def test_a_section_that_looks_back_holds_results() -> None:
    text = "东岭市2024年工作总结和2025年工作打算\n一、2024年工作完成情况\n争取专项资金2150万元,技改投资完成6.3亿元。"
    assert {StatementKind.RESULT} == {one.kind for one in _read(text)}


def test_forecast_of_a_period_that_is_over_is_a_result() -> None:
    (row,) = _read("预计2024年全省粗钢产量增长2%。")
    assert StatementKind.RESULT is row.kind


def test_every_reason_has_words() -> None:
    text = files("zhibiao").joinpath("data", "messages", "figures.csv").read_text("utf-8")
    assert all(f"{doubt}," in text for doubt in DOUBTS)
