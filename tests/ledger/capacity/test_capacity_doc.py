"""docs/capacity.md says what the code does: kinds with their accounts, codes in their order, ratios of the rules."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from capacity_sample import draft, entry_after, furnace, grown, opened, postings, shifted
from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.accounts import FLOWS, HELD, OF_CLASS
from zhibiao.ledger.capacity.invariants import STEPS
from zhibiao.ledger.capacity.steps import GIVES
from zhibiao.ledger.entry import OF_CAPACITY, Draft, EntryKind

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "capacity.md").read_text(encoding="utf-8")
SRC = ROOT / "src" / "zhibiao"
K = EntryKind


def _rows(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_accounts() -> None:
    named = [row[0].strip("`").partition("/")[0] for row in _rows("Accounts")]
    assert sorted({*OF_CLASS, *HELD, "pledged", "barred"}) == sorted(named)


def test_kinds_and_their_accounts() -> None:
    rows = {row[0].strip("`"): row for row in _rows("Entries by kind")}
    assert {kind.value for kind in (*OF_CAPACITY, *STEPS, K.CORRECT)} == set(rows)
    assert set(OF_CAPACITY) == set(FLOWS)
    for kind, flows in FLOWS.items():
        gives, takes = (set().union(*(getattr(flow, side) for flow in flows)) for side in ("gives", "takes"))
        if kind is K.HAND_OVER:
            gives = takes = set()
        assert (gives, takes) == tuple(set(re.findall("`([a-z]+)`", cell)) for cell in rows[kind.value][1:3])
    assert {kind.value for kind in GIVES} == {name for name, row in rows.items() if row[4] == "yes"}


def test_every_refusal_has_its_place() -> None:
    listed = {code for row in _rows("Refusals, in order of precedence")[1:] for code in re.findall("`(.*?)`", row[1])}
    pattern = re.compile(r'(?:ActRefused|Conflict)\(\s*"([a-z]+\.\w+)"')
    files = [*(SRC / "ledger" / "capacity").glob("*.py")]
    raised = {code for path in files for code in pattern.findall(path.read_text(encoding="utf-8"))}
    shared = ("unnamed", "not_whole_tonnes", "instant_unknown", "no_postings", "amount_zero", "unbalanced_postings")
    assert raised | {f"ledger.{name}" for name in (*shared, "insufficient")} == listed


def test_every_code_of_the_acts_is_named() -> None:
    raised = {
        code
        for path in (SRC / "procedures" / "capacity").glob("*.py")
        for code in re.findall(
            r'(?:ActRefused|UsageError|NotFound|InputRefused)\(\s*"(capacity\.\w+)"', path.read_text(encoding="utf-8")
        )
    }
    assert len(raised) > 20
    assert set() == {code for code in raised if f"`{code}`" not in PAGE}


ONE = furnace("BF1")
BOOK = grown([draft("o1", K.CAPACITY_OPEN, opened(ONE, 10)), draft("propose:r", K.PROPOSE, month="")])
MIXED = postings(("running/pig_iron_t/blast_furnace/BF1:A", -10), ("sealed/crude_steel_t/converter/BF1:A", 10))
GONE = shifted(furnace("BF7"), "sealed", "running", 10)

# Each breaks the rule it is named for and the next one of the list too.
BREAKS_TWO = (
    ("entry.id_reused", draft("o1", K.GRANT)),
    ("capacity.kind_unknown", draft("k", K.GRANT, postings(("x", 1.5)))),  # type: ignore[arg-type]
    ("ledger.not_whole_tonnes", draft("k", K.SEAL, postings(("x", 1.5)), not_before="x", month="")),  # type: ignore[arg-type]
    ("ledger.instant_unknown", draft("k", K.SEAL, not_before="2024-01-01T00:00:00Z", month="")),
    ("capacity.month_unknown", draft("k", K.SEAL, month="", basis="")),
    ("capacity.no_document", draft("k", K.SEAL, basis="")),
    ("ledger.no_postings", draft("k", K.SEAL)),
    ("ledger.amount_zero", draft("k", K.SEAL, postings(("x", 0), ("y", 5)))),
    ("ledger.unbalanced_postings", draft("k", K.SEAL, postings(("x", 5), ("y", 5)))),
    ("capacity.account_not_of_kind", draft("k", K.SEAL, postings(("x", 5), ("y", -5)))),
    ("capacity.classes_mixed", draft("k", K.RESTART, MIXED)),
    ("capacity.account_not_of_kind", draft("k", K.RESTART, shifted(ONE, "running", "sealed", 10))),
    ("ledger.proposal_unknown", draft("k", K.RESTART, GONE, corrects="zz")),
    ("ledger.one_person", draft("k", K.ISSUE, month="", proposal="propose:r", basis="other")),
    ("ledger.not_issued", draft("k", K.RESTART, GONE, proposal="propose:r", basis="other")),
    ("ledger.correction_unknown", draft("k", K.SEAL, shifted(ONE, "running", "sealed", 9), corrects="zz")),
    ("capacity.month_before_last", draft("k", K.CAPACITY_OPEN, opened(ONE, 10), month="2023-01")),
    ("capacity.facility_known", draft("k", K.CAPACITY_OPEN, opened(ONE, 10))),
    ("capacity.facility_unknown", draft("k", K.SEAL, shifted(furnace("BF7"), "running", "sealed", 9))),
    ("capacity.not_whole", draft("k", K.SEAL, shifted(ONE, "running", "sealed", 11))),
)


@pytest.mark.parametrize(("expected", "one"), BREAKS_TWO)
def test_the_first_rule_broken_is_named(expected: str, one: Draft) -> None:
    with pytest.raises(ActRefused) as refused:
        BOOK.append(entry_after(BOOK, one))
    assert expected == refused.value.code


def test_those_are_in_the_order_of_the_page() -> None:
    listed = [row[1].strip("`") for row in _rows("Refusals, in order of precedence")]
    place = 0
    for one, other in pairwise([code for code, _ in BREAKS_TWO]):
        place = listed.index(one, place)
        assert other in listed[place + 1 :]


def test_the_ratios_of_the_page_are_those_of_the_rules() -> None:
    from zhibiao.assemble.capacity import swap_rules

    rules = swap_rules("steel")
    assert rules is not None
    rows = _rows("Swaps")
    for regime, row in zip(rules.regimes, rows, strict=True):
        told = [re.findall(r"([\d.]+) : 1", cell) for cell in row[2:5]]
        merger = {region: regime.rule("merger", region) for region in ("key", "other")}
        ordinary = [regime.rule("ordinary", region) for region in ("key", "other")]
        assert [[f"{float(one.ratio):g}"] for one in ordinary if one] == told[:2]
        assert {f"{float(one.ratio):g}" for one in merger.values() if one} == set(told[2])
