"""A server killed in the middle of an act, or after it and before its answer: asked again, it was done once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from benchmarks.api_fuzz import sign_with
from starlette.testclient import TestClient

from ledger_sample import ANALYST, HandClock, file_year
from web.api.conftest import API
from web.api.small_desk import NOW as THEN
from web.api.small_desk import give_out, make_folder
from web.conftest import NOW, desk_folder
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.close import close_month
from zhibiao.store.book_folder import open_book_folder
from zhibiao.terms.period import Month

DYING = Path(__file__).with_name("dying_desk.py")


def _killed(root: Path, seam: str, person: str, clock: SetClock, path: str, body: str, **headers: str) -> None:
    """Send an act to a server in a process of its own, which dies of it at that seam."""
    desk = Desk(root, clock=clock)
    with desk.access() as access:
        word = access.sessions.begin(person, at=clock.now())
        session = access.sessions.find(word, at=clock.now())
    desk.close()
    assert session is not None
    command = [sys.executable, "-P", str(DYING), str(root), clock.now().isoformat(), seam]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}{API}{path}"
        headers |= {"x-csrf-token": session.csrf, "content-type": "application/json"}
        with pytest.raises(httpx.TransportError):
            httpx.post(address, content=body, headers=headers, cookies={"zhibiao_session": word}, timeout=30)
        assert -9 == server.wait(20)
    finally:
        server.kill()
        server.communicate(timeout=10)


@contextmanager
def _started_anew(root: Path, person: str, clock: SetClock) -> Iterator[TestClient]:
    """Somebody's browser at the desk after the kill."""
    desk = Desk(root, clock=clock)
    yield sign_with(desk)(person)
    desk.close()


def test_rv_004_killed_after_the_commit_and_before_the_reply(demo_book: Path, tmp_path: Path) -> None:
    root, clock = desk_folder(demo_book, tmp_path / "book"), SetClock(NOW)
    figures = [{"field": "crude_steel_t", "value": 1, "unit": "t"}]
    body = json.dumps({"enterprise": "LH-S01", "period": "2025-05", "figures": figures})
    key = {"idempotency-key": "rv-004-killed"}

    def kept() -> list[Any]:
        with closing(open_book_folder(root).store(at=NOW)) as store:
            return list(store.submissions.all())

    before = kept()
    _killed(root, "reply", "officer-s01", clock, "/returns", body, **key)
    (first,) = (one for one in kept() if one not in before)
    with _started_anew(root, "officer-s01", clock) as officer:
        headers = {"content-type": "application/json", **key}
        told = [officer.post(f"{API}/returns", content=body, headers=headers).json()["result"] for _ in range(2)]
    assert [first.number] * 2 == [one["submission"] for one in told]
    assert told[0]["receipts"] == told[1]["receipts"]
    assert [*before, first] == sorted(kept(), key=lambda one: one.number)


def test_lw_010_the_years_close_is_taken_up_again_after_a_kill(tmp_path: Path) -> None:
    root, clock = tmp_path / "book", SetClock(THEN)
    with closing(make_folder(root)) as store:
        give_out(store)
        file_year(store, {"A": 40, "B": 20, "C": 8})
        for month in range(1, 13):
            close_month(store, HandClock(), "steel", "crude_steel_t", Month(2024, month), ANALYST)
        before = store.entries()
    body = {"period": "2024", "sector": "steel"}
    _killed(root, "within:recall", "wang", clock, "/closings", json.dumps(body))
    with closing(open_book_folder(root).store(at=THEN)) as store:
        assert before == store.entries()
    with _started_anew(root, "wang", clock) as wang:
        told = [wang.post(f"{API}/closings", json=body).json()["result"] for _ in range(2)]
    assert told[0] == told[1]
    with closing(open_book_folder(root).store(at=THEN)) as store:
        store.check()
        recalled = [one.draft.id for one in store.entries() if one.draft.kind is EntryKind.RECALL]
        book = store.book(sector="steel", plan_year=2024)
    assert [f"recall:steel:2024:{name}" for name in ("A", "B", "C")] == sorted(recalled)
    assert (0, 184) == (sum(book.available(name) for name in "ABC"), book.pool)
