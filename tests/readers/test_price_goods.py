"""The list of goods: every product of steel is there, no word stands for two, and amounts come from the norms."""

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.assemble.market_prices import desk
from zhibiao.assemble.resources import sector_of
from zhibiao.readers.price_goods import read_goods, read_usages
from zhibiao.terms.period import Month

HEAD = "code,zh,en,per,nbs,world_bank,vat,least,most\n"


def test_every_product_and_input_has_a_price_to_be() -> None:
    inputs = {"iron_ore", "concentrate", "coking_coal", "coke", "scrap", "electricity", "billet", "usd"}
    products = {product.field for product in sector_of("steel").products}
    assert set() == (products | inputs) - set(desk().goods.by_code)


def test_bounds_and_names_are_whole() -> None:
    for good in desk().goods.by_code.values():
        assert 0 < good.least < good.most
        assert good.name.zh
        assert good.name.en


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ("螺纹钢(φ20mm,hrb400e)", "rebar_t"),
        ("热轧普通薄板(3mm,q235)", "hot_coil_t"),
        ("汽油(95#国vi)", "petrol_95"),
        ("普通硅酸盐水泥(p.o42.5散装)", "cement_bulk"),
        ("螺纹", ""),
    ],
)
def test_names_of_the_bureau_match_exactly(listed: str, code: str) -> None:
    assert code == desk().goods.in_ten_day_table(listed)


def test_a_word_for_two_goods_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text(HEAD + "a,焦炭,one,t,,,general,1,2\nb,焦炭,two,t,,,general,1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="stands for a and b"):
        read_goods(file)


def test_an_amount_needs_its_norm(tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    file.write_text("good,route,norms,factor,source\ncoke,bf-bof,no_such_norm,1,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no norm no_such_norm"):
        read_usages(file, sector_of("steel"))


@pytest.mark.parametrize(("month", "rate"), [("2009-01", 17), ("2018-05", 16), ("2019-03", 16), ("2019-04", 13)])
def test_the_general_rate_of_tax_by_month(month: str, rate: int) -> None:
    assert Decimal(rate) == desk().tax_pct("coke", Month.parse(month))
    assert None is desk().tax_pct("coke", Month(2008, 12))
    assert None is desk().tax_pct("urea", Month.parse(month))
