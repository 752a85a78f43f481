"""Parts of the description that no function's signature tells: headers, the form of a return, examples."""

from __future__ import annotations

from typing import Any

from fastapi.routing import APIRoute

_TEXT = {"type": "string"}

RETURN_DOCUMENT: dict[str, Any] = {
    "title": "ReturnDocument",
    "description": "A return, or several under `returns`; fields by code or name as in the form, units as declared.",
    "oneOf": [
        {"$ref": "#/components/schemas/ReturnDocument/$defs/Return"},
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["returns"],
            "properties": {
                "returns": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"$ref": "#/components/schemas/ReturnDocument/$defs/Return"},
                }
            },
        },
    ],
    "$defs": {
        "Return": {
            "type": "object",
            "additionalProperties": False,
            "required": ["enterprise", "period", "figures"],
            "properties": {
                "enterprise": {**_TEXT, "description": "Id; or `credit_code` in its place."},
                "name": _TEXT,
                "period": {**_TEXT, "description": "2025-03, or 2025-01..2025-02."},
                "grounds": {"type": "array", "items": _TEXT},
                "figures": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["field"],
                        "properties": {
                            "field": _TEXT,
                            "value": {"type": ["number", "string", "null"]},
                            "to_date": {"type": ["number", "string", "null"]},
                            "last_year": {"type": ["number", "string", "null"]},
                            "unit": _TEXT,
                        },
                    },
                },
            },
        }
    },
}

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The sender's own mark of this act: sent again under it, nothing is done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The tag of an answer that is held: where it is the same still, 304 comes back.",
    "schema": {"type": "string", "maxLength": 400},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The tag, or in quotes the sha256, of the decision as it was read; another state is 409.",
    "schema": {"type": "string", "pattern": '^"[^",]+"$', "maxLength": 200},
}
_STALE = frozenset({"approve_decision", "issue_decision", "withdraw_decision"})


def parameters_of(route: APIRoute, method: str) -> list[dict[str, Any]]:
    """The headers that an operation takes."""
    if method == "GET":
        return [_IF_NONE_MATCH] if getattr(route.endpoint, "is_tagged", True) else []
    is_keyed = getattr(route.endpoint, "is_keyed", True) or route.name == "file_return"
    return ([_KEY] if is_keyed else []) + ([_IF_MATCH] if route.name in _STALE else [])


def headers_of(route: APIRoute, method: str) -> dict[str, Any]:
    """The headers that a success carries."""
    headers = {}
    if method == "GET" and getattr(route.endpoint, "is_tagged", True):
        headers["ETag"] = {"schema": _TEXT, "description": "For If-None-Match."}
    if getattr(route.endpoint, "row", None) is not None and "." not in route.path_format:
        headers["Link"] = {"schema": _TEXT, "description": 'The next page, rel="next".'}
    if method == "POST":
        headers["Location"] = {"schema": _TEXT, "description": "Where what was made, or the job, is found."}
        headers["Idempotency-Replayed"] = {"schema": _TEXT, "description": "true where it had been done before."}
    return headers


def add_examples(made: dict[str, Any], examples: dict[str, Any]) -> None:
    """Examples of requests and answers, out of the bundled fictional city."""
    for path in made["paths"].values():
        for operation in path.values():
            example = examples.get(operation["operationId"], {})
            if "request" in example:
                operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if status in ("200", "201") and "application/json" in content and "answer" in example:
                    content["application/json"]["example"] = example["answer"]
