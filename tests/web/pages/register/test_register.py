"""*Register* as the bureau meets it: the list, one item and the acts upon it, the review desk, and follow-up."""

import csv
import datetime as dt
import io
import re

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.register.register import register_on
from zhibiao.assemble.register.desk import RegisterOf, waiting
from zhibiao.procedures.register import figures as figures_read
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.register import Register

TODAY = dt.date(2025, 4, 20)
_HAN = re.compile(r"[\u4e00-\u9fff]")
HOSTILE = "<script>alert(1)</script>"
PAGE = (
    "<html><head><title>t</title></head><body><article><h1>工作部署</h1>"
    f"<p>2025年5月8日，辽河市人民政府办公室。{HOSTILE.replace('<', '&lt;')}</p>"
    "<p>市工业和信息化局2025年底前建成数字化车间12个。</p>"
    "<p>市商务局2025年9月底前建成废钢回收站点15个。</p></article></body></html>"
)


@pytest.fixture(scope="module")
def lin(sign: Sign) -> TestClient:
    return sign("lin")


@pytest.fixture(scope="module")
def zhao(sign: Sign) -> TestClient:
    return sign("zhao")


def register_of(desk: Desk) -> Register:
    with desk.book() as opened:
        return RegisterOf(opened).register


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def taken(client: TestClient, query: str) -> list[str]:
    """The ids of the items that the list shows."""
    rows = rows_of(client.get(f"/register?as=csv&table=register&{query}").text)[1:]
    return [row[1] for row in rows]


def test_the_list_holds_what_is_owed_and_results_where_they_are_asked_for(lin: TestClient, desk: Desk) -> None:
    register = register_of(desk)
    owed = [one.id for one in register.commitments.values() if one.terms.kind is not CommitmentKind.RESULT]
    assert owed == taken(lin, "")
    assert list(register.commitments) == taken(lin, "kind=all")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=agreement", ["C0002"]),
        ("state=done", ["C0043", "C0044"]),
        ("only=moved", ["C0007"]),
        ("only=blocked", ["C0007", "C0020"]),
        ("only=claimed", ["C0008"]),
        ("only=overdue", []),
        ("only=overdue&on=2025-07-01", ["C0008", "C0013", "C0019", "C0045", "C0061"]),
        ("unit=市商务局", ["C0010", "C0044", "C0045"]),
        ("source=C0002&q=用地", ["C0007"]),
        ("q=废钢 信用", ["C0045"]),
    ],
)
def test_filters(lin: TestClient, query: str, expected: list[str]) -> None:
    assert expected == taken(lin, query)


def test_the_unit_of_a_mover_finds_what_waits_for_it(lin: TestClient) -> None:
    assert "C0020" in taken(lin, "unit=市自然资源局")


def test_orders(lin: TestClient, desk: Desk) -> None:
    with desk.book() as opened:
        progress = register_on(desk, opened, TODAY).progress
    by_due = [progress[name].due for name in taken(lin, "sort=due")]
    known = [day for day in by_due if day]
    assert sorted(known) == known
    assert all(day is None for day in by_due[len(known) :])
    assert "C0034" == taken(lin, "sort=chance")[0]
    assert {"C0007", "C0020"} == set(taken(lin, "sort=blocked")[:2])


def test_moved_dates_and_blocks_are_told(lin: TestClient) -> None:
    row = next(row for row in rows_of(lin.get("/register?as=csv&table=register").text) if row[1] == "C0007")
    assert ["2025-09-30", "2025-06-30"] == row[7:9]
    assert "市林业和草原局" in row[9]
    assert "48" in row[9]


def test_tiles_lead_to_their_lists(lin: TestClient) -> None:
    text = lin.get("/register").text
    for query, figure in (("state=done", 2), ("only=claimed", 1), ("only=overdue", 0), ("only=blocked", 2)):
        assert f'<a href="/register?{query}">{figure}</a>' in text
    assert '<a href="/register/candidates">2</a>' in text


def test_a_day_that_is_none_is_refused(lin: TestClient) -> None:
    answer = lin.get("/register?on=yesterday")
    assert 400 == answer.status_code
    assert "desk.day_unreadable" in answer.text


