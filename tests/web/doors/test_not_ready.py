"""Settings that cannot be read stop the desk with plain words; people who are gone stay gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.terms.account import Scope


@pytest.fixture
def settings(desk: Desk) -> Iterator[Path]:
    """The settings' file, put back afterwards."""
    path = desk.root / "zhibiao.toml"
    content = path.read_bytes()
    yield path
    path.write_bytes(content)


@pytest.mark.parametrize("broken", [b"city = [", None, b"\xff\xfe"])
def test_broken_settings_are_503_without_their_words(sign: Sign, settings: Path, broken: bytes | None) -> None:
    browser = sign("lin")
    settings.unlink() if broken is None else settings.write_bytes(broken)
    with capture_logs() as lines:
        page, program = browser.get("/settings"), browser.get("/api/v1/enterprises")
    assert (503, 503) == (page.status_code, program.status_code)
    assert "desk.not_ready" == program.json()["code"]
    assert "desk.not_ready" in page.text
    assert not any("toml" in one.text or "settings.refused" in one.text for one in (page, program))
    assert all("toml" in one["reason"] or "settings" in one["reason"] for one in lines if one["event"] == "not ready")
    assert 2 == sum(one["event"] == "not ready" for one in lines)
    assert (200, "ok\n") == ((answer := browser.get("/health/live")).status_code, answer.text)
    assert (503, "not ready\n") == ((answer := browser.get("/health/ready")).status_code, answer.text)


def test_it_works_again_once_the_settings_do(sign: Sign, settings: Path) -> None:
    browser, content = sign("lin"), settings.read_bytes()
    settings.write_bytes(b"city = [")
    assert 503 == browser.get("/account").status_code
    settings.write_bytes(content)
    assert 200 == browser.get("/account").status_code


def test_neither_session_nor_token_of_somebody_gone_comes_back(desk: Desk, sign: Sign, settings: Path) -> None:
    browser, content = sign("zhao"), settings.read_text(encoding="utf-8")
    now = desk.clock.now()
    with desk.access() as access:
        access.accounts.set_password("zhao", "x", at=now)
        _, word = access.tokens.make("zhao", name="t", scopes=(Scope.READ,), at=now, ends_at=now.replace(year=2026))
    bearer = {"authorization": f"Bearer {word}"}
    assert 200 == browser.get("/account").status_code
    assert 200 == sign("").get("/api/v1/decisions", headers=bearer).status_code
    settings.write_text(content.replace('id = "zhao"', 'id = "other"'), encoding="utf-8")
    assert 303 == browser.get("/account").status_code
    settings.write_text(content, encoding="utf-8")
    assert 303 == browser.get("/account").status_code
    assert 401 == sign("").get("/api/v1/decisions", headers=bearer).status_code
    assert 200 == sign("lin").get("/account").status_code
