"""Long acts wait for a place, the same one is refused, and what fails gives its place back."""

import threading

import pytest

from zhibiao.assemble.desk.long_work import LongWork
from zhibiao.errors import Conflict, TooMany


def test_no_more_than_the_places_are_at_work() -> None:
    work = LongWork(1, patience_s=0.01)
    with work.place(), pytest.raises(TooMany) as refused, work.place():
        pass
    assert "desk.busy" == refused.value.code
    with work.place():
        pass


def test_the_same_is_refused_while_it_runs_and_taken_afterwards() -> None:
    work = LongWork(2)
    with work.turn("steel"), pytest.raises(Conflict) as refused, work.turn("steel"):
        pass
    assert "paper.busy" == refused.value.code
    with work.turn("steel"):
        pass


def test_another_waits_for_its_turn_without_a_place() -> None:
    work, begun, done = LongWork(2, patience_s=20), threading.Event(), threading.Event()

    def second() -> None:
        begun.set()
        with work.turn("magnesia"):
            done.set()

    thread = threading.Thread(target=second)
    with work.turn("steel"):
        thread.start()
        assert begun.wait(10)
        # Of two places the publication holds one: the one that waits holds none.
        with work.place():
            assert not done.wait(0.05)
    assert done.wait(10)
    thread.join(10)


def test_what_fails_gives_turn_and_place_back() -> None:
    work = LongWork(1, patience_s=0.01)
    with pytest.raises(ValueError, match="no"), work.turn("steel"):
        raise ValueError("no")
    with work.turn("steel"):
        pass
