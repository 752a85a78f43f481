"""Review (审核): a named person makes candidates commitments, joins what repeats, rejects the rest with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zhibiao.errors import UsageError
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.register.acting import act_on, keep_file, read_register
from zhibiao.register.commitment import CommitmentKind, Source, Terms
from zhibiao.register.deeds import Accepted, Corrected, Deed, Merged, Rejected
from zhibiao.register.register import Commitment, Register
from zhibiao.register.setting import with_settings
from zhibiao.terms.canonical import sha256_hex

Linking = Callable[[Terms, bool], Terms]
"""Gives terms the indicator that tells their progress; the flag says whether a person has set one, or none."""

BY_HAND = "REGISTER_DOCUMENT"
"""What a document is that an item was entered from by hand."""


def unlinked(terms: Terms, _is_set: bool) -> Terms:
    """Terms as they are: where nobody proposes an indicator."""
    return terms


def accept(
    store: Store,
    clock: Clock,
    person: Person,
    candidates: Sequence[str],
    *,
    settings: Mapping[str, str] | None = None,
    as_one: bool = False,
    linking: Linking = unlinked,
) -> tuple[Commitment, ...]:
    """Make candidates commitments, one each or all one; gives them back.

    Args:
        store, clock, person: the book, the time and who decides.
        candidates: their ids, at least one.
        settings: fields corrected on the way, of one commitment only; the terms are else those of the first candidate.
        as_one: whether the candidates say one thing.
        linking: proposes the indicator of a target; what a person sets stands, also that there is none.

    Raises:
        UsageError: `register.settings_for_one` for settings of several commitments at once.
        NotFound, Conflict, ActRefused: as `Register.after` and `with_settings` say.
    """
    settings = settings or {}
    groups = [tuple(candidates)] if as_one else [(one,) for one in candidates]
    if settings and len(groups) > 1:
        raise UsageError("register.settings_for_one", count=len(groups))
    with store.transaction():
        register = read_register(store)
        deeds = [
            Accepted(
                commitment=register.next_id(ahead=place),
                terms=linking(
                    with_settings(register.candidate(group[0]).candidate.terms, settings), "indicator" in settings
                ),
                candidates=group,
            )
            for place, group in enumerate(groups)
        ]
        return _made(act_on(store, clock, person, deeds)[0], deeds)


def enter(
    store: Store,
    clock: Clock,
    person: Person,
    settings: Mapping[str, str],
    *,
    document: tuple[str, bytes] | None = None,
    quote: str = "",
    source: Source | None = None,
    linking: Linking = unlinked,
) -> Commitment:
    """Enter an item by hand, from a document that is kept with it where there is one; `source` says where it is quoted.

    Raises:
        ActRefused: `register.no_such_field`, `register.bad_value`, `register.no_title`.
    """
    with store.transaction():
        kind = CommitmentKind.TASK
        terms = linking(with_settings(Terms(kind=kind, title=""), settings), "indicator" in settings)
        sources = (source or _source(*document, quote=quote),) if document else ()
        if document:
            keep_file(store, clock, person, *document, outcome=BY_HAND)
        deed = Accepted(commitment=read_register(store).next_id(), terms=terms, sources=sources)
        return _made(act_on(store, clock, person, [deed])[0], [deed])[0]


def merge(store: Store, clock: Clock, person: Person, candidates: Sequence[str], *, into: str) -> Commitment:
    """Join candidates that repeat a commitment to it."""
    deed = Merged(commitment=into, candidates=tuple(candidates))
    return act_on(store, clock, person, [deed])[0].commitment(into)


def reject(store: Store, clock: Clock, person: Person, candidates: Sequence[str], *, reason: str) -> int:
    """Reject candidates for one reason; gives back how many still wait."""
    deeds = [Rejected(candidate=one, reason=reason) for one in candidates]
    register, _ = act_on(store, clock, person, deeds)
    return sum(one.waits for one in register.candidates.values())


def correct(
    store: Store,
    clock: Clock,
    person: Person,
    commitment: str,
    *,
    settings: Mapping[str, str],
    reason: str,
    linking: Linking = unlinked,
) -> Commitment:
    """Write a commitment's terms anew; its due date is not among what can be corrected.

    An indicator is held to be one, and never proposed: what was accepted without one was looked at by a person.
    """
    with store.transaction():
        one = read_register(store).commitment(commitment)
        terms = with_settings(one.terms, {"due": one.terms.due.isoformat() if one.terms.due else "", **settings})
        terms = linking(terms, True)
        deed: Deed = Corrected(commitment=commitment, terms=terms, reason=reason)
        return act_on(store, clock, person, [deed])[0].commitment(commitment)


def _made(register: Register, deeds: Sequence[Accepted]) -> tuple[Commitment, ...]:
    return tuple(register.commitment(deed.commitment) for deed in deeds)


def _source(name: str, content: bytes, *, quote: str) -> Source:
    return Source(
        document=sha256_hex(content), name=name, start=0, end=len(quote), raw_start=0, raw_end=len(quote), quote=quote
    )
