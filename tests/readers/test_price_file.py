"""Price files: whose table it is, its figures with their places, and what is wrong named one by one."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import price_files
from price_files import bureau, page, sheet, text
from zhibiao.assemble.market_prices import read_prices
from zhibiao.errors import InputRefused
from zhibiao.market.price import PriceSeries, Rhythm
from zhibiao.market.price_file import PriceFile, PriceTableKind
from zhibiao.terms.finding import Severity

PLAIN = "good,period,price,unit,vat\n"


def _plain(rows: str, *, head: str = PLAIN) -> PriceFile:
    return read_prices((head + rows).encode(), name="p.csv")


def _codes(read: PriceFile, *, least: Severity = Severity.QUERY) -> list[str]:
    return [finding.code for finding in read.findings if finding.severity >= least]


def _series(read: PriceFile, good: str) -> PriceSeries:
    (series,) = (one for one in read.series if one.good == good)
    return series


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (sheet(bureau()), "a.xlsx"),
        (text(bureau()), "a.csv"),
        (text(bureau(), encoding="gb18030"), "a.csv"),
        (page(bureau()[1:]), "a.html"),
    ],
)
def test_the_bureaus_own_table(content: bytes, name: str) -> None:
    read = read_prices(content, name=name)
    assert PriceTableKind.NBS_TABLE is read.kind
    assert ["rebar_t", "wire_rod_t", "coking_coal", "coke"] == [one.good for one in read.series]
    coke = _series(read, "coke")
    (point,) = coke.points
    assert (dt.date(2025, 3, 11), Decimal("1287.4"), Decimal("-51.9"), Decimal("-3.9")) == (
        point.start,
        point.price,
        point.change,
        point.change_pct,
    )
    assert ("焦炭(准一级冶金焦)", True, "CNY", Rhythm.TEN_DAYS) == (
        point.spec,
        coke.has_vat,
        coke.currency,
        coke.rhythm,
    )
    assert dt.date(2025, 3, 24) == coke.published_on(point)
    assert [] == _codes(read)


def test_the_cell_of_a_figure_is_kept() -> None:
    assert "C8" == _series(read_prices(sheet(bureau()), name="a.xlsx"), "coke").points[0].place.cell
    assert 8 == _series(read_prices(text(bureau()), name="a.csv"), "coke").points[0].place.row


def test_the_period_may_stand_in_the_sheet_or_the_file() -> None:
    untitled = bureau()[1:]
    for content, name in (
        (sheet(untitled, name="2025年3月下旬"), "a.xlsx"),
        (sheet(untitled), "2025年3月下旬价格.xlsx"),
    ):
        assert dt.date(2025, 3, 21) == read_prices(content, name=name).series[0].points[0].start
    with pytest.raises(InputRefused) as refused:
        read_prices(sheet(untitled), name="a.xlsx")
    assert ["price.ten_days_missing"] == [finding.code for finding in refused.value.findings]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        (("焦炭（准一级冶金焦）", "吨", "约1287", -51.9, -3.9), "price.not_a_number", "C8"),
        (("焦炭（准一级冶金焦）", "吨", "1.29万", -51.9, -3.9), "price.not_a_number", "C8"),
        (("焦炭（准一级冶金焦）", "吨", -1287.4, -51.9, -3.9), "price.not_positive", "C8"),
        (("焦炭（准一级冶金焦）", "吨", 0, -51.9, -3.9), "price.not_positive", "C8"),
        (("焦炭（准一级冶金焦）", "吨", 1.2874, -51.9, -3.9), "price.factor_suspected", "C8"),
        (("焦炭（准一级冶金焦）", "吨", 1287400, -51.9, -3.9), "price.factor_suspected", "C8"),
        (("焦炭（准一级冶金焦）", "袋", 1287.4, -51.9, -3.9), "price.unit_unknown", "B8"),
        (("焦炭（准一级冶金焦）", "千克", 1287.4, -51.9, -3.9), "price.unit_of_another", "B8"),
        (("螺纹钢（Φ20mm，HRB400E）", "吨", 3300.0, -50.5, -1.5), "price.period_doubled", "C8"),
    ],
)
def test_a_bad_cell_is_found_where_it_stands(cells: tuple[object, ...], code: str, cell: str) -> None:
    read = read_prices(sheet(bureau(coke=cells)), name="a.xlsx")
    (finding,) = (one for one in read.findings if one.severity >= Severity.QUARANTINE)
    assert (code, cell) == (finding.code, finding.place.cell)
    assert "coke" not in {one.good for one in read.series}
    assert "wire_rod_t" in {one.good for one in read.series}


def test_a_blank_price_was_not_published_and_is_not_zero() -> None:
    read = read_prices(sheet(bureau(coke=("焦炭（准一级冶金焦）", "吨", None, None, None))), name="a.xlsx")
    assert ([], 3) == (_codes(read), len(read.series))
    read = read_prices(sheet(bureau(coke=("焦炭（准一级冶金焦）", "吨", "—", "—", "—"))), name="a.xlsx")
    assert ([], 3) == (_codes(read), len(read.series))


def test_an_unknown_product_is_named() -> None:
    read = read_prices(sheet(bureau(coke=("月球石", "吨", 5.0, 0, 0))), name="a.xlsx")
    (finding,) = (one for one in read.findings if one.code == "price.goods_unread")
    assert "月球石" in str(finding.facts["names"])
    assert Severity.QUERY is finding.severity  # the list covers the bureau's table: it may be a new name


def test_the_list_of_the_shared_data(shared_data: Path) -> None:
    file = shared_data / "nbs_10day_market_prices" / "prices.csv"
    read = read_prices(file.read_bytes(), name=file.name)
    assert (PriceTableKind.NBS_LIST, 50, 7550, ()) == (
        read.kind,
        len(read.series),
        sum(len(one.points) for one in read.series),
        read.findings,
    )
    # Sheet until the end of 2021, coil from 2022: one good with two specifications.
    assert 2 == len({point.spec for point in _series(read, "hot_coil_t").points})


def test_the_world_banks_workbook() -> None:
    read = read_prices(price_files.world_bank(), name="CMO-Historical-Data-Monthly.xlsx")
    assert PriceTableKind.WORLD_BANK_WORKBOOK is read.kind
    assert {"crude_oil", "coal_south_african", "iron_ore"} == {one.good for one in read.series}
    ore, coal = _series(read, "iron_ore"), _series(read, "coal_south_african")
    assert ("USD", "t", False, Rhythm.MONTH) == (ore.currency, ore.per, ore.has_vat, ore.rhythm)
    assert [Decimal("100.5"), Decimal("102.2"), Decimal("103.1")] == [point.price for point in ore.points]
    assert [dt.date(2024, 12, 1)] == [point.start for point in coal.points]  # … is no price
    assert ["price.goods_unread"] == _codes(read, least=Severity.NOTE)


def test_the_world_banks_list(shared_data: Path) -> None:
    file = shared_data / "world_bank_pink_sheet" / "prices_monthly.csv"
    read = read_prices(file.read_bytes(), name=file.name)
    assert (PriceTableKind.WORLD_BANK_LIST, 11, 8172, ()) == (
        read.kind,
        len(read.series),
        sum(len(one.points) for one in read.series),
        read.findings,
    )


def test_a_plain_table() -> None:
    read = _plain(
        "scrap,2025-02,2280,元/吨,with\n废钢,2025-03,2310.5,yuan/t,含税\nelectricity,2025-03,580,元/兆瓦时,without\n"
    )
    scrap, power = _series(read, "scrap"), _series(read, "electricity")
    assert (Rhythm.MONTH, True, "p.csv") == (scrap.rhythm, scrap.has_vat, scrap.source)
    assert [Decimal(2280), Decimal("2310.5")] == [point.price for point in scrap.points]
    assert (Decimal("0.58"), False, "kWh") == (power.points[0].price, power.has_vat, power.per)
    assert [] == _codes(read, least=Severity.NOTE)


def test_chinese_headings_and_any_delimiter() -> None:
    read = _plain("焦炭;2025年3月;1,300;元/吨;是\n", head="品种;日期;价格;单位;含税\n")
    assert Decimal(1300) == _series(read, "coke").points[0].price


def test_first_days_one_after_another_are_months() -> None:
    """A spreadsheet keeps months as their first days."""
    months = [dt.date(2025, month, 1) for month in (1, 2, 3)]
    rows = [["good", "period", "price", "unit", "vat"], *(["coke", day, 1300, "yuan/t", "with"] for day in months)]
    read = read_prices(sheet(rows), name="a.xlsx")
    assert (Rhythm.MONTH, months) == (read.series[0].rhythm, [point.start for point in read.series[0].points])
    assert ["price.first_days_are_months"] == _codes(read, least=Severity.NOTE)
    assert Rhythm.MONTH is _plain("coke,202503,1290,元/吨,with\n").series[0].rhythm


def test_days_tell_their_rhythm() -> None:
    ten = _plain("coke,2025-03-01,1300,元/吨,with\ncoke,2025-03-11,1310,元/吨,with\n")
    days = _plain("coke,2025-03-01,1300,元/吨,with\ncoke,2025-03-12,1310,元/吨,with\n")
    assert (Rhythm.TEN_DAYS, Rhythm.DAY) == (ten.series[0].rhythm, days.series[0].rhythm)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("cokes,2025-04,1300,元/吨,with", "price.good_unknown"),
        ("coke,2025-13,1300,元/吨,with", "price.period_unreadable"),
        ("coke,spring,1300,元/吨,with", "price.period_unreadable"),
        ("coke,2025-02-30,1300,元/吨,with", "price.period_unreadable"),
        ("coke,2025-04,nan,元/吨,with", "price.not_a_number"),
        ("coke,2025-04,=1+1,元/吨,with", "price.not_a_number"),
        ("coke,2025-04,1300,元/吨,perhaps", "price.tax_unreadable"),
        ("coke,2025-04,1300,,with", "price.unit_unknown"),
        ("coke,2025-04,0.1300,万元/吨,with", ""),
        ("coke,2025-04,1300,万元/吨,with", "price.factor_suspected"),
        ("coke,2025-04,1300", "price.unit_unknown"),
    ],
)
def test_a_bad_row_is_found_and_the_others_stand(row: str, code: str) -> None:
    read = _plain(f"coke,2025-03,1290,元/吨,with\n{row}\n")
    assert ([code] if code else []) == list(dict.fromkeys(_codes(read)))[:1]
    assert all(finding.place.row == 3 for finding in read.findings)
    assert (1 if code else 2) == len(read.series[0].points)


def test_a_slip_among_its_neighbours_is_found() -> None:
    rows = "".join(f"copper,2024-{month:02d},{70000 + month},元/吨,with\n" for month in range(1, 9))
    read = _plain(rows.replace("70005", "10500").replace("70007", "299000"))
    assert [] == _codes(read)  # within eight times: no slip of unit
    read = _plain(rows.replace("70005", "560100"))
    assert ["price.factor_suspected"] == _codes(read)
    dollars = "".join(f"iron_ore,2024-{month:02d},{100 + month},USD/t,without\n" for month in range(1, 9))
    read = _plain(dollars.replace("104", "104000"))
    assert (["price.far_from_neighbours"], 7) == (_codes(read), len(read.series[0].points))


def test_the_same_price_twice_counts_once() -> None:
    read = _plain("coke,2025-03,1290,元/吨,with\ncoke,2025-03,1290,元/吨,with\n")
    assert (["price.period_repeated"], 1) == (_codes(read, least=Severity.NOTE), len(read.series[0].points))


def test_without_a_word_on_tax_it_is_asked_about() -> None:
    read = _plain("coke,2025-03,1290,元/吨\n", head="good,period,price,unit\n")
    assert (["price.tax_unstated"], False) == (_codes(read), read.series[0].has_vat)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "file.empty"),
        (b"\x00\x01\x02", "a.csv", "file.type_unsupported"),
        (b"PK\x03\x04 broken", "a.xlsx", "file.damaged"),
        (b"%PDF-1.7", "a.pdf", "file.type_unsupported"),
        (b"a,b\n1,2\n", "a.csv", "price.table_unknown"),
        (b"<html><body>nothing</body></html>", "a.html", "price.table_unknown"),
        (b"<html></html>", "a.html", "price.table_unknown"),
        (PLAIN.encode(), "a.csv", "price.none_read"),
        (PLAIN.encode() + b"coke,2025-03,x,yuan/t,with\n", "a.csv", "price.none_read"),
        (PLAIN.encode() + b'coke,"2025-03,1290,yuan/t,with\n', "a.csv", "table.broken_line"),
        ("产品名称,单位,本期价格(元)\n".encode() + b"\xff\xfe\xfd", "a.csv", "text.encoding_mixed"),
    ],
)
def test_what_is_no_price_table_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_prices(content, name=name)
    assert "price.refused" == refused.value.code
    assert code in {finding.code for finding in refused.value.findings}


def test_two_sources_of_one_file_that_disagree_are_both_left_out() -> None:
    rows = ["coke,2025-03,3265,yuan/t,without,甲\n", "coke,2025-03,9999,yuan/t,without,乙\n"]
    alike = "coke,2025-04,3200,yuan/t,without,甲\ncoke,2025-04,3200,yuan/t,without,乙\n"
    for order, first, second in ((rows, "3265 (甲)", "9999 (乙)"), (rows[::-1], "9999 (乙)", "3265 (甲)")):
        read = _plain("".join(order) + alike, head="good,period,price,unit,vat,source\n")
        (found,) = (one for one in read.findings if one.severity > Severity.NOTE)
        assert ("price.sources_disagree", Severity.QUARANTINE) == (found.code, found.severity)
        assert f"row 2 {first}, row 3 {second}" == found.facts["prices"].en  # type: ignore[attr-defined]
        assert {dt.date(2025, 4, 1)} == {point.start for series in read.series for point in series.points}
