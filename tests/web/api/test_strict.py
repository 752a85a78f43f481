"""Bodies and addresses that are not as they must be: refused with the place, never guessed at (AP-*)."""

import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import Sign
from zhibiao.errors import ZhibiaoError
from zhibiao.web.api.frame import strict_json

RETURN = b'{"enterprise": "LH-S01", "period": "2025-04", "figures": [{"field": "crude_steel_t", "value": %s}]}'


def _post(client: TestClient, path: str, content: bytes, kind: str = "application/json", **headers: str) -> Any:
    return client.post(f"{API}{path}", content=content, headers={"content-type": kind, **headers})


@pytest.mark.parametrize("path", ["/returns?dry_run=true", "/split", "/decisions"])
def test_ap_001_broken_json_is_told_by_its_byte(lin: TestClient, path: str) -> None:
    answer = _post(lin, path, b'{"\xe9\x92\xa2": 1,}')
    assert (400, ["api.bad_json", "api.bad_json"]) == (answer.status_code, codes(answer))
    assert "10" in answer.json()["message"]["en"]


def test_ap_002_a_key_given_twice(lin: TestClient) -> None:
    answer = _post(lin, "/split", b'{"table": "id,claim\\nA,1\\n", "cap": "1", "cap": "1000"}')
    assert (422, ["api.refused", "api.duplicate_key"]) == (answer.status_code, codes(answer))
    assert "#/cap" == answer.json()["errors"][0]["pointer"]


@pytest.mark.parametrize("literal", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_ap_003_what_is_no_number(officer: TestClient, literal: bytes) -> None:
    answer = _post(officer, "/returns", RETURN % literal)
    assert (400, ["api.refused", "num.not_finite"]) == (answer.status_code, codes(answer))
    assert "#/figures/0/value" == answer.json()["errors"][0]["pointer"]


def test_ap_006_an_extra_field_gives_nobody_a_role(officer: TestClient) -> None:
    answer = _post(officer, "/returns", RETURN.replace(b"{", b'{"role": "approver", ', 1) % b"1")
    assert 422 == answer.status_code
    assert "api.unknown_field" in codes(answer)


def test_ap_006_an_extra_field_of_an_act(lin: TestClient) -> None:
    answer = _post(lin, "/decisions", b'{"year": 2025, "secter": "steel"}')
    assert (422, ["api.refused", "api.unknown_field"]) == (answer.status_code, codes(answer))
    assert ("#/secter", "sector") == (
        answer.json()["errors"][0]["pointer"],
        answer.json()["errors"][0]["facts"]["nearest"],
    )


def test_ap_010_nothing_packed_is_unpacked(lin: TestClient) -> None:
    answer = _post(lin, "/split", gzip.compress(b"0" * 10_000_000), **{"content-encoding": "gzip"})
    assert (415, ["api.body_packed"]) == (answer.status_code, codes(answer))


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_ap_011_what_another_site_can_send_without_asking(lin: TestClient, kind: str) -> None:
    answer = _post(lin, "/split", b'{"table": "id,claim\\nA,1\\n", "cap": "1"}', kind)
    assert (415, ["api.content_type"]) == (answer.status_code, codes(answer))


@pytest.mark.parametrize(
    "path",
    [
        "/enterprises/..%2f..%2fadmin",
        "/enterprises/{enterprise}",
        "/enterprises/:id",
        "/papers/..%2f..%2f/zhibiao.toml",
        "/papers/steel-2025-03/..%2f..%2fzhibiao.toml",
        "/papers/..~../zhibiao.toml",
        "/decisions/%00",
        "/decisions/..%2f..%2fadmin",
    ],
)
def test_ap_013_an_id_that_is_a_path(lin: TestClient, path: str) -> None:
    assert 404 == lin.get(f"{API}{path}").status_code


@pytest.mark.parametrize("limit", ["-1", "0", "501", "1000000000", "9" * 400, "1.5", "ten", ""])
def test_ap_014_a_page_of_no_size(lin: TestClient, limit: str) -> None:
    answer = lin.get(f"{API}/entries?limit={limit}")
    assert (422, ["api.refused", "api.schema"]) == (answer.status_code, codes(answer))
    assert "query/limit" == answer.json()["errors"][0]["pointer"]


@pytest.mark.parametrize("sort", ["amount;drop table entries", "hash", "seq desc", "-", ""])
def test_ap_015_sorted_only_by_what_is_named(lin: TestClient, sort: str) -> None:
    answer = lin.get(f"{API}/entries", params={"sort": sort})
    assert (422, ["api.refused", "api.schema"]) == (answer.status_code, codes(answer))


def test_a_name_in_the_address_that_nobody_knows(lin: TestClient) -> None:
    answer = lin.get(f"{API}/entries?enterprize=LH-S01")
    assert (422, ["api.refused", "api.unknown_field"]) == (answer.status_code, codes(answer))
    assert "enterprise" == answer.json()["errors"][0]["facts"]["nearest"]
    assert ["api.refused", "api.unknown_field"] == codes(lin.get(f"{API}/book?x=1"))


@pytest.mark.parametrize("day", ["2785-10-01", "0001-01-01", "2025-02-30", "soon"])
def test_a_day_of_no_book(lin: TestClient, day: str) -> None:
    answer = lin.get(f"{API}/register-progress?on={day}")
    assert (422, ["api.refused", "api.schema"]) == (answer.status_code, codes(answer))


@pytest.mark.parametrize("period", ["0000", "2785-10", "2025-13", "2025-3", "25"])
def test_a_period_of_no_book(wang: TestClient, period: str) -> None:
    answer = wang.post(f"{API}/closings", json={"period": period})
    assert (422, ["api.refused", "api.schema"]) == (answer.status_code, codes(answer))


def test_every_error_is_a_problem_in_both_languages(lin: TestClient, sign: Sign) -> None:
    answers = [
        lin.get(f"{API}/nowhere"),
        lin.delete(f"{API}/entries/1"),
        sign("").get(f"{API}/entries"),
        sign("admin").get(f"{API}/entries"),
        lin.get(f"{API}/decisions/none"),
    ]
    assert [404, 405, 401, 403, 404] == [answer.status_code for answer in answers]
    for answer in answers:
        plain = answer.json()
        assert {"type", "title", "status", "detail", "instance"} <= set(plain)
        assert "application/problem+json" == answer.headers["content-type"]
        assert plain["message"]["zh"] != plain["message"]["en"]
        assert isinstance(plain["detail"], str)
    assert "GET" == answers[1].headers["allow"]
    assert "Bearer" == answers[2].headers["www-authenticate"]


def test_the_detail_is_in_the_language_asked_for(lin: TestClient) -> None:
    zh, en = (lin.get(f"{API}/decisions/none?lang={lang}").json() for lang in ("zh", "en"))
    assert (zh["message"]["zh"], en["message"]["en"]) == (zh["detail"], en["detail"])


@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,0123456789eE.-+ \\ntrufalsNaI钢', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    refused = ""
    try:
        strict_json.parse(content)
    except ZhibiaoError as error:
        refused = error.code
    assert refused in ("", "api.bad_json", "api.refused")
