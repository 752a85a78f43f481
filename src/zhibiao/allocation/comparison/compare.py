"""Run rules on the same enterprises, cap and bounds, and hold what they give side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from zhibiao.allocation.comparison.asked_rules import AskedRule, Setting, settings_of
from zhibiao.allocation.comparison.comparison import (
    IN_FORCE,
    VALUE_ADDED,
    Amount,
    Comparison,
    Cost,
    Fairness,
    Filing,
    PerTonne,
    RuleOutcome,
)
from zhibiao.allocation.comparison.fairness import (
    best_quotas,
    changes,
    envy,
    gini,
    lorenz,
    moves,
    price_of_fairness,
    share_shift,
    span_of,
    worth_of,
)
from zhibiao.allocation.comparison.merging import Filed, groups_of, merge_advantage, split_advantage
from zhibiao.allocation.division.divide import Division, divide, narrowed
from zhibiao.allocation.division.rule import Firms, WeightRule
from zhibiao.errors import NoSolution, UsageError, ZhibiaoError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

# Every pair is tried as one up to so many enterprises, and every one as two: beyond, registered groups alone.
PAIRED_AT_MOST, HALVED_AT_MOST = 40, 200
GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The rulebook's own allocation of the same cap, to compare with; `settings` are the numbers its method read."""

    code: str
    quotas: tuple[int, ...]
    binding: tuple[str, ...]
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every rule of a comparison is run on.

    Args:
        firms: columns in order of id, with `base`; `capacity` where there is any.
        cap: whole tonnes to be given out.
        floors, ceilings: bounds each, whole tonnes, shape (n,).
        groupings: by what enterprises are grouped (size, route, group, tier): the name of each one's group.
        per_tonne: last year's figures per tonne, for the effects of moving tonnes.
        rulebook: numbers of the rulebook in force by name; a rule takes those it has under the same name.
        in_force: the allocation by that rulebook.
        bounds_with: floors and ceilings by the rulebook with other numbers (`floor_delta`, `ceiling_delta`); None
            where no rule can be given bounds of its own.
    """

    firms: Firms
    cap: int
    floors: tuple[int, ...]
    ceilings: tuple[int, ...]
    groupings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    per_tonne: tuple[PerTonne, ...] = ()
    rulebook: Mapping[str, Decimal] = field(default_factory=dict)
    in_force: InForce | None = None
    bounds_with: Callable[[Mapping[str, Decimal]], tuple[tuple[int, ...], tuple[int, ...]]] | None = None

    @property
    def filed(self) -> Filed:
        """The enterprises as they file."""
        return Filed(firms=self.firms, floors=self.floors, ceilings=self.ceilings)

    def filed_within(self, bounds: Mapping[str, Decimal]) -> Filed:
        """The same with other bounds; UsageError `comparison.bounds_fixed` where there are none to be had."""
        if not bounds:
            return self.filed
        if self.bounds_with is None:
            raise UsageError("comparison.bounds_fixed", bounds="、".join(bounds))
        floors, ceilings = self.bounds_with(bounds)
        return Filed(firms=self.firms, floors=floors, ceilings=ceilings)

    @property
    def capacities(self) -> tuple[Fraction, ...]:
        """Compliant capacities; zeros where nobody has any on file."""
        return self.firms.numbers.get("capacity", (Fraction(0),) * len(self.firms.ids))


def compare(ground: Ground, asked: Sequence[AskedRule]) -> Comparison:
    """Run every rule asked for; the rulebook in force stands first.

    A rule that cannot be run on these enterprises (a column missing, bounds that do not meet, too many claimants)
    is a finding with the code of the reason and the rule in its facts as `asked`, and the others go on.

    Raises:
        UsageError: `comparison.no_base`, nobody has a base to compare with; `comparison.nothing_to_share`.
    """
    if ground.cap <= 0:
        raise UsageError("comparison.nothing_to_share", cap_t=ground.cap)
    if not any(ground.firms.numbers["base"]):
        raise UsageError("comparison.no_base", enterprises=len(ground.firms.ids))
    findings = list(_figures_missing(ground))
    known = tuple(figure for figure in ground.per_tonne if any(each is not None for each in figure.values))
    ground = replace(ground, per_tonne=known)
    outcomes = [_in_force(ground, ground.in_force)] if ground.in_force else []
    for one in asked:
        try:
            outcomes.append(_outcome_of(ground, one))
        except (NoSolution, UsageError) as error:
            findings.append(_not_run(one, error))
    return Comparison(
        ids=ground.firms.ids,
        bases=ground.firms.numbers["base"],
        capacities=ground.capacities,
        floors=ground.floors,
        ceilings=ground.ceilings,
        cap=ground.cap,
        groupings=ground.groupings,
        per_tonne=ground.per_tonne,
        outcomes=tuple(outcomes),
        findings=tuple(findings),
    )


def _in_force(ground: Ground, given: InForce) -> RuleOutcome:
    return _measured(
        ground, name=IN_FORCE, code=given.code, settings=given.settings, quotas=given.quotas, binding=given.binding
    )


def _outcome_of(ground: Ground, asked: AskedRule) -> RuleOutcome:
    settings = settings_of(asked, rulebook=ground.rulebook, firms=ground.firms, cap=ground.cap)
    own = {parameter.code for parameter in asked.rule.parameters}
    numbers = {setting.code: setting.value for setting in settings if setting.code in own}
    run, filed = _Run(asked=asked, cap=ground.cap, numbers=numbers), ground.filed_within(asked.bounds)
    found = run.division(filed)
    return _measured(
        ground,
        name=asked.name,
        code=asked.rule.code,
        settings=settings,
        quotas=found.units,
        binding=found.binding,
        filing=_filing(filed, ground.groupings.get(GROUP, ()), run, found.shares),
        bounds=run.bounds(filed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One rule with its numbers, applied to enterprises however they file."""

    asked: AskedRule
    cap: int
    numbers: Mapping[str, Fraction]

    def bounds(self, filed: Filed) -> tuple[Sequence[int], Sequence[int]]:
        """The bounds it was run in: the rulebook's, narrowed by those that the rule sets itself."""
        rule = self.asked.rule
        if not isinstance(rule, WeightRule):
            return filed.floors, filed.ceilings
        low, high = narrowed(rule, filed.firms, self.numbers, filed.floors, filed.ceilings)
        return low, [most for most in high if most is not None]

    def division(self, filed: Filed) -> Division:
        return divide(
            self.asked.rule,
            filed.firms,
            cap=self.cap,
            numbers=self.numbers,
            floors=filed.floors,
            ceilings=filed.ceilings,
        )

    def shares(self, filed: Filed) -> Sequence[Fraction]:
        return self.division(filed).shares


