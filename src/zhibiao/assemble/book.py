"""A book folder, opened: its store, its city and rulebooks, and the acts on them with everything they need."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao import __version__
from zhibiao.assemble.read_again import returns_in
from zhibiao.assemble.resources import DATA, SystemClock, base_rates, dictionary, sector_of, sectors
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import NotFound, UsageError
from zhibiao.policy.review import names_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures import (
    allocate,
    approve,
    assess,
    close,
    export_decision,
    issue,
    new_book,
    roll_over,
    transfer,
    withdraw,
)
from zhibiao.procedures.closed import Closed
from zhibiao.procedures.ports import Clock, Person, StoredDecision
from zhibiao.procedures.proposed_transfer import Proposal, waits_until
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.store.book_folder import BookFolder, create_book_folder, open_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month

if TYPE_CHECKING:
    from zhibiao.allocation.comparison.compared import Compared

_SECTOR = re.compile(r"^sector:\s*(\w+)\s*(?:#.*)?$", re.MULTILINE)
_YEAR = re.compile(r"^plan_year:\s*(\d{4})\s*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class OpenBook:
    """One authority's book with its store open; `clock` is what its acts are dated by."""

    folder: BookFolder
    store: BookStore
    clock: Clock
    read: dict[tuple[str, int], Rulebook] = field(default_factory=dict)

    @cached_property
    def city(self) -> City:
        """The list of enterprises."""
        return read_city(self.folder.city)

    @cached_property
    def rulebooks(self) -> dict[tuple[str, int], Path]:
        """Where the rulebook of each sector and plan year lies; read only when it is asked for."""
        return {_head_of(path): path for path in self.folder.rulebooks}

    def take_over(self, other: OpenBook, *, files: bool) -> None:
        """Use what was read of the same book by another: its returns, and city and rulebooks where these are the same.

        `files` says whether the folder's files have not been written since.
        """
        self.store.share_with(other.store)
        if files:
            self.__dict__["city"] = other.city
            self.read.update(other.read)

    def rulebook(self, sector: str, year: int) -> Rulebook:
        """The rulebook of a sector and plan year, read and reviewed; NotFound `sector.unknown`, `rulebook.missing`."""
        sector_of(sector)
        if (sector, year) not in self.rulebooks:
            known = "、".join(f"{name} {plan_year}" for name, plan_year in sorted(self.rulebooks))
            raise NotFound("rulebook.missing", sector=sector, year=year, known=known or "—")
        if (sector, year) not in self.read:
            path = self.rulebooks[sector, year]
            self.read[sector, year] = read_rulebook(path, dictionary=dictionary(), names=names_of(self.city))
        return self.read[sector, year]

    def person(self, person_id: str) -> Person:
        """Who acts; UsageError `person.unknown` when the settings name no such person."""
        try:
            return self.folder.settings.person(person_id)
        except KeyError:
            known = "、".join(person.id for person in self.folder.settings.people)
            raise UsageError("person.unknown", person=person_id, known=known) from None

    def assess(self, month: Month, sector: str, *, known_by: dt.datetime | None = None) -> MonthAssessment:
        """Assess a month of one sector; with `known_by` from what was on record by then."""
        is_ruled = (sector, month.year) in self.rulebooks
        return assess.assess_month(
            self.store,
            self.city,
            sector,
            self.rulebook(sector, month.year) if is_ruled else None,
            dictionary(),
            month=month,
            sectors=sectors(),
            known_by=known_by,
            read_again=partial(returns_in, self.store, self.city),
            base_rates=base_rates(),
        )

    def allocate(self, year: int, sector: str, *, person: str, as_of: Month | None) -> StoredDecision:
        """Draft the quotas of a year, with what was made up to `as_of` as the least anyone can get."""
        return allocate.draft_allocation(
            self.store,
            self.clock,
            self.city,
            sector_of(sector),
            self.rulebook(sector, year),
            dictionary(),
            person=self.person(person),
            month=as_of,
            code_version=__version__,
        )

    def compare(self, year: int, sector: str, *, rules: str, as_of: Month | None) -> Compared:
        """Run several rules on what a draft would rest on; the book stays as it is."""
        from zhibiao.procedures import compare_rules  # the whole catalogue of rules, which no other act needs

        return compare_rules.compare_rules(
            self.store,
            self.city,
            sector_of(sector),
            self.rulebook(sector, year),
            dictionary(),
            rules=rules,
            month=as_of,
            code_version=__version__,
        )

    def approve(self, decision_id: str, *, person: str) -> approve.Approval:
        """Approve a draft."""
        cooling_off = self.folder.settings.cooling_off
        return approve.approve(self.store, self.clock, decision_id, self.person(person), cooling_off=cooling_off)

    def issue(self, decision_id: str, *, person: str) -> issue.Issued:
        """Issue an approved decision."""
        decision = self.decision(decision_id)
        rulebook = self.rulebook(decision.body["sector"], decision.body["plan_year"])
        return issue.issue(
            self.store, self.clock, decision_id, self.person(person), rulebook_sha256=rulebook.source_sha256
        )

    def withdraw(self, name: str, *, reason: str, person: str) -> withdraw.Withdrawn:
        """Withdraw a decision or a transfer that still stands."""
        return withdraw.withdraw(self.store, self.clock, name, self.person(person), reason=reason)

    def close_month(self, month: Month, sector: str, *, person: str) -> Closed:
        """Close a month."""
        return close.close_month(self.store, self.clock, sector, sector_of(sector).quantity, month, self.person(person))

    def close_year(self, year: int, sector: str, *, person: str) -> Closed:
        """Close a year."""
        return close.close_year(self.store, self.clock, sector, sector_of(sector).quantity, year, self.person(person))

    def roll_over(self, year: int, sector: str, *, person: str) -> roll_over.RolledOver:
        """Move what a closed year leaves owing into the next one."""
        return roll_over.roll_over(self.store, self.clock, sector_of(sector).id, year, self.person(person))

    def propose_transfer(
        self, year: int, giver: str, taker: str, tonnes: int, *, documents: Sequence[Path], person: str
    ) -> Proposal:
        """Put a transfer on record, with the one or two documents it rests on."""
        if len(documents) not in (1, 2):
            raise UsageError("transfer.too_many_documents", count=len(documents))
        document, *others = documents
        return transfer.propose_transfer(
            self.store,
            self.clock,
            self.city,
            year=year,
            giver=giver,
            taker=taker,
            tonnes=tonnes,
            document=document.name,
            content=document.read_bytes(),
            person=self.person(person),
            second=(others[0].name, others[0].read_bytes()) if others else None,
            cooling_off=self.folder.settings.cooling_off,
        )

    def transfer_waits_until(self, proposal: Proposal) -> str:
        """The instant from which a proposed transfer may be confirmed; empty when it need not wait."""
        return waits_until(self.store, proposal)

    def confirm_transfer(self, proposal_id: str, *, person: str) -> transfer.Transferred:
        """Book a proposed transfer, as another person."""
        return transfer.confirm_transfer(self.store, self.clock, self.city, proposal_id, self.person(person))

    def decision(self, decision_id: str) -> StoredDecision:
        """A decision by its short name; NotFound `decision.not_found`."""
        return approve.find_decision(self.store, decision_id)

    def export(self, decision_id: str, *, person: str) -> bytes:
        """A decision with everything it rests on, as a zip."""
        decision = self.decision(decision_id)
        key = (decision.body["sector"], decision.body["plan_year"])
        rulebook = self.rulebook(*key)
        return export_decision.export_decision(
            self.store,
            city=self.city,
            decision_id=decision_id,
            reader=self.person(person),
            rulebook_source=self.rulebooks[key].read_bytes(),
            rulebook_sha256=rulebook.source_sha256,
            companions=_companions(),
        )

    def marks(self, **more: Any) -> dict[str, Any]:
        """What every answer carries: code version, ledger head, and what else applies."""
        return {"code_version": __version__, "ledger_head": self.store.head(), **more}


