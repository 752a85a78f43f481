"""Tokens for programs: a person makes them for themself, with an end and no more rights than their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibiao.errors import NotFound, UsageError
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.ports import Person
from zhibiao.terms.account import Scope

MOST_DAYS = 365
_MOST_TOKENS = 20
_LONGEST_NAME = 60


def make_token(door: Door, person: Person, *, name: str, scopes: Sequence[Scope], days: int) -> str:
    """The token's word, which is shown once and kept nowhere.

    Raises:
        UsageError: `auth.token_name`, `auth.token_days`, `auth.token_without_scope`, `auth.tokens_enough`.
    """
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError("auth.token_name", most=_LONGEST_NAME)
    if not 1 <= days <= MOST_DAYS:
        raise UsageError("auth.token_days", most=MOST_DAYS)
    if not scopes:
        raise UsageError("auth.token_without_scope")
    now = door.clock.now()
    with door.access() as access, access.transaction():
        if len([one for one in access.tokens.of(person.id) if one.ends_at > now]) >= _MOST_TOKENS:
            raise UsageError("auth.tokens_enough", most=_MOST_TOKENS)
        number, word = access.tokens.make(
            person.id, name=name.strip(), scopes=scopes, at=now, ends_at=now + dt.timedelta(days=days)
        )
        about = f"{number} {' '.join(scopes)} {days} d"
        door.log(access, "token_made", person=person.id, about=about)
    return word


def revoke_token(door: Door, person: Person, number: int) -> None:
    """End one of one's own tokens; NotFound `auth.token_not_found`."""
    with door.access() as access, access.transaction():
        if not access.tokens.revoke(number, person=person.id):
            raise NotFound("auth.token_not_found")
        door.log(access, "token_revoked", person=person.id, about=str(number))
