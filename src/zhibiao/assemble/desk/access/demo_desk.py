"""The demo's desk: its book made by the real path, real accounts for its people, and a link for each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from zhibiao.assemble.demo import Say, run_demo
from zhibiao.assemble.demo_folder import MARK, clear_demo_folder
from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.errors import ActRefused
from zhibiao.procedures.access.passes import make_link
from zhibiao.procedures.ports import Person
from zhibiao.store.book_folder import SETTINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One person of the demo: a link that signs in once, and the password where the account was made just now."""

    person: Person
    link: str
    password: str


def demo_book(root: Path, *, say: Say) -> None:
    """Make the demo's book where there is none, whole or not at all.

    Raises:
        ActRefused: `boot.no_demo` where the book is somebody's work, `demo.folder_in_use` where other files are.
    """
    if (root / SETTINGS).is_file():
        if not (root / MARK).is_file():
            raise ActRefused("boot.no_demo", folder=root.resolve().name)
        return
    clear_demo_folder(root)
    draft = root.with_name(f".{root.name}.making")
    run_demo(draft, say=say)
    draft.rename(root)


def guests(desk: Desk) -> list[Guest]:
    """An account and a link for everyone who acts in the demo's book."""
    door = door_of(desk, address="")
    found = []
    for person in door.people.values():
        with door.access() as access:
            is_new = access.accounts.find(person.id) is None
        password = secrets.token_urlsafe(15) if is_new else ""
        if password:
            hashed = door.passwords.make(password)
            with door.access() as access:
                access.accounts.set_password(person.id, hashed, at=door.clock.now())
        found.append(Guest(person=person, link=make_link(door, person.id), password=password))
    return found
