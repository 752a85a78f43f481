"""A decision from bases alone, of areas without capacity: derived again, and every change of a leaf found."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_sample import SECTOR_DATA, make_claimant, make_rulebook
from area_sample import DATA, build_areas
from effort import examples
from forging import Values, leaves, nudged, opened, replaced, resealed
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.errors import NoSolution
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month
from zhibiao.verification.verify import (
    SHAPES,
    Audit,
    Difference,
    check_bounds,
    check_parts,
    check_quotas,
    check_rules,
    check_scores,
    check_shape,
    verify,
)

TEMPLATE = (DATA / "provinces" / "rulebook.yaml.template").read_text("utf-8")
# Leaves that decide nothing: words, and who could be told by another word of the same meaning.
UNSEEN = {
    "decision.json": {"code_version"},
    "rulebook.json": {"rulebook", "issued", "zh", "en", "clause", "unit"},
    "register.json": {"zh", "en", "credit_code", "group"},
    "returns.json": {"received_at", "provenance", "place"},
}


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> Values:
    return opened(build_areas(tmp_path_factory.mktemp("areas")).export)


@pytest.fixture(scope="module")
def lowered(tmp_path_factory: pytest.TempPathFactory) -> Values:
    """A cap one in twenty lower, shared out within a tenth of the base."""
    template = TEMPLATE.replace("$cap_t", "22811").replace(
        'floor_delta: {unit: "1", clause: "6", values: {$year-01-01: "0"',
        ('floor_delta: {unit: "1", clause: "6", values: {$year-01-01: "0.1"'),
    )
    return opened(build_areas(tmp_path_factory.mktemp("lowered"), template).export)


def _first(values: Values) -> Difference:
    report = verify(resealed(values))
    assert report.differences
    return report.differences[0]


def test_it_holds(areas: Values, lowered: Values) -> None:
    assert [] == list(verify(resealed(areas)).differences)
    assert [] == list(verify(resealed(lowered)).differences)


def test_a_lower_cap_is_shared_in_proportion(lowered: Values) -> None:
    """22811 / 24012 of 12000, 8400 and 3612 is 11399.80, 7979.86 and 3431.34."""
    quotas = {share["enterprise"]: share["quota_t"] for share in lowered["decision.json"]["shares"]}
    assert {"CN-BEIHE": 11_400, "CN-DONGSHAN": 7_980, "CN-NAN-LING": 3_431} == quotas


@pytest.mark.parametrize("file", sorted(UNSEEN))
def test_every_leaf_of_the_first_area(areas: Values, file: str) -> None:
    unseen = set()
    for path, leaf in leaves(areas[file]):
        if (path[0] in ("rulebook", "sector_data") and file == "decision.json") or not _is_first(areas[file], path):
            continue
        lie = str(int(leaf) + 2) if path[-1] == "value" and file == "returns.json" else nudged(leaf)
        forged = replaced(areas, file, path, lie)
        if file == "rulebook.json":
            forged = replaced(forged, "decision.json", ("rulebook", *path), lie)
        if not verify(resealed(forged)).differences:
            unseen.add(str(path[-1]) if path[0] != "parameters" else str(path[1 if path[2] == "values" else 2]))
    idle = {"rulebook_sha256"} if file == "decision.json" else {"effective", "expires", "base_years", "appeal_days"}
    assert set() == unseen - UNSEEN[file] - idle


def _is_first(value: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a leaf is of the first in each list of areas: the others are like it."""
    steps = [step for step in path if isinstance(step, int)]
    is_listed = isinstance(value, list) or path[0] in ("claimants", "shares")
    return not is_listed or not steps or steps[0] == 0


def test_an_indicator_that_is_not_scored_is_found(areas: Values) -> None:
    forged = copy.deepcopy(areas)
    multiplier = {"attribute": "tier", "value": "leading", "factor": "1.05", "clause": "5"}
    for rulebook in (forged["rulebook.json"], forged["decision.json"]["rulebook"]):
        rulebook["multipliers"] = [multiplier]
    first = _first(forged)
    assert ("verify.rule", "rulebook.json", "multipliers") == (first.code, first.file, first.where)


