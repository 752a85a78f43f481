"""A desk in a process of its own that kills itself at a given place, as a power cut would.

`python dying_desk.py BOOK INSTANT SEAM` prints its port. SEAM is `reply` (an act is committed, its answer never
leaves) or `within:KIND` (in the transaction that books the first entry of that kind, before it is committed).
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.book_store import BookStore
from zhibiao.web.app import make_app


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_before_the_reply(app: ASGIApp) -> ASGIApp:
    """The application, which does every act and answers none."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if scope["method"] == "POST":
                _die()
            await send(message)

        await app(scope, receive, sent if scope["type"] == "http" else send)

    return served


def die_within(kind: str) -> None:
    """Have the first entry of a kind booked, and its transaction never committed."""
    append = BookStore.append

    def appended(self: BookStore, drafts: Sequence[Any], *, at: dt.datetime) -> Any:
        booked = append(self, drafts, at=at)
        if any(one.kind.value == kind for one in drafts):
            _die()
        return booked

    BookStore.append = appended  # type: ignore[assignment,method-assign]


def main(book: str, instant: str, seam: str) -> None:
    """Serve on a free port of this machine until killed."""
    app: ASGIApp = make_app(Desk(Path(book), clock=SetClock(dt.datetime.fromisoformat(instant))))
    if seam == "reply":
        app = dying_before_the_reply(app)
    else:
        die_within(seam.removeprefix("within:"))
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", log_level="critical")).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
