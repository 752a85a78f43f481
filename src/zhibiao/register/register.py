"""The register as it stands: every act applied in order, and refused where it makes no sense."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhibiao.errors import ActRefused, Conflict, NotFound
from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    Blocked,
    Corrected,
    Deed,
    ItemNamed,
    Merged,
    Moved,
    Noted,
    Rejected,
    Released,
    Reported,
    Taken,
)

_WITH_ITEMS = (CommitmentKind.COUNTED, CommitmentKind.CAPITAL, CommitmentKind.PROGRAMME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A candidate and what became of it: the commitment it joined, or why it was rejected; both "" while it waits."""

    candidate: Candidate
    commitment: str = ""
    rejected: str = ""

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return not self.commitment and not self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One commitment: its terms as they stand, where it comes from, and every act that concerned it, in order."""

    id: str
    terms: Terms
    sources: tuple[Source, ...]
    first_due: dt.date | None
    acts: tuple[Act, ...]

    def done(self, kind: type[Any]) -> tuple[tuple[Act, Any], ...]:
        """The acts of one kind, each with its deed."""
        return tuple((act, act.deed) for act in self.acts if isinstance(act.deed, kind))

    @property
    def blocks(self) -> tuple[tuple[Act, Blocked], ...]:
        """What holds it up now."""
        gone = {deed.block for _, deed in self.done(Released)}
        return tuple((act, deed) for act, deed in self.done(Blocked) if act.number not in gone)

    @property
    def moves(self) -> tuple[tuple[Act, Moved], ...]:
        """Every time that its due date was moved."""
        return self.done(Moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Candidates by id and commitments by id, both in the order in which they came."""

    candidates: Mapping[str, Reviewed] = field(default_factory=dict)
    commitments: Mapping[str, Commitment] = field(default_factory=dict)
    last: int = 0

    def after(self, act: Act) -> Register:
        """The register with one more act.

        Raises:
            NotFound: `register.no_commitment`, `register.no_candidate`.
            Conflict: `register.decided` for a candidate that joined a commitment before, `register.rejected_before` for
                one that was rejected, `register.taken` for a commitment's id that is in use, `register.out_of_order`.
            ActRefused: what makes no sense: `register.no_reason`, `register.result_owes_nothing`, `register.no_items`,
                `register.due_by_move`, `register.no_such_block`, `register.no_title`, `register.no_name`.
        """
        if act.number != self.last + 1:
            raise Conflict("register.out_of_order", number=act.number, last=self.last)
        return replace(_APPLY[type(act.deed)](self, act, act.deed), last=act.number)

    def commitment(self, name: str) -> Commitment:
        """A commitment by its id; NotFound `register.no_commitment`."""
        if name not in self.commitments:
            raise NotFound("register.no_commitment", commitment=name)
        return self.commitments[name]

    def candidate(self, name: str) -> Reviewed:
        """A candidate by its id; NotFound `register.no_candidate`."""
        if name not in self.candidates:
            raise NotFound("register.no_candidate", candidate=name)
        return self.candidates[name]

    def next_id(self, *, ahead: int = 0) -> str:
        """The id of the next commitment, or of one that so many come before: C0001, C0002, …"""
        return f"C{len(self.commitments) + 1 + ahead:04d}"


def register_of(acts: Iterable[Act]) -> Register:
    """The register that those acts, in order, have made."""
    register = Register()
    for act in acts:
        register = register.after(act)
    return register


def _taken(register: Register, _: Act, deed: Taken) -> Register:
    new = {one.id: Reviewed(candidate=one) for one in deed.candidates if one.id not in register.candidates}
    return replace(register, candidates={**register.candidates, **new})


