"""Forgeries: every leaf of every file of an export is changed, all hashes are made to fit again, and it is still found.

What a forger who can rebuild everything may change unseen stands in `UNSEEN`: words, and figures that decide nothing.
Against that forger only a head kept elsewhere helps, as the last tests show. docs/verify.md says the same in words.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from forging import Values, canonical, chained, leaves, listed, nudged, opened, packed, replaced, resealed
from hand_made_export import FIRMS, four_firms
from ledger_sample import AUDITOR
from small_book import RULEBOOK_FILE, SmallBook, build_small_book
from zhibiao.procedures.export_decision import export_decision
from zhibiao.verification.verify import Difference, unpack, verify

# Leaves that no figure depends on, by file; `*` is a place in a list.
UNSEEN = {
    # A grade or tier with the same factor as the true one moves nothing, and the register has no dates for them.
    "decision.json": {"code_version", "claimants.*.grade"},
    "rulebook.json": {
        *("rulebook", "issued"),
        *(
            f"{name}.{lang}"
            for name in ("title", "authority", "clauses.N", "indicators.*.name")
            for lang in ("zh", "en")
        ),
        *("indicators.*.actionable", "parameters.N.unit", "parameters.appeal_days.values.N"),
        # A clause that does not exist is seen, another one that does is not: what a clause says, people have to read.
        *("clause", "indicators.*.clause", "multipliers.*.clause", "parameters.N.clause"),
    },
    "sector.json": {"catalogues.*.version"},
    "register.json": {"*.name.zh", "*.name.en", "*.credit_code", "*.facilities.*.id"},
    "returns.json": {"*.received_at", "*.provenance", "*.facts.*.place"},
    "entries.jsonl": {"*.reason"},
    "signatures.json": set(),
}
# A bound or a cap on a score that binds nobody may be moved a little, as may a date that stays on the same side: these
# are seen where they matter, in one of the two exports or in a test of their own.
IDLE = {
    "rulebook.json": {"parameters.capacity_factor.values.N", "parameters.score_cap.values.N", "effective", "expires"},
    "sector.json": {
        "output",
        "catalogues.*.first_year",
        "catalogues.*.fields.*",
        "products.*.reference_price_yuan_per_t",
        "products.*.field",
    },
    "register.json": {"*.facilities.*.since", "*.facilities.*.until", "*.veto_years.*", "*.group"},
    "signatures.json": {"signatures.*.at", "signatures.*.person"},
}
# Made to fit by the forger, so not a leaf that can be wrong alone; `test_every_careless_change_is_found` has these too.
REBUILT = {"decision.json": {"rulebook_sha256"}, "entries.jsonl": {"*.hash", "*.previous"}}
PROOF = tuple(UNSEEN)


def _pattern(path: tuple[str | int, ...]) -> str:
    names = ["*" if isinstance(step, int) else step for step in path]
    if names[0] == "clauses":
        names[1] = "N"
    if names[0] == "parameters":
        names = ["parameters", "N", names[2]] if names[2] != "values" else [*names[:3], "N"]
    if len(names) == 2 and names[1] == "clause":
        names = ["clause"]
    return ".".join(names)


def _forged(values: Values, file: str, path: tuple[str | int, ...], leaf: Any) -> dict[str, bytes]:
    # A return is forged by a thousandth: a last digit of a tonne may vanish in the whole tonnes that count.
    lie = str(Decimal(leaf) * Decimal("1.001") + 1) if path[-1] == "value" and file == "returns.json" else nudged(leaf)
    forged = replaced(values, file, path, lie)
    if file == "rulebook.json":
        forged = replaced(forged, "decision.json", ("rulebook", *path), lie)
    return resealed(forged)


@pytest.fixture(scope="module")
def four() -> Values:
    return opened(four_firms())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    return build_small_book(tmp_path_factory.mktemp("small") / "book.sqlite")


@pytest.fixture(scope="module")
def later(book: SmallBook) -> Values:
    """The second decision of the small book, issued in April with what was made until March."""
    decision = book.store.decisions()[1]
    export = export_decision(
        book.store,
        city=book.city,
        decision_id=decision.id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={},
    )
    return opened(unpack(export))


def _first(files: dict[str, bytes], **how: str) -> Difference:
    report = verify(files, **how)
    assert report.differences
    return report.differences[0]


def test_the_forger_alone_changes_nothing(four: Values, later: Values) -> None:
    for values in (four, later):
        assert [] == list(verify(resealed(values)).differences)


@pytest.mark.parametrize("file", PROOF)
def test_every_leaf_of_the_hand_made_export(four: Values, file: str) -> None:
    unseen = set()
    for path, leaf in leaves(four[file]):
        if path[0] in ("rulebook", "sector_data") and file == "decision.json":
            continue  # the same as rulebook.json and sector.json, and changed with them
        report = verify(_forged(four, file, path, leaf))
        if not report.differences:
            unseen.add(_pattern(path))
        elif file == "decision.json":
            assert _names(report.differences, path), (path, report.differences[0])
    assert set() == unseen - UNSEEN[file] - IDLE.get(file, set()) - REBUILT.get(file, set())


@pytest.mark.parametrize("file", PROOF)
def test_one_leaf_of_each_kind_of_a_real_decision(later: Values, file: str) -> None:
    chance = random.Random(20250331)
    kinds: dict[str, list[tuple[tuple[str | int, ...], Any]]] = {}
    own = later["manifest.json"]["decision_sha256"]
    for path, leaf in leaves(later[file]):
        if path[0] in ("rulebook", "sector_data") and file == "decision.json":
            continue
        if file == "entries.jsonl" and later[file][path[0]]["basis"] != own:
            continue  # who made entries of another decision is seen when that one is verified
        kinds.setdefault(_kind(later[file], path), []).append((path, leaf))
    unseen = set()
    for kind in chance.sample(sorted(kinds), min(len(kinds), 20)):
        path, leaf = chance.choice(kinds[kind])
        if not verify(_forged(later, file, path, leaf)).differences:
            unseen.add(_pattern(path))
    assert set() == unseen - UNSEEN[file] - IDLE.get(file, set()) - REBUILT.get(file, set())


def _kind(value: Any, path: tuple[str | int, ...]) -> str:
    """The pattern, told apart by the code of indicator, part, field or kind of entry that it belongs to."""
    marks = [_pattern(path)]
    for step in path:
        value = value[step]
        if isinstance(value, dict):
            marks += [str(value[key]) for key in ("indicator", "code", "field", "kind", "act") if key in value]
    return " ".join(marks)


# Where a change of a name shows: in the list whose names no longer match.
SHOWS_IN = {
    "enterprise": ("shares", "claimants"),
    "indicator": ("measures", "indicators"),
    "code": ("parts",),
    "tonnes": ("parts",),
    "sources": ("reference", "file_sha256"),
    "drafted_by": ("draft.person",),
}


def _names(differences: Sequence[Difference], path: tuple[str | int, ...]) -> bool:
    """Whether what was changed is named: the field itself, or where its name shows."""
    places = " ".join(item.where for item in differences)
    steps = [step for step in path if isinstance(step, str)]
    return any(word in places for step in steps[-2:] for word in (step, *SHOWS_IN.get(step, ())))


@pytest.mark.parametrize("file", PROOF)
def test_every_careless_change_is_found(four: Values, file: str) -> None:
    """Who changes a file and leaves the manifest is found by the hash of that file, whatever the leaf."""
    for path, leaf in leaves(four[file]):
        first = _first(packed(replaced(four, file, path, nudged(leaf))))
        assert ("verify.hash", file) == (first.code, first.file), path


def test_an_edited_entry_is_named(four: Values) -> None:
    forged = copy.deepcopy(four)
    forged["entries.jsonl"][2]["reason"] = "another"
    first = _first(listed(packed(forged)))
    assert ("verify.chain", "entries.jsonl", "[3].hash") == (first.code, first.file, first.where)


def test_swapped_entries_are_named(four: Values) -> None:
    forged = copy.deepcopy(four)
    entries = forged["entries.jsonl"]
    entries[1], entries[2] = entries[2], entries[1]
    first = _first(listed(packed(forged)))
    assert ("verify.chain", "[2].seq", "2", "3") == (first.code, first.where, first.expected, first.found)


def test_a_removed_entry_is_named(four: Values) -> None:
    forged = copy.deepcopy(four)
    del forged["entries.jsonl"][1]
    first = _first(listed(packed(forged)))
    assert ("verify.chain", "[2].seq") == (first.code, first.where)


def test_a_tail_cut_off_is_found_by_the_manifest(four: Values) -> None:
    forged = copy.deepcopy(four)
    del forged["entries.jsonl"][-1]
    first = _first(listed(packed(forged)))
    assert ("verify.head", "manifest.json", "entries") == (first.code, first.file, first.where)


def test_a_tail_cut_off_with_its_manifest_is_found_by_what_was_not_issued(four: Values) -> None:
    forged = copy.deepcopy(four)
    del forged["entries.jsonl"][-1]
    first = _first(resealed(forged))
    assert ("verify.issued", f"[4] {FIRMS[3]}", "180", "0") == (first.code, first.where, first.expected, first.found)


def test_later_entries_cut_off_are_found_only_by_a_head_kept_elsewhere(later: Values, book: SmallBook) -> None:
    """What came after the decision can vanish unseen: this is what heads are published for."""
    more = copy.deepcopy(later)
    tail = {**more["entries.jsonl"][-1], "seq": len(more["entries.jsonl"]) + 1, "id": "close:later", "kind": "close"}
    tail |= {"month": "2025-04", "postings": [], "basis": "", "reason": "close.month"}
    more["entries.jsonl"].append(tail)
    whole = resealed(more)
    head = json.loads(whole["manifest.json"])["head"]
    assert [] == list(verify(whole, head=head).differences)
    cut = resealed(later)
    assert [] == list(verify(cut).differences)
    assert "verify.head" == _first(cut, head=head).code


def test_a_chain_rebuilt_from_genesis_is_found_only_by_a_head_kept_elsewhere(four: Values) -> None:
    head = four["manifest.json"]["head"]
    forged = copy.deepcopy(four)
    forged["entries.jsonl"][0]["reason"] = "rewritten"
    forged["entries.jsonl"] = chained(forged["entries.jsonl"])
    rebuilt = resealed(forged)
    assert [] == list(verify(rebuilt).differences)
    first = _first(rebuilt, head=head)
    assert ("verify.head", head) == (first.code, first.expected)


def test_an_entry_of_another_book_may_not_be_overdrawn(four: Values) -> None:
    forged = copy.deepcopy(four)
    entry = {**forged["entries.jsonl"][0], "seq": 6, "id": "use", "kind": "use", "sector": "magnesia", "basis": ""}
    forged["entries.jsonl"].append(entry | {"postings": [["available:X", -5], ["used:X", 5]]})
    first = _first(resealed(forged))
    assert ("verify.balance", "[6] < 0") == (first.code, first.where)


def test_one_person_may_not_draft_and_approve(four: Values) -> None:
    forged = copy.deepcopy(four)
    for item in forged["signatures.json"]["signatures"]:
        item["person"] = "wang"
    for entry in forged["entries.jsonl"]:
        entry["actor"] = "wang"
    first = _first(resealed(forged))
    assert ("verify.signature", "approve.person", "≠ wang") == (first.code, first.where, first.expected)


def test_a_missing_signature_is_found(four: Values) -> None:
    forged = copy.deepcopy(four)
    del forged["signatures.json"]["signatures"][1]
    assert "verify.signature" in {item.code for item in verify(resealed(forged)).differences}


def test_production_booked_otherwise_than_filed_is_found(later: Values) -> None:
    forged = copy.deepcopy(later)
    use = next(entry for entry in forged["entries.jsonl"] if entry["kind"] == "use")
    use["postings"][0][1] -= 2
    use["postings"][1][1] += 2
    first = _first(resealed(forged))
    assert ("verify.issued", f"Σ {use['basis']}") == (first.code, first.where)


def test_a_product_counted_as_high_end_against_the_catalogue_is_found(later: Values) -> None:
    forged = copy.deepcopy(later)
    in_force = forged["sector.json"]["catalogues"][-1]["fields"]
    in_force[in_force.index("auto_sheet_t")] = "rebar_t"
    first = _first(resealed(forged))
    assert ("verify.input", "claimants[TB-1].measures[high_end_share].numerator") == (first.code, first.where)


def test_sector_data_of_another_day_are_not_those_of_the_decision(later: Values) -> None:
    files = resealed(later)
    sector = json.loads(files["sector.json"])
    sector["products"][0]["reference_price_yuan_per_t"] += 1
    first = _first(listed(files | {"sector.json": canonical(sector)}))
    assert ("verify.hash", "sector.json", "sha256") == (first.code, first.file, first.where)


def test_another_reference_price_is_found(later: Values) -> None:
    forged = copy.deepcopy(later)
    prices = {item["field"]: item for item in forged["sector.json"]["products"]}
    prices["hot_coil_t"]["reference_price_yuan_per_t"] += 100
    first = _first(resealed(forged))
    assert ("verify.input", "claimants[TB-1].measures[value_added_per_t].numerator") == (first.code, first.where)


def test_a_lifted_veto_is_found(later: Values) -> None:
    forged = copy.deepcopy(later)
    register = {item["enterprise"]: item for item in forged["register.json"]}
    register["TB-4"]["veto_years"] = []
    first = _first(resealed(forged))
    assert ("verify.input", "claimants[TB-4].is_vetoed") == (first.code, first.where)


@pytest.mark.parametrize(("code", "value"), [("capacity_factor", "0.5"), ("score_cap", "0.9")])
def test_a_bound_that_begins_to_matter_is_found(later: Values, code: str, value: str) -> None:
    path = ("parameters", code, "values", "2025-01-01")
    forged = replaced(later, "rulebook.json", path, value)
    forged = replaced(forged, "decision.json", ("rulebook", *path), value)
    assert "verify.figure" == _first(resealed(forged)).code


def test_a_firm_left_out_of_the_decision_is_found(later: Values) -> None:
    forged = copy.deepcopy(later)
    for group in ("claimants", "shares"):
        del forged["decision.json"][group][-1]
    places = {(item.code, item.where) for item in verify(resealed(forged)).differences}
    assert ("verify.input", "claimants") in places
