"""Programs at the door: a token in the header `Authorization`, and nowhere else."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

from starlette.requests import Request

from zhibiao.errors import NotAllowed, NotSignedIn
from zhibiao.store.access.access_store import AccessStore
from zhibiao.store.access.tokens import PREFIX
from zhibiao.terms.account import Scope

_NAMES = frozenset({"token", "access_token", "api_key", "apikey", "api_token", "bearer", "authorization"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_token_in_address(request: Request) -> None:
    """Refuse a token in the address, good or bad: addresses are kept by browsers, proxies and logs.

    Raises:
        NotSignedIn: `auth.token_in_url`; the answer and the log find an address without it.
    """
    query = request.scope["query_string"].decode("latin-1")
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.casefold() in _NAMES or value.startswith(PREFIX):
            request.scope["query_string"] = b""
            raise NotSignedIn("auth.token_in_url")


def bearer_of(request: Request) -> str:
    """The token that a program shows; empty where there is none."""
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    return word.strip() if scheme.casefold() == "bearer" else ""


def person_of_token(access: AccessStore, word: str, *, method: str, at: dt.datetime) -> str:
    """For whom a token stands.

    Raises:
        NotSignedIn: `auth.token_unknown`, whether it never was, was revoked, or ran out.
        NotAllowed: `auth.token_scope` where it was not made for this.
    """
    token = access.tokens.find(word, at=at) if word.startswith(PREFIX) else None
    account = access.accounts.find(token.person) if token else None
    if token is None or account is None or account.disabled_at is not None:
        raise NotSignedIn("auth.token_unknown")
    needed = Scope.READ if method in _READS else Scope.WRITE
    if needed not in token.scopes:
        raise NotAllowed("auth.token_scope", needed=needed.value)
    return token.person