def _filing(filed: Filed, groups: Sequence[str], run: _Run, shares: Sequence[Fraction]) -> Filing:
    ids = filed.firms.ids

    def as_one(places: Sequence[int]) -> Fraction | None:
        return _gain(lambda: merge_advantage(filed, places, divided=run.shares, shares=shares))

    def as_two(place: int) -> Fraction | None:
        return _gain(lambda: split_advantage(filed, place, divided=run.shares, shares=shares))

    pairs = combinations(range(len(ids)), 2) if len(ids) <= PAIRED_AT_MOST else ()
    gains = [(gain, places) for places in pairs if (gain := as_one(places)) is not None]
    most, pair = max(gains, key=lambda item: item[0], default=(None, ()))
    return Filing(
        groups={group: as_one(places) for group, places in groups_of(groups).items()},
        pair=tuple(ids[place] for place in pair),
        pair_gain=most,
        halves={name: as_two(place) for place, name in enumerate(ids if len(ids) <= HALVED_AT_MOST else ())},
    )


def _gain(worked_out: Callable[[], Fraction]) -> Fraction | None:
    """None where enterprises that file so cannot be divided: too many for the rule, or bounds that do not meet."""
    try:
        return worked_out()
    except (NoSolution, UsageError):
        return None


def _measured(
    ground: Ground,
    *,
    name: str,
    code: str,
    settings: tuple[Setting, ...],
    quotas: tuple[int, ...],
    binding: tuple[str, ...],
    filing: Filing | None = None,
    bounds: tuple[Sequence[int], Sequence[int]] | None = None,
) -> RuleOutcome:
    return RuleOutcome(
        name=name,
        code=code,
        settings=settings,
        quotas=quotas,
        binding=binding,
        changes=changes(quotas, ground.firms.numbers["base"]),
        fairness=_fairness(ground, quotas, filing),
        amounts=tuple(_amount(figure, ground, quotas) for figure in ground.per_tonne),
        cost=_cost(ground, quotas, bounds or (ground.floors, ground.ceilings)),
    )


