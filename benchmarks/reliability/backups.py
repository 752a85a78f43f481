"""Backups under load: each is restored into a clean folder and must be one true state of a book that never stood still.

`python -m benchmarks.reliability.backups [COUNT] [--postgresql]`. Two bugs are seeded. The backup that people make by
hand: a copy of `book.sqlite` alone, while what was acknowledged last stands in the log beside it. And a backup that
reads table after table without holding on to one state. Each must be found out in at least one round.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhibiao.errors import BookBroken, InputRefused, ZhibiaoError
from zhibiao.ledger.chain import GENESIS
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.store.address import open_database
from zhibiao.store.book_folder import BookFolder, create_book_folder, open_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.snapshot.check import check_snapshot
from zhibiao.store.snapshot.folder import back_up, restore_book
from zhibiao.store.snapshot.source import snapshot_source
from zhibiao.store.snapshot.write import write_snapshot, zip_sink
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Period

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2025, 1, 6, 1, 0, tzinfo=dt.UTC)
# A writer that never rests outgrows those who copy it: after so many backups it begins a new book.
PER_BOOK = 10
# What a book holds before its first backup; every so manieth posting brings a raw file along.
BEFORE = 400
FILE_EVERY = 25
# The floor: what was posted while backups were taken, for each of them.
POSTED_PER_BACKUP = 5


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was done, and what was found."""

    backups: int = 0
    posted: int = 0
    sizes: list[int] = field(default_factory=list)
    copies_caught: list[str] = field(default_factory=list)
    loose_caught: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A backup, and those with the seeded bugs; how many entries were acknowledged before any of them was begun."""

    zip: Path
    copy: Path | None
    loose: Path
    acknowledged: int
    head: str
    entries: int


class Loose:
    """A database whose snapshots hold on to nothing: the second seeded bug."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Each question sees what is there when it is asked."""
        yield


def main(count: int = 50, *, server: str = "") -> int:
    """Take, restore and judge so many backups; 1 when one is not whole, the work too little, or a bug not caught.

    Args:
        count: how many.
        server: the URL of a PostgreSQL server whose default database may be written to; without it on SQLite.
    """
    tally, start = Tally(), time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        for first in range(0, count, PER_BOOK):
            place = Path(name) / str(first)
            place.mkdir()
            one_book(place, min(PER_BOOK, count - first), tally, server=server)
            shutil.rmtree(place)
    told(tally, seconds=time.perf_counter() - start, kind="PostgreSQL" if server else "SQLite")
    faults = [*tally.faults, *shortfalls(tally, count, has_copies=not server)]
    for fault in faults:
        print(f"FAULT {fault}")
    return int(bool(faults))


def told(tally: Tally, *, seconds: float, kind: str) -> None:
    """What was done, and what was found."""
    sizes = sorted(tally.sizes)
    print(
        f"{kind}: backups taken under load, restored and held against the live book: {tally.backups} in {seconds:.0f} s"
    )
    if sizes:
        print(f"  entries in a backup: {sizes[0]:,} to {sizes[-1]:,}, median {sizes[len(sizes) // 2]:,}")
    print(f"  postings acknowledged while backups were taken: {tally.posted:,}, each an entry with a return")
    for bug, caught in (
        ("copies of book.sqlite alone", tally.copies_caught),
        ("backups that hold on to no state", tally.loose_caught),
    ):
        if kind == "PostgreSQL" and caught is tally.copies_caught:
            continue  # a server's files are not copied by hand
        kinds = ", ".join(f"{words}: {caught.count(words)}" for words in sorted(set(caught)))
        print(f"  seeded bug, {bug}: {len(caught)} of {tally.backups} found out ({kinds or 'none'})")


def shortfalls(tally: Tally, count: int, *, has_copies: bool = True) -> Iterator[str]:
    """What makes a run worthless although nothing in it was wrong."""
    if tally.backups != count:
        yield f"{tally.backups} backups of {count}"
    if tally.posted < POSTED_PER_BACKUP * count:
        yield f"only {tally.posted} postings while {count} backups were taken"
    if 10 * len(set(tally.sizes)) < 9 * count:
        yield f"the book hardly grew: {len(set(tally.sizes))} sizes in {count} backups"
    if has_copies and not tally.copies_caught:
        yield "a copy without its log was never found out"
    if not tally.loose_caught:
        yield "a backup that holds on to no state was never found out"


