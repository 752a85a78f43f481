"""How the fictional city behaves under regulation: the generator's own chance, one rule of behaviour, what is filed."""

from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from zhibiao.assemble.regulated_case import regulated_case
from zhibiao.procedures.rolling.regulated_case import RegulatedCase
from zhibiao.simulation.output import plan_of
from zhibiao.simulation.regulated import carried_out, chance_of, record_of, regulated_city
from zhibiao.simulation.rhythm import spread
from zhibiao.terms.period import Month, Period, months_of

MARCH = Month(2024, 3)


@cache
def _case() -> RegulatedCase:
    return regulated_case(2024)


def test_the_draws_are_the_generators_own() -> None:
    """The year of a firm comes back from season, days, stops and the factors alone, whatever its total was drawn to."""
    specification = _case().specification
    chance = chance_of(specification, seed=7)
    children = np.random.default_rng(7).spawn(len(specification.firms))
    for firm, child in list(zip(specification.firms, children, strict=True))[:10]:
        season = specification.market.seasons[firm.route]
        plan = plan_of(firm, season=season, generator=child)
        for year in (2023, 2024):
            months = list(months_of(year))
            stops = [chance.stop[firm.id].get(month, 1.0) for month in months]
            weights = [
                month.days * season[month.month - 1] * chance.factor[firm.id][month] * stop
                for month, stop in zip(months, stops, strict=True)
            ]
            made = [plan.output_t[month] for month in months]
            assert spread(sum(made), weights) == made


def test_another_seed_is_other_noise_and_the_same_stops() -> None:
    one, other = (chance_of(_case().specification, seed=seed) for seed in (1, 2))
    assert one.factor != other.factor
    assert one.stop == other.stop
    assert pytest.approx(31 * 0.16) == one.stopped_days("LH-S03", Month(2024, 12))


BEHAVIOUR = [
    # decided, factor, stop, told, able, left, taken of b -> made of a, made of b
    ((60, 40), 1.0, 1.0, False, 1000, 1000, 1000, (60, 40)),
    ((60, 40), 1.1, 1.0, False, 1000, 1000, 1000, (66, 44)),
    ((60, 40), 1.0, 0.5, False, 1000, 1000, 1000, (30, 20)),  # a stop that nobody knew of
    ((60, 40), 1.0, 0.5, True, 1000, 1000, 1000, (60, 40)),  # it was in the plan already
    ((60, 40), 1.0, 1.0, False, 50, 1000, 1000, (30, 20)),  # its furnaces allow no more
    ((60, 40), 1.0, 1.0, False, 1000, 10, 1000, (6, 4)),  # the end of its holding
    ((60, 40), 1.0, 1.0, False, 1000, 0, 1000, (0, 0)),
    ((60, 40), 1.0, 1.0, False, 1000, 1000, 25, (75, 25)),  # what nobody ordered goes into the plain product
]


@pytest.mark.parametrize(("decided", "factor", "stop", "told", "able", "left", "taken", "made"), BEHAVIOUR)
def test_what_a_firm_makes(
    decided: tuple[int, int],
    factor: float,
    stop: float,
    told: bool,
    able: int,
    left: int,
    taken: int,
    made: tuple[int, int],
) -> None:
    found = carried_out(
        {"a": decided[0], "b": decided[1]},
        factor=factor,
        stop=stop,
        is_told=told,
        able_t=able,
        left_t=left,
        taken_t={"b": taken},
        plain="a",
    )
    assert {"a": made[0], "b": made[1]} == found


def test_only_what_was_decided_changes() -> None:
    case = _case()
    made = {("LH-S03", "rebar_t"): 100_000}
    city = regulated_city(case.truth, {MARCH: made}, sector=case.sector)
    now, was = city.figures["LH-S03"], case.truth.figures["LH-S03"]
    assert 100_000 == now["crude_steel_t"][MARCH]
    assert now["rebar_t"][MARCH] == now["steel_products_t"][MARCH] > 90_000
    assert 0 == now["wire_rod_t"][MARCH]
    assert was["orders_t"] == now["orders_t"]  # customers do not know of the plan
    assert was["crude_steel_t"][MARCH.next()] == now["crude_steel_t"][MARCH.next()]
    assert case.truth.figures["LH-S01"] == city.figures["LH-S01"]


def test_nothing_of_a_later_month_is_filed_but_announced_stops() -> None:
    case = _case()
    days = {"LH-S03": {MARCH.next(): Decimal(5)}}
    record = record_of(case.truth, until=MARCH, joint_years={2023}, quantity="crude_steel_t", outage_days=days)
    assert MARCH == max(period.last for by_period in record.figures.values() for period in by_period)
    assert Decimal(5) == record.at("LH-S03", "planned_outage_days", MARCH)
    assert Decimal(0) == record.at("LH-S01", "planned_outage_days", MARCH)
    assert record.figure("LH-S03", "crude_steel_t", Period.of(Month(2023, 1))) is None
    assert record.over("LH-S03", "crude_steel_t", first=Month(2023, 1), last=Month(2023, 2)) is not None
