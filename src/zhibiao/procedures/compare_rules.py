"""Compare rules of allocation (办法比选): an act that changes nothing in the book and needs nobody's signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.comparison.asked_rules import RULEBOOK, Setting, asked_rules
from zhibiao.allocation.comparison.compare import Ground, InForce, compare
from zhibiao.allocation.comparison.compared import Compared
from zhibiao.allocation.comparison.comparison import CO2, ENERGY, HIGH_END, TAXES, VALUE_ADDED, PerTonne
from zhibiao.allocation.comparison.firms import firms_of
from zhibiao.allocation.decision.bounds import BoundRule, bounds_of
from zhibiao.allocation.decision.decide import Workings, day_of, work_out
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.division.rules import RULES
from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.contribution.measure import YearFigures
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import BASE_ONLY
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import claimants_from, with_settled
from zhibiao.procedures.ports import Store
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.period import Month

_CHINA = dt.timezone(dt.timedelta(hours=8))
_FLOWS = ((VALUE_ADDED, "yuan", "value_added_yuan"), (TAXES, "yuan", "taxes_yuan"), (ENERGY, "tce", "energy_tce"))
SIZES = ("large", "middle", "small")
_PER_T, _PER_TCE = "t/t", "t/tce"


def compare_rules(
    store: Store,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    dictionary: Dictionary,
    *,
    rules: str,
    month: Month | None = None,
    code_version: str,
) -> Compared:
    """Run several rules on what a draft of the same year and month would rest on, within the rulebook's bounds.

    The rulebook in force stands first, as `in_force`. Divided is what a decision splits; what earlier years and
    transfers leave beside the split is the same under every rule, and in no figure of the comparison. Effects
    are last year's figures per tonne times the tonnes.

    Args:
        rules: `RULE,RULE:parameter=value` or `all`, as `asked_rules` reads it; with `floor_delta` or `ceiling_delta` a
            rule is run within other bounds than the rulebook's.
        month: the last month counted as made; None for the year's first allocation.

    Raises:
        UsageError: `rule.unknown` and the others of `asked_rules`; `allocate.month_outside_year`.
        ActRefused: `allocate.rulebook_not_in_force`.
        InputRefused: `allocate.record_incomplete`, `score.refused`, as for a draft.
        CapOutOfReach, NoSolution: the rulebook in force has no answer.
    """
    asked = asked_rules(rules)
    day = day_of(rulebook, month)
    own = {one.id for one in city.of_sector(sector.id)}
    returns = [item for item in store.returns() if item.enterprise in own]
    record = Record.of(returns)
    taking_part = claimants_from(record, city, sector, rulebook, dictionary, month)
    claimants = sorted(with_settled(store, sector, rulebook, taking_part), key=lambda one: one.enterprise)
    workings = work_out(claimants, rulebook, day=day)
    figures = YearFigures(record=record, dictionary=dictionary, sector=sector, year=rulebook.plan_year - 1)
    ground = Ground(
        firms=firms_of(claimants, workings, indicators=rulebook.indicators),
        cap=workings.split_t,
        floors=tuple(bounds.floor_t for bounds in workings.bounds.values()),
        ceilings=tuple(bounds.ceiling_t for bounds in workings.bounds.values()),
        groupings=_groupings([city[one.enterprise] for one in claimants], claimants, workings),
        per_tonne=tuple(_per_tonne(figures, [one.enterprise for one in claimants])),
        rulebook=_numbers(rulebook, day),
        in_force=_in_force(rulebook, workings, day),
        bounds_with=lambda numbers: _bounds_with(numbers, claimants, rulebook, workings, day),
    )
    received = max(item.received_at for item in returns)
    return Compared(
        city=city,
        sector=sector,
        rulebook=rulebook,
        as_of=str(month) if month else "",
        year=figures.year,
        dated=received.astimezone(_CHINA).date(),
        marks=Marks(
            decision_id="",
            decision_sha256="",
            rulebook_id=rulebook.id,
            rulebook_sha256=rulebook.source_sha256,
            ledger_head=store.head(of_moves=True),
            code_version=code_version,
        ),
        comparison=compare(ground, asked),
    )


def _groupings(
    enterprises: Sequence[Enterprise], claimants: Sequence[Claimant], workings: Workings
) -> dict[str, tuple[str, ...]]:
    capacities = [one.capacity_t for one in claimants]
    by = capacities if any(capacities) else [workings.bases_t[one.enterprise] for one in claimants]
    groupings = {
        "size": sizes_of(by),
        "route": tuple(one.route for one in enterprises),
        "group": tuple(one.group for one in enterprises),
        "tier": tuple(one.tier for one in enterprises),
    }
    return {name: groups for name, groups in groupings.items() if any(groups)}


def sizes_of(capacities: Sequence[int]) -> tuple[str, ...]:
    """Size classes by rank of capacity: a third large, a third middle, a third small; odd ones to the larger class.

    The register has no size class, and the official one (workforce and revenue) calls every steel mill large. Equal
    capacities: the earlier one is the larger.

    >>> sizes_of([5, 90, 40, 7])
    ('small', 'large', 'large', 'middle')
    """
    order = sorted(range(len(capacities)), key=lambda place: -capacities[place])
    count = len(order)
    ends = (-(-count // 3), -(-2 * count // 3), count)
    found = {
        place: next(s for s, end in zip(SIZES, ends, strict=True) if rank < end) for rank, place in enumerate(order)
    }
    return tuple(found[place] for place in range(count))


def _per_tonne(figures: YearFigures, enterprises: Sequence[str]) -> Iterable[PerTonne]:
    quantity = figures.sector.quantity
    made = [figures.figure(name, quantity) for name in enterprises]

    def over_output(field: str) -> tuple[Fraction | None, ...]:
        return tuple(
            None if amount is None or not output else Fraction(amount) / Fraction(output)
            for amount, output in zip((figures.figure(name, field) for name in enterprises), made, strict=True)
        )

    for code, unit, field in _FLOWS:
        if figures.sector.id in figures.dictionary[field].sectors:
            yield PerTonne(code=code, unit=unit, values=over_output(field), source=field)
    yield from _co2(figures.sector, over_output("energy_tce"))
    if figures.sector.catalogue(figures.year) is not None:
        shares = tuple(_high_end_share(figures, name) for name in enterprises)
        yield PerTonne(code=HIGH_END, unit="1", values=shares, source=figures.sector.output)


def _co2(sector: Sector, energy: Sequence[Fraction | None]) -> Iterable[PerTonne]:
    """CO2 by the coefficients `co2_per_…` of the sector: per tonne made (t/t) and per tce; nothing without one."""
    on_file = {code: one for code, one in sector.coefficients.items() if code.startswith("co2_per_")}
    per_t = sum((Fraction(one.value) for one in on_file.values() if one.unit == _PER_T), Fraction(0))
    per_tce = sum((Fraction(one.value) for one in on_file.values() if one.unit == _PER_TCE), Fraction(0))
    if on_file:
        values = tuple(per_t if not per_tce else None if each is None else per_t + per_tce * each for each in energy)
        yield PerTonne(code=CO2, unit="t", values=values, source="、".join(on_file))


def _high_end_share(figures: YearFigures, enterprise: str) -> Fraction | None:
    products, high = figures.products_t(enterprise), figures.high_end_t(enterprise)
    whole = sum(products.values(), Decimal(0)) if products else Decimal(0)
    return Fraction(high) / Fraction(whole) if whole and high is not None else None


def _bounds_with(
    given: Mapping[str, Decimal],
    claimants: Sequence[Claimant],
    rulebook: Rulebook,
    workings: Workings,
    day: dt.date,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The bounds of the rulebook with other shares of the base; capacity and what was made bind as before."""
    number = {**{code: parameter.at(day) for code, parameter in rulebook.parameters.items()}, **given}
    rule = BoundRule(
        floor_delta=number["floor_delta"],
        ceiling_delta=number["ceiling_delta"],
        capacity_factor=None if rulebook.bounds_rule == BASE_ONLY else number["capacity_factor"],
    )
    found = [
        bounds_of(
            rule,
            base_t=workings.bases_t[one.enterprise],
            capacity_t=one.capacity_t,
            made_t=one.made_t,
            beside_t=one.beside_t,
        )
        for one in claimants
    ]
    return tuple(bounds.floor_t for bounds in found), tuple(bounds.ceiling_t for bounds in found)


def _numbers(rulebook: Rulebook, day: dt.date) -> Mapping[str, Decimal]:
    """The rulebook's numbers, and its factors of tier, grade and veto under the names of the rule `tiers`."""
    factors = {
        "tiers.factor.veto" if one.attribute == "veto" else f"tiers.factor.{one.value}": one.factor
        for one in rulebook.multipliers
    }
    return {code: parameter.at(day) for code, parameter in rulebook.parameters.items()} | factors


def _in_force(rulebook: Rulebook, workings: Workings, day: dt.date) -> InForce:
    asked = RULES[rulebook.method].parameters if rulebook.method in RULES else ()
    numbers = _numbers(rulebook, day)
    return InForce(
        code=rulebook.method,
        quotas=workings.split.tonnes,
        binding=workings.split.binding,
        settings=tuple(
            Setting(code=one.code, unit=one.unit, value=Fraction(numbers[one.code]), origin=RULEBOOK)
            for one in asked
            if one.code in numbers
        ),
    )
