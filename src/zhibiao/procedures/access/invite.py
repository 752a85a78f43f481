"""Invite a person of the settings: a code that sets a password once, for a new account or a forgotten password."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.errors import ActRefused, NotFound
from zhibiao.procedures.access.passes import LASTS, look_at_pass
from zhibiao.procedures.access.passwords import check_new_password
from zhibiao.procedures.access.people import check_keeper, check_other
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.ports import Person
from zhibiao.terms.account import PassKind


def invite(door: Door, by: Person, person: str) -> str:
    """The code, which is shown once and kept nowhere.

    Raises:
        NotAllowed: `auth.forbidden`, `auth.own_roles`.
        NotFound: `auth.person_unknown`.
        ActRefused: `auth.account_disabled`.
    """
    check_keeper(by)
    check_other(by, person)
    if person not in door.people:
        raise NotFound("auth.person_unknown", person=person)
    with door.access() as access, access.transaction():
        account = access.accounts.find(person)
        if account is not None and account.disabled_at is not None:
            raise ActRefused("auth.account_disabled", person=person)
        door.log(access, "invited", person=by.id, about=person)
        return access.passes.make(
            PassKind.JOIN, person=person, by=by.id, at=door.clock.now(), lasts=LASTS[PassKind.JOIN]
        )


def join(door: Door, word: str, password: str, *, common: Iterable[str]) -> tuple[str, str]:
    """Set a password with a code: gives the person and the word of a new session; all other sessions end.

    Raises:
        NotFound: `auth.pass_unknown`.
        UsageError: what `check_new_password` raises; the code stays good.
    """
    found = look_at_pass(door, PassKind.JOIN, word)
    person = door.people.get(found.person)
    if person is None:
        raise NotFound("auth.pass_unknown")
    check_new_password(password, person, common=common)
    hashed = door.passwords.make(password)
    now = door.clock.now()
    with door.access() as access, access.transaction():
        if access.passes.use(PassKind.JOIN, word, at=now) is None:
            raise NotFound("auth.pass_unknown")
        access.accounts.set_password(person.id, hashed, at=now)
        access.sessions.end_all(person.id)
        door.log(access, "joined", person=person.id)
        return person.id, access.sessions.begin(person.id, at=now)
