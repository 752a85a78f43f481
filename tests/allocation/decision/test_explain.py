"""The explanation: worked parts, sums, and what the parts of other strengths of the tilt are."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from allocation_sample import decided, four, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.allocation.decision.decide import Workings, day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.decision.explain import Frame, Moves, Outcome, parts_of
from zhibiao.allocation.decision.tilt_moves import tilt_moves
from zhibiao.policy.rulebook import Rulebook


def parts(decision: Decision, enterprise: str) -> dict[str, int]:
    return next({p.code: p.tonnes for p in one.parts} for one in decision.shares if one.enterprise == enterprise)


def test_the_parts_of_the_worked_example() -> None:
    """lambda = 1540 / (1500 * 1.065891473) = 0.963200…; base share b itself, since cap = sum of bases.

    A: tilt   lambda * 1500 * (1.1 - 1.032)/1.032 = +95.20; redistribution (lambda - 1) * 1500 = -55.20
    C: tilt   lambda * 300 * (1.3 - 1.032)/1.032 = +75.04; redistribution -11.04; its claim is 364.00, ceiling -34.00
    D: tilt   lambda * 200 * (0.7 - 1.032)/1.032 = -61.97; redistribution -7.36; its claim is 130.67, floor +49.33
    """
    decision = decided(four())
    assert {"base": 1500, "indicator.value": 95, "multiplier": 0, "redistribution": -55, "rounding": 0} == parts(
        decision, "A"
    )
    expected = {"base": 300, "indicator.value": 75, "multiplier": 0, "redistribution": -11, "bound.ceiling.base": -34}
    assert {**expected, "rounding": 0} == parts(decision, "C")
    expected = {"base": 200, "indicator.value": -62, "multiplier": 0, "redistribution": -7, "bound.floor.base": 49}
    assert {**expected, "rounding": 0} == parts(decision, "D")


def test_two_indicators_and_a_factor_have_parts_of_their_own() -> None:
    """Wide bounds, two firms of 1000 t, cap 2000; weights 0.6 and 0.4; fixed references of 1.

    A: s = (1.2, 0.8), weighted 0.72 + 0.32 = 1.04, factor 1.05: S = 1.092
    B: s = (0.8, 1.0), weighted 0.48 + 0.40 = 0.88, no factor:   S = 0.88
    mean 0.986; means of items (1.0, 0.9); mean of what the factor adds 0.052/2 = 0.026; lambda = 1
    A: value 1000 * 0.6 * 0.2 / 0.986 = 121.70; share 1000 * 0.4 * -0.1 / 0.986 = -40.57;
       factor 1000 * (0.052 - 0.026) / 0.986 = 26.37; quota 1107.505 -> 1108 by the larger
       remainder, so rounding +0.495. Whole parts 1000 + 121 - 41 + 26 + 0 = 1106, two more to the largest
       remainders 0.70 (value) and 0.495 (rounding)
    """
    rulebook = make_rulebook(
        {"cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"},
        indicators=(
            make_rule("value", "0.6", reference=Decimal(1)),
            make_rule("share", "0.4", reference=Decimal(1)),
        ),
        multipliers=(make_multiplier("tier", "leading", "1.05"),),
    )
    claimants = [
        make_claimant("A", 1000, {"value": "1.2", "share": "0.8"}, tier="leading"),
        make_claimant("B", 1000, {"value": "0.8", "share": "1.0"}),
    ]
    decision = decided(claimants, rulebook)
    assert [1108, 892] == [share.quota_t for share in decision.shares]
    expected = {"base": 1000, "indicator.value": 122, "indicator.share": -41, "multiplier": 26}
    assert {**expected, "redistribution": 0, "rounding": 1} == parts(decision, "A")


def test_without_a_tilt_only_the_base_speaks() -> None:
    found = parts(decided(four(), make_rulebook({"tilt_beta": "0"})), "A")
    assert {"base": 1500, "indicator.value": 0, "multiplier": 0, "redistribution": 0, "rounding": 0} == found


def problem(beta: str) -> tuple[Workings, Rulebook]:
    chance = random.Random(5)
    rulebook = make_rulebook(
        {"tilt_beta": beta, "floor_delta": "1", "ceiling_delta": "3", "capacity_factor": "9"},
        indicators=tuple(make_rule(code, weight, reference=Decimal(1)) for code, weight in RULES),
        multipliers=(make_multiplier("tier", "leading", "1.05"), make_multiplier("tier", "nonconforming", "0.9")),
    )
    claimants = [some_claimant(chance, f"F{number}") for number in range(6)]
    return work_out(claimants, rulebook, day=day_of(rulebook, None)), rulebook


RULES = (("value", "0.5"), ("share", "0.3"), ("energy", "0.2"))


def some_claimant(chance: random.Random, name: str) -> Claimant:
    figures = {code: Decimal(chance.randint(1, 1400)) / 1000 for code, _ in RULES}
    return make_claimant(name, chance.randint(100, 900), figures, tier=chance.choice(["leading", "nonconforming"]))


def moves_of(found: Workings, rulebook: Rulebook) -> dict[str, dict[str, Fraction]]:
    moves = tilt_moves(
        found.bases_t, found.scores, rulebook.indicators, beta=found.beta, mean_score=found.claims.mean_score
    )
    return {name: one.exact() for name, one in moves.items()}


@pytest.mark.parametrize("beta", ["0", "0.5", "1", "1.7", "2", "3"])
def test_moves_sum_to_the_tilt(beta: str) -> None:
    """Up to the published decimals of the mean score and the score itself."""
    found, rulebook = problem(beta)
    for name, moves in moves_of(found, rulebook).items():
        tilt = (float(found.scores[name].score) / float(found.claims.mean_score)) ** float(beta)
        assert float(sum(moves.values())) == pytest.approx(tilt - 1, abs=2e-5)


@pytest.mark.parametrize("beta", ["0.5", "2", "3"])
def test_parts_along_the_line_match_a_numerical_path(beta: str) -> None:
    """With one common factor the parts are the path integral of the gradient, here summed in small steps."""
    chance = random.Random(9)
    rulebook = make_rulebook(
        {"tilt_beta": beta, "floor_delta": "1", "ceiling_delta": "3", "capacity_factor": "9"},
        indicators=tuple(make_rule(code, weight, reference=Decimal(1)) for code, weight in RULES),
    )
    claimants = [some_claimant(chance, f"F{number}") for number in range(4)]
    found = work_out(claimants, rulebook, day=day_of(rulebook, None))
    power, mean, steps = float(beta), float(found.claims.mean_score), 2000
    means = {code: mean_item(found, code) for code, _ in RULES}
    for name, moves in moves_of(found, rulebook).items():
        items = found.scores[name].items
        for code, weight in RULES:
            gap = float(items[code].score) - means[code]
            total = 0.0
            for step in range(steps):
                along = (step + 0.5) / steps
                weighted = sum(float(w) * (means[c] * (1 - along) + float(items[c].score) * along) for c, w in RULES)
                total += power * (weighted / mean) ** (power - 1) * float(weight) * gap / mean / steps
            assert total == pytest.approx(float(moves[f"indicator.{code}"]), abs=2e-5)


def mean_item(found: Workings, code: str) -> float:
    total = sum(found.bases_t.values())
    return sum(base * float(found.scores[name].items[code].score) for name, base in found.bases_t.items()) / total


def test_a_firm_at_the_mean_sum_still_has_parts() -> None:
    """Two items that cancel: the weighted sum equals the mean, each item moves the quota, together they do not."""
    rulebook = make_rulebook(
        {"tilt_beta": "2", "cap_t": "2000", "floor_delta": "1", "ceiling_delta": "1"},
        indicators=(make_rule("value", "0.5", reference=Decimal(1)), make_rule("share", "0.5", reference=Decimal(1))),
    )
    claimants = [
        make_claimant("A", 1000, {"value": "1.2", "share": "0.8"}),
        make_claimant("B", 1000, {"value": "0.8", "share": "1.2"}),
    ]
    found = parts(decided(claimants, rulebook), "A")
    assert (200, -200, 0) == (found["indicator.value"], found["indicator.share"], found["multiplier"])


def test_a_method_names_its_own_moves() -> None:
    """Two pools: half by base, half by value added. 1000 t of base, a claim of 1000 * (1 - 1/2 + 2/3): lambda 6/7.

    Base 900; pool 6/7 * 1000 * 1/6 = 142.857; redistribution 857.143 - 900 = -42.857; quota 1000.
    """
    frame = Frame(split_t=1800, bases_t=2000, scale=Fraction(6, 7))
    outcome = Outcome(base_t=1000, claim=Fraction(3500, 3), share=Fraction(1000), binding="", quota_t=1000)
    found = parts_of(frame, outcome, Moves.of({"pool.value": Fraction(1, 6)}))
    assert [("base", 900), ("pool.value", 143), ("redistribution", -43), ("rounding", 0)] == [
        (part.code, part.tonnes) for part in found
    ]
