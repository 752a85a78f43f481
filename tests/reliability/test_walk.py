"""A slice of the walk, its seeded bugs, and the same steps drawn by Hypothesis, which shrinks what fails."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest
from benchmarks.reliability.walk import BUGS, InMemory, Mismatch, Walk, drawing_for, main, replay, seeded
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from effort import examples
from zhibiao.store.book_store import BookStore

ROOT = Path(__file__).parents[2]


def test_a_slice_of_the_walk_holds() -> None:
    assert 12_000 <= sum(main(12_000, seed=2).values())


@pytest.mark.parametrize("bug", sorted(BUGS))
def test_the_walk_finds_its_seeded_bugs_and_writes_a_short_script(bug: str, tmp_path: Path) -> None:
    with pytest.raises(Mismatch) as found:
        main(20_000, seed=2, bug=bug)
    script = tmp_path / "script"
    script.write_text("\n".join(found.value.__notes__), encoding="utf-8")
    assert 30 > script.read_text(encoding="utf-8").count("\n")
    replay(script)
    with seeded(bug), pytest.raises(Mismatch):
        replay(script)


def test_an_act_of_which_half_stands_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the transaction around an act, its first entry stays when the second is refused."""
    monkeypatch.setattr(BookStore, "transaction", lambda _: nullcontext())
    with pytest.raises(Mismatch, match="half of an act stands"):
        main(1_300, seed=2)


def test_a_walk_that_does_too_little_fails() -> None:
    with pytest.raises(Mismatch, match="below the floor"):
        main(300)


def test_the_command_ends_with_one_where_the_walk_fails() -> None:
    command = [sys.executable, "-m", "benchmarks.reliability.walk", "--steps", "4000", "--seeded-bug", "reversed-twice"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (1, "") == (ended.returncode, ended.stdout)
    assert "seed 1" in ended.stderr


class Steps(RuleBasedStateMachine):
    """The walk with Hypothesis as its chance."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk(InMemory())
        self.drawings = [
            drawing_for(self.walk, Random(0), of_capacity=of_capacity, is_stored=False) for of_capacity in (False, True)
        ]

    @rule(chance=st.randoms(use_true_random=False), of_capacity=st.booleans())
    def step(self, chance: Random, of_capacity: bool) -> None:
        drawing = self.drawings[of_capacity]
        drawing.chance = chance
        step = drawing.step()
        drawing.told(step, self.walk.take(step))


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=examples(6), stateful_step_count=50, deadline=None)
