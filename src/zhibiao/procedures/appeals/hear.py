"""Hear the enterprise (听取意见): on which day, and what was said, with its minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Heard
from zhibiao.allocation.appeals.window import local_day
from zhibiao.errors import ActRefused
from zhibiao.procedures.appeals.acting import File, act_on, keep_evidence
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.text import Text


def hear_appeal(
    store: Store, clock: Clock, person: Person, name: str, *, on: dt.date, record: str, evidence: Sequence[File] = ()
) -> Appeal:
    """Put a hearing on record; both sides read it.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotFound: `appeal.not_found`.
        ActRefused: `appeal.day_to_come`, `appeal.not_accepted`, `appeal.wrong_stage`, `appeal.no_words`, and as
            `keep_evidence` says.
    """
    check_right(person, KEEPS_BOOKS, Text(f"记录申诉 {name} 的听取意见", f"record a hearing of appeal {name}"))
    if on > local_day(clock.now()):
        raise ActRefused("appeal.day_to_come", day=on)
    with store.transaction():
        kept = keep_evidence(store, clock, person, evidence)
        return act_on(store, clock, person, Heard(appeal=name, on=on, record=record.strip(), evidence=kept))
