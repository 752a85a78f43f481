"""Who calls: the viewer behind a request, with language and session, and the desk it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import Request

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.errors import NotAllowed, NotSignedIn
from zhibiao.procedures.viewing import viewer_of
from zhibiao.store.access.sessions import Session
from zhibiao.terms.access import Viewer
from zhibiao.terms.text import Language
from zhibiao.web.doors.bearer import bearer_of, person_of_token, refuse_token_in_address

if TYPE_CHECKING:
    from zhibiao.procedures.ports import Person

LANGUAGE_COOKIE = "zhibiao_lang"
# A form of somebody who has no session yet brings back the word of this cookie.
FORM_COOKIE = "zhibiao_form"
# Whether the process lives and can work must be told however the book is, and whoever asks.
_WITHOUT_BOOK = frozenset({"/health/live", "/health/ready"})


def session_cookie(request: Request) -> str:
    """The name of the session's cookie: bound to this host where the page came over TLS."""
    return "__Host-zhibiao" if request.url.scheme == "https" else "zhibiao_session"


def form_cookie(request: Request) -> str:
    """The name of the cookie that goes with the forms of the public."""
    return f"__Host-{FORM_COOKIE}" if request.url.scheme == "https" else FORM_COOKIE


def address_of(request: Request) -> str:
    """Where a request comes from, as the connection says, or a proxy that the settings name."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One request's caller.

    Args:
        viewer: who looks.
        session: of the browser; None for the public and for programs.
        lang: of the words.
        is_program: whether an API token stands for the session; forged forms cannot carry one.
        address: where the request comes from.
    """

    viewer: Viewer
    session: Session | None
    lang: Language
    is_program: bool = False
    address: str = ""

    @property
    def person(self) -> Person:
        """Who acts; NotAllowed `auth.sign_in` for the public."""
        if self.viewer.person is None:
            raise NotAllowed("auth.sign_in")
        return self.viewer.person


def desk_of(request: Request) -> Desk:
    """The desk that the application serves."""
    return cast(Desk, request.app.state.desk)


def caller_of(request: Request) -> Caller:
    """Who calls, as the door found out; the public where a page fails before it did."""
    found = getattr(request.state, "caller", None)
    if isinstance(found, Caller):
        return found
    return _nobody(request)


def identify(request: Request) -> Caller:
    """Find out who calls, by token or by the session's cookie; reads the book's settings as they stand now.

    Raises:
        NotSignedIn: `auth.token_in_url`, `auth.token_unknown`.
        NotAllowed: `auth.token_scope`.
    """
    refuse_token_in_address(request)
    if request.url.path in _WITHOUT_BOOK:
        return _nobody(request)
    desk, token = desk_of(request), bearer_of(request)
    session, name = None, ""
    with desk.access() as access:
        if token:
            name = person_of_token(access, token, method=request.method, at=desk.clock.now())
        elif word := request.cookies.get(session_cookie(request), ""):
            session = access.sessions.find(word, at=desk.clock.now())
            name = session.person if session else ""
    with desk.book() as opened:
        person = desk.person(opened, name) if name else None
        viewer = viewer_of(person, opened.city)
    if name and person is None:
        # Who comes back under the same id later signs in anew.
        with desk.access() as access, access.transaction():
            access.sessions.end_all(name)
            access.tokens.end_all(name)
    if token and person is None:
        raise NotSignedIn("auth.token_unknown")
    return Caller(
        viewer=viewer,
        session=session if person else None,
        lang=language_of(request),
        is_program=bool(token),
        address=address_of(request),
    )


def _nobody(request: Request) -> Caller:
    return Caller(
        viewer=Viewer(person=None, enterprises=frozenset()),
        session=None,
        lang=language_of(request),
        address=address_of(request),
    )


def language_of(request: Request) -> Language:
    """Chinese, unless the address or an earlier choice says English."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    return "en" if asked == "en" else "zh"


@contextmanager
def book_of(request: Request) -> Iterator[OpenBook]:
    """The book, for one piece of work of this request.

    Only a page that is looked at may lag behind the book, since it says so; files and the interface never do.
    """
    is_read = request.method in ("GET", "HEAD")
    is_page = is_read and not request.url.path.startswith("/api/")
    with (
        desk_of(request).book(may_lag=is_page and "as" not in request.query_params) as opened,
        # What is shown together is of one state of the book, whatever others file meanwhile.
        opened.store.snapshot() if is_read else nullcontext(),
    ):
        yield opened


@contextmanager
def long_book_of(request: Request) -> Iterator[OpenBook]:
    """The book for an act that takes seconds, lent once a place for such acts is free; TooMany `desk.busy`."""
    with desk_of(request).long_work.place(), book_of(request) as opened:
        yield opened
