"""Links that a viewer may follow: to a page that its row of rights opens, or to nowhere."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from zhibiao.terms.access import Reach
from zhibiao.web.doors.caller import Caller
from zhibiao.web.doors.guard import rights


def way_to(caller: Caller, path: str, *, named: str = "", enterprise: str = "", **query: object) -> str:
    """The address of a page where this caller may open it, else nothing.

    Args:
        caller: who would follow it.
        path: as the route declares it, at most one blank in it: `/enterprises/{enterprise}`.
        named: what fills the blank.
        enterprise: whose the thing is, where the caller's reach is its own; what fills the blank by default.
        query: what stands behind the question mark; empty values are left out.
    """
    right = rights().get(("GET", path))
    reach = Reach.NONE if right is None else right.of(caller.viewer)
    if right is None or reach is Reach.NONE:
        return ""
    if reach is Reach.OWN and right.object != "-" and not caller.viewer.sees(enterprise or named):
        return ""
    head, _, rest = path.partition("{")
    tail = rest.partition("}")[2]
    asked = urlencode({name: value for name, value in query.items() if value not in ("", None)})
    return f"{head}{quote(named, safe='') if rest else ''}{tail}" + (f"?{asked}" if asked else "")
