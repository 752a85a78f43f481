"""The first administrator: where nobody can administer, a word from the console opens the set-up once."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.errors import ActRefused, NotFound
from zhibiao.procedures.access.passes import LASTS, look_at_pass
from zhibiao.procedures.access.passwords import check_new_password
from zhibiao.procedures.access.people import check_person, write_new
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.account import PassKind
from zhibiao.terms.enterprise import City


def can_be_administered(door: Door) -> bool:
    """Whether somebody with the role has an account that is not disabled."""
    with door.access() as access:
        accounts = {one.person for one in access.accounts.all() if one.disabled_at is None}
    return any(person.id in accounts for person in door.people.values() if Role.ADMINISTRATOR in person.roles)


def open_setup(door: Door) -> str:
    """The word that opens the set-up for an hour, once; one from before opens nothing any more."""
    with door.access() as access:
        return access.passes.make(PassKind.SETUP, person="", by="", at=door.clock.now(), lasts=LASTS[PassKind.SETUP])


def set_up(door: Door, word: str, person: Person, password: str, *, city: City, common: Iterable[str]) -> str:
    """Write down the first administrator with an account; gives the word of a session.

    Raises:
        NotFound: `auth.pass_unknown`, also when somebody can administer by now.
        ActRefused: `auth.person_exists` where the id is somebody's who is no administrator.
        UsageError: what `check_person` and `check_new_password` raise; the word stays good.
    """
    look_at_pass(door, PassKind.SETUP, word)
    check_person(person, city)
    check_new_password(password, person, common=common)
    known = door.people.get(person.id)
    if known is not None and Role.ADMINISTRATOR not in known.roles:
        raise ActRefused("auth.person_exists", person=person.id)
    hashed = door.passwords.make(password)
    with door.access() as access:
        if access.passes.use(PassKind.SETUP, word, at=door.clock.now()) is None or can_be_administered(door):
            raise NotFound("auth.pass_unknown")
        if known is None:
            write_new(door, person)
        with access.transaction():
            access.accounts.set_password(person.id, hashed, at=door.clock.now())
            access.accounts.set_disabled(person.id, None)
            door.log(access, "set_up", person=person.id)
            return access.sessions.begin(person.id, at=door.clock.now())
