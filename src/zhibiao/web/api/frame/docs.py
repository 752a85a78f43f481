"""The interface described: OpenAPI 3.1 for programs, and a page for people to read and try it."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from zhibiao import __version__
from zhibiao.assemble.resources import DATA, catalogue
from zhibiao.terms.access import PUBLIC, Reach
from zhibiao.web.api.frame.answers import Problem
from zhibiao.web.api.frame.description import RETURN_DOCUMENT, add_examples, headers_of, parameters_of
from zhibiao.web.api.frame.subject import PREFIX
from zhibiao.web.doors.guard import GuardedRoute, rights
from zhibiao.web.frame.render import render

router = APIRouter(prefix=PREFIX, route_class=GuardedRoute, default_response_class=Response)

PROBLEMS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500)
_REF = {"$ref": "#/components/schemas/Problem"}
_SECURITY: list[dict[str, list[str]]] = [{"token": []}, {"session": [], "csrf": []}]
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "Of a program; made at the desk, shown once."},
    "session": {"type": "apiKey", "in": "cookie", "name": "zhibiao_session", "description": "Of a browser."},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token", "description": "With a session, for acts."},
}


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """The description as JSON."""
    return Response(json.dumps(description(), ensure_ascii=False), media_type="application/json")


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The description as a page."""
    return render(request, "api_docs.html", title=catalogue().text("desk.api.docs", "en"))


@cache
def description() -> dict[str, Any]:
    """The description of every route: words in both languages, rights, problems, headers, examples."""
    from zhibiao.web.api.every import SUBJECTS  # the routes include this page

    examples = json.loads((DATA / "api" / "examples.json").read_text(encoding="utf-8"))
    routes = [route for subject in SUBJECTS for route in subject.router.routes if isinstance(route, APIRoute)]
    made: dict[str, Any] = copy.deepcopy(
        get_openapi(
            title="指标 · Zhibiao",
            version=__version__,
            openapi_version="3.1.0",
            description=_both("desk.api.about"),
            routes=routes,
            tags=[{"name": one.tag, "description": _both(f"desk.api.tag.{one.tag}")} for one in SUBJECTS],
        )
    )
    made["servers"] = [{"url": "/", "description": "This desk"}]
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas |= {"Problem": problem, "ReturnDocument": RETURN_DOCUMENT}
    made["components"] |= {"securitySchemes": _SCHEMES, "responses": _problems(examples["problem"])}
    for route in routes:
        for method in route.methods or ():
            _tell(made["paths"][route.path_format][method.lower()], route, method)
    _loosen_lists(made, routes)
    add_examples(made, examples)
    return made


def _problems(example: dict[str, Any]) -> dict[str, Any]:
    """An answer of each status at which something is refused."""
    words = catalogue()
    return {
        f"Problem{status}": {
            "description": words.text(f"desk.api.status.{status}", "en"),
            "content": {"application/problem+json": {"schema": _REF, "example": example | {"status": status}}},
        }
        for status in PROBLEMS
    }


def _tell(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    """What FastAPI does not know of an operation."""
    name = getattr(route.endpoint, "__name__", route.name)
    words = catalogue()
    suffix = f" (.{route.path_format.rpartition('.')[2]})" if route.name != name else ""
    operation["summary"] = _both(f"desk.api.op.{name}") + suffix
    reach = rights()[method, route.path_format].reach
    may = [f"{role}: {how.value}" for role, how in reach.items() if how is not Reach.NONE]
    operation["description"] = f"{(route.endpoint.__doc__ or '').strip()}\n\n{words.text('desk.api.may', 'zh')} / "
    operation["description"] += f"{words.text('desk.api.may', 'en')}: {', '.join(may) or '—'}"
    operation["security"] = [] if reach[PUBLIC] is Reach.ALL else _SECURITY
    operation.setdefault("parameters", []).extend(parameters_of(route, method))
    responses = operation["responses"]
    for response in responses.values():
        response["headers"] = headers_of(route, method)
        response["description"] = words.text("desk.api.done", "en")
    _more_successes(operation, route)
    responses |= {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in PROBLEMS}


def _more_successes(operation: dict[str, Any], route: APIRoute) -> None:
    """What else a success may be: 200 beside 201, 202 of what goes on or waits, 304 of what is held."""
    responses, words = operation["responses"], catalogue()
    name = route.name
    done = copy.deepcopy(responses.get("201") or responses.get("200"))
    if "201" in responses:
        responses["200"] = done | {"description": words.text("desk.api.done_before", "en")}
    if name in ("file_return", "verify"):
        later = copy.deepcopy(done)
        if name == "verify":
            later["content"] = {"application/json": {"schema": {"$ref": "#/components/schemas/Answered_JobShown_"}}}
        responses["202"] = later | {"description": words.text("desk.api.later", "en")}
    if "GET" in (route.methods or ()):
        responses["304"] = {"description": words.text("desk.api.held", "en")}


def _loosen_lists(made: dict[str, Any], routes: list[APIRoute]) -> None:
    """No field of a row is sure to come, since `fields` may leave it out."""
    names = {model.__name__ for route in routes if (model := getattr(route.endpoint, "row", None)) is not None}
    schemas = made["components"]["schemas"]
    alone = {_ref_name(one) for one in _results(made) if _ref_name(one) in names}
    for name in names - alone:
        schemas[name].pop("required", None)


def _results(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas of results that are no list."""
    schemas = made["components"]["schemas"]
    return [one["properties"]["result"] for name, one in schemas.items() if name.startswith("Answered_")]


def _ref_name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _both(key: str) -> str:
    """Words in both languages, the Chinese first."""
    words = catalogue()
    return f"{words.text(key, 'zh')} · {words.text(key, 'en')}"