def test_an_item_shows_its_words_in_their_text(lin: TestClient) -> None:
    text = lin.get("/register/items/C0007").text
    assert "<mark>完成河东冷轧电工钢项目用地报批和供地</mark>" in text
    assert "牵头单位:市自然资源局" in text
    found = re.search(r'href="(/register/texts/[0-9a-f]{64}\?start=\d+&amp;end=\d+)#place"', text)
    assert found
    raw = lin.get(found[1].replace("&amp;", "&")).text
    assert '<mark id="place">完成河东冷轧电工钢项目用地报批和供地</mark>' in raw


def test_a_pages_tags_are_shown_and_never_live(lin: TestClient, desk: Desk) -> None:
    source = next(
        source
        for one in register_of(desk).commitments.values()
        for source in one.sources
        if source.name.endswith(".html")
    )
    text = lin.get(f"/register/texts/{source.document}?start={source.raw_start}&end={source.raw_end}").text
    body = text.partition('<div class="raw"')[2].partition("</div>")[0]
    assert "&lt;" in body
    assert {"mark"} == set(re.findall(r"</(\w+)", body))
    file = lin.get(f"/register/texts/{source.document}/file")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "application/octet-stream" == file.headers["content-type"]


def test_texts_and_evidence_that_the_register_does_not_rest_on_are_not_there(lin: TestClient, desk: Desk) -> None:
    with desk.book() as opened:
        filed = opened.store.returns()[0].file_sha256
    assert 404 == lin.get(f"/register/texts/{filed}").status_code
    assert 404 == lin.get(f"/register/texts/{filed}/file").status_code
    assert 404 == lin.get(f"/register/items/C0007/evidence/{filed}").status_code
    assert 404 == lin.get("/register/items/C9999").status_code


def test_the_document_of_a_moved_date_is_there(lin: TestClient) -> None:
    text = lin.get("/register/items/C0007").text
    found = re.search(r'href="(/register/items/C0007/evidence/[0-9a-f]{64})"', text)
    assert found
    assert lin.get(found[1]).headers["content-disposition"].startswith("attachment")


def test_sides_named_items_gaps_and_figures(lin: TestClient) -> None:
    agreement = lin.get("/register/items/C0002").text
    assert agreement.index("辽河市人民政府<span>") < agreement.index("辽河角宿钢铁集团有限公司<span>")
    assert "数字化" in lin.get("/register/items/C0036").text
    named = rows_of(lin.get("/register/items/C0036?as=csv&table=named").text)[1:]
    assert 23 == sum("有佐证" in row for row in named)
    assert rows_of(lin.get("/register/items/C0001?as=csv&table=gaps").text)[1:]
    months = rows_of(lin.get("/register/items/C0033?as=csv&table=figures").text)[1:]
    assert "2025-03" == months[0][0]


@pytest.mark.parametrize("path", ["", "/items/C0002", "/items/C0007", "/items/C0036", "/candidates", "/follow-up"])
def test_the_auditor_looks_and_finds_no_form(zhao: TestClient, path: str) -> None:
    answer = zhao.get(f"/register{path}")
    assert 200 == answer.status_code
    assert [] == re.findall(r'<form method="post" action="/register[^"]*"', answer.text)


@pytest.mark.parametrize("person", ["officer-s01", "planner-g01", "admin"])
def test_nobody_else_sees_the_register(sign: Sign, person: str) -> None:
    client = sign(person)
    for path in ("", "/items/C0007", "/candidates", "/follow-up", "/follow-up/papers/brief"):
        assert 403 == client.get(f"/register{path}").status_code
    assert 'href="/register"' not in client.get("/papers").text


@pytest.mark.parametrize("path", ["", "/items/C0001", "/items/C0007", "/candidates", "/follow-up"])
def test_english_but_for_names_and_quoted_words(lin: TestClient, path: str) -> None:
    text = lin.get(f"/register{path}?lang=en").text
    heads = re.findall(r"<(?:dt|h2|summary|label|legend|button|th scope=\"col\")[^>]*>([^<]*)", text)
    # The unit of a promise stands as its text writes it.
    assert [] == [one for one in heads if _HAN.search(re.sub(r"\([^)]*\)", "", one))]


# The acts: each leaves its trace on the item, in order.


@pytest.fixture
def before(desk: Desk) -> int:
    return register_of(desk).last


def acts_behind(desk: Desk, number: int) -> list[str]:
    acts = [act for one in register_of(desk).commitments.values() for act in one.acts if act.number > number]
    return [f"{type(act.deed).__name__} {act.person}" for act in sorted(acts, key=lambda act: act.number)]


