"""The claimants of a decision as the columns that the method of its rulebook reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.division.rule import Firms, Numbers, Rule
from zhibiao.allocation.methods.standing import GRADES, TIERS
from zhibiao.contribution.scoring import Score
from zhibiao.errors import InputRefused
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


def columns_of(
    claimants: Sequence[Claimant],
    rulebook: Rulebook,
    *,
    rule: Rule,
    numbers: Numbers,
    bases_t: Mapping[str, int],
    scores: Mapping[str, Score],
) -> Firms:
    """What a rule may read in a decision.

    | column | is |
    |---|---|
    | claim, base | the base of the decision; for a claims rule it is what is claimed |
    | score | as published |
    | capacity, tier, grade, vetoed | as in the decision |
    | surcharged | who is vetoed: the one condition of a year that the register dates |
    | value | numerator of the first indicator, a loss as zero |
    | recent | mean of the two latest base years |
    | benchmark | 1 for all: one quantity has one benchmark, and only proportions count |

    A column that the rule does not read is left out; so are grades where each has the factor 1. No exposure and no
    level of an earlier adjustment is on record: neither then changes anything.

    Args:
        claimants: in order of id.
        numbers: the rule's parameters.

    Raises:
        InputRefused: `allocate.record_incomplete` where a tier, a grade or a second base year that the rule needs is
            missing, with a finding for each.
    """
    asked = {*rule.reads, *rule.may_read}
    if all(numbers.get(f"factor.{grade}", Fraction(1)) == 1 for grade in GRADES):
        asked -= {"grade"}
    findings = [finding for one in claimants for finding in _gaps(one, rulebook, asked)]
    if findings:
        raise InputRefused("allocate.record_incomplete", findings, count=len(findings))
    ids = tuple(one.enterprise for one in claimants)
    bases = tuple(Fraction(bases_t[name]) for name in ids)
    vetoed = tuple(Fraction(one.is_vetoed) for one in claimants)
    columns = {
        "claim": bases,
        "base": bases,
        "score": tuple(Fraction(scores[name].score) for name in ids),
        "capacity": tuple(Fraction(one.capacity_t) for one in claimants),
        "vetoed": vetoed,
        "surcharged": vetoed,
        "benchmark": (Fraction(1),) * len(ids),
    }
    if "value" in asked:
        columns["value"] = tuple(pool_value(one) for one in claimants)
    if "recent" in asked:
        columns["recent"] = tuple(_recent(one) for one in claimants)
    words = {"tier": tuple(one.tier for one in claimants), "grade": tuple(one.grade for one in claimants)}
    return Firms(
        ids=ids,
        numbers={name: column for name, column in columns.items() if name in asked},
        words={name: column for name, column in words.items() if name in asked},
    )


def pool_value(one: Claimant) -> Fraction:
    """What a pool is shared by: the numerator of the first indicator; a loss is legal and draws nothing."""
    return max(Fraction(one.measures[0].numerator or 0), Fraction(0))


def _recent(one: Claimant) -> Fraction:
    latest = sorted(one.history_t)[-2:]
    return Fraction(sum(one.history_t[year] for year in latest), 2)


def _gaps(one: Claimant, rulebook: Rulebook, asked: set[str]) -> Iterator[Finding]:
    for name, found, known in (("tier", one.tier, TIERS), ("grade", one.grade, GRADES)):
        if name in asked and found not in known:
            shown = {"found": found or "—", "known": "、".join(known)}
            yield _gap("allocate.standing_missing", one, rulebook, field=name, **shown)
    if "recent" in asked and len(one.history_t) < 2:
        years = "、".join(str(year) for year in sorted(one.history_t)) or "—"
        yield _gap("allocate.two_years_needed", one, rulebook, field=rulebook.quantity, years=years)


def _gap(code: str, one: Claimant, rulebook: Rulebook, *, field: str, **facts: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.REJECT,
        place=Place(clause=rulebook.clause_of["method"], field=field),
        facts={"enterprise": one.enterprise, "field": field, "rule": rulebook.method, **facts},
    )
