"""The chain: its bytes as published, and every kind of tampering found at the first bad entry."""

import json
from dataclasses import replace

import pytest

from ledger_sample import chained, draft, opening, steps_of
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS, check_chain, entry_of, link
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.terms.canonical import canonical_bytes

FIVE = chained((*steps_of(), *(draft(f"u{n}", EntryKind.USE, "available:A", "used:A", n) for n in (1, 2))))
HASHES = tuple(entry.hash for entry in FIVE)


def _tampered(entry: Entry, **changes: object) -> Entry:
    return replace(entry, draft=replace(entry.draft, **changes))  # type: ignore[arg-type]


def _found(entries: tuple[Entry, ...], **how: object) -> tuple[str, object]:
    with pytest.raises(BookBroken) as broken:
        check_chain(entries, **how)  # type: ignore[arg-type]
    return broken.value.code, broken.value.facts["seq"]


def test_whole_chain_gives_its_head() -> None:
    assert GENESIS == check_chain(())
    assert HASHES[-1] == check_chain(FIVE) == check_chain(FIVE, hashes=HASHES, head=HASHES[-1])


FORM_1 = (
    '{"actor":"李","basis":"","corrects":"","id":"cap:1","kind":"cap","month":"","plan_year":2024,'
    '"postings":[["cap",-1000],["pool",1000]],"previous":"' + "0" * 64 + '","reason":"总量",'
    '"recorded_at":"2024-01-08T01:00:00Z","sector":"steel","seq":1,"version":1}'
)
FORM_2 = (
    '{"actor":"李","basis":"","corrects":"","id":"cap:1","kind":"cap","month":"","not_before":"","plan_year":2024,'
    '"postings":[["cap",-1000],["pool",1000]],"previous":"' + "0" * 64 + '","proposal":"propose:1","reason":"总量",'
    '"recorded_at":"2024-01-08T01:00:00Z","sector":"steel","seq":1,"version":2}'
)


@pytest.mark.parametrize(
    ("form", "sha256"),
    [
        (FORM_1, "2d1e3a8b5b74dd8eabac3a8845c8aa313679e3a1f1d93b94a21d274dda259313"),
        (FORM_2, "e13a0e1c58170be1be0deafe253aa3f91cb2d2ecbb31046b672f13fc7c0c57ec"),
    ],
)
def test_bytes_and_hash_of_an_entry_are_these(form: str, sha256: str) -> None:
    """Vectors worked out once by sha256sum over these bytes; a change of the form must change the version."""
    entry = entry_of(json.loads(form))
    assert form == entry.body.decode() == canonical_bytes(entry.plain()).decode()
    assert sha256 == entry.hash
    one = draft("cap:1", EntryKind.CAP, "cap", "pool", 1000, reason="总量", actor="李", proposal="propose:1")
    made = link(one, seq=1, previous=GENESIS, recorded_at="2024-01-08T01:00:00Z")
    assert FORM_2 == made.body.decode()


def test_the_first_form_called_a_grant_an_issue() -> None:
    plain = json.loads(FORM_1) | {"kind": "issue", "postings": [["pool", -5], ["available:A", 5]]}
    entry = entry_of(plain)
    assert EntryKind.GRANT is entry.draft.kind
    assert plain == json.loads(entry.body)
    assert EntryKind.ISSUE is entry_of(json.loads(FORM_2) | {"kind": "issue", "postings": []}).draft.kind


def test_edited_entry_is_named_itself_where_hashes_were_kept() -> None:
    edited = (*FIVE[:2], _tampered(FIVE[2], reason="other"), *FIVE[3:])
    assert ("chain.entry_edited", 3) == _found(edited, hashes=HASHES)
    assert ("chain.link_broken", 4) == _found(edited)


def test_swapped_entries() -> None:
    assert ("chain.sequence_broken", 2) == _found((FIVE[0], FIVE[2], FIVE[1], *FIVE[3:]))
    renumbered = (FIVE[0], replace(FIVE[2], seq=2), replace(FIVE[1], seq=3), *FIVE[3:])
    assert ("chain.link_broken", 2) == _found(renumbered)


def test_removed_entry() -> None:
    assert ("chain.sequence_broken", 2) == _found((FIVE[0], *FIVE[2:]))
    renumbered = (FIVE[0], *(replace(entry, seq=entry.seq - 1) for entry in FIVE[2:]))
    assert ("chain.link_broken", 2) == _found(renumbered)
    assert ("chain.sequence_broken", 1) == _found(FIVE[1:])


def test_inserted_entry() -> None:
    extra = link(
        draft("x", EntryKind.CAP, "cap", "pool", 5), seq=3, previous=HASHES[1], recorded_at="2024-01-08T01:00:09Z"
    )
    assert ("chain.sequence_broken", 4) == _found((*FIVE[:2], extra, *FIVE[2:]))
    pushed = (*FIVE[:2], extra, *(replace(entry, seq=entry.seq + 1) for entry in FIVE[2:]))
    assert ("chain.link_broken", 4) == _found(pushed)


def test_cut_or_rewritten_end_needs_a_head_kept_outside() -> None:
    cut = FIVE[:4]
    assert HASHES[3] == check_chain(cut)
    assert ("chain.head_differs", 4) == _found(cut, head=HASHES[-1])
    rewritten = chained(_softened(entry.draft) for entry in FIVE)
    check_chain(rewritten, hashes=[entry.hash for entry in rewritten])
    assert ("chain.head_differs", 5) == _found(rewritten, head=HASHES[-1])
    assert ("chain.head_differs", 0) == _found((), head=HASHES[-1])


def test_no_entry_is_of_an_earlier_form_than_the_one_before() -> None:
    """The first form knows no two persons; behind the second it could only be forged."""
    *before, last = chained(opening(1000, A=400))
    older = replace(last, version=1)
    check_chain([replace(before[0], version=1)])
    assert ("chain.version_back", last.seq) == _found((*before, older))
    book = Book.of("steel", 2024, before)
    with pytest.raises(ActRefused, match=r"ledger\.out_of_order"):
        book.append(older)


def test_what_was_kept_is_not_written_anew() -> None:
    spaced = json.dumps(FIVE[0].plain(), sort_keys=True, ensure_ascii=False).encode()
    assert spaced == entry_of(FIVE[0].plain(), body=spaced).body
    assert FIVE[0].body == replace(entry_of(FIVE[0].plain(), body=spaced), seq=1).body


def test_reading_gives_back_what_was_written() -> None:
    assert FIVE == tuple(entry_of(json.loads(canonical_bytes(entry.plain()))) for entry in FIVE)
    with pytest.raises(ValueError, match="version"):
        entry_of(FIVE[0].plain() | {"version": 3})


def _softened(one: Draft) -> Draft:
    return replace(one, reason="rewritten")
