"""Doors that open once: the first administrator's set-up, an invitation, the demo's sign-in links."""

from __future__ import annotations

import datetime as dt

from zhibiao.errors import NotFound
from zhibiao.procedures.access.ports import Door
from zhibiao.terms.account import Pass, PassKind

LASTS = {
    PassKind.SETUP: dt.timedelta(hours=1),
    PassKind.JOIN: dt.timedelta(hours=72),
    PassKind.LINK: dt.timedelta(minutes=15),
}


def look_at_pass(door: Door, kind: PassKind, word: str) -> Pass:
    """What a pass would open; NotFound `auth.pass_unknown`, whether it never was, was used, or ran out."""
    with door.access() as access:
        found = access.passes.find(kind, word, at=door.clock.now())
    if found is None:
        raise NotFound("auth.pass_unknown")
    return found


def make_link(door: Door, person: str) -> str:
    """A pass that signs in one person once; whoever can start the demo's desk on the machine gets it, nobody else."""
    with door.access() as access:
        return access.passes.make(PassKind.LINK, person=person, by="", at=door.clock.now(), lasts=LASTS[PassKind.LINK])


def sign_in_by_link(door: Door, word: str) -> str:
    """Begin a session with a link; NotFound `auth.pass_unknown`, also for a disabled account."""
    now = door.clock.now()
    with door.access() as access, access.transaction():
        used = access.passes.use(PassKind.LINK, word, at=now)
        account = access.accounts.find(used.person) if used else None
        if used is not None and used.person in door.people and account is not None and account.disabled_at is None:
            door.log(access, "sign_in_by_link", person=used.person)
            return access.sessions.begin(used.person, at=now)
    raise NotFound("auth.pass_unknown")
