"""The page of one return: figures with their cells, versions, findings, and the raw file for whoever may have it."""

import pytest

from web.conftest import Sign

OF_S04 = "/returns/LH-S04/2025-03/v1"


def test_each_figure_stands_with_its_cell(sign: Sign) -> None:
    text = sign("officer-s04").get(f"{OF_S04}?as=csv&table=figures").text
    assert '25,粗钢产量,本期,"202,837",吨,LH-S04,' in text


@pytest.mark.parametrize(
    ("person", "status"), [("officer-s01", 404), ("planner-g01", 404), ("admin", 403), ("zhao", 200)]
)
def test_who_may_open_it(sign: Sign, person: str, status: int) -> None:
    assert status == sign(person).get(OF_S04).status_code


def test_a_file_of_many_enterprises_is_for_the_bureau_alone(sign: Sign) -> None:
    assert 404 == sign("officer-s04").get(f"{OF_S04}/file").status_code
    assert "原始文件含有其他企业的数" in sign("officer-s04").get(OF_S04).text
    assert sign("lin").get(f"{OF_S04}/file").content.startswith(b"PK")


def test_a_later_version_says_what_changed(sign: Sign) -> None:
    answer = sign("lin").get("/returns/LH-S12/2025-03/v2")
    assert 200 == answer.status_code
    assert "/returns/LH-S12/2025-03/v1" in answer.text


@pytest.mark.parametrize("reference", ["LH-S04/2025-03/v9", "LH-S04", "x/y/z", "..%2F..%2Fetc"])
def test_one_that_is_not_there(sign: Sign, reference: str) -> None:
    assert 404 == sign("lin").get(f"/returns/{reference}").status_code
