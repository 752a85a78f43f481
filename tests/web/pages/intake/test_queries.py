"""Questions as those who are asked and those who ask meet them: how long they wait, and the answers to them."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from web.conftest import NOW, Sign
from web.pages.intake_sample import CRUDE_STEEL, XLSX, filled, row_of, value_at, with_cells
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.query import standing_questions

OWN = "LH-S04"
LETTER = ("letter.pdf", b"%PDF-1.7 letter", "application/pdf")


@pytest.fixture(autouse=True)
def in_may(clock: SetClock) -> Iterator[None]:
    clock.instant = dt.datetime(2025, 5, 12, 2, tzinfo=dt.UTC)
    yield
    clock.instant = NOW


@pytest.fixture(scope="module")
def held(sign: Sign, desk: Desk, clock: SetClock) -> int:
    """A return that waits for its enterprise's word: crude steel ten thousand times what is usual, total included."""
    clock.instant = dt.datetime(2025, 5, 12, 2, tzinfo=dt.UTC)
    client = sign("officer-s04")
    form = client.get("/intake/template", params={"enterprise": OWN, "month": "2025-04"}).content
    with desk.book() as opened:
        content = filled(form, opened, OWN, "2025-04")
    steel = f"D{row_of(content, CRUDE_STEEL)}"
    wrong = with_cells(content, {steel: value_at(content, steel) * 10_000})
    answer = client.post("/intake", data={"key": "held"}, files={"files": ("4.xlsx", wrong, XLSX)})
    return int(re.search(r"/intake/(\d+)", answer.headers["location"])[1])  # type: ignore[index]


def reply(client: TestClient, number: int, **given: object) -> Response:
    data = {"submission": str(number), "finding": ["1"], "reason": "新增产能投产", "ground": "03", **given}
    return client.post("/queries", data=data)


def main_of(answer: Response) -> str:
    found = re.search("<main.*</main>", answer.text, re.DOTALL)
    assert found
    return found[0]


def test_the_bureau_sees_all_questions_with_their_age(sign: Sign) -> None:
    table = sign("zhao").get("/queries?as=csv&table=questions").text.splitlines()[1:]
    ages = [int(line.split(",")[2]) for line in table]
    assert len(ages) >= 9
    assert sorted(ages, reverse=True) == ages
    assert '<form class="reply"' not in sign("zhao").get("/queries").text


def test_an_officer_sees_the_own_questions_alone(sign: Sign, desk: Desk) -> None:
    answer = sign("officer-s04").get("/queries")
    with desk.book() as opened:
        others = [one.name.zh for one in opened.city if one.id != OWN]
    assert "LH-S04 2024-05" in answer.text
    assert [] == [name for name in others if name in answer.text]
    own, asked = (
        sign("officer-s04").get(f"/queries?enterprise={firm}&as=csv&table=questions").text for firm in ("", "LH-S10")
    )
    assert own == asked


def test_a_held_return_waits_for_the_answer_and_then_counts(sign: Sign, desk: Desk, held: int) -> None:
    client = sign("officer-s04")
    assert "待答复后采用" in client.get("/intake?as=csv&table=filings").text.splitlines()[1]
    page = client.get(f"/intake/{held}")
    assert 'id="answer"' in page.text
    holding = re.findall(r'name="finding" value="(\d+)"', page.text)
    answer = reply(client, held, finding=holding, back="file")
    assert (303, f"/intake/{held}?said=taken") == (answer.status_code, answer.headers["location"])
    assert "新增产能投产" in client.get(answer.headers["location"]).text
    assert "已采用" in client.get("/intake?as=csv&table=filings").text.splitlines()[1]
    with desk.book() as opened:
        standing = [one for one in opened.store.returns() if one.enterprise == OWN and str(one.period) == "2025-04"]
    assert [1] == [one.version for one in standing]
    assert (
        answer.headers["location"].split("?")[0]
        == reply(client, held, finding=holding, back="file").headers["location"].split("?")[0]
    )
    assert 409 == reply(client, held, finding=holding, reason="另一种说法").status_code


def test_only_its_officer_answers_or_an_analyst_with_the_letter(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        question = next(one for one in standing_questions(opened.store) if one.kept.enterprise == "LH-S10")
    number, finding = question.submission, [str(question.kept.position)]
    theirs, none = (reply(sign("officer-s04"), one, finding=finding) for one in (number, 999_999))
    assert (404, 404) == (theirs.status_code, none.status_code)
    assert main_of(theirs) == main_of(none)
    for person in ("wang", "zhao", "planner-g01", "admin"):
        assert 403 == reply(sign(person), number, finding=finding).status_code
    bare = reply(sign("lin"), number, finding=finding)
    assert (409, True) == (bare.status_code, "query.letter_missing" in bare.text)
    client = sign("lin")
    data = {"submission": str(number), "finding": finding, "reason": "来函已说明", "ground": ""}
    done = client.post("/queries", data=data, files={"document": LETTER})
    assert (303, "/queries?said=answered") == (done.status_code, done.headers["location"])
    with desk.book() as opened:
        (answer,) = opened.store.submissions.answers(number)
        assert LETTER[1] == opened.store.file_content(answer.document_sha256)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"reason": " "}, 409),
        ({"reason": "长" * 2001}, 400),
        ({"finding": []}, 400),
        ({"finding": ["9999999999999999999999"]}, 404),
        ({"submission": str(10**30)}, 404),
        ({"submission": "x"}, 422),
        ({"ground": "99"}, 400),
    ],
)
def test_what_is_no_answer_is_refused(sign: Sign, given: dict[str, object], status: int) -> None:
    answer = reply(sign("officer-s04"), 48, **given)
    assert status == answer.status_code
    assert "internal.unforeseen" not in answer.text


def test_a_line_of_words_is_chosen_from_a_list(sign: Sign) -> None:
    assert "<script>" not in main_of(sign("lin").get("/queries?said=<script>alert(1)</script>"))
    assert 'class="said"' not in sign("lin").get("/queries?said=anything").text
