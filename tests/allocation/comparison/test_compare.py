"""Rules side by side: figures by hand on four firms, and what happens to a rule that cannot be run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from allocation_sample import four, make_claimant, make_multiplier, make_rule, make_rulebook
from zhibiao.allocation.comparison.asked_rules import ASSUMED, DEFAULT, GIVEN, RULEBOOK, asked_rules
from zhibiao.allocation.comparison.compare import Ground, InForce, compare
from zhibiao.allocation.comparison.comparison import Comparison, PerTonne, RuleOutcome
from zhibiao.allocation.comparison.firms import firms_of
from zhibiao.allocation.decision.decide import day_of, work_out
from zhibiao.allocation.division.rule import Firms
from zhibiao.errors import UsageError

F = Fraction
IDS = ("A", "B", "C")


def make_ground(**changes: Any) -> Ground:
    """Claims of 100, 200 and 300 t, 300 t to give out, no bounds but the claims."""
    base = (F(100), F(200), F(300))
    numbers = {"base": base, "claim": base, "capacity": (F(200), F(200), F(400)), "score": (F(1),) * 3}
    plain: dict[str, Any] = {
        "firms": Firms(ids=IDS, numbers=numbers, words={"tier": ("normative",) * 3}),
        "cap": 300,
        "floors": (0, 0, 0),
        "ceilings": (100, 200, 300),
        "groupings": {"group": ("g", "g", "")},
    }
    return Ground(**(plain | changes))


def outcome(found: Comparison, name: str) -> RuleOutcome:
    return next(one for one in found.outcomes if one.name == name)


def test_quotas_and_figures_of_three_rules() -> None:
    found = compare(make_ground(), asked_rules("proportional,cea,cel"))
    assert [(50, 100, 150), (100, 100, 100), (0, 100, 200)] == [one.quotas for one in found.outcomes]
    equal = outcome(found, "cea")
    assert (0, F(-1, 2), F(-2, 3)) == equal.changes
    assert 0 == equal.fairness.gini_quota
    # Use: 1/4 of 400, 1/2 of 200, 1/2 of 200. Points (1/2, 1/3), (1, 1): area 1/12 + 1/3 = 5/12, Gini 1/6.
    assert F(1, 6) == equal.fairness.gini_use
    assert (F(1, 4), F(1, 2)) == (equal.fairness.use.least, equal.fairness.use.most) if equal.fairness.use else False
    assert (0, 1, 2) == equal.fairness.envies
    assert (0, 0, 0) == outcome(found, "proportional").fairness.envies
    assert F(1, 2) == equal.fairness.shifts["group"]["g"].before
    assert F(1, 6) == equal.fairness.shifts["group"]["g"].shift
    assert ((), (1, 2), 0, 300) == (
        equal.fairness.against_base.winners,
        equal.fairness.against_base.losers,
        equal.fairness.against_base.gained,
        equal.fairness.against_base.lost,
    )


def test_filing_as_one_and_as_two() -> None:
    # By hand in test_merging: A and B as one lose 50 under equal awards and gain 50 under equal losses.
    found = compare(make_ground(), asked_rules("proportional,cea,cel"))
    filing = {one.name: one.fairness.filing for one in found.outcomes}
    assert {"g": 0} == filing["proportional"].groups
    assert {"A": 0, "B": 0, "C": 0} == filing["proportional"].halves
    assert (0, ("A", "B")) == (filing["proportional"].pair_gain, filing["proportional"].pair)
    assert ({"g": -50}, {"g": 50}) == (filing["cea"].groups, filing["cel"].groups)
    assert ("B", 50) == filing["cea"].most_by_halves  # B and C both gain 50; the earlier
    assert -50 == filing["cel"].halves["C"]


def test_effects_and_cost_of_fairness() -> None:
    worth = PerTonne(code="value_added", unit="yuan", values=(F(10), F(30), F(20)), source="value_added_yuan")
    share = PerTonne(code="high_end", unit="1", values=(F(0), F(1, 2), F(1, 4)), source="high_end")
    in_force = InForce(code="grandfathering", quotas=(50, 100, 150), binding=("", "", ""))
    ground = make_ground(per_tonne=(worth, share), in_force=in_force)
    found = compare(ground, asked_rules("cea"))
    assert ["in_force", "cea"] == [one.name for one in found.outcomes]
    value, high_end = outcome(found, "cea").amounts
    # 100·10 + 100·30 + 100·20 = 6000; in force 500 + 3000 + 3000 = 6500.
    assert (6000, -500) == (value.value, value.change)
    # (50 + 25)/300 = 1/4; in force (50 + 37.5)/300 = 7/24.
    assert (F(1, 4), F(-1, 24)) == (high_end.value, high_end.change)
    cost = outcome(found, "cea").cost
    assert cost is not None
    # Best: 200 at 30 and 100 at 20 = 8000.
    assert (8000, 2000, F(1, 4)) == (cost.best, cost.lost, cost.price)
    moved = outcome(found, "cea").fairness.against_in_force
    assert moved is not None
    assert ((0,), (2,), 50, 50) == (moved.winners, moved.losers, moved.gained, moved.lost)


def test_a_missing_figure_is_said_and_not_taken_as_zero() -> None:
    worth = PerTonne(code="value_added", unit="yuan", values=(F(10), None, F(20)), source="value_added_yuan")
    found = compare(make_ground(per_tonne=(worth,)), asked_rules("cea"))
    assert None is found.outcomes[0].amounts[0].value
    assert None is found.outcomes[0].cost
    assert [("comparison.figure_missing", "B")] == [(f.code, f.facts["enterprises"]) for f in found.findings]


def test_who_gets_nothing_needs_no_figure() -> None:
    worth = PerTonne(code="value_added", unit="yuan", values=(None, F(30), F(20)), source="value_added_yuan")
    found = compare(make_ground(per_tonne=(worth,)), asked_rules("cel"))
    assert 7000 == found.outcomes[0].amounts[0].value


def test_a_rule_that_cannot_be_run_is_a_finding_and_the_others_go_on() -> None:
    found = compare(make_ground(), asked_rules("permanent_shares,cea,two_pools:theta=0.3"))
    assert ["cea"] == [one.name for one in found.outcomes]
    assert [("rule.column_missing", "permanent_shares"), ("rule.column_missing", "two_pools:theta=0.3")] == [
        (finding.code, finding.facts["asked"]) for finding in found.findings
    ]


def test_a_cap_out_of_reach_is_a_finding_of_the_rule() -> None:
    found = compare(make_ground(ceilings=(900, 900, 900), cap=700), asked_rules("cea,grandfathering"))
    assert ["grandfathering"] == [one.name for one in found.outcomes]
    assert ["cap.out_of_reach"] == [finding.code for finding in found.findings]


def test_bounds_of_a_rule_that_do_not_meet_those_of_the_rulebook() -> None:
    ground = make_ground(floors=(95, 190, 0))
    text = "tiers:cut_least.normative=0.2:cut_most.normative=0.6,tiers"
    found = compare(ground, asked_rules(text))
    assert ["tiers"] == [one.name for one in found.outcomes]
    assert [("rule.bounds_conflict", "A")] == [(finding.code, finding.facts["id"]) for finding in found.findings]


def test_nobody_has_a_base() -> None:
    numbers = {"base": (F(0),) * 3, "claim": (F(0),) * 3}
    with pytest.raises(UsageError, match=r"comparison\.no_base"):
        compare(make_ground(firms=Firms(ids=IDS, numbers=numbers)), asked_rules("cea"))


def test_where_each_number_comes_from() -> None:
    ground = make_ground(rulebook={"tilt_beta": Decimal("0.3"), "tiers.factor.leading": Decimal("1.05")})
    found = compare(ground, asked_rules("contribution_tilt,bounded_tilt:k=0.5,uniform_cut,tiers"))
    settings = {one.name: {s.code: (s.value, s.origin) for s in one.settings} for one in found.outcomes}
    assert {"tilt_beta": (F(3, 10), RULEBOOK)} == settings["contribution_tilt"]
    assert {"k": (F(1, 2), GIVEN), "tau": (F(3, 100), DEFAULT)} == settings["bounded_tilt:k=0.5"]
    assert (F(1, 2), ASSUMED) == settings["uniform_cut"]["cut"]  # 300 of 600
    assert (F(105, 100), RULEBOOK) == settings["tiers"]["factor.leading"]
    assert (F(0), DEFAULT) == settings["tiers"]["factor.veto"]


def test_the_same_rule_twice_with_other_numbers() -> None:
    asked = asked_rules("bounded_tilt, bounded_tilt:k=0.5:tau=0.1,bounded_tilt")
    assert ["bounded_tilt", "bounded_tilt:k=0.5:tau=0.1"] == [one.name for one in asked]
    assert {"k": F(1, 2), "tau": F(1, 10)} == asked[1].given


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "comparison.no_rule"),
        ("ceaa", "rule.unknown"),
        ("bounded_tilt:q=1", "rule.parameter_unknown"),
        ("bounded_tilt:k", "comparison.not_a_number"),
        ("bounded_tilt:k=inf", "comparison.not_a_number"),
    ],
)
def test_what_cannot_be_asked(text: str, code: str) -> None:
    with pytest.raises(UsageError, match=code.replace(".", r"\.")):
        asked_rules(text)


def test_columns_of_a_decision() -> None:
    indicators = (
        make_rule("value", "0.5", reference=Decimal(1), numerator=("value_added_yuan",)),
        make_rule("tax", "0.5", reference=Decimal(1), numerator=("taxes_yuan",)),
    )
    rulebook = make_rulebook({"base_years": "2"}, base_rule="mean", indicators=indicators)
    claimants = [
        make_claimant("B", 200, {"value": -5, "tax": 1}, history_t={2023: 100, 2024: 200}, is_vetoed=True),
        make_claimant("A", 300, {"value": 900, "tax": 1}, history_t={2023: 500, 2024: 300}, tier="leading"),
    ]
    ordered = tuple(sorted(claimants, key=lambda one: one.enterprise))
    workings = work_out(ordered, replace(rulebook, parameters=_cap(rulebook, 520)), day=day_of(rulebook, None))
    firms = firms_of(claimants, workings, indicators=indicators)
    assert ("A", "B") == firms.ids
    assert (400, 150) == firms.numbers["base"] == firms.numbers["claim"] == firms.numbers["adjusted"]
    assert (900, 0) == firms.numbers["value"]
    assert (400, 150) == firms.numbers["recent"]
    assert (0, 1) == firms.numbers["vetoed"]
    assert (F("1.25"), F("0.5")) == firms.numbers["score"]  # 1.5 capped and 1; 0 and 1
    assert ("leading", "normative") == firms.words["tier"]
    assert "value" not in firms_of(claimants, workings).numbers


def _cap(rulebook: Any, cap_t: int) -> Any:
    cap = rulebook.parameters["cap_t"]
    return {**rulebook.parameters, "cap_t": replace(cap, values=((cap.values[0][0], Decimal(cap_t)),))}


def test_the_rule_of_the_rulebook_gives_the_decision() -> None:
    """contribution_tilt with the rulebook's own numbers is what `decide` gives: one road, walked twice."""
    multipliers = (make_multiplier("tier", "leading", "1.05"),)
    rulebook = make_rulebook({"tilt_beta": "0.3", "cap_t": "2400"}, multipliers=multipliers)
    claimants = [replace(one, tier="leading") if one.enterprise == "C" else one for one in four()]
    workings = work_out(claimants, rulebook, day=day_of(rulebook, None))
    ground = Ground(
        firms=firms_of(claimants, workings),
        cap=2400,
        floors=tuple(bounds.floor_t for bounds in workings.bounds.values()),
        ceilings=tuple(bounds.ceiling_t for bounds in workings.bounds.values()),
        rulebook={"tilt_beta": Decimal("0.3")},
    )
    found = compare(ground, asked_rules("contribution_tilt,grandfathering"))
    assert workings.split.tonnes == found.outcomes[0].quotas
    assert workings.split.tonnes != found.outcomes[1].quotas


