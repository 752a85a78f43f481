"""Forged ends of carried quota: what expired, when, and of what, is changed, all hashes fit, and verify names it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from forging import Values, chained, opened, resealed
from hand_made_chain import entry, move, step, two_years
from ledger_sample import AUDITOR
from settled_book import build_settled_book
from small_book import RULEBOOK_FILE
from zhibiao.procedures.export_decision import export_decision
from zhibiao.verification.verify import Audit, Difference, check_beside, unpack, verify

FIRM = "TB-1"
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Values:
    """The decision of 2025, whose rulebook carries until March; in 2026 a month was closed, then two together."""
    book = build_settled_book(tmp_path_factory.mktemp("carried") / "book.sqlite", carry_until=3)
    export = export_decision(
        book.store,
        city=book.city,
        decision_id=book.store.decisions()[0].id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={},
    )
    book.store.close()
    values = opened(unpack(export))
    _add(values, *_spring(_tonnes(values)))
    return values


def _tonnes(values: Values) -> int:
    tonnes: int = _named(values, f"carry:steel:2026:{FIRM}")["postings"][1][1]
    return tonnes


def _named(values: Values, id_: str) -> Entry:
    found: Entry = next(one for one in values["entries.jsonl"] if one["id"] == id_)
    return found


def _spring(tonnes: int) -> list[Entry]:
    """January closed with 30 used; March, and February with it, with 50 more used, and the rest gone back."""
    early, late = {"recorded_at": "2026-02-10T02:00:00Z"}, {"recorded_at": "2026-04-10T02:00:00Z"}
    own = {"plan_year": 2026}
    left = tonnes - 80
    return [
        entry("use", "use:26-01", move(f"available:{FIRM}", f"used:{FIRM}", 30), month="2026-01", **own, **early),
        entry("close", "close:steel:2026-01", month="2026-01", **own, **early),
        entry("close", "close:steel:2026-02", month="2026-02", **own, **late),
        entry("use", "use:26-03", move(f"available:{FIRM}", f"used:{FIRM}", 50), month="2026-03", **own, **late),
        entry(
            "expire",
            f"expire:steel:2026:{FIRM}",
            move(f"available:{FIRM}", "pool", left),
            **{"month": "2026-03", "basis": f"carry:steel:2026:{FIRM}", "reason": "expire.carried §10", **own, **late},
        ),
        entry("close", "close:steel:2026-03", month="2026-03", **own, **late),
    ]


def _add(values: Values, *entries: Entry, before: str = "") -> None:
    """Entries put in at the end, or before another one; all are numbered anew."""
    chain = values["entries.jsonl"]
    place = chain.index(_named(values, before)) if before else len(chain)
    chain[place:place] = copy.deepcopy(list(entries))
    for seq, one in enumerate(chain, 1):
        one["seq"] = seq
    values["entries.jsonl"] = chained(chain)


def _found(values: Values) -> list[Difference]:
    return list(verify(resealed(values)).differences)


def test_what_was_not_used_in_time_went_back(carried: Values) -> None:
    clause = carried["decision.json"]["rulebook"]["settlement"]["clause"]
    assert "10" == clause
    assert [] == _found(carried)


EXPIRE = f"expire:steel:2026:{FIRM}"


def _resized(values: Values, more: int) -> None:
    for posting in _named(values, EXPIRE)["postings"]:
        posting[1] += more if posting[1] > 0 else -more


def _moved(values: Values, id_: str, before: str) -> None:
    chain = values["entries.jsonl"]
    taken = _named(values, id_)
    chain.remove(taken)
    _add(values, taken, before=before)


def _dropped(values: Values, id_: str) -> None:
    values["entries.jsonl"].remove(_named(values, id_))
    _add(values)


def _less_gone(values: Values) -> None:
    _resized(values, -1)


def _nothing_gone(values: Values) -> None:
    _dropped(values, EXPIRE)


def _gone_too_early(values: Values) -> None:
    _moved(values, EXPIRE, "close:steel:2026-01")
    _named(values, EXPIRE).update({"month": "2026-01", "recorded_at": "2026-02-10T02:00:00Z"})


def _gone_too_late(values: Values) -> None:
    """Left out in March, and made up for in April."""
    _dropped(values, EXPIRE)
    later = {"plan_year": 2026, "month": "2026-04", "recorded_at": "2026-05-10T02:00:00Z"}
    left = _tonnes(values) - 80
    gone = move(f"available:{FIRM}", "pool", left)
    of = {"basis": f"carry:steel:2026:{FIRM}", "reason": "expire.carried §10"}
    _add(values, entry("expire", EXPIRE, gone, **of, **later), entry("close", "close:steel:2026-04", **later))


def _gone_on_no_day_of_a_close(values: Values) -> None:
    _named(values, EXPIRE)["recorded_at"] = "2026-04-09T02:00:00Z"


def _by_another_clause(values: Values) -> None:
    _named(values, EXPIRE)["reason"] = "expire.carried §9"


def _though_no_month_is_set(values: Values) -> None:
    for rulebook in (values["rulebook.json"], values["decision.json"]["rulebook"]):
        del rulebook["parameters"]["carry_until"]
    _cited_again(values)


def _though_the_month_is_a_later_one(values: Values) -> None:
    for rulebook in (values["rulebook.json"], values["decision.json"]["rulebook"]):
        values_of = rulebook["parameters"]["carry_until"]["values"]
        values_of.update(dict.fromkeys(values_of, "4"))
    _cited_again(values)


def _cited_again(values: Values) -> None:
    """Every entry cites the rulebook as it is now."""
    old = values["decision.json"]["rulebook_sha256"]
    new = opened(resealed(values))["decision.json"]["rulebook_sha256"]
    for one in values["entries.jsonl"]:
        one["basis"] = new if one["basis"] == old else one["basis"]


def _pledged(values: Values) -> None:
    """Forty tonnes are pledged to a transfer that stands, so that they stay."""
    own = {"plan_year": 2026, "recorded_at": "2026-04-01T02:00:00Z"}
    _add(values, step("propose", "t1", move("pledges", f"pledged:{FIRM}", 40), **own), before="close:steel:2026-02")
    _resized(values, -40)


def _less_than_was_free(values: Values) -> None:
    _pledged(values)
    _resized(values, -1)


@pytest.mark.parametrize(
    ("forge", "where"),
    [
        (_less_gone, f"] {FIRM}"),
        (_nothing_gone, f"] expire {FIRM}"),
        (_gone_too_early, f"] {FIRM}"),
        (_gone_too_late, f"] expire {FIRM}"),
        (_gone_on_no_day_of_a_close, f"] {FIRM}"),
        (_by_another_clause, "].reason"),
        (_though_no_month_is_set, f"] {FIRM}"),
        (_though_the_month_is_a_later_one, f"] {FIRM}"),
        (_less_than_was_free, f"] {FIRM}"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_a_forged_expiry_is_named(carried: Values, forge: Callable[[Values], None], where: str) -> None:
    forged = copy.deepcopy(carried)
    forge(forged)
    found = _found(forged)
    assert {"verify.settled"} == {one.code for one in found}, found[:3]
    assert any(where in one.where for one in found), found[:3]


def test_what_is_pledged_stays(carried: Values) -> None:
    forged = copy.deepcopy(carried)
    _pledged(forged)
    assert [] == _found(forged)


def test_used_up_means_that_nothing_goes_back(carried: Values) -> None:
    forged = copy.deepcopy(carried)
    _dropped(forged, EXPIRE)
    used = _named(forged, "use:26-03")
    used["postings"] = move(f"available:{FIRM}", f"used:{FIRM}", _tonnes(forged) - 30)
    assert [] == _found(forged)


@pytest.mark.parametrize(
    ("value", "is_month"), [("1", True), ("12", True), ("0", False), ("13", False), ("2.5", False)]
)
def test_the_month_is_one_of_twelve(carried: Values, value: str, is_month: bool) -> None:
    forged = copy.deepcopy(carried)
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        values_of = rulebook["parameters"]["carry_until"]["values"]
        values_of.update(dict.fromkeys(values_of, value))
    _cited_again(forged)
    named = [one for one in _found(forged) if one.code == "verify.rule"]
    assert is_month == (not named)


def test_a_month_is_named_only_where_tonnes_are_carried(carried: Values) -> None:
    forged = copy.deepcopy(carried)
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["settlement"]["rule"] = "recall_and_deduct"
    _cited_again(forged)
    assert ("verify.rule", "parameters.carry_until") in {(one.code, one.where) for one in _found(forged)}


# Of a chain written by hand, in which 40 t were carried for A and 10 of them expired.


def _beside(carried_t: int, drafted_after: str) -> list[Difference]:
    """What a decision drafted after that entry, and issued at the end, may say that it carries for A."""
    chain = two_years()
    head = next(one["hash"] for one in chain if one["id"] == drafted_after)
    claimants = [
        {"enterprise": "A", "carried_t": carried_t, "transferred_t": -30},
        {"enterprise": "B", "owed_t": 36, "deducted_t": 6, "transferred_t": 30},
    ]
    decision = {"sector": "steel", "plan_year": 2025, "ledger_head": head, "claimants": claimants}
    audit = Audit()
    page = audit.page("issued", "verify.issued", "entries.jsonl")
    check_beside(page, {"decision.json": decision, "entries.jsonl": chain}, len(chain))
    return audit.differences


def test_what_expired_before_the_drafting_is_no_longer_carried() -> None:
    assert [] == _beside(30, "expire:steel:2025:A")
    assert [] == _beside(40, "credit:steel:2025-02:B")
    for carried_t, after in ((40, "expire:steel:2025:A"), (30, "credit:steel:2025-02:B"), (29, "expire:steel:2025:A")):
        assert ["claimants[A].carried_t"] == [one.where for one in _beside(carried_t, after)]
