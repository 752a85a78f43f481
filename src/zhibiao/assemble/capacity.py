"""The acts on capacity accounts, on an opened book: its register, its dated rules, its documents as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import DATA, sector_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.policy.swap_rules import SwapRules
from zhibiao.procedures.capacity import change, plan, propose, register, show, swap
from zhibiao.readers.swap_rules_yaml import read_swap_rules
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month


@cache
def every_swap_rules() -> tuple[SwapRules, ...]:
    """The dated rules of every sector that the program brings along."""
    return tuple(read_swap_rules(path) for path in sorted((DATA / "capacity").glob("*.yaml")))


def swap_rules(sector: str) -> SwapRules | None:
    """The dated rules of a sector; None where the program knows none."""
    return next((rules for rules in every_swap_rules() if rules.sector == sector), None)


@dataclass(frozen=True)
class Capacity:
    """The capacity accounts of an opened book, and the acts on them; `person` and files are named as the user does."""

    opened: OpenBook

    def open(self, *, sector: str, person: str) -> register.Opened:
        """Open an account per furnace on file."""
        path = self.opened.folder.city
        document = plan.Document(name=path.name, content=path.read_bytes())
        who = self.opened.person(person)
        if sector:
            self._known(sector)
        return register.open_from_register(
            self.opened.store, self.opened.clock, self.opened.city, document, who, sector=sector
        )

    def admit(self, facility: str, *, document: Path, person: str) -> plan.Plan:
        """Put forward an account for a furnace the register got later."""
        return register.admit(
            self.opened.store,
            self.opened.clock,
            self.opened.city,
            facility,
            _document(document),
            self.opened.person(person),
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def seal(self, facility: str, month: Month, *, document: Path, person: str) -> plan.Done:
        """Book a furnace as sealed."""
        sector, who = self.sector_with(facility), self.opened.person(person)
        return change.seal(self.opened.store, self.opened.clock, sector, facility, month, _document(document), who)

    def dismantle(self, facility: str, month: Month, *, document: Path, person: str) -> plan.Done:
        """Book a furnace as dismantled."""
        sector, who = self.sector_with(facility), self.opened.person(person)
        return change.dismantle(self.opened.store, self.opened.clock, sector, facility, month, _document(document), who)

    def reduce(
        self,
        subject: str,
        month: Month,
        *,
        tonnes: int | None,
        sector: str,
        quantity: str,
        document: Path,
        person: str,
    ) -> plan.Done:
        """Cut capacity of a furnace or a project without replacement."""
        return change.reduce(
            self.opened.store,
            self.opened.clock,
            sector or self.sector_with(subject),
            subject,
            month,
            _document(document),
            self.opened.person(person),
            tonnes=tonnes,
            quantity=quantity,
        )

    def bar(
        self, facility: str, month: Month, *, excluded: str, tonnes: int | None, document: Path, person: str
    ) -> plan.Done:
        """Book capacity as barred from swaps."""
        sector = self.sector_with(facility)
        return change.bar(
            self.opened.store,
            self.opened.clock,
            sector,
            swap_rules(sector),
            facility,
            month,
            _document(document),
            self.opened.person(person),
            excluded=excluded,
            tonnes=tonnes,
        )

    def restart(self, facility: str, month: Month, *, document: Path, person: str) -> plan.Plan:
        """Put the restart of a sealed furnace forward."""
        return propose.propose_restart(
            self.opened.store,
            self.opened.clock,
            self.sector_with(facility),
            facility,
            month,
            _document(document),
            self.opened.person(person),
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def hand_over(self, facility: str, enterprise: str, month: Month, *, document: Path, person: str) -> plan.Plan:
        """Put forward that a furnace goes to another enterprise."""
        if enterprise not in self.opened.city.enterprises:
            known = "、".join(self.opened.city.enterprises)
            raise UsageError("transfer.enterprise_unknown", enterprise=enterprise, known=known)
        return propose.propose_hand_over(
            self.opened.store,
            self.opened.clock,
            self.sector_with(facility),
            facility,
            enterprise,
            month,
            _document(document),
            self.opened.person(person),
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def correct(self, entry: str, *, sector: str, month: Month | None, document: Path, person: str) -> plan.Plan:
        """Put forward that an entry recorded in error is turned back."""
        return propose.propose_correction(
            self.opened.store,
            self.opened.clock,
            self._known(sector),
            entry,
            _document(document),
            self.opened.person(person),
            month=month,
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def propose_swap(
        self,
        announcement: swap.Announcement,
        *,
        sector: str,
        documents: Mapping[str, Path],
        person: str,
    ) -> plan.Plan:
        """Put a swap forward; `documents` by role: `basis`, `case`, `override`."""
        if announcement.enterprise not in self.opened.city.enterprises:
            known = "、".join(self.opened.city.enterprises)
            raise UsageError("transfer.enterprise_unknown", enterprise=announcement.enterprise, known=known)
        return swap.propose_swap(
            self.opened.store,
            self.opened.clock,
            swap_rules(self._known(sector)),
            sector,
            announcement,
            [_document(path, role=role) for role, path in documents.items()],
            self.opened.person(person),
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def propose_build(
        self,
        project: str,
        facility: str,
        month: Month,
        *,
        tonnes: int | None,
        sector: str,
        document: Path,
        person: str,
    ) -> plan.Plan:
        """Put forward that a furnace of a project runs."""
        return swap.propose_build(
            self.opened.store,
            self.opened.clock,
            self._known(sector),
            project,
            facility,
            month,
            _document(document),
            self.opened.person(person),
            tonnes=tonnes,
            cooling_off=self.opened.folder.settings.cooling_off,
        )

    def confirm(self, plan_id: str, *, person: str) -> plan.Done:
        """Carry a plan out, as another person."""
        who = self.opened.person(person)
        sector = plan.find_plan(self.opened.store, plan_id).sector
        return swap.confirm_swap(self.opened.store, self.opened.clock, swap_rules(sector), plan_id, who)

    def withdraw(self, plan_id: str, *, person: str) -> plan.Plan:
        """End a plan without effect."""
        return plan.withdraw(self.opened.store, self.opened.clock, plan_id, self.opened.person(person))

    def show(
        self, sector: str, *, as_of: Month | None, since: Month | None, target_t: int | None, quantity: str
    ) -> show.Overview:
        """The accounts of a sector at a month's end."""
        return show.overview(
            self.opened.store,
            self._known(sector),
            as_of=as_of,
            since=since,
            target_t=target_t,
            quantity=quantity,
        )

    def check(self, sector: str = "") -> dict[str, tuple[Finding, ...] | None]:
        """By sector where accounts and register differ; None for one whose accounts are not open."""
        sectors = [self._known(sector)] if sector else self._sectors_with_facilities()
        now = self.opened.clock.now()
        books = {name: self.opened.store.capacity(sector=name) for name in sectors}
        return {
            name: tuple(register.differences(book, self.opened.city, now=now)) if book.is_open else None
            for name, book in books.items()
        }

    def differing(self, sector: str) -> tuple[Finding, ...]:
        """Where accounts and register differ in what counts for the quota; nothing before accounts are open."""
        book, now = self.opened.store.capacity(sector=sector), self.opened.clock.now()
        quantity = sector_of(sector).quantity
        return tuple(register.differences(book, self.opened.city, now=now, quantity=quantity))

    def sector_with(self, subject: str) -> str:
        """The sector whose accounts have that furnace or project; the first of the register where none has."""
        for sector in self._sectors():
            book = self.opened.store.capacity(sector=sector)
            if subject in book.furnaces or any(f"/{subject}:" in name for name in book.balances):
                return sector
        return next(iter(self._sectors()), "steel")

    def _known(self, sector: str) -> str:
        if sector not in self._sectors():
            raise NotFound("sector.unknown", sector=sector, known="、".join(self._sectors()))
        return sector

    def _sectors_with_facilities(self) -> Sequence[str]:
        return list(dict.fromkeys(one.sector for one in self.opened.city if one.facilities))

    def _sectors(self) -> Sequence[str]:
        return list(dict.fromkeys(one.sector for one in self.opened.city))


