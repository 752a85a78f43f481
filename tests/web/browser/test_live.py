"""Thirty of the worst strings in a real browser: shown where strangers' words are shown, and nothing runs."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page

from web.browser.conftest import PageAs
from web.injection import FAMILIES, LIVE, wired

_FAMILIES = ("tags", "attributes", "SVG and MathML", "addresses", "what scripts of the page obey")
WORST = tuple(one for name in _FAMILIES for one in [one for one in FAMILIES[name] if LIVE in one][::5])[:30]
"""Of each family that would run, every fifth."""

_REPEATED = ("/?month=", "/sign-in?next=", "/nothing/", "/decisions/{decision}?firm=")
_NAMED = "/settings/people/planner-g01"


def alarms_of(page: Page) -> list[str]:
    """A list to which everything that runs of itself is added."""
    found: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    return found


def is_alive(page: Page) -> bool:
    """Whether something on the page ran."""
    return page.evaluate("() => { document.body.click(); return window.__live !== undefined; }") is True


def test_what_an_address_says_does_not_run(page_as: PageAs, served: str, decision: str) -> None:
    page = page_as("lin")
    alarms = alarms_of(page)
    for number, word in enumerate(WORST):
        address = _REPEATED[number % len(_REPEATED)].format(decision=decision)
        page.goto(served + address + wired(word), wait_until="load")
        assert not is_alive(page), word
    assert [] == alarms


def test_what_a_person_is_called_does_not_run(page_as: PageAs, served: str) -> None:
    page = page_as("admin", lang="en")
    alarms = alarms_of(page)
    for word in (one for one in WORST if one.isprintable() and len(one) <= 60):
        page.goto(served + _NAMED, wait_until="load")
        page.get_by_label("Name", exact=True).fill(word)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**done=person_changed")
        assert word.strip() == page.get_by_role("heading", level=1).inner_text()
        assert not is_alive(page), word
    for path in ("/settings", "/settings/log"):
        page.goto(served + path, wait_until="load")
        assert not is_alive(page), path
    assert [] == alarms


def test_what_runs_is_noticed(page_as: PageAs) -> None:
    page = page_as("")
    alarms = alarms_of(page)
    page.set_content(f'<img src=x onerror="{LIVE};alert(1)">')
    page.wait_for_function("window.__live === 1")
    assert is_alive(page)
    assert ["1"] == alarms
