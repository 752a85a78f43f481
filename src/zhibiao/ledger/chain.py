"""The chain: each entry holds the hash of the one before, over the whole store in commit order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhibiao.errors import BookBroken
from zhibiao.ledger.entry import FORMER_NAMES, VERSION, Draft, Entry, EntryKind, Posting

GENESIS = "0" * 64

_LATER_KINDS = {former: kind for kind, former in FORMER_NAMES.items()}


def link(draft: Draft, *, seq: int, previous: str, recorded_at: str) -> Entry:
    """Give a draft its place behind the entry whose hash is `previous`."""
    return Entry(seq=seq, draft=draft, recorded_at=recorded_at, previous=previous)


def check_chain(entries: Iterable[Entry], *, hashes: Iterable[str] | None = None, head: str | None = None) -> str:
    """Follow the chain from genesis and return its head.

    Args:
        entries: all entries of the store in order of sequence.
        hashes: the hashes recorded beside them, to name an edited entry itself and not the one after it.
        head: the head as somebody outside the store kept it; without one, a chain cut at its end or written anew
            from some entry on looks whole.

    Raises:
        BookBroken: names the first bad entry: `chain.sequence_broken` (removed, inserted or out of place),
            `chain.link_broken` (does not hold the hash of the one before), `chain.version_back` (written in an earlier
            form than the one before), `chain.entry_edited` (its content has another hash than recorded),
            `chain.head_differs` (the end is not the one that was kept).
    """
    previous, seq, version = GENESIS, 0, 1
    recorded = iter(hashes) if hashes is not None else None
    for seq, entry in enumerate(entries, start=1):
        if entry.seq != seq:
            raise BookBroken("chain.sequence_broken", seq=seq, found=entry.seq, id=entry.draft.id)
        if entry.previous != previous:
            raise BookBroken("chain.link_broken", seq=seq, id=entry.draft.id, expected=previous, found=entry.previous)
        if entry.version < version:
            raise BookBroken("chain.version_back", seq=seq, id=entry.draft.id, found=entry.version)
        previous, version = entry.hash, entry.version
        if recorded is not None and (kept := next(recorded, "")) != previous:
            raise BookBroken("chain.entry_edited", seq=seq, id=entry.draft.id, expected=kept, found=previous)
    if head is not None and head != previous:
        raise BookBroken("chain.head_differs", seq=seq, expected=head, found=previous)
    return previous


def entry_of(plain: Mapping[str, Any], *, body: bytes = b"") -> Entry:
    """Read back what `Entry.plain()` wrote; ValueError, KeyError or TypeError when it is not an entry.

    Args:
        plain: the values.
        body: the bytes they were read from, where these were kept: what was hashed once is never written anew.
    """
    version = plain["version"]
    if version not in range(1, VERSION + 1):
        raise ValueError(f"no such version of an entry: {version}")
    kind, is_first = plain["kind"], version == 1
    draft = Draft(
        id=plain["id"],
        kind=_LATER_KINDS[kind] if is_first and kind in _LATER_KINDS else EntryKind(kind),
        sector=plain["sector"],
        plan_year=plain["plan_year"],
        postings=tuple(Posting(account=account, tonnes=tonnes) for account, tonnes in plain["postings"]),
        reason=plain["reason"],
        basis=plain["basis"],
        actor=plain["actor"],
        month=plain["month"],
        corrects=plain["corrects"],
        proposal="" if is_first else plain["proposal"],
        not_before="" if is_first else plain["not_before"],
    )
    return Entry(
        seq=plain["seq"],
        draft=draft,
        recorded_at=plain["recorded_at"],
        previous=plain["previous"],
        version=version,
        kept=body,
    )
