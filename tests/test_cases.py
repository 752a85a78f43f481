"""Policy cases that an official can read: files of names, inputs and figures worked out by hand (`tests/cases/`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from allocation_sample import SECTOR_DATA, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision, Share
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing
from zhibiao.terms.apportion import apportion
from zhibiao.terms.period import Month

FOLDER = Path(__file__).parent / "cases"
ALLOCATION = ("bounded_split", "scores", "parts", "grandfathering", "methods")
FIRM = {"base_t", "capacity_t", "made_t", "tier", "grade", "is_vetoed", "history_t"}
KEYS = {
    "name",
    "source",
    "rules",
    "parameters",
    "indicators",
    "multipliers",
    "enterprises",
    "as_of",
    "expected",
    "tolerance",
}


def cases(*files: str) -> list[Any]:
    """The cases of these files, each under its own name."""
    yaml = YAML(typ="safe")
    read = [(file, case) for file in files for case in yaml.load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))]
    return [pytest.param(case, id=f"{file}:{case['name'].split(' / ')[-1]}") for file, case in read]


@pytest.mark.parametrize("case", cases("apportionment"))
def test_whole_units(case: Mapping[str, Any]) -> None:
    assert case["expected"] == list(apportion(case["weights"], total=case["total"], method=case["rounding"]))


@pytest.mark.parametrize("case", cases(*ALLOCATION))
def test_allocation(case: Mapping[str, Any]) -> None:
    assert set(case) <= KEYS
    decision = decided(case)
    tolerance = Decimal(case["tolerance"])
    for figure, expected in case["expected"].items():
        for what, wanted, found in FIGURES[figure](decision, expected):
            if isinstance(found, Decimal):
                assert abs(Decimal(wanted) - found) <= tolerance, (figure, what, wanted, found)
            else:
                assert wanted == found, (figure, what)


def test_every_file_is_run() -> None:
    assert {*ALLOCATION, "apportionment"} == {path.stem for path in FOLDER.glob("*.yaml")}


def test_a_wrong_figure_is_noticed() -> None:
    case = dict(cases("bounded_split")[0].values[0])
    wrong = {**case, "expected": {"quota_t": {"A": 1541}}}
    with pytest.raises(AssertionError):
        test_allocation(wrong)


def decided(case: Mapping[str, Any]) -> Decision:
    rules = tuple(rule(item) for item in case["indicators"])
    multipliers = tuple(
        make_multiplier(item["attribute"], item["value"], item["factor"]) for item in case.get("multipliers", ())
    )
    return decide(
        [claimant(name, firm) for name, firm in case["enterprises"].items()],
        make_rulebook(case["parameters"], indicators=rules, multipliers=multipliers, **case.get("rules", {})),
        as_of=Month.parse(case["as_of"]) if "as_of" in case else None,
        sector_data=SECTOR_DATA,
        ledger_head="",
        code_version="case",
        drafted_by="case",
    )


def rule(item: Mapping[str, Any]) -> IndicatorRule:
    reference = item["reference"]
    return make_rule(
        item["code"],
        item["weight"],
        reference=None if reference == "group_mean" else Decimal(reference),
        direction=Direction(item.get("direction", "benefit")),
        missing=Missing(item.get("missing", "refuse")),
    )


def claimant(name: str, firm: Mapping[str, Any]) -> Claimant:
    """A firm of a case: indicators as one value, or as numerator and denominator."""
    figures = {
        code: tuple(value) if isinstance(value, list) else value for code, value in firm.items() if code not in FIRM
    }
    changes = {key: firm[key] for key in FIRM - {"base_t"} if key in firm}
    return make_claimant(name, firm["base_t"], figures, **changes)


Compared = Iterator[tuple[str, Any, Any]]


def by_firm(field: str) -> Any:
    def compare(decision: Decision, expected: Mapping[str, Any]) -> Compared:
        for name, wanted in expected.items():
            yield name, wanted, getattr(share_of(decision, name), field)

    return compare


def share_of(decision: Decision, name: str) -> Share:
    return next(share for share in decision.shares if share.enterprise == name)


def whole(field: str) -> Any:
    return lambda decision, wanted: iter([(field, wanted, getattr(decision, field))])


def references(decision: Decision, expected: Mapping[str, str]) -> Compared:
    for share in decision.shares:
        for item in share.indicators:
            if item.indicator in expected:
                yield item.indicator, expected[item.indicator], item.reference


def treatments(decision: Decision, expected: Mapping[str, Mapping[str, str]]) -> Compared:
    for name, wanted in expected.items():
        found = {item.indicator: item.treatment for item in share_of(decision, name).indicators}
        yield name, wanted, found


def parts(decision: Decision, expected: Mapping[str, Mapping[str, int]]) -> Compared:
    for name, wanted in expected.items():
        yield name, wanted, {part.code: part.tonnes for part in share_of(decision, name).parts}


FIGURES = {
    "quota_t": by_firm("quota_t"),
    "binding": by_firm("binding"),
    "claim": by_firm("claim"),
    "tilt": by_firm("tilt"),
    "score": by_firm("score"),
    "mean_score": whole("mean_score"),
    "reserve_t": whole("reserve_t"),
    "reference": references,
    "treatment": treatments,
    "parts": parts,
}
