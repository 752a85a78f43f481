"""Both programs on random entries of capacity: whatever the ledger refuses the verifier names, and nothing else."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from capacity_sample import (
    PLAN,
    barred,
    built,
    by_two,
    draft,
    entry_after,
    furnace,
    given,
    opened,
    pledged,
    project,
    reduced,
    shifted,
)
from effort import examples
from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.accounts import furnace_account
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.procedures.export_decision import entries_bytes
from zhibiao.verification.verify import Audit, Chain, Ledger, follow_lines

K = EntryKind
FURNACES = (furnace("BF1"), furnace("BF2", "B"), furnace("BF3"), furnace("BF1", "B"))
PROJECTS = (project(), project("Q", "B", ratio="1"))
SHIFTS = ((K.SEAL, "running", "sealed"), (K.RESTART, "sealed", "running"), (K.DISMANTLE, "running", "dismantled"))


def _moves(chance: random.Random, name: str) -> list[Draft]:
    """The drafts of one act, mostly such as may be; the figures are few, so that they often fit."""
    one, other, to = chance.choice(FURNACES), chance.choice(FURNACES), chance.choice(PROJECTS)
    tonnes, less = chance.choice((100, 100, 80)), chance.choice((100, 80, 50))
    kind, source, target = chance.choice((*SHIFTS, (K.DISMANTLE, "sealed", "dismantled")))
    handed = shifted(one, "running", "running", tonnes)[:1] + shifted(other, "running", "running", tonnes)[1:]
    moves = (
        (K.CAPACITY_OPEN, opened(one, tonnes)),
        (kind, shifted(one, source, target, tonnes)),
        (K.REDUCE, reduced(furnace_account(source, one), "pig_iron_t", less)),
        (K.SWAP_PLEDGE, pledged(one, to, tonnes)),
        (K.SWAP_OUT, given(one, to, tonnes)),
        (K.BUILD, built(to, other, tonnes, less)),
        (K.BAR, barred(one, tonnes)),
        (K.HAND_OVER, handed),
    )
    drawn, postings = chance.choice(moves)
    month = f"2024-{chance.choice((1, 1, 1, 2)):02d}"
    if drawn in (K.CAPACITY_OPEN, K.SEAL, K.DISMANTLE, K.REDUCE, K.BAR, K.SWAP_OUT) and chance.random() < 0.9:
        return [draft(name, drawn, postings, month=month)]
    return list(by_two(name, drawn, postings, month=month))


def _spoilt(chance: random.Random, one: Draft) -> Draft:
    """One field otherwise, now and then."""
    if chance.random() < 0.85:
        return one
    tonnes = tuple(Posting(account=each.account, tonnes=each.tonnes * 2) for each in one.postings)
    changes = (
        *({"actor": "wang"}, {"proposal": ""}, {"proposal": "propose:none"}, {"basis": ""}, {"basis": PLAN + "0"}),
        *({"month": ""}, {"corrects": "a0"}, {"not_before": "2024-01-09T00:00:00Z"}, {"postings": tonnes}),
        *({"postings": one.postings[:1]}, {"postings": ()}, {"id": "a0"}, {"kind": K.USE}),
    )
    return replace(one, **chance.choice(changes))


def _turned(chance: random.Random, book: CapacityBook, name: str) -> list[Draft]:
    turned = chance.choice(book.entries).draft
    back = tuple(Posting(account=one.account, tonnes=-one.tonnes) for one in turned.postings)
    *steps, last = by_two(name, K.CORRECT, back)
    return [*steps, replace(last, corrects=turned.id)]


def test_both_programs_take_the_same_entries() -> None:
    met: Counter[str] = Counter()
    for seed in range(examples(12)):
        chance, book = random.Random(seed), CapacityBook.empty("steel")
        for number in range(30):
            name = f"a{number}"
            is_turn = book.entries and chance.random() < 0.15
            acts = _turned(chance, book, name) if is_turn else _moves(chance, name)
            for one in acts:
                entry = entry_after(book, _spoilt(chance, one))
                try:
                    after, code = book.append(entry), ""
                except ActRefused as refused:
                    after, code = book, refused.code
                audit = Audit()
                follow_lines(audit, entries_bytes([*book.entries, entry]).splitlines(), Chain(audit), Ledger(audit))
                named = [one for one in audit.differences if one.where.startswith(f"[{entry.seq}]")]
                assert bool(code) is bool(named), (seed, code, audit.differences, entry.draft)
                assert audit.differences == named
                met[code or f"taken {entry.draft.kind}"] += 1
                book = after
    assert {f"taken {kind}" for kind in (K.CAPACITY_OPEN, K.SEAL, K.SWAP_PLEDGE, K.CORRECT, K.BAR)} <= set(met)
    assert len([code for code in met if not code.startswith("taken")]) > 12, met
