"""*This month* as each kind of viewer meets it."""

import csv
import io
import json
import re

import pytest

from web.conftest import Sign
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import catalogue
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.period import Month
from zhibiao.writers.summary import headline, ranked, risks
from zhibiao.writers.wording import Words

MARCH = Month(2025, 3)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def month_of(desk: Desk, opened: OpenBook, sector: str) -> MonthAssessment:
    """The month as the desk remembers it."""
    return desk.remembered(opened, ("assess", sector, MARCH), lambda: opened.assess(MARCH, sector))


@pytest.mark.parametrize("person", ["lin", "wang", "zhao"])
@pytest.mark.parametrize(("lang", "said"), [("zh", "各企业进度与研判"), ("en", "Where each enterprise stands")])
def test_whoever_works_on_all_figures_sees_every_enterprise(sign: Sign, person: str, lang: str, said: str) -> None:
    answer = sign(person).get(f"/?lang={lang}")
    assert 200 == answer.status_code
    assert said in answer.text


@pytest.mark.parametrize(
    ("person", "home"),
    [
        ("", "/papers"),
        ("officer-s01", "/enterprises/LH-S01"),
        ("planner-g01", "/enterprises"),
        ("admin", "/settings"),
    ],
)
def test_everybody_else_is_led_to_their_own_first_page(sign: Sign, person: str, home: str) -> None:
    answer = sign(person).get("/")
    assert (303, home) == (answer.status_code, answer.headers["location"])
    assert "" == answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["steel", "magnesia"])
def test_page_and_papers_say_the_same(sign: Sign, desk: Desk, sector: str, lang: str) -> None:
    words = Words(catalogue(), "en" if lang == "en" else "zh")
    with desk.book() as opened:
        assessed = month_of(desk, opened, sector)
    text = sign("lin").get(f"/?lang={lang}&sector={sector}&month=2025-03").text
    assert headline(assessed, words) in text
    for item, why in risks(assessed, words, most=3):
        assert why in text
        assert f"/enterprises/{item.enterprise}?month=2025-03" in text


def test_rows_stand_in_the_order_of_their_warnings(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        lines = ranked(month_of(desk, opened, "steel"))
    wanted = [(one.name.zh, "" if one.standing is None else str(one.standing.to_date.now)) for one in lines]
    text = sign("lin").get("/?as=csv&table=standings").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert wanted == [(row["企业"], row["累计产量（吨）"]) for row in rows]


def test_the_chart_shows_the_figures_of_the_assessment(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        total = month_of(desk, opened, "steel").total
    assert total is not None
    assert total.glide is not None
    text = sign("lin").get("/").text
    found = re.search(r'data-chart="glide".*?<script type="application/json">(.*?)</script>', text, re.S)
    assert found is not None
    option = json.loads(found[1])
    made = next(one for one in option["series"] if one["name"] == "本年累计")
    values = [one["value"] if isinstance(one, dict) else one for one in made["data"]]
    assert [0.0, *(None if one is None else round(one / 10_000, 2) for one in total.glide.made_t)] == values
    assert total.glide.pace.cap_t / 10_000 == made["markLine"]["data"][0]["yAxis"]


def test_what_waits_says_whose_move_it_is_and_leads_there(sign: Sign) -> None:
    text = sign("lin").get("/").text
    listed = re.search(r'id="to-do".*?</section>', text, re.S)
    assert listed is not None
    assert "全市今后日均须控制在7.20万吨以内" in listed[0]
    assert re.search(r'<a href="/decisions\?[^"]*sector=steel', listed[0])
    assert listed[0].count("<li>") == listed[0].count('class="whose"')


def test_it_says_how_many_have_filed(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        assessed = month_of(desk, opened, "steel")
    filed = sum(one.return_on_record for one in assessed.enterprises)
    assert f"本月已报{filed}/{filed + len(assessed.late)}户。" in sign("lin").get("/?month=2025-03").text


def test_what_waits_in_another_sector_is_named_by_it(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        draft = opened.allocate(2025, "magnesia", person="lin", as_of=MARCH)
    try:
        assert f"菱镁：方案{draft.id}待第二人审批" in sign("wang").get("/?sector=steel").text
        text = sign("wang").get("/?sector=magnesia").text
        assert f"方案{draft.id}待第二人审批" in text
        assert f"：方案{draft.id}" not in text
    finally:
        with desk.book() as opened:
            opened.withdraw(draft.id, reason="试算", person="lin")


def test_an_auditor_is_led_nowhere_that_is_closed(sign: Sign) -> None:
    client = sign("zhao")
    page = client.get("/").text.partition("<main")[2]
    links = set(re.findall(r'<a href="(/[^"#?]+)', page))
    assert "/enterprises/LH-S01" in links
    once = {path for path in links if not path.startswith("/enterprises/")} | {"/enterprises/LH-S01"}
    assert set() == {path for path in once if client.get(path).status_code == 403}


def test_no_chinese_but_names_on_the_english_page(sign: Sign) -> None:
    text = sign("lin").get("/?lang=en").text
    body = re.sub(r"<script.*?</script>|<option.*?</option>", "", text, flags=re.S)
    body = re.sub(r'<a [^>]*hreflang="zh-CN">中文</a>', "", body)
    kept = [line for line in body.splitlines() if _HAN.search(line)]
    assert [line for line in kept if "Commitments" not in line and "林岚" not in line] == []


@pytest.mark.parametrize(("query", "status"), [("month=2025-13", 400), ("sector=gold", 404), ("as=csv&table=x", 404)])
def test_what_cannot_be_shown_is_refused_in_words(sign: Sign, query: str, status: int) -> None:
    answer = sign("lin").get(f"/?{query}")
    assert status == answer.status_code
    assert "<h1>" in answer.text


def test_a_table_leaves_as_a_file(sign: Sign) -> None:
    answer = sign("lin").get("/?as=csv&table=standings")
    assert "text/csv; charset=utf-8" == answer.headers["content-type"]
    assert answer.text.startswith("\ufeff企业,")
