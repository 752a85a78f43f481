"""What was typed is not lost with the session, comes back to its person alone, and is forgotten once it was taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from web.browser.conftest import PageAs
from zhibiao.assemble.desk.desk import Desk

ITEM = "/register/items/C0001"
NOTE, WORDS = "#note-conclusion", "企业已来函说明，情况属实。"


def _type(page: Page, served: str) -> None:
    page.goto(served + ITEM, wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.fill(NOTE, WORDS)


def _send(page: Page) -> None:
    """As the button does; whether the rest is filled in is the server's question here."""
    with page.expect_navigation(wait_until="load"):
        page.evaluate(
            "(id) => { const form = document.querySelector(id).form; form.noValidate = true; form.requestSubmit(); }",
            NOTE,
        )


def _sign_in_again(page: Page, served: str, desk: Desk, person: str) -> None:
    with desk.access() as access:
        word = access.sessions.begin(person, at=desk.clock.now())
    page.context.add_cookies([{"name": "zhibiao_session", "value": word, "url": served}])


def _kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('zhibiao-kept:')).length"))


@pytest.fixture
def ended(page_as: PageAs, served: str, desk: Desk) -> Page:
    """A page whose session ended while somebody typed, after they sent it."""
    page = page_as("lin")
    _type(page, served)
    with desk.access() as access:
        access.sessions.end_all("lin")
    _send(page)
    return page


def test_the_text_comes_back_after_signing_in(ended: Page, served: str, desk: Desk) -> None:
    assert ended.locator("[data-kept]").is_visible()
    link = ended.locator("main a.button").get_attribute("href")
    assert f"/sign-in?next={ITEM}" == link
    _sign_in_again(ended, served, desk, "lin")
    ended.goto(served + link, wait_until="load")
    assert ended.url.endswith(ITEM)
    assert WORDS == ended.input_value(NOTE)


def test_nobody_else_finds_it(ended: Page, served: str, desk: Desk) -> None:
    _sign_in_again(ended, served, desk, "wang")
    ended.goto(served + ITEM, wait_until="load")
    assert 0 == _kept(ended)
    assert WORDS not in ended.content()


def test_what_was_taken_is_forgotten(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    _type(page, served)
    assert 1 == _kept(page)
    page.route("**/register/items/C0001/note", lambda route: route.fulfill(status=303, headers={"location": ITEM}))
    _send(page)
    assert 0 == _kept(page)
    assert "" == page.input_value(NOTE)


def test_signing_out_leaves_nothing(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    _type(page, served)
    with page.expect_navigation(wait_until="load"):
        page.click("header form button")
    assert 0 == _kept(page)
