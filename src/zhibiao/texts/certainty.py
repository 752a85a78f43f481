"""How far a statement may be trusted, and why: each reason weighs on the reader's own word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.joining import REPEATED
from zhibiao.texts.layout import Role
from zhibiao.texts.page import Page
from zhibiao.texts.statement import Change, Statement, StatementKind
from zhibiao.texts.times import Times

WEIGHTS = {
    "texts.because.own_time": 1.05,
    "texts.because.inherited_time": 0.97,
    "texts.because.no_time": 0.85,
    "texts.because.subject_elsewhere": 0.85,
    "texts.because.subject_bare": 0.75,
    "texts.because.subject_long": 0.8,
    "texts.because.unit_unknown": 0.75,
    "texts.because.many_numbers": 0.97,
    "texts.because.lost_near": 0.6,
    "texts.because.headline_only": 0.7,
    "texts.because.repeated": 1.08,
}
"""What each reason multiplies the confidence by; a reader's own reasons are in its own word already."""

_MOST, _LEAST = 0.99, 0.05
_LONG_SUBJECT = 34
_BARE_SUBJECT = 2
_NEAR = 3
_FEW = 3


def weighed(statement: Statement, *, page: Page, times: Times, cleaned: Cleaned) -> Statement:
    """The statement with its confidence between 0 and 1 and the codes of all that raised or lowered it."""
    reasons = tuple(dict.fromkeys((*statement.because, *_reasons(statement, page, times, cleaned))))
    confidence = statement.confidence
    for code in reasons:
        confidence *= WEIGHTS.get(code, 1.0)
    return replace(statement, confidence=round(min(_MOST, max(_LEAST, confidence)), 2), because=reasons)


def _reasons(statement: Statement, page: Page, times: Times, cleaned: Cleaned) -> Iterator[str]:
    start, end = statement.start, statement.end
    if statement.period is None:
        if statement.kind is not StatementKind.PROJECT or statement.figure is not None:
            yield "texts.because.no_time"
    else:
        yield "texts.because.own_time" if times.own(start, end) else "texts.because.inherited_time"
    if statement.figure is not None:
        yield from _about_figure(statement, page)
    if len(statement.subject) <= _BARE_SUBJECT:
        yield "texts.because.subject_bare"
    if statement.kind is not StatementKind.AGREEMENT and len(statement.subject) > _LONG_SUBJECT:
        yield "texts.because.subject_long"
    if any(start - _NEAR <= lost.at < end + _NEAR and not lost.restored for lost in cleaned.lost):
        yield "texts.because.lost_near"
    line = page.layout.lines[page.layout.line_at(start)]
    if line.role is Role.TITLE and REPEATED not in statement.because:
        yield "texts.because.headline_only"


def _about_figure(statement: Statement, page: Page) -> Iterator[str]:
    figure = statement.figure
    if figure is None:
        return
    if figure.unit is None and figure.change is not Change.RANK:
        yield "texts.because.unit_unknown"
    words = page.text[statement.start : statement.end]
    if not (set(statement.subject[:4]) & set(words)) or len(set(statement.subject) - set(words)) * 2 > len(
        set(statement.subject)
    ):
        yield "texts.because.subject_elsewhere"
    if len(page.within(statement.start, statement.end)) > _FEW:
        yield "texts.because.many_numbers"
