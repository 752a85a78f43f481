"""*Enterprises* as each kind of viewer meets it, and the sums that fewer than three enterprises do not make."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.conftest import NOW, Sign, desk_folder
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firms import firm_lines, sums_of
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.viewing import viewer_of
from zhibiao.terms.period import Month
from zhibiao.web.app import make_app

MARCH = Month(2025, 3)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_an_officer_sees_one_line_and_no_sum(sign: Sign) -> None:
    rows = _rows(sign("officer-s04").get("/enterprises?as=csv&table=enterprises").text)
    assert ["辽河氐宿钢铁有限公司"] == [row[0] for row in rows[1:]]
    assert ("584573", "2183773") == (rows[1][2], rows[1][4])


def test_a_planner_sees_the_group_and_no_sum_of_two(sign: Sign) -> None:
    client = sign("planner-g01")
    rows = _rows(client.get("/enterprises?as=csv&table=enterprises").text)
    assert 2 == len(rows) - 1
    assert "不列合计" in client.get("/enterprises").text


def test_the_bureau_sees_all_and_their_sum(sign: Sign) -> None:
    rows = _rows(sign("lin").get("/enterprises?as=csv&table=enterprises").text)
    assert 13 == len(rows) - 1
    assert sum(int(row[2] or 0) for row in rows[1:-1]) == int(rows[-1][2])


def test_it_is_sorted_and_filtered_in_the_address(sign: Sign) -> None:
    client = sign("lin")
    rows = _rows(client.get("/enterprises?sort=growth&verdict=overrun_likely&as=csv&table=enterprises").text)
    growth = [float(row[3]) for row in rows[1:-1]]
    assert sorted(growth, reverse=True) == growth
    assert {"预计超指标"} == {row[8] for row in rows[1:-1]}


@pytest.mark.parametrize(("person", "status"), [("", 303), ("admin", 403), ("zhao", 200)])
def test_who_may_open_it(sign: Sign, person: str, status: int) -> None:
    assert status == sign(person).get("/enterprises").status_code


def test_a_sector_of_others_is_not_there(sign: Sign) -> None:
    assert 404 == sign("officer-s04").get("/enterprises?sector=magnesia").status_code


@pytest.fixture(scope="module")
def grouped(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on whose list a third steel enterprise belongs to the group, and one is no enterprise but an area."""
    folder = desk_folder(demo_book, tmp_path_factory.mktemp("grouped") / "book")
    before, firm, after = (folder / "city.yaml").read_text(encoding="utf-8").partition("- id: LH-S03")
    after = after.replace('group: ""', 'group: "LH-G01"', 1)
    after = after.replace("- id: LH-S10\n", "- id: LH-S10\n    kind: statistical_area\n")
    (folder / "city.yaml").write_text(before + firm + after, encoding="utf-8")
    made = Desk(folder, clock=SetClock(NOW))
    yield made
    made.close()


def test_three_of_a_group_make_a_sum(grouped: Desk) -> None:
    with grouped.book() as opened:
        viewer = viewer_of(grouped.person(opened, "planner-g01"), opened.city)
        lines = firm_lines(grouped, opened, viewer, sector="steel", month=MARCH)
        assert ["LH-S01", "LH-S02", "LH-S03"] == [one.firm.id for one in lines]
        sums = sums_of(lines)
        assert sums is not None
        assert (3, sum(one.made_t or 0 for one in lines)) == (sums.firms, sums.made.now)
        assert sums_of(lines[:2]) is None


def test_an_area_is_shown_as_one_and_gets_no_notice(grouped: Desk) -> None:
    app = make_app(grouped)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    with grouped.access() as access:
        client.cookies.set("zhibiao_session", access.sessions.begin("lin", at=grouped.clock.now()))
    text = client.get("/enterprises/LH-S10").text
    assert "统计地区" in text
    assert "只有公布的产量，不下达通知书" in text
    assert "notice.docx" not in text
    assert 404 == client.get("/enterprises/LH-S10/notice.docx").status_code
