"""End one's other sessions."""

from __future__ import annotations

from zhibiao.procedures.access.ports import Door


def end_other_sessions(door: Door, person: str, *, session: str) -> None:
    """Every session of the person but this one ends."""
    with door.access() as access, access.transaction():
        access.sessions.end_all(person, but=session)
        door.log(access, "sessions_ended", person=person)
