"""Programmes of events: every quarter, month and week asks its events, and gaps are listed, past and ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from zhibiao.register.commitment import Coverage
from zhibiao.register.deeds import Claim
from zhibiao.register.progress.counted import found_of_counted
from zhibiao.register.progress.named import Named, Shown, named_items
from zhibiao.register.progress.reports import word_of
from zhibiao.register.progress.spans import Stretch, stretches
from zhibiao.register.progress.values import Because, Covered, Found, Gap, State
from zhibiao.register.progress.when import days_of
from zhibiao.register.register import Commitment


def found_of_programme(commitment: Commitment, *, on: dt.date) -> Found:
    """How a programme stands: its events counted as of a goal, and its spans held against its rules.

    With rules it is settled when its last day is over: done where every span holds its events, all shown, and the
    promised number is reached; missed where a span is empty for ever.
    """
    counted = found_of_counted(commitment, on=on)
    terms = commitment.terms
    if not terms.coverage:
        return counted
    days = days_of(terms.period, due=terms.due)
    if days is None:
        return replace(counted, because=(*counted.because, Because(code="progress.no_period")))
    coverage = coverage_of(named_items(commitment, on=on), terms.coverage, first=days[0], last=days[1], on=on)
    word = word_of(commitment, on=on)
    stopped = word is not None and word.report.claim is Claim.STOPPED
    state = State.STOPPED if stopped else _state(counted, coverage, over=days[1] < on)
    return replace(counted, state=state, coverage=coverage, because=(*counted.because, *_told(coverage)))


def coverage_of(
    events: Sequence[Named], rules: Sequence[Coverage], *, first: dt.date, last: dt.date, on: dt.date
) -> Covered:
    """The spans of a programme held against its rules on a day.

    A span that is over is kept by events that took place; one that is not, also by those planned.
    """
    held = [
        (rule, stretch, _gap(events, rule, stretch, on=on))
        for rule in rules
        for stretch in stretches(rule.every, first=first, last=last)
    ]
    dated = [one for one in events if one.latest.on is not None and one.shown is not Shown.DROPPED]
    lapsed = [one for one in dated if one.shown is Shown.PLANNED and one.latest.on is not None and one.latest.on < on]
    undated = [one for one in events if one.latest.on is None and one.shown is not Shown.DROPPED]
    return Covered(
        spans=len(held),
        over=sum(stretch.last < on for _, stretch, _ in held),
        in_part=sum(stretch.in_part for _, stretch, _ in held),
        gaps=tuple(gap for _, _, gap in held if _lacks(gap)),
        only_claimed=tuple(gap for _, _, gap in held if not _lacks(gap) and not gap.ahead and gap.shown < gap.asked),
        shown=sum(one.shown is Shown.EVIDENCED for one in events),
        claimed=sum(one.shown is Shown.CLAIMED for one in events),
        planned=sum(one.shown is Shown.PLANNED for one in events) - len(lapsed),
        undated=tuple(one.latest.name for one in undated),
        lapsed=tuple(one.latest.name for one in lapsed),
    )


def _gap(events: Sequence[Named], rule: Coverage, stretch: Stretch, *, on: dt.date) -> Gap:
    inside = [
        one
        for one in events
        if one.latest.on is not None
        and stretch.first <= one.latest.on <= stretch.last
        and rule.level in {"", one.latest.level}
    ]
    to_come = [
        one for one in inside if one.shown is Shown.PLANNED and one.latest.on is not None and one.latest.on >= on
    ]
    return Gap(
        every=rule.every,
        level=rule.level,
        name=stretch.name,
        first=stretch.first,
        last=stretch.last,
        asked=stretch.asked(rule),
        shown=sum(one.shown is Shown.EVIDENCED for one in inside),
        claimed=sum(one.shown is Shown.CLAIMED for one in inside),
        planned=len(to_come),
        ahead=stretch.last >= on,
        in_part=stretch.in_part,
    )


def _lacks(span: Gap) -> bool:
    return span.shown + span.claimed + span.planned < span.asked


def _state(counted: Found, coverage: Covered, *, over: bool) -> State:
    begun = coverage.shown or coverage.claimed or counted.state is not State.WAITING
    if not over:
        return State.UNDER_WAY if begun else State.WAITING
    items = counted.items
    promised = items.promised if items else None
    if coverage.gaps or (promised is not None and coverage.shown + coverage.claimed < promised):
        return State.MISSED
    enough = promised is None or coverage.shown >= promised
    return State.CLAIMED if coverage.only_claimed or not enough else State.DONE


def _told(coverage: Covered) -> tuple[Because, ...]:
    past = [gap for gap in coverage.gaps if not gap.ahead]
    counts = {
        "spans": coverage.spans,
        "over": coverage.over,
        "past": len(past),
        "ahead": len(coverage.gaps) - len(past),
    }
    told = [Because(code="progress.coverage", facts=counts)]
    if coverage.in_part:
        told.append(Because(code="progress.spans_in_part", facts={"count": coverage.in_part}))
    if coverage.only_claimed:
        told.append(Because(code="progress.spans_only_claimed", facts={"count": len(coverage.only_claimed)}))
    if coverage.lapsed:
        facts = {"count": len(coverage.lapsed), "names": "、".join(coverage.lapsed)}
        told.append(Because(code="progress.events_lapsed", facts=facts))
    if coverage.undated:
        facts = {"count": len(coverage.undated), "names": "、".join(coverage.undated)}
        told.append(Because(code="progress.events_undated", facts=facts))
    return tuple(told)
