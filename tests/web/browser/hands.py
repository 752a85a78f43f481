"""A person at the desk in a browser of their own: reads what is on the screen, and clicks and types by its words."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PICTURES = os.environ.get("ZHIBIAO_PICTURES", "")
"""A folder outside the repository for a picture of every step, on a screen and on a phone; none unless it is named."""

_WIDTHS = (1440, 390)


@dataclass(slots=True)
class Hands:
    """Somebody who uses the desk by what the screen says.

    Args:
        page: of their own browser.
        at: the address of the desk.
        name: how the header calls them once they have signed in; "" for the public.
    """

    page: Page
    at: str
    name: str = ""

    def opens(self, address: str) -> None:
        """Type an address: the first one of a day, or a link that was handed over."""
        self.page.goto(address if "://" in address else self.at + address, wait_until="load")

    def signs_in(self, person: str, password: str) -> None:
        """Sign in by the form, as on any morning."""
        self.opens("/sign-in")
        self.fills("账号", person)
        self.fills("密码", password)
        self.presses("登录")
        expect(self.page.get_by_role("link", name=self.name, exact=True)).to_be_visible()

    def turns_to(self, place: str) -> None:
        """Choose a page from the menu."""
        self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=place, exact=True).click()
        self.page.wait_for_load_state()

    def follows(self, words: str, *, within: str = "", nth: int = 0) -> None:
        """Follow a link that says that much, in a region of the page if that is named."""
        self._inside(within).get_by_role("link", name=words).nth(nth).click()
        self.page.wait_for_load_state()

    def presses(self, words: str) -> None:
        """Press the button that says exactly that."""
        self.button(words).click()
        self.page.wait_for_load_state()

    def button(self, words: str) -> Locator:
        """The button that says exactly that, in the page itself."""
        return self.page.get_by_role("main").get_by_role("button", name=words, exact=True)

    def fills(self, label: str, value: str) -> None:
        """Type into the field with that label."""
        self.page.get_by_label(label, exact=True).first.fill(value)

    def chooses(self, label: str, words: str) -> None:
        """Choose from a list by what it shows."""
        self.page.get_by_label(label).first.select_option(label=words)
        self.page.wait_for_load_state()

    def ticks(self, words: str) -> None:
        """Tick a box or choose a button of a group by its words."""
        self.page.get_by_label(words).first.check()

    def unfolds(self, words: str) -> None:
        """Open a section that is folded."""
        self.page.locator("summary", has_text=words).first.click()

    def hands_in(self, label: str, *paths: Path) -> None:
        """Choose files in the field with that label."""
        self.page.get_by_label(label).first.set_input_files(list(paths))

    def takes(self, words: str) -> tuple[str, bytes]:
        """Download what a link or a button of that name gives: its name and its content."""
        found = self.page.get_by_role("link", name=words).or_(self.page.get_by_role("button", name=words))
        with self.page.expect_download() as taken:
            found.first.click()
        return taken.value.suggested_filename, taken.value.path().read_bytes()

    def reads(self, *words: str) -> str:
        """What stands in the page; each of the words must be there to be read."""
        main = self.page.get_by_role("main")
        for one in words:
            expect(main).to_contain_text(one, use_inner_text=True)
        return main.inner_text()

    def reads_not(self, *words: str) -> None:
        """None of the words may be there."""
        text = self.page.get_by_role("main").inner_text()
        assert [] == [one for one in words if one in text]

    def keeps_picture(self, step: str) -> None:
        """Keep what the screen shows, and what it would show on a phone."""
        if not PICTURES:
            return
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        for width in _WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.wait_for_timeout(80)  # charts follow the width
            self.page.screenshot(path=Path(PICTURES) / f"{step}-{width}.png", full_page=True, caret="initial")
        self.page.set_viewport_size({"width": _WIDTHS[0], "height": 900})

    def _inside(self, region: str) -> Locator:
        main = self.page.get_by_role("main")
        return main.get_by_role("region", name=re.compile(re.escape(region))) if region else main


@contextmanager
def within_minutes(most: float) -> Iterator[None]:
    """A task that a person must be able to do in that time: the desk itself may take no more for it."""
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin <= most * 60
