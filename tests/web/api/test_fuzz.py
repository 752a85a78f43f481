"""Requests drawn from the description, right and wrong ones: none is answered by a fault of ours."""

import os
from typing import Any

import pytest
from benchmarks import api_fuzz
from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.web.api.frame import jobs

REQUESTS = 4000 if "ZHIBIAO_SOAK" in os.environ else 220


def test_no_request_finds_a_fault(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WAITS_S", 0.2)
    counted = api_fuzz.fuzz(sign, api_fuzz.known_names(sign("lin")), requests=REQUESTS, seed=3)
    assert REQUESTS == counted.requests
    assert [] == counted.faults
    assert {200, 401, 403, 404, 422} <= set(counted.statuses)


def test_it_finds_a_fault_that_is_there() -> None:
    app = FastAPI(openapi_url=None)

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def broken(path: str) -> Any:
        return JSONResponse({"path": path}, status_code=500)

    client = TestClient(app, raise_server_exceptions=False)
    counted = api_fuzz.fuzz(lambda _: client, {}, requests=5, seed=1)
    assert 5 == len(counted.faults) == counted.requests
