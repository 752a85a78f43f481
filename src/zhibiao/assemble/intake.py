"""Files of returns into a book, or past it in a dry run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao import __version__
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.bundled import CITY
from zhibiao.assemble.resources import SystemClock, dictionary, sectors
from zhibiao.errors import UsageError
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.return_file import read_returns
from zhibiao.terms.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the files, in the order given."""

    results: tuple[tuple[Path, IntakeResult], ...]
    marks: dict[str, Any]

    @property
    def is_ok(self) -> bool:
        """Whether nothing is asked of any sender."""
        return all(result.is_ok for _, result in self.results)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files."""
        return tuple(finding for _, result in self.results for finding in result.findings)


def take_in_files(files: Sequence[Path], *, book: Path | None, person: str, dry_run: bool) -> TakenIn:
    """Take in files one after another; a dry run without a book reads them for the bundled city."""
    if book is None:
        if not dry_run:
            raise UsageError("intake.book_needed")
        return TakenIn(results=tuple((path, _read_only(path)) for path in files), marks={"code_version": __version__})
    if not (person or dry_run):
        raise UsageError("intake.person_needed")
    opened = open_book(book)
    with closing(opened.store):
        uploader = opened.person(person).id if person else ""
        results = tuple((path, take_in_file(opened, path, uploader=uploader, dry_run=dry_run)) for path in files)
        return TakenIn(results=results, marks=opened.marks())


def take_in_file(opened: OpenBook, path: Path, *, uploader: str, dry_run: bool = False) -> IntakeResult:
    """Take one file into an open book."""
    return take_in(
        opened.store,
        opened.clock,
        content=path.read_bytes(),
        name=path.name,
        uploader=uploader,
        read=read_returns,
        dictionary=dictionary(),
        city=opened.city,
        sectors=sectors(),
        dry_run=dry_run,
    )


def _read_only(path: Path) -> IntakeResult:
    return take_in(
        None,
        SystemClock(),
        content=path.read_bytes(),
        name=path.name,
        uploader="",
        read=read_returns,
        dictionary=dictionary(),
        city=read_city(CITY / "city.yaml"),
        sectors=sectors(),
        dry_run=True,
    )
