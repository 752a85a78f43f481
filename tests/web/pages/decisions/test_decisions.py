"""The list of decisions, the months that are closed, transfers, and a month's regulation."""

import re

import pytest

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk


def test_filters_in_the_address_choose(sign: Sign) -> None:
    text = sign("zhao").get("/decisions?sector=steel&year=2024&state=issued&as=csv&table=decisions").text
    rows = text.splitlines()[1:]
    assert 2 == len(rows)
    assert all(row.startswith("steel-2024-") for row in rows)


def test_who_did_what_when(sign: Sign) -> None:
    page = sign("zhao").get("/decisions?lang=en").text
    assert "林岚, 2025-01-31 09:00" in page
    assert "issued" in page


def test_a_filter_that_means_nothing_filters_nothing(sign: Sign) -> None:
    every = sign("zhao").get("/decisions?as=csv&table=decisions").text
    assert every == sign("zhao").get("/decisions?sector=gold&state=lost&as=csv&table=decisions").text


def test_a_month_is_regulated_put_forward_and_read(sign: Sign) -> None:
    lin = sign("lin")
    dry = lin.get("/regulations/new?sector=steel&month=2025-04&lang=en")
    assert "Put it forward" in dry.text
    assert "Limits that the plan in whole tonnes breaks: 0." in dry.text
    before = lin.get("/decisions?as=csv&table=decisions").text
    put = lin.post("/regulations", data={"sector": "steel", "month": "2025-04"})
    assert 303 == put.status_code
    page = lin.get(put.headers["location"].partition("?")[0] + "?lang=en").text
    assert "Moves, and why" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert [] == re.findall(r"[\u4e00-\u9fff]+", main.replace("林岚", "").replace("王越", ""))
    after = lin.get("/decisions?as=csv&table=decisions").text
    assert len(before.splitlines()) + 1 == len(after.splitlines())


def test_a_month_that_is_not_next_is_not_regulated(sign: Sign) -> None:
    page = sign("lin").get("/regulations/new?sector=steel&month=2025-09").text
    assert "regulate.month_not_next" in page
    assert 'action="/regulations"' not in page


def test_a_month_without_its_returns_cannot_be_closed(sign: Sign) -> None:
    page = sign("lin").get("/decisions/months").text
    assert "2025年4月还不能关账" in page
    assert 'name="month" value="2025-04"' not in page
    refused = sign("lin").post("/decisions/months", data={"sector": "steel", "month": "2025-04"})
    assert 422 == refused.status_code
    assert "close.return_missing" in refused.text


def test_a_close_that_was_is_told_again(sign: Sign) -> None:
    again = sign("lin").post("/decisions/months", data={"sector": "steel", "month": "2025-03"})
    assert (303, "/decisions/months?sector=steel&year=2025&month=2025-03") == (
        again.status_code,
        again.headers["location"],
    )
    assert "钢铁 2025年3月 已关账" in sign("lin").get(again.headers["location"]).text
    assert 404 == sign("lin").get("/decisions/months?sector=steel&year=2025&month=2025-12").status_code


def test_a_year_is_rolled_over_once_and_again(sign: Sign, desk: Desk) -> None:
    for _ in range(2):
        rolled = sign("wang").post("/decisions/rolled-over", data={"sector": "steel", "year": "2024"})
        assert 303 == rolled.status_code
    assert "2024年已结转。" in sign("wang").get(rolled.headers["location"]).text
    assert 409 == sign("wang").post("/decisions/years", data={"sector": "steel", "year": "2025"}).status_code


def test_tonnes_pass_between_two_by_two_persons(sign: Sign, desk: Desk) -> None:
    lin, wang = sign("lin"), sign("wang")
    with desk.book() as opened:
        group = [one.id for one in opened.city.of_sector("steel") if one.group == "LH-G01"][:2]
        before = opened.store.book(sector="steel", plan_year=2025).holding(group[0])
    form = {"year": "2025", "giver": group[0], "taker": group[1], "tonnes": "1000"}
    letter = {"document": ("来函.pdf", b"%PDF-1.7 letter", "application/pdf")}
    put = lin.post("/transfers", data=form, files=letter)
    assert (303, "/transfers?said=proposed") == (put.status_code, put.headers["location"])
    found = re.search(r'action="(/transfers/transfer-[^"]+/confirm)"', wang.get("/transfers").text)
    assert found is not None
    assert found[1] not in lin.get("/transfers").text
    assert 403 == lin.post(found[1]).status_code
    assert 303 == wang.post(found[1]).status_code
    with desk.book() as opened:
        assert before - 1000 == opened.store.book(sector="steel", plan_year=2025).holding(group[0])


@pytest.mark.parametrize("tonnes", ["0", "-5"])
def test_a_transfer_of_nothing_is_refused(sign: Sign, tonnes: str) -> None:
    form = {"year": "2025", "giver": "LH-S01", "taker": "LH-S02", "tonnes": tonnes}
    refused = sign("lin").post("/transfers", data=form, files={"document": ("a.pdf", b"x", "application/pdf")})
    assert 400 <= refused.status_code < 500
