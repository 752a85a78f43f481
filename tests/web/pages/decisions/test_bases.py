"""Bases at the desk: put out, answered each by its own, upheld by a second person, and read by nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign, desk_folder
from web.early_book import JANUARY, early_folder
from zhibiao.allocation.decision.reconciliation import Stand
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.reconcile_base import Reconciliation, base_standing
from zhibiao.writers.wording import figure

AT = "/bases?sector=steel&year=2025"
STEEL = {"sector": "steel", "year": "2025"}
LETTER = ("说明.pdf", b"%PDF-1.4 stamped")
WHY = "十二月产量漏报"


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock(JANUARY)


@pytest.fixture(scope="module")
def desk(demo_book: Path, tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Desk]:
    """A desk in January, whose analyst has put out the bases of 2025."""
    folder = tmp_path_factory.mktemp("early")
    made = Desk(early_folder(desk_folder(demo_book, folder / "whole"), folder / "book"), clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="module", autouse=True)
def stated(sign: Sign) -> None:
    """The bases of steel are out."""
    sent = sign("lin").post("/bases", data=STEEL)
    assert (303, f"{AT}&said=stated") == (sent.status_code, sent.headers["location"])


@pytest.fixture(autouse=True)
def in_time(clock: SetClock) -> Iterator[None]:
    yield
    clock.instant = JANUARY


def standing(desk: Desk) -> Reconciliation:
    with desk.book() as opened:
        return base_standing(opened.store, opened.clock, opened.rulebook("steel", 2025))


def act(client: TestClient, what: str, firm: str = "LH-S01", **sent: Any) -> Any:
    return client.post(f"/bases/steel/2025/{firm}/{what}", **sent)


def test_before_it_is_put_out_the_page_says_so_and_offers_it(sign: Sign) -> None:
    told = sign("lin").get("/bases?sector=magnesia&year=2025").text
    assert "基数还没有公布" in told
    assert "公布基数</button>" in told
    assert "公布基数</button>" not in sign("wang").get("/bases?sector=magnesia&year=2025").text


def test_the_first_page_says_whose_move_it_is(sign: Sign, desk: Desk) -> None:
    told = sign("lin").get("/?lang=en").text
    assert "Bases of 2025 have not been put out; quotas wait for them." in told  # magnesia's
    open_ = sum(one is Stand.OPEN for one in standing(desk).stands.values())
    assert f"Bases of 2025 that may still be answered: {open_}, of" in told
    assert 'href="/bases?sector=steel&amp;year=2025"' in told
    assert 'href="/bases?sector=magnesia&amp;year=2025"' in told


def test_the_bureau_reads_every_row_with_its_window(sign: Sign, desk: Desk) -> None:
    found = standing(desk)
    for person in ("lin", "wang", "zhao"):
        told = sign(person).get(AT).text
        assert all(figure(row.base_t, 0) in told and row.score in told for row in found.statement.rows)
        assert found.statement.id in told
    days = (found.statement.closes - JANUARY.date()).days
    taken = sign("lin").get(f"{AT}&as=csv&table=bases").text
    assert len(found.statement.rows) == sum(f",待答复,{found.statement.closes}," in line for line in taken.splitlines())
    assert f"{found.statement.closes},{days}," in taken
    assert b"PK" == sign("lin").get(f"{AT}&as=xlsx").content[:2]


def test_an_enterprise_reads_its_own_row_and_no_others(sign: Sign, desk: Desk) -> None:
    found = standing(desk)
    client = sign("officer-s04")
    answers = [client.get(address).text for address in ("/bases", AT, f"{AT}&lang=en", f"{AT}&as=csv&table=bases")]
    answers += [client.get(f"{AT}&enterprise=LH-S01").text, client.get(f"{AT}&stand=open").text]
    others = [row for row in found.statement.rows if row.enterprise != "LH-S04"]
    own = found.statement.row("LH-S04")
    assert own is not None
    assert all(figure(own.base_t, 0) in told or str(own.base_t) in told for told in answers)
    secrets = {figure(row.base_t, 0) for row in others} | {str(row.base_t) for row in others}
    secrets |= {row.score for row in others} | {found.statement.id, found.statement.sha256[:8]}
    for told in answers:
        assert [] == [one for one in secrets if one in told]
    assert 404 == client.get(f"{AT}&as=csv&table=statements").status_code
    assert 404 == client.get("/bases/steel/2025/LH-S01/documents/" + "0" * 64).status_code
    assert 403 == client.get(f"/bases/steel/2025/papers/{found.statement.id}.docx").status_code
    assert 303 == sign("").get("/bases").status_code
    assert 403 == sign("admin").get("/bases").status_code


def test_the_list_is_there_to_take_in_both_languages(sign: Sign, desk: Desk) -> None:
    name = standing(desk).statement.id
    for ending in (".docx", ".en.docx"):
        assert f'href="/bases/steel/2025/papers/{name}{ending}"' in sign("zhao").get(AT).text
        taken = sign("zhao").get(f"/bases/steel/2025/papers/{name}{ending}")
        assert (200, b"PK") == (taken.status_code, taken.content[:2])
    assert 404 == sign("zhao").get("/bases/steel/2025/papers/base-steel-2025-00000000.docx").status_code
    assert 404 == sign("zhao").get("/bases/steel/2025/papers/zhibiao.toml").status_code


def test_disputed_upheld_and_withdrawn(sign: Sign, desk: Desk) -> None:
    officer, wang = sign("officer-s01"), sign("wang")
    missing = act(officer, "dispute", data={"reason": WHY})
    assert (409, True) == (missing.status_code, "base.document_missing" in missing.text)
    assert f">{WHY}</textarea>" in missing.text
    assert 303 == act(officer, "dispute", data={"reason": WHY}, files={"evidence": LETTER}).status_code
    assert "disputed" == standing(desk).stands["LH-S01"]
    assert "Disputed bases of 2025: 1, of" in sign("lin").get("/?lang=en").text
    (kept,) = standing(desk).answers
    for reader in ("officer-s01", "lin"):
        told = sign(reader).get(f"{AT}&enterprise=LH-S01").text
        assert WHY in told
        address = f"/bases/steel/2025/LH-S01/documents/{kept.document_sha256}"
        assert f'href="{address}"' in told
        taken = sign(reader).get(address)
        assert (200, LETTER[1]) == (taken.status_code, taken.content)
        assert taken.headers["content-disposition"].startswith("attachment")
    assert WHY not in sign("officer-s04").get(AT).text
    assert 404 == sign("officer-s04").get(address.replace("LH-S01", "LH-S04")).status_code
    for person, status in (("officer-s01", 403), ("lin", 403), ("zhao", 403), ("wang", 409)):
        assert status == act(sign(person), "uphold", data={"reason": " "}).status_code
    assert 303 == act(wang, "uphold", data={"reason": "办法未作此规定"}).status_code
    own = officer.get(f"{AT}&enterprise=LH-S01").text
    assert "经审核维持" in own
    assert "wang" not in own
    assert 303 == act(officer, "confirm", data={}).status_code
    assert "confirmed" == standing(desk).stands["LH-S01"]


def test_nobody_answers_for_another(sign: Sign, desk: Desk) -> None:
    before = standing(desk).answers
    for what in ("confirm", "dispute"):
        for person, status in (
            ("officer-s04", 404),
            ("planner-g01", 403),
            ("wang", 403),
            ("zhao", 403),
            ("admin", 403),
        ):
            sent = act(sign(person), what, data={"reason": WHY}, files={"evidence": LETTER})
            assert status == sent.status_code, (what, person)
    assert 403 == sign("officer-s01").post("/bases", data=STEEL).status_code
    # An enterprise of another sector has no row, and is not told of which list.
    other = sign("officer-s04").post("/bases/magnesia/2025/LH-S04/confirm", data={})
    assert 404 == other.status_code
    client = sign("officer-s01")
    del client.headers["x-csrf-token"]
    assert 403 == act(client, "confirm", data={}).status_code
    assert before == standing(desk).answers


def test_an_analyst_enters_the_letter_of_an_enterprise(sign: Sign, desk: Desk) -> None:
    sent = act(sign("lin"), "dispute", "LH-S02", data={"reason": WHY}, files={"evidence": LETTER})
    assert 303 == sent.status_code
    assert "disputed" == standing(desk).stands["LH-S02"]
    shown = sign("lin").get(f"{AT}&stand=disputed&as=csv&table=bases").text
    assert WHY in shown
    assert 1 == shown.count("有异议") - shown.split("\n", 1)[0].count("有异议")


def test_after_the_window_silence_counts_and_no_dispute_is_taken(sign: Sign, desk: Desk, clock: SetClock) -> None:
    closes = standing(desk).statement.closes
    clock.instant = JANUARY.replace(month=closes.month, day=closes.day, hour=16)
    assert "期满视为同意" in sign("officer-s04").get(AT).text
    late = act(sign("officer-s04"), "dispute", "LH-S04", data={"reason": WHY}, files={"evidence": LETTER})
    assert (409, True) == (late.status_code, "base.window_closed" in late.text)


def test_a_draft_is_refused_with_a_way_to_the_bases(sign: Sign) -> None:
    told = sign("lin").get("/decisions/new?sector=steel&year=2025").text
    assert "base.unreconciled" in told
    assert 'href="/bases?sector=steel&amp;year=2025"' in told


def test_in_english_no_han_stands_but_names(sign: Sign) -> None:
    told = sign("officer-s04").get(f"{AT}&lang=en").text
    body = re.sub(r"<header.*?</header>", "", told, flags=re.DOTALL)
    assert [] == re.findall(r"[一-鿿]+", body)


def test_a_year_that_cannot_be_read(sign: Sign) -> None:
    assert 404 == sign("lin").get("/bases?year=abcd").status_code
    sent = sign("lin").post("/bases", data={"sector": "steel", "year": "abcd"})
    assert (400, True) == (sent.status_code, "desk.year_unreadable" in sent.text)