def open_book(root: Path, *, clock: Clock | None = None) -> OpenBook:
    """Open a book folder."""
    clock = clock or SystemClock()
    folder = open_book_folder(root)
    return OpenBook(folder=folder, store=folder.store(at=clock.now()), clock=clock)


def make_book(
    root: Path, *, settings: BookSettings, city: Path, rulebooks: Sequence[Path], clock: Clock | None = None
) -> new_book.NewBook:
    """Make a book folder from a list of enterprises and rulebooks; both are read first, so nothing unusable gets in."""
    names = names_of(read_city(city))
    for path in rulebooks:
        read_rulebook(path, dictionary=dictionary(), names=names)
    return new_book.new_book(
        create_book_folder,
        clock or SystemClock(),
        root,
        settings=settings,
        city=city.read_bytes(),
        rulebooks={path.name: path.read_bytes() for path in rulebooks},
    )


def _head_of(path: Path) -> tuple[str, int]:
    """Sector and plan year as the head of a rulebook states them; one without them is read whole, and refused."""
    text = path.read_text(encoding="utf-8", errors="replace")
    sector, year = _SECTOR.search(text), _YEAR.search(text)
    if sector and year:
        return sector[1], int(year[1])
    rulebook = read_rulebook(path)
    return rulebook.sector, rulebook.plan_year


def _companions() -> dict[str, bytes]:
    verifier = Path(__file__).parents[1] / "verification"
    return {
        "verify.py": (verifier / "verify.py").read_bytes(),
        "README.md": (DATA / "export" / "README.md").read_bytes(),
    }
