"""Sign in and out: a password for a session, with the same answer and the same work for whoever is not known."""

from __future__ import annotations

from zhibiao.errors import NotAllowed
from zhibiao.procedures.access.attempts import forgive, take_turn
from zhibiao.procedures.access.passwords import LONGEST
from zhibiao.procedures.access.ports import Door

_LONGEST_ID = 200


def sign_in(door: Door, person: str, password: str) -> str:
    """Begin a session; gives the word for the browser.

    Raises:
        TooMany: `auth.too_many`, with how many seconds to wait.
        NotAllowed: `auth.wrong_password`, whatever of the two is wrong, or the account disabled.
    """
    check_password(door, person[:_LONGEST_ID], password, act="sign_in")
    with door.access() as access, access.transaction():
        word = access.sessions.begin(person, at=door.clock.now())
        door.log(access, "sign_in", person=person)
    return word


def check_password(door: Door, person: str, password: str, *, act: str) -> None:
    """Refuse a wrong password, counting the guess; the refusals of `sign_in`."""
    take_turn(door, person)
    with door.access() as access:
        account = access.accounts.find(person)
    may = account is not None and account.disabled_at is None and person in door.people
    # Longer ones were never taken; hashing them would be work for nothing.
    is_right = door.passwords.fits(password[: LONGEST + 1], account.password_hash if account and may else None)
    if not is_right or account is None:
        with door.access() as access:
            # A name that nobody bears may be a password typed into the wrong field.
            about = person if person in door.people else ""
            door.log(access, act, person="", about=about, outcome="auth.wrong_password")
        raise NotAllowed("auth.wrong_password")
    renewed = door.passwords.make(password) if door.passwords.is_old(account.password_hash) else ""
    with door.access() as access, access.transaction():
        forgive(door, access, person)
        if renewed:
            access.accounts.set_password(person, renewed, at=door.clock.now())


def sign_out(door: Door, person: str, key: str) -> None:
    """End a session, on the server."""
    with door.access() as access, access.transaction():
        access.sessions.end(key)
        door.log(access, "sign_out", person=person)
