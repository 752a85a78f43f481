"""The claims rules by code: proportional weighs by the claim, the others divide the estate themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from zhibiao.allocation.claims import average_of_awards as average
from zhibiao.allocation.claims import overlap
from zhibiao.allocation.claims import random_arrival as arrival
from zhibiao.allocation.claims.adjusted import adjusted_proportional
from zhibiao.allocation.claims.centroid_estimate import average_of_awards_estimate
from zhibiao.allocation.claims.equal import cea, cel
from zhibiao.allocation.claims.laws import (
    COMPOSITION_DOWN,
    COMPOSITION_UP,
    CONSISTENT,
    MINIMAL_RIGHTS_FIRST,
    NO_GAIN_BY_MERGING,
    NO_GAIN_BY_SPLITTING,
    SELF_DUAL,
    TRUNCATION_INVARIANT,
    laws,
)
from zhibiao.allocation.claims.proportional import weigh_by_claim
from zhibiao.allocation.claims.sampled import random_arrival_estimate
from zhibiao.allocation.claims.talmud import constrained_egalitarian, piniles, talmud
from zhibiao.allocation.division.rule import AwardRule, Estimate, Rule, WeightRule

_CLAIM = ("claim",)
_THOMSON = "Thomson 2019, How to Divide When There Isn't Enough, Cambridge University Press"
_AUMANN = "Aumann and Maschler 1985, Journal of Economic Theory 36, 195–213"
_ONEILL = "O'Neill 1982, Mathematical Social Sciences 2, 345–371"


def _overlap_estimate(claims: Sequence[Fraction], estate: Fraction, generator: np.random.Generator) -> Estimate:  # noqa: ARG001 - one shape for all
    return overlap.minimal_overlap_rounded(claims, estate)


def _centroid_estimate(
    claims: Sequence[Fraction],
    estate: Fraction,
    generator: np.random.Generator,  # noqa: ARG001 - one shape for all
) -> Estimate:
    return average_of_awards_estimate(claims, estate)


CLAIMS_RULES: tuple[Rule, ...] = (
    WeightRule(
        code="proportional",
        reads=_CLAIM,
        source=f"Aristotle, Nicomachean Ethics V, in {_THOMSON}",
        weigh=weigh_by_claim,
        laws=laws(COMPOSITION_DOWN, COMPOSITION_UP, CONSISTENT, SELF_DUAL, NO_GAIN_BY_MERGING, NO_GAIN_BY_SPLITTING),
    ),
    AwardRule(
        code="cea",
        reads=_CLAIM,
        source=f"Maimonides, in {_AUMANN}; {_THOMSON}",
        award=cea,
        laws=laws(TRUNCATION_INVARIANT, COMPOSITION_DOWN, COMPOSITION_UP, CONSISTENT, NO_GAIN_BY_MERGING),
    ),
    AwardRule(
        code="cel",
        reads=_CLAIM,
        source=f"Maimonides, in {_AUMANN}; {_THOMSON}",
        award=cel,
        laws=laws(MINIMAL_RIGHTS_FIRST, COMPOSITION_DOWN, COMPOSITION_UP, CONSISTENT, NO_GAIN_BY_SPLITTING),
    ),
    AwardRule(
        code="talmud",
        reads=_CLAIM,
        source=_AUMANN,
        award=talmud,
        laws=laws(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST, CONSISTENT, SELF_DUAL),
    ),
    AwardRule(
        code="piniles",
        reads=_CLAIM,
        source=f"Piniles 1861, Darkah shel Torah, Vienna, in {_THOMSON}",
        award=piniles,
        laws=laws(CONSISTENT, NO_GAIN_BY_MERGING),
    ),
    AwardRule(
        code="adjusted_proportional",
        reads=_CLAIM,
        source="Curiel, Maschler and Tijs 1987, Bankruptcy games, Zeitschrift für Operations Research 31, A143–A159",
        award=adjusted_proportional,
        laws=laws(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST, SELF_DUAL),
    ),
    AwardRule(
        code="random_arrival",
        reads=_CLAIM,
        source=_ONEILL,
        award=arrival.random_arrival,
        most_claimants=arrival.MOST_CLAIMANTS,
        estimate=random_arrival_estimate,
        laws=laws(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST, SELF_DUAL),
    ),
    AwardRule(
        code="minimal_overlap",
        reads=_CLAIM,
        source=f"Ibn Ezra, in {_ONEILL}",
        award=overlap.minimal_overlap,
        most_claimants=overlap.MOST_CLAIMANTS,
        estimate=_overlap_estimate,
        laws=laws(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST),
    ),
    AwardRule(
        code="constrained_egalitarian",
        reads=_CLAIM,
        source="Chun, Schummer and Thomson 2001, Constrained egalitarianism, Seoul Journal of Economics 14, 269–297",
        award=constrained_egalitarian,
        laws=laws(CONSISTENT, NO_GAIN_BY_MERGING),
    ),
    AwardRule(
        code="average_of_awards",
        reads=_CLAIM,
        source=(
            "Mirás Calvo, Quinteiro Sandomingo and Sánchez Rodríguez 2022, The average-of-awards rule for claims "
            "problems, Social Choice and Welfare 59, 863–888"
        ),
        award=average.average_of_awards,
        most_claimants=average.MOST_CLAIMANTS,
        estimate=_centroid_estimate,
        laws=laws(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST, SELF_DUAL),
    ),
)
