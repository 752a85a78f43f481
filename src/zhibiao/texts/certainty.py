"""How far a statement may be trusted, and why: each reason weighs on the reader's own word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.statement import Change, Statement, StatementKind
from zhibiao.texts.times import Times

WEIGHTS = {
    "texts.because.own_time": 1.0,
    "texts.because.inherited_time": 0.99,
    "texts.because.no_time": 0.85,
    "texts.because.subject_elsewhere": 0.95,
    "texts.because.subject_bare": 0.85,
    "texts.because.subject_long": 0.8,
    "texts.because.subject_odd": 0.65,
    "texts.because.unit_unknown": 0.85,
    "texts.because.many_numbers": 0.97,
    "texts.because.lost_near": 0.6,
    "texts.because.headline_only": 0.7,
    "texts.because.repeated": 1.08,
}
"""What each reason multiplies the confidence by; a reader's own reasons are in its own word already."""

_MOST, _LEAST = 0.99, 0.05
_LONGEST_SUBJECT = {"zh": 26, "en": 90}
_NEAR = 3
_MANY = 4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[㐀-鿿]")
_BARE = 4
_ODD = re.compile(r"[,，。;；:：?？!！]|[已了将仅]|实现|达到|^[“”的和及等]|[的和及]$")
_ODD_ENGLISH = re.compile(r"^(?:which|that|it|they|and|of|to|the|\d)\b|[,;:]$")


def weighed(statement: Statement, *, layout: Layout, times: Times | None, cleaned: Cleaned) -> Statement:
    """The statement with its confidence between 0 and 1 and the codes of all that raised or lowered it.

    `times` is None where the reader has weighed the time itself.
    """
    reasons = tuple(dict.fromkeys((*statement.because, *_reasons(statement, layout, times, cleaned))))
    confidence = statement.confidence
    for code in reasons:
        confidence *= WEIGHTS.get(code, 1.0)
    return replace(statement, confidence=round(min(_MOST, max(_LEAST, confidence)), 2), because=reasons)


def _reasons(statement: Statement, layout: Layout, times: Times | None, cleaned: Cleaned) -> Iterator[str]:
    start, end = statement.start, statement.end
    if statement.period is None:
        if statement.kind in {StatementKind.RESULT, StatementKind.TARGET}:
            yield "texts.because.no_time"
    elif times is not None:
        yield "texts.because.own_time" if times.own(start, end) else "texts.because.inherited_time"
    yield from _about_subject(statement)
    if statement.figure is not None:
        yield from _about_figure(statement, layout.text[start:end])
    if any(start - _NEAR <= lost.at < end + _NEAR and not lost.restored for lost in cleaned.lost):
        yield "texts.because.lost_near"
    if not statement.repeats and layout.lines and layout.lines[layout.line_at(start)].role is Role.TITLE:
        yield "texts.because.headline_only"


def _about_subject(statement: Statement) -> Iterator[str]:
    """Whether a subject looks like the name of something: neither too bare, nor too long, nor half a sentence."""
    subject = statement.subject
    if statement.kind in {StatementKind.AGREEMENT, StatementKind.TASK}:
        return
    is_chinese = bool(_HAN.search(subject))
    if (len(subject) <= _BARE) if is_chinese else (" " not in subject):
        yield "texts.because.subject_bare"
    if len(subject) > _LONGEST_SUBJECT["zh" if is_chinese else "en"]:
        yield "texts.because.subject_long"
    if (_ODD if is_chinese else _ODD_ENGLISH).search(subject):
        yield "texts.because.subject_odd"


def _about_figure(statement: Statement, words: str) -> Iterator[str]:
    figure = statement.figure
    if figure is not None and figure.unit is None and figure.change is not Change.RANK:
        yield "texts.because.unit_unknown"
    strange = sum(char not in words for char in statement.subject)
    if 2 * strange > len(statement.subject):
        yield "texts.because.subject_elsewhere"
    if len(_NUMBER.findall(words)) >= _MANY:
        yield "texts.because.many_numbers"
