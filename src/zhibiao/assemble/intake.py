"""Files of returns into a book, or past it in a dry run; and what enterprises answer to the questions they left."""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao import __version__
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import CITY, SystemClock, dictionary, grounds, sectors
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import UsageError
from zhibiao.monthly.standing import Tolerances
from zhibiao.monthly.tolerances import tolerances_of
from zhibiao.procedures.filing.fates import OF_THE_FILE, answer_to
from zhibiao.procedures.filing.judging import Measures
from zhibiao.procedures.intake import Handed, IntakeResult, measures_of, take_in, take_in_each
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.query import Answered, Question, answer_questions, list_questions
from zhibiao.procedures.rights import FILES, check_right
from zhibiao.readers.city_yaml import read_city
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook

Progress = Callable[[int, int], None]
"""Told how many of how many files are done."""

_LONGEST_SHOWN = 120


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


def take_in_files(
    files: Sequence[Path],
    *,
    book: Path | None,
    person: str,
    dry_run: bool,
    room: ReadingRoom,
    key: str = "",
    origin: str = "",
    progress: Progress | None = None,
) -> TakenIn:
    """Take in files one after another; a dry run without a book reads them for the bundled city.

    Args:
        files: their paths; one that cannot be read is answered like any other file that is no return.
        book: the book's folder.
        person: who brings them, by id; for an enterprise's officer only its own returns are taken.
        dry_run: whether nothing is kept.
        room: where files are read.
        key: the sender's mark for one file.
        origin: the address or device they came from.
        progress: told of each file done.
    """
    if key and len(files) != 1:
        raise UsageError("intake.key_for_one", count=len(files))
    if book is None:
        if not dry_run:
            raise UsageError("intake.book_needed")
        measures = measures_for(read_city(CITY / "city.yaml"))
        results = _taken(None, SystemClock(), measures, files, None, room=room, dry_run=True, progress=progress)
        return TakenIn(results=tuple(results), marks={"code_version": __version__})
    if not (person or dry_run):
        raise UsageError("intake.person_needed")
    from zhibiao.assemble.book import open_book

    opened = open_book(book)
    with closing(opened.store):
        who = opened.person(person) if person else None
        if who and not dry_run:
            check_right(who, FILES, Text("报送月报", "hand in returns"))
        results = _taken(
            opened.store,
            opened.clock,
            measures_for(opened.city, opened),
            files,
            who,
            room=room,
            dry_run=dry_run,
            key=key,
            origin=origin,
            progress=progress,
        )
        return TakenIn(results=tuple(results), marks=opened.marks())


def take_in_file(opened: OpenBook, path: Path, *, uploader: str, dry_run: bool = False) -> IntakeResult:
    """Take one file into an open book that is not a stranger's, such as those of the bundled city: it is read here."""
    from zhibiao.readers.returns.return_file import read_returns

    measures = measures_for(opened.city, opened)
    return take_in(
        opened.store,
        opened.clock,
        content=path.read_bytes(),
        name=path.name,
        uploader=uploader,
        read=read_returns,
        dictionary=measures.dictionary,
        city=measures.city,
        sectors=measures.sectors,
        tolerances=measures.tolerances,
        grounds=measures.grounds,
        dry_run=dry_run,
    )


def open_questions(opened: OpenBook, *, person: str, enterprise: str = "") -> tuple[Question, ...]:
    """What enterprises are asked and have not answered, as far as that person may see it."""
    return list_questions(opened.store, opened.person(person), enterprise=enterprise)


def answer(
    opened: OpenBook,
    submission: int,
    findings: Sequence[int],
    *,
    reason: str,
    ground: str,
    person: str,
    document: Path | None,
) -> Answered:
    """Put an enterprise's answer on record."""
    with ReadingRoom() as room:
        return answer_questions(
            opened.store,
            opened.clock,
            measures_for(opened.city, opened),
            submission=submission,
            findings=findings,
            reason=reason,
            ground=ground,
            person=opened.person(person),
            read=room.read,
            document=(document.name, document.read_bytes()) if document else None,
        )


def measures_for(city: City, opened: OpenBook | None = None) -> Measures:
    """What returns of a city are held against, with the tolerances of the rulebooks of its book."""
    known: dict[tuple[str, int], Tolerances] = {}

    def in_force(sector: str, period: Period) -> Tolerances:
        key = sector, period.start.year
        if key not in known:
            is_ruled = opened is not None and key in opened.rulebooks
            known[key] = tolerances_of(opened.rulebook(*key)) if opened is not None and is_ruled else Tolerances()
        return known[key]

    return measures_of(dictionary(), city, sectors(), tolerances=in_force, grounds=grounds())


def _taken(
    store: Store | None,
    clock: Clock,
    measures: Measures,
    files: Sequence[Path],
    person: Person | None,
    *,
    room: ReadingRoom,
    dry_run: bool,
    key: str = "",
    origin: str = "",
    progress: Progress | None = None,
) -> Iterator[tuple[Path, IntakeResult]]:
    """Files that can be read go through the reading room together; the others are answered in their place."""
    uploader, own = (person.id, person.enterprise) if person else ("", "")
    unread: dict[int, IntakeResult] = {}
    read: list[int] = []

    def handed() -> Iterator[Handed]:
        for number, path in enumerate(files):
            try:
                content = file_bytes(path)
            except (OSError, ValueError) as error:
                unread[number] = _cannot_be_read(path, error)
                continue
            read.append(number)
            yield Handed(content=content, name=path.name, uploader=uploader, own=own, key=key, origin=origin)

    done = 0
    each = take_in_each(store, clock, handed(), read_each=room.read_each, measures=measures, dry_run=dry_run)
    for place, result in enumerate(each):
        number = read[place]
        while done < number:
            yield files[done], unread[done]
            done += 1
        yield files[number], result
        done += 1
        if progress:
            progress(done, len(files))
    for number in range(done, len(files)):
        yield files[number], unread[number]


def file_bytes(path: Path) -> bytes:
    """What stands in a file.

    Raises:
        OSError: no file is there, or it may not be read; of a pipe or device as well, whose end may never come.
    """
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ENOTSUP, "a pipe or device", str(path))
    return path.read_bytes()


def _cannot_be_read(path: Path, error: OSError | ValueError) -> IntakeResult:
    """A path behind which no file is, or none that may be read: the answer to it, and nothing to keep."""
    name = path.name[:_LONGEST_SHOWN] or str(path)[:_LONGEST_SHOWN]
    code = "file.missing" if isinstance(error, FileNotFoundError) else "file.unreadable"
    code = "file.directory" if isinstance(error, IsADirectoryError) else code
    facts = {"file": name, "reason": why_unread(error)}
    finding = Finding(code=code, severity=Severity.REJECT, place=Place(file=name), facts=facts)
    return answer_to([(finding, OF_THE_FILE)], file_sha256="", name=name)
