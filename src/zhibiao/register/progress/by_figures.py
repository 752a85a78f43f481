"""A target whose indicator the returns tell: held against the figures of its time, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.progress.target import found_by_reports
from zhibiao.register.progress.values import Because, Found
from zhibiao.register.register import Commitment


def found_of_target(commitment: Commitment, *, on: dt.date, figures: Mapping[str, IndicatorFigures]) -> Found:
    """How a target stands: by the figures of its indicator, else by what was reported of it."""
    code = commitment.terms.indicator
    by_reports = found_by_reports(commitment, on=on)
    if code and code not in figures:
        return replace(
            by_reports, because=(Because(code="progress.no_figures", facts={"indicator": code}), *by_reports.because)
        )
    return by_reports
