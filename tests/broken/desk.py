"""The desk at which files are handed in: a clock that stands still, books, and intake as it is done."""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import firms
import returns_sample as sample
from ledger_sample import memory_store
from zhibiao.assemble.resources import grounds
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.intake import IntakeResult, Read, take_in
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Period

_AFTER = dt.datetime(2025, 4, 7, 1, tzinfo=dt.UTC)
MONTHS = ("2023-01..02", *(f"{year}-{month:02d}" for year in (2023, 2024) for month in range(3, 13)))


@dataclass(frozen=True, slots=True)
class Clock:
    """Stands still on a day in April 2025, or another."""

    instant: dt.datetime = dt.datetime(2025, 4, 7, 2, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.instant


def intake(
    store: BookStore | None,
    content: bytes,
    *,
    name: str = "return.xlsx",
    dry_run: bool = False,
    read: Read = read_returns,
    at: dt.datetime | None = None,
    own: str = "",
    key: str = "",
    origin: str = "",
) -> IntakeResult:
    """Take a file in as the command does."""
    return take_in(
        store,
        Clock(at) if at else Clock(),
        content=content,
        name=name,
        uploader="officer",
        read=read,
        dictionary=sample.DICTIONARY,
        city=firms.CITY,
        sectors=sample.SECTORS,
        dry_run=dry_run,
        grounds=grounds(),
        own=own,
        key=key,
        origin=origin,
    )


@dataclass(frozen=True, slots=True)
class Books:
    """Books made once, of which every case gets a copy, and the reader at work."""

    read: Read
    made: dict[str, BookStore] = field(default_factory=dict)

    def copy(self, name: str) -> BookStore:
        """A copy to write to, without a disk."""
        if name not in self.made:
            self.made[name] = MADE[name]()
        return memory_store(self.made[name])


def kept(
    *periods: str,
    firms_of: Sequence[Enterprise] = (sample.STEEL,),
    store: BookStore | None = None,
    at: dt.datetime = _AFTER,
) -> BookStore:
    """A book of good returns."""
    store = store or memory_store()
    for period in periods:
        content = sample.workbook([firms.filing(firm, Period.parse(period)) for firm in firms_of])
        result = intake(store, content, at=at)
        assert "ACCEPT" == result.outcome.value, result.findings
    return store


def history_book() -> BookStore:
    """Two years of good returns of four firms, with January and February 2025 apart."""
    periods = ("2023-01..02", "2024-01", "2024-02", *MONTHS[1:], "2025-01", "2025-02")
    return kept(*periods, firms_of=(sample.STEEL, sample.ARC, sample.SCRAP, firms.GROWN))


def year_book() -> BookStore:
    """A year of good returns of one firm, until December 2024; no January."""
    return kept("2024-01..02", *(f"2024-{month:02d}" for month in range(3, 13)))


def to_may_book() -> BookStore:
    """The year's first five months behind the year before."""
    june = dt.datetime(2025, 6, 7, 2, tzinfo=dt.UTC)
    return kept("2025-01..02", "2025-03", "2025-04", "2025-05", store=year_book(), at=june)


def two_at_once_book() -> BookStore:
    """January and February came as one."""
    return kept("2025-01..02", store=year_book())


def restated_book() -> BookStore:
    """January and February came as one, and again with 5000 tce more."""
    store = two_at_once_book()
    first = Period.parse("2025-01..02")
    month, to_date, *before = sample.figures(sample.STEEL, first)["energy_tce"]
    assert month is not None
    assert to_date is not None
    more = (month + 5_000, to_date + 5_000, before[0], before[1])
    result = intake(store, sample.workbook([sample.filing(sample.STEEL, first, energy_tce=more)]))
    assert ["rev.superseded"] == [finding.code for finding in result.findings]
    return store


def erratic_book() -> BookStore:
    """A small firm that processed 1.1, 0.9 and 12 000 in the three months before."""
    store = memory_store()
    for period, amount in (("2024-12", 11_000), ("2025-01", 9_000), ("2025-02", 120_000_000)):
        of = Period.parse(period)
        place = Place(file=f"{period}.xlsx", sheet=firms.SMALL.id)
        figures = {code: columns[0] for code, columns in firms.figures(firms.SMALL, of).items()}
        figures["scrap_processed_t"] = amount
        facts = tuple(
            Fact(field=code, scope=Scope.PERIOD, value=Decimal(value), place=place)
            for code, value in figures.items()
            if value is not None
        )
        content = f"{period} as it came".encode()
        file = StoredFile(
            sha256=sha256_hex(content), name=place.file, received_at="", uploader="officer", outcome="QUERY"
        )
        store.add_file(file, content)
        store.add_return(
            Return(
                enterprise=firms.SMALL.id,
                period=of,
                version=1,
                received_at=Clock().now(),
                provenance="bureau_monitoring_return",
                file_sha256=file.sha256,
                facts=facts,
            )
        )
    return store


def others_filed_book() -> BookStore:
    """March of three firms came in time; the fourth is still to come."""
    store = history_book()
    return kept("2025-03", firms_of=(sample.ARC, sample.SCRAP, firms.GROWN), store=store)


MADE: Mapping[str, Callable[[], BookStore]] = {
    "history": history_book,
    "year": year_book,
    "to May": to_may_book,
    "two at once": two_at_once_book,
    "restated": restated_book,
    "erratic": erratic_book,
    "others filed": others_filed_book,
    "empty": memory_store,
}


def saved(book: Any) -> bytes:
    """An openpyxl workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class Watched:
    """A folder for temporary files and a folder to stand in, both empty before and due to be empty after each case."""

    folders: tuple[Path, ...] = ()


def watch(folder: Path) -> None:
    """Send temporary files to a folder of our own, and stand in another."""
    Watched.folders = (folder / "temporary", folder / "standing")
    for one in Watched.folders:
        one.mkdir()
    os.environ["TMPDIR"] = str(Watched.folders[0])
    tempfile.tempdir = None
    os.chdir(Watched.folders[1])


def left_on_disk() -> Iterable[str]:
    """Files that reading left behind."""
    for folder in Watched.folders:
        for path in folder.iterdir():
            yield f"left behind: {path.name}"
