"""The first administrator: a word from the console, once, and only where nobody can administer."""

from __future__ import annotations

import datetime as dt
import re

from starlette.testclient import TestClient

from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.access.first_administrator import can_be_administered, open_setup
from zhibiao.procedures.access.passes import make_link
from zhibiao.store.book_folder import settings_of
from zhibiao.terms.authority import Role
from zhibiao.web.app import make_app

PASSWORD = "三峡 大坝 风筝 蓝莓 tumble"


def browser(desk: Desk) -> TestClient:
    """Somebody's who was never here."""
    return TestClient(make_app(desk), raise_server_exceptions=False, follow_redirects=False)


def send(client: TestClient, path: str, code: str, **fields: str) -> int:
    """Open the form behind a code, fill it in; the status of the last answer."""
    form = client.get(f"{path}?code={code}")
    if form.status_code != 200:
        return form.status_code
    word = re.search(r'name="csrf" value="([^"]+)"', form.text)
    assert word
    return client.post(path, data={"csrf": word[1], "code": code, **fields}).status_code


def test_the_first_administrator_is_set_up_once(desk: Desk, clock: SetClock) -> None:
    assert not can_be_administered(door_of(desk, address=""))
    late = open_setup(door_of(desk, address=""))
    code = open_setup(door_of(desk, address=""))
    asked = {"person": "guan", "name": "管敏", "password": PASSWORD}
    assert 404 == send(browser(desk), "/setup", late, **asked)  # the newer one took its place
    assert 404 == send(browser(desk), "/setup", "guessed", **asked)
    assert 409 == send(browser(desk), "/setup", code, **(asked | {"person": "lin"}))
    assert 400 == send(browser(desk), "/setup", code, **(asked | {"password": "zhibiao-guan-2025"}))
    client = browser(desk)
    assert 303 == send(client, "/setup", code, **asked)
    assert 200 == client.get("/settings").status_code
    assert (Role.ADMINISTRATOR,) == settings_of(desk.root / "zhibiao.toml").person("guan").roles
    assert 404 == send(browser(desk), "/setup", code, **asked)
    assert can_be_administered(door_of(desk, address=""))


def test_a_setup_nobody_uses_in_time_opens_nothing(desk: Desk, clock: SetClock) -> None:
    code, now = open_setup(door_of(desk, address="")), clock.instant
    clock.instant = now + dt.timedelta(hours=1, seconds=1)
    assert 404 == browser(desk).get(f"/setup?code={code}").status_code
    clock.instant = now


def test_a_link_signs_in_once_and_not_by_being_looked_at(desk: Desk) -> None:
    with desk.access() as access:
        access.accounts.set_password("zhao", "$argon2id$", at=desk.clock.now())
    code = make_link(door_of(desk, address=""), "zhao")
    assert [200, 200] == [browser(desk).get(f"/link?code={code}").status_code for _ in range(2)]
    client = browser(desk)
    assert 303 == send(client, "/link", code)
    assert 200 == client.get("/account").status_code
    assert 404 == send(browser(desk), "/link", code)
