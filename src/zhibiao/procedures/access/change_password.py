"""Change one's own password: the old one is asked for, and every other session ends."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.procedures.access.passwords import check_new_password
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.access.sign_in import check_password
from zhibiao.procedures.ports import Person


def change_password(door: Door, person: Person, *, old: str, new: str, session: str, common: Iterable[str]) -> None:
    """Set a new password; the session of that key goes on, all others end, with passes that wait.

    Raises:
        UsageError: what `check_new_password` raises.
        TooMany, NotAllowed: what `sign_in` raises, for the old password.
    """
    check_new_password(new, person, common=common)
    check_password(door, person.id, old, act="password")
    hashed = door.passwords.make(new)
    with door.access() as access, access.transaction():
        access.accounts.set_password(person.id, hashed, at=door.clock.now())
        access.sessions.end_all(person.id, but=session)
        access.passes.end_all(person.id)
        door.log(access, "password", person=person.id)
