"""What tests share: the folder of public data sets, where it is present, and the demo's book, made once."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from main_job import answer
from postgres import fresh_schema, running_server

# Every day the same examples, so that a red run can be run again; `make soak` draws new ones. Machines are shared and
# slow at times: no example fails for taking long.
settings.register_profile("house", deadline=None, derandomize="ZHIBIAO_SOAK" not in os.environ)
settings.load_profile("house")

_TESTS = Path(__file__).parent
_SHARE_A_BOOK = (_TESTS / "web", _TESTS / "assemble" / "desk")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Tests at the desk stay together by file: each file has one book of its own, which its tests change in turn.

    A wrapper runs before the plugin that deals out the tests by their groups.
    """
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _SHARE_A_BOOK):
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(_TESTS))))
    return (yield)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name for a test: those of an archive tell when it was made, which differs between workers."""
    return argname if isinstance(val, bytes) else None


SHARED = Path(os.environ.get("ZHIBIAO_SHARED", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets beside the repository, or where ZHIBIAO_SHARED points."""
    if not SHARED.is_dir():
        pytest.skip("public data sets are not here; set ZHIBIAO_SHARED to their folder")
    return SHARED


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Children heed an interrupt, also where these tests are a job in the background, which passes it over."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server, started when the first test asks for it."""
    with running_server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The URL of a schema of its own that is not there yet."""
    with fresh_schema(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a book may be made: once a path, once the URL of a schema."""
    if request.param == "sqlite":
        return tmp_path / "book.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The demo's book, made by the command a user types, and what the command answered; not to be written to."""
    book = tmp_path_factory.mktemp("demo") / "book"
    return book, answer("demo", "--dir", str(book))


@pytest.fixture(scope="session")
def demo_book(request: pytest.FixtureRequest) -> Path:
    """The demo's book, not to be written to; or the one ZHIBIAO_DEMO_BOOK names, to save its making at each try."""
    if ready := os.environ.get("ZHIBIAO_DEMO_BOOK"):
        return Path(ready)
    made: tuple[Path, dict[str, Any]] = request.getfixturevalue("demo")
    return made[0]
