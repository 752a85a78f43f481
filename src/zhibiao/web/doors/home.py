"""Where somebody goes who comes without an aim, and whether an address to go on to is our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from zhibiao.terms.access import SEES_ALL, Viewer
from zhibiao.terms.authority import Role


def home_of(viewer: Viewer) -> str:
    """The first page of a viewer: the month for the bureau, the own firm for an officer."""
    roles = set(viewer.person.roles) if viewer.person else set()
    if roles & SEES_ALL:
        return "/"
    if Role.OFFICER in roles and viewer.person and viewer.person.enterprise:
        return f"/enterprises/{viewer.person.enterprise}"
    if Role.PLANNER in roles:
        return "/enterprises"
    return "/settings" if Role.ADMINISTRATOR in roles else "/papers"


def own_path(text: str) -> str:
    r"""The text where it is a path of this site, else nothing: nobody is led elsewhere by a link to us.

    >>> own_path("/intake?month=2025-03"), own_path("//evil.example"), own_path("/\\evil.example")
    ('/intake?month=2025-03', '', '')
    >>> own_path("https://evil.example/"), own_path("/\t/evil.example"), own_path("papers")
    ('', '', '')
    """
    # Browsers read "\" as "/" and pass over control characters.
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable() or " " in text:
        return ""
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else ""


def came_from(request: Request) -> str:
    """The page of ours that one was on, as the browser says; empty where it does not."""
    parts = urlsplit(request.headers.get("referer", ""))
    if parts.netloc != request.headers.get("host", ""):
        return ""
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
