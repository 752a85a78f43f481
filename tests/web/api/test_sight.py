"""Who sees what over the wire: another's thing is as good as not there, and nothing of others comes by a side door."""

import datetime as dt
import json
import re

import pytest
from starlette.testclient import TestClient

from web.api.conftest import API, codes
from web.conftest import Sign
from zhibiao.allocation.appeals.deeds import Outcome
from zhibiao.assemble.resources import SetClock
from zhibiao.web.api.every import SUBJECTS
from zhibiao.web.doors.guard import rights

OWN, OTHER = "LH-S01", "LH-S04"


@pytest.mark.parametrize(
    "path",
    [
        "/enterprises/{}",
        "/enterprises/{}/entries?year=2025",
        "/enterprises/{}/entries.csv?year=2025",
        "/enterprises/{}/statement",
        "/returns/{}/2025-03/v1",
    ],
)
def test_au_001_anothers_is_answered_as_what_is_not_there(officer: TestClient, path: str) -> None:
    other, nobody = (officer.get(API + path.format(name)) for name in (OTHER, "LH-S99"))
    assert (404, "auth.not_found") == (other.status_code, codes(other)[0])
    assert other.text.replace(OTHER, "") == nobody.text.replace("LH-S99", "")


@pytest.mark.parametrize(
    "path", ["/returns", "/enterprises", "/queries", "/submissions", "/decisions", f"/enterprises/{OWN}", "/appeals"]
)
def test_au_003_nothing_names_another_enterprise(officer: TestClient, path: str) -> None:
    answer = officer.get(f"{API}{path}")
    assert 200 == answer.status_code
    assert {OWN} >= set(re.findall(r"LH-[SMDK]\d\d", answer.text))
    if path in ("/returns", "/enterprises"):
        assert {OWN} >= set(re.findall(r"LH-[SMDK]\d\d", officer.get(f"{API}{path}.csv").text))


def test_a_planner_reads_of_the_own_group_alone(sign: Sign) -> None:
    quota = json.loads(sign("planner-g01").get(f"{API}/enterprises/{OWN}").text)["result"]["quota"]
    assert quota["decision"]
    assert {"LH-S01", "LH-S02"} >= set(re.findall(r"LH-[SMDK]\d\d", json.dumps(quota)))


def test_a_filter_is_no_way_around(officer: TestClient) -> None:
    for path in ("/returns", "/queries"):
        assert 0 == officer.get(f"{API}{path}?enterprise={OTHER}").json()["result"]["total"]


def test_drafts_are_the_bureaus_own(officer: TestClient, lin: TestClient) -> None:
    draft = lin.post(f"{API}/decisions", json={"year": 2025, "as_of": "2025-03"}).json()["result"]["id"]
    assert draft in lin.get(f"{API}/decisions").text
    assert draft not in officer.get(f"{API}/decisions").text
    assert 403 == officer.get(f"{API}/decisions/{draft}").status_code


def test_a_job_is_whose_who_began_it(sign: Sign) -> None:
    assert 404 == sign("wang").get(f"{API}/jobs/none").status_code


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    routes = {
        (method, route.path)  # type: ignore[attr-defined]
        for subject in SUBJECTS
        for route in subject.router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    rows = {key for key in rights() if key[1].startswith(API)}
    assert {("GET", f"{API}/openapi.json"), ("GET", f"{API}/docs")} == rows - routes
    assert set() == routes - rows


def test_the_public_reads_the_description_alone(sign: Sign) -> None:
    public = sign("")
    assert 200 == public.get(f"{API}/openapi.json").status_code
    for (method, path), _ in rights().items():
        if path.startswith(f"{API}/") and method == "GET" and not path.endswith(("/docs", "/openapi.json")):
            answer = public.get(re.sub(r"[{}]", "", path))
            assert (401, ["auth.sign_in"]) == (answer.status_code, codes(answer)), path


def test_lw_020_who_issued_does_not_decide_the_appeal(sign: Sign, clock: SetClock) -> None:
    clock.instant = dt.datetime(2025, 2, 8, 2, tzinfo=dt.UTC)
    lin, wang, officer = sign("lin"), sign("wang"), sign("officer-s01")
    issued = [
        one
        for one in lin.get(f"{API}/decisions?state=issued&sector=steel").json()["result"]["items"]
        if one["plan_year"] == 2025
    ]
    statement = {
        "grounds": ["other"],
        "statement": "本企业指标偏低，请予复核。",
        "enterprise": OWN,
        "decision": issued[0]["id"],
    }
    filed = officer.post(f"{API}/appeals", json=statement)
    assert 201 == filed.status_code, filed.text
    address = f"{API}/appeals/{filed.json()['result']['id']}"
    assert 404 == sign("officer-s04").get(address).status_code
    assert 200 == lin.post(f"{address}/accept").status_code
    body = {"outcome": Outcome.DISMISSED.value, "reasons": "申诉所述依据不足，维持原方案。"}
    answer = wang.post(f"{address}/decide", json=body)
    assert (403, "flow.same_person") == (answer.status_code, codes(answer)[0])
