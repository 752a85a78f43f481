"""Grave acts want somebody at the keyboard: a sign-in of the last half hour, by the person and not by a program."""

from __future__ import annotations

from zhibiao.errors import NotAllowed
from zhibiao.procedures.access.confirm import is_recent
from zhibiao.procedures.ports import Clock
from zhibiao.web.doors.caller import Caller


def check_recent(caller: Caller, clock: Clock) -> None:
    """Refuse a grave act whose session began a while ago; NotAllowed `auth.confirm`, which leads to `/confirm`.

    A program passes: its token was made by somebody who had signed in recently, for this.
    """
    if caller.is_program:
        return
    if caller.session is None or not is_recent(caller.session.begun_at, clock.now()):
        raise NotAllowed("auth.confirm")


def check_human(caller: Caller) -> None:
    """Refuse a token where people keep accounts, roles and tokens; NotAllowed `auth.token_may_not`."""
    if caller.is_program:
        raise NotAllowed("auth.token_may_not")
