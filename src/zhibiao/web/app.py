"""The application: every page and every route of the interface behind one door, files of our own beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI

from zhibiao import __version__
from zhibiao.assemble.desk.desk import Desk
from zhibiao.terms.access import DoorRules
from zhibiao.web.api.every import API_ROUTERS
from zhibiao.web.api.frame.jobs import Jobs
from zhibiao.web.doors import problems
from zhibiao.web.doors.headers import Headers
from zhibiao.web.doors.limits import Limits
from zhibiao.web.doors.watch import Measures, Watch
from zhibiao.web.frame.static import Static
from zhibiao.web.pages.every import ROUTERS


def make_app(desk: Desk, rules: DoorRules | None = None) -> FastAPI:
    """The application on a desk; the desk is closed with it. Without rules any host name and any haste will do."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="zhibiao",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.jobs = Jobs()
    app.state.measures = Measures()
    problems.install(app)
    for router in (*ROUTERS, *API_ROUTERS):
        app.include_router(router)
    app.mount("/static", Static(directory=str(files("zhibiao") / "web" / "static")), name="static")
    app.add_middleware(Limits, rules=rules or DoorRules())
    app.add_middleware(Headers)
    app.add_middleware(Watch, measures=app.state.measures)
    return app
