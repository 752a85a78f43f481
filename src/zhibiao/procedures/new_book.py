"""Open a book (建账): check who will act in it, then make its folder whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zhibiao.errors import ActRefused
from zhibiao.procedures.ports import Clock
from zhibiao.terms.authority import BookSettings, CoolingOff, Role
from zhibiao.terms.instant import instant_text


class MakeFolder(Protocol):
    """Makes a book folder whole or not at all; refuses one that holds anything."""

    def __call__(
        self, root: Path, *, settings: BookSettings, city: bytes, rulebooks: Mapping[str, bytes], at: dt.datetime
    ) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBook:
    """A book that was opened: its city, its people, its rulebooks by file name, and when (UTC)."""

    folder: str
    city: str
    language: str
    people: tuple[str, ...]
    rulebooks: tuple[str, ...]
    created_at: str
    cooling_off: CoolingOff | None = None

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        waits = self.cooling_off
        return {
            "folder": self.folder,
            "city": self.city,
            "language": self.language,
            "people": list(self.people),
            "rulebooks": list(self.rulebooks),
            "created_at": self.created_at,
            "cooling_off": waits and {"hours": waits.hours, "above_t": waits.above_t},
        }


def new_book(
    make_folder: MakeFolder,
    clock: Clock,
    folder: Path,
    *,
    settings: BookSettings,
    city: bytes,
    rulebooks: Mapping[str, bytes],
) -> NewBook:
    """Open a book in a folder.

    Args:
        make_folder: what makes the folder.
        clock: the time.
        folder: absent or empty.
        settings: city, language, people; an analyst, and an approver who is another person, unless an administrator
            is named, who writes the others down at the desk.
        city: the list of enterprises, YAML bytes that a reader has accepted.
        rulebooks: rulebooks by file name, YAML bytes that a reader has accepted.

    Raises:
        ActRefused: `book.person_twice`, `book.needs_two_persons`, `book.folder_not_empty`, `book.cannot_create`.
    """
    _check_people(settings)
    at = clock.now()
    make_folder(folder, settings=settings, city=city, rulebooks=rulebooks, at=at)
    return NewBook(
        folder=folder.name,
        city=settings.city,
        language=settings.language,
        people=tuple(person.id for person in settings.people),
        rulebooks=tuple(sorted(rulebooks)),
        created_at=instant_text(at),
        cooling_off=settings.cooling_off,
    )


def _check_people(settings: BookSettings) -> None:
    ids = [person.id for person in settings.people]
    twice = [person_id for person_id in dict.fromkeys(ids) if ids.count(person_id) > 1]
    if twice:
        raise ActRefused("book.person_twice", people="、".join(twice))
    if any(Role.ADMINISTRATOR in person.roles for person in settings.people):
        return  # the others are still to come; every act asks for its own two persons
    analysts = {person.id for person in settings.people if Role.ANALYST in person.roles}
    approvers = {person.id for person in settings.people if Role.APPROVER in person.roles}
    # Whoever drafts may neither approve nor issue, so one pair of different persons is the least a book can work with.
    if not any(analyst != approver for analyst in analysts for approver in approvers):
        raise ActRefused("book.needs_two_persons", analysts=len(analysts), approvers=len(approvers))
