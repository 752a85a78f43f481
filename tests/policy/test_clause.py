"""Clauses with blanks: the number that is printed is the number that is computed with."""

import datetime as dt
from decimal import Decimal

import pytest

from allocation_sample import make_rulebook
from zhibiao.policy.clause import clause_text
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Multiplier
from zhibiao.terms.text import Text


@pytest.mark.parametrize(
    ("blank", "shown"),
    [
        ("{tilt_beta}", "0.3"),
        ("{floor_delta:%}", "8%"),
        ("{floor_delta:below}", "92%"),
        ("{ceiling_delta:above}", "107.5%"),
        ("{cap_t:t}", "26,911,988"),
        ("{tier.leading}", "1.05"),
    ],
)
def test_a_blank_shows_the_number_of_the_rulebook(blank: str, shown: str) -> None:
    rulebook = make_rulebook(
        numbers={"tilt_beta": "0.3", "floor_delta": "0.08", "ceiling_delta": "0.075", "cap_t": 26911988},
        multipliers=(Multiplier(attribute="tier", value="leading", factor=Decimal("1.05"), clause="1"),),
        clauses={"1": Text(f"系数为{blank}。", f"It is {blank}.")},
    )
    assert () == review(rulebook)
    assert Text(f"系数为{shown}。", f"It is {shown}.") == clause_text(rulebook, "1")


def test_a_dated_number_is_that_of_the_day() -> None:
    days = dt.date(2025, 1, 1), dt.date(2025, 9, 30)
    values = tuple(zip(days, (Decimal("0.02"), Decimal(0)), strict=True))
    base = make_rulebook(clauses={"1": Text("{reserve_share:%}", "{reserve_share:%}")})
    share = Parameter(code="reserve_share", unit="1", clause="1", values=values)
    rulebook = make_rulebook(clauses=base.clauses, parameters={**base.parameters, "reserve_share": share})
    assert ["2%", "2%", "0%"] == [
        clause_text(rulebook, "1", day=day).en for day in (None, dt.date(2025, 9, 29), dt.date(2025, 9, 30))
    ]


@pytest.mark.parametrize("blank", ["{tilt}", "{tilt_beta:roman}", "{tier.leading}", "{}x{tilt beta}"])
def test_a_blank_that_nothing_fills_is_found(blank: str) -> None:
    found = review(make_rulebook(clauses={"1": Text(f"系数为{blank}。", "one")}))
    assert [("rulebook.blank_unknown", "1", "clauses.1")] == [
        (finding.code, finding.place.clause, finding.place.field) for finding in found
    ]
