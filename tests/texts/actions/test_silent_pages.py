"""Pages that promise nothing, found nothing and sign nothing: visits, ceremonies, trainings, personnel, speeches."""

from __future__ import annotations

from pathlib import Path

import pytest

from text_pages import page_of
from zhibiao.texts.actions import actions
from zhibiao.texts.agreements import agreements
from zhibiao.texts.parties import parties_of
from zhibiao.texts.projects import projects
from zhibiao.texts.times import times_of

PAGES = {
    name: text.strip()
    for name, _, text in (
        part.partition("\n")
        for part in Path(__file__).with_name("silent_pages.txt").read_text(encoding="utf-8").split("# ")[1:]
    )
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES.keys())
def test_a_page_without_records_stays_empty(text: str) -> None:
    page = page_of(text)
    times, parties = times_of(page), parties_of(page)
    found = (
        *actions(page, times, parties),
        *projects(page, times, parties).statements,
        *agreements(page, times, parties),
    )
    assert not found
