"""How often passwords may be guessed: so often for one person, and so often from one address, in a sliding time."""

from __future__ import annotations

import datetime as dt
import math

from zhibiao.errors import TooMany
from zhibiao.procedures.access.ports import Access, Door

WINDOW = dt.timedelta(minutes=15)
MOST_FOR_A_PERSON = 10
# A whole office may sit behind one address.
MOST_FROM_AN_ADDRESS = 60


def take_turn(door: Door, person: str) -> None:
    """Count a guess before it is looked at, so that many at once count too; TooMany `auth.too_many` with `seconds`."""
    subjects = _subjects(door, person)
    now = door.clock.now()
    with door.access() as access:
        waits = [_wait(access, subject, most, now) for subject, most in subjects]
        if not any(waits):
            with access.transaction():
                for subject, _ in subjects:
                    access.attempts.add(subject, at=now, forget=now - WINDOW)
            return
        known = person if person in door.people else ""
        last = access.events.last("sign_in_limited", known or door.address)
        # Once in the time that counts: a storm must not fill the log.
        if last is None or now - last > WINDOW:
            door.log(access, "sign_in_limited", person="", about=known or door.address, outcome="auth.too_many")
    raise TooMany("auth.too_many", seconds=max(waits))


def forgive(door: Door, access: Access, person: str) -> None:
    """A right password takes back every guess for the person, and its own from the address."""
    (of_person, most), (of_address, _) = _subjects(door, person)
    access.attempts.forgive(of_person, most=most)
    access.attempts.forgive(of_address, most=1)


def _subjects(door: Door, person: str) -> list[tuple[str, int]]:
    return [(f"person {person}", MOST_FOR_A_PERSON), (f"address {door.address}", MOST_FROM_AN_ADDRESS)]


def _wait(access: Access, subject: str, most: int, now: dt.datetime) -> int:
    """Seconds until the subject may be tried again; 0 where it may be now."""
    guesses = access.attempts.since(subject, now - WINDOW)
    if len(guesses) < most:
        return 0
    return max(1, math.ceil((guesses[-most] + WINDOW - now).total_seconds()))
