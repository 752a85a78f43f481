"""Months of a large book are assessed by a process beside the pages, to the same result, and never by nobody."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.conftest import NOW, desk_folder
from zhibiao.assemble.desk import desk as desk_module
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.memo import Memo
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import NotFound, NotReady
from zhibiao.terms.period import Month

MARCH = Month(2025, 3)


@pytest.fixture
def desk(demo_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(desk_module, "MANY_RETURNS", 0)
    made = Desk(desk_folder(demo_book, tmp_path / "book"), clock=SetClock(NOW))
    yield made
    made.close()


def test_it_says_what_this_process_would_say(desk: Desk) -> None:
    with desk.book() as opened:
        for known_by in (None, NOW):
            beside = desk._beside.assess(month=MARCH, sector="steel", known_by=known_by)
            assert opened.assess(MARCH, "steel", known_by=known_by) == beside
        assert desk.assess(opened, "steel", MARCH) == beside


def test_a_refusal_is_told_here(desk: Desk) -> None:
    with desk.book() as opened, pytest.raises(NotFound, match=r"assess\.no_returns"):
        desk.assess(opened, "steel", Month(2031, 1))


def test_it_sees_another_city(desk: Desk) -> None:
    with desk.book() as opened:
        before = desk.assess(opened, "steel", MARCH)
    path = desk.root / "city.yaml"
    path.write_text(path.read_text("utf-8").replace("辽河角宿钢铁集团河东有限公司", "河东新名有限公司"), "utf-8")
    with desk.book() as opened:
        after = desk.assess(opened, "steel", MARCH)
    assert "河东新名有限公司" in {one.name.zh for one in after.enterprises}
    assert "河东新名有限公司" not in {one.name.zh for one in before.enterprises}


def test_one_that_is_gone_is_replaced_and_missed_by_nobody(desk: Desk) -> None:
    with desk.book() as opened:
        expected = desk.assess(opened, "steel", MARCH)
        process = desk._beside._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert [expected, expected] == [desk.assess(opened, "steel", MARCH) for _ in range(2)]
        assert desk._beside._process is not None
        assert process.pid != desk._beside._process.pid


def test_closing_does_not_wait_for_it(desk: Desk) -> None:
    found: list[Exception] = []

    def ask() -> None:
        try:
            while True:
                desk._beside.assess(month=MARCH, sector="steel", known_by=None)
        except NotReady as error:
            found.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    while desk._beside._process is None:
        pass
    desk._beside.close()
    asking.join(10)
    assert ["desk.not_ready"] == [one.code for one in found]
    assert desk._beside._process is None


def test_what_rests_on_something_long_is_long_itself() -> None:
    """A value is as old as what it was made of: it takes what that took, remembered or not."""
    memo, slow = Memo(), threading.Event()
    memo.get("long", lambda: slow.wait(0.2))
    memo.get("short", lambda: memo.get("long", lambda: slow.wait(0.2)))
    memo.get("twice", lambda: [memo.get("long", lambda: True) for _ in range(5)])
    seconds = [memo.last(key).seconds for key in ("long", "short", "twice")]  # type: ignore[union-attr]
    assert all(0.2 <= one < 0.4 for one in seconds)


def test_a_fault_there_is_logged(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk._beside.assess(month=MARCH, sector="steel", nonsense=1) is None
    assert '"event": "assessment_beside_failed"' in capfd.readouterr().err
