"""Every early warning in order, and the findings of one firm's month with how often each kind was right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from zhibiao.assessment.warnings import hidden_stop, inputs, margin, quota_use, stock_build_up, turning_point
from zhibiao.assessment.warnings.base_rates import BaseRates
from zhibiao.assessment.warnings.history import FirmHistory
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.assessment.warnings.watched import EarlyWarning, watched
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

PREFIX = "warn."


def warnings_of(history: FirmHistory, *, tolerances: WarningTolerances, rates: BaseRates) -> Iterator[Finding]:
    """What one firm's last period gives reason to ask, each with its base rate as the fact `right`.

    A function of the history alone: later months, other firms and the clock change nothing. A change of level that has
    been found is not asked about a second time as a fall.
    """
    if not history.reported:
        return
    firm = watched(history, tolerances)
    found = [finding for warning in WARNINGS for finding in warning.run(firm)]
    for finding in _told_once(found):
        right = rates.words(finding.code, mark=tolerances.mark)
        yield replace(finding, facts={**finding.facts, "right": right})


def _told_once(found: Iterable[Finding]) -> Iterator[Finding]:
    kept = list(found)
    turned = any(finding.code == turning_point.DOWN for finding in kept)
    yield from (finding for finding in kept if not (turned and finding.code == hidden_stop.CODE))
