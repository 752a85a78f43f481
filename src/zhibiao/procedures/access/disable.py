"""Disable an account: every session, token and pass of the person ends at once; enable it again."""

from __future__ import annotations

from zhibiao.errors import NotFound
from zhibiao.procedures.access.people import check_keeper, check_other
from zhibiao.procedures.access.ports import Access, Door
from zhibiao.procedures.ports import Person


def disable(door: Door, by: Person, person: str) -> None:
    """Shut a person out; NotAllowed `auth.forbidden`, `auth.own_roles`, NotFound `auth.person_unknown`."""
    check_keeper(by)
    check_other(by, person)
    with door.access() as access, access.transaction():
        _check_account(access, person)
        access.accounts.set_disabled(person, door.clock.now())
        access.sessions.end_all(person)
        access.tokens.end_all(person)
        access.passes.end_all(person)
        door.log(access, "disabled", person=by.id, about=person)


def enable(door: Door, by: Person, person: str) -> None:
    """Let a person sign in again, with the password from before; the refusals of `disable`."""
    check_keeper(by)
    check_other(by, person)
    with door.access() as access, access.transaction():
        _check_account(access, person)
        access.accounts.set_disabled(person, None)
        door.log(access, "enabled", person=by.id, about=person)


def _check_account(access: Access, person: str) -> None:
    if access.accounts.find(person) is None:
        raise NotFound("auth.person_unknown", person=person)
