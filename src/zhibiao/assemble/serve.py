"""Serve a book's desk: open it, look at what speaks against it, and answer until somebody stops it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.access.demo_desk import Guest, demo_book, guests
from zhibiao.assemble.desk.access.serve_plan import ServePlan, plan_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firms import first_looked_at, read_ahead
from zhibiao.assemble.logs import set_up_logs
from zhibiao.errors import ActRefused, UsageError
from zhibiao.procedures.access.first_administrator import can_be_administered, open_setup
from zhibiao.procedures.ports import Clock
from zhibiao.store.book_folder import open_book_folder
from zhibiao.terms.authority import DeskSettings

_LIBRARIES = ("uvicorn", "fastapi", "argon2", "multipart", "structlog", "prometheus_client")
_MOST_CONNECTIONS = 256
_MOST_HEADER_BYTES = 32_768
_STOPS_IN_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A desk that is about to answer.

    Args:
        plan: where and how.
        setup: where the first administrator is set up; empty where somebody can administer.
        guests: of the demo.
    """

    plan: ServePlan
    setup: str
    guests: tuple[Guest, ...]


def check_libraries() -> None:
    """Refuse to serve without what only a desk needs; UsageError `boot.web_missing`."""
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise UsageError("boot.web_missing", missing="、".join(missing))


def serve(
    root: Path,
    *,
    asked: Callable[[DeskSettings], DeskSettings],
    is_demo: bool,
    tell: Callable[[Served], None],
    say: Callable[[str, dict[str, object]], None],
    clock: Clock | None = None,
) -> ServePlan:
    """Serve until stopped.

    Args:
        root: the book's folder.
        asked: what the command line puts in the place of the settings.
        is_demo: make the demo's book where there is none, and let its people in.
        tell: is given what people need to know once the address is ours.
        say: is told each step of the making of the demo.
        clock: the time.

    Raises:
        InputRefused: `boot.insecure`.
        ActRefused: `boot.port_taken`, `boot.no_demo`, `boot.demo_stays_here`.
    """
    if is_demo:
        demo_book(root, say=say)
    with ExitStack() as undone:
        desk, served = undone.enter_context(ready(root, asked=asked, is_demo=is_demo, clock=clock))
        listener = undone.enter_context(_listening(served.plan))
        tell(served)
        desk.warm(partial(first_looked_at, desk), each=read_ahead)
        _answer(desk, served.plan, listener)
    return served.plan


@contextmanager
def ready(
    root: Path, *, asked: Callable[[DeskSettings], DeskSettings], is_demo: bool, clock: Clock | None = None
) -> Iterator[tuple[Desk, Served]]:
    """The desk with everything checked that `serve` checks before it answers; the refusals of `serve`."""
    settings = open_book_folder(root).settings
    settings = replace(settings, desk=asked(settings.desk))
    desk = Desk(root, clock=clock)
    try:
        door = door_of(desk, address="")
        has_administrator = can_be_administered(door)
        plan = plan_of(root, settings, has_administrator=has_administrator, now=desk.clock.now())
        if is_demo and not plan.is_local:
            raise ActRefused("boot.demo_stays_here", host=plan.host)
        invited = tuple(guests(desk)) if is_demo else ()
        setup = "" if can_be_administered(door) else open_setup(door)
        yield desk, Served(plan=plan, setup=setup, guests=invited)
    finally:
        desk.close()


@contextmanager
def _listening(plan: ServePlan) -> Iterator[socket.socket]:
    """The address, taken before anything is told about it; ActRefused `boot.port_taken`."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((plan.host, plan.port))
            # From here on whoever comes waits, and is not turned away, while the application opens.
            listener.listen(_MOST_CONNECTIONS)
        except OSError as error:
            raise ActRefused("boot.port_taken", host=plan.host, port=plan.port, reason=error.strerror) from error
        yield listener


def _answer(desk: Desk, plan: ServePlan, listener: socket.socket) -> None:
    import uvicorn  # an extra, which most calls do without

    set_up_logs(is_watched=sys.stderr.isatty())
    # The face stands above this room: it is called by its name and not imported.
    app = import_module("zhibiao.web.app").make_app(desk, plan.rules)
    cert, key = plan.tls or (None, None)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        workers=1,
        ssl_certfile=cert,
        ssl_keyfile=key,
        server_header=False,
        # Only what `doors.limits` makes of it counts, from the proxy that the settings name.
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_STOPS_IN_S,
    )
    uvicorn.Server(config).run(sockets=[listener])