def _fairness(ground: Ground, quotas: tuple[int, ...], filing: Filing | None) -> Fairness:
    bases, capacities = ground.firms.numbers["base"], ground.capacities
    weights = capacities if any(capacities) else None
    shifts = {by: share_shift(quotas, bases, names) or {} for by, names in ground.groupings.items()}
    return Fairness(
        gini_quota=gini(quotas),
        lorenz_quota=lorenz(quotas),
        gini_use=gini(quotas, weights) if weights else None,
        lorenz_use=lorenz(quotas, weights) if weights else (),
        use=span_of(quotas, capacities),
        envies=envy(quotas, bases),
        shifts=shifts,
        against_base=moves(quotas, bases),
        against_in_force=moves(quotas, ground.in_force.quotas) if ground.in_force else None,
        filing=filing,
    )


def _amount(figure: PerTonne, ground: Ground, quotas: Sequence[int]) -> Amount:
    found = _total(figure, quotas)
    before = _total(figure, ground.in_force.quotas) if ground.in_force else None
    change = None if found is None or before is None else found - before
    return Amount(code=figure.code, unit=figure.unit, value=found, change=change)


def _total(figure: PerTonne, quotas: Sequence[int]) -> Fraction | None:
    known = [(quota, each) for quota, each in zip(quotas, figure.values, strict=True) if quota]
    if any(each is None for _, each in known):
        return None
    found = sum((quota * each for quota, each in known if each is not None), Fraction(0))
    return found / sum(quotas) if figure.is_share else found


def _cost(ground: Ground, quotas: tuple[int, ...], bounds: tuple[Sequence[int], Sequence[int]]) -> Cost | None:
    worth = next((figure.values for figure in ground.per_tonne if figure.code == VALUE_ADDED), ())
    known = [each for each in worth if each is not None]
    if not known or len(known) < len(quotas):
        return None
    best = best_quotas(known, floors=bounds[0], ceilings=bounds[1], cap=ground.cap)
    if best is None:
        return None
    found, most = worth_of(quotas, known), worth_of(best, known)
    return Cost(found=found, best=most, price=price_of_fairness(found, most))


def _not_run(asked: AskedRule, error: ZhibiaoError) -> Finding:
    """The reason in its own words, with the rule it befell."""
    facts = {**error.facts, "asked": asked.name}
    return Finding(code=error.code, severity=Severity.QUERY, place=Place(field=asked.name), facts=facts)


def _figures_missing(ground: Ground) -> Iterator[Finding]:
    for figure in ground.per_tonne:
        lacking = [name for name, each in zip(ground.firms.ids, figure.values, strict=True) if each is None]
        facts = {"figure": figure.code, "source": figure.source}
        place = Place(field=figure.source)
        if len(lacking) == len(ground.firms.ids):
            yield Finding(code="comparison.figure_nowhere", severity=Severity.NOTE, place=place, facts=facts)
        elif lacking:
            facts["enterprises"] = "、".join(lacking)
            yield Finding(code="comparison.figure_missing", severity=Severity.NOTE, place=place, facts=facts)
