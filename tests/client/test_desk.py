"""The client against the application itself, and against a wire that fails."""

import doctest
import json
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from structlog.testing import capture_logs

from web.conftest import Sign
from zhibiao.client import Desk, DeskProblem, Unreachable
from zhibiao.client.wire import ATTEMPTS

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_guide_is_true(sign: Sign) -> None:
    desk = Desk(http=sign("lin"))
    with capture_logs():
        found = doctest.testfile(str(GUIDE), module_relative=False, globs={"desk": desk}, encoding="utf-8")
    assert (0, True) == (found.failed, found.attempted > 5)


def test_lists_go_on_over_pages(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(http=sign("lin"))
    whole = [one["reference"] for one in desk.returns(enterprise="LH-S01")]
    monkeypatch.setattr("zhibiao.client.desk._PAGE", 7)
    assert whole == [one["reference"] for one in desk.returns(enterprise="LH-S01")]
    assert len(whole) > 14


def test_a_return_is_tried_and_refused_with_its_places(sign: Sign) -> None:
    desk = Desk(http=sign("officer-s01"))
    figures = [{"field": "crude_steel_t", "value": 1, "unit": "t"}]
    body = {"enterprise": "LH-S01", "period": "2025-04", "figures": figures}
    tried = desk.file_return(json.dumps(body).encode(), name="april.json", dry_run=True)
    assert (True, "LH-S01") == (tried["dry_run"], tried["receipts"][0]["enterprise"])
    with pytest.raises(DeskProblem) as refused:
        desk.file_return(b'{"a": NaN}', name="april.json")
    assert "num.not_finite" in [one["code"] for one in refused.value.errors]


def _wire(answers: list[Any]) -> tuple[Desk, list[httpx.Request], list[float]]:
    sent, slept = list[httpx.Request](), list[float]()

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    http = httpx.Client(base_url="https://desk.example", transport=httpx.MockTransport(answer))
    return Desk(http=http, sleep=slept.append), sent, slept


def test_an_act_is_sent_again_under_its_key() -> None:
    done = httpx.Response(200, json={"ok": True, "result": {"id": "d"}, "marks": {}})
    busy = httpx.Response(429, headers={"retry-after": "3"}, json={})
    desk, sent, slept = _wire([httpx.ConnectError("down"), busy, done])
    assert {"id": "d"} == desk.draft(2025)
    assert 1 == len({request.headers["idempotency-key"] for request in sent})
    assert [1.0, 3.0] == slept


def test_no_answer_at_all_names_the_key() -> None:
    desk, sent, _ = _wire([httpx.ConnectError("down")] * ATTEMPTS)
    with pytest.raises(Unreachable) as gone:
        desk.withdraw("steel-2025-x", reason="重拟")
    assert sent[0].headers["idempotency-key"] == gone.value.key


def test_a_refusal_is_not_tried_again() -> None:
    plain = {"status": 409, "code": "flow.stale", "message": {"en": "moved on"}, "hint": {}, "errors": []}
    told = httpx.Response(409, headers={"content-type": "application/problem+json"}, content=json.dumps(plain))
    desk, sent, _ = _wire([told])
    with pytest.raises(DeskProblem, match=r"409 flow\.stale: moved on"):
        desk.approve("steel-2025-x", sha256="0" * 64)
    assert '"' + "0" * 64 + '"' == sent[0].headers["if-match"]
    assert 1 == len(sent)


def test_the_token_goes_in_the_header() -> None:
    with Desk("https://desk.example", "zb_secret") as desk:
        assert "Bearer zb_secret" == desk.wire.http.headers["authorization"]
