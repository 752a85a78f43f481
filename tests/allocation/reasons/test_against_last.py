"""Against the last decision: the change of a quota, part by part, to the tonne."""

from __future__ import annotations

from decimal import Decimal

from allocation_sample import decided, four, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.reasons.against_last import INDICATORS_BEFORE, against_last

LESS = make_rulebook({"cap_t": "2450"}, indicators=(make_rule(reference=Decimal(1)),))


def test_the_parts_of_the_change() -> None:
    """A of the worked example: 1540 t made of 1500 + 95 - 55; with 2450 t to be split its base share is 1470."""
    last, now = decided(four()), decided(four(), LESS)
    (change, *_) = against_last(now, last)
    before, after = ({part.code: part.tonnes for part in one.shares[0].parts} for one in (last, now))
    assert (1540, now.shares[0].quota_t, last.id) == (change.before_t, change.after_t, change.last_id)
    found = {part.code: part.tonnes for part in change.parts}
    assert -30 == found["base"]
    assert {code: after[code] - before[code] for code in after} == found


def test_every_change_is_the_sum_of_its_parts() -> None:
    """C meets its ceiling before and not after, D is gone, E is new: nothing is lost."""
    last = decided(four())
    firms = [*four()[:2], make_claimant("C", 300, {"value": "0.9"}), make_claimant("E", 200, {"value": "1"})]
    changes = {change.enterprise: change for change in against_last(decided(firms), last)}
    assert ["A", "B", "C", "E", "D"] == list(changes)
    assert all(change.change_t == sum(part.tonnes for part in change.parts) for change in changes.values())
    assert (180, None, -180) == (changes["D"].before_t, changes["D"].after_t, changes["D"].change_t)
    assert (None, changes["E"].after_t) == (changes["E"].before_t, changes["E"].change_t)
    assert 34 == {part.code: part.tonnes for part in changes["C"].parts}["bound.ceiling.base"]


def test_indicators_that_the_rules_no_longer_have_are_one_part() -> None:
    rules = tuple(make_rule(code, "0.5", reference=Decimal(1)) for code in ("old", "older"))
    claimants = [make_claimant(name, 1000, {"old": old, "older": "1"}) for name, old in (("A", "1.2"), ("B", "0.8"))]
    last = decided(
        claimants, make_rulebook({"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"}, indicators=rules)
    )
    now = decided([make_claimant(name, 1000) for name in "AB"], make_rulebook({"cap_t": "2000"}))
    (change, _) = against_last(now, last)
    given = sum(part.tonnes for part in last.shares[0].parts if part.code.startswith("indicator."))
    assert 100 == given
    assert -given == {part.code: part.tonnes for part in change.parts}[INDICATORS_BEFORE]
    assert change.change_t == sum(part.tonnes for part in change.parts) == -100


def test_the_same_decision_again_is_no_change() -> None:
    decision = decided(four())
    assert {0} == {part.tonnes for change in against_last(decision, decision) for part in change.parts}