def test_report_with_evidence(lin: TestClient, desk: Desk, before: int) -> None:
    path = "/register/items/C0008"
    data = {"claim": "done", "as_of": "2025-04-18", "note": HOSTILE}
    answer = lin.post(f"{path}/report", data=data, files=[("evidence", ("../批复.pdf", b"%PDF-x", "text/html"))])
    assert (303, f"{path}?said=reported") == (answer.status_code, answer.headers["location"])
    assert ["Reported lin"] == acts_behind(desk, before)
    text = lin.get(f"{path}?said=reported").text
    assert HOSTILE not in text
    assert "已登记进展。" in text
    assert "C0008" not in taken(lin, "only=claimed")
    link = re.search(rf'href="({path}/evidence/[0-9a-f]{{64}})"', text)
    assert link
    file = lin.get(link[1])
    assert b"%PDF-x" == file.content
    assert "application/octet-stream" == file.headers["content-type"]
    assert "批复.pdf" in text
    assert "../" not in text


def test_block_and_release(lin: TestClient, desk: Desk, before: int) -> None:
    path = "/register/items/C0012"
    data = {"cause": "funds", "mover": "市财政局", "since": "2025-04-01", "note": ""}
    assert 303 == lin.post(f"{path}/block", data=data).status_code
    assert "C0012" in taken(lin, "only=blocked")
    number = register_of(desk).last
    assert 303 == lin.post(f"{path}/release", data={"block": str(number), "on": "2025-04-19"}).status_code
    assert "C0012" not in taken(lin, "only=blocked")
    assert ["Blocked lin", "Released lin"] == acts_behind(desk, before)
    assert 400 == lin.post(f"{path}/release", data={"block": "x"}).status_code


def test_move_keeps_the_first_date(lin: TestClient, desk: Desk) -> None:
    path = "/register/items/C0013"
    data = {"due": "2025-08-31", "reason": "汛期停工"}
    assert 303 == lin.post(f"{path}/move", data=data, files=[("evidence", ("准予.txt", b"ok", ""))]).status_code
    one = register_of(desk).commitment("C0013")
    assert (dt.date(2025, 5, 31), dt.date(2025, 8, 31)) == (one.first_due, one.terms.due)
    assert "汛期停工" in lin.get(path).text
    assert 409 == lin.post(f"{path}/move", data={"due": "2025-09-30", "reason": ""}).status_code


def test_name_note_and_correct(lin: TestClient, desk: Desk, before: int) -> None:
    path = "/register/items/C0041"
    assert 303 == lin.post(f"{path}/name", data={"name": "老铁街", "claim": "done"}).status_code
    data = {"meeting": "5月会商会议", "conclusion": "六月底前验收", "on": "2025-04-20", "mover": "", "due": ""}
    assert 303 == lin.post(f"{path}/note", data=data).status_code
    assert 303 == lin.post(f"{path}/correct", data={"lead": "市商务局", "reason": "分工调整"}).status_code
    assert ["ItemNamed lin", "Noted lin", "Corrected lin"] == acts_behind(desk, before)
    assert "市商务局" == register_of(desk).commitment("C0041").terms.lead


def test_a_correction_of_nothing_is_told(lin: TestClient, desk: Desk, before: int) -> None:
    data = {"lead": "市自然资源局", "reason": "无"}
    answer = lin.post("/register/items/C0007/correct", data=data)
    assert 400 == answer.status_code
    assert "register.nothing_changed" in answer.text
    assert before == register_of(desk).last


def test_the_auditor_may_not_act(zhao: TestClient, desk: Desk, before: int) -> None:
    assert 403 == zhao.post("/register/items/C0007/report", data={"claim": "done"}).status_code
    assert 403 == zhao.post("/register/candidates/reject", data={"candidate": "x", "reason": "y"}).status_code
    assert before == register_of(desk).last


def test_an_act_without_a_claim_is_refused(lin: TestClient) -> None:
    answer = lin.post("/register/items/C0008/report", data={"claim": "maybe"})
    assert 400 == answer.status_code
    assert "desk.choice_unreadable" in answer.text


