"""One enterprise's page: its parts sum, every figure leads somewhere, trials run, and nobody else's page opens."""

import csv
import io
import re
from html import unescape

import pytest

from web.conftest import Sign

OWN = "/enterprises/LH-S04"


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_parts_sum_to_the_quota(sign: Sign) -> None:
    rows = _rows(sign("officer-s04").get(f"{OWN}?as=csv&table=parts").text)[1:]
    assert int(rows[-1][1]) == sum(int(row[1]) for row in rows[:-1]) == 2_183_773


def test_the_chart_ends_at_the_quota_and_its_axis_leaves_out_the_rest(sign: Sign) -> None:
    text = unescape(sign("officer-s04").get(OWN).text)
    assert "基数折算 2,346,657 吨，最后为 2,183,773 吨" in text
    assert "横轴不从零开始" in text


@pytest.mark.parametrize(
    ("person", "status"), [("officer-s01", 404), ("planner-g01", 404), ("admin", 403), ("lin", 200)]
)
def test_who_may_open_it(sign: Sign, person: str, status: int) -> None:
    assert status == sign(person).get(OWN).status_code
    assert status == sign(person).get(f"{OWN}/notice.docx").status_code


def test_anothers_is_answered_as_one_that_is_not_there(sign: Sign) -> None:
    client = sign("officer-s04")
    another, none = (client.get(f"/enterprises/{one}") for one in ("LH-S01", "LH-S99"))
    assert 404 == another.status_code == none.status_code
    assert another.text.replace("LH-S01", "") == none.text.replace("LH-S99", "")


def test_every_anchor_that_the_page_leads_to_is_on_it(sign: Sign) -> None:
    text = sign("officer-s04").get(OWN).text
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert {"quota", "score", "change", "pace", "returns", "entries", "notice", "clause-7"} <= anchors
    assert set() == anchors - set(re.findall(r'id="([^"]+)"', text))


def test_figures_lead_to_the_return_they_were_read_from(sign: Sign) -> None:
    client = sign("officer-s04")
    links = set(re.findall(r'href="(/returns/[^"]+)"', client.get(OWN).text))
    assert links
    assert {200} == {client.get(one).status_code for one in sorted(links)[:5]}


def test_an_enterprise_tries_and_hears_a_round_figure(sign: Sign) -> None:
    text = sign("officer-s04").get(f"{OWN}?try.value_added_per_t=30").text
    assert "指标约为 2,208,773 吨，变动约 +25,000 吨（按 5,000 吨取整）" in text


def test_the_bureau_hears_it_exactly(sign: Sign) -> None:
    assert "变动 +24,152 吨" in sign("lin").get(f"{OWN}?try.value_added_per_t=30").text


@pytest.mark.parametrize("by", ["0.5", "99", "much", "NaN", "1e9"])
def test_what_cannot_be_tried_is_refused_on_the_page(sign: Sign, by: str) -> None:
    answer = sign("officer-s04").get(f"{OWN}?try.value_added_per_t={by}")
    assert 200 == answer.status_code
    assert "请填 −30 到 30 之间的整数百分比" in answer.text
    assert "变动" not in answer.text.partition('id="trial"')[2].partition("</section>")[0]


def test_the_bureau_may_not_try_nonsense_either(sign: Sign) -> None:
    for by in ("NaN", "-100", "Infinity"):
        assert 200 == sign("lin").get(f"{OWN}?try.value_added_per_t={by}").status_code


def test_the_notice_is_the_one_that_publishing_writes(sign: Sign, decision: str) -> None:
    answer = sign("officer-s04").get(f"{OWN}/notice.docx?month=2025-03")
    assert answer.content.startswith(b"PK")
    assert f"LH-S04-{decision}.docx" in answer.headers["content-disposition"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_without_a_quota_says_so(sign: Sign, lang: str) -> None:
    text = sign("lin").get(f"/enterprises/LH-S11?lang={lang}").text
    assert {"zh": "本年还没有涉及该企业的方案。", "en": "No decision of this year covers this enterprise."}[
        lang
    ] in text


def test_no_chinese_stands_on_the_english_page_but_names(sign: Sign) -> None:
    text = unescape(sign("officer-s04").get(f"{OWN}?lang=en").text)
    shown = re.sub(r"<[^>]+>", " ", text.partition("<main")[2])
    shown = re.sub(r"\S+\.xlsx|辽河\S*", " ", shown)
    assert [] == re.findall(r"[\u4e00-\u9fff]+", shown)
