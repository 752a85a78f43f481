"""The register is what its acts have made, in their order."""

import datetime as dt
from dataclasses import replace

import pytest

from zhibiao.errors import Conflict, ZhibiaoError
from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    BlockCause,
    Blocked,
    Claim,
    Corrected,
    Deed,
    ItemNamed,
    Merged,
    Moved,
    Rejected,
    Released,
    Reported,
    Taken,
)
from zhibiao.register.register import Register, register_of

_DAY = dt.date(2025, 6, 30)
_TERMS = Terms(kind=CommitmentKind.TASK, title="建设废钢加工基地", due=_DAY, lead="市工信局")


def _source(start: int) -> Source:
    return Source(
        document="d", name="plan.txt", start=start, end=start + 8, raw_start=start, raw_end=start + 8, quote=""
    )


def _candidate(name: str) -> Candidate:
    return Candidate(id=name, terms=_TERMS, source=_source(len(name)))


def _acts(*deeds: Deed) -> list[Act]:
    return [
        Act(number=place, at="2025-03-10T08:00:00Z", person="lin", deed=deed) for place, deed in enumerate(deeds, 1)
    ]


_TAKEN = Taken(document="d", name="plan.txt", published="", candidates=(_candidate("a"), _candidate("bb")))
_REJECTED = Rejected(candidate="a", reason="口号")
_ACCEPTED = Accepted(commitment="C0001", terms=_TERMS, candidates=("a",))


def _refused(*deeds: Deed) -> str:
    register = register_of(_acts(*deeds[:-1]))
    with pytest.raises(ZhibiaoError) as caught:
        register.after(replace(_acts(*deeds)[-1]))
    return caught.value.code


def test_a_candidate_waits_until_somebody_decides() -> None:
    register = register_of(_acts(_TAKEN, _ACCEPTED, Rejected(candidate="bb", reason="口号")))
    assert ["C0001", ""] == [one.commitment for one in register.candidates.values()]
    assert "口号" == register.candidates["bb"].rejected
    assert (_source(1),) == register.commitment("C0001").sources


def test_a_text_taken_twice_brings_nothing_new() -> None:
    once = register_of(_acts(_TAKEN, Rejected(candidate="a", reason="口号")))
    twice = register_of(_acts(_TAKEN, Rejected(candidate="a", reason="口号"), _TAKEN))
    assert once.candidates == twice.candidates


def test_headline_and_body_become_one_commitment() -> None:
    register = register_of(_acts(_TAKEN, _ACCEPTED, Merged(commitment="C0001", candidates=("bb",))))
    assert (_source(1), _source(2)) == register.commitment("C0001").sources
    assert not any(one.waits for one in register.candidates.values())


def test_the_first_due_date_is_never_lost() -> None:
    later = dt.date(2025, 12, 31)
    moved = register_of(_acts(_TAKEN, _ACCEPTED, Moved(commitment="C0001", due=later, reason="用地未批"))).commitment(
        "C0001"
    )
    assert (_DAY, later) == (moved.first_due, moved.terms.due)
    assert ["用地未批"] == [deed.reason for _, deed in moved.moves]


def test_a_block_stands_until_it_is_released() -> None:
    blocked = Blocked(commitment="C0001", since=_DAY, cause=BlockCause.LAND, mover="市自然资源局")
    standing = register_of(_acts(_TAKEN, _ACCEPTED, blocked))
    assert ["市自然资源局"] == [deed.mover for _, deed in standing.commitment("C0001").blocks]
    released = register_of(_acts(_TAKEN, _ACCEPTED, blocked, Released(commitment="C0001", block=3, on=_DAY)))
    assert () == released.commitment("C0001").blocks


@pytest.mark.parametrize(
    ("code", "deeds"),
    [
        ("register.no_candidate", (Rejected(candidate="a", reason="r"),)),
        ("register.no_reason", (_TAKEN, Rejected(candidate="a", reason=" "))),
        ("register.decided", (_TAKEN, _ACCEPTED, Rejected(candidate="a", reason="r"))),
        ("register.decided", (_TAKEN, _ACCEPTED, Merged(commitment="C0001", candidates=("a",)))),
        ("register.rejected_before", (_TAKEN, _REJECTED, _REJECTED)),
        ("register.rejected_before", (_TAKEN, _REJECTED, _ACCEPTED)),
        ("register.taken", (_TAKEN, _ACCEPTED, replace(_ACCEPTED, candidates=("bb",)))),
        ("register.no_title", (replace(_ACCEPTED, candidates=(), terms=replace(_TERMS, title=" ")),)),
        ("register.no_commitment", (Moved(commitment="C0009", due=_DAY, reason="r"),)),
        ("register.no_reason", (_TAKEN, _ACCEPTED, Moved(commitment="C0001", due=_DAY, reason=""))),
        (
            "register.due_by_move",
            (_TAKEN, _ACCEPTED, Corrected(commitment="C0001", terms=replace(_TERMS, due=None), reason="r")),
        ),
        ("register.no_such_block", (_TAKEN, _ACCEPTED, Released(commitment="C0001", block=2, on=_DAY))),
        ("register.no_items", (_TAKEN, _ACCEPTED, ItemNamed(commitment="C0001", name="x"))),
        (
            "register.result_owes_nothing",
            (
                replace(_ACCEPTED, candidates=(), terms=replace(_TERMS, kind=CommitmentKind.RESULT)),
                Reported(commitment="C0001", as_of=_DAY, claim=Claim.DONE),
            ),
        ),
    ],
)
def test_what_makes_no_sense_is_refused(code: str, deeds: tuple[Deed, ...]) -> None:
    assert code == _refused(*deeds)


def test_acts_come_in_order() -> None:
    with pytest.raises(Conflict, match=r"register\.out_of_order"):
        Register().after(replace(_acts(_TAKEN)[0], number=2))
