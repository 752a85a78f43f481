"""Published output: exact tonnes, missing is not zero, every mistake with its row."""

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.nbs import find_nation, read_nation, read_provinces
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

HEAD = "month,province,province_zh,product,ytd_10kt,month_10kt,months_covered\n"


def _refused(path: Path, text: str) -> list[tuple[str, int]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as caught:
        read_provinces(path)
    return [(finding.code, finding.place.row) for finding in caught.value.findings]


def test_tonnes_are_exact(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(HEAD + "2021-02,Hebei,河北,crude_steel,4029.57,,2\n2021-03,Hebei,河北,crude_steel,,,1\n", "utf-8")
    table = read_provinces(file)
    assert {Month(2021, 2): 40_295_700} == dict(table.series[0].made_t)
    assert Text("河北", "Hebei") == table.labels["Hebei"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2021-13,Hebei,河北,crude_steel,1,,1", "table.month_broken"),
        ("2021-02,Hebei,河北,crude_steel,12x,,1", "table.number_broken"),
        ("2021-02,Hebei,河北,crude_steel,NaN,,1", "table.number_broken"),
        ("2021-02,Hebei,河北,crude_steel,-1,,1", "nbs.total_negative"),
        ("2021-02,Hebei,河北,crude_steel,0.00001,,1", "nbs.finer_than_tonnes"),
        ("2020-02,Hebei,河北,crude_steel,5,,1", "nbs.month_doubled"),
        ("2021-02,Hebei,河北", "table.cells_do_not_fit"),
        ('2021-02,"Hebei,河北,crude_steel,5,,1', "table.broken_line"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: str, code: str) -> None:
    sound = "2020-02,Hebei,河北,crude_steel,5,,1\n"
    assert [(code, 3)] == _refused(tmp_path / "x.csv", HEAD + sound + row + "\n")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    rows = "x,Hebei,河北,crude_steel,1,,1\n2021-02,Hebei,河北,crude_steel,y,,1\n"
    found = _refused(tmp_path / "x.csv", HEAD + rows)
    assert [("table.month_broken", 2), ("table.number_broken", 3)] == found


def test_a_missing_column(tmp_path: Path) -> None:
    assert [("table.column_missing", 1)] == _refused(tmp_path / "x.csv", HEAD.replace("ytd_10kt", "ytd"))


def test_an_unknown_product(tmp_path: Path) -> None:
    assert [("nbs.product_missing", 0)] == _refused(tmp_path / "x.csv", HEAD + "2021-02,A,甲,pig_iron,1,,1\n")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x00"])
def test_a_wrong_file_is_no_traceback(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(InputRefused):
        read_provinces(file)


@pytest.mark.parametrize("name", ["absent", "absent.csv"])
def test_a_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefused) as caught:
        read_provinces(tmp_path / name)
    assert ["table.file_missing"] == [finding.code for finding in caught.value.findings]


def test_the_nation_converts_by_its_own_unit(tmp_path: Path) -> None:
    file = tmp_path / "national_output_monthly.csv"
    head = "month,series,unit,ytd,ytd_yoy_pct,month_value,months_covered\n"
    file.write_text(head + "2021-02,crude_steel,10000 tons,17498.92,12.9,,2\n", "utf-8")
    assert find_nation(tmp_path) == file
    assert {Month(2021, 2): 174_989_200} == dict(read_nation(file).made_t)
    file.write_text(head + "2021-02,crude_steel,bags,17498.92,12.9,,2\n", "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_nation(file)
    assert ["nbs.unit_unknown"] == [finding.code for finding in caught.value.findings]


def test_published_provinces(shared_data: Path) -> None:
    table = read_provinces(shared_data / "nbs_province_steel_monthly")
    december = {series.name: series.total_t(2021) for series in table.series}
    assert (30, 224_964_500, 1_032_787_500) == (
        len(table.series),
        december["Hebei"],
        sum(total for total in december.values() if total),
    )


def test_published_nation(shared_data: Path) -> None:
    nation = find_nation(shared_data / "nbs_province_steel_monthly")
    assert nation is not None
    assert 1_032_788_000 == read_nation(nation).total_t(2021)
