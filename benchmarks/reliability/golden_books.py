"""Books as earlier programs left them, kept as text: put onto either database and carried on by the present one."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import apsw

from benchmarks.reliability.ten_years import ANALYST, APPROVER, HandClock
from zhibiao.monthly.returns import Return
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.reconcile_base import state_bases
from zhibiao.procedures.roll_over import roll_over
from zhibiao.procedures.verify import VerifyResult, verify_book
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.address import create_database
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database, Row
from zhibiao.store.postgresql_url import is_url
from zhibiao.store.schema import upgrade
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text
from zhibiao.verification import verify

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "golden" / "books"
DATA = ROOT / "src" / "zhibiao" / "data"
SECTOR, QUANTITY, YEAR = "steel", "crude_steel_t", 2025

# The head of each, as the program said that made it: schema by schema.
HEADS: Mapping[int, str] = {
    1: "87afcadc6c2703d602bb8af4f635fc3a87d49b1e4dbd70d6f5129936930dd79a",
    2: "7792d763234168751227f1c28d1f850a6bb458e5e07c3b05f36ff8432ef9b093",
    3: "4d849f25fa6c25099df200c7f5f747c414f0f2a3bdbb807f768f31b0a68afcf2",
    4: "672c83f82bfd497d98018851b0e6e6196a448a61ee53dc09eee298472c38578a",
    5: "cfabf2ac41a55268083f2e600aa794e528b7b3c2021d802928601f14a3cdafa0",
}
# Tables in an order in which each row finds what it refers to; figures come with their return.
_TABLES = ("contents", "files", "returns", "decisions", "signatures", "entries")
_LATER = (
    *("base_statements", "base_answers", "submissions", "findings", "answers", "register_acts"),
    *("seals", "heads", "book_secret"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenBook:
    """A book of an earlier schema: its text, and its rows by table in the order they were written."""

    schema: int
    text: str
    rows: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, schema: int) -> GoldenBook:
        """The book that was left under that schema."""
        text = (FOLDER / f"book-{schema:04d}.sql").read_text(encoding="utf-8")
        database = SqliteDatabase.memory()
        with closing(database):
            # Tables stand in order of name there, and not in that of their references.
            database.connection.execute("PRAGMA foreign_keys=OFF; " + text)
            tables = [name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            rows = {table: rows_of(database, table) for table in tables}
        return cls(schema=schema, text=text, rows=rows)

    @property
    def head(self) -> str:
        """The hash of its last entry."""
        return HEADS[self.schema]

    def put(self, where: Path | str) -> None:
        """Put it where no book is: on SQLite the text itself, on PostgreSQL the same rows under the same schema."""
        if not is_url(where):
            with closing(apsw.Connection(str(where))) as connection:
                connection.execute(self.text)
            return
        create_database(where, build=self._fill).close()

    def _fill(self, database: Database) -> None:
        upgrade(database, recorded_at="2025-01-12T02:00:00Z", through=self.schema)
        facts: dict[int, list[Row]] = {}
        for row in self.rows["facts"]:
            facts.setdefault(row[0], []).append(row)
        for table in (*_TABLES, *(name for name in _LATER if name in self.rows)):
            for row in self.rows[table]:
                insert(database, table, row)
                for fact in facts.get(row[0], ()) if table == "returns" else ():
                    insert(database, "facts", fact)


def rows_of(database: Database, table: str) -> list[tuple[object, ...]]:
    """The rows of a table in the order they were written."""
    key = {
        "contents": "sha256",
        "entries": "seq",
        "facts": "return_number, position",
        "findings": "submission, position",
    }.get(table, "number")
    return [tuple(row) for row in database.all(f"SELECT * FROM {table} ORDER BY {key}")]


def insert(database: Database, table: str, row: Row) -> None:
    """Add a row as it is."""
    database.write(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", *row)


def carried_on(where: Path | str) -> VerifyResult:
    """Open a golden book and go on as a bureau would into the next year; verified at its end.

    A decision of the year under its own rules, every open month, the year, bases and a decision of the next year, the
    roll-over, and the first months of it.
    """
    city, dictionary = made_city(), read_dictionary(DATA / "dictionary" / "return.csv")
    sector = read_sector(DATA / "sectors" / "steel.yaml", dictionary)
    with closing(BookStore.open(where, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))) as store:
        signed = (signature.at for decision in store.decisions() for signature in decision.signatures)
        clock = HandClock(instant_of(max((store.entries()[-1].recorded_at, *signed))))
        book = store.book(sector=SECTOR, plan_year=YEAR)
        own = rulebook_of(store.decisions()[0].body["rulebook"])
        _decide(store, clock, (city, sector, own, dictionary), Month.parse(book.closed_months[-1]))
        _close(store, clock, YEAR)
        later(clock, days=20)
        close_year(store, clock, SECTOR, QUANTITY, YEAR, ANALYST)
        following = _next_rulebook(store)
        clock.go_to(dt.datetime(YEAR + 1, 2, 1, 20, 30, tzinfo=dt.UTC))
        desk = city, sector, following, dictionary
        state_bases(store, clock, *desk, person=ANALYST)
        later(clock, days=12)
        _decide(store, clock, desk, None)
        roll_over(store, clock, SECTOR, YEAR, ANALYST)
        _close(store, clock, YEAR + 1, until=Month(YEAR + 1, 3))
        store.check()
        return verify_book(store, city=city, verifier=verify, head=store.head())


def later(clock: HandClock, *, days: int) -> None:
    """Let days go by."""
    clock.go_to(clock.now() + dt.timedelta(days=days))


def _decide(store: BookStore, clock: HandClock, desk: tuple[object, ...], month: Month | None) -> None:
    later(clock, days=1)
    drafted = draft_allocation(store, clock, *desk, person=ANALYST, month=month, code_version="now")  # type: ignore[arg-type]
    later(clock, days=1)
    approve(store, clock, drafted.id, APPROVER)
    issue(store, clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])


def _close(store: BookStore, clock: HandClock, year: int, *, until: Month | None = None) -> None:
    """Every firm files what it filed a year before, and month after month is closed."""
    closed = set(store.book(sector=SECTOR, plan_year=year).closed_months)
    for period in _periods(year):
        if str(period.last) in closed or (until is not None and period.last > until):
            continue
        later(clock, days=28)
        for item in _of_the_year_before(store, period):
            store.add_return(replace(item, period=period, version=1, received_at=clock.now(), file_sha256=""))
        close_month(store, clock, SECTOR, QUANTITY, period.last, ANALYST)


def _of_the_year_before(store: BookStore, period: Period) -> Iterator[Return]:
    before = Period.parse(str(period).replace(str(period.start.year), str(period.start.year - 1)))
    yield from (item for item in store.returns() if item.period == before)


def _periods(year: int) -> Iterator[Period]:
    yield Period.parse(f"{year}-01..02")
    yield from (Period.of(Month(year, month)) for month in range(3, 13))


def _next_rulebook(store: BookStore) -> Rulebook:
    """The bundled measures for the next year, with what the returns of this one add up to as cap."""
    made = sum(
        fact.value
        for item in store.returns()
        for fact in item.facts
        if item.period.start.year == YEAR and fact.field == QUANTITY
    )
    text = (DATA / "rulebooks" / "steel.yaml.template").read_text(encoding="utf-8")
    for name, value in {"year": YEAR + 1, "before": YEAR, "cap_t": int(made)}.items():
        text = text.replace(f"${name}", str(value))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "steel.yaml"
        path.write_text(text, encoding="utf-8")
        return read_rulebook(path)


def made_city() -> City:
    """The register that the golden books were made with; two made-up firms of one group."""
    firms = {
        "TB-1": _firm("TB-1", tier="leading", capacity_t=3_600_000),
        "TB-2": _firm("TB-2", tier="normative", capacity_t=1_500_000),
    }
    return City(id="small", name=Text("小城"), authority=Text("小城工信局"), note=Text("虚构"), enterprises=firms)


def _firm(name: str, *, tier: str, capacity_t: int) -> Enterprise:
    furnace = Facility(
        id=f"{name}-F1", kind="converter", counts_for=QUANTITY, capacity_t=capacity_t, since=Month(2015, 1)
    )
    return Enterprise(
        id=name,
        credit_code=name,
        name=Text(f"{name}钢铁"),
        sector=SECTOR,
        group="TB-G",
        zone="河东",
        route="bf_bof",
        tier=tier,
        grade="B",
        veto_years=(),
        facilities=(furnace,),
    )