def one_book(place: Path, count: int, tally: Tally, *, server: str = "") -> None:
    """Take the backups while a writer posts, and judge them once it has ended and the live chain is known."""
    with _room_on(server, f"backups_{os.getpid()}_{tally.backups}") as url:
        settings = BookSettings(city="made-up", language="zh", people=(), store_url=url)
        _one_book(place, count, tally, settings=settings)


@contextmanager
def _room_on(server: str, schema: str) -> Iterator[str]:
    """The URL of a schema of the server that is gone afterwards; without a server nothing."""
    if not server:
        yield ""
        return
    import psycopg

    yield f"{server}{'&' if '?' in server else '?'}schema={schema}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SET client_min_messages TO 'error'")
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


def _one_book(place: Path, count: int, tally: Tally, *, settings: BookSettings) -> None:
    folder = create_book_folder(place / "book", settings=settings, city=b"", rulebooks={}, at=AT)
    with writing(folder) as posted:
        taken = [take(folder, place, number) for number in range(count)]
    tally.posted += posted[0] - BEFORE
    with closing(folder.store(at=AT)) as store:
        live = [entry.hash for entry in store.entries()]
    live_postings = len(live) - len(opening())
    if live_postings != posted[0]:
        tally.faults.append(f"{posted[0]} acknowledged, {live_postings} in the live book")
    for number, one in enumerate(taken):
        tally.backups += 1
        tally.sizes.append(one.entries)
        tally.faults += judge(one, live, place / f"again-{number}")
        if one.copy is not None and (words := fault_of_copy(one.copy, one.acknowledged)):
            tally.copies_caught.append(words)
        if words := fault_of_loose(one.loose):
            tally.loose_caught.append(words)


def take(folder: BookFolder, place: Path, number: int) -> Taken:
    """One backup, the copy that a hurried person makes, and the backup of a careless program."""
    acknowledged = entries_in(folder)
    copy = None
    if isinstance(folder.database, Path):
        copy = place / f"copy-{number}.sqlite"
        shutil.copyfile(folder.database, copy)
    target, loose = place / f"{number}.zip", place / f"loose-{number}.zip"
    manifest = back_up(folder, target, at=AT, code_version="", readme=b"")
    beside = {name: (folder.root / name).read_bytes() for name in ("zhibiao.toml", "city.yaml")}
    with closing(open_database(folder.database)) as database, zip_sink(loose) as sink:
        write_snapshot(sink, Loose(database), beside, recorded_at="", code_version="")
    return Taken(
        zip=target, copy=copy, loose=loose, acknowledged=acknowledged, head=manifest.head, entries=manifest.entries
    )


