"""Programs at the door: tokens in the header, for what they were made, and nowhere in an address."""

from __future__ import annotations

import datetime as dt

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.terms.account import Scope
from zhibiao.web.app import make_app

DAY = dt.timedelta(days=1)


def token(desk: Desk, *scopes: Scope) -> str:
    """A token of the analyst that lasts a day."""
    with desk.access() as access:
        access.accounts.set_password("lin", "$argon2id$", at=desk.clock.now())
        now = desk.clock.now()
        return access.tokens.make("lin", name="test", scopes=scopes, at=now, ends_at=now + DAY)[1]


def program(desk: Desk, word: str) -> TestClient:
    """A program with a token."""
    client = TestClient(make_app(desk), raise_server_exceptions=False, follow_redirects=False)
    client.headers["authorization"] = f"Bearer {word}"
    return client


def test_a_token_reads_what_its_person_reads(desk: Desk) -> None:
    client = program(desk, token(desk, Scope.READ))
    assert 200 == client.get("/settings").status_code
    assert 403 == client.get("/settings/log").status_code


def test_a_token_made_to_read_writes_nothing(desk: Desk) -> None:
    answer = program(desk, token(desk, Scope.READ)).post("/account/sessions/end")
    assert (403, True) == (answer.status_code, "auth.token_scope" in answer.text)


def test_a_token_makes_no_tokens(desk: Desk) -> None:
    client = program(desk, token(desk, Scope.READ, Scope.WRITE))
    answer = client.post("/account/tokens", data={"name": "more", "days": "1", "scopes": ["read"]})
    assert (403, True) == (answer.status_code, "auth.token_may_not" in answer.text)
    with desk.access() as access:
        assert "more" not in {one.name for one in access.tokens.of("lin")}


@pytest.mark.parametrize("word", ["zb_guessed", "guessed", ""])
def test_a_word_that_is_no_token_opens_nothing(desk: Desk, word: str) -> None:
    answer = program(desk, word).get("/settings")
    assert answer.status_code == (401 if word else 303)


def test_a_token_ends(desk: Desk, clock: SetClock) -> None:
    client, now = program(desk, token(desk, Scope.READ)), clock.instant
    clock.instant = now + DAY
    assert 401 == client.get("/settings").status_code
    clock.instant = now


@pytest.mark.parametrize("query", ["token={}", "access_token=x", "API_KEY=x", "q={}"])
def test_a_token_in_the_address_is_refused_and_repeated_nowhere(desk: Desk, sign: Sign, query: str) -> None:
    word = token(desk, Scope.READ)
    answer = sign("lin").get(f"/settings?{query.format(word)}")
    assert (401, True) == (answer.status_code, "auth.token_in_url" in answer.text)
    assert word not in answer.text
    with desk.access() as access:
        assert not any(word in one.about for one in access.events.find(most=1000))


def test_only_its_hash_is_kept(desk: Desk) -> None:
    word = token(desk, Scope.READ)
    with desk.access() as access:
        assert word not in str(access.database.all("SELECT * FROM tokens"))
