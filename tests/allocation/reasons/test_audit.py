"""What a misstatement would have earned: a ranking by hand, both directions, and who says nothing about it."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import zhibiao
from allocation_sample import decided, make_claimant, make_rule, make_rulebook
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.reasons.audit import Gain, Misstatement, audit_ranking
from zhibiao.policy.rulebook import Direction
from zhibiao.readers.access_csv import read_rights
from zhibiao.terms.access import Reach

WIDE = {"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"}
RULEBOOK = make_rulebook(WIDE, indicators=(make_rule(reference=Decimal(1)),))
SOURCE = Path(zhibiao.__file__).parent


def firm(name: str, *, base_t: int = 1000, value: int = 1000, output: int = 1000) -> Claimant:
    return make_claimant(name, base_t, {"value": (value, output)})


def misstated(field: str, by: str, claimant: Claimant) -> Misstatement:
    return Misstatement(field=field, year=2024, reported=Decimal(1000), by=Decimal(by), claimant=claimant)


def test_a_ranking_by_hand() -> None:
    """Two firms of 1000 t, value 1000 each against a fixed 1, 2000 t to be split.

    A's value 1 % up: 2000 * 1.01 / 2.01 = 1004.98, five tonnes; 5 % up: 2000 * 1.05 / 2.05 = 1024.39, twenty-four.
    B's base alone: the same claims, the same tonnes; A comes before B.
    B's output in base and denominator: 1010 t at 1000/1010 claims 1000 t again, and so does 990 t: nothing.
    """
    decision = decided([firm("A"), firm("B")], RULEBOOK)
    found = audit_ranking(
        decision,
        [
            misstated("output", "0.01", firm("B", base_t=1010, output=1010)),
            misstated("output", "-0.01", firm("B", base_t=990, output=990)),
            misstated("base", "0.05", firm("B", base_t=1050)),
            misstated("base", "0.01", firm("B", base_t=1010)),
            misstated("value", "-0.01", firm("A", value=990)),
            misstated("value", "0.01", firm("A", value=1010)),
            misstated("value", "0.05", firm("A", value=1050)),
            misstated("output", "0.05", firm("B", base_t=1050, output=1050)),
        ],
    )
    assert [("A", "value"), ("B", "base"), ("B", "output")] == [(row.enterprise, row.field) for row in found]
    one, five, nothing = Decimal("0.01"), Decimal("0.05"), Decimal(0)
    earned = (Gain(size=one, by=one, tonnes=5), Gain(size=five, by=five, tonnes=24))
    assert [earned, earned] == [row.gains for row in found[:2]]
    assert (Gain(size=one, by=nothing, tonnes=0), Gain(size=five, by=nothing, tonnes=0)) == found[2].gains
    assert {1000} == {row.quota_t for row in found}


def test_of_both_directions_the_one_that_earns_counts() -> None:
    """A cost understated by 1 %: a score of 1/0.99, 2000 * 1.010101 / 2.010101 = 1005.03 t."""
    rule = make_rule(reference=Decimal(1), direction=Direction.COST)
    decision = decided([firm("A"), firm("B")], make_rulebook(WIDE, indicators=(rule,)))
    up, down = misstated("energy", "0.01", firm("A", value=1010)), misstated("energy", "-0.01", firm("A", value=990))
    for order in ([up, down], [down, up]):
        (found,) = audit_ranking(decision, order)
        assert (Gain(size=Decimal("0.01"), by=Decimal("-0.01"), tonnes=5),) == found.gains


def test_a_misstatement_that_leaves_no_decision_earns_nothing() -> None:
    """Bounds of no width: with a base of 1010 t the floors sum to more than there is."""
    rulebook = make_rulebook({**WIDE, "floor_delta": "0"}, indicators=(make_rule(reference=Decimal(1)),))
    decision = decided([firm("A"), firm("B")], rulebook)
    (found,) = audit_ranking(decision, [misstated("base", "0.01", firm("A", base_t=1010))])
    assert (Gain(size=Decimal("0.01"), by=Decimal(0), tonnes=0),) == found.gains


def test_the_decision_covers_the_enterprise() -> None:
    with pytest.raises(KeyError, match="Z"):
        audit_ranking(decided([firm("A"), firm("B")], RULEBOOK), [misstated("value", "0.01", firm("Z"))])


def test_only_the_bureau_s_own_table_knows_of_it() -> None:
    """Notices, own views, bulletins and exports cannot print what they cannot reach."""
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "zhibiao.allocation.reasons.audit import" in path.read_text(encoding="utf-8")
    }
    pages = {"web/pages/audit/audit.py", "web/charts/audit.py"}
    assert {"procedures/audit_ranking.py", "assemble/audit_ranking.py", "writers/audit_table.py", *pages} == users
    # Its pages are the bureau's and the auditor's.
    rights = read_rights(SOURCE / "data" / "access")
    opened = {right.path: right.reach for right in rights.values() if "audit" in right.path}
    assert "/audit" in opened
    assert {Reach.NONE} == {reach[who] for reach in opened.values() for who in ("public", "officer", "planner")}


def test_texts_never_accuse() -> None:
    accusing = ("造假", "虚报", "瞒报", "作弊", "欺", "fraud", "cheat", "liar", "guilty", "suspect")
    rows = [
        ",".join(row).lower()
        for path in (SOURCE / "data").glob("*/recourse.csv")
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines())
    ]
    assert any("audit" in row for row in rows)
    assert [] == [row for row in rows for word in accusing if word in row]


def test_the_inputs_of_the_others_stay() -> None:
    """Moving one firm's figure twice is no different from moving it once: each is decided from the decision."""
    decision = decided([firm("A"), firm("B")], RULEBOOK)
    once = misstated("value", "0.01", firm("A", value=1010))
    assert audit_ranking(decision, [once]) == audit_ranking(decision, [once, replace(once)])
