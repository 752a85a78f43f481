"""Early warnings of a month as sentences of the bulletin: one each, and one for all where many firms show the same."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.verdict.verdict import Verdict
from zhibiao.assessment.warnings.every import WARNINGS, is_early_warning
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words

_MOST_ALIKE = 2
_CODES = tuple(code for warning in WARNINGS for code in warning.codes)


def warning_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """Warnings kind by kind in the assessment's order; three and more of a kind are one sentence with the names.

    So are those that repeat what each enterprise's verdict has said with its figures.
    """
    found = [item for item in assessment.findings if is_early_warning(item)]
    told = {(code, item.enterprise) for item in assessment.enterprises for code in _told_by(item.verdict)}
    kinds = [[item for item in found if item.code == code] for code in _CODES]
    return [sentence for alike in kinds for sentence in _sentences(alike, told, words)]


def warning_counts(assessment: MonthAssessment, words: Words) -> str:
    """How many enterprises show what, kind by kind, as one sentence without names; empty where none does."""
    found = [item.code for item in assessment.findings if is_early_warning(item)]
    kinds = [
        words("text.warnings_kind", what=words(f"text.{code}"), count=found.count(code))
        for code in _CODES
        if code in found
    ]
    return words("text.warnings_counted", kinds=words("mark.semicolon").join(kinds)) if kinds else ""


def _told_by(verdict: Verdict) -> Iterator[str]:
    """Which early warnings a verdict has already given, harder and with its figures."""
    if verdict.cap_colour in (Colour.ORANGE, Colour.RED):
        yield "warn.quota_overrun"
    if verdict.code == "verdict.quota_unused":
        yield "warn.quota_unused"


def _sentences(alike: Sequence[Finding], told: Container[tuple[str, object]], words: Words) -> list[str]:
    is_new = any((item.code, item.facts["enterprise"]) not in told for item in alike)
    if not alike or (is_new and len(alike) <= _MOST_ALIKE):
        return [words.finding(item.code, item.facts) for item in alike]
    first = alike[0]
    return [
        words(
            "text.warnings_alike",
            what=words(f"text.{first.code}"),
            count=len(alike),
            names=words.joined([_text(item.facts["name"], words) for item in alike]),
            right=_text(first.facts["right"], words),
        )
    ]


def _text(value: object, words: Words) -> str:
    return words.name(value) if isinstance(value, Text) else str(value)