def test_an_area_brought_in_without_output_is_found(areas: Values) -> None:
    forged = copy.deepcopy(areas)
    forged["returns.json"] = [
        item for item in forged["returns.json"] if item["enterprise"] != "CN-NAN-LING" or not item["period"] < "2021"
    ]
    for claimant in forged["decision.json"]["claimants"]:
        if claimant["enterprise"] == "CN-NAN-LING":
            claimant["sources"] = []
    first = _first(forged)
    assert ("verify.input", "claimants") == (first.code, first.where)


@pytest.mark.parametrize(
    ("part", "rule", "code", "where"),
    [
        ("scope", "compliant_capacity", "verify.input", "claimants"),
        ("bounds", "base_and_capacity", "verify.shape", "parameters.capacity_factor"),
        ("method", "contribution_tilt", "verify.figure", "indicators Σ weight"),
    ],
)
def test_another_rule_is_found(areas: Values, part: str, rule: str, code: str, where: str) -> None:
    path = (part, "rule")
    forged = replaced(areas, "rulebook.json", path, rule)
    forged = replaced(forged, "decision.json", ("rulebook", *path), rule)
    first = _first(forged)
    assert (code, where) == (first.code, first.where)


FIRM = st.tuples(st.integers(0, 5000), st.integers(0, 6000))


@settings(max_examples=examples(150), deadline=None)
@given(
    firms=st.lists(FIRM, min_size=1, max_size=8), along=st.integers(0, 1300), delta=st.sampled_from(["0", "0.1", "1"])
)
def test_engine_and_verifier_agree_on_any_bases(firms: list[tuple[int, int]], along: int, delta: str) -> None:
    """Each with its base and what it has made; the cap runs from nothing to far above what was made last year."""
    numbers = {"cap_t": str(1 + sum(base for base, _ in firms) * along // 1000), "floor_delta": delta}
    rulebook = make_rulebook(numbers | {"ceiling_delta": delta}, **FROM_BASES)
    claimants = [_area(place, base, made) for place, (base, made) in enumerate(firms)]
    try:
        decision = decide(
            claimants,
            rulebook,
            as_of=Month(2025, 6),
            sector_data=SECTOR_DATA,
            ledger_head="0" * 64,
            code_version="t",
            drafted_by="li",
        )
    except NoSolution:
        return  # the bounds leave no room, or nobody has a base
    assert [] == _differences(decision)


@given(
    bases=st.lists(st.integers(0, 5000), min_size=1, max_size=8).filter(any), delta=st.sampled_from(["0", "0.1", "1"])
)
def test_a_cap_of_last_years_total_gives_everyone_its_base(bases: list[int], delta: str) -> None:
    numbers = {"cap_t": str(sum(bases)), "floor_delta": delta, "ceiling_delta": delta}
    claimants = [_area(place, base, 0) for place, base in enumerate(bases)]
    decision = decide(
        claimants,
        make_rulebook(numbers, **FROM_BASES),
        as_of=None,
        sector_data=SECTOR_DATA,
        ledger_head="0" * 64,
        code_version="t",
        drafted_by="li",
    )
    assert bases == [share.quota_t for share in decision.shares]
    assert [] == _differences(decision)


FROM_BASES: dict[str, Any] = {
    "scope_rule": "output_last_year",
    "method": "grandfathering",
    "bounds_rule": "base_only",
    "indicators": (),
}


def _area(place: int, base: int, made: int) -> Claimant:
    bare = make_claimant(f"F-{place:02d}", base, capacity_t=0, made_t=made, tier="", grade="")
    return replace(bare, measures=())


def _differences(decision: Decision) -> list[Difference]:
    body = json.loads(canonical_bytes(decision.plain()))
    check_shape("decision.json", body, SHAPES["decision.json"])
    audit = Audit()
    book = {"decision.json": body, "rulebook.json": body["rulebook"]}
    for chapter in (check_rules, check_bounds, check_scores, check_quotas, check_parts):
        audit.attempt(chapter, book)
    return audit.differences
