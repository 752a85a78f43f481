"""Forgeries of decisions by every method: each figure of the outcome, each number, and the method itself."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from allocation_sample import decided
from effort import examples
from forging import leaves, nudged, replaced
from method_sample import NEW, PARTED, TELLING, fitted, rulebook_of_method
from verified_methods import WIDE, differences, six
from zhibiao.policy.methods import METHODS
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month

# A number of a method that binds nobody of the six may be nudged unseen: nobody is of a tier and grade with these, or
# stands that near to where a class ends.
IDLE = {
    "tiers": {"cut_most.leading", "cut_most.nonconforming", "cut_least.leading", "factor.C"},
    "classes": {"up_to.A", "up_to.B", "up_to.C"},
    "benchmark_activity": {"band"},
}


# Every day one figure in three, which are of every kind; all of them in a long run.
STRIDE = max(1, 4 - examples(1))


def body_of(method: str) -> dict[str, Any]:
    """The plain decision on the six firms by a method."""
    rulebook = rulebook_of_method(method, WIDE)
    plain = decided(fitted(six(), rulebook), rulebook, as_of=Month(2025, 3)).plain()
    body: dict[str, Any] = json.loads(canonical_bytes(plain))
    return body


@pytest.mark.parametrize("method", NEW)
def test_every_figure_of_the_outcome(method: str) -> None:
    body = body_of(method)
    assert [] == differences(body)[0]
    figures = [(("shares", *path), leaf) for path, leaf in leaves(body["shares"])]
    for path, leaf in figures[::STRIDE]:
        forged = replaced({"d": body}, "d", path, nudged(leaf))["d"]
        assert differences(forged)[0], path
    for key in ("mean_score", "cap_t", "reserve_t"):
        assert differences({**body, key: nudged(body[key])})[0], key
    # A claims rule has no scale: one that is claimed is a lie.
    assert differences({**body, "scale": "1/1" if method in PARTED else nudged(body["scale"])})[0]


@pytest.mark.parametrize("method", NEW)
def test_every_number_of_the_method(method: str) -> None:
    body = body_of(method)
    for code in TELLING.get(method, {}):
        path = ("rulebook", "parameters", code, "values", "2025-01-01")
        value = body["rulebook"]["parameters"][code]["values"]["2025-01-01"]
        forged = replaced({"d": body}, "d", path, nudged(value))["d"]
        assert differences(forged)[0] or code in IDLE.get(method, set()), code


MATTERS = {
    "tiers": {"cut_most.leading": "0.01", "cut_least.leading": "0.02", "factor.C": "0.5"},
    "classes": {"up_to.A": "0.05", "up_to.C": "0.71"},
    "benchmark_activity": {"band": "0.3"},
}


@pytest.mark.parametrize(("method", "code"), [(method, code) for method, codes in MATTERS.items() for code in codes])
def test_a_number_that_begins_to_matter_is_found(method: str, code: str) -> None:
    path = ("rulebook", "parameters", code, "values", "2025-01-01")
    assert differences(replaced({"d": body_of(method)}, "d", path, MATTERS[method][code])["d"])[0]


@pytest.mark.parametrize("method", NEW)
@pytest.mark.parametrize("other", NEW)
def test_a_decision_by_one_method_under_the_name_of_another(method: str, other: str) -> None:
    if method == other:
        return
    body = body_of(method)
    body["rulebook"]["method"]["rule"] = other
    parameters = body["rulebook"]["parameters"]
    start = {"unit": "1", "clause": "1"}
    for code, value in TELLING.get(other, {}).items():
        parameters.setdefault(code, {**start, "values": {"2025-01-01": value}})
    assert differences(body)[0]


@pytest.mark.parametrize("method", NEW)
def test_a_tonne_moved_between_two_firms_with_its_reason(method: str) -> None:
    """Sums, bounds and parts still hold; only the split made again shows it."""
    body = body_of(method)
    free = [share for share in body["shares"] if share["floor_t"] < share["quota_t"] < share["ceiling_t"]]
    for share, tonnes in ((free[0], 1), (free[-1], -1)):
        share["quota_t"] += tonnes
        next(part for part in share["parts"] if part["code"] == "rounding")["tonnes"] += tonnes
    assert free[0] is not free[-1]
    assert {f"shares[{share['enterprise']}].quota_t" for share in (free[0], free[-1])} <= {
        difference.where for difference in differences(body)[0]
    }


@pytest.mark.parametrize("method", NEW)
def test_tonnes_moved_between_two_parts(method: str) -> None:
    body = body_of(method)
    parts = body["shares"][0]["parts"]
    parts[0]["tonnes"] += 5
    parts[1]["tonnes"] -= 5
    places = {difference.where for difference in differences(body)[0]}
    assert {f"shares[A].parts[{parts[0]['code']}]", f"shares[A].parts[{parts[1]['code']}]"} == places


def test_a_claim_left_out_and_one_too_many() -> None:
    body = body_of("tiers")
    without = copy.deepcopy(body)
    del without["shares"][2]["claim"]
    assert "shares[C].claim" in {difference.where for difference in differences(without)[0]}
    rulebook = rulebook_of_method("contribution_tilt", WIDE)
    tilted = json.loads(canonical_bytes(decided(fitted(six(), rulebook), rulebook).plain()))
    assert [] == differences(tilted)[0]
    tilted["shares"][0]["claim"] = "1500.000000"
    assert "shares[A].claim" in {difference.where for difference in differences(tilted)[0]}


@pytest.mark.parametrize("method", [method for method in NEW if not METHODS[method].has_multipliers])
def test_factors_that_nothing_reads_are_found(method: str) -> None:
    body = body_of(method)
    factor = {"attribute": "tier", "value": "leading", "factor": "1", "clause": "1"}
    body["rulebook"]["multipliers"].append(factor)
    assert "multipliers" in {difference.where for difference in differences(body)[0]}


@pytest.mark.parametrize("method", PARTED)
def test_a_cap_beyond_the_claims_is_found(method: str) -> None:
    body = body_of(method)
    body["cap_t"] = 100_000
    body["rulebook"]["parameters"]["cap_t"]["values"]["2025-01-01"] = "100000"
    assert "cap_t" in {difference.where for difference in differences(body)[0]}
