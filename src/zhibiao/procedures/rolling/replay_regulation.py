"""A year of the fictional city rolled month by month under regulation.

At the start of each month the rest of the year is planned from what was known then: returns to the month before as
they had been received, prices and rates of that month, announced stops. Holdings move within the rulebook's limits in
a real ledger; then the city's generator makes what was decided, up to its own noise and stops.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.errors import InputRefused, NoSolution
from zhibiao.ledger.book import Book
from zhibiao.procedures.regulation.inputs import regulation_inputs
from zhibiao.procedures.rolling.regulated_case import RegulatedCase, entitled, granted, holding, produced
from zhibiao.procedures.rolling.regulated_month import (
    RELEASE,
    Gave,
    Made,
    Rolled,
    able_t,
    by_enterprise,
    days_off,
    of_firm,
    received,
    stop_of,
    terms_of,
)
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.regulation.city.problem import city_problem
from zhibiao.regulation.city.solved import Solved, solved
from zhibiao.regulation.city.targets import target_holdings
from zhibiao.regulation.rolling import Step
from zhibiao.simulation.regulated import Chance, Pair, regulated_city
from zhibiao.simulation.rhythm import spread
from zhibiao.terms.apportion import apportion
from zhibiao.terms.period import Month

_NEARER = [0.0, *(sign * step / 4000 for step in range(1, 41) for sign in (-1, 1))]  # by a fortieth of a per cent
_TWENTY = 20
Tell = Callable[[CityInputs], CityInputs]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A plan and the inputs it was made from."""

    inputs: CityInputs
    solved: Solved

    def month_t(self, month: Month) -> dict[Pair, int]:
        """What it gives each pair in a month."""
        column = self.inputs.months.index(month)
        return dict(zip(self.solved.city.pairs, self.solved.y[:, column].tolist(), strict=True))


def roll(
    case: RegulatedCase,
    chance: Chance,
    *,
    announced: bool,
    revised: bool = True,
    months: int = 12,
    tell: Tell | None = None,
) -> Rolled:
    """Go through the year under regulation.

    Args:
        case: the year.
        chance: what goes astray.
        announced: whether stops are announced in the return of the month before; otherwise nobody knows of them.
        revised: plan anew every month; otherwise January's plan stands for the year.
        months: how many are gone through.
        tell: changes what a planner is given: a cheat, for tests.

    Raises:
        NoSolution: no plan keeps all limits, or none can be certified.
    """
    run = _Run(case=case, chance=chance, announced=announced, tell=tell)
    for month in case.months[:months]:
        run.begin(month, revised=revised or month == case.months[0])
        run.carry_out(month)
    return run.rolled()


def roll_twice(case: RegulatedCase, chance: Chance, *, announced: bool) -> tuple[Rolled, Rolled]:
    """The year as `roll` takes it, and the same with December planned once more after its twentieth day.

    Raises:
        NoSolution: as `roll`.
    """
    run = _Run(case=case, chance=chance, announced=announced, tell=None)
    *before, december = case.months
    for month in before:
        run.begin(month)
        run.carry_out(month)
    run.begin(december)
    other = run.fork()
    run.carry_out(december)
    other.carry_out_in_ten_days(december)
    return run.rolled(), other.rolled()


