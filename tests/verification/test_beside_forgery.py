"""Forged tonnes beside the split: carried or paid back differently than booked, and verify says so."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forging import Values, opened, resealed
from zhibiao.assemble.book import open_book
from zhibiao.verification.verify import unpack, verify

pytestmark = pytest.mark.xdist_group("main_job")


@pytest.fixture(scope="module")
def carried(demo_book: Path) -> Values:
    """The magnesia decision of 2025, in which some carry tonnes and others pay back, with everything it rests on."""
    book = open_book(demo_book)
    issued = [one for one in book.store.decisions() if one.body["sector"] == "magnesia"]
    export = book.export(issued[-1].id, person="lin")
    book.store.close()
    return opened(unpack(export))


def _decision(values: Values) -> dict[str, Any]:
    found: dict[str, Any] = values["decision.json"]
    return found


def _of(values: Values, field: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first claimant that has any of it, and its share."""
    pairs = zip(_decision(values)["claimants"], _decision(values)["shares"], strict=True)
    return next((claimant, share) for claimant, share in pairs if claimant.get(field))


def test_what_was_carried_and_paid_back_holds(carried: Values) -> None:
    assert not verify(resealed(carried)).differences


def _carry_more(values: Values) -> None:
    _of(values, "carried_t")[0]["carried_t"] += 1


def _pay_less(values: Values) -> None:
    _of(values, "deducted_t")[0]["deducted_t"] -= 1


def _owe_less(values: Values) -> None:
    _of(values, "owed_t")[0]["owed_t"] -= 1


def _pay_nothing_consistently(values: Values) -> None:
    """Claimant, quota and part say that nothing was paid; the ledger and the split still know."""
    claimant, share = _of(values, "deducted_t")
    share["quota_t"] += claimant.pop("deducted_t")
    share["parts"] = [part for part in share["parts"] if part["code"] != "debt"]


def _call_it_a_transfer(values: Values) -> None:
    claimant, share = _of(values, "carried_t")
    claimant["transferred_t"] = claimant.pop("carried_t")
    next(part for part in share["parts"] if part["code"] == "carry")["code"] = "transfer"


def _hide_a_part(values: Values) -> None:
    share = _of(values, "carried_t")[1]
    share["parts"] = [part for part in share["parts"] if part["code"] != "carry"]


@pytest.mark.parametrize(
    ("forge", "field"),
    [
        (_carry_more, "carried_t"),
        (_pay_less, "deducted_t"),
        (_owe_less, "owed_t"),
        (_pay_nothing_consistently, "deducted_t"),
        (_call_it_a_transfer, "transferred_t"),
        (_hide_a_part, "parts"),
    ],
)
def test_a_forgery_is_named(carried: Values, forge: Callable[[Values], None], field: str) -> None:
    forged = copy.deepcopy(carried)
    forge(forged)
    assert any(field in difference.where for difference in verify(resealed(forged)).differences)
