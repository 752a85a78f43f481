"""Laws of progress: nothing counts twice, evidence never harms, later words are unknown; each catches its bug."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.register import register as register_room
from zhibiao.register.commitment import CommitmentKind, Coverage, Span, Terms
from zhibiao.register.deeds import Accepted, Act, Claim, Deed, Evidence, ItemNamed, Moved, Reported
from zhibiao.register.progress import coverage, named, reports, spans
from zhibiao.register.progress.progress import progress_of
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import Register, register_of
from zhibiao.texts.statement import Change, Comparator, Figure

_PAPER = (Evidence(sha256="e" * 64, name="证.pdf"),)
_ON = dt.date(2025, 6, 15)
_DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
_EVIDENCE = st.sampled_from([(), _PAPER])
_CLAIMS = st.sampled_from(list(Claim))
_RANK = {State.WAITING: 0, State.MISSED: 0, State.UNDER_WAY: 1, State.CLAIMED: 2, State.DONE: 3}
_COUNTED = (CommitmentKind.COUNTED, CommitmentKind.CAPITAL, CommitmentKind.PROGRAMME)
_RULES = (
    Coverage(every=Span.QUARTER, level="theme"),
    Coverage(every=Span.MONTH, level="focus"),
    Coverage(every=Span.WEEK, level="feature"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A commitment and what was told of it."""

    terms: Terms
    deeds: tuple[Deed, ...]

    def progress(self, *more: Deed) -> Progress:
        deeds = (Accepted(commitment="C0001", terms=self.terms), *self.deeds, *more)
        acts = [
            Act(number=number, at="2025-01-01T01:00:00Z", person="lin", deed=deed)
            for number, deed in enumerate(deeds, 1)
        ]
        return progress_of(register_of(acts).commitment("C0001"), on=_ON, figures={})


_REPORTS = st.builds(
    Reported,
    commitment=st.just("C0001"),
    as_of=_DAYS,
    claim=_CLAIMS,
    figure=st.sampled_from(["", "3", "5"]),
    evidence=_EVIDENCE,
)
_ITEMS = st.builds(
    ItemNamed,
    commitment=st.just("C0001"),
    name=st.sampled_from(["甲厂", "乙厂", "丙厂 A", "丁厂"]),
    on=st.none() | _DAYS,
    level=st.sampled_from(["theme", "focus", "feature"]),
    claim=_CLAIMS,
    evidence=_EVIDENCE,
)


@st.composite
def stories(draw: st.DrawFn, kinds: Sequence[CommitmentKind] = tuple(CommitmentKind)) -> Story:
    """A commitment of a kind that owes something, with up to six words about it."""
    kind = draw(st.sampled_from([one for one in kinds if one is not CommitmentKind.RESULT]))
    figure = Figure(value=Decimal(4), unit="%", change=Change.YOY, comparator=Comparator.EQUAL)
    terms = Terms(
        kind=kind,
        title="事项",
        period="2025-01..2025-05" if draw(st.booleans()) else "2025",
        due=draw(st.none() | _DAYS),
        figure=figure if kind is CommitmentKind.TARGET else None,
        items=draw(st.none() | st.integers(1, 3)) if kind in _COUNTED else None,
        coverage=_RULES[:1] if kind is CommitmentKind.PROGRAMME else (),
    )
    words = _REPORTS | _ITEMS if kind in _COUNTED else _REPORTS
    return Story(terms=terms, deeds=tuple(draw(st.lists(words, max_size=6))))


# Each law is a question to one example: true where it holds.


def repeats_count_once(given_: tuple[Story, int, str]) -> bool:
    """The last word on an item, said again in another spelling, changes no count."""
    story, place, blank = given_
    items = [deed for deed in story.deeds if isinstance(deed, ItemNamed)]
    last: dict[str, ItemNamed] = {item.name: item for item in items}
    if not last:
        return True
    chosen = list(last.values())[place % len(last)]
    again = replace(chosen, name=blank.join(chosen.name))
    before, after = story.progress().items, story.progress(again).items
    assert before
    assert after
    counts = [(one.named, one.evidenced, one.claimed, one.planned, one.dropped) for one in (before, after)]
    return counts[0] == counts[1]


def evidence_never_lowers(given_: tuple[Story, int]) -> bool:
    """A word that gets evidence leaves the state as good, and as many items shown."""
    story, place = given_
    if not story.deeds:
        return True
    told = list(story.deeds)
    word = told[place % len(told)]
    assert isinstance(word, Reported | ItemNamed)
    told[place % len(told)] = replace(word, evidence=_PAPER)
    before, after = story.progress(), replace(story, deeds=tuple(told)).progress()
    if State.STOPPED in {before.state, after.state}:
        return before.state is after.state
    shown = [one.items.evidenced if one.items else 0 for one in (before, after)]
    return _RANK[before.state] <= _RANK[after.state] and shown[0] <= shown[1]


