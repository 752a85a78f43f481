"""Acts over the wire: done once, by the right person, on what was read, and never against the ledger."""

import base64
import datetime as dt
import json
import re
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import PEOPLE, Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.access.repetitions import ABANDONED_AFTER, Asked, Repetitions
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role
from zhibiao.web.api.every import SUBJECTS
from zhibiao.web.api.frame import jobs
from zhibiao.web.api.verifications import jobs_of
from zhibiao.web.app import make_app

LETTER = {"name": "letter.pdf", "content_base64": base64.b64encode("调剂函".encode()).decode()}
TRANSFER = {"year": 2025, "giver": "LH-S01", "taker": "LH-S02", "tonnes": 100, "documents": [LETTER]}
MONTH = {"enterprise": "LH-S01", "period": "2025-04", "figures": [{"field": "crude_steel_t", "value": 1, "unit": "t"}]}


def _free(client: TestClient, enterprise: str) -> int:
    holdings = client.get(f"{API}/books/steel/2025").json()["result"]["holdings"]
    return int(next(one["available_t"] for one in holdings if one["enterprise"] == enterprise))


def _entries(client: TestClient) -> int:
    return int(client.get(f"{API}/entries?limit=1").json()["result"]["total"])


def _transfer(client: TestClient, tonnes: int, *, letter: bytes = b"letter", **other: Any) -> Any:
    document = {"name": "letter.pdf", "content_base64": base64.b64encode(letter).decode()}
    return client.post(f"{API}/transfers", json=TRANSFER | {"tonnes": tonnes, "documents": [document]} | other)


def test_rv_001_the_same_file_twice_under_one_key(officer: TestClient) -> None:
    body, headers = json.dumps(MONTH), {"content-type": "application/json", "idempotency-key": "rv-001"}
    first, again = (officer.post(f"{API}/returns", content=body, headers=headers) for _ in range(2))
    assert first.json()["result"]["submission"] == again.json()["result"]["submission"]
    assert first.json()["result"]["receipts"] == again.json()["result"]["receipts"]
    numbers = [one["number"] for one in officer.get(f"{API}/submissions").json()["result"]["items"]]
    assert 1 == numbers.count(first.json()["result"]["submission"])


def test_rv_002_the_same_key_for_another_figure(officer: TestClient) -> None:
    headers = {"content-type": "application/json", "idempotency-key": "rv-002"}
    officer.post(f"{API}/returns", content=json.dumps(MONTH), headers=headers)
    kept = officer.get(f"{API}/returns").json()["result"]
    answer = officer.post(f"{API}/returns", content=json.dumps(MONTH).replace(": 1,", ": 2,"), headers=headers)
    assert 422 == answer.status_code
    assert "dup.key_reused" == codes(answer)[0]
    assert kept == officer.get(f"{API}/returns").json()["result"]


def test_rv_004_sent_again_to_a_desk_that_was_started_anew(officer: TestClient, desk: Desk) -> None:
    headers = {"content-type": "application/json", "idempotency-key": "rv-004"}
    body = json.dumps(MONTH | {"period": "2025-05"})
    first = officer.post(f"{API}/returns", content=body, headers=headers).json()["result"]
    other = Desk(desk.root, clock=desk.clock)
    client = TestClient(make_app(other), cookies=dict(officer.cookies), headers=dict(officer.headers))
    again = client.post(f"{API}/returns", content=body, headers=headers).json()["result"]
    other.close()
    assert (first["submission"], first["receipts"]) == (again["submission"], again["receipts"])


@pytest.mark.parametrize(
    ("tonnes", "code"), [(0, "ledger.amount_zero"), (-100, "ledger.amount_negative")], ids=["lw-001", "lw-002"]
)
def test_no_transfer_of_nothing_and_none_backwards(lin: TestClient, tonnes: int, code: str) -> None:
    before = _entries(lin)
    answer = _transfer(lin, tonnes)
    assert (422, code) == (answer.status_code, codes(answer)[0])
    assert before == _entries(lin)


def test_lw_004_a_tonne_more_than_there_is(lin: TestClient) -> None:
    answer = _transfer(lin, _free(lin, "LH-S01") + 1, letter=b"lw-004")
    assert (422, "ledger.insufficient") == (answer.status_code, codes(answer)[0])


