"""docs/ledger.md says what the code does: every kind with its accounts, every code in its order."""

import hashlib
import json
import re
from pathlib import Path

from zhibiao.ledger.accounts import FLOWS, OF_CITY, OF_ENTERPRISE
from zhibiao.ledger.chain import entry_of
from zhibiao.ledger.entry import OF_CAPACITY, EntryKind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
SRC = ROOT / "src" / "zhibiao"


def _rows(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_accounts() -> None:
    named = {name for row in _rows("Accounts") for name in re.findall(r"[a-z]+(?=[:`,]|$)", row[0])}
    assert OF_CITY | OF_ENTERPRISE == named


def test_the_vector_is_right() -> None:
    body, sha256 = PAGE.split("```\n")[1].splitlines()
    assert sha256 == hashlib.sha256(body.encode()).hexdigest() == entry_of(json.loads(body)).hash


def test_kinds_and_their_accounts() -> None:
    rows = {row[0]: row for row in _rows("Entries by kind")}
    assert {kind.value for kind in EntryKind if kind not in OF_CAPACITY} == set(rows)
    for kind, flow in FLOWS.items():
        assert [flow.source, flow.target, "yes" if flow.is_two_way else "no"] == rows[kind][1:4]


def test_every_refusal_has_its_place() -> None:
    listed = [row[1] for row in _rows("Refusals, in order of precedence")[1:]]
    assert len(listed) == len(set(listed))
    raised = {
        code
        for path in (SRC / "ledger").glob("*.py")
        if path.name != "grant.py"  # what an act refuses before there is an entry
        for code in re.findall(r'(?:ActRefused|Conflict)\(\s*"((?:ledger|entry)\.\w+)"', path.read_text("utf-8"))
    }
    assert raised == set(listed)


def test_every_code_of_the_acts_is_named() -> None:
    raised = {
        code
        for name in (
            "approve",
            "issue",
            "close",
            "new_book",
            "rights",
            "roll_over",
            "transfer",
            "transfer_rules",
            "withdraw",
        )
        for code in re.findall(
            r'"((?:approve|auth|flow|issue|close|book|ledger|roll_over|transfer|withdraw)\.\w+)"',
            (SRC / "procedures" / f"{name}.py").read_text(encoding="utf-8"),
        )
    }
    labels = (SRC / "data" / "labels").glob("*.csv")
    reasons = {
        code for path in labels for code in re.findall(r"(?m)^ledger\.reason\.([\w.]+)", path.read_text("utf-8"))
    }
    raised -= reasons
    assert raised
    assert set() == {code for code in raised if f"`{code}`" not in PAGE}
