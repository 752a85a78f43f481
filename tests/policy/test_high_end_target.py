"""The target of the high-end share: share and year, both or neither, dated and in range."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from allocation_sample import make_rulebook
from zhibiao.policy.high_end_target import HighEndTarget, high_end_target
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Rulebook

SHARE = ("high_end_target", "1", "0.163")
YEAR = ("high_end_target_year", "year", "2026")


def _rulebook(*extra: tuple[str, str, str]) -> Rulebook:
    plain = make_rulebook()
    clause = next(iter(plain.clauses))
    parameters = {
        code: Parameter(code=code, unit=unit, clause=clause, values=((plain.effective, Decimal(value)),))
        for code, unit, value in extra
    }
    return make_rulebook(parameters={**plain.parameters, **parameters})


def test_share_and_year_make_a_target() -> None:
    rulebook = _rulebook(SHARE, YEAR)
    assert () == review(rulebook)
    clause = rulebook.parameters["high_end_target"].clause
    wanted = HighEndTarget(share=Decimal("0.163"), year=2026, clause=clause)
    assert wanted == high_end_target(rulebook, rulebook.effective)
    assert high_end_target(rulebook, rulebook.effective - dt.timedelta(days=1)) is None


def test_a_rulebook_may_do_without() -> None:
    assert high_end_target(_rulebook(), dt.date(2025, 6, 30)) is None


@pytest.mark.parametrize(
    ("extra", "code", "field"),
    [
        ((SHARE,), "rulebook.target_incomplete", "parameters.high_end_target"),
        ((YEAR,), "rulebook.target_incomplete", "parameters.high_end_target_year"),
        ((("high_end_target", "1", "16.3"), YEAR), "rulebook.value_out_of_range", "parameters.high_end_target"),
        ((SHARE, ("high_end_target_year", "year", "2026.5")), "rulebook.value_out_of_range", "high_end_target_year"),
    ],
)
def test_half_a_target_and_shares_in_per_cent_are_refused(
    extra: tuple[tuple[str, str, str], ...], code: str, field: str
) -> None:
    (finding,) = review(_rulebook(*extra))
    assert code == finding.code
    assert field in (finding.place.field or "")