def test_of_two_transfers_racing_for_one_room_one_is_carried_out(sign: Sign, lin: TestClient, clock: SetClock) -> None:
    refused = _transfer(lin, 3_000_000, letter=b"too much")
    would_hold, most = (int(text.replace(",", "")) for text in re.findall(r"\d[\d,]{5,}", refused.json()["title"])[:2])
    each = (most - (would_hold - 3_000_000)) * 6 // 10
    proposed = [_transfer(lin, each, letter=f"lw-006 {number}".encode()) for number in range(2)]
    assert [201, 201] == [one.status_code for one in proposed], [one.text for one in proposed]
    names, answers = [one.json()["result"]["id"] for one in proposed], list[Any]()
    clock.instant += dt.timedelta(days=3)

    def confirm(name: str) -> None:
        answers.append(sign("wang").post(f"{API}/transfers/{name}/confirm"))

    threads = [threading.Thread(target=confirm, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [200, 409] == sorted(one.status_code for one in answers), [one.text for one in answers]
    late = next(one for one in answers if one.status_code == 409)
    assert "transfer.above_capacity" == codes(late)[0]
    states = {one["id"]: one["state"] for one in sign("lin").get(f"{API}/transfers").json()["result"]["items"]}
    assert ["confirmed", "proposed"] == sorted(states[name] for name in names)


def test_no_cap_is_set_over_the_wire(lin: TestClient) -> None:
    assert 405 == lin.post(f"{API}/books/steel/2025", json={"cap_t": 1}).status_code


def test_no_quota_of_a_year_that_is_closed(lin: TestClient) -> None:
    before = _entries(lin)
    answer = _transfer(lin, 1, letter=b"lw-011", year=2023)
    assert (409, "transfer.year_closed") == (answer.status_code, codes(answer)[0])
    assert before == _entries(lin)


def test_lw_012_nobody_confirms_their_own(wang: TestClient) -> None:
    proposed = _transfer(wang, 1, letter=b"lw-012")
    assert 201 == proposed.status_code, proposed.text
    answer = wang.post(f"{API}/transfers/{proposed.json()['result']['id']}/confirm")
    assert (403, "flow.same_person") == (answer.status_code, codes(answer)[0])


def test_lw_012_a_second_role_does_not_make_a_second_person(sign: Sign, desk: Desk) -> None:
    path = desk.root / "zhibiao.toml"
    both = Person(id="both", name="齐二", roles=(Role.ANALYST, Role.APPROVER))
    path.write_text(settings_text(replace(settings_of(path), people=(*PEOPLE, both))), encoding="utf-8")
    client = sign("both")
    draft = client.post(f"{API}/decisions", json={"year": 2025, "as_of": "2025-03", "sector": "magnesia"})
    assert 201 == draft.status_code, draft.text
    address = f"{API}/decisions/{draft.json()['result']['id']}"
    answer = client.post(f"{address}/approve")
    assert (403, "flow.same_person") == (answer.status_code, codes(answer)[0])
    assert 200 == client.post(f"{address}/withdraw", json={"reason": "试"}).status_code


def test_lw_014_what_was_read_is_what_is_approved(lin: TestClient, wang: TestClient) -> None:
    draft = lin.post(f"{API}/decisions", json={"year": 2025, "as_of": "2025-03"})
    assert 201 == draft.status_code, draft.text
    address = f"{API}/decisions/{draft.json()['result']['id']}"
    read = wang.get(address).headers["etag"]
    stale = wang.post(f"{address}/approve", headers={"if-match": f'"{"0" * 64}"'})
    assert (409, "flow.stale") == (stale.status_code, codes(stale)[0])
    assert 200 == wang.post(f"{address}/approve", headers={"if-match": read}).status_code
    late = lin.post(f"{address}/withdraw", json={"reason": "重拟"}, headers={"if-match": read})
    assert (409, "flow.stale") == (late.status_code, codes(late)[0])
    assert 400 == wang.post(f"{address}/issue", headers={"if-match": "unquoted"}).status_code
    assert 200 == wang.post(f"{address}/withdraw", json={"reason": "重拟"}).status_code


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_lw_017_no_entry_is_edited_or_deleted(wang: TestClient, method: str) -> None:
    answer = wang.request(method, f"{API}/entries/1")
    assert (405, ["api.method_not_allowed"]) == (answer.status_code, codes(answer))


def test_au_005_an_auditor_writes_nothing(sign: Sign) -> None:
    zhao, before = sign("zhao"), _entries(sign("lin"))
    tried = 0
    for subject in SUBJECTS:
        for route in subject.router.routes:
            if getattr(getattr(route, "endpoint", None), "is_writing", False):
                path = route.path.replace("{", "").replace("}", "")  # type: ignore[attr-defined]
                assert 403 == zhao.post(path, json={}).status_code, path
                tried += 1
    assert tried >= 20
    assert before == _entries(zhao)


def test_au_006_a_token_in_the_address(sign: Sign) -> None:
    answer = sign("").get(f"{API}/entries?token=zb_x")
    assert (401, "auth.token_in_url") == (answer.status_code, codes(answer)[0])


def test_au_008_a_form_of_another_site(lin: TestClient) -> None:
    before = _entries(lin)
    for headers in ({"x-csrf-token": ""}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        answer = lin.post(f"{API}/decisions", json={"year": 2025}, headers=headers)
        assert (403, "auth.csrf") == (answer.status_code, codes(answer)[0])
    assert before == _entries(lin)


def test_an_act_under_one_key_is_done_once(lin: TestClient) -> None:
    headers, body = {"idempotency-key": "once"}, {"year": 2025, "as_of": "2025-02", "sector": "magnesia"}
    first = lin.post(f"{API}/decisions", json=body, headers=headers)
    before = _entries(lin)
    again = lin.post(f"{API}/decisions", json=body, headers=headers)
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert "true" == again.headers["idempotency-replayed"]
    assert before == _entries(lin)
    other = lin.post(f"{API}/decisions", json=body | {"as_of": "2025-01"}, headers=headers)
    assert (422, "api.key_reused") == (other.status_code, codes(other)[0])


def test_a_key_is_one_persons_own(lin: TestClient, wang: TestClient) -> None:
    headers, body = {"idempotency-key": "own"}, {"candidates": ["none"], "reason": "x"}
    answers = [one.post(f"{API}/register-candidates/reject", json=body, headers=headers) for one in (lin, wang)]
    assert all("idempotency-replayed" not in one.headers for one in answers)


def test_what_failed_may_be_tried_again_under_its_key(lin: TestClient) -> None:
    headers = {"idempotency-key": "failed"}
    assert 422 == lin.post(f"{API}/transfers", json=TRANSFER | {"tonnes": 0}, headers=headers).status_code
    answer = lin.post(f"{API}/transfers", json=TRANSFER | {"tonnes": -1}, headers=headers)
    assert "ledger.amount_negative" == codes(answer)[0]


def test_a_key_at_work_is_not_begun_twice(desk: Desk) -> None:
    asked = Asked(person="lin", route="/x", key="k", sha256="1" * 64)
    with desk.access() as access:
        kept, now = Repetitions(access.database), desk.clock.now()
        assert kept.begin(asked, at=now) is None
        at_work = kept.begin(asked, at=now)
        assert (True, 0) == (at_work.is_same, at_work.status) if at_work else None
        assert kept.begin(asked, at=now + ABANDONED_AFTER) is None
        kept.release(asked)


@pytest.mark.parametrize("key", ["", "a b", "x" * 201])
def test_what_is_no_key(lin: TestClient, key: str) -> None:
    answer = lin.post(f"{API}/decisions", json={"year": 2025}, headers={"idempotency-key": key})
    assert (400, "api.key") == (answer.status_code, codes(answer)[0])


def test_a_workbook_is_filed_as_a_form(officer: TestClient) -> None:
    answer = officer.post(f"{API}/returns?dry_run=true", files={"file": ("../月报.csv", b"not,a,return\n1,2,3\n")})
    assert 422 == answer.status_code
    assert "application/problem+json" == answer.headers["content-type"]
    assert 422 == officer.post(f"{API}/returns", files={"other": ("a.csv", b"1")}).status_code


def test_a_verification_that_takes_long_goes_on_for_who_began_it(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WAITS_S", 0.0)
    zhao = sign("zhao")
    begun = zhao.post(f"{API}/verifications", json={})
    assert (202, "running") == (begun.status_code, begun.json()["result"]["state"])
    address = begun.headers["location"]
    assert 404 == sign("wang").get(address).status_code
    held = jobs_of(SimpleNamespace(app=zhao.app)).find(begun.json()["result"]["job"], person="zhao")  # type: ignore[arg-type]
    assert held is not None
    assert held.ended.wait(120)
    done = zhao.get(address).json()["result"]
    assert "done" == done["state"]
    assert done["result"]["figures"] > 0
