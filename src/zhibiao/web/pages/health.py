"""For whoever runs the server: whether it lives, whether it can work, and what it measures."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from zhibiao.errors import ZhibiaoError
from zhibiao.web.doors.caller import book_of, desk_of
from zhibiao.web.doors.watch import Measures
from zhibiao.web.frame import page

router = page.router()


@router.get("/health/live")
def live() -> Response:
    """Whether the process answers at all."""
    return PlainTextResponse("ok\n")


@router.get("/health/ready")
def ready(request: Request) -> Response:
    """Whether the book can be read; what hinders it stands in the log and not in the open."""
    try:
        with book_of(request) as opened:
            opened.store.extent()
    except (ZhibiaoError, OSError):
        return PlainTextResponse("not ready\n", status_code=503)
    return PlainTextResponse("ok\n")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts and times in the format of Prometheus, for administrators and their tokens."""
    measures: Measures = request.app.state.measures
    with book_of(request) as opened:
        measures.entries.set(opened.store.length())
    measures.remembered.set(len(desk_of(request).memo))
    return Response(generate_latest(measures.registry), media_type=CONTENT_TYPE_LATEST)
