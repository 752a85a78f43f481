"""Which candidate says what is quoted: by place and number, and what a reviewer changed of it."""

import datetime as dt
from decimal import Decimal

import pytest

from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.matching import candidate_said, changed_settings, overlaps, reads_otherwise
from zhibiao.register.setting import with_settings
from zhibiao.texts.statement import Change, Comparator, Figure


def _source(start: int, end: int) -> Source:
    return Source(document="d", name="n", start=start, end=end, raw_start=start, raw_end=end, quote="q")


def _candidate(
    name: str, start: int, end: int, value: str = "", kind: CommitmentKind = CommitmentKind.TARGET
) -> Candidate:
    figure = Figure(value=Decimal(value), unit="%", change=Change.YOY, comparator=Comparator.EQUAL) if value else None
    return Candidate(id=name, terms=Terms(kind=kind, title=name, figure=figure), source=_source(start, end))


FOUND = (_candidate("ore", 0, 10, "4.7"), _candidate("scrap", 0, 10, "48.1"), _candidate("park", 12, 20))


@pytest.mark.parametrize(
    ("expected", "span", "settings"),
    [
        ("ore", (0, 10), {"value": "4.7", "change": "yoy"}),
        ("scrap", (3, 10), {"value": "48.10", "change": "yoy"}),
        ("park", (11, 22), {"title": "园区"}),
        (None, (0, 10), {"value": "5", "change": "yoy"}),
        (None, (0, 10), {"title": "without a number"}),
        (None, (12, 20), {"value": "4.7", "change": "yoy"}),
        (None, (30, 40), {"title": "elsewhere"}),
        (None, (0, 10), {"value": "many", "change": "yoy"}),
    ],
)
def test_the_candidate_at_the_words_with_their_numbers(
    expected: str | None, span: tuple[int, int], settings: dict[str, str]
) -> None:
    found = candidate_said(FOUND, span, settings)
    assert expected == (found.id if found else None)


def test_of_two_at_one_place_the_one_of_the_kind_is_meant() -> None:
    two = (_candidate("a", 0, 10), _candidate("b", 0, 10, kind=CommitmentKind.TASK))
    found = candidate_said(two, (0, 10), {"kind": "task"})
    assert found is not None
    assert "b" == found.id


def test_half_of_the_shorter_words_is_an_overlap() -> None:
    assert overlaps(_source(0, 10), (8, 12))
    assert not overlaps(_source(0, 10), (9, 12))


def test_only_what_changes_is_set() -> None:
    terms = Terms(kind=CommitmentKind.TASK, title="建园区", period="2025", due=dt.date(2025, 12, 31))
    assert {"lead": "市工信局"} == changed_settings(terms, {"title": "建园区", "period": "2025", "lead": "市工信局"})


def test_the_day_of_a_signing_is_no_due_date() -> None:
    terms = Terms(kind=CommitmentKind.AGREEMENT, title="合作协议", period="2025")
    assert with_settings(terms, {"period": "2025-02-26"}).due is None


def test_a_result_that_is_a_promise_gets_its_due_date() -> None:
    settings = {"kind": "target", "title": "镁砂产量", "period": "2025"}
    terms = Terms(kind=CommitmentKind.RESULT, title="镁砂产量", period="2025")
    changed = changed_settings(terms, settings)
    assert {"kind": "target", "period": "2025"} == changed
    assert dt.date(2025, 12, 31) == with_settings(terms, changed).due


@pytest.mark.parametrize(
    ("expected", "kind", "changed"),
    [
        (False, CommitmentKind.TARGET, {}),
        (False, CommitmentKind.TARGET, {"kind": "obligation", "agreement": "C0001", "number": "3"}),
        (False, CommitmentKind.COUNTED, {"kind": "target"}),
        (False, CommitmentKind.TASK, {"kind": "obligation", "others": "市税务局"}),
        (True, CommitmentKind.RESULT, {"kind": "target"}),
        (True, CommitmentKind.PROJECT, {"kind": "capital"}),
        (True, CommitmentKind.TARGET, {"kind": "result"}),
        (True, CommitmentKind.TARGET, {"lead": "市工信局"}),
    ],
)
def test_what_contradicts_the_reading(expected: bool, kind: CommitmentKind, changed: dict[str, str]) -> None:
    assert expected is reads_otherwise(Terms(kind=kind, title="t"), changed)
