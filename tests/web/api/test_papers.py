"""Papers over the wire: everybody's to whoever calls, an enterprise's notices to itself, the rest to the bureau."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk

FOLDER = "steel-2025-03"
PUBLIC, CITY = "decision.public.docx", "bulletin.docx"
OWN, OTHER = "notices~LH-S01.docx", "notices~LH-S04.docx"


@pytest.fixture(scope="module", autouse=True)
def published(sign: Sign) -> None:
    """The month of steel, published over the wire."""
    answer = sign("lin").post(f"{API}/publications", json={"month": "2025-03", "sector": "steel"})
    assert 200 == answer.status_code, answer.text


def _listed(client: TestClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"{API}/papers?limit=500").json()["result"]["items"]
    return items


@pytest.mark.parametrize(
    ("person", "statuses"),
    [
        ("", [401, 401, 401, 401]),
        ("admin", [403, 403, 403, 403]),
        ("officer-s01", [200, 404, 200, 404]),
        ("officer-s04", [200, 404, 404, 200]),
        ("planner-g01", [200, 404, 200, 404]),
        ("lin", [200, 200, 200, 200]),
        ("zhao", [200, 200, 200, 200]),
    ],
)
def test_each_takes_what_is_theirs(sign: Sign, person: str, statuses: list[int]) -> None:
    client = sign(person)
    told = [client.get(f"{API}/papers/{FOLDER}/{name}").status_code for name in (PUBLIC, CITY, OWN, OTHER)]
    assert statuses == told


def test_an_officer_is_shown_their_own_and_the_public_ones(sign: Sign, officer: TestClient) -> None:
    rows = _listed(officer)
    assert {"", "LH-S01"} == {row["enterprise"] for row in rows}
    assert all(row["is_public"] or row["enterprise"] for row in rows)
    assert {PUBLIC, OWN} <= {row["name"] for row in rows if row["publication"] == FOLDER}
    assert "LH-S04" not in officer.get(f"{API}/papers.csv").text
    assert len(rows) < len(_listed(sign("lin")))


def test_everything_listed_can_be_taken(officer: TestClient, sign: Sign) -> None:
    for client, step in ((officer, 1), (sign("lin"), 7)):
        for row in _listed(client)[::step]:
            assert 200 == client.get(f"{API}/papers/{row['publication']}/{row['name']}").status_code, row


def test_anothers_notice_is_answered_as_what_is_not_there(officer: TestClient) -> None:
    told = [officer.get(f"{API}/papers/{FOLDER}/notices~{name}.docx") for name in ("LH-S04", "LH-S99")]
    assert ["paper.not_found"] * 2 == [codes(one)[0] for one in told]
    assert told[0].text.replace("LH-S04", "") == told[1].text.replace("LH-S99", "")


def test_what_is_no_paper_is_nobodys(lin: TestClient) -> None:
    for name in ("marks.json", "notices~..~marks.json", "notices", "~etc~passwd"):
        assert 404 == lin.get(f"{API}/papers/{FOLDER}/{name}").status_code, name


def test_a_paper_changed_on_disk_is_not_handed_out(officer: TestClient, desk: Desk) -> None:
    path = desk.root / "out" / FOLDER / PUBLIC
    before = path.read_bytes()
    path.write_bytes(before + b"x")
    answer = officer.get(f"{API}/papers/{FOLDER}/{PUBLIC}")
    path.write_bytes(before)
    assert (409, "paper.changed") == (answer.status_code, codes(answer)[0])


def test_a_new_paper_is_listed_though_no_entry_was_written(lin: TestClient) -> None:
    answer = lin.get(f"{API}/papers")
    assert "etag" not in answer.headers
