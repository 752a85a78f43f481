"""The log and the measures of requests: complete, and without anything that acts or belongs to others."""

import structlog
from structlog.testing import capture_logs

from web.conftest import Sign


def test_each_request_has_one_line_with_its_person(sign: Sign) -> None:
    browser = sign("lin")
    with capture_logs() as lines:
        answer = browser.get("/account", headers={"x-request-id": "abc-1"})
    assert "abc-1" == answer.headers["x-request-id"]
    (line,) = [one for one in lines if one["event"] == "request"]
    assert ("GET", "/account", 200, "lin") == (line["method"], line["route"], line["status"], line["person"])


def test_a_line_holds_no_query_and_nothing_that_acts(sign: Sign) -> None:
    with capture_logs() as lines:
        sign("").get("/no%0d%0a%1b[2Jpage?token=zb_secret", headers={"x-request-id": "a\tb"})
    (line,) = [one for one in lines if one["event"] == "request"]
    told = structlog.processors.JSONRenderer()(None, "", dict(line))
    assert "zb_secret" not in str(told)
    assert not any(ord(sign) < 32 or sign == "\x1b" for sign in line["path"])
    assert "\t" not in line["id"]


def test_measures_count_by_route_and_belong_to_administrators(sign: Sign) -> None:
    sign("lin").get("/health/ready")
    assert 403 == sign("lin").get("/metrics").status_code
    told = sign("admin").get("/metrics").text
    assert 'zhibiao_requests_total{method="GET",route="/health/ready",status="200"}' in told
    assert "zhibiao_ledger_entries" in told


def test_guessed_addresses_make_no_labels(sign: Sign) -> None:
    for number in range(20):
        sign("").get(f"/guess/{number}")
    assert "/guess/" not in sign("admin").get("/metrics").text


def test_the_public_learns_that_it_works_and_no_more(sign: Sign) -> None:
    assert (200, "ok\n") == ((answer := sign("").get("/health/ready")).status_code, answer.text)
