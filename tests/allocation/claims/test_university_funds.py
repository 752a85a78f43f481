"""University funds (Pulido, Sánchez-Soriano and Llorca 2002): entitlements first, the rest by each rule, in cents."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.claims.equal import cea, cel
from zhibiao.allocation.claims.proportional import proportional
from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import AwardRule, Firms
from zhibiao.terms.apportion import largest_remainder

ESTATE = 71_729_311  # cents

Degrees = tuple[list[int], list[int]]


@pytest.fixture(scope="module")
def degrees(shared_data: Path) -> Degrees:
    """Entitlements and claims of the 27 degree courses, in cents."""
    with (shared_data / "claims_problems" / "university_funds.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    entitlements, claims = ([int(100 * Fraction(row[name])) for row in rows] for name in ("entitlement", "claim"))
    assert (27, 40_481_617, 407_809_760) == (len(rows), sum(entitlements), sum(claims))
    return entitlements, claims


@pytest.mark.parametrize("rule", CLAIMS_RULES, ids=lambda rule: rule.code)
def test_every_rule_shares_the_rest_to_the_cent(rule, degrees: Degrees) -> None:
    entitlements, claims = degrees
    beyond = [claim - floor for claim, floor in zip(claims, entitlements, strict=True)]
    award = rule.award if isinstance(rule, AwardRule) else proportional
    rest = ESTATE - sum(entitlements)
    more = largest_remainder(award(beyond, rest), rest)
    cents = [floor + extra for floor, extra in zip(entitlements, more, strict=True)]
    assert ESTATE == sum(cents)
    assert all(floor <= got <= claim for floor, got, claim in zip(entitlements, cents, claims, strict=True))
    if isinstance(rule, AwardRule):
        ids = tuple(f"{number:02d}" for number in range(1, 28))
        firms = Firms(ids=ids, numbers={"claim": tuple(Fraction(claim) for claim in claims)})
        divided = divide(rule, firms, cap=ESTATE, numbers={}, floors=entitlements, ceilings=[10**9] * 27)
        assert tuple(cents) == divided.units


def test_equal_awards_by_hand(degrees: Degrees) -> None:
    """312 476.94 euros are left for 26 courses, since one claims no more than its entitlement: 12 018.34 each.

    Six claim less beyond theirs: 5 386.99, 7 367.19, 9 416.66, 11 180.75, 11 978.15 and, once these five have been
    served, 12 220.37. Together 57 550.11, which leaves 254 926.83 for the other 20.
    """
    entitlements, claims = degrees
    beyond = [claim - floor for claim, floor in zip(claims, entitlements, strict=True)]
    got = cea(beyond, 31_247_694)
    assert [0, 538_699, 736_719, 941_666, 1_118_075, 1_197_815, 1_222_037] == sorted(got)[:7]
    assert [Fraction(25_492_683, 20)] * 20 == sorted(got)[7:]


def test_equal_losses_are_equal_among_those_who_get_something(degrees: Degrees) -> None:
    entitlements, claims = degrees
    beyond = [claim - floor for claim, floor in zip(claims, entitlements, strict=True)]
    rows = list(zip(beyond, cel(beyond, 31_247_694), strict=True))
    (loss,) = {claim - award for claim, award in rows if award}
    assert all(claim <= loss for claim, award in rows if not award)