def later_reports_are_unknown(given_: tuple[Story, Reported]) -> bool:
    """A report dated after the day changes nothing at all."""
    story, report = given_
    return story.progress() == story.progress(report)


def counted_and_claimed_within_named(story: Story) -> bool:
    """What came about or is said to is never more than what was named."""
    items = story.progress().items
    assert items
    names = {"".join(deed.name.split()).casefold() for deed in story.deeds if isinstance(deed, ItemNamed)}
    return items.evidenced + items.claimed <= items.named <= len(names)


def first_due_stays(given_: tuple[Story, list[dt.date]]) -> bool:
    """However often a due date is moved, the first one is told, and the last one counts."""
    story, days = given_
    moves = [Moved(commitment="C0001", due=day, reason="理由") for day in days]
    told = story.progress(*moves)
    first = story.terms.due or (days[0] if days else None)
    due = days[-1] if days else story.terms.due
    return (first, due, len(days)) == (told.first_due, told.due, len(told.moves))


def done_is_shown(story: Story) -> bool:
    """What is done rests on evidence that was there by the day."""
    told = story.progress()
    if told.state is not State.DONE:
        return True
    words = [deed for deed in story.deeds if isinstance(deed, Reported | ItemNamed) and deed.evidence]
    return any((word.as_of if isinstance(word, Reported) else word.on or _ON) <= _ON for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """A programme from a day to a day, with an event in every span that asks one, and which event is taken out."""

    first: dt.date
    last: dt.date
    picks: tuple[int, ...]
    out: int


def each_event_holds_its_span(programme: Covering) -> bool:
    """With an event in every span there is no gap; each event taken out opens exactly the gap of its span."""
    asked = _asking(programme.first, programme.last)
    events = {
        key: ItemNamed(
            commitment="C0001",
            name="-".join(map(str, key)),
            on=days[programme.picks[place % len(programme.picks)] % len(days)],
            level=key[0],
            evidence=_PAPER,
        )
        for place, (key, days) in enumerate(asked.items())
    }
    terms = Terms(
        kind=CommitmentKind.PROGRAMME,
        title="活动",
        period=f"{programme.first.isoformat()}..{programme.last.isoformat()}",
        coverage=_RULES,
    )
    whole = Story(terms=terms, deeds=tuple(events.values())).progress().coverage
    if whole is None or whole.gaps:
        return False
    if not events:
        return True
    out = list(events)[programme.out % len(events)]
    left = Story(terms=terms, deeds=tuple(event for key, event in events.items() if key != out)).progress().coverage
    assert left
    days = asked[out]
    return [(out[0], days[0], days[-1])] == [(gap.level, gap.first, gap.last) for gap in left.gaps]


def _asking(first: dt.date, last: dt.date) -> dict[tuple[Any, ...], list[dt.date]]:
    """The spans that ask an event, worked out day by day: at least half of a span's days lie in the programme."""
    inside: dict[tuple[Any, ...], list[dt.date]] = defaultdict(list)
    lengths: dict[tuple[Any, ...], int] = defaultdict(int)
    day = first - dt.timedelta(days=100)
    while day <= last + dt.timedelta(days=100):
        week = day - dt.timedelta(days=day.weekday())
        for key in (("theme", day.year, (day.month - 1) // 3), ("focus", day.year, day.month), ("feature", week)):
            lengths[key] += 1
            if first <= day <= last:
                inside[key].append(day)
        day += dt.timedelta(days=1)
    return {key: days for key, days in inside.items() if 2 * len(days) >= lengths[key]}


_BLANKS = st.sampled_from([" ", "\u3000", "·", "-"])
_LATER = _REPORTS.filter(lambda report: report.as_of > _ON)
_REPEATED = st.tuples(stories(_COUNTED), st.integers(0, 5), _BLANKS)
_SHOWN = st.tuples(stories(), st.integers(0, 5))
_TOLD_LATER = st.tuples(stories(), _LATER)
_MOVED = st.tuples(stories(), st.lists(_DAYS, max_size=3))
_PROGRAMMES = st.builds(
    Covering,
    first=st.dates(dt.date(2024, 11, 1), dt.date(2025, 5, 31)),
    last=st.dates(dt.date(2024, 12, 1), dt.date(2025, 6, 10)),
    picks=st.tuples(*[st.integers(0, 90)] * 5),
    out=st.integers(0, 60),
).filter(lambda one: one.first <= one.last)


@given(_REPEATED)
@settings(max_examples=examples(60))
def test_naming_an_item_twice_never_counts_twice(given_: tuple[Story, int, str]) -> None:
    assert repeats_count_once(given_)


@given(_SHOWN)
@settings(max_examples=examples(100))
def test_evidence_never_lowers_progress(given_: tuple[Story, int]) -> None:
    assert evidence_never_lowers(given_)


@given(_TOLD_LATER)
@settings(max_examples=examples(60))
def test_a_report_after_the_day_changes_nothing(given_: tuple[Story, Reported]) -> None:
    assert later_reports_are_unknown(given_)


@given(stories(_COUNTED))
@settings(max_examples=examples(60))
def test_what_counts_is_never_more_than_was_named(story: Story) -> None:
    assert counted_and_claimed_within_named(story)


@given(_PROGRAMMES)
@settings(max_examples=examples(30))
def test_each_event_of_a_programme_holds_its_span(programme: Covering) -> None:
    assert each_event_holds_its_span(programme)


@given(_MOVED)
@settings(max_examples=examples(60))
def test_moving_a_due_date_never_changes_the_first(given_: tuple[Story, list[dt.date]]) -> None:
    assert first_due_stays(given_)


@given(stories())
@settings(max_examples=examples(150))
def test_what_is_done_is_shown(story: Story) -> None:
    assert done_is_shown(story)


# Every law catches a bug that is planted for it.


def _names_as_written(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(named, "folded_name", lambda name: name)


def _evidence_taken_for_doubt(patch: pytest.MonkeyPatch) -> None:
    states = {True: State.CLAIMED, False: State.DONE}
    patch.setattr(
        reports.Word,
        "state",
        property(
            lambda word: (
                states[bool(word.evidence)]
                if word.report.claim is Claim.DONE
                else reports.OPEN_STATE[word.report.claim]
            )
        ),
    )


def _claims_taken_for_done(patch: pytest.MonkeyPatch) -> None:
    states: Mapping[Claim, State] = {**reports.OPEN_STATE, Claim.DONE: State.DONE}
    patch.setattr(reports.Word, "state", property(lambda word: states[word.report.claim]))


def _dates_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    real = reports._known
    patch.setattr(reports, "_known", lambda commitment, *, on: real(commitment, on=dt.date.max) if on else [])


def _every_word_an_item(patch: pytest.MonkeyPatch) -> None:
    fresh = iter(range(10**9))
    patch.setattr(named, "folded_name", lambda name: f"{name}{next(fresh)}")


def _weeks_from_sunday(patch: pytest.MonkeyPatch) -> None:
    real = spans._span

    def shifted(every: Span, day: dt.date) -> tuple[str, dt.date, dt.date]:
        name, start, end = real(every, day)
        if every is not Span.WEEK:
            return name, start, end
        start = day - dt.timedelta(days=(day.weekday() + 1) % 7)
        return name, start, start + dt.timedelta(days=6)

    patch.setattr(spans, "_span", shifted)


def _claims_of_any_level(patch: pytest.MonkeyPatch) -> None:
    real = coverage._gap
    patch.setattr(
        coverage,
        "_gap",
        lambda events, rule, stretch, *, on: replace(
            real(events, replace(rule, level=""), stretch, on=on), level=rule.level
        ),
    )


def _moves_overwrite(patch: pytest.MonkeyPatch) -> None:
    real = register_room._APPLY[Moved]

    def forgetful(register: Register, act: Act, deed: Moved) -> Register:
        moved = real(register, act, deed)
        one = replace(moved.commitment(deed.commitment), first_due=deed.due)
        return replace(moved, commitments={**moved.commitments, one.id: one})

    patch.setitem(register_room._APPLY, Moved, forgetful)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("law", "examples_", "bug"),
    [
        (repeats_count_once, _REPEATED, _names_as_written),
        (evidence_never_lowers, _SHOWN, _evidence_taken_for_doubt),
        (later_reports_are_unknown, _TOLD_LATER, _dates_not_looked_at),
        (counted_and_claimed_within_named, stories(_COUNTED), _every_word_an_item),
        (each_event_holds_its_span, _PROGRAMMES, _weeks_from_sunday),
        (each_event_holds_its_span, _PROGRAMMES, _claims_of_any_level),
        (first_due_stays, _MOVED, _moves_overwrite),
        (done_is_shown, stories(), _claims_taken_for_done),
    ],
)
def test_a_planted_bug_is_caught(
    law: Callable[[Any], bool],
    examples_: st.SearchStrategy[Any],
    bug: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bug(monkeypatch)
    hunt = settings(max_examples=500, derandomize=True, phases=[Phase.generate])
    caught = find(examples_, lambda one: not law(one), settings=hunt)
    assert not law(caught)
