"""Take an appeal up (受理)."""

from __future__ import annotations

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Accepted
from zhibiao.procedures.appeals.acting import act_on
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.text import Text


def accept_appeal(store: Store, clock: Clock, person: Person, name: str) -> Appeal:
    """Take an appeal up.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotFound: `appeal.not_found`.
        ActRefused: `appeal.wrong_stage`.
    """
    check_right(person, KEEPS_BOOKS, Text(f"受理申诉 {name}", f"take up appeal {name}"))
    with store.transaction():
        return act_on(store, clock, person, Accepted(appeal=name))
