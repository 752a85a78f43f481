"""Callers of the interface."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.conftest import Sign

# The harness that draws requests stands beside the sources, not among them.
sys.path.insert(0, str(Path(__file__).parents[3]))

API = "/api/v1"


@pytest.fixture
def lin(sign: Sign) -> TestClient:
    """The analyst."""
    return sign("lin")


@pytest.fixture
def wang(sign: Sign) -> TestClient:
    """The approver."""
    return sign("wang")


@pytest.fixture
def officer(sign: Sign) -> TestClient:
    """The officer of LH-S01."""
    return sign("officer-s01")


def codes(answer: Any) -> list[str]:
    """The code of a problem, and those of its errors."""
    plain = json.loads(answer.text)
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.status_code == plain["status"]
    return [plain["code"], *(one["code"] for one in plain["errors"])]
