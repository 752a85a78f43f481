"""Early warnings of a month as sentences of the bulletin: one each, the commonest kinds of worry first."""

from __future__ import annotations

from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.warnings.every import WARNINGS, is_early_warning
from zhibiao.writers.wording import Words

_MOST = 8
_ORDER = {code: place for place, code in enumerate(code for warning in WARNINGS for code in warning.codes)}


def warning_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """One sentence per warning, kind by kind and in the assessment's order; at most eight, then how many more."""
    found = sorted((item for item in assessment.findings if is_early_warning(item)), key=lambda item: _ORDER[item.code])
    told = [words.finding(item.code, item.facts) for item in found[:_MOST]]
    if len(found) > _MOST:
        told.append(words("text.more_warnings", count=len(found) - _MOST))
    return told
