"""A target whose indicator the returns tell: held against the figures of its time, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibiao.register.deeds import Claim
from zhibiao.register.figures import IndicatorFigures, PeriodFigure
from zhibiao.register.progress.chance import chance_of
from zhibiao.register.progress.plain import number_text
from zhibiao.register.progress.promise import Binds, Promise, promise_of
from zhibiao.register.progress.reports import said, word_of
from zhibiao.register.progress.scale import is_computed, needs_year_before, told
from zhibiao.register.progress.target import found_by_reports
from zhibiao.register.progress.values import Because, Found, Measure, State
from zhibiao.register.progress.window import Seen, Window, amount_of, known_until, lacking, seen, still_open, window_of
from zhibiao.register.register import Commitment
from zhibiao.terms.period import Month
from zhibiao.texts.statement import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A promise with the figures it is held against, and the months of both."""

    promise: Promise
    figures: IndicatorFigures
    window: Window

    def reached(self, months: Seen) -> Fraction | None:
        now = amount_of(self.figures, months.now)
        before = amount_of(self.figures, months.before) if months.before else None
        return None if now is None else told(self.promise, now, before, unit=self.figures.unit)

    def used(self, months: Seen) -> dict[str, tuple[str, ...]]:
        """The firms that lack, by period, in the figures that the promise needs."""
        before = (months.before or ()) if needs_year_before(self.promise) else ()
        return lacking((*months.now, *before))


def found_of_target(commitment: Commitment, *, on: dt.date, figures: Mapping[str, IndicatorFigures]) -> Found:
    """How a target stands: by the figures of its indicator over its months, else by what was reported of it.

    It is settled when all its months are known from all firms. An amount that adds up is kept as soon as it is
    reached, and a ceiling broken as soon as it is passed.
    """
    code = commitment.terms.indicator
    if not code:
        return found_by_reports(commitment, on=on)
    held = figures.get(code)
    promise, window = promise_of(commitment.terms), window_of(commitment.terms)
    if held is None:
        return _by_reports(commitment, Because(code="progress.no_figures", facts={"indicator": code}), on=on)
    if promise is None or not is_computed(promise, unit=held.unit):
        return _by_reports(commitment, Because(code="progress.not_computed", facts={"indicator": code}), on=on)
    if window is None:
        return _by_reports(commitment, Because(code="progress.no_months"), on=on)
    return _found(commitment, _Judged(promise=promise, figures=held, window=window), on=on)


def computed_beside(commitment: Commitment, *, on: dt.date, figures: Mapping[str, IndicatorFigures]) -> Measure | None:
    """What the returns on record say beside a reported result; None where they cannot tell it for its whole time."""
    held = figures.get(commitment.terms.indicator)
    promise, window = promise_of(commitment.terms), window_of(commitment.terms)
    if held is None or promise is None or window is None or not is_computed(promise, unit=held.unit):
        return None
    judged = _Judged(promise=promise, figures=held, window=window)
    months = seen(held, first=window.first, last=window.last)
    if months is None or judged.used(months) or window.last.last_day > on:
        return None
    return promise.measure(judged.reached(months), as_of=window.last.last_day)


def _by_reports(commitment: Commitment, because: Because, *, on: dt.date) -> Found:
    found = found_by_reports(commitment, on=on)
    return replace(found, because=(because, *found.because))


def _found(commitment: Commitment, judged: _Judged, *, on: dt.date) -> Found:
    until = known_until(judged.figures, judged.window, on=on)
    months = seen(judged.figures, first=judged.window.first, last=until) if until else None
    measure, because = _measure(judged, until, months)
    waits = still_open(judged.figures, judged.window, after=until, on=on) if until else ()
    if waits:
        because += (Because(code="progress.months_open", facts=_open(waits)),)
    state = _state(judged, measure, months)
    settled = state in {State.DONE, State.MISSED}
    chance, no_chance = (None, ()) if settled else chance_of(judged.figures, judged.promise, judged.window)
    word = word_of(commitment, on=on)
    if word is not None and word.report.claim is Claim.STOPPED and not settled:
        state = State.STOPPED
    return Found(
        state=state,
        measure=measure,
        done_on=months.last.last_day if months and state is State.DONE else None,
        chance=chance,
        because=(*because, *judged.promise.because, *no_chance, *(said(word) if word else ())),
    )


def _measure(judged: _Judged, until: Month | None, months: Seen | None) -> tuple[Measure, tuple[Because, ...]]:
    if until is None:
        return judged.promise.measure(None), (Because(code="progress.no_month_yet"),)
    if months is None:
        facts = {"first": str(judged.window.first), "last": str(until)}
        return judged.promise.measure(None), (Because(code="progress.months_lack", facts=facts),)
    reached = judged.reached(months)
    last = months.now[-1].period
    alone = seen(judged.figures, first=last.start, last=last.last)
    measure = judged.promise.measure(
        reached, as_of=until.last_day, month=judged.reached(alone) if alone is not None else None
    )
    return measure, _because(judged, months, measure)


def _because(judged: _Judged, months: Seen, measure: Measure) -> tuple[Because, ...]:
    facts = {
        "first": str(months.first),
        "last": str(months.last),
        "reached": number_text(measure.reached),
        "promised": number_text(measure.promised),
        "unit": measure.unit,
        "returns": months.returns,
    }
    told_of = [Because(code="progress.by_returns", facts=facts)]
    if measure.reached is None:
        told_of.append(Because(code="progress.no_year_before", facts={"first": facts["first"], "last": facts["last"]}))
    if lack := judged.used(months):
        firms = tuple(dict.fromkeys(firm for those in lack.values() for firm in those))
        told_of.append(
            Because(code="progress.firms_lack", facts={"firms": "、".join(firms), "months": "、".join(lack)})
        )
    return tuple(told_of)


def _open(waits: tuple[PeriodFigure, ...]) -> dict[str, object]:
    firms = dict.fromkeys(firm for one in waits for firm in one.lacking)
    return {"months": "、".join(str(one.period) for one in waits), "firms": "、".join(firms)}


def _state(judged: _Judged, measure: Measure, months: Seen | None) -> State:
    if months is None:
        return State.WAITING
    if measure.met is None:
        return State.UNDER_WAY
    only_grows = (
        judged.figures.adds
        and judged.promise.change is Change.LEVEL
        and all(one.base is None and one.value >= 0 for one in judged.figures.months)
    )
    if only_grows and judged.promise.binds is Binds.AT_LEAST and measure.met:
        return State.DONE
    if only_grows and judged.promise.binds is Binds.AT_MOST and not measure.met:
        return State.MISSED
    if months.last != judged.window.last or judged.used(months):
        return State.UNDER_WAY
    return State.DONE if measure.met else State.MISSED
