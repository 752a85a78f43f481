"""The acts at the door, with everything they need: one object a desk, so that hashing takes turns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zhibiao.assemble.resources import DATA
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.ports import Person
from zhibiao.store.access.password_hash import PasswordHash
from zhibiao.store.book_folder import SETTINGS
from zhibiao.store.settings_file import SettingsFile

if TYPE_CHECKING:
    from zhibiao.assemble.desk.desk import Desk


@cache
def common_passwords() -> tuple[str, ...]:
    """Words that guesses begin with; our own list."""
    return tuple((DATA / "passwords" / "common.txt").read_text(encoding="utf-8").split())


@cache
def _hashes() -> PasswordHash:
    return PasswordHash()


def door_of(desk: Desk, *, address: str) -> Door:
    """The door of a desk for a request from an address, with the people as the settings stand now."""
    with desk.book() as opened:
        people: dict[str, Person] = {person.id: person for person in opened.folder.settings.people}
    return Door(
        access=desk.access,
        passwords=_hashes(),
        clock=desk.clock,
        people=people,
        settings=SettingsFile(desk.root / SETTINGS),
        address=address,
    )
