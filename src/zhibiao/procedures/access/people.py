"""Write down who acts and as what: in `zhibiao.toml` alone, by an administrator, and never for oneself."""

from __future__ import annotations

import re
from dataclasses import replace

from zhibiao.errors import ActRefused, NotAllowed, NotFound, UsageError
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.ports import Person, Role
from zhibiao.procedures.rights import check_right
from zhibiao.terms.access import SEES_ALL
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.enterprise import City
from zhibiao.terms.text import Text

KEEPS_PEOPLE = frozenset({Role.ADMINISTRATOR})
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LONGEST_NAME = 60
_ACT = Text("管理人员和账号", "keep people and accounts")


def add_person(door: Door, by: Person, person: Person, city: City) -> None:
    """Write down a new person; the refusals of `check_person`, ActRefused `auth.person_exists`."""
    check_keeper(by)
    check_person(person, city)
    write_new(door, person)
    with door.access() as access:
        door.log(access, "person_added", person=by.id, about=f"{person.id} {said(person)}")


def write_new(door: Door, person: Person) -> None:
    """Write a person down who is not there yet; ActRefused `auth.person_exists`."""

    def added(settings: BookSettings) -> BookSettings:
        if any(one.id == person.id for one in settings.people):
            raise ActRefused("auth.person_exists", person=person.id)
        return replace(settings, people=(*settings.people, person))

    with door.access():  # one at a time: two administrators must not undo each other's change
        door.settings.change(added, at=door.clock.now())


def change_person(door: Door, by: Person, person: Person, city: City) -> None:
    """Write down other roles, or another name, enterprise or group, of somebody else.

    Raises:
        NotAllowed: `auth.own_roles` where the person is oneself.
        NotFound: `auth.person_unknown`.
    """
    check_keeper(by)
    check_other(by, person.id)
    check_person(person, city)

    def changed(settings: BookSettings) -> BookSettings:
        if not any(one.id == person.id for one in settings.people):
            raise NotFound("auth.person_unknown", person=person.id)
        return replace(settings, people=tuple(person if one.id == person.id else one for one in settings.people))

    with door.access() as access:
        before = door.people.get(person.id)
        door.settings.change(changed, at=door.clock.now())
        was = said(before) if before else ""
        door.log(access, "person_changed", person=by.id, about=f"{person.id} {was} → {said(person)}")


def check_keeper(by: Person) -> None:
    """Refuse whoever is no administrator; NotAllowed `auth.forbidden`."""
    check_right(by, KEEPS_PEOPLE, _ACT)


def check_other(by: Person, person: str) -> None:
    """Refuse an administrator's hand on their own rights; NotAllowed `auth.own_roles`."""
    if by.id == person:
        raise NotAllowed("auth.own_roles")


def check_person(person: Person, city: City) -> None:
    """Refuse somebody who could not act, or would stand on both sides.

    Raises:
        UsageError: `auth.person_id`, `auth.person_name`, `auth.no_role`, `auth.officer_of_nobody`,
            `auth.planner_of_nobody`, `auth.both_sides`.
    """
    if not _ID.fullmatch(person.id):
        raise UsageError("auth.person_id")
    if not person.name.strip() or len(person.name) > _LONGEST_NAME or not person.name.isprintable():
        raise UsageError("auth.person_name", most=_LONGEST_NAME)
    roles = set(person.roles)
    if not roles:
        raise UsageError("auth.no_role")
    if roles & {Role.OFFICER, Role.PLANNER} and roles & (SEES_ALL | KEEPS_PEOPLE):
        raise UsageError("auth.both_sides")
    if (Role.OFFICER in roles) != bool(person.enterprise) or person.enterprise not in {"", *city.enterprises}:
        raise UsageError("auth.officer_of_nobody")
    if (Role.PLANNER in roles) != bool(person.group) or person.group not in {"", *(one.group for one in city)}:
        raise UsageError("auth.planner_of_nobody")


def said(person: Person) -> str:
    """Roles, enterprise and group, shortly, for the log."""
    own = "".join(f"@{one}" for one in (person.enterprise, person.group) if one)
    return ",".join(person.roles) + own
