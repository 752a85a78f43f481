"""The verifier beside the ledger on a random walk: what is taken breaks no guard, what is refused breaks one."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from benchmarks.reliability.drawing import Step
from benchmarks.reliability.walk import InMemory, Walk, drawing_for

from effort import examples
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Entry
from zhibiao.procedures.export_decision import entries_bytes
from zhibiao.verification.verify import Difference, verify_lines

# Names and what is cited are rules of the acts, which the walk does not keep; of capacity the book itself asks.
OF_THE_ACTS = {False: (".id", ".basis", " cited"), True: ()}
# Not a matter of the entry itself, but of where it is handed in.
OF_THE_PLACE = {"ledger.other_book", "ledger.out_of_order", "entry.id_reused"}


def _told(chain: list[Entry], *, of_capacity: bool, asked: str = "") -> list[Difference]:
    """The guards that the verifier finds broken; `asked` is what has to be among them of what the acts alone keep."""
    found = verify_lines(entries_bytes(chain).splitlines()).differences
    return [one for one in found if one.where == asked or not one.where.endswith(OF_THE_ACTS[of_capacity])]


def _would_be(step: Step, chain: list[Entry]) -> Entry | None:
    """The refused entry in its place in the chain; None when it has no bytes at all."""
    head = chain[-1].hash if chain else GENESIS
    entry = link(step.draft, seq=len(chain) + 1, previous=head, recorded_at=step.at)
    try:
        return entry if entry.body else None
    except TypeError:
        return None


@pytest.mark.parametrize("of_capacity", [False, True])
def test_what_is_refused_breaks_a_guard_and_what_is_taken_breaks_none(of_capacity: bool) -> None:
    met: Counter[str] = Counter()
    for seed in range(examples(2)):
        chance, ledger = random.Random(seed), InMemory()
        walk = Walk(ledger)
        drawing = drawing_for(walk, random.Random(f"{seed}"), of_capacity=of_capacity, is_stored=False)
        for _ in range(200):
            step = drawing.step()
            outcome = walk.take(step)
            drawing.told(step, outcome)
            if "." not in outcome or outcome in OF_THE_PLACE or step.back or chance.random() < 0.5:
                continue
            if (entry := _would_be(step, ledger.chain)) is not None:
                asked = f"[{entry.seq}].basis" if outcome == "ledger.carry_unknown" else ""
                found = _told([*ledger.chain, entry], of_capacity=of_capacity, asked=asked)
                assert any(one.where.startswith(f"[{entry.seq}]") for one in found), (outcome, entry.draft)
                met[outcome] += 1
        assert [] == _told(ledger.chain, of_capacity=of_capacity)
    assert len(met) > 10, met
