"""Cleaning as a whole, on the labelled pages and on pages of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon


@cache
def lexicon() -> Lexicon:
    return read_lexicon()


@pytest.mark.parametrize("name", ["000", "001", "002", "005", "012", "015", "021", "022", "036", "037"])
def test_labelled_pages_come_out_as_the_labellers_cleaned_them(shared_data: Path, name: str) -> None:
    folder = (
        shared_data.parent / "extraction" if not (shared_data / "extraction").is_dir() else shared_data / "extraction"
    )
    raw = (folder / "docs" / f"{name}.txt").read_text(encoding="utf-8")
    wanted = (folder / "clean" / f"{name}.txt").read_text(encoding="utf-8")
    assert bare(wanted) == bare(clean(raw, lexicon()).text)


def bare(text: str) -> str:
    return "".join(text.replace("|", "").split())
