"""What those responsible say of a commitment, as known on a day: the newest report, and what shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from zhibiao.register.bounds import amount_told
from zhibiao.register.deeds import Claim, Evidence, Reported
from zhibiao.register.progress.promise import Promise
from zhibiao.register.progress.values import Because, Measure, State
from zhibiao.register.register import Commitment

OPEN_STATE: Mapping[Claim, State] = MappingProxyType(
    {Claim.NOT_STARTED: State.WAITING, Claim.UNDER_WAY: State.UNDER_WAY, Claim.STOPPED: State.STOPPED}
)

_SAID: Mapping[Claim, str] = MappingProxyType(
    {
        Claim.NOT_STARTED: "progress.not_started",
        Claim.UNDER_WAY: "progress.under_way",
        Claim.DONE: "progress.done_claimed",
        Claim.STOPPED: "progress.stopped",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A report that counts, with what shows it.

    Args:
        report: what it says.
        evidence: its own, and that of the reports before it that said the same without a break.
        shown_since: the day since which the same has been said and shown; None without evidence.
    """

    report: Reported
    evidence: tuple[Evidence, ...]
    shown_since: dt.date | None

    @property
    def state(self) -> State:
        """The state that it alone makes: done only where something shows it."""
        if self.report.claim is Claim.DONE:
            return State.DONE if self.evidence else State.CLAIMED
        return OPEN_STATE[self.report.claim]

    @property
    def done_on(self) -> dt.date | None:
        """Since when it is said and shown to be done."""
        return self.shown_since if self.state is State.DONE else None


def word_of(commitment: Commitment, *, on: dt.date) -> Word | None:
    """The report that counts on a day: of the newest day up to it, and of that day the one told last; None of none.

    A claim that was taken back in between needs its evidence anew.
    """
    return _word(_known(commitment, on=on), same=lambda one, other: one.claim is other.claim)


def figure_word_of(commitment: Commitment, *, on: dt.date) -> Word | None:
    """The newest report with a figure that a register bears, shown by itself or by earlier ones that gave the same.

    None of none.
    """
    known = [one for one in _known(commitment, on=on) if _number(one) is not None]
    return _word(known, same=lambda one, other: _number(one) == _number(other))


def measure_of_reports(commitment: Commitment, promise: Promise | None, *, on: dt.date) -> Measure:
    """What the reports say was reached of what was promised."""
    word = figure_word_of(commitment, on=on)
    reached = _number(word.report) if word else None
    as_of = word.report.as_of if word else None
    if promise is None:
        return Measure(reached=reached, as_of=as_of)
    return promise.measure(reached, as_of=as_of)


def said(word: Word | None) -> tuple[Because, ...]:
    """The reason that a report is: what is claimed, as of when, and by how many documents it is shown."""
    if word is None:
        return (Because(code="progress.nothing_reported"),)
    claim = word.report.claim
    code = "progress.done_shown" if claim is Claim.DONE and word.evidence else _SAID[claim]
    return (Because(code=code, facts={"as_of": word.report.as_of.isoformat(), "documents": len(word.evidence)}),)


def _number(report: Reported) -> Fraction | None:
    return amount_told(report.figure)


def _known(commitment: Commitment, *, on: dt.date) -> list[Reported]:
    dated = ((deed.as_of, act.number, deed) for act, deed in commitment.done(Reported) if deed.as_of <= on)
    return [deed for _, _, deed in sorted(dated, key=lambda one: one[:2])]


def _word(known: Sequence[Reported], *, same: Callable[[Reported, Reported], bool]) -> Word | None:
    if not known:
        return None
    newest, run = known[-1], []
    for deed in reversed(known):
        if not same(deed, newest):
            break
        run.append(deed)
    run.reverse()
    return Word(
        report=newest,
        evidence=tuple(dict.fromkeys(one for deed in run for one in deed.evidence)),
        shown_since=next((deed.as_of for deed in run if deed.evidence), None),
    )
