"""Grave acts ask for the password again when the last sign-in is a while ago."""

from __future__ import annotations

import datetime as dt

from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.access.sign_in import check_password

RECENT = dt.timedelta(minutes=30)


def confirm(door: Door, person: str, *, password: str, session: str) -> str:
    """Give the password again: a new session takes the place of the old one; the refusals of `sign_in`."""
    check_password(door, person, password, act="confirm")
    with door.access() as access, access.transaction():
        access.sessions.end(session)
        word = access.sessions.begin(person, at=door.clock.now())
        door.log(access, "confirm", person=person)
    return word


def is_recent(begun_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a sign-in is recent enough for a grave act."""
    return now - begun_at <= RECENT