def test_figures_of_returns_outlive_acts(lin: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    lin.get("/register")
    data = {"cause": "land", "mover": "市自然资源局", "since": "2025-04-02"}
    assert 303 == lin.post("/register/items/C0011/block", data=data).status_code

    def again(*_: object, **__: object) -> None:
        raise AssertionError("figures were read again")

    monkeypatch.setattr(figures_read, "months_of", again)
    assert 200 == lin.get("/register").status_code


# Review.


def test_texts_are_taken_and_reviewed(lin: TestClient, desk: Desk) -> None:
    files = [("evidence", ("deploy.html", PAGE.encode(), "text/html"))]
    answer = lin.post("/register/texts", data={"date": "2025-04-19"}, files=files)
    assert 303 == answer.status_code
    found = [one.candidate for one in waiting(register_of(desk), document="deploy.html")]
    assert f"/register/candidates?said=taken&new={len(found)}" == answer.headers["location"]
    assert len(found) >= 2
    text = lin.get("/register/candidates").text
    assert "<mark>" in text
    assert HOSTILE not in text
    first, second, *rest = found
    data = {"candidate": first.id, "title": first.terms.title, "lead": "市数据局"}
    answer = lin.post("/register/candidates/accept", data=data)
    assert 303 == answer.status_code
    item = answer.headers["location"].split("/")[3].partition("?")[0]
    assert "市数据局" == register_of(desk).commitment(item).terms.lead
    answer = lin.post("/register/candidates/merge", data={"candidate": second.id, "into": item})
    assert f"/register/items/{item}?said=merged" == answer.headers["location"]
    for one in rest:
        lin.post("/register/candidates/reject", data={"candidate": one.id, "reason": "重复"})
    assert () == waiting(register_of(desk), document="deploy.html")
    again = lin.post("/register/texts", data={"date": "2025-04-19"}, files=files)
    assert "/register/candidates?said=taken-before&new=0" == again.headers["location"]


def test_nothing_chosen_and_no_reason_are_refused(lin: TestClient, desk: Desk, before: int) -> None:
    name = waiting(register_of(desk))[0].candidate.id
    assert 400 == lin.post("/register/candidates/accept", data={}).status_code
    assert 409 == lin.post("/register/candidates/reject", data={"candidate": name, "reason": " "}).status_code
    assert 404 == lin.post("/register/candidates/merge", data={"candidate": name, "into": ""}).status_code
    assert before == register_of(desk).last


def test_what_cannot_be_read_is_not_taken(lin: TestClient, desk: Desk, before: int) -> None:
    files = [
        ("evidence", ("fine.html", PAGE.replace("12个", "13个").encode(), "text/html")),
        ("evidence", ("scan.pdf", b"%PDF-1.4 binary\x00\x01", "application/pdf")),
    ]
    answer = lin.post("/register/texts", data={}, files=files)
    assert 422 == answer.status_code
    assert "texts.binary_pdf" in answer.text
    assert before == register_of(desk).last
    assert 400 == lin.post("/register/texts", data={}).status_code


# Follow-up.


@pytest.mark.parametrize(
    ("paper", "begin", "ending"),
    [
        ("dispatch?on=2025-04-20", b"PK", "dispatch-2025-04-20.xlsx"),
        ("score?on=2025-03-31", b"PK", "score-2025-Q1.xlsx"),
        ("bulletin?on=2025-03-31", b"PK", "bulletin-2025-03.docx"),
        ("minutes?on=2025-04-08&meeting=会商会议", b"PK", "minutes-2025-04-08.docx"),
        ("pack?on=2025-04-20&agreement=C0002", b"PK", "pack-C0002-2025-04-20.docx"),
        ("brief?on=2025-04-20&lang=en", b"<!", "brief-2025-04-20.en.html"),
    ],
)
def test_papers(zhao: TestClient, paper: str, begin: bytes, ending: str) -> None:
    answer = zhao.get(f"/register/follow-up/papers/{paper}")
    assert 200 == answer.status_code
    assert begin == answer.content[:2]
    assert f'"{ending}"' in answer.headers["content-disposition"]


def test_follow_up_leads_to_every_paper(zhao: TestClient) -> None:
    text = zhao.get("/register/follow-up").text
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/register/follow-up/papers/[^"]+)"', text)]
    assert {"brief", "dispatch", "bulletin", "score", "pack", "minutes"} == {
        one.split("/")[4].partition("?")[0] for one in links
    }
    named = next(one for one in links if "/minutes?" in one)
    assert 200 == zhao.get(named).status_code
    assert 404 == zhao.get("/register/follow-up/papers/secrets").status_code


def test_the_score_is_of_a_quarter_that_is_over(zhao: TestClient) -> None:
    assert "2025-Q1" in zhao.get("/register/follow-up").text
    assert 400 == zhao.get("/register/follow-up?quarter=2025").status_code
