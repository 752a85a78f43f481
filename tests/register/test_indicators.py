"""A target is linked to the indicator that says the same, and to nothing where area, name or number differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhibiao.assemble.resources import indicators
from zhibiao.errors import ActRefused
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.indicators import linked, match_indicator
from zhibiao.texts.statement import Change, Comparator, Figure

_OWN = ("辽河市(虚构)", "Liaohe (fictional)")


def _terms(
    title: str,
    *,
    unit: str = "%",
    change: Change = Change.YOY,
    place: str = "",
    kind: CommitmentKind = CommitmentKind.TARGET,
) -> Terms:
    figure = Figure(value=Decimal(5), reached=Decimal(5), unit=unit, change=change, comparator=Comparator.EQUAL)
    return Terms(kind=kind, title=title, figure=figure, place=place, period="2025")


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("crude_steel", _terms("粗钢产量")),
        ("crude_steel", _terms("粗钢指标")),
        ("crude_steel", _terms("全市粗钢产量", unit="万吨", change=Change.LEVEL)),
        ("crude_steel", _terms("辽河市全年粗钢产量", place="辽河市")),
        ("crude_steel", _terms("Crude steel production", place="Liaohe")),
        ("steel_high_end", _terms("钢铁高端产品占比", change=Change.FROM_TO)),
        ("steel_high_end", _terms("钢铁高端产品占比", unit="百分点")),
        ("magnesia_high_end", _terms("菱镁高端产品占比", change=Change.SHARE)),
        ("mine_output_value", _terms("铁矿产业产值")),
        ("scrap_output_value", _terms("废钢产值", kind=CommitmentKind.RESULT)),
        ("magnesia_output_value", _terms("菱镁行业产值", unit="亿元", change=Change.LEVEL)),
        ("magnesia_sand", _terms("镁砂产量")),
        ("magnesia_sand_capacity", _terms("镁砂产能")),
        ("concentrate", _terms("铁精矿产量")),
        ("magnesia_sand_capacity", _terms("镁砂产能", unit="万吨/年", change=Change.LEVEL)),
        ("crude_steel", _terms("粗钢产量", unit="亿吨", change=Change.LEVEL)),
        ("steel_energy_per_t", _terms("吨钢综合能耗")),
        # Another area, another indicator, another kind of number: nothing is linked.
        ("", _terms("粗钢产量", place="辽宁省")),
        ("", _terms("粗钢产量", place="鞍山市")),
        ("", _terms("全省粗钢产量")),
        ("", _terms("全国粗钢产量")),
        ("", _terms("规模以上工业增加值")),
        ("", _terms("电子信息产业增加值")),
        ("", _terms("粗钢产量占全省比重", change=Change.SHARE)),
        ("", _terms("粗钢产量", unit="亿元", change=Change.LEVEL)),
        ("", _terms("粗钢产量", change=Change.MOM)),
        ("", _terms("粗钢产量", unit="百分点")),
        ("", _terms("吨钢综合能耗", unit="千克标准煤", change=Change.LEVEL)),
        ("", _terms("粗钢产量", kind=CommitmentKind.TASK)),
        ("", Terms(kind=CommitmentKind.TARGET, title="粗钢产量")),
    ],
)
def test_only_the_same_thing_is_linked(code: str, terms: Terms) -> None:
    assert code == match_indicator(terms, indicators(), own=_OWN)


def test_what_a_person_says_stands() -> None:
    terms = _terms("粗钢产量")
    assert "crude_steel" == linked(terms, indicators(), own=_OWN, is_set=False).indicator
    assert "" == linked(terms, indicators(), own=_OWN, is_set=True).indicator


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ActRefused, match=r"register\.no_such_indicator"):
        linked(
            Terms(kind=CommitmentKind.TARGET, title="粗钢产量", indicator="crude"), indicators(), own=_OWN, is_set=True
        )
