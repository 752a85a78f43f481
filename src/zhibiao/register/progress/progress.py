"""Progress of a commitment of any kind, as of a day: what its kind finds, with dates, blocks, moves and silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import Accepted, Act, Blocked, ItemNamed, Noted, Released, Reported
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.progress.agreement import found_of_agreement
from zhibiao.register.progress.by_figures import computed_beside, found_of_target
from zhibiao.register.progress.capital import found_of_capital
from zhibiao.register.progress.counted import found_of_counted
from zhibiao.register.progress.coverage import found_of_programme
from zhibiao.register.progress.plain import number_text
from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.values import SETTLED, Because, Found, Measure, Move, Progress, Standing, State
from zhibiao.register.progress.work import found_of_work
from zhibiao.register.register import Commitment, Register
from zhibiao.terms.instant import LOCAL, instant_of


def progress_of(
    commitment: Commitment,
    *,
    on: dt.date,
    figures: Mapping[str, IndicatorFigures],
    obligations: Iterable[Commitment] = (),
) -> Progress:
    """How a commitment stands on a day.

    Args:
        commitment: whose progress.
        on: the day; reports, blocks and events dated later are not known yet.
        figures: of the month, by code of indicator.
        obligations: those that belong to an agreement; ignored for every other kind.
    """
    owed = tuple(obligations) if commitment.terms.kind is CommitmentKind.AGREEMENT else ()
    found = _found(commitment, on=on, figures=figures, obligations=owed)
    due = commitment.terms.due
    last = _last_said(commitment, on=on)
    return Progress(
        commitment=commitment.id,
        kind=commitment.terms.kind,
        on=on,
        state=found.state,
        measure=found.measure,
        due=due,
        first_due=commitment.first_due,
        overdue=due is not None and due < on and found.state not in SETTLED,
        days_left=(due - on).days if due else None,
        slipped_days=(due - commitment.first_due).days if due and commitment.first_due else None,
        moves=_moves(commitment),
        blocks=_blocks(commitment, on=on),
        last_said=last,
        silent_days=(on - last).days if last else None,
        done_on=found.done_on,
        items=found.items,
        coverage=found.coverage,
        capital=found.capital,
        sides=found.sides,
        chance=found.chance,
        because=found.because,
    )


def progress_of_all(register: Register, *, on: dt.date, figures: Mapping[str, IndicatorFigures]) -> dict[str, Progress]:
    """How every commitment of a register stands on a day, by id in the register's order; agreements by what is owed."""
    owed: dict[str, list[Commitment]] = {}
    for one in register.commitments.values():
        if one.terms.kind is CommitmentKind.OBLIGATION and one.terms.agreement:
            owed.setdefault(one.terms.agreement, []).append(one)
    return {
        name: progress_of(one, on=on, figures=figures, obligations=owed.get(name, ()))
        for name, one in register.commitments.items()
    }


def _found(
    commitment: Commitment,
    *,
    on: dt.date,
    figures: Mapping[str, IndicatorFigures],
    obligations: tuple[Commitment, ...],
) -> Found:
    match commitment.terms.kind:
        case CommitmentKind.RESULT:
            return _reported(commitment, on=on, figures=figures)
        case CommitmentKind.TARGET:
            return found_of_target(commitment, on=on, figures=figures)
        case CommitmentKind.COUNTED:
            return found_of_counted(commitment, on=on)
        case CommitmentKind.PROGRAMME:
            return found_of_programme(commitment, on=on)
        case CommitmentKind.CAPITAL:
            return found_of_capital(commitment, on=on)
        case CommitmentKind.AGREEMENT:
            owed = [(one, progress_of(one, on=on, figures=figures)) for one in obligations]
            return found_of_agreement(commitment, owed, on=on)
        case _:
            return found_of_work(commitment, on=on)


def _reported(commitment: Commitment, *, on: dt.date, figures: Mapping[str, IndicatorFigures]) -> Found:
    told = promise_of(commitment.terms)
    measure = Measure(reached=told.goal, unit=told.unit) if told else Measure()
    because = [Because(code="progress.owes_nothing")]
    beside = computed_beside(commitment, on=on, figures=figures)
    if beside is not None and beside.reached is not None:
        facts = {"told": number_text(beside.promised), "computed": number_text(beside.reached), "unit": beside.unit}
        because.append(Because(code="progress.result_by_returns", facts=facts))
    return Found(state=State.REPORTED, measure=measure, because=tuple(because))


def _blocks(commitment: Commitment, *, on: dt.date) -> tuple[Standing, ...]:
    gone = {deed.block for _, deed in commitment.done(Released) if deed.on <= on}
    return tuple(
        Standing(
            number=act.number,
            cause=deed.cause,
            mover=deed.mover,
            since=deed.since,
            days=(on - deed.since).days,
            note=deed.note,
        )
        for act, deed in commitment.done(Blocked)
        if deed.since <= on and act.number not in gone
    )


def _moves(commitment: Commitment) -> tuple[Move, ...]:
    accepted = commitment.done(Accepted)
    before = accepted[0][1].terms.due if accepted else commitment.first_due
    moves: list[Move] = []
    for act, deed in commitment.moves:
        moves.append(
            Move(
                number=act.number,
                before=before,
                due=deed.due,
                reason=deed.reason,
                document=deed.document,
                person=act.person,
                at=act.at,
            )
        )
        before = deed.due
    return tuple(moves)


def _last_said(commitment: Commitment, *, on: dt.date) -> dt.date | None:
    """The newest day up to `on` on which an act was done or of which it speaks; None where nobody has spoken."""
    return max((day for act in commitment.acts for day in _days(act) if day <= on and _known(act, on=on)), default=None)


def _days(act: Act) -> tuple[dt.date, ...]:
    spoken = _speaks_of(act)
    done = instant_of(act.at).astimezone(LOCAL).date()
    return (done,) if spoken is None else (spoken, done)


def _known(act: Act, *, on: dt.date) -> bool:
    """Whether what it tells is known by the day: an event may be told of ahead, a report may not."""
    spoken = _speaks_of(act)
    return spoken is None or spoken <= on or isinstance(act.deed, ItemNamed)


def _speaks_of(act: Act) -> dt.date | None:
    match act.deed:
        case Reported(as_of=day) | Blocked(since=day) | Released(on=day) | ItemNamed(on=day) | Noted(on=day):
            return day
        case _:
            return None
