"""Caps as dated rules: scopes, what was known when, rounding."""

from decimal import Decimal

import pytest

from zhibiao.policy.cap_rule import Bound, CapKind, CapRule, caps_known
from zhibiao.terms.period import Month

LAST_YEAR = {"Jiangsu": 119_249_500, "Shandong": 79_935_100}


def _rule(scope: str, kind: CapKind, value: str = "1", known: str = "2021-01", year: int = 2021) -> CapRule:
    return CapRule(scope=scope, year=year, kind=kind, value=Decimal(value), known_from=Month.parse(known))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (CapKind.LAST_YEAR, "1", 101),
        (CapKind.FACTOR_OF_LAST_YEAR, "0.95", 95),  # 95.95 rounded down: a cap is never exceeded by rounding
        (CapKind.ABSOLUTE, "76500000", 76_500_000),
    ],
)
def test_a_cap_in_whole_tonnes(kind: CapKind, value: str, expected: int) -> None:
    assert expected == _rule("a", kind, value).cap_t(101)


def test_a_name_goes_before_the_star() -> None:
    rules = (_rule("*", CapKind.LAST_YEAR), _rule("Shandong", CapKind.ABSOLUTE, "76500000"))
    caps = caps_known(rules, last_year_t=LAST_YEAR, year=2021, at=Month(2021, 7))
    assert {"Jiangsu": 119_249_500, "Shandong": 76_500_000} == {n: c.tonnes for n, c in caps.of.items()}
    assert 119_249_500 + 76_500_000 == caps.total.tonnes


def test_before_it_is_known_last_year_stands_in_and_says_so() -> None:
    rules = (_rule("Shandong", CapKind.ABSOLUTE, "76500000", known="2021-07"),)
    cap = caps_known(rules, last_year_t=LAST_YEAR, year=2021, at=Month(2021, 6)).of["Shandong"]
    assert (79_935_100, False) == (cap.tonnes, cap.is_known)


def test_the_later_known_row_holds() -> None:
    rules = (_rule("Shandong", CapKind.ABSOLUTE, "2", known="2021-08"), _rule("Shandong", CapKind.ABSOLUTE, "1"))
    at = {month: caps_known(rules, last_year_t=LAST_YEAR, year=2021, at=Month(2021, month)) for month in (7, 8)}
    assert (1, 2) == (at[7].of["Shandong"].tonnes, at[8].of["Shandong"].tonnes)


def test_another_name_is_the_total_of_all() -> None:
    caps = caps_known((_rule("China", CapKind.ABSOLUTE, "5"),), last_year_t=LAST_YEAR, year=2021, at=Month(2021, 1))
    assert (5, True, False) == (caps.total.tonnes, caps.total.is_known, caps.of["Jiangsu"].is_known)


def test_rules_of_another_year_do_not_count() -> None:
    rules = (_rule("*", CapKind.FACTOR_OF_LAST_YEAR, "0.5", year=2020),)
    assert not caps_known(rules, last_year_t=LAST_YEAR, year=2021, at=Month(2021, 1)).of["Jiangsu"].is_known


def test_a_floor_is_no_cap() -> None:
    floor = CapRule(scope="*", year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 1), bound=Bound.FLOOR)
    caps = caps_known((floor,), last_year_t=LAST_YEAR, year=2021, at=Month(2021, 6))
    assert not caps.of["Jiangsu"].is_known
