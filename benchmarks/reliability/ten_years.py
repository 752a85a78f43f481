"""A made city year after year through the real acts: returns, bases, a decision each month, closes, roll-over.

Everything is a function of seed and sizes; the clock is moved by hand. Most acts stand in the last hours of a UTC day,
when it is tomorrow already in China.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from benchmarks.reliability.made_city import FIRST_YEAR, MadeCity
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.reconcile_base import state_bases
from zhibiao.procedures.roll_over import roll_over
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import CoolingOff, Person, Role
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import StoredDecision, StoredFile
from zhibiao.terms.period import Month, months_of

SECTOR, QUANTITY = "steel", "crude_steel_t"
ANALYST = Person(id="wang", name="王分析", roles=(Role.ANALYST,))
APPROVER = Person(id="li", name="李审批", roles=(Role.APPROVER,))
COOLING_OFF = CoolingOff(hours=26, above_t=50_000)
SECRET = "5e" * 32
BASE_YEARS = 2
DECISIONS_A_YEAR = 12


class HandClock:
    """A clock that only goes forward, by hand."""

    def __init__(self, instant: dt.datetime) -> None:
        self.instant = instant

    def now(self) -> dt.datetime:
        """The instant it was put to."""
        return self.instant

    def go_to(self, instant: dt.datetime) -> None:
        """Go on to an instant; ValueError when it lies behind."""
        if instant < self.instant:
            raise ValueError(f"{instant} lies behind {self.instant}")
        self.instant = instant


class TenYears:
    """A book on its way through the years; lives for one run."""

    def __init__(self, where: Path | str, folder: Path, *, years: int, firms: int, seed: int) -> None:
        self.made = MadeCity.of(firms, seed=seed, years=years)
        self.years = range(FIRST_YEAR, FIRST_YEAR + years)
        self.folder = folder
        self.clock = HandClock(_at(FIRST_YEAR, 1, 8))
        self.store = BookStore.create(where, at=self.clock.now(), secret=SECRET)

    def run(self) -> None:
        """Take the book through all years."""
        with self.store.transaction():
            for year in range(FIRST_YEAR - BASE_YEARS, FIRST_YEAR):
                for month in months_of(year):
                    self._file(month)
        for year in self.years:
            self._year(year)

    def _year(self, year: int) -> None:
        rulebook = self.made.rulebook(self.folder, year, cap_t=self._made_t(year - 1))
        self.clock.go_to(_at(year, 1, 20))
        desk = self.store, self.clock, self.made.city, self.made.sector, rulebook, self.made.dictionary
        state_bases(*desk, person=ANALYST)
        self.clock.go_to(_at(year, 2, 1))
        self._decide(rulebook, None)
        for month in months_of(year):
            after = month.next()
            self.clock.go_to(_at(after.year, after.month, 8))
            with self.store.transaction():
                self._file(month)
            self.clock.go_to(_at(after.year, after.month, 10))
            close_month(self.store, self.clock, SECTOR, QUANTITY, month, ANALYST)
            if after.year == year:
                self.clock.go_to(_at(after.year, after.month, 12))
                self._decide(rulebook, month)
        self.clock.go_to(_at(year + 1, 1, 12))
        close_year(self.store, self.clock, SECTOR, QUANTITY, year, ANALYST)
        roll_over(self.store, self.clock, SECTOR, year, APPROVER)

    def _decide(self, rulebook: Rulebook, month: Month | None) -> StoredDecision:
        desk = self.store, self.clock, self.made.city, self.made.sector, rulebook, self.made.dictionary
        drafted = draft_allocation(*desk, person=ANALYST, month=month, code_version="replay")
        self._later(days=1)
        approve(self.store, self.clock, drafted.id, APPROVER, cooling_off=COOLING_OFF)
        self._later(days=2)
        issue(self.store, self.clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])
        return drafted

    def _later(self, *, days: int) -> None:
        self.clock.go_to(self.clock.now() + dt.timedelta(days=days))

    def _file(self, month: Month) -> None:
        """A raw file and what every firm filed in it; with it what some filed again for the month before."""
        content = f"raw file of {month}".encode()
        received = self.clock.now()
        file = StoredFile(
            sha256=sha256_hex(content), name=f"{month}.xlsx", received_at="", uploader="wang", outcome="ACCEPT"
        )
        self.store.add_file(file, content)
        items = [*self.made.filed(month, received_at=received, file_sha256=file.sha256)]
        if month.month > 1 and month.year in self.years:
            before = Month(month.year, month.month - 1)
            items += self.made.filed_again(before, received_at=received, file_sha256=file.sha256)
        for item in items:
            self.store.add_return(item)

    def _made_t(self, year: int) -> int:
        """What the city made in a year, by the returns that stood as it ended."""
        firms = ((firm, month) for firm in self.made.firms for month in months_of(year))
        return int(sum(self.made.made_t(firm, month) for firm, month in firms))


def _at(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 20, 30, tzinfo=dt.UTC)
