"""Without a mouse, on a small screen, and for who asks for less movement or more contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from web.browser.conftest import PageAs

PAGES = (
    ("lin", "/"),
    ("lin", "/enterprises/LH-S04"),
    ("officer-s04", "/intake"),
    ("lin", "/decisions"),
    ("lin", "/decisions/new?sector=steel&year=2025&as_of=2025-03"),
    ("officer-s04", "/appeals"),
    ("lin", "/high-end"),
    ("admin", "/settings"),
    ("", "/papers"),
    ("", "/sign-in"),  # its first field takes the keyboard at once
)
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_EXPECTED = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0
    && !(one.type === 'radio' && !one.checked)).length"""
_FOCUS = """() => { const one = document.activeElement; if (!one || one === document.body) return null;
  const all = [...document.querySelectorAll('*')], style = getComputedStyle(one), box = one.getBoundingClientRect();
  return { place: all.indexOf(one), seen: one.matches(':focus-visible') && style.outlineStyle !== 'none'
    && parseFloat(style.outlineWidth) >= 2, inside: box.right > 0 && box.left < innerWidth,
    name: one.outerHTML.slice(0, 90) }; }"""


def tabbed(page: Page) -> list[dict[str, object]]:
    """What Tab leads to, from the top of the page until it leaves it."""
    found: list[dict[str, object]] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUS)
        if here is None or (found and here["place"] <= found[0]["place"]):
            return found
        if not found or here["place"] != found[-1]["place"]:
            found.append(here)
    pytest.fail("Tab does not come to an end")


@pytest.mark.parametrize(("person", "path"), PAGES[:-1], ids=[path for _, path in PAGES[:-1]])
def test_tab_leads_through_all_of_it_in_order(page_as: PageAs, served: str, person: str, path: str) -> None:
    page = page_as(person)
    page.goto(served + path, wait_until="load")
    expected = page.evaluate(_EXPECTED)
    found = tabbed(page)
    assert [] == [one["name"] for one in found if not (one["seen"] and one["inside"])]
    places = [one["place"] for one in found]
    assert sorted(places) == places  # type: ignore[type-var]
    assert expected <= len(found)


def test_the_skip_link_leads_past_the_menu(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    page.goto(served, wait_until="load")
    page.keyboard.press("Tab")
    assert "跳到正文" == page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("person", "path"), PAGES, ids=[path for _, path in PAGES])
def test_twice_as_large_nothing_is_lost(page_as: PageAs, served: str, person: str, path: str) -> None:
    """A window of 1,440 px at 200 % is one of 720."""
    page = page_as(person, width=720)
    page.goto(served + path, wait_until="load")
    assert 0 >= page.evaluate(_OVERFLOW)


def test_who_wants_no_movement_gets_none(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    page.goto(served, wait_until="load")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    moving = (
        "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0)"
    )
    assert 0 == page.evaluate(f"{moving}.length")


@pytest.mark.parametrize(("person", "path"), [("lin", "/"), ("lin", "/enterprises/LH-S04"), ("lin", "/high-end")])
def test_a_chart_is_told_in_words(page_as: PageAs, served: str, person: str, path: str) -> None:
    """A reader of screens hears a sentence with a figure, and no part of the drawing."""
    page = page_as(person)
    page.goto(served + path, wait_until="load")
    pictures = page.locator("figure[data-chart] .picture")
    assert pictures.count() >= 1
    for one in pictures.all():
        assert "img" == one.get_attribute("role")
        told = one.get_attribute("aria-label") or ""
        assert len(told) >= 20
        assert any(sign.isdigit() for sign in told)
