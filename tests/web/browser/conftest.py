"""The desk as a browser meets it: served on loopback by a thread, read by Chromium where it is installed."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from zhibiao.assemble.desk.desk import Desk
from zhibiao.web.app import make_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

PageAs = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; the desk is not opened in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def served(desk: Desk) -> Iterator[str]:
    """The address of the desk, served while this file's tests run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Without lifespan: the desk is closed by its own fixture.
    server = uvicorn.Server(
        uvicorn.Config(make_app(desk), host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "the desk did not start to serve"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong on any page of this test: errors of the console, requests to other hosts."""
    return []


@pytest.fixture
def page_as(browser: Browser, served: str, desk: Desk, troubles: list[str]) -> Iterator[PageAs]:
    """Gives a page of a person who has signed in (of the public for an empty id), `width` pixels wide."""
    contexts = []

    def opened(person: str, *, width: int = 1440, lang: str = "zh") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        cookies = [{"name": "zhibiao_lang", "value": lang, "url": served}]
        if person:
            with desk.access() as access:
                word = access.sessions.begin(person, at=desk.clock.now())
            cookies.append({"name": "zhibiao_session", "value": word, "url": served})
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        watch(page, served, troubles)
        return page

    yield opened
    for context in contexts:
        context.close()


def watch(page: Page, own: str, troubles: list[str]) -> None:
    """Write down what a page does that none of ours may."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"{message.type}: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((own, "data:", "blob:")):
            troubles.append(f"a request to another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(f"error of a script: {error}"))
    page.on("request", on_request)
