"""Base, capacity, and one cut for all."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.proportional import CAPACITY, GRANDFATHERING, UNIFORM_CUT, uniform_cut
from zhibiao.errors import NoSolution, UsageError


def firms(**columns: tuple[int, ...]) -> Firms:
    count = len(next(iter(columns.values())))
    rows = {name: tuple(map(Fraction, row)) for name, row in columns.items()}
    return Firms(ids=tuple(f"F{place}" for place in range(count)), numbers=rows)


def units(rule: object, group: Firms, cap: int, **numbers: Decimal) -> tuple[int, ...]:
    count = len(group.ids)
    given = rule.numbers(numbers)  # type: ignore[attr-defined]
    return divide(rule, group, cap=cap, numbers=given, floors=[0] * count, ceilings=[cap] * count).units  # type: ignore[arg-type]


def test_base_and_capacity_share_differently() -> None:
    group = firms(base=(300, 100), capacity=(200, 200))
    assert [(150, 50), (100, 100)] == [units(rule, group, 200) for rule in (GRANDFATHERING, CAPACITY)]


def test_a_cut_of_thirty_percent_and_five_points_more() -> None:
    """Hebei's shape: 1,000 t each; 700 t and 650 t are left; a cap of 1,350 t is met with a scale of one."""
    group = firms(base=(1000, 1000), surcharged=(0, 1))
    assert (700, 650) == units(UNIFORM_CUT, group, 1350, cut=Decimal("0.3"))
    assert (1400, 1300) == units(UNIFORM_CUT, group, 2700, cut=Decimal("0.3"))


def test_whom_no_list_names_pays_no_surcharge() -> None:
    assert (50, 50) == units(UNIFORM_CUT, firms(base=(10, 10)), 100, cut=Decimal("0.3"))


def test_arrays_are_taken() -> None:
    found = uniform_cut(np.array([100, 200]), np.array([1, 0]), cut=0.25, surcharge=0.25)
    assert (Fraction(50), Fraction(150)) == found


@pytest.mark.parametrize("cut", ["0.95", "1"])
def test_a_cut_that_leaves_nothing_is_refused(cut: str) -> None:
    with pytest.raises(UsageError) as caught:
        uniform_cut([1], [0], cut=Decimal(cut), surcharge=Decimal("0.05"))
    assert "rule.cut_whole" == caught.value.code


def test_a_condition_is_met_or_not() -> None:
    with pytest.raises(UsageError) as caught:
        uniform_cut([1], [Decimal("0.5")], cut=0, surcharge=0)
    assert ("rule.flag_wrong", "0.5") == (caught.value.code, caught.value.facts["found"])


def test_nobody_with_a_base_is_an_error() -> None:
    with pytest.raises(NoSolution) as caught:
        GRANDFATHERING.weights(firms(base=(0, 0)), {})
    assert ("rule.weights_zero", "grandfathering") == (caught.value.code, caught.value.facts["rule"])
