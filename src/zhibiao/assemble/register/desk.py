"""The register of a book: its acts with clock, person and files, as the faces call them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.assemble.register.quoted import source_of
from zhibiao.assemble.resources import indicators
from zhibiao.procedures.ports import Person
from zhibiao.procedures.register import review
from zhibiao.procedures.register.acting import read_register
from zhibiao.procedures.register.take_texts import TakenText, take_texts
from zhibiao.procedures.register.tell import Desk
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.indicators import linked
from zhibiao.register.register import Commitment, Register, Reviewed
from zhibiao.terms.instant import LOCAL

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.procedures.register.take_texts import ReadText


@dataclass(frozen=True)
class RegisterOf:
    """The register of an opened book; `person` is who acts, by id, or "" to look only."""

    opened: OpenBook
    person: str = ""

    @property
    def register(self) -> Register:
        """The register as it stands."""
        return read_register(self.opened.store)

    @property
    def today(self) -> dt.date:
        """The day by the book's clock, in China."""
        return self.opened.clock.now().astimezone(LOCAL).date()

    @cached_property
    def acting(self) -> Person:
        """Who acts; UsageError `person.unknown`."""
        return self.opened.person(self.person)

    @cached_property
    def desk(self) -> Desk:
        """Where items are told of."""
        return Desk(self.opened.store, self.opened.clock, self.acting)

    def take(self, texts: Sequence[ReadText]) -> tuple[TakenText, ...]:
        """Take texts for review."""
        return take_texts(self.opened.store, self.opened.clock, self.acting, texts)

    def accept(self, candidates: Sequence[str], *, settings: Mapping[str, str], as_one: bool) -> tuple[Commitment, ...]:
        """Make candidates commitments."""
        act = self.opened.store, self.opened.clock, self.acting
        return review.accept(*act, candidates, settings=settings, as_one=as_one, linking=self._linked)

    def enter(self, settings: Mapping[str, str], *, document: Path | None, quote: str) -> Commitment:
        """Enter an item by hand."""
        held = (document.name, document.read_bytes()) if document else None
        act = self.opened.store, self.opened.clock, self.acting
        source = source_of(*held, quote=quote) if held else None
        return review.enter(*act, settings, document=held, quote=quote, source=source, linking=self._linked)

    def merge(self, candidates: Sequence[str], *, into: str) -> Commitment:
        """Join candidates to a commitment."""
        return review.merge(self.opened.store, self.opened.clock, self.acting, candidates, into=into)

    def reject(self, candidates: Sequence[str], *, reason: str) -> int:
        """Reject candidates; how many still wait."""
        return review.reject(self.opened.store, self.opened.clock, self.acting, candidates, reason=reason)

    def correct(self, commitment: str, *, settings: Mapping[str, str], reason: str) -> Commitment:
        """Write an item's terms anew."""
        act = self.opened.store, self.opened.clock, self.acting
        return review.correct(*act, commitment, settings=settings, reason=reason, linking=self._linked)

    def _linked(self, terms: Terms, is_set: bool) -> Terms:
        city = self.opened.city.name
        return linked(terms, indicators(), own=(city.zh, city.en), is_set=is_set)


def waiting(register: Register, *, document: str = "", kinds: Iterable[CommitmentKind] = ()) -> tuple[Reviewed, ...]:
    """The candidates that nobody has decided, of a document by name or hash, of some kinds or of all."""
    wanted = frozenset(kinds)
    return tuple(
        one
        for one in register.candidates.values()
        if one.waits
        and (not document or document in (one.candidate.source.name, one.candidate.source.document))
        and (not wanted or one.candidate.terms.kind in wanted)
    )


def evidence_files(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Documents that show something, by name and bytes."""
    return [(path.name, path.read_bytes()) for path in paths]
