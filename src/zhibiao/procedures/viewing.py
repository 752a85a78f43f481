"""Whose figures somebody may see: own ones, those of a group, or all."""

from __future__ import annotations

from zhibiao.errors import NotYours
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.access import SEES_ALL, Viewer
from zhibiao.terms.enterprise import City


def viewer_of(person: Person | None, city: City) -> Viewer:
    """What a person, or the public where it is None, may see of that city."""
    if person is None:
        return Viewer(person=None, enterprises=frozenset())
    roles = set(person.roles)
    if roles & SEES_ALL:
        return Viewer(person=person, enterprises=None)
    own = {person.enterprise} if Role.OFFICER in roles else set()
    # A planner without a group plans for nobody; the empty group of enterprises without one is not a group.
    group = {one.id for one in city if one.group == person.group} if Role.PLANNER in roles and person.group else set()
    return Viewer(person=person, enterprises=frozenset((own | group) - {""}))


def check_sight(viewer: Viewer, enterprise: str) -> None:
    """Refuse what is not the viewer's, in the words of what is not there; NotYours `auth.not_found`."""
    if not viewer.sees(enterprise):
        raise NotYours("auth.not_found")
