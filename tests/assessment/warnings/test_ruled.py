"""Tolerances of the early warnings that a rulebook sets: read in their types, refused out of range, told by a mark."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from allocation_sample import make_rulebook
from zhibiao.assessment.warnings.ruled import warning_tolerances_of
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.monthly.standing import Tolerances
from zhibiao.monthly.tolerances import tolerances_of
from zhibiao.policy.rulebook import CheckTolerance, Rulebook
from zhibiao.policy.tolerances import WARNING_TOLERANCES, tolerance_problems


def _with(**values: str) -> Rulebook:
    told = {name: CheckTolerance(value=Decimal(value), clause="1") for name, value in values.items()}
    return replace(make_rulebook(), checks=told)


def test_what_a_rulebook_sets_is_used_and_marked() -> None:
    ruled = warning_tolerances_of(_with(warn_stop_share="0.25", warn_level_months="4", parts_share="0.01"))
    assert (0.25, 4) == (ruled.stop_share, ruled.level_months)
    assert int is type(ruled.level_months)
    assert WarningTolerances().mark != ruled.mark
    assert Decimal("0.01") == tolerances_of(_with(warn_stop_share="0.25", parts_share="0.01")).parts_share


def test_without_a_word_every_default_holds() -> None:
    assert WarningTolerances() == warning_tolerances_of(None) == warning_tolerances_of(make_rulebook())
    assert Tolerances() == tolerances_of(_with(warn_stop_share="0.25"))


def test_every_number_may_be_set_and_its_default_lies_in_range() -> None:
    default = WarningTolerances()
    numbers = {one.name for one in fields(default) if not isinstance(getattr(default, one.name), str)}
    assert numbers == set(WARNING_TOLERANCES)
    for name, (least, most) in WARNING_TOLERANCES.items():
        assert Decimal(least) <= Decimal(str(getattr(default, name))) <= Decimal(most), name


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("warn_stop_shore", "0.2", "rulebook.tolerance_unknown"),
        ("warn_stop_share", "0.99", "rulebook.value_out_of_range"),
        ("warn_level_months", "4.5", "rulebook.value_out_of_range"),
    ],
)
def test_what_cannot_be_set_is_refused(name: str, value: str, code: str) -> None:
    assert [code] == [problem.code for problem in tolerance_problems(_with(**{name: value}))]