def judge(one: Taken, live: list[str], root: Path) -> Iterator[str]:
    """What is wrong with a backup: it must be a prefix of the live chain, whole in every table, and miss nothing."""
    if one.entries < one.acknowledged:
        yield f"{one.zip.name}: {one.entries} entries, {one.acknowledged} were acknowledged before it was begun"
    if one.head != ([GENESIS, *live][one.entries] if one.entries <= len(live) else ""):
        yield f"{one.zip.name}: its head is not that of entry {one.entries} of the live book"
    try:
        restore_book(one.zip, root, at=AT, head=one.head)
        with closing(open_book_folder(root).store(at=AT)) as store:
            store.check(head=one.head)
            postings, returns, files = len(store.entries()) - len(opening()), len(store.returns()), len(store.files())
    except ZhibiaoError as error:
        yield f"{one.zip.name}: {error}"
        return
    finally:
        shutil.rmtree(root, ignore_errors=True)
    # What one transaction wrote is in it together or not at all.
    if (postings, postings, -(-postings // FILE_EVERY)) != (one.entries - len(opening()), returns, files):
        yield f"{one.zip.name}: {one.entries} entries, but {postings} postings, {returns} returns, {files} files"


def fault_of_copy(path: Path, acknowledged: int) -> str:
    """How a copy without its log betrays itself; empty when it is whole by luck."""
    try:
        with closing(BookStore.open(path, at=AT)) as store:
            store.check()
            return "incomplete" if len(store.entries()) < acknowledged else ""
    except ZhibiaoError as error:
        return error.code


def fault_of_loose(path: Path) -> str:
    """How a backup of several states betrays itself; empty when nobody posted between its tables."""
    try:
        with snapshot_source(path) as source:
            tables = check_snapshot(source).tables
    except InputRefused as refused:
        return ", ".join(sorted({finding.code for finding in refused.findings}))
    except BookBroken as broken:
        return broken.code
    postings = (tables["entries"].rows or 0) - len(opening())
    return "" if tables["returns"].rows == postings else "tables of several states"


def entries_in(folder: BookFolder) -> int:
    """How many entries a book acknowledges now."""
    with closing(open_database(folder.database)) as database:
        row = database.one("SELECT count(*) FROM entries")
    assert row is not None
    return int(row[0])


@contextmanager
def writing(folder: BookFolder) -> Iterator[list[int]]:
    """Another process that posts without pause; how much it posted is in the list once it has ended."""
    stop = folder.root / "stop"
    command = [sys.executable, "-m", "benchmarks.reliability.backups", "post", str(folder.root), str(stop)]
    posted: list[int] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()  # the first ones are in
            yield posted
        finally:
            stop.touch()
            posted.append(json.loads(process.stdout.read() or "0"))
    if process.returncode:
        raise RuntimeError(f"the writer ended with {process.returncode}")


def post(root: Path, stop: Path) -> None:
    """The writer: an entry and a return in each transaction, at times a raw file, until the file `stop` appears."""
    number = 0
    with closing(open_book_folder(root).store(at=AT)) as store:
        store.append(opening(), at=AT)
        while not stop.exists():
            with store.transaction():
                store.append([growing(number)], at=AT)
                store.add_return(filed(number))
                if number % FILE_EVERY == 0:
                    store.add_file(*handed_in(number))
            number += 1
            if number == BEFORE:
                print("posting", flush=True)
    print(number)


def opening() -> tuple[Draft, ...]:
    """What must come before a cap may grow: a decision proposed, approved by another person and issued."""
    return (
        _draft("propose", EntryKind.PROPOSE, actor="lin"),
        _draft("approve", EntryKind.APPROVE, proposal="propose"),
        _draft("issue", EntryKind.ISSUE, proposal="propose"),
    )


def growing(number: int) -> Draft:
    """The n-th entry: the cap grows by a tonne."""
    postings = (Posting(account="cap", tonnes=-1), Posting(account="pool", tonnes=1))
    return _draft(f"cap:{number}", EntryKind.CAP, postings=postings, proposal="propose")


def _draft(draft_id: str, kind: EntryKind, **more: Any) -> Draft:
    plain = {"postings": (), "reason": "load", "basis": "", "actor": "wang"} | more
    return Draft(id=draft_id, kind=kind, sector="steel", plan_year=2025, **plain)


def handed_in(number: int) -> tuple[StoredFile, bytes]:
    """The raw file that comes with the n-th posting."""
    content = b"raw file %d" % number
    file = StoredFile(sha256=sha256_hex(content), name=f"{number}.csv", received_at="", uploader="", outcome="")
    return file, content


def filed(number: int) -> Return:
    """The n-th return."""
    place = Place(file=f"{number}.csv", row=1)
    facts = (Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(number), place=place),)
    return Return(
        enterprise=f"F{number}",
        period=Period.parse("2025-01"),
        version=1,
        received_at=AT,
        provenance="load",
        file_sha256="",
        facts=facts,
    )


def run(arguments: list[str]) -> int:
    """What the command line asks for; the server of the tests is started for `--postgresql`."""
    count = next((int(argument) for argument in arguments if argument.isdigit()), 50)
    if "--postgresql" not in arguments:
        return main(count)
    sys.path.insert(0, str(ROOT / "tests"))
    from postgres import running_server

    with running_server() as server:
        return main(count, server=server)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["post", root, stop]:
            post(Path(root), Path(stop))
        case arguments:
            sys.exit(run(arguments))
