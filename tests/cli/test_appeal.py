"""`zhibiao appeal` as typed: the window, the list, the acts, and the paper."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from main_job import copy_of
from zhibiao.allocation.appeals.deeds import Ground
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.book import open_book
from zhibiao.assemble.resources import SetClock
from zhibiao.cli.main import zhibiao
from zhibiao.procedures.appeals.claims import Said
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role

pytestmark = pytest.mark.xdist_group("main_job")

PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
    Person(id="sun", name="孙复", roles=(Role.APPROVER,)),
    Person(id="he", name="何报", roles=(Role.OFFICER,), enterprise="LH-S01"),
    Person(id="jiang", name="江报", roles=(Role.OFFICER,), enterprise="LH-S04"),
)


@pytest.fixture(scope="module")
def book(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with two officers and two approvers; an appeal was filed within its window."""
    folder = copy_of(demo_book, tmp_path_factory.mktemp("appeal"))
    path = folder / "zhibiao.toml"
    path.write_text(settings_text(replace(settings_of(path), people=PEOPLE)), encoding="utf-8")
    opened = open_book(folder, clock=SetClock(dt.datetime(2025, 2, 5, 2, tzinfo=dt.UTC)))
    AppealsOf(opened, opened.person("jiang")).file(
        decision_id=decision_of(folder),
        enterprise="LH-S04",
        grounds=[Ground.FIGURE],
        statement="研发费用漏报一个月",
        said=[Said(figure="rd_expense_yuan/2024", text="9.5", unit="亿元")],
    )
    opened.store.close()
    return folder


def run(*arguments: str) -> Result:
    """The program as typed, in this process: a dozen acts would be as many starts otherwise."""
    return CliRunner().invoke(zhibiao, arguments, standalone_mode=False, catch_exceptions=False)


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    """The JSON document of a verb, after the exit code was held against `code`."""
    done = run(*arguments, "--json")
    assert code == (done.return_value or 0), done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def decision_of(book: Path) -> str:
    return next(path.stem for path in (book / "out").glob("steel-2025-*.zip"))


def test_own_figures_and_the_last_day(book: Path) -> None:
    found = answer("appeal", "figures", decision_of(book), "LH-S01", "--book", str(book), "--as", "he")["result"]
    assert ("2025-02-01", "2025-02-11") == (found["issued_on"], found["last_day"])
    assert {"rd_expense_yuan/2024", "grade/2025", "capacity/2025-01"} <= {one["figure"] for one in found["figures"]}
    refused = answer("appeal", "figures", decision_of(book), "LH-S04", "--book", str(book), "--as", "he", code=1)
    assert "auth.not_found" == refused["error"]["code"]


@pytest.mark.parametrize(
    ("claim", "code", "exit_code"),
    [("grade/2025=B", "appeal.late", 1), ("rd_expense_yuan/2024=", "appeal.claim_form", 2)],
)
def test_too_late_is_told_with_the_last_day(book: Path, claim: str, code: str, exit_code: int) -> None:
    given = ("--ground", "figure", "--statement", "研发费用漏报一个月", "--claim", claim)
    document = answer(
        *("appeal", "file", decision_of(book), "--enterprise", "LH-S01", *given, "--book", str(book), "--as", "he"),
        code=exit_code,
    )
    assert code == document["error"]["code"]
    assert ("2025-02-11" in document["error"]["message"]) is (code == "appeal.late")


def test_heard_and_decided_by_a_third_person(book: Path, tmp_path: Path) -> None:
    acting = ("--book", str(book), "--as")
    name = f"{decision_of(book)}-LH-S04"
    assert [] == answer("appeal", "list", *acting, "he")["result"]["appeals"]
    (listed,) = answer("appeal", "list", *acting, "lin")["result"]["appeals"]
    assert (name, "filed", "bureau") == (listed["appeal"], listed["stage"], listed["mover"])
    assert "accepted" == answer("appeal", "accept", name, *acting, "lin")["result"]["stage"]
    today = dt.date.today().isoformat()  # noqa: DTZ011 - what the machine's clock says
    asked = ("--question", "请提供审计报告", "--by", "2099-01-01")
    assert "asked" == answer("appeal", "ask", name, *asked, *acting, "lin")["result"]["stage"]
    proof = tmp_path / "审计报告.pdf"
    proof.write_bytes(b"%PDF-1.4")
    added = ("--statement", "补交审计报告一份", "--evidence", str(proof))
    assert "accepted" == answer("appeal", "add", name, *added, *acting, "jiang")["result"]["stage"]
    answer("appeal", "hear", name, "--on", "2025-02-10", "--record", f"企业到场说明 {today}", *acting, "lin")
    outcome = ("--outcome", "upheld", "--reasons", "审计报告证实漏报", "--follows", "file_again")
    assert "flow.same_person" == answer("appeal", "decide", name, *outcome, *acting, "wang", code=1)["error"]["code"]
    assert "upheld" == answer("appeal", "decide", name, *outcome, *acting, "sun")["result"]["outcome"]
    path = tmp_path / "outcome.docx"
    assert str(path) == answer("appeal", "paper", name, "--out", str(path), *acting, "jiang")["result"]["path"]
    assert path.read_bytes().startswith(b"PK")
    whole = answer("appeal", "show", name, *acting, "jiang")["result"]
    assert ["filed", "accepted", "asked", "added", "heard", "decided"] == [one["deed"] for one in whole["acts"]]
    assert "effect" not in whole
    effect = answer("appeal", "show", name, *acting, "sun")["result"]["effect"]
    assert 0 == sum(one["claimed_t"] - one["issued_t"] for one in effect)
    done = run("appeal", "show", name, *acting, "sun", "--lang", "en")
    assert (0, "") == (done.return_value or 0, done.stderr)
    assert "Run again" in done.stdout
    told = run("appeal", "withdraw", name, "--reason", "核对以后没有异议", *acting, "jiang")
    assert "appeal.wrong_stage" in told.stderr
    assert (
        "appeal.not_carried_out_by"
        in run(*("appeal", "carry-out", name, "--decision", decision_of(book), *acting, "lin")).stderr
    )
