"""Ask the enterprise for more (要求补充): a question, and the day by which an answer is wanted."""

from __future__ import annotations

import datetime as dt

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Asked
from zhibiao.allocation.appeals.window import local_day
from zhibiao.errors import ActRefused
from zhibiao.procedures.appeals.acting import act_on
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.text import Text


def ask_for_more(store: Store, clock: Clock, person: Person, name: str, *, question: str, by: dt.date) -> Appeal:
    """Ask for more by a day.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotFound: `appeal.not_found`.
        ActRefused: `appeal.day_gone`, `appeal.not_accepted`, `appeal.wrong_stage`, `appeal.no_words`.
    """
    check_right(person, KEEPS_BOOKS, Text(f"就申诉 {name} 要求补充", f"ask for more on appeal {name}"))
    if by < local_day(clock.now()):
        raise ActRefused("appeal.day_gone", day=by)
    with store.transaction():
        return act_on(store, clock, person, Asked(appeal=name, question=question.strip(), by=by))
