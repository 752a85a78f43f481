"""What went wrong as an answer: a page for people, problem+json (RFC 9457) for programs; never a trace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import InputRefused, NoSolution, NotFound, NotReady, UsageError, ZhibiaoError
from zhibiao.readers.wording import nearest
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language, Text
from zhibiao.terms.visible import json_visible, visible
from zhibiao.web.doors.caller import caller_of
from zhibiao.web.frame.render import render

API = "/api/"
_log = structlog.get_logger("zhibiao.web")
_HTTP = {
    400: "api.bad_request",
    404: "api.not_found",
    405: "api.method_not_allowed",
    413: "api.too_large",
    415: "api.content_type",
}
_HANDED_ON = ("allow", "retry-after", "www-authenticate")
# What a program can mend in its own request is no conflict with others; a second person is a question of rights.
_STATUS = {
    "flow.same_person": 403,
    "ledger.amount_negative": 422,
    "ledger.amount_zero": 422,
    "ledger.already_reversed": 422,
    "ledger.insufficient": 422,
    "transfer.enterprise_unknown": 422,
    "transfer.same_enterprise": 422,
    "verify.head": 409,
}


class MediaRefused(UsageError):
    """A body of a kind that is not taken here."""

    http_status = 415


def install(app: FastAPI) -> None:
    """Answer every error of the application."""
    app.add_exception_handler(ZhibiaoError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZhibiaoError)
    if isinstance(error, NotReady):
        _log.error("not ready", path=visible(request.url.path), reason=_reason(error))
    if error.code == "auth.sign_in" and not _is_api(request) and request.method == "GET":
        return RedirectResponse(f"/sign-in?{_next(request)}", status_code=303)
    status = 401 if error.code == "auth.sign_in" else error.http_status
    return problem(request, error, status=_STATUS.get(error.code, status) if _is_api(request) else status)


def _reason(error: NotReady) -> str:
    cause = error.__cause__
    findings = _findings(cause) if isinstance(cause, ZhibiaoError) else ()
    return visible("; ".join((str(cause), *(f"{one.code} {dict(one.facts)}" for one in findings))))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    findings = [_of_field(one, known=_known_beside(request, one)) for one in error.errors()]
    return problem(request, InputRefused("api.refused", findings, count=len(findings)), status=422)


def _of_field(error: Mapping[str, Any], *, known: Sequence[str]) -> Finding:
    """A value of another form than is asked for: where by JSON pointer, what was wanted, what came."""
    path = pointer_of(error["loc"])
    place = Place(field=path)
    if error["type"] == "extra_forbidden":
        key = visible(str(error["loc"][-1])[:80])
        about = {"key": key, "path": path, "nearest": nearest(key, known) or "—"}
        return Finding(code="api.unknown_field", severity=Severity.REJECT, place=place, facts=about)
    found = "—" if error["type"] == "missing" else visible(repr(error.get("input"))[:80])
    facts = {"path": path, "wanted": _wanted(error), "found": found}
    return Finding(code="api.schema", severity=Severity.REJECT, place=place, facts=facts)


def pointer_of(where: Sequence[str | int]) -> str:
    """Where a fault stands: a JSON pointer into the body, or `query/NAME`, `path/NAME`, `header/NAME`.

    >>> pointer_of(("body", "documents", 0, "name")), pointer_of(("query", "limit"))
    ('#/documents/0/name', 'query/limit')
    """
    first, *rest = (visible(str(part)[:80]).replace("~", "~0").replace("/", "~1") for part in where)
    return "/".join(["#" if first == "body" else first, *rest])


def _wanted(error: Mapping[str, Any]) -> Text:
    """What would have been right, by the kind of the fault, in words."""
    labels, kind = catalogue().labels, f"desk.api.wanted.{error['type']}"
    key = kind if kind in labels else "desk.api.wanted.other"
    facts = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    return Text(*(catalogue().text(key, lang, **facts) for lang in ("zh", "en")))


def _known_beside(request: Request, error: Mapping[str, Any]) -> Sequence[str]:
    """The names that are known where an unknown one stands, as far as the route says."""
    route = request.scope.get("route")
    models = getattr(getattr(route, "endpoint", None), "models", {})
    model = models.get(error["loc"][0])
    return tuple(model.model_fields) if model is not None and len(error["loc"]) == 2 else ()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _HTTP.get(error.status_code, "api.bad_request")
    kind = NotFound if error.status_code == 404 else UsageError
    response = problem(request, kind(code, found="—", wanted="—"), status=error.status_code)
    for name, value in (error.headers or {}).items():
        if name.lower() in _HANDED_ON:
            response.headers[name] = value
    return response


async def _unforeseen(request: Request, error: Exception) -> Response:
    _log.error("unforeseen", path=visible(request.url.path), error=repr(error), exc_info=error)
    return problem(request, ZhibiaoError("internal.unforeseen"), status=500)


def problem(request: Request, error: ZhibiaoError, *, status: int) -> Response:
    """The error as an answer in the shape that the caller reads."""
    response = _for_program(request, error, status=status) if _is_api(request) else _for_people(request, error, status)
    if (seconds := error.facts.get("seconds")) is not None and status in (409, 429):
        response.headers["retry-after"] = str(seconds)
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def _for_program(request: Request, error: ZhibiaoError, *, status: int) -> Response:
    plain = problem_plain(error, status=status, instance=visible(request.url.path), lang=caller_of(request).lang)
    body = json_visible(json.dumps(plain, ensure_ascii=False))
    return Response(body.encode("utf-8", "backslashreplace"), status_code=status, media_type="application/problem+json")


def _for_people(request: Request, error: ZhibiaoError, status: int) -> Response:
    words, lang = catalogue(), caller_of(request).lang
    return render(
        request,
        "error.html",
        status=status,
        title=words.text("desk.error.title", lang),
        what=words.what(error.code, lang, error.facts),
        why=words.why(error.code, lang, error.facts),
        hint=words.hint(error.code, lang, error.facts),
        code=error.code,
        findings=[finding_plain(one) for one in _findings(error)],
    )


def problem_plain(error: ZhibiaoError, *, status: int, instance: str, lang: Language = "zh") -> dict[str, Any]:
    """The members of RFC 9457, with code, words in both languages, the class of the answer, and every finding."""
    words = catalogue()
    own = list(_findings(error))
    if error.place is not None:
        own.insert(0, Finding(code=error.code, severity=Severity.REJECT, place=error.place, facts=error.facts))
    return {
        "type": f"urn:zhibiao:{error.code}",
        "title": words.what(error.code, "en", error.facts),
        "status": status,
        "detail": words.what(error.code, lang, error.facts),
        "instance": instance,
        "code": error.code,
        "answer": error.outcome,
        "message": _both(words.what, error),
        "hint": _both(words.hint, error),
        "errors": [finding_plain(one) | {"pointer": one.place.field or None} for one in own],
    }


def _both(told: Callable[[str, Language, Mapping[str, object]], str], error: ZhibiaoError) -> dict[str, str]:
    return {"zh": told(error.code, "zh", error.facts), "en": told(error.code, "en", error.facts)}


def _findings(error: ZhibiaoError) -> tuple[Finding, ...]:
    return error.findings if isinstance(error, (InputRefused, NoSolution)) else ()


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


def _next(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return urlencode({"next": request.url.path + query})