def _accepted(register: Register, act: Act, deed: Accepted) -> Register:
    if deed.commitment in register.commitments:
        raise Conflict("register.taken", commitment=deed.commitment)
    if not deed.terms.title.strip():
        raise ActRefused("register.no_title", commitment=deed.commitment)
    waiting = _joined(register, deed.candidates, deed.commitment)
    made = Commitment(
        id=deed.commitment,
        terms=deed.terms,
        sources=(*deed.sources, *_sources(waiting)),
        first_due=deed.terms.due,
        acts=(act,),
    )
    return replace(
        register,
        candidates={**register.candidates, **waiting},
        commitments={**register.commitments, made.id: made},
    )


def _merged(register: Register, act: Act, deed: Merged) -> Register:
    waiting = _joined(register, deed.candidates, deed.commitment)
    into = register.commitment(deed.commitment)
    joined = replace(into, sources=(*into.sources, *_sources(waiting)))
    return _put(replace(register, candidates={**register.candidates, **waiting}), joined, act)


def _rejected(register: Register, _: Act, deed: Rejected) -> Register:
    _needs_reason(deed.reason)
    one = _waiting(register, deed.candidate)
    return replace(
        register, candidates={**register.candidates, deed.candidate: replace(one, rejected=deed.reason.strip())}
    )


def _corrected(register: Register, act: Act, deed: Corrected) -> Register:
    _needs_reason(deed.reason)
    one = register.commitment(deed.commitment)
    if deed.terms.due != one.terms.due:
        raise ActRefused("register.due_by_move", commitment=one.id)
    return _put(register, replace(one, terms=deed.terms), act)


def _moved(register: Register, act: Act, deed: Moved) -> Register:
    _needs_reason(deed.reason)
    one = _owed(register, deed.commitment)
    terms = replace(one.terms, due=deed.due)
    return _put(register, replace(one, terms=terms, first_due=one.first_due or deed.due), act)


def _told(register: Register, act: Act, deed: Reported | Blocked | Noted) -> Register:
    return _put(register, _owed(register, deed.commitment), act)


def _released(register: Register, act: Act, deed: Released) -> Register:
    one = register.commitment(deed.commitment)
    if deed.block not in {blocked.number for blocked, _ in one.blocks}:
        raise ActRefused("register.no_such_block", commitment=one.id, block=deed.block)
    return _put(register, one, act)


def _item(register: Register, act: Act, deed: ItemNamed) -> Register:
    one = register.commitment(deed.commitment)
    if one.terms.kind not in _WITH_ITEMS:
        raise ActRefused("register.no_items", commitment=one.id)
    if not deed.name:
        raise ActRefused("register.no_name", commitment=one.id)
    return _put(register, one, act)


def _put(register: Register, one: Commitment, act: Act) -> Register:
    return replace(register, commitments={**register.commitments, one.id: replace(one, acts=(*one.acts, act))})


def _owed(register: Register, name: str) -> Commitment:
    one = register.commitment(name)
    if one.terms.kind is CommitmentKind.RESULT:
        raise ActRefused("register.result_owes_nothing", commitment=name)
    return one


def _joined(register: Register, names: Iterable[str], commitment: str) -> dict[str, Reviewed]:
    return {name: replace(_waiting(register, name), commitment=commitment) for name in names}


def _waiting(register: Register, name: str) -> Reviewed:
    one = register.candidate(name)
    if one.rejected:
        raise Conflict("register.rejected_before", candidate=name, reason=one.rejected)
    if not one.waits:
        raise Conflict("register.decided", candidate=name, commitment=one.commitment)
    return one


def _sources(joined: Mapping[str, Reviewed]) -> tuple[Source, ...]:
    return tuple(source for one in joined.values() for source in (one.candidate.source, *one.candidate.repeats))


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise ActRefused("register.no_reason")


_APPLY: Mapping[type[Deed], Callable[[Register, Act, Any], Register]] = {
    Taken: _taken,
    Accepted: _accepted,
    Merged: _merged,
    Rejected: _rejected,
    Corrected: _corrected,
    Moved: _moved,
    Reported: _told,
    Blocked: _told,
    Noted: _told,
    Released: _released,
    ItemNamed: _item,
}
