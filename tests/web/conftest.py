"""The desk over a copy of the demo's book, with a browser for each kind of viewer."""

import datetime as dt
import math
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from zhibiao.assemble.desk import desk as desk_module
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.book_folder import DATABASE, settings_of
from zhibiao.store.book_store import BookStore
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role
from zhibiao.web.app import make_app

NOW = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)

PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
    Person(id="zhao", name="赵衡", roles=(Role.AUDITOR,)),
    Person(id="officer-s01", name="何报", roles=(Role.OFFICER,), enterprise="LH-S01"),
    Person(id="officer-s04", name="江报", roles=(Role.OFFICER,), enterprise="LH-S04"),
    Person(id="planner-g01", name="程计", roles=(Role.PLANNER,), group="LH-G01"),
    Person(id="admin", name="关理", roles=(Role.ADMINISTRATOR,)),
)
"""One of each kind, and two officers of competing enterprises; invented, as the city is."""

Sign = Callable[[str], TestClient]


def desk_folder(demo_book: Path, folder: Path) -> Path:
    """A copy of the demo's book that may be written to, with these people."""
    shutil.copytree(demo_book, folder)
    path = folder / "zhibiao.toml"
    path.write_text(settings_text(replace(settings_of(path), people=PEOPLE)), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def decision(demo_book: Path) -> str:
    """The id of the demo's decision for steel of 2025: a hash over all that it stands on, so no constant."""
    store = BookStore.open(demo_book / DATABASE, at=NOW)
    (found,) = store.decisions(sector="steel", plan_year=2025)
    store.close()
    return found.id


@pytest.fixture(autouse=True, scope="session")
def patient() -> Iterator[None]:
    """Nothing lags behind, however slow the machine; whoever tries that says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_module, "PATIENCE_S", math.inf)
        yield


@pytest.fixture(scope="module")
def clock() -> SetClock:
    """The time at the desk; a test may set it."""
    return SetClock(NOW)


@pytest.fixture(scope="module")
def desk(demo_book: Path, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Desk]:
    """A desk of this file's own."""
    made = Desk(desk_folder(demo_book, tmp_path_factory.mktemp("desk") / "book"), clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="module")
def sign(desk: Desk) -> Sign:
    """Gives the browser of a person who has signed in; of the public for an empty id."""
    app = make_app(desk)

    def signed(person: str) -> TestClient:
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        if person:
            with desk.access() as access:
                word = access.sessions.begin(person, at=desk.clock.now())
                session = access.sessions.find(word, at=desk.clock.now())
            assert session is not None
            client.cookies.set("zhibiao_session", word)
            client.headers["x-csrf-token"] = session.csrf
        return client

    return signed
