"""The desk at which broken and sound files are handed in: a clock that stands still, and intake as it is done."""

from __future__ import annotations

import datetime as dt

import returns_sample as sample
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.readers.return_file import read_returns
from zhibiao.store.book_store import BookStore


class Clock:
    """Stands still on a day in April 2025."""

    def now(self) -> dt.datetime:
        return dt.datetime(2025, 4, 7, 2, tzinfo=dt.UTC)


def intake(store: BookStore, content: bytes, *, name: str = "return.xlsx", dry_run: bool = False) -> IntakeResult:
    return take_in(
        store,
        Clock(),
        content=content,
        name=name,
        uploader="officer",
        read=read_returns,
        dictionary=sample.DICTIONARY,
        city=sample.CITY,
        sectors=sample.SECTORS,
        dry_run=dry_run,
    )
