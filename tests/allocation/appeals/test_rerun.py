"""A decision run again with claims: equal to a fresh decision on those figures, exact, repeatable, the total kept."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation_sample import decided, four, make_claimant, make_multiplier, make_rulebook
from appeal_sample import claim
from zhibiao.allocation.appeals.deeds import Claim
from zhibiao.allocation.appeals.inputs import check_claim, own_inputs, put_in
from zhibiao.allocation.appeals.rerun import Rerun, decided_again, others_moved, rerun
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.trial import Trials
from zhibiao.errors import ActRefused, NotFound
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.register.plain import value_of
from zhibiao.terms.period import Month

DICTIONARY = read_dictionary(Path(__file__).parents[3] / "src" / "zhibiao" / "data" / "dictionary" / "return.csv")
BOOK = make_rulebook(multipliers=(make_multiplier("grade", "A", "1.1"), make_multiplier("veto", "yes", "0")))
FREE = make_rulebook({"floor_delta": "1", "ceiling_delta": "10", "capacity_factor": "10"})


def _decision(**changes: object) -> Decision:
    return decided(four(), BOOK, **changes)


def test_own_figures_are_all_that_a_quota_depends_on() -> None:
    decision = _decision(as_of=Month(2025, 3))
    found = {one.name: one.value for one in own_inputs(decision, "A", DICTIONARY)}
    assert {
        "crude_steel_t/2024": Decimal(1),
        "value_added_yuan/2024": Decimal("1.1"),
        "capacity/2025-03": Decimal(15_000),
        "crude_steel_t/2025-01..2025-03": Decimal(0),
        "tier/2025": "normative",
        "grade/2025": "B",
        "veto/2024": "no",
    } == found


@pytest.mark.parametrize(
    ("name", "text", "reached"),
    [
        ("value_added_yuan/2024", "1.2", lambda one: one.measures[0].numerator == Decimal("1.2")),
        ("crude_steel_t/2024", "2", lambda one: one.history_t == {2024: 2} and one.measures[0].denominator == 2),
        ("capacity/2025-03", "14000", lambda one: one.capacity_t == 14_000),
        ("crude_steel_t/2025-01..2025-03", "17", lambda one: one.made_t == 17),
        ("grade/2025", "A", lambda one: one.grade == "A"),
        ("tier/2025", "leading", lambda one: one.tier == "leading"),
        ("veto/2024", "yes", lambda one: one.is_vetoed),
    ],
)
def test_a_claim_is_put_wherever_the_figure_stands(name: str, text: str, reached: object) -> None:
    decision = _decision(as_of=Month(2025, 3))
    field, _, period = name.partition("/")
    assert callable(reached)
    assert reached(put_in(decision.claimants[0], decision, [claim(field, period, text)]))


@pytest.mark.parametrize(
    ("field", "period", "value", "unit", "code"),
    [
        ("value_added_yuan", "2023", "1", "yuan", "appeal.no_such_figure"),
        ("taxes_yuan", "2024", "1", "yuan", "appeal.no_such_figure"),
        ("crude_steel_t", "2025-01..2025-09", "1", "t", "appeal.no_such_figure"),
        ("veto", "2025", "yes", "", "appeal.no_such_figure"),
        ("crude_steel_t", "2024", "-1", "t", "appeal.claim_unreadable"),
        ("crude_steel_t", "2024", "NaN", "t", "appeal.claim_unreadable"),
        ("crude_steel_t", "2024", "1e99", "t", "appeal.claim_unreadable"),
        ("crude_steel_t", "2024", "多", "t", "appeal.claim_unreadable"),
        ("grade", "2025", "S", "", "appeal.claim_unreadable"),
        ("grade", "2025", "B", "", "appeal.claim_same"),
        ("value_added_yuan", "2024", "1.10", "yuan", "appeal.claim_same"),
    ],
)
def test_what_cannot_be_claimed(field: str, period: str, value: str, unit: str, code: str) -> None:
    decision, said = _decision(as_of=Month(2025, 3)), claim(field, period, value, unit)
    with pytest.raises((ActRefused, NotFound), match=code):
        check_claim(said, own_inputs(decision, "A", DICTIONARY))
    if code != "appeal.claim_same":
        with pytest.raises((ActRefused, NotFound), match=code):
            put_in(decision.claimants[0], decision, [said])


def test_a_loss_may_be_claimed_in_money() -> None:
    decision = _decision()
    said = claim("value_added_yuan", "2024", "-3", "yuan")
    check_claim(said, own_inputs(decision, "A", DICTIONARY))
    assert Decimal(-3) == put_in(decision.claimants[0], decision, [said]).measures[0].numerator


def test_without_a_claim_the_decision_comes_out_again() -> None:
    decision = _decision()
    for share in decision.shares:
        found = rerun(decision, share.enterprise, [Claim(clause="1")])
        assert (0, found.issued) == (found.change_t, found.claimed)
    assert decision == decided_again(decision, "A", [])


@given(
    enterprise=st.sampled_from("ABCD"),
    figure=st.sampled_from(["value_added_yuan", "crude_steel_t", "capacity"]),
    value=st.integers(1, 4000),
    free=st.booleans(),
)
def test_it_is_a_fresh_decision_on_those_figures(enterprise: str, figure: str, value: int, free: bool) -> None:
    """The way of `Trials` is another one: it works the whole decision out from the moved inputs of one claimant."""
    decision = decided(four(), FREE if free else BOOK)
    said = [claim(figure, "2025-01" if figure == "capacity" else "2024", str(value), "t")]
    trials = Trials(decision)
    place = trials.places[enterprise]
    expected = trials.with_claimant(place, put_in(decision.claimants[place], decision, said))
    found, moved = rerun(decision, enterprise, said), others_moved(decision, enterprise, said)
    if expected is None:
        assert (None, ()) == (found.claimed, moved)
        assert found.refused
        return
    assert found.claimed is not None
    assert expected.quotas_t[place] == found.claimed.quota_t == sum(part.tonnes for part in found.claimed.parts)
    assert list(expected.quotas_t) == [one.claimed_t for one in moved]
    assert sum(one.change_t for one in moved) == 0
    assert found == rerun(decision, enterprise, said)
    assert found.sha256 == rerun(decision, enterprise, said).sha256


def test_nothing_of_a_rival_stands_in_it() -> None:
    """Rivals' own figures are odd numbers that would be found anywhere in the bytes."""
    rivals = [make_claimant(name, 7_001_003 + place, {"value": "9.87654321"}) for place, name in enumerate("BCD")]
    wide = make_rulebook({"cap_t": "29000000", "floor_delta": "1", "ceiling_delta": "10"})
    decision = decided([make_claimant("A", 6_000_000, {"value": "8"}), *rivals], wide)
    text = json.dumps(rerun(decision, "A", [claim("value_added_yuan", "2024", "9", "yuan")]).plain())
    quotas = [str(share.quota_t) for share in decision.shares if share.enterprise != "A"]
    for secret in ("700100", "9.8765", '"B"', '"C"', '"D"', *quotas):
        assert secret not in text
    assert "9.8765" in json.dumps(decision.plain())


def test_a_kept_rerun_is_read_back() -> None:
    found = rerun(_decision(), "A", [claim("value_added_yuan", "2024", "1.2", "yuan")])
    assert found == value_of(Rerun, json.loads(json.dumps(found.plain())))


def test_figures_that_allow_no_decision_say_why() -> None:
    whole = _decision()
    found = rerun(whole, "A", [claim("capacity", "2025-01", "1")])
    assert (None, None, "cap.out_of_reach") == (found.claimed, found.change_t, found.refused)
