"""A slice of the tamperings, weaknesses of the verifier that the harness catches, and the places that are named."""

from __future__ import annotations

import pytest
from benchmarks.reliability.tamper import WEAKNESSES, Found, Missed, Tampering, is_placed, main
from benchmarks.reliability.tampered_book import Sample, build_sample

from effort import examples


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return build_sample(tmp_path_factory.mktemp("tampered"))


def test_every_tampering_is_found_and_its_row_named(book: Sample) -> None:
    count = examples(200)
    done = main(count, seed=4, book=book)
    assert count == sum(done.by_kind.values())
    assert ([], []) == (done.missed, done.misplaced)
    assert done.placed["rightly"] > count // 10


@pytest.mark.parametrize("bug", WEAKNESSES)
def test_a_weak_verifier_is_caught(book: Sample, bug: str) -> None:
    with pytest.raises(Missed, match="not found"):
        main(40, seed=2, bug=bug, book=book)


def test_a_row_is_named_rightly_wrongly_or_not_at_all() -> None:
    third = Tampering(kind="value", table="entries", first=3)
    assert is_placed(third, Found(act="verify", code="verify.chain", first=3, last=3))
    assert not is_placed(third, Found(act="verify", code="verify.chain", first=4, last=4))
    fact = Tampering(kind="fact", table="facts", first=12)
    assert is_placed(fact, Found(act="verify", code="verify.seal", place="facts", first=10, last=20))
    assert is_placed(fact, Found(act="verify", code="verify.seal", place="facts", first=13, last=20)) is False
    assert is_placed(fact, Found(act="verify", code="verify.input", place="decision.json")) is None
