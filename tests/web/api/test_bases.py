"""Bases over the wire: put out once, each row to its own, answered with a letter, and never by another."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import Sign, desk_folder
from web.early_book import JANUARY, early_folder
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock

STEEL = f"{API}/bases/steel/2025"
LETTER = {"name": "letter.pdf", "content_base64": base64.b64encode(b"stamped").decode()}
DISPUTE = {"reason": "十二月产量漏报", "document": LETTER}


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock(JANUARY)


@pytest.fixture(scope="module")
def desk(demo_book: Path, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Desk]:
    """A desk in January: nothing of 2025 is allocated."""
    folder = tmp_path_factory.mktemp("early")
    made = Desk(early_folder(desk_folder(demo_book, folder / "whole"), folder / "book"), clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="module")
def stated(desk: Desk, sign: Sign) -> dict[str, Any]:
    """The bases of steel, put out."""
    before = sign("lin").get(STEEL)
    assert (404, "base.nothing_stated") == (before.status_code, codes(before)[0])
    sent = sign("lin").post(f"{API}/bases", json={"sector": "steel", "year": 2025})
    assert (201, STEEL) == (sent.status_code, sent.headers["location"])
    result: dict[str, Any] = sent.json()["result"]
    return result


def read(client: TestClient) -> dict[str, Any]:
    result: dict[str, Any] = client.get(STEEL).json()["result"]
    return result


def test_put_out_it_stands_with_its_sources(sign: Sign, stated: dict[str, Any]) -> None:
    rows = stated["rows"]
    assert {"open"} == {row["stand"] for row in rows}
    assert {(stated["closes"], 10)} == {(row["closes"], row["days_left"]) for row in rows}
    for row in rows:
        assert all(name.startswith(f"{row['enterprise']}/") for name in row["sources"])
        assert 200 == sign("lin").get(f"{API}/returns/{row['sources'][0]}").status_code
    first = rows[0]
    listed = sign("lin").get(f"{API}/bases?sector=steel&enterprise={first['enterprise']}").json()["result"]
    assert [first] == listed["items"]
    csv = sign("zhao").get(f"{API}/bases.csv?sector=steel").text
    assert all(f"{row['enterprise']},{row['base_t']}," in csv for row in rows)


def test_put_out_again_it_is_the_same(sign: Sign, stated: dict[str, Any]) -> None:
    again = sign("lin").post(f"{API}/bases", json={"sector": "steel", "year": 2025})
    assert stated["statement"] == again.json()["result"]["statement"]


@pytest.mark.parametrize("person", ["officer-s01", "planner-g01"])
def test_a_viewer_reads_own_rows_alone(sign: Sign, stated: dict[str, Any], person: str) -> None:
    with_all = {row["enterprise"]: row for row in stated["rows"]}
    seen = read(sign(person))
    mine = {row["enterprise"] for row in seen["rows"]}
    assert mine
    assert mine < set(with_all)
    assert not {"statement", "stated_by", "is_settled"} & set(seen)
    texts = [sign(person).get(f"{API}/bases{more}").text for more in ("", ".csv", "?stand=open", "/steel/2025")]
    secrets = {str(row["base_t"]) for firm, row in with_all.items() if firm not in mine}
    secrets |= {row["score"] for firm, row in with_all.items() if firm not in mine} | {stated["statement"]}
    assert [] == [one for one in secrets for text in texts if one in text]


def test_disputed_with_a_letter_and_upheld(sign: Sign, stated: dict[str, Any]) -> None:
    officer, at = sign("officer-s01"), f"{STEEL}/LH-S01"
    assert ["api.refused", "api.schema"] == codes(officer.post(f"{at}/dispute", json={"reason": "x"}))[:2]
    disputed = officer.post(f"{at}/dispute", json=DISPUTE).json()["result"]
    (row,) = disputed["rows"]
    assert ("disputed", DISPUTE["reason"]) == (row["stand"], row["reason"])
    letter = officer.get(f"{at}/documents/{row['document_sha256']}")
    assert (200, b"stamped") == (letter.status_code, letter.content)
    other = sign("officer-s04")
    for firm in ("LH-S01", "LH-S04"):
        assert 404 == other.get(f"{STEEL}/{firm}/documents/{row['document_sha256']}").status_code
    assert 403 == sign("lin").post(f"{at}/uphold", json={"reason": "x"}).status_code
    upheld = sign("wang").post(f"{at}/uphold", json={"reason": "办法未作此规定"}).json()["result"]
    assert "upheld" == next(one["stand"] for one in upheld["rows"] if one["enterprise"] == "LH-S01")
    assert [("officer-s01", "dispute"), ("", "uphold")] == [
        (one["person"], one["act"]) for one in read(officer)["answers"]
    ]


def test_answered_twice_under_one_key_is_one_answer(sign: Sign, stated: dict[str, Any]) -> None:
    client, headers = sign("officer-s04"), {"idempotency-key": "bases-1"}
    first, again = (client.post(f"{STEEL}/LH-S04/confirm", json={}, headers=headers) for _ in range(2))
    assert (200, first.json()["result"]) == (again.status_code, again.json()["result"])
    assert ["confirm"] == [one["act"] for one in read(client)["answers"]]


def test_nobody_answers_for_another(sign: Sign, stated: dict[str, Any]) -> None:
    before = read(sign("lin"))["answers"]
    for person, status in (("officer-s01", 404), ("planner-g01", 403), ("wang", 403), ("zhao", 403), ("admin", 403)):
        assert status == sign(person).post(f"{STEEL}/LH-S02/confirm", json={}).status_code, person
        assert status == sign(person).post(f"{STEEL}/LH-S02/dispute", json=DISPUTE).status_code, person
    assert before == read(sign("lin"))["answers"]


def test_the_list_goes_to_the_bureau(sign: Sign, stated: dict[str, Any]) -> None:
    address = f"{STEEL}/papers/{stated['statement']}.docx"
    assert b"PK" == sign("wang").get(address).content[:2]
    assert 403 == sign("officer-s01").get(address).status_code
    assert 404 == sign("wang").get(f"{STEEL}/papers/other.docx").status_code


def test_when_all_have_answered_the_year_is_drafted(sign: Sign, stated: dict[str, Any]) -> None:
    draft = {"sector": "steel", "year": 2025}
    assert "base.unreconciled" == codes(sign("lin").post(f"{API}/decisions", json=draft))[0]
    for row in stated["rows"]:
        assert 200 == sign("lin").post(f"{STEEL}/{row['enterprise']}/confirm", json={}).status_code
    assert read(sign("lin"))["is_settled"]
    drafted = sign("lin").post(f"{API}/decisions", json=draft)
    assert 201 == drafted.status_code, drafted.text
