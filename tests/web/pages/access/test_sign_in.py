"""Signing in and out as a browser does it."""

import re

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.web.app import make_app

PASSWORD = "三峡 大坝 风筝 蓝莓 tumble"


@pytest.fixture(scope="module", autouse=True)
def accounts(desk: Desk) -> None:
    """Accounts with one password, of which it does not matter who knows it."""
    hashed = door_of(desk, address="").passwords.make(PASSWORD)
    with desk.access() as access:
        for person in ("lin", "officer-s01", "planner-g01", "admin"):
            access.accounts.set_password(person, hashed, at=desk.clock.now())


def fresh(desk: Desk, base_url: str = "http://testserver") -> TestClient:
    """A browser that was never here."""
    return TestClient(make_app(desk), base_url=base_url, raise_server_exceptions=False, follow_redirects=False)


def word_of(text: str) -> str:
    """The word that a form brings back."""
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found
    return found[1]


def sign_in(client: TestClient, person: str, password: str = PASSWORD, **more: str):
    """Fill in the form."""
    word = word_of(client.get("/sign-in").text)
    return client.post("/sign-in", data={"csrf": word, "person": person, "password": password, **more})


@pytest.mark.parametrize(
    ("person", "home"),
    [("lin", "/"), ("officer-s01", "/enterprises/LH-S01"), ("planner-g01", "/enterprises"), ("admin", "/settings")],
)
def test_everyone_comes_to_their_own_first_page(desk: Desk, person: str, home: str) -> None:
    answer = sign_in(fresh(desk), person)
    assert (303, home) == (answer.status_code, answer.headers["location"])


def test_one_goes_on_to_where_one_wanted(desk: Desk) -> None:
    assert "/audit?x=1" == sign_in(fresh(desk), "lin", next="/audit?x=1").headers["location"]


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_nobody_is_led_elsewhere(desk: Desk, elsewhere: str) -> None:
    assert "/" == sign_in(fresh(desk), "lin", next=elsewhere).headers["location"]
    assert "/papers" == fresh(desk).get("/language", params={"to": "en", "next": elsewhere}).headers["location"]


def test_the_session_is_a_new_one_and_ends_at_sign_out(desk: Desk, sign: Sign) -> None:
    client = fresh(desk)
    client.cookies.set("zhibiao_session", "chosen-by-somebody-else")
    sign_in(client, "lin")
    word = client.cookies.get("zhibiao_session", domain="testserver.local")
    assert word not in (None, "chosen-by-somebody-else")
    page = client.get("/")
    assert 200 == page.status_code
    client.post("/sign-out", data={"csrf": word_of(page.text)})
    # The word itself is worth nothing any more, wherever it was copied to.
    copied = fresh(desk)
    copied.cookies.set("zhibiao_session", word)
    assert 303 == copied.get("/").status_code


def test_the_cookie_is_out_of_reach_of_scripts_and_over_tls_bound_to_the_host(desk: Desk) -> None:
    plain = sign_in(fresh(desk), "lin").headers["set-cookie"]
    assert "zhibiao_session=" in plain
    assert "HttpOnly" in plain
    assert "samesite=lax" in plain.lower()
    over_tls = sign_in(fresh(desk, "https://testserver"), "lin").headers["set-cookie"]
    assert "__Host-zhibiao=" in over_tls
    assert "Secure" in over_tls


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(desk: Desk) -> None:
    texts = []
    for person, password in (("lin", "wrong password here"), ("nobody", PASSWORD), ("zhao", PASSWORD)):
        client = fresh(desk)
        answer = sign_in(client, person, password)
        assert 403 == answer.status_code
        texts.append(answer.text.replace(word_of(answer.text), "").replace(f'value="{person}"', ""))
    assert 1 == len(set(texts))


def test_the_form_without_its_word_is_refused(desk: Desk) -> None:
    client = fresh(desk)
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"person": "lin", "password": PASSWORD})
    assert 403 == answer.status_code
    assert "set-cookie" not in answer.headers


def test_the_language_stays_chosen(desk: Desk) -> None:
    client = fresh(desk)
    assert "/sign-in" == client.get("/language?to=en&next=/sign-in").headers["location"]
    assert "Password" in client.get("/sign-in").text
