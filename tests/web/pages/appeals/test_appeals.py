"""Appeals at the desk: filed by an officer, run again at once, handled by the bureau, read by nobody else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.allocation.appeals.deeds import Ground
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.ports import DecisionState
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role
from zhibiao.web.pages.appeals.appeals import address_to_appeal
from zhibiao.writers.wording import figure

THIRD = Person(id="sun", name="孙复", roles=(Role.APPROVER,))
WORDS = "研发费用漏报一个月，审计已更正"
NOT_THERE = "steel-2025-00000000-LH-S04"
OPEN = dt.datetime(2025, 2, 5, 2, tzinfo=dt.UTC)


@pytest.fixture(scope="module", autouse=True)
def third(desk: Desk) -> None:
    """A second approver, so that somebody without a hand in the decision can decide."""
    path = desk.root / "zhibiao.toml"
    settings = settings_of(path)
    path.write_text(settings_text(replace(settings, people=(*settings.people, THIRD))), encoding="utf-8")


@pytest.fixture(scope="module")
def decision(desk: Desk) -> str:
    with desk.book() as opened:
        found = opened.store.decisions(sector="steel", plan_year=2025)
    return next(one.id for one in found if one.state is DecisionState.ISSUED)


@pytest.fixture(autouse=True)
def in_time(clock: SetClock) -> Iterator[None]:
    """Five days before the last one."""
    before, clock.instant = clock.instant, OPEN
    yield
    clock.instant = before


def form(decision: str, enterprise: str, **more: Any) -> dict[str, Any]:
    given = {"decision": decision, "enterprise": enterprise, "ground": ["figure"], "statement": WORDS}
    return given | {"value:rd_expense_yuan/2024": "9.5", "unit:rd_expense_yuan/2024": "100Myuan"} | more


def filed(sign: Sign, decision: str, enterprise: str, officer: str) -> str:
    """An appeal on the desk; filed once for the file."""
    name = f"{decision}-{enterprise}"
    client = sign(officer)
    if client.get(f"/appeals/{name}").status_code != 200:
        sent = client.post("/appeals", data=form(decision, enterprise), files={"evidence": ("审计.pdf", b"%PDF-1.4")})
        assert (303, f"/appeals/{name}?said=filed") == (sent.status_code, sent.headers["location"])
    return name


def test_what_may_be_appealed_is_offered_with_its_last_day(sign: Sign, decision: str, clock: SetClock) -> None:
    told = sign("officer-s01").get("/appeals").text
    assert address_to_appeal(decision, "LH-S01").replace("&", "&amp;") in told
    assert "2025年2月11日，还有 6 天" in told
    clock.instant = dt.datetime(2025, 2, 11, 16, tzinfo=dt.UTC)
    assert "/appeals/new" not in sign("officer-s01").get("/appeals").text
    assert "/appeals/new" not in sign("lin").get("/appeals").text


@pytest.mark.parametrize(("lang", "said"), [("zh", "还有 6 天"), ("en", "6 days left")])
def test_the_form_holds_the_quota_the_last_day_and_the_own_figures(
    sign: Sign, desk: Desk, decision: str, lang: str, said: str
) -> None:
    page = sign("officer-s01").get(f"{address_to_appeal(decision, 'LH-S01')}&lang={lang}").text
    with desk.book() as opened:
        body = opened.decision(decision).body
    quota = next(one["quota_t"] for one in body["shares"] if one["enterprise"] == "LH-S01")
    for wanted in (said, figure(quota, 0), 'name="value:rd_expense_yuan/2024"', "1,481,243,100", "LH-S01/2024-12/v1"):
        assert wanted in page, wanted
    if lang == "en":
        assert not re.findall(r"[\u4e00-\u9fff]", re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL))


def test_after_the_last_day_nothing_can_be_filed(sign: Sign, decision: str, clock: SetClock) -> None:
    clock.instant = dt.datetime(2025, 2, 11, 16, tzinfo=dt.UTC)
    client = sign("officer-s01")
    assert "<textarea" not in client.get(address_to_appeal(decision, "LH-S01")).text
    late = client.post("/appeals", data=form(decision, "LH-S01"))
    assert 409 == late.status_code
    assert "appeal.late" in late.text
    assert "2025-02-11" in late.text


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"value:rd_expense_yuan/2024": "很多"}, 409, "appeal.claim_unreadable"),
        ({"ground": ["nonsense"]}, 409, "appeal.no_ground"),
        ({"statement": "不服"}, 409, "appeal.no_words"),
        ({"clause": ["99"]}, 404, "appeal.no_such_clause"),
        ({"value:grade/2025": "A"}, 409, "appeal.claim_same"),
    ],
)
def test_what_cannot_be_taken_is_said_on_the_form(
    sign: Sign, decision: str, changes: dict[str, Any], status: int, said: str
) -> None:
    answer = sign("officer-s01").post("/appeals", data=form(decision, "LH-S01", **changes))
    assert (status, True) == (answer.status_code, said in answer.text)
    typed = changes.get("statement", WORDS)
    assert f">{typed}</textarea>" in answer.text
    assert f'value="{changes.get("value:rd_expense_yuan/2024", "9.5")}"' in answer.text
    assert '<option value="100Myuan" selected>' in answer.text


def test_only_the_own_enterprise_files(sign: Sign, decision: str) -> None:
    assert 404 == sign("officer-s04").get(address_to_appeal(decision, "LH-S01")).status_code
    assert 404 == sign("officer-s04").post("/appeals", data=form(decision, "LH-S01")).status_code
    for person, status in (("lin", 403), ("wang", 403), ("zhao", 403), ("planner-g01", 403), ("admin", 403)):
        assert status == sign(person).post("/appeals", data=form(decision, "LH-S01")).status_code
    client = sign("officer-s01")
    del client.headers["x-csrf-token"]
    assert 403 == client.post("/appeals", data=form(decision, "LH-S01")).status_code


def test_the_appellant_sees_what_it_would_give_and_nothing_of_others(sign: Sign, desk: Desk, decision: str) -> None:
    name = filed(sign, decision, "LH-S04", "officer-s04")
    with desk.book() as opened:
        of = AppealsOf(opened, opened.person("zhao"))
        appeal = of.one(name)
        rerun, moved = of.rerun(appeal), of.effect(appeal)
        names = {one.enterprise: opened.city.name_of(one.enterprise) for one in moved}
    assert rerun is not None
    assert rerun.claimed is not None
    client = sign("officer-s04")
    answers = [client.get(f"/appeals/{name}{more}").text for more in ("", "?lang=en", "?as=csv&table=rerun")]
    answers += [client.get("/appeals").text, client.get("/appeals?as=csv").text]
    for text in answers[:2]:
        assert figure(rerun.issued.quota_t, 0) in text
        assert figure(rerun.claimed.quota_t, 0) in text
    foreign = [one for one in moved if one.enterprise != "LH-S04"]
    secrets = {figure(tonnes, 0) for one in foreign for tonnes in (one.issued_t, one.claimed_t)}
    secrets |= {str(tonnes) for one in foreign for tonnes in (one.issued_t, one.claimed_t)}
    secrets |= {names[one.enterprise].zh for one in foreign} | {names[one.enterprise].en for one in foreign}
    for text in answers:
        assert not [one for one in secrets if one in text]
    for person in ("lin", "wang", "zhao"):
        seen = sign(person).get(f"/appeals/{name}").text
        assert all(figure(one.claimed_t, 0) in seen for one in foreign)
    assert 404 == client.get(f"/appeals/{name}?as=csv&table=effect").status_code


def test_a_rival_meets_what_is_not_there(sign: Sign, decision: str) -> None:
    name = filed(sign, decision, "LH-S04", "officer-s04")
    rival, words = sign("officer-s01"), "研发费用"
    there, missing = rival.get(f"/appeals/{name}"), rival.get(f"/appeals/{NOT_THERE}")
    assert (404, 404) == (there.status_code, missing.status_code)
    assert there.text == missing.text.replace(NOT_THERE, name)
    assert words not in there.text
    assert name not in rival.get("/appeals?state=all").text
    for act in ("add", "withdraw"):
        assert 404 == rival.post(f"/appeals/{name}/{act}", data={"statement": WORDS, "reason": WORDS}).status_code
    assert 303 == sign("").get(f"/appeals/{name}").status_code
    assert 403 == sign("admin").get(f"/appeals/{name}").status_code


def test_a_document_is_kept_and_never_shown(sign: Sign, desk: Desk, decision: str) -> None:
    name = filed(sign, decision, "LH-S04", "officer-s04")
    with desk.book() as opened:
        appeal = AppealsOf(opened, opened.person("zhao")).one(name)
    address = f"/appeals/{name}/evidence/{appeal.evidence[0].sha256}"
    taken = sign("zhao").get(address)
    assert (200, b"%PDF-1.4") == (taken.status_code, taken.content)
    assert taken.headers["content-disposition"].startswith("attachment")
    assert "application/octet-stream" == taken.headers["content-type"]
    assert 404 == sign("officer-s01").get(address).status_code
    assert 404 == sign("zhao").get(f"/appeals/{name}/evidence/{appeal.rerun}").status_code


def test_handled_from_filing_to_outcome(sign: Sign, decision: str, clock: SetClock) -> None:
    name = filed(sign, decision, "LH-S04", "officer-s04")
    officer, lin, sun = (sign(person) for person in ("officer-s04", "lin", "sun"))

    def act(client: TestClient, what: str, **data: Any) -> tuple[int, str]:
        answer = client.post(f"/appeals/{name}/{what}", data=data)
        return answer.status_code, answer.headers.get("location", "").partition("?")[2]

    assert (303, "said=accepted") == act(lin, "accept")
    assert "目前已受理" in officer.get(f"/appeals/{name}").text
    assert (400, "") == act(lin, "ask", question="请提供证明材料", by="soon")
    assert (303, "said=asked") == act(lin, "ask", question="请提供证明材料", by="2025-02-12")
    assert "待补充" in officer.get(f"/appeals/{name}").text
    assert (303, "said=added") == act(officer, "add", statement="补交证明材料一份")
    assert (303, "said=heard") == act(lin, "hear", on="2025-02-05", record="企业到场说明漏报原因")
    outcome = {"outcome": "partly", "reasons": "审计报告证实漏报", "follows": ["decide_again"]}
    assert 403 == act(lin, "decide", **outcome)[0]
    wang = sign("wang")
    assert "不能处理对它的申诉" in wang.get(f"/appeals/{name}").text
    refused = wang.post(f"/appeals/{name}/decide", data=outcome)
    assert (409, True) == (refused.status_code, "flow.same_person" in refused.text)
    assert 409 == officer.get(f"/appeals/{name}/outcome.docx").status_code
    assert (400, "") == act(sun, "decide", **outcome | {"outcome": "perhaps"})
    assert (303, "said=decided") == act(sun, "decide", **outcome)
    page = officer.get(f"/appeals/{name}").text
    assert "部分支持" in page
    assert "审计报告证实漏报" in page
    paper = officer.get(f"/appeals/{name}/outcome.docx")
    assert (200, b"PK") == (paper.status_code, paper.content[:2])
    assert 404 == sign("officer-s01").get(f"/appeals/{name}/outcome.docx").status_code
    assert 409 == act(officer, "withdraw", reason="核对以后没有异议")[0]
    listed = lin.get("/appeals?state=ended&as=csv&table=appeals").text
    assert "部分支持" in listed
    assert name not in sign("officer-s04").get("/appeals?state=open").text


def test_a_strangers_words_stay_words(sign: Sign, desk: Desk, decision: str) -> None:
    hostile = '<script>alert(1)</script>"\u202e=HYPERLINK("x")'
    with desk.book() as opened:
        appeal = AppealsOf(opened, opened.person("officer-s01")).file(
            decision_id=decision,
            enterprise="LH-S01",
            grounds=[Ground.RULE],
            statement=hostile,
            said=[Said(clause="7", note=hostile)],
            evidence=[(f"{hostile}.pdf", b"x")],
        )
    page = sign("lin").get(f"/appeals/{appeal.id}")
    assert 200 == page.status_code
    assert "<script>alert" not in page.text
    taken = sign("lin").get(f"/appeals/{appeal.id}/evidence/{appeal.evidence[0].sha256}")
    assert "\n" not in taken.headers["content-disposition"]
    assert "<script>" not in sign("lin").get("/appeals").text


def test_clauses_stand_in_order_of_their_numbers(sign: Sign, decision: str) -> None:
    page = sign("officer-s01").get(address_to_appeal(decision, "LH-S01")).text
    numbers = [int(one) for one in re.findall(r'name="clause" value="(\d+)"', page)]
    assert max(numbers) >= 10
    assert sorted(numbers) == numbers
