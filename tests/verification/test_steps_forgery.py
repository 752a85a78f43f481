"""Signatures against the steps in the chain, and decisions of version 1 with entries of version 2 on top."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from forging import Values, opened, resealed
from hand_made_chain import entry
from hand_made_export import four_firms
from ledger_sample import AUDITOR
from small_book import RULEBOOK_FILE, build_small_book
from zhibiao.procedures.export_decision import export_decision
from zhibiao.verification.verify import unpack, verify


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Values:
    """The second decision of the small book: proposed, approved and issued by entries of version 2."""
    book = build_small_book(tmp_path_factory.mktemp("steps") / "book.sqlite")
    export = export_decision(
        book.store,
        city=book.city,
        decision_id=book.store.decisions()[1].id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={},
    )
    book.store.close()
    return opened(unpack(export))


def _found(values: Values) -> set[tuple[str, str]]:
    return {(one.code, one.where) for one in verify(resealed(values)).differences}


def _signature(values: Values, act: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in values["signatures.json"]["signatures"] if one["act"] == act)
    return found


def _step(values: Values, kind: str) -> dict[str, Any]:
    own = values["manifest.json"]["decision_sha256"]
    found: dict[str, Any] = next(one for one in values["entries.jsonl"] if one["kind"] == kind and one["basis"] == own)
    return found


def _another_approver(forged: Values) -> None:
    _signature(forged, "approve")["person"] = "zhou"


def _another_instant(forged: Values) -> None:
    item = _signature(forged, "approve")
    item["at"] = _signature(forged, "draft")["at"]


def _another_issuer_in_the_chain(forged: Values) -> None:
    _step(forged, "issue")["actor"] = "zhou"


def _signed_twice(forged: Values) -> None:
    signatures = forged["signatures.json"]["signatures"]
    signatures.insert(1, copy.deepcopy(signatures[1]))


def _not_signed(forged: Values) -> None:
    del forged["signatures.json"]["signatures"][1]


def _drafted_on_an_older_head(forged: Values) -> None:
    forged["decision.json"]["ledger_head"] = "0" * 64


def _state_of_another_day(forged: Values) -> None:
    forged["signatures.json"]["state"] = "approved"


def _step_of_another_name(forged: Values) -> None:
    _step(forged, "approve")["id"] += "x"


@pytest.mark.parametrize(
    ("forge", "code", "where"),
    [
        (_another_approver, "verify.signature", "approve.person"),
        (_another_instant, "verify.signature", "approve.at"),
        (_another_issuer_in_the_chain, "verify.signature", "issue.person"),
        (_signed_twice, "verify.signature", "signatures"),
        (_not_signed, "verify.signature", "signatures"),
        (_drafted_on_an_older_head, "verify.head", "ledger_head"),
        (_state_of_another_day, "verify.signature", "state"),
        (_step_of_another_name, "verify.issued", "].id"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_a_signature_is_its_step(later: Values, forge: Callable[[Values], None], code: str, where: str) -> None:
    assert set() == _found(later)
    forged = copy.deepcopy(later)
    forge(forged)
    found = _found(forged)
    assert any((code, True) == (one, where in place) for one, place in found), found


def _with_later_entry(recorded_at: str) -> Values:
    """The decision worked out by hand, of version 1, and one entry of version 2 after it."""
    values = opened(four_firms())
    close = entry("close", "close:steel:2025-01", month="2025-01", seq=6, recorded_at=recorded_at) | {"hash": "0" * 64}
    values["entries.jsonl"].append(close)
    return values


def test_a_decision_of_version_1_holds_with_entries_of_version_2_on_top() -> None:
    values = _with_later_entry("2025-02-03T03:00:00Z")
    assert {1, 2} == {one["version"] for one in values["entries.jsonl"]}
    assert set() == _found(values)


def test_what_was_signed_since_version_2_needs_its_step() -> None:
    assert ("verify.signature", "approve.at") in _found(_with_later_entry("2025-01-11T09:00:00Z"))
