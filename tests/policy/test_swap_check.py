"""Swaps by date, region and case, against the rules the program brings along; ratios as the sources have them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from zhibiao.assemble.capacity import swap_rules
from zhibiao.errors import ActRefused
from zhibiao.policy.swap_check import Ruling, Swap, SwapFurnace, rule_on_swap

RULES = swap_rules("steel")
BEFORE_SUSPENSION = dt.date(2024, 8, 22)
DRAFT = {"2025-draft": dt.date(2026, 1, 1)}


def some(*parts: str) -> tuple[SwapFurnace, ...]:
    """Written `facility@enterprise kind class tonnes`."""
    found = []
    for part in parts:
        named, kind, quantity, tonnes = part.split()
        facility, _, enterprise = named.partition("@")
        one = SwapFurnace(facility=facility, enterprise=enterprise, kind=kind, quantity=quantity, tonnes=int(tonnes))
        found.append(one)
    return tuple(found)


SWAP = Swap(
    sector="steel",
    day=BEFORE_SUSPENSION,
    region="other",
    case="ordinary",
    retired=some("BF1@A blast_furnace pig_iron_t 1500"),
    built=some("BF2@A blast_furnace pig_iron_t 1000"),
    has_case_document=True,
)


@pytest.mark.parametrize(
    ("day", "region", "case", "drafts", "expected"),
    [
        ("2021-06-01", "key", "ordinary", {}, "3/2"),
        ("2021-06-01", "other", "ordinary", {}, "5/4"),
        ("2021-06-01", "key", "merger", {}, "5/4"),
        ("2021-06-01", "other", "merger", {}, "11/10"),
        ("2024-08-22", "other", "plateau", {}, "1"),
        ("2026-01-01", "other", "ordinary", DRAFT, "3/2"),
        ("2026-01-01", "key", "merger", DRAFT, "5/4"),
        ("2026-01-01", "other", "special_melting", DRAFT, "1"),
        # A draft counts from the day its user says, and never before it was put out.
        ("2025-10-24", "other", "ordinary", {"2025-draft": dt.date(2020, 1, 1)}, "3/2"),
    ],
)
def test_the_ratio_of_the_day(day: str, region: str, case: str, drafts: dict[str, dt.date], expected: str) -> None:
    swap = replace(SWAP, day=dt.date.fromisoformat(day), region=region, case=case, drafts=drafts)
    ruling = rule_on_swap(RULES, swap)
    assert Fraction(expected) == ruling.ratio
    assert (bool(drafts), False) == (ruling.is_draft, ruling.is_suspended)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"day": dt.date(2021, 5, 31)}, "capacity.no_swap_rule"),
        ({"day": dt.date(2024, 8, 23)}, "capacity.swap_suspended"),
        ({"day": dt.date(2025, 12, 31), "drafts": DRAFT}, "capacity.swap_suspended"),
        ({"day": dt.date(2025, 10, 23), "drafts": {"2025-draft": dt.date(2020, 1, 1)}}, "capacity.swap_suspended"),
        ({"case": "special_melting"}, "capacity.case_unknown"),
        ({"case": "merger", "has_case_document": False}, "capacity.case_needs_document"),
        ({"case": "arc_furnace"}, "capacity.case_not_met"),
        ({"case": "same_furnace"}, "capacity.case_not_met"),
        ({"case": "converter_to_arc_furnace"}, "capacity.case_not_met"),
        ({"retired": some("C1@A converter crude_steel_t 9")}, "capacity.retired_not_needed"),
        ({"built": some("BF2@A blast_furnace pig_iron_t 1201")}, "capacity.ratio_not_met"),
        ({"region": "key", "built": some("BF2@A blast_furnace pig_iron_t 1001")}, "capacity.ratio_not_met"),
        ({"built": some("C1@A converter crude_steel_t 1")}, "capacity.retired_not_needed"),
    ],
)
def test_refusals(change: dict[str, object], expected: str) -> None:
    with pytest.raises(ActRefused) as refused:
        rule_on_swap(RULES, replace(SWAP, **change))  # type: ignore[arg-type]
    assert expected == refused.value.code


def test_iron_does_not_pay_for_steel() -> None:
    """3,000 t of iron retired, 1,000 t of iron and 1 t of steel built: steel falls short by 2 t."""
    built = some("BF2@A blast_furnace pig_iron_t 1000", "C1@A converter crude_steel_t 1")
    retired = some("BF1@A blast_furnace pig_iron_t 3000")
    with pytest.raises(ActRefused, match=r"capacity\.ratio_not_met") as refused:
        rule_on_swap(RULES, replace(SWAP, retired=retired, built=built))
    facts = refused.value.facts
    assert ("crude_steel_t", 0, 1, 2, 0) == tuple(
        facts[name] for name in ("quantity", "retired_t", "built_t", "short_t", "most_t")
    )


@pytest.mark.parametrize(
    ("case", "retired", "built", "is_met"),
    [
        ("same_furnace", "BF1@A blast_furnace pig_iron_t 500", "BF2@A blast_furnace pig_iron_t 500", True),
        ("same_furnace", "BF1@A blast_furnace pig_iron_t 500", "BF2@A blast_furnace pig_iron_t 499", False),
        ("same_furnace", "BF1@B blast_furnace pig_iron_t 500", "BF2@A blast_furnace pig_iron_t 500", False),
        ("arc_furnace", "E1@B electric_arc_furnace crude_steel_t 9", "E2@A electric_arc_furnace crude_steel_t 9", True),
        (
            "converter_to_arc_furnace",
            "C1@A converter crude_steel_t 9",
            "E2@A electric_arc_furnace crude_steel_t 9",
            True,
        ),
        (
            "converter_to_arc_furnace",
            "C1@B converter crude_steel_t 9",
            "E2@A electric_arc_furnace crude_steel_t 9",
            False,
        ),
        ("converter_to_arc_furnace", "C1@A converter crude_steel_t 9", "C2@A converter crude_steel_t 9", False),
        ("without_blast_furnace", "BF1@A blast_furnace pig_iron_t 9", "H1@A hydrogen_shaft pig_iron_t 9", True),
    ],
)
def test_one_for_one(case: str, retired: str, built: str, is_met: bool) -> None:
    swap = replace(SWAP, case=case, retired=some(retired), built=some(built))
    if is_met:
        assert Ruling(ratio=Fraction(1), regime="2021") == rule_on_swap(RULES, swap)
        return
    with pytest.raises(ActRefused, match=r"capacity\.case_not_met"):
        rule_on_swap(RULES, swap)


def test_a_cited_document_lets_a_swap_through_while_they_are_suspended() -> None:
    swap = replace(SWAP, day=dt.date(2024, 8, 23), has_override=True)
    assert Ruling(ratio=Fraction(5, 4), regime="2021", is_suspended=True) == rule_on_swap(RULES, swap)


@pytest.mark.parametrize(
    ("ratio", "has_override", "is_allowed"),
    [(Fraction(5, 4), True, True), (Fraction(5, 4), False, False), (None, True, False), (Fraction(9, 10), True, False)],
)
def test_where_no_rule_is_known_a_document_sets_the_ratio(
    ratio: Fraction | None, has_override: bool, is_allowed: bool
) -> None:
    kilns = some("K1@A shaft_kiln magnesia_sand_t 1250"), some("K2@A shaft_kiln magnesia_sand_t 1000")
    swap = replace(SWAP, sector="magnesia", retired=kilns[0], built=kilns[1], ratio=ratio, has_override=has_override)
    if is_allowed:
        assert Ruling(ratio=Fraction(5, 4), regime="") == rule_on_swap(None, swap)
        return
    with pytest.raises(ActRefused, match=r"capacity\.no_swap_rule"):
        rule_on_swap(None, swap)


def test_every_rule_says_where_it_was_read() -> None:
    assert RULES is not None
    sources = [one.source for one in (*RULES.regimes, *RULES.suspensions, *RULES.excluded.values())]
    assert {"press", "notes"} == {one.read for one in sources}
    assert all(one.address.startswith("http") and one.title.zh and one.title.en for one in sources)
    assert None is swap_rules("magnesia")
