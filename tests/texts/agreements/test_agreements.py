"""Signings: which document, between whom, told once however often the page repeats it."""

from __future__ import annotations

import pytest

from text_pages import page_of
from zhibiao.texts.agreements import agreements
from zhibiao.texts.parties import parties_of
from zhibiao.texts.statement import Statement, StatementKind
from zhibiao.texts.times import times_of

TITLE = "本地要闻\n"


def signed(text: str) -> list[Statement]:
    page = page_of(text)
    return agreements(page, times_of(page), parties_of(page))


@pytest.mark.parametrize(
    ("sentence", "title", "sides"),
    [
        (
            "3月2日,河东市人民政府与北方钢铁集团签署《深化战略合作框架协议》。",
            "深化战略合作框架协议",
            ("河东市人民政府", "北方钢铁集团"),
        ),
        (
            "河东市副市长李明与北山矿业董事长王强代表双方签署战略合作协议。",
            "战略合作协议",
            ("河东市", "北山矿业"),
        ),
        ("北方大学和远山集团在长春签订共建研究院协议书。", "共建研究院协议书", ("北方大学", "远山集团")),
        ("远山集团同安澜公司签订了铁矿石采购合同。", "铁矿石采购合同", ("远山集团", "安澜公司")),
        (
            "市政府分别与宏远钢铁、北岭特钢签署《粗钢产量压减责任书》。",
            "粗钢产量压减责任书",
            ("市政府", "宏远钢铁", "北岭特钢"),
        ),
        ("省国资委与省属企业签订经营业绩责任书。", "经营业绩责任书", ("省国资委", "省属企业")),
        ("控股股东北方集团与江州省政府等方面签订战略合作协议。", "战略合作协议", ("北方集团", "江州省政府")),
        ("云岭钢铁与港务集团举行战略合作签约仪式。", "战略合作协议", ("云岭钢铁", "港务集团")),
        ("两家公司昨日签署谅解备忘录。", "谅解备忘录", ()),
        ("企地双方签下《矿山生态共建意向书》。", "矿山生态共建意向书", ()),
    ],
)
def test_a_signing_has_a_title_and_parties(sentence: str, title: str, sides: tuple[str, ...]) -> None:
    (one,) = signed(TITLE + sentence)
    assert one.kind is StatementKind.AGREEMENT
    assert one.subject == title
    if sides:
        assert one.actors == sides


def test_the_day_of_signing_is_the_period() -> None:
    (one,) = signed(TITLE + "2024年11月26日,云岭省人民政府与中恒集团在云台市签署战略合作协议。")
    assert one.period == "2024-11-26"


def test_headline_and_later_mention_repeat_one_record() -> None:
    text = (
        "云岭钢铁与港务集团签署合作协议\n5月20日,云岭钢铁集团与港务集团签署2025年合作协议。\n"
        "会上,云岭钢铁副总经理高某与港务集团副总经理冯某签订《云岭钢铁集团 港务集团2025年合作协议》。"
    )
    (one,) = signed(text)
    assert one.subject == "云岭钢铁集团 港务集团2025年合作协议"
    assert one.actors == ("云岭钢铁集团", "港务集团")
    assert text[one.start : one.end] == "云岭钢铁集团与港务集团签署2025年合作协议"
    assert len(one.repeats) == 2


def test_two_documents_of_one_ceremony_are_two_records() -> None:
    found = signed(TITLE + "双方签订了《资源开发谅解备忘录》和《人才培养合作协议》。")
    assert [one.subject for one in found] == ["资源开发谅解备忘录", "人才培养合作协议"]


def test_the_same_title_between_others_is_another_document() -> None:
    text = TITLE + "河东市与北方钢铁签署战略合作协议。同日,西山县与远山镁业签署战略合作协议。"
    assert [one.actors for one in signed(text)] == [("河东市", "北方钢铁"), ("西山县", "远山镁业")]


@pytest.mark.parametrize(
    "sentence",
    [
        "下一步,双方将签订合作协议。",
        "江北钢铁有望于下月与矿商签署长期供货协议。",
        "业内预计双方签署重组协议。",
        "要推动企业签订长期供货合同。",
        "根据此前签署的战略合作协议,双方推进了三个项目。",
        "双方尚未签订正式合同。",
        "全市签订合同57份。",
        "会上签约项目43个,总投资486亿元。",
        "集中签约仪式举行。",
        "合同金额2.3亿元。",
        "协议约定由甲方负责供电。",
        "与会人员签到入场。",
        "按照合作协议,双方共建研究院。",
        "企业新签订单增长5%。",
    ],
)
def test_what_is_not_yet_signed_or_only_counted_is_none(sentence: str) -> None:
    assert signed(TITLE + sentence) == []


@pytest.mark.parametrize("unit", ["签订", "与", "协议", "《", "甲与乙签署协议,"])
def test_hostile_length_is_read_in_linear_time(unit: str) -> None:
    page = page_of(unit * 4000)
    agreements(page, times_of(page), parties_of(page))


def test_what_is_signed_besides_is_a_document_of_its_own() -> None:
    found = signed(
        TITLE + "河东市人民政府与北方钢铁集团签署全面战略合作协议。双方企业还签订了《尾矿利用合作框架协议》。"
    )
    assert ["全面战略合作协议", "尾矿利用合作框架协议"] == [one.subject for one in found]