def announcement_of(
    project: str,
    enterprise: str,
    *,
    region: str,
    case: str,
    retire: Sequence[str],
    build: Sequence[str],
    drafts: Sequence[str],
    ratio: str,
) -> swap.Announcement:
    """A swap as written on the command line.

    Args:
        project: id of the project.
        enterprise: who builds.
        region: `key` or `other`.
        case: code of the case.
        retire: `FACILITY` or `FACILITY=TONNES`.
        build: `FACILITY:KIND:CLASS=TONNES`.
        drafts: `DRAFT=YYYY-MM-DD`.
        ratio: as `5/4` or `1.25`; empty for none.

    Raises:
        UsageError: `capacity.not_written_so` with what could not be read.
    """
    return swap.Announcement(
        project=project,
        enterprise=enterprise,
        region=region,
        case=case,
        retired={facility: _tonnes(text) if text else None for facility, text in map(_pair, retire)},
        built=tuple(_new(text) for text in build),
        drafts={name: _day(text) for name, text in map(_pair, drafts)},
        ratio=_ratio(ratio) if ratio else None,
    )


def _new(text: str) -> swap.NewFurnace:
    named, tonnes = _pair(text)
    parts = named.split(":")
    if len(parts) != 3:
        raise UsageError("capacity.not_written_so", found=text, form="FACILITY:KIND:CLASS=TONNES")
    facility, kind, quantity = parts
    return swap.NewFurnace(facility=facility, kind=kind, quantity=quantity, tonnes=_tonnes(tonnes))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


def _tonnes(text: str) -> int:
    digits = text.replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdigit()):
        raise UsageError("capacity.not_written_so", found=text, form="1200000")
    return int(digits)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("capacity.not_written_so", found=text, form="YYYY-MM-DD") from None


def _ratio(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise UsageError("capacity.not_written_so", found=text, form="5/4") from None


def _document(path: Path, *, role: str = "basis") -> plan.Document:
    return plan.Document(name=path.name, content=path.read_bytes(), role=role)
