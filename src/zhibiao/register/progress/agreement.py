"""Agreements: what each side owes, how far it has come, and whose move it is; they stand as their obligations do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhibiao.register.deeds import Claim
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.reports import said, word_of
from zhibiao.register.progress.values import SETTLED, Because, Found, Measure, Owed, Progress, Side, State
from zhibiao.register.progress.work import found_of_work
from zhibiao.register.register import Commitment


def found_of_agreement(commitment: Commitment, owed: Sequence[tuple[Commitment, Progress]], *, on: dt.date) -> Found:
    """How an agreement stands by its obligations, each with its own progress; without any, as is reported of it."""
    sides = _sides(commitment, owed)
    if not owed:
        alone = found_of_work(commitment, on=on)
        return replace(alone, sides=sides, because=(*alone.because, Because(code="progress.no_obligations")))
    counted = [progress for _, progress in owed if progress.state is not State.STOPPED]
    done = sum(progress.state is State.DONE for progress in counted)
    measure = Measure(
        reached=Fraction(done),
        promised=Fraction(len(counted)),
        share=Fraction(done, len(counted)) if counted else None,
        met=done == len(counted) if counted else None,
        as_of=on,
    )
    blocked = sum(side.blocked for side in sides)
    overdue = sum(side.overdue for side in sides)
    facts = {"done": done, "of": len(counted), "blocked": blocked, "overdue": overdue}
    because = (Because(code="progress.obligations", facts=facts),)
    word = word_of(commitment, on=on)
    if word is not None and word.report.claim is Claim.STOPPED:
        return Found(state=State.STOPPED, measure=measure, sides=sides, because=(*because, *said(word)))
    return Found(state=_state([one.state for one in counted]), measure=measure, sides=sides, because=because)


def _state(states: Sequence[State]) -> State:
    if not states:
        return State.STOPPED
    if all(state is State.DONE for state in states):
        return State.DONE
    if all(state in {State.DONE, State.CLAIMED} for state in states):
        return State.CLAIMED
    return State.WAITING if all(state is State.WAITING for state in states) else State.UNDER_WAY


def _sides(commitment: Commitment, owed: Sequence[tuple[Commitment, Progress]]) -> tuple[Side, ...]:
    parties = {folded_name(party): party for party in commitment.terms.parties}
    by_side: dict[str, list[tuple[Commitment, Progress]]] = {party: [] for party in commitment.terms.parties}
    for one, progress in owed:
        by_side.setdefault(_side_of(one, parties), []).append((one, progress))
    return tuple(_side(name, those, is_party=name in commitment.terms.parties) for name, those in by_side.items())


def _side_of(obligation: Commitment, parties: dict[str, str]) -> str:
    """The signatory that an obligation names as its party or lead, else its lead unit itself."""
    terms = obligation.terms
    for name in (*terms.parties, terms.lead, *terms.others):
        if folded_name(name) in parties:
            return parties[folded_name(name)]
    return terms.lead


def _side(name: str, owed: Sequence[tuple[Commitment, Progress]], *, is_party: bool) -> Side:
    rows = tuple(_owed(one, progress) for one, progress in owed)
    return Side(
        name=name,
        is_party=is_party,
        owed=rows,
        done=sum(row.state is State.DONE for row in rows),
        claimed=sum(row.state is State.CLAIMED for row in rows),
        open=sum(row.state not in SETTLED and row.state is not State.CLAIMED for row in rows),
        blocked=sum(row.blocked for row in rows),
        overdue=sum(row.overdue for row in rows),
    )


def _owed(one: Commitment, progress: Progress) -> Owed:
    settled = progress.state in SETTLED
    blockers = tuple(dict.fromkeys(block.mover for block in progress.blocks))
    return Owed(
        commitment=one.id,
        title=one.terms.title,
        state=progress.state,
        overdue=progress.overdue,
        blocked=bool(blockers) and not settled,
        movers=() if settled else blockers or ((one.terms.lead,) if one.terms.lead else ()),
    )
