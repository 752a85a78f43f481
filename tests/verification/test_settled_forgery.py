"""Forged settlements: what was carried, charged, deducted, rolled over or passed on is changed, and verify names it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from forging import Values, leaves, nudged, opened, packed, replaced, resealed
from ledger_sample import AUDITOR
from settled_book import build_settled_book
from small_book import RULEBOOK_FILE
from zhibiao.procedures.export_decision import export_decision
from zhibiao.verification.verify import Difference, unpack, verify, verify_ledger

KINDS = ("recall", "carry", "payback", "debt_out", "debt_in", "surcharge", "transfer", "charge", "credit")
# Who acted and when is seen where it has to be somebody else or in order; the words of a reason nowhere.
UNSEEN = {"actor", "recorded_at", "reason"}
# What rests on a decision or a rulebook that is not in this export is seen where that one is verified.
OF_ANOTHER_DECISION = {
    *(("payback", "postings"), ("payback", "id"), ("payback", "basis")),
    *(("recall", "basis"), ("charge", "basis"), ("credit", "basis")),
}


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Values:
    """The decision of 2025, with all entries until the next year was begun."""
    book = build_settled_book(tmp_path_factory.mktemp("settled") / "book.sqlite")
    export = export_decision(
        book.store,
        city=book.city,
        decision_id=book.store.decisions()[0].id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={},
    )
    book.store.check()
    book.store.close()
    return opened(unpack(export))


def _entry(values: Values, kind: str, firm: str = "") -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in values["entries.jsonl"] if one["kind"] == kind and one["id"].endswith(firm)
    )
    return found


def _move(entry: dict[str, Any], more: int) -> None:
    """Both sides of an entry by some tonnes more."""
    for posting in entry["postings"]:
        posting[1] += more if posting[1] > 0 else -more


def _without(values: Values, entry: dict[str, Any]) -> None:
    values["entries.jsonl"].remove(entry)
    for seq, one in enumerate(values["entries.jsonl"], 1):
        one["seq"] = seq


def _found(values: Values) -> list[Difference]:
    return list(verify(resealed(values)).differences)


def test_the_settled_year_holds(settled: Values) -> None:
    report = verify(resealed(settled))
    assert [] == list(report.differences)
    # Five surcharges, a carry, seventeen charges and credits of months, five credits of the year, one transfer, of
    # which group and reason are asked.
    kinds = [entry["kind"] for entry in settled["entries.jsonl"]]
    asked = ("carry", "charge", "credit", "surcharge", "transfer", "transfer")
    assert sum(map(kinds.count, asked)) == report.counts["settled"]
    assert {"charge", "credit", "surcharge", "carry", "transfer"} <= set(kinds)


def _less_surcharge(forged: Values) -> None:
    _move(_entry(forged, "surcharge", "TB-6"), -100_000)


def _no_surcharge(forged: Values) -> None:
    _without(forged, _entry(forged, "surcharge", "TB-2"))


def _surcharge_of_other_rules(forged: Values) -> None:
    _entry(forged, "surcharge", "TB-2")["basis"] = "a" * 64


def _surcharge_without_debt(forged: Values) -> None:
    entry = _entry(forged, "surcharge", "TB-2")
    entry["postings"][1][0] = "owed:TB-1"
    entry["id"] = "surcharge:steel:2026:TB-1"


def _less_debt_in(forged: Values) -> None:
    _move(_entry(forged, "debt_in", "TB-6"), -50_000)


def _no_debt_in(forged: Values) -> None:
    _without(forged, _entry(forged, "debt_in", "TB-2"))


def _debt_of_another(forged: Values) -> None:
    entry = _entry(forged, "debt_in", "TB-2")
    entry["postings"][1][0] = "owed:TB-3"


def _more_carried(forged: Values) -> None:
    _move(_entry(forged, "carry"), 1)


def _less_carried(forged: Values) -> None:
    _move(_entry(forged, "carry"), -1)


def _carried_by_another(forged: Values) -> None:
    entry = _entry(forged, "carry")
    entry["postings"][1][0] = "available:TB-2"
    entry["id"] = "carry:steel:2026:TB-2"


def _carried_twice(forged: Values) -> None:
    entry = copy.deepcopy(_entry(forged, "carry"))
    entry["id"] += "b"
    entry["seq"] = len(forged["entries.jsonl"]) + 1
    forged["entries.jsonl"].append(entry)


def _less_charged(forged: Values) -> None:
    _move(_entry(forged, "charge", "2025-07:TB-6"), -1)
    _move(_entry(forged, "charge", "2025-08:TB-6"), 1)


def _charge_kept_at_the_end(forged: Values) -> None:
    _move(_entry(forged, "credit", "TB-4"), -1)


def _confirmed_by_who_proposed(forged: Values) -> None:
    _entry(forged, "transfer")["actor"] = "wang"


def _proposed_by_nobody(forged: Values) -> None:
    _entry(forged, "transfer")["basis"] = "a" * 64


def _to_another_group(forged: Values) -> None:
    by_id = {one["enterprise"]: one for one in forged["register.json"]}
    by_id["TB-5"]["group"] = "other"


def _for_another_reason(forged: Values) -> None:
    """Inside a group as the register says, entered as if the rulebook had let it pass."""
    _entry(forged, "transfer")["reason"] = "transfer.between_enterprises §10"


def _by_another_clause(forged: Values) -> None:
    """To another group, which the rulebook lets it pass to, by its clause 10; the entry cites clause 8."""
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["transfers"] = {"between_groups": True, "clause": "10"}
    _rehash(forged)
    _to_another_group(forged)
    _entry(forged, "transfer")["reason"] = "transfer.between_enterprises §8"


def _to_nobody(forged: Values) -> None:
    _entry(forged, "transfer")["postings"][1][0] = "available:"


def _year_not_closed(forged: Values) -> None:
    _without(forged, next(one for one in forged["entries.jsonl"] if one["id"] == "close:steel:2025"))


def _paid_back_twice(forged: Values) -> None:
    entry = copy.deepcopy(_entry(forged, "payback", "TB-2"))
    entry |= {"id": "payback:again", "seq": len(forged["entries.jsonl"]) + 1}
    entry["postings"] = [["owed:TB-2", -70_000], ["overrun", 70_000]]
    forged["entries.jsonl"].append(entry)


def _paid_with_nothing(forged: Values) -> None:
    entry = _entry(forged, "payback", "TB-2")
    entry["basis"] = "deduct:steel:2026:TB-2"
    entry["id"] = "payback:steel:2026:TB-2"


def _deducted_for_nothing(forged: Values) -> None:
    entry = copy.deepcopy(_entry(forged, "carry"))
    entry |= {"kind": "deduct", "id": "deduct:steel:2026:TB-1", "seq": len(forged["entries.jsonl"]) + 1}
    entry["postings"] = [["available:TB-1", -5], ["pool", 5]]
    forged["entries.jsonl"].append(entry)


def _cheaper_slices(forged: Values) -> None:
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["deduction"]["slices"][-1]["factor"] = "1.9"
    _rehash(forged)


def _slices_out_of_order(forged: Values) -> None:
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["deduction"]["slices"][1]["up_to"] = "0.05"
    _rehash(forged)


def _less_may_be_carried(forged: Values) -> None:
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["parameters"]["carry_share"]["values"]["2025-01-01"] = "0.01"
    _rehash(forged)


def _rehash(forged: Values) -> None:
    """A forger who also lets every entry cite the rulebook he has changed."""
    old = forged["decision.json"]["rulebook_sha256"]
    new = json.loads(resealed(forged)["decision.json"])["rulebook_sha256"]
    for entry in forged["entries.jsonl"]:
        entry["basis"] = new if entry["basis"] == old else entry["basis"]


@pytest.mark.parametrize(
    ("forge", "code", "where"),
    [
        (_less_surcharge, "verify.settled", "surcharge 2026 TB-6"),
        (_no_surcharge, "verify.settled", "surcharge 2026 TB-2"),
        (_surcharge_of_other_rules, "verify.entry", "].basis"),
        (_surcharge_without_debt, "verify.entry", "].basis"),
        (_less_debt_in, "verify.entry", "].basis"),
        (_no_debt_in, "verify.entry", "] cited"),
        (_debt_of_another, "verify.entry", "].basis"),
        (_more_carried, "verify.entry", "].basis"),
        (_less_carried, "verify.settled", "] TB-1"),
        (_carried_by_another, "verify.entry", "].basis"),
        (_carried_twice, "verify.entry", "].id"),
        (_less_charged, "verify.settled", "] TB-6"),
        (_charge_kept_at_the_end, "verify.settled", "] TB-4"),
        (_confirmed_by_who_proposed, "verify.entry", "].actor"),
        (_proposed_by_nobody, "verify.entry", "].basis"),
        (_to_another_group, "verify.settled", "] group"),
        (_for_another_reason, "verify.settled", "].reason"),
        (_by_another_clause, "verify.settled", "].reason"),
        (_to_nobody, "verify.entry", "].postings"),
        (_year_not_closed, "verify.entry", "].month"),
        (_paid_back_twice, "verify.balance", "] < 0"),
        (_paid_with_nothing, "verify.entry", "].basis"),
        (_deducted_for_nothing, "verify.entry", "] cited"),
        (_cheaper_slices, "verify.settled", "] TB-6"),
        (_slices_out_of_order, "verify.rule", "deduction.up_to"),
        (_less_may_be_carried, "verify.settled", "] TB-1"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_a_forged_settlement_is_named(settled: Values, forge: Callable[[Values], None], code: str, where: str) -> None:
    forged = copy.deepcopy(settled)
    forge(forged)
    found = _found(forged)
    assert (code, True) in {(one.code, where in one.where) for one in found}, found[:3]


def test_quota_passes_between_groups_by_the_clause_that_lets_it(settled: Values) -> None:
    forged = copy.deepcopy(settled)
    _by_another_clause(forged)
    _entry(forged, "transfer")["reason"] = "transfer.between_enterprises §10"
    assert [] == _found(forged)


@pytest.mark.parametrize("kind", KINDS)
def test_every_leaf_of_a_settling_entry(settled: Values, kind: str) -> None:
    place = settled["entries.jsonl"].index(_entry(settled, kind))
    unseen = set()
    for path, leaf in leaves(settled["entries.jsonl"][place]):
        if path[0] in ("hash", "previous"):
            continue  # made to fit by the forger
        if not _found(replaced(settled, "entries.jsonl", (place, *path), nudged(leaf))):
            unseen.add(str(path[0]))
    other = {field for of, field in OF_ANOTHER_DECISION if of == kind}
    assert set() == unseen - UNSEEN - other


def test_the_ledger_alone_shows_what_needs_no_rulebook(settled: Values) -> None:
    """Without the decision, by the chain of entries only: both years against each other, and who confirmed."""
    forged = copy.deepcopy(settled)
    _less_debt_in(forged)
    assert "verify.entry" == verify_ledger(packed(opened(resealed(forged)))).differences[0].code
