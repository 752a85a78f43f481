"""What takes long is shown as it stood while it is made anew: to pages that say so, and to nobody else."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.conftest import NOW, desk_folder
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk import desk as desk_module
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import StoredFile


@pytest.fixture(scope="module")
def desk(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(desk_folder(demo_book, tmp_path_factory.mktemp("lagging") / "book"), clock=SetClock(NOW))
    yield made
    made.close()


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything takes too long to wait for."""
    monkeypatch.setattr(desk_module, "PATIENCE_S", -1.0)


def _grow(desk: Desk, name: str) -> None:
    content = name.encode()
    file = StoredFile(sha256=sha256_hex(content), name=name, received_at="", uploader="lin", outcome="ACCEPT")
    with desk.book() as opened:
        opened.store.add_file(file, content)


def _files(opened: OpenBook) -> int:
    return len(opened.store.files())


@pytest.mark.usefixtures("_impatient")
def test_a_page_sees_what_stood_and_says_so_until_it_is_made_anew(desk: Desk) -> None:
    gate, went = threading.Event(), threading.Event()

    def slowly(opened: OpenBook) -> int:
        if went.is_set():
            gate.wait(10)
        went.set()
        return _files(opened)

    with desk.book(may_lag=True) as opened:
        before = desk.remembered_lately(opened, "files", slowly)
        assert desk.stands_for(opened) is None
    _grow(desk, "one")
    with desk.book(may_lag=True) as opened:
        assert before == desk.remembered_lately(opened, "files", slowly)
        assert NOW == desk.stands_for(opened).replace(microsecond=0)  # type: ignore[union-attr]
    gate.set()
    with desk.book() as opened:
        assert before + 1 == desk.remembered_lately(opened, "files", slowly)
    with desk.book(may_lag=True) as opened:
        assert before + 1 == desk.remembered_lately(opened, "files", slowly)
        assert desk.stands_for(opened) is None


@pytest.mark.usefixtures("_impatient")
def test_nothing_is_kept_for_the_present_that_rests_on_what_lagged(desk: Desk) -> None:
    def of_that(opened: OpenBook) -> tuple[str, int]:
        return "from", desk.remembered_lately(opened, "below", _files)

    with desk.book(may_lag=True) as opened:
        below = desk.remembered_lately(opened, "below", _files)
    _grow(desk, "two")
    with desk.book(may_lag=True) as opened:
        assert below == desk.remembered_lately(opened, "below", _files)
        assert ("from", below + 1) == desk.remembered_lately(opened, "above", of_that)


def test_what_is_made_in_no_time_never_lags(desk: Desk) -> None:
    with desk.book(may_lag=True) as opened:
        before = desk.remembered_lately(opened, "quick", _files)
    _grow(desk, "three")
    with desk.book(may_lag=True) as opened:
        assert before + 1 == desk.remembered_lately(opened, "quick", _files)
        assert desk.stands_for(opened) is None


@pytest.mark.usefixtures("_impatient")
def test_what_cannot_be_made_anew_is_told_to_whoever_asks_in_the_open(desk: Desk) -> None:
    def first(opened: OpenBook) -> int:
        return _files(opened)

    def broken(_opened: OpenBook) -> int:
        raise ValueError("no more")

    with desk.book(may_lag=True) as opened:
        kept = desk.remembered_lately(opened, "broken", first)
    _grow(desk, "four")
    with desk.book(may_lag=True) as opened:
        assert kept == desk.remembered_lately(opened, "broken", broken)
    with desk.book() as opened, pytest.raises(ValueError, match="no more"):
        desk.remembered_lately(opened, "broken", broken)
