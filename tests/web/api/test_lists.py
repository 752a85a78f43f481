"""Lists: pages that join without a gap, sorts, fields, files; and answers that need not be sent twice."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import Sign
from zhibiao.terms.canonical import sha256_hex


def _items(client: TestClient, path: str) -> Any:
    return client.get(f"{API}{path}").json()["result"]


@pytest.mark.parametrize("sort", ["seq", "-seq"])
def test_pages_join_without_gap_or_repetition(lin: TestClient, sort: str) -> None:
    whole = [one["seq"] for one in _items(lin, f"/entries?sector=magnesia&year=2024&limit=500&sort={sort}")["items"]]
    assert len(whole) > 7
    pages, cursor = [], ""
    while cursor is not None:
        page = _items(lin, f"/entries?sector=magnesia&year=2024&limit=7&sort={sort}&cursor={cursor}")
        pages.append([one["seq"] for one in page["items"]])
        cursor = page["next"]
    assert whole == [seq for page in pages for seq in page] == sorted(whole, reverse=sort == "-seq")
    assert {7} == {len(page) for page in pages[:-1]}


def test_the_next_page_stands_in_the_header_too(lin: TestClient) -> None:
    answer = lin.get(f"{API}/enterprises?limit=3&sector=steel")
    following = answer.headers["link"].removeprefix("<").partition(">")[0]
    assert answer.json()["result"]["next"] in following
    assert 3 == len(lin.get(following).json()["result"]["items"])


@pytest.mark.parametrize("cursor", ["x", "WzFd", "null", "W10", "WyJpZCIsMSwyXQ", "%5B%22id%22%5D"])
def test_a_cursor_that_no_list_wrote(lin: TestClient, cursor: str) -> None:
    answer = lin.get(f"{API}/enterprises?cursor={cursor}")
    assert (422, ["api.refused", "api.schema"]) == (answer.status_code, codes(answer))


def test_a_cursor_of_another_sort(lin: TestClient) -> None:
    cursor = _items(lin, "/enterprises?limit=1&sort=name")["next"]
    assert 422 == lin.get(f"{API}/enterprises?cursor={cursor}").status_code


def test_only_the_fields_asked_for(lin: TestClient) -> None:
    assert {"id", "sector"} == set(_items(lin, "/enterprises?fields=sector,id&limit=1")["items"][0])
    answer = lin.get(f"{API}/enterprises?fields=id,sectr")
    assert (422, ["api.refused", "api.unknown_field"]) == (answer.status_code, codes(answer))


def test_a_list_as_csv_holds_every_row_under_the_same_names(lin: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(lin.get(f"{API}/returns.csv").text.removeprefix("\ufeff"))))
    first = _items(lin, "/returns?limit=1")
    assert first["total"] == len(rows)
    assert {name: str(value) for name, value in first["items"][0].items()} == rows[0]


def test_the_header_accept_asks_for_a_file_as_the_suffix_does(lin: TestClient) -> None:
    by_header = lin.get(f"{API}/enterprises?fields=id", headers={"accept": "text/csv"})
    assert lin.get(f"{API}/enterprises.csv?fields=id").text == by_header.text
    assert by_header.headers["content-type"].startswith("text/csv")


def test_a_list_as_a_workbook(lin: TestClient) -> None:
    answer = lin.get(f"{API}/enterprises.xlsx?sector=steel&lang=en")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_what_the_caller_holds_is_not_sent_again(lin: TestClient, sign: Sign) -> None:
    answer = lin.get(f"{API}/enterprises")
    tag = {"if-none-match": answer.headers["etag"]}
    again = lin.get(f"{API}/enterprises", headers=tag)
    assert (304, b"") == (again.status_code, again.content)
    assert 200 == lin.get(f"{API}/enterprises?sector=steel", headers=tag).status_code
    assert 200 == sign("officer-s01").get(f"{API}/enterprises", headers=tag).status_code


def test_a_tag_ends_with_the_state_of_the_book(lin: TestClient) -> None:
    before = lin.get(f"{API}/decisions").headers["etag"]
    assert 201 == lin.post(f"{API}/decisions", json={"year": 2025, "as_of": "2025-02"}).status_code
    answer = lin.get(f"{API}/decisions", headers={"if-none-match": before})
    assert 200 == answer.status_code
    assert before != answer.headers["etag"]


def test_a_paper_is_tagged_by_its_bytes(lin: TestClient) -> None:
    one = next(item for item in _items(lin, "/papers?limit=500")["items"] if item["name"] == "bulletin.docx")
    address = f"{API}/papers/{one['publication']}/bulletin.docx"
    answer = lin.get(address)
    assert one["sha256"] == sha256_hex(answer.content)
    assert 304 == lin.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code


def test_the_same_shape_as_the_command_line(lin: TestClient) -> None:
    plain = json.loads(lin.get(f"{API}/assessments/steel/2025-03").text)
    assert [True, ["ok", "result", "marks"]] == [plain["ok"], list(plain)]
    assert {"code_version", "ledger_head", "rulebook_sha256"} == set(plain["marks"])
