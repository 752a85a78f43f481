"""The quick explanation in whole numbers says what the formulas say in fractions, tonne by tonne."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_sample import decided, make_claimant, make_multiplier, make_rule, make_rulebook
from effort import examples
from zhibiao.allocation.decision.decision import Decision, Share
from zhibiao.policy.rulebook import Direction
from zhibiao.terms.apportion import largest_remainder
from zhibiao.terms.exact import power

WEIGHTS = {"value": "0.45", "share": "0.35", "energy": "0.2"}
BETAS = ("0", "0.5", "1", "1.7", "2")


def some_decision(chance: random.Random, beta: str) -> Decision:
    """A few firms between narrow and wide bounds, with factors and a loss now and then."""
    rules = tuple(
        make_rule(code, weight, direction=Direction.COST if code == "energy" else Direction.BENEFIT)
        for code, weight in WEIGHTS.items()
    )
    width = chance.choice(["0.02", "0.3", "1"])
    claimants = [
        make_claimant(
            f"F{number}",
            chance.randint(1, 900_000),
            {
                "value": (chance.randint(-50, 90_000), chance.randint(100, 5000)),
                "share": (chance.randint(1, 900), 1000),
                "energy": (chance.randint(50, 5000), chance.randint(100, 5000)),
            },
            tier=chance.choice(["leading", "normative", "nonconforming"]),
        )
        for number in range(chance.randint(1, 6))
    ]
    factors = (make_multiplier("tier", "leading", "1.05"), make_multiplier("tier", "nonconforming", "0.875"))
    total = sum(one.history_t[2024] for one in claimants)
    numbers = {"cap_t": str(total), "tilt_beta": beta, "floor_delta": width, "ceiling_delta": width}
    return decided(claimants, make_rulebook(numbers, indicators=rules, multipliers=factors))


def parts_by_formula(decision: Decision, share: Share, beta: Decimal) -> dict[str, int]:
    """docs/maths/allocation.md, "The explanation", written down in fractions once more."""
    total, mean = sum(one.base_t for one in decision.shares), Fraction(decision.mean_score)
    scale = Fraction(decision.scale)
    weights = {code: Fraction(weight) for code, weight in WEIGHTS.items()}

    def averaged(values: Mapping[str, Fraction]) -> Fraction:
        return sum((one.base_t * values[one.enterprise] for one in decision.shares), Fraction(0)) / total

    items = {
        one.enterprise: {item.indicator: Fraction(item.score) for item in one.indicators} for one in decision.shares
    }
    sums = {name: sum((weights[code] * own[code] for code in weights), Fraction(0)) for name, own in items.items()}
    gaps = {
        code: weights[code]
        * (items[share.enterprise][code] - averaged({name: own[code] for name, own in items.items()}))
        for code in weights
    }
    factor, own_sum, mean_sum = Fraction(share.multiplier), sums[share.enterprise], averaged(sums)
    if beta == 0:
        slope, by_factor = Fraction(0), Fraction(0)
    elif beta == 1:
        excess = {one.enterprise: (Fraction(one.multiplier) - 1) * sums[one.enterprise] for one in decision.shares}
        slope, by_factor = 1 / mean, (excess[share.enterprise] - averaged(excess)) / mean
    else:

        def tilted(weighted: Fraction, by: Fraction) -> Fraction:
            return power(weighted * by / mean, beta)

        own, only = tilted(own_sum, factor), tilted(mean_sum, factor)
        together = (tilted(own_sum, mean / mean_sum) - 1 + own - only) / 2
        flat = Fraction(beta) * (1 + only) / (2 * mean_sum)
        slope = flat if own_sum == mean_sum else together / (own_sum - mean_sum)
        by_factor = own - 1 - slope * sum(gaps.values())
    reference = Fraction((decision.cap_t - decision.reserve_t) * share.base_t, total)
    real = {
        "base": reference,
        **{f"indicator.{code}": scale * share.base_t * gap * slope for code, gap in gaps.items()},
    }
    real |= {"multiplier": scale * share.base_t * by_factor, "redistribution": scale * share.base_t - reference}
    if share.binding:
        bound = share.floor_t if share.binding.startswith("floor") else share.ceiling_t
        real[f"bound.{share.binding}"] = bound - scale * share.base_t * Fraction(share.tilt)
    real["rounding"] = share.quota_t - sum(real.values(), Fraction(0))
    return dict(zip(real, largest_remainder(list(real.values()), share.quota_t), strict=True))


def differences(decision: Decision, beta: str) -> list[str]:
    return [
        share.enterprise
        for share in decision.shares
        if {part.code: part.tonnes for part in share.parts} != parts_by_formula(decision, share, Decimal(beta))
    ]


@settings(max_examples=examples(120), deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(BETAS))
def test_the_parts_are_those_of_the_formulas(chance: random.Random, beta: str) -> None:
    assert [] == differences(some_decision(chance, beta), beta)


@pytest.mark.parametrize("beta", ["0.5", "1"])
def test_a_tonne_moved_between_two_parts_is_noticed(beta: str) -> None:
    decision = some_decision(random.Random(3), beta)
    first, *others = decision.shares
    base, value, *rest = first.parts
    moved = (replace(base, tonnes=base.tonnes - 1), replace(value, tonnes=value.tonnes + 1), *rest)
    wrong = replace(decision, shares=(replace(first, parts=moved), *others))
    assert [first.enterprise] == differences(wrong, beta)
