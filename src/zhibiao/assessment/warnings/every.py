"""Every early warning in order, and the findings of one firm's month with how often each kind was right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhibiao.assessment.warnings import hidden_stop, inputs, margin, quota_use, stock_build_up, turning_point
from zhibiao.assessment.warnings.base_rates import BaseRates
from zhibiao.assessment.warnings.history import FirmHistory
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched, watched
from zhibiao.terms.finding import Finding

WARNINGS: tuple[EarlyWarning, ...] = (
    turning_point.WARNING,
    hidden_stop.WARNING,
    inputs.WARNING,
    stock_build_up.WARNING,
    margin.WARNING,
    *quota_use.WARNINGS,
)
"""All early warnings; each file lists its own."""


_PREFIX = "warn."


def is_early_warning(finding: Finding) -> bool:
    """Whether a finding of an assessment is an early warning."""
    return finding.code.startswith(_PREFIX)


def warnings_of(history: FirmHistory, *, tolerances: WarningTolerances, rates: BaseRates) -> Iterator[Finding]:
    """What one firm's last period gives reason to ask, each with its base rate as the fact `right`.

    A function of the history alone: later months, other firms and the clock change nothing.
    """
    if not history.reported:
        return
    for finding in asked(watched(history, tolerances)):
        right = rates.words(finding.code, mark=tolerances.mark)
        yield replace(finding, facts={**finding.facts, "right": right})


def asked(firm: Watched) -> list[Finding]:
    """The findings of all warnings in order; a lower level that has been found is not asked about again as a fall."""
    found = [finding for warning in WARNINGS for finding in warning.run(firm)]
    if any(finding.code == turning_point.DOWN for finding in found):
        return [finding for finding in found if finding.code != hidden_stop.CODE]
    return found