def test_a_rule_may_be_given_other_bounds() -> None:
    ground = make_ground(
        floors=(45, 90, 135),
        ceilings=(55, 110, 165),
        bounds_with=lambda numbers: (
            (0, 0, 0),
            tuple(int(each * (1 + numbers["ceiling_delta"])) for each in (50, 100, 150)),
        ),
    )
    found = compare(ground, asked_rules("cea,cea:ceiling_delta=0.6"))
    # Beyond the floors 30 t are left: 10 t of room in each case, 20 and 30; equal awards give 10 each.
    # With other bounds claims count up to 80, 160 and 240: 80 t are all that the first can have.
    assert [(55, 100, 145), (80, 110, 110)] == [one.quotas for one in found.outcomes]
    assert [("ceiling_delta", F(3, 5), GIVEN)] == [
        (one.code, one.value, one.origin) for one in found.outcomes[1].settings
    ]
    fixed = compare(make_ground(), asked_rules("cea:floor_delta=0.2"))
    assert ["comparison.bounds_fixed"] == [finding.code for finding in fixed.findings]


@pytest.mark.parametrize("text", ["cea:floor_delta=1.1", "cea:ceiling_delta=-0.1"])
def test_bounds_have_a_range(text: str) -> None:
    with pytest.raises(UsageError, match=r"rule\.parameter_out_of_range"):
        asked_rules(text)


def test_nothing_to_share() -> None:
    with pytest.raises(UsageError, match=r"comparison\.nothing_to_share"):
        compare(make_ground(cap=0), asked_rules("cea"))


def test_filing_otherwise_without_an_answer_is_no_reason_to_drop_the_rule() -> None:
    """As one, a leading and a normative mill count as leading: its least cut and their floor exclude each other."""
    numbers = {"base": (F(300), F(100), F(100))}
    firms = Firms(ids=IDS, numbers=numbers, words={"tier": ("leading", "normative", "normative")})
    ground = make_ground(
        firms=firms, cap=400, floors=(0, 90, 0), ceilings=(200, 200, 200), groupings={"group": ("g", "g", "")}
    )
    found = compare(ground, asked_rules("tiers:cut_least.leading=0.8"))
    filing = found.outcomes[0].fairness.filing
    assert filing is not None
    assert {"g": None} == filing.groups
    assert ("B", "C") == filing.pair
