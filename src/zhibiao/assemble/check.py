"""Files checked before they are sent: with a book, or offline with what the firm itself has."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao import __version__
from zhibiao.assemble.intake import TakenIn, file_bytes, measures_for
from zhibiao.assemble.reading_jobs import FIRM, TemplateFirm
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import CITY, SystemClock, dictionary
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import UsageError
from zhibiao.procedures.check_files import Named, check_each
from zhibiao.procedures.intake import IntakeResult
from zhibiao.readers.city_yaml import read_city
from zhibiao.terms.enterprise import City

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook

_STRANGER = "id.unknown"


def check_files(files: Sequence[Path], *, book: Path | None, earlier: Sequence[Path], room: ReadingRoom) -> TakenIn:
    """Check files; without a book against the bundled city, and a template of another firm against what it says itself.

    Args:
        files: to be checked, each by itself.
        book: whose list and record count, where there is one.
        earlier: the firm's own earlier files, for year to date and history.
        room: where files are read.

    Raises:
        UsageError: `check.file_unreadable`.
    """
    named, before = _named(files), _named(earlier)
    if book is not None:
        from zhibiao.assemble.book import open_book

        opened = open_book(book)
        with closing(opened.store):
            results = _checked(named, before, opened.city, room, opened)
            return TakenIn(results=tuple(zip(files, results, strict=True)), marks=opened.marks())
    city = read_city(CITY / "city.yaml")
    results = _checked(named, before, city, room)
    if any(finding.code == _STRANGER for result in results for finding in result.findings):
        results = _checked(named, before, _with_own_firms(city, [*named, *before], room), room)
    return TakenIn(results=tuple(zip(files, results, strict=True)), marks={"code_version": __version__})


def _named(paths: Sequence[Path]) -> list[Named]:
    try:
        return [(file_bytes(path), path.name) for path in paths]
    except OSError as error:
        raise UsageError("check.file_unreadable", file=str(error.filename or ""), reason=why_unread(error)) from error


def _checked(
    files: Sequence[Named], earlier: Sequence[Named], city: City, room: ReadingRoom, opened: OpenBook | None = None
) -> tuple[IntakeResult, ...]:
    return tuple(
        check_each(
            files,
            earlier=earlier,
            store=opened.store if opened else None,
            clock=opened.clock if opened else SystemClock(),
            read_each=room.read_each,
            measures=measures_for(city, opened),
        )
    )


def _with_own_firms(city: City, files: Sequence[Named], room: ReadingRoom) -> City:
    """The list with the firms that templates were made for; a file that does not tell in time tells none."""
    told = room.do_each(FIRM, files, dictionary=dictionary(), city=city)
    found = [one.enterprise for one in told if isinstance(one, TemplateFirm)]
    known = {one.credit_code for one in city}
    own = {one.id: one for one in found if one and one.credit_code not in known and dictionary().of_sector(one.sector)}
    # A firm of another city may share an id with one of the bundled list: the file's own firm counts.
    return replace(city, enterprises={**city.enterprises, **own})
