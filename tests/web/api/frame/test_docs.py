"""The description of the interface: valid, whole, in both languages, with examples that are true."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from starlette.testclient import TestClient

import zhibiao
from web.api.conftest import API
from web.conftest import Sign
from zhibiao.web.api.frame.docs import description

EXAMPLES = Path(zhibiao.__file__).parent / "data" / "api" / "examples.json"
KNOWN = {
    "sector": "steel",
    "month": "2025-03",
    "enterprise": "LH-S01",
    "year": "2025",
    "seq": "1",
    "period": "2025-03",
    "version": "v1",
    "rule": "talmud",
}
SPLIT = {"table": "id,claim\nA,60\nB,80\n", "cap": "100", "rule": "cea"}
MOST_DEPTH = 4


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in description()["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def test_it_is_openapi() -> None:
    schema = schemathesis.openapi.from_dict(description())
    schema.validate()
    assert "3.1.0" == description()["openapi"]


def test_every_operation_says_what_it_does_in_both_languages_and_who_may() -> None:
    for path, _, operation in _operations():
        zh, _, en = operation["summary"].partition(" · ")
        assert "" not in (zh, en), path
        assert zh != en, path
        assert "谁可以 / Who may: " in operation["description"], path
        assert {"401", "403", "404", "409", "422", "429"} <= set(operation["responses"]), path


def test_no_two_operations_have_one_name() -> None:
    names = [operation["operationId"] for _, _, operation in _operations()]
    assert len(names) == len(set(names)) > 90


def test_every_body_shows_an_example() -> None:
    for path, method, operation in _operations():
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        assert content is None or "example" in content, f"{method} {path}"


def test_every_example_is_what_the_schema_says() -> None:
    plain = description()
    for path, method, operation in _operations():
        parts = [operation.get("requestBody", {}), *operation["responses"].values()]
        for part in parts:
            for content in part.get("content", {}).values():
                if "example" in content:
                    schema = content["schema"] | {"components": plain["components"]}
                    errors = [
                        str(one) for one in jsonschema_rs.Draft202012Validator(schema).iter_errors(content["example"])
                    ]
                    assert [] == errors, f"{method} {path}"


def test_the_examples_are_what_the_book_answers(sign: Sign) -> None:
    """Each list and document of the examples has the keys that the bundled city's book answers with today."""
    lin, told = sign("lin"), json.loads(EXAMPLES.read_text(encoding="utf-8"))
    fresh = dict(_fresh(lin))
    if "ZHIBIAO_UPDATE" in os.environ:
        EXAMPLES.write_text(json.dumps(told | fresh, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, example in fresh.items():
        assert set(example["answer"]["result"]) == set(told[name]["answer"]["result"]), name


def _fresh(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    first = {
        "decision": client.get(f"{API}/decisions?state=issued").json()["result"]["items"][0]["id"],
        "item": client.get(f"{API}/register").json()["result"]["items"][0]["id"],
    }
    for path, method, operation in _operations():
        name, address = operation["operationId"], path
        for blank, value in {**KNOWN, **first}.items():
            address = address.replace(f"{{{blank}}}", value)
        if method == "get" and "{" not in address and "application/json" in operation["responses"]["200"]["content"]:
            query = "?year=2025" if address.endswith("/entries") and "enterprises" in address else ""
            plain = json.loads(client.get(address + query).text)
            yield name, {"answer": {"ok": True, "result": _short(plain["result"]), "marks": plain["marks"]}}
    yield "split", {"request": SPLIT, "answer": json.loads(client.post(f"{API}/split", json=SPLIT).text)}


def _short(value: Any, depth: int = 0) -> Any:
    """One item of each list, and what lies deep left out."""
    if isinstance(value, dict):
        is_shown = depth < MOST_DEPTH or set(value) == {"zh", "en"}
        return {key: _short(item, depth + 1) for key, item in value.items()} if is_shown else {}
    if isinstance(value, list):
        is_flat = not any(isinstance(item, (dict, list)) for item in value)
        return value[:3] if is_flat else [_short(item, depth + 1) for item in value[:1]]
    return value[:160] if isinstance(value, str) else value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_runs_nothing_but_our_own_files(sign: Sign, lang: str) -> None:
    answer = sign("").get(f"{API}/docs?lang={lang}")
    assert 200 == answer.status_code
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert "<style" not in answer.text
    assert "style=" not in answer.text
