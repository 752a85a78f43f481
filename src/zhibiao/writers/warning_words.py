"""Early warnings of a month as sentences of the bulletin: one each, and one for all where many firms show the same."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.warnings.every import WARNINGS, is_early_warning
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words

_MOST_ALIKE = 2
_CODES = tuple(code for warning in WARNINGS for code in warning.codes)


def warning_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """Warnings kind by kind in the assessment's order; three and more of a kind are one sentence with the names."""
    found = [item for item in assessment.findings if is_early_warning(item)]
    kinds = [[item for item in found if item.code == code] for code in _CODES]
    return [sentence for alike in kinds for sentence in _sentences(alike, words)]


def _sentences(alike: Sequence[Finding], words: Words) -> list[str]:
    if len(alike) <= _MOST_ALIKE:
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
