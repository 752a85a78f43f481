"""Tasks, obligations and projects: they stand as is reported of them, and are done where something shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.reports import measure_of_reports, said, word_of
from zhibiao.register.progress.values import Because, Found, State
from zhibiao.register.register import Commitment
from zhibiao.texts.statement import ProjectStatus

# What a published text says of a project is a claim like any other: done, without a document that shows it.
_STAGES: Mapping[ProjectStatus, State] = MappingProxyType(
    {
        ProjectStatus.PLANNED: State.WAITING,
        ProjectStatus.BUILDING: State.UNDER_WAY,
        ProjectStatus.DONE: State.CLAIMED,
        ProjectStatus.STOPPED: State.STOPPED,
    }
)
_STAGE_CODES: Mapping[ProjectStatus, str] = MappingProxyType(
    {
        ProjectStatus.PLANNED: "progress.stage_planned",
        ProjectStatus.BUILDING: "progress.stage_building",
        ProjectStatus.DONE: "progress.stage_done",
        ProjectStatus.STOPPED: "progress.stage_stopped",
    }
)


def found_of_work(commitment: Commitment, *, on: dt.date) -> Found:
    """How a task, an obligation or a project stands: the newest report, else the stage that the text tells."""
    word = word_of(commitment, on=on)
    measure = measure_of_reports(commitment, promise_of(commitment.terms), on=on)
    stage = commitment.terms.stage
    if word is not None:
        return Found(state=word.state, measure=measure, done_on=word.done_on, because=said(word))
    if stage is None:
        return Found(state=State.WAITING, measure=measure, because=said(None))
    told = Because(code=_STAGE_CODES[stage])
    return Found(state=_STAGES[stage], measure=measure, because=(told, *said(None)))
