"""How routes of the interface are declared: one line says the path, what it answers, and whether it writes."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from zhibiao.web.api.frame.answers import Answered
from zhibiao.web.api.frame.asked import Asked
from zhibiao.web.api.frame.listing import CSV, Page
from zhibiao.web.api.frame.route import ApiRoute
from zhibiao.web.frame.downloads import XLSX

PREFIX = "/api/v1"
Endpoint = Callable[..., Response]


class Subject:
    """The routes of one subject, under one tag; operations are named after their functions."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=Response)

    def reads(self, path: str, result: Any, *, is_tagged: bool = True) -> Callable[[Endpoint], Endpoint]:
        """A GET that answers `result`; without `is_tagged` its answer does not follow from the book alone."""

        def declare(endpoint: Endpoint) -> Endpoint:
            _tell(endpoint, is_tagged=is_tagged)
            self._add(path, endpoint, "GET", model=Answered[result], name=endpoint.__name__)
            return endpoint

        return declare

    def lists(self, path: str, row: type[BaseModel], *, is_tagged: bool = True) -> Callable[[Endpoint], Endpoint]:
        """A GET of a list, and the same as .csv and .xlsx; `is_tagged` as of `reads`."""

        def declare(endpoint: Endpoint) -> Endpoint:
            _tell(endpoint, row=row, is_tagged=is_tagged)
            name = endpoint.__name__
            self._add(path, endpoint, "GET", model=Answered[Page[row]], name=name)  # type: ignore[valid-type]
            for suffix, kind in (("csv", CSV), ("xlsx", XLSX)):
                self._add(f"{path}.{suffix}", endpoint, "GET", name=f"{name}_{suffix}", content=kind)
            return endpoint

        return declare

    def acts(
        self,
        path: str,
        result: Any,
        *,
        status: int = 200,
        accepts: tuple[str, ...] = (),
        is_writing: bool = True,
        is_keyed: bool = True,
        is_grave: bool = False,
        extra: dict[str, Any] | None = None,
    ) -> Callable[[Endpoint], Endpoint]:
        """A POST.

        Args:
            path: behind the prefix.
            result: what it answers.
            status: where it was done.
            accepts: media types of the body where it is not JSON alone.
            is_writing: whether the book changes by it.
            is_keyed: whether repetitions are known by key here; an act that knows them itself does without.
            is_grave: whether a browser's session has to be fresh for it.
            extra: of its description.
        """

        def declare(endpoint: Endpoint) -> Endpoint:
            _tell(endpoint, accepts=accepts, is_writing=is_writing, is_keyed=is_keyed, is_grave=is_grave)
            self._add(
                path, endpoint, "POST", model=Answered[result], name=endpoint.__name__, status=status, extra=extra
            )
            return endpoint

        return declare

    def files(self, path: str, kind: str, *, is_tagged: bool = True) -> Callable[[Endpoint], Endpoint]:
        """A GET of a file."""

        def declare(endpoint: Endpoint) -> Endpoint:
            _tell(endpoint, is_tagged=is_tagged)
            self._add(path, endpoint, "GET", name=endpoint.__name__, content=kind)
            return endpoint

        return declare

    def _add(
        self,
        path: str,
        endpoint: Endpoint,
        method: str,
        *,
        name: str,
        model: Any = None,
        status: int = 200,
        content: str = "",
        extra: dict[str, Any] | None = None,
    ) -> None:
        is_asked = "query" in endpoint.models  # type: ignore[attr-defined]
        self.router.add_api_route(
            path,
            endpoint,
            dependencies=[] if is_asked else [Depends(_nothing_asked)],
            methods=[method],
            operation_id=name,
            name=name,
            tags=[self.tag],
            response_model=model,
            response_class=JSONResponse if model is not None else Response,
            status_code=status,
            responses={status: {"content": {content: {"schema": {"type": "string"}}}}} if content else None,
            openapi_extra=extra,
        )


def _nothing_asked(asked: Annotated[Asked, Query()]) -> None:
    """Of routes that ask nothing of an address but what all of them take."""


def _tell(endpoint: Endpoint, **facts: Any) -> None:
    """What the route and the description of the interface ask of an endpoint."""
    hints = typing.get_type_hints(endpoint)
    models = {"query": hints.get("asked"), "body": hints.get("body")}
    for name, value in {**facts, "models": {key: model for key, model in models.items() if model}}.items():
        setattr(endpoint, name, value)
