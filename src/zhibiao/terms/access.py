"""Who looks at a book and how far: viewers, and the table of what each kind of viewer may call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.terms.authority import Person, Role

PUBLIC = "public"
"""The viewpoint of somebody who has not signed in."""

VIEWPOINTS = (PUBLIC, *(role.value for role in (Role.OFFICER, Role.PLANNER, Role.ANALYST, Role.APPROVER)))
VIEWPOINTS += (Role.AUDITOR.value, Role.ADMINISTRATOR.value)

SEES_ALL = frozenset({Role.ANALYST, Role.APPROVER, Role.AUDITOR})
"""Whoever works for the bureau on figures sees those of every enterprise; an administrator sees none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody at the desk.

    Args:
        person: who; None for the public.
        enterprises: whose figures this viewer may see; None for all of them, empty for nobody's.
    """

    person: Person | None
    enterprises: frozenset[str] | None

    @property
    def viewpoints(self) -> tuple[str, ...]:
        """The rows of rights that apply: every role of the person, and what the public may do."""
        return (PUBLIC,) if self.person is None else (PUBLIC, *(role.value for role in self.person.roles))

    @property
    def sees_all(self) -> bool:
        """Whether every enterprise's figures may be shown."""
        return self.enterprises is None

    def sees(self, enterprise: str) -> bool:
        """Whether that enterprise's own figures may be shown."""
        return self.enterprises is None or enterprise in self.enterprises


class Reach(StrEnum):
    """How far a right goes: nowhere, to one's own enterprises, or everywhere."""

    NONE = "-"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRight:
    """One row of the table of rights.

    Args:
        method: of HTTP.
        path: as the route declares it, with its blanks.
        object: what kind of thing the path names, whose owner decides where the reach is `own`; "-" where a page
            itself shows no more than its viewer may see.
        reach: by viewpoint.
    """

    method: str
    path: str
    object: str
    reach: Mapping[str, Reach]

    def of(self, viewer: Viewer) -> Reach:
        """The furthest reach that any of the viewer's roles gives."""
        reaches = [self.reach[viewpoint] for viewpoint in viewer.viewpoints]
        return next((reach for reach in (Reach.ALL, Reach.OWN) if reach in reaches), Reach.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRules:
    """What a desk asks of a request before it asks who calls.

    Args:
        hosts: names the desk is known by, without ports; a request for another was led here by a stranger's page.
            Empty where any will do.
        proxies: addresses of connections whose word on scheme and caller's address is believed.
        requests_per_minute: from one address; 0 for as many as come.
    """

    hosts: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    requests_per_minute: int = 0
