"""*Book*: accounts that add up, entries by filter and cursor, what each rests on, capacity, heads and proofs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.conftest import PEOPLE, Sign
from zhibiao.assemble import heads
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.ledger import YearBook, year_book
from zhibiao.assemble.signing_key import make_key
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.web.pages.ledger import book, book_entries

PAGES = (
    "/book",
    "/book?sector=magnesia&year=2024",
    "/book/entries",
    "/book/entries/1",
    "/book/entries/485",
    "/book/entries/880",
    "/book/capacity?sector=magnesia",
    "/book/capacity?sector=mine&month=2010-01",
    "/book/heads?period=2025-03",
)
HAN = re.compile(r"[\u4e00-\u9fff]+")


def _entries(desk: Desk) -> tuple[Entry, ...]:
    with desk.book() as opened:
        return tuple(opened.store.entries())


def _rows(browser: TestClient, address: str, table: str) -> list[dict[str, str]]:
    answer = browser.get(f"{address}{'&' if '?' in address else '?'}as=csv&table={table}")
    assert 200 == answer.status_code
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("person", ["lin", "wang", "zhao"])
def test_the_bureau_reads_every_page(sign: Sign, person: str, path: str) -> None:
    assert 200 == sign(person).get(path).status_code


@pytest.mark.parametrize("path", [*PAGES, "/book/own?enterprise=LH-S01", "/book/heads/1/json"])
def test_nobody_else_reads_any(sign: Sign, path: str) -> None:
    assert [403, 403, 403] == [sign(one).get(path).status_code for one in ("officer-s01", "planner-g01", "admin")]
    assert 303 == sign("").get(path).status_code


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_is_in_english(sign: Sign, path: str) -> None:
    text = sign("lin").get(f"{path}{'&' if '?' in path else '?'}lang=en").text
    shown = re.sub(r"<details class=\"more\">.*?</details>", "", text, flags=re.DOTALL)
    for name in (*(one.name for one in PEOPLE), "中文"):
        shown = shown.replace(name, "")
    assert [] == HAN.findall(shown)


def test_the_law_is_shown_with_the_ledgers_own_figures(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        of = opened.store.book(sector="steel", plan_year=2025)
        held = [of.available(one) for one in of.enterprises], [of.used(one) for one in of.enterprises]
    text = sign("lin").get("/book?sector=steel&year=2025").text
    parts = (sum(held[0]), sum(held[1]), of.pool, of.reserve, of.cap)
    assert "可用 {:,} ＋ 已用 {:,} ＋ 待分配 {:,} ＋ 预留 {:,} ＝ 总量 {:,} 吨".format(*parts) in text
    assert of.cap == sum(parts[:4])
    assert 'class="headline green"' in text


def test_a_law_that_does_not_hold_is_not_ticked(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    def a_tonne_less(*asked: object) -> YearBook:
        found = year_book(*asked)  # type: ignore[arg-type]
        return replace(found, now=replace(found.now, pool_t=found.now.pool_t - 1))

    monkeypatch.setattr(book, "year_book", a_tonne_less)
    text = sign("lin").get("/book?sector=magnesia&year=2023").text
    assert 'class="headline red"' in text
    assert "不符" in text


def test_the_course_adds_up_at_every_close(sign: Sign, desk: Desk) -> None:
    rows = _rows(sign("lin"), "/book?sector=steel&year=2024", "course")
    closes = [one for one in _entries(desk) if one.draft.kind is EntryKind.CLOSE and one.draft.sector == "steel"]
    assert len([one for one in closes if one.draft.plan_year == 2024]) == len(rows)
    for row in rows:
        *parts, total, cap = (
            int(row[f"{name}（t）"] if f"{name}（t）" in row else row[f"{name}（吨）"]) for name in _COURSE
        )
        assert sum(parts) == total == cap
    used = [int(row["已用（吨）"]) for row in rows]
    assert used == sorted(used)
    assert used[-1] > 0


_COURSE = ("已用", "可用", "待分配", "预留", "合计", "总量")


def test_accounts_of_a_closed_year_bear_what_left_it(sign: Sign) -> None:
    rows = _rows(sign("lin"), "/book?sector=steel&year=2025", "accounts")
    *firms, total = rows
    for name in ("可用（吨）", "已用（吨）", "持有（吨）", "待扣（吨）"):
        assert sum(int(row[name]) for row in firms) == int(total[name])
    assert "欠账（吨）" not in total


def test_pages_of_entries_follow_one_another_to_the_first(sign: Sign, desk: Desk) -> None:
    browser, address, seen = sign("zhao"), "/book/entries?sector=steel&year=2024", []
    while address:
        text = browser.get(address).text
        seen += [int(seq) for seq in re.findall(r'<a href="/book/entries/(\d+)">', text.partition("<tbody")[2])]
        older = re.search(r'href="([^"]+)" rel="next"', text)
        address = older[1].replace("&amp;", "&") if older else ""
    wanted = [one.seq for one in _entries(desk) if (one.draft.sector, one.draft.plan_year) == ("steel", 2024)]
    # An entry may be cited by another one's row as well; what is listed is listed in order.
    assert list(reversed(wanted)) == list(dict.fromkeys(seq for seq in seen if seq in set(wanted)))
    assert len(wanted) > 3 * book_entries.MOST


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("kind=overrun", lambda one: one.draft.kind is EntryKind.OVERRUN),
        ("month=2024-06&sector=steel", lambda one: (one.draft.month, one.draft.sector) == ("2024-06", "steel")),
        ("year=0&sector=mine", lambda one: (one.draft.plan_year, one.draft.sector) == (0, "mine")),
        ("text=PAYBACK", lambda one: "payback" in f"{one.draft.id} {one.draft.basis} {one.draft.reason}"),
        (
            "enterprise=LH-S04&year=2023",
            lambda one: (
                one.draft.plan_year == 2023 and any(of.account.endswith(":LH-S04") for of in one.draft.postings)
            ),
        ),
    ],
)
def test_filters_find_what_they_say(sign: Sign, desk: Desk, query: str, fits: object) -> None:
    wanted = [str(one.seq) for one in reversed(_entries(desk)) if fits(one)]  # type: ignore[operator]
    assert wanted
    assert wanted == [row["分录"] for row in _rows(sign("lin"), f"/book/entries?{query}", "entries")]


@pytest.mark.parametrize(
    "query", ["kind=theft", "month=2024-13", "year=x", "year=99999", "before=-1", "before=x", "text=" + "a" * 101]
)
def test_filters_that_cannot_be_read_are_refused(sign: Sign, query: str) -> None:
    assert 400 == sign("lin").get(f"/book/entries?{query}").status_code


def test_text_of_a_filter_stays_text(sign: Sign) -> None:
    text = sign("lin").get("/book/entries", params={"text": '"><script>x</script>', "enterprise": "<b>"}).text
    assert "<script>x" not in text
    assert "<b>" not in text


def test_an_entry_leads_to_what_it_rests_on_and_back(sign: Sign, desk: Desk) -> None:
    browser = sign("lin")
    correct = next(one for one in _entries(desk) if one.draft.kind is EntryKind.CORRECT)
    turned = next(one for one in _entries(desk) if one.draft.id == correct.draft.corrects)
    text = browser.get(f"/book/entries/{correct.seq}").text
    assert f'href="/book/entries/{turned.seq}"' in text
    assert "/returns/LH-S04%2F2024-05%2Fv1" in text
    assert correct.hash in text
    assert correct.previous in text
    assert f'href="/book/entries/{correct.seq}"' in browser.get(f"/book/entries/{turned.seq}").text
    granted = next(one for one in _entries(desk) if one.draft.kind is EntryKind.GRANT)
    decided = browser.get(f"/book/entries/{granted.seq}").text
    decision = re.search(r'href="(/decisions/[^"]+)"', decided)
    assert decision
    assert 200 == browser.get(decision[1]).status_code
    assert 404 == browser.get("/book/entries/999999").status_code


def test_capacity_adds_up_and_is_filtered_by_state(sign: Sign, desk: Desk) -> None:
    browser = sign("zhao")
    assert "✓" in browser.get("/book/capacity?sector=magnesia").text
    every = _rows(browser, "/book/capacity?sector=magnesia", "furnaces")
    sealed = _rows(browser, "/book/capacity?sector=magnesia&state=sealed", "furnaces")
    assert sealed == [row for row in every if row["状态"] == "封存"]
    assert 0 < len(sealed) < len(every)
    assert 404 == browser.get("/book/capacity?sector=nothing").status_code
    with desk.book() as opened:
        assert len(every) == len(opened.store.capacity(sector="magnesia").furnaces)


def test_without_a_head_there_is_no_proof(sign: Sign) -> None:
    browser = sign("lin")
    assert "要先签发一份存证" in browser.get("/book/heads").text
    assert 404 == browser.get("/book/own?enterprise=LH-S01").status_code
    assert 404 == browser.get("/book/heads/1/json").status_code


def test_a_head_is_kept_taken_and_held_against_the_book(sign: Sign, desk: Desk, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    public = make_key(key)
    with desk.book() as opened:
        head = heads.hand_out(opened, "2025-03", key=key, person="wang", out=tmp_path / "heads").head
    browser = sign("zhao")
    assert head.sha256 in browser.get("/book/heads").text
    files = {part: browser.get(f"/book/heads/1/{part}").content for part in ("json", "sig", "pem")}
    assert (head.body.encode(), head.signature) == (files["json"], files["sig"].hex())
    assert Path(public).read_bytes() == files["pem"]

    fits = _checked(browser, files["json"], signature=files["sig"], key=files["pem"])
    assert 'class="headline green"' in fits
    assert "签名与公钥相符" in fits
    assert "只核对了内容" in _checked(browser, files["json"])
    forged = json.loads(files["json"])
    forged["chain"] = "0" * 64
    body = json.dumps(forged, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert "台账不再是第 1 份存证所记的内容" in _checked(browser, body)
    assert "签名与所给公钥不符" in _checked(browser, body, signature=files["sig"], key=files["pem"])
    unreadable = _checked(browser, b"{}")
    assert "kept.json 不是首页存证" in unreadable
    assert "/tmp" not in unreadable
    own = browser.get("/book/own?enterprise=LH-S01")
    assert {"verify.py", "statement.json", "proof.json"} <= set(zipfile.ZipFile(io.BytesIO(own.content)).namelist())
    assert 404 == browser.get("/book/own?enterprise=LH-X99").status_code
    assert 422 == browser.get("/book/heads/1/key").status_code


def _checked(browser: TestClient, document: bytes, **files: bytes) -> str:
    sent = {"document": ("kept.json", document), **{name: (name, content) for name, content in files.items()}}
    answer = browser.post("/book/heads/check", files=sent)
    assert 200 == answer.status_code
    return answer.text


def test_a_check_without_a_file_is_refused(sign: Sign) -> None:
    assert 400 == sign("lin").post("/book/heads/check").status_code
    assert 400 == sign("lin").post("/book/heads/check", files={"document": ("a", b"x" * ((4 << 20) + 1))}).status_code
