"""What tests of the door share: every route of the application."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from zhibiao.assemble.desk.desk import Desk
from zhibiao.web.app import make_app


def routes_in(routes: list[Any]) -> Iterator[Any]:
    """Every route, also those of routers within routers."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from (routes_in(inner.routes) if inner is not None else [route])


@pytest.fixture(scope="module")
def routes(desk: Desk) -> list[Any]:
    """The routes that answer, without the files of our own."""
    return [route for route in routes_in(make_app(desk).routes) if getattr(route, "name", "") != "static"]


@pytest.fixture(scope="module")
def calls(routes: list[APIRoute]) -> list[tuple[str, str]]:
    """Method and path of everything that may be called."""
    return sorted((method, route.path_format) for route in routes for method in route.methods)
