"""The draft's page: what it rests on, rules side by side, sliders with and without a script."""

import json
import re

import pytest

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk

ASKED = "sector=steel&year=2025&as_of=2025-03"


def test_the_page_says_what_a_draft_rests_on(sign: Sign) -> None:
    page = sign("lin").get(f"/decisions/new?{ASKED}").text
    assert "10 家企业的月报齐全，可以起草。" in page
    assert '<form class="card" method="post" action="/decisions">' in page


def test_whoever_may_not_draft_has_no_button(sign: Sign) -> None:
    page = sign("wang").get(f"/decisions/new?{ASKED}&lang=en").text
    assert 'method="post" action="/decisions"' not in page
    assert 403 == sign("wang").post("/decisions", data={"sector": "steel", "year": "2025"}).status_code


def test_a_year_whose_returns_are_not_all_there_is_not_drafted(sign: Sign) -> None:
    page = sign("lin").get("/decisions/new?sector=steel&year=2024").text
    assert "allocate.year_closed" in page
    assert 'method="post" action="/decisions"' not in page


def test_without_a_script_the_form_brings_the_answer_in_the_page(sign: Sign) -> None:
    page = sign("lin").get(f"/decisions/new?{ASKED}&method=two_pools&theta=0.2").text
    assert "method: {rule: two_pools, clause: &#34;6&#34;}" in page
    assert 'name="theta"' in page


def test_with_a_script_the_server_sends_the_answer_alone(sign: Sign) -> None:
    answer = sign("lin").get(f"/decisions/sliders?{ASKED}&tilt_beta=0.6", headers={"hx-request": "true"})
    assert answer.text.startswith('<section id="tried"')
    assert "tilt_beta=0.6" in answer.headers["hx-replace-url"]
    given, reserve, cap = (
        int(one.replace(",", ""))
        for one in re.findall(r"指标 ([\d,]+) ＋ 预留 ([\d,]+) ＝ 总量 ([\d,]+)", answer.text)[0]
    )
    assert cap == given + reserve


def test_programs_get_every_row(sign: Sign) -> None:
    answer = sign("lin").get(f"/decisions/sliders?{ASKED}&reserve_share=0.01", headers={"accept": "application/json"})
    plain = json.loads(answer.text)
    assert plain["cap_t"] == sum(one["tried_t"] for one in plain["enterprises"]) + plain["reserve_t"]
    assert 'reserve_share: {unit: "1"' in plain["rulebook_lines"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("tilt_beta=-1", 422, "tilt_beta"),
        ("floor_delta=%3Cb%3E", 422, "&lt;b&gt;"),
        ("method=by_lot", 422, "by_lot"),
        ("floor_delta=0&ceiling_delta=0", 409, "cap.out_of_reach"),
    ],
)
def test_what_cannot_be_tried_is_said_in_words(sign: Sign, asked: str, status: int, said: str) -> None:
    answer = sign("lin").get(f"/decisions/sliders?{ASKED}&{asked}")
    assert status == answer.status_code
    assert said in answer.text
    as_json = sign("lin").get(f"/decisions/sliders?{ASKED}&{asked}", headers={"accept": "application/json"})
    assert (status, "application/problem+json") == (as_json.status_code, as_json.headers["content-type"])


def test_trying_keeps_nothing(sign: Sign) -> None:
    before = sign("lin").get("/decisions?as=csv&table=decisions").text
    sign("lin").get(f"/decisions/sliders?{ASKED}&tilt_beta=1.7")
    assert before == sign("lin").get("/decisions?as=csv&table=decisions").text


def test_rules_chosen_stand_firm_by_firm_and_sum(sign: Sign) -> None:
    text = sign("lin").get(f"/decisions/new?{ASKED}&rules=capacity&as=csv&table=quotas").text
    rows = [row.split(",") for row in text.splitlines()[1:]]
    assert "合计" == rows[-1][0]
    assert int(rows[-1][2]) == sum(int(row[2]) for row in rows[:-1])


@pytest.mark.parametrize("query", ["sector=x", "sector=steel&year=1999", "sector=steel&year=2025&as_of=2025-13"])
def test_what_there_is_not_is_said_so(sign: Sign, query: str) -> None:
    assert sign("lin").get(f"/decisions/new?{query}").status_code in (400, 404)


def test_a_sector_without_a_rulebook_is_said_so(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        paths = [path for (sector, _), path in opened.rulebooks.items() if sector == "magnesia"]
    for path in paths:
        path.rename(path.with_suffix(".aside"))
    try:
        for page in ("/decisions/new", "/regulations/new", "/decisions/sliders"):
            answer = sign("lin").get(f"{page}?sector=magnesia&year=")
            assert (404, True) == (answer.status_code, "rulebook.missing" in answer.text)
    finally:
        for path in paths:
            path.with_suffix(".aside").rename(path)


def test_no_han_on_the_english_page(sign: Sign) -> None:
    page = sign("lin").get(f"/decisions/new?{ASKED}&lang=en&tilt_beta=0.4").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert [] == re.findall(r"[\u4e00-\u9fff]+", main)


def test_the_two_columns_in_force_say_what_each_counts(sign: Sign) -> None:
    page = sign("lin").get("/decisions/new?sector=steel&year=2025&as_of=2025-03").text
    assert "现行（含结转扣还，吨）" in page
    assert "现行办法（不含结转扣还）" in page
