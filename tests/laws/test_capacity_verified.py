"""The verifier, which shares no code, and the ledger judge the same chains of capacity the same way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from capacity_walk import K, Walk, walked
from effort import examples
from zhibiao.errors import BookBroken
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.verification import verify


def _tampered(walk: Walk, chance: random.Random) -> list[Draft]:
    """The drafts of a walk with one changed or gone."""
    drafts = [entry.draft for entry in walk.book.entries]
    place = chance.randrange(len(drafts))
    one, other = drafts[place], chance.choice(drafts)
    more = tuple(replace(leg, tonnes=leg.tonnes + (1 if leg.tonnes > 0 else -1)) for leg in one.postings)
    elsewhere = tuple(
        replace(leg, account=chance.choice(other.postings or one.postings).account) if leg is one.postings[0] else leg
        for leg in one.postings
    )
    changes = [
        *({"postings": more}, {"postings": elsewhere}, {"kind": chance.choice(list(K))}, {"proposal": other.id}),
        *(
            {"actor": chance.choice(["wang", "li"])},
            {"basis": ""},
            {"month": chance.choice(["2023-01", "2025-01"])},
            {},
        ),
    ]
    change = chance.choice(changes)
    return [*drafts[:place], *([replace(one, **change)] if change else []), *drafts[place + 1 :]]


def _is_held_by_the_verifier(book: list[Entry]) -> bool:
    audit = verify.Audit()
    ledger = verify.Ledger(audit)
    for place, entry in enumerate(book):
        ledger.take(place, entry.plain())
    return not audit.differences


def test_the_independent_verifier_judges_as_the_ledger_does() -> None:
    """Chains whose hashes fit, whole and with one entry changed: both programs find the same ones to hold."""
    chance, judged = random.Random(5), Counter[bool]()
    walks = [walked(seed) for seed in range(30)]
    for number in range(examples(150)):
        walk = walks[number % len(walks)]
        is_whole = number < len(walks)
        drafts = [entry.draft for entry in walk.book.entries] if is_whole else _tampered(walk, chance)
        book: list[Entry] = []
        for one in drafts:
            previous = book[-1].hash if book else GENESIS
            book.append(link(one, seq=len(book) + 1, previous=previous, recorded_at="2024-01-08T01:00:00Z"))
        try:
            CapacityBook.of("steel", book)
            holds = True
        except BookBroken:
            holds = False
        assert holds == _is_held_by_the_verifier(book), number
        judged[holds] += 1
    assert min(judged.values()) > 30
