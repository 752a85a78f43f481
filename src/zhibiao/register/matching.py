"""Which candidate says what a person quotes, and in what the person reads it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.setting import with_settings

Span = tuple[int, int]
_NUMBERS = {"value": "value", "value_max": "value_max", "from": "base", "to": "reached"}
# What the register adds to a text: how an item is kept, not what was read.
_ADDED = frozenset({"agreement", "number", "indicator", "items", "coverage", "others", "due"})
# Whose an obligation is stands in the agreement's headings, not in its words.
_SIDE = "parties"
_READ = frozenset({CommitmentKind.RESULT, CommitmentKind.TASK, CommitmentKind.PROJECT, CommitmentKind.AGREEMENT})


def overlaps(source: Source, span: Span) -> bool:
    """Whether a candidate's words and the quoted ones share half of the shorter of them, in the clean text."""
    shared = min(source.end, span[1]) - max(source.start, span[0])
    return 2 * shared >= min(source.end - source.start, span[1] - span[0])


def candidate_said(candidates: Iterable[Candidate], span: Span, settings: Mapping[str, str]) -> Candidate | None:
    """The candidate that stands at quoted words and bears their numbers, None where nothing of the kind was read.

    Args:
        candidates: of the text that is quoted.
        span: the quoted words in its clean text.
        settings: what they say, field by field; without number only a candidate without number says it.
    """
    said = [one for one in candidates if overlaps(one.source, span) and _same_numbers(one.terms, settings)]
    return max(said, key=lambda one: one.terms.kind == settings.get("kind"), default=None)


def changed_settings(terms: Terms, settings: Mapping[str, str]) -> dict[str, str]:
    """The settings that change terms.

    >>> from zhibiao.register.commitment import CommitmentKind
    >>> changed_settings(Terms(kind=CommitmentKind.TASK, title="建园区"), {"title": "建园区", "lead": "市工信局"})
    {'lead': '市工信局'}
    """
    changed = {name for name, value in settings.items() if with_settings(terms, {name: value}) != terms}
    if "kind" in changed and terms.kind is CommitmentKind.RESULT:
        changed.add("period")  # what was read as a result owes nothing, and has no due date yet
    return {name: value for name, value in settings.items() if name in changed}


def reads_otherwise(terms: Terms, changed: Mapping[str, str]) -> bool:
    """Whether changes contradict what was read, rather than add what only the register knows.

    Whether a promise is kept as a target, a counted goal, an obligation, a programme or a capital plan is a person's
    decision; that a text tells of a result, a task, a project or a signing is read in it.
    """
    if "kind" in changed:
        kinds = (terms.kind, CommitmentKind(changed["kind"]))
        if kinds[1] in _READ or (kinds[0] in _READ and kinds != (CommitmentKind.TASK, CommitmentKind.OBLIGATION)):
            return True
    owed = {_SIDE} if changed.get("kind") == CommitmentKind.OBLIGATION else set()
    return bool(changed.keys() - _ADDED - owed - {"kind"})


def _same_numbers(terms: Terms, settings: Mapping[str, str]) -> bool:
    figure = terms.figure
    if figure is None or "change" not in settings:
        return figure is None and "change" not in settings
    given = {field: settings[name] for name, field in _NUMBERS.items() if name in settings}
    return all(getattr(figure, field) == _decimal(value) for field, value in given.items())


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
