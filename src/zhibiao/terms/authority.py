"""The authority whose book it is: its city, its language, and the people who act in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhibiao.terms.text import Language


class Role(StrEnum):
    """What a person may do."""

    ANALYST = "analyst"
    APPROVER = "approver"
    OFFICER = "officer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts; one person, however many accounts."""

    id: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """What `zhibiao.toml` of a book folder says; `city` is the id that stands in `city.yaml`."""

    city: str
    language: Language
    people: tuple[Person, ...]

    def person(self, person_id: str) -> Person:
        """The person of that id; KeyError when there is none."""
        return {person.id: person for person in self.people}[person_id]
