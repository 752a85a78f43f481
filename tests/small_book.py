"""A small steel city and its year 2025 taken through the real acts: decisions issued, months closed, a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from ledger_sample import ANALYST, APPROVER, HandClock
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.issue import issue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.sector import Sector
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(__file__).parents[1] / "src" / "zhibiao" / "data"
RULEBOOK_FILE = Path(__file__).parent / "policy" / "rulebook.yaml"

# id, tier, years with a grave accident, capacity, tonnes a month, yuan of value added, tax and R&D per tonne, tce per
# 1000 tonnes, tonnes in a hundred of rebar, hot coil, automotive sheet and line pipe.
ROWS = (
    ("TB-1", "leading", (), 3_600_000, 251_003, 900, 210, "41", 560, (10, 40, 30, 20)),
    ("TB-2", "normative", (), 1_500_000, 101_117, 640, 150, "22", 590, (50, 40, 10, 0)),
    ("TB-3", "nonconforming", (), 900_000, 71_239, 310, 90, "5", 640, (90, 10, 0, 0)),
    ("TB-4", "normative", (2024,), 800_000, 50_021, 700, 160, "30", 575, (40, 40, 10, 10)),
    ("TB-5", "normative", (), 700_000, 45_013, 520, 120, "", 600, (70, 20, 10, 0)),
    ("TB-6", "leading", (), 600_000, 40_009, 1500, 400, "95", 300, (0, 0, 60, 40)),
)
PRODUCTS = ("rebar_t", "hot_coil_t", "auto_sheet_t", "pipeline_plate_t")
BEGUN = {"TB-6": Month(2024, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallBook:
    """The book and what reads it."""

    store: BookStore
    city: City
    sector: Sector
    dictionary: Dictionary
    rulebook: Rulebook
    clock: HandClock


def build_small_book(path: Path, *, change: Callable[[Rulebook], Rulebook] = lambda rulebook: rulebook) -> SmallBook:
    """Take the small city through its acts until May 2025, under its rulebook or a changed one."""
    clock = HandClock(dt.datetime(2025, 1, 12, 2, 0, tzinfo=dt.UTC))
    dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
    book = SmallBook(
        store=BookStore.create(path, at=clock.now()),
        city=_city(),
        sector=read_sector(DATA / "sectors" / "steel.yaml", dictionary),
        dictionary=dictionary,
        rulebook=change(_rulebook(cap_t=6_500_000)),
        clock=clock,
    )
    for period in _periods(2023, 12), _periods(2024, 12):
        _file(book, period)
    _decide(book, None)
    for month in (1, 2, 3):
        clock.tick(days=31)
        _file(book, [Period.parse("2025-01..02")] if month == 2 else [Period.parse("2025-03")] if month == 3 else [])
        if month > 1:
            close_month(book.store, clock, "steel", "crude_steel_t", Month(2025, month), ANALYST)
    _decide(book, Month(2025, 3))
    clock.tick()
    draft_allocation(*_desk(book), person=ANALYST, month=Month(2025, 3), code_version="later")
    return book


def _desk(book: SmallBook) -> tuple[BookStore, HandClock, City, Sector, Rulebook, Dictionary]:
    return book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary


def _decide(book: SmallBook, month: Month | None) -> None:
    drafted = draft_allocation(*_desk(book), person=ANALYST, month=month, code_version="test")
    book.clock.tick()
    approve(book.store, book.clock, drafted.id, APPROVER)
    issue(book.store, book.clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])


def _city() -> City:
    firms = {row[0]: _firm(*row[:4]) for row in ROWS}
    return City(id="small", name=Text("小城"), authority=Text("小城工信局"), note=Text("虚构"), enterprises=firms)


def _firm(name: str, tier: str, veto_years: tuple[int, ...], capacity_t: int) -> Enterprise:
    furnace = Facility(
        id=f"{name}-F1",
        kind="converter",
        counts_for="crude_steel_t",
        capacity_t=capacity_t,
        since=BEGUN.get(name, Month(2015, 1)),
    )
    return Enterprise(
        id=name,
        credit_code=name,
        name=Text(f"{name}钢铁"),
        sector="steel",
        group="",
        zone="河东",
        route="bf_bof",
        tier=tier,
        grade="B",
        veto_years=veto_years,
        facilities=(furnace,),
    )


def _rulebook(*, cap_t: int) -> Rulebook:
    rulebook = read_rulebook(RULEBOOK_FILE)
    values = ((rulebook.effective, Decimal(cap_t)), (dt.date(2025, 3, 1), Decimal(cap_t + 120_000)))
    cap = replace(rulebook.parameters["cap_t"], values=values)
    return replace(rulebook, parameters={**rulebook.parameters, "cap_t": cap})


def _periods(year: int, months: int) -> list[Period]:
    return [Period.parse(f"{year}-01..02"), *(Period.of(Month(year, month)) for month in range(3, months + 1))]


def _file(book: SmallBook, periods: list[Period]) -> None:
    for period in periods:
        content = f"raw file of {period}".encode()
        received = book.clock.now()
        file = StoredFile(
            sha256=sha256_hex(content), name=f"{period}.xlsx", received_at="", uploader="wang", outcome="ACCEPT"
        )
        book.store.add_file(file, content)
        for row in ROWS:
            if period.last >= BEGUN.get(row[0], period.last):
                book.store.add_return(_return(row, period, file.sha256, received))


def _return(row: tuple[object, ...], period: Period, sha256: str, received: dt.datetime) -> Return:
    place = Place(file=f"{period}.xlsx", sheet=str(row[0]), cell="D20")
    facts = tuple(
        Fact(field=field, scope=Scope.PERIOD, value=value, place=place) for field, value in _figures(row, period)
    )
    return Return(
        enterprise=str(row[0]),
        period=period,
        version=1,
        received_at=received,
        provenance="bureau_monitoring_return",
        file_sha256=sha256,
        facts=facts,
    )


def _figures(row: tuple[object, ...], period: Period) -> Iterator[tuple[str, Decimal]]:
    _, _, _, _, monthly, added, tax, research, energy, mix = row
    assert isinstance(monthly, int)
    assert isinstance(mix, tuple)
    months = sum(1 for _ in period)
    wobble = (period.start.month * 37 + period.start.year) % 11 - 5
    made = Decimal(monthly * months) + wobble * 101 + Decimal("0.5")
    yield "crude_steel_t", made
    yield "value_added_yuan", made * Decimal(str(added)) + wobble * 1000
    yield "taxes_yuan", made * Decimal(str(tax))
    yield "gross_output_yuan", made * (4100 + 30 * wobble)
    yield "sales_revenue_yuan", made * 4050
    yield "energy_tce", (made * Decimal(str(energy)) / 1000).quantize(Decimal("0.01"))
    if research:
        yield "rd_expense_yuan", made * Decimal(str(research))
    parts = [made * share / 100 for share in mix]
    yield "steel_products_t", sum(parts, Decimal(0))
    yield from ((field, part) for field, part in zip(PRODUCTS, parts, strict=True) if part)
