"""Every page of the desk by the rules of WCAG 2.2 AA, in both languages, on a screen and on a phone."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from web.browser.conftest import PageAs

ADDRESSES: tuple[tuple[str, str], ...] = (
    ("lin", "/"),
    ("lin", "/?sector=magnesia"),
    ("lin", "/high-end"),
    ("lin", "/high-end?sector=magnesia&window=full_year"),
    ("officer-s01", "/high-end"),
    ("lin", "/intake"),
    ("officer-s04", "/intake?month=2025-03"),
    ("lin", "/intake/58"),
    ("lin", "/queries"),
    ("officer-s04", "/queries"),
    ("lin", "/bases?sector=steel&year=2025&enterprise=LH-S01"),
    ("officer-s04", "/bases"),
    ("lin", "/decisions"),
    ("lin", "/decisions/new?sector=steel&year=2025&as_of=2025-03&tilt_beta=0.8"),
    ("wang", "/decisions/{decision}"),
    ("lin", "/decisions/months"),
    ("lin", "/transfers"),
    ("lin", "/regulations/new?sector=magnesia&month=2025-04"),
    ("zhao", "/book?year=2024"),
    ("zhao", "/book/entries?enterprise=LH-S04"),
    ("lin", "/book/entries/485"),
    ("lin", "/book/capacity?sector=magnesia"),
    ("zhao", "/book/heads?period=2025-03"),
    ("lin", "/audit?decision={decision}"),
    ("zhao", "/audit/cross-check?month=2025-03"),
    ("zhao", "/audit/restatements"),
    ("zhao", "/audit/revisions?year=2024"),
    ("zhao", "/audit/verify"),
    ("lin", "/register"),
    ("lin", "/register/items/C0002"),
    ("lin", "/register/items/C0007"),
    ("lin", "/register/candidates"),
    ("zhao", "/register/follow-up"),
    ("lin", "/commodities"),
    ("officer-s04", "/commodities?good=coke"),
    ("lin", "/enterprises"),
    ("lin", "/enterprises/LH-S04"),
    ("officer-s04", "/enterprises/LH-S04"),
    ("lin", "/returns/LH-S04/2025-03/v1"),
    ("lin", "/appeals"),
    ("officer-s04", "/appeals"),
    ("lin", "/papers"),
    ("", "/papers"),
    ("", "/sign-in"),
    ("", "/join"),
    ("lin", "/account"),
    ("admin", "/settings"),
    ("admin", "/settings/people"),
    ("zhao", "/settings/log"),
    ("lin", "/nothing-here"),
)
"""Whose page it is, and where; whoever adds a page adds a line."""

IS_LONG = "ZHIBIAO_SOAK" in os.environ
_WIDTHS = (1440, 390)
# The rules are tried on each page twice: in Chinese on a screen, in English on a phone; in a long run four times.
_READ_AT = {"zh": 1440, "en": 390}
_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
_SERIOUS = ("serious", "critical")
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("person", "path"), ADDRESSES, ids=[f"{person}:{path}" for person, path in ADDRESSES])
def test_a_page_is_for_everyone(
    page_as: PageAs, served: str, troubles: list[str], decision: str, person: str, path: str, lang: str
) -> None:
    page = page_as(person, lang=lang)
    page.goto(served + path.format(decision=decision), wait_until="load")
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(60)  # charts follow the width
        if IS_LONG or width == _READ_AT[lang]:
            assert [] == serious(page), f"{path} at {width} px"
        assert page.evaluate(_OVERFLOW) <= 0, f"{path} scrolls sideways at {width} px"
    # An address that is not there is told so in the console by the browser itself.
    assert [] == [one for one in troubles if "404" not in one or path != "/nothing-here"]


def test_the_check_finds_what_is_wrong(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    page.goto(served, wait_until="networkidle")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/icon.svg\">')")
    assert ["image-alt"] == [one.split(":")[0] for one in serious(page)]


def test_a_page_that_asks_another_host_is_noticed(page_as: PageAs, served: str, troubles: list[str]) -> None:
    page = page_as("lin")
    page.goto(served, wait_until="networkidle")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.wait_for_timeout(50)
    assert any("another host" in one or "Content Security Policy" in one for one in troubles)


def serious(page: Page) -> list[str]:
    """Serious findings of axe: rule and the first place."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0].get('failureSummary', '')[:300]}"
        for one in found
        if one["impact"] in _SERIOUS
    ]
