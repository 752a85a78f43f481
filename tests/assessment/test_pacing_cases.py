"""Pace worked by hand (`pacing.yaml`): what is left, what a day may bring, what is still to cut."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from zhibiao.assessment.pace.pacing import pace
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month

CASES = YAML(typ="safe").load((Path(__file__).parent / "pacing.yaml").read_text(encoding="utf-8"))
KEYS = {"name", "source", "after", "cap_t", "level_t", "made_t", "last_year_made_t", "expected"}


def _profile(year: int, made_t: Mapping[int, int | None]) -> YearProfile:
    return YearProfile(year=year, made_t=tuple(made_t.get(month) for month in range(1, 13)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].split(" / ")[-1])
def test_pace(case: Mapping[str, Any]) -> None:
    assert set(case) <= KEYS
    after = Month.parse(case["after"])
    last_year = _profile(after.year - 1, {after.month: case.get("last_year_made_t"), 12: case["level_t"]})
    found = pace(
        _profile(after.year, {after.month: case["made_t"]}),
        month=after.month,
        cap_t=case["cap_t"],
        last_year=last_year,
        earlier=(),
    )
    for name, expected in case["expected"].items():
        value = getattr(found, name)
        if isinstance(value, Fraction):
            assert Decimal(expected) == round(Decimal(value.numerator) / value.denominator, 1), name
        else:
            assert expected == value, name
