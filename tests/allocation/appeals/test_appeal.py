"""Appeals as the fold of their acts: one act a row, what it leads to or is refused by."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeal_sample import NAME, WORDS, acts, claim, decided, each, filed
from zhibiao.allocation.appeals.appeal import Appeals, Mover, Stage, appeals_of, claims_together, counted
from zhibiao.allocation.appeals.deeds import Act, Added, Claim, Deed, Follows, Outcome
from zhibiao.allocation.appeals.plain import deed_of_plain, plain_of_deed
from zhibiao.errors import ActRefused, NotFound, ZhibiaoError

EACH = each()
# The acts before, the act, the stage it leads to or the refusal, and whose move it is then.
STEPS = [
    ("", "added", "filed", "bureau"),
    ("", "accepted", "accepted", "bureau"),
    ("", "asked", "appeal.not_accepted", ""),
    ("", "heard", "appeal.not_accepted", ""),
    ("", "decided", "appeal.not_accepted", ""),
    ("", "carried_out", "appeal.nothing_to_carry_out", ""),
    ("", "withdrawn", "withdrawn", "nobody"),
    ("accepted", "accepted", "appeal.wrong_stage", ""),
    ("accepted", "asked", "asked", "enterprise"),
    ("accepted", "heard", "accepted", "bureau"),
    ("accepted", "decided", "decided", "enterprise"),
    ("accepted asked", "asked", "asked", "enterprise"),
    ("accepted asked", "added", "accepted", "bureau"),
    ("accepted asked", "decided", "decided", "enterprise"),
    ("accepted asked", "withdrawn", "withdrawn", "nobody"),
    ("accepted decided", "added", "appeal.wrong_stage", ""),
    ("accepted decided", "decided", "appeal.wrong_stage", ""),
    ("accepted decided", "withdrawn", "appeal.wrong_stage", ""),
    ("accepted decided", "carried_out", "carried_out", "nobody"),
    ("accepted decided carried_out", "carried_out", "appeal.nothing_to_carry_out", ""),
    ("withdrawn", "accepted", "appeal.wrong_stage", ""),
    ("withdrawn", "added", "appeal.wrong_stage", ""),
]


@pytest.mark.parametrize(("before", "act", "expected", "mover"), STEPS)
def test_one_act(before: str, act: str, expected: str, mover: str) -> None:
    deeds: list[Deed] = [filed(), *(EACH[name] for name in before.split())]
    if mover:
        after = appeals_of(acts(*deeds, EACH[act])).appeal(NAME)
        assert (expected, mover) == (after.stage.value, after.mover.value)
        return
    with pytest.raises(ActRefused, match=expected):
        appeals_of(acts(*deeds, EACH[act]))


@pytest.mark.parametrize(
    ("second", "before", "code"),
    [
        (filed(appeal=f"{NAME}-2"), (), "appeal.open_already"),
        (filed(), (), "appeal.taken"),
        (filed(appeal=f"{NAME}-2"), ("accepted", "decided"), "appeal.decided_already"),
    ],
)
def test_one_appeal_a_decision_and_enterprise(second: Deed, before: tuple[str, ...], code: str) -> None:
    with pytest.raises(ActRefused, match=code):
        appeals_of(acts(filed(), *(EACH[name] for name in before), second))


def test_another_may_follow_one_that_was_withdrawn() -> None:
    appeals = appeals_of(acts(filed(), EACH["withdrawn"]))
    again = appeals.next_id(decision=filed().decision, enterprise="A")
    assert f"{NAME}-2" == again
    after = appeals_of(acts(filed(), EACH["withdrawn"], filed(appeal=again)))
    assert [Stage.WITHDRAWN, Stage.FILED] == [one.stage for one in after]


def test_a_name_tells_nothing_of_others() -> None:
    others = appeals_of(acts(filed(appeal="x-B", enterprise="B"), filed(appeal="x-C", enterprise="C")))
    assert NAME == others.next_id(decision=filed().decision, enterprise="A")


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (decided(Outcome.UPHELD, follows=()), "appeal.follows_missing"),
        (decided(Outcome.PARTLY, follows=()), "appeal.follows_missing"),
        (decided(Outcome.DISMISSED, follows=(Follows.FILE_AGAIN,)), "appeal.follows_of_dismissal"),
        (decided(reasons=" 同意 \n "), "appeal.no_words"),
        (decided(reasons="长" * 10_001), "appeal.too_long"),
    ],
)
def test_an_outcome_gives_reasons_and_what_follows(deed: Deed, code: str) -> None:
    with pytest.raises(ActRefused, match=code):
        appeals_of(acts(filed(), EACH["accepted"], deed))


@pytest.mark.parametrize(
    ("outcome", "follows", "mover"),
    [
        (Outcome.UPHELD, (Follows.FILE_AGAIN,), Mover.ENTERPRISE),
        (Outcome.UPHELD, (Follows.FILE_AGAIN, Follows.DECIDE_AGAIN), Mover.BUREAU),
        (Outcome.PARTLY, (Follows.DECIDE_AGAIN,), Mover.BUREAU),
        (Outcome.DISMISSED, (), Mover.NOBODY),
    ],
)
def test_whose_move_an_outcome_makes_it(outcome: Outcome, follows: tuple[Follows, ...], mover: Mover) -> None:
    after = appeals_of(acts(filed(), EACH["accepted"], decided(outcome, follows=follows))).appeal(NAME)
    assert mover is after.mover


def test_of_each_figure_the_last_claim_counts() -> None:
    first, second, rule = claim("made", "2024", "1"), claim("made", "2024", "2"), Claim(clause="7")
    added = Added(appeal=NAME, statement=WORDS, claims=(second,), rerun="b" * 64)
    appeal = appeals_of(acts(filed(claims=(first, rule), rerun="a" * 64), added)).appeal(NAME)
    assert (second, rule) == appeal.claims == claims_together([first, rule, second])
    assert "b" * 64 == appeal.rerun


def test_an_act_out_of_order_or_upon_nothing_is_refused() -> None:
    with pytest.raises(ActRefused, match=r"appeal\.out_of_order"):
        appeals_of([Act(number=2, at="2025-02-01T02:00:00Z", person="he", deed=filed())])
    with pytest.raises(NotFound, match=r"appeal\.not_found"):
        appeals_of(acts(EACH["accepted"]))


@pytest.mark.parametrize("deed", [filed(claims=(claim("grade", "2025", "A", ""),)), *EACH.values()])
def test_a_deed_is_what_was_kept(deed: Deed) -> None:
    assert deed == deed_of_plain(plain_of_deed(deed))


@pytest.mark.parametrize("plain", [{"deed": "erased"}, {"deed": "accepted", "stranger": 1}, {"deed": "accepted"}])
def test_what_is_no_deed_is_told(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"no such deed|has no|missing"):
        deed_of_plain(plain)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["filed", *EACH])), max_size=24))
def test_whatever_is_tried_the_fold_holds(tried: list[tuple[str, str]]) -> None:
    """Refused acts leave nothing; each stage comes of its acts; one open appeal an enterprise at most."""
    appeals = Appeals()
    for enterprise, kind in tried:
        decision, names = filed().decision, [one.id for one in appeals if one.enterprise == enterprise]
        fresh = appeals.next_id(decision=decision, enterprise=enterprise)
        name = names[-1] if names else fresh
        deed = filed(appeal=fresh, enterprise=enterprise) if kind == "filed" else each(name)[kind]
        act = Act(number=appeals.last + 1, at="2025-02-01T02:00:00Z", person="he", deed=deed)
        try:
            appeals = appeals.after(act)
        except ZhibiaoError:
            continue
    kept = [act for one in appeals for act in one.acts]
    assert appeals.last == len(kept)
    assert appeals == appeals_of(sorted(kept, key=lambda act: act.number))
    for enterprise in "AB":
        assert 1 >= sum(one.is_open for one in appeals if one.enterprise == enterprise)
    figures = counted(appeals)
    ended = sum(figures[key] for key in ("withdrawn", "upheld", "partly", "dismissed"))
    assert figures["filed"] == figures["open"] + ended == len(appeals.by_id)
    for one in appeals:
        assert one.is_open is (one.outcome is None and one.stage is not Stage.WITHDRAWN)
        assert dt.date(2025, 2, 11) == one.filed.last_day
