"""*Papers* as each kind of viewer meets it, and the papers behind its links."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk

FOLDER = "steel-2025-03"
PUBLIC = f"/papers/public/{FOLDER}/decision.public.docx"
CITY = f"/papers/city/{FOLDER}/bulletin.docx"
OWN, OTHER = (f"/papers/notices/{FOLDER}/{name}.docx" for name in ("LH-S01", "LH-S04"))


@pytest.fixture(scope="module", autouse=True)
def published(sign: Sign) -> None:
    """The month of steel, published by the analyst at the desk."""
    answer = sign("lin").post("/papers/publish", data={"sector": "steel", "month": "2025-03"})
    assert (303, "/papers?sector=steel&month=2025-03&done=published") == (
        answer.status_code,
        answer.headers["location"],
    )


@pytest.mark.parametrize(
    ("person", "public", "city", "own", "other"),
    [
        ("", 200, 303, 303, 303),
        ("admin", 200, 403, 403, 403),
        ("officer-s01", 200, 403, 200, 404),
        ("officer-s04", 200, 403, 404, 200),
        ("planner-g01", 200, 403, 200, 404),
        ("lin", 200, 200, 200, 200),
        ("wang", 200, 200, 200, 200),
        ("zhao", 200, 200, 200, 200),
    ],
)
def test_each_reads_what_is_theirs(sign: Sign, person: str, public: int, city: int, own: int, other: int) -> None:
    client = sign(person)
    assert [public, city, own, other] == [client.get(path).status_code for path in (PUBLIC, CITY, OWN, OTHER)]


@pytest.mark.parametrize("person", ["", "officer-s01", "planner-g01", "lin"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_of_the_page_leads_somewhere_and_none_to_what_is_not_theirs(
    sign: Sign, person: str, lang: str
) -> None:
    client = sign(person)
    page = client.get(f"/papers?lang={lang}")
    assert 200 == page.status_code
    links = set(re.findall(r'href="(/papers/[a-z]+/steel[^"]+)"', page.text))
    assert {"": 4, "officer-s01": 6, "planner-g01": 8, "lin": 32}[person] == len(links)
    sample = sorted(links) if person != "lin" else sorted(links)[::7]
    assert {200} == {client.get(path).status_code for path in sample}


def test_the_public_page_names_no_enterprise(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        firms = [(one.id, one.name.zh, one.name.en) for one in opened.city]
    pages = [sign("").get(f"/papers{query}").text for query in ("", "?lang=en", "?as=csv", "?month=2025-03")]
    assert all(name not in page for page in pages for firm in firms for name in firm)
    assert firms[0][1] in sign("lin").get("/papers").text


def test_a_city_paper_is_not_had_by_the_public_door(sign: Sign) -> None:
    for name in ("bulletin.docx", "annex.xlsx", "marks.json", "decision.docx", "..%2fmarks.json", "LH-S01.docx"):
        assert 404 == sign("").get(f"/papers/public/{FOLDER}/{name}").status_code, name


def test_a_brief_is_shown_where_nothing_may_run(sign: Sign) -> None:
    answer = sign("").get(f"/papers/public/{FOLDER}/brief.public.html")
    assert "text/html; charset=utf-8" == answer.headers["content-type"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


@pytest.fixture
def altered(desk: Desk) -> Iterator[Path]:
    """The public copy of the decision, changed on disk for one test."""
    path = desk.root / "out" / FOLDER / "decision.public.docx"
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    yield path
    path.write_bytes(content)


def test_a_changed_paper_is_refused_and_said(sign: Sign, altered: Path) -> None:
    answer = sign("").get(PUBLIC)
    assert 409 == answer.status_code
    assert "paper.changed" in answer.text
    assert altered.name in answer.text
    assert "已改动" in sign("lin").get("/papers").text
    altered.unlink()
    assert 404 == sign("").get(PUBLIC).status_code


@pytest.mark.parametrize(
    ("person", "status"), [("", 401), ("officer-s01", 403), ("zhao", 403), ("admin", 403)], ids=str
)
def test_only_who_keeps_books_publishes(sign: Sign, person: str, status: int) -> None:
    answer = sign(person).post("/papers/publish", data={"sector": "steel", "month": "2025-03"})
    assert status == answer.status_code
    assert "/papers/publish" not in sign(person).get("/papers").text


def test_a_month_that_is_none_is_refused_in_words(sign: Sign) -> None:
    for form in ({"sector": "steel", "month": "March"}, {"sector": "tin", "month": "2025-03"}, {}):
        answer = sign("wang").post("/papers/publish", data=form)
        assert answer.status_code in (400, 404)
        assert "Traceback" not in answer.text


def test_a_template_that_cannot_be_used_is_told_and_nothing_is_written(sign: Sign, desk: Desk) -> None:
    folder = desk.root / "templates"
    folder.mkdir()
    before = (desk.root / "out" / FOLDER / "bulletin.docx").read_bytes()
    try:
        (folder / "paper.docx").write_bytes(b"not a document")
        (folder / "brief.html").write_text("{% if %}", encoding="utf-8")
        answer = sign("lin").post("/papers/publish", data={"sector": "steel", "month": "2025-03"})
        assert 422 == answer.status_code
        for code in ("paper_template.unreadable", "paper_template.brief_broken", "templates/paper.docx"):
            assert code in answer.text
        assert before == (desk.root / "out" / FOLDER / "bulletin.docx").read_bytes()
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@pytest.mark.parametrize("person", ["lin", "officer-s01", ""])
def test_papers_of_a_replaced_decision_say_so(sign: Sign, desk: Desk, person: str) -> None:
    path = desk.root / "out" / FOLDER / "marks.json"
    content, said = path.read_bytes(), "另有方案下达"
    assert said not in sign(person).get("/papers?sector=steel&month=2025-03").text
    marks = json.loads(content)
    marks["marks"]["decision_id"] = "steel-2025-00000000"
    path.write_text(json.dumps(marks), encoding="utf-8")
    try:
        text = sign(person).get("/papers?sector=steel&month=2025-03").text
        assert said in text
        assert "依据的方案已被代替" in text
    finally:
        path.write_bytes(content)
