"""*Audit*: the rankings with their caveat, restatements, revisions, and the verifier's answer on a page of its own."""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.conftest import PEOPLE, Sign
from zhibiao.assemble.audit_ranking import rank
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.restatements import restatements
from zhibiao.verification import verify as verifier
from zhibiao.web.pages.audit import audit_verify

PAGES = (
    "/audit?decision={decision}",
    "/audit/cross-check",
    "/audit/restatements",
    "/audit/revisions?year=2024",
    "/audit/verify",
)
HAN = re.compile(r"[\u4e00-\u9fff]+")


def _rows(browser: TestClient, address: str, table: str) -> list[dict[str, str]]:
    answer = browser.get(f"{address}{'&' if '?' in address else '?'}as=csv&table={table}")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", [*PAGES, "/audit/verify.py", "/audit/verify/0"])
def test_nobody_but_the_bureau_reads_any(sign: Sign, path: str) -> None:
    assert [403, 403, 403] == [sign(one).get(path).status_code for one in ("officer-s01", "planner-g01", "admin")]
    assert 403 == sign("officer-s01").post("/audit/verify").status_code


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_is_in_english(sign: Sign, decision: str, path: str) -> None:
    answer = sign("zhao").get(f"{path.format(decision=decision)}{'&' if '?' in path else '?'}lang=en")
    assert 200 == answer.status_code
    shown = re.sub(r"<details class=\"more\">.*?</details>", "", answer.text, flags=re.DOTALL)
    for name in (*(one.name for one in PEOPLE), "中文"):
        shown = shown.replace(name, "")
    assert [] == HAN.findall(shown)


def test_the_ranking_is_that_of_the_command(sign: Sign, desk: Desk, decision: str) -> None:
    with desk.book() as opened:
        found = rank(opened, decision, person="lin")
    browser = sign("lin")
    text = browser.get(f"/audit?decision={decision}").text
    assert f"{found.rows[0].gains[0].tonnes:,}" in text
    assert "提示不是证据" in text
    assert f'href="/decisions/{decision}/export.zip"' in text
    rows = _rows(browser, f"/audit?decision={decision}", "ranking")
    assert [str(one.gains[0].tonnes or "") for one in found.rows] == [row["差 1% 时多得（吨）"] for row in rows]
    assert 404 == browser.get("/audit?decision=steel-2025-00000000").status_code


def test_the_cross_check_names_innocent_causes_with_every_reason(sign: Sign) -> None:
    text = sign("lin").get("/audit/cross-check?sector=steel&month=2025-03").text
    assert "提示不是证据" in text
    assert text.count('<li class="finding">') == text.count("可能的正常原因：") > 0
    assert 400 == sign("lin").get("/audit/cross-check?month=2025-99").status_code


def test_restatements_lead_to_both_versions(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        found = restatements(opened, enterprise="", period=None, since=None)
    browser = sign("zhao")
    rows = _rows(browser, "/audit/restatements", "restatements")
    assert {one.restatement.after.reference for one in found} == {row["月报"] for row in rows}
    assert 1 == len(_rows(browser, "/audit/restatements?enterprise=LH-S10", "restatements"))
    assert 400 == browser.get("/audit/restatements?enterprise=LH-X99").status_code


def test_a_figure_that_moved_stands_out(sign: Sign) -> None:
    rows = _rows(sign("lin"), "/audit/revisions?sector=steel&year=2024", "triangle")
    moved = {row["所属月"] for row in rows if any(row[f"{age}个月"] not in ("=", "") for age in range(1, 13))}
    assert {"2024-05"} == moved


def _answer(browser: TestClient, **asked: Any) -> str:
    began = browser.post("/audit/verify", **asked)
    assert 303 == began.status_code
    deadline = time.monotonic() + 60
    while "hx-trigger" in (text := browser.get(began.headers["location"]).text):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return text


def test_a_book_that_holds_is_said_to_with_its_counts(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        head = opened.store.head()
    text = _answer(sign("zhao"), data={"head": head.upper()})
    assert 'class="headline green"' in text
    assert head in text
    assert re.search(r"10 份方案的 [\d,]{5,} 个数", text)
    assert "要等下次关账或签发存证才被覆盖" in text


def test_the_first_difference_is_named_with_its_place(sign: Sign) -> None:
    text = _answer(sign("zhao"), data={"head": "a" * 64})
    assert 'class="headline red"' in text
    for shown in ("verify.head", "entries.jsonl", "a" * 64):
        assert shown in text


def test_what_is_no_head_is_refused(sign: Sign) -> None:
    assert 400 == sign("lin").post("/audit/verify", data={"head": "abc"}).status_code
    text = _answer(sign("lin"), files={"document": ("kept.json", b"{}")})
    assert "kept.json 不是首页存证" in text


def test_a_long_verification_goes_on_beside_the_page(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(*_: object, **__: object) -> dict[str, Any]:
        go_on.wait(20)
        counts: dict[str, Any] = {"rows": {}, "entries": 0}
        return {"decisions": [], "figures": 0, "compared": {}, "checked": {}, "entries": 880, "raw_files": 0} | {
            "head": "f" * 64,
            "since_seal": counts,
            "since_head": None,
        }

    monkeypatch.setattr(audit_verify, "verify_held", slow)
    monkeypatch.setattr(audit_verify, "WAITS_S", 0)
    browser = sign("lin")
    address = browser.post("/audit/verify").headers["location"]
    waiting = browser.get(address).text
    assert 'hx-trigger="every 2s"' in waiting
    # The answer is for whoever asked.
    assert 404 == sign("wang").get(address).status_code
    go_on.set()
    for _ in range(100):
        if "hx-trigger" not in (text := browser.get(address).text):
            break
        time.sleep(0.05)
    assert "f" * 64 in text


def test_the_verifier_is_taken_as_it_runs(sign: Sign) -> None:
    assert Path(verifier.__file__).read_bytes() == sign("zhao").get("/audit/verify.py").content