class _Run:
    """A year in the making."""

    def __init__(self, *, case: RegulatedCase, chance: Chance, announced: bool, tell: Tell | None) -> None:
        self._case, self._chance, self._announced, self._tell = case, chance, announced, tell
        self._claimants: tuple[Claimant, ...] = case.claimants()
        self._decision: Decision = case.decision(self._claimants)
        self._book = granted(Book.empty(case.sector.id, case.year), self._decision)
        self._made: Made = {}
        self._plan: _Planned | None = None
        self._is_to_move = False
        self._moves: dict[Month, dict[str, int]] = {}
        self._steps: list[Step] = []
        self._out: list[tuple[str, Month]] = []
        self._seen: dict[tuple[str, Month], int] = {}
        self._gave: list[Gave] = []

    def begin(self, month: Month, *, revised: bool = True) -> None:
        """Everything that is done before a month."""
        self.open(month)
        if revised:
            self.plan(month)
        self.regulate(month)

    def fork(self) -> _Run:
        """The same year so far, to go on otherwise."""
        other = copy(self)
        other._made, other._moves = dict(self._made), dict(self._moves)
        other._steps, other._out, other._gave = list(self._steps), list(self._out), list(self._gave)
        return other

    def open(self, month: Month) -> None:
        """Before the first plan of the last quarter the reserve is given out by a second allocation."""
        if month.month != RELEASE:
            return
        self._decision = self._case.released(self._claimants, made_t=self._year_t(), regulated_t=self._moved_t())
        self._book = granted(self._book, self._decision)

    def plan(self, month: Month) -> None:
        """Plan the rest of the year; where the last month's returns are not in yet, the plan before stands."""
        try:
            inputs = self._inputs(month)
        except InputRefused as refused:
            if refused.code != "city_plan.record_incomplete":
                raise
            self._is_to_move = False
            return
        told = self._tell(inputs) if self._tell else inputs
        self._plan = self._solved(told, month)
        self._seen, self._is_to_move = _seen(told), True

    def _solved(self, inputs: CityInputs, month: Month) -> _Planned:
        """The plan; where limits leave none, the nearest that there is, and what gave way is noted.

        First supplies: more can be bought outside. Then the total of this month's plan, by as little as is needed: the
        months after may move holdings further. No other limit of the rulebook ever gives way.
        """
        asked, refused = inputs, NoSolution("plan.infeasible", solver="")
        for share in _NEARER:
            asked = replace(asked, cap_t=inputs.cap_t + round(inputs.cap_t * share))
            for supplies in (inputs.supplies, {}):
                try:
                    asked = replace(asked, supplies=supplies)
                    found = _Planned(inputs=asked, solved=solved(city_problem(asked)))
                except NoSolution as error:
                    refused = error
                    continue
                if supplies != inputs.supplies:
                    self._gave.append(Gave(month=month, what="supply", tonnes=0))
                if share:
                    self._gave.append(Gave(month=month, what="total", tonnes=asked.cap_t - inputs.cap_t))
                if broken := found.solved.certificate.broken:
                    self._gave.append(Gave(month=month, what="whole", tonnes=ceil(max(one.excess for one in broken))))
                return found
        raise refused

    def regulate(self, month: Month) -> None:
        """Move holdings towards a new plan within the limits; January's stand as the allocation has just set them."""
        if self._plan is None or not self._is_to_move or month.month == 1:
            return
        self._is_to_move = False
        before = {name: self._book.holding(name) for name in self._book.enterprises}
        aimed = target_holdings(self._plan.solved.city, self._plan.solved.year_t)
        self._check(month, before, aimed)
        self._book = holding(self._book, aimed, name=f"{month}", cap_t=self._book.cap, reserve_t=self._book.reserve)
        self._moves[month] = {name: aimed[name] - tonnes for name, tonnes in before.items() if aimed[name] != tonnes}

    def carry_out(self, month: Month) -> None:
        """Let the month come."""
        decided = self._decided(month)
        self._book_month(month, decided, self._come(month, decided, told=self._told(month), share=Fraction(1)))

    def carry_out_in_ten_days(self, month: Month) -> None:
        """Let the month come, and share out on its twentieth day what is left of the cap, within the same limits.

        By then a stop is known, and so is what everybody has made; only the last third still strays.
        """
        decided, told = self._decided(month), self._told(month)
        share = Fraction(_TWENTY, month.days)
        first = self._come(month, decided, told=told, share=share)
        self._book = self._produced(month, first)
        rest = self._last_third(month, decided, first, share=1 - share)
        last = self._come(month, rest, told=frozenset(self._chance.stop), share=Fraction(1), least_share=1 - share)
        made = {pair: first.get(pair, 0) + last.get(pair, 0) for pair in {**first, **last}}
        self._book_month(month, decided, made)

    def _last_third(
        self, month: Month, decided: Mapping[Pair, int], first: Mapping[Pair, int], *, share: Fraction
    ) -> dict[Pair, int]:
        """What is left of the cap, near what had been decided, within abilities and limits; holdings follow it.

        Where the limits of the month leave no way to it, what had been decided stands.
        """
        names = tuple(self._book.enterprises)
        usual, done = by_enterprise(decided), by_enterprise(first)
        able = {
            name: floor(able_t(self._case, name, month, stop=stop_of(self._chance, name, month)) * share)
            for name in names
        }
        weights = [round(usual[name] * share * Fraction(stop_of(self._chance, name, month))) for name in names]
        low, high = zip(*(self._limits(name, month) for name in names), strict=True)
        used = [self._book.used(name) for name in names]
        left = self._book.cap - sum(used)
        floors = [max(0, least - tonnes) for least, tonnes in zip(low, used, strict=True)]
        ceilings = [
            max(0, min(most - tonnes, able[name])) for name, most, tonnes in zip(names, high, used, strict=True)
        ]
        floors = [min(least, most) for least, most in zip(floors, ceilings, strict=True)]
        if not sum(floors) <= left <= sum(ceilings):
            return {pair: round(tonnes * share) for pair, tonnes in decided.items()}
        parts = dict(zip(names, apportion(weights, total=left, floors=floors, ceilings=ceilings), strict=True))
        aimed = {name: tonnes + parts[name] for name, tonnes in zip(names, used, strict=True)}
        own = self._moves.get(month, {})
        before = {name: self._book.holding(name) - own.get(name, 0) for name in names}
        self._check(month, before, aimed)
        self._book = holding(self._book, aimed, name=f"{month}-20", cap_t=self._book.cap, reserve_t=0)
        self._moves[month] = {name: aimed[name] - tonnes for name, tonnes in before.items() if aimed[name] != tonnes}
        return {
            (name, family): tonnes
            for name in names
            if done.get(name) or usual.get(name)
            for family, tonnes in _like(decided, name, parts[name]).items()
        }

    def _limits(self, name: str, month: Month) -> tuple[int, int]:
        """Least and most that an enterprise may hold in the month, by month, year, floor and ceiling."""
        terms = terms_of(self._case, month)
        share = next(one for one in self._decision.shares if one.enterprise == name)
        start = self._book.holding(name) - self._moves.get(month, {}).get(name, 0)
        free = share.quota_t - self._regulated(name)
        of_month, of_year = Fraction(terms.month_share), Fraction(terms.year_share)
        least = max(share.floor_t, ceil(start * (1 - of_month)), ceil(free * (1 - of_year)))
        most = min(share.ceiling_t, floor(start * (1 + of_month)), floor(free * (1 + of_year)))
        return least, most

    def _decided(self, month: Month) -> dict[Pair, int]:
        if self._plan is None:
            raise ValueError(f"no plan reaches {month}")
        return self._plan.month_t(month)

    def _told(self, month: Month) -> frozenset[str]:
        """Whose stop of the month the plan that stands had in it."""
        assert self._plan is not None
        column = self._plan.inputs.months.index(month)
        return frozenset(one.enterprise for one in self._plan.inputs.enterprises if one.outage_days[column] > 0)

    def _come(
        self,
        month: Month,
        decided: Mapping[Pair, int],
        *,
        told: Collection[str],
        share: Fraction,
        least_share: Fraction = Fraction(1),
    ) -> dict[Pair, int]:
        """What firms make of what was decided, of `share` of it in as much of the month."""
        made: dict[Pair, int] = {}
        for name in dict.fromkeys(name for name, _ in decided):
            own = {family: round(tonnes * share) for (one, family), tonnes in decided.items() if one == name}
            found = of_firm(
                self._case,
                self._chance,
                name,
                month,
                own,
                is_told=name in told,
                left_t=self._book.available(name),
                share=min(share, least_share),
            )
            made |= {(name, family): tonnes for family, tonnes in found.items()}
        return made

    def _produced(self, month: Month, made: Mapping[Pair, int]) -> Book:
        by_month = {name: {month: tonnes} for name, tonnes in by_enterprise(made).items()}
        return produced(self._book, _with_before(by_month, {**self._made, month: dict(made)}))

    def _book_month(self, month: Month, decided: Mapping[Pair, int], made: dict[Pair, int]) -> None:
        self._made[month] = made
        self._book = self._produced(month, made)
        if self._plan is not None and self._plan.inputs.months[0] == month:
            self._steps.append(_step(self._plan, month, decided, made, self._seen))

    def rolled(self) -> Rolled:
        """What came of it."""
        return Rolled(
            made=self._made,
            book=self._book,
            moves=self._moves,
            steps=tuple(self._steps),
            received=received(self._case, self._made),
            bounds={one.enterprise: (one.floor_t, one.ceiling_t) for one in self._decision.shares},
            steps_out=tuple(self._out),
            gave=tuple(self._gave),
        )

    def _inputs(self, month: Month) -> CityInputs:
        case = self._case
        city = regulated_city(case.truth, self._made, sector=case.sector)
        record = case.record_for_plan(city, until=month.shift(-1), outage_days=self._announced_days(month))
        return regulation_inputs(
            record,
            case.truth.register,
            case.sector,
            case.rulebook,
            terms_of(case, month),
            self._book,
            entitled(self._decision),
            month=month,
            worth=case.worth(month),
        )

    def _announced_days(self, month: Month) -> dict[str, dict[Month, Decimal]]:
        """Days of stops in the month as the return of the month before says them; none where nothing is announced."""
        if not self._announced:
            return {}
        return {name: {month: days_off(self._chance, name, month)} for name in self._chance.stop}

    def _check(self, month: Month, before: Mapping[str, int], aimed: Mapping[str, int]) -> None:
        """Note whose holding would leave a limit of the month: recomputed from the rulebook, not from the problem."""
        terms = terms_of(self._case, month)
        body = {one.enterprise: one for one in self._decision.shares}
        for name, tonnes in aimed.items():
            share, held = body[name], before[name]
            earlier = sum(moves.get(name, 0) for when, moves in self._moves.items() if when != month)
            moved = earlier + tonnes - held
            free = share.quota_t - self._regulated(name)
            limits = (
                abs(tonnes - held) <= held * terms.month_share + 1,
                abs(moved) <= free * terms.year_share + 1,
                tonnes >= self._book.used(name),
            )
            if not all(limits):
                self._out.append((name, month))

    def _regulated(self, name: str) -> int:
        return next(one.regulated_t for one in self._decision.claimants if one.enterprise == name)

    def _moved_t(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for moves in self._moves.values():
            for name, tonnes in moves.items():
                found[name] = found.get(name, 0) + tonnes
        return found

    def _year_t(self) -> dict[str, int]:
        found = {one.enterprise: 0 for one in self._claimants}
        for made in self._made.values():
            for name, tonnes in by_enterprise(made).items():
                found[name] += tonnes
        return found


def _like(decided: Mapping[Pair, int], name: str, tonnes: int) -> dict[str, int]:
    """So many tonnes of one firm in the mix that was decided for it."""
    own = {family: each for (one, family), each in decided.items() if one == name}
    return dict(zip(own, spread(tonnes, list(own.values())), strict=True))


def _seen(inputs: CityInputs) -> dict[tuple[str, Month], int]:
    """What the plan was made from: output since January of each enterprise; none in January."""
    if inputs.as_of.month == 12:
        return {}
    return {(one.enterprise, inputs.as_of): one.made_t for one in inputs.enterprises}


def _step(
    plan: _Planned,
    month: Month,
    decided: Mapping[Pair, int],
    made: Mapping[Pair, int],
    seen: dict[tuple[str, Month], int],
) -> Step:
    rest = plan.inputs.cap_t - plan.inputs.made_t
    return Step(
        month=month,
        seen_t=seen,
        decided_t=by_enterprise(decided),
        made_t=by_enterprise(made),
        target_t=rest,
        planned_t=int(plan.solved.y.sum()),
        course_t=rest,
        certificate=plan.solved.best.certificate,
        solver=plan.solved.best.solver,
    )


def _with_before(now: Mapping[str, Mapping[Month, int]], made: Made) -> dict[str, dict[Month, int]]:
    """All months of the year so far by enterprise, as the ledger takes them."""
    found: dict[str, dict[Month, int]] = {name: {} for name in now}
    for month, pairs in made.items():
        for name, tonnes in by_enterprise(pairs).items():
            found.setdefault(name, {})[month] = tonnes
    return found
