"""Forged papers behind the capacity accounts: the chain holds to the last hash, and only the files say otherwise."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from capacity_desk import Desk
from forging import canonical, chained, sha256
from hand_made_chain import lines, two_years
from zhibiao.assemble.audit import Yaml, verify_opened
from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.assemble.capacity import Capacity
from zhibiao.errors import BookBroken
from zhibiao.terms.enterprise import City
from zhibiao.verification.verify import Difference, verify_lines, verify_papers

Papers = dict[str, Any]
RULES = Yaml().swap_rules()


@pytest.fixture(scope="module")
def papers() -> Papers:
    """A swap announced, carried out and built, beside a furnace sealed, another restarted, and a plan withdrawn.

    Of the furnaces given up one was dismantled before, the other after.
    """
    desk = Desk()
    desk.open()
    desk.dismantle("BF3")
    desk.clock.tick(days=1)
    desk.confirm(desk.announce())
    desk.dismantle("BF1")
    desk.clock.tick(days=1)
    desk.confirm(desk.build())
    desk.seal("K1", sector="magnesia")
    desk.clock.tick(days=1)
    desk.withdraw(desk.restart("BF2"))
    desk.clock.tick(days=1)
    desk.confirm(desk.restart("BF2"))
    kept: dict[str, list[str]] = {}
    for file in desk.store.files():
        kept.setdefault(file.sha256, []).append(file.outcome)
    return {
        "entries": [{**entry.plain(), "hash": entry.hash} for entry in desk.store.entries()],
        "kept": kept,
        "plans": {one: json.loads(desk.store.file_content(one)) for one, of in kept.items() if "CAPACITY_PLAN" in of},
        "registers": {one: _rows(desk.register) for one, of in kept.items() if "CAPACITY_REGISTER" in of},
    }


def _rows(city: City) -> list[dict[str, Any]]:
    return [
        {
            **{"enterprise": enterprise.id, "sector": enterprise.sector, "id": one.id, "kind": one.kind},
            **{"counts_for": one.counts_for, "capacity_t": one.capacity_t, "since": str(one.since)},
            "until": str(one.until) if one.until else "",
        }
        for enterprise in city
        for one in enterprise.facilities
    ]


def _refiled(papers: Papers) -> Papers:
    """Plans under their new hashes, which entries and other plans cite; the chain hashed anew."""
    text = json.dumps(papers, ensure_ascii=False)
    for _ in papers["plans"]:
        for old, plan in json.loads(text)["plans"].items():
            new = sha256(canonical(plan))
            text = text.replace(old, new).replace(f"-{old[:8]}", f"-{new[:8]}")
    found: Papers = json.loads(text)
    return {**found, "entries": chained(found["entries"])}


def _found(papers: Papers, *, rules: Mapping[str, Any] | None = RULES) -> list[Difference]:
    plans = {one: canonical(plan) for one, plan in papers["plans"].items()}
    report = verify_papers(
        papers["entries"], kept=papers["kept"], plans=plans, registers=papers["registers"], swap_rules=rules
    )
    return list(report.differences)


def _plan(papers: Papers, act: str) -> dict[str, Any]:
    found: dict[str, Any] = next(plan for plan in papers["plans"].values() if plan["act"] == act)
    return found


def _entries(papers: Papers, kind: str) -> list[dict[str, Any]]:
    return [one for one in papers["entries"] if one["kind"] == kind]


def test_papers_and_entries_agree(papers: Papers) -> None:
    assert [] == _found(papers)
    assert papers == _refiled(papers)
    assert {"swap": 1, "build": 1, "restart": 2} == {
        act: [plan["act"] for plan in papers["plans"].values()].count(act) for act in ("swap", "build", "restart")
    }


def _built_smaller(papers: Papers) -> None:
    (entry,) = _entries(papers, "build")
    for posting, more in zip(entry["postings"], (0, -1, 1), strict=True):
        posting[1] += more


def _in_another_order(papers: Papers) -> None:
    one, other = _entries(papers, "swap_pledge")
    one["postings"], other["postings"] = other["postings"], one["postings"]


def _in_another_month(papers: Papers) -> None:
    _entries(papers, "restart")[0]["month"] = "2024-05"


def _a_move_left_out(papers: Papers) -> None:
    (entry,) = _entries(papers, "restart")
    papers["entries"].remove(entry)


def _one_for_one(papers: Papers) -> None:
    """Announced, pledged and built at one for one, in plans, accounts and entries alike."""
    text = json.dumps(papers).replace("/5-4/", "/1-1/").replace('"ratio": "5/4"', '"ratio": "1"')
    papers.update(json.loads(text))


def _in_a_key_region(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["region"] = "key"


def _after_a_merger(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["case"] = "merger"


def _by_a_draft(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["regime"] = "2025-draft"


def _on_another_day(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["day"] = "2024-06-10"


def _announced_when_suspended(papers: Papers) -> None:
    """Everything a year later; the chain knows no calendar of measures."""
    text = json.dumps(papers).replace("2024-06-11", "2025-06-11").replace("2024-06-12", "2025-06-12")
    papers.update(json.loads(text.replace("2024-06-13", "2025-06-13").replace("2024-06-14", "2025-06-14")))


def _announced_smaller(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["built"][0]["tonnes"] = 1500


def _announced_larger(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["built"][0]["tonnes"] = 1601


def _another_was_announced(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["built"][0]["facility"] = "BF10"


def _of_another_kind(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["built"][0]["kind"] = "converter"


def _retired_on_paper_only(papers: Papers) -> None:
    _plan(papers, "swap")["facts"]["retired"][0]["tonnes"] += 100


def _given_before_it_was_retired(papers: Papers) -> None:
    """What is dismantled already goes to the project at once; on paper another furnace is retired."""
    _plan(papers, "swap")["facts"]["retired"].pop()


def _announced_by_nothing(papers: Papers) -> None:
    _plan(papers, "build")["facts"]["announced"] = "0" * 64


def _put_forward_by_another(papers: Papers) -> None:
    _plan(papers, "swap")["person"] = "zhao"


def _put_forward_earlier(papers: Papers) -> None:
    _plan(papers, "build")["at"] = "2024-06-01T02:00:00Z"


def _never_put_forward(papers: Papers) -> None:
    plan = copy.deepcopy(_plan(papers, "restart"))
    plan["at"] = "2024-06-20T02:00:00Z"
    papers["plans"][sha256(canonical(plan))] = plan


def _no_letter(papers: Papers) -> None:
    papers["kept"] = {one: of for one, of in papers["kept"].items() if "CAPACITY_DOCUMENT" not in of}


def _a_plan_as_a_letter(papers: Papers) -> None:
    """A furnace sealed on a plan instead of a document is what an admission does; one dismantled so is nothing."""
    _entries(papers, "dismantle")[0]["basis"] = next(iter(papers["plans"]))


def _opened_larger(papers: Papers) -> None:
    """One that nobody touched since."""
    for posting in next(one for one in _entries(papers, "capacity_open") if ":C1:" in one["id"])["postings"]:
        posting[1] += 100 if posting[1] > 0 else -100


def _one_more_opened(papers: Papers) -> None:
    """A furnace beside those of the register, opened with them."""
    place = papers["entries"].index(next(one for one in _entries(papers, "capacity_open") if ":C1:" in one["id"]))
    more = json.loads(json.dumps(papers["entries"][place]).replace("C1", "C9"))
    papers["entries"].insert(place + 1, more)
    for seq, one in enumerate(papers["entries"], 1):
        one["seq"] = seq


def _opened_earlier(papers: Papers) -> None:
    next(one for one in _entries(papers, "capacity_open") if ":C1:" in one["id"])["month"] = "2009-01"


def _no_register(papers: Papers) -> None:
    papers["registers"] = {}


@pytest.mark.parametrize(
    ("forge", "where"),
    [
        (_built_smaller, "capacity-build-"),
        (_in_another_order, "capacity-swap-"),
        (_in_another_month, "capacity-restart-"),
        (_a_move_left_out, "moves"),
        (_one_for_one, "] rule "),
        (_in_a_key_region, "] rule "),
        (_after_a_merger, "] rule "),
        (_by_a_draft, "] rule "),
        (_on_another_day, "] day"),
        (_announced_when_suspended, "] rule "),
        (_announced_smaller, "] tonnes"),
        (_announced_larger, "] pig_iron_t"),
        (_another_was_announced, "] facility"),
        (_of_another_kind, "] furnace"),
        (_retired_on_paper_only, "] retired"),
        (_given_before_it_was_retired, "] given"),
        (_announced_by_nothing, "] announced"),
        (_put_forward_by_another, " propose"),
        (_put_forward_earlier, " propose"),
        (_never_put_forward, " propose"),
        (_no_letter, "].basis"),
        (_a_plan_as_a_letter, "].basis"),
        (_opened_larger, "]"),
        (_one_more_opened, "] steel"),
        (_opened_earlier, "]"),
        (_no_register, "]"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_forged_papers_are_named(papers: Papers, forge: Callable[[Papers], None], where: str) -> None:
    forged = copy.deepcopy(papers)
    forge(forged)
    forged = _refiled(forged)
    if forge is not _a_move_left_out:
        assert [] == list(verify_lines(lines(forged["entries"])).differences)
    found = _found(forged)
    assert {"verify.paper"} == {one.code for one in found}, found[:3]
    assert any(where in one.where for one in found), found[:3]


def test_without_rules_a_ratio_is_held_against_none(papers: Papers) -> None:
    forged = copy.deepcopy(papers)
    _one_for_one(forged)
    assert [] == _found(_refiled(forged), rules=None)
    assert _found(_refiled(forged), rules={})


def test_whoever_withdraws_by_hand_leaves_a_reason() -> None:
    chain = two_years()
    entry = next(one for one in chain if one["id"] == "withdraw:two")
    entry["reason"] = "withdraw.by_hand"
    for outcome, is_found in (("WITHDRAWAL_REASON", False), ("CAPACITY_DOCUMENT", True)):
        found = verify_papers(chain, kept={entry["basis"]: [outcome]}, plans={}).differences
        assert ([("verify.paper", f"[{entry['seq']}].basis")] if is_found else []) == [
            (one.code, one.where) for one in found
        ]
    assert verify_papers(chain, kept={}, plans={}).differences


@pytest.mark.parametrize("spoilt", [b"{", b"[]", b"{}", canonical({"act": "swap"})])
def test_a_plan_that_is_none_is_named(spoilt: bytes) -> None:
    found = verify_papers([], kept={}, plans={"0" * 64: spoilt}).differences
    assert ["CAPACITY_PLAN"] == [one.file for one in found]


def test_a_whole_book_is_held_against_its_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_book_from(tmp_path / "book", people=("lin:林:analyst", "wang:王:approver"))
    opened = open_book(tmp_path / "book")
    entries = Capacity(opened).open(sector="", person="lin").entries
    # What an entry cites, what it books, and how many there are in each sector.
    assert 2 * len(entries) + len({entry.draft.sector for entry in entries}) == verify_opened(opened).checked["paper"]
    plain = Yaml.register
    monkeypatch.setattr(Yaml, "register", lambda self, content: [*(plain(self, content) or ())][1:])
    with pytest.raises(BookBroken, match=r"verify\.paper"):
        verify_opened(opened)
    opened.store.close()


def test_what_is_no_register_is_told() -> None:
    assert Yaml().register(b"nothing of the kind") is None
