"""What a rulebook says of tolerances of checks: its plain form, the hash of those that say nothing, and its review."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from allocation_sample import make_rulebook
from zhibiao.monthly.standing import Tolerances
from zhibiao.monthly.tolerances import tolerances_of
from zhibiao.policy.plain import rulebook_hash, rulebook_of, rulebook_plain
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import CheckTolerance, Rulebook
from zhibiao.policy.tolerances import KNOWN_TOLERANCES


def _with(clause: str = "1", **values: str) -> Rulebook:
    told = {name: CheckTolerance(value=Decimal(value), clause=clause) for name, value in values.items()}
    return replace(make_rulebook(), checks=told)


def test_a_rulebook_without_the_part_keeps_its_hash_and_every_default() -> None:
    assert "checks" not in rulebook_plain(make_rulebook())
    assert Tolerances() == tolerances_of(make_rulebook())


def test_what_it_sets_is_hashed_read_back_and_used() -> None:
    rulebook = _with(parts_share="0.01", slip_window="0.15", history_months="36")
    assert rulebook_hash(make_rulebook()) != rulebook_hash(rulebook)
    assert rulebook.checks == rulebook_of(rulebook_plain(rulebook)).checks
    assert {"value": "0.01", "clause": "1"} == rulebook_plain(rulebook)["checks"]["parts_share"]
    set_ = tolerances_of(rulebook)
    assert (Decimal("0.01"), 0.15, 36) == (set_.parts_share, set_.slip_window, set_.history_months)
    assert (Decimal, float, int) == (type(set_.parts_share), type(set_.slip_window), type(set_.history_months))
    assert Tolerances().capacity_factor == set_.capacity_factor


def test_every_tolerance_of_the_checks_may_be_set_and_its_default_lies_in_range() -> None:
    assert {field.name for field in fields(Tolerances)} == set(KNOWN_TOLERANCES)
    for name, (least, most) in KNOWN_TOLERANCES.items():
        assert Decimal(least) <= Decimal(str(getattr(Tolerances(), name))) <= Decimal(most), name


@pytest.mark.parametrize(
    ("rulebook", "code", "field"),
    [
        (_with(part_share="0.01"), "rulebook.tolerance_unknown", "checks.part_share"),
        (_with(parts_share="0.9"), "rulebook.value_out_of_range", "checks.parts_share.value"),
        (_with(history_months="6.5"), "rulebook.value_out_of_range", "checks.history_months.value"),
        (_with(charge_low="1.2", charge_high="1.1"), "rulebook.tolerances_crossed", "checks.charge_low"),
        (_with("99", parts_share="0.01"), "rulebook.clause_unknown", "checks.parts_share.clause"),
    ],
)
def test_what_is_wrong_with_it_is_named(rulebook: Rulebook, code: str, field: str) -> None:
    assert [(code, field)] == [(one.code, one.place.field) for one in review(rulebook)]


def test_what_may_be_used_passes() -> None:
    assert () == review(_with(parts_share="0.01", charge_low="1.0", charge_high="1.2"))
