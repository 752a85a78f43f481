"""Take an appeal back (撤回申诉): by the enterprise that filed it, for a reason in words."""

from __future__ import annotations

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Withdrawn
from zhibiao.procedures.appeals.acting import act_on, own_appeal
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.terms.text import Text

WITHDRAWS = Text("撤回申诉", "withdraw an appeal")


def withdraw_appeal(store: Store, clock: Clock, person: Person, name: str, *, reason: str) -> Appeal:
    """Take an open appeal back; within the window another one may be filed.

    Raises:
        NotAllowed: `auth.forbidden`; NotYours: `auth.not_found`.
        ActRefused: `appeal.wrong_stage`, `appeal.no_words`.
    """
    with store.transaction():
        own_appeal(store, person, name, WITHDRAWS)
        return act_on(store, clock, person, Withdrawn(appeal=name, reason=reason.strip()))
