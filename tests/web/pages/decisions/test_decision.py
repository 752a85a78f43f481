"""A decision's whole way at the desk: drafted, read, approved by another, waited for, issued, or withdrawn."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from web.conftest import NOW, Sign
from zhibiao.assemble.desk.decisions.decisions import read_mark
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.ports import DecisionState
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Role

TILT = 'tilt_beta: {unit: "1", clause: "6", values: {2025-01-01: "0.8"}}'
ASKED = {"sector": "steel", "year": "2025", "as_of": "2025-03"}


@pytest.fixture
def steeper(desk: Desk) -> Iterator[None]:
    """A rulebook with a steeper tilt: the quotas that follow move more than 100,000 tonnes, and have to wait."""
    with desk.book() as opened:
        path = opened.rulebooks["steel", 2025]
    before = path.read_text(encoding="utf-8")
    changed = before.replace('tilt_beta: {unit: "1", clause: "6", values: {2025-01-01: "0.3"}}', TILT)
    assert before != changed
    path.write_text(changed, encoding="utf-8")
    yield
    path.write_text(before, encoding="utf-8")


@pytest.fixture(autouse=True)
def _undone(clock: SetClock, desk: Desk) -> Iterator[None]:
    """Each test begins at the same hour, and leaves no draft behind."""
    clock.instant = NOW
    yield
    with desk.book() as opened:
        for one in opened.store.decisions():
            if one.state in (DecisionState.DRAFT, DecisionState.APPROVED):
                opened.withdraw(one.id, reason="end of a test", person="wang")


def read_of(page: str) -> str:
    """The hash of what was read, as the form of an act bears it."""
    found = re.search(r'name="read" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def read_mark_now(desk: Desk, path: str) -> str:
    """The same where the page has no form for it."""
    with desk.book() as opened:
        return read_mark(opened, opened.decision(path.rpartition("/")[2]))


def drafted(client: TestClient) -> str:
    """A draft of April, as it stands or as it is made now; its address."""
    answer = client.post("/decisions", data=ASKED)
    assert 303 == answer.status_code, answer.text
    return str(answer.headers["location"]).partition("?")[0]


@pytest.mark.usefixtures("steeper")
def test_from_draft_to_book_by_two_persons(sign: Sign, desk: Desk, clock: SetClock) -> None:
    lin, wang = sign("lin"), sign("wang")
    path = drafted(lin)
    assert "已提出，等另一人审批。" in lin.get(f"{path}?said=drafted").text

    page = wang.get(path)
    assert "由另一名审批人员审批：王越" in page.text
    approved = wang.post(f"{path}/approve", data={"read": read_of(page.text)})
    assert (303, f"{path}?said=approved") == (approved.status_code, approved.headers["location"])

    # More than 100,000 tonnes of one holding move, so it waits for 26 hours.
    waiting = wang.get(path)
    assert "须等到 2025-04-21 12:00 之后才能下达" in waiting.text
    assert f'action="{path}/issue"' not in waiting.text
    early = wang.post(f"{path}/issue", data={"read": read_mark_now(desk, path)})
    assert 409 == early.status_code
    assert "ledger.cooling_off" in early.text
    with desk.book() as opened:
        entries = len(opened.store.entries())

    clock.instant = NOW + dt.timedelta(hours=26)
    wang = sign("wang")
    page = wang.get(path)
    issued = wang.post(f"{path}/issue", data={"read": read_of(page.text)})
    assert (303, f"{path}?said=issued") == (issued.status_code, issued.headers["location"])
    with desk.book() as opened:
        stored = opened.decision(path.rpartition("/")[2])
        book = opened.store.book(sector="steel", plan_year=2025)
        assert entries < len(opened.store.entries())
        quotas = {share["enterprise"]: share["quota_t"] for share in stored.body["shares"]}
        assert quotas == {name: book.holding(name) for name in quotas}
    assert "已经入账" in wang.get(path).text


def test_nobody_decides_on_a_draft_of_their_own(sign: Sign, desk: Desk) -> None:
    """Who has both roles is still one person: the page offers nothing, and the act is refused by its own code."""
    path = drafted(sign("lin"))
    file = desk.root / "zhibiao.toml"
    before = file.read_text(encoding="utf-8")
    settings = settings_of(file)
    both = tuple(replace(one, roles=(*one.roles, Role.APPROVER)) if one.id == "lin" else one for one in settings.people)
    file.write_text(settings_text(replace(settings, people=both)), encoding="utf-8")
    try:
        lin = sign("lin")
        page = lin.get(path).text
        assert f'action="{path}/approve"' not in page
        assert "这是您起草的方案" in page
        read = read_of(sign("wang").get(path).text)
        refused = lin.post(f"{path}/approve", data={"read": read})
        assert 409 == refused.status_code
        assert "flow.same_person" in refused.text
    finally:
        file.write_text(before, encoding="utf-8")


def test_what_was_not_read_is_not_signed(sign: Sign) -> None:
    path = drafted(sign("lin"))
    wang = sign("wang")
    answer = wang.post(f"{path}/approve", data={"read": "0" * 64})
    assert 409 == answer.status_code
    assert "flow.stale_read" in answer.text
    assert f'action="{path}/approve"' in wang.get(path).text


def test_a_withdrawal_needs_words_and_ends_it(sign: Sign) -> None:
    path = drafted(sign("lin"))
    wang = sign("wang")
    assert 400 == wang.post(f"{path}/withdraw", data={"reason": "  "}).status_code
    done = wang.post(f"{path}/withdraw", data={"reason": "三月月报正在更正"})
    assert f"{path}?said=withdrawn" == done.headers["location"]
    page = wang.get(path).text
    assert "已经终结" in page
    assert "<textarea" not in page


def test_an_auditor_reads_and_takes_away_and_signs_nothing(sign: Sign) -> None:
    path = drafted(sign("lin"))
    zhao = sign("zhao")
    page = zhao.get(f"{path}?lang=en")
    assert 200 == page.status_code
    assert "<form" not in page.text.partition('id="parts"')[0].partition("<main")[2]
    zipped = zhao.get(f"{path}/export.zip")
    assert ("application/zip", b"PK") == (zipped.headers["content-type"], zipped.content[:2])
    assert 403 == zhao.post(f"{path}/approve", data={"read": "0" * 64}).status_code


@pytest.mark.parametrize("person", ["officer-s01", "planner-g01", "admin"])
@pytest.mark.parametrize("path", ["/decisions", "/decisions/new", "/decisions/steel-2025-00000000", "/transfers"])
def test_decisions_are_not_for_enterprises(sign: Sign, person: str, path: str) -> None:
    assert 403 == sign(person).get(path).status_code


def test_parts_of_every_row_sum_to_the_quota(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        stored = next(one for one in opened.store.decisions(sector="steel", plan_year=2025))
    rows = sign("lin").get(f"/decisions/{stored.id}?as=csv&table=parts").text.splitlines()[1:]
    assert len(stored.body["shares"]) == len(rows)
    for row in rows:
        *parts, quota = [int(cell) if cell else 0 for cell in row.split(",")[1:]]
        assert quota == sum(parts)


def test_the_waterfall_is_of_the_firm_asked_for(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        stored = next(one for one in opened.store.decisions(sector="steel", plan_year=2025))
        name = opened.city.name_of("LH-S04").zh
    page = sign("lin").get(f"/decisions/{stored.id}?firm=LH-S04").text
    assert f"<strong>{name}从基数折算" in page


def test_what_is_not_there_is_not_found(sign: Sign) -> None:
    assert 404 == sign("lin").get("/decisions/steel-2025-00000000").status_code


def test_grave_acts_want_a_recent_sign_in(sign: Sign, clock: SetClock) -> None:
    path = drafted(sign("lin"))
    wang = sign("wang")
    read = read_of(wang.get(path).text)
    clock.instant = NOW + dt.timedelta(minutes=40)
    for act, form in (("approve", {"read": read}), ("withdraw", {"reason": "x"})):
        refused = wang.post(f"{path}/{act}", data=form)
        assert 303 != refused.status_code or "/confirm" in refused.headers["location"]
    assert f'action="{path}/approve"' in sign("wang").get(path).text


def test_approving_twice_is_once(sign: Sign) -> None:
    path = drafted(sign("lin"))
    wang = sign("wang")
    read = read_of(wang.get(path).text)
    first, again = (wang.post(f"{path}/approve", data={"read": read}) for _ in range(2))
    assert (303, 303) == (first.status_code, again.status_code)
    assert 1 == wang.get(f"{path}?lang=en").text.count("王越, 2025-04-20 10:00")


def test_papers_of_the_month_are_written(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        stored = next(one for one in opened.store.decisions(sector="magnesia", plan_year=2025))
    done = sign("lin").post(f"/decisions/{stored.id}/papers", data={"month": "2025-03"})
    assert f"/decisions/{stored.id}?said=published" == done.headers["location"]
    assert (desk.root / "out" / "magnesia-2025-03" / "bulletin.docx").exists()
    assert 400 == sign("lin").post(f"/decisions/{stored.id}/papers", data={"month": "2024-03"}).status_code
