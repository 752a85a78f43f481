"""Before anybody is asked who they are: host names, haste, packed bodies, and whom to believe about an address."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from zhibiao.assemble.desk.desk import Desk
from zhibiao.terms.access import DoorRules
from zhibiao.web.app import make_app
from zhibiao.web.doors.limits import Often


def client_of(desk: Desk, rules: DoorRules, **more: object) -> TestClient:
    """A browser before a door with rules."""
    return TestClient(make_app(desk, rules), raise_server_exceptions=False, follow_redirects=False, **more)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("desk.example", 200),
        ("DESK.example:8321", 200),
        ("evil.example", 421),
        ("desk.example.evil.example", 421),
        ("", 421),
    ],
)
def test_a_name_that_is_not_ours_is_refused(desk: Desk, host: str, status: int) -> None:
    client = client_of(desk, DoorRules(hosts=frozenset({"desk.example"})))
    assert status == client.get("/sign-in", headers={"host": host}).status_code


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate, gzip"])
def test_a_packed_body_is_refused(desk: Desk, packing: str) -> None:
    answer = client_of(desk, DoorRules()).post("/sign-in", content=b"x" * 100, headers={"content-encoding": packing})
    assert 415 == answer.status_code


def test_haste_is_told_how_long_to_wait(desk: Desk) -> None:
    client = client_of(desk, DoorRules(requests_per_minute=3))
    assert [200, 200, 200, 429] == [client.get("/sign-in").status_code for _ in range(4)]
    assert 1 <= int(client.get("/sign-in").headers["retry-after"]) <= 20


def test_what_was_saved_up_comes_back_with_time() -> None:
    now = [0.0]
    often = Often(60, seconds=lambda: now[0])
    assert [0] * 60 == [often.wait("a") for _ in range(60)]
    assert 1 == often.wait("a")
    assert 0 == often.wait("b")
    now[0] = 2.0
    assert [0, 0, 1] == [often.wait("a") for _ in range(3)]


@pytest.mark.parametrize(("proxies", "is_believed"), [({"testclient"}, True), (set(), False), ({"10.0.0.2"}, False)])
def test_only_a_named_proxy_is_believed(desk: Desk, proxies: set[str], is_believed: bool) -> None:
    client = client_of(desk, DoorRules(proxies=frozenset(proxies)))
    said = {"x-forwarded-proto": "https", "x-forwarded-for": "6.6.6.6, 192.0.2.7"}
    answer = client.get("/sign-in", headers=said)
    assert is_believed == ("strict-transport-security" in answer.headers)
    assert is_believed == ("__Host-zhibiao_form" in answer.headers["set-cookie"])
